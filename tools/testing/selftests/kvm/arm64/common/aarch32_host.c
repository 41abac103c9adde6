// SPDX-License-Identifier: GPL-2.0
/*
 * Guests that execute AArch32 code, on a 64-bit host.
 */
#include "aarch32.h"
#include "nisv.h"

/**
 * aarch32_vcpu_init - initialise a vCPU whose EL1 is AArch32
 * @vcpu: the vCPU
 */
void aarch32_vcpu_init(struct kvm_vcpu *vcpu)
{
	struct kvm_vcpu_init init;

	vm_ioctl(vcpu->vm, KVM_ARM_PREFERRED_TARGET, &init);
	init.features[0] |= BIT(KVM_ARM_VCPU_EL1_32BIT);
	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &init);
	vcpu->init = init;
}

/**
 * aarch32_require_el1 - skip the case where EL1 can't be AArch32
 */
void aarch32_require_el1(void)
{
	__TEST_REQUIRE(kvm_has_cap(KVM_CAP_ARM_EL1_32BIT),
		       "cpu: no AArch32 at EL1");
}

/**
 * aarch32_require_el0 - skip the case where EL0 can't be AArch32
 */
void aarch32_require_el0(void)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	int ret;

	test_disable_default_vgic();
	vm = vm_create_with_one_vcpu(&vcpu, NULL);
	ret = __vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), PSR32_MODE_USR);
	kvm_vm_free(vm);
	__TEST_REQUIRE(!ret, "cpu: no AArch32 at EL0");
}

/**
 * aarch32_vm_create_el0 - make a VM with AArch64 EL1 and room for AArch32 EL0
 * @vcpu: set to the vCPU
 * @guest_code: where an AArch64 EL1 would start
 *
 * The AArch64 side is what vm_create_with_one_vcpu() sets up, AARCH32_MEM is
 * added to it.  The vCPU is in USR mode with PC on AARCH32_MEM.
 *
 * Return: the VM; kvm_vm_free() frees it.
 */
struct kvm_vm *aarch32_vm_create_el0(struct kvm_vcpu **vcpu, void *guest_code)
{
	struct kvm_vm *vm;

	test_disable_default_vgic();
	vm = vm_create_with_one_vcpu(vcpu, guest_code);
	vm_init_descriptor_tables(vm);
	vcpu_init_descriptor_tables(*vcpu);
	aarch32_add_mem(vm);
	nisv_map(vm, AARCH32_MEM, AARCH32_MEM, AARCH32_MEM_SIZE / vm->page_size);
	aarch32_set_entry(*vcpu, AARCH32_MEM, PSR32_AIF | PSR32_MODE_USR);

	return vm;
}

/**
 * aarch32_map_el0 - map an address that an EL0 below AArch64 EL1 can access
 * @vm: from aarch32_vm_create_el0()
 * @addr: page aligned, virtual and guest physical address
 */
void aarch32_map_el0(struct kvm_vm *vm, u64 addr)
{
	nisv_map(vm, addr, addr, 1);
}

/**
 * aarch32_el1_is_64bit - what is above EL0 in aarch32_vm_create_el0()'s VMs?
 *
 * Return: true for an AArch64 EL1.
 */
bool aarch32_el1_is_64bit(void)
{
	return true;
}

static struct kvm_one_reg v0(const void *value)
{
	return (struct kvm_one_reg) {
		.id = KVM_REG_ARM64 | KVM_REG_SIZE_U128 | KVM_REG_ARM_CORE |
		      KVM_REG_ARM_CORE_REG(fp_regs.vregs[0]),
		.addr = (uintptr_t)value,
	};
}

/**
 * aarch32_set_d0_d1 - write the first two VFP registers
 * @vcpu: the vCPU
 * @value: 16 bytes
 */
void aarch32_set_d0_d1(struct kvm_vcpu *vcpu, const void *value)
{
	struct kvm_one_reg reg = v0(value);

	vcpu_ioctl(vcpu, KVM_SET_ONE_REG, &reg);
}

/**
 * aarch32_get_d0_d1 - read the first two VFP registers
 * @vcpu: the vCPU
 * @value: room for 16 bytes
 */
void aarch32_get_d0_d1(struct kvm_vcpu *vcpu, void *value)
{
	struct kvm_one_reg reg = v0(value);

	vcpu_ioctl(vcpu, KVM_GET_ONE_REG, &reg);
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
	return vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_FAR_EL1)) >> (fetch ? 32 : 0);
}
