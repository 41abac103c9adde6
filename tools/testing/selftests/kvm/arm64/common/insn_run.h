/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A VM that exists to execute one instruction of the table.
 */
#ifndef SELFTEST_KVM_INSN_RUN_H
#define SELFTEST_KVM_INSN_RUN_H

#include "insn_classes.h"
#include "insn_emulate.h"
#include "insn_guest.h"
#include "nisv.h"

/*
 * Where X1 points at first: away from either end of its page, and aligned for
 * the largest DC ZVA.
 */
#define INSN_ACCESS_OFFSET	0x800
#define INSN_ACCESS_GVA		(NISV_MMIO_GVA + INSN_ACCESS_OFFSET)
#define INSN_ACCESS_GPA		(NISV_MMIO_GPA + INSN_ACCESS_OFFSET)

/* Bytes that MOPS instructions set or copy. */
#define INSN_MOPS_SIZE		64

/**
 * struct insn_run - a VM with one vCPU, and what it is to execute
 * @class: the instruction
 * @el: exception level, 0 or 1
 * @vm: the VM; one page at NISV_MMIO_GVA is mapped and not in a memslot
 * @machine: the vCPU
 * @context: guest address of its registers, a struct insn_context
 */
struct insn_run {
	const struct insn_class *class;
	unsigned int el;
	struct kvm_vm *vm;
	struct insn_machine machine;
	gva_t context;
};

void insn_run_create(struct insn_run *run, const struct insn_class *class,
		     unsigned int el);
void insn_run_destroy(struct insn_run *run);

struct insn_context *insn_run_context(struct insn_run *run);
void insn_run_fill_context(struct insn_run *run);

void insn_run_to_entry(struct insn_run *run);
void insn_run_expect_left(struct insn_run *run);
void insn_run_assert_left(struct insn_run *run);
void insn_run_to_done(struct insn_run *run);

int insn_x1_offset(const struct insn_class *class);
unsigned int insn_access_offset(const struct insn_class *class);

#endif /* SELFTEST_KVM_INSN_RUN_H */
