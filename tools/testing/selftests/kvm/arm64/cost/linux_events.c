// SPDX-License-Identifier: GPL-2.0
/*
 * A Linux guest from its first instruction to its end, which its init comes to at
 * once.
 */
#include <unistd.h>

#include <linux/bits.h>

#include "cost.h"
#include "linux_boot.h"
#include "linux_guest.h"

/* More than any machine takes, in seconds. */
#define TIMEOUT		3600

#define PTRAUTH		(BIT(KVM_ARM_VCPU_PTRAUTH_ADDRESS) | \
			 BIT(KVM_ARM_VCPU_PTRAUTH_GENERIC))

static struct linux_guest *guest;

/* All that the CPU has: a guest that reads the hardware's ID registers uses it. */
static u32 features(void)
{
	u32 features = 0;

	if (kvm_has_cap(KVM_CAP_ARM_SVE))
		features |= BIT(KVM_ARM_VCPU_SVE);
	if (kvm_has_cap(KVM_CAP_ARM_PTRAUTH_ADDRESS) &&
	    kvm_has_cap(KVM_CAP_ARM_PTRAUTH_GENERIC))
		features |= PTRAUTH;
	return features;
}

static bool linux_setup(const struct cost_event *event)
{
	if (access(LINUX_IMAGE_DEFAULT, R_OK))
		return false;
	guest = linux_guest_create(1, features());
	return true;
}

static u64 linux_batch(const struct cost_event *event, unsigned int n)
{
	u64 start = cost_clock();

	linux_guest_run(guest, TIMEOUT);
	start = cost_clock() - start;
	return guest->powered_off ? start : COST_UNKNOWN;
}

static void linux_teardown(void)
{
	linux_guest_free(guest);
}

const struct cost_event cost_linux_events[] = {
	{ .name = "linux-boot", .setup = linux_setup, .batch = linux_batch,
	  .once = true, .teardown = linux_teardown },
	{ }
};
