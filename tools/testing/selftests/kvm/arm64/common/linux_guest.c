// SPDX-License-Identifier: GPL-2.0
/*
 * A Linux guest: made, run to its end, and what it said.
 *
 * It has an interrupt controller and timers in the kernel, PSCI, and of a PL011
 * what the kernel's first console wants. Whatever else it exits for is its end.
 */
#include <time.h>

#include "linux_boot.h"
#include "linux_guest.h"
#include "linux_init.h"
#include "processor.h"
#include "thread.h"
#include "vgic.h"

#define NR_IRQS			64

#define PANIC			"Kernel panic"

/* From VBAR_EL1, for an exception from the level the kernel runs at. */
#define KERNEL_VECTOR		0x200
/* So often in a row, a second apart: that is no coincidence. */
#define STUCK			3

#define UART_SLOT		11
#define UART_DATA		0x00

/*
 * The program that makes the guest is the guest's first process too. Before main(), and
 * before constructors without a priority, of which a library may have one that looks for
 * /dev/kvm: the guest has none.
 */
static void __attribute__((constructor(101))) run_in_guest(void)
{
	if (linux_init_is_me())
		linux_init_main();
}

static void init_vcpu(struct kvm_vcpu *vcpu, u32 features)
{
	int sve = KVM_ARM_VCPU_SVE;
	struct kvm_vcpu_init init;

	vm_ioctl(vcpu->vm, KVM_ARM_PREFERRED_TARGET, &init);
	init.features[0] |= features | BIT(KVM_ARM_VCPU_PSCI_0_2);
	/* the kernel starts the others, by PSCI */
	if (vcpu->id)
		init.features[0] |= BIT(KVM_ARM_VCPU_POWER_OFF);
	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &init);
	if (features & BIT(KVM_ARM_VCPU_SVE))
		vcpu_ioctl(vcpu, KVM_ARM_VCPU_FINALIZE, &sve);
}

/*
 * The first console looks at the flags twice for each character. Zero is a UART
 * that is ready, and memory the guest can't write does not exit when it is read.
 */
static void add_uart(struct kvm_vm *vm)
{
	vm_userspace_mem_region_add(vm, VM_MEM_SRC_ANONYMOUS, LINUX_UART_GPA,
				    UART_SLOT, 1, KVM_MEM_READONLY);
}

static void init_sync(struct linux_guest *guest)
{
	pthread_condattr_t attr;

	pthread_mutex_init(&guest->lock, NULL);
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&guest->ending, &attr);
	pthread_condattr_destroy(&attr);
}

/**
 * linux_guest_create - make a guest that is about to boot
 * @nr_vcpus: how many vCPUs it has
 * @features: for KVM_ARM_VCPU_INIT, beside PSCI
 *
 * Skips the case where something for it is missing.
 *
 * Return: the guest, for linux_guest_run() and linux_guest_free().
 */
struct linux_guest *linux_guest_create(unsigned int nr_vcpus, u32 features)
{
	struct linux_guest *guest = calloc(1, sizeof(*guest));
	int image = linux_image_open();
	struct linux_boot boot;
	unsigned int i;
	int gic;

	TEST_ASSERT(guest, "out of memory");
	TEST_ASSERT(nr_vcpus && nr_vcpus <= LINUX_GUEST_MAX_VCPUS,
		    "a guest with %u vCPUs", nr_vcpus);
	test_disable_default_vgic();
	guest->vm = vm_create(nr_vcpus);
	guest->nr_vcpus = nr_vcpus;
	init_sync(guest);

	add_uart(guest->vm);
	boot = linux_boot_load(guest->vm, nr_vcpus, image);
	close(image);
	for (i = 0; i < nr_vcpus; i++) {
		guest->vcpus[i].guest = guest;
		guest->vcpus[i].vcpu = __vm_vcpu_add(guest->vm, i);
		init_vcpu(guest->vcpus[i].vcpu, features);
	}
	linux_boot_set_entry(guest->vcpus[0].vcpu, &boot);

	gic = vgic_v3_setup(guest->vm, nr_vcpus, NR_IRQS);
	__TEST_REQUIRE(gic >= 0, "cpu: no vGICv3");
	close(gic);
	return guest;
}

/**
 * linux_guest_free - free a guest that does not run
 * @guest: the guest
 */
void linux_guest_free(struct linux_guest *guest)
{
	kvm_vm_free(guest->vm);
	pthread_cond_destroy(&guest->ending);
	pthread_mutex_destroy(&guest->lock);
	free(guest);
}

static bool has_ended(struct linux_guest *guest)
{
	bool ended;

	pthread_mutex_lock(&guest->lock);
	ended = guest->ended;
	pthread_mutex_unlock(&guest->lock);
	return ended;
}

/* The first reason counts. */
static bool set_ended(struct linux_guest *guest, bool powered_off)
{
	bool first;

	pthread_mutex_lock(&guest->lock);
	first = !guest->ended;
	if (first) {
		guest->ended = true;
		guest->powered_off = powered_off;
		pthread_cond_signal(&guest->ending);
	}
	pthread_mutex_unlock(&guest->lock);
	return first;
}

static __printf(2, 3) void end(struct linux_guest *guest, const char *fmt, ...)
{
	va_list ap;

	if (!set_ended(guest, false))
		return;
	va_start(ap, fmt);
	vsnprintf(guest->why, sizeof(guest->why), fmt, ap);
	va_end(ap);
}

static bool panicked(struct linux_guest *guest)
{
	const char *line = memrchr(guest->console, '\n', guest->console_len);

	return strstr(line ?: guest->console, PANIC);
}

static void console_put(struct linux_guest *guest, char c)
{
	bool panic = false;

	pthread_mutex_lock(&guest->lock);
	if (c == '\n')
		panic = panicked(guest);
	if (c != '\r' && guest->console_len < sizeof(guest->console) - 1)
		guest->console[guest->console_len++] = c;
	pthread_mutex_unlock(&guest->lock);

	if (panic)
		end(guest, "it panicked");
}

static void handle_mmio(struct linux_guest *guest, struct kvm_vcpu *vcpu)
{
	struct kvm_run *run = vcpu->run;

	if (run->mmio.phys_addr == LINUX_UART_GPA + UART_DATA &&
	    run->mmio.is_write)
		console_put(guest, run->mmio.data[0]);
	else
		end(guest, "vCPU %u: %s of %u bytes at %#llx", vcpu->id,
		    run->mmio.is_write ? "a store" : "a load", run->mmio.len,
		    run->mmio.phys_addr);
}

static void handle_exit(struct linux_guest *guest, struct kvm_vcpu *vcpu)
{
	struct kvm_run *run = vcpu->run;

	switch (run->exit_reason) {
	case KVM_EXIT_MMIO:
		handle_mmio(guest, vcpu);
		break;
	case KVM_EXIT_SYSTEM_EVENT:
		if (run->system_event.type == KVM_SYSTEM_EVENT_SHUTDOWN)
			set_ended(guest, true);
		else
			end(guest, "vCPU %u: system event %u", vcpu->id,
			    run->system_event.type);
		break;
	default:
		end(guest, "vCPU %u: exit reason %u (%s)", vcpu->id,
		    run->exit_reason, exit_reason_str(run->exit_reason));
	}
}

/*
 * A kernel that can't even execute its vector, because it has none yet, takes
 * exceptions for ever and says nothing.
 */
static void look_at(struct linux_vcpu *lv)
{
	struct kvm_vcpu *vcpu = lv->vcpu;
	u64 vector = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1)) +
		     KERNEL_VECTOR;

	if (vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pc)) != vector)
		lv->on_vector = 0;
	else if (++lv->on_vector == STUCK)
		end(lv->guest, "vCPU %u: exceptions without end at %#lx",
		    vcpu->id, (unsigned long)vector);
}

static void *vcpu_thread(void *arg)
{
	struct linux_vcpu *lv = arg;

	while (!has_ended(lv->guest)) {
		if (!__vcpu_run(lv->vcpu))
			handle_exit(lv->guest, lv->vcpu);
		else if (errno == EINTR)
			look_at(lv);
		else
			end(lv->guest, "vCPU %u: KVM_RUN: %s", lv->vcpu->id,
			    strerror(errno));
	}
	return NULL;
}

static void start(struct linux_guest *guest)
{
	unsigned int i;

	thread_allow_kicks();
	for (i = 0; i < guest->nr_vcpus; i++)
		guest->vcpus[i].thread = thread_start(vcpu_thread, &guest->vcpus[i]);
}

/* Return false if the guest goes on. */
static bool wait_a_second(struct linux_guest *guest)
{
	struct timespec until;
	bool ended;
	int ret = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec++;
	pthread_mutex_lock(&guest->lock);
	while (!guest->ended && !ret)
		ret = pthread_cond_timedwait(&guest->ending, &guest->lock,
					     &until);
	ended = guest->ended;
	pthread_mutex_unlock(&guest->lock);
	return ended;
}

static void wait_for_end(struct linux_guest *guest, unsigned int seconds)
{
	unsigned int i;

	for (i = 0; i < seconds; i++) {
		if (wait_a_second(guest))
			return;
		thread_kick(guest->vcpus[0].thread);
	}
	end(guest, "no end within %u seconds", seconds);
}

/* A vCPU about to enter sees the flag, one inside gets the signal. */
static void stop(struct linux_guest *guest)
{
	unsigned int i;

	for (i = 0; i < guest->nr_vcpus; i++) {
		guest->vcpus[i].vcpu->run->immediate_exit = 1;
		thread_kick(guest->vcpus[i].thread);
		pthread_join(guest->vcpus[i].thread, NULL);
	}
}

/**
 * linux_guest_print - print what a guest said and where it is
 * @guest: the guest, which does not run
 */
void linux_guest_print(struct linux_guest *guest)
{
	unsigned int i;

	printf("%s\n-- end of the guest's console\n", guest->console);
	for (i = 0; i < guest->nr_vcpus; i++)
		vcpu_dump(stdout, guest->vcpus[i].vcpu, 0);
}

/**
 * linux_guest_run - boot a guest and let it run until it powers off
 * @guest:   the guest
 * @seconds: how long it may take
 *
 * Asserts that it powers off, and that it makes no exit but those for its
 * console; else prints what it said.
 */
void linux_guest_run(struct linux_guest *guest, unsigned int seconds)
{
	start(guest);
	wait_for_end(guest, seconds);
	stop(guest);
	if (!guest->powered_off)
		linux_guest_print(guest);
	TEST_ASSERT(guest->powered_off, "the guest did not power off: %s",
		    guest->why);
}
