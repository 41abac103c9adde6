/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The ID registers of a guest: op0 3, op1 0, CRn 0, CRm 1 to 7, op2 0 to 7.
 */

#ifndef __ARM64_KVM_ID_REGS_H__
#define __ARM64_KVM_ID_REGS_H__

#include <linux/kvm.h>
#include <linux/mutex.h>
#include <linux/types.h>

struct kvm;
struct kvm_vcpu;

#define KVM_NR_ID_REGS		(7 * 8)

/**
 * struct kvm_id_regs - the ID registers of a VM
 * @val: what its vCPUs read
 * @without: what a vCPU without SVE, pointer authentication or a PMU reads in
 *	     the fields of that feature instead
 * @lock: held to write any of this; reads need no lock
 * @settled: a vCPU has run, nothing changes any more
 */
struct kvm_id_regs {
	u64 val[KVM_NR_ID_REGS];
	u64 without[KVM_NR_ID_REGS];
	struct mutex lock;	/* for writers */
	bool settled;
};

/**
 * kvm_is_id_reg - is this the KVM_GET_ONE_REG id of a register of the group?
 * @id: what userspace gave; a size other than 64 bits is not one
 */
static inline bool kvm_is_id_reg(u64 id)
{
	return id - ARM64_SYS_REG(3, 0, 0, 1, 0) < KVM_NR_ID_REGS;
}

void kvm_init_id_regs(struct kvm *kvm);
void kvm_settle_id_regs(struct kvm *kvm);
bool kvm_handle_id_reg(struct kvm_vcpu *vcpu, u32 esr);
int kvm_get_id_reg(struct kvm_vcpu *vcpu, const struct kvm_one_reg *reg);
int kvm_set_id_reg(struct kvm_vcpu *vcpu, const struct kvm_one_reg *reg);
int kvm_copy_id_reg_indices(u64 __user *uindices);
int kvm_get_id_reg_masks(const void __user *argp);

#endif /* __ARM64_KVM_ID_REGS_H__ */
