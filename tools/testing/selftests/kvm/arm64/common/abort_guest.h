/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An AArch64 guest that executes one instruction and tells where it got to.
 *
 * There is no stack and no C code in it: the instruction is started with a
 * PSTATE of the test's choice, and the vectors report in registers, so that a
 * test can compare every register of the vCPU at every exit.
 */
#ifndef SELFTEST_KVM_COMMON_ABORT_GUEST_H
#define SELFTEST_KVM_COMMON_ABORT_GUEST_H

#include <asm/ptrace.h>

#include "nisv.h"

/* Of a 32-bit host the guest is AArch32: in System, Supervisor and User mode. */
#ifdef __aarch64__
#define ABORT_GUEST_DAIF	(PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT)
#define ABORT_GUEST_EL0		(ABORT_GUEST_DAIF | PSR_MODE_EL0t)
#define ABORT_GUEST_EL1T	(ABORT_GUEST_DAIF | PSR_MODE_EL1t)
#define ABORT_GUEST_EL1H	(ABORT_GUEST_DAIF | PSR_MODE_EL1h)
#define ABORT_GUEST_WORD	8	/* bytes of a register */
#define ABORT_GUEST_LR_OFFSET	0	/* of ELR_EL1 from the instruction */
#else
#define ABORT_GUEST_DAIF	(PSR_A_BIT | PSR_I_BIT | PSR_F_BIT)
#define ABORT_GUEST_EL0		(ABORT_GUEST_DAIF | USR_MODE)
#define ABORT_GUEST_EL1T	(ABORT_GUEST_DAIF | SYSTEM_MODE)
#define ABORT_GUEST_EL1H	(ABORT_GUEST_DAIF | SVC_MODE)
#define ABORT_GUEST_WORD	4
#define ABORT_GUEST_LR_OFFSET	8
#endif

/*
 * Virtual and guest physical addresses of holes: for the instruction under
 * test at EL1 and at EL0, for the vectors, and for the end at EL1 and at EL0.
 * What EL0 may access EL1 may not when PSTATE.PAN is set.
 */
#define ABORT_GUEST_DEV_EL1	(NISV_MMIO_GVA + 0x000000)
#define ABORT_GUEST_DEV_EL0	(NISV_MMIO_GVA + 0x100000)
#define ABORT_GUEST_VECTOR	(NISV_MMIO_GVA + 0x200000)
#define ABORT_GUEST_END_EL1	(NISV_MMIO_GVA + 0x300000)
#define ABORT_GUEST_END_EL0	(NISV_MMIO_GVA + 0x400000)

/* Nothing is mapped here: an access is a translation fault at stage 1. */
#define ABORT_GUEST_NOWHERE	(NISV_MMIO_GVA + 0x800000)

/* Number of each register the guest gives a meaning to. */
#define ABORT_GUEST_REG_ADDR	0	/* base register of the access */
#define ABORT_GUEST_REG_DATA	1	/* what is loaded or stored */
#ifdef __aarch64__
#define ABORT_GUEST_REG_COUNT	3	/* see abort_guest_count */
#define ABORT_GUEST_REG_TAKEN	19	/* + 1 in the first instruction */
#define ABORT_GUEST_REG_OFFSET	20	/* offset of the vector */
#define ABORT_GUEST_REG_ESR	21
#define ABORT_GUEST_REG_FAR	22
#define ABORT_GUEST_REG_ELR	23
#define ABORT_GUEST_REG_SPSR	24
#define ABORT_GUEST_REG_END	27	/* where to store when done */
#define ABORT_GUEST_REG_VECTOR	28	/* where to store in a vector */
#else
#define ABORT_GUEST_REG_COUNT	3
#define ABORT_GUEST_REG_ESR	4	/* DFSR, DFAR, LR_abt, SPSR_abt */
#define ABORT_GUEST_REG_FAR	5
#define ABORT_GUEST_REG_ELR	6
#define ABORT_GUEST_REG_SPSR	7
#define ABORT_GUEST_REG_OFFSET	8
#define ABORT_GUEST_REG_TAKEN	10
#define ABORT_GUEST_REG_END	11
#define ABORT_GUEST_REG_VECTOR	12
#endif

#define ABORT_GUEST_REG(n)	ARM64_CORE_REG(regs.regs[n])

/* Each is an instruction, followed by a store to the end. */
extern char abort_guest_ldr_x[], abort_guest_ldr_w[], abort_guest_ldrb[],
	    abort_guest_ldrsb[], abort_guest_ldrsh_w[],
	    abort_guest_str_x[], abort_guest_strb[],
	    abort_guest_ldr_post[], abort_guest_str_post[],
	    abort_guest_ldp[], abort_guest_stp[],
	    abort_guest_hvc[], abort_guest_brk[];
/* Adds one to x3, four times. */
extern char abort_guest_count[];
/* Where a vector is when it reports. */
extern char abort_guest_report_store[];
/* All of it; the vectors come first. */
extern char abort_guest_text[], abort_guest_text_end[];

struct kvm_vm *abort_guest_create(struct kvm_vcpu **vcpu);
void abort_guest_setup_vectors(struct kvm_vcpu *vcpu);
void abort_guest_setup_vcpu(struct kvm_vcpu *vcpu);
void abort_guest_map(struct kvm_vm *vm);
void abort_guest_start(struct kvm_vcpu *vcpu, const void *insn, u64 pstate,
		       u64 addr);
u64 abort_guest_dev(u64 pstate);

void abort_guest_return_to(struct kvm_vcpu *vcpu, const void *insn);
void abort_guest_run_to_vector(struct kvm_vcpu *vcpu);
void abort_guest_run_to_end(struct kvm_vcpu *vcpu);
void abort_guest_run_to_mmio(struct kvm_vcpu *vcpu, u64 ipa, u32 len,
			     bool is_write);
u64 abort_guest_take_fault(struct kvm_vcpu *vcpu, const void *insn, u64 pstate);
u64 abort_guest_real_entry(struct kvm_vcpu *vcpu, const void *insn, u64 pstate);

#endif /* SELFTEST_KVM_COMMON_ABORT_GUEST_H */
