/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guests of one instruction: no stack, no table, position-independent.
 */
#include "mmio_stubs.h"

	.macro	stub name, insn:vararg
	.balign	16
	.globl	mmio_\name
mmio_\name:
	\insn
	str	xzr, [x3]
	b	.
	.endm

	.text
	stub	ldrb,		ldrb	w2, [x1]
	stub	ldrh,		ldrh	w2, [x1]
	stub	ldr_w,		ldr	w2, [x1]
	stub	ldr_x,		ldr	x2, [x1]
	stub	ldrsb_w,	ldrsb	w2, [x1]
	stub	ldrsb_x,	ldrsb	x2, [x1]
	stub	ldrsh_w,	ldrsh	w2, [x1]
	stub	ldrsh_x,	ldrsh	x2, [x1]
	stub	ldrsw,		ldrsw	x2, [x1]

	stub	ldur,		ldur	x2, [x1, #MMIO_STUB_OFFSET]
	stub	ldr_offset,	ldr	x2, [x1, x4]
	stub	ldar,		ldar	w2, [x1]
	stub	ldr_xzr,	ldr	xzr, [x1]

	stub	strb,		strb	w2, [x1]
	stub	strh,		strh	w2, [x1]
	stub	str_w,		str	w2, [x1]
	stub	str_x,		str	x2, [x1]
	stub	stur,		stur	x2, [x1, #MMIO_STUB_OFFSET]
	stub	str_offset,	str	x2, [x1, x4]
	stub	stlr,		stlr	w2, [x1]
	stub	str_xzr,	str	xzr, [x1]

	stub	read_mmfr0,	mrs	x2, id_aa64mmfr0_el1

	.section .note.GNU-stack, "", %progbits
