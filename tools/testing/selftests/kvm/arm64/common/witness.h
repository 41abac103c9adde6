/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the module kvm_arm_witness shows of the host, when it is loaded.
 */
#ifndef SELFTEST_KVM_COMMON_WITNESS_H
#define SELFTEST_KVM_COMMON_WITNESS_H

#include <stdbool.h>

#include <sys/types.h>

#include "test_util.h"

struct kvm_vcpu;

#define WITNESS_DIR	"/sys/kernel/debug/kvm_arm_witness"

/* Skip the case on a host where nobody loaded the module. */
#define WITNESS_REQUIRE()						\
	__TEST_REQUIRE(witness_loaded(), "kvm_arm_witness is not loaded")

bool witness_loaded(void);
bool witness_raw(int cpu, u32 crm, u32 op2, u64 *val);
bool witness_sanitised(u32 crm, u32 op2, u64 *val);
bool witness_sees_vcpus(void);
bool witness_hcr(pid_t tid, u64 *hcr);
u64 witness_run_hcr(struct kvm_vcpu *vcpu);
bool witness_count(const char *name, u64 *n);

#endif /* SELFTEST_KVM_COMMON_WITNESS_H */
