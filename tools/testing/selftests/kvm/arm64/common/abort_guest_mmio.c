// SPDX-License-Identifier: GPL-2.0
/*
 * How guests of one instruction report: by an access that exits.
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
