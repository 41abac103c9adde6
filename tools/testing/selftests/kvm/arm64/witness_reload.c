// SPDX-License-Identifier: GPL-2.0
/*
 * The module kvm_arm_witness goes and comes back, again and again, while vCPUs run
 * and do all that it watches. The host must not notice.
 *
 * The module's file is expected beside this program.
 */
#include <libgen.h>
#include <limits.h>

#include <sys/syscall.h>

#include "contract.h"
#include "ext_dabt.h"
#include "host_log.h"
#include "nisv.h"
#include "spinner.h"
#include "thread.h"
#include "witness.h"

#define MODULE		"kvm_arm_witness"
#define NR_RELOADS	100
#define NR_BUSY		2
#define NR_SPINNERS	2
#define SECONDS		20

/* Where the host itself is emulated, each takes most of a second. */
#define TIMEOUT		300

static bool stop;

static void guest_busy(u64 nisv)
{
	u64 val;

	for (;;) {
		asm volatile("mrs %0, S3_0_C0_C4_0" : "=r" (val));
		if (nisv)
			asm volatile("ldr %0, [%1], #0"
				     : "=&r" (val) : "r" (NISV_MMIO_GVA) : "memory");
		else
			val = __raw_readq((void *)NISV_MMIO_GVA);
	}
}

static void guest_abort(struct ex_regs *regs)
{
	regs->pc += 4;
}

/* An ID register, an exit, an abort; without the ABI, an exit of another kind. */
static void *run_busy(void *arg)
{
	struct kvm_vcpu_events abort = { .exception.ext_dabt_pending = 1 };
	struct kvm_vcpu *vcpu = arg;

	while (!__atomic_load_n(&stop, __ATOMIC_RELAXED)) {
		vcpu_run(vcpu);
		__ext_dabt_set_events(vcpu, &abort);
	}
	return NULL;
}

static void find_module(char *path, size_t size)
{
	char self[PATH_MAX] = "";

	TEST_ASSERT(readlink("/proc/self/exe", self, sizeof(self) - 1) > 0,
		    "/proc/self/exe: %s", strerror(errno));
	snprintf(path, size, "%s/" MODULE ".ko", dirname(self));
	__TEST_REQUIRE(!access(path, R_OK), MODULE ".ko is not beside the tests");
}

static void load(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	TEST_ASSERT(fd >= 0, "%s: %s", path, strerror(errno));
	TEST_ASSERT(!syscall(SYS_finit_module, fd, "", 0), "finit_module %s: %s", path,
		    strerror(errno));
	close(fd);
}

static void unload(void)
{
	TEST_ASSERT(!syscall(SYS_delete_module, MODULE, O_NONBLOCK), "delete_module: %s",
		    strerror(errno));
}

static void assert_no_trace(int log)
{
	unsigned int lines = host_log_count(log, "", "Call trace:");

	TEST_ASSERT(!lines, "the host's log has %u call traces", lines);
}

/* What runs already is seen by a module that comes later. */
static void assert_listed(struct spinner *spinner)
{
	u64 hcr;
	int i;

	for (i = 0; i < SECONDS * 100; i++) {
		if (witness_hcr(spinner_tid(spinner), &hcr))
			return;
		usleep(10000);
	}
	TEST_FAIL("a vCPU that ran before the module came is not listed");
}

static struct kvm_vm *start_busy(pthread_t threads[NR_BUSY])
{
	struct kvm_vcpu *vcpus[NR_BUSY];
	struct kvm_vm *vm;
	bool nisv;
	int i;

	vm = vm_create_with_vcpus(NR_BUSY, guest_busy, vcpus);
	nisv = vm_check_cap(vm, KVM_CAP_ARM_NISV_TO_USER);
	if (nisv)
		vm_enable_cap(vm, KVM_CAP_ARM_NISV_TO_USER, 0);
	virt_map(vm, NISV_MMIO_GVA, NISV_MMIO_GPA, 1);
	vm_init_descriptor_tables(vm);
	vm_install_sync_handler(vm, VECTOR_SYNC_CURRENT, ESR_ELx_EC_DABT_CUR,
				guest_abort);

	for (i = 0; i < NR_BUSY; i++) {
		vcpu_init_descriptor_tables(vcpus[i]);
		vcpu_args_set(vcpus[i], 1, (u64)nisv);
		threads[i] = thread_start(run_busy, vcpus[i]);
	}
	return vm;
}

/* Test that nothing is left of the module, whatever vCPUs are doing. */
static void test_reload(const void *arg)
{
	int i, log = host_log_open();
	pthread_t busy[NR_BUSY];
	struct spinner_set set;
	char path[PATH_MAX];
	struct kvm_vm *vm;

	WITNESS_REQUIRE();
	find_module(path, sizeof(path));
	vm = start_busy(busy);
	spinner_start(&set, NR_SPINNERS);

	for (i = 0; i < NR_RELOADS; i++) {
		unload();
		TEST_ASSERT(!witness_loaded(), "unloaded, but its files are there");
		load(path);
		assert_no_trace(log);
	}
	for (i = 0; i < NR_SPINNERS && witness_sees_vcpus(); i++)
		assert_listed(&set.spinners[i]);

	__atomic_store_n(&stop, true, __ATOMIC_RELAXED);
	for (i = 0; i < NR_BUSY; i++)
		pthread_join(busy[i], NULL);
	kvm_vm_free(vm);
	spinner_leave(&set);
	spinner_stop(&set);
	assert_no_trace(log);
	close(log);
}

int main(int argc, char **argv)
{
	static const struct contract_case cases[] = {
		{ "HOST-1", "witness-reload", test_reload },
	};

	contract_set_case_timeout(TIMEOUT);
	test_disable_default_vgic();
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
