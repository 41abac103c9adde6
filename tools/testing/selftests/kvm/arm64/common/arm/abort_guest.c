// SPDX-License-Identifier: GPL-2.0
/*
 * An AArch32 guest of a 32-bit host that executes one instruction and tells
 * where it got to.
 */
#include "aarch32.h"
#include "abort_guest.h"

static bool is_usr(u64 cpsr)
{
	return (cpsr & MODE_MASK) == USR_MODE;
}

/**
 * abort_guest_create - make a VM with one vCPU for one instruction
 * @vcpu: set to the vCPU
 *
 * Return: the VM; kvm_vm_free() frees it.
 */
struct kvm_vm *abort_guest_create(struct kvm_vcpu **vcpu)
{
	struct kvm_vm *vm = vm_create_with_one_vcpu(vcpu, abort_guest_text);
	int i;

	virt_map(vm, ABORT_GUEST_DEV_EL1, ABORT_GUEST_DEV_EL1, 2);
	nisv_map(vm, ABORT_GUEST_DEV_EL0, ABORT_GUEST_DEV_EL0, 2);
	virt_map(vm, ABORT_GUEST_VECTOR, ABORT_GUEST_VECTOR, 1);
	virt_map(vm, ABORT_GUEST_END_EL1, ABORT_GUEST_END_EL1, 1);
	nisv_map(vm, ABORT_GUEST_END_EL0, ABORT_GUEST_END_EL0, 1);
	/* What User mode can't read it can't execute. */
	nisv_map_user(vm, (uintptr_t)abort_guest_text,
		      abort_guest_text_end - abort_guest_text);

	for (i = 0; i <= 12; i++)
		vcpu_set_reg(*vcpu, ABORT_GUEST_REG(i), 0x01010101U * (0x80 + i));
	vcpu_set_reg(*vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1),
		     (uintptr_t)abort_guest_text);
	vcpu_set_reg(*vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN), 0);
	vcpu_set_reg(*vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_VECTOR),
		     ABORT_GUEST_VECTOR);

	return vm;
}

/**
 * abort_guest_dev - find the hole that a guest in a given state can access
 * @pstate: CPSR with that state
 *
 * Return: its address, virtual and guest physical.
 */
u64 abort_guest_dev(u64 pstate)
{
	return is_usr(pstate) ? ABORT_GUEST_DEV_EL0 : ABORT_GUEST_DEV_EL1;
}

/**
 * abort_guest_start - have the next KVM_RUN begin at an instruction
 * @vcpu: the vCPU
 * @insn: one of the instructions of abort_guest_text.S
 * @pstate: CPSR to execute it with
 * @addr: address for the instruction to access
 */
void abort_guest_start(struct kvm_vcpu *vcpu, const void *insn, u64 pstate,
		       u64 addr)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), pstate);
	nisv_set_pc(vcpu, (uintptr_t)insn);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_ADDR), addr);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_END),
		     is_usr(pstate) ? ABORT_GUEST_END_EL0 : ABORT_GUEST_END_EL1);
}

/**
 * abort_guest_return_to - have the vector that reported return to a place
 * @vcpu: the vCPU
 * @insn: where
 */
void abort_guest_return_to(struct kvm_vcpu *vcpu, const void *insn)
{
	vcpu_set_reg(vcpu, aarch32_reg(PSR32_MODE_ABT, 14),
		     (uintptr_t)insn + ABORT_GUEST_LR_OFFSET);
}

/**
 * abort_guest_real_entry - see what the CPU's own exceptions make of a CPSR
 * @vcpu: a vCPU that is free to run; only the state of a finished exception
 *	  is different afterwards
 * @insn: the instruction that is to take a translation fault
 * @pstate: CPSR to execute it with
 *
 * Return: CPSR in the vector.
 */
u64 abort_guest_real_entry(struct kvm_vcpu *vcpu, const void *insn, u64 pstate)
{
	return abort_guest_take_fault(vcpu, insn, pstate);
}
