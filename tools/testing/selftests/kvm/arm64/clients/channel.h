/* SPDX-License-Identifier: GPL-2.0 */
/*
 * One end of a socket to a VMM: what was read so far, and waiting for more.
 */
#ifndef SELFTEST_KVM_CLIENTS_CHANNEL_H
#define SELFTEST_KVM_CLIENTS_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

#include "test_util.h"

/**
 * struct channel - a connection to a VMM
 * @name: for messages
 * @fd: this end
 * @text: all that was read, and a NUL
 * @len: how much
 * @at: what was waited for ended here
 * @closed: the other end is gone
 */
struct channel {
	const char *name;
	int fd;
	char *text;
	size_t len;
	size_t at;
	bool closed;
};

int channel_open(struct channel *channel, const char *name);
void __printf(2, 3) channel_send(struct channel *channel, const char *fmt, ...);
bool channel_poll(struct channel *channel, int milliseconds);
char *channel_line(struct channel *channel);
void channel_print(const struct channel *channel);
void channel_close(struct channel *channel);

/* Milliseconds until the case must have its result; 0 when there are none left. */
int channel_time_left(void);
/* When the case began, in seconds of the monotonic clock. */
double channel_began(void);

#endif /* SELFTEST_KVM_CLIENTS_CHANNEL_H */
