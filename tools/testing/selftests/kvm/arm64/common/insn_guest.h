/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guest side of a single instruction: registers in, instruction, registers out.
 */
#ifndef SELFTEST_KVM_INSN_GUEST_H
#define SELFTEST_KVM_INSN_GUEST_H

#include "kvm_util.h"

/* Bytes of the longest SVE vector and predicate the architecture has. */
#define INSN_MAX_VL		256
#define INSN_MAX_PL		(INSN_MAX_VL / 8)

/**
 * struct insn_context - registers, as the guest's own code loads and stores them
 * @x: X0 to X30; X30 holds the report address and belongs to the guest code
 * @nzcv: condition flags
 * @v: SIMD&FP registers, when the vCPU has no SVE
 * @sve: Z0 to Z31 packed at the current vector length, then P0 to P15 and FFR
 *
 * SP points at it while the instruction runs.
 */
struct insn_context {
	u64 x[31];
	u64 nzcv;
	u8 v[32][16];
	u8 sve[32 * INSN_MAX_VL + 17 * INSN_MAX_PL];
};

/*
 * The guest reports by storing to these offsets from the report address, which
 * userspace sees as a KVM_EXIT_MMIO.
 */
#define INSN_REPORT_READY	0	/* registers loaded */
#define INSN_REPORT_LEFT	8	/* past the instruction */
#define INSN_REPORT_DONE	16	/* registers stored */

/* Entry points, none of which is ever called: userspace sets PC to them. */
extern char insn_load[], insn_load_sve[];
extern char insn_leave[];
extern char insn_dump[], insn_dump_sve[];

#endif /* SELFTEST_KVM_INSN_GUEST_H */
