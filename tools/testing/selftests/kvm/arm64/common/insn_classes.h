/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions that touch memory, by class: what each does, told as data.
 */
#ifndef SELFTEST_KVM_INSN_CLASSES_H
#define SELFTEST_KVM_INSN_CLASSES_H

#include "kvm_util.h"

/* What KVM_RUN does when the instruction hits an address without memory. */
enum insn_exit {
	INSN_EXIT_NISV,		/* exits, syndrome not valid */
	INSN_EXIT_MMIO,		/* exits, syndrome valid */
	INSN_EXIT_NONE,		/* goes on */
};

enum insn_op {
	INSN_LOAD,
	INSN_STORE,
	INSN_STORE_EXCL,	/* store, status to rs */
	INSN_RMW,		/* old value to rt, result of alu with rs stored */
	INSN_CAS,		/* old value to rs, rt stored if it matched */
	INSN_ZVA,		/* DC ZVA */
	INSN_TAG_LOAD,		/* LDG: bits 59:56 of rt are the tag, which is 0 */
	INSN_TAG_STORE,		/* writes tags only */
	INSN_PREFETCH,
	INSN_CACHE,		/* cache maintenance by address: no access */
	INSN_MEMSET,		/* MOPS: x2 bytes of x3 */
	INSN_MEMCPY,		/* MOPS: x3 bytes to x2 */
};

/* Operation of an INSN_RMW. */
enum insn_alu {
	INSN_ALU_SWP,
	INSN_ALU_ADD,
	INSN_ALU_CLR,
	INSN_ALU_EOR,
	INSN_ALU_SET,
	INSN_ALU_SMAX,
	INSN_ALU_SMIN,
	INSN_ALU_UMAX,
	INSN_ALU_UMIN,
};

/* Registers an instruction loads to or stores from. */
enum insn_bank {
	INSN_BANK_X,		/* X and W: 31 is the zero register */
	INSN_BANK_V,
	INSN_BANK_Z,
	INSN_BANK_P,
};

/* What the CPU, and the guest's view of it, must have. */
enum insn_feature {
	INSN_FEAT_NONE,
	INSN_FEAT_LSE,
	INSN_FEAT_LRCPC,
	INSN_FEAT_LRCPC2,
	INSN_FEAT_SVE,
	INSN_FEAT_MTE,
	INSN_FEAT_MOPS,
	INSN_FEAT_LS64,
	NR_INSN_FEATURES,
};

/* Element sizes and counts that depend on the vector length. */
#define INSN_VL			0xffff
#define INSN_PL			0xfffe
#define INSN_FILL		0	/* as many elements as fit a vector */

#define INSN_SEXT32		BIT(0)	/* sign-extended to a W register */
#define INSN_SEXT64		BIT(1)	/* sign-extended to an X register */
#define INSN_MERGE		BIT(2)	/* rest of the register is kept */
#define INSN_REPLICATE		BIT(3)	/* element repeated over 16 bytes */
#define INSN_LITERAL		BIT(4)	/* address is that of insn_literal */
#define INSN_MATCH		BIT(5)	/* memory holds what CAS compares to */
#define INSN_WNR_ANY		BIT(6)	/* reads and writes: either may fault */
#define INSN_NO_NATIVE		BIT(7)	/* can't run on normal memory */

/**
 * struct insn_code - where an instruction is in the guest
 * @entry: where the guest is to start; @insn unless something must go before it
 * @insn: the instruction; past it the guest goes on to insn_leave
 */
struct insn_code {
	const char *entry;
	const char *insn;
};

/**
 * struct insn_class - one instruction and what it is to do
 * @name: unique, with underscores
 * @code: where it is
 * @feature: what it needs
 * @exit: what it does without memory
 * @op: what it does
 * @alu: which operation, for INSN_RMW
 * @bank: registers of @rt
 * @rt: first of the registers transferred
 * @nr_regs: how many, consecutive
 * @esize: bytes per element
 * @nr_elems: elements per register; those of several registers are interleaved
 * @lane: first element of the register that is transferred
 * @rs: status or second operand, a general register
 * @pg: predicate register whose bits say which elements take part; 0 for all
 * @flags: INSN_* above
 * @pre: whether X1 is written back before the access
 * @offset: address of the access, from X1
 * @fault_offset: first byte that faults, from the address of the access
 * @writeback: what the instruction adds to X1
 */
struct insn_class {
	const char *name;
	const struct insn_code *code;
	enum insn_feature feature;
	enum insn_exit exit;
	enum insn_op op;
	enum insn_alu alu;
	enum insn_bank bank;
	u8 rt;
	u8 nr_regs;
	u16 esize;
	u8 nr_elems;
	u8 lane;
	u8 rs;
	u8 pg;
	u16 flags;
	bool pre;
	s16 offset;
	s16 fault_offset;
	s16 writeback;
};

extern const struct insn_class insn_classes[];
extern const size_t nr_insn_classes;

/* One page, in reach of the literal loads, of which only the address counts. */
extern char insn_literal[];

const struct insn_class *insn_class_find(const char *name);
void insn_case_name(const char *name, char *buf, size_t size);
bool insn_is_write(const struct insn_class *class);
bool insn_is_rmw(const struct insn_class *class);

#endif /* SELFTEST_KVM_INSN_CLASSES_H */
