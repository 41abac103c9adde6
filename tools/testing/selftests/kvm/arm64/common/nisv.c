// SPDX-License-Identifier: GPL-2.0
/*
 * What tests of accesses without valid syndrome have in common.
 */
#include "contract.h"
#include "nisv.h"

/**
 * nisv_enable - let accesses without syndrome come to userspace
 * @vm: the VM
 *
 * Skips the case if the host can't, unless the capability is required: then
 * the case goes on without it, to fail on what it is about.
 *
 * Return: true if the capability is now enabled.
 */
bool nisv_enable(struct kvm_vm *vm)
{
	contract_require_cap(KVM_CAP_ARM_NISV_TO_USER,
			     "KVM_CAP_ARM_NISV_TO_USER");
	if (!vm_check_cap(vm, KVM_CAP_ARM_NISV_TO_USER))
		return false;

	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	return true;
}

/**
 * nisv_assert_enable - the same, where what follows would pass without it
 * @vm: the VM
 */
void nisv_assert_enable(struct kvm_vm *vm)
{
	TEST_ASSERT(nisv_enable(vm),
		    "KVM_CAP_ARM_NISV_TO_USER can't be enabled");
}

/**
 * nisv_map_user - let EL0 read and write pages that are mapped already
 * @vm: the VM
 * @gva: any address in the first page
 * @size: number of bytes
 *
 * A page that EL0 can write is never executable at EL1: do not use it on code.
 * EL0 executes library pages without it.
 */
void nisv_map_user(struct kvm_vm *vm, gva_t gva, size_t size)
{
	gva_t page = gva & ~(gva_t)(vm->page_size - 1);

	for (; page < gva + size; page += vm->page_size)
		*virt_get_pte_hva(vm, page) |= PTE_USER;
}

/**
 * nisv_map - map addresses for EL1 and EL0, whether memory is there or not
 * @vm: the VM
 * @gva: page-aligned virtual address
 * @gpa: page-aligned IPA
 * @npages: number of guest pages
 */
void nisv_map(struct kvm_vm *vm, gva_t gva, gpa_t gpa, unsigned int npages)
{
	virt_map(vm, gva, gpa, npages);
	nisv_map_user(vm, gva, (size_t)npages * vm->page_size);
}

/**
 * nisv_pc - read the program counter
 * @vcpu: the vCPU
 *
 * Return: its PC.
 */
u64 nisv_pc(struct kvm_vcpu *vcpu)
{
	return vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pc));
}

/**
 * nisv_set_pc - write the program counter
 * @vcpu: the vCPU
 * @pc: its PC at the next KVM_RUN
 */
void nisv_set_pc(struct kvm_vcpu *vcpu, u64 pc)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pc), pc);
}

/**
 * nisv_skip_insn - step over an A64 instruction
 * @vcpu: the vCPU, PC on the instruction
 */
void nisv_skip_insn(struct kvm_vcpu *vcpu)
{
	nisv_set_pc(vcpu, nisv_pc(vcpu) + 4);
}

/**
 * nisv_iss_ok - check the syndrome of an exit for an unmapped address
 * @iss: kvm_run.arm_nisv.esr_iss
 * @is_write: direction of the access
 *
 * Return: true if it holds exactly WnR as given and a stage 2 translation
 * fault of any level, and nothing else.
 */
bool nisv_iss_ok(u64 iss, bool is_write)
{
	return !(iss & ~(u64)(NISV_ISS_WNR | NISV_ISS_FSC)) &&
	       !!(iss & NISV_ISS_WNR) == is_write &&
	       (iss & NISV_FSC_TYPE) == NISV_FSC_TRANS;
}

/**
 * nisv_expect_exit - assert that the last KVM_RUN was a NISV exit
 * @vcpu: the vCPU; its KVM_RUN returned 0
 * @ipa: exact address the exit must report
 * @is_write: direction the exit must report
 */
void nisv_expect_exit(struct kvm_vcpu *vcpu, gpa_t ipa, bool is_write)
{
	u64 iss = vcpu->run->arm_nisv.esr_iss;

	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_ARM_NISV);
	TEST_ASSERT(vcpu->run->arm_nisv.fault_ipa == ipa,
		    "fault_ipa: wanted %#lx got %#lx", (unsigned long)ipa,
		    (unsigned long)vcpu->run->arm_nisv.fault_ipa);
	TEST_ASSERT(nisv_iss_ok(iss, is_write),
		    "esr_iss: wanted a translation fault, WnR %d, nothing else, got %#lx",
		    is_write, (unsigned long)iss);
}

/**
 * nisv_run_expect_exit - run, and assert that it ends in a NISV exit
 * @vcpu: the vCPU
 * @ipa: exact address the exit must report
 * @is_write: direction the exit must report
 */
void nisv_run_expect_exit(struct kvm_vcpu *vcpu, gpa_t ipa, bool is_write)
{
	int ret = _vcpu_run(vcpu);

	TEST_ASSERT(!ret, "KVM_RUN: wanted 0 (KVM_EXIT_ARM_NISV) got %d, errno %d (%s)",
		    ret, errno, strerror(errno));
	nisv_expect_exit(vcpu, ipa, is_write);
}

/**
 * nisv_run_expect_enosys - run, and assert that KVM can't handle the access
 * @vcpu: the vCPU
 */
void nisv_run_expect_enosys(struct kvm_vcpu *vcpu)
{
	int ret = _vcpu_run(vcpu);

	TEST_ASSERT(ret == -1 && errno == ENOSYS,
		    "KVM_RUN: wanted -1, errno %d (ENOSYS) got %d, errno %d",
		    ENOSYS, ret, errno);
}

/**
 * nisv_run_expect_ucall - run, and assert that the guest gets to a ucall
 * @vcpu: the vCPU
 * @cmd: UCALL_SYNC or UCALL_DONE
 * @uc: where its arguments go
 */
void nisv_run_expect_ucall(struct kvm_vcpu *vcpu, u64 cmd, struct ucall *uc)
{
	u64 got;
	int ret = _vcpu_run(vcpu);

	TEST_ASSERT(!ret, "KVM_RUN: wanted 0 got %d, errno %d (%s)", ret,
		    errno, strerror(errno));
	got = get_ucall(vcpu, uc);
	if (got == UCALL_ABORT)
		REPORT_GUEST_ASSERT(*uc);
	TEST_ASSERT(got == cmd, "ucall: wanted %lu got %lu, exit reason %u (%s)",
		    (unsigned long)cmd, (unsigned long)got,
		    vcpu->run->exit_reason,
		    exit_reason_str(vcpu->run->exit_reason));
}
