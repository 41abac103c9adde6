// SPDX-License-Identifier: GPL-2.0
/*
 * The ID registers are the same on every vCPU and CPU (ID-9); what makes them
 * trap (ID-10).
 */
#include <sched.h>

#include <sys/syscall.h>

#include "contract.h"
#include "id_guest.h"
#include "kvm_util.h"
#include "processor.h"
#include "thread.h"
#include "witness.h"

#define NR_VCPUS	4

/* How often each vCPU reads all registers while its thread moves. */
#define NR_ROUNDS	100
#define MOVE_USEC	1000

#define HCR_TID3	BIT(18)
#define HCR_RW		BIT(31)

/* Guest and host: what every read must give. */
static u64 expected[NR_ID_REGS];

/**
 * struct vcpu_job - a vCPU and the thread that runs it
 * @vcpu: the vCPU
 * @thread: the thread
 * @tid: its id, once it has one
 * @done: it is no more
 */
struct vcpu_job {
	struct kvm_vcpu *vcpu;
	pthread_t thread;
	pid_t tid;
	bool done;
};

static void guest_code(u64 rounds)
{
	unsigned int reg;

	for (; rounds; rounds--)
		for (reg = 0; reg < NR_ID_REGS; reg++)
			GUEST_ASSERT_EQ(id_guest_read_reg(reg), expected[reg]);
	GUEST_DONE();
}

static void guest_spin(void)
{
	for (;;)
		cpu_relax();
}

static void get_expected(struct kvm_vcpu *vcpu)
{
	unsigned int reg;
	int ret;

	for (reg = 0; reg < NR_ID_REGS; reg++) {
		ret = __vcpu_get_reg(vcpu, id_reg_kvm_id(reg), &expected[reg]);
		TEST_ASSERT(!ret, "%s: KVM_GET_ONE_REG: errno %d (%s)",
			    id_reg_name(reg), errno, strerror(errno));
	}
}

static void assert_expected(struct kvm_vcpu *vcpu)
{
	unsigned int reg;

	for (reg = 0; reg < NR_ID_REGS; reg++) {
		u64 val = vcpu_get_reg(vcpu, id_reg_kvm_id(reg));

		TEST_ASSERT(val == expected[reg], "%s of vCPU %u: wanted %#lx got %#lx",
			    id_reg_name(reg), vcpu->id,
			    (unsigned long)expected[reg], (unsigned long)val);
	}
}

static void run_to_done(struct kvm_vcpu *vcpu)
{
	struct ucall uc;

	nisv_run_expect_ucall(vcpu, UCALL_DONE, &uc);
}

static struct kvm_vm *create_vm(struct kvm_vcpu *vcpus[], u64 rounds)
{
	struct kvm_vm *vm;
	unsigned int i;

	test_disable_default_vgic();
	vm = vm_create_with_vcpus(NR_VCPUS, guest_code, vcpus);

	/* the first run settles what depends on the interrupt controller */
	vcpu_args_set(vcpus[0], 1, (u64)0);
	run_to_done(vcpus[0]);
	vcpu_run_complete_io(vcpus[0]);
	vcpu_arch_set_entry_point(vcpus[0], guest_code);

	get_expected(vcpus[0]);
	sync_global_to_guest(vm, expected);
	for (i = 0; i < NR_VCPUS; i++) {
		assert_expected(vcpus[i]);
		vcpu_args_set(vcpus[i], 1, rounds);
	}

	return vm;
}

static void move_to(pid_t tid, int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	/* a thread that has just ended can't be moved */
	if (sched_setaffinity(tid, sizeof(set), &set))
		TEST_ASSERT(errno == ESRCH, "to CPU %d: errno %d", cpu, errno);
}

/* Test that each vCPU reads the same, on whatever CPU. */
static void test_vcpus(const void *arg)
{
	struct kvm_vcpu *vcpus[NR_VCPUS];
	struct kvm_vm *vm = create_vm(vcpus, 1);
	unsigned int i;

	for (i = 0; i < NR_VCPUS; i++)
		run_to_done(vcpus[i]);
	kvm_vm_free(vm);
}

/* Test that a vCPU reads the same on each CPU that this process may use. */
static void test_cpus(const void *arg)
{
	struct kvm_vcpu *vcpus[NR_VCPUS];
	struct kvm_vm *vm = create_vm(vcpus, 1);
	unsigned int nr = 0;
	cpu_set_t cpus;
	int cpu;

	TEST_ASSERT(!sched_getaffinity(0, sizeof(cpus), &cpus), "errno %d", errno);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!CPU_ISSET(cpu, &cpus))
			continue;
		move_to(0, cpu);
		assert_expected(vcpus[0]);
		vcpu_arch_set_entry_point(vcpus[0], guest_code);
		vcpu_args_set(vcpus[0], 1, (u64)1);
		run_to_done(vcpus[0]);
		vcpu_run_complete_io(vcpus[0]);
		nr++;
	}
	printf("%u CPUs\n", nr);
	kvm_vm_free(vm);
}

static void *job_thread(void *arg)
{
	struct vcpu_job *job = arg;

	__atomic_store_n(&job->tid, syscall(SYS_gettid), __ATOMIC_RELEASE);
	run_to_done(job->vcpu);
	__atomic_store_n(&job->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static void start(struct vcpu_job *job, struct kvm_vcpu *vcpu)
{
	job->vcpu = vcpu;
	job->tid = 0;
	job->done = false;
	job->thread = thread_start(job_thread, job);
	while (!__atomic_load_n(&job->tid, __ATOMIC_ACQUIRE))
		sched_yield();
}

/* Moves each thread to the next CPU in turn, until all are done. */
static unsigned int move_about(struct vcpu_job *jobs)
{
	long nr_cpus = sysconf(_SC_NPROCESSORS_ONLN);
	unsigned int i, moves = 0, running;

	do {
		running = 0;
		for (i = 0; i < NR_VCPUS; i++) {
			if (__atomic_load_n(&jobs[i].done, __ATOMIC_ACQUIRE))
				continue;
			move_to(jobs[i].tid, (i + moves) % nr_cpus);
			running++;
		}
		moves++;
		usleep(MOVE_USEC);
	} while (running);

	return moves;
}

/* Test that reads are stable while the threads of the vCPUs move between CPUs. */
static void test_moving(const void *arg)
{
	struct kvm_vcpu *vcpus[NR_VCPUS];
	struct kvm_vm *vm = create_vm(vcpus, NR_ROUNDS);
	struct vcpu_job jobs[NR_VCPUS];
	unsigned int i, moves;

	__TEST_REQUIRE(sysconf(_SC_NPROCESSORS_ONLN) > 1, "cpu: only one");
	for (i = 0; i < NR_VCPUS; i++)
		start(&jobs[i], vcpus[i]);
	moves = move_about(jobs);
	for (i = 0; i < NR_VCPUS; i++)
		pthread_join(jobs[i].thread, NULL);
	printf("%u moves\n", moves);
	TEST_ASSERT(moves > 10, "only %u moves", moves);
	kvm_vm_free(vm);
}

static void assert_traps(struct kvm_vcpu *vcpu)
{
	u64 hcr = witness_run_hcr(vcpu);

	TEST_ASSERT(hcr & HCR_RW, "HCR_EL2 %#lx: not an AArch64 vCPU's",
		    (unsigned long)hcr);
	TEST_ASSERT(hcr & HCR_TID3, "HCR_EL2 %#lx: TID3 is clear",
		    (unsigned long)hcr);
}

/* Test that HCR_EL2.TID3 is set for each vCPU of a VM. */
static void test_tid3(const void *arg)
{
	struct kvm_vcpu *vcpus[NR_VCPUS];
	struct kvm_vm *vm;
	unsigned int i;

	WITNESS_REQUIRE();
	test_disable_default_vgic();
	vm = vm_create_with_vcpus(NR_VCPUS, guest_spin, vcpus);
	for (i = 0; i < NR_VCPUS; i++)
		assert_traps(vcpus[i]);
	kvm_vm_free(vm);
}

/* Test that it still is when the vCPU was initialised again after it ran. */
static void test_tid3_init(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	WITNESS_REQUIRE();
	test_disable_default_vgic();
	vm = vm_create_with_one_vcpu(&vcpu, guest_spin);
	assert_traps(vcpu);
	aarch64_vcpu_setup(vcpu, NULL);
	vcpu_arch_set_entry_point(vcpu, guest_spin);
	assert_traps(vcpu);
	kvm_vm_free(vm);
}

/* Test that it is set whatever options the VM has. */
static void test_tid3_options(const void *arg)
{
	const unsigned long *options = arg;
	struct id_guest guest;

	WITNESS_REQUIRE();
	guest = id_guest_create(*options);
	vcpu_arch_set_entry_point(guest.vcpu, guest_spin);
	assert_traps(guest.vcpu);
	id_guest_destroy(&guest);
}

static const unsigned long sve = ID_OPT_SVE, ptrauth = ID_OPT_PTRAUTH,
			   pmu = ID_OPT_PMU, gicv3 = ID_OPT_GICV3;

static const struct contract_case cases[] = {
	{ "ID-9", "vcpus", test_vcpus },
	{ "ID-9", "cpus", test_cpus },
	{ "ID-9", "moving", test_moving },
	{ "ID-10", "tid3", test_tid3 },
	{ "ID-10", "tid3-init-again", test_tid3_init },
	{ "ID-10", "tid3-sve", test_tid3_options, &sve },
	{ "ID-10", "tid3-ptrauth", test_tid3_options, &ptrauth },
	{ "ID-10", "tid3-pmu", test_tid3_options, &pmu },
	{ "ID-10", "tid3-gicv3", test_tid3_options, &gicv3 },
};

int main(int argc, char **argv)
{
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
