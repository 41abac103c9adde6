// SPDX-License-Identifier: GPL-2.0
/*
 * Exits to userspace and back, and what userspace does in between.
 */
#include "cost.h"
#include "nisv.h"
#include "processor.h"

static bool exit_setup(const struct cost_event *event)
{
	cost_vm = vm_create_with_one_vcpu(&cost_vcpu, (void *)event->arg);
	nisv_map(cost_vm, NISV_MMIO_GVA, NISV_MMIO_GPA, 1);
	vcpu_set_reg(cost_vcpu, ARM64_CORE_REG(regs.regs[1]), NISV_MMIO_GVA);
	vcpu_set_reg(cost_vcpu, ARM64_CORE_REG(regs.regs[20]), event->arg);
	vcpu_set_reg(cost_vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1),
		     (u64)guest_loop_vectors);
	return true;
}

static bool nisv_setup(const struct cost_event *event)
{
	if (!kvm_has_cap(KVM_CAP_ARM_NISV_TO_USER))
		return false;
	exit_setup(event);
	vm_enable_cap(cost_vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	return true;
}

static bool inject_setup(const struct cost_event *event)
{
	if (!kvm_has_cap(KVM_CAP_ARM_INJECT_EXT_DABT))
		return false;
	return event->arg == (u64)guest_loop_nisv ? nisv_setup(event)
						  : exit_setup(event);
}

static u32 wanted_exit(const struct cost_event *event)
{
	return event->arg == (u64)guest_loop_nisv ? KVM_EXIT_ARM_NISV : KVM_EXIT_MMIO;
}

static u64 exit_batch(const struct cost_event *event, unsigned int n)
{
	u64 start = cost_clock();
	unsigned int i;

	for (i = 0; i < n; i++)
		cost_ioctl(cost_vcpu->fd, KVM_RUN, NULL);
	start = cost_clock() - start;
	TEST_ASSERT_EQ(cost_vcpu->run->exit_reason, wanted_exit(event));
	return start;
}

/* Userspace steps over the instruction. */
static u64 nisv_pc_batch(const struct cost_event *event, unsigned int n)
{
	u64 pc = (u64)guest_loop_nisv + 4;
	struct kvm_one_reg reg = {
		.id = ARM64_CORE_REG(regs.pc),
		.addr = (u64)&pc,
	};
	u64 start = cost_clock();
	unsigned int i;

	for (i = 0; i < n; i++) {
		cost_ioctl(cost_vcpu->fd, KVM_RUN, NULL);
		cost_ioctl(cost_vcpu->fd, KVM_SET_ONE_REG, &reg);
	}
	start = cost_clock() - start;
	TEST_ASSERT_EQ(cost_vcpu->run->exit_reason, wanted_exit(event));
	return start;
}

/* What the injection takes, without the exit before it and the entry after. */
static u64 inject_batch(const struct cost_event *event, unsigned int n)
{
	struct kvm_vcpu_events events = { .exception.ext_dabt_pending = 1 };
	u64 sum = 0, start;
	unsigned int i;

	for (i = 0; i < n; i++) {
		cost_ioctl(cost_vcpu->fd, KVM_RUN, NULL);
		cost_dither(i);
		start = cost_clock();
		cost_ioctl(cost_vcpu->fd, KVM_SET_VCPU_EVENTS, &events);
		sum += cost_clock() - start;
	}
	TEST_ASSERT_EQ(cost_vcpu->run->exit_reason, wanted_exit(event));
	return sum - cost_clock_overhead() * n / 1024;
}

#define EVENT(_name, _setup, _batch, _loop)				\
	{ .name = _name, .setup = _setup, .batch = _batch, .arg = (u64)_loop }

const struct cost_event cost_exit_events[] = {
	EVENT("mmio-load", exit_setup, exit_batch, guest_loop_mmio_load),
	EVENT("mmio-store", exit_setup, exit_batch, guest_loop_mmio_store),
	EVENT("nisv-exit", nisv_setup, exit_batch, guest_loop_nisv),
	EVENT("nisv-exit-set-pc", nisv_setup, nisv_pc_batch, guest_loop_nisv),
	EVENT("inject-after-nisv", inject_setup, inject_batch, guest_loop_nisv),
	EVENT("inject-after-mmio", inject_setup, inject_batch, guest_loop_mmio_load),
	{ }
};
