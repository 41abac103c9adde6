// SPDX-License-Identifier: GPL-2.0
/*
 * A Linux guest boots, and what it says of its CPUs in /proc/cpuinfo is what the
 * host says of its own.
 */
#include "case_list.h"
#include "contract.h"
#include "cpuinfo.h"
#include "kvm_util.h"
#include "linux_guest.h"
#include "linux_init.h"
#include "witness.h"

/* For a guest whose case has no time limit. */
#define NO_LIMIT	3600

#define SVE		BIT(KVM_ARM_VCPU_SVE)
#define PTRAUTH		(BIT(KVM_ARM_VCPU_PTRAUTH_ADDRESS) | \
			 BIT(KVM_ARM_VCPU_PTRAUTH_GENERIC))
/* What no guest here is given: the VM would have to be told. */
#define NEVER		BIT(31)

/*
 * The features that a vCPU has only if it was asked for: how their names begin,
 * and by what it is asked. One that is asked for has the first of them.
 */
static const struct {
	const char *prefix;
	u32 asked_by;
} optional_features[] = {
	{ "sve",	SVE },
	{ "paca",	PTRAUTH },
	{ "pacg",	PTRAUTH },
	{ "mte",	NEVER },
	{ "sme",	NEVER },
};

/**
 * struct guest_kind - a guest to boot
 * @nr_vcpus: how many vCPUs it has
 * @features: what they are asked to have
 */
struct guest_kind {
	unsigned int nr_vcpus;
	u32 features;
};

static void require(u32 features)
{
	if (features & SVE)
		__TEST_REQUIRE(kvm_has_cap(KVM_CAP_ARM_SVE), "cpu: no SVE");
	if (features & PTRAUTH)
		__TEST_REQUIRE(kvm_has_cap(KVM_CAP_ARM_PTRAUTH_ADDRESS) &&
			       kvm_has_cap(KVM_CAP_ARM_PTRAUTH_GENERIC),
			       "cpu: no pointer authentication");
}

/* Some time of the case has to be left to say what became of the guest. */
static unsigned int time_to_boot(void)
{
	long limit = contract_case_timeout();

	return limit ? limit - limit / 4 : NO_LIMIT;
}

/* What init said; the kernel has put a time before each line. */
static void read_console(struct linux_guest *guest, struct cpuinfo *info)
{
	const char *said = guest->console;
	bool done = false;
	char line[1024];

	while (!done && (said = strstr(said, LINUX_INIT_SAYS))) {
		said += strlen(LINUX_INIT_SAYS);
		snprintf(line, sizeof(line), "%.*s", (int)strcspn(said, "\n"),
			 said);
		done = !strcmp(line, LINUX_INIT_DONE);
		cpuinfo_add_line(info, line);
	}
	if (!done)
		linux_guest_print(guest);
	TEST_ASSERT(done, "the guest's init did not get to its end");
}

/* Boot the guest and read what it says; any end but power-off fails. */
static void boot(const struct guest_kind *kind, struct cpuinfo *info)
{
	struct linux_guest *guest;

	require(kind->features);
	guest = linux_guest_create(kind->nr_vcpus, kind->features);
	linux_guest_run(guest, time_to_boot());
	read_console(guest, info);
	linux_guest_free(guest);
}

/* Test that the guest boots with all its CPUs, and exits for nothing else. */
static void test_boots(const void *arg)
{
	const struct guest_kind *kind = arg;
	struct cpuinfo info = {};
	u64 before, after;

	if (!witness_loaded() || !witness_count("id_reg_traps", &before))
		before = ~0UL;
	boot(kind, &info);
	TEST_ASSERT_EQ(info.nr_cpus, kind->nr_vcpus);
	if (before != ~0UL && witness_count("id_reg_traps", &after))
		printf("%llu reads of ID registers trapped\n",
		       (unsigned long long)(after - before));
	cpuinfo_free(&info);
}

static void assert_options(const struct cpuinfo_cpu *guest,
			   const struct cpuinfo_cpu *host, u32 features)
{
	unsigned int i;
	char start[16];
	bool shown;

	for (i = 0; i < ARRAY_SIZE(optional_features); i++) {
		snprintf(start, sizeof(start), " %s", optional_features[i].prefix);
		shown = strstr(guest->features, start);
		if (!(features & optional_features[i].asked_by))
			TEST_ASSERT(!shown, "the guest shows %s unasked",
				    optional_features[i].prefix);
		else
			TEST_ASSERT(shown == cpuinfo_has_feature(host, optional_features[i].prefix),
				    "%s: shown by %s only",
				    optional_features[i].prefix,
				    shown ? "the guest" : "the host");
	}
}

/*
 * Test that each CPU feature that the guest shows is one that the host shows, and
 * that it has those the vCPUs were asked to have, and none that they were not.
 */
static void test_features(const void *arg)
{
	const struct guest_kind *kind = arg;
	struct cpuinfo guest = {}, host;
	unsigned int i;

	boot(kind, &guest);
	cpuinfo_read_host(&host);
	TEST_ASSERT(guest.nr_cpus, "the guest shows no CPU");
	printf("host:%s\n", host.cpus[0].features);
	for (i = 0; i < guest.nr_cpus; i++) {
		printf("guest's CPU %u:%s\n", i, guest.cpus[i].features);
		TEST_ASSERT(cpuinfo_has_feature(&guest.cpus[i], "fp"),
			    "the guest shows no features");
		cpuinfo_assert_not_more(&guest.cpus[i], &host.cpus[0]);
		assert_options(&guest.cpus[i], &host.cpus[0], kind->features);
	}
	cpuinfo_free(&guest);
	cpuinfo_free(&host);
}

static bool is_of_host(const struct cpuinfo_cpu *cpu, const struct cpuinfo *host)
{
	unsigned int i;

	for (i = 0; i < host->nr_cpus; i++)
		if (cpuinfo_same_ids(cpu, &host->cpus[i]))
			return true;
	return false;
}

/* Test that each of the guest's CPUs is of the same make as one of the host's. */
static void test_ids(const void *arg)
{
	struct cpuinfo guest = {}, host;
	unsigned int i, j;

	boot(arg, &guest);
	cpuinfo_read_host(&host);
	TEST_ASSERT(guest.nr_cpus, "the guest shows no CPU");
	for (i = 0; i < guest.nr_cpus; i++) {
		for (j = 0; j < CPUINFO_NR_IDS; j++)
			printf("%s: %s\n", cpuinfo_id_names[j],
			       guest.cpus[i].ids[j]);
		TEST_ASSERT(is_of_host(&guest.cpus[i], &host),
			    "the host has no such CPU");
	}
	cpuinfo_free(&guest);
	cpuinfo_free(&host);
}

static const struct guest_kind one_vcpu = { 1, 0 };
static const struct guest_kind two_vcpus = { 2, 0 };
static const struct guest_kind sve = { 1, SVE };
static const struct guest_kind ptrauth = { 1, PTRAUTH };
static const struct guest_kind sve_ptrauth = { 2, SVE | PTRAUTH };

static const struct contract_case cases[] = {
	{ "ID-13", "boots-one-vcpu", test_boots, &one_vcpu },
	{ "ID-13", "boots-two-vcpus", test_boots, &two_vcpus },
	{ "ID-13", "cpuinfo-features", test_features, &two_vcpus },
	{ "ID-13", "cpuinfo-features-sve", test_features, &sve },
	{ "ID-13", "cpuinfo-features-ptrauth", test_features, &ptrauth },
	{ "ID-13", "cpuinfo-features-sve-ptrauth", test_features, &sve_ptrauth },
	{ "ID-13", "cpuinfo-ids", test_ids, &two_vcpus },
};

int main(int argc, char **argv)
{
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
