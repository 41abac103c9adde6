// SPDX-License-Identifier: GPL-2.0
/*
 * CCSIDR_EL1, the geometry of a cache: a VM has one value for each cache, whatever
 * CPU its threads are on, and userspace may choose it (ID-12).
 */
#include <sched.h>

#include "case_list.h"
#include "contract.h"
#include "kvm_util.h"
#include "nisv.h"
#include "processor.h"
#include "ucall_common.h"

#define CCSIDR_ID(csselr)	(KVM_REG_ARM64 | KVM_REG_SIZE_U32 | KVM_REG_ARM_DEMUX | \
				 KVM_REG_ARM_DEMUX_ID_CCSIDR |			\
				 ((u64)(csselr) << KVM_REG_ARM_DEMUX_VAL_SHIFT))
#define NR_CSSELR		14
#define CSSELR_IND		BIT(0)

/* Sets and ways. */
#define CCSIDR_SETS_WAYS	GENMASK(27, 3)
/* One bit of the number of sets, and one of the size of a line. */
#define CCSIDR_OTHER		(BIT(14) | BIT(0))

struct geometry {
	u32 ccsidr[NR_CSSELR];
	bool valid[NR_CSSELR];
};

static int __get_ccsidr(struct kvm_vcpu *vcpu, unsigned int csselr, u32 *val)
{
	struct kvm_one_reg reg = { .id = CCSIDR_ID(csselr), .addr = (u64)val };

	return __vcpu_ioctl(vcpu, KVM_GET_ONE_REG, &reg);
}

static void set_ccsidr(struct kvm_vcpu *vcpu, unsigned int csselr, u32 val)
{
	struct kvm_one_reg reg = { .id = CCSIDR_ID(csselr), .addr = (u64)&val };
	int ret = __vcpu_ioctl(vcpu, KVM_SET_ONE_REG, &reg);

	TEST_ASSERT(!ret, "CCSIDR, CSSELR %#x, to %#x: wanted 0 got %d, errno %d",
		    csselr, val, ret, errno);
}

static void set_geometry(struct kvm_vcpu *vcpu, const struct geometry *g)
{
	unsigned int i;

	for (i = 0; i < NR_CSSELR; i++)
		if (g->valid[i])
			set_ccsidr(vcpu, i, g->ccsidr[i]);
}

/* The same caches with another geometry. */
static struct geometry other_than(const struct geometry *g)
{
	struct geometry other = *g;
	unsigned int i;

	for (i = 0; i < NR_CSSELR; i++)
		if (g->valid[i])
			other.ccsidr[i] ^= CCSIDR_OTHER;
	return other;
}

static struct geometry get_geometry(struct kvm_vcpu *vcpu)
{
	struct geometry g = {};
	unsigned int i, nr = 0;

	for (i = 0; i < NR_CSSELR; i++) {
		g.valid[i] = !__get_ccsidr(vcpu, i, &g.ccsidr[i]);
		nr += g.valid[i];
	}
	TEST_ASSERT(nr, "no cache at all");

	return g;
}

static void assert_geometry(struct kvm_vcpu *vcpu, const struct geometry *want,
			    const char *where)
{
	struct geometry got = get_geometry(vcpu);
	unsigned int i;

	for (i = 0; i < NR_CSSELR; i++)
		TEST_ASSERT(got.valid[i] == want->valid[i] &&
			    got.ccsidr[i] == want->ccsidr[i],
			    "%s, CSSELR %#x: wanted %#x got %#x", where, i,
			    want->ccsidr[i], got.ccsidr[i]);
}

static void guest_code(void)
{
	unsigned int i;

	for (;;) {
		for (i = 0; i < NR_CSSELR; i++) {
			write_sysreg((u64)i, csselr_el1);
			isb();
			GUEST_SYNC1(read_sysreg(ccsidr_el1));
		}
	}
}

/* Of a data or unified cache the guest may be shown one set and one way. */
static bool is_shown(unsigned int csselr, u32 val, u64 got)
{
	return got == val ||
	       (!(csselr & CSSELR_IND) && got == (val & ~CCSIDR_SETS_WAYS));
}

/* One round of the guest's loop; it reads a cache that is not there as anything. */
static void assert_guest_reads(struct kvm_vcpu *vcpu, const struct geometry *want)
{
	struct ucall uc;
	unsigned int i;

	for (i = 0; i < NR_CSSELR; i++) {
		nisv_run_expect_ucall(vcpu, UCALL_SYNC, &uc);
		TEST_ASSERT(!want->valid[i] || is_shown(i, want->ccsidr[i], uc.args[0]),
			    "guest, CSSELR %#x: wanted %#x got %#lx", i,
			    want->ccsidr[i], (unsigned long)uc.args[0]);
	}
}

static struct kvm_vm *create(struct kvm_vcpu *vcpus[], unsigned int nr)
{
	test_disable_default_vgic();
	return vm_create_with_vcpus(nr, guest_code, vcpus);
}

/* Returns false if there is no such CPU. */
static bool pin(unsigned int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return !sched_setaffinity(0, sizeof(set), &set);
}

/* Test that userspace and the guest read the same on each CPU, and can write it there. */
static void test_each_cpu(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct geometry first;
	unsigned int cpu;
	struct kvm_vm *vm;

	vm = create(&vcpu, 1);
	TEST_ASSERT(pin(0), "CPU 0 is not there");
	first = get_geometry(vcpu);
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++) {
		if (!pin(cpu))
			continue;
		assert_geometry(vcpu, &first, "on another CPU");
		set_geometry(vcpu, &first);
		assert_guest_reads(vcpu, &first);
	}
	kvm_vm_free(vm);
}

/*
 * Test that a value that userspace writes to each vCPU is what it then reads, or what
 * the guest reads, and that no other VM is affected.
 */
static void test_written(const void *arg)
{
	const bool *in_guest = arg;
	struct kvm_vcpu *vcpus[2], *other;
	struct geometry host, want;
	struct kvm_vm *vm, *other_vm;
	unsigned int i;

	vm = create(vcpus, ARRAY_SIZE(vcpus));
	other_vm = create(&other, 1);
	host = get_geometry(vcpus[0]);
	want = other_than(&host);
	for (i = 0; i < ARRAY_SIZE(vcpus); i++)
		set_geometry(vcpus[i], &want);

	for (i = 0; i < ARRAY_SIZE(vcpus); i++) {
		assert_geometry(vcpus[i], &want, "after the write");
		if (*in_guest)
			assert_guest_reads(vcpus[i], &want);
	}
	assert_geometry(other, &host, "another VM");
	assert_guest_reads(other, &host);

	kvm_vm_free(other_vm);
	kvm_vm_free(vm);
}

/* Test that a vCPU that is initialised after the write, again or newly, shows the value. */
static void test_written_init(const void *arg)
{
	const bool *again = arg;
	struct geometry host, want;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 sp;

	vm = create(&vcpu, 1);
	host = get_geometry(vcpu);
	want = other_than(&host);
	set_geometry(vcpu, &want);
	if (*again) {
		sp = vcpu_get_reg(vcpu, ARM64_CORE_REG(sp_el1));
		aarch64_vcpu_setup(vcpu, NULL);
		vcpu_set_reg(vcpu, ARM64_CORE_REG(sp_el1), sp);
		vcpu_arch_set_entry_point(vcpu, guest_code);
	} else {
		vcpu = vm_vcpu_add(vm, 1, guest_code);
	}
	assert_geometry(vcpu, &want, "after KVM_ARM_VCPU_INIT");
	assert_guest_reads(vcpu, &want);
	kvm_vm_free(vm);
}

/* Test that there are registers for caches that exist, and for no others. */
static void test_no_such(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct geometry g;
	struct kvm_vm *vm;
	unsigned int i;
	u32 val = 0;

	vm = create(&vcpu, 1);
	g = get_geometry(vcpu);
	for (i = 0; i < NR_CSSELR; i++) {
		struct kvm_one_reg reg = { .id = CCSIDR_ID(i), .addr = (u64)&val };
		int ret;

		if (g.valid[i])
			continue;
		ret = __vcpu_ioctl(vcpu, KVM_SET_ONE_REG, &reg);
		TEST_ASSERT(ret == -1 && errno == ENOENT,
			    "CSSELR %#x: wanted ENOENT got %d, errno %d", i, ret, errno);
	}
	kvm_vm_free(vm);
}

static const bool in_userspace = false, in_guest = true;
static const bool init_new = false, init_again = true;

static const struct contract_case cases[] = {
	{ "ID-12", "ccsidr-each-cpu", test_each_cpu },
	{ "ID-12", "ccsidr-written", test_written, &in_userspace },
	{ "ID-12", "ccsidr-written-guest", test_written, &in_guest },
	{ "ID-12", "ccsidr-written-init", test_written_init, &init_again },
	{ "ID-12", "ccsidr-written-new-vcpu", test_written_init, &init_new },
	{ "ID-12", "ccsidr-no-such", test_no_such },
};

int main(int argc, char **argv)
{
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
