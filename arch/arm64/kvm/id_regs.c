// SPDX-License-Identifier: GPL-2.0-only
/*
 * The ID registers of a guest: op0 3, op1 0, CRn 0, CRm 1 to 7, op2 0 to 7.
 *
 * A field reaches the guest because the table below names it, and never with
 * more than the table allows; all other fields read zero. Its value comes from
 * the cpufeature framework, which knows what all CPUs have in common, not from
 * the register of the CPU the vCPU happens to run on.
 *
 * The trap, KVM_GET_ONE_REG, KVM_SET_ONE_REG and KVM_GET_REG_LIST all use
 * id_reg_value(). The registers can't be written, so no vCPU stores them.
 *
 * Numbers of fields and of their values: ARM DDI 0487, chapter "AArch64 System
 * Register Descriptions".
 */

#include <linux/bitops.h>
#include <linux/cpufeature.h>
#include <linux/cpuhotplug.h>
#include <linux/kernel.h>
#include <linux/kvm_host.h>
#include <linux/uaccess.h>
#include <asm/kvm_emulate.h>
#include <asm/kvm_id_regs.h>
#include <asm/sysreg.h>

#define ID_FIELD_WIDTH	4
#define ID_FIELD_MAX	GENMASK(ID_FIELD_WIDTH - 1, 0)

/* How the values of a field compare */
enum id_field_kind {
	UNSIGNED,	/* more is more */
	SIGNED,		/* as UNSIGNED, and negative is not there */
	EXACT,		/* they don't: each is a thing of its own */
};

/**
 * struct id_field - what a guest may see of a field
 * @name: as the architecture has it
 * @shift: its lowest bit
 * @kind: enum id_field_kind; above @max, EXACT is hidden and others are cut
 * @max: the highest value KVM can virtualise
 * @none: what says that the feature is not there
 * @host: only if this holds on the host; NULL: always
 * @vcpu: only for vCPUs of which this holds; NULL: all
 */
struct id_field {
	const char *name;
	u8 shift;
	u8 kind;
	u8 max;
	u8 none;
	bool (*host)(void);
	bool (*vcpu)(const struct kvm_vcpu *vcpu);
};

struct id_reg {
	const char *name;
	const struct id_field *fields;	/* up to one without a name, or NULL */
};

/* Does userspace get a vCPU into AArch32 at EL1, or a guest its EL0? */
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

/* The system registers of the interrupt controller are those of GICv3 */
static bool has_gicv3(const struct kvm_vcpu *vcpu)
{
	return irqchip_in_kernel(vcpu->kvm) &&
	       vcpu->kvm->arch.vgic.vgic_model == KVM_DEV_TYPE_ARM_VGIC_V3;
}

#define ID_REG(crm, op2)	((crm) << 3 | (op2))

/* A register with its fields, lowest first */
#define SHOWN(crm, op2, _name, ...)					\
	[ID_REG(crm, op2)] = {						\
		.name = #_name,						\
		.fields = (const struct id_field []) { __VA_ARGS__, { } }, \
	}
/* A register that KVM knows and shows nothing of */
#define HIDDEN(crm, op2, _name)						\
	[ID_REG(crm, op2)] = { .name = #_name }
/* An encoding without a register */
#define UNALLOCATED(crm, op2)						\
	[ID_REG(crm, op2)] = { .name = "unallocated" }

/* A field; what follows its numbers is .host or .vcpu */
#define FIELD(_name, _shift, _kind, _max, _none, ...)			\
	{ .name = #_name, .shift = _shift, .kind = _kind, .max = _max,	\
	  .none = _none, ##__VA_ARGS__ }
#define U(name, shift, max, ...)					\
	FIELD(name, shift, UNSIGNED, max, 0, ##__VA_ARGS__)
#define S(name, shift, max, ...)					\
	FIELD(name, shift, SIGNED, max, 0xf, ##__VA_ARGS__)
#define X(name, shift, max, ...)					\
	FIELD(name, shift, EXACT, max, 0, ##__VA_ARGS__)

static const struct id_reg id_regs[] = {
	SHOWN(1, 0, ID_PFR0_EL1,
	      U(State0, 0, 1),
	      U(State1, 4, 3),
	      U(State2, 8, 2),
	      U(CSV2, 16, 1, .host = spectre_v2_unaffected),
	      U(DIT, 24, 1)),
	/* Neither EL3 nor EL2: no security state, no virtualization */
	SHOWN(1, 1, ID_PFR1_EL1,
	      U(ProgMod, 0, 1),
	      U(GenTimer, 16, 1),
	      U(GIC, 28, 1, .vcpu = has_gicv3)),
	SHOWN(1, 2, ID_DFR0_EL1,
	      U(CopDbg, 0, 6),
	      FIELD(PerfMon, 24, SIGNED, 4, 0, .vcpu = has_pmu)),
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
	      X(SpecSEI, 0, 1),
	      U(AC2, 4, 1),
	      U(CnP, 12, 1),
	      U(HPDS, 16, 2),
	      U(LSM, 20, 1)),
	SHOWN(2, 7, ID_ISAR6_EL1,
	      U(JSCVT, 0, 1),
	      U(DP, 4, 1),
	      U(FHM, 8, 1),
	      U(SB, 12, 1),
	      U(SPECRES, 16, 1),
	      U(BF16, 20, 1),
	      U(I8MM, 24, 1)),

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
	SHOWN(3, 4, ID_PFR2_EL1,
	      U(CSV3, 0, 1),
	      U(SSBS, 4, 1)),
	HIDDEN(3, 5, ID_DFR1_EL1),
	SHOWN(3, 6, ID_MMFR5_EL1,
	      U(ETS, 0, 1)),
	UNALLOCATED(3, 7),

	/*
	 * Neither EL3 nor EL2. CSV2 is at most 1, a guest has no SCXTNUM_ELx.
	 * A CPU that needs KPTI has no CSV3: that field needs no condition.
	 */
	SHOWN(4, 0, ID_AA64PFR0_EL1,
	      FIELD(EL0, 0, UNSIGNED, 2, 1, .host = aarch32_at_el0),
	      FIELD(EL1, 4, UNSIGNED, 2, 1, .host = aarch32_at_el1),
	      S(FP, 16, 1),
	      S(AdvSIMD, 20, 1),
	      U(GIC, 24, 1, .vcpu = has_gicv3),
	      U(RAS, 28, 1, .host = ras_trapped),
	      U(SVE, 32, 1, .vcpu = has_sve),
	      U(DIT, 48, 1),
	      U(CSV2, 56, 1, .host = spectre_v2_unaffected),
	      U(CSV3, 60, 1)),
	SHOWN(4, 1, ID_AA64PFR1_EL1,
	      U(BT, 0, 1),
	      U(SSBS, 4, 2)),
	HIDDEN(4, 2, ID_AA64PFR2_EL1),
	UNALLOCATED(4, 3),
	SHOWN(4, 4, ID_AA64ZFR0_EL1,
	      U(SVEver, 0, 1, .vcpu = has_sve),
	      U(AES, 4, 2, .vcpu = has_sve),
	      U(BitPerm, 16, 1, .vcpu = has_sve),
	      U(BF16, 20, 1, .vcpu = has_sve),
	      U(SHA3, 32, 1, .vcpu = has_sve),
	      U(SM4, 40, 1, .vcpu = has_sve),
	      U(I8MM, 44, 1, .vcpu = has_sve),
	      U(F32MM, 52, 1, .vcpu = has_sve),
	      U(F64MM, 56, 1, .vcpu = has_sve)),
	HIDDEN(4, 5, ID_AA64SMFR0_EL1),
	UNALLOCATED(4, 6),
	HIDDEN(4, 7, ID_AA64FPFR0_EL1),

	/* Debug as in Armv8.0; the PMU is emulated up to PMUv3p1 */
	SHOWN(5, 0, ID_AA64DFR0_EL1,
	      U(DebugVer, 0, 6),
	      FIELD(PMUVer, 8, SIGNED, 4, 0, .vcpu = has_pmu),
	      U(BRPs, 12, 15),
	      U(WRPs, 20, 15),
	      U(CTX_CMPs, 28, 15),
	      S(DoubleLock, 36, 0)),
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
	SHOWN(6, 1, ID_AA64ISAR1_EL1,
	      U(DPB, 0, 2),
	      X(APA, 4, 5, .vcpu = has_ptrauth),
	      X(API, 8, 5, .vcpu = has_ptrauth),
	      U(JSCVT, 12, 1),
	      U(FCMA, 16, 1),
	      U(LRCPC, 20, 2),
	      U(GPA, 24, 1, .vcpu = has_ptrauth),
	      U(GPI, 28, 1, .vcpu = has_ptrauth),
	      U(FRINTTS, 32, 1),
	      U(SB, 36, 1),
	      U(SPECRES, 40, 1),
	      U(BF16, 44, 1),
	      U(DGH, 48, 1),
	      U(I8MM, 52, 1)),
	SHOWN(6, 2, ID_AA64ISAR2_EL1,
	      U(RPRES, 4, 1),
	      U(CLRBHB, 28, 1)),
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
	      U(BigEndEL0, 16, 1),
	      U(TGran16, 20, 1),
	      S(TGran64, 24, 0),
	      S(TGran4, 28, 0),
	      U(ExS, 44, 1),
	      U(ECV, 60, 1)),
	/* VMIDBits and VH are EL2's, XNX is of stage 2; of LORegions there are none */
	SHOWN(7, 1, ID_AA64MMFR1_EL1,
	      U(HAFDBS, 0, 2),
	      U(HPDS, 12, 2),
	      U(PAN, 20, 3),
	      X(SpecSEI, 24, 1),
	      U(ETS, 36, 1),
	      U(AFP, 44, 1)),
	/* Of CCSIDR_EL1, KVM knows the 32-bit format only: no CCIDX */
	SHOWN(7, 2, ID_AA64MMFR2_EL1,
	      U(CnP, 0, 1),
	      U(UAO, 4, 1),
	      U(LSM, 8, 1),
	      U(IESB, 12, 1),
	      U(VARange, 16, 1),
	      U(ST, 28, 1),
	      U(AT, 32, 1),
	      U(IDS, 36, 1),
	      U(TTL, 48, 1),
	      U(BBM, 52, 2),
	      U(E0PD, 60, 1)),
	HIDDEN(7, 3, ID_AA64MMFR3_EL1),
	HIDDEN(7, 4, ID_AA64MMFR4_EL1),
	UNALLOCATED(7, 5),
	UNALLOCATED(7, 6),
	UNALLOCATED(7, 7),
};

#define FIRST_ID_REG	ID_REG(1, 0)

/* Part of a register that only some vCPUs have */
struct id_reg_option {
	bool (*vcpu)(const struct kvm_vcpu *vcpu);
	u64 with;		/* its fields for these vCPUs */
	u64 without;		/* and for others */
};

#define ID_REG_OPTIONS	2

/* What the table and the host make of a register */
struct id_reg_values {
	u64 always;
	struct id_reg_option option[ID_REG_OPTIONS];
};

static struct id_reg_values id_reg_values[ARRAY_SIZE(id_regs)] __read_mostly;

static u64 id_field_value(const struct id_field *f, u64 host)
{
	u8 val = host >> f->shift & ID_FIELD_MAX;

	if (f->host && !f->host())
		return f->none;
	if (f->kind == SIGNED && val >> (ID_FIELD_WIDTH - 1))
		return f->none;
	if (f->kind == EXACT && val > f->max)
		return f->none;
	return min(val, f->max);
}

static struct id_reg_option *find_option(struct id_reg_option *options,
					 const struct id_field *f)
{
	int i;

	for (i = 0; i < ID_REG_OPTIONS; i++)
		if (!options[i].vcpu || options[i].vcpu == f->vcpu)
			return &options[i];
	return NULL;
}

static void refresh_id_reg(unsigned int reg)
{
	u64 host = read_sanitised_ftr_reg(sys_reg(3, 0, 0, reg >> 3, reg & 7));
	struct id_reg_values *values = &id_reg_values[reg];
	struct id_reg_values new = { };
	const struct id_field *f;
	int i;

	for (f = id_regs[reg].fields; f->name; f++) {
		struct id_reg_option *option = find_option(new.option, f);
		u64 val = id_field_value(f, host) << f->shift;

		if (!f->vcpu) {
			new.always |= val;
			continue;
		}
		option->vcpu = f->vcpu;
		option->with |= val;
		option->without |= (u64)f->none << f->shift;
	}

	/* A guest that reads meanwhile gets the old value or the new one */
	WRITE_ONCE(values->always, new.always);
	for (i = 0; i < ID_REG_OPTIONS; i++) {
		WRITE_ONCE(values->option[i].with, new.option[i].with);
		WRITE_ONCE(values->option[i].without, new.option[i].without);
		WRITE_ONCE(values->option[i].vcpu, new.option[i].vcpu);
	}
}

/* A CPU that comes late may have less than those that were there */
static int refresh_id_regs(unsigned int cpu)
{
	unsigned int reg;

	for (reg = FIRST_ID_REG; reg < ARRAY_SIZE(id_regs); reg++)
		if (id_regs[reg].fields)
			refresh_id_reg(reg);
	return 0;
}

static bool id_field_is_sane(const struct id_field *f)
{
	u8 max = f->kind == SIGNED ? ID_FIELD_MAX >> 1 : ID_FIELD_MAX;

	return f->shift < 64 && f->shift % ID_FIELD_WIDTH == 0 &&
	       f->max <= max && f->none <= ID_FIELD_MAX;
}

static int check_id_reg(const struct id_reg *reg)
{
	struct id_reg_option options[ID_REG_OPTIONS] = { };
	const struct id_field *f;
	u64 used = 0;

	if (!reg->name) {
		kvm_err("ID register table: nothing for op0 3, CRm %td, op2 %td\n",
			(reg - id_regs) >> 3, (reg - id_regs) & 7);
		return -EINVAL;
	}
	for (f = reg->fields; f && f->name; f++) {
		struct id_reg_option *option = find_option(options, f);

		if (!id_field_is_sane(f)) {
			kvm_err("ID register table: %s.%s is no field, or has a value that doesn't fit\n",
				reg->name, f->name);
			return -EINVAL;
		}
		if (used & (u64)ID_FIELD_MAX << f->shift) {
			kvm_err("ID register table: %s.%s overlaps another field\n",
				reg->name, f->name);
			return -EINVAL;
		}
		if (f->vcpu && !option) {
			kvm_err("ID register table: %s.%s is an option too many\n",
				reg->name, f->name);
			return -EINVAL;
		}
		if (f->vcpu)
			option->vcpu = f->vcpu;
		used |= (u64)ID_FIELD_MAX << f->shift;
	}
	return 0;
}

/**
 * kvm_init_id_regs - check the table and see what the host has
 *
 * Return: 0; -EINVAL if the table is wrong, and the log says where; -errno if
 * later CPUs could not be followed
 */
int kvm_init_id_regs(void)
{
	unsigned int reg;
	int ret;

	BUILD_BUG_ON(ARRAY_SIZE(id_regs) != FIRST_ID_REG + KVM_NR_ID_REGS);

	for (reg = FIRST_ID_REG; reg < ARRAY_SIZE(id_regs); reg++) {
		ret = check_id_reg(&id_regs[reg]);
		if (ret)
			return ret;
	}

	/* Calls it for the CPUs that are online, too */
	ret = cpuhp_setup_state(CPUHP_AP_ONLINE_DYN, "kvm/arm64/id_regs:online",
				refresh_id_regs, NULL);
	return ret < 0 ? ret : 0;
}

static u64 id_reg_value(const struct kvm_vcpu *vcpu, unsigned int reg)
{
	const struct id_reg_values *values = &id_reg_values[reg];
	const struct id_reg_option *option = values->option;
	u64 val = READ_ONCE(values->always);
	int i;

	for (i = 0; i < ID_REG_OPTIONS && option[i].vcpu; i++)
		val |= option[i].vcpu(vcpu) ? READ_ONCE(option[i].with)
					    : READ_ONCE(option[i].without);
	return val;
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
 * @vcpu: whose
 * @reg: kvm_is_id_reg() holds for its id; addr is in userspace
 *
 * Return: 0 if the register has the value already, else -EINVAL; or -EFAULT
 */
int kvm_set_id_reg(struct kvm_vcpu *vcpu, const struct kvm_one_reg *reg)
{
	u64 val;

	if (get_user(val, (u64 __user *)(unsigned long)reg->addr))
		return -EFAULT;
	return val == id_reg_value(vcpu, id_to_reg(reg->id)) ? 0 : -EINVAL;
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
