// SPDX-License-Identifier: GPL-2.0
static bool access_pfr0(struct kvm_vcpu *vcpu, struct sys_reg_params *p)
{
	p->regval = read_sysreg(id_aa64pfr0_el1); /* bad */
	return true;
}

static u64 isar1(void)
{
	u64 val = read_sysreg_s(SYS_ID_AA64ISAR1_EL1); /* bad */

	return val & ~GENMASK(15, 4);
}

static u32 mvfr(int nr)
{
	return nr ? read_cpuid(MVFR1_EL1) : read_cpuid(MVFR0_EL1); /* bad bad */
}

static struct sys_reg_desc invariant_sys_regs[] = {
	{ SYS_DESC(SYS_MIDR_EL1), NULL, get_midr_el1 },
	{ SYS_DESC(SYS_ID_PFR0_EL1), NULL, get_id_pfr0_el1 }, /* bad */
};
