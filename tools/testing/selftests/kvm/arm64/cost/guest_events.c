// SPDX-License-Identifier: GPL-2.0
/*
 * Events that the kernel handles without userspace: a guest has them in a loop.
 * The same loop with a NOP in place of the event is subtracted.
 */
#include <linux/sizes.h>

#include "cost.h"
#include "gic.h"
#include "processor.h"
#include "vgic.h"

/* An SMC calling convention call that every kernel answers at once. */
#define SMCCC_VERSION	0x80000000

#define ID_REG(crm, op2)	((crm) << 3 | (op2))

/* What the guest is to do, and how often. */
static u64 guest_event, guest_count;

enum { NOTHING, HVC, VGIC_READ, ID_REGS };

/*
 * x19 counts: calls clobber x0 to x17. Loads and system register reads leave
 * their result in x0, the call takes its number there.
 */
#define LOOP(insn)							\
({									\
	asm volatile("	mov x19, %0\n"					\
		     "1:	mov w0, %w1\n"				\
		     insn "\n"						\
		     "	subs x19, x19, #1\n"				\
		     "	b.ne 1b"					\
		     :: "r" (guest_count), "r" (SMCCC_VERSION),		\
			"r" (GICD_BASE_GPA)				\
		     : "x0", "x1", "x2", "x3", "x4", "x5", "x6", "x7",	\
		       "x8", "x9", "x10", "x11", "x12", "x13", "x14",	\
		       "x15", "x16", "x17", "x19", "cc", "memory");	\
})

static void guest_code(void)
{
	for (;;) {
		switch (READ_ONCE(guest_event)) {
		case NOTHING:
			LOOP("	nop");
			break;
		case HVC:
			LOOP("	hvc #0");
			break;
		case VGIC_READ:
			LOOP("	ldr w0, [%2, #4]");
			break;
		case ID_REGS + ID_REG(1, 0):
			LOOP("	mrs x0, S3_0_C0_C1_0");
			break;
		case ID_REGS + ID_REG(4, 0):
			LOOP("	mrs x0, S3_0_C0_C4_0");
			break;
		case ID_REGS + ID_REG(7, 7):
			LOOP("	mrs x0, S3_0_C0_C7_7");
			break;
		case ID_REGS + ID_REG(1, 3):
			LOOP("	mrs x0, S3_0_C0_C1_3");
			break;
		case ID_REGS + ID_REG(3, 3):
			LOOP("	mrs x0, S3_0_C0_C3_3");
			break;
		}
		GUEST_UCALL_NONE();
	}
}

static u64 run_guest(u64 event, unsigned int n)
{
	u64 start;

	write_guest_global(cost_vm, guest_event, event);
	write_guest_global(cost_vm, guest_count, (u64)n);
	start = cost_clock();
	cost_ioctl(cost_vcpu->fd, KVM_RUN, NULL);
	TEST_ASSERT_EQ(cost_vcpu->run->exit_reason, (u32)KVM_EXIT_MMIO);
	return cost_clock() - start;
}

static u64 guest_batch(const struct cost_event *event, unsigned int n)
{
	return run_guest(event->arg, n);
}

static u64 guest_base(const struct cost_event *event, unsigned int n)
{
	return run_guest(NOTHING, n);
}

static bool guest_setup(const struct cost_event *event)
{
	cost_vm = vm_create_with_one_vcpu(&cost_vcpu, guest_code);
	return true;
}

static bool vgic_setup(const struct cost_event *event)
{
	guest_setup(event);
	if (vgic_v3_setup(cost_vm, 1, 64) >= 0)
		return true;
	kvm_vm_free(cost_vm);
	return false;
}

#define EVENT(_name, _setup, _arg)					\
	{ .name = _name, .setup = _setup, .batch = guest_batch,		\
	  .base = guest_base, .arg = _arg }
#define ID_TRAP(name, crm, op2)						\
	EVENT("id-trap-" name, guest_setup, ID_REGS + ID_REG(crm, op2))

const struct cost_event cost_guest_events[] = {
	EVENT("hvc-floor", guest_setup, HVC),
	ID_TRAP("first", 1, 0),
	ID_TRAP("middle", 4, 0),
	ID_TRAP("last", 7, 7),
	ID_TRAP("hidden", 1, 3),
	ID_TRAP("unallocated", 3, 3),
	EVENT("mmio-vgic", vgic_setup, VGIC_READ),
	{ }
};
