// SPDX-License-Identifier: GPL-2.0
/*
 * The fields of the ID registers, and what of each a guest may be shown.
 *
 * Names, places and kinds are those of the Arm Architecture Reference Manual
 * (DDI 0487, AArch64 system register descriptions, ID_*_EL1; the section on
 * the principles of the ID scheme says which fields are signed). The limits
 * state what a hypervisor without nested virtualisation can offer that saves
 * and restores the registers of Armv8.2, the PMU, SVE, pointer authentication
 * and a GICv3, and traps what it can of the rest. They are not taken from any
 * kernel's table.
 *
 * What userspace may write follows from what acts on a field. EL2, EL3, stage 2
 * and Secure state do not exist in a VM, nor does AArch32 at EL1 in one that is
 * shown these registers: INERT. KEEP is for fields that unmodified kernels show
 * although they do not virtualise the feature; a guest that was saved there has
 * made its choice.
 */
#include "id_regs.h"

/* Up to the CPU's and the host kernel's: the guest has it all to itself. */
#define FREE(_reg, _shift, _name)	UP_TO(_reg, _shift, _name, 15)
/* Up to what KVM can virtualise. */
#define UP_TO(_reg, _shift, _name, _max)				\
	{ #_name, _reg, _shift, ID_UNSIGNED, 0, _max, ID_ALWAYS }
/* 0xf is none, and 0 is more than that. */
#define SIGNED(_reg, _shift, _name, _max)				\
	{ #_name, _reg, _shift, ID_SIGNED, 0, _max, ID_ALWAYS }
#define SIGNED_KEEP(_reg, _shift, _name, _max)				\
	{ #_name, _reg, _shift, ID_SIGNED, 0, _max, ID_ALWAYS, ID_KEPT }
/* It takes a hypervisor's help that there is none of, or is about its own EL. */
#define NEVER(_reg, _shift, _name)	UP_TO(_reg, _shift, _name, 0)
/* Nothing in a VM acts on it. */
#define INERT(_reg, _shift, _name)					\
	{ #_name, _reg, _shift, ID_UNSIGNED, 0, 0, ID_ALWAYS, ID_INERT }
#define KEEP(_reg, _shift, _name, _min, _max)				\
	{ #_name, _reg, _shift, ID_UNSIGNED, _min, _max, ID_ALWAYS, ID_KEPT }
#define HIGHER_SAFE(_reg, _shift, _name)				\
	{ #_name, _reg, _shift, ID_HIGHER_SAFE, 0, 1, ID_ALWAYS }
/* Only of a vCPU, or on a host, that has what it takes. */
#define WITH(_need, _reg, _shift, _name, _kind, _max)			\
	{ #_name, _reg, _shift, ID_##_kind, 0, _max, ID_##_need }
#define WITH_KEEP(_need, _reg, _shift, _name, _kind, _max)		\
	{ #_name, _reg, _shift, ID_##_kind, 0, _max, ID_##_need, ID_KEPT }

const struct id_field id_fields[] = {
	/* AArch32 state, which EL0 of an AArch64 guest can have */
	FREE(ID_PFR0, 0, State0),
	FREE(ID_PFR0, 4, State1),
	FREE(ID_PFR0, 8, State2),
	NEVER(ID_PFR0, 12, State3),		/* T32EE, gone with Armv8 */
	WITH_KEEP(NO_SPECTRE_V2, ID_PFR0, 16, CSV2, UNSIGNED, 1),
	NEVER(ID_PFR0, 20, AMU),
	FREE(ID_PFR0, 24, DIT),
	INERT(ID_PFR0, 28, RAS),		/* of AArch32 at EL1 */

	FREE(ID_PFR1, 0, ProgMod),
	INERT(ID_PFR1, 4, Security),		/* EL3 */
	FREE(ID_PFR1, 8, MProgMod),
	INERT(ID_PFR1, 12, Virtualization),	/* EL2 */
	FREE(ID_PFR1, 16, GenTimer),
	INERT(ID_PFR1, 20, Sec_frac),
	INERT(ID_PFR1, 24, Virt_frac),
	WITH_KEEP(GICV3, ID_PFR1, 28, GIC, UNSIGNED, 1),

	KEEP(ID_DFR0, 0, CopDbg, 0, 6),
	INERT(ID_DFR0, 4, CopSDbg),		/* Secure */
	INERT(ID_DFR0, 8, MMapDbg),
	INERT(ID_DFR0, 12, CopTrc),
	INERT(ID_DFR0, 16, MMapTrc),
	NEVER(ID_DFR0, 20, MProfDbg),
	WITH_KEEP(PMU, ID_DFR0, 24, PerfMon, PMU_VERSION, 4),
	INERT(ID_DFR0, 28, TraceFilt),

	FREE(ID_MMFR0, 0, VMSA),
	FREE(ID_MMFR0, 4, PMSA),
	SIGNED(ID_MMFR0, 8, OuterShr, 1),
	FREE(ID_MMFR0, 12, ShareLvl),
	FREE(ID_MMFR0, 16, TCM),
	FREE(ID_MMFR0, 20, AuxReg),
	FREE(ID_MMFR0, 24, FCSE),
	SIGNED(ID_MMFR0, 28, InnerShr, 1),

	FREE(ID_MMFR1, 0, L1HvdVA),
	FREE(ID_MMFR1, 4, L1UniVA),
	FREE(ID_MMFR1, 8, L1HvdSW),
	FREE(ID_MMFR1, 12, L1UniSW),
	FREE(ID_MMFR1, 16, L1Hvd),
	FREE(ID_MMFR1, 20, L1Uni),
	FREE(ID_MMFR1, 24, L1TstCln),
	FREE(ID_MMFR1, 28, BPred),

	FREE(ID_MMFR2, 0, L1HvdFG),
	FREE(ID_MMFR2, 4, L1HvdBG),
	FREE(ID_MMFR2, 8, L1HvdRng),
	FREE(ID_MMFR2, 12, HvdTLB),
	FREE(ID_MMFR2, 16, UniTLB),
	FREE(ID_MMFR2, 20, MemBarr),
	FREE(ID_MMFR2, 24, WFIStall),
	FREE(ID_MMFR2, 28, HWAccFlg),

	FREE(ID_MMFR3, 0, CMaintVA),
	FREE(ID_MMFR3, 4, CMaintSW),
	FREE(ID_MMFR3, 8, BPMaint),
	FREE(ID_MMFR3, 12, MaintBcst),
	FREE(ID_MMFR3, 16, PAN),
	FREE(ID_MMFR3, 20, CohWalk),
	FREE(ID_MMFR3, 24, CMemSz),
	SIGNED(ID_MMFR3, 28, Supersec, 0),

	FREE(ID_ISAR0, 0, Swap),
	FREE(ID_ISAR0, 4, BitCount),
	FREE(ID_ISAR0, 8, BitField),
	FREE(ID_ISAR0, 12, CmpBranch),
	FREE(ID_ISAR0, 16, Coproc),
	FREE(ID_ISAR0, 20, Debug),
	FREE(ID_ISAR0, 24, Divide),

	FREE(ID_ISAR1, 0, Endian),
	FREE(ID_ISAR1, 4, Except),
	FREE(ID_ISAR1, 8, Except_AR),
	FREE(ID_ISAR1, 12, Extend),
	FREE(ID_ISAR1, 16, IfThen),
	FREE(ID_ISAR1, 20, Immediate),
	FREE(ID_ISAR1, 24, Interwork),
	FREE(ID_ISAR1, 28, Jazelle),

	FREE(ID_ISAR2, 0, LoadStore),
	FREE(ID_ISAR2, 4, MemHint),
	FREE(ID_ISAR2, 8, MultiAccessInt),
	FREE(ID_ISAR2, 12, Mult),
	FREE(ID_ISAR2, 16, MultS),
	FREE(ID_ISAR2, 20, MultU),
	FREE(ID_ISAR2, 24, PSR_AR),
	FREE(ID_ISAR2, 28, Reversal),

	FREE(ID_ISAR3, 0, Saturate),
	FREE(ID_ISAR3, 4, SIMD),
	FREE(ID_ISAR3, 8, SVC),
	FREE(ID_ISAR3, 12, SynchPrim),
	FREE(ID_ISAR3, 16, TabBranch),
	FREE(ID_ISAR3, 20, T32Copy),
	FREE(ID_ISAR3, 24, TrueNOP),
	FREE(ID_ISAR3, 28, T32EE),

	FREE(ID_ISAR4, 0, Unpriv),
	FREE(ID_ISAR4, 4, WithShifts),
	FREE(ID_ISAR4, 8, Writeback),
	FREE(ID_ISAR4, 12, SMC),
	FREE(ID_ISAR4, 16, Barrier),
	FREE(ID_ISAR4, 20, SynchPrim_frac),
	FREE(ID_ISAR4, 24, PSR_M),
	FREE(ID_ISAR4, 28, SWP_frac),

	FREE(ID_ISAR5, 0, SEVL),
	FREE(ID_ISAR5, 4, AES),
	FREE(ID_ISAR5, 8, SHA1),
	FREE(ID_ISAR5, 12, SHA2),
	FREE(ID_ISAR5, 16, CRC32),
	FREE(ID_ISAR5, 24, RDM),
	FREE(ID_ISAR5, 28, VCMA),

	HIGHER_SAFE(ID_MMFR4, 0, SpecSEI),
	FREE(ID_MMFR4, 4, AC2),
	INERT(ID_MMFR4, 8, XNX),		/* of stage 2 */
	FREE(ID_MMFR4, 12, CnP),
	FREE(ID_MMFR4, 16, HPDS),
	FREE(ID_MMFR4, 20, LSM),
	KEEP(ID_MMFR4, 24, CCIDX, 0, 0),		/* KVM makes up CCSIDR's old layout */
	INERT(ID_MMFR4, 28, EVT),		/* of HCR2 */

	FREE(ID_ISAR6, 0, JSCVT),
	FREE(ID_ISAR6, 4, DP),
	FREE(ID_ISAR6, 8, FHM),
	FREE(ID_ISAR6, 12, SB),
	FREE(ID_ISAR6, 16, SPECRES),
	FREE(ID_ISAR6, 20, BF16),
	FREE(ID_ISAR6, 24, I8MM),
	FREE(ID_ISAR6, 28, CLRBHB),

	FREE(ID_MVFR0, 0, SIMDReg),
	FREE(ID_MVFR0, 4, FPSP),
	FREE(ID_MVFR0, 8, FPDP),
	FREE(ID_MVFR0, 12, FPTrap),
	FREE(ID_MVFR0, 16, FPDivide),
	FREE(ID_MVFR0, 20, FPSqrt),
	FREE(ID_MVFR0, 24, FPShVec),
	FREE(ID_MVFR0, 28, FPRound),

	FREE(ID_MVFR1, 0, FPFtZ),
	FREE(ID_MVFR1, 4, FPDNaN),
	FREE(ID_MVFR1, 8, SIMDLS),
	FREE(ID_MVFR1, 12, SIMDInt),
	FREE(ID_MVFR1, 16, SIMDSP),
	FREE(ID_MVFR1, 20, SIMDHP),
	FREE(ID_MVFR1, 24, FPHP),
	FREE(ID_MVFR1, 28, SIMDFMAC),

	FREE(ID_MVFR2, 0, SIMDMisc),
	FREE(ID_MVFR2, 4, FPMisc),

	WITH(NO_MELTDOWN, ID_PFR2, 0, CSV3, UNSIGNED, 1),
	FREE(ID_PFR2, 4, SSBS),
	INERT(ID_PFR2, 8, RAS_frac),

	INERT(ID_DFR1, 0, MTPMU),
	INERT(ID_DFR1, 4, HPMN0),

	FREE(ID_MMFR5, 0, ETS),
	FREE(ID_MMFR5, 4, nTLBPA),

	/* what EL1 and EL0 are is the vCPU's; above is the hypervisor */
	{ "EL0", ID_AA64PFR0, 0, ID_UNSIGNED, 1, 2, ID_ALWAYS },
	{ "EL1", ID_AA64PFR0, 4, ID_UNSIGNED, 1, 2, ID_AARCH32_EL1 },
	INERT(ID_AA64PFR0, 8, EL2),
	INERT(ID_AA64PFR0, 12, EL3),
	SIGNED(ID_AA64PFR0, 16, FP, 1),
	SIGNED(ID_AA64PFR0, 20, AdvSIMD, 1),
	WITH_KEEP(GICV3, ID_AA64PFR0, 24, GIC, UNSIGNED, 1),
	KEEP(ID_AA64PFR0, 28, RAS, 0, 1),
	/* that of KVM_ARM_VCPU_INIT */
	{ "SVE", ID_AA64PFR0, 32, ID_UNSIGNED, 0, 1, ID_SVE, ID_FIXED },
	INERT(ID_AA64PFR0, 36, SEL2),
	KEEP(ID_AA64PFR0, 40, MPAM, 0, 0),
	NEVER(ID_AA64PFR0, 44, AMU),
	FREE(ID_AA64PFR0, 48, DIT),
	INERT(ID_AA64PFR0, 52, RME),
	WITH_KEEP(NO_SPECTRE_V2, ID_AA64PFR0, 56, CSV2, UNSIGNED, 1),
	WITH_KEEP(NO_MELTDOWN, ID_AA64PFR0, 60, CSV3, UNSIGNED, 1),

	FREE(ID_AA64PFR1, 0, BT),
	FREE(ID_AA64PFR1, 4, SSBS),
	NEVER(ID_AA64PFR1, 8, MTE),
	KEEP(ID_AA64PFR1, 12, RAS_frac, 0, 0),
	KEEP(ID_AA64PFR1, 16, MPAM_frac, 0, 0),
	NEVER(ID_AA64PFR1, 24, SME),
	INERT(ID_AA64PFR1, 28, RNDR_trap),
	NEVER(ID_AA64PFR1, 32, CSV2_frac),
	NEVER(ID_AA64PFR1, 36, NMI),
	NEVER(ID_AA64PFR1, 40, MTE_frac),
	NEVER(ID_AA64PFR1, 44, GCS),
	NEVER(ID_AA64PFR1, 48, THE),
	NEVER(ID_AA64PFR1, 52, MTEX),
	NEVER(ID_AA64PFR1, 56, DF2),
	NEVER(ID_AA64PFR1, 60, PFAR),

	WITH(SVE, ID_AA64ZFR0, 0, SVEver, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 4, AES, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 12, EltPerm, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 16, BitPerm, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 20, BF16, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 24, B16B16, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 32, SHA3, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 40, SM4, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 44, I8MM, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 52, F32MM, UNSIGNED, 15),
	WITH(SVE, ID_AA64ZFR0, 56, F64MM, UNSIGNED, 15),

	KEEP(ID_AA64DFR0, 0, DebugVer, 6, 6),
	NEVER(ID_AA64DFR0, 4, TraceVer),
	WITH_KEEP(PMU, ID_AA64DFR0, 8, PMUVer, PMU_VERSION, 4),
	/* those that compare contexts are the last ones */
	{ "BRPs", ID_AA64DFR0, 12, ID_UNSIGNED, 0, 15, ID_ALWAYS, ID_FIXED },
	NEVER(ID_AA64DFR0, 16, PMSS),
	FREE(ID_AA64DFR0, 20, WRPs),
	NEVER(ID_AA64DFR0, 24, SEBEP),
	FREE(ID_AA64DFR0, 28, CTX_CMPs),
	KEEP(ID_AA64DFR0, 32, PMSVer, 0, 0),
	SIGNED(ID_AA64DFR0, 36, DoubleLock, 0),
	NEVER(ID_AA64DFR0, 40, TraceFilt),
	NEVER(ID_AA64DFR0, 44, TraceBuffer),
	NEVER(ID_AA64DFR0, 48, MTPMU),
	NEVER(ID_AA64DFR0, 52, BRBE),
	NEVER(ID_AA64DFR0, 56, ExtTrcBuff),
	INERT(ID_AA64DFR0, 60, HPMN0),		/* of MDCR_EL2 */

	FREE(ID_AA64ISAR0, 4, AES),
	FREE(ID_AA64ISAR0, 8, SHA1),
	FREE(ID_AA64ISAR0, 12, SHA2),
	FREE(ID_AA64ISAR0, 16, CRC32),
	FREE(ID_AA64ISAR0, 20, Atomic),
	NEVER(ID_AA64ISAR0, 24, TME),
	FREE(ID_AA64ISAR0, 28, RDM),
	FREE(ID_AA64ISAR0, 32, SHA3),
	FREE(ID_AA64ISAR0, 36, SM3),
	FREE(ID_AA64ISAR0, 40, SM4),
	FREE(ID_AA64ISAR0, 44, DP),
	FREE(ID_AA64ISAR0, 48, FHM),
	FREE(ID_AA64ISAR0, 52, TS),
	FREE(ID_AA64ISAR0, 56, TLB),
	FREE(ID_AA64ISAR0, 60, RNDR),

	FREE(ID_AA64ISAR1, 0, DPB),
	WITH(PTRAUTH, ID_AA64ISAR1, 4, APA, EXACT, 15),
	WITH(PTRAUTH, ID_AA64ISAR1, 8, API, EXACT, 15),
	FREE(ID_AA64ISAR1, 12, JSCVT),
	FREE(ID_AA64ISAR1, 16, FCMA),
	FREE(ID_AA64ISAR1, 20, LRCPC),
	WITH(PTRAUTH, ID_AA64ISAR1, 24, GPA, UNSIGNED, 15),
	WITH(PTRAUTH, ID_AA64ISAR1, 28, GPI, UNSIGNED, 15),
	FREE(ID_AA64ISAR1, 32, FRINTTS),
	FREE(ID_AA64ISAR1, 36, SB),
	FREE(ID_AA64ISAR1, 40, SPECRES),
	FREE(ID_AA64ISAR1, 44, BF16),
	FREE(ID_AA64ISAR1, 48, DGH),
	FREE(ID_AA64ISAR1, 52, I8MM),
	NEVER(ID_AA64ISAR1, 56, XS),		/* HCRX_EL2.FnXS */
	NEVER(ID_AA64ISAR1, 60, LS64),		/* HCRX_EL2.EnAS0 */

	NEVER(ID_AA64ISAR2, 0, WFxT),		/* KVM's WFx trap waits for ever */
	FREE(ID_AA64ISAR2, 4, RPRES),
	WITH(PTRAUTH, ID_AA64ISAR2, 8, GPA3, UNSIGNED, 15),
	WITH(PTRAUTH, ID_AA64ISAR2, 12, APA3, EXACT, 15),
	NEVER(ID_AA64ISAR2, 16, MOPS),		/* HCRX_EL2.MSCEn */
	FREE(ID_AA64ISAR2, 20, BC),
	WITH(PTRAUTH, ID_AA64ISAR2, 24, PAC_frac, UNSIGNED, 15),
	KEEP(ID_AA64ISAR2, 28, CLRBHB, 0, 1),
	NEVER(ID_AA64ISAR2, 32, SYSREG_128),
	NEVER(ID_AA64ISAR2, 36, SYSINSTR_128),
	FREE(ID_AA64ISAR2, 40, PRFMSLC),
	FREE(ID_AA64ISAR2, 48, RPRFM),
	FREE(ID_AA64ISAR2, 52, CSSC),
	NEVER(ID_AA64ISAR2, 56, LUT),
	FREE(ID_AA64ISAR2, 60, ATS1A),

	FREE(ID_AA64MMFR0, 0, PARange),
	FREE(ID_AA64MMFR0, 4, ASIDBits),
	FREE(ID_AA64MMFR0, 8, BigEnd),
	INERT(ID_AA64MMFR0, 12, SNSMem),	/* Secure */
	FREE(ID_AA64MMFR0, 16, BigEndEL0),
	KEEP(ID_AA64MMFR0, 20, TGran16, 0, 1),	/* 2 is 52 bits of address */
	SIGNED(ID_AA64MMFR0, 24, TGran64, 0),
	SIGNED_KEEP(ID_AA64MMFR0, 28, TGran4, 0),
	INERT(ID_AA64MMFR0, 32, TGran16_2),	/* of stage 2 */
	INERT(ID_AA64MMFR0, 36, TGran64_2),
	INERT(ID_AA64MMFR0, 40, TGran4_2),
	FREE(ID_AA64MMFR0, 44, ExS),
	INERT(ID_AA64MMFR0, 56, FGT),		/* of EL2 */
	KEEP(ID_AA64MMFR0, 60, ECV, 0, 1),	/* 2 is CNTPOFF_EL2 */

	FREE(ID_AA64MMFR1, 0, HAFDBS),
	INERT(ID_AA64MMFR1, 4, VMIDBits),	/* of stage 2 */
	INERT(ID_AA64MMFR1, 8, VH),		/* of EL2 */
	FREE(ID_AA64MMFR1, 12, HPDS),
	INERT(ID_AA64MMFR1, 16, LO),
	FREE(ID_AA64MMFR1, 20, PAN),
	HIGHER_SAFE(ID_AA64MMFR1, 24, SpecSEI),
	INERT(ID_AA64MMFR1, 28, XNX),		/* of stage 2 */
	INERT(ID_AA64MMFR1, 32, TWED),		/* of HCR_EL2 */
	FREE(ID_AA64MMFR1, 36, ETS),
	INERT(ID_AA64MMFR1, 40, HCX),		/* HCRX_EL2 */
	FREE(ID_AA64MMFR1, 44, AFP),
	FREE(ID_AA64MMFR1, 48, nTLBPA),
	NEVER(ID_AA64MMFR1, 52, TIDCP1),
	NEVER(ID_AA64MMFR1, 56, CMOW),
	FREE(ID_AA64MMFR1, 60, ECBHB),

	FREE(ID_AA64MMFR2, 0, CnP),
	FREE(ID_AA64MMFR2, 4, UAO),
	FREE(ID_AA64MMFR2, 8, LSM),
	FREE(ID_AA64MMFR2, 12, IESB),
	FREE(ID_AA64MMFR2, 16, VARange),
	KEEP(ID_AA64MMFR2, 20, CCIDX, 0, 0),		/* KVM makes up CCSIDR's old layout */
	INERT(ID_AA64MMFR2, 24, NV),		/* of HCR_EL2 */
	FREE(ID_AA64MMFR2, 28, ST),
	FREE(ID_AA64MMFR2, 32, AT),
	FREE(ID_AA64MMFR2, 36, IDS),
	INERT(ID_AA64MMFR2, 40, FWB),		/* of stage 2 */
	FREE(ID_AA64MMFR2, 48, TTL),
	KEEP(ID_AA64MMFR2, 52, BBM, 0, 1),	/* 2: conflict aborts come to EL2 */
	INERT(ID_AA64MMFR2, 56, EVT),		/* of HCR_EL2 */
	FREE(ID_AA64MMFR2, 60, E0PD),
};

const unsigned int nr_id_fields = ARRAY_SIZE(id_fields);
