// SPDX-License-Identifier: GPL-2.0
/*
 * Numbers and layouts of the ABI, checked when this is compiled. They hold for
 * 32- and for 64-bit userspace; vm_caps checks that the kernel agrees.
 */
#include <stddef.h>

#include <linux/kvm.h>

#define SIZE_IS(what, size)						\
	_Static_assert(sizeof(what) == (size), "size of " #what)
#define OFFSET_IS(type, member, offset)					\
	_Static_assert(offsetof(type, member) == (offset),		\
		       "offset of " #member " in " #type)
#define VALUE_IS(name, value)						\
	_Static_assert((name) == (value), "value of " #name)

VALUE_IS(KVM_CAP_ARM_NISV_TO_USER, 177);
VALUE_IS(KVM_CAP_ARM_INJECT_EXT_DABT, 178);
VALUE_IS(KVM_CAP_VCPU_EVENTS, 41);
VALUE_IS(KVM_CAP_ENABLE_CAP_VM, 98);
VALUE_IS(KVM_EXIT_ARM_NISV, 28);

/* kvm_run: the exit's data is where that of every exit is */
OFFSET_IS(struct kvm_run, exit_reason, 8);
OFFSET_IS(struct kvm_run, mmio, 32);
OFFSET_IS(struct kvm_run, arm_nisv, 32);
OFFSET_IS(struct kvm_run, arm_nisv.esr_iss, 32);
OFFSET_IS(struct kvm_run, arm_nisv.fault_ipa, 40);
SIZE_IS(((struct kvm_run *)0)->arm_nisv, 16);
SIZE_IS(((struct kvm_run *)0)->arm_nisv.esr_iss, 8);
SIZE_IS(((struct kvm_run *)0)->arm_nisv.fault_ipa, 8);

/* kvm_vcpu_events */
SIZE_IS(struct kvm_vcpu_events, 64);
OFFSET_IS(struct kvm_vcpu_events, exception.serror_pending, 0);
OFFSET_IS(struct kvm_vcpu_events, exception.serror_has_esr, 1);
OFFSET_IS(struct kvm_vcpu_events, exception.ext_dabt_pending, 2);
OFFSET_IS(struct kvm_vcpu_events, exception.pad, 3);
OFFSET_IS(struct kvm_vcpu_events, exception.serror_esr, 8);
OFFSET_IS(struct kvm_vcpu_events, reserved, 16);
SIZE_IS(((struct kvm_vcpu_events *)0)->exception.ext_dabt_pending, 1);
SIZE_IS(((struct kvm_vcpu_events *)0)->exception.pad, 5);
SIZE_IS(((struct kvm_vcpu_events *)0)->exception.serror_esr, 8);
SIZE_IS(((struct kvm_vcpu_events *)0)->reserved, 12 * 4);

/* kvm_enable_cap: what KVM_ENABLE_CAP takes */
SIZE_IS(struct kvm_enable_cap, 104);
OFFSET_IS(struct kvm_enable_cap, cap, 0);
OFFSET_IS(struct kvm_enable_cap, flags, 4);
OFFSET_IS(struct kvm_enable_cap, args, 8);
