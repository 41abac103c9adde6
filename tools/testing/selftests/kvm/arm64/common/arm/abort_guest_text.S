/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an abort_guest executes on a 32-bit host: vectors, and one instruction
 * at a time.
 */
	.text
	.arm
	.balign	0x20

/*
 * Each vector ends up in the same place, where the first instruction counts, so
 * that one that was skipped or executed twice shows.
 */
	.global	abort_guest_text
abort_guest_text:
	.rept	8
	b	report
	.endr

report:
	add	r10, r10, #1
	.global	abort_guest_report_store
abort_guest_report_store:
	str	r10, [r12]
	b	abort_guest_report_store

	.macro	guest_insn name, insn:vararg
	.global	abort_guest_\name
abort_guest_\name:
	\insn
1:	str	r10, [r11]
	b	1b
	.endm

	guest_insn ldr_x,	ldr	r1, [r0]
	guest_insn str_x,	str	r1, [r0]
	guest_insn ldr_post,	ldr	r1, [r0], #4
	guest_insn str_post,	str	r1, [r0], #4

	.section .note.GNU-stack, "", %progbits
