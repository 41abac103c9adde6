// SPDX-License-Identifier: GPL-2.0
/*
 * An AArch64 guest that executes one instruction and tells where it got to.
 */
#include "abort_guest.h"

/* EL1 never executes what EL0 can write, so make it read-only. */
static void map_text_for_el0(struct kvm_vm *vm)
{
	gva_t page = (gva_t)abort_guest_text & ~(gva_t)(vm->page_size - 1);

	for (; page < (gva_t)abort_guest_text_end; page += vm->page_size)
		*virt_get_pte_hva(vm, page) |= PTE_USER | PTE_RDONLY;
}

/**
 * abort_guest_map - map what the guest needs
 * @vm: the VM, with the program in it
 */
void abort_guest_map(struct kvm_vm *vm)
{
	/* Two pages, for accesses across their boundary. */
	virt_map(vm, ABORT_GUEST_DEV_EL1, ABORT_GUEST_DEV_EL1, 2);
	nisv_map(vm, ABORT_GUEST_DEV_EL0, ABORT_GUEST_DEV_EL0, 2);
	virt_map(vm, ABORT_GUEST_VECTOR, ABORT_GUEST_VECTOR, 1);
	virt_map(vm, ABORT_GUEST_END_EL1, ABORT_GUEST_END_EL1, 1);
	nisv_map(vm, ABORT_GUEST_END_EL0, ABORT_GUEST_END_EL0, 1);
	map_text_for_el0(vm);
}

/**
 * abort_guest_setup_vectors - point a vCPU at the vectors
 * @vcpu: a vCPU as the library sets it up
 */
void abort_guest_setup_vectors(struct kvm_vcpu *vcpu)
{
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1),
		     (u64)abort_guest_text);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN), 0);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_VECTOR),
		     ABORT_GUEST_VECTOR);
}

/**
 * abort_guest_setup_vcpu - give a vCPU all the guest needs
 * @vcpu: a vCPU as the library sets it up
 *
 * Every general purpose register gets a value of its own.
 */
void abort_guest_setup_vcpu(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < 31; i++)
		vcpu_set_reg(vcpu, ABORT_GUEST_REG(i),
			     0x0101010101010101UL * (0x80 + i));

	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_COUNT), 0);
	abort_guest_setup_vectors(vcpu);
}

/**
 * abort_guest_create - make a VM with one vCPU for one instruction
 * @vcpu: set to the vCPU
 *
 * Return: the VM; kvm_vm_free() frees it.
 */
struct kvm_vm *abort_guest_create(struct kvm_vcpu **vcpu)
{
	struct kvm_vm *vm;

	test_disable_default_vgic();
	vm = vm_create_with_one_vcpu(vcpu, abort_guest_text);
	abort_guest_map(vm);
	abort_guest_setup_vcpu(*vcpu);

	return vm;
}

static bool is_el0(u64 pstate)
{
	return pstate & PSR_MODE32_BIT ||
	       (pstate & PSR_MODE_MASK) == PSR_MODE_EL0t;
}

/**
 * abort_guest_dev - find the hole that a guest in a given state can access
 * @pstate: PSTATE with that state
 *
 * Return: its address, virtual and guest physical.
 */
u64 abort_guest_dev(u64 pstate)
{
	return is_el0(pstate) ? ABORT_GUEST_DEV_EL0 : ABORT_GUEST_DEV_EL1;
}

/**
 * abort_guest_start - have the next KVM_RUN begin at an instruction
 * @vcpu: the vCPU
 * @insn: one of the instructions above
 * @pstate: PSTATE to execute it with; the CPU drops bits it has no use for
 * @addr: address for the instruction to access
 */
void abort_guest_start(struct kvm_vcpu *vcpu, const void *insn, u64 pstate,
		       u64 addr)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), pstate);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pc), (u64)insn);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_ADDR), addr);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_END),
		     is_el0(pstate) ? ABORT_GUEST_END_EL0 : ABORT_GUEST_END_EL1);
}

/**
 * abort_guest_return_to - have the vector that reported return to a place
 * @vcpu: the vCPU
 * @insn: where
 */
void abort_guest_return_to(struct kvm_vcpu *vcpu, const void *insn)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(elr_el1), (u64)insn);
}

/**
 * abort_guest_real_entry - see what the CPU's own exceptions make of a PSTATE
 * @vcpu: a vCPU that is free to run; only the state of a finished exception
 *	  (ESR_EL1, FAR_EL1, the guest's copies...) is different afterwards
 * @insn: the instruction that is to take a translation fault
 * @pstate: PSTATE to execute it with
 *
 * Fields that exception entry leaves alone are not asked for: QEMU clears them.
 *
 * Return: PSTATE in the vector.
 */
u64 abort_guest_real_entry(struct kvm_vcpu *vcpu, const void *insn, u64 pstate)
{
	const u64 kept = PSR_N_BIT | PSR_Z_BIT | PSR_C_BIT | PSR_V_BIT |
			 PSR_DIT_BIT;
	u64 got = abort_guest_take_fault(vcpu, insn, pstate);

	return (got & ~kept) | (pstate & kept);
}
