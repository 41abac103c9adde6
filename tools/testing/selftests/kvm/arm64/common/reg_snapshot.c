// SPDX-License-Identifier: GPL-2.0
/*
 * Snapshots of everything KVM_GET_REG_LIST shows of a vCPU.
 */
#include "processor.h"
#include "reg_snapshot.h"

/**
 * struct reg_snapshot - values of all listed registers at one moment
 * @list: the list as KVM_GET_REG_LIST returned it
 * @value: one entry per register, the unused tail of each is zero
 */
struct reg_snapshot {
	struct kvm_reg_list *list;
	u8 (*value)[REG_SNAPSHOT_MAX_SIZE];
};

static int reg_index(const struct reg_snapshot *snapshot, u64 id)
{
	u64 i;

	for (i = 0; i < snapshot->list->n; i++)
		if (snapshot->list->reg[i] == id)
			return i;

	return -1;
}

static int reg_index_or_fail(const struct reg_snapshot *snapshot, u64 id)
{
	int i = reg_index(snapshot, id);

	TEST_ASSERT(i >= 0, "register %#lx is not in KVM_GET_REG_LIST",
		    (unsigned long)id);
	return i;
}

static void ioctl_failed(const char *what, u64 id)
{
	int err = errno;
	char name[32];

	reg_name(id, name, sizeof(name));
	TEST_FAIL("%s %s (id %#lx): errno %d (%s)", what, name,
		  (unsigned long)id, err, strerror(err));
}

/**
 * reg_snapshot_take - read every register that KVM_GET_REG_LIST names
 * @vcpu: an initialised vCPU that is not running
 *
 * Return: the snapshot, to be freed with reg_snapshot_free().
 */
struct reg_snapshot *reg_snapshot_take(struct kvm_vcpu *vcpu)
{
	struct reg_snapshot *snapshot = calloc(1, sizeof(*snapshot));
	u64 i;

	TEST_ASSERT(snapshot, "out of memory");
	snapshot->list = vcpu_get_reg_list(vcpu);
	snapshot->value = calloc(snapshot->list->n, sizeof(*snapshot->value));
	TEST_ASSERT(snapshot->value, "out of memory");

	for (i = 0; i < snapshot->list->n; i++) {
		u64 id = snapshot->list->reg[i];

		TEST_ASSERT(KVM_REG_SIZE(id) <= REG_SNAPSHOT_MAX_SIZE,
			    "register %#lx has %lu bytes", (unsigned long)id,
			    (unsigned long)KVM_REG_SIZE(id));
		if (__vcpu_get_reg(vcpu, id, snapshot->value[i]))
			ioctl_failed("KVM_GET_ONE_REG", id);
	}

	return snapshot;
}

/**
 * reg_snapshot_free - give back the memory of a snapshot
 * @snapshot: what reg_snapshot_take() returned, or NULL
 */
void reg_snapshot_free(struct reg_snapshot *snapshot)
{
	if (!snapshot)
		return;

	free(snapshot->value);
	free(snapshot->list);
	free(snapshot);
}

/**
 * reg_snapshot_restore - put a snapshot into a vCPU, as a migration would
 * @snapshot: values to write, in the order of the list
 * @vcpu: an initialised vCPU with the same features
 *
 * The set of SVE vector lengths is left alone: it is fixed once the vCPU has
 * been finalized, which it must be for Z registers to be written.
 */
void reg_snapshot_restore(const struct reg_snapshot *snapshot,
			  struct kvm_vcpu *vcpu)
{
	u64 i;

	for (i = 0; i < snapshot->list->n; i++) {
		struct kvm_one_reg reg = {
			.id = snapshot->list->reg[i],
			.addr = (uintptr_t)snapshot->value[i],
		};

		if (reg_is_fixed(reg.id))
			continue;

		if (__vcpu_ioctl(vcpu, KVM_SET_ONE_REG, &reg))
			ioctl_failed("KVM_SET_ONE_REG", reg.id);
	}
}

/**
 * reg_snapshot_data - bytes of one register in a snapshot
 * @snapshot: the snapshot
 * @id: a register of its list; anything else fails the test
 *
 * Return: KVM_REG_SIZE(@id) bytes, followed by zeroes.
 */
const void *reg_snapshot_data(const struct reg_snapshot *snapshot, u64 id)
{
	return snapshot->value[reg_index_or_fail(snapshot, id)];
}

/**
 * reg_snapshot_set_data - change one register of a snapshot, not of the vCPU
 * @snapshot: the snapshot, to be used as what is wanted
 * @id: a register of its list; anything else fails the test
 * @data: KVM_REG_SIZE(@id) bytes
 */
void reg_snapshot_set_data(struct reg_snapshot *snapshot, u64 id,
			   const void *data)
{
	memcpy(snapshot->value[reg_index_or_fail(snapshot, id)], data,
	       KVM_REG_SIZE(id));
}

/**
 * reg_snapshot_get - value of a register of at most eight bytes
 * @snapshot: the snapshot
 * @id: a register of its list; anything else fails the test
 *
 * Return: the value, zero-extended.
 */
u64 reg_snapshot_get(const struct reg_snapshot *snapshot, u64 id)
{
	u64 value;

	/* Shorter registers are followed by zeroes. */
	memcpy(&value, reg_snapshot_data(snapshot, id), sizeof(value));
	return value;
}

/**
 * reg_snapshot_set - change a register of at most eight bytes in a snapshot
 * @snapshot: the snapshot, to be used as what is wanted
 * @id: a register of its list; anything else fails the test
 * @value: what it is to be
 */
void reg_snapshot_set(struct reg_snapshot *snapshot, u64 id, u64 value)
{
	TEST_ASSERT(KVM_REG_SIZE(id) <= sizeof(value), "Reg %lx too big",
		    (unsigned long)id);
	reg_snapshot_set_data(snapshot, id, &value);
}

static void print_value(const char *what, const u8 *value, size_t size)
{
	bool seen = false;
	size_t i;

	printf(" %s 0x", what);
	for (i = size; i-- > 0;) {
		if (!seen && !value[i] && i)
			continue;
		seen = true;
		printf("%02x", value[i]);
	}
}

static void print_difference(u64 id, const u8 *want, const u8 *got)
{
	char name[32];

	reg_name(id, name, sizeof(name));
	printf("%s (id %#lx):", name, (unsigned long)id);
	print_value("wanted", want, KVM_REG_SIZE(id));
	print_value("got", got, KVM_REG_SIZE(id));
	printf("\n");
}

/**
 * reg_snapshot_diff - print every register in which two snapshots differ
 * @want: what is right
 * @got: what is there
 *
 * Counters and timers may differ. A register that only one of the two lists is
 * a difference.
 *
 * Return: number of differences.
 */
unsigned int reg_snapshot_diff(const struct reg_snapshot *want,
			       const struct reg_snapshot *got)
{
	unsigned int nr = 0;
	u64 i;

	if (want->list->n != got->list->n) {
		printf("number of registers: wanted %lu got %lu\n",
		       (unsigned long)want->list->n,
		       (unsigned long)got->list->n);
		nr++;
	}

	for (i = 0; i < want->list->n; i++) {
		u64 id = want->list->reg[i];
		int j = i;

		if (reg_is_volatile(id))
			continue;

		if (i >= got->list->n || got->list->reg[i] != id)
			j = reg_index(got, id);
		if (j < 0) {
			printf("register %#lx: no longer listed\n",
			       (unsigned long)id);
			nr++;
			continue;
		}

		if (memcmp(want->value[i], got->value[j], KVM_REG_SIZE(id))) {
			print_difference(id, want->value[i], got->value[j]);
			nr++;
		}
	}

	return nr;
}

/**
 * reg_snapshot_assert_equal - fail, after printing it, on any difference
 * @want: what is right
 * @got: what is there
 * @what: what was compared, for the message
 */
void reg_snapshot_assert_equal(const struct reg_snapshot *want,
			       const struct reg_snapshot *got,
			       const char *what)
{
	unsigned int nr = reg_snapshot_diff(want, got);

	TEST_ASSERT(!nr, "%s: %u registers differ", what, nr);
}

/**
 * reg_snapshot_assert_unchanged - compare a vCPU's present state to a snapshot
 * @want: the state the vCPU is to be in
 * @vcpu: the vCPU, not running
 * @what: what was compared, for the message
 */
void reg_snapshot_assert_unchanged(const struct reg_snapshot *want,
				   struct kvm_vcpu *vcpu, const char *what)
{
	struct reg_snapshot *got = reg_snapshot_take(vcpu);

	reg_snapshot_assert_equal(want, got, what);
	reg_snapshot_free(got);
}
