/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The table of instruction classes: name, instruction, what it does. Included
 * more than once, with INSN() defined as needed.
 *
 * X1 is the base, data registers start at 2, W8 is the status of a store
 * exclusive, X9 holds zero, P0 is all true, P1 of doublewords lacks the first.
 *
 *	INSN(name, instructions before it, instruction, fields...)
 */

#define ELEMS(_bank, _rt, _nr, _esize, _elems)				\
	.bank = INSN_BANK_##_bank, .rt = _rt, .nr_regs = _nr,		\
	.esize = _esize, .nr_elems = _elems
#define DATA(...)	ELEMS(__VA_ARGS__, 1)
#define LD(...)		.op = INSN_LOAD, DATA(__VA_ARGS__)
#define ST(...)		.op = INSN_STORE, DATA(__VA_ARGS__)
#define LDN(...)	.op = INSN_LOAD, ELEMS(__VA_ARGS__)
#define STN(...)	.op = INSN_STORE, ELEMS(__VA_ARGS__)
#define SEXT(_bits)	.flags = INSN_SEXT##_bits
#define MMIO		.exit = INSN_EXIT_MMIO
#define FEAT(_feat)	.feature = INSN_FEAT_##_feat

#define INSN_PRE(_name, _text, _delta, ...)				\
	INSN(_name##_pre, "", _text ", [x1, #" #_delta "]!",		\
	     .pre = true, .writeback = _delta, __VA_ARGS__)
#define INSN_POST(_name, _text, _delta, ...)				\
	INSN(_name##_post, "", _text ", [x1], #" #_delta,		\
	     .writeback = _delta, __VA_ARGS__)
#define INSN_OFFSET(_name, _text, _delta, ...)				\
	INSN(_name, "", _text ", [x1, #" #_delta "]",			\
	     .offset = _delta, __VA_ARGS__)
#define INSN_BASE(_name, _text, ...)					\
	INSN(_name, "", _text ", [x1]", __VA_ARGS__)
#define INSN_PLAIN(_name, _text, ...)					\
	INSN(_name, "", _text, __VA_ARGS__)

/* Neither writeback nor more than one register: what a syndrome describes. */
INSN_OFFSET(ldrb, "ldrb w2", 1, LD(X, 2, 1, 1), MMIO)
INSN_OFFSET(ldr_w, "ldr w2", 4, LD(X, 2, 1, 4), MMIO)
INSN_OFFSET(ldr_x, "ldr x2", 8, LD(X, 2, 1, 8), MMIO)
INSN_OFFSET(strh, "strh w2", 2, ST(X, 2, 1, 2), MMIO)
INSN_OFFSET(str_x, "str x2", 8, ST(X, 2, 1, 8), MMIO)

/* Writeback, each size. */
INSN_PRE(ldrb, "ldrb w2", 1, LD(X, 2, 1, 1))
INSN_POST(ldrb, "ldrb w2", 1, LD(X, 2, 1, 1))
INSN_PRE(ldrh, "ldrh w2", 2, LD(X, 2, 1, 2))
INSN_POST(ldrh, "ldrh w2", 2, LD(X, 2, 1, 2))
INSN_PRE(ldr_w, "ldr w2", 4, LD(X, 2, 1, 4))
INSN_POST(ldr_w, "ldr w2", 4, LD(X, 2, 1, 4))
INSN_PRE(ldr_x, "ldr x2", -8, LD(X, 2, 1, 8))
INSN_POST(ldr_x, "ldr x2", -8, LD(X, 2, 1, 8))
INSN_PRE(ldrsb_w, "ldrsb w2", 1, LD(X, 2, 1, 1), SEXT(32))
INSN_POST(ldrsb_w, "ldrsb w2", 1, LD(X, 2, 1, 1), SEXT(32))
INSN_PRE(ldrsb_x, "ldrsb x2", -1, LD(X, 2, 1, 1), SEXT(64))
INSN_POST(ldrsb_x, "ldrsb x2", -1, LD(X, 2, 1, 1), SEXT(64))
INSN_PRE(ldrsh_w, "ldrsh w2", 2, LD(X, 2, 1, 2), SEXT(32))
INSN_POST(ldrsh_w, "ldrsh w2", 2, LD(X, 2, 1, 2), SEXT(32))
INSN_PRE(ldrsh_x, "ldrsh x2", -2, LD(X, 2, 1, 2), SEXT(64))
INSN_POST(ldrsh_x, "ldrsh x2", -2, LD(X, 2, 1, 2), SEXT(64))
INSN_PRE(ldrsw, "ldrsw x2", 4, LD(X, 2, 1, 4), SEXT(64))
INSN_POST(ldrsw, "ldrsw x2", 4, LD(X, 2, 1, 4), SEXT(64))
INSN_PRE(ldr_xzr, "ldr xzr", 8, LD(X, 31, 1, 8))
INSN_POST(ldr_xzr, "ldr xzr", 8, LD(X, 31, 1, 8))
INSN_PRE(strb, "strb w2", 1, ST(X, 2, 1, 1))
INSN_POST(strb, "strb w2", 1, ST(X, 2, 1, 1))
INSN_PRE(strh, "strh w2", 2, ST(X, 2, 1, 2))
INSN_POST(strh, "strh w2", 2, ST(X, 2, 1, 2))
INSN_PRE(str_w, "str w2", 4, ST(X, 2, 1, 4))
INSN_POST(str_w, "str w2", 4, ST(X, 2, 1, 4))
INSN_PRE(str_x, "str x2", -8, ST(X, 2, 1, 8))
INSN_POST(str_x, "str x2", -8, ST(X, 2, 1, 8))
INSN_PRE(str_xzr, "str xzr", 8, ST(X, 31, 1, 8))
INSN_POST(str_xzr, "str xzr", 8, ST(X, 31, 1, 8))

/* Pairs. */
INSN_OFFSET(ldp_w, "ldp w2, w3", 8, LD(X, 2, 2, 4))
INSN_PRE(ldp_w, "ldp w2, w3", 8, LD(X, 2, 2, 4))
INSN_POST(ldp_w, "ldp w2, w3", 8, LD(X, 2, 2, 4))
INSN_OFFSET(ldp_x, "ldp x2, x3", -16, LD(X, 2, 2, 8))
INSN_PRE(ldp_x, "ldp x2, x3", -16, LD(X, 2, 2, 8))
INSN_POST(ldp_x, "ldp x2, x3", -16, LD(X, 2, 2, 8))
INSN_OFFSET(ldpsw, "ldpsw x2, x3", 8, LD(X, 2, 2, 4), SEXT(64))
INSN_PRE(ldpsw, "ldpsw x2, x3", 8, LD(X, 2, 2, 4), SEXT(64))
INSN_POST(ldpsw, "ldpsw x2, x3", 8, LD(X, 2, 2, 4), SEXT(64))
INSN_OFFSET(ldnp_w, "ldnp w2, w3", 8, LD(X, 2, 2, 4))
INSN_OFFSET(ldnp_x, "ldnp x2, x3", 16, LD(X, 2, 2, 8))
INSN_OFFSET(stp_w, "stp w2, w3", 8, ST(X, 2, 2, 4))
INSN_PRE(stp_w, "stp w2, w3", 8, ST(X, 2, 2, 4))
INSN_POST(stp_w, "stp w2, w3", 8, ST(X, 2, 2, 4))
INSN_OFFSET(stp_x, "stp x2, x3", -16, ST(X, 2, 2, 8))
INSN_PRE(stp_x, "stp x2, x3", -16, ST(X, 2, 2, 8))
INSN_POST(stp_x, "stp x2, x3", -16, ST(X, 2, 2, 8))
INSN_OFFSET(stnp_w, "stnp w2, w3", 8, ST(X, 2, 2, 4))
INSN_OFFSET(stnp_x, "stnp x2, x3", 16, ST(X, 2, 2, 8))

/* Load exclusive. */
INSN_BASE(ldxrb, "ldxrb w2", LD(X, 2, 1, 1))
INSN_BASE(ldxrh, "ldxrh w2", LD(X, 2, 1, 2))
INSN_BASE(ldxr_w, "ldxr w2", LD(X, 2, 1, 4))
INSN_BASE(ldxr_x, "ldxr x2", LD(X, 2, 1, 8))
INSN_BASE(ldxp_w, "ldxp w2, w3", LD(X, 2, 2, 4))
INSN_BASE(ldxp_x, "ldxp x2, x3", LD(X, 2, 2, 8))
INSN_BASE(ldaxrb, "ldaxrb w2", LD(X, 2, 1, 1))
INSN_BASE(ldaxrh, "ldaxrh w2", LD(X, 2, 1, 2))
INSN_BASE(ldaxr_w, "ldaxr w2", LD(X, 2, 1, 4))
INSN_BASE(ldaxr_x, "ldaxr x2", LD(X, 2, 1, 8))
INSN_BASE(ldaxp_w, "ldaxp w2, w3", LD(X, 2, 2, 4))
INSN_BASE(ldaxp_x, "ldaxp x2, x3", LD(X, 2, 2, 8))

/*
 * Store exclusive. Without a reservation it may fail without touching memory,
 * so the address can be read (it is in a read-only memslot) and is, first.
 */
#define INSN_STX(_name, _prime, _text, _nr, _esize)			\
	INSN(_name, _prime ", [x1]\n", _text ", [x1]",			\
	     DATA(X, 2, _nr, _esize), .op = INSN_STORE_EXCL, .rs = 8)

INSN_STX(stxrb, "ldxrb wzr", "stxrb w8, w2", 1, 1)
INSN_STX(stxrh, "ldxrh wzr", "stxrh w8, w2", 1, 2)
INSN_STX(stxr_w, "ldxr wzr", "stxr w8, w2", 1, 4)
INSN_STX(stxr_x, "ldxr xzr", "stxr w8, x2", 1, 8)
INSN_STX(stxp_w, "ldxp wzr, w9", "stxp w8, w2, w3", 2, 4)
INSN_STX(stxp_x, "ldxp xzr, x9", "stxp w8, x2, x3", 2, 8)
INSN_STX(stlxrb, "ldaxrb wzr", "stlxrb w8, w2", 1, 1)
INSN_STX(stlxrh, "ldaxrh wzr", "stlxrh w8, w2", 1, 2)
INSN_STX(stlxr_w, "ldaxr wzr", "stlxr w8, w2", 1, 4)
INSN_STX(stlxr_x, "ldaxr xzr", "stlxr w8, x2", 1, 8)
INSN_STX(stlxp_w, "ldaxp wzr, w9", "stlxp w8, w2, w3", 2, 4)
INSN_STX(stlxp_x, "ldaxp xzr, x9", "stlxp w8, x2, x3", 2, 8)

/* Acquire and release: a single register without writeback has a syndrome. */
INSN_BASE(ldarb, "ldarb w2", LD(X, 2, 1, 1), MMIO)
INSN_BASE(ldarh, "ldarh w2", LD(X, 2, 1, 2), MMIO)
INSN_BASE(ldar_w, "ldar w2", LD(X, 2, 1, 4), MMIO)
INSN_BASE(ldar_x, "ldar x2", LD(X, 2, 1, 8), MMIO)
INSN_BASE(stlrb, "stlrb w2", ST(X, 2, 1, 1), MMIO)
INSN_BASE(stlrh, "stlrh w2", ST(X, 2, 1, 2), MMIO)
INSN_BASE(stlr_w, "stlr w2", ST(X, 2, 1, 4), MMIO)
INSN_BASE(stlr_x, "stlr x2", ST(X, 2, 1, 8), MMIO)
INSN_BASE(ldaprb, "ldaprb w2", LD(X, 2, 1, 1), MMIO, FEAT(LRCPC))
INSN_BASE(ldaprh, "ldaprh w2", LD(X, 2, 1, 2), MMIO, FEAT(LRCPC))
INSN_BASE(ldapr_w, "ldapr w2", LD(X, 2, 1, 4), MMIO, FEAT(LRCPC))
INSN_BASE(ldapr_x, "ldapr x2", LD(X, 2, 1, 8), MMIO, FEAT(LRCPC))
INSN_OFFSET(ldapurb, "ldapurb w2", 1, LD(X, 2, 1, 1), MMIO, FEAT(LRCPC2))
INSN_OFFSET(ldapurh, "ldapurh w2", 2, LD(X, 2, 1, 2), MMIO, FEAT(LRCPC2))
INSN_OFFSET(ldapur_w, "ldapur w2", 4, LD(X, 2, 1, 4), MMIO, FEAT(LRCPC2))
INSN_OFFSET(ldapur_x, "ldapur x2", 8, LD(X, 2, 1, 8), MMIO, FEAT(LRCPC2))
INSN_OFFSET(stlurb, "stlurb w2", 1, ST(X, 2, 1, 1), MMIO, FEAT(LRCPC2))
INSN_OFFSET(stlurh, "stlurh w2", 2, ST(X, 2, 1, 2), MMIO, FEAT(LRCPC2))
INSN_OFFSET(stlur_w, "stlur w2", 4, ST(X, 2, 1, 4), MMIO, FEAT(LRCPC2))
INSN_OFFSET(stlur_x, "stlur x2", 8, ST(X, 2, 1, 8), MMIO, FEAT(LRCPC2))

/* Unprivileged: as their privileged forms. */
INSN_OFFSET(ldtrb, "ldtrb w2", 1, LD(X, 2, 1, 1), MMIO)
INSN_OFFSET(ldtrh, "ldtrh w2", 2, LD(X, 2, 1, 2), MMIO)
INSN_OFFSET(ldtr_w, "ldtr w2", 4, LD(X, 2, 1, 4), MMIO)
INSN_OFFSET(ldtr_x, "ldtr x2", 8, LD(X, 2, 1, 8), MMIO)
INSN_OFFSET(sttrb, "sttrb w2", 1, ST(X, 2, 1, 1), MMIO)
INSN_OFFSET(sttrh, "sttrh w2", 2, ST(X, 2, 1, 2), MMIO)
INSN_OFFSET(sttr_w, "sttr w2", 4, ST(X, 2, 1, 4), MMIO)
INSN_OFFSET(sttr_x, "sttr x2", 8, ST(X, 2, 1, 8), MMIO)

/* Literal: PC-relative. */
#define INSN_LIT(_name, _text, ...)					\
	INSN(_name##_literal, "", _text ", insn_literal", __VA_ARGS__,	\
	     .flags = INSN_LITERAL)

INSN_LIT(ldr_w, "ldr w2", LD(X, 2, 1, 4), MMIO)
INSN_LIT(ldr_x, "ldr x2", LD(X, 2, 1, 8), MMIO)
INSN_LIT(ldr_s, "ldr s2", LD(V, 2, 1, 4))
INSN_LIT(ldr_d, "ldr d2", LD(V, 2, 1, 8))
INSN_LIT(ldr_q, "ldr q2", LD(V, 2, 1, 16))

/* LSE atomics, every operation and every ordering at least once. */
#define INSN_LSE(_name, _text, _alu, _rt, _esize)			\
	INSN(_name, "", _text ", [x1]", DATA(X, _rt, 1, _esize), .rs = 2, \
	     .op = INSN_RMW, .alu = INSN_ALU_##_alu,			\
	     .flags = INSN_WNR_ANY, FEAT(LSE))

INSN_LSE(swpb, "swpb w2, w4", SWP, 4, 1)
INSN_LSE(swph, "swpalh w2, w4", SWP, 4, 2)
INSN_LSE(swp_w, "swpa w2, w4", SWP, 4, 4)
INSN_LSE(swp_x, "swpl x2, x4", SWP, 4, 8)
INSN_LSE(ldaddb, "ldaddb w2, w4", ADD, 4, 1)
INSN_LSE(ldaddh, "ldaddah w2, w4", ADD, 4, 2)
INSN_LSE(ldadd_w, "ldaddl w2, w4", ADD, 4, 4)
INSN_LSE(ldadd_x, "ldaddal x2, x4", ADD, 4, 8)
INSN_LSE(ldclr_w, "ldclr w2, w4", CLR, 4, 4)
INSN_LSE(ldclr_x, "ldclra x2, x4", CLR, 4, 8)
INSN_LSE(ldeor_w, "ldeor w2, w4", EOR, 4, 4)
INSN_LSE(ldeor_x, "ldeorl x2, x4", EOR, 4, 8)
INSN_LSE(ldset_w, "ldset w2, w4", SET, 4, 4)
INSN_LSE(ldset_x, "ldsetal x2, x4", SET, 4, 8)
INSN_LSE(ldsmax_w, "ldsmax w2, w4", SMAX, 4, 4)
INSN_LSE(ldsmax_x, "ldsmaxa x2, x4", SMAX, 4, 8)
INSN_LSE(ldsmin_w, "ldsmin w2, w4", SMIN, 4, 4)
INSN_LSE(ldsmin_x, "ldsminl x2, x4", SMIN, 4, 8)
INSN_LSE(ldumax_w, "ldumax w2, w4", UMAX, 4, 4)
INSN_LSE(ldumax_x, "ldumaxal x2, x4", UMAX, 4, 8)
INSN_LSE(ldumin_w, "ldumin w2, w4", UMIN, 4, 4)
INSN_LSE(ldumin_x, "ldumina x2, x4", UMIN, 4, 8)
INSN_LSE(stadd_x, "stadd x2", ADD, 31, 8)

#define INSN_CMPSWP(_name, _text, _nr, _esize, _flags)			\
	INSN(_name, "", _text ", [x1]", DATA(X, 4, _nr, _esize), .rs = 2, \
	     .op = INSN_CAS, .flags = INSN_WNR_ANY | (_flags), FEAT(LSE))

INSN_CMPSWP(casb, "casb w2, w4", 1, 1, INSN_MATCH)
INSN_CMPSWP(cash, "casalh w2, w4", 1, 2, INSN_MATCH)
INSN_CMPSWP(cas_w, "casa w2, w4", 1, 4, INSN_MATCH)
INSN_CMPSWP(cas_x, "casl x2, x4", 1, 8, INSN_MATCH)
INSN_CMPSWP(cas_x_differ, "cas x2, x4", 1, 8, 0)
INSN_CMPSWP(casp_w, "casp w2, w3, w4, w5", 2, 4, INSN_MATCH)
INSN_CMPSWP(casp_x, "caspal x2, x3, x4, x5", 2, 8, INSN_MATCH)
INSN_CMPSWP(casp_x_differ, "casp x2, x3, x4, x5", 2, 8, 0)

/* SIMD&FP, each width. */
INSN_OFFSET(ldr_b, "ldr b2", 1, LD(V, 2, 1, 1))
INSN_PRE(ldr_b, "ldr b2", 1, LD(V, 2, 1, 1))
INSN_POST(ldr_b, "ldr b2", 1, LD(V, 2, 1, 1))
INSN_OFFSET(ldr_h, "ldr h2", 2, LD(V, 2, 1, 2))
INSN_PRE(ldr_h, "ldr h2", 2, LD(V, 2, 1, 2))
INSN_POST(ldr_h, "ldr h2", 2, LD(V, 2, 1, 2))
INSN_OFFSET(ldr_s, "ldr s2", 4, LD(V, 2, 1, 4))
INSN_PRE(ldr_s, "ldr s2", 4, LD(V, 2, 1, 4))
INSN_POST(ldr_s, "ldr s2", 4, LD(V, 2, 1, 4))
INSN_OFFSET(ldr_d, "ldr d2", 8, LD(V, 2, 1, 8))
INSN_PRE(ldr_d, "ldr d2", 8, LD(V, 2, 1, 8))
INSN_POST(ldr_d, "ldr d2", 8, LD(V, 2, 1, 8))
INSN_OFFSET(ldr_q, "ldr q2", 16, LD(V, 2, 1, 16))
INSN_PRE(ldr_q, "ldr q2", 16, LD(V, 2, 1, 16))
INSN_POST(ldr_q, "ldr q2", 16, LD(V, 2, 1, 16))
INSN_OFFSET(ldur_q, "ldur q2", 8, LD(V, 2, 1, 16))
INSN_OFFSET(ldp_s, "ldp s2, s3", 8, LD(V, 2, 2, 4))
INSN_PRE(ldp_s, "ldp s2, s3", 8, LD(V, 2, 2, 4))
INSN_POST(ldp_s, "ldp s2, s3", 8, LD(V, 2, 2, 4))
INSN_OFFSET(ldp_d, "ldp d2, d3", -16, LD(V, 2, 2, 8))
INSN_PRE(ldp_d, "ldp d2, d3", -16, LD(V, 2, 2, 8))
INSN_POST(ldp_d, "ldp d2, d3", -16, LD(V, 2, 2, 8))
INSN_OFFSET(ldp_q, "ldp q2, q3", 32, LD(V, 2, 2, 16))
INSN_PRE(ldp_q, "ldp q2, q3", 32, LD(V, 2, 2, 16))
INSN_POST(ldp_q, "ldp q2, q3", 32, LD(V, 2, 2, 16))
INSN_OFFSET(ldnp_q, "ldnp q2, q3", 32, LD(V, 2, 2, 16))
INSN_OFFSET(str_b, "str b2", 1, ST(V, 2, 1, 1))
INSN_PRE(str_b, "str b2", 1, ST(V, 2, 1, 1))
INSN_POST(str_b, "str b2", 1, ST(V, 2, 1, 1))
INSN_OFFSET(str_h, "str h2", 2, ST(V, 2, 1, 2))
INSN_PRE(str_h, "str h2", 2, ST(V, 2, 1, 2))
INSN_POST(str_h, "str h2", 2, ST(V, 2, 1, 2))
INSN_OFFSET(str_s, "str s2", 4, ST(V, 2, 1, 4))
INSN_PRE(str_s, "str s2", 4, ST(V, 2, 1, 4))
INSN_POST(str_s, "str s2", 4, ST(V, 2, 1, 4))
INSN_OFFSET(str_d, "str d2", 8, ST(V, 2, 1, 8))
INSN_PRE(str_d, "str d2", 8, ST(V, 2, 1, 8))
INSN_POST(str_d, "str d2", 8, ST(V, 2, 1, 8))
INSN_OFFSET(str_q, "str q2", 16, ST(V, 2, 1, 16))
INSN_PRE(str_q, "str q2", 16, ST(V, 2, 1, 16))
INSN_POST(str_q, "str q2", 16, ST(V, 2, 1, 16))
INSN_OFFSET(stur_q, "stur q2", 8, ST(V, 2, 1, 16))
INSN_OFFSET(stp_s, "stp s2, s3", 8, ST(V, 2, 2, 4))
INSN_PRE(stp_s, "stp s2, s3", 8, ST(V, 2, 2, 4))
INSN_POST(stp_s, "stp s2, s3", 8, ST(V, 2, 2, 4))
INSN_OFFSET(stp_d, "stp d2, d3", -16, ST(V, 2, 2, 8))
INSN_PRE(stp_d, "stp d2, d3", -16, ST(V, 2, 2, 8))
INSN_POST(stp_d, "stp d2, d3", -16, ST(V, 2, 2, 8))
INSN_OFFSET(stp_q, "stp q2, q3", 32, ST(V, 2, 2, 16))
INSN_PRE(stp_q, "stp q2, q3", 32, ST(V, 2, 2, 16))
INSN_POST(stp_q, "stp q2, q3", 32, ST(V, 2, 2, 16))
INSN_OFFSET(stnp_q, "stnp q2, q3", 32, ST(V, 2, 2, 16))

/* Multiple structures. */
INSN_BASE(ld1_1reg, "ld1 {v2.16b}", LD(V, 2, 1, 16))
INSN_BASE(ld1_2reg, "ld1 {v2.8h-v3.8h}", LD(V, 2, 2, 16))
INSN_BASE(ld1_3reg, "ld1 {v2.8b-v4.8b}", LD(V, 2, 3, 8))
INSN_BASE(ld1_4reg, "ld1 {v2.2d-v5.2d}", LD(V, 2, 4, 16))
INSN_BASE(ld2_multi, "ld2 {v2.4s-v3.4s}", LDN(V, 2, 2, 4, 4))
INSN_BASE(ld3_multi, "ld3 {v2.8h-v4.8h}", LDN(V, 2, 3, 2, 8))
INSN_BASE(ld4_multi, "ld4 {v2.16b-v5.16b}", LDN(V, 2, 4, 1, 16))
INSN_POST(ld1_4reg, "ld1 {v2.16b-v5.16b}", 64, LD(V, 2, 4, 16))
INSN_POST(ld4_multi, "ld4 {v2.2s-v5.2s}", 32, LDN(V, 2, 4, 4, 2))
INSN_BASE(st1_1reg, "st1 {v2.16b}", ST(V, 2, 1, 16))
INSN_BASE(st1_2reg, "st1 {v2.8h-v3.8h}", ST(V, 2, 2, 16))
INSN_BASE(st1_3reg, "st1 {v2.8b-v4.8b}", ST(V, 2, 3, 8))
INSN_BASE(st1_4reg, "st1 {v2.2d-v5.2d}", ST(V, 2, 4, 16))
INSN_BASE(st2_multi, "st2 {v2.4s-v3.4s}", STN(V, 2, 2, 4, 4))
INSN_BASE(st3_multi, "st3 {v2.8h-v4.8h}", STN(V, 2, 3, 2, 8))
INSN_BASE(st4_multi, "st4 {v2.16b-v5.16b}", STN(V, 2, 4, 1, 16))
INSN_POST(st1_4reg, "st1 {v2.16b-v5.16b}", 64, ST(V, 2, 4, 16))
INSN_POST(st4_multi, "st4 {v2.2s-v5.2s}", 32, STN(V, 2, 4, 4, 2))

/* Single structure, to and from one lane. */
#define LANE(_n)	.lane = _n, .flags = INSN_MERGE

INSN_BASE(ld1_lane_b, "ld1 {v2.b}[9]", LD(V, 2, 1, 1), LANE(9))
INSN_BASE(ld1_lane_h, "ld1 {v2.h}[5]", LD(V, 2, 1, 2), LANE(5))
INSN_BASE(ld1_lane_s, "ld1 {v2.s}[3]", LD(V, 2, 1, 4), LANE(3))
INSN_BASE(ld1_lane_d, "ld1 {v2.d}[1]", LD(V, 2, 1, 8), LANE(1))
INSN_BASE(ld2_lane, "ld2 {v2.d-v3.d}[0]", LD(V, 2, 2, 8), LANE(0))
INSN_BASE(ld3_lane, "ld3 {v2.h-v4.h}[7]", LD(V, 2, 3, 2), LANE(7))
INSN_BASE(ld4_lane, "ld4 {v2.b-v5.b}[15]", LD(V, 2, 4, 1), LANE(15))
INSN_POST(ld4_lane, "ld4 {v2.s-v5.s}[2]", 16, LD(V, 2, 4, 4), LANE(2))
INSN_BASE(st1_lane_b, "st1 {v2.b}[9]", ST(V, 2, 1, 1), LANE(9))
INSN_BASE(st1_lane_h, "st1 {v2.h}[5]", ST(V, 2, 1, 2), LANE(5))
INSN_BASE(st1_lane_s, "st1 {v2.s}[3]", ST(V, 2, 1, 4), LANE(3))
INSN_BASE(st1_lane_d, "st1 {v2.d}[1]", ST(V, 2, 1, 8), LANE(1))
INSN_BASE(st2_lane, "st2 {v2.d-v3.d}[0]", ST(V, 2, 2, 8), LANE(0))
INSN_BASE(st3_lane, "st3 {v2.h-v4.h}[7]", ST(V, 2, 3, 2), LANE(7))
INSN_BASE(st4_lane, "st4 {v2.b-v5.b}[15]", ST(V, 2, 4, 1), LANE(15))
INSN_POST(st4_lane, "st4 {v2.s-v5.s}[2]", 16, ST(V, 2, 4, 4), LANE(2))

/* Load and replicate. */
#define REPL		.flags = INSN_REPLICATE

INSN_BASE(ld1r, "ld1r {v2.16b}", LD(V, 2, 1, 1), REPL)
INSN_BASE(ld2r, "ld2r {v2.8h-v3.8h}", LD(V, 2, 2, 2), REPL)
INSN_BASE(ld3r, "ld3r {v2.4s-v4.4s}", LD(V, 2, 3, 4), REPL)
INSN_BASE(ld4r, "ld4r {v2.2d-v5.2d}", LD(V, 2, 4, 8), REPL)
INSN_POST(ld4r, "ld4r {v2.2d-v5.2d}", 32, LD(V, 2, 4, 8), REPL)

/* SVE contiguous, structures, whole registers. */
#define LDZ(...)	.op = INSN_LOAD, ELEMS(Z, __VA_ARGS__, INSN_FILL), FEAT(SVE)
#define STZ(...)	.op = INSN_STORE, ELEMS(Z, __VA_ARGS__, INSN_FILL), FEAT(SVE)

INSN_BASE(sve_ld1b, "ld1b {z2.b}, p0/z", LDZ(2, 1, 1))
INSN_BASE(sve_ld1h, "ld1h {z2.h}, p0/z", LDZ(2, 1, 2))
INSN_BASE(sve_ld1w, "ld1w {z2.s}, p0/z", LDZ(2, 1, 4))
INSN_BASE(sve_ld1d, "ld1d {z2.d}, p0/z", LDZ(2, 1, 8))
INSN_BASE(sve_ld1d_pred, "ld1d {z2.d}, p1/z", LDZ(2, 1, 8), .pg = 1,
	  .fault_offset = 8)
INSN_BASE(sve_ld2b, "ld2b {z2.b-z3.b}, p0/z", LDZ(2, 2, 1))
INSN_BASE(sve_ld4d, "ld4d {z2.d-z5.d}, p0/z", LDZ(2, 4, 8))
INSN_BASE(sve_ldff1b, "ldff1b {z2.b}, p0/z", LDZ(2, 1, 1))
INSN_BASE(sve_ldff1d, "ldff1d {z2.d}, p0/z", LDZ(2, 1, 8))
INSN_BASE(sve_ldnt1b, "ldnt1b {z2.b}, p0/z", LDZ(2, 1, 1))
INSN_BASE(sve_ldr_z, "ldr z2", LD(Z, 2, 1, INSN_VL), FEAT(SVE))
INSN_BASE(sve_ldr_p, "ldr p2", LD(P, 2, 1, INSN_PL), FEAT(SVE))
INSN_BASE(sve_st1b, "st1b {z2.b}, p0", STZ(2, 1, 1))
INSN_BASE(sve_st1h, "st1h {z2.h}, p0", STZ(2, 1, 2))
INSN_BASE(sve_st1w, "st1w {z2.s}, p0", STZ(2, 1, 4))
INSN_BASE(sve_st1d, "st1d {z2.d}, p0", STZ(2, 1, 8))
INSN_BASE(sve_st1d_pred, "st1d {z2.d}, p1", STZ(2, 1, 8), .pg = 1,
	  .fault_offset = 8)
INSN_BASE(sve_st2b, "st2b {z2.b-z3.b}, p0", STZ(2, 2, 1))
INSN_BASE(sve_st4d, "st4d {z2.d-z5.d}, p0", STZ(2, 4, 8))
INSN_BASE(sve_stnt1b, "stnt1b {z2.b}, p0", STZ(2, 1, 1))
INSN_BASE(sve_str_z, "str z2", ST(Z, 2, 1, INSN_VL), FEAT(SVE))
INSN_BASE(sve_str_p, "str p2", ST(P, 2, 1, INSN_PL), FEAT(SVE))

/* Not a load, not a store, or more than one. */
INSN_PLAIN(dc_zva, "dc zva, x1", .op = INSN_ZVA)
INSN_PLAIN(prfm_pldl1keep, "prfm pldl1keep, [x1]", .op = INSN_PREFETCH,
	   .exit = INSN_EXIT_NONE)
INSN_PLAIN(prfm_pstl1keep, "prfm pstl1keep, [x1]", .op = INSN_PREFETCH,
	   .exit = INSN_EXIT_NONE)
INSN_PLAIN(dc_cvac, "dc cvac, x1", .op = INSN_CACHE, .exit = INSN_EXIT_NONE)
INSN_PLAIN(dc_cvau, "dc cvau, x1", .op = INSN_CACHE, .exit = INSN_EXIT_NONE)
INSN_PLAIN(dc_civac, "dc civac, x1", .op = INSN_CACHE, .exit = INSN_EXIT_NONE)
INSN_PLAIN(dc_ivac, "dc ivac, x1", .op = INSN_CACHE, .exit = INSN_EXIT_NONE)
INSN_PLAIN(ic_ivau, "ic ivau, x1", .op = INSN_CACHE, .exit = INSN_EXIT_NONE)

/*
 * MTE, for a guest that has no access to allocation tags: those of memory read as
 * zero, and what is written to them is ignored. The address is translated.
 */
#define TAG(_op)	.op = INSN_##_op, FEAT(MTE)

INSN_BASE(stg, "stg x2", TAG(TAG_STORE))
INSN_PRE(stg, "stg x2", 16, TAG(TAG_STORE))
INSN_POST(stg, "stg x2", -16, TAG(TAG_STORE))
INSN_OFFSET(st2g, "st2g x2", 32, TAG(TAG_STORE))
INSN_PRE(st2g, "st2g x2", -32, TAG(TAG_STORE))
INSN_POST(st2g, "st2g x2", 32, TAG(TAG_STORE))
INSN_OFFSET(stzg, "stzg x2", 16, STN(X, 31, 1, 8, 2), FEAT(MTE))
INSN_PRE(stzg, "stzg x2", 16, STN(X, 31, 1, 8, 2), FEAT(MTE))
INSN_POST(stzg, "stzg x2", -16, STN(X, 31, 1, 8, 2), FEAT(MTE))
INSN_OFFSET(stz2g, "stz2g x2", -32, STN(X, 31, 1, 8, 4), FEAT(MTE))
INSN_PRE(stz2g, "stz2g x2", 32, STN(X, 31, 1, 8, 4), FEAT(MTE))
INSN_POST(stz2g, "stz2g x2", 32, STN(X, 31, 1, 8, 4), FEAT(MTE))
INSN_OFFSET(ldg, "ldg x2", 16, DATA(X, 2, 1, 8), TAG(TAG_LOAD))
INSN_OFFSET(stgp, "stgp x2, x3", 16, ST(X, 2, 2, 8), FEAT(MTE))
INSN_PRE(stgp, "stgp x2, x3", -16, ST(X, 2, 2, 8), FEAT(MTE))
INSN_POST(stgp, "stgp x2, x3", 16, ST(X, 2, 2, 8), FEAT(MTE))
INSN_PLAIN(dc_gva, "dc gva, x1", TAG(TAG_STORE))
INSN_PLAIN(dc_gzva, "dc gzva, x1", TAG(ZVA))

INSN_PLAIN(mops_set, "setp [x1]!, x2!, x3\nsetm [x1]!, x2!, x3\nsete [x1]!, x2!, x3",
	   .op = INSN_MEMSET, FEAT(MOPS))
INSN_PLAIN(mops_cpyf, "cpyfp [x2]!, [x1]!, x3!\ncpyfm [x2]!, [x1]!, x3!\ncpyfe [x2]!, [x1]!, x3!",
	   .op = INSN_MEMCPY, FEAT(MOPS))
INSN_BASE(ld64b, "ld64b x10", LD(X, 10, 8, 8), FEAT(LS64),
	  .flags = INSN_NO_NATIVE)
INSN_BASE(st64b, "st64b x10", ST(X, 10, 8, 8), FEAT(LS64),
	  .flags = INSN_NO_NATIVE)

#undef ELEMS
#undef DATA
#undef LD
#undef ST
#undef LDN
#undef STN
#undef SEXT
#undef MMIO
#undef FEAT
#undef LANE
#undef REPL
#undef TAG
#undef LDZ
#undef STZ
#undef INSN_PRE
#undef INSN_POST
#undef INSN_OFFSET
#undef INSN_BASE
#undef INSN_PLAIN
#undef INSN_STX
#undef INSN_LIT
#undef INSN_LSE
#undef INSN_CMPSWP
