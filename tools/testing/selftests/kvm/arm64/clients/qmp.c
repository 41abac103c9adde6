// SPDX-License-Identifier: GPL-2.0
/*
 * QEMU's monitor: a command a line, an answer a line, and events between them.
 */
#include <stdarg.h>

#include "qemu.h"
#include "test_util.h"

#define POLL_MS		50

static char *next_line(struct qemu *qemu)
{
	char *line;

	while (!(line = channel_line(&qemu->monitor))) {
		if (!channel_time_left())
			qemu_fail(qemu, "the monitor does not answer in time");
		channel_poll(&qemu->monitor, POLL_MS);
		channel_poll(&qemu->serial, 0);
		if (qemu->monitor.closed && !strchr(qemu->monitor.text + qemu->monitor.at, '\n'))
			qemu_fail(qemu, "QEMU has ended");
	}
	return line;
}

/**
 * qmp - give a command, and wait for its answer
 * @qemu: whom
 * @fmt: of the command, JSON
 *
 * An error fails the case.
 *
 * Return: the answer, to be freed.
 */
char *qmp(struct qemu *qemu, const char *fmt, ...)
{
	char command[1024];
	va_list ap;
	char *line;

	va_start(ap, fmt);
	vsnprintf(command, sizeof(command), fmt, ap);
	va_end(ap);
	channel_send(&qemu->monitor, "%s\n", command);
	for (;;) {
		line = next_line(qemu);
		if (!strncmp(line, "{\"return\"", 9))
			return line;
		if (!strncmp(line, "{\"error\"", 8))
			qemu_fail(qemu, "%s: %s", command, line);
		free(line);
	}
}

#define HUMAN									\
	"{ \"execute\": \"human-monitor-command\", \"arguments\": { \"command-line\": \"%s\" } }"

/**
 * hmp - give a command of the monitor for people
 * @qemu: whom
 * @command: one that has nothing to say when it succeeds
 */
void hmp(struct qemu *qemu, const char *command)
{
	char *answer = qmp(qemu, HUMAN, command);

	if (!strstr(answer, "\"return\": \"\""))
		qemu_fail(qemu, "%s: %s", command, answer);
	free(answer);
}

/**
 * qmp_wait_for_status - ask until the answer has a status
 * @qemu: whom
 * @command: query-status or query-migrate
 * @status: what to wait for; "failed" fails the case
 */
void qmp_wait_for_status(struct qemu *qemu, const char *command, const char *status)
{
	char wanted[64];
	char *answer;
	bool done;

	snprintf(wanted, sizeof(wanted), "\"status\": \"%s\"", status);
	do {
		answer = qmp(qemu, "{ \"execute\": \"%s\" }", command);
		done = strstr(answer, wanted);
		if (!done && strstr(answer, "\"status\": \"failed\""))
			qemu_fail(qemu, "%s: %s", command, answer);
		free(answer);
		if (!done)
			usleep(POLL_MS * 1000);
	} while (!done);
}

/* The defaults would have a guest take minutes on a slow machine. */
#define SPEED									\
	"{ \"execute\": \"migrate-set-parameters\", \"arguments\": { \"max-bandwidth\": 1000000000, \"downtime-limit\": 20000 } }"
#define MIGRATE									\
	"{ \"execute\": \"migrate\", \"arguments\": { \"uri\": \"%s\" } }"

/**
 * qmp_migrate - send the guest somewhere, and wait until it is sent
 * @qemu: the guest's, which has stopped it afterwards
 * @uri: where to
 */
void qmp_migrate(struct qemu *qemu, const char *uri)
{
	free(qmp(qemu, SPEED));
	free(qmp(qemu, MIGRATE, uri));
	qmp_wait_for_status(qemu, "query-migrate", "completed");
}

/**
 * qmp_wait_for_incoming - wait until a guest has come
 * @qemu: one that was started with an incoming guest
 */
void qmp_wait_for_incoming(struct qemu *qemu)
{
	qmp_wait_for_status(qemu, "query-status", "running");
}

/**
 * qmp_quit - have QEMU end
 * @qemu: whom
 */
void qmp_quit(struct qemu *qemu)
{
	free(qmp(qemu, "{ \"execute\": \"quit\" }"));
	qemu_wait_for_end(qemu);
}
