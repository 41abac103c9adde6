// SPDX-License-Identifier: GPL-2.0
/*
 * What the module kvm_arm_witness has checked inside the kernel, a case for each
 * of its lines.
 */
#include "aarch32.h"
#include "contract.h"
#include "nisv.h"
#include "processor.h"
#include "witness.h"

/* Some want to see a vCPU first. */
struct check {
	const char *name;
	void (*prepare)(void);
};

static FILE *open_checks(void)
{
	FILE *file;

	WITNESS_REQUIRE();
	file = fopen(WITNESS_DIR "/checks", "r");
	TEST_ASSERT(file, WITNESS_DIR "/checks: %s", strerror(errno));
	return file;
}

/* "ok 7 CLAUSE.name # rest": the name, or NULL if this is no result. */
static char *result_name(char *line, bool *ok, char **rest)
{
	char *name;
	int len = 0;

	line[strcspn(line, "\n")] = '\0';
	*ok = !strncmp(line, "ok ", 3);
	if (sscanf(line, *ok ? "ok %*u %n" : "not ok %*u %n", &len) < 0 || !len)
		return NULL;

	name = line + len;
	*rest = strstr(name, " # ");
	if (*rest) {
		**rest = '\0';
		*rest += 1;
	}
	return name;
}

static void guest_nothing(void)
{
	GUEST_DONE();
}

static void run_aarch64(void)
{
	struct kvm_vcpu *vcpu;
	struct ucall uc;
	struct kvm_vm *vm;

	vm = vm_create_with_one_vcpu(&vcpu, guest_nothing);
	nisv_run_expect_ucall(vcpu, UCALL_DONE, &uc);
	kvm_vm_free(vm);
}

static void run_aarch32(void)
{
	static const u32 code[] = {
		0xe5910000,	/* ldr r0, [r1] */
	};
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	aarch32_require_el1();
	vm = aarch32_vm_create(&vcpu);
	aarch32_load(vm, AARCH32_MEM, code, sizeof(code));
	vcpu_set_reg(vcpu, aarch32_reg(PSR32_MODE_SVC, 1), NISV_MMIO_GPA);
	vcpu_run(vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_MMIO);
	kvm_vm_free(vm);
}

static const struct check checks[] = {
	{ "CAP-1.witness-nisv-number" },
	{ "CAP-1.witness-ext-dabt-number" },
	{ "NISV-3.witness-exit-number" },
	{ "NISV-3.witness-exit-offset" },
	{ "NISV-3.witness-exit-size" },
	{ "NISV-3.witness-fault-ipa-offset" },
	{ "NISV-4.witness-esr-iss-offset" },
	{ "DABT-8.witness-events-size" },
	{ "DABT-8.witness-serror-pending-offset" },
	{ "DABT-8.witness-serror-has-esr-offset" },
	{ "DABT-8.witness-serror-esr-offset" },
	{ "DABT-8.witness-reserved-offset" },
	{ "DABT-4.witness-ext-dabt-offset" },
	{ "DABT-4.witness-pad-size" },
	{ "ID-2.witness-sanitised-aa64pfr0" },
	{ "ID-2.witness-sanitised-aa64pfr1" },
	{ "ID-2.witness-sanitised-aa64zfr0" },
	{ "ID-2.witness-sanitised-aa64dfr0" },
	{ "ID-2.witness-sanitised-aa64isar0" },
	{ "ID-2.witness-sanitised-aa64isar1" },
	{ "ID-2.witness-sanitised-aa64isar2" },
	{ "ID-2.witness-sanitised-aa64mmfr0" },
	{ "ID-2.witness-sanitised-aa64mmfr1" },
	{ "ID-2.witness-sanitised-aa64mmfr2" },
	{ "ID-10.witness-tid3-aarch64", run_aarch64 },
	{ "ID-10.witness-tid3-aarch32", run_aarch32 },
};

/* Of a register that this kernel does not know it shows a guest nothing. */
#define NOT_KEPT	"this kernel keeps no such register"

/* Test that the module found it right. */
static void test_check(const void *arg)
{
	const struct check *check = arg;
	char line[256], *name, *rest;
	FILE *file;
	bool ok;

	WITNESS_REQUIRE();
	if (check->prepare)
		check->prepare();

	file = open_checks();
	while (fgets(line, sizeof(line), file)) {
		name = result_name(line, &ok, &rest);
		if (!name || strcmp(name, check->name))
			continue;
		TEST_ASSERT(ok, "the module says: %s", rest ?: "not ok");
		if (!rest)
			return;
		rest += strlen("# SKIP ");
		TEST_ASSERT(!contract_required() || !strncmp(rest, NOT_KEPT, strlen(NOT_KEPT)),
			    "not checked: %s", rest);
		ksft_exit_skip("%s\n", rest);
	}
	TEST_FAIL("the module does not check this");
}

static bool is_known(const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(checks); i++)
		if (!strcmp(name, checks[i].name))
			return true;

	return false;
}

/* Test that there is a case here for each line there. */
static void test_all_known(const void *arg)
{
	unsigned int plan = 0, lines = 0;
	char line[256], *name, *rest;
	FILE *file = open_checks();
	bool ok;

	TEST_ASSERT(fgets(line, sizeof(line), file) &&
		    !strcmp(line, "KTAP version 1\n") &&
		    fgets(line, sizeof(line), file) &&
		    sscanf(line, "1..%u\n", &plan) == 1,
		    "checks: no KTAP: %s", line);

	while (fgets(line, sizeof(line), file)) {
		name = result_name(line, &ok, &rest);
		TEST_ASSERT(name && is_known(name), "checks: not known here: %s", line);
		lines++;
	}
	TEST_ASSERT_EQ(lines, plan);
	TEST_ASSERT_EQ(lines, (unsigned int)ARRAY_SIZE(checks));
	fclose(file);
}

int main(int argc, char **argv)
{
	struct contract_case cases[ARRAY_SIZE(checks) + 1];
	char clauses[ARRAY_SIZE(checks)][16];
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		const char *dot = strchr(checks[i].name, '.');

		snprintf(clauses[i], sizeof(clauses[i]), "%.*s",
			 (int)(dot - checks[i].name), checks[i].name);
		cases[i] = (struct contract_case) {
			clauses[i], dot + 1, test_check, &checks[i]
		};
	}
	cases[i] = (struct contract_case) {
		"HOST-1", "witness-checks-known", test_all_known
	};

	test_disable_default_vgic();
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
