/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an event of the ABI costs: the parts of kvm_cost.
 */
#ifndef SELFTEST_KVM_COST_H
#define SELFTEST_KVM_COST_H

#include "kvm_util.h"

/**
 * struct cost_event - something that can happen any number of times
 * @name: of the event, one word
 * @setup: make @vm and @vcpu; false if this kernel or CPU has no such event
 * @batch: let it happen @n times; what all of them took, in units of the clock
 * @base: the same without the event, to be subtracted; NULL: nothing
 * @teardown: give back what @setup made; NULL: that is @vm only
 * @once: it can't happen again on the same machine: one batch of one
 * @arg: for all of them
 */
struct cost_event {
	const char *name;
	bool (*setup)(const struct cost_event *event);
	u64 (*batch)(const struct cost_event *event, unsigned int n);
	u64 (*base)(const struct cost_event *event, unsigned int n);
	void (*teardown)(void);
	bool once;
	u64 arg;
};

/* What a batch takes of an event that did not happen. */
#define COST_UNKNOWN	(~0UL)

/* The machine of the event that is being measured. */
extern struct kvm_vm *cost_vm;
extern struct kvm_vcpu *cost_vcpu;

extern const struct cost_event cost_guest_events[], cost_exit_events[],
			       cost_ioctl_events[], cost_linux_events[];

/* guest_loops.S */
extern char guest_loop_mmio_load[], guest_loop_mmio_store[], guest_loop_nisv[];
extern char guest_loop_vectors[];

bool cost_clock_init(const char *unit);
u64 cost_clock(void);
u64 cost_clock_overhead(void);
void cost_dither(unsigned int i);

/* ioctl() without libc's share */
static __always_inline long cost_ioctl(int fd, unsigned long cmd, void *arg)
{
	register long x8 asm("x8") = 29;	/* __NR_ioctl */
	register long x0 asm("x0") = fd;
	register long x1 asm("x1") = cmd;
	register long x2 asm("x2") = (long)arg;

	asm volatile("svc #0" : "+r" (x0) : "r" (x1), "r" (x2), "r" (x8)
		     : "memory", "cc");
	return x0;
}

#endif /* SELFTEST_KVM_COST_H */
