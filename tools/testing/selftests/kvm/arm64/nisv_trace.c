// SPDX-License-Identifier: GPL-2.0
/*
 * What the host sees of accesses without syndrome: a line in its log that a
 * guest can't repeat at will, and a trace event.
 */
#include <time.h>

#include "contract.h"
#include "host_log.h"
#include "insn_run.h"
#include "kvm_util.h"
#include "processor.h"
#include "tracefs.h"

#define EVENT		"kvm/kvm_mmio_nisv"

/* printk's default limit: so many lines in so many seconds. */
#define LIMIT_BURST	10
#define LIMIT_SECONDS	5

#define FLOOD		300

static void start(struct insn_run *run, const char *insn, unsigned int el)
{
	insn_run_create(run, insn_class_find(insn), el);
	insn_run_to_entry(run);
}

static time_t seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec;
}

/* Lines this process caused: "kvm [pid]: ...". */
static unsigned int count_lines(int fd, const char *with)
{
	char prefix[32];

	snprintf(prefix, sizeof(prefix), "kvm [%d]: ", getpid());
	return host_log_count(fd, prefix, with);
}

/*
 * Test that the log names what happened. Others may have used up the limit:
 * then it takes some seconds until there is a line.
 */
static void test_log_names(const void *arg)
{
	int fd = host_log_open(), fd_any = host_log_open();
	time_t end = seconds() + 2 * LIMIT_SECONDS;
	struct insn_run run;

	start(&run, "ldr_x_post", 1);
	nisv_run_expect_enosys(run.machine.vcpu);
	while (!count_lines(fd_any, "") && seconds() < end) {
		usleep(100000);
		nisv_run_expect_enosys(run.machine.vcpu);
	}

	TEST_ASSERT(count_lines(fd, "syndrome"),
		    "the log does not say that there was no valid syndrome");
	close(fd_any);
	close(fd);
	insn_run_destroy(&run);
}

/* Test that a log which says where it was is right: there are some that do not. */
static void test_log_where(const void *arg)
{
	int fd = host_log_open(), fd_where = host_log_open();
	struct insn_run run;
	unsigned int lines;
	char where[64];

	start(&run, "ldr_x_post", 1);
	nisv_run_expect_enosys(run.machine.vcpu);
	snprintf(where, sizeof(where), "pc %#lx, ipa %#lx",
		 (unsigned long)vcpu_get_reg(run.machine.vcpu, ARM64_CORE_REG(regs.pc)),
		 NISV_MMIO_GPA + insn_access_offset(run.class));
	lines = count_lines(fd, "syndrome at pc ");
	TEST_ASSERT(count_lines(fd_where, where) == lines, "the log does not say: %s",
		    where);
	close(fd_where);
	close(fd);
	insn_run_destroy(&run);
}

/* Test that the log does not complain of an instruction not decoded. */
static void test_log_decoder(const void *arg)
{
	int fd = host_log_open();
	struct insn_run run;
	unsigned int lines;

	start(&run, "ldr_x_post", 1);
	nisv_run_expect_enosys(run.machine.vcpu);
	lines = count_lines(fd, "decoding");
	TEST_ASSERT(!lines, "the log has %u lines about instruction decoding",
		    lines);
	close(fd);
	insn_run_destroy(&run);
}

/* Test that a guest can't flood the log. */
static void test_log_flood(const void *arg)
{
	time_t begin = seconds(), windows;
	int fd = host_log_open();
	struct insn_run run;
	unsigned int lines;
	int i;

	start(&run, "ldr_x_post", 1);
	for (i = 0; i < FLOOD; i++)
		nisv_run_expect_enosys(run.machine.vcpu);

	/* The first window may begin at any time, and the last one, too. */
	windows = (seconds() - begin) / LIMIT_SECONDS + 2;
	lines = count_lines(fd, "");
	printf("%d times ENOSYS, %u lines\n", FLOOD, lines);
	TEST_ASSERT(lines <= windows * LIMIT_BURST,
		    "%u lines in the log, at most %ld are right", lines,
		    (long)windows * LIMIT_BURST);
	close(fd);
	insn_run_destroy(&run);
}

/* Test that a guest can't write to the log at all where the exit is enabled. */
static void test_log_enabled(const void *arg)
{
	int fd = host_log_open();
	struct insn_run run;
	unsigned int lines;

	insn_run_create(&run, insn_class_find("ldr_x_post"), 1);
	nisv_enable(run.vm);
	insn_run_to_entry(&run);
	nisv_run_expect_exit(run.machine.vcpu, INSN_ACCESS_GPA, false);
	lines = count_lines(fd, "");
	TEST_ASSERT(!lines, "%u lines in the log", lines);
	close(fd);
	insn_run_destroy(&run);
}

struct trace_case {
	const char *insn;
	unsigned int el;
	bool enabled;
};

static void check_field(const char *line, const char *field, u64 want)
{
	u64 got;

	TEST_ASSERT(tracefs_field(line, field, &got), "no %s in: %s", field, line);
	TEST_ASSERT(got == want, "%s: wanted %#lx got %#lx in: %s", field,
		    (unsigned long)want, (unsigned long)got, line);
}

/* The syndrome is that of a data abort, not valid, and agrees with the exit. */
static void check_esr(struct insn_run *run, const char *line, bool enabled)
{
	u64 esr, ec = ESR_ELx_EC_DABT_LOW;

	TEST_ASSERT(tracefs_field(line, "esr", &esr), "no esr in: %s", line);
	TEST_ASSERT(ESR_ELx_EC(esr) == ec && !(esr & ESR_ELx_ISV),
		    "esr: wanted EC %#lx, ISV 0 got %#lx", (unsigned long)ec,
		    (unsigned long)esr);
	TEST_ASSERT_EQ(!!(esr & ESR_ELx_WNR), insn_is_write(run->class));
	if (enabled)
		TEST_ASSERT_EQ((u64)run->machine.vcpu->run->arm_nisv.esr_iss,
			       (u64)(esr & NISV_ISS_MASK));
}

/* Test that the event has PC, ESR, fault address and IPA, exit enabled or not. */
static void test_trace(const void *arg)
{
	const struct trace_case *c = arg;
	struct tracefs trace;
	struct insn_run run;
	gva_t gva = NISV_MMIO_GVA + 0x345;
	char line[512];

	tracefs_open(&trace, EVENT);
	insn_run_create(&run, insn_class_find(c->insn), c->el);
	if (c->enabled)
		nisv_enable(run.vm);

	/* Not the IPA by accident. */
	nisv_map(run.vm, gva - 0x345 + 0x10000000, NISV_MMIO_GPA, 1);
	gva += 0x10000000;
	insn_run_context(&run)->x[1] = gva - insn_x1_offset(run.class);
	insn_run_to_entry(&run);

	tracefs_start(&trace);
	if (c->enabled)
		nisv_run_expect_exit(run.machine.vcpu, NISV_MMIO_GPA + 0x345,
				     insn_is_write(run.class));
	else
		nisv_run_expect_enosys(run.machine.vcpu);
	tracefs_stop(&trace);

	TEST_ASSERT_EQ(tracefs_count(&trace, line, sizeof(line)), 1U);
	check_field(line, "pc", (u64)run.class->code->insn);
	check_field(line, "far", gva);
	check_field(line, "ipa", NISV_MMIO_GPA + 0x345);
	check_esr(&run, line, c->enabled);
	tracefs_close(&trace);
	insn_run_destroy(&run);
}

/* Test that the event does not report an access that has a syndrome. */
static void test_trace_syndrome(const void *arg)
{
	struct tracefs trace;
	struct insn_run run;
	char line[512];

	tracefs_open(&trace, EVENT);
	start(&run, "ldr_x", 1);
	tracefs_start(&trace);
	vcpu_run(run.machine.vcpu);
	tracefs_stop(&trace);
	TEST_ASSERT_KVM_EXIT_REASON(run.machine.vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT_EQ(tracefs_count(&trace, line, sizeof(line)), 0U);
	tracefs_close(&trace);
	insn_run_destroy(&run);
}

/* Test that the event has the fields that tools know. */
static void test_trace_format(const void *arg)
{
	static const char *const fields[] = { "vcpu_pc", "esr", "far", "ipa" };
	struct tracefs trace;
	unsigned int i;

	tracefs_open(&trace, EVENT);
	for (i = 0; i < ARRAY_SIZE(fields); i++)
		TEST_ASSERT(tracefs_has_field(&trace, fields[i]),
			    EVENT " has no field %s", fields[i]);
	tracefs_close(&trace);
}

int main(int argc, char **argv)
{
	static const struct trace_case traces[] = {
		{ "ldr_x_post", 1, true },
		{ "stp_w", 0, true },
		{ "ldr_x_post", 0, false },
		{ "stp_w", 1, false },
	};
	static const struct contract_case cases[] = {
		{ "NISV-2", "log-names", test_log_names },
		{ "NISV-2", "log-where", test_log_where },
		{ "NISV-2", "log-decoder", test_log_decoder },
		{ "NISV-2", "log-flood", test_log_flood },
		{ "NISV-2", "log-enabled", test_log_enabled },
		{ "NISV-17", "load-enabled", test_trace, &traces[0] },
		{ "NISV-17", "store-enabled", test_trace, &traces[1] },
		{ "NISV-17", "load-not-enabled", test_trace, &traces[2] },
		{ "NISV-17", "store-not-enabled", test_trace, &traces[3] },
		{ "NISV-17", "syndrome", test_trace_syndrome },
		{ "NISV-17", "format", test_trace_format },
	};

	test_disable_default_vgic();
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
