// SPDX-License-Identifier: GPL-2.0
/*
 * ID registers saved on other kernels are taken (ID-19).
 */
#include "case_list.h"
#include "id_guest.h"
#include "id_saved.h"
#include "witness.h"

#define MIDR_A57	0x411fd070
#define MIDR_QEMU_MAX	0xf0510

/**
 * struct saved - the registers of a VM on another kernel
 * @name: of the kernel and the CPU
 * @midr: MIDR_EL1 of the CPU
 * @regs: those that were not 0
 * @nr: how many
 */
struct saved {
	const char *name;
	u64 midr;
	const struct id_saved *regs;
	size_t nr;
};

#define SAVED(_name, _midr, _regs)	{ _name, _midr, _regs, ARRAY_SIZE(_regs) }

static const struct saved all_saved[] = {
	SAVED("5.10-max", MIDR_QEMU_MAX, id_saved_5_10_max),
	SAVED("6.1-max", MIDR_QEMU_MAX, id_saved_6_1_max),
	SAVED("5.10-a57", MIDR_A57, id_saved_5_10_a57),
	SAVED("6.1-a57", MIDR_A57, id_saved_6_1_a57),
};

static u64 saved_reg(const struct saved *saved, unsigned int reg)
{
	size_t i;

	for (i = 0; i < saved->nr; i++)
		if (saved->regs[i].reg == reg)
			return saved->regs[i].val;

	return 0;
}

/* Kernels set these for a CPU that they know to be safe, whatever it says. */
static bool of_the_kernel(const struct id_field *field)
{
	return field->need == ID_NO_SPECTRE_V2 || field->need == ID_NO_MELTDOWN;
}

/* A later QEMU's "max" is another CPU: it may have less of something. */
static void require_cpu(struct id_guest *guest, const struct saved *saved)
{
	u64 midr = vcpu_get_reg(guest->vcpu, KVM_ARM64_SYS_REG((u64)SYS_MIDR_EL1));
	const struct id_field *field;
	u64 raw;

	__TEST_REQUIRE(midr == saved->midr, "cpu: not the one of %s", saved->name);
	for_each_id_field(field) {
		if (of_the_kernel(field) ||
		    !witness_raw(0, ID_REG_CRM(field->reg), ID_REG_OP2(field->reg), &raw))
			continue;
		__TEST_REQUIRE(id_field_at_most(field, saved_reg(saved, field->reg), raw),
			       "cpu: less of %s.%s than that of %s",
			       id_reg_name(field->reg), field->name, saved->name);
	}
}

/*
 * Test that all that was saved there is taken, and read by the guest but for the
 * GIC, which this VM has not got.
 */
static void test_saved(const void *arg)
{
	const struct saved *saved = arg;
	struct id_guest guest;
	unsigned int reg;
	u64 want;
	int ret;

	WITNESS_REQUIRE();
	guest = id_guest_create(0);
	require_cpu(&guest, saved);
	for (reg = 0; reg < NR_ID_REGS; reg++) {
		want = saved_reg(saved, reg);
		ret = __vcpu_set_reg(guest.vcpu, id_reg_kvm_id(reg), want);
		TEST_ASSERT(!ret, "%s: KVM_SET_ONE_REG of %#lx: errno %d (%s)",
			    id_reg_name(reg), (unsigned long)want, errno,
			    strerror(errno));
	}
	for (reg = 0; reg < NR_ID_REGS; reg++) {
		const struct id_field *field;

		want = saved_reg(saved, reg);
		for_each_id_field(field)
			if (field->reg == reg && field->need == ID_GICV3)
				want = id_field_set(field, want, 0);
		TEST_ASSERT(id_guest_read(&guest, reg) == want,
			    "%s: saved %#lx, the guest reads %#lx", id_reg_name(reg),
			    (unsigned long)want,
			    (unsigned long)id_guest_read(&guest, reg));
	}
	id_guest_destroy(&guest);
}

/*
 * Test that one VM's values are taken by another, and print them: that is how
 * id_saved.h was made.
 */
static void test_this_kernel(const void *arg)
{
	struct id_guest from = id_guest_create(0), to = id_guest_create(0);
	unsigned int reg;
	u64 val;
	int ret;

	for (reg = 0; reg < NR_ID_REGS; reg++) {
		val = vcpu_get_reg(from.vcpu, id_reg_kvm_id(reg));
		printf("{ ID_REG(%u, %u), %#lx },\n", ID_REG_CRM(reg),
		       ID_REG_OP2(reg), (unsigned long)val);
		ret = __vcpu_set_reg(to.vcpu, id_reg_kvm_id(reg), val);
		TEST_ASSERT(!ret, "%s: KVM_SET_ONE_REG of %#lx: errno %d (%s)",
			    id_reg_name(reg), (unsigned long)val, errno,
			    strerror(errno));
	}
	id_guest_destroy(&from);
	id_guest_destroy(&to);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	const struct saved *saved;

	id_fields_check();
	for (saved = all_saved; saved < all_saved + ARRAY_SIZE(all_saved); saved++)
		case_list_add(&list, "ID-19", test_saved, saved, sizeof(*saved),
			      "%s", saved->name);
	case_list_add(&list, "ID-19", test_this_kernel, NULL, 0, "this-kernel");

	return contract_main(argc, argv, list.cases, list.nr);
}
