// SPDX-License-Identifier: GPL-2.0
/*
 * The module kvm_arm_witness: what it shows is what happens. Counts are those of
 * the whole host, so no other guest may run on it.
 */
#include <sys/auxv.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <asm/hwcap.h>

#include "contract.h"
#include "ext_dabt.h"
#include "guest_access.h"
#include "nisv.h"
#include "spinner.h"
#include "witness.h"

#define NR_CRM		7
#define NR_OP2		8
#define NOBODY		65534
#define NR_EVENTS	250
#define NR_VCPUS	4
#define SECONDS		20

static const char *const files[] = { "id_regs", "vcpus", "counts", "checks" };

static void path_of(const char *name, char *path, size_t size)
{
	snprintf(path, size, WITNESS_DIR "/%s", name);
}

static void assert_mode(const char *path, mode_t want)
{
	struct stat st;

	TEST_ASSERT(!stat(path, &st), "%s: %s", path, strerror(errno));
	TEST_ASSERT((st.st_mode & 07777) == want && !st.st_uid,
		    "%s: wanted mode %o, user 0 got %o, user %u", path, want,
		    st.st_mode & 07777, st.st_uid);
}

/* In a child process, as nobody becomes root again. */
static void assert_hidden(const char *path)
{
	int status = 0;
	pid_t pid = fork();

	if (!pid) {
		if (setgid(NOBODY) || setuid(NOBODY))
			_exit(2);
		_exit(open(path, O_RDONLY) < 0 && errno == EACCES ? 0 : 1);
	}
	TEST_ASSERT(pid > 0 && waitpid(pid, &status, 0) == pid, "fork: errno %d", errno);
	TEST_ASSERT(WIFEXITED(status) && !WEXITSTATUS(status),
		    "%s: status %#x of a user who tries to open it", path, status);
}

/* Test that nobody but root reads the files, and nobody writes them. */
static void test_root_only(const void *arg)
{
	char path[128];
	unsigned int i;

	WITNESS_REQUIRE();
	assert_mode(WITNESS_DIR, 0700);
	for (i = 0; i < ARRAY_SIZE(files); i++) {
		path_of(files[i], path, sizeof(path));
		assert_mode(path, 0400);
		assert_hidden(path);
	}
}

static char *read_whole(const char *name)
{
	size_t len = 0, size = 4 << 20;
	char *text = malloc(size), path[128];
	ssize_t ret;
	int fd;

	TEST_ASSERT(text, "out of memory");
	path_of(name, path, sizeof(path));
	fd = open(path, O_RDONLY);
	TEST_ASSERT(fd >= 0, "%s: %s", path, strerror(errno));
	while ((ret = read(fd, text + len, size - len - 1)) > 0)
		len += ret;
	TEST_ASSERT(!ret && len, "%s: read: wanted text got %zd", path, ret);
	text[len] = '\0';
	close(fd);
	return text;
}

/* Test that what the registers read does not depend on when they are read. */
static void test_reads_agree(const void *arg)
{
	char *first, *second;

	WITNESS_REQUIRE();
	first = read_whole("id_regs");
	second = read_whole("id_regs");
	TEST_ASSERT(!strcmp(first, second), "two reads of id_regs differ");
	free(first);
	free(second);
}

static bool is_value(const char *text)
{
	return !strncmp(text, "0x", 2) && strlen(text) == 18 &&
	       strspn(text + 2, "0123456789abcdef") == 16;
}

/* Test that there is a line for each encoding on each CPU, in order. */
static void test_id_regs_complete(const void *arg)
{
	char *text, *line, *state, raw[32], sanitised[32];
	unsigned int lines = 0, op0, op1, crn, crm, op2;
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	WITNESS_REQUIRE();
	text = read_whole("id_regs");
	line = strtok_r(text, "\n", &state);
	TEST_ASSERT(!strcmp(line, "# cpu op0 op1 crn crm op2 raw sanitised"),
		    "id_regs begins: %s", line);

	while ((line = strtok_r(NULL, "\n", &state))) {
		TEST_ASSERT(sscanf(line, "%*u %u %u %u %u %u %31s %31s", &op0,
				   &op1, &crn, &crm, &op2, raw, sanitised) == 7 &&
			    is_value(raw) &&
			    (is_value(sanitised) || !strcmp(sanitised, "-")),
			    "id_regs: %s", line);
		TEST_ASSERT(op0 == 3 && !op1 && !crn &&
			    crm == lines / NR_OP2 % NR_CRM + 1 &&
			    op2 == lines % NR_OP2,
			    "id_regs: out of order: %s", line);
		lines++;
	}
	TEST_ASSERT_EQ((long)lines, cpus * NR_CRM * NR_OP2);
	free(text);
}

/*
 * Test that the sanitised value is the one the kernel shows to programs, who may
 * read this register: it hides fields of it, but changes none.
 */
static void test_user_view(const void *arg)
{
	u64 sanitised, user;
	unsigned int shift;

	WITNESS_REQUIRE();
	__TEST_REQUIRE(getauxval(AT_HWCAP) & HWCAP_CPUID,
		       "this kernel shows programs no ID registers");
	__TEST_REQUIRE(witness_sanitised(6, 0, &sanitised),
		       "this kernel gives no way to read sanitised registers");
	asm("mrs %0, S3_0_C0_C6_0" : "=r" (user));

	for (shift = 0; shift < 64; shift += 4)
		if (user >> shift & 0xf)
			TEST_ASSERT_EQ(sanitised >> shift & 0xf, user >> shift & 0xf);
}

/* The lines of a thread; the number of its vCPU in @vcpu_id. */
static unsigned int count_lines(pid_t tid, int *vcpu_id)
{
	char *text = read_whole("vcpus"), *line, *state;
	unsigned int nr = 0;
	int t, id;

	for (line = strtok_r(text, "\n", &state); line;
	     line = strtok_r(NULL, "\n", &state)) {
		if (sscanf(line, "%d %d 0x", &t, &id) != 2 || t != tid)
			continue;
		*vcpu_id = id;
		nr++;
	}
	free(text);
	return nr;
}

static void require_vcpus(void)
{
	WITNESS_REQUIRE();
	__TEST_REQUIRE(witness_sees_vcpus(),
		       "this kernel gives no way to see vCPUs");
}

static void assert_listed(struct spinner *spinner)
{
	pid_t tid = spinner_tid(spinner);
	int i, vcpu_id = -1;
	u64 hcr;

	for (i = 0; i < SECONDS * 100 && !witness_hcr(tid, &hcr); i++)
		usleep(10000);

	TEST_ASSERT(witness_hcr(tid, &hcr), "a running vCPU is not listed");
	TEST_ASSERT_EQ(count_lines(tid, &vcpu_id), 1U);
	TEST_ASSERT_EQ(vcpu_id, (int)spinner->vcpu->id);
	/* VM: stage 2 is on; RW: EL1 is AArch64. */
	TEST_ASSERT((hcr & BIT(0)) && (hcr & BIT(31)),
		    "HCR_EL2: wanted VM and RW got %#lx", (unsigned long)hcr);
}

static void assert_not_listed(pid_t tid)
{
	u64 hcr;

	TEST_ASSERT(!witness_hcr(tid, &hcr),
		    "thread %d is listed, but not in KVM_RUN", tid);
}

/* Test that vCPUs are listed while they run, and only then. */
static void test_lists_vcpus(const void *arg)
{
	struct spinner_set set;
	unsigned int i;

	require_vcpus();
	spinner_start(&set, NR_VCPUS);
	for (i = 0; i < NR_VCPUS; i++)
		assert_listed(&set.spinners[i]);
	assert_not_listed(getpid());

	spinner_leave(&set);
	for (i = 0; i < NR_VCPUS; i++)
		assert_not_listed(spinner_tid(&set.spinners[i]));
	spinner_stop(&set);
}

static u64 get_count(const char *name)
{
	u64 n;

	__TEST_REQUIRE(witness_count(name, &n), "no %s from this kernel", name);
	return n;
}

static void guest_nisv(void)
{
	unsigned int i;

	for (i = 0; i < NR_EVENTS; i++)
		asm volatile("ldr x0, [%0], #0"
			     : : "r" (NISV_MMIO_GVA) : "x0", "memory");
	GUEST_DONE();
}

/* Test that each exit counts, and nothing else that ends KVM_RUN. */
static void test_counts_exits(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	struct ucall uc;
	unsigned int i;
	u64 before;

	WITNESS_REQUIRE();
	vm = vm_create_with_one_vcpu(&vcpu, guest_nisv);
	nisv_enable(vm);
	virt_map(vm, NISV_MMIO_GVA, NISV_MMIO_GPA, 1);

	before = get_count("nisv_exits");
	for (i = 0; i < NR_EVENTS; i++) {
		nisv_run_expect_exit(vcpu, NISV_MMIO_GPA, false);
		nisv_skip_insn(vcpu);
	}
	nisv_run_expect_ucall(vcpu, UCALL_DONE, &uc);
	TEST_ASSERT_EQ(get_count("nisv_exits") - before, (u64)NR_EVENTS);
	kvm_vm_free(vm);
}

/* Test that each abort counts, but no call without one or that was refused. */
static void test_counts_aborts(const void *arg)
{
	struct kvm_vcpu_events none = {}, bad = {};
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	unsigned int i;
	u64 before;

	WITNESS_REQUIRE();
	ext_dabt_require();
	vm = abort_guest_create(&vcpu);
	ext_dabt_inject(vcpu);

	bad.exception.ext_dabt_pending = 1;
	bad.exception.serror_pending = 1;
	bad.exception.serror_has_esr = 1;
	bad.exception.serror_esr = BIT(25);
	before = get_count("injected_aborts");
	for (i = 0; i < NR_EVENTS; i++) {
		ext_dabt_inject(vcpu);
		ext_dabt_set_events(vcpu, &none);
		TEST_ASSERT(__ext_dabt_set_events(vcpu, &bad),
			    "a bad serror_esr was accepted");
	}
	TEST_ASSERT_EQ(get_count("injected_aborts") - before, (u64)NR_EVENTS);
	kvm_vm_free(vm);
}

#define GUEST_MRS(reg)							\
do {									\
	u64 __val;							\
									\
	asm volatile("mrs %0, " reg : "=r" (__val));			\
} while (0)

/* First, last and an unallocated one of the group, and two that aren't in it. */
static void guest_id_regs(void)
{
	unsigned int i;

	for (i = 0; i < NR_EVENTS; i++) {
		GUEST_MRS("S3_0_C0_C1_0");
		GUEST_MRS("S3_0_C0_C4_7");
		GUEST_MRS("S3_0_C0_C7_7");
		GUEST_MRS("MIDR_EL1");
		GUEST_MRS("ACTLR_EL1");
	}
	GUEST_DONE();
}

/* Test that each read of a register of the group traps, and counts. */
static void test_counts_traps(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	struct ucall uc;
	u64 before;

	WITNESS_REQUIRE();
	vm = vm_create_with_one_vcpu(&vcpu, guest_id_regs);
	before = get_count("id_reg_traps");
	nisv_run_expect_ucall(vcpu, UCALL_DONE, &uc);
	TEST_ASSERT_EQ(get_count("id_reg_traps") - before, (u64)3 * NR_EVENTS);
	kvm_vm_free(vm);
}

int main(int argc, char **argv)
{
	static const struct contract_case cases[] = {
		{ "HOST-1", "witness-root-only", test_root_only },
		{ "ID-1", "witness-all-encodings", test_id_regs_complete },
		{ "ID-2", "witness-reads-agree", test_reads_agree },
		{ "ID-2", "witness-user-view", test_user_view },
		{ "ID-10", "witness-lists-vcpus", test_lists_vcpus },
		{ "ID-10", "witness-counts-traps", test_counts_traps },
		{ "NISV-3", "witness-counts-exits", test_counts_exits },
		{ "DABT-1", "witness-counts-aborts", test_counts_aborts },
	};

	test_disable_default_vgic();
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
