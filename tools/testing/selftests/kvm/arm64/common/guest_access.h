/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Accesses of an abort_guest that leave the memslots, as tables.
 */
#ifndef SELFTEST_KVM_COMMON_GUEST_ACCESS_H
#define SELFTEST_KVM_COMMON_GUEST_ACCESS_H

#include "abort_guest.h"
#include "reg_snapshot.h"

/**
 * struct guest_access - an instruction, and the exit it causes
 * @name: for names of cases
 * @insn: the instruction
 * @len: bytes that KVM_EXIT_MMIO reports, 0 if it exits with KVM_EXIT_ARM_NISV
 * @is_write: direction that either exit reports
 */
struct guest_access {
	const char *name;
	const char *insn;
	u32 len;
	bool is_write;
};

/**
 * struct guest_level - exception level and stack pointer of an access
 * @name: for names of cases
 * @pstate: PSTATE to start with
 */
struct guest_level {
	const char *name;
	u64 pstate;
};

/* One load and one store of either kind. */
extern const struct guest_access guest_nisv_load, guest_nisv_store,
				 guest_mmio_load, guest_mmio_store;
extern const struct guest_level guest_el1t, guest_el1h, guest_el0;

struct reg_snapshot *guest_access_exit(struct kvm_vcpu *vcpu,
				       const struct guest_access *access,
				       u64 pstate, u64 addr);
void guest_access_run(struct kvm_vcpu *vcpu, const struct guest_access *access,
		      u64 ipa);
struct kvm_vm *guest_access_create(struct kvm_vcpu **vcpu,
				   const struct guest_access *access);

#endif /* SELFTEST_KVM_COMMON_GUEST_ACCESS_H */
