// SPDX-License-Identifier: GPL-2.0
/*
 * What KVM_SET_VCPU_EVENTS rejects, also together with an external data abort
 * that would be in order, and that a rejected call changes nothing (DABT-4,
 * DABT-5, DABT-7).
 */
#include <linux/bits.h>

#include "case_list.h"
#include "ext_dabt.h"
#include "stopped_guest.h"

#define SERROR_ISS		0x0123456UL
#define SERROR_ESR_RESERVED	BIT(25)

static const struct guest_access *const accesses[] = {
	&guest_nisv_load, &guest_nisv_store, &guest_mmio_load, &guest_mmio_store,
};

static void assert_rejected(struct kvm_vcpu *vcpu,
			    const struct kvm_vcpu_events *events, int want)
{
	int ret = __ext_dabt_set_events(vcpu, events);

	TEST_ASSERT(ret == -1 && errno == want,
		    "KVM_SET_VCPU_EVENTS: wanted -1, errno %d (%s) got %d, errno %d",
		    want, strerror(want), ret, errno);
}

/* Test that KVM_GET_VCPU_EVENTS zeroes the bytes that have no meaning. */
static void test_get_zeroes(const void *arg)
{
	struct kvm_vcpu_events events;
	struct stopped_guest s;
	unsigned int i;

	ext_dabt_require();
	s = stopped_guest_create(&guest_nisv_load);
	ext_dabt_inject(s.vcpu);

	memset(&events, 0xff, sizeof(events));
	vcpu_events_get(s.vcpu, &events);
	for (i = 0; i < ARRAY_SIZE(events.exception.pad); i++)
		TEST_ASSERT(!events.exception.pad[i],
			    "pad[%u]: wanted 0 got %#x", i,
			    events.exception.pad[i]);
	for (i = 0; i < ARRAY_SIZE(events.reserved); i++)
		TEST_ASSERT(!events.reserved[i],
			    "reserved[%u]: wanted 0 got %#x", i,
			    events.reserved[i]);
	stopped_guest_free(&s);
}

/* Test that a byte without meaning has to be zero for the call to succeed. */
static void test_set_rejects(const void *arg)
{
	size_t offset = *(const size_t *)arg;
	struct kvm_vcpu_events events = {
		.exception.ext_dabt_pending = 1,
	};
	struct stopped_guest s;
	int bit;

	ext_dabt_require();
	s = stopped_guest_create(&guest_nisv_load);
	for (bit = 0; bit < 8; bit++) {
		((u8 *)&events)[offset] = BIT(bit);
		assert_rejected(s.vcpu, &events, EINVAL);
	}

	((u8 *)&events)[offset] = 0;
	ext_dabt_set_events(s.vcpu, &events);
	stopped_guest_free(&s);
}

/* What to put into an otherwise good call for it to be rejected. */
static const struct rejected {
	const char *name;
	struct kvm_vcpu_events events;
	bool with_ras, without_ras;
} rejected[] = {
	{
		.name = "pad",
		.events.exception = { .serror_pending = 1, .pad[4] = 1 },
		.with_ras = true,
		.without_ras = true,
	}, {
		.name = "reserved",
		.events.exception.serror_pending = 1,
		.events.reserved[11] = BIT(31),
		.with_ras = true,
		.without_ras = true,
	}, {
		.name = "esr-without-ras",
		.events.exception = { .serror_pending = 1, .serror_has_esr = 1 },
		.without_ras = true,
	}, {
		.name = "esr-bit-25",
		.events.exception = {
			.serror_pending = 1,
			.serror_has_esr = 1,
			.serror_esr = SERROR_ESR_RESERVED,
		},
		.with_ras = true,
	}, {
		.name = "esr-bit-63",
		.events.exception = {
			.serror_pending = 1,
			.serror_has_esr = 1,
			.serror_esr = SERROR_ISS | BIT(63),
		},
		.with_ras = true,
	},
};

struct rejected_case {
	const struct rejected *rejected;
	const struct guest_access *access;
};

static bool host_has_ras(void)
{
	struct kvm_vcpu_events events;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = abort_guest_create(&vcpu);

	vcpu_events_get(vcpu, &events);
	kvm_vm_free(vm);
	return events.exception.serror_has_esr;
}

/*
 * Test that a rejected call changes nothing: no register, no event; and that
 * neither the abort nor the SError of it reaches the guest.
 */
static void test_rejected(const void *arg)
{
	const struct rejected_case *c = arg;
	struct kvm_vcpu_events events = c->rejected->events;
	bool ras = host_has_ras();
	struct stopped_guest s;

	__TEST_REQUIRE(ras ? c->rejected->with_ras : c->rejected->without_ras,
		       "cpu: %s RAS", ras ? "has" : "no");

	ext_dabt_require();
	s = stopped_guest_create(c->access);
	events.exception.ext_dabt_pending = 1;
	assert_rejected(s.vcpu, &events, EINVAL);
	stopped_guest_assert_unchanged(&s, "after the rejected call");
	stopped_guest_assert_goes_on(&s);

	/* The same call without what was wrong with it does inject. */
	ext_dabt_inject(s.vcpu);
	abort_guest_run_to_vector(s.vcpu);
	stopped_guest_free(&s);
}

static struct kvm_vcpu *add_plain_vcpu(struct kvm_vm **vm,
				       struct kvm_vcpu_init *init)
{
	*vm = vm_create_barebones();
	vm_ioctl(*vm, KVM_ARM_PREFERRED_TARGET, init);
	return __vm_vcpu_add(*vm, 0);
}

/*
 * Test that before KVM_ARM_VCPU_INIT events can't be set, and that the attempt
 * leaves no trace in the vCPU.
 */
static void test_set_enoexec(const void *arg)
{
	struct kvm_vcpu_events events = {
		.exception.ext_dabt_pending = *(const bool *)arg,
	};
	struct reg_snapshot *fresh;
	struct kvm_vcpu_init init;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	ext_dabt_require();
	vcpu = add_plain_vcpu(&vm, &init);
	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &init);
	fresh = reg_snapshot_take(vcpu);
	kvm_vm_free(vm);

	vcpu = add_plain_vcpu(&vm, &init);
	assert_rejected(vcpu, &events, ENOEXEC);
	vcpu_ioctl(vcpu, KVM_ARM_VCPU_INIT, &init);
	reg_snapshot_assert_unchanged(fresh, vcpu, "initialised after the call");
	ext_dabt_set_events(vcpu, &events);

	reg_snapshot_free(fresh);
	kvm_vm_free(vm);
}

/* Test that before KVM_ARM_VCPU_INIT events can't be read. */
static void test_get_enoexec(const void *arg)
{
	struct kvm_vcpu_events events;
	struct kvm_vcpu_init init;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	int ret;

	ext_dabt_require();
	vcpu = add_plain_vcpu(&vm, &init);
	ret = __vcpu_ioctl(vcpu, KVM_GET_VCPU_EVENTS, &events);
	TEST_ASSERT(ret == -1 && errno == ENOEXEC,
		    "KVM_GET_VCPU_EVENTS: wanted -1, errno %d (ENOEXEC) got %d, errno %d",
		    ENOEXEC, ret, errno);
	kvm_vm_free(vm);
}

static void *null_pointer(void)
{
	return NULL;
}

static void *kernel_pointer(void)
{
	return (void *)~0xffffUL;
}

/* Its first half is there, and asks for an abort; the second half is not. */
static void *half_a_struct(void)
{
	size_t page = sysconf(_SC_PAGESIZE);
	size_t half = sizeof(struct kvm_vcpu_events) / 2;
	struct kvm_vcpu_events *events;
	u8 *mem;

	mem = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	TEST_ASSERT(mem != MAP_FAILED, "mmap: errno %d", errno);
	munmap(mem + page, page);

	events = (void *)(mem + page - half);
	events->exception.ext_dabt_pending = 1;
	return events;
}

static const struct bad_pointer {
	const char *name;
	void *(*make)(void);
} bad_pointers[] = {
	{ "null", null_pointer },
	{ "kernel", kernel_pointer },
	{ "half", half_a_struct },
};

/* Test that either call fails on a bad pointer, and changes nothing then. */
static void test_efault(const void *arg)
{
	const struct bad_pointer *bad = arg;
	struct kvm_vcpu_events *events = bad->make();
	struct stopped_guest s;
	int ret;

	ext_dabt_require();
	s = stopped_guest_create(&guest_nisv_load);

	assert_rejected(s.vcpu, events, EFAULT);
	stopped_guest_assert_unchanged(&s, "after KVM_SET_VCPU_EVENTS failed");

	ret = __vcpu_ioctl(s.vcpu, KVM_GET_VCPU_EVENTS, events);
	TEST_ASSERT(ret == -1 && errno == EFAULT,
		    "KVM_GET_VCPU_EVENTS: wanted -1, errno %d (EFAULT) got %d, errno %d",
		    EFAULT, ret, errno);
	stopped_guest_assert_unchanged(&s, "after KVM_GET_VCPU_EVENTS failed");

	stopped_guest_assert_goes_on(&s);
	stopped_guest_free(&s);
}

static void add_bytes(struct case_list *list, const char *name, size_t first,
		      size_t size, unsigned int nr)
{
	unsigned int i;
	size_t offset;

	/* Of a word, its last byte: one that is checked as a byte is not enough. */
	for (i = 0; i < nr; i++) {
		offset = first + i * size + size - 1;
		case_list_add(list, "DABT-4", test_set_rejects, &offset,
			      sizeof(offset), "%s-%u", name, i);
	}
}

static void add_rejected(struct case_list *list)
{
	struct rejected_case c;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(rejected); i++) {
		for (j = 0; j < ARRAY_SIZE(accesses); j++) {
			c.rejected = &rejected[i];
			c.access = accesses[j];
			case_list_add(list, "DABT-5", test_rejected, &c,
				      sizeof(c), "%s-%s", rejected[i].name,
				      accesses[j]->name);
		}
	}
}

int main(int argc, char **argv)
{
	const struct kvm_vcpu_events *e = NULL;
	static const bool without, with = true;
	struct case_list list = {};
	unsigned int i;

	case_list_add(&list, "DABT-4", test_get_zeroes, NULL, 0, "get-zeroes");
	add_bytes(&list, "pad", offsetof(struct kvm_vcpu_events, exception.pad),
		  1, ARRAY_SIZE(e->exception.pad));
	add_bytes(&list, "reserved", offsetof(struct kvm_vcpu_events, reserved),
		  sizeof(e->reserved[0]), ARRAY_SIZE(e->reserved));

	add_rejected(&list);

	case_list_add(&list, "DABT-7", test_set_enoexec, &with, sizeof(with),
		      "set-uninitialised");
	case_list_add(&list, "DABT-7", test_set_enoexec, &without,
		      sizeof(without), "set-nothing-uninitialised");
	case_list_add(&list, "DABT-7", test_get_enoexec, NULL, 0,
		      "get-uninitialised");
	for (i = 0; i < ARRAY_SIZE(bad_pointers); i++)
		case_list_add(&list, "DABT-7", test_efault, &bad_pointers[i],
			      sizeof(bad_pointers[i]), "efault-%s",
			      bad_pointers[i].name);

	return contract_main(argc, argv, list.cases, list.nr);
}
