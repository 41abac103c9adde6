/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The abort_guest of AArch32: one instruction, and where it got to.
 */
#ifndef SELFTEST_KVM_COMMON_ABORT_GUEST32_H
#define SELFTEST_KVM_COMMON_ABORT_GUEST32_H

#include "aarch32.h"
#include "abort_guest.h"

/* Where the instruction is; behind it a store to the end, as in abort_guest. */
#define ABORT_GUEST32_CODE	(AARCH32_MEM + 0x10000)

/* Offset of the data abort vector, and of the store by which it reports. */
#define ABORT_GUEST32_DABT	0x10
#define ABORT_GUEST32_REPORT	0x28

/* Number of each register the guest gives a meaning to. */
#define ABORT_GUEST32_REG_ADDR		0
#define ABORT_GUEST32_REG_DFSR		2
#define ABORT_GUEST32_REG_DFAR		3
#define ABORT_GUEST32_REG_SPSR		4
#define ABORT_GUEST32_REG_LR		5
#define ABORT_GUEST32_REG_END		6
#define ABORT_GUEST32_REG_VECTOR	7
#define ABORT_GUEST32_REG_CPSR		8
#define ABORT_GUEST32_REG_TAKEN		10

/**
 * struct insn32 - an instruction, and the exit it causes
 * @name: for names of cases
 * @thumb: T32, not A32
 * @size: 2 or 4 bytes
 * @code: as A32 word, or as one or two T32 halfwords
 * @len: bytes that KVM_EXIT_MMIO reports, 0 if it exits with KVM_EXIT_ARM_NISV
 * @is_write: direction that either exit reports
 */
struct insn32 {
	const char *name;
	bool thumb;
	u8 size;
	union {
		u32 a32;
		u16 t32[2];
	} code;
	u32 len;
	bool is_write;
};

extern const struct insn32 abort_guest32_insns[];
extern const unsigned int abort_guest32_nr_insns;
/* Takes an alignment fault at an odd address, with the MMU off, too. */
extern const struct insn32 abort_guest32_align_a32, abort_guest32_align_t32;

struct kvm_vm *abort_guest32_create(struct kvm_vcpu **vcpu);
struct kvm_vm *abort_guest32_create_el0(struct kvm_vcpu **vcpu);
void abort_guest32_load_vectors(struct kvm_vm *vm, u32 base, bool thumb);
void abort_guest32_start(struct kvm_vcpu *vcpu, const struct insn32 *insn,
			 u32 cpsr, u32 addr);
void abort_guest32_run_to_exit(struct kvm_vcpu *vcpu, const struct insn32 *insn,
			       u32 addr);
void abort_guest32_run_to_vector(struct kvm_vcpu *vcpu);
void abort_guest32_run_to_end(struct kvm_vcpu *vcpu);

#endif /* SELFTEST_KVM_COMMON_ABORT_GUEST32_H */
