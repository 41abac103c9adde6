// SPDX-License-Identifier: GPL-2.0
/*
 * Injecting an external data abort where it makes no sense, or at an odd
 * moment: the host has to stay well, and the call has to be accepted
 * (DABT-10, DABT-11); and after other failures of KVM_RUN than the exit
 * (DABT-11, DABT-13).
 */
#include <sys/mman.h>

#include "case_list.h"
#include "ext_dabt.h"
#include "guest_access.h"
#include "host_log.h"
#include "processor.h"

#define PSTATE			ABORT_GUEST_EL1H
#define PSCI_0_2_SYSTEM_OFF	0x84000008UL

static const struct guest_access *const accesses[] = {
	&guest_nisv_load, &guest_nisv_store, &guest_mmio_load, &guest_mmio_store,
};

static const struct guest_level *const levels[] = {
	&guest_el1t, &guest_el1h, &guest_el0,
};

/* Whatever happened before: this vCPU can be put back to work. */
static void assert_usable(struct kvm_vcpu *vcpu)
{
	struct kvm_mp_state runnable = { KVM_MP_STATE_RUNNABLE };

	vcpu_mp_state_set(vcpu, &runnable);
	if (vcpu->run->exit_reason == KVM_EXIT_MMIO)
		vcpu_run_complete_io(vcpu);
	abort_guest_setup_vcpu(vcpu);
	abort_guest_start(vcpu, abort_guest_count, PSTATE, 0);
	abort_guest_run_to_end(vcpu);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_COUNT)),
		       4UL);
}

/* The guest is in a vector, whichever; the host and the vCPU are well. */
static void assert_survived(struct kvm_vcpu *vcpu, int log)
{
	struct kvm_mp_state runnable = { KVM_MP_STATE_RUNNABLE };

	vcpu_mp_state_set(vcpu, &runnable);
	abort_guest_run_to_vector(vcpu);
	assert_usable(vcpu);
	host_log_assert_quiet(log);
}

/* Test that a second abort before the vCPU runs harms nobody but the guest. */
static void test_twice(const void *arg)
{
	const struct guest_access *access = *(const struct guest_access *const *)arg;
	int log = host_log_open();
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, access);
	reg_snapshot_free(guest_access_exit(vcpu, access, PSTATE,
					    abort_guest_dev(PSTATE)));
	ext_dabt_inject(vcpu);
	ext_dabt_inject(vcpu);
	assert_survived(vcpu, log);
	kvm_vm_free(vm);
}

/* A vCPU that has a PSCI with calls that exit. */
static struct kvm_vm *create_with_psci(struct kvm_vcpu **vcpu)
{
	struct kvm_vcpu_init init;
	struct kvm_vm *vm;

	test_disable_default_vgic();
	vm = vm_create(1);
	vm_ioctl(vm, KVM_ARM_PREFERRED_TARGET, &init);
	init.features[0] |= BIT(KVM_ARM_VCPU_PSCI_0_2);
	*vcpu = aarch64_vcpu_add(vm, 0, &init, abort_guest_count);
	abort_guest_map(vm);
	abort_guest_setup_vcpu(*vcpu);

	return vm;
}

static void run_to_system_event(struct kvm_vcpu *vcpu)
{
	abort_guest_start(vcpu, abort_guest_hvc, PSTATE, PSCI_0_2_SYSTEM_OFF);
	vcpu_run(vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_SYSTEM_EVENT);
}

static void run_to_eintr(struct kvm_vcpu *vcpu)
{
	abort_guest_start(vcpu, abort_guest_count, PSTATE, 0);
	vcpu_run_complete_io(vcpu);
}

static void run_to_end(struct kvm_vcpu *vcpu)
{
	abort_guest_start(vcpu, abort_guest_count, PSTATE, 0);
	abort_guest_run_to_end(vcpu);
}

static void run_to_debug(struct kvm_vcpu *vcpu, const char *insn, u32 control)
{
	struct kvm_guest_debug debug = {
		.control = KVM_GUESTDBG_ENABLE | control,
	};

	vcpu_guest_debug_set(vcpu, &debug);
	abort_guest_start(vcpu, insn, PSTATE, 0);
	vcpu_run(vcpu);
	if (vcpu->run->exit_reason != KVM_EXIT_DEBUG) {
		/* Some kernels debug a guest one KVM_RUN late: MDCR_EL2 is not theirs yet */
		vcpu_run_complete_io(vcpu);
		abort_guest_start(vcpu, insn, PSTATE, 0);
		vcpu_run(vcpu);
	}
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_DEBUG);
}

static void run_to_step(struct kvm_vcpu *vcpu)
{
	run_to_debug(vcpu, abort_guest_count, KVM_GUESTDBG_SINGLESTEP);
}

static void run_to_breakpoint(struct kvm_vcpu *vcpu)
{
	run_to_debug(vcpu, abort_guest_brk, KVM_GUESTDBG_USE_SW_BP);
}

static void run_nowhere(struct kvm_vcpu *vcpu)
{
}

/* Ways to get a vCPU to a moment at which it has no abort to take. */
static const struct unrelated {
	const char *name;
	void (*run)(struct kvm_vcpu *vcpu);
} unrelated[] = {
	{ "never-run", run_nowhere },
	{ "hvc", run_to_system_event },
	{ "eintr", run_to_eintr },
	{ "end", run_to_end },
	{ "single-step", run_to_step },
	{ "breakpoint", run_to_breakpoint },
};

/*
 * Test that the abort does not take the syndrome of another kind of exception for
 * that of an access: it has neither direction nor cache maintenance.
 */
static void test_no_access(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 esr;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, &guest_nisv_load);
	run_to_breakpoint(vcpu);
	ext_dabt_inject(vcpu);
	esr = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_ESR_EL1));
	TEST_ASSERT(!(esr & (ESR_ELx_WNR | ESR_ELx_CM)),
		    "ESR_EL1: wanted WnR and CM clear got %#lx", (unsigned long)esr);
	kvm_vm_free(vm);
}

/* Test that an abort after an unrelated exit harms nobody but the guest. */
static void test_unrelated(const void *arg)
{
	const struct unrelated *u = arg;
	struct kvm_guest_debug off = {};
	int log = host_log_open();
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	ext_dabt_require();
	vm = create_with_psci(&vcpu);
	u->run(vcpu);
	ext_dabt_inject(vcpu);
	vcpu_guest_debug_set(vcpu, &off);
	assert_survived(vcpu, log);
	kvm_vm_free(vm);
}

/*
 * Test that KVM_ARM_VCPU_INIT makes KVM forget an access that is half done:
 * the next KVM_RUN writes no register and skips no instruction, although
 * kvm_run still has the exit in it.
 */
static void test_init_forgets(const void *arg)
{
	const struct guest_access *access = *(const struct guest_access *const *)arg;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, access);
	state = guest_access_exit(vcpu, access, PSTATE, abort_guest_dev(PSTATE));

	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &vcpu->init);
	reg_snapshot_restore(state, vcpu);
	abort_guest_start(vcpu, abort_guest_count, PSTATE,
			  abort_guest_dev(PSTATE));
	reg_snapshot_free(state);
	state = reg_snapshot_take(vcpu);

	/* Not even when the guest isn't entered. */
	vcpu_run_complete_io(vcpu);
	reg_snapshot_assert_unchanged(state, vcpu, "after KVM_RUN");

	abort_guest_run_to_end(vcpu);
	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST_REG_COUNT), 4);
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pc),
			 (u64)abort_guest_count + 4 * 4);
	reg_snapshot_assert_unchanged(state, vcpu, "at the end");

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

/* Test that the abort can be injected after KVM_ARM_VCPU_INIT, and is taken. */
static void test_init_inject(const void *arg)
{
	const struct guest_access *access = *(const struct guest_access *const *)arg;
	int log = host_log_open();
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, access);
	state = guest_access_exit(vcpu, access, PSTATE, abort_guest_dev(PSTATE));

	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &vcpu->init);
	reg_snapshot_restore(state, vcpu);
	ext_dabt_inject(vcpu);
	abort_guest_run_to_vector(vcpu);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN)),
		       1UL);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_ELR)),
		       (u64)access->insn);

	host_log_assert_quiet(log);
	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

struct failed_case {
	const struct guest_access *access;
	u64 pstate;
};

/*
 * Test that after KVM_RUN failed with ENOSYS, because nobody asked for the
 * NISV exit, the abort is accepted and taken like after the exit.
 */
static void test_enosys(const void *arg)
{
	const struct failed_case *c = arg;
	u64 addr = abort_guest_dev(c->pstate) + 0x30;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 entry;

	ext_dabt_require();
	vm = abort_guest_create(&vcpu);
	entry = abort_guest_real_entry(vcpu, c->access->insn, c->pstate);
	abort_guest_start(vcpu, c->access->insn, c->pstate, addr);
	nisv_run_expect_enosys(vcpu);
	state = reg_snapshot_take(vcpu);

	ext_dabt_inject(vcpu);
	ext_dabt_assert_taken(vcpu, state, entry, addr, c->access->is_write);

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

#define GONE_SLOT	10

/* A memslot at the address of the access, and no memory behind it. */
static void add_gone_slot(struct kvm_vm *vm, u64 gpa)
{
	vm_userspace_mem_region_add(vm, VM_MEM_SRC_ANONYMOUS, gpa, GONE_SLOT, 1, 0);
	munmap(addr_gpa2hva(vm, gpa), vm->page_size);
}

/*
 * Test that after KVM_RUN failed with EFAULT, because the memory behind a memslot is
 * gone, the abort describes that access.
 */
static void test_efault(const void *arg)
{
	const struct failed_case *c = arg;
	u64 base = abort_guest_dev(c->pstate);
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 entry;
	int ret;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, c->access);
	entry = abort_guest_real_entry(vcpu, c->access->insn, c->pstate);
	add_gone_slot(vm, base);
	abort_guest_start(vcpu, c->access->insn, c->pstate, base + 0x30);
	ret = _vcpu_run(vcpu);
	TEST_ASSERT(ret == -1 && errno == EFAULT,
		    "KVM_RUN: wanted -1, errno %d (EFAULT) got %d, errno %d", EFAULT,
		    ret, errno);
	state = reg_snapshot_take(vcpu);

	ext_dabt_inject(vcpu);
	ext_dabt_assert_taken(vcpu, state, entry, base + 0x30, c->access->is_write);

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

static void add_efault(struct case_list *list)
{
	struct failed_case c;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		for (j = 0; j < ARRAY_SIZE(levels); j++) {
			c.access = accesses[i];
			c.pstate = levels[j]->pstate;
			case_list_add(list, "DABT-13", test_efault, &c, sizeof(c),
				      "efault-%s-%s", accesses[i]->name,
				      levels[j]->name);
		}
	}
}

static void add_enosys(struct case_list *list)
{
	struct failed_case c;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		if (accesses[i]->len)
			continue;

		for (j = 0; j < ARRAY_SIZE(levels); j++) {
			c.access = accesses[i];
			c.pstate = levels[j]->pstate;
			case_list_add(list, "DABT-11", test_enosys, &c, sizeof(c),
				      "enosys-%s-%s", accesses[i]->name,
				      levels[j]->name);
		}
	}
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		const char *name = accesses[i]->name;
		const void *arg = &accesses[i];
		size_t size = sizeof(accesses[i]);

		case_list_add(&list, "DABT-10", test_twice, arg, size,
			      "twice-%s", name);
		case_list_add(&list, "DABT-11", test_init_forgets, arg, size,
			      "init-%s", name);
		case_list_add(&list, "DABT-11", test_init_inject, arg, size,
			      "init-inject-%s", name);
	}

	for (i = 0; i < ARRAY_SIZE(unrelated); i++)
		case_list_add(&list, "DABT-10", test_unrelated, &unrelated[i],
			      sizeof(unrelated[i]), "after-%s",
			      unrelated[i].name);

	case_list_add(&list, "DABT-10", test_no_access, NULL, 0, "no-access-breakpoint");
	add_enosys(&list);
	add_efault(&list);

	return contract_main(argc, argv, list.cases, list.nr);
}
