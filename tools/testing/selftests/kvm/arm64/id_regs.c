// SPDX-License-Identifier: GPL-2.0
/*
 * What a guest reads in its ID registers (ID-1 to ID-3).
 */
#include "case_list.h"
#include "id_guest.h"
#include "thread.h"
#include "witness.h"

struct reg_case {
	unsigned int reg;
};

/* All that this host can give a VM. */
static unsigned long host_options(void)
{
	unsigned long options = 0;
	unsigned int need;

	for (need = ID_SVE; need <= ID_GICV3; need++)
		if (!id_options_missing(ID_OPT(need)))
			options |= ID_OPT(need);

	return options;
}

static u64 sanitised(unsigned int reg)
{
	u64 val;

	/* One that the host kernel does not know has no feature it knows. */
	if (!witness_sanitised(ID_REG_CRM(reg), ID_REG_OP2(reg), &val))
		val = 0;

	return val;
}

/*
 * Test that a guest at EL1 reads the register, without an exception, as
 * KVM_GET_ONE_REG does.
 */
static void test_el1(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest = id_guest_create(0);
	u64 val = id_guest_read(&guest, c->reg), user;
	int ret;

	ret = id_guest_try_get(&guest, c->reg, &user);
	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_GET_ONE_REG, ret));
	TEST_ASSERT(val == user, "%s: KVM_GET_ONE_REG %#lx, the guest reads %#lx",
		    id_reg_name(c->reg), (unsigned long)user, (unsigned long)val);
	TEST_ASSERT(id_reg_named_bits(c->reg) || !val,
		    "%s: wanted 0 got %#lx", id_reg_name(c->reg),
		    (unsigned long)val);
	id_guest_destroy(&guest);
}

/*
 * What the first CPU makes of a read at EL0: with FEAT_IDST a trapped MRS, else
 * an undefined one. Nothing keeps the feature from a guest that is not shown it.
 */
static bool el0_may_take(struct id_guest *guest, u32 ec)
{
	const struct id_field *ids = id_field_at(ID_AA64MMFR2, 36);
	bool idst = id_field_get(ids, id_guest_read(guest, ID_AA64MMFR2));
	u64 raw;

	if (ec != ESR_ELx_EC_SYS64 && ec != ESR_ELx_EC_UNKNOWN)
		return false;
	if (!idst) {
		/* Only the module knows whether the host hides one that is there. */
		if (!witness_raw(0, ID_REG_CRM(ID_AA64MMFR2), ID_REG_OP2(ID_AA64MMFR2),
				 &raw))
			return true;
		idst = id_field_get(ids, raw);
	}
	return idst == (ec == ESR_ELx_EC_SYS64);
}

/* Test that an EL0 of the guest that reads it comes to the guest's EL1. */
static void test_el0(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest_result got;
	struct id_guest guest;

	thread_pin(0);
	guest = id_guest_create(0);
	got = id_guest_mrs(&guest, ABORT_GUEST_EL0, c->reg);
	TEST_ASSERT(got.taken, "EL0 reads %#lx", (unsigned long)got.x0);
	TEST_ASSERT(el0_may_take(&guest, ESR_ELx_EC(got.esr)), "ESR_EL1 %#lx",
		    (unsigned long)got.esr);
	id_guest_destroy(&guest);
}

/*
 * Test that the value arrives in whatever register the guest wants it in, and
 * in no other: X27 and X28 are the guest's own, 31 is no register.
 */
static void test_any_register(const void *arg)
{
	struct id_guest guest = id_guest_create(0);
	const u64 want = id_guest_read(&guest, ID_AA64PFR0);
	struct id_guest_result got;
	unsigned int rt;

	for (rt = 0; rt <= 31; rt++) {
		const u32 insns[] = {
			0xd5380400 | rt,	/* mrs xN, id_aa64pfr0_el1 */
			0xaa0003e0 | rt << 16,	/* mov x0, xN */
		};

		if (rt == ABORT_GUEST_REG_END || rt == ABORT_GUEST_REG_VECTOR)
			continue;
		got = id_guest_run(&guest, ABORT_GUEST_EL1H, insns, ARRAY_SIZE(insns));
		TEST_ASSERT(!got.taken && got.x0 == (rt == 31 ? 0 : want),
			    "X%u: wanted %#lx got %#lx", rt,
			    (unsigned long)want, (unsigned long)got.x0);
	}
	id_guest_destroy(&guest);
}

/* Returns the number of fields beyond what they may be; prints each. */
static unsigned int check_fields(struct id_guest *guest, unsigned int reg, u64 val)
{
	const struct id_field *field;
	u64 host = sanitised(reg);
	unsigned int bad = 0;

	for_each_id_field(field) {
		if (field->reg != reg)
			continue;
		if (!id_field_at_most(field, val, host)) {
			printf("%s.%s: the host's is %lu, the guest's %lu\n",
			       id_reg_name(reg), field->name,
			       (unsigned long)id_field_get(field, host),
			       (unsigned long)id_field_get(field, val));
			bad++;
		}
		if (!id_field_allowed(field, val, guest->options)) {
			printf("%s.%s: no KVM has %lu\n", id_reg_name(reg),
			       field->name,
			       (unsigned long)id_field_get(field, val));
			bad++;
		}
	}

	return bad;
}

/*
 * Test that no field says more than the host's sanitised view of it, or than
 * KVM can virtualise, and that what belongs to no field is zero.
 */
static void check_register(unsigned int reg, unsigned long options)
{
	struct id_guest guest;
	unsigned int bad;
	u64 val;

	WITNESS_REQUIRE();
	guest = id_guest_create(options);
	val = id_guest_read(&guest, reg);
	bad = check_fields(&guest, reg, val);
	TEST_ASSERT(!(val & ~id_reg_named_bits(reg)), "%s: bits of no field: %#lx",
		    id_reg_name(reg),
		    (unsigned long)(val & ~id_reg_named_bits(reg)));
	TEST_ASSERT(!bad, "%s %#lx: %u fields are wrong", id_reg_name(reg),
		    (unsigned long)val, bad);
	id_guest_destroy(&guest);
}

static void test_limits(const void *arg)
{
	const struct reg_case *c = arg;

	check_register(c->reg, 0);
}

/* The same, of a VM with every option the host has. */
static void test_limits_options(const void *arg)
{
	const struct reg_case *c = arg;
	unsigned long options = host_options();

	__TEST_REQUIRE(options, "cpu: no VM has options");
	check_register(c->reg, options);
}

/* Is there anything of it? */
static bool present(const struct id_field *field, u64 val)
{
	return id_field_get(field, val) &&
	       !(field->kind == ID_SIGNED && id_field_get(field, val) == 0xf);
}

/*
 * Test that of what the host has, and KVM can virtualise, nothing is hidden
 * altogether: of no use to the guest, and no lie, but no reason for it either.
 */
static void test_shown(const void *arg)
{
	const struct reg_case *c = arg;
	const struct id_field *field;
	unsigned int bad = 0;
	struct id_guest guest;
	u64 host, val;

	WITNESS_REQUIRE();
	host = sanitised(c->reg);
	guest = id_guest_create(0);
	val = id_guest_read(&guest, c->reg);
	for_each_id_field(field) {
		if (field->reg != c->reg || !field->max ||
		    !id_need_met(field->need, 0))
			continue;
		if (present(field, host) && !present(field, val)) {
			printf("%s: the host's is %lu\n", field->name,
			       (unsigned long)id_field_get(field, host));
			bad++;
		}
	}
	TEST_ASSERT(!bad, "%s %#lx: hides %u fields", id_reg_name(c->reg),
		    (unsigned long)val, bad);
	id_guest_destroy(&guest);
}

/* Does a CPU have more of the four bits than the host kernel knows? */
static bool is_unknown(unsigned int reg, unsigned int shift, u64 raw, u64 host)
{
	const struct id_field *field = id_field_at(reg, shift);

	if (field)
		return !id_field_at_most(field, raw, host);

	return (raw & ~host) >> shift & 0xf;
}

static void print_unknown(unsigned int reg, unsigned int shift, u64 raw, u64 host)
{
	const struct id_field *field = id_field_at(reg, shift);

	if (field)
		printf("%s.%s", id_reg_name(reg), field->name);
	else
		printf("%s[%u:%u]", id_reg_name(reg), shift + 3, shift);
	printf(": the CPU has %lu, the host %lu\n",
	       (unsigned long)(raw >> shift & 0xf),
	       (unsigned long)(host >> shift & 0xf));
}

/* Print what one CPU has and the host kernel does not know; the guest must not. */
static unsigned int check_unknown_raw(unsigned int reg, u64 val, u64 raw)
{
	u64 host = sanitised(reg);
	unsigned int shift, nr = 0;

	for (shift = 0; shift < 64; shift += 4) {
		if (!is_unknown(reg, shift, raw, host))
			continue;
		print_unknown(reg, shift, raw, host);
		TEST_ASSERT(!is_unknown(reg, shift, val, host),
			    "the guest is shown %lu",
			    (unsigned long)(val >> shift & 0xf));
		nr++;
	}

	return nr;
}

/* The same of all CPUs, of which most are alike. Returns how much there is. */
static unsigned int check_unknown(struct id_guest *guest, unsigned int reg)
{
	u64 val = id_guest_read(guest, reg), raw, last = 0;
	unsigned int nr = 0, nr_known = 0;
	int cpu;

	for (cpu = 0; cpu < sysconf(_SC_NPROCESSORS_CONF); cpu++) {
		if (!witness_raw(cpu, ID_REG_CRM(reg), ID_REG_OP2(reg), &raw))
			continue;
		if (!nr_known++ || raw != last)
			nr += check_unknown_raw(reg, val, raw);
		last = raw;
	}
	__TEST_REQUIRE(nr_known, "kvm_arm_witness has no raw values");

	return nr;
}

/* Test that what the host kernel does not know is hidden from the guest. */
static void test_unknown(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest;

	WITNESS_REQUIRE();
	guest = id_guest_create(host_options());
	check_unknown(&guest, c->reg);
	id_guest_destroy(&guest);
}

/* Test all registers at once, and that there is something to hide. */
static void test_unknown_list(const void *arg)
{
	unsigned int reg, nr = 0;
	struct id_guest guest;

	WITNESS_REQUIRE();
	guest = id_guest_create(host_options());
	for (reg = 0; reg < NR_ID_REGS; reg++)
		nr += check_unknown(&guest, reg);
	__TEST_REQUIRE(nr, "cpu: has nothing that the host kernel does not know");
	printf("%u fields\n", nr);
	id_guest_destroy(&guest);
}

static void add_cases(struct case_list *list, const char *clause,
		      const char *prefix, const char *suffix,
		      void (*fn)(const void *arg))
{
	struct reg_case c;
	char name[32];

	for (c.reg = 0; c.reg < NR_ID_REGS; c.reg++) {
		id_reg_case_name(c.reg, name, sizeof(name));
		case_list_add(list, clause, fn, &c, sizeof(c), "%s%s%s",
			      prefix, name, suffix);
	}
}

int main(int argc, char **argv)
{
	struct case_list list = {};

	id_fields_check();
	add_cases(&list, "ID-1", "", "-el1", test_el1);
	add_cases(&list, "ID-1", "", "-el0", test_el0);
	case_list_add(&list, "ID-1", test_any_register, NULL, 0, "any-register");
	add_cases(&list, "ID-2", "", "", test_limits);
	add_cases(&list, "ID-2", "shown-", "", test_shown);
	add_cases(&list, "ID-2", "", "-options", test_limits_options);
	add_cases(&list, "ID-3", "", "", test_unknown);
	case_list_add(&list, "ID-3", test_unknown_list, NULL, 0, "list");

	return contract_main(argc, argv, list.cases, list.nr);
}
