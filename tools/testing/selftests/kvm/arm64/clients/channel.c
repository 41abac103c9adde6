// SPDX-License-Identifier: GPL-2.0
/*
 * One end of a socket to a VMM: what was read so far, and waiting for more.
 */
#include <poll.h>
#include <stdarg.h>
#include <time.h>

#include <sys/socket.h>

#include "channel.h"
#include "contract.h"
#include "test_util.h"

/* For a case without a time limit. */
#define NO_LIMIT	(3600 * 1000)

static long long began;

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* Each case is a process: its time begins with the first question. */
int channel_time_left(void)
{
	long limit = contract_case_timeout() * 1000;
	long long left;

	if (!began)
		began = now_ms();
	/* some of it is kept to say what became of the guest */
	left = began + (limit ? limit - limit / 8 : NO_LIMIT) - now_ms();
	return left > 0 ? left : 0;
}

double channel_began(void)
{
	return began / 1000.0;
}

/**
 * channel_open - make a connection
 * @channel: filled with this end
 * @name: for messages
 *
 * Return: the other end, which a VMM inherits.
 */
int channel_open(struct channel *channel, const char *name)
{
	int fds[2];

	TEST_ASSERT(!socketpair(AF_UNIX, SOCK_STREAM, 0, fds), "socketpair: %s",
		    strerror(errno));
	memset(channel, 0, sizeof(*channel));
	channel->name = name;
	channel->fd = fds[0];
	channel->text = strdup("");
	TEST_ASSERT(channel->text, "out of memory");
	TEST_ASSERT(!fcntl(fds[0], F_SETFD, FD_CLOEXEC), "fcntl: %s",
		    strerror(errno));
	return fds[1];
}

/**
 * channel_send - write to the VMM
 * @channel: the connection
 * @fmt: of what to write
 */
void channel_send(struct channel *channel, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int len;

	va_start(ap, fmt);
	len = vasprintf(&text, fmt, ap);
	va_end(ap);
	TEST_ASSERT(len >= 0, "out of memory");
	/* one that is gone is found out by the next read */
	if (send(channel->fd, text, len, MSG_NOSIGNAL) != len)
		channel->closed = true;
	free(text);
}

/**
 * channel_poll - read what has come
 * @channel: the connection
 * @milliseconds: how long to wait for it
 *
 * Return: true if something came.
 */
bool channel_poll(struct channel *channel, int milliseconds)
{
	struct pollfd pfd = { .fd = channel->fd, .events = POLLIN };
	char buf[4096];
	ssize_t n;

	if (channel->closed || poll(&pfd, 1, milliseconds) <= 0)
		return false;
	n = read(channel->fd, buf, sizeof(buf));
	if (n <= 0) {
		channel->closed = true;
		return false;
	}
	channel->text = realloc(channel->text, channel->len + n + 1);
	TEST_ASSERT(channel->text, "out of memory");
	memcpy(channel->text + channel->len, buf, n);
	channel->len += n;
	channel->text[channel->len] = '\0';
	return true;
}

/**
 * channel_line - take the next whole line
 * @channel: the connection
 *
 * Return: the line without its end, to be freed; NULL if there is none yet.
 */
char *channel_line(struct channel *channel)
{
	char *begin = channel->text + channel->at;
	char *end = strchr(begin, '\n');
	char *line;

	if (!end)
		return NULL;
	channel->at += end + 1 - begin;
	line = strndup(begin, end - begin);
	TEST_ASSERT(line, "out of memory");
	line[strcspn(line, "\r")] = '\0';
	return line;
}

/**
 * channel_print - print what the VMM wrote, for one who looks for a fault
 * @channel: the connection
 */
void channel_print(const struct channel *channel)
{
	printf("-- %s%s:\n%s\n-- end of %s\n", channel->name,
	       channel->closed ? " (closed)" : "", channel->text, channel->name);
}

/**
 * channel_close - forget a connection
 * @channel: the connection
 */
void channel_close(struct channel *channel)
{
	close(channel->fd);
	free(channel->text);
	channel->text = NULL;
}
