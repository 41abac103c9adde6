// SPDX-License-Identifier: GPL-2.0
/*
 * A guest stopped at the exit of an access, which is not to be disturbed.
 */
#include "stopped_guest.h"

#define PSTATE			ABORT_GUEST_EL1H

/**
 * stopped_guest_create - have a guest do an access at EL1h, up to the exit
 * @access: the access
 *
 * Return: the guest; stopped_guest_free() frees it.
 */
struct stopped_guest stopped_guest_create(const struct guest_access *access)
{
	struct stopped_guest s = {
		.access = access,
		.addr = abort_guest_dev(PSTATE) + 0x28,
	};

	s.vm = guest_access_create(&s.vcpu, access);
	s.regs = guest_access_exit(s.vcpu, access, PSTATE, s.addr);
	vcpu_events_get(s.vcpu, &s.events);
	return s;
}

/**
 * stopped_guest_free - free the VM and what is known of it
 * @s: the guest
 */
void stopped_guest_free(struct stopped_guest *s)
{
	reg_snapshot_free(s->regs);
	kvm_vm_free(s->vm);
}

/**
 * stopped_guest_assert_unchanged - assert that nothing happened to the vCPU
 * @s: the guest
 * @what: when, for the message
 */
void stopped_guest_assert_unchanged(struct stopped_guest *s, const char *what)
{
	struct kvm_vcpu_events events;

	reg_snapshot_assert_unchanged(s->regs, s->vcpu, what);
	vcpu_events_get(s->vcpu, &events);
	TEST_ASSERT(!memcmp(&events, &s->events, sizeof(events)),
		    "%s: KVM_GET_VCPU_EVENTS reads something else", what);
}

/**
 * stopped_guest_assert_goes_on - assert that the exit is what it was
 * @s: the guest
 *
 * Whatever userspace was to do about the exit it still is: an MMIO access is
 * completed by the next KVM_RUN, any other instruction exits again.
 */
void stopped_guest_assert_goes_on(struct stopped_guest *s)
{
	u64 data_reg = ABORT_GUEST_REG(ABORT_GUEST_REG_DATA);
	u64 want = reg_snapshot_get(s->regs, data_reg);

	if (!s->access->len) {
		guest_access_run(s->vcpu, s->access, s->addr);
		stopped_guest_assert_unchanged(s, "at the second exit");
		return;
	}

	if (!s->access->is_write)
		memcpy(&want, s->vcpu->run->mmio.data, s->access->len);
	abort_guest_run_to_end(s->vcpu);
	TEST_ASSERT_EQ(vcpu_get_reg(s->vcpu, data_reg), want);
	TEST_ASSERT_EQ(vcpu_get_reg(s->vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_TAKEN)),
		       0UL);
}
