// SPDX-License-Identifier: GPL-2.0
/*
 * What userspace may write to the ID registers of a VM (ID-15 to ID-18).
 */
#include <sched.h>

#include "case_list.h"
#include "id_guest.h"
#include "thread.h"
#include "witness.h"

#ifndef KVM_CAP_ARM_SUPPORTED_REG_MASK_RANGES
#define KVM_CAP_ARM_SUPPORTED_REG_MASK_RANGES 230
#endif

#ifndef KVM_ARM_FEATURE_ID_RANGE
#define KVM_ARM_FEATURE_ID_RANGE	0
#define KVM_ARM_FEATURE_ID_RANGE_SIZE	(3 * 8 * 8)
struct reg_mask_range {
	__u64 addr;
	__u32 range;
	__u32 reserved[13];
};
#endif

#ifndef KVM_ARM_GET_REG_WRITABLE_MASKS
#define KVM_ARM_GET_REG_WRITABLE_MASKS	_IOR(KVMIO, 0xb6, struct reg_mask_range)
#endif

#define NR_VCPUS	2
#define NR_RACES	50

/* op1 0 comes first; the masks of CRm 0 are of other registers. */
#define MASK_OF(reg)	(ID_REG_CRM(reg) << 3 | ID_REG_OP2(reg))

struct reg_case {
	unsigned int reg;
};

static u64 host_view(unsigned int reg)
{
	u64 val;

	if (!witness_sanitised(ID_REG_CRM(reg), ID_REG_OP2(reg), &val))
		val = 0;

	return val;
}

static u64 get(struct kvm_vcpu *vcpu, unsigned int reg)
{
	return vcpu_get_reg(vcpu, id_reg_kvm_id(reg));
}

static void set(struct kvm_vcpu *vcpu, unsigned int reg, u64 val)
{
	int ret = __vcpu_set_reg(vcpu, id_reg_kvm_id(reg), val);

	TEST_ASSERT(!ret, "%s: KVM_SET_ONE_REG of %#lx: errno %d (%s)",
		    id_reg_name(reg), (unsigned long)val, errno, strerror(errno));
	TEST_ASSERT(get(vcpu, reg) == val, "%s: wrote %#lx, reads %#lx",
		    id_reg_name(reg), (unsigned long)val,
		    (unsigned long)get(vcpu, reg));
}

static void set_refused(struct kvm_vcpu *vcpu, unsigned int reg, u64 val, int err)
{
	u64 before = get(vcpu, reg);
	int ret = __vcpu_set_reg(vcpu, id_reg_kvm_id(reg), val);

	TEST_ASSERT(ret == -1 && errno == err,
		    "%s %#lx: KVM_SET_ONE_REG of %#lx: wanted errno %d got %d, errno %d",
		    id_reg_name(reg), (unsigned long)before, (unsigned long)val,
		    err, ret, errno);
	TEST_ASSERT(get(vcpu, reg) == before, "%s: refused %#lx, and reads %#lx",
		    id_reg_name(reg), (unsigned long)val,
		    (unsigned long)get(vcpu, reg));
}

/* Reads one register and tells userspace. */
static void guest_code(unsigned int reg)
{
	GUEST_SYNC1(id_guest_read_reg(reg));
}

static struct kvm_vm *create_vm(struct kvm_vcpu *vcpus[])
{
	test_disable_default_vgic();
	return vm_create_with_vcpus(NR_VCPUS, guest_code, vcpus);
}

static void assert_guest_reads(struct kvm_vcpu *vcpu, unsigned int reg, u64 want)
{
	struct ucall uc;

	vcpu_arch_set_entry_point(vcpu, guest_code);
	vcpu_args_set(vcpu, 1, (u64)reg);
	nisv_run_expect_ucall(vcpu, UCALL_SYNC, &uc);
	vcpu_run_complete_io(vcpu);
	TEST_ASSERT(uc.args[0] == want, "%s: vCPU %u wants %#lx and reads %#lx",
		    id_reg_name(reg), vcpu->id, (unsigned long)want,
		    (unsigned long)uc.args[0]);
}

/* What depends on the interrupt controller is settled at the first run. */
static u64 without_gic(unsigned int reg, u64 val)
{
	const struct id_field *field;

	for_each_id_field(field)
		if (field->reg == reg && field->need == ID_GICV3)
			val = id_field_set(field, val, 0);

	return val;
}

/* One less, as the field counts, or the same where nothing is less. */
static u64 one_less(const struct id_field *field, u64 val)
{
	u64 bits = id_field_get(field, val), other;

	switch (field->kind) {
	case ID_SIGNED:
		other = bits == 0xf ? bits : (bits - 1) & 0xf;
		break;
	case ID_EXACT:
		other = 0;
		break;
	case ID_HIGHER_SAFE:
		other = bits < field->max ? bits + 1 : bits;
		break;
	default:
		other = bits ? bits - 1 : 0;
	}

	other = id_field_set(field, val, other);
	return id_field_may_write(field, 0, val, val, other) ? other : val;
}

/* Each field that may be lowered, by one. */
static u64 all_lowered(unsigned int reg, u64 val)
{
	const struct id_field *field;

	for_each_id_field(field)
		if (field->reg == reg && field->write != ID_INERT)
			val = one_less(field, val);

	return val;
}

/*
 * Test all values of four bits: those that are more than the VM has are refused
 * and change nothing; others are there, and the old one can be put back.
 */
static void check_nibble(struct kvm_vcpu *vcpu, unsigned int reg, unsigned int shift,
			 u64 cur)
{
	const struct id_field *field = id_field_at(reg, shift);
	u64 bits, val;
	bool taken;

	for (bits = 0; bits < 16; bits++) {
		val = (cur & ~(0xfUL << shift)) | bits << shift;
		taken = field ? id_field_may_write(field, 0, host_view(reg), cur, val)
			      : val == cur;
		if (!taken) {
			set_refused(vcpu, reg, val, EINVAL);
			continue;
		}
		set(vcpu, reg, val);
		set(vcpu, reg, cur);
	}
}

static void test_values(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest;
	unsigned int shift;
	u64 cur;

	WITNESS_REQUIRE();
	guest = id_guest_create(0);
	cur = get(guest.vcpu, c->reg);
	for (shift = 0; shift < 64; shift += 4)
		check_nibble(guest.vcpu, c->reg, shift, cur);
	TEST_ASSERT_EQ(id_guest_read(&guest, c->reg), without_gic(c->reg, cur));
	id_guest_destroy(&guest);
}

/*
 * Test that all vCPUs of the VM read what was written to one, also one that is
 * made after another ran, and that another VM does not.
 */
static void test_shared(const void *arg)
{
	const struct reg_case *c = arg;
	struct kvm_vcpu *vcpus[NR_VCPUS], *others[NR_VCPUS], *late;
	struct kvm_vm *vm = create_vm(vcpus), *other = create_vm(others);
	u64 cur = get(vcpus[0], c->reg), low = all_lowered(c->reg, cur), want;

	set(vcpus[1], c->reg, low);
	TEST_ASSERT_EQ(get(vcpus[0], c->reg), low);
	TEST_ASSERT_EQ(get(others[0], c->reg), cur);

	want = without_gic(c->reg, low);
	assert_guest_reads(vcpus[0], c->reg, want);
	assert_guest_reads(vcpus[1], c->reg, want);
	assert_guest_reads(others[0], c->reg, without_gic(c->reg, cur));

	late = vm_vcpu_add(vm, NR_VCPUS, guest_code);
	TEST_ASSERT_EQ(get(late, c->reg), want);
	assert_guest_reads(late, c->reg, want);
	kvm_vm_free(vm);
	kvm_vm_free(other);
}

/* Test that a register is taken as a whole or not at all. */
static void test_whole(const void *arg)
{
	struct id_guest guest = id_guest_create(0);
	u64 cur = get(guest.vcpu, ID_AA64ISAR0);
	u64 low = all_lowered(ID_AA64ISAR0, cur);

	TEST_ASSERT(low != cur, "ID_AA64ISAR0_EL1 %#lx: nothing to lower",
		    (unsigned long)cur);
	set_refused(guest.vcpu, ID_AA64ISAR0, low | 0xf, EINVAL);
	TEST_ASSERT_EQ(id_guest_read(&guest, ID_AA64ISAR0), cur);
	id_guest_destroy(&guest);
}

/*
 * Test that a vCPU without the option can't have the fields of it, and does not
 * change them for those with it.
 */
static void test_option(const void *arg)
{
	const unsigned long *option = arg;
	struct id_guest with = id_guest_create(*option);
	struct id_guest without = id_guest_create(0);
	const struct id_field *field;
	unsigned int nr = 0;
	u64 val, cur;

	for_each_id_field(field) {
		if (*option != ID_OPT(field->need))
			continue;
		cur = get(with.vcpu, field->reg);
		val = get(without.vcpu, field->reg);
		set(with.vcpu, field->reg, cur);
		if (!id_field_get(field, cur))
			continue;
		val = id_field_set(field, val, id_field_get(field, cur));
		if (field->write == ID_KEPT)
			set(without.vcpu, field->reg, val);
		else
			set_refused(without.vcpu, field->reg, val, EINVAL);
		nr++;
	}
	TEST_ASSERT(nr, "the option has no field");
	id_guest_destroy(&with);
	id_guest_destroy(&without);
}

/* Test that fields that nothing in a VM acts on take, and show, anything. */
static void test_inert(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest = id_guest_create(0);
	u64 cur = get(guest.vcpu, c->reg), val = cur;
	const struct id_field *field;
	u64 bits;

	for_each_id_field(field) {
		if (field->reg != c->reg || field->write != ID_INERT)
			continue;
		TEST_ASSERT(!id_field_get(field, cur), "%s is shown", field->name);
		for (bits = 0; bits < 16; bits++)
			set(guest.vcpu, c->reg, id_field_set(field, val, bits));
		val = id_field_set(field, val, 0xf);
	}
	TEST_ASSERT_EQ(id_guest_read(&guest, c->reg), without_gic(c->reg, val));
	TEST_ASSERT_EQ(get(guest.vcpu, c->reg), without_gic(c->reg, val));
	id_guest_destroy(&guest);
}

/*
 * Test that from the first run of any vCPU on only the same value is taken, on
 * that vCPU and on one that did not run.
 */
static void test_ran(const void *arg)
{
	const struct reg_case *c = arg;
	struct kvm_vcpu *vcpus[NR_VCPUS];
	struct kvm_vm *vm = create_vm(vcpus);
	unsigned int bit;
	u64 cur;

	assert_guest_reads(vcpus[0], c->reg, without_gic(c->reg, get(vcpus[0], c->reg)));
	cur = get(vcpus[0], c->reg);
	for (bit = 0; bit < 64; bit++) {
		set_refused(vcpus[0], c->reg, cur ^ BIT(bit), EBUSY);
		set_refused(vcpus[1], c->reg, cur ^ BIT(bit), EBUSY);
	}
	set(vcpus[0], c->reg, cur);
	set(vcpus[1], c->reg, cur);
	assert_guest_reads(vcpus[1], c->reg, cur);
	kvm_vm_free(vm);
}

/**
 * struct race - a vCPU that runs for the first time, while others do the same
 * @vcpu: the vCPU
 * @go: shared by all of them
 * @got: what it read of ID_AA64ISAR0_EL1
 */
struct race {
	struct kvm_vcpu *vcpu;
	int *go;
	u64 got;
};

static void *race_thread(void *arg)
{
	struct race *race = arg;
	struct ucall uc;

	while (!__atomic_load_n(race->go, __ATOMIC_ACQUIRE))
		sched_yield();
	nisv_run_expect_ucall(race->vcpu, UCALL_SYNC, &uc);
	race->got = uc.args[0];
	return NULL;
}

/*
 * Test that vCPUs which run for the first time while userspace writes all read
 * one value, and that it is the one that stays.
 */
static void race_once(void)
{
	struct kvm_vcpu *vcpus[NR_VCPUS], *writer;
	struct kvm_vm *vm = create_vm(vcpus);
	struct race race[NR_VCPUS];
	pthread_t threads[NR_VCPUS];
	unsigned int i, writes;
	int go = 0, ret;
	u64 val[2];

	writer = vm_vcpu_add(vm, NR_VCPUS, guest_code);
	val[0] = get(writer, ID_AA64ISAR0);
	val[1] = all_lowered(ID_AA64ISAR0, val[0]);
	for (i = 0; i < NR_VCPUS; i++) {
		vcpu_args_set(vcpus[i], 1, (u64)ID_AA64ISAR0);
		race[i] = (struct race) { .vcpu = vcpus[i], .go = &go };
		threads[i] = thread_start(race_thread, &race[i]);
	}
	__atomic_store_n(&go, 1, __ATOMIC_RELEASE);
	for (writes = 0; ; writes++) {
		ret = __vcpu_set_reg(writer, id_reg_kvm_id(ID_AA64ISAR0),
				     val[writes % 2]);
		if (ret && errno == EBUSY)
			break;
		TEST_ASSERT(!ret, "write %u: errno %d", writes, errno);
	}
	for (i = 0; i < NR_VCPUS; i++)
		pthread_join(threads[i], NULL);
	for (i = 0; i < NR_VCPUS; i++)
		TEST_ASSERT(race[i].got == get(writer, ID_AA64ISAR0),
			    "vCPU %u read %#lx, there is %#lx", i,
			    (unsigned long)race[i].got,
			    (unsigned long)get(writer, ID_AA64ISAR0));
	kvm_vm_free(vm);
}

static void test_race(const void *arg)
{
	unsigned int i;

	for (i = 0; i < NR_RACES; i++)
		race_once();
}

static int get_masks(struct kvm_vm *vm, void *masks)
{
	struct reg_mask_range range = { .addr = (u64)masks };

	return __vm_ioctl(vm, KVM_ARM_GET_REG_WRITABLE_MASKS, &range);
}

static void get_masks_ok(struct kvm_vm *vm, u64 *masks)
{
	int ret;

	memset(masks, 0xff, KVM_ARM_FEATURE_ID_RANGE_SIZE * sizeof(*masks));
	ret = get_masks(vm, masks);
	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_ARM_GET_REG_WRITABLE_MASKS, ret));
}

/* Test that the capability says range 0, and that there is no other. */
static void test_masks_range(const void *arg)
{
	u64 masks[KVM_ARM_FEATURE_ID_RANGE_SIZE];
	struct reg_mask_range range = { .addr = (u64)masks };
	struct kvm_vm *vm = vm_create(1);
	unsigned int i;
	int ret;

	TEST_ASSERT_EQ(kvm_check_cap(KVM_CAP_ARM_SUPPORTED_REG_MASK_RANGES), 1);
	TEST_ASSERT_EQ(vm_check_cap(vm, KVM_CAP_ARM_SUPPORTED_REG_MASK_RANGES), 1);
	get_masks_ok(vm, masks);

	range.range = 1;
	ret = __vm_ioctl(vm, KVM_ARM_GET_REG_WRITABLE_MASKS, &range);
	TEST_ASSERT(ret == -1 && errno == EINVAL, "range 1: got %d, errno %d", ret, errno);
	range.range = 0;
	for (i = 0; i < ARRAY_SIZE(range.reserved); i++) {
		range.reserved[i] = 1;
		ret = __vm_ioctl(vm, KVM_ARM_GET_REG_WRITABLE_MASKS, &range);
		TEST_ASSERT(ret == -1 && errno == EINVAL, "reserved[%u]: got %d, errno %d",
			    i, ret, errno);
		range.reserved[i] = 0;
	}
	kvm_vm_free(vm);
}

/* Test that a bad pointer is refused as such, for the request and the masks. */
static void test_masks_pointer(const void *arg)
{
	struct kvm_vm *vm = vm_create(1);
	int ret;

	ret = get_masks(vm, (void *)0x10);
	TEST_ASSERT(ret == -1 && errno == EFAULT, "masks: got %d, errno %d", ret, errno);
	ret = __vm_ioctl(vm, KVM_ARM_GET_REG_WRITABLE_MASKS,
			 (struct reg_mask_range *)0x10);
	TEST_ASSERT(ret == -1 && errno == EFAULT, "request: got %d, errno %d", ret, errno);
	kvm_vm_free(vm);
}

/* Test that the masks of other registers, and of encodings without one, are 0. */
static void test_masks_others(const void *arg)
{
	u64 masks[KVM_ARM_FEATURE_ID_RANGE_SIZE];
	struct kvm_vm *vm = vm_create(1);
	unsigned int i, reg;

	get_masks_ok(vm, masks);
	for (i = 0; i < ARRAY_SIZE(masks); i++)
		if (i < MASK_OF(0) || i > MASK_OF(NR_ID_REGS - 1))
			TEST_ASSERT(!masks[i], "mask %u is %#lx", i,
				    (unsigned long)masks[i]);
	for (reg = 0; reg < NR_ID_REGS; reg++)
		TEST_ASSERT(!(masks[MASK_OF(reg)] & ~id_reg_named_bits(reg)),
			    "%s: mask %#lx", id_reg_name(reg),
			    (unsigned long)masks[MASK_OF(reg)]);
	kvm_vm_free(vm);
}

/*
 * Test that what the mask leaves out can't be written, and that each field in it
 * can, where there is less than the VM has.
 */
static void test_masks(const void *arg)
{
	const struct reg_case *c = arg;
	struct id_guest guest = id_guest_create(0);
	u64 masks[KVM_ARM_FEATURE_ID_RANGE_SIZE], cur, val, mask;
	const struct id_field *field;
	unsigned int bit;

	get_masks_ok(guest.vm, masks);
	mask = masks[MASK_OF(c->reg)];
	cur = get(guest.vcpu, c->reg);
	for (bit = 0; bit < 64; bit++)
		if (!(mask & BIT(bit)))
			set_refused(guest.vcpu, c->reg, cur ^ BIT(bit), EINVAL);
	for_each_id_field(field) {
		if (field->reg != c->reg)
			continue;
		val = field->write == ID_INERT ? id_field_set(field, cur, 1)
					       : one_less(field, cur);
		if (val == cur)
			continue;
		TEST_ASSERT((mask & (0xfUL << field->shift)) == 0xfUL << field->shift,
			    "%s.%s: can be lowered, and the mask is %#lx",
			    id_reg_name(c->reg), field->name, (unsigned long)mask);
		set(guest.vcpu, c->reg, val);
		set(guest.vcpu, c->reg, cur);
	}
	id_guest_destroy(&guest);
}

static bool has_inert(unsigned int reg)
{
	const struct id_field *field;

	for_each_id_field(field)
		if (field->reg == reg && field->write == ID_INERT)
			return true;

	return false;
}

static void add_cases(struct case_list *list, const char *clause,
		      const char *suffix, bool (*of)(unsigned int reg),
		      void (*fn)(const void *arg))
{
	struct reg_case c;
	char name[32];

	for (c.reg = 0; c.reg < NR_ID_REGS; c.reg++) {
		if (of && !of(c.reg))
			continue;
		id_reg_case_name(c.reg, name, sizeof(name));
		case_list_add(list, clause, fn, &c, sizeof(c), "%s%s", name, suffix);
	}
}

static const unsigned long sve = ID_OPT_SVE, ptrauth = ID_OPT_PTRAUTH,
			   pmu = ID_OPT_PMU;

int main(int argc, char **argv)
{
	struct case_list list = {};

	id_fields_check();
	add_cases(&list, "ID-15", "-values", NULL, test_values);
	add_cases(&list, "ID-15", "-shared", NULL, test_shared);
	case_list_add(&list, "ID-15", test_whole, NULL, 0, "whole");
	case_list_add(&list, "ID-15", test_option, &sve, sizeof(sve), "option-sve");
	case_list_add(&list, "ID-15", test_option, &ptrauth, sizeof(ptrauth),
		      "option-ptrauth");
	case_list_add(&list, "ID-15", test_option, &pmu, sizeof(pmu), "option-pmu");
	add_cases(&list, "ID-16", "", has_inert, test_inert);
	add_cases(&list, "ID-17", "", NULL, test_ran);
	case_list_add(&list, "ID-17", test_race, NULL, 0, "race");
	case_list_add(&list, "ID-18", test_masks_range, NULL, 0, "range");
	case_list_add(&list, "ID-18", test_masks_pointer, NULL, 0, "pointer");
	case_list_add(&list, "ID-18", test_masks_others, NULL, 0, "others");
	add_cases(&list, "ID-18", "", NULL, test_masks);

	return contract_main(argc, argv, list.cases, list.nr);
}
