/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a kernel says in /proc/cpuinfo.
 */
#ifndef SELFTEST_KVM_COMMON_CPUINFO_H
#define SELFTEST_KVM_COMMON_CPUINFO_H

#include <stdbool.h>

#include "test_util.h"

#define CPUINFO_MAX_CPUS	512
#define CPUINFO_NR_IDS		4

/**
 * struct cpuinfo_cpu - one CPU
 * @features: their names, each with a blank before and after it
 * @ids: what it says of MIDR_EL1, as it says it; see cpuinfo_id_names[]
 */
struct cpuinfo_cpu {
	char features[1024];
	char ids[CPUINFO_NR_IDS][16];
};

/**
 * struct cpuinfo - all CPUs
 * @cpus: one entry each
 * @nr_cpus: how many
 */
struct cpuinfo {
	struct cpuinfo_cpu *cpus;
	unsigned int nr_cpus;
};

extern const char *const cpuinfo_id_names[CPUINFO_NR_IDS];

void cpuinfo_add_line(struct cpuinfo *info, const char *line);
void cpuinfo_read_host(struct cpuinfo *info);
bool cpuinfo_has_feature(const struct cpuinfo_cpu *cpu, const char *name);
void cpuinfo_assert_not_more(const struct cpuinfo_cpu *guest,
			     const struct cpuinfo_cpu *host);
bool cpuinfo_same_ids(const struct cpuinfo_cpu *a, const struct cpuinfo_cpu *b);
void cpuinfo_free(struct cpuinfo *info);

#endif /* SELFTEST_KVM_COMMON_CPUINFO_H */
