/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A guest stopped at the exit of an access, which is not to be disturbed.
 */
#ifndef SELFTEST_KVM_COMMON_STOPPED_GUEST_H
#define SELFTEST_KVM_COMMON_STOPPED_GUEST_H

#include "guest_access.h"

/**
 * struct stopped_guest - the guest, and everything known of it
 * @access: the access
 * @addr: its address, virtual and guest physical
 * @vm: the VM
 * @vcpu: its vCPU
 * @regs: all registers at the exit
 * @events: what KVM_GET_VCPU_EVENTS reads at the exit
 */
struct stopped_guest {
	const struct guest_access *access;
	u64 addr;
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	struct reg_snapshot *regs;
	struct kvm_vcpu_events events;
};

struct stopped_guest stopped_guest_create(const struct guest_access *access);
void stopped_guest_free(struct stopped_guest *s);
void stopped_guest_assert_unchanged(struct stopped_guest *s, const char *what);
void stopped_guest_assert_goes_on(struct stopped_guest *s);

#endif /* SELFTEST_KVM_COMMON_STOPPED_GUEST_H */
