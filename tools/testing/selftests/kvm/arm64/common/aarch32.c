// SPDX-License-Identifier: GPL-2.0
/*
 * Guests that execute AArch32 code.
 */
#include "aarch32.h"
#include "nisv.h"

#define AARCH32_MEM_SLOT	20

static void init_el1_32(struct kvm_vm *vm, struct kvm_vcpu *vcpu)
{
	struct kvm_vcpu_init init;

	vm_ioctl(vm, KVM_ARM_PREFERRED_TARGET, &init);
	init.features[0] |= BIT(KVM_ARM_VCPU_EL1_32BIT);
	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &init);
	vcpu->init = init;
}

static void add_mem(struct kvm_vm *vm)
{
	vm_userspace_mem_region_add(vm, VM_MEM_SRC_ANONYMOUS, AARCH32_MEM,
				    AARCH32_MEM_SLOT,
				    AARCH32_MEM_SIZE / vm->page_size, 0);
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

	add_mem(vm);
	*vcpu = __vm_vcpu_add(vm, 0);
	init_el1_32(vm, *vcpu);
	aarch32_set_entry(*vcpu, AARCH32_MEM, PSR32_AIF | PSR32_MODE_SVC);

	return vm;
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
	add_mem(vm);
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
