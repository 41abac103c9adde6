// SPDX-License-Identifier: GPL-2.0
/*
 * The module's own checks, as KTAP: in the kernel log when it is loaded, and anew
 * whenever the file is read, as some depend on vCPUs having run. A name begins
 * with the clause of the ABI it belongs to.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cpu.h>
#include <linux/kvm_host.h>
#include <linux/slab.h>

#include "witness.h"

#define WHY_LEN		96

enum result { FAIL, OK, SKIP };

/**
 * struct check - a line of the result
 * @name: the clause, and what is checked
 * @fn: the check; leaves a reason unless the result is OK
 * @present: whether the tree that this was built against has what is checked
 * @got: a number of that tree
 * @want: what it must be
 * @crm: of a register's encoding
 * @op2: of a register's encoding
 * @is_signed: fields of it in which 0xf is less than 0, a bit each
 * @ignored: fields of it in which less is not safer, a bit each
 * @aarch32: kind of guest
 */
struct check {
	const char *name;
	enum result (*fn)(const struct check *check, char *why);
	bool present;
	u64 got, want;
	unsigned int crm, op2;
	u16 is_signed, ignored;
	bool aarch32;
};

static enum result check_number(const struct check *check, char *why)
{
	if (!check->present) {
		snprintf(why, WHY_LEN, "this tree does not define it");
		return SKIP;
	}
	snprintf(why, WHY_LEN, "wanted %llu got %llu", check->want, check->got);
	return check->got == check->want ? OK : FAIL;
}

static int field_value(u64 reg, unsigned int field, bool is_signed)
{
	int val = reg >> (4 * field) & 0xf;

	return is_signed && val == 0xf ? -1 : val;
}

static bool field_above(const struct check *check, u64 sanitised, u64 raw,
			unsigned int field)
{
	bool is_signed = check->is_signed & BIT(field);

	return !(check->ignored & BIT(field)) &&
	       field_value(sanitised, field, is_signed) >
	       field_value(raw, field, is_signed);
}

static enum result compare_cpu(const struct check *check, u64 sanitised,
			       unsigned int cpu, u64 raw, char *why)
{
	unsigned int field;

	for (field = 0; field < 16; field++) {
		if (!field_above(check, sanitised, raw, field))
			continue;
		snprintf(why, WHY_LEN, "bits %u:%u: 0x%016llx, but cpu %u has 0x%016llx",
			 4 * field + 3, 4 * field, sanitised, cpu, raw);
		return FAIL;
	}
	return OK;
}

/* What the kernel takes for granted is there on each CPU. */
static enum result check_sanitised(const struct check *check, char *why)
{
	u64 (*raw)[WITNESS_NR_OP2], sanitised;
	enum result result = OK;
	unsigned int cpu;

	if (!witness_sanitised(check->crm, check->op2, &sanitised)) {
		snprintf(why, WHY_LEN, "this kernel keeps no such register");
		return SKIP;
	}

	raw = kcalloc(WITNESS_NR_CRM, sizeof(*raw), GFP_KERNEL);
	if (!raw) {
		snprintf(why, WHY_LEN, "out of memory");
		return FAIL;
	}

	cpus_read_lock();
	for_each_online_cpu(cpu) {
		if (result != OK || witness_raw(cpu, raw))
			continue;
		result = compare_cpu(check, sanitised, cpu,
				     raw[check->crm - WITNESS_CRM_FIRST][check->op2],
				     why);
	}
	cpus_read_unlock();

	kfree(raw);
	return result;
}

/* TID3 is set for AArch64 guests, and for no other. */
static enum result check_tid3(const struct check *check, char *why)
{
	u64 good = witness_tid3_seen(check->aarch32, !check->aarch32);
	u64 bad = witness_tid3_seen(check->aarch32, check->aarch32);

	if (!good && !bad) {
		snprintf(why, WHY_LEN, "no such vCPU has run yet");
		return SKIP;
	}
	snprintf(why, WHY_LEN, "wrong for %llu of %llu vCPUs", bad, good + bad);
	return bad ? FAIL : OK;
}

#define NUMBER(_name, _got, _want)					\
	{ .name = _name, .fn = check_number, .present = true,		\
	  .got = _got, .want = _want }
#define ABSENT(_name)							\
	{ .name = _name, .fn = check_number }
#define SANITISED(_name, _crm, _op2, _signed, _ignored)			\
	{ .name = "ID-2.witness-sanitised-" _name, .fn = check_sanitised, \
	  .crm = _crm, .op2 = _op2, .is_signed = _signed, .ignored = _ignored }
#define TID3(_name, _aarch32)						\
	{ .name = "ID-10.witness-tid3-" _name, .fn = check_tid3, .aarch32 = _aarch32 }

/* What a tree without the ABI lacks can't be named there. */
#ifdef KVM_CAP_ARM_NISV_TO_USER
#define NISV(_name, _got, _want)	NUMBER(_name, _got, _want)
#else
#define NISV(_name, _got, _want)	ABSENT(_name)
#endif
#ifdef KVM_CAP_ARM_INJECT_EXT_DABT
#define DABT(_name, _got, _want)	NUMBER(_name, _got, _want)
#else
#define DABT(_name, _got, _want)	ABSENT(_name)
#endif
#ifdef __KVM_HAVE_VCPU_EVENTS
#define EVENTS(_name, _got, _want)	NUMBER(_name, _got, _want)
#else
#define EVENTS(_name, _got, _want)	ABSENT(_name)
#endif

#define RUN_OFFSET(member)	offsetof(struct kvm_run, member)
#define EVENTS_OFFSET(member)	offsetof(struct kvm_vcpu_events, member)

static const struct check checks[] = {
	NISV("CAP-1.witness-nisv-number", KVM_CAP_ARM_NISV_TO_USER, 177),
	DABT("CAP-1.witness-ext-dabt-number", KVM_CAP_ARM_INJECT_EXT_DABT, 178),

	NISV("NISV-3.witness-exit-number", KVM_EXIT_ARM_NISV, 28),
	NISV("NISV-3.witness-exit-offset", RUN_OFFSET(arm_nisv), RUN_OFFSET(mmio)),
	NISV("NISV-3.witness-exit-size", sizeof(((struct kvm_run *)NULL)->arm_nisv), 16),
	NISV("NISV-3.witness-fault-ipa-offset",
	     RUN_OFFSET(arm_nisv.fault_ipa) - RUN_OFFSET(arm_nisv), 8),
	NISV("NISV-4.witness-esr-iss-offset",
	     RUN_OFFSET(arm_nisv.esr_iss) - RUN_OFFSET(arm_nisv), 0),

	EVENTS("DABT-8.witness-events-size", sizeof(struct kvm_vcpu_events), 64),
	EVENTS("DABT-8.witness-serror-pending-offset",
	       EVENTS_OFFSET(exception.serror_pending), 0),
	EVENTS("DABT-8.witness-serror-has-esr-offset",
	       EVENTS_OFFSET(exception.serror_has_esr), 1),
	EVENTS("DABT-8.witness-serror-esr-offset",
	       EVENTS_OFFSET(exception.serror_esr), 8),
	EVENTS("DABT-8.witness-reserved-offset", EVENTS_OFFSET(reserved), 16),
	DABT("DABT-4.witness-ext-dabt-offset",
	     EVENTS_OFFSET(exception.ext_dabt_pending), 2),
	DABT("DABT-4.witness-pad-size",
	     sizeof(((struct kvm_vcpu_events *)NULL)->exception.pad), 5),

	/* FP and AdvSIMD are 0xf where there is none. */
	SANITISED("aa64pfr0", 4, 0, BIT(4) | BIT(5), 0),
	/* MTE_frac is 0xf where there is none, but only with MTE. */
	SANITISED("aa64pfr1", 4, 1, 0, BIT(10)),
	SANITISED("aa64zfr0", 4, 4, 0, 0),
	/* PMUVer, DoubleLock and MTPMU are 0xf where there is none. */
	SANITISED("aa64dfr0", 5, 0, BIT(2) | BIT(9) | BIT(12), 0),
	SANITISED("aa64isar0", 6, 0, 0, 0),
	SANITISED("aa64isar1", 6, 1, 0, 0),
	/* CLRBHB is a mitigation: the kernel wants it where one CPU has it. */
	SANITISED("aa64isar2", 6, 2, 0, BIT(7)),
	/* TGran4 and TGran64 are 0xf where there is none; TGran*_2 have no order. */
	SANITISED("aa64mmfr0", 7, 0, BIT(6) | BIT(7), BIT(8) | BIT(9) | BIT(10)),
	/* SpecSEI tells of a risk: there more is safer. */
	SANITISED("aa64mmfr1", 7, 1, 0, BIT(6)),
	SANITISED("aa64mmfr2", 7, 2, 0, 0),

	TID3("aarch64", false),
	TID3("aarch32", true),
};

static void run_check(unsigned int nr, char *line, size_t size)
{
	const struct check *check = &checks[nr];
	char why[WHY_LEN] = "";

	switch (check->fn(check, why)) {
	case OK:
		snprintf(line, size, "ok %u %s", nr + 1, check->name);
		break;
	case SKIP:
		snprintf(line, size, "ok %u %s # SKIP %s", nr + 1, check->name, why);
		break;
	case FAIL:
		snprintf(line, size, "not ok %u %s # %s", nr + 1, check->name, why);
		break;
	}
}

/**
 * witness_checks_log - run the checks, for the kernel log
 */
void witness_checks_log(void)
{
	unsigned int nr;
	char line[192];

	pr_info("KTAP version 1\n");
	pr_info("1..%zu\n", ARRAY_SIZE(checks));
	for (nr = 0; nr < ARRAY_SIZE(checks); nr++) {
		run_check(nr, line, sizeof(line));
		pr_info("%s\n", line);
	}
}

/**
 * witness_checks_show - the file checks
 * @m: where to
 * @unused: of the seq_file interface
 *
 * Return: 0
 */
int witness_checks_show(struct seq_file *m, void *unused)
{
	unsigned int nr;
	char line[192];

	seq_puts(m, "KTAP version 1\n");
	seq_printf(m, "1..%zu\n", ARRAY_SIZE(checks));
	for (nr = 0; nr < ARRAY_SIZE(checks); nr++) {
		run_check(nr, line, sizeof(line));
		seq_printf(m, "%s\n", line);
	}
	return 0;
}
