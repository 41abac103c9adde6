// SPDX-License-Identifier: GPL-2.0
/*
 * The guest's side: a shell on the serial console.
 */
#include "qemu.h"
#include "test_util.h"

#define READY		"guest-ready"
#define POLL_MS		50

static char *next_line(struct qemu *qemu, const char *what)
{
	char *line;

	while (!(line = channel_line(&qemu->serial))) {
		if (!channel_time_left())
			qemu_fail(qemu, "%s: not in time", what);
		channel_poll(&qemu->monitor, 0);
		channel_poll(&qemu->serial, POLL_MS);
		if (qemu->serial.closed && !strchr(qemu->serial.text + qemu->serial.at, '\n'))
			qemu_fail(qemu, "%s: QEMU has ended", what);
	}
	return line;
}

/**
 * guest_wait_for_shell - wait until the guest has booted
 * @qemu: whose guest
 */
void guest_wait_for_shell(struct qemu *qemu)
{
	bool ready = false;
	char *line;

	while (!ready) {
		line = next_line(qemu, "the guest's shell");
		ready = !strcmp(line, READY);
		if (strstr(line, "Kernel panic"))
			qemu_fail(qemu, "the guest panicked");
		free(line);
	}
}

static char *append(char *text, const char *line)
{
	char *longer;

	TEST_ASSERT(asprintf(&longer, "%s%s\n", text, line) >= 0, "out of memory");
	free(text);
	return longer;
}

/**
 * guest_shell - have the guest's shell run a command
 * @qemu: whose guest
 * @command: one that exits with 0; another code fails the case
 *
 * Return: what it printed, to be freed.
 */
char *guest_shell(struct qemu *qemu, const char *command)
{
	char end[32], *line = NULL, *text = strdup("");
	int status = -1;

	TEST_ASSERT(text, "out of memory");
	snprintf(end, sizeof(end), "command-%u-ends-", ++qemu->commands);
	channel_send(&qemu->serial, "%s; echo %s$?\n", command, end);
	while (status < 0) {
		line = next_line(qemu, command);
		if (!strncmp(line, end, strlen(end)) &&
		    sscanf(line + strlen(end), "%d", &status) == 1)
			break;
		text = append(text, line);
		free(line);
	}
	free(line);
	if (status)
		qemu_fail(qemu, "%s: exit code %d", command, status);
	return text;
}

/**
 * guest_power_off - have the guest end, and QEMU with it
 * @qemu: whose guest
 */
void guest_power_off(struct qemu *qemu)
{
	channel_send(&qemu->serial, "poweroff -f\n");
	qemu_wait_for_end(qemu);
}
