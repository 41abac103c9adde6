/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Userspace completing an instruction that it got a NISV exit for.
 */
#ifndef SELFTEST_KVM_INSN_EMULATE_H
#define SELFTEST_KVM_INSN_EMULATE_H

#include "insn_classes.h"

/**
 * struct insn_machine - what a VMM knows when the exit arrives
 * @vcpu: the vCPU, PC on the instruction
 * @sve: whether it has SVE: V registers are then parts of Z registers
 * @vl: bytes of its vectors
 * @zva: bytes that DC ZVA zeroes
 */
struct insn_machine {
	struct kvm_vcpu *vcpu;
	bool sve;
	unsigned int vl;
	unsigned int zva;
};

size_t insn_size(const struct insn_machine *machine,
		 const struct insn_class *class);
void insn_emulate(const struct insn_machine *machine,
		  const struct insn_class *class, u8 *mem);

#endif /* SELFTEST_KVM_INSN_EMULATE_H */
