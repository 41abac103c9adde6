// SPDX-License-Identifier: GPL-2.0
/*
 * The abort in a guest that userspace single-steps: nothing of that is left in what
 * the guest can see (DABT-12).
 */
#include "case_list.h"
#include "ext_dabt.h"
#include "guest_access.h"

#define PSTATE_SS	BIT(21)

static const struct guest_access *const accesses[] = {
	&guest_nisv_load, &guest_nisv_store, &guest_mmio_load, &guest_mmio_store,
};

static const struct guest_level *const levels[] = {
	&guest_el1h, &guest_el0,
};

struct step_case {
	const struct guest_access *access;
	const struct guest_level *level;
};

static void set_single_step(struct kvm_vcpu *vcpu, bool on)
{
	struct kvm_guest_debug debug = {
		.control = on ? KVM_GUESTDBG_ENABLE | KVM_GUESTDBG_SINGLESTEP : 0,
	};

	vcpu_ioctl(vcpu, KVM_SET_GUEST_DEBUG, &debug);
}

static u64 guest_pstate(struct kvm_vcpu *vcpu)
{
	return vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate));
}

/* Gets a single-stepped guest to the exit; *entry is what PSTATE has to be after it. */
static struct reg_snapshot *step_to_exit(const struct step_case *c,
					 struct kvm_vcpu *vcpu, u64 addr, u64 *entry)
{
	*entry = abort_guest_real_entry(vcpu, c->access->insn, c->level->pstate);
	set_single_step(vcpu, true);

	return guest_access_exit(vcpu, c->access, c->level->pstate, addr);
}

/*
 * Test that PSTATE at the exit and SPSR_EL1 after the abort are what they are
 * without single-stepping.
 */
static void test_registers(const void *arg)
{
	const struct step_case *c = arg;
	u64 addr = abort_guest_dev(c->level->pstate) + 0x18;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 entry, got;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, c->access);
	state = step_to_exit(c, vcpu, addr, &entry);
	got = guest_pstate(vcpu);
	TEST_ASSERT(got == c->level->pstate, "PSTATE at the exit: wanted %#lx got %#lx",
		    (unsigned long)c->level->pstate, (unsigned long)got);

	ext_dabt_inject(vcpu);
	set_single_step(vcpu, false);
	ext_dabt_assert_taken(vcpu, state, entry, addr, c->access->is_write);

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

/* Test that stepping goes on with the first instruction of the vector. */
static void test_goes_on(const void *arg)
{
	const struct step_case *c = arg;
	u64 addr = abort_guest_dev(c->level->pstate) + 0x18;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 entry, pc;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, c->access);
	reg_snapshot_free(step_to_exit(c, vcpu, addr, &entry));
	ext_dabt_inject(vcpu);
	pc = nisv_pc(vcpu);

	vcpu_run(vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_DEBUG);
	TEST_ASSERT_EQ(nisv_pc(vcpu), pc + 4);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN)),
		       1UL);
	TEST_ASSERT_EQ(guest_pstate(vcpu) & PSTATE_SS, 0UL);

	set_single_step(vcpu, false);
	abort_guest_run_to_vector(vcpu);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_SPSR)),
		       c->level->pstate);
	kvm_vm_free(vm);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct step_case c;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		for (j = 0; j < ARRAY_SIZE(levels); j++) {
			c.access = accesses[i];
			c.level = levels[j];
			case_list_add(&list, "DABT-12", test_registers, &c, sizeof(c),
				      "host-step-%s-%s", c.access->name, c.level->name);
			case_list_add(&list, "DABT-12", test_goes_on, &c, sizeof(c),
				      "host-step-on-%s-%s", c.access->name,
				      c.level->name);
		}
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
