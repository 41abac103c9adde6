// SPDX-License-Identifier: GPL-2.0
/*
 * No lies: what the ID registers show of a feature, and what becomes of its
 * instructions (ID-4).
 */
#include "aarch32.h"
#include "case_list.h"
#include "host_log.h"
#include "id_guest.h"
#include "witness.h"

#define NO_FIELD	0xff

/* What must become of an instruction of a hidden feature: id_feature_list.h. */
enum hidden {
	HIDDEN_UNDEF,
	HIDDEN_RAZ,
	HIDDEN_NOP,
	HIDDEN_NATIVE,
	HIDDEN_EITHER,
	HIDDEN_SVE,
};

enum check {
	CHECK_RUNS,
	CHECK_NONZERO,
	CHECK_VALUE,
};

/**
 * struct feature - instructions that come with a value of an ID register's field
 * @name: for names of cases
 * @reg: ID_REG() of the register
 * @shift: of the field
 * @shift2: of another field that may have them as well, or NO_FIELD
 * @min: the lowest value that has them
 * @hidden: what must become of them where the field is less
 * @check: what to look at if they run
 * @value: what X0 must be, for CHECK_VALUE
 * @insns: the instructions, up to a zero
 */
struct feature {
	const char *name;
	u8 reg, shift, shift2, min;
	enum hidden hidden;
	enum check check;
	u64 value;
	u32 insns[ID_GUEST_MAX_INSNS + 1];
};

struct feature_case {
	const struct feature *feature;
	unsigned long options;
};

#define FEATURE(_name, _reg, _shift, _min, _hidden, _check, _value, ...) \
	FEATURE2(_name, _reg, _shift, NO_FIELD, _min, _hidden, _check,	\
		 _value, __VA_ARGS__)
#define FEATURE2(_name, _reg, _shift, _shift2, _min, _hidden, _check,	\
		 _value, ...)						\
	{ _name, _reg, _shift, _shift2, _min, HIDDEN_##_hidden,		\
	  CHECK_##_check, _value, { __VA_ARGS__ } },

static const struct feature features[] = {
#include "id_feature_list.h"
};

/* What KVM may say, rate-limited, of what no guest should do. */
static const char *const notes[] = {
	"Unsupported guest sys_reg access",
	" { Op0(",	/* the rest of that, a record of its own before 5.9 */
	"Unknown exception class",
	"callbacks suppressed",
	NULL
};

static bool field_has(const struct feature *feature, unsigned int shift, u64 val)
{
	const struct id_field *field = id_field_at(feature->reg, shift);
	int bits = val >> shift & 0xf;

	if (field && field->kind == ID_SIGNED && bits == 0xf)
		return false;

	return bits >= feature->min;
}

/* Does a view of the register have the feature? */
static bool has(const struct feature *feature, u64 val)
{
	return field_has(feature, feature->shift, val) ||
	       (feature->shift2 != NO_FIELD &&
		field_has(feature, feature->shift2, val));
}

/* Unless the witness says that none has got it, a CPU may have it. */
static bool cpu_may_have(const struct feature *feature)
{
	int cpu, nr_known = 0;
	u64 raw;

	if (!witness_loaded())
		return true;

	for (cpu = 0; cpu < sysconf(_SC_NPROCESSORS_CONF); cpu++) {
		if (!witness_raw(cpu, ID_REG_CRM(feature->reg),
				 ID_REG_OP2(feature->reg), &raw))
			continue;
		if (has(feature, raw))
			return true;
		nr_known++;
	}

	return !nr_known;
}

/* A read in the space of the feature ID registers: op0 3, op1 0, 1 or 3, CRn 0. */
static bool reads_id_space(u64 esr)
{
	unsigned int op0 = esr >> 20 & 3, op1 = esr >> 14 & 7, crn = esr >> 10 & 0xf;

	return (esr & 1) && op0 == 3 && (op1 < 2 || op1 == 3) && !crn;
}

/* With FEAT_IDST an undefined read of an ID register reports which one it was. */
static bool is_undefined(const struct id_guest_result *got)
{
	if (!got->taken)
		return false;

	return ESR_ELx_EC(got->esr) == ESR_ELx_EC_UNKNOWN ||
	       (ESR_ELx_EC(got->esr) == ESR_ELx_EC_SYS64 && reads_id_space(got->esr));
}

static void check_shown(const struct feature *feature,
			const struct id_guest_result *got)
{
	TEST_ASSERT(!got->taken, "shown, but it does not run: ESR_EL1 %#lx",
		    (unsigned long)got->esr);
	if (feature->check == CHECK_VALUE)
		TEST_ASSERT(got->x0 == feature->value,
			    "shown: wanted %#lx got %#lx",
			    (unsigned long)feature->value, (unsigned long)got->x0);
	if (feature->check == CHECK_NONZERO)
		TEST_ASSERT(got->x0, "shown, but there is nothing: it gives 0");
}

static void check_hidden(const struct feature *feature, unsigned long options,
			 const struct id_guest_result *got)
{
	enum hidden want = feature->hidden;
	bool undefined = is_undefined(got);

	if (want == HIDDEN_SVE)
		want = options & ID_OPT_SVE ? HIDDEN_NATIVE : HIDDEN_UNDEF;
	/* What the CPU has not got can't but be undefined. */
	if (want == HIDDEN_NATIVE && !cpu_may_have(feature))
		want = HIDDEN_UNDEF;

	switch (want) {
	case HIDDEN_UNDEF:
		TEST_ASSERT(undefined, "hidden, but not undefined: %s %#lx",
			    got->taken ? "ESR_EL1" : "X0",
			    (unsigned long)(got->taken ? got->esr : got->x0));
		break;
	case HIDDEN_RAZ:
		TEST_ASSERT(undefined || (!got->taken && !got->x0),
			    "hidden, but neither undefined nor 0: %s %#lx",
			    got->taken ? "ESR_EL1" : "X0",
			    (unsigned long)(got->taken ? got->esr : got->x0));
		break;
	case HIDDEN_NOP:
		TEST_ASSERT(!got->taken, "hidden, and no NOP: ESR_EL1 %#lx",
			    (unsigned long)got->esr);
		break;
	default:
		TEST_ASSERT(undefined || !got->taken,
			    "hidden: neither undefined nor done: ESR_EL1 %#lx",
			    (unsigned long)got->esr);
	}
}

static unsigned int nr_insns(const struct feature *feature)
{
	unsigned int nr = 0;

	while (feature->insns[nr])
		nr++;
	TEST_ASSERT(nr, "%s: no instructions", feature->name);

	return nr;
}

/* No trap to the guest's own EL1, and vectors as long as there are. */
static void enable_all(struct id_guest *guest)
{
	const u64 cpacr = KVM_ARM64_SYS_REG(SYS_CPACR_EL1);

	vcpu_set_reg(guest->vcpu, cpacr, vcpu_get_reg(guest->vcpu, cpacr) |
		     CPACR_EL1_ZEN_MASK | CPACR_EL1_SMEN_MASK);
	if (guest->options & ID_OPT_SVE)
		vcpu_set_reg(guest->vcpu, KVM_ARM64_SYS_REG(SYS_ZCR_EL1), 0xf);
}

/*
 * Test that the guest can use the feature if the ID register shows it, that
 * it can't, where that is in anybody's power, if not; and that the host does
 * not notice.
 */
static void test_feature(const void *arg)
{
	const struct feature_case *c = arg;
	const struct feature *feature = c->feature;
	struct id_guest guest = id_guest_create(c->options);
	int log = host_log_open();
	struct id_guest_result got;
	bool shown;
	u64 val;

	enable_all(&guest);
	val = id_guest_read(&guest, feature->reg);
	shown = has(feature, val);
	got = id_guest_run(&guest, ABORT_GUEST_EL1H, feature->insns,
			   nr_insns(feature));
	printf("%s, %s\n", shown ? "shown" : "hidden",
	       is_undefined(&got) ? "undefined" : got.taken ? "an exception" :
	       "it runs");
	if (shown)
		check_shown(feature, &got);
	else
		check_hidden(feature, c->options, &got);

	TEST_ASSERT_EQ(id_guest_read(&guest, feature->reg), val);
	host_log_assert_only(log, notes);
	id_guest_destroy(&guest);
}

/* The option of a VM that shows the feature, or 0. */
static unsigned long option_of(const struct feature *feature)
{
	const struct id_field *field = id_field_at(feature->reg, feature->shift);

	if (!field || field->need < ID_SVE || field->need > ID_GICV3)
		return 0;

	return ID_OPT(field->need);
}

static bool shows_aarch32(struct id_guest *guest, unsigned int shift)
{
	const struct id_field *el = id_field_at(ID_AA64PFR0, shift);

	return id_field_get(el, id_guest_read(guest, ID_AA64PFR0)) >= 2;
}

/* Test that a guest is shown AArch32 at EL0 if KVM lets it have it, and else not. */
static void test_aarch32_el0(const void *arg)
{
	struct id_guest guest = id_guest_create(0);
	bool shown = shows_aarch32(&guest, 0);
	int ret = __vcpu_set_reg(guest.vcpu, ARM64_CORE_REG(regs.pstate), PSR32_MODE_USR);

	TEST_ASSERT(shown == !ret, "%s, but KVM %s it", shown ? "shown" : "hidden",
		    ret ? "refuses" : "takes");
	id_guest_destroy(&guest);
}

/* Test that a guest is shown AArch32 at EL1 if a vCPU can have that, and else not. */
static void test_aarch32_el1(const void *arg)
{
	struct id_guest guest = id_guest_create(0);
	bool shown = shows_aarch32(&guest, 4);

	TEST_ASSERT(shown == kvm_has_cap(KVM_CAP_ARM_EL1_32BIT),
		    "%s, KVM_CAP_ARM_EL1_32BIT is %d", shown ? "shown" : "hidden",
		    kvm_check_cap(KVM_CAP_ARM_EL1_32BIT));
	id_guest_destroy(&guest);
}

/* Test that a guest is shown RAS if an SError can tell it a syndrome, and else not. */
static void test_ras(const void *arg)
{
	const struct id_field *ras = id_field_at(ID_AA64PFR0, 28);
	struct id_guest guest = id_guest_create(0);
	bool shown = id_field_get(ras, id_guest_read(&guest, ID_AA64PFR0));
	struct kvm_vcpu_events events;

	contract_require_cap(KVM_CAP_VCPU_EVENTS, "KVM_CAP_VCPU_EVENTS");
	vcpu_events_get(guest.vcpu, &events);
	TEST_ASSERT(shown == events.exception.serror_has_esr,
		    "%s, serror_has_esr is %u", shown ? "shown" : "hidden",
		    events.exception.serror_has_esr);
	id_guest_destroy(&guest);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct feature_case c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(features); i++) {
		c.feature = &features[i];
		c.options = 0;
		case_list_add(&list, "ID-4", test_feature, &c, sizeof(c), "%s",
			      c.feature->name);
		c.options = option_of(c.feature);
		if (c.options)
			case_list_add(&list, "ID-4", test_feature, &c, sizeof(c),
				      "%s-enabled", c.feature->name);
	}
	case_list_add(&list, "ID-4", test_aarch32_el0, NULL, 0, "aarch32-el0");
	case_list_add(&list, "ID-4", test_aarch32_el1, NULL, 0, "aarch32-el1");
	case_list_add(&list, "ID-4", test_ras, NULL, 0, "ras-serror");

	return contract_main(argc, argv, list.cases, list.nr);
}
