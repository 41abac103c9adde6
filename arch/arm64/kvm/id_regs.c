// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ID registers of a guest: op0 3, op1 0, CRn 0, CRm 1 to 7, op2 0 to 7.
 *
 * A field reaches the guest because the table below names it, and never with
 * more than the table allows; all other fields read zero. Its value comes from
 * the cpufeature framework, which knows what all CPUs have in common, not from
 * the register of the CPU the vCPU happens to run on.
 *
 * A VM gets its values when it is created. Userspace may change them until a
 * vCPU runs; from then on they stay, also when a CPU comes online late.
 *
 * The trap, KVM_GET_ONE_REG, KVM_SET_ONE_REG and KVM_GET_REG_LIST all use
 * id_reg_value().
 *
 * Numbers of fields and of their values: ARM DDI 0487, chapter "AArch64 System
 * Register Descriptions".
 */

#include <linux/bitops.h>
#include <linux/cpufeature.h>
#include <linux/cpumask.h>
#include <linux/kernel.h>
#include <linux/kvm_host.h>
#include <linux/percpu.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <asm/cpu.h>
#include <asm/kvm_emulate.h>
#include <asm/kvm_id_regs.h>
#include <asm/mmu.h>
#include <asm/sysreg.h>

#define ID_FIELD_WIDTH	4
#define ID_FIELD_MAX	GENMASK(ID_FIELD_WIDTH - 1, 0)
#define ID_FIELD_BITS(shift)	(0xfULL << (shift))

/* How the values of a field compare */
enum id_field_kind {
	LAST = 0,	/* what ends the fields of a register */
	UNSIGNED,	/* a higher value includes the lower ones */
	SIGNED,		/* the same; negative means not implemented */
	EXACT,		/* not ordered, compare for equality */
	HIGHER,		/* a guest must be prepared for more, never for less */
	PMU_VERSION,	/* as UNSIGNED; 0xf is a PMU of another architecture */
};

/* What userspace may write to a field before a vCPU runs */
enum id_field_write {
	LOWER,		/* what the table offers, or less */
	FIXED,		/* what the table offers */
	KEPT,		/* up to what the host has: other kernels show that */
	INERT,		/* anything: no software at EL1 or EL0 acts on it */
};

/**
 * struct id_field - what a guest may see of a field
 * @shift: its lowest bit
 * @kind: enum id_field_kind; above @max, EXACT is hidden and others are cut
 * @max: the highest value KVM can virtualise
 * @none: what says that the feature is not there
 * @write: enum id_field_write
 * @host: only if this holds on the host; NULL: always
 * @kept: KEPT takes 1 as well if this holds, whatever the host's value is
 */
struct id_field {
	u8 shift : 6;
	u8 kind : 3;
	u8 max : 4;
	u8 none : 4;
	u8 write : 2;
	bool (*host)(void);
	bool (*kept)(void);
};

/**
 * struct id_reg - a register
 * @fields: up to LAST; NULL: reads zero
 * @option: the fields that only some vCPUs have; they are 0 for others
 * @vcpu: does a vCPU have those?
 */
struct id_reg {
	const struct id_field *fields;
	u64 option;
	bool (*vcpu)(const struct kvm_vcpu *vcpu);
};

/* Can EL1 run AArch32 on this host? */
static bool aarch32_at_el1(void)
{
#ifdef TREE_32BIT_EL1
	return cpus_have_const_cap(ARM64_HAS_32BIT_EL1);
#else
	u64 pfr0 = read_sanitised_ftr_reg(SYS_ID_AA64PFR0_EL1);

	return cpuid_feature_extract_unsigned_field(pfr0,
						    ID_AA64PFR0_EL1_SHIFT) == 2;
#endif
}

static bool aarch32_at_el0(void)
{
	return system_supports_32bit_el0();
}

/* Without it, HCR_EL2 doesn't trap the error record registers */
static bool ras_trapped(void)
{
#ifdef TREE_RAS
	return cpus_have_const_cap(ARM64_HAS_RAS_EXTN);
#else
	return false;
#endif
}

static bool spectre_v2_unaffected(void)
{
#if defined(TREE_SPECTRE_V2_STATE)
	return arm64_get_spectre_v2_state() == SPECTRE_UNAFFECTED;
#elif defined(TREE_HARDEN_BRANCH_PREDICTOR)
	return !cpus_have_const_cap(ARM64_HARDEN_BRANCH_PREDICTOR);
#else
	return false;	/* this kernel has never heard of it */
#endif
}

/* Later kernels give guests CSV3 on a CPU that is safe and does not say so */
static bool runs_without_kpti(void)
{
#ifdef TREE_KPTI
	return !arm64_kernel_unmapped_at_el0();
#else
	return false;
#endif
}

#ifdef TREE_FTR_ID_AA64ISAR2
/*
 * The framework reports the highest value of all CPUs. On a CPU without it the
 * instruction is a NOP, which protects nobody.
 */
static bool clrbhb_on_all_cpus(void)
{
	unsigned int cpu;

	for_each_online_cpu(cpu)
		if (!(per_cpu(cpu_data, cpu).reg_id_aa64isar2 & ID_FIELD_BITS(28)))
			return false;
	return true;
}
#endif

static bool pmu_emulated(void)
{
	return kvm_arm_support_pmu_v3();
}

/* Can a VM have a GICv3, with its system registers? */
static bool gicv3_emulated(void)
{
	return kvm_vgic_global_state.type == VGIC_V3;
}

static bool has_gicv3(const struct kvm *kvm)
{
	return irqchip_in_kernel(kvm) &&
	       kvm->arch.vgic.vgic_model == KVM_DEV_TYPE_ARM_VGIC_V3;
}

static bool has_sve(const struct kvm_vcpu *vcpu)
{
#ifdef TREE_SVE
	return vcpu_has_sve(vcpu);
#else
	return false;
#endif
}

static bool has_ptrauth(const struct kvm_vcpu *vcpu)
{
#ifdef TREE_PTRAUTH
	return vcpu_has_ptrauth(vcpu);
#else
	return false;
#endif
}

static bool has_pmu(const struct kvm_vcpu *vcpu)
{
	return test_bit(KVM_ARM_VCPU_PMU_V3, vcpu->arch.features);
}

#define ID_REG(crm, op2)	((crm) << 3 | (op2))

/* A register with its fields, lowest first */
#define SHOWN(crm, op2, name, ...)					\
	[ID_REG(crm, op2)] = {						\
		.fields = (const struct id_field []) { __VA_ARGS__, { } }, \
	}
/* The same; fields in _option are only for vCPUs of which _vcpu() holds */
#define OPTION(crm, op2, name, _vcpu, _option, ...)			\
	[ID_REG(crm, op2)] = {						\
		.fields = (const struct id_field []) { __VA_ARGS__, { } }, \
		.option = _option, .vcpu = _vcpu,			\
	}
/* A register that KVM knows and shows nothing of */
#define HIDDEN(crm, op2, name)						\
	[ID_REG(crm, op2)] = { }
/* An encoding without a register */
#define UNALLOCATED(crm, op2)						\
	[ID_REG(crm, op2)] = { }

/* A field that KVM has no limit for: all that the host has of it */
#define ALL	15
/* A field; what follows its numbers is .host, .write or .kept */
#define FIELD(name, _shift, _kind, _max, _none, ...)			\
	{ .shift = _shift, .kind = _kind, .max = _max, .none = _none,	\
	  ##__VA_ARGS__ }
#define U(name, shift, max, ...)					\
	FIELD(name, shift, UNSIGNED, max, 0, ##__VA_ARGS__)
#define S(name, shift, max, ...)					\
	FIELD(name, shift, SIGNED, max, 0xf, ##__VA_ARGS__)
#define X(name, shift, max, ...)					\
	FIELD(name, shift, EXACT, max, 0, ##__VA_ARGS__)
/* Reads 0 unless userspace writes it */
#define I(name, shift)							\
	FIELD(name, shift, UNSIGNED, 0, 0, .write = INERT)

static const struct id_reg id_regs[] = {
	/*
	 * CRm 1 to 3 describe AArch32. A guest that reads them here has AArch64
	 * at EL1: what only AArch32 software at EL1 could act on is inert.
	 */
	SHOWN(1, 0, ID_PFR0_EL1,
	      U(State0, 0, 1),
	      U(State1, 4, 3),
	      U(State2, 8, 2),
	      U(CSV2, 16, 1, .host = spectre_v2_unaffected, .write = KEPT),
	      U(DIT, 24, 1),
	      I(RAS, 28)),
	/* Neither EL3 nor EL2: no security state, no virtualization */
	SHOWN(1, 1, ID_PFR1_EL1,
	      U(ProgMod, 0, 1),
	      I(Security, 4),
	      I(Virtualization, 12),
	      U(GenTimer, 16, 1),
	      I(Sec_frac, 20),
	      I(Virt_frac, 24),
	      U(GIC, 28, 1, .host = gicv3_emulated, .write = KEPT)),
	OPTION(1, 2, ID_DFR0_EL1, has_pmu, ID_FIELD_BITS(24),
	       U(CopDbg, 0, 6, .write = KEPT),
	       I(CopSDbg, 4),
	       I(MMapDbg, 8),
	       I(CopTrc, 12),
	       I(MMapTrc, 16),
	       FIELD(PerfMon, 24, PMU_VERSION, 4, 0, .host = pmu_emulated,
		     .write = KEPT),
	       I(TraceFilt, 28)),
	HIDDEN(1, 3, ID_AFR0_EL1),
	SHOWN(1, 4, ID_MMFR0_EL1,
	      U(VMSA, 0, 5),
	      S(OuterShr, 8, 1),
	      U(ShareLvl, 12, 1),
	      U(AuxReg, 20, 2),
	      S(InnerShr, 28, 1)),
	SHOWN(1, 5, ID_MMFR1_EL1,
	      U(BPred, 28, 4)),
	SHOWN(1, 6, ID_MMFR2_EL1,
	      U(UniTLB, 16, 6),
	      U(MemBarr, 20, 2),
	      U(WFIStall, 24, 1)),
	SHOWN(1, 7, ID_MMFR3_EL1,
	      U(CMaintVA, 0, 1),
	      U(CMaintSW, 4, 1),
	      U(BPMaint, 8, 2),
	      U(MaintBcst, 12, 2),
	      U(PAN, 16, 3),
	      U(CohWalk, 20, 1),
	      U(CMemSz, 24, 2),
	      S(Supersec, 28, 0)),

	SHOWN(2, 0, ID_ISAR0_EL1,
	      U(Swap, 0, 1),
	      U(BitCount, 4, 1),
	      U(BitField, 8, 1),
	      U(CmpBranch, 12, 1),
	      U(Debug, 20, 1),
	      U(Divide, 24, 2)),
	SHOWN(2, 1, ID_ISAR1_EL1,
	      U(Endian, 0, 1),
	      U(Except, 4, 1),
	      U(Except_AR, 8, 1),
	      U(Extend, 12, 2),
	      U(IfThen, 16, 1),
	      U(Immediate, 20, 1),
	      U(Interwork, 24, 3),
	      U(Jazelle, 28, 1)),
	SHOWN(2, 2, ID_ISAR2_EL1,
	      U(LoadStore, 0, 2),
	      U(MemHint, 4, 4),
	      U(MultiAccessInt, 8, 2),
	      U(Mult, 12, 2),
	      U(MultS, 16, 3),
	      U(MultU, 20, 2),
	      U(PSR_AR, 24, 1),
	      U(Reversal, 28, 2)),
	SHOWN(2, 3, ID_ISAR3_EL1,
	      U(Saturate, 0, 1),
	      U(SIMD, 4, 3),
	      U(SVC, 8, 1),
	      U(SynchPrim, 12, 2),
	      U(TabBranch, 16, 1),
	      U(T32Copy, 20, 1),
	      U(TrueNOP, 24, 1)),
	SHOWN(2, 4, ID_ISAR4_EL1,
	      U(Unpriv, 0, 2),
	      U(WithShifts, 4, 4),
	      U(Writeback, 8, 1),
	      U(SMC, 12, 1),
	      U(Barrier, 16, 1),
	      U(SynchPrim_frac, 20, 3)),
	SHOWN(2, 5, ID_ISAR5_EL1,
	      U(SEVL, 0, 1),
	      U(AES, 4, 2),
	      U(SHA1, 8, 1),
	      U(SHA2, 12, 1),
	      U(CRC32, 16, 1),
	      U(RDM, 24, 1),
	      U(VCMA, 28, 1)),
	/* XNX and EVT are stage 2's, CCIDX is as in ID_AA64MMFR2_EL1 */
	SHOWN(2, 6, ID_MMFR4_EL1,
	      FIELD(SpecSEI, 0, HIGHER, 1, 0),
	      U(AC2, 4, 1),
	      I(XNX, 8),
	      U(CnP, 12, 1),
	      U(HPDS, 16, 2),
	      U(LSM, 20, 1),
	      U(CCIDX, 24, 0, .write = KEPT),
	      I(EVT, 28)),
#ifdef TREE_FTR_ID_ISAR6
	SHOWN(2, 7, ID_ISAR6_EL1,
	      U(JSCVT, 0, 1),
	      U(DP, 4, 1),
	      U(FHM, 8, 1),
	      U(SB, 12, 1),
	      U(SPECRES, 16, 1),
	      U(BF16, 20, 1),
	      U(I8MM, 24, 1)),
#else
	HIDDEN(2, 7, ID_ISAR6_EL1),
#endif

	SHOWN(3, 0, MVFR0_EL1,
	      U(SIMDReg, 0, 2),
	      U(FPSP, 4, 2),
	      U(FPDP, 8, 2),
	      U(FPTrap, 12, 1),
	      U(FPDivide, 16, 1),
	      U(FPSqrt, 20, 1),
	      U(FPShVec, 24, 1),
	      U(FPRound, 28, 1)),
	SHOWN(3, 1, MVFR1_EL1,
	      U(FPFtZ, 0, 1),
	      U(FPDNaN, 4, 1),
	      U(SIMDLS, 8, 1),
	      U(SIMDInt, 12, 1),
	      U(SIMDSP, 16, 1),
	      U(SIMDHP, 20, 2),
	      U(FPHP, 24, 3),
	      U(SIMDFMAC, 28, 1)),
	SHOWN(3, 2, MVFR2_EL1,
	      U(SIMDMisc, 0, 3),
	      U(FPMisc, 4, 4)),
	UNALLOCATED(3, 3),
#ifdef TREE_FTR_ID_PFR2
	SHOWN(3, 4, ID_PFR2_EL1,
	      U(CSV3, 0, 1),
	      U(SSBS, 4, 1),
	      I(RAS_frac, 8)),
#else
	HIDDEN(3, 4, ID_PFR2_EL1),
#endif
#ifdef TREE_FTR_ID_DFR1
	SHOWN(3, 5, ID_DFR1_EL1,
	      I(MTPMU, 0),
	      I(HPMN0, 4)),
#else
	HIDDEN(3, 5, ID_DFR1_EL1),
#endif
#ifdef TREE_FTR_ID_MMFR5
	SHOWN(3, 6, ID_MMFR5_EL1,
	      U(ETS, 0, 1)),
#else
	HIDDEN(3, 6, ID_MMFR5_EL1),
#endif
	UNALLOCATED(3, 7),

	/*
	 * Neither EL3 nor EL2. CSV2 is at most 1, a guest has no SCXTNUM_ELx.
	 * A CPU that needs KPTI has no CSV3: that field needs no condition.
	 * Unmodified kernels set both on a CPU that is on a list of safe ones.
	 */
	OPTION(4, 0, ID_AA64PFR0_EL1, has_sve, ID_FIELD_BITS(32),
	       FIELD(EL0, 0, UNSIGNED, 2, 1, .host = aarch32_at_el0),
	       FIELD(EL1, 4, UNSIGNED, 2, 1, .host = aarch32_at_el1),
	       I(EL2, 8),
	       I(EL3, 12),
	       S(FP, 16, 1),
	       S(AdvSIMD, 20, 1),
	       U(GIC, 24, 1, .host = gicv3_emulated, .write = KEPT),
	       U(RAS, 28, 1, .host = ras_trapped, .write = KEPT),
	       U(SVE, 32, 1, .write = FIXED),
	       I(SEL2, 36),
	       U(MPAM, 40, 0, .write = KEPT),
	       U(DIT, 48, 1),
	       I(RME, 52),
	       U(CSV2, 56, 1, .host = spectre_v2_unaffected, .write = KEPT,
		 .kept = spectre_v2_unaffected),
	       U(CSV3, 60, 1, .write = KEPT, .kept = runs_without_kpti)),
	SHOWN(4, 1, ID_AA64PFR1_EL1,
	      U(BT, 0, 1),
	      U(SSBS, 4, 2),
	      U(RAS_frac, 12, 0, .write = KEPT),
	      U(MPAM_frac, 16, 0, .write = KEPT),
	      I(RNDR_trap, 28)),
	HIDDEN(4, 2, ID_AA64PFR2_EL1),
	UNALLOCATED(4, 3),
	/*
	 * Whatever the values stand for uses the registers of SVE and FPCR, all
	 * of which KVM switches as a whole: as much of it as the host has. BF16
	 * has the same value in ID_AA64ISAR1_EL1, by the architecture.
	 */
#ifdef TREE_FTR_ID_AA64ZFR0
	OPTION(4, 4, ID_AA64ZFR0_EL1, has_sve, ~0ULL,
	       U(SVEver, 0, ALL),
	       U(AES, 4, ALL),
	       U(BitPerm, 16, ALL),
	       U(BF16, 20, ALL),
	       U(SHA3, 32, ALL),
	       U(SM4, 40, ALL),
	       U(I8MM, 44, ALL),
	       U(F32MM, 52, ALL),
	       U(F64MM, 56, ALL)),
#else
	HIDDEN(4, 4, ID_AA64ZFR0_EL1),
#endif
	HIDDEN(4, 5, ID_AA64SMFR0_EL1),
	UNALLOCATED(4, 6),
	HIDDEN(4, 7, ID_AA64FPFR0_EL1),

	/*
	 * Debug as in Armv8.0; the PMU is emulated up to PMUv3p1. Breakpoints
	 * that compare contexts are those with the highest numbers, so a guest
	 * must know how many there are.
	 */
	OPTION(5, 0, ID_AA64DFR0_EL1, has_pmu, ID_FIELD_BITS(8),
	       FIELD(DebugVer, 0, UNSIGNED, 6, 6, .write = KEPT),
	       FIELD(PMUVer, 8, PMU_VERSION, 4, 0, .host = pmu_emulated,
		     .write = KEPT),
	       U(BRPs, 12, 15, .write = FIXED),
	       U(WRPs, 20, 15),
	       U(CTX_CMPs, 28, 15),
	       U(PMSVer, 32, 0, .write = KEPT),
	       S(DoubleLock, 36, 0),
	       I(HPMN0, 60)),
	HIDDEN(5, 1, ID_AA64DFR1_EL1),
	HIDDEN(5, 2, ID_AA64DFR2_EL1),
	UNALLOCATED(5, 3),
	HIDDEN(5, 4, ID_AA64AFR0_EL1),
	HIDDEN(5, 5, ID_AA64AFR1_EL1),
	UNALLOCATED(5, 6),
	UNALLOCATED(5, 7),

	SHOWN(6, 0, ID_AA64ISAR0_EL1,
	      U(AES, 4, 2),
	      U(SHA1, 8, 1),
	      U(SHA2, 12, 2),
	      U(CRC32, 16, 1),
	      U(Atomic, 20, 2),
	      U(RDM, 28, 1),
	      U(SHA3, 32, 1),
	      U(SM3, 36, 1),
	      U(SM4, 40, 1),
	      U(DP, 44, 1),
	      U(FHM, 48, 1),
	      U(TS, 52, 2),
	      U(TLB, 56, 2),
	      U(RNDR, 60, 1)),
	OPTION(6, 1, ID_AA64ISAR1_EL1, has_ptrauth,
	       ID_FIELD_BITS(4) | ID_FIELD_BITS(8) |
	       ID_FIELD_BITS(24) | ID_FIELD_BITS(28),
	       U(DPB, 0, 2),
	       X(APA, 4, 5),
	       X(API, 8, 5),
	       U(JSCVT, 12, 1),
	       U(FCMA, 16, 1),
	       U(LRCPC, 20, 2),
	       U(GPA, 24, 1),
	       U(GPI, 28, 1),
	       U(FRINTTS, 32, 1),
	       U(SB, 36, 1),
	       U(SPECRES, 40, 1),
	       U(BF16, 44, ALL),
	       U(DGH, 48, 1),
	       U(I8MM, 52, 1)),
#ifdef TREE_FTR_ID_AA64ISAR2
	SHOWN(6, 2, ID_AA64ISAR2_EL1,
	      U(RPRES, 4, 1),
	      U(CLRBHB, 28, 1, .host = clrbhb_on_all_cpus, .write = KEPT)),
#else
	HIDDEN(6, 2, ID_AA64ISAR2_EL1),
#endif
	HIDDEN(6, 3, ID_AA64ISAR3_EL1),
	UNALLOCATED(6, 4),
	UNALLOCATED(6, 5),
	UNALLOCATED(6, 6),
	UNALLOCATED(6, 7),

	/* What is about stage 2, EL2 or Secure memory is not the guest's */
	SHOWN(7, 0, ID_AA64MMFR0_EL1,
	      U(PARange, 0, 6),
	      U(ASIDBits, 4, 2),
	      U(BigEnd, 8, 1),
	      I(SNSMem, 12),
	      U(BigEndEL0, 16, 1),
	      U(TGran16, 20, 1, .write = KEPT),
	      S(TGran64, 24, 0),
	      S(TGran4, 28, 0, .write = KEPT),
	      I(TGran16_2, 32),
	      I(TGran64_2, 36),
	      I(TGran4_2, 40),
	      U(ExS, 44, 1),
	      I(FGT, 56),
	      U(ECV, 60, 1, .write = KEPT)),
	/* VMIDBits and VH are EL2's, XNX is of stage 2; of LORegions there are none */
	SHOWN(7, 1, ID_AA64MMFR1_EL1,
	      U(HAFDBS, 0, 2),
	      I(VMIDBits, 4),
	      I(VH, 8),
	      U(HPDS, 12, 2),
	      I(LO, 16),
	      U(PAN, 20, 3),
	      FIELD(SpecSEI, 24, HIGHER, 1, 0),
	      I(XNX, 28),
	      I(TWED, 32),
	      U(ETS, 36, 1),
	      I(HCX, 40),
	      U(AFP, 44, 1)),
	/*
	 * Of CCSIDR_EL1, KVM knows the 32-bit format only: no CCIDX. With BBM
	 * level 2 guests may cause TLB conflict aborts, which KVM can't handle.
	 */
	SHOWN(7, 2, ID_AA64MMFR2_EL1,
	      U(CnP, 0, 1),
	      U(UAO, 4, 1),
	      U(LSM, 8, 1),
	      U(IESB, 12, 1),
	      U(VARange, 16, 1),
	      U(CCIDX, 20, 0, .write = KEPT),
	      I(NV, 24),
	      U(ST, 28, 1),
	      U(AT, 32, 1),
	      U(IDS, 36, 1),
	      I(FWB, 40),
	      U(TTL, 48, 1),
	      U(BBM, 52, 1, .write = KEPT),
	      I(EVT, 56),
	      U(E0PD, 60, 1)),
	HIDDEN(7, 3, ID_AA64MMFR3_EL1),
	HIDDEN(7, 4, ID_AA64MMFR4_EL1),
	UNALLOCATED(7, 5),
	UNALLOCATED(7, 6),
	UNALLOCATED(7, 7),
};

#define FIRST_ID_REG	ID_REG(1, 0)

static u64 host_id_reg(unsigned int reg)
{
	return read_sanitised_ftr_reg(sys_reg(3, 0, 0, reg >> 3, reg & 7));
}

static u8 id_field_get(const struct id_field *f, u64 reg_val)
{
	return reg_val >> f->shift & ID_FIELD_MAX;
}

/* What the table and the host make of a field */
static u8 id_field_offered(const struct id_field *f, u64 host_reg)
{
	u8 host = id_field_get(f, host_reg);

	if (f->host && !f->host())
		return f->none;
	if (f->kind == SIGNED && sign_extend32(host, ID_FIELD_WIDTH - 1) < 0)
		return f->none;
	if (f->kind == EXACT && host > f->max)
		return f->none;
	if (f->kind == PMU_VERSION && host == ID_FIELD_MAX)
		return f->none;
	return min_t(u8, host, f->max);
}

/* Is this @limit or less, as the field counts? */
static bool id_field_within(const struct id_field *f, u8 val, u8 limit)
{
	switch (f->kind) {
	case SIGNED:
		return val == f->none ||
		       (val <= ID_FIELD_MAX >> 1 &&
			(int)val <= sign_extend32(limit, ID_FIELD_WIDTH - 1));
	case EXACT:
		return val == f->none || val == limit;
	case HIGHER:
		return val >= limit && val <= f->max;
	case PMU_VERSION:
		return limit == ID_FIELD_MAX ? val == f->none : val <= limit;
	default:
		return val >= f->none && val <= limit;
	}
}

/*
 * May userspace give a field of a VM that has not run this value? @cur is the
 * one it has; @has: the vCPU written to has the feature the field is about.
 */
static bool id_field_takes(const struct id_field *f, u64 host_reg, bool has,
			   u8 cur, u8 val)
{
	if (val == cur || f->write == INERT)
		return true;
	if (f->write == FIXED)
		return false;
	if (f->write == KEPT &&
	    (id_field_within(f, val, id_field_get(f, host_reg)) ||
	     (f->kept && f->kept() && val == 1)))
		return true;
	return id_field_within(f, val, has ? id_field_offered(f, host_reg)
					   : f->none);
}

/**
 * kvm_init_id_regs - give a new VM what the table and the host offer
 * @kvm: the VM
 */
void kvm_init_id_regs(struct kvm *kvm)
{
	struct kvm_id_regs *ids = &kvm->arch.id_regs;
	const struct id_field *f;
	unsigned int reg;

	BUILD_BUG_ON(ARRAY_SIZE(id_regs) != FIRST_ID_REG + KVM_NR_ID_REGS);

	mutex_init(&ids->lock);
	for (reg = FIRST_ID_REG; reg < ARRAY_SIZE(id_regs); reg++) {
		u64 val = 0, host;

		/* The framework warns about a register that it does not keep */
		if (!id_regs[reg].fields)
			continue;
		host = host_id_reg(reg);
		for (f = id_regs[reg].fields; f->kind != LAST; f++)
			val |= (u64)id_field_offered(f, host) << f->shift;
		ids->val[reg - FIRST_ID_REG] = val;
	}
}

/**
 * kvm_settle_id_regs - a vCPU is about to run for the first time
 * @kvm: its VM
 *
 * From the first of them on the registers stay as they are. Until then they
 * show the system registers of a GICv3 wherever a VM can have one, so that
 * userspace may read and write them before it creates the interrupt controller.
 */
void kvm_settle_id_regs(struct kvm *kvm)
{
	struct kvm_id_regs *ids = &kvm->arch.id_regs;

	mutex_lock(&ids->lock);
	if (!ids->settled && !has_gicv3(kvm)) {
		ids->val[ID_REG(1, 1) - FIRST_ID_REG] &= ~ID_FIELD_BITS(28);
		ids->val[ID_REG(4, 0) - FIRST_ID_REG] &= ~ID_FIELD_BITS(24);
	}
	ids->settled = true;
	mutex_unlock(&ids->lock);
}

static u64 id_reg_value(const struct kvm_vcpu *vcpu, unsigned int reg)
{
	const struct kvm_id_regs *ids = &vcpu->kvm->arch.id_regs;
	const struct id_reg *desc = &id_regs[reg];
	u64 val = READ_ONCE(ids->val[reg - FIRST_ID_REG]);

	if (desc->vcpu && !desc->vcpu(vcpu)) {
		val &= ~desc->option;
		val |= READ_ONCE(ids->without[reg - FIRST_ID_REG]);
	}
	return val;
}

static int id_reg_write(struct kvm_vcpu *vcpu, unsigned int reg, u64 val)
{
	struct kvm_id_regs *ids = &vcpu->kvm->arch.id_regs;
	u64 cur = id_reg_value(vcpu, reg), host, lacks = 0, named = 0;
	unsigned int i = reg - FIRST_ID_REG;
	const struct id_field *f;

	if (val == cur)
		return 0;
	if (ids->settled)
		return -EBUSY;
	if (!id_regs[reg].fields)
		return -EINVAL;

	if (id_regs[reg].vcpu && !id_regs[reg].vcpu(vcpu))
		lacks = id_regs[reg].option;
	host = host_id_reg(reg);
	for (f = id_regs[reg].fields; f->kind != LAST; f++) {
		if (!id_field_takes(f, host, !(lacks & ID_FIELD_BITS(f->shift)),
				    id_field_get(f, cur), id_field_get(f, val)))
			return -EINVAL;
		named |= ID_FIELD_BITS(f->shift);
	}
	if (val & ~named)
		return -EINVAL;

	WRITE_ONCE(ids->val[i], (ids->val[i] & lacks) | (val & ~lacks));
	if (lacks)
		WRITE_ONCE(ids->without[i], val & lacks);
	return 0;
}

/* ESR_EL2 of a trapped MRS; ARM DDI 0487, ISS encoding for EC 0x18 */
#define ISS_SYSREG_OP2(esr)	((esr) >> 17 & 7)
#define ISS_SYSREG_CRM(esr)	((esr) >> 1 & 0xf)
#define ISS_SYSREG_RT(esr)	((esr) >> 5 & 0x1f)
/* op0, op1, CRn and the direction */
#define ISS_SYSREG_GROUP_MASK	(GENMASK(21, 20) | GENMASK(16, 10) | BIT(0))
#define ISS_SYSREG_ID_READ	(GENMASK(21, 20) | BIT(0))

/**
 * kvm_handle_id_reg - handle a trapped access if it reads an ID register
 * @vcpu: the vCPU that trapped, running
 * @esr: its ESR_EL2, EC 0x18
 *
 * Return: true if it did and the vCPU has its value
 */
bool kvm_handle_id_reg(struct kvm_vcpu *vcpu, u32 esr)
{
	unsigned int reg = ID_REG(ISS_SYSREG_CRM(esr), ISS_SYSREG_OP2(esr));

	if ((esr & ISS_SYSREG_GROUP_MASK) != ISS_SYSREG_ID_READ ||
	    reg - FIRST_ID_REG >= KVM_NR_ID_REGS)
		return false;

	vcpu_set_reg(vcpu, ISS_SYSREG_RT(esr), id_reg_value(vcpu, reg));
	kvm_skip_instr(vcpu, true);
	return true;
}

static unsigned int id_to_reg(u64 id)
{
	return FIRST_ID_REG + (id - ARM64_SYS_REG(3, 0, 0, 1, 0));
}

/**
 * kvm_get_id_reg - KVM_GET_ONE_REG
 * @vcpu: whose
 * @reg: kvm_is_id_reg() holds for its id; addr is in userspace
 *
 * Return: 0 or -EFAULT
 */
int kvm_get_id_reg(struct kvm_vcpu *vcpu, const struct kvm_one_reg *reg)
{
	return put_user(id_reg_value(vcpu, id_to_reg(reg->id)),
			(u64 __user *)(unsigned long)reg->addr);
}

/**
 * kvm_set_id_reg - KVM_SET_ONE_REG
 * @vcpu: one of the VM to change; of the features that only some vCPUs have,
 *	  only what it has itself
 * @reg: kvm_is_id_reg() holds for its id; addr is in userspace
 *
 * Return: 0; -EFAULT; -EBUSY if a vCPU has run and the register has another
 * value; -EINVAL if the VM can't have this one
 */
int kvm_set_id_reg(struct kvm_vcpu *vcpu, const struct kvm_one_reg *reg)
{
	struct kvm_id_regs *ids = &vcpu->kvm->arch.id_regs;
	u64 val;
	int ret;

	if (get_user(val, (u64 __user *)(unsigned long)reg->addr))
		return -EFAULT;

	mutex_lock(&ids->lock);
	ret = id_reg_write(vcpu, id_to_reg(reg->id), val);
	mutex_unlock(&ids->lock);
	return ret;
}

/**
 * kvm_copy_id_reg_indices - the group's part of KVM_GET_REG_LIST
 * @uindices: room for KVM_NR_ID_REGS
 *
 * Return: 0 or -EFAULT
 */
int kvm_copy_id_reg_indices(u64 __user *uindices)
{
	unsigned int i;

	for (i = 0; i < KVM_NR_ID_REGS; i++)
		if (put_user(ARM64_SYS_REG(3, 0, 0, 1, 0) + i, uindices + i))
			return -EFAULT;
	return 0;
}

/* The fields of a register that userspace may write */
static u64 id_reg_mask(unsigned int reg)
{
	const struct id_field *f;
	u64 mask = 0;

	if (!id_regs[reg].fields)
		return 0;
	for (f = id_regs[reg].fields; f->kind != LAST; f++)
		if (f->write != FIXED)
			mask |= ID_FIELD_BITS(f->shift);
	return mask;
}

/**
 * kvm_get_id_reg_masks - KVM_ARM_GET_REG_WRITABLE_MASKS
 * @argp: a struct reg_mask_range in userspace
 *
 * Return: 0; -EINVAL for a range that does not exist, or if reserved is not
 * zero; -EFAULT
 */
int kvm_get_id_reg_masks(const void __user *argp)
{
	struct reg_mask_range range;
	u64 __user *masks;
	unsigned int reg;

	if (copy_from_user(&range, argp, sizeof(range)))
		return -EFAULT;
	if (range.range != KVM_ARM_FEATURE_ID_RANGE ||
	    memchr_inv(range.reserved, 0, sizeof(range.reserved)))
		return -EINVAL;

	/* Most of the range is not of this group */
	masks = (u64 __user *)(unsigned long)range.addr;
	if (clear_user(masks, KVM_ARM_FEATURE_ID_RANGE_SIZE * sizeof(*masks)))
		return -EFAULT;

	for (reg = FIRST_ID_REG; reg < ARRAY_SIZE(id_regs); reg++)
		if (put_user(id_reg_mask(reg),
			     masks + KVM_ARM_FEATURE_ID_RANGE_IDX(3, 0, 0, reg >> 3,
								  reg & 7)))
			return -EFAULT;
	return 0;
}
