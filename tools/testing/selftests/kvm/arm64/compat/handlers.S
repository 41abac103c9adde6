/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The guest's exception vectors. All sixteen build a struct ex_regs on the
 * stack of EL1 and call route_exception(regs, vector).
 */

	/* struct ex_regs: x0 to x30, sp, pc, pstate */
	.set	EX_SP, 31 * 8
	.set	EX_PC, 32 * 8
	.set	EX_PSTATE, 33 * 8
	.set	EX_SIZE, 34 * 8

	.text

	.macro	vector num
	.balign	0x80
	sub	sp, sp, #EX_SIZE
	stp	x0, x1, [sp]
	mov	x1, #\num
	b	take_exception
	.endm

	.balign	0x800
	.globl	vectors
	.type	vectors, %function
vectors:
	.set	num, 0
	.rept	16
	vector	num
	.set	num, num + 1
	.endr
	.size	vectors, . - vectors

	.type	take_exception, %function
take_exception:
	stp	x2, x3, [sp, #16 * 1]
	stp	x4, x5, [sp, #16 * 2]
	stp	x6, x7, [sp, #16 * 3]
	stp	x8, x9, [sp, #16 * 4]
	stp	x10, x11, [sp, #16 * 5]
	stp	x12, x13, [sp, #16 * 6]
	stp	x14, x15, [sp, #16 * 7]
	stp	x16, x17, [sp, #16 * 8]
	stp	x18, x19, [sp, #16 * 9]
	stp	x20, x21, [sp, #16 * 10]
	stp	x22, x23, [sp, #16 * 11]
	stp	x24, x25, [sp, #16 * 12]
	stp	x26, x27, [sp, #16 * 13]
	stp	x28, x29, [sp, #16 * 14]
	str	x30, [sp, #16 * 15]

	/* SP as it was, for handlers to see; it is not restored from here */
	add	x2, sp, #EX_SIZE
	mrs	x3, elr_el1
	mrs	x4, spsr_el1
	str	x2, [sp, #EX_SP]
	stp	x3, x4, [sp, #EX_PC]

	mov	x0, sp
	bl	route_exception

	ldp	x3, x4, [sp, #EX_PC]
	msr	elr_el1, x3
	msr	spsr_el1, x4

	ldr	x30, [sp, #16 * 15]
	ldp	x28, x29, [sp, #16 * 14]
	ldp	x26, x27, [sp, #16 * 13]
	ldp	x24, x25, [sp, #16 * 12]
	ldp	x22, x23, [sp, #16 * 11]
	ldp	x20, x21, [sp, #16 * 10]
	ldp	x18, x19, [sp, #16 * 9]
	ldp	x16, x17, [sp, #16 * 8]
	ldp	x14, x15, [sp, #16 * 7]
	ldp	x12, x13, [sp, #16 * 6]
	ldp	x10, x11, [sp, #16 * 5]
	ldp	x8, x9, [sp, #16 * 4]
	ldp	x6, x7, [sp, #16 * 3]
	ldp	x4, x5, [sp, #16 * 2]
	ldp	x2, x3, [sp, #16 * 1]
	ldp	x0, x1, [sp]
	add	sp, sp, #EX_SIZE
	eret
	.size	take_exception, . - take_exception

	.section .note.GNU-stack, "", %progbits
