// SPDX-License-Identifier: GPL-2.0
/*
 * Guests that execute AArch32 code.
 */
#include "aarch32.h"

#define AARCH32_MEM_SLOT	20

/**
 * aarch32_add_mem - add the memory for AArch32 code
 * @vm: the VM
 */
void aarch32_add_mem(struct kvm_vm *vm)
{
	vm_userspace_mem_region_add(vm, VM_MEM_SRC_ANONYMOUS, AARCH32_MEM,
				    AARCH32_MEM_SLOT,
				    AARCH32_MEM_SIZE / vm->page_size, 0);
}

/**
 * aarch32_vm_create - make a VM with one vCPU whose EL1 is AArch32
 * @vcpu: set to the vCPU
 *
 * The MMU and the caches are off: virtual and physical addresses are the same
 * and everything outside AARCH32_MEM is a hole.  The vCPU is in SVC mode with
 * PC on AARCH32_MEM.
 *
 * Return: the VM; kvm_vm_free() frees it.
 */
struct kvm_vm *aarch32_vm_create(struct kvm_vcpu **vcpu)
{
	struct kvm_vm *vm = vm_create_barebones();

	aarch32_add_mem(vm);
	*vcpu = __vm_vcpu_add(vm, 0);
	aarch32_vcpu_init(*vcpu);
	aarch32_set_entry(*vcpu, AARCH32_MEM, PSR32_AIF | PSR32_MODE_SVC);

	return vm;
}

/**
 * aarch32_load - write guest code or data
 * @vm: from either of the functions above
 * @addr: guest physical address, inside a memslot
 * @code: what to write
 * @size: how many bytes
 */
void aarch32_load(struct kvm_vm *vm, u32 addr, const void *code, size_t size)
{
	memcpy(addr_gpa2hva(vm, addr), code, size);
}

/**
 * aarch32_set_entry - say where and in which state the vCPU runs next
 * @vcpu: the vCPU
 * @pc: address of the instruction, bit 0 clear for T32, too
 * @cpsr: its PSR: mode, PSR32_T, ...
 */
void aarch32_set_entry(struct kvm_vcpu *vcpu, u32 pc, u32 cpsr)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), cpsr);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pc), pc);
}

/*
 * Where the architecture puts R13 and R14 of each mode in X0 to X30; FIQ's R8
 * to R14 are X24 to X30.
 */
static unsigned int banked_x(u32 mode, unsigned int n)
{
	bool lr = n == 14;

	switch (mode) {
	case PSR32_MODE_FIQ:
		return n + 16;
	case PSR32_MODE_IRQ:
		return lr ? 16 : 17;
	case PSR32_MODE_SVC:
		return lr ? 18 : 19;
	case PSR32_MODE_ABT:
		return lr ? 20 : 21;
	case PSR32_MODE_UND:
		return lr ? 22 : 23;
	default:
		return n;
	}
}

/**
 * aarch32_reg - find the register that KVM keeps a banked register in
 * @mode: PSR32_MODE_*
 * @n: 0 to 14
 *
 * Return: the ID for vcpu_get_reg() and vcpu_set_reg().
 */
u64 aarch32_reg(u32 mode, unsigned int n)
{
	unsigned int first = mode == PSR32_MODE_FIQ ? 8 : 13;

	TEST_ASSERT(n <= 14, "R%u is no general purpose register", n);
	return ARM64_CORE_REG(regs.regs[n < first ? n : banked_x(mode, n)]);
}
