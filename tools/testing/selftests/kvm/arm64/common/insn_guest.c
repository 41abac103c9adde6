// SPDX-License-Identifier: GPL-2.0
/*
 * Guest side of a single instruction: registers in, instruction, registers out.
 *
 * Runs at EL1 or EL0 with SP on a struct insn_context. Everything but SP and
 * X30 is the instruction's.
 */
#include <linux/stringify.h>

#include "insn_guest.h"

#define CTX_NZCV	248
#define CTX_V		256
#define CTX_SVE		768

kvm_static_assert(offsetof(struct insn_context, nzcv) == CTX_NZCV);
kvm_static_assert(offsetof(struct insn_context, v) == CTX_V);
kvm_static_assert(offsetof(struct insn_context, sve) == CTX_SVE);

/* Numbers of registers; assemble @_insn for each of them as \n. */
#define N_0_15	"0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15"
#define N_0_29	N_0_15 ", 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29"
#define N_0_31	N_0_29 ", 30, 31"

#define FOR(_numbers, _insn)						\
	"	.irp	n, " _numbers "\n"				\
	"	" _insn "\n"						\
	"	.endr\n"

#define AT(base, size)		"#(" __stringify(base) " + " size " * \\n)"

#define REPORT(what)							\
	"	str	xzr, [x30, #" __stringify(what) "]\n"

asm("	.pushsection .text, \"ax\"\n"
"	.arch	armv8.2-a+sve\n"
"	.global	insn_load, insn_load_sve, insn_leave, insn_dump, insn_dump_sve\n"

"insn_load:\n"
	FOR(N_0_31, "ldr	q\\n, [sp, " AT(CTX_V, "16") "]")
"insn_load_general:\n"
"	ldr	x0, [sp, #" __stringify(CTX_NZCV) "]\n"
"	msr	nzcv, x0\n"
	FOR(N_0_29, "ldr	x\\n, [sp, " AT(0, "8") "]")
"	ldr	x30, [sp, #(30 * 8)]\n"
	REPORT(INSN_REPORT_READY)
"	b	.\n"

"insn_load_sve:\n"
"	add	x0, sp, #" __stringify(CTX_SVE) "\n"
	FOR(N_0_31, "ldr	z\\n, [x0, #\\n, mul vl]")
"	addvl	x0, x0, #31\n"
"	addvl	x0, x0, #1\n"
"	ldr	p0, [x0, #16, mul vl]\n"
"	wrffr	p0.b\n"
	FOR(N_0_15, "ldr	p\\n, [x0, #\\n, mul vl]")
"	b	insn_load_general\n"

"insn_leave:\n"
	REPORT(INSN_REPORT_LEFT)
"	b	.\n"

"insn_dump:\n"
	FOR(N_0_29, "str	x\\n, [sp, " AT(0, "8") "]")
	FOR(N_0_31, "str	q\\n, [sp, " AT(CTX_V, "16") "]")
"insn_dump_flags:\n"
"	mrs	x0, nzcv\n"
"	str	x0, [sp, #" __stringify(CTX_NZCV) "]\n"
	REPORT(INSN_REPORT_DONE)
"	b	.\n"

"insn_dump_sve:\n"
	FOR(N_0_29, "str	x\\n, [sp, " AT(0, "8") "]")
"	add	x0, sp, #" __stringify(CTX_SVE) "\n"
	FOR(N_0_31, "str	z\\n, [x0, #\\n, mul vl]")
"	addvl	x0, x0, #31\n"
"	addvl	x0, x0, #1\n"
	FOR(N_0_15, "str	p\\n, [x0, #\\n, mul vl]")
"	rdffr	p0.b\n"
"	str	p0, [x0, #16, mul vl]\n"
"	b	insn_dump_flags\n"

"	.popsection\n");
