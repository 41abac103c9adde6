// SPDX-License-Identifier: GPL-2.0
/*
 * Calls on a vCPU that has run: registers, reset, and its birth.
 */
#include <unistd.h>

#include "cost.h"
#include "processor.h"

static void guest_code(void)
{
	for (;;)
		GUEST_UCALL_NONE();
}

static bool vcpu_setup(const struct cost_event *event)
{
	cost_vm = vm_create_with_one_vcpu(&cost_vcpu, guest_code);
	vcpu_run(cost_vcpu);
	return true;
}

/* A register in @event->arg, if there is one. */
static bool reg_setup(const struct cost_event *event)
{
	u64 val;

	vcpu_setup(event);
	if (!__vcpu_get_reg(cost_vcpu, event->arg, &val))
		return true;
	kvm_vm_free(cost_vm);
	return false;
}

static u64 time_calls(unsigned long cmd, void *arg, unsigned int n)
{
	u64 start = cost_clock();
	unsigned int i;
	long ret = 0;

	for (i = 0; i < n; i++)
		ret |= cost_ioctl(cost_vcpu->fd, cmd, arg);
	start = cost_clock() - start;
	TEST_ASSERT(!ret, "ioctl 0x%lx fails", cmd);
	return start;
}

static u64 get_reg_batch(const struct cost_event *event, unsigned int n)
{
	u64 val;
	struct kvm_one_reg reg = { .id = event->arg, .addr = (u64)&val };

	return time_calls(KVM_GET_ONE_REG, &reg, n);
}

static u64 set_reg_batch(const struct cost_event *event, unsigned int n)
{
	u64 val;
	struct kvm_one_reg reg = { .id = event->arg, .addr = (u64)&val };

	time_calls(KVM_GET_ONE_REG, &reg, 1);
	return time_calls(KVM_SET_ONE_REG, &reg, n);
}

static u64 list_batch(const struct cost_event *event, unsigned int n)
{
	struct kvm_reg_list *list = vcpu_get_reg_list(cost_vcpu);
	u64 cost = time_calls(KVM_GET_REG_LIST, list, n);

	free(list);
	return cost;
}

static u64 reset_batch(const struct cost_event *event, unsigned int n)
{
	return time_calls(KVM_ARM_VCPU_INIT, &cost_vcpu->init, n);
}

/* vCPUs live as long as their VM, so a batch is one VM full of them. */
static u64 birth_batch(const struct cost_event *event, unsigned int n)
{
	struct kvm_vm *vm = vm_create_barebones();
	u64 overhead = cost_clock_overhead() * n / 1024;
	u64 create = 0, init = 0, run = 0, start;
	long size = ioctl(vm->kvm_fd, KVM_GET_VCPU_MMAP_SIZE, NULL);
	unsigned int i, most = vm_check_cap(vm, KVM_CAP_MAX_VCPUS);
	int fd;

	if (n > most)
		return birth_batch(event, most) * n / most;
	for (i = 0; i < n; i++) {
		struct kvm_run *state;

		cost_dither(i);
		start = cost_clock();
		fd = cost_ioctl(vm->fd, KVM_CREATE_VCPU, (void *)(long)i);
		create += cost_clock() - start;
		TEST_ASSERT(fd >= 0, "KVM_CREATE_VCPU %u fails", i);

		start = cost_clock();
		cost_ioctl(fd, KVM_ARM_VCPU_INIT, &cost_vcpu->init);
		init += cost_clock() - start;

		state = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		TEST_ASSERT(state != MAP_FAILED, "mmap of vCPU %u fails", i);
		state->immediate_exit = 1;
		start = cost_clock();
		cost_ioctl(fd, KVM_RUN, NULL);
		run += cost_clock() - start;
		munmap(state, size);
		close(fd);
	}
	kvm_vm_free(vm);
	return (event->arg == 0 ? create : event->arg == 1 ? init : run) - overhead;
}

#define EVENT(_name, _setup, _batch, _arg)				\
	{ .name = _name, .setup = _setup, .batch = _batch, .arg = _arg }
#define ID_AA64PFR0	ARM64_SYS_REG(3, 0, 0, 4, 0)
#define SCTLR		ARM64_SYS_REG(3, 0, 1, 0, 0)

const struct cost_event cost_ioctl_events[] = {
	EVENT("get-id-reg", reg_setup, get_reg_batch, ID_AA64PFR0),
	EVENT("set-id-reg", reg_setup, set_reg_batch, ID_AA64PFR0),
	EVENT("get-sctlr", reg_setup, get_reg_batch, SCTLR),
	EVENT("get-reg-list", vcpu_setup, list_batch, 0),
	EVENT("vcpu-reset", vcpu_setup, reset_batch, 0),
	EVENT("vcpu-create", vcpu_setup, birth_batch, 0),
	EVENT("vcpu-first-init", vcpu_setup, birth_batch, 1),
	EVENT("vcpu-first-run", vcpu_setup, birth_batch, 2),
	{ }
};
