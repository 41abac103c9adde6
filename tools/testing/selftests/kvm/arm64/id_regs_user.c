// SPDX-License-Identifier: GPL-2.0
/*
 * The ID registers from userspace, and that the guest can't write them
 * (ID-5 to ID-7, ID-11).
 */
#include <sys/mman.h>

#include "case_list.h"
#include "id_guest.h"
#include "reg_snapshot.h"

/* Nothing is mapped there; and not userspace's. */
static const u64 bad_pointers[] = { 0x10, 0xffffff8000000000 };

#define ALL_OPTIONS	(ID_OPT_SVE | ID_OPT_PTRAUTH | ID_OPT_PMU | ID_OPT_GICV3)

struct reg_case {
	unsigned int reg;
};

/* What the rest of a case is about would be missed without it. */
static u64 get(struct id_guest *guest, unsigned int reg)
{
	u64 val = 0;
	int ret = id_guest_try_get(guest, reg, &val);

	TEST_ASSERT(!ret, "%s: KVM_GET_ONE_REG: wanted 0 got %d, errno %d (%s)",
		    id_reg_name(reg), ret, errno, strerror(errno));
	return val;
}

static unsigned int times_listed(const struct kvm_reg_list *list, u64 id)
{
	unsigned int nr = 0;
	u64 i;

	for (i = 0; i < list->n; i++)
		nr += list->reg[i] == id;

	return nr;
}

static void assert_all_listed(const struct kvm_reg_list *list)
{
	unsigned int reg, nr;

	for (reg = 0; reg < NR_ID_REGS; reg++) {
		nr = times_listed(list, id_reg_kvm_id(reg));
		TEST_ASSERT(nr == 1, "%s: listed %u times", id_reg_name(reg), nr);
	}
}

static void assert_lists_equal(const struct kvm_reg_list *one,
			       const struct kvm_reg_list *other)
{
	TEST_ASSERT(one->n == other->n, "%lu registers, then %lu",
		    (unsigned long)one->n, (unsigned long)other->n);
	TEST_ASSERT(!memcmp(one->reg, other->reg, one->n * sizeof(one->reg[0])),
		    "the lists differ");
}

/* Test that KVM_GET_REG_LIST has the register once. */
static void test_listed(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest = id_guest_create(0);
	struct kvm_reg_list *list = vcpu_get_reg_list(guest.vcpu);
	unsigned int nr = times_listed(list, id_reg_kvm_id(c->reg));

	TEST_ASSERT(nr == 1, "%s: listed %u times", id_reg_name(c->reg), nr);
	get(&guest, c->reg);
	free(list);
	id_guest_destroy(&guest);
}

/* Test that two calls get the same list, before and after the guest ran. */
static void test_list_stable(const void *arg)
{
	struct id_guest guest = id_guest_create(0);
	struct kvm_reg_list *list[3];
	unsigned int i;

	list[0] = vcpu_get_reg_list(guest.vcpu);
	list[1] = vcpu_get_reg_list(guest.vcpu);
	id_guest_read(&guest, ID_AA64PFR0);
	list[2] = vcpu_get_reg_list(guest.vcpu);

	assert_all_listed(list[0]);
	assert_lists_equal(list[0], list[1]);
	assert_lists_equal(list[0], list[2]);
	for (i = 0; i < ARRAY_SIZE(list); i++)
		free(list[i]);
	id_guest_destroy(&guest);
}

/* Test that a second vCPU has the same list. */
static void test_list_second_vcpu(const void *arg)
{
	struct kvm_reg_list *list[2];
	struct kvm_vcpu *vcpus[2];
	struct kvm_vm *vm;

	test_disable_default_vgic();
	vm = vm_create_with_vcpus(2, abort_guest_text, vcpus);
	list[0] = vcpu_get_reg_list(vcpus[0]);
	list[1] = vcpu_get_reg_list(vcpus[1]);
	assert_all_listed(list[1]);
	assert_lists_equal(list[0], list[1]);
	free(list[0]);
	free(list[1]);
	kvm_vm_free(vm);
}

/* Test that the registers are all there, once, whatever options the VM has. */
static void test_list_options(const void *arg)
{
	const unsigned long *options = arg;
	struct id_guest guest = id_guest_create(*options);
	struct kvm_reg_list *list = vcpu_get_reg_list(guest.vcpu);

	assert_all_listed(list);
	free(list);
	id_guest_destroy(&guest);
}

/*
 * Test that the value read can be written back, before the guest runs and after,
 * and that any other is there when it is taken, and makes no difference if not.
 */
static void test_set(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest = id_guest_create(0);
	u64 id = id_reg_kvm_id(c->reg), val = get(&guest, c->reg), other;
	struct reg_snapshot *before = reg_snapshot_take(guest.vcpu);
	unsigned int bit;
	int ret;

	/* after each single bit, all of them at once */
	for (bit = 0; bit <= 64; bit++) {
		other = bit < 64 ? val ^ BIT(bit) : ~val;
		ret = __vcpu_set_reg(guest.vcpu, id, other);
		TEST_ASSERT(!ret || (ret == -1 && errno == EINVAL),
			    "%s %#lx: KVM_SET_ONE_REG of %#lx: wanted 0 or EINVAL got %d, errno %d",
			    id_reg_name(c->reg), (unsigned long)val,
			    (unsigned long)other, ret, errno);
		TEST_ASSERT_EQ(get(&guest, c->reg), ret ? val : other);
		ret = __vcpu_set_reg(guest.vcpu, id, val);
		TEST_ASSERT(!ret, "%s %#lx: KVM_SET_ONE_REG of what was there: errno %d",
			    id_reg_name(c->reg), (unsigned long)val, errno);
	}
	reg_snapshot_assert_unchanged(before, guest.vcpu, "when all is put back");

	val = id_guest_read(&guest, c->reg);
	TEST_ASSERT_EQ(get(&guest, c->reg), val);
	ret = __vcpu_set_reg(guest.vcpu, id, val);
	TEST_ASSERT(!ret, "%s %#lx: KVM_SET_ONE_REG of the same after a run: errno %d",
		    id_reg_name(c->reg), (unsigned long)val, errno);
	reg_snapshot_free(before);
	id_guest_destroy(&guest);
}

static void expect(const char *what, unsigned int reg, u64 id, int ret, int err)
{
	TEST_ASSERT(ret == -1 && errno == err,
		    "%s of %s (id %#lx): wanted errno %d got %d, errno %d", what,
		    id_reg_name(reg), (unsigned long)id, err, ret, errno);
}

/* Test that the register has 64 bits and no other size. */
static void test_sizes(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest = id_guest_create(0);
	u64 val[32] = { get(&guest, c->reg) };
	u64 size, id;

	for (size = 0; size <= 15; size++) {
		id = id_reg_kvm_id(c->reg) & ~KVM_REG_SIZE_MASK;
		id |= size << KVM_REG_SIZE_SHIFT;
		if (id == id_reg_kvm_id(c->reg))
			continue;

		struct kvm_one_reg one = { .id = id, .addr = (u64)val };

		expect("KVM_GET_ONE_REG", c->reg, id,
		       __vcpu_ioctl(guest.vcpu, KVM_GET_ONE_REG, &one), ENOENT);
		expect("KVM_SET_ONE_REG", c->reg, id,
		       __vcpu_ioctl(guest.vcpu, KVM_SET_ONE_REG, &one), ENOENT);
	}
	id_guest_destroy(&guest);
}

/* Test that what is next to the group, before and after it, is no register. */
static void test_neighbours(const void *arg)
{
	struct id_guest guest = id_guest_create(0);
	u64 ids[] = { id_reg_kvm_id(0) - 1, id_reg_kvm_id(NR_ID_REGS - 1) + 1 }, val = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		struct kvm_one_reg one = { .id = ids[i], .addr = (u64)&val };

		expect("KVM_GET_ONE_REG", i ? NR_ID_REGS - 1 : 0, one.id,
		       __vcpu_ioctl(guest.vcpu, KVM_GET_ONE_REG, &one), ENOENT);
		expect("KVM_SET_ONE_REG", i ? NR_ID_REGS - 1 : 0, one.id,
		       __vcpu_ioctl(guest.vcpu, KVM_SET_ONE_REG, &one), ENOENT);
	}
	id_guest_destroy(&guest);
}

/*
 * Test that a list is refused if not all of it can be written, wherever the part
 * begins that can't.
 */
static void test_list_buffer(const void *arg)
{
	struct id_guest guest = id_guest_create(0);
	struct kvm_reg_list *whole = vcpu_get_reg_list(guest.vcpu), *list;
	long page = sysconf(_SC_PAGESIZE);
	size_t size = sizeof(*list) + whole->n * sizeof(list->reg[0]);
	size_t pages = (size + page - 1) / page * page;
	unsigned int missing;
	char *room;
	int ret;

	room = mmap(NULL, pages + page, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	TEST_ASSERT(room != MAP_FAILED, "mmap: %s", strerror(errno));
	TEST_ASSERT(!mprotect(room + pages, page, PROT_NONE), "mprotect: %s",
		    strerror(errno));

	for (missing = 0; missing <= whole->n; missing++) {
		list = (void *)(room + pages - size + missing * sizeof(list->reg[0]));
		list->n = whole->n;
		ret = __vcpu_ioctl(guest.vcpu, KVM_GET_REG_LIST, list);
		TEST_ASSERT(missing ? ret == -1 && errno == EFAULT : !ret,
			    "%u of %llu entries missing: got %d, errno %d", missing,
			    (unsigned long long)whole->n, ret, errno);
	}
	munmap(room, pages + page);
	free(whole);
	id_guest_destroy(&guest);
}

/* Test that a pointer to nowhere is refused as such. */
static void test_pointer(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest = id_guest_create(0);
	struct kvm_one_reg one = { .id = id_reg_kvm_id(c->reg) };
	u64 val = get(&guest, c->reg);
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_pointers); i++) {
		one.addr = bad_pointers[i];
		expect("KVM_GET_ONE_REG", c->reg, one.id,
		       __vcpu_ioctl(guest.vcpu, KVM_GET_ONE_REG, &one), EFAULT);
		expect("KVM_SET_ONE_REG", c->reg, one.id,
		       __vcpu_ioctl(guest.vcpu, KVM_SET_ONE_REG, &one), EFAULT);
	}
	TEST_ASSERT_EQ(get(&guest, c->reg), val);
	id_guest_destroy(&guest);
}

/* Test that the guest can't write it: undefined, and it reads as before. */
static void test_msr(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest = id_guest_create(0);
	u64 val = id_guest_read(&guest, c->reg);
	struct id_guest_result got = id_guest_msr(&guest, c->reg);

	TEST_ASSERT(got.taken, "MSR to %s: no exception", id_reg_name(c->reg));
	TEST_ASSERT(ESR_ELx_EC(got.esr) == ESR_ELx_EC_UNKNOWN,
		    "MSR to %s: ESR_EL1 %#lx", id_reg_name(c->reg),
		    (unsigned long)got.esr);
	TEST_ASSERT_EQ(id_guest_read(&guest, c->reg), val);
	id_guest_destroy(&guest);
}

/*
 * Test that all that KVM_GET_REG_LIST shows of one VM can be put into another
 * in the order of the list, and is then there.
 */
static void test_restore(const void *arg)
{
	const unsigned long *options = arg;
	struct id_guest from = id_guest_create(*options);
	struct id_guest to = id_guest_create(*options);
	struct reg_snapshot *saved;
	struct kvm_reg_list *list;
	unsigned int reg;

	list = vcpu_get_reg_list(from.vcpu);
	assert_all_listed(list);
	free(list);

	id_guest_read(&from, ID_AA64PFR0);
	saved = reg_snapshot_take(from.vcpu);
	reg_snapshot_restore(saved, to.vcpu);
	reg_snapshot_assert_unchanged(saved, to.vcpu, "after the restore");
	for (reg = 0; reg < NR_ID_REGS; reg++)
		TEST_ASSERT_EQ(id_guest_read(&to, reg),
			       reg_snapshot_get(saved, id_reg_kvm_id(reg)));
	reg_snapshot_free(saved);
	id_guest_destroy(&from);
	id_guest_destroy(&to);
}

static const struct {
	const char *name;
	unsigned long options;
} vms[] = {
	{ "plain",	0 },
	{ "sve",	ID_OPT_SVE },
	{ "ptrauth",	ID_OPT_PTRAUTH },
	{ "pmu",	ID_OPT_PMU },
	{ "gicv3",	ID_OPT_GICV3 },
	{ "all",	ALL_OPTIONS },
};

static void add_cases(struct case_list *list, const char *clause,
		      const char *suffix, void (*fn)(const void *arg))
{
	struct reg_case c;
	char name[32];

	for (c.reg = 0; c.reg < NR_ID_REGS; c.reg++) {
		id_reg_case_name(c.reg, name, sizeof(name));
		case_list_add(list, clause, fn, &c, sizeof(c), "%s%s", name, suffix);
	}
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	unsigned int i;

	add_cases(&list, "ID-5", "", test_listed);
	case_list_add(&list, "ID-5", test_list_stable, NULL, 0, "list-stable");
	case_list_add(&list, "ID-5", test_list_second_vcpu, NULL, 0,
		      "list-second-vcpu");
	case_list_add(&list, "ID-7", test_neighbours, NULL, 0, "neighbours");
	case_list_add(&list, "ID-7", test_list_buffer, NULL, 0, "list-buffer");
	for (i = 1; i < ARRAY_SIZE(vms); i++)
		case_list_add(&list, "ID-5", test_list_options, &vms[i].options,
			      sizeof(vms[i].options), "list-%s", vms[i].name);

	add_cases(&list, "ID-6", "", test_set);
	add_cases(&list, "ID-7", "-size", test_sizes);
	add_cases(&list, "ID-7", "-pointer", test_pointer);
	add_cases(&list, "ID-7", "-msr", test_msr);

	for (i = 0; i < ARRAY_SIZE(vms); i++)
		case_list_add(&list, "ID-11", test_restore, &vms[i].options,
			      sizeof(vms[i].options), "restore-%s", vms[i].name);

	return contract_main(argc, argv, list.cases, list.nr);
}
