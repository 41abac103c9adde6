// SPDX-License-Identifier: GPL-2.0
/*
 * The first process of a Linux guest, which is the program that made the guest:
 * nothing else has to be built, installed or found.
 *
 * It has the kernel log to speak through, and nothing else.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <sys/mount.h>
#include <sys/reboot.h>

#include "kselftest.h"
#include "linux_boot.h"
#include "linux_init.h"

/* A write is a record of the log, and it has to fit. */
#define RECORD_SIZE	960

static int kmsg;

/* Not dprintf(), which asks for a position that the log can't tell. */
static void say(const char *text)
{
	char record[RECORD_SIZE];
	int len = snprintf(record, sizeof(record), LINUX_INIT_SAYS "%s\n", text);

	if (write(kmsg, record, len) != len)
		_exit(1);
}

static __noreturn void give_up(const char *why)
{
	say(why);
	_exit(1);
}

static void say_file(const char *path)
{
	char line[RECORD_SIZE - sizeof(LINUX_INIT_SAYS)];
	FILE *file = fopen(path, "r");
	char *end;

	if (!file)
		give_up(strerror(errno));

	while (fgets(line, sizeof(line), file)) {
		end = strchr(line, '\n');
		if (!end)
			give_up("a line does not fit into a record");
		*end = '\0';
		say(line);
	}
	fclose(file);
}

/**
 * linux_init_is_me - is this program the first process of a guest?
 *
 * May be called before main().
 *
 * Return: true if so; then there is nothing to do but linux_init_main().
 */
bool linux_init_is_me(void)
{
	return getpid() == 1 && !strcmp(program_invocation_name, "/" LINUX_INIT);
}

/**
 * linux_init_main - say what is in /proc/cpuinfo, and power off
 *
 * If one of them fails, the kernel panics for want of an init.
 */
__noreturn void linux_init_main(void)
{
	kmsg = open("/dev/kmsg", O_WRONLY);
	if (mount("proc", "/proc", "proc", 0, NULL))
		give_up("can't mount /proc");
	say_file("/proc/cpuinfo");
	say(LINUX_INIT_DONE);
	reboot(RB_POWER_OFF);
	_exit(1);
}
