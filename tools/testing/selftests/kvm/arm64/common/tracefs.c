// SPDX-License-Identifier: GPL-2.0
/*
 * Watching one of the host's trace events.
 */
#include <ctype.h>

#include <sys/mount.h>
#include <sys/stat.h>

#include "kvm_util.h"
#include "test_util.h"
#include "tracefs.h"

#define LINE_SIZE	1024

static const char *const roots[] = {
	"/sys/kernel/tracing",
	"/sys/kernel/debug/tracing",
};

static FILE *open_file(const struct tracefs *trace, const char *name,
		       const char *mode)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", trace->root, name);
	file = fopen(path, mode);
	TEST_ASSERT(file, "%s: %s", path, strerror(errno));
	return file;
}

static FILE *open_event_file(const struct tracefs *trace, const char *name,
			     const char *mode)
{
	char path[128];

	snprintf(path, sizeof(path), "events/%s/%s", trace->event, name);
	return open_file(trace, path, mode);
}

static void write_file(FILE *file, const char *text)
{
	TEST_ASSERT(fputs(text, file) >= 0 && !fclose(file),
		    "tracefs: writing: %s", strerror(errno));
}

static bool has_path(const struct tracefs *trace, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", trace->root, name);
	return !access(path, F_OK);
}

static bool find_root(struct tracefs *trace)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(roots); i++) {
		snprintf(trace->root, sizeof(trace->root), "%s", roots[i]);
		if (has_path(trace, "trace"))
			return true;
	}

	return false;
}

static bool mount_root(struct tracefs *trace)
{
	snprintf(trace->root, sizeof(trace->root), "/tmp/tracefs-XXXXXX");
	if (!mkdtemp(trace->root))
		return false;
	if (mount("tracefs", trace->root, "tracefs", 0, NULL)) {
		rmdir(trace->root);
		return false;
	}

	trace->mounted = true;
	return true;
}

/**
 * tracefs_open - find an event
 * @trace: filled in
 * @event: "system/name"
 *
 * Skips the case on a host without trace events, or that keeps them from this
 * user. One that has them, but not this one, is a failure.
 */
void tracefs_open(struct tracefs *trace, const char *event)
{
	char path[128];

	memset(trace, 0, sizeof(*trace));
	trace->event = event;
	__TEST_REQUIRE(find_root(trace) || mount_root(trace),
		       "no tracefs to be had");
	__TEST_REQUIRE(has_path(trace, "events/kvm"), "no trace events of KVM");

	snprintf(path, sizeof(path), "events/%s", event);
	if (!has_path(trace, path)) {
		tracefs_close(trace);
		TEST_FAIL("no trace event %s", event);
	}
}

/**
 * tracefs_close - leave the file system as it was found
 * @trace: the event
 */
void tracefs_close(struct tracefs *trace)
{
	if (!trace->mounted)
		return;

	umount(trace->root);
	rmdir(trace->root);
}

/**
 * tracefs_start - record the event from here on
 * @trace: the event
 */
void tracefs_start(struct tracefs *trace)
{
	write_file(open_file(trace, "trace", "w"), "");
	write_file(open_event_file(trace, "enable", "w"), "1");
	write_file(open_file(trace, "tracing_on", "w"), "1");
}

/**
 * tracefs_stop - record no more
 * @trace: the event
 */
void tracefs_stop(struct tracefs *trace)
{
	write_file(open_event_file(trace, "enable", "w"), "0");
}

/* "  comm-pid  [cpu] flags time: event: text" */
static bool is_ours(const struct tracefs *trace, const char *line)
{
	char pid[32], event[64];

	snprintf(pid, sizeof(pid), "-%d ", getpid());
	snprintf(event, sizeof(event), " %s: ", strchr(trace->event, '/') + 1);
	return strstr(line, pid) && strstr(line, event);
}

/**
 * tracefs_count - how often this process caused the event
 * @trace: the event
 * @line: the first one as text
 * @size: bytes of @line
 *
 * Return: number of events.
 */
unsigned int tracefs_count(struct tracefs *trace, char *line, size_t size)
{
	FILE *file = open_file(trace, "trace", "r");
	char buf[LINE_SIZE];
	unsigned int nr = 0;

	while (fgets(buf, sizeof(buf), file)) {
		if (*buf == '#' || !is_ours(trace, buf))
			continue;
		if (!nr++)
			snprintf(line, size, "%s", buf);
	}

	fclose(file);
	return nr;
}

/**
 * tracefs_field - number that follows a name in an event's text
 * @line: the event
 * @name: "ipa" in "ipa 0x1000", "ipa: 0x1000" or "ipa=0x1000"
 * @value: the number, which is hexadecimal whatever precedes it
 *
 * Return: true if there is one.
 */
bool tracefs_field(const char *line, const char *name, u64 *value)
{
	size_t len = strlen(name);
	const char *p = line;
	char *end;

	for (; (p = strstr(p, name)); p += len) {
		if (p > line && (isalnum(p[-1]) || p[-1] == '_'))
			continue;
		if (isalnum(p[len]) || p[len] == '_')
			continue;
		p += len + strspn(p + len, " :=");
		*value = strtoul(p, &end, 16);
		return end > p;
	}

	return false;
}

/**
 * tracefs_has_field - has the event a field of this name?
 * @trace: the event
 * @name: of the field
 *
 * Return: true if its format says so.
 */
bool tracefs_has_field(struct tracefs *trace, const char *name)
{
	FILE *file = open_event_file(trace, "format", "r");
	char buf[LINE_SIZE], want[64];
	bool found = false;

	snprintf(want, sizeof(want), " %s;", name);
	while (!found && fgets(buf, sizeof(buf), file))
		found = strstr(buf, "field:") && strstr(buf, want);

	fclose(file);
	return found;
}
