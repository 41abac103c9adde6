/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A32 and T32 instructions that come without a valid syndrome.
 */
#ifndef SELFTEST_KVM_AARCH32_INSNS_H
#define SELFTEST_KVM_AARCH32_INSNS_H

#include "kvm_util.h"

/**
 * struct aarch32_insn - one instruction and what it is to do
 * @name: for the case
 * @text: for the reader
 * @code: its halfwords; A32 is stored as one word, low halfword first
 * @size: 2 or 4 bytes
 * @thumb: T32, not A32
 * @store: direction
 * @exclusive: does not work on every kind of memory
 * @regs: general registers transferred, lowest first from the lowest address
 * @doubles: how many of D0, D1 are transferred instead
 * @base: register with the address
 * @pre: whether the base is written back before the access
 * @offset: lowest byte accessed, from the base
 * @writeback: what is added to the base
 */
struct aarch32_insn {
	const char *name;
	const char *text;
	u16 code[2];
	u8 size;
	bool thumb;
	bool store;
	bool exclusive;
	u16 regs;
	u8 doubles;
	u8 base;
	bool pre;
	s8 offset;
	s8 writeback;
};

extern const struct aarch32_insn aarch32_insns[];
extern const size_t nr_aarch32_insns;

#endif /* SELFTEST_KVM_AARCH32_INSNS_H */
