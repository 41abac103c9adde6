// SPDX-License-Identifier: GPL-2.0
/*
 * A32 and T32 instructions that come without a valid syndrome.
 *
 * R1 or SP (R13) is the base, R2 to R5, R8, D0 and D1 are data.
 */
#include "aarch32_insns.h"

#define A32(_name, _text, _high, _low)					\
	.name = _name, .text = _text, .size = 4,			\
	.code = { _low, _high }
#define T32(_name, _text, _first, _second)				\
	.name = _name, .text = _text, .size = 4, .thumb = true,		\
	.code = { _first, _second }
#define T16(_name, _text, _code)					\
	.name = _name, .text = _text, .size = 2, .thumb = true,		\
	.code = { _code }

#define R(n)		(1 << (n))
#define R2		R(2)
#define R2_R3		(R(2) | R(3))
#define R2_R4		(R(2) | R(3) | R(4))

#define LD(_regs)	.base = 1, .regs = _regs
#define ST(_regs)	LD(_regs), .store = true
#define PUSH(_regs, _bytes)						\
	.base = 13, .regs = _regs, .store = true,			\
	.pre = true, .writeback = -(_bytes)
#define POP(_regs, _bytes)						\
	.base = 13, .regs = _regs, .writeback = _bytes
#define VLD(_doubles)	.base = 1, .doubles = _doubles
#define VST(_doubles)	VLD(_doubles), .store = true
#define POST(_bytes)	.writeback = _bytes
#define PRE(_bytes)	.pre = true, .writeback = _bytes
#define EXCL		.exclusive = true

const struct aarch32_insn aarch32_insns[] = {
	/* A32 */
	{ A32("ldm", "ldm r1, {r2-r4}", 0xe891, 0x001c), LD(R2_R4) },
	{ A32("ldm-writeback", "ldm r1!, {r2-r4}", 0xe8b1, 0x001c), LD(R2_R4),
	  POST(12) },
	{ A32("ldmdb-writeback", "ldmdb r1!, {r2-r4}", 0xe931, 0x001c),
	  LD(R2_R4),
	  PRE(-12) },
	{ A32("ldmib", "ldmib r1, {r2, r5}", 0xe991, 0x0024), LD(R2 | R(5)),
	  .offset = 4 },
	{ A32("stm", "stm r1, {r2-r4}", 0xe881, 0x001c), ST(R2_R4) },
	{ A32("stm-writeback", "stm r1!, {r2-r4}", 0xe8a1, 0x001c), ST(R2_R4),
	  POST(12) },
	{ A32("stmdb-writeback", "stmdb r1!, {r2-r4}", 0xe921, 0x001c),
	  ST(R2_R4),
	  PRE(-12) },
	{ A32("push", "push {r2, r3}", 0xe92d, 0x000c), PUSH(R2_R3, 8) },
	{ A32("pop", "pop {r2, r3}", 0xe8bd, 0x000c), POP(R2_R3, 8) },
	{ A32("ldrd", "ldrd r2, r3, [r1]", 0xe1c1, 0x20d0), LD(R2_R3) },
	{ A32("ldrd-post", "ldrd r2, r3, [r1], #8", 0xe0c1, 0x20d8), LD(R2_R3),
	  POST(8) },
	{ A32("strd", "strd r2, r3, [r1]", 0xe1c1, 0x20f0), ST(R2_R3) },
	{ A32("strd-pre", "strd r2, r3, [r1, #8]!", 0xe1e1, 0x20f8), ST(R2_R3),
	  PRE(8) },
	{ A32("ldr-post", "ldr r2, [r1], #4", 0xe491, 0x2004),
	  LD(R2), POST(4) },
	{ A32("ldr-pre", "ldr r2, [r1, #4]!", 0xe5b1, 0x2004), LD(R2), PRE(4) },
	{ A32("str-post", "str r2, [r1], #4", 0xe481, 0x2004),
	  ST(R2), POST(4) },
	{ A32("str-pre", "str r2, [r1, #4]!", 0xe5a1, 0x2004), ST(R2), PRE(4) },
	{ A32("ldrex", "ldrex r2, [r1]", 0xe191, 0x2f9f), LD(R2), EXCL },
	{ A32("ldrexd", "ldrexd r2, r3, [r1]", 0xe1b1, 0x2f9f),
	  LD(R2_R3), EXCL },
	{ A32("vldr", "vldr d0, [r1]", 0xed91, 0x0b00), VLD(1) },
	{ A32("vstr", "vstr d0, [r1]", 0xed81, 0x0b00), VST(1) },
	{ A32("vldm-writeback", "vldm r1!, {d0, d1}", 0xecb1, 0x0b04), VLD(2),
	  POST(16) },
	{ A32("vstm-writeback", "vstm r1!, {d0, d1}", 0xeca1, 0x0b04), VST(2),
	  POST(16) },

	/* T32, two bytes */
	{ T16("ldm-writeback-16", "ldm r1!, {r2-r4}", 0xc91c), LD(R2_R4),
	  POST(12) },
	{ T16("stm-writeback-16", "stm r1!, {r2-r4}", 0xc11c), ST(R2_R4),
	  POST(12) },
	{ T16("push-16", "push {r2, r3}", 0xb40c), PUSH(R2_R3, 8) },
	{ T16("pop-16", "pop {r2, r3}", 0xbc0c), POP(R2_R3, 8) },

	/* T32, four bytes */
	{ T32("ldm", "ldm.w r1, {r2-r4}", 0xe891, 0x001c), LD(R2_R4) },
	{ T32("ldmdb-writeback", "ldmdb r1!, {r2-r4}", 0xe931, 0x001c),
	  LD(R2_R4), PRE(-12) },
	{ T32("stmdb-writeback", "stmdb r1!, {r2-r4}", 0xe921, 0x001c),
	  ST(R2_R4), PRE(-12) },
	{ T32("push", "push.w {r2, r8}", 0xe92d, 0x0104),
	  PUSH(R2 | R(8), 8) },
	{ T32("pop", "pop.w {r2, r8}", 0xe8bd, 0x0104), POP(R2 | R(8), 8) },
	{ T32("ldrd", "ldrd r2, r3, [r1]", 0xe9d1, 0x2300), LD(R2_R3) },
	{ T32("ldrd-post", "ldrd r2, r3, [r1], #8", 0xe8f1, 0x2302),
	  LD(R2_R3), POST(8) },
	{ T32("strd", "strd r2, r3, [r1]", 0xe9c1, 0x2300), ST(R2_R3) },
	{ T32("strd-pre", "strd r2, r3, [r1, #8]!", 0xe9e1, 0x2302),
	  ST(R2_R3), PRE(8) },
	{ T32("ldr-post", "ldr.w r2, [r1], #4", 0xf851, 0x2b04), LD(R2),
	  POST(4) },
	{ T32("ldr-pre", "ldr.w r2, [r1, #4]!", 0xf851, 0x2f04), LD(R2),
	  PRE(4) },
	{ T32("str-post", "str.w r2, [r1], #4", 0xf841, 0x2b04), ST(R2),
	  POST(4) },
	{ T32("str-pre", "str.w r2, [r1, #4]!", 0xf841, 0x2f04), ST(R2),
	  PRE(4) },
	{ T32("ldrex", "ldrex r2, [r1]", 0xe851, 0x2f00), LD(R2), EXCL },
	{ T32("vldr", "vldr d0, [r1]", 0xed91, 0x0b00), VLD(1) },
	{ T32("vldm-writeback", "vldm r1!, {d0, d1}", 0xecb1, 0x0b04), VLD(2),
	  POST(16) },
	{ T32("vstm-writeback", "vstm r1!, {d0, d1}", 0xeca1, 0x0b04), VST(2),
	  POST(16) },
};

const size_t nr_aarch32_insns = ARRAY_SIZE(aarch32_insns);
