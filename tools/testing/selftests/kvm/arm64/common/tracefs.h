/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Watching one of the host's trace events.
 */
#ifndef SELFTEST_KVM_COMMON_TRACEFS_H
#define SELFTEST_KVM_COMMON_TRACEFS_H

#include <stdbool.h>
#include <stddef.h>

#include <linux/types.h>

/**
 * struct tracefs - one event, watched
 * @root: where the file system is
 * @event: folder and name of the event
 * @mounted: whether @root is ours to unmount
 */
struct tracefs {
	char root[64];
	const char *event;
	bool mounted;
};

void tracefs_open(struct tracefs *trace, const char *event);
void tracefs_close(struct tracefs *trace);
void tracefs_start(struct tracefs *trace);
void tracefs_stop(struct tracefs *trace);
unsigned int tracefs_count(struct tracefs *trace, char *line, size_t size);
bool tracefs_field(const char *line, const char *name, u64 *value);
bool tracefs_has_field(struct tracefs *trace, const char *name);

#endif /* SELFTEST_KVM_COMMON_TRACEFS_H */
