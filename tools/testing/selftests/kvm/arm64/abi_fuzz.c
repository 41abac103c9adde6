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
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>
#include <time.h>

#include "abort_guest.h"
#include "contract.h"
#include "ext_dabt.h"
#include "host_log.h"
#include "id_guest.h"

#define SECONDS		2
#define TIMEOUT		"3600"
#define NR_VMS		2
#define NR_VCPUS	2
#define NR_WORKERS	(NR_VMS * NR_VCPUS)
#define KICK_USEC	2000

/* A slot where the guest's accesses go, sometimes. The library has the first ones. */
#define SLOT		20
#define SLOT_GPA	ABORT_GUEST_DEV_EL1
#define SLOT_SIZE	0x10000

/**
 * struct fuzz_vm - a VM that threads share
 * @lock: held for reading by who uses it, for writing by who replaces it
 * @vm: the VM
 * @vcpu: its vCPUs
 * @busy: held by who runs a vCPU, until it has dealt with the exit
 * @memory: for its memslot
 * @nisv: whether KVM_CAP_ARM_NISV_TO_USER was enabled, or is about to be
 */
struct fuzz_vm {
	pthread_rwlock_t lock;
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu[NR_VCPUS];
	pthread_mutex_t busy[NR_VCPUS];
	void *memory;
	atomic_bool nisv;
};

/**
 * struct worker - a thread
 * @thread: the thread
 * @random: state of its random numbers
 * @fvm: the VM it is working on
 * @cpu: the vCPU
 * @done: nothing is to come any more
 */
struct worker {
	pthread_t thread;
	u64 random;
	struct fuzz_vm *fvm;
	unsigned int cpu;
	atomic_bool done;
};

static struct fuzz_vm vms[NR_VMS];
static struct worker workers[NR_WORKERS];
static atomic_long ops_left;
static atomic_ulong nr_ops, nr_exits, nr_aborts, nr_created;
static atomic_bool stop;
static bool has_ext_dabt, has_events;
/* What a vCPU has shown before and after it ran; all of them must. */
static u64 id_values[NR_ID_REGS];
static bool id_changes[NR_ID_REGS];

/* xorshift64* */
static u64 rnd(struct worker *w)
{
	w->random ^= w->random >> 12;
	w->random ^= w->random << 25;
	w->random ^= w->random >> 27;
	return w->random * 0x2545f4914f6cdd1dULL;
}

static u64 below(struct worker *w, u64 limit)
{
	return (rnd(w) >> 16) % limit;
}

static bool one_in(struct worker *w, u64 nr)
{
	return !below(w, nr);
}

static struct kvm_vcpu *vcpu_of(struct worker *w)
{
	return w->fvm->vcpu[w->cpu];
}

/* A call that failed did so with one of these, up to a 0. */
static void expect(const char *call, int ret, const int *errnos)
{
	if (!ret)
		return;
	for (; *errnos; errnos++)
		if (errno == *errnos)
			return;
	TEST_FAIL("%s: returned %d, errno %d (%s)", call, ret, errno, strerror(errno));
}

#define EXPECT(ret, ...)	expect(__func__, ret, (const int []){ __VA_ARGS__, 0 })

static void create(struct fuzz_vm *fvm)
{
	unsigned int i;

	fvm->vm = vm_create_with_vcpus(NR_VCPUS, abort_guest_text, fvm->vcpu);
	abort_guest_map(fvm->vm);
	for (i = 0; i < NR_VCPUS; i++)
		abort_guest_setup_vcpu(fvm->vcpu[i]);
	atomic_store(&fvm->nisv, false);
	atomic_fetch_add(&nr_created, 1);
}

static void replace_vm(struct worker *w)
{
	struct fuzz_vm *fvm = w->fvm;
	sigset_t kick;

	pthread_rwlock_unlock(&fvm->lock);
	pthread_rwlock_wrlock(&fvm->lock);

	/* A signal makes KVM_CREATE_VM fail. */
	sigemptyset(&kick);
	sigaddset(&kick, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &kick, NULL);
	kvm_vm_free(fvm->vm);
	create(fvm);
	pthread_sigmask(SIG_UNBLOCK, &kick, NULL);

	pthread_rwlock_unlock(&fvm->lock);
	pthread_rwlock_rdlock(&fvm->lock);
}

static void enable_cap(struct worker *w)
{
	struct kvm_enable_cap cap = {
		.cap = one_in(w, 4) ? below(w, 256) : KVM_CAP_ARM_NISV_TO_USER,
		.flags = one_in(w, 4) ? rnd(w) : 0,
		.args = { below(w, 2) },
	};

	/* Others mean something else to kernels that know them. */
	if (cap.cap != KVM_CAP_ARM_NISV_TO_USER)
		cap.cap = KVM_CAP_ARM_INJECT_EXT_DABT;
	else if (!cap.flags)
		atomic_store(&w->fvm->nisv, true);
	EXPECT(__vm_ioctl(w->fvm->vm, KVM_ENABLE_CAP, &cap), EINVAL, ENOTTY);
}

static void enable_cap_on_vcpu(struct worker *w)
{
	struct kvm_enable_cap cap = { .cap = KVM_CAP_ARM_NISV_TO_USER };
	int ret = __vcpu_ioctl(vcpu_of(w), KVM_ENABLE_CAP, &cap);

	TEST_ASSERT(ret, "KVM_ENABLE_CAP works on a vCPU");
	EXPECT(ret, EINVAL, ENOTTY);
}

static void get_events(struct worker *w)
{
	static const struct kvm_vcpu_events none;
	struct kvm_vcpu_events events;

	if (!has_events)
		return;
	memset(&events, 0xa5, sizeof(events));
	EXPECT(__vcpu_ioctl(vcpu_of(w), KVM_GET_VCPU_EVENTS, &events), 0);
	TEST_ASSERT(!memcmp(events.reserved, none.reserved, sizeof(events.reserved)) &&
		    !memcmp(events.exception.pad, none.exception.pad,
			    sizeof(events.exception.pad)),
		    "KVM_GET_VCPU_EVENTS: padding is not zero");
	TEST_ASSERT(!events.exception.ext_dabt_pending,
		    "KVM_GET_VCPU_EVENTS: an abort is pending");
}

static void set_events(struct worker *w)
{
	struct kvm_vcpu_events events = {
		.exception.ext_dabt_pending = !one_in(w, 4),
		.exception.serror_pending = one_in(w, 4),
		.exception.serror_has_esr = one_in(w, 8),
		.exception.serror_esr = one_in(w, 8) ? rnd(w) >> below(w, 64) : 0,
	};
	int ret;

	if (!has_events)
		return;
	if (one_in(w, 16))
		((u8 *)&events)[below(w, sizeof(events))] = rnd(w);
	ret = __vcpu_ioctl(vcpu_of(w), KVM_SET_VCPU_EVENTS, &events);
	EXPECT(ret, EINVAL);
	if (!ret && events.exception.ext_dabt_pending)
		atomic_fetch_add(&nr_aborts, 1);
}

static void set_bad_events(struct worker *w)
{
	if (has_events)
		EXPECT(__vcpu_ioctl(vcpu_of(w), KVM_SET_VCPU_EVENTS,
				    (struct kvm_vcpu_events *)rnd(w)), EFAULT);
}

/* What one vCPU's events are goes to another. */
static void move_events(struct worker *w)
{
	struct kvm_vcpu_events events;

	if (!has_events)
		return;
	EXPECT(__vcpu_ioctl(vcpu_of(w), KVM_GET_VCPU_EVENTS, &events), 0);
	EXPECT(__vcpu_ioctl(w->fvm->vcpu[below(w, NR_VCPUS)], KVM_SET_VCPU_EVENTS, &events),
	       EINVAL);
}

/* There are kernels that change some of them at the first KVM_RUN: not here. */
static unsigned int any_id_reg(struct worker *w)
{
	unsigned int reg;

	do {
		reg = below(w, NR_ID_REGS);
	} while (id_changes[reg]);
	return reg;
}

static void get_id_reg(struct worker *w)
{
	unsigned int reg = any_id_reg(w);
	u64 val = 0;

	EXPECT(__vcpu_get_reg(vcpu_of(w), id_reg_kvm_id(reg), &val), ENOENT);
	TEST_ASSERT(val == id_values[reg], "%s: %#lx, was %#lx", id_reg_name(reg),
		    (unsigned long)val, (unsigned long)id_values[reg]);
}

static void set_id_reg(struct worker *w)
{
	unsigned int reg = any_id_reg(w);
	/* There are kernels that let some fields be lowered. */
	u64 change = id_values[reg] ? 0 : BIT(below(w, 64));
	int ret = __vcpu_set_reg(vcpu_of(w), id_reg_kvm_id(reg), id_values[reg] ^ change);

	/* Some kernels have only those that they know by name. */
	if (ret && errno == ENOENT)
		return;
	TEST_ASSERT(!ret || change, "%s: its own value is refused, errno %d",
		    id_reg_name(reg), errno);
	TEST_ASSERT(ret || !change, "%s: another value is taken", id_reg_name(reg));
	/* EBUSY: where they can be lowered, not once the VM has run */
	EXPECT(ret, EINVAL, EBUSY);
}

static void reset(struct worker *w)
{
	struct kvm_vcpu_init init = vcpu_of(w)->init;

	if (one_in(w, 8))
		init.features[0] = rnd(w);
	EXPECT(__vcpu_ioctl(vcpu_of(w), KVM_ARM_VCPU_INIT, &init), EINVAL, ENOENT);
}

static void set_up(struct worker *w)
{
	aarch64_vcpu_setup(vcpu_of(w), NULL);
	vcpu_arch_set_entry_point(vcpu_of(w), abort_guest_text);
	abort_guest_setup_vcpu(vcpu_of(w));
}

/* Seldom one that the guest needs to find its way out again. */
static void set_core_reg(struct worker *w)
{
	u64 id = ABORT_GUEST_REG(below(w, one_in(w, 8) ? 31 : ABORT_GUEST_REG_TAKEN));
	u64 val = one_in(w, 2) ? rnd(w) : (u64)abort_guest_text + below(w, 0x1000);

	if (one_in(w, 32))
		id = ARM64_CORE_REG(regs.pstate);
	else if (one_in(w, 32))
		id = ARM64_CORE_REG(regs.pc);
	EXPECT(__vcpu_set_reg(vcpu_of(w), id, val), EINVAL);
}

/* All that is to be had, as a VMM does that saves a vCPU. */
static void save(struct worker *w)
{
	reg_snapshot_free(reg_snapshot_take(vcpu_of(w)));
}

static void set_memslot(struct worker *w)
{
	static const u32 flags[] = { 0, KVM_MEM_READONLY, KVM_MEM_LOG_DIRTY_PAGES };

	EXPECT(__vm_set_user_memory_region(w->fvm->vm, SLOT, flags[below(w, 3)], SLOT_GPA,
					   one_in(w, 2) ? SLOT_SIZE : 0, w->fvm->memory),
	       EINVAL, EEXIST, ENOENT);
}

static void stop_vcpu(struct worker *w)
{
	struct kvm_mp_state state = {
		.mp_state = one_in(w, 4) ? KVM_MP_STATE_STOPPED : KVM_MP_STATE_RUNNABLE,
	};

	EXPECT(__vcpu_ioctl(vcpu_of(w), KVM_SET_MP_STATE, &state), EINVAL);
}

static void hurry(struct worker *w)
{
	vcpu_of(w)->run->immediate_exit = one_in(w, 4);
}

static void prepare_access(struct worker *w)
{
	static char *const insns[] = {
		abort_guest_ldr_x, abort_guest_ldrsb, abort_guest_str_x,
		abort_guest_ldr_post, abort_guest_str_post, abort_guest_ldp,
		abort_guest_stp, abort_guest_hvc, abort_guest_brk, abort_guest_count,
		(char *)id_guest_read_reg,
	};
	static const u64 pstates[] = {
		ABORT_GUEST_EL0, ABORT_GUEST_EL1T, ABORT_GUEST_EL1H,
		PSR_MODE_EL0t, PSR_MODE_EL1h,
	};
	u64 pstate = pstates[below(w, ARRAY_SIZE(pstates))];
	u64 addr = abort_guest_dev(pstate) + below(w, 0x2000);

	if (one_in(w, 16))
		addr = rnd(w) >> below(w, 64);
	abort_guest_start(vcpu_of(w), insns[below(w, ARRAY_SIZE(insns))], pstate, addr);
}

static void check_exit(struct worker *w)
{
	const struct kvm_run *run = vcpu_of(w)->run;

	switch (run->exit_reason) {
	case KVM_EXIT_MMIO:
		TEST_ASSERT(run->mmio.len && run->mmio.len <= 8, "MMIO of %u bytes",
			    run->mmio.len);
		return;
	case KVM_EXIT_ARM_NISV:
		TEST_ASSERT(atomic_load(&w->fvm->nisv), "KVM_EXIT_ARM_NISV, not enabled");
		TEST_ASSERT(!(run->arm_nisv.esr_iss & ~NISV_ISS_MASK), "esr_iss %#lx",
			    (unsigned long)run->arm_nisv.esr_iss);
		TEST_ASSERT(run->arm_nisv.fault_ipa < BIT(52), "fault_ipa %#lx",
			    (unsigned long)run->arm_nisv.fault_ipa);
		return;
	case KVM_EXIT_SYSTEM_EVENT:
	case KVM_EXIT_INTR:
		return;
	default:
		TEST_FAIL("exit %u (%s)", run->exit_reason,
			  exit_reason_str(run->exit_reason));
	}
}

/* A guest that lost its way is of no use for long. */
static void recover(struct worker *w)
{
	struct kvm_mp_state state = { .mp_state = KVM_MP_STATE_RUNNABLE };

	set_up(w);
	EXPECT(__vcpu_ioctl(vcpu_of(w), KVM_SET_MP_STATE, &state), 0);
	vcpu_of(w)->run->immediate_exit = 0;
}

/* Run a vCPU unless somebody does, and answer the exit in one way or another. */
static void run(struct worker *w)
{
	pthread_mutex_t *busy = &w->fvm->busy[w->cpu];
	int ret;

	if (pthread_mutex_trylock(busy))
		return;
	if (!one_in(w, 4))
		prepare_access(w);
	ret = __vcpu_run(vcpu_of(w));
	/* EFAULT: the memslot went while KVM was about to map a page of it */
	EXPECT(ret, EINTR, ENOSYS, EFAULT);
	if (ret && errno == EINTR)
		recover(w);
	if (!ret) {
		check_exit(w);
		atomic_fetch_add(&nr_exits, 1);
		if (one_in(w, 2))
			set_events(w);
		else if (one_in(w, 2))
			nisv_skip_insn(vcpu_of(w));
	}
	pthread_mutex_unlock(busy);
}

static const struct op {
	void (*fn)(struct worker *w);
	unsigned int weight;
} ops[] = {
	{ run, 400 },
	{ set_events, 150 },
	{ get_events, 50 },
	{ get_id_reg, 80 },
	{ set_id_reg, 40 },
	{ set_core_reg, 60 },
	{ set_memslot, 20 },
	{ move_events, 20 },
	{ enable_cap, 20 },
	{ set_bad_events, 10 },
	{ enable_cap_on_vcpu, 10 },
	{ reset, 4 },
	{ set_up, 2 },
	{ hurry, 20 },
	{ stop_vcpu, 4 },
	{ save, 2 },
	{ replace_vm, 1 },
};

static const struct op *choose_op(struct worker *w)
{
	static unsigned int total;
	unsigned int i, sum = 0, nr;

	if (!total) {
		for (i = 0; i < ARRAY_SIZE(ops); i++)
			sum += ops[i].weight;
		total = sum;
	}
	nr = below(w, total);
	for (i = 0; nr >= ops[i].weight; i++)
		nr -= ops[i].weight;
	return &ops[i];
}

static void *work(void *arg)
{
	struct worker *w = arg;

	while (!atomic_load(&stop) && atomic_fetch_sub(&ops_left, 1) > 0) {
		const struct op *op = choose_op(w);
		unsigned int at = w - workers;

		/* A vCPU that changes threads costs KVM_RUN several ticks of RCU's. */
		if (op->fn != run || one_in(w, 64))
			at = below(w, NR_WORKERS);
		w->fvm = &vms[at / NR_VCPUS];
		w->cpu = at % NR_VCPUS;
		pthread_rwlock_rdlock(&w->fvm->lock);
		op->fn(w);
		pthread_rwlock_unlock(&w->fvm->lock);
		atomic_fetch_add(&nr_ops, 1);
	}
	atomic_store(&w->done, true);
	return NULL;
}

static void no_handler(int sig)
{
}

/* A guest that lost its way, or a vCPU that is stopped, stays inside KVM_RUN. */
static bool kick_all(void)
{
	bool done = true;
	unsigned int i;

	for (i = 0; i < NR_WORKERS; i++) {
		if (atomic_load(&workers[i].done))
			continue;
		done = false;
		pthread_kill(workers[i].thread, SIGUSR1);
	}
	return !done;
}

static u64 number(const char *name, u64 otherwise)
{
	const char *text = getenv(name);
	char *end;
	u64 val;

	if (!text)
		return otherwise;
	val = strtoull(text, &end, 0);
	TEST_ASSERT(*text && !*end && val, "%s=%s is not above 0", name, text);
	return val;
}

static void learn_id_regs(struct kvm_vcpu *vcpu)
{
	unsigned int i;
	u64 val;

	for (i = 0; i < NR_ID_REGS; i++)
		EXPECT(__vcpu_get_reg(vcpu, id_reg_kvm_id(i), &id_values[i]), ENOENT);
	abort_guest_start(vcpu, abort_guest_str_x, ABORT_GUEST_EL1H, ABORT_GUEST_DEV_EL1);
	vcpu_run(vcpu);
	for (i = 0; i < NR_ID_REGS; i++) {
		val = 0;
		EXPECT(__vcpu_get_reg(vcpu, id_reg_kvm_id(i), &val), ENOENT);
		id_changes[i] = val != id_values[i];
		if (id_changes[i])
			pr_info("%s changes when the VM runs\n", id_reg_name(i));
	}
}

/* Not the time of day: a machine without a clock always starts at the same. */
static u64 any_seed(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000UL + now.tv_nsec;
}

static void start(void)
{
	u64 seed = number("KVM_FUZZ_SEED", any_seed());
	struct sigaction action = { .sa_handler = no_handler };
	unsigned int i, j;
	int ret;

	pr_info("KVM_FUZZ_SEED=%lu\n", (unsigned long)seed);
	sigaction(SIGUSR1, &action, NULL);
	for (i = 0; i < NR_VMS; i++) {
		vms[i].memory = mmap(NULL, SLOT_SIZE, PROT_READ | PROT_WRITE,
				     MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		TEST_ASSERT(vms[i].memory != MAP_FAILED, "mmap: %s", strerror(errno));
		pthread_rwlock_init(&vms[i].lock, NULL);
		for (j = 0; j < NR_VCPUS; j++)
			pthread_mutex_init(&vms[i].busy[j], NULL);
		create(&vms[i]);
	}
	learn_id_regs(vms[0].vcpu[0]);
	for (i = 0; i < NR_WORKERS; i++) {
		workers[i].random = (seed + i + 1) * 0x9e3779b97f4a7c15ULL;
		ret = pthread_create(&workers[i].thread, NULL, work, &workers[i]);
		TEST_ASSERT(!ret, "pthread_create: %s", strerror(ret));
	}
}

/* Test that whatever is called in whatever order, the host stays well. */
static void test_random(const void *arg)
{
	/* What an access does in a VM that has not enabled the exit, at a limited rate. */
	static const char *const allowed[] = {
		"valid syndrome", "callbacks suppressed",
		/* The machine is slow, or its own host was busy. */
		"hrtimer: interrupt took", NULL
	};
	u64 limit = number("KVM_FUZZ_OPS", 0);
	time_t end = time(NULL) + SECONDS;
	int log = host_log_open();
	unsigned int i;

	has_ext_dabt = kvm_has_cap(KVM_CAP_ARM_INJECT_EXT_DABT);
	has_events = kvm_has_cap(KVM_CAP_VCPU_EVENTS);
	atomic_store(&ops_left, limit ?: LONG_MAX);
	start();
	do {
		usleep(KICK_USEC);
		if (!limit && time(NULL) >= end)
			atomic_store(&stop, true);
	} while (kick_all());
	for (i = 0; i < NR_WORKERS; i++)
		pthread_join(workers[i].thread, NULL);
	pr_info("%lu operations, %lu exits, %lu aborts, %lu VMs\n", nr_ops, nr_exits,
		nr_aborts, nr_created);
	for (i = 0; i < NR_VMS; i++)
		kvm_vm_free(vms[i].vm);
	TEST_ASSERT(nr_exits, "no guest ever came out");
	TEST_ASSERT(nr_aborts || !has_ext_dabt, "no abort was ever injected");
	host_log_assert_only(log, allowed);
}

int main(int argc, char **argv)
{
	static const struct contract_case cases[] = {
		{ "HOST-1", "fuzz", test_random },
	};
	char **args = calloc(argc + 3, sizeof(*args));

	TEST_ASSERT(args, "out of memory");

	/* As long as was asked for; options given override this one. */
	args[0] = argv[0];
	args[1] = "-t";
	args[2] = TIMEOUT;
	memcpy(&args[3], &argv[1], argc * sizeof(*argv));

	test_disable_default_vgic();
	return contract_main(argc + 2, args, cases, ARRAY_SIZE(cases));
}
