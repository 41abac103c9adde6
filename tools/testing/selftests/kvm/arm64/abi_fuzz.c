// SPDX-License-Identifier: GPL-2.0
/*
 * Calls and guest accesses of this ABI in random order, from several threads on
 * several VMs. Each call may do what it may do, nothing else, and the host's log
 * stays empty.
 *
 * What a thread does follows from the seed, which the log of the test has; how the
 * threads meet does not. In the environment: KVM_FUZZ_SEED, and KVM_FUZZ_OPS, the
 * number of operations, instead of a few seconds' worth.
 */
#include <limits.h>
#include <time.h>

#include "contract.h"
#include "fuzz.h"
#include "host_log.h"
#include "processor.h"
#include "thread.h"

#define SECONDS		2
#define TIMEOUT		3600	/* as long as was asked for */
#define NR_VMS		2
#define NR_WORKERS	(NR_VMS * FUZZ_NR_VCPUS)
#define KICK_USEC	16000

/**
 * struct worker - a thread
 * @thread: the thread
 * @t: what it works with
 * @nr_ops: how many operations it has done
 * @nr_seen: how many these were when it was last looked at
 * @done: nothing is to come any more
 */
struct worker {
	pthread_t thread;
	struct fuzz_thread t;
	atomic_ulong nr_ops;
	unsigned long nr_seen;
	atomic_bool done;
};

static struct fuzz_vm vms[NR_VMS];
static struct worker workers[NR_WORKERS];
static atomic_long ops_left;
static atomic_bool stop;

static void *work(void *arg)
{
	struct worker *w = arg;
	struct fuzz_thread *t = &w->t;

	while (!atomic_load(&stop) && atomic_fetch_sub(&ops_left, 1) > 0) {
		const struct fuzz_op *op = fuzz_choose_op(t);
		unsigned int at = w - workers;

		if (!op->stay || !fuzz_below(t, 64))
			at = fuzz_below(t, NR_WORKERS);
		t->fvm = &vms[at / FUZZ_NR_VCPUS];
		t->cpu = at % FUZZ_NR_VCPUS;
		pthread_rwlock_rdlock(&t->fvm->lock);
		op->fn(t);
		pthread_rwlock_unlock(&t->fvm->lock);
		atomic_fetch_add(&w->nr_ops, 1);
	}
	atomic_store(&w->done, true);
	return NULL;
}

/* A guest that lost its way, or a vCPU that is stopped, stays inside KVM_RUN. */
static bool kick_stuck(void)
{
	bool done = true;
	unsigned int i;

	for (i = 0; i < NR_WORKERS; i++) {
		struct worker *w = &workers[i];
		unsigned long nr_ops = atomic_load(&w->nr_ops);

		if (atomic_load(&w->done))
			continue;
		done = false;
		if (nr_ops == w->nr_seen)
			thread_kick(w->thread);
		w->nr_seen = nr_ops;
	}
	return !done;
}

/* Not the time of day: a machine without a clock always starts at the same. */
static u64 any_seed(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000UL + now.tv_nsec;
}

static void start(u64 seed)
{
	unsigned int i;

	thread_allow_kicks();
	for (i = 0; i < NR_VMS; i++)
		fuzz_vm_init(&vms[i]);
	fuzz_learn_host(vms[0].vcpu[0]);
	for (i = 0; i < NR_WORKERS; i++) {
		workers[i].t.random = (seed + i + 1) * 0x9e3779b97f4a7c15ULL;
		workers[i].thread = thread_start(work, &workers[i]);
	}
}

/* Test that whatever is called in whatever order, the host stays well. */
static void test_random(const void *arg)
{
	/* What an access does in a VM that has not enabled the exit, at a limited rate. */
	static const char *const allowed[] = {
		"valid syndrome", "callbacks suppressed",
		/* The machine is slow, or its own host was busy. */
		"hrtimer: interrupt took",
		/* One VM's directory is still there when another gets its file descriptor. */
		"KVM: debugfs: duplicate directory", NULL
	};
	u64 seed = contract_number("KVM_FUZZ_SEED", any_seed());
	u64 limit = contract_number("KVM_FUZZ_OPS", 0);
	time_t end = time(NULL) + SECONDS;
	int log = host_log_open();
	unsigned long nr_ops = 0;
	unsigned int i;

	pr_info("KVM_FUZZ_SEED=%lu\n", (unsigned long)seed);
	atomic_store(&ops_left, limit ?: LONG_MAX);
	start(seed);
	do {
		usleep(KICK_USEC);
		if (!limit && time(NULL) >= end)
			atomic_store(&stop, true);
	} while (kick_stuck());
	for (i = 0; i < NR_WORKERS; i++) {
		pthread_join(workers[i].thread, NULL);
		nr_ops += workers[i].nr_ops;
	}
	pr_info("%lu operations, %lu exits, %lu aborts, %lu VMs\n", nr_ops,
		fuzz_counts.exits, fuzz_counts.aborts, fuzz_counts.vms);
	for (i = 0; i < NR_VMS; i++)
		fuzz_vm_destroy(&vms[i]);
	TEST_ASSERT(fuzz_counts.exits, "no guest ever came out");
	TEST_ASSERT(fuzz_counts.aborts || !kvm_has_cap(KVM_CAP_ARM_INJECT_EXT_DABT),
		    "no abort was ever injected");
	host_log_assert_only(log, allowed);
}

int main(int argc, char **argv)
{
	static const struct contract_case cases[] = {
		{ "HOST-1", "fuzz", test_random },
	};

	contract_set_case_timeout(TIMEOUT);
	test_disable_default_vgic();
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
