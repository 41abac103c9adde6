// SPDX-License-Identifier: GPL-2.0
/*
 * External data aborts from many threads at once, on purpose and against all
 * rules: the host stays well and no VM sees anything of another (DABT-10).
 */
#include <time.h>

#include "case_list.h"
#include "ext_dabt.h"
#include "guest_access.h"
#include "host_log.h"
#include "thread.h"

#define PSTATE			ABORT_GUEST_EL1H
#define SECONDS			2
#define NR_VICTIMS		2
#define NR_BYSTANDERS		2
#define NR_HAMMERS		2	/* for each victim */

static bool stop;

/* A VM whose every abort is in order, and has to stay so. */
struct bystander {
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	const struct guest_access *access;
	u64 addr;
	unsigned long rounds;
};

static bool stopped(void)
{
	return __atomic_load_n(&stop, __ATOMIC_RELAXED);
}

static void *run_bystander(void *arg)
{
	struct bystander *b = arg;
	struct reg_snapshot *state;

	while (!stopped()) {
		u64 entry = abort_guest_real_entry(b->vcpu, b->access->insn,
						   PSTATE);

		state = guest_access_exit(b->vcpu, b->access, PSTATE, b->addr);
		ext_dabt_inject(b->vcpu);
		ext_dabt_assert_taken(b->vcpu, state, entry, b->addr,
				      b->access->is_write);
		reg_snapshot_free(state);

		vcpu_run_complete_io(b->vcpu);
		b->rounds++;
	}

	return NULL;
}

/* Its guest is where the hammers drove it; all that counts is to go on. */
static void *run_victim(void *arg)
{
	struct kvm_vcpu *vcpu = arg;

	while (!stopped()) {
		__vcpu_run(vcpu);
		__vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pc),
			       (u64)abort_guest_ldr_x);
		__vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_ADDR),
			       abort_guest_dev(PSTATE));
	}

	return NULL;
}

static void *run_hammer(void *arg)
{
	struct kvm_vcpu_events events = {
		.exception.ext_dabt_pending = 1,
	};
	struct kvm_vcpu *vcpu = arg;

	while (!stopped()) {
		events.exception.serror_pending = !events.exception.serror_pending;
		ext_dabt_set_events(vcpu, &events);
		vcpu->run->immediate_exit = events.exception.serror_pending;
		/* Let the guest have the CPU, too: the vCPU's lock isn't fair. */
		sched_yield();
	}

	return NULL;
}

/* Test that injecting without any sense or order harms nobody else. */
static void test_many_threads(const void *arg)
{
	pthread_t threads[NR_BYSTANDERS + NR_VICTIMS * (1 + NR_HAMMERS)];
	struct bystander bystanders[NR_BYSTANDERS] = {};
	struct kvm_vm *victims[NR_VICTIMS];
	struct kvm_vcpu *vcpu;
	unsigned int i, j, nr = 0;
	int log = host_log_open();

	ext_dabt_require();

	for (i = 0; i < NR_BYSTANDERS; i++) {
		struct bystander *b = &bystanders[i];

		b->access = i % 2 ? &guest_nisv_load : &guest_nisv_store;
		b->vm = guest_access_create(&b->vcpu, b->access);
		b->addr = abort_guest_dev(PSTATE) + 0x100 * (i + 1);
		threads[nr++] = thread_start(run_bystander, b);
	}

	for (i = 0; i < NR_VICTIMS; i++) {
		victims[i] = guest_access_create(&vcpu, &guest_nisv_load);
		abort_guest_start(vcpu, abort_guest_ldr_post, PSTATE,
				  abort_guest_dev(PSTATE));
		threads[nr++] = thread_start(run_victim, vcpu);
		for (j = 0; j < NR_HAMMERS; j++)
			threads[nr++] = thread_start(run_hammer, vcpu);
	}

	sleep(SECONDS);
	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < nr; i++)
		pthread_join(threads[i], NULL);

	for (i = 0; i < NR_BYSTANDERS; i++) {
		pr_info("VM %u: %lu aborts in order\n", i, bystanders[i].rounds);
		TEST_ASSERT(bystanders[i].rounds, "VM %u never ran", i);
		kvm_vm_free(bystanders[i].vm);
	}
	for (i = 0; i < NR_VICTIMS; i++)
		kvm_vm_free(victims[i]);
	host_log_assert_quiet(log);
}

static const struct contract_case cases[] = {
	{ "DABT-10", "many-threads", test_many_threads, NULL },
};

int main(int argc, char **argv)
{
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
