// SPDX-License-Identifier: GPL-2.0
/*
 * How guests of one instruction report, of either width: by an access that exits.
 */
#include "abort_guest.h"

/**
 * abort_guest_run_to_mmio - run, and assert that it ends in an MMIO exit
 * @vcpu: the vCPU
 * @ipa: address the exit must report
 * @len: size the exit must report
 * @is_write: direction the exit must report
 */
void abort_guest_run_to_mmio(struct kvm_vcpu *vcpu, u64 ipa, u32 len,
			     bool is_write)
{
	struct kvm_run *run = vcpu->run;
	u64 pc;
	int ret = _vcpu_run(vcpu);

	TEST_ASSERT(!ret, "KVM_RUN: wanted 0 (KVM_EXIT_MMIO) got %d, errno %d (%s)",
		    ret, errno, strerror(errno));
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_MMIO);

	pc = vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pc));
	TEST_ASSERT(run->mmio.phys_addr == ipa && run->mmio.len == len &&
		    !!run->mmio.is_write == is_write,
		    "MMIO: wanted %u bytes %s at %#lx got %u bytes %s at %#lx, PC %#lx",
		    len, is_write ? "written" : "read", (unsigned long)ipa,
		    run->mmio.len, run->mmio.is_write ? "written" : "read",
		    (unsigned long)run->mmio.phys_addr, (unsigned long)pc);
}

/**
 * abort_guest_run_to_vector - run, and assert that a vector reports
 * @vcpu: the vCPU
 */
void abort_guest_run_to_vector(struct kvm_vcpu *vcpu)
{
	abort_guest_run_to_mmio(vcpu, ABORT_GUEST_VECTOR, ABORT_GUEST_WORD, true);
}

/**
 * abort_guest_run_to_end - run, and assert that the guest gets to the end
 * @vcpu: the vCPU
 */
void abort_guest_run_to_end(struct kvm_vcpu *vcpu)
{
	u64 end = vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_END));

	abort_guest_run_to_mmio(vcpu, end, ABORT_GUEST_WORD, true);
}

/**
 * abort_guest_take_fault - have the CPU itself enter an exception
 * @vcpu: a vCPU that is free to run
 * @insn: the instruction that is to take a translation fault
 * @pstate: PSTATE to execute it with
 *
 * Return: PSTATE in the vector, with all that QEMU makes of it.
 */
u64 abort_guest_take_fault(struct kvm_vcpu *vcpu, const void *insn, u64 pstate)
{
	u64 got;

	abort_guest_start(vcpu, insn, pstate, ABORT_GUEST_NOWHERE);
	abort_guest_run_to_vector(vcpu);
	got = vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate));

	/* Complete the report's store before anybody moves PC. */
	vcpu_run_complete_io(vcpu);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN), 0);
	return got;
}
