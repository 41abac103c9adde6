// SPDX-License-Identifier: GPL-2.0
static bool access_pfr0(struct kvm_vcpu *vcpu, struct sys_reg_params *p)
{
	p->regval = read_sanitised_ftr_reg(SYS_ID_AA64PFR0_EL1);
	return true;
}

static u64 others(void)
{
	return read_sysreg(midr_el1) ^ read_sysreg_s(SYS_CNTKCTL_EL1) ^ read_cpuid(CTR_EL0);
}

static struct sys_reg_desc invariant_sys_regs[] = {
	{ SYS_DESC(SYS_MIDR_EL1), NULL, get_midr_el1 },
};
