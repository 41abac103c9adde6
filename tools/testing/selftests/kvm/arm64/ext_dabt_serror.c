// SPDX-License-Identifier: GPL-2.0
/*
 * KVM_SET_VCPU_EVENTS with an SError beside the external data abort, alone, or
 * without any event (DABT-6, DABT-8).
 */
#include "case_list.h"
#include "ext_dabt.h"
#include "stopped_guest.h"

/* A syndrome with something in every part of it that is not the class. */
#define SERROR_ISS		0x1a5c3f1UL
#define ESR_EC(esr)		(((esr) >> 26) & 0x3f)
#define ESR_ISS(esr)		((esr) & GENMASK(24, 0))
#define ESR_EC_SERROR		0x2fUL
#define SERROR_VECTOR		0x380

static const struct guest_access *const accesses[] = {
	&guest_nisv_load, &guest_nisv_store, &guest_mmio_load, &guest_mmio_store,
};

static const struct guest_level *const levels[] = {
	&guest_el1t, &guest_el1h, &guest_el0,
};

struct serror_case {
	const struct guest_access *access;
	u64 pstate;
};

static void assert_serror_pending(struct kvm_vcpu *vcpu, bool pending)
{
	struct kvm_vcpu_events events;

	vcpu_events_get(vcpu, &events);
	TEST_ASSERT(events.exception.serror_pending == pending,
		    "serror_pending: wanted %d got %u", pending,
		    events.exception.serror_pending);
}

/* As exception number @nth since the guest was started. */
static void assert_serror_taken(struct kvm_vcpu *vcpu, u64 nth, bool has_iss)
{
	u64 esr = vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_ESR));

	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN)),
		       nth);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_OFFSET)),
		       (u64)SERROR_VECTOR);
	TEST_ASSERT_EQ(ESR_EC(esr), ESR_EC_SERROR);
	if (has_iss)
		TEST_ASSERT_EQ(ESR_ISS(esr), SERROR_ISS);
}

/*
 * Test that of an abort and an SError in one call the abort is taken first,
 * whether or not the guest had SErrors masked, and that the SError is taken
 * when the vector unmasks it.
 */
static void test_abort_and_serror(const void *arg)
{
	const struct serror_case *c = arg;
	u64 addr = abort_guest_dev(c->pstate) + 0x18;
	struct kvm_vcpu_events events;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	bool has_esr;
	u64 entry;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, c->access);
	entry = abort_guest_real_entry(vcpu, c->access->insn, c->pstate);
	state = guest_access_exit(vcpu, c->access, c->pstate, addr);

	vcpu_events_get(vcpu, &events);
	has_esr = events.exception.serror_has_esr;
	events.exception.serror_pending = 1;
	events.exception.serror_esr = has_esr ? SERROR_ISS : 0;
	events.exception.ext_dabt_pending = 1;
	ext_dabt_set_events(vcpu, &events);
	assert_serror_pending(vcpu, true);

	ext_dabt_assert_taken(vcpu, state, entry, addr, c->access->is_write);
	assert_serror_pending(vcpu, true);

	abort_guest_run_to_vector(vcpu);
	assert_serror_taken(vcpu, 2, has_esr);
	assert_serror_pending(vcpu, false);

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

/* Test that a call without any event changes nothing. */
static void test_no_event(const void *arg)
{
	const struct guest_access *access = *(const struct guest_access *const *)arg;
	struct kvm_vcpu_events none = {};
	struct stopped_guest s;

	ext_dabt_require();
	s = stopped_guest_create(access);
	ext_dabt_set_events(s.vcpu, &none);
	stopped_guest_assert_unchanged(&s, "after the call");

	/* As migration does: what was read. */
	ext_dabt_set_events(s.vcpu, &s.events);
	stopped_guest_assert_unchanged(&s, "after the second call");
	stopped_guest_assert_goes_on(&s);
	stopped_guest_free(&s);
}

/*
 * Test that an SError by itself does what it always did: no register changes
 * and the access is completed, a call without any event does not take it back,
 * and the guest takes it when it has SErrors unmasked.
 */
static void test_serror_alone(const void *arg)
{
	const struct guest_access *access = *(const struct guest_access *const *)arg;
	struct kvm_vcpu_events events = {}, none = {};
	struct stopped_guest s;

	ext_dabt_require();
	s = stopped_guest_create(access);
	events.exception.serror_pending = 1;
	events.exception.serror_has_esr = s.events.exception.serror_has_esr;
	if (events.exception.serror_has_esr)
		events.exception.serror_esr = SERROR_ISS;

	ext_dabt_set_events(s.vcpu, &events);
	s.events = events;
	stopped_guest_assert_unchanged(&s, "after the SError");
	ext_dabt_set_events(s.vcpu, &none);
	stopped_guest_assert_unchanged(&s, "after the call without any event");
	stopped_guest_assert_goes_on(&s);

	if (s.access->len)
		vcpu_run_complete_io(s.vcpu);
	abort_guest_start(s.vcpu, abort_guest_count, ABORT_GUEST_EL1H & ~PSR_A_BIT, 0);
	abort_guest_run_to_vector(s.vcpu);
	assert_serror_taken(s.vcpu, 1, events.exception.serror_has_esr);
	assert_serror_pending(s.vcpu, false);
	stopped_guest_free(&s);
}

static void add_both(struct case_list *list, const struct guest_access *access,
		     const struct guest_level *level)
{
	struct serror_case c = { access, level->pstate };

	case_list_add(list, "DABT-6", test_abort_and_serror, &c, sizeof(c),
		      "%s-%s-masked", access->name, level->name);
	c.pstate &= ~PSR_A_BIT;
	case_list_add(list, "DABT-6", test_abort_and_serror, &c, sizeof(c),
		      "%s-%s-unmasked", access->name, level->name);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		for (j = 0; j < ARRAY_SIZE(levels); j++)
			add_both(&list, accesses[i], levels[j]);

		case_list_add(&list, "DABT-8", test_no_event, &accesses[i],
			      sizeof(accesses[i]), "no-event-%s",
			      accesses[i]->name);
		case_list_add(&list, "DABT-8", test_serror_alone, &accesses[i],
			      sizeof(accesses[i]), "serror-%s",
			      accesses[i]->name);
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
