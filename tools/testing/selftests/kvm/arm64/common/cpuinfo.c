// SPDX-License-Identifier: GPL-2.0
/*
 * What a kernel says in /proc/cpuinfo: for each CPU lines of a name, a tab, a
 * colon, a blank and a value, the first one of which is "processor".
 */
#include "cpuinfo.h"

#define NEW_CPU		"processor"
#define FEATURES	"Features"

const char *const cpuinfo_id_names[CPUINFO_NR_IDS] = {
	"CPU implementer", "CPU variant", "CPU part", "CPU revision",
};

static struct cpuinfo_cpu *new_cpu(struct cpuinfo *info)
{
	TEST_ASSERT(info->nr_cpus < CPUINFO_MAX_CPUS, "more than %u CPUs",
		    CPUINFO_MAX_CPUS);
	info->cpus = realloc(info->cpus,
			     (info->nr_cpus + 1) * sizeof(*info->cpus));
	TEST_ASSERT(info->cpus, "out of memory");
	memset(&info->cpus[info->nr_cpus], 0, sizeof(*info->cpus));
	return &info->cpus[info->nr_cpus++];
}

/* The value if @line is of that name, else NULL. */
static const char *value_of(const char *line, const char *name)
{
	size_t len = strlen(name);
	const char *value;

	if (strncmp(line, name, len))
		return NULL;
	line += len + strspn(line + len, " \t");
	if (*line != ':')
		return NULL;
	value = line + 1;
	return value + strspn(value, " ");
}

/**
 * cpuinfo_add_line - take in a line
 * @info: all zero before the first one
 * @line: the line, without its end
 */
void cpuinfo_add_line(struct cpuinfo *info, const char *line)
{
	struct cpuinfo_cpu *cpu;
	const char *value;
	unsigned int i;

	if (value_of(line, NEW_CPU)) {
		new_cpu(info);
		return;
	}
	if (!info->nr_cpus)
		return;

	cpu = &info->cpus[info->nr_cpus - 1];
	value = value_of(line, FEATURES);
	if (value) {
		TEST_ASSERT(strlen(value) + 3 <= sizeof(cpu->features),
			    "features of more than %zu bytes",
			    sizeof(cpu->features));
		sprintf(cpu->features, " %s ", value);
	}
	for (i = 0; i < CPUINFO_NR_IDS; i++) {
		value = value_of(line, cpuinfo_id_names[i]);
		if (value)
			snprintf(cpu->ids[i], sizeof(cpu->ids[i]), "%s", value);
	}
}

/**
 * cpuinfo_read_host - read this machine's
 * @info: filled with it
 */
void cpuinfo_read_host(struct cpuinfo *info)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[1024];

	TEST_ASSERT(file, "/proc/cpuinfo: %s", strerror(errno));
	memset(info, 0, sizeof(*info));
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		cpuinfo_add_line(info, line);
	}
	fclose(file);
	TEST_ASSERT(info->nr_cpus, "/proc/cpuinfo: no CPU");
}

/**
 * cpuinfo_has_feature - is a feature among a CPU's?
 * @cpu:  the CPU
 * @name: of the feature
 *
 * Return: true if so.
 */
bool cpuinfo_has_feature(const struct cpuinfo_cpu *cpu, const char *name)
{
	char padded[64];

	snprintf(padded, sizeof(padded), " %s ", name);
	return strstr(cpu->features, padded);
}

/* Is a feature the kernel's own, which each kernel may have or not on any CPU? */
static bool is_of_software(const char *name)
{
	/* the event stream of the timer is an option of the kernel */
	return !strcmp(name, "evtstrm");
}

/**
 * cpuinfo_assert_not_more - assert that a guest's CPU has nothing that the host's has not
 * @guest: the guest's
 * @host:  the host's
 *
 * What a kernel does in software is not compared: the guest's is another kernel.
 */
void cpuinfo_assert_not_more(const struct cpuinfo_cpu *guest,
			     const struct cpuinfo_cpu *host)
{
	char names[sizeof(guest->features)], *name;

	strcpy(names, guest->features);
	for (name = strtok(names, " "); name; name = strtok(NULL, " "))
		TEST_ASSERT(is_of_software(name) || cpuinfo_has_feature(host, name),
			    "the guest shows %s, the host doesn't", name);
}

/**
 * cpuinfo_same_ids - are two CPUs of the same make?
 * @a: one
 * @b: the other
 *
 * Return: true if so.
 */
bool cpuinfo_same_ids(const struct cpuinfo_cpu *a, const struct cpuinfo_cpu *b)
{
	unsigned int i;

	for (i = 0; i < CPUINFO_NR_IDS; i++)
		if (!a->ids[i][0] || strcmp(a->ids[i], b->ids[i]))
			return false;
	return true;
}

/**
 * cpuinfo_free - free what was read
 * @info: all zero afterwards
 */
void cpuinfo_free(struct cpuinfo *info)
{
	free(info->cpus);
	memset(info, 0, sizeof(*info));
}
