// SPDX-License-Identifier: GPL-2.0
/*
 * What a data abort without valid syndrome outside the memslots does: ENOSYS,
 * or, where userspace asked for it, an exit, and what that exit says and leaves
 * alone.
 */
#include <sys/time.h>

#include "case_list.h"
#include "contract.h"
#include "insn_run.h"
#include "kvm_util.h"
#include "processor.h"
#include "reg_snapshot.h"

#define NR_REPEATS	200
#define NR_SIGNAL_EXITS	1500
#define SIGNAL_USECS	500

#define TEST_SLOT	10
#define SLOT_SIZE	0x10000

/* Which instruction, executed where. */
struct exit_case {
	const char *insn;
	unsigned int el;
};

static const struct exit_case accesses[] = {
	{ "ldr_x_post", 1 },
	{ "str_x_post", 1 },
	{ "ldr_x_post", 0 },
	{ "str_x_post", 0 },
};

/* Up to the instruction, on a VM without the capability. */
static void start_plain(struct insn_run *run, const struct exit_case *c)
{
	insn_run_create(run, insn_class_find(c->insn), c->el);
	insn_run_to_entry(run);
}

/* Up to the instruction, on a VM with it. */
static void start(struct insn_run *run, const struct exit_case *c)
{
	insn_run_create(run, insn_class_find(c->insn), c->el);
	nisv_enable(run->vm);
	insn_run_to_entry(run);
}

static gpa_t access_ipa(const struct insn_run *run)
{
	return NISV_MMIO_GPA + insn_access_offset(run->class);
}

static void expect_exit(struct insn_run *run)
{
	nisv_run_expect_exit(run->machine.vcpu, access_ipa(run),
			     insn_is_write(run->class));
}

/* Userspace does it, the guest gets past it. */
static void complete(struct insn_run *run)
{
	u8 mem[64] = {};

	insn_emulate(&run->machine, run->class, mem);
	insn_run_expect_left(run);
}

/* Test that KVM_RUN fails with ENOSYS, and does so again. */
static void test_enosys(const void *arg)
{
	struct insn_run run;

	start_plain(&run, arg);
	nisv_run_expect_enosys(run.machine.vcpu);
	nisv_run_expect_enosys(run.machine.vcpu);
	insn_run_destroy(&run);
}

/* Test that the vCPU can be read after ENOSYS and is as it was before. */
static void test_enosys_state(const void *arg)
{
	struct reg_snapshot *before;
	struct insn_run run;

	start_plain(&run, arg);
	before = reg_snapshot_take(run.machine.vcpu);
	nisv_run_expect_enosys(run.machine.vcpu);
	reg_snapshot_assert_unchanged(before, run.machine.vcpu, "after ENOSYS");

	/* And written: userspace can even go on. */
	nisv_skip_insn(run.machine.vcpu);
	insn_run_expect_left(&run);
	reg_snapshot_free(before);
	insn_run_destroy(&run);
}

/* Test that a VM can be torn down after ENOSYS, and the next one is not hurt. */
static void test_enosys_teardown(const void *arg)
{
	struct exit_case harmless = { "ldar_x", 1 };
	struct insn_run run;

	start_plain(&run, arg);
	nisv_run_expect_enosys(run.machine.vcpu);
	insn_run_destroy(&run);

	start_plain(&run, &harmless);
	vcpu_run(run.machine.vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(run.machine.vcpu, KVM_EXIT_MMIO);
	insn_run_destroy(&run);
}

/* Test that it is ENOSYS for one VM while another has the exit. */
static void test_enosys_beside(const void *arg)
{
	struct insn_run plain, enabled;

	start(&enabled, arg);
	start_plain(&plain, arg);
	expect_exit(&enabled);
	nisv_run_expect_enosys(plain.machine.vcpu);
	expect_exit(&enabled);
	insn_run_destroy(&plain);
	insn_run_destroy(&enabled);
}

/* Test that the exit happens, and reports the address to the byte. */
static void test_exit(const void *arg)
{
	const struct exit_case *c = arg;
	struct insn_run run;
	int ret;

	insn_run_create(&run, insn_class_find(c->insn), c->el);
	nisv_enable(run.vm);
	insn_run_context(&run)->x[1] += 5;
	insn_run_to_entry(&run);

	ret = _vcpu_run(run.machine.vcpu);
	TEST_ASSERT(!ret, "KVM_RUN: wanted 0 got %d, errno %d (%s)", ret, errno,
		    strerror(errno));
	TEST_ASSERT_KVM_EXIT_REASON(run.machine.vcpu, KVM_EXIT_ARM_NISV);
	TEST_ASSERT_EQ((u64)run.machine.vcpu->run->arm_nisv.fault_ipa,
		       access_ipa(&run) + 5);
	insn_run_destroy(&run);
}

/* Test that esr_iss is CM, WnR and FSC, rightly set, and zero elsewhere. */
static void test_esr_iss(const void *arg)
{
	struct insn_run run;
	u64 iss, want;

	start(&run, arg);
	/* So that what KVM leaves alone does not look like what it zeroes. */
	memset(&run.machine.vcpu->run->arm_nisv, 0xa5,
	       sizeof(run.machine.vcpu->run->arm_nisv));

	_vcpu_run(run.machine.vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(run.machine.vcpu, KVM_EXIT_ARM_NISV);
	iss = run.machine.vcpu->run->arm_nisv.esr_iss;
	want = insn_is_write(run.class) ? NISV_ISS_WNR : 0;
	TEST_ASSERT((iss & ~NISV_ISS_FSC) == want,
		    "esr_iss but for FSC: wanted %#lx got %#lx",
		    (unsigned long)want, (unsigned long)(iss & ~NISV_ISS_FSC));
	TEST_ASSERT((iss & NISV_FSC_TYPE) == NISV_FSC_TRANS,
		    "FSC: wanted a translation fault (%#x + level) got %#lx",
		    NISV_FSC_TRANS, (unsigned long)(iss & NISV_ISS_FSC));
	insn_run_destroy(&run);
}

/* What an exception, or a careless exit, would write to. */
static const u32 exception_regs[] = {
	SYS_ESR_EL1, SYS_FAR_EL1, SYS_TPIDR_EL0, SYS_TPIDRRO_EL0,
	SYS_TPIDR_EL1, SYS_CONTEXTIDR_EL1,
};

static void mark_exception_regs(struct kvm_vcpu *vcpu)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(exception_regs); i++)
		vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG((u64)exception_regs[i]),
			     0x5a5a0000 + i);
	for (i = 0; i < KVM_NR_SPSR; i++)
		vcpu_set_reg(vcpu, ARM64_CORE_REG(spsr[i]), 0x3c5 + (i << 28));
	vcpu_set_reg(vcpu, ARM64_CORE_REG(elr_el1), 0x1234567800UL);
}

/* Test that all the vCPU's registers read as they did before the instruction. */
static void test_state(const void *arg)
{
	struct reg_snapshot *before;
	struct insn_run run;

	start(&run, arg);
	mark_exception_regs(run.machine.vcpu);
	before = reg_snapshot_take(run.machine.vcpu);
	expect_exit(&run);
	reg_snapshot_assert_unchanged(before, run.machine.vcpu, "at the exit");
	TEST_ASSERT_EQ(nisv_pc(run.machine.vcpu), (u64)run.class->code->insn);
	reg_snapshot_free(before);
	insn_run_destroy(&run);
}

/* Test that the same exit comes as often as the vCPU is run, then no more. */
static void test_repeat(const void *arg)
{
	struct reg_snapshot *before;
	struct insn_run run;
	u64 iss;
	int i;

	start(&run, arg);
	before = reg_snapshot_take(run.machine.vcpu);
	expect_exit(&run);
	iss = run.machine.vcpu->run->arm_nisv.esr_iss;

	for (i = 0; i < NR_REPEATS; i++) {
		memset(&run.machine.vcpu->run->arm_nisv, 0, 16);
		expect_exit(&run);
		TEST_ASSERT_EQ((u64)run.machine.vcpu->run->arm_nisv.esr_iss, iss);
	}
	reg_snapshot_assert_unchanged(before, run.machine.vcpu,
				      "after many exits");

	complete(&run);
	reg_snapshot_free(before);
	insn_run_destroy(&run);
}

/*
 * Test that there is nothing to retire: to call the exit another one, as what
 * userspace shares with the kernel allows, gets the guest no further.
 */
static void test_renamed(const void *arg)
{
	struct reg_snapshot *before;
	struct kvm_run *shared;
	struct insn_run run;

	start(&run, arg);
	shared = run.machine.vcpu->run;
	before = reg_snapshot_take(run.machine.vcpu);
	expect_exit(&run);

	shared->exit_reason = KVM_EXIT_MMIO;
	memset(&shared->mmio, 0xa5, sizeof(shared->mmio));
	expect_exit(&run);
	reg_snapshot_assert_unchanged(before, run.machine.vcpu, "after the exit");

	complete(&run);
	reg_snapshot_free(before);
	insn_run_destroy(&run);
}

static void expect_mmio(struct insn_run *run)
{
	struct kvm_vcpu *vcpu = run->machine.vcpu;
	u64 want;

	vcpu_run(vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT_EQ((u64)vcpu->run->mmio.phys_addr, access_ipa(run));
	TEST_ASSERT_EQ((u32)vcpu->run->mmio.len, (u32)run->class->esize);
	TEST_ASSERT_EQ((bool)vcpu->run->mmio.is_write, insn_is_write(run->class));
	if (!vcpu->run->mmio.is_write)
		return;

	want = insn_run_context(run)->x[run->class->rt];
	TEST_ASSERT(!memcmp(vcpu->run->mmio.data, &want, run->class->esize),
		    "mmio.data is not the register");
}

/* Test that an access with syndrome is the KVM_EXIT_MMIO it was. */
static void test_mmio(const void *arg)
{
	u64 data = 0x8182838485868788, got;
	const struct exit_case *c = arg;
	struct insn_run run;

	insn_run_create(&run, insn_class_find(c->insn), c->el);
	nisv_assert_enable(run.vm);
	insn_run_to_entry(&run);
	expect_mmio(&run);
	if (!insn_is_write(run.class))
		memcpy(run.machine.vcpu->run->mmio.data, &data, sizeof(data));
	insn_run_expect_left(&run);

	got = vcpu_get_reg(run.machine.vcpu,
			   ARM64_CORE_REG(regs.regs[run.class->rt]));
	if (!insn_is_write(run.class) && run.class->esize == sizeof(data))
		TEST_ASSERT_EQ(got, data);
	insn_run_destroy(&run);
}

static void add_readonly_slot(struct insn_run *run)
{
	vm_userspace_mem_region_add(run->vm, VM_MEM_SRC_ANONYMOUS,
				    NISV_MMIO_GPA, TEST_SLOT,
				    SLOT_SIZE / run->vm->page_size,
				    KVM_MEM_READONLY);
	memset(addr_gpa2hva(run->vm, NISV_MMIO_GPA), 0xc3, SLOT_SIZE);
}

/* So that KVM has mapped the page when the store comes. */
static void read_slot(struct insn_run *run)
{
	const struct insn_class *load = insn_class_find("ldp_x_post");

	nisv_set_pc(run->machine.vcpu, (u64)load->code->insn);
	insn_run_expect_left(run);
	TEST_ASSERT_EQ(vcpu_get_reg(run->machine.vcpu,
				    ARM64_CORE_REG(regs.regs[2])),
		       (u64)0xc3c3c3c3c3c3c3c3);
	insn_run_to_entry(run);
}

static void check_readonly_store(struct insn_run *run, u64 fsc)
{
	struct kvm_vcpu *vcpu = run->machine.vcpu;
	struct reg_snapshot *before = reg_snapshot_take(vcpu);
	const u8 *mem = addr_gpa2hva(run->vm, access_ipa(run));
	int ret = _vcpu_run(vcpu);
	unsigned int i;

	TEST_ASSERT(!ret, "KVM_RUN: wanted 0 got %d, errno %d (%s)", ret, errno,
		    strerror(errno));
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_ARM_NISV);
	TEST_ASSERT_EQ((u64)vcpu->run->arm_nisv.fault_ipa, access_ipa(run));
	TEST_ASSERT_EQ((u64)vcpu->run->arm_nisv.esr_iss & ~3UL,
		       NISV_ISS_WNR | fsc);
	reg_snapshot_assert_unchanged(before, vcpu, "at the exit");
	reg_snapshot_free(before);

	for (i = 0; i < 64; i++)
		TEST_ASSERT(mem[i] == 0xc3, "read-only memory was written");
	complete(run);
}

/* Test that a store to a read-only memslot exits, memory not mapped so far. */
static void test_readonly_unmapped(const void *arg)
{
	struct insn_run run;

	start(&run, arg);
	add_readonly_slot(&run);
	check_readonly_store(&run, NISV_FSC_TRANS);
	insn_run_destroy(&run);
}

/* Test that a store to a read-only memslot exits that loads can read. */
static void test_readonly_mapped(const void *arg)
{
	struct insn_run run;

	start(&run, arg);
	add_readonly_slot(&run);
	read_slot(&run);
	check_readonly_store(&run, NISV_FSC_PERM);
	insn_run_destroy(&run);
}

/* One KVM_RUN that comes back before the guest has run. */
static void run_immediate_exit(struct insn_run *run)
{
	struct kvm_vcpu *vcpu = run->machine.vcpu;
	struct reg_snapshot *before = reg_snapshot_take(vcpu);
	int ret;

	vcpu->run->immediate_exit = 1;
	ret = __vcpu_run(vcpu);
	TEST_ASSERT(ret == -1 && errno == EINTR,
		    "KVM_RUN: wanted -1, errno EINTR got %d, errno %d", ret, errno);
	vcpu->run->immediate_exit = 0;
	reg_snapshot_assert_unchanged(before, vcpu, "after EINTR");
	reg_snapshot_free(before);
}

/* Test that immediate_exit before the exit only delays it. */
static void test_immediate_before(const void *arg)
{
	struct insn_run run;

	start(&run, arg);
	run_immediate_exit(&run);
	expect_exit(&run);
	complete(&run);
	insn_run_destroy(&run);
}

/* Test that immediate_exit after the exit does not lose it. */
static void test_immediate_after(const void *arg)
{
	struct insn_run run;

	start(&run, arg);
	expect_exit(&run);
	run_immediate_exit(&run);
	expect_exit(&run);
	complete(&run);
	insn_run_destroy(&run);
}

/* Test that immediate_exit after userspace's work does not repeat the access. */
static void test_immediate_completed(const void *arg)
{
	struct insn_run run;
	u8 mem[64] = {};

	start(&run, arg);
	expect_exit(&run);
	insn_emulate(&run.machine, run.class, mem);
	run_immediate_exit(&run);
	insn_run_expect_left(&run);
	insn_run_destroy(&run);
}

/* X1 is the device, X2 what it returns: the n-th load gets n. */
static void guest_loads(u64 nr)
{
	register u64 value asm("x2");
	register u64 addr asm("x1") = NISV_MMIO_GVA;
	u64 i;

	for (i = 0; i < nr; i++) {
		asm volatile("ldr %0, [%1], #8"
			     : "=r" (value), "+r" (addr) : : "memory");
		GUEST_ASSERT_EQ(value, i);
	}
	GUEST_ASSERT_EQ(addr, NISV_MMIO_GVA + nr * 8);
	GUEST_DONE();
}

static struct kvm_run *signal_run;

static void alarm_handler(int sig)
{
	signal_run->immediate_exit = 1;
}

static void start_signals(struct kvm_run *run)
{
	struct itimerval timer = {
		.it_interval.tv_usec = SIGNAL_USECS,
		.it_value.tv_usec = SIGNAL_USECS,
	};
	struct sigaction sa = { .sa_handler = alarm_handler };

	signal_run = run;
	TEST_ASSERT(!sigaction(SIGALRM, &sa, NULL), "sigaction: errno %d", errno);
	TEST_ASSERT(!setitimer(ITIMER_REAL, &timer, NULL), "setitimer: errno %d",
		    errno);
}

static void stop_signals(void)
{
	struct itimerval timer = {};

	setitimer(ITIMER_REAL, &timer, NULL);
}

/* Runs up to the next exit; returns how often it took a signal to get there. */
static unsigned int run_through_signals(struct kvm_vcpu *vcpu)
{
	unsigned int nr;

	for (nr = 0; __vcpu_run(vcpu); nr++) {
		TEST_ASSERT(errno == EINTR, "KVM_RUN: errno %d (%s)", errno,
			    strerror(errno));
		vcpu->run->immediate_exit = 0;
	}

	return nr;
}

/* Test that no exit is lost and none comes twice while signals arrive. */
static void test_signals(const void *arg)
{
	u64 x1 = ARM64_CORE_REG(regs.regs[1]), x2 = ARM64_CORE_REG(regs.regs[2]);
	unsigned int interrupted = 0, i;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	struct ucall uc;

	vm = vm_create_with_one_vcpu(&vcpu, guest_loads);
	nisv_enable(vm);
	nisv_map(vm, NISV_MMIO_GVA, NISV_MMIO_GPA,
		 NR_SIGNAL_EXITS * 8 / vm->page_size + 1);
	vcpu_args_set(vcpu, 1, (u64)NR_SIGNAL_EXITS);

	start_signals(vcpu->run);
	for (i = 0; i < NR_SIGNAL_EXITS; i++) {
		interrupted += run_through_signals(vcpu);
		nisv_expect_exit(vcpu, NISV_MMIO_GPA + i * 8, false);
		TEST_ASSERT_EQ(vcpu_get_reg(vcpu, x1),
			       (u64)NISV_MMIO_GVA + i * 8);
		vcpu_set_reg(vcpu, x1, NISV_MMIO_GVA + (i + 1) * 8);
		vcpu_set_reg(vcpu, x2, i);
		nisv_skip_insn(vcpu);
	}
	stop_signals();

	vcpu->run->immediate_exit = 0;
	nisv_run_expect_ucall(vcpu, UCALL_DONE, &uc);
	TEST_ASSERT(interrupted, "no signal came while the vCPU ran");
	kvm_vm_free(vm);
}

static void add(struct case_list *list, const char *clause,
		void (*fn)(const void *arg), const char *name,
		const char *insn, unsigned int el)
{
	struct exit_case c = { insn, el };
	char buf[32];

	insn_case_name(insn, buf, sizeof(buf));
	case_list_add(list, clause, fn, &c, sizeof(c), "%s-%s-el%u", name, buf,
		      el);
}

static void add_each(struct case_list *list, const char *clause,
		     void (*fn)(const void *arg), const char *name)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(accesses); i++)
		add(list, clause, fn, name, accesses[i].insn, accesses[i].el);
}

int main(int argc, char **argv)
{
	struct case_list list = {};

	test_disable_default_vgic();

	add_each(&list, "NISV-1", test_enosys, "enosys");
	add_each(&list, "NISV-1", test_enosys_state, "state");
	add(&list, "NISV-1", test_enosys_teardown, "teardown", "ldr_x_post", 1);
	add_each(&list, "NISV-1", test_enosys_beside, "beside-enabled");
	add_each(&list, "NISV-3", test_exit, "address");
	add_each(&list, "NISV-4", test_esr_iss, "iss");
	add(&list, "NISV-4", test_esr_iss, "iss", "ldp_q_pre", 1);
	add(&list, "NISV-4", test_esr_iss, "iss", "stp_w", 1);
	add(&list, "NISV-4", test_esr_iss, "iss", "dc_zva", 1);
	add_each(&list, "NISV-5", test_state, "state");
	add_each(&list, "NISV-6", test_repeat, "repeat");
	add_each(&list, "NISV-6", test_renamed, "renamed");
	add(&list, "NISV-8", test_mmio, "mmio", "ldr_x", 1);
	add(&list, "NISV-8", test_mmio, "mmio", "str_x", 1);
	add(&list, "NISV-8", test_mmio, "mmio", "ldr_x", 0);
	add(&list, "NISV-8", test_mmio, "mmio", "strh", 0);
	add(&list, "NISV-12", test_readonly_unmapped, "unmapped", "str_x_post", 1);
	add(&list, "NISV-12", test_readonly_unmapped, "unmapped", "stp_q", 0);
	add(&list, "NISV-12", test_readonly_mapped, "mapped", "str_x_post", 1);
	add(&list, "NISV-12", test_readonly_mapped, "mapped", "stp_q", 0);
	add_each(&list, "NISV-16", test_immediate_before, "immediate-before");
	add_each(&list, "NISV-16", test_immediate_after, "immediate-after");
	add_each(&list, "NISV-16", test_immediate_completed,
		 "immediate-completed");
	case_list_add(&list, "NISV-16", test_signals, NULL, 0, "signals");

	return contract_main(argc, argv, list.cases, list.nr);
}
