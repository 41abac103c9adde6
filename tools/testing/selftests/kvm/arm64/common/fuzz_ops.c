// SPDX-License-Identifier: GPL-2.0
/*
 * The operations of the fuzzer. Each may end in the ways it may end in, and no other.
 */
#include "aarch32.h"
#include "abort_guest.h"
#include "ext_dabt.h"
#include "fuzz.h"
#include "id_guest.h"

/* A slot where the guest's accesses go, sometimes. The library has the first ones. */
#define SLOT		20
#define SLOT_GPA	ABORT_GUEST_DEV_EL1

/* What a vCPU has shown before and after it ran; all of them must. */
static u64 id_values[NR_ID_REGS];
static bool id_changes[NR_ID_REGS];
static bool has_events;

/* Whether PSTATE is refused where it is the end of the host; HOST-1.modes-* fail if not. */
static bool checks_modes;

struct fuzz_counts fuzz_counts;

/* xorshift64* */
static u64 rnd(struct fuzz_thread *t)
{
	t->random ^= t->random >> 12;
	t->random ^= t->random << 25;
	t->random ^= t->random >> 27;
	return t->random * 0x2545f4914f6cdd1dULL;
}

/**
 * fuzz_below - the thread's next random number
 * @t: the thread
 * @limit: not 0
 *
 * Return: 0 to @limit - 1
 */
u64 fuzz_below(struct fuzz_thread *t, u64 limit)
{
	return (rnd(t) >> 16) % limit;
}

static bool one_in(struct fuzz_thread *t, u64 nr)
{
	return !fuzz_below(t, nr);
}

static struct kvm_vcpu *vcpu_of(struct fuzz_thread *t)
{
	return t->fvm->vcpu[t->cpu];
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

static void replace_vm(struct fuzz_thread *t)
{
	fuzz_vm_replace(t->fvm);
}

/* One that can't be enabled; others mean something else to kernels that know them. */
static void enable_other_cap(struct fuzz_thread *t)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_ARM_INJECT_EXT_DABT,
		.args = { fuzz_below(t, 2) },
	};
	int ret = __vm_ioctl(t->fvm->vm, KVM_ENABLE_CAP, &cap);

	TEST_ASSERT(ret, "KVM_ENABLE_CAP of KVM_CAP_ARM_INJECT_EXT_DABT works");
	EXPECT(ret, EINVAL, ENOTTY);
}

static void enable_cap(struct fuzz_thread *t)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_ARM_NISV_TO_USER,
		.flags = one_in(t, 4) ? rnd(t) : 0,
		.args = { fuzz_below(t, 2) },
	};

	if (!cap.flags)
		atomic_store(&t->fvm->nisv, true);
	EXPECT(__vm_ioctl(t->fvm->vm, KVM_ENABLE_CAP, &cap), EINVAL, ENOTTY);
}

static void enable_cap_on_vcpu(struct fuzz_thread *t)
{
	struct kvm_enable_cap cap = { .cap = KVM_CAP_ARM_NISV_TO_USER };
	int ret = __vcpu_ioctl(vcpu_of(t), KVM_ENABLE_CAP, &cap);

	TEST_ASSERT(ret, "KVM_ENABLE_CAP works on a vCPU");
	EXPECT(ret, EINVAL, ENOTTY);
}

static void get_events(struct fuzz_thread *t)
{
	static const struct kvm_vcpu_events none;
	struct kvm_vcpu_events events;

	if (!has_events)
		return;
	memset(&events, 0xa5, sizeof(events));
	EXPECT(__vcpu_ioctl(vcpu_of(t), KVM_GET_VCPU_EVENTS, &events), 0);
	TEST_ASSERT(!memcmp(events.reserved, none.reserved, sizeof(events.reserved)) &&
		    !memcmp(events.exception.pad, none.exception.pad,
			    sizeof(events.exception.pad)),
		    "KVM_GET_VCPU_EVENTS: padding is not zero");
	TEST_ASSERT(!events.exception.ext_dabt_pending,
		    "KVM_GET_VCPU_EVENTS: an abort is pending");
}

static void set_events(struct fuzz_thread *t)
{
	struct kvm_vcpu_events events = {
		.exception.ext_dabt_pending = !one_in(t, 4),
		.exception.serror_pending = one_in(t, 4),
		.exception.serror_has_esr = one_in(t, 8),
		.exception.serror_esr = one_in(t, 8) ? rnd(t) >> fuzz_below(t, 64) : 0,
	};
	int ret;

	if (!has_events)
		return;
	if (one_in(t, 16))
		((u8 *)&events)[fuzz_below(t, sizeof(events))] = rnd(t);
	ret = __vcpu_ioctl(vcpu_of(t), KVM_SET_VCPU_EVENTS, &events);
	EXPECT(ret, EINVAL);
	if (!ret && events.exception.ext_dabt_pending)
		atomic_fetch_add(&fuzz_counts.aborts, 1);
}

static void set_bad_events(struct fuzz_thread *t)
{
	if (has_events)
		EXPECT(__vcpu_ioctl(vcpu_of(t), KVM_SET_VCPU_EVENTS,
				    (struct kvm_vcpu_events *)rnd(t)), EFAULT);
}

/* What one vCPU's events are goes to another. */
static void move_events(struct fuzz_thread *t)
{
	struct kvm_vcpu_events events;
	struct kvm_vcpu *to;

	if (!has_events)
		return;
	EXPECT(__vcpu_ioctl(vcpu_of(t), KVM_GET_VCPU_EVENTS, &events), 0);
	to = t->fvm->vcpu[fuzz_below(t, FUZZ_NR_VCPUS)];
	EXPECT(__vcpu_ioctl(to, KVM_SET_VCPU_EVENTS, &events), EINVAL);
}

/* There are kernels that change some of them at the first KVM_RUN: not here. */
static unsigned int any_id_reg(struct fuzz_thread *t)
{
	unsigned int reg;

	do {
		reg = fuzz_below(t, NR_ID_REGS);
	} while (id_changes[reg]);
	return reg;
}

static void get_id_reg(struct fuzz_thread *t)
{
	unsigned int reg = any_id_reg(t);
	u64 val = 0;

	EXPECT(__vcpu_get_reg(vcpu_of(t), id_reg_kvm_id(reg), &val), ENOENT);
	TEST_ASSERT(val == id_values[reg], "%s: %#lx, was %#lx", id_reg_name(reg),
		    (unsigned long)val, (unsigned long)id_values[reg]);
}

static void set_id_reg(struct fuzz_thread *t)
{
	unsigned int reg = any_id_reg(t);
	/* There are kernels that let some fields be lowered. */
	u64 change = id_values[reg] ? 0 : BIT(fuzz_below(t, 64));
	int ret = __vcpu_set_reg(vcpu_of(t), id_reg_kvm_id(reg), id_values[reg] ^ change);

	/* Some kernels have only those that they know by name. */
	if (ret && errno == ENOENT)
		return;
	TEST_ASSERT(!ret || change, "%s: its own value is refused, errno %d",
		    id_reg_name(reg), errno);
	TEST_ASSERT(ret || !change, "%s: another value is taken", id_reg_name(reg));
	/* EBUSY: where they can be lowered, not once the VM has run */
	EXPECT(ret, EINVAL, EBUSY);
}

static void reset(struct fuzz_thread *t)
{
	struct kvm_vcpu_init init = vcpu_of(t)->init;

	if (one_in(t, 8))
		init.features[0] = rnd(t);
	EXPECT(__vcpu_ioctl(vcpu_of(t), KVM_ARM_VCPU_INIT, &init), EINVAL, ENOENT);
}

static void set_up(struct fuzz_thread *t)
{
	aarch64_vcpu_setup(vcpu_of(t), NULL);
	vcpu_arch_set_entry_point(vcpu_of(t), abort_guest_text);
	abort_guest_setup_vcpu(vcpu_of(t));
}

/* Seldom one that the guest needs to find its way out again. */
static void set_core_reg(struct fuzz_thread *t)
{
	u64 id = ABORT_GUEST_REG(fuzz_below(t, one_in(t, 8) ? 31 : ABORT_GUEST_REG_TAKEN));
	u64 val = one_in(t, 2) ? rnd(t) : (u64)abort_guest_text + fuzz_below(t, 0x1000);

	if (one_in(t, 32))
		id = ARM64_CORE_REG(regs.pstate);
	else if (one_in(t, 32))
		id = ARM64_CORE_REG(regs.pc);
	if (id == ARM64_CORE_REG(regs.pstate) && !checks_modes)
		val = (val & ~(u64)PSR32_MODE_MASK) | PSR_MODE_EL1h;
	EXPECT(__vcpu_set_reg(vcpu_of(t), id, val), EINVAL);
}

/* All that is to be had, as a VMM does that saves a vCPU. */
static void save(struct fuzz_thread *t)
{
	reg_snapshot_free(reg_snapshot_take(vcpu_of(t)));
}

static void set_memslot(struct fuzz_thread *t)
{
	static const u32 flags[] = { 0, KVM_MEM_READONLY, KVM_MEM_LOG_DIRTY_PAGES };

	EXPECT(__vm_set_user_memory_region(t->fvm->vm, SLOT, flags[fuzz_below(t, 3)], SLOT_GPA,
					   one_in(t, 2) ? FUZZ_SLOT_SIZE : 0, t->fvm->memory),
	       EINVAL, EEXIST, ENOENT);
}

static void stop_vcpu(struct fuzz_thread *t)
{
	struct kvm_mp_state state = {
		.mp_state = one_in(t, 4) ? KVM_MP_STATE_STOPPED : KVM_MP_STATE_RUNNABLE,
	};

	EXPECT(__vcpu_ioctl(vcpu_of(t), KVM_SET_MP_STATE, &state), EINVAL);
}

static void hurry(struct fuzz_thread *t)
{
	vcpu_of(t)->run->immediate_exit = one_in(t, 4);
}

static void prepare_access(struct fuzz_thread *t)
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
	u64 pstate = pstates[fuzz_below(t, ARRAY_SIZE(pstates))];
	u64 addr = abort_guest_dev(pstate) + fuzz_below(t, 0x2000);

	if (one_in(t, 16))
		addr = rnd(t) >> fuzz_below(t, 64);
	abort_guest_start(vcpu_of(t), insns[fuzz_below(t, ARRAY_SIZE(insns))], pstate, addr);
}

static void check_exit(struct fuzz_thread *t)
{
	const struct kvm_run *run = vcpu_of(t)->run;

	switch (run->exit_reason) {
	case KVM_EXIT_MMIO:
		TEST_ASSERT(run->mmio.len && run->mmio.len <= 8, "MMIO of %u bytes",
			    run->mmio.len);
		return;
	case KVM_EXIT_ARM_NISV:
		TEST_ASSERT(atomic_load(&t->fvm->nisv), "KVM_EXIT_ARM_NISV, not enabled");
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
static void recover(struct fuzz_thread *t)
{
	struct kvm_mp_state state = { .mp_state = KVM_MP_STATE_RUNNABLE };

	set_up(t);
	EXPECT(__vcpu_ioctl(vcpu_of(t), KVM_SET_MP_STATE, &state), 0);
	vcpu_of(t)->run->immediate_exit = 0;
}

/* Run a vCPU unless somebody does, and answer the exit in one way or another. */
static void run(struct fuzz_thread *t)
{
	pthread_mutex_t *busy = &t->fvm->busy[t->cpu];
	int ret;

	if (pthread_mutex_trylock(busy))
		return;
	if (!one_in(t, 4))
		prepare_access(t);
	ret = __vcpu_run(vcpu_of(t));
	/* EFAULT: the memslot went while KVM was about to map a page of it */
	EXPECT(ret, EINTR, ENOSYS, EFAULT);
	if (ret && errno == EINTR)
		recover(t);
	if (!ret) {
		check_exit(t);
		atomic_fetch_add(&fuzz_counts.exits, 1);
		if (one_in(t, 2))
			set_events(t);
		else if (one_in(t, 2))
			nisv_skip_insn(vcpu_of(t));
	}
	pthread_mutex_unlock(busy);
}

static const struct fuzz_op ops[] = {
	{ run, 400, true },
	{ set_events, 150 },
	{ get_events, 50 },
	{ get_id_reg, 80 },
	{ set_id_reg, 40 },
	{ set_core_reg, 60 },
	{ set_memslot, 20 },
	{ move_events, 20 },
	{ enable_cap, 15 },
	{ enable_other_cap, 5 },
	{ set_bad_events, 10 },
	{ enable_cap_on_vcpu, 10 },
	{ reset, 4 },
	{ set_up, 2 },
	{ hurry, 20 },
	{ stop_vcpu, 4 },
	{ save, 2 },
	{ replace_vm, 1 },
};

/**
 * fuzz_choose_op - decide what comes next
 * @t: the thread
 *
 * Return: an operation
 */
const struct fuzz_op *fuzz_choose_op(struct fuzz_thread *t)
{
	unsigned int i, total = 0, nr;

	for (i = 0; i < ARRAY_SIZE(ops); i++)
		total += ops[i].weight;
	nr = fuzz_below(t, total);
	for (i = 0; nr >= ops[i].weight; i++)
		nr -= ops[i].weight;
	return &ops[i];
}

/**
 * fuzz_learn_host - find out what is to be expected
 * @vcpu: one that has not run; it does, once
 */
void fuzz_learn_host(struct kvm_vcpu *vcpu)
{
	unsigned int i;
	u64 val;

	has_events = kvm_has_cap(KVM_CAP_VCPU_EVENTS);
	for (i = 0; i < NR_ID_REGS; i++)
		EXPECT(__vcpu_get_reg(vcpu, id_reg_kvm_id(i), &id_values[i]), ENOENT);
	checks_modes = __vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), PSR32_MODE_SVC);
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
