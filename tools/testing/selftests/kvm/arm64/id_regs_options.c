// SPDX-License-Identifier: GPL-2.0
/*
 * The options of a VM show in the ID registers of its vCPUs, and nowhere else
 * (ID-8).
 */
#include "case_list.h"
#include "id_guest.h"
#include "vgic_v2.h"
#include "witness.h"

struct option {
	const char *name;
	enum id_need need;
};

static const struct option options[] = {
	{ "sve",	ID_SVE },
	{ "ptrauth",	ID_PTRAUTH },
	{ "pmu",	ID_PMU },
	{ "gicv3",	ID_GICV3 },
};

struct views {
	u64 guest[NR_ID_REGS];
	u64 user[NR_ID_REGS];
};

/* What a VM with options sees, and what userspace sees of it. */
static void take_views(struct views *views, unsigned long opts)
{
	struct id_guest guest = id_guest_create(opts);
	unsigned int reg;
	int ret;

	for (reg = 0; reg < NR_ID_REGS; reg++) {
		views->guest[reg] = id_guest_read(&guest, reg);
		ret = id_guest_try_get(&guest, reg, &views->user[reg]);
		TEST_ASSERT(!ret, "%s: KVM_GET_ONE_REG: errno %d (%s)",
			    id_reg_name(reg), errno, strerror(errno));
	}
	id_guest_destroy(&guest);
}

static void assert_views_equal(const struct views *views)
{
	unsigned int reg;

	for (reg = 0; reg < NR_ID_REGS; reg++)
		TEST_ASSERT(views->guest[reg] == views->user[reg],
			    "%s: KVM_GET_ONE_REG %#lx, the guest reads %#lx",
			    id_reg_name(reg), (unsigned long)views->user[reg],
			    (unsigned long)views->guest[reg]);
}

/* Test that a VM without the option has none of what comes with it. */
static void test_off(const void *arg)
{
	const struct option *option = arg;
	const struct id_field *field;
	struct views views;

	take_views(&views, 0);
	assert_views_equal(&views);
	for_each_id_field(field) {
		if (field->need != option->need)
			continue;
		TEST_ASSERT(!id_field_get(field, views.guest[field->reg]),
			    "%s.%s without %s: wanted 0 got %lu",
			    id_reg_name(field->reg), field->name, option->name,
			    (unsigned long)id_field_get(field,
							views.guest[field->reg]));
	}
}

/* Where the host's view of a field is more than KVM can do, what KVM can. */
static u64 wanted(const struct id_field *field)
{
	u64 host = 0, val;

	if (witness_sanitised(ID_REG_CRM(field->reg), ID_REG_OP2(field->reg), &host))
		val = id_field_get(field, host);
	else
		val = 0;
	if ((field->kind == ID_SIGNED || field->kind == ID_PMU_VERSION) && val == 0xf)
		return 0;

	return val < field->max ? val : field->max;
}

/* Test that a VM with the option has all that the host has of it. */
static void test_on(const void *arg)
{
	const struct option *option = arg;
	const struct id_field *field;
	struct views views;
	u64 got;

	WITNESS_REQUIRE();
	take_views(&views, ID_OPT(option->need));
	assert_views_equal(&views);
	for_each_id_field(field) {
		if (field->need != option->need)
			continue;
		got = id_field_get(field, views.guest[field->reg]);
		TEST_ASSERT(got == wanted(field), "%s.%s with %s: wanted %lu got %lu",
			    id_reg_name(field->reg), field->name, option->name,
			    (unsigned long)wanted(field), (unsigned long)got);
	}
}

static u64 option_bits(unsigned int reg, enum id_need need)
{
	const struct id_field *field;
	u64 mask = 0;

	for_each_id_field(field)
		if (field->reg == reg && field->need == need)
			mask |= 0xfUL << field->shift;

	return mask;
}

/*
 * Test that the option makes a difference, to the fields that depend on it
 * and to no other.
 */
static void test_difference(const void *arg)
{
	const struct option *option = arg;
	struct views with, without;
	unsigned int reg;
	u64 diff;
	bool any = false;

	take_views(&with, ID_OPT(option->need));
	take_views(&without, 0);
	for (reg = 0; reg < NR_ID_REGS; reg++) {
		diff = with.guest[reg] ^ without.guest[reg];
		any |= diff;
		TEST_ASSERT(!(diff & ~option_bits(reg, option->need)),
			    "%s: with %s %#lx, without %#lx", id_reg_name(reg),
			    option->name, (unsigned long)with.guest[reg],
			    (unsigned long)without.guest[reg]);
	}
	TEST_ASSERT(any, "%s makes no difference", option->name);
}

/* Does the guest see anything that depends on an option? */
static bool sees(struct id_guest *guest, enum id_need need)
{
	unsigned int reg;
	u64 bits = 0;

	for (reg = 0; reg < NR_ID_REGS; reg++)
		bits |= id_guest_read(guest, reg) & option_bits(reg, need);

	return bits;
}

/* Test that an option of one VM is none of another that exists beside it. */
static void test_beside(const void *arg)
{
	const struct option *option = arg;
	struct id_guest with = id_guest_create(ID_OPT(option->need));
	struct id_guest without = id_guest_create(0);

	TEST_ASSERT(sees(&with, option->need), "the one VM has no %s", option->name);
	TEST_ASSERT(!sees(&without, option->need), "the other VM has %s, too",
		    option->name);
	id_guest_destroy(&with);
	id_guest_destroy(&without);
}

/* Test that a GICv2 in the kernel is none of a GICv3's system registers. */
static void test_gicv2(const void *arg)
{
	struct id_guest guest = id_guest_create(0);
	int fd = vgic_v2_setup(guest.vm, 64);

	__TEST_REQUIRE(fd >= 0, "cpu: no GICv2 in guests");
	TEST_ASSERT(!sees(&guest, ID_GICV3), "the guest is shown a GICv3's");
	close(fd);
	id_guest_destroy(&guest);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	const struct option *option;

	id_fields_check();
	for (option = options; option < options + ARRAY_SIZE(options); option++) {
		case_list_add(&list, "ID-8", test_off, option, sizeof(*option),
			      "%s-off", option->name);
		case_list_add(&list, "ID-8", test_on, option, sizeof(*option),
			      "%s-on", option->name);
		case_list_add(&list, "ID-8", test_difference, option,
			      sizeof(*option), "%s-difference", option->name);
		case_list_add(&list, "ID-8", test_beside, option,
			      sizeof(*option), "%s-beside", option->name);
	}

	case_list_add(&list, "ID-8", test_gicv2, NULL, 0, "gicv2");

	return contract_main(argc, argv, list.cases, list.nr);
}
