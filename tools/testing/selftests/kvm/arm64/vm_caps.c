// SPDX-License-Identifier: GPL-2.0
/*
 * vm_caps - discovery of the capabilities and opting in to the exit
 *
 * Whether KVM_CAP_ARM_NISV_TO_USER is enabled is told by what an access
 * without syndrome does: a KVM_EXIT_ARM_NISV, or a KVM_RUN that fails.
 */
#include "contract.h"
#include "nisv.h"
#include "processor.h"
#include "thread.h"

#define ACCESS_GPA	(NISV_MMIO_GPA + 0x128)

/* Longer than any race it is to win, short against the case's time limit. */
#define NR_EXITS	1000

static void guest_access(void)
{
	nisv_guest_load(ACCESS_GPA);
	GUEST_DONE();
}

static struct kvm_vm *create_vm(struct kvm_vcpu **vcpu, void *guest_code)
{
	struct kvm_vm *vm = vm_create_with_one_vcpu(vcpu, guest_code);

	virt_map(vm, NISV_MMIO_GVA, NISV_MMIO_GPA, 1);
	return vm;
}

static void require_nisv(void)
{
	contract_require_cap(KVM_CAP_ARM_NISV_TO_USER, "KVM_CAP_ARM_NISV_TO_USER");
}

static void assert_enabled(struct kvm_vcpu *vcpu)
{
	nisv_run_expect_exit(vcpu, ACCESS_GPA, false);
}

static void assert_not_enabled(struct kvm_vcpu *vcpu)
{
	nisv_run_expect_enosys(vcpu);
}

/* A capability and how messages call it. */
struct cap {
	long cap;
	const char *name;
};

static const struct cap nisv_to_user = {
	KVM_CAP_ARM_NISV_TO_USER, "KVM_CAP_ARM_NISV_TO_USER"
};

static const struct cap inject_ext_dabt = {
	KVM_CAP_ARM_INJECT_EXT_DABT, "KVM_CAP_ARM_INJECT_EXT_DABT"
};

static const struct cap enable_cap_vm = {
	KVM_CAP_ENABLE_CAP_VM, "KVM_CAP_ENABLE_CAP_VM"
};

static const struct cap vcpu_events = {
	KVM_CAP_VCPU_EVENTS, "KVM_CAP_VCPU_EVENTS"
};

/* Test that /dev/kvm says 1 for the capability. */
static void test_check_system(const void *arg)
{
	const struct cap *cap = arg;

	contract_require_cap(cap->cap, cap->name);
	TEST_ASSERT_EQ(kvm_check_cap(cap->cap), 1U);
}

/* Test that a VM says 1 for the capability, with and without a vCPU. */
static void test_check_vm(const void *arg)
{
	const struct cap *cap = arg;
	struct kvm_vm *vm;

	contract_require_cap(cap->cap, cap->name);
	vm = vm_create(1);
	TEST_ASSERT_EQ(vm_check_cap(vm, cap->cap), 1);
	vm_vcpu_add(vm, 0, guest_access);
	TEST_ASSERT_EQ(vm_check_cap(vm, cap->cap), 1);
	kvm_vm_free(vm);
}

/* Test that enabling the capability does not change what a check says. */
static void test_check_enabled(const void *arg)
{
	struct kvm_vm *vm = vm_create_barebones();

	require_nisv();
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	TEST_ASSERT_EQ(vm_check_cap(vm, KVM_CAP_ARM_NISV_TO_USER), 1);
	TEST_ASSERT_EQ(kvm_check_cap(KVM_CAP_ARM_NISV_TO_USER), 1U);
	kvm_vm_free(vm);
}

/*
 * Test that the kernel stores the exit where the ABI says, seen as bytes and
 * numbers alone.
 */
static void test_layout_exit(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);
	u8 *run = (u8 *)vcpu->run;
	u64 iss, ipa;
	u32 reason;
	int ret;

	require_nisv();
	vm_enable_cap(vm, 177, 0);
	memset(run + 32, 0xff, 256);
	ret = __vcpu_run(vcpu);
	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_RUN, ret));

	memcpy(&reason, run + 8, sizeof(reason));
	memcpy(&iss, run + 32, sizeof(iss));
	memcpy(&ipa, run + 40, sizeof(ipa));
	TEST_ASSERT_EQ(reason, 28U);
	TEST_ASSERT(nisv_iss_ok(iss, false), "esr_iss at offset 32 is %#lx",
		    (unsigned long)iss);
	TEST_ASSERT_EQ(ipa, ACCESS_GPA);
	kvm_vm_free(vm);
}

/*
 * Test that ext_dabt_pending is where the ABI says: setting that byte alone,
 * of 64, sends the vCPU to its vector.
 */
static void test_layout_events(const void *arg)
{
	const u64 vectors = 0x23456000;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);
	u8 events[64] = { [2] = 1 };

	contract_require_cap(KVM_CAP_ARM_INJECT_EXT_DABT,
			     "KVM_CAP_ARM_INJECT_EXT_DABT");
	require_nisv();
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	vcpu_set_reg(vcpu, ctxt_reg_alias(vcpu, SYS_VBAR_EL1), vectors);
	assert_enabled(vcpu);

	vcpu_ioctl(vcpu, KVM_SET_VCPU_EVENTS, (struct kvm_vcpu_events *)events);
	TEST_ASSERT_EQ(nisv_pc(vcpu), vectors + NISV_DABT_VECTOR);
	kvm_vm_free(vm);
}

/* Test that no flag is accepted, and that a rejected call enables nothing. */
static void test_flags(const void *arg)
{
	struct kvm_enable_cap cap = { .cap = KVM_CAP_ARM_NISV_TO_USER };
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);
	int bit, ret;

	require_nisv();
	for (bit = 0; bit <= 32; bit++) {
		cap.flags = bit < 32 ? 1U << bit : ~0U;
		ret = __vm_ioctl(vm, KVM_ENABLE_CAP, &cap);
		TEST_ASSERT(ret == -1 && errno == EINVAL,
			    "flags %#x: wanted EINVAL, got %d, errno %d",
			    cap.flags, ret, errno);
	}
	assert_not_enabled(vcpu);

	/* so it was the flags that were wrong */
	cap.flags = 0;
	vm_ioctl(vm, KVM_ENABLE_CAP, &cap);
	assert_enabled(vcpu);
	kvm_vm_free(vm);
}

static const u64 args_zero[4];
static const u64 args_one[4] = { 1 };
static const u64 args_ones[4] = { ~0ULL, ~0ULL, ~0ULL, ~0ULL };

/* Test that the capability is enabled whatever the arguments are. */
static void test_args(const void *arg)
{
	struct kvm_enable_cap cap = { .cap = KVM_CAP_ARM_NISV_TO_USER };
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);

	require_nisv();
	memcpy(cap.args, arg, sizeof(cap.args));
	vm_ioctl(vm, KVM_ENABLE_CAP, &cap);
	assert_enabled(vcpu);
	kvm_vm_free(vm);
}

/* Test that the capability can be enabled before there are vCPUs. */
static void test_before_vcpus(const void *arg)
{
	struct kvm_vm *vm = vm_create(1);

	require_nisv();
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	virt_map(vm, NISV_MMIO_GVA, NISV_MMIO_GPA, 1);
	assert_enabled(vm_vcpu_add(vm, 0, guest_access));
	kvm_vm_free(vm);
}

/* Test that it can be enabled later, and then holds for every vCPU. */
static void test_after_vcpus(const void *arg)
{
	struct kvm_vcpu *vcpus[3];
	struct kvm_vm *vm;

	require_nisv();
	vm = vm_create_with_vcpus(ARRAY_SIZE(vcpus) - 1, guest_access, vcpus);
	virt_map(vm, NISV_MMIO_GVA, NISV_MMIO_GPA, 1);
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	vcpus[2] = vm_vcpu_add(vm, 2, guest_access);

	assert_enabled(vcpus[0]);
	assert_enabled(vcpus[1]);
	assert_enabled(vcpus[2]);
	kvm_vm_free(vm);
}

/* Test that it can be enabled after KVM_RUN has failed for lack of it. */
static void test_after_enosys(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);

	require_nisv();
	assert_not_enabled(vcpu);
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	assert_enabled(vcpu);
	kvm_vm_free(vm);
}

/* Guest side of the running vCPU: shared with the host. */
static u64 spins, go;

static void guest_spin_then_access(void)
{
	while (!READ_ONCE(go))
		WRITE_ONCE(spins, spins + 1);
	guest_access();
}

static void *vcpu_thread(void *arg)
{
	struct kvm_vcpu *vcpu = arg;

	/* a failed assertion here ends the whole case */
	assert_enabled(vcpu);
	return NULL;
}

/* Test that it can be enabled while a vCPU is in the guest. */
static void test_while_running(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_spin_then_access);
	u64 *guest_spins = addr_gva2hva(vm, (gva_t)&spins);
	u64 *guest_go = addr_gva2hva(vm, (gva_t)&go);
	pthread_t thread;
	u64 seen;

	require_nisv();
	thread = thread_start(vcpu_thread, vcpu);

	while (!READ_ONCE(*guest_spins))
		usleep(100);
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);

	/* the guest was running all the time, and still is */
	seen = READ_ONCE(*guest_spins);
	while (READ_ONCE(*guest_spins) == seen)
		usleep(100);
	WRITE_ONCE(*guest_go, 1);

	TEST_ASSERT(!pthread_join(thread, NULL), "can't join a thread");
	kvm_vm_free(vm);
}

static bool enable_stop;

static void *enable_thread(void *arg)
{
	struct kvm_vm *vm = arg;

	while (!READ_ONCE(enable_stop))
		vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);

	return NULL;
}

/* Test that enabling it over and over does not disturb exits going on. */
static void test_while_exiting(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);
	pthread_t thread;
	int i;

	require_nisv();
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	thread = thread_start(enable_thread, vm);

	for (i = 0; i < NR_EXITS; i++)
		assert_enabled(vcpu);

	WRITE_ONCE(enable_stop, true);
	TEST_ASSERT(!pthread_join(thread, NULL), "can't join a thread");
	kvm_vm_free(vm);
}

/* Test that it can be enabled twice. */
static void test_twice(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);

	require_nisv();
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 1);
	assert_enabled(vcpu);
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 1);
	assert_enabled(vcpu);
	kvm_vm_free(vm);
}

/* Test that what looks like disabling it does not. */
static void test_not_disabled(const void *arg)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_ARM_NISV_TO_USER,
		.flags = 1,
	};
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);

	require_nisv();
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 1);
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	assert_enabled(vcpu);
	TEST_ASSERT_EQ(__vm_ioctl(vm, KVM_ENABLE_CAP, &cap), -1);
	assert_enabled(vcpu);
	kvm_vm_free(vm);
}

/* Test that VMs made before and after see nothing of it. */
static void test_other_vm(const void *arg)
{
	struct kvm_vcpu *before, *vcpu, *after;
	struct kvm_vm *vm_before, *vm, *vm_after;

	require_nisv();
	vm_before = create_vm(&before, guest_access);
	vm = create_vm(&vcpu, guest_access);
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	vm_after = create_vm(&after, guest_access);

	assert_not_enabled(before);
	assert_enabled(vcpu);
	assert_not_enabled(after);
	kvm_vm_free(vm_before);
	kvm_vm_free(vm);
	kvm_vm_free(vm_after);
}

static void assert_vcpu_enable_fails(struct kvm_vcpu *vcpu, u32 nr)
{
	struct kvm_enable_cap cap = { .cap = nr };
	int ret = __vcpu_ioctl(vcpu, KVM_ENABLE_CAP, &cap);

	TEST_ASSERT(ret == -1 && errno == EINVAL,
		    "capability %u on a vCPU: wanted EINVAL, got %d, errno %d",
		    nr, ret, errno);
}

static void assert_vm_enable_fails(struct kvm_vm *vm, u32 nr)
{
	int ret = __vm_enable_cap(vm, nr, 0);

	TEST_ASSERT(ret == -1 && errno == EINVAL,
		    "capability %u: wanted EINVAL, got %d, errno %d",
		    nr, ret, errno);
}

/* Test that a vCPU does not take the capability, and nothing changes. */
static void test_vcpu_descriptor(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);

	require_nisv();
	assert_vcpu_enable_fails(vcpu, KVM_CAP_ARM_NISV_TO_USER);
	assert_not_enabled(vcpu);

	/* so it was the descriptor that was wrong */
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	assert_vcpu_enable_fails(vcpu, KVM_CAP_ARM_NISV_TO_USER);
	assert_enabled(vcpu);
	kvm_vm_free(vm);
}

/* Test that a vCPU that was not initialised does not take it either. */
static void test_vcpu_descriptor_uninit(const void *arg)
{
	struct kvm_vm *vm = vm_create_barebones();
	struct kvm_vcpu *vcpu = __vm_vcpu_add(vm, 0);

	require_nisv();
	assert_vcpu_enable_fails(vcpu, KVM_CAP_ARM_NISV_TO_USER);
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	kvm_vm_free(vm);
}

/*
 * Test that what can't be enabled isn't: injection is always there, the others
 * are capabilities of no kernel.
 */
static void test_unknown_cap(const void *arg)
{
	static const u32 unknown[] = {
		KVM_CAP_ARM_INJECT_EXT_DABT, 0x7fffffff, 0xffffffff,
	};
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);
	size_t i;

	require_nisv();
	for (i = 0; i < ARRAY_SIZE(unknown); i++) {
		assert_vm_enable_fails(vm, unknown[i]);
		assert_vcpu_enable_fails(vcpu, unknown[i]);
	}
	assert_not_enabled(vcpu);

	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	for (i = 0; i < ARRAY_SIZE(unknown); i++)
		assert_vm_enable_fails(vm, unknown[i]);
	assert_enabled(vcpu);
	kvm_vm_free(vm);
}

/* Test that the calls the two capabilities stand for do exist. */
static void test_calls_exist(const void *arg)
{
	struct kvm_vcpu_events events;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, guest_access);

	contract_require_cap(vcpu_events.cap, vcpu_events.name);
	contract_require_cap(enable_cap_vm.cap, enable_cap_vm.name);
	require_nisv();
	vcpu_events_get(vcpu, &events);
	vcpu_events_set(vcpu, &events);
	vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	kvm_vm_free(vm);
}

static const struct contract_case cases[] = {
	{ "CAP-1", "nisv-system", test_check_system, &nisv_to_user },
	{ "CAP-1", "nisv-vm", test_check_vm, &nisv_to_user },
	{ "CAP-1", "nisv-enabled", test_check_enabled },
	{ "CAP-1", "ext-dabt-system", test_check_system, &inject_ext_dabt },
	{ "CAP-1", "ext-dabt-vm", test_check_vm, &inject_ext_dabt },
	{ "CAP-1", "layout-exit", test_layout_exit },
	{ "CAP-1", "layout-events", test_layout_events },
	{ "CAP-2", "flags", test_flags },
	{ "CAP-2", "args-zero", test_args, args_zero },
	{ "CAP-2", "args-one", test_args, args_one },
	{ "CAP-2", "args-all-ones", test_args, args_ones },
	{ "CAP-3", "before-vcpus", test_before_vcpus },
	{ "CAP-3", "after-vcpus", test_after_vcpus },
	{ "CAP-3", "after-enosys", test_after_enosys },
	{ "CAP-3", "while-running", test_while_running },
	{ "CAP-3", "while-exiting", test_while_exiting },
	{ "CAP-3", "twice", test_twice },
	{ "CAP-3", "not-disabled", test_not_disabled },
	{ "CAP-3", "other-vm", test_other_vm },
	{ "CAP-4", "vcpu-descriptor", test_vcpu_descriptor },
	{ "CAP-4", "vcpu-descriptor-uninit", test_vcpu_descriptor_uninit },
	{ "CAP-4", "unknown-cap", test_unknown_cap },
	{ "CAP-5", "enable-cap-vm-system", test_check_system, &enable_cap_vm },
	{ "CAP-5", "enable-cap-vm-vm", test_check_vm, &enable_cap_vm },
	{ "CAP-5", "vcpu-events-system", test_check_system, &vcpu_events },
	{ "CAP-5", "vcpu-events-vm", test_check_vm, &vcpu_events },
	{ "CAP-5", "calls-exist", test_calls_exist },
};

int main(int argc, char **argv)
{
	test_disable_default_vgic();
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
