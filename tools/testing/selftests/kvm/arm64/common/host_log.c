// SPDX-License-Identifier: GPL-2.0
/*
 * Watching the host's kernel log.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "host_log.h"
#include "test_util.h"

#define RECORD_LEN		8192
#define LEVEL_MASK		7
#define LEVEL_WARNING		4
#define FACILITY_SHIFT		3	/* 0 is the kernel itself */

/**
 * host_log_open - start watching
 *
 * Skips the case where the log can't be read.
 *
 * Return: what the functions below want.
 */
int host_log_open(void)
{
	int fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);

	__TEST_REQUIRE(fd >= 0, "can't read /dev/kmsg");
	TEST_ASSERT(!lseek(fd, 0, SEEK_END), "/dev/kmsg: lseek: errno %d", errno);
	return fd;
}

static bool is_allowed(const char *text, const char *const *allowed)
{
	for (; *allowed; allowed++)
		if (strstr(text, *allowed))
			return true;

	return false;
}

/* A record is "priority,sequence,time,flags;text". */
static void check_record(const char *record, const char *const *allowed)
{
	unsigned long prio = strtoul(record, NULL, 10);
	const char *text = strchr(record, ';');

	if (!text || prio >> FACILITY_SHIFT || is_allowed(text, allowed))
		return;

	TEST_ASSERT((prio & LEVEL_MASK) > LEVEL_WARNING && !strstr(text, "kvm"),
		    "the host's log says%s", text);
}

/* Returns false when there is nothing new. */
static bool read_record(int fd, char *record, size_t size)
{
	ssize_t len = read(fd, record, size - 1);

	if (len < 0 && errno == EAGAIN)
		return false;
	TEST_ASSERT(len > 0, "/dev/kmsg: read: errno %d", errno);
	record[len] = '\0';
	return true;
}

/**
 * host_log_assert_only - assert that nothing happened but what may
 * @fd: from host_log_open(); closed
 * @allowed: texts, up to a NULL; a line with one of them in it does not count
 *
 * What may not is: a warning or worse from anybody, anything at all from KVM.
 */
void host_log_assert_only(int fd, const char *const *allowed)
{
	char record[RECORD_LEN];

	while (read_record(fd, record, sizeof(record)))
		check_record(record, allowed);

	close(fd);
}

/**
 * host_log_assert_quiet - assert that nothing happened that a host reports
 * @fd: from host_log_open(); closed
 */
void host_log_assert_quiet(int fd)
{
	static const char *const none[] = { NULL };

	host_log_assert_only(fd, none);
}

/**
 * host_log_count - count what was logged since the log was opened or counted
 * @fd: from host_log_open()
 * @prefix: how a line must begin
 * @with: what else must be in it
 *
 * Return: number of such lines.
 */
unsigned int host_log_count(int fd, const char *prefix, const char *with)
{
	char record[RECORD_LEN];
	unsigned int nr = 0;

	while (read_record(fd, record, sizeof(record))) {
		const char *text = strchr(record, ';');

		if (text && !strncmp(text + 1, prefix, strlen(prefix)) &&
		    strstr(text, with))
			nr++;
	}

	return nr;
}
