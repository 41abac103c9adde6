/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an abort_guest executes on a 32-bit host: vectors, and one instruction
 * at a time.
 */
	.text
	.arm
	.balign	0x20

/*
 * A vector that was skipped shows as the next one, or not at all; what counts
 * is the first instruction that there is room for.
 */
	.global	abort_guest_text
abort_guest_text:
	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7
	b	vector_\n
	.endr

	.irp	n, 0, 1, 2, 3, 4, 5, 6, 7
vector_\n:
	add	r10, r10, #1
	mov	r8, #(4 * \n)
	b	report
	.endr

/*
 * A vector reports by a store that always exits. When userspace lets it go on,
 * a pending SError is let in before the guest returns.
 */
report:
	mrc	p15, 0, r4, c5, c0, 0	@ DFSR
	mrc	p15, 0, r5, c6, c0, 0	@ DFAR
	mov	r6, lr
	mrs	r7, spsr
	.global	abort_guest_report_store
abort_guest_report_store:
	str	r8, [r12]
	cpsie	a
	isb
	cpsid	a
	subs	pc, lr, #8

	.macro	guest_insn name, insn:vararg
	.global	abort_guest_\name
abort_guest_\name:
	\insn
1:	str	r10, [r11]
	b	1b
	.endm

	/* By the names that instructions of A64 like them have */
	guest_insn ldr_x,	ldr	r1, [r0]
	guest_insn ldr_w,	ldr	r1, [r0]
	guest_insn ldrb,	ldrb	r1, [r0]
	guest_insn ldrsb,	ldrsb	r1, [r0]
	guest_insn ldrsh_w,	ldrsh	r1, [r0]
	guest_insn str_x,	str	r1, [r0]
	guest_insn strb,	strb	r1, [r0]
	guest_insn ldr_post,	ldr	r1, [r0], #4
	guest_insn str_post,	str	r1, [r0], #4
	guest_insn ldp,		ldm	r0, {r1, r2}
	guest_insn stp,		stm	r0, {r1, r2}

	.global	abort_guest_count
abort_guest_count:
	add	r3, r3, #1
	add	r3, r3, #1
	add	r3, r3, #1
	guest_insn count_last,	add	r3, r3, #1

	.global	abort_guest_text_end
abort_guest_text_end:

	.section .note.GNU-stack, "", %progbits
