/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System registers of a vCPU: in memory, or in the CPU
 *
 * On a host with VHE they stay in the CPU between two runs of the guest, and
 * what is in memory then is neither read nor kept.
 */

#ifndef __KVM_ARM_SYSREGS_LOADED_H__
#define __KVM_ARM_SYSREGS_LOADED_H__

#include <linux/kvm_host.h>
#include <linux/preempt.h>
#include <linux/smp.h>

#ifdef CONFIG_ARM64
/**
 * kvm_unload_sysregs - let a vCPU's system registers be changed in memory
 * @vcpu: the vCPU, in its own thread
 *
 * Return: whether they were in the CPU, for kvm_reload_sysregs(); preemption
 * is off until then if they were
 */
static inline bool kvm_unload_sysregs(struct kvm_vcpu *vcpu)
{
	preempt_disable();
	if (!vcpu->arch.sysregs_loaded_on_cpu) {
		preempt_enable();
		return false;
	}
	kvm_arch_vcpu_put(vcpu);

	return true;
}

/**
 * kvm_reload_sysregs - put a vCPU's system registers where they were
 * @vcpu: the vCPU
 * @unloaded: what kvm_unload_sysregs() returned
 */
static inline void kvm_reload_sysregs(struct kvm_vcpu *vcpu, bool unloaded)
{
	if (!unloaded)
		return;
	kvm_arch_vcpu_load(vcpu, smp_processor_id());
	preempt_enable();
}
#else
/* A 32-bit host has no VHE */
static inline bool kvm_unload_sysregs(struct kvm_vcpu *vcpu)
{
	return false;
}

static inline void kvm_reload_sysregs(struct kvm_vcpu *vcpu, bool unloaded)
{
}
#endif

#endif /* __KVM_ARM_SYSREGS_LOADED_H__ */
