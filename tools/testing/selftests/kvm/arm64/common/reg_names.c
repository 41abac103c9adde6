// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of the registers that KVM_GET_REG_LIST shows.
 */
#include "processor.h"
#include "reg_snapshot.h"

#define SYSREG_NAME(reg)	{ KVM_ARM64_SYS_REG(SYS_##reg), #reg }
#define CORE_NAME(field)	{ ARM64_CORE_REG(field), #field }

/* The registers a test is likely to fail on; the rest show their encoding. */
static const struct {
	u64 id;
	const char *name;
} known_names[] = {
	CORE_NAME(regs.sp),
	CORE_NAME(regs.pc),
	CORE_NAME(regs.pstate),
	CORE_NAME(sp_el1),
	CORE_NAME(elr_el1),
	SYSREG_NAME(SCTLR_EL1),
	SYSREG_NAME(CPACR_EL1),
	SYSREG_NAME(TTBR0_EL1),
	SYSREG_NAME(TTBR1_EL1),
	SYSREG_NAME(TCR_EL1),
	SYSREG_NAME(ESR_EL1),
	SYSREG_NAME(AFSR0_EL1),
	SYSREG_NAME(AFSR1_EL1),
	SYSREG_NAME(FAR_EL1),
	SYSREG_NAME(PAR_EL1),
	SYSREG_NAME(MAIR_EL1),
	SYSREG_NAME(VBAR_EL1),
	SYSREG_NAME(CONTEXTIDR_EL1),
	SYSREG_NAME(TPIDR_EL0),
	SYSREG_NAME(TPIDRRO_EL0),
	SYSREG_NAME(TPIDR_EL1),
	SYSREG_NAME(DACR32_EL2),
	SYSREG_NAME(IFSR32_EL2),
};

static u64 sysreg_field(u64 id, u64 mask, unsigned int shift)
{
	return (id & mask) >> shift;
}

static void core_reg_name(u64 id, char *buf, size_t size)
{
	u64 off = id & ~(KVM_REG_ARCH_MASK | KVM_REG_SIZE_MASK |
			 KVM_REG_ARM_CORE);

	if (off < KVM_REG_ARM_CORE_REG(regs.sp))
		snprintf(buf, size, "x%lu", (unsigned long)off / 2);
	else if (off < KVM_REG_ARM_CORE_REG(fp_regs.vregs[0]))
		snprintf(buf, size, "spsr[%lu]", (unsigned long)
			 (off - KVM_REG_ARM_CORE_REG(spsr[0])) / 2);
	else if (off < KVM_REG_ARM_CORE_REG(fp_regs.fpsr))
		snprintf(buf, size, "v%lu", (unsigned long)
			 (off - KVM_REG_ARM_CORE_REG(fp_regs.vregs[0])) / 4);
	else
		snprintf(buf, size, off == KVM_REG_ARM_CORE_REG(fp_regs.fpsr) ?
			 "fpsr" : "fpcr");
}

static void sve_reg_name(u64 id, char *buf, size_t size)
{
	unsigned int nr = (id >> 5) & 0x1f;

	if (id == KVM_REG_ARM64_SVE_VLS)
		snprintf(buf, size, "sve_vls");
	else if (id < KVM_REG_ARM64_SVE_PREG(0, 0))
		snprintf(buf, size, "z%u", nr);
	else if (id < KVM_REG_ARM64_SVE_FFR(0))
		snprintf(buf, size, "p%u", nr & 0xf);
	else
		snprintf(buf, size, "ffr");
}

/**
 * reg_name - what to call a register in a message
 * @id: KVM register id
 * @buf: where the name goes
 * @size: bytes of @buf
 */
void reg_name(u64 id, char *buf, size_t size)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(known_names); i++) {
		if (known_names[i].id == id) {
			snprintf(buf, size, "%s", known_names[i].name);
			return;
		}
	}

	switch (id & KVM_REG_ARM_COPROC_MASK) {
	case KVM_REG_ARM_CORE:
		core_reg_name(id, buf, size);
		break;
	case KVM_REG_ARM64_SVE:
		sve_reg_name(id, buf, size);
		break;
	case KVM_REG_ARM64_SYSREG:
		snprintf(buf, size, "s%lu_%lu_c%lu_c%lu_%lu",
			 sysreg_field(id, KVM_REG_ARM64_SYSREG_OP0_MASK,
				      KVM_REG_ARM64_SYSREG_OP0_SHIFT),
			 sysreg_field(id, KVM_REG_ARM64_SYSREG_OP1_MASK,
				      KVM_REG_ARM64_SYSREG_OP1_SHIFT),
			 sysreg_field(id, KVM_REG_ARM64_SYSREG_CRN_MASK,
				      KVM_REG_ARM64_SYSREG_CRN_SHIFT),
			 sysreg_field(id, KVM_REG_ARM64_SYSREG_CRM_MASK,
				      KVM_REG_ARM64_SYSREG_CRM_SHIFT),
			 sysreg_field(id, KVM_REG_ARM64_SYSREG_OP2_MASK,
				      KVM_REG_ARM64_SYSREG_OP2_SHIFT));
		break;
	default:
		snprintf(buf, size, "reg");
	}
}

/**
 * reg_is_volatile - can a register change while nothing happens to the guest?
 * @id: KVM register id
 *
 * Return: true for counters, and timers, which fire.
 */
bool reg_is_volatile(u64 id)
{
	u64 crn, crm, op1;

	if ((id & KVM_REG_ARM_COPROC_MASK) != KVM_REG_ARM64_SYSREG ||
	    sysreg_field(id, KVM_REG_ARM64_SYSREG_OP0_MASK,
			 KVM_REG_ARM64_SYSREG_OP0_SHIFT) != 3)
		return false;

	op1 = sysreg_field(id, KVM_REG_ARM64_SYSREG_OP1_MASK,
			   KVM_REG_ARM64_SYSREG_OP1_SHIFT);
	crn = sysreg_field(id, KVM_REG_ARM64_SYSREG_CRN_MASK,
			   KVM_REG_ARM64_SYSREG_CRN_SHIFT);
	crm = sysreg_field(id, KVM_REG_ARM64_SYSREG_CRM_MASK,
			   KVM_REG_ARM64_SYSREG_CRM_SHIFT);

	if (op1 == 3 && crn == 14)	/* timers, PMEVCNTR and PMEVTYPER */
		return crm < 12;

	/* PMCCNTR_EL0 */
	return id == ARM64_SYS_REG(3, 3, 9, 13, 0);
}

/**
 * reg_is_fixed - is a register one that an initialised vCPU does not take?
 * @id: KVM register id
 *
 * Return: true for the set of SVE vector lengths.
 */
bool reg_is_fixed(u64 id)
{
	return id == KVM_REG_ARM64_SVE_VLS;
}
