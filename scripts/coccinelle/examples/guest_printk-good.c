// SPDX-License-Identifier: GPL-2.0
static int io_mem_abort(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa)
{
	if (!kvm_vcpu_dabt_isvalid(vcpu)) {
		pr_warn_ratelimited("no syndrome\n");
		kvm_pr_unimpl("no syndrome\n");
		pr_err_once("no syndrome\n");
		return -ENOSYS;
	}
	return 0;
}

static int check_table(const struct id_reg *reg)
{
	kvm_err("table: %s\n", reg->name);
	return -EINVAL;
}
