// SPDX-License-Identifier: GPL-2.0
/*
 * The external data abort that userspace injects: what it does to an AArch64
 * guest (DABT-1, DABT-2, DABT-3).
 */
#include <pthread.h>
#include <signal.h>

#include "case_list.h"
#include "ext_dabt.h"
#include "guest_access.h"

#define TCR_TBI0		BIT(37)
#define TAG			(0xa5ULL << 56)

/* What happens between the injection and the KVM_RUN that enters the guest. */
enum between {
	BETWEEN_NOTHING,
	BETWEEN_IMMEDIATE_EXIT,
	BETWEEN_SIGNAL,
};

struct dabt_case {
	const struct guest_access *access;
	const struct guest_level *level;
	s64 offset;		/* into the hole; from its second page if negative */
	u64 tag;
	enum between between;
};

static const struct guest_access nisv_accesses[] = {
	{ "ldr-post", abort_guest_ldr_post, 0, false },
	{ "str-post", abort_guest_str_post, 0, true },
	{ "ldp", abort_guest_ldp, 0, false },
	{ "stp", abort_guest_stp, 0, true },
};

static const struct guest_access mmio_accesses[] = {
	{ "ldr-x", abort_guest_ldr_x, ABORT_GUEST_WORD, false },
	{ "ldr-w", abort_guest_ldr_w, 4, false },
	{ "ldrb", abort_guest_ldrb, 1, false },
	{ "ldrsb-x", abort_guest_ldrsb, 1, false },
	{ "ldrsh-w", abort_guest_ldrsh_w, 2, false },
	{ "str-x", abort_guest_str_x, ABORT_GUEST_WORD, true },
	{ "strb", abort_guest_strb, 1, true },
};

static const struct guest_access *const one_of_each[] = {
	&guest_nisv_load, &guest_nisv_store, &guest_mmio_load, &guest_mmio_store,
};

static const struct guest_level *const levels[] = {
	&guest_el1t, &guest_el1h, &guest_el0,
};

static const struct {
	const char *name;
	s64 offset;
	u64 tag;
} addresses[] = {
	{ "-unaligned", 0x23, 0 },
	{ "-page-end", -8, 0 },
	{ "-page-cross", -3, 0 },
#ifdef __aarch64__
	{ "-tagged", 0x48, TAG },
#endif
};

static u64 case_addr(const struct dabt_case *c, struct kvm_vm *vm)
{
	u64 base = abort_guest_dev(c->level->pstate);

	if (c->offset < 0)
		base += vm->page_size;

	return (base + c->offset) | c->tag;
}

/* Gets a guest to the exit; *entry is what PSTATE has to be in the vector. */
static struct reg_snapshot *run_to_exit(const struct dabt_case *c,
					struct kvm_vcpu *vcpu, u64 *entry)
{
	u64 tcr = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TCR_EL1));

	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TCR_EL1), tcr | TCR_TBI0);
	*entry = abort_guest_real_entry(vcpu, c->access->insn, c->level->pstate);

	return guest_access_exit(vcpu, c->access, c->level->pstate,
				 case_addr(c, vcpu->vm));
}

static void expect_eintr(struct kvm_vcpu *vcpu)
{
	int ret = __vcpu_run(vcpu);

	TEST_ASSERT(ret == -1 && errno == EINTR,
		    "KVM_RUN: wanted -1, errno %d (EINTR) got %d, errno %d",
		    EINTR, ret, errno);
}

static void run_with_signal_pending(struct kvm_vcpu *vcpu)
{
	struct {
		struct kvm_signal_mask mask;
		u64 set;
	} none = { .mask.len = sizeof(none.set) };
	sigset_t set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &set, NULL);
	raise(SIGUSR1);

	vcpu_ioctl(vcpu, KVM_SET_SIGNAL_MASK, &none.mask);
	expect_eintr(vcpu);
	vcpu_ioctl(vcpu, KVM_SET_SIGNAL_MASK, (struct kvm_signal_mask *)NULL);

	sigwait(&set, &sig);
}

static void do_between(struct kvm_vcpu *vcpu, enum between between)
{
	switch (between) {
	case BETWEEN_NOTHING:
		break;
	case BETWEEN_IMMEDIATE_EXIT:
		vcpu->run->immediate_exit = 1;
		expect_eintr(vcpu);
		vcpu->run->immediate_exit = 0;
		break;
	case BETWEEN_SIGNAL:
		run_with_signal_pending(vcpu);
		break;
	}
}

/*
 * Test that the abort is in the registers when the call returns, that nothing
 * else is different, also after a KVM_RUN that didn't enter the guest; that
 * the guest then executes its vector from the first instruction on and reads
 * the same; and that it can return and go on.
 */
static void test_taken(const void *arg)
{
	const struct dabt_case *c = arg;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 entry;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, c->access);
	state = run_to_exit(c, vcpu, &entry);
	ext_dabt_inject(vcpu);
	do_between(vcpu, c->between);
	ext_dabt_assert_taken(vcpu, state, entry, case_addr(c, vm),
			      c->access->is_write);

	abort_guest_return_to(vcpu, c->access->insn + 4);
	abort_guest_run_to_end(vcpu);

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

/* Test that each value but 0 asks for the abort, and not only 1. */
static void test_any_value(const void *arg)
{
	static const u8 values[] = { 2, 0x80, 0xff };
	const struct dabt_case *c = arg;
	struct kvm_vcpu_events events = {};
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	unsigned int i;
	u64 entry;

	ext_dabt_require();
	for (i = 0; i < ARRAY_SIZE(values); i++) {
		vm = guest_access_create(&vcpu, c->access);
		state = run_to_exit(c, vcpu, &entry);
		events.exception.ext_dabt_pending = values[i];
		ext_dabt_set_events(vcpu, &events);
		ext_dabt_assert_taken(vcpu, state, entry, case_addr(c, vm),
				      c->access->is_write);
		reg_snapshot_free(state);
		kvm_vm_free(vm);
	}
}

static void copy_memory(struct kvm_vm *to, struct kvm_vm *from)
{
	size_t size = memslot2region(from, 0)->region.memory_size;

	TEST_ASSERT_EQ(size, (size_t)memslot2region(to, 0)->region.memory_size);
	memcpy(addr_gpa2hva(to, 0), addr_gpa2hva(from, 0), size);
}

/*
 * Test that registers, events and memory saved between the injection and the
 * next KVM_RUN are all of the vCPU: put into another VM, it enters the vector.
 */
static void test_snapshot(const void *arg)
{
	const struct dabt_case *c = arg;
	struct kvm_vcpu *vcpu, *new_vcpu;
	struct kvm_vcpu_events events;
	struct kvm_vm *vm, *new_vm;
	struct reg_snapshot *state;
	u64 entry;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, c->access);
	state = run_to_exit(c, vcpu, &entry);
	ext_dabt_inject(vcpu);

	new_vm = abort_guest_create(&new_vcpu);
	copy_memory(new_vm, vm);
	reg_snapshot_free(state);
	state = reg_snapshot_take(vcpu);
	vcpu_events_get(vcpu, &events);
	kvm_vm_free(vm);

	reg_snapshot_restore(state, new_vcpu);
	ext_dabt_set_events(new_vcpu, &events);
	reg_snapshot_assert_unchanged(state, new_vcpu, "after the restore");

	abort_guest_run_to_vector(new_vcpu);
	ext_dabt_expect_report(state);
	reg_snapshot_assert_unchanged(state, new_vcpu, "in the vector");
	TEST_ASSERT_EQ(reg_snapshot_get(state, ABORT_GUEST_REG(ABORT_GUEST_REG_ELR)),
		       (u64)c->access->insn + ABORT_GUEST_LR_OFFSET);
	TEST_ASSERT_EQ(reg_snapshot_get(state, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN)),
		       1UL);

	reg_snapshot_free(state);
	kvm_vm_free(new_vm);
}

/* Test that the abort is not reported as pending once it was injected. */
static void test_not_pending(const void *arg)
{
	const struct dabt_case *c = arg;
	struct kvm_vcpu_events events;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 entry;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, c->access);
	state = run_to_exit(c, vcpu, &entry);
	ext_dabt_inject(vcpu);

	memset(&events, 0xff, sizeof(events));
	vcpu_events_get(vcpu, &events);
	TEST_ASSERT(!events.exception.ext_dabt_pending,
		    "ext_dabt_pending after the injection: wanted 0 got %u",
		    events.exception.ext_dabt_pending);

	abort_guest_run_to_vector(vcpu);
	memset(&events, 0xff, sizeof(events));
	vcpu_events_get(vcpu, &events);
	TEST_ASSERT(!events.exception.ext_dabt_pending,
		    "ext_dabt_pending in the vector: wanted 0 got %u",
		    events.exception.ext_dabt_pending);

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

static void add(struct case_list *list, const char *clause,
		void (*fn)(const void *arg), const struct dabt_case *c,
		const char *suffix)
{
	case_list_add(list, clause, fn, c, sizeof(*c), "%s-%s%s",
		      c->access->name, c->level->name, suffix);
}

static void add_addresses(struct case_list *list, struct dabt_case c)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		c.offset = addresses[i].offset;
		c.tag = addresses[i].tag;
		add(list, "DABT-1", test_taken, &c, addresses[i].name);
	}
}

static void add_between(struct case_list *list, struct dabt_case c)
{
	c.between = BETWEEN_IMMEDIATE_EXIT;
	add(list, "DABT-2", test_taken, &c, "-immediate-exit");
	c.between = BETWEEN_SIGNAL;
	add(list, "DABT-2", test_taken, &c, "-signal");
}

static void add_one_of_each(struct case_list *list, struct dabt_case c)
{
	add(list, c.access->len ? "DABT-2" : "DABT-1", test_any_value, &c, "-any-value");
	add(list, "DABT-3", test_snapshot, &c, "");
	add(list, "DABT-3", test_not_pending, &c, "-not-pending");
}

static void add_level(struct case_list *list, const struct guest_level *level)
{
	struct dabt_case c = { .level = level, .offset = 0x18 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(nisv_accesses); i++) {
		c.access = &nisv_accesses[i];
		add(list, "DABT-1", test_taken, &c, "");
	}

	for (i = 0; i < ARRAY_SIZE(mmio_accesses); i++) {
		c.access = &mmio_accesses[i];
		add(list, "DABT-2", test_taken, &c, "");
	}

	for (i = 0; i < ARRAY_SIZE(one_of_each); i++) {
		c.access = one_of_each[i];
		add_one_of_each(list, c);
		if (c.access->len)
			add_between(list, c);
		else
			add_addresses(list, c);
	}
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(levels); i++)
		add_level(&list, levels[i]);

	return contract_main(argc, argv, list.cases, list.nr);
}
