/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Snapshots of everything KVM_GET_REG_LIST shows of a vCPU.
 */
#ifndef SELFTEST_KVM_REG_SNAPSHOT_H
#define SELFTEST_KVM_REG_SNAPSHOT_H

#include "kvm_util.h"

/* Bytes of the largest register there is: an SVE Z register slice. */
#define REG_SNAPSHOT_MAX_SIZE	256

struct reg_snapshot;

struct reg_snapshot *reg_snapshot_take(struct kvm_vcpu *vcpu);
void reg_snapshot_free(struct reg_snapshot *snapshot);
void reg_snapshot_restore(const struct reg_snapshot *snapshot,
			  struct kvm_vcpu *vcpu);

const void *reg_snapshot_data(const struct reg_snapshot *snapshot, u64 id);
void reg_snapshot_set_data(struct reg_snapshot *snapshot, u64 id,
			   const void *data);
u64 reg_snapshot_get(const struct reg_snapshot *snapshot, u64 id);
void reg_snapshot_set(struct reg_snapshot *snapshot, u64 id, u64 value);

unsigned int reg_snapshot_diff(const struct reg_snapshot *want,
			       const struct reg_snapshot *got);
void reg_snapshot_assert_equal(const struct reg_snapshot *want,
			       const struct reg_snapshot *got,
			       const char *what);
void reg_snapshot_assert_unchanged(const struct reg_snapshot *want,
				   struct kvm_vcpu *vcpu, const char *what);

/* In reg_names.c, of which 32-bit hosts have their own */
void reg_name(u64 id, char *buf, size_t size);
bool reg_is_volatile(u64 id);
bool reg_is_fixed(u64 id);

#endif /* SELFTEST_KVM_REG_SNAPSHOT_H */
