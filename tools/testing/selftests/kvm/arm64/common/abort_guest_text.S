/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an abort_guest executes: vectors, and one instruction at a time.
 *
 * Everything between abort_guest_text and its end is executable at EL0, too.
 */
	.text
	.balign	0x800

/*
 * The first instruction of each vector counts, so that one that was skipped
 * or executed twice shows.
 */
	.global	abort_guest_text
abort_guest_text:
	.set	offset, 0
	.rept	16
	.balign	0x80
	add	x19, x19, #1
	mov	x20, #offset
	b	report
	.set	offset, offset + 0x80
	.endr

/*
 * A vector reports by a store that always exits. When userspace lets it go on,
 * a pending SError is let in before the guest returns to ELR_EL1.
 */
	.balign	0x80
report:
	mrs	x21, esr_el1
	mrs	x22, far_el1
	mrs	x23, elr_el1
	mrs	x24, spsr_el1
	.global	abort_guest_report_store
abort_guest_report_store:
	str	x20, [x28]
	msr	daifclr, #4
	isb
	msr	daifset, #4
	eret

	.macro	guest_insn name, insn:vararg
	.global	abort_guest_\name
abort_guest_\name:
	\insn
1:	str	xzr, [x27]
	b	1b
	.endm

	guest_insn ldr_x,	ldr	x1, [x0]
	guest_insn ldr_w,	ldr	w1, [x0]
	guest_insn ldrb,	ldrb	w1, [x0]
	guest_insn ldrsb,	ldrsb	x1, [x0]
	guest_insn ldrsh_w,	ldrsh	w1, [x0]
	guest_insn str_x,	str	x1, [x0]
	guest_insn strb,	strb	w1, [x0]
	guest_insn ldr_post,	ldr	x1, [x0], #8
	guest_insn str_post,	str	x1, [x0], #8
	guest_insn ldp,		ldp	x1, x2, [x0]
	guest_insn stp,		stp	x1, x2, [x0]
	guest_insn hvc,		hvc	#0
	/* In ESR_EL2 the number has the bits that are WnR and CM of a data abort */
	guest_insn brk,		brk	#0x140

	.global	abort_guest_count
abort_guest_count:
	add	x3, x3, #1
	add	x3, x3, #1
	add	x3, x3, #1
	guest_insn count_last,	add	x3, x3, #1

	.global	abort_guest_text_end
abort_guest_text_end:

	.section .note.GNU-stack, "", %progbits
