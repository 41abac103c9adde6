/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Instructions that a CPU has if a field of an ID register says so:
 *
 *	FEATURE(name, register, shift, value, hidden, result, instructions...)
 *
 * value: the lowest one of the field with which they must run
 * hidden: what must become of them where the guest is shown less
 *
 *	UNDEF	undefined: what KVM has to trap if the CPU has it
 *	RAZ	the same, or the register reads as zero
 *	NOP	they run on any CPU; the result counts only where they are shown
 *	NATIVE	undefined if the CPU has not got them. If it has, nothing traps
 *		them: they may run
 *	EITHER	undefined, or they run: models of CPUs are not exact about it
 *	SVE	as UNDEF without SVE, as NATIVE with it
 *
 * result: RUNS for none, NONZERO or VALUE() for what X0 must be afterwards
 *
 * FEATURE2() is a feature that either of two fields may announce. X0 points at
 * memory at first. As words, because not every assembler knows them all.
 */

/* the registers and lanes every KVM guest has */

/* fmov d0, #1.0; fmov x0, d0 */
FEATURE("fp", ID_AA64PFR0, 16, 0, NATIVE, VALUE, 0x3ff0000000000000,
	0x1e6e1000, 0x9e660000)
/* mov w1, #0x3c00; fmov h0, w1; fadd h0, h0, h0; fmov w0, h0 */
FEATURE("fp16", ID_AA64PFR0, 16, 1, NATIVE, VALUE, 0x4000,
	0x52878001, 0x1ee70020, 0x1ee02800, 0x1ee60000)
/* movi v0.16b, #1; umov x0, v0.d[0] */
FEATURE("advsimd", ID_AA64PFR0, 20, 0, NATIVE, VALUE, 0x0101010101010101,
	0x4f00e420, 0x4e083c00)
/* mov w1, #0x3c00; dup v0.4h, w1; fadd v0.4h, v0.4h, v0.4h; fmov x0, d0 */
FEATURE("advsimd-fp16", ID_AA64PFR0, 20, 1, NATIVE, VALUE, 0x4000400040004000,
	0x52878001, 0x0e020c20, 0x0e401400, 0x9e660000)

/* ID_AA64ISAR0_EL1: nothing that a hypervisor could trap */

/* movi v0.16b, #0; movi v1.16b, #0; aese v0.16b, v1.16b; fmov x0, d0 */
FEATURE("aes", ID_AA64ISAR0, 4, 1, NATIVE, VALUE, 0x6363636363636363,
	0x4f00e400, 0x4f00e401, 0x4e284820, 0x9e660000)
/* mov x1, #3; fmov d0, x1; pmull v0.1q, v0.1d, v0.1d; fmov x0, d0 */
FEATURE("pmull", ID_AA64ISAR0, 4, 2, NATIVE, VALUE, 5,
	0xd2800061, 0x9e670020, 0x0ee0e000, 0x9e660000)
/* mov w1, #1; fmov s0, w1; sha1h s0, s0; fmov w0, s0 */
FEATURE("sha1", ID_AA64ISAR0, 8, 1, NATIVE, VALUE, 0x40000000,
	0x52800021, 0x1e270020, 0x5e280800, 0x1e260000)
/* sha256h q0, q1, v2.4s */
FEATURE("sha256", ID_AA64ISAR0, 12, 1, NATIVE, RUNS, 0,
	0x5e024020)
/* sha512h q0, q1, v2.2d */
FEATURE("sha512", ID_AA64ISAR0, 12, 2, NATIVE, RUNS, 0,
	0xce628020)
/* mov w1, #1; crc32b w0, wzr, w1 */
FEATURE("crc32", ID_AA64ISAR0, 16, 1, NATIVE, VALUE, 0x77073096,
	0x52800021, 0x1ac143e0)
/* mov x1, #5; str x1, [x0]; mov x2, #3; ldadd x2, x3, [x0]; ldr x0, [x0] */
FEATURE("atomics", ID_AA64ISAR0, 20, 2, NATIVE, VALUE, 8,
	0xd28000a1, 0xf9000001, 0xd2800062, 0xf8220003, 0xf9400000)
/* ttest x1 */
FEATURE("tme", ID_AA64ISAR0, 24, 1, NATIVE, RUNS, 0,
	0xd5233161)
/* sqrdmlah v0.4h, v1.4h, v2.4h */
FEATURE("rdm", ID_AA64ISAR0, 28, 1, NATIVE, RUNS, 0,
	0x2e428420)
/*
 * movi v0.16b, #0; mov x1, #3; fmov d1, x1; eor3 v0.16b, v0.16b,
 * v0.16b, v1.16b; fmov x0, d0
 */
FEATURE("sha3", ID_AA64ISAR0, 32, 1, NATIVE, VALUE, 3,
	0x4f00e400, 0xd2800061, 0x9e670021, 0xce000400, 0x9e660000)
/* sm3partw1 v0.4s, v1.4s, v2.4s */
FEATURE("sm3", ID_AA64ISAR0, 36, 1, NATIVE, RUNS, 0,
	0xce62c020)
/* sm4e v0.4s, v1.4s */
FEATURE("sm4", ID_AA64ISAR0, 40, 1, NATIVE, RUNS, 0,
	0xcec08420)
/* movi v0.8b, #1; movi v1.2s, #0; udot v1.2s, v0.8b, v0.8b; fmov x0, d1 */
FEATURE("dotprod", ID_AA64ISAR0, 44, 1, NATIVE, VALUE, 0x0000000400000004,
	0x0f00e420, 0x0f000401, 0x2e809401, 0x9e660020)
/* fmlal v0.2s, v1.2h, v2.2h */
FEATURE("fhm", ID_AA64ISAR0, 48, 1, NATIVE, RUNS, 0,
	0x0e22ec20)
/* msr nzcv, xzr; cfinv; mrs x0, nzcv */
FEATURE("flagm", ID_AA64ISAR0, 52, 1, NATIVE, VALUE, 0x20000000,
	0xd51b421f, 0xd500401f, 0xd53b4200)
/* msr nzcv, xzr; xaflag; mrs x0, nzcv */
FEATURE("flagm2", ID_AA64ISAR0, 52, 2, NATIVE, VALUE, 0x80000000,
	0xd51b421f, 0xd500403f, 0xd53b4200)
/* tlbi vmalle1os; dsb sy; isb */
FEATURE("tlbi-os", ID_AA64ISAR0, 56, 1, NATIVE, RUNS, 0,
	0xd508811f, 0xd5033f9f, 0xd5033fdf)
/* mov x1, #0; tlbi rvae1, x1; dsb sy; isb */
FEATURE("tlbi-range", ID_AA64ISAR0, 56, 2, NATIVE, RUNS, 0,
	0xd2800001, 0xd5088621, 0xd5033f9f, 0xd5033fdf)
/* mrs x1, s3_3_c2_c4_0 */
FEATURE("rndr", ID_AA64ISAR0, 60, 1, NATIVE, RUNS, 0,
	0xd53b2401)
/* mrs x1, s3_3_c2_c4_1 */
FEATURE("rndrrs", ID_AA64ISAR0, 60, 1, NATIVE, RUNS, 0,
	0xd53b2421)

/* ID_AA64ISAR1_EL1 */

/* dc cvap, x0 */
FEATURE("dc-cvap", ID_AA64ISAR1, 0, 1, NATIVE, RUNS, 0,
	0xd50b7c20)
/* dc cvadp, x0 */
FEATURE("dc-cvadp", ID_AA64ISAR1, 0, 2, NATIVE, RUNS, 0,
	0xd50b7d20)
/*
 * mrs x1, sctlr_el1; orr x1, x1, #0x80000000; msr sctlr_el1, x1; isb;
 * mov x0, #0x1000; pacia x0, sp; autia x0, sp
 */
FEATURE2("pauth-address", ID_AA64ISAR1, 4, 8, 1, UNDEF, VALUE, 0x1000,
	 0xd5381001, 0xb2610021, 0xd5181001, 0xd5033fdf, 0xd2820000,
	 0xdac103e0, 0xdac113e0)
/* mrs x1, s3_0_c2_c1_0 */
FEATURE2("pauth-keys", ID_AA64ISAR1, 4, 8, 1, UNDEF, RUNS, 0,
	 0xd5382101)
/* mov x0, #0; hint #25; hint #29; hint #27; hint #31; hint #7 */
FEATURE2("pauth-hints", ID_AA64ISAR1, 4, 8, 1, NOP, VALUE, 0,
	 0xd2800000, 0xd503233f, 0xd50323bf, 0xd503237f, 0xd50323ff,
	 0xd50320ff)
/* pacga x0, x1, x2 */
FEATURE2("pauth-generic", ID_AA64ISAR1, 24, 28, 1, UNDEF, RUNS, 0,
	 0x9ac23020)
/* fmov d0, #3.5; fjcvtzs w0, d0 */
FEATURE("jscvt", ID_AA64ISAR1, 12, 1, NATIVE, VALUE, 3,
	0x1e619000, 0x1e7e0000)
/* fcadd v0.2s, v1.2s, v2.2s, #90 */
FEATURE("fcma", ID_AA64ISAR1, 16, 1, NATIVE, RUNS, 0,
	0x2e82e420)
/* mov x1, #5; str x1, [x0]; ldapr x0, [x0] */
FEATURE("lrcpc", ID_AA64ISAR1, 20, 1, NATIVE, VALUE, 5,
	0xd28000a1, 0xf9000001, 0xf8bfc000)
/* mov x1, #5; stlur x1, [x0, #8]; ldapur x0, [x0, #8] */
FEATURE("lrcpc2", ID_AA64ISAR1, 20, 2, NATIVE, VALUE, 5,
	0xd28000a1, 0xd9008001, 0xd9408000)
/* fmov d0, #1.5; frint32z d0, d0; fmov x0, d0 */
FEATURE("frintts", ID_AA64ISAR1, 32, 1, NATIVE, VALUE, 0x3ff0000000000000,
	0x1e6f1000, 0x1e684000, 0x9e660000)
/* sb */
FEATURE("sb", ID_AA64ISAR1, 36, 1, NATIVE, RUNS, 0,
	0xd50330ff)
/* mov x1, #0; cfp rctx, x1; dvp rctx, x1; cpp rctx, x1 */
FEATURE("specres", ID_AA64ISAR1, 40, 1, NATIVE, RUNS, 0,
	0xd2800001, 0xd50b7381, 0xd50b73a1, 0xd50b73e1)
/* bfdot v0.2s, v1.4h, v2.4h */
FEATURE("bf16", ID_AA64ISAR1, 44, 1, NATIVE, RUNS, 0,
	0x2e42fc20)
/* hint #6 */
FEATURE("dgh", ID_AA64ISAR1, 48, 1, NOP, RUNS, 0,
	0xd50320df)
/* movi v0.16b, #1; movi v1.4s, #0; ummla v1.4s, v0.16b, v0.16b; fmov x0, d1 */
FEATURE("i8mm", ID_AA64ISAR1, 52, 1, NATIVE, VALUE, 0x0000000800000008,
	0x4f00e420, 0x4f000401, 0x6e80a401, 0x9e660020)
/* sys #0, c9, c7, #0; dsb sy; isb */
FEATURE("xs", ID_AA64ISAR1, 56, 1, NATIVE, RUNS, 0,
	0xd508971f, 0xd5033f9f, 0xd5033fdf)
/* ld64b x4, [x0] */
FEATURE("ls64", ID_AA64ISAR1, 60, 1, NATIVE, RUNS, 0,
	0xf83fd004)

/* ID_AA64ISAR2_EL1 */

/* mov x1, #0; wfet x1 */
FEATURE("wfxt", ID_AA64ISAR2, 0, 2, NATIVE, RUNS, 0,
	0xd2800001, 0xd5031001)
/* mov x1, #0; setp [x0]!, x1!, x2; setm [x0]!, x1!, x2; sete [x0]!, x1!, x2 */
FEATURE("mops", ID_AA64ISAR2, 16, 1, NATIVE, RUNS, 0,
	0xd2800001, 0x19c20420, 0x19c24420, 0x19c28420)
/* hint #22 */
FEATURE("clearbhb", ID_AA64ISAR2, 28, 1, NOP, RUNS, 0,
	0xd50322df)
/* mov x1, #-5; abs x0, x1 */
FEATURE("cssc", ID_AA64ISAR2, 52, 1, NATIVE, VALUE, 5,
	0x92800081, 0xdac02020)

/* ID_AA64PFR0_EL1 */

/* mrs x0, s3_0_c12_c12_5 */
FEATURE("gic-sre", ID_AA64PFR0, 24, 1, NATIVE, NONZERO, 0,
	0xd538cca0)
/* mrs x0, s3_0_c4_c6_0 */
FEATURE("gic-pmr", ID_AA64PFR0, 24, 1, NATIVE, RUNS, 0,
	0xd5384600)
/* mrs x0, s3_0_c5_c3_0 */
FEATURE("ras-errors", ID_AA64PFR0, 28, 1, RAZ, RUNS, 0,
	0xd5385300)
/* mrs x0, s3_0_c12_c1_1 */
FEATURE("ras-disr", ID_AA64PFR0, 28, 1, NATIVE, RUNS, 0,
	0xd538c120)
/* hint #16 */
FEATURE("ras-esb", ID_AA64PFR0, 28, 1, NOP, RUNS, 0,
	0xd503221f)
/* rdvl x0, #1 */
FEATURE("sve", ID_AA64PFR0, 32, 1, UNDEF, NONZERO, 0,
	0x04bf5020)
/* mrs x0, s3_0_c1_c2_0 */
FEATURE("sve-zcr", ID_AA64PFR0, 32, 1, UNDEF, RUNS, 0,
	0xd5381200)
/* mrs x0, s3_0_c10_c5_1 */
FEATURE("mpam", ID_AA64PFR0, 40, 1, RAZ, RUNS, 0,
	0xd538a520)
/* mrs x0, s3_3_c13_c2_0 */
FEATURE("amu", ID_AA64PFR0, 44, 1, RAZ, RUNS, 0,
	0xd53bd200)
/* mrs x0, s3_3_c13_c4_0 */
FEATURE("amu-counter", ID_AA64PFR0, 44, 1, RAZ, RUNS, 0,
	0xd53bd400)
/* msr dit, #1; mrs x0, s3_3_c4_c2_5 */
FEATURE("dit", ID_AA64PFR0, 48, 1, NATIVE, VALUE, 0x1000000,
	0xd503415f, 0xd53b42a0)
/* mrs x0, s3_0_c13_c0_7 */
FEATURE("scxtnum", ID_AA64PFR0, 56, 2, RAZ, RUNS, 0,
	0xd538d0e0)

/* ID_AA64PFR1_EL1 */

/* hint #34; hint #36; hint #38 */
FEATURE("bti", ID_AA64PFR1, 0, 1, NOP, RUNS, 0,
	0xd503245f, 0xd503249f, 0xd50324df)
/* msr ssbs, #1; mrs x0, s3_3_c4_c2_6 */
FEATURE("ssbs", ID_AA64PFR1, 4, 2, EITHER, VALUE, 0x1000,
	0xd503413f, 0xd53b42c0)
/*
 * MTE: 1 is FEAT_MTE, all instructions that EL0 has. Tags are not stored then:
 * they read as 0. 2 is FEAT_MTE2, what EL1 has beside, and the registers. 3 is
 * FEAT_MTE3, a way to check tags, without an instruction. HCR_EL2.ATA traps
 * registers of EL1 only; without it, tags read as 0, too.
 */

/* irg x0, x0 */
FEATURE("mte-irg", ID_AA64PFR1, 8, 1, NATIVE, RUNS, 0,
	0x9adf1000)
/* mov x0, #0; addg x0, x0, #16, #0 */
FEATURE("mte-addg", ID_AA64PFR1, 8, 1, NATIVE, VALUE, 16,
	0xd2800000, 0x91810000)
/* mov x0, #32; mov x1, #16; subps x0, x0, x1 */
FEATURE("mte-subps", ID_AA64PFR1, 8, 1, NATIVE, VALUE, 16,
	0xd2800400, 0xd2800201, 0xbac10000)
/* mov x0, #0; gmi x0, x0, x0 */
FEATURE("mte-gmi", ID_AA64PFR1, 8, 1, NATIVE, VALUE, 1,
	0xd2800000, 0x9ac01400)
/* ldg x1, [x0] */
FEATURE("mte-ldg", ID_AA64PFR1, 8, 1, NATIVE, RUNS, 0,
	0xd9600001)
/* stg x0, [x0] */
FEATURE("mte-stg", ID_AA64PFR1, 8, 1, NATIVE, RUNS, 0,
	0xd9200800)
/* mrs x0, s3_3_c4_c2_7 */
FEATURE("mte-tco", ID_AA64PFR1, 8, 1, NATIVE, RUNS, 0,
	0xd53b42e0)
/* ldgm x1, [x0] */
FEATURE("mte-ldgm", ID_AA64PFR1, 8, 2, NATIVE, RUNS, 0,
	0xd9e00001)
/* mrs x0, s3_1_c0_c0_4 */
FEATURE("mte-gmid", ID_AA64PFR1, 8, 2, NATIVE, RUNS, 0,
	0xd5390080)
/* mrs x0, s3_0_c1_c0_5 */
FEATURE("mte-rgsr", ID_AA64PFR1, 8, 2, UNDEF, RUNS, 0,
	0xd53810a0)
/* mrs x0, s3_0_c1_c0_6 */
FEATURE("mte-gcr", ID_AA64PFR1, 8, 2, UNDEF, RUNS, 0,
	0xd53810c0)
/* mrs x0, s3_0_c5_c6_0 */
FEATURE("mte-tfsr", ID_AA64PFR1, 8, 2, UNDEF, RUNS, 0,
	0xd5385600)
/* mrs x0, s3_0_c5_c6_1 */
FEATURE("mte-tfsre0", ID_AA64PFR1, 8, 2, UNDEF, RUNS, 0,
	0xd5385620)
/* rdsvl x0, #1 */
FEATURE("sme", ID_AA64PFR1, 24, 1, UNDEF, NONZERO, 0,
	0x04bf5820)
/* smstart sm; smstop sm */
FEATURE("sme-smstart", ID_AA64PFR1, 24, 1, UNDEF, RUNS, 0,
	0xd503437f, 0xd503427f)
/* mrs x0, s3_0_c1_c2_6 */
FEATURE("sme-smcr", ID_AA64PFR1, 24, 1, UNDEF, RUNS, 0,
	0xd53812c0)
/* mrs x0, s3_3_c13_c0_5 */
FEATURE("sme-tpidr2", ID_AA64PFR1, 24, 1, NATIVE, RUNS, 0,
	0xd53bd0a0)
/* mrs x0, s3_0_c4_c3_0 */
FEATURE("nmi", ID_AA64PFR1, 36, 1, NATIVE, RUNS, 0,
	0xd5384300)
/* mrs x0, s3_0_c2_c5_0 */
FEATURE("gcs", ID_AA64PFR1, 44, 1, NATIVE, RUNS, 0,
	0xd5382500)

/* ID_AA64ZFR0_EL1 */

/* sqrdmlah z0.b, z1.b, z2.b */
FEATURE("sve2", ID_AA64ZFR0, 0, 1, SVE, RUNS, 0,
	0x44027020)
/* aese z0.b, z0.b, z1.b */
FEATURE("sve-aes", ID_AA64ZFR0, 4, 1, SVE, RUNS, 0,
	0x4522e020)
/* pmullb z0.q, z1.d, z2.d */
FEATURE("sve-pmull128", ID_AA64ZFR0, 4, 2, SVE, RUNS, 0,
	0x45026820)
/* bdep z0.b, z1.b, z2.b */
FEATURE("sve-bitperm", ID_AA64ZFR0, 16, 1, SVE, RUNS, 0,
	0x4502b420)
/* bfdot z0.s, z1.h, z2.h */
FEATURE("sve-bf16", ID_AA64ZFR0, 20, 1, SVE, RUNS, 0,
	0x64628020)
/* rax1 z0.d, z1.d, z2.d */
FEATURE("sve-sha3", ID_AA64ZFR0, 32, 1, SVE, RUNS, 0,
	0x4522f420)
/* sm4e z0.s, z0.s, z1.s */
FEATURE("sve-sm4", ID_AA64ZFR0, 40, 1, SVE, RUNS, 0,
	0x4523e020)
/* smmla z0.s, z1.b, z2.b */
FEATURE("sve-i8mm", ID_AA64ZFR0, 44, 1, SVE, RUNS, 0,
	0x45029820)
/* fmmla z0.s, z1.s, z2.s */
FEATURE("sve-f32mm", ID_AA64ZFR0, 52, 1, SVE, RUNS, 0,
	0x64a2e420)
/* fmmla z0.d, z1.d, z2.d */
FEATURE("sve-f64mm", ID_AA64ZFR0, 56, 1, SVE, RUNS, 0,
	0x64e2e420)

/* ID_AA64DFR0_EL1 */

/* mrs x0, s2_0_c0_c2_2 */
FEATURE("debug-mdscr", ID_AA64DFR0, 0, 6, NATIVE, RUNS, 0,
	0xd5300240)
/* mrs x0, s2_0_c0_c0_5 */
FEATURE("debug-breakpoint", ID_AA64DFR0, 0, 6, NATIVE, RUNS, 0,
	0xd53000a0)
/* mrs x0, s2_0_c0_c0_7 */
FEATURE("debug-watchpoint", ID_AA64DFR0, 0, 6, NATIVE, RUNS, 0,
	0xd53000e0)
/* mrs x0, s2_0_c1_c1_4 */
FEATURE("debug-oslsr", ID_AA64DFR0, 0, 6, NATIVE, RUNS, 0,
	0xd5301180)
/* mrs x0, s2_1_c0_c8_7 */
FEATURE("trace-trcidr0", ID_AA64DFR0, 4, 1, RAZ, RUNS, 0,
	0xd53108e0)
/* mrs x0, s2_1_c0_c1_0 */
FEATURE("trace-trcprgctlr", ID_AA64DFR0, 4, 1, RAZ, RUNS, 0,
	0xd5310100)
/* mrs x0, s3_3_c9_c12_0 */
FEATURE("pmu-pmcr", ID_AA64DFR0, 8, 1, RAZ, NONZERO, 0,
	0xd53b9c00)
/* mrs x0, s3_3_c9_c13_0 */
FEATURE("pmu-pmccntr", ID_AA64DFR0, 8, 1, RAZ, RUNS, 0,
	0xd53b9d00)
/* mrs x0, s3_0_c9_c14_6 */
FEATURE("pmu-pmmir", ID_AA64DFR0, 8, 5, RAZ, RUNS, 0,
	0xd5389ec0)
/* mrs x0, s3_0_c9_c9_7 */
FEATURE("spe", ID_AA64DFR0, 32, 1, RAZ, RUNS, 0,
	0xd53899e0)
/* mrs x0, s2_0_c1_c3_4 */
FEATURE("doublelock", ID_AA64DFR0, 36, 0, NOP, RUNS, 0,
	0xd5301380)
/* mrs x0, s3_0_c1_c2_1 */
FEATURE("tracefilt", ID_AA64DFR0, 40, 1, RAZ, RUNS, 0,
	0xd5381220)
/* mrs x0, s3_0_c9_c11_0 */
FEATURE("trbe", ID_AA64DFR0, 44, 1, RAZ, RUNS, 0,
	0xd5389b00)
/* mrs x0, s2_1_c9_c0_0 */
FEATURE("brbe", ID_AA64DFR0, 52, 1, RAZ, RUNS, 0,
	0xd5319000)

/* ID_AA64MMFR0_EL1 to ID_AA64MMFR3_EL1 */

/* mrs x0, s3_3_c14_c0_6 */
FEATURE("ecv", ID_AA64MMFR0, 60, 1, NATIVE, RUNS, 0,
	0xd53be0c0)
/* mrs x0, s3_0_c10_c4_7 */
FEATURE("lor-lorid", ID_AA64MMFR1, 16, 1, RAZ, RUNS, 0,
	0xd538a4e0)
/* mrs x0, s3_0_c10_c4_3 */
FEATURE("lor-lorc", ID_AA64MMFR1, 16, 1, RAZ, RUNS, 0,
	0xd538a460)
/* msr pan, #1; mrs x0, s3_0_c4_c2_3 */
FEATURE("pan", ID_AA64MMFR1, 20, 1, NATIVE, VALUE, 0x400000,
	0xd500419f, 0xd5384260)
/* at s1e1rp, x0; at s1e1wp, x0 */
FEATURE("pan2-at", ID_AA64MMFR1, 20, 2, NATIVE, RUNS, 0,
	0xd5087900, 0xd5087920)
/* mov x1, #2; msr fpcr, x1; mrs x0, fpcr; msr fpcr, xzr */
FEATURE("afp", ID_AA64MMFR1, 44, 1, NOP, VALUE, 2,
	0xd2800041, 0xd51b4401, 0xd53b4400, 0xd51b441f)
/* msr uao, #1; mrs x0, s3_0_c4_c2_4 */
FEATURE("uao", ID_AA64MMFR2, 4, 1, NATIVE, VALUE, 0x800000,
	0xd500417f, 0xd5384280)
/* mrs x0, s3_0_c2_c0_3 */
FEATURE("tcr2", ID_AA64MMFR3, 0, 1, RAZ, RUNS, 0,
	0xd5382060)
