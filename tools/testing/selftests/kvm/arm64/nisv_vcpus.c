// SPDX-License-Identifier: GPL-2.0
/*
 * Several vCPUs of a VM, each with an exit whenever it can.
 */
#include "contract.h"
#include "kvm_util.h"
#include "nisv.h"
#include "processor.h"
#include "thread.h"

/* One for each CPU, within these limits: more would mostly wait. */
#define MIN_VCPUS	2
#define MAX_VCPUS	4

/*
 * Seconds it may take: where the host itself is emulated, an exit takes most of
 * a millisecond.
 */
#define TIMEOUT		900

/* How often each exits; NISV_VCPUS_EXITS in the environment overrides it. */
#define NR_EXITS	100000

/* Every vCPU has a page of its own, of which it uses one pair after another. */
#define PAIRS_PER_PAGE	256

/**
 * struct vcpu_job - a vCPU and the thread that runs it
 * @vcpu: the vCPU
 * @thread: the thread
 * @id: number of the vCPU
 * @nr_exits: how many there are to be
 */
struct vcpu_job {
	struct kvm_vcpu *vcpu;
	pthread_t thread;
	unsigned int id;
	u64 nr_exits;
};

/* What the device of one vCPU returns at its n-th load: no two are the same. */
static u64 device_value(unsigned int id, u64 nr)
{
	return ((u64)(id + 1) << 56) | nr;
}

static u64 pair_offset(unsigned int id, u64 nr, unsigned int page_size)
{
	return (u64)id * page_size + nr % PAIRS_PER_PAGE * 16;
}

extern char guest_pair_load[];

/*
 * Not inlined, so that there is one guest_pair_load. The second register of
 * the pair is none of userspace's business: it must keep what the guest put
 * there.
 */
static noinline u64 load_pair(u64 addr, u64 mark)
{
	register u64 base asm("x1") = addr;
	register u64 value asm("x2");
	register u64 kept asm("x3") = mark;

	asm volatile("guest_pair_load:\n\t"
		     "ldp %0, %1, [%2]"
		     : "=r" (value), "+r" (kept) : "r" (base) : "memory");
	GUEST_ASSERT_EQ(kept, mark);
	return value;
}

static void guest_code(u64 id, u64 nr_exits, u64 page_size)
{
	u64 nr;

	for (nr = 0; nr < nr_exits; nr++)
		GUEST_ASSERT_EQ(load_pair(NISV_MMIO_GVA +
					  pair_offset(id, nr, page_size),
					  ~device_value(id, nr)),
				device_value(id, nr));
	GUEST_DONE();
}

static void *vcpu_thread(void *arg)
{
	struct vcpu_job *job = arg;
	struct kvm_vcpu *vcpu = job->vcpu;
	unsigned int page_size = vcpu->vm->page_size;
	struct ucall uc;
	u64 nr;

	for (nr = 0; nr < job->nr_exits; nr++) {
		nisv_run_expect_exit(vcpu, NISV_MMIO_GPA +
				     pair_offset(job->id, nr, page_size), false);
		vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.regs[2]),
			     device_value(job->id, nr));
		nisv_set_pc(vcpu, (u64)guest_pair_load + 4);
	}
	nisv_run_expect_ucall(vcpu, UCALL_DONE, &uc);
	return NULL;
}

static unsigned int nr_vcpus(void)
{
	long cpus = sysconf(_SC_NPROCESSORS_ONLN);

	return cpus < MIN_VCPUS ? MIN_VCPUS : cpus > MAX_VCPUS ? MAX_VCPUS : cpus;
}

/*
 * Test that each vCPU gets its own exits, all of them and in order, and its
 * own data, while the others do the same.
 */
static void test_vcpus(const void *arg)
{
	unsigned int i, nr = nr_vcpus();
	struct kvm_vcpu *vcpus[MAX_VCPUS];
	struct vcpu_job jobs[MAX_VCPUS];
	struct kvm_vm *vm;
	u64 nr_exits;

	nr_exits = contract_number("NISV_VCPUS_EXITS", NR_EXITS);
	vm = vm_create_with_vcpus(nr, guest_code, vcpus);
	nisv_enable(vm);
	nisv_map(vm, NISV_MMIO_GVA, NISV_MMIO_GPA, nr);

	for (i = 0; i < nr; i++) {
		jobs[i].vcpu = vcpus[i];
		jobs[i].id = i;
		jobs[i].nr_exits = nr_exits;
		vcpu_args_set(vcpus[i], 3, (u64)i, nr_exits,
			      (u64)vm->page_size);
	}
	for (i = 0; i < nr; i++)
		jobs[i].thread = thread_start(vcpu_thread, &jobs[i]);
	for (i = 0; i < nr; i++)
		pthread_join(jobs[i].thread, NULL);
	kvm_vm_free(vm);
}

int main(int argc, char **argv)
{
	static const struct contract_case cases[] = {
		{ "NISV-15", "vcpus", test_vcpus },
	};

	contract_set_case_timeout(TIMEOUT);
	test_disable_default_vgic();
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
