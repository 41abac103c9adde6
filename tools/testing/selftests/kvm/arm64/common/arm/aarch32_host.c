// SPDX-License-Identifier: GPL-2.0
/*
 * Guests that execute AArch32 code, on a 32-bit host: all do. What is asked of
 * an EL0 below an AArch64 EL1 is asked here of User mode.
 */
#include "aarch32.h"

/**
 * aarch32_vcpu_init - initialise a vCPU
 * @vcpu: the vCPU
 */
void aarch32_vcpu_init(struct kvm_vcpu *vcpu)
{
	kvm_get_default_vcpu_target(vcpu->vm, &vcpu->init);
	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &vcpu->init);
}

/**
 * aarch32_require_el1 - skip the case where EL1 can't be AArch32
 */
void aarch32_require_el1(void)
{
}

/**
 * aarch32_require_el0 - skip the case where EL0 can't be AArch32
 */
void aarch32_require_el0(void)
{
}

/**
 * aarch32_vm_create_el0 - make a VM with one vCPU in User mode
 * @vcpu: set to the vCPU
 * @guest_code: of no use here
 *
 * As aarch32_vm_create(), but for the mode.
 *
 * Return: the VM; kvm_vm_free() frees it.
 */
struct kvm_vm *aarch32_vm_create_el0(struct kvm_vcpu **vcpu, void *guest_code)
{
	struct kvm_vm *vm = aarch32_vm_create(vcpu);

	aarch32_set_entry(*vcpu, AARCH32_MEM, PSR32_AIF | PSR32_MODE_USR);
	return vm;
}

/**
 * aarch32_map_el0 - map an address that User mode can access
 * @vm: from aarch32_vm_create_el0()
 * @addr: page aligned; the MMU is off, it can access all
 */
void aarch32_map_el0(struct kvm_vm *vm, u64 addr)
{
}

/**
 * aarch32_el1_is_64bit - what is above EL0 in aarch32_vm_create_el0()'s VMs?
 *
 * Return: true for an AArch64 EL1.
 */
bool aarch32_el1_is_64bit(void)
{
	return false;
}

/**
 * aarch32_set_d0_d1 - write the first two VFP registers
 * @vcpu: the vCPU
 * @value: 16 bytes
 */
void aarch32_set_d0_d1(struct kvm_vcpu *vcpu, const void *value)
{
	const u64 *d = value;

	vcpu_set_reg(vcpu, arm_vfp_double(0), d[0]);
	vcpu_set_reg(vcpu, arm_vfp_double(1), d[1]);
}

/**
 * aarch32_get_d0_d1 - read the first two VFP registers
 * @vcpu: the vCPU
 * @value: room for 16 bytes
 */
void aarch32_get_d0_d1(struct kvm_vcpu *vcpu, void *value)
{
	u64 *d = value;

	d[0] = vcpu_get_reg(vcpu, arm_vfp_double(0));
	d[1] = vcpu_get_reg(vcpu, arm_vfp_double(1));
}

/**
 * aarch32_fault_address - read DFAR or IFAR
 * @vcpu: the vCPU
 * @fetch: which, true is IFAR
 *
 * Return: its value.
 */
u32 aarch32_fault_address(struct kvm_vcpu *vcpu, bool fetch)
{
	return vcpu_get_reg(vcpu, fetch ? ARM_IFAR : KVM_ARM64_SYS_REG(SYS_FAR_EL1));
}
