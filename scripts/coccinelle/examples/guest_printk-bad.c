// SPDX-License-Identifier: GPL-2.0
static int io_mem_abort(struct kvm_vcpu *vcpu, phys_addr_t fault_ipa)
{
	if (!kvm_vcpu_dabt_isvalid(vcpu)) {
		kvm_err("no syndrome\n"); /* bad */
		return -ENOSYS;
	}
	return 0;
}

static void dump(int level, struct kvm_vcpu *vcpu)
{
	while (level--)
		pr_info("level %d\n", level); /* bad */
	printk(KERN_WARNING "done\n"); /* bad */
}

static void look(const struct kvm_vcpu *vcpu)
{
	kvm_info("seen\n"); /* bad */
}
