// SPDX-License-Identifier: GPL-2.0
/*
 * The registers that say which CPU it is: not of the group, and as they were
 * before it was trapped (ID-12).
 */
#include "case_list.h"
#include "id_guest.h"
#include "thread.h"

#define MPIDR_RES1		BIT(31)
#define MPIDR_AFF0(mpidr)	((mpidr) & 0xff)

#define INSN_MRS_X0		0xd5300000

#define CTR_IDC			BIT(28)
#define CTR_TMINLINE		GENMASK_ULL(37, 32)
#define CLIDR_TTYPE		GENMASK_ULL(46, 33)

#define MTE_SHIFT		8
#define MTE2			2

/**
 * struct invariant - a register that is whatever the CPU's is
 * @name: for names of cases
 * @encoding: SYS_*
 * @added: bits that the host may add for userspace, its own and KVM's
 * @tags: bits about the cache lines of allocation tags: RES0 without FEAT_MTE2
 * @host: what userspace knows of the CPU's, NULL for nothing
 */
struct invariant {
	const char *name;
	u32 encoding;
	u64 added;
	u64 tags;
	u64 (*host)(void);
};

static u64 read_identification(const char *name)
{
	char path[128];
	u64 val = 0;
	FILE *file;

	snprintf(path, sizeof(path),
		 "/sys/devices/system/cpu/cpu0/regs/identification/%s", name);
	file = fopen(path, "r");
	__TEST_REQUIRE(file, "no %s", path);
	TEST_ASSERT(fscanf(file, "%lx", (unsigned long *)&val) == 1, "%s", path);
	fclose(file);
	return val;
}

static u64 host_midr(void)
{
	return read_identification("midr_el1");
}

static u64 host_revidr(void)
{
	return read_identification("revidr_el1");
}

static u64 host_ctr(void)
{
	return read_sysreg_s(SYS_CTR_EL0);
}

static const struct invariant invariants[] = {
	{ "midr",	SYS_MIDR_EL1,	.host = host_midr },
	{ "revidr",	SYS_REVIDR_EL1,	.host = host_revidr },
	/* Linux concludes from CLIDR_EL1 what a CPU does not say of itself. */
	{ "ctr",	SYS_CTR_EL0,	.added = CTR_IDC, .tags = CTR_TMINLINE,
	  .host = host_ctr },
	{ "clidr",	SYS_CLIDR_EL1,	.tags = CLIDR_TTYPE },
	{ "aidr",	SYS_AIDR_EL1 },
};

static u64 guest_mrs(struct id_guest *guest, u32 encoding)
{
	u32 insn = INSN_MRS_X0 | (encoding & ~sys_reg(2, 0, 0, 0, 0));
	struct id_guest_result got;

	got = id_guest_run(guest, ABORT_GUEST_EL1H, &insn, 1);
	TEST_ASSERT(!got.taken, "MRS: ESR_EL1 %#lx", (unsigned long)got.esr);
	return got.x0;
}

static void assert_same(const struct invariant *reg, u64 guest, u64 other,
			const char *whose)
{
	TEST_ASSERT(guest == other || (guest | reg->added) == other,
		    "%s: %s is %#lx, the guest reads %#lx", reg->name, whose,
		    (unsigned long)other, (unsigned long)guest);
}

/*
 * Nothing traps the register: the guest reads what the CPU has. Bits that are
 * RES0 for want of a feature need not be zero for a guest whose ID registers
 * hide the feature. Userspace may be told that they are, but nothing else.
 */
static u64 without_hidden_tags(const struct invariant *reg, struct id_guest *guest,
			       u64 val, u64 user)
{
	u64 mte = id_guest_read(guest, ID_AA64PFR1) >> MTE_SHIFT & 0xf;

	if (mte >= MTE2 || user & reg->tags)
		return val;

	return val & ~reg->tags;
}

/* Test that the guest, userspace and the host all see the same. */
static void test_same(const void *arg)
{
	const struct invariant *reg = arg;
	struct id_guest guest;
	u64 val, user;

	thread_pin(0);		/* everything is about the first CPU */
	guest = id_guest_create(0);
	val = guest_mrs(&guest, reg->encoding);
	user = vcpu_get_reg(guest.vcpu, KVM_ARM64_SYS_REG((u64)reg->encoding));
	assert_same(reg, without_hidden_tags(reg, &guest, val, user), user,
		    "KVM_GET_ONE_REG");
	if (reg->host)
		assert_same(reg, val, reg->host(), "the host's");
	id_guest_destroy(&guest);
}

/* Test that it can be set to what it is, and to nothing else. */
static void test_invariant(const void *arg)
{
	const struct invariant *reg = arg;
	u64 id = KVM_ARM64_SYS_REG((u64)reg->encoding), val;
	struct id_guest guest = id_guest_create(0);
	unsigned int bit;
	int ret;

	val = vcpu_get_reg(guest.vcpu, id);
	vcpu_set_reg(guest.vcpu, id, val);
	for (bit = 0; bit < 64; bit++) {
		ret = __vcpu_set_reg(guest.vcpu, id, val ^ BIT(bit));
		TEST_ASSERT(ret == -1 && errno == EINVAL,
			    "bit %u: wanted EINVAL got %d, errno %d", bit, ret,
			    errno);
		TEST_ASSERT_EQ(vcpu_get_reg(guest.vcpu, id), val);
	}
	id_guest_destroy(&guest);
}

static void guest_mpidr(void)
{
	GUEST_SYNC1(read_sysreg(mpidr_el1));
}

/* Test that each vCPU has an MPIDR_EL1 of its own, by its number. */
static void test_mpidr(const void *arg)
{
	const u64 id = KVM_ARM64_SYS_REG((u64)SYS_MPIDR_EL1);
	struct kvm_vcpu *vcpus[4];
	struct kvm_vm *vm;
	struct ucall uc;
	unsigned int i;
	u64 val;

	test_disable_default_vgic();
	vm = vm_create_with_vcpus(ARRAY_SIZE(vcpus), guest_mpidr, vcpus);
	for (i = 0; i < ARRAY_SIZE(vcpus); i++) {
		val = vcpu_get_reg(vcpus[i], id);
		TEST_ASSERT(val & MPIDR_RES1 && MPIDR_AFF0(val) == i,
			    "vCPU %u: MPIDR_EL1 %#lx", i, (unsigned long)val);
		nisv_run_expect_ucall(vcpus[i], UCALL_SYNC, &uc);
		TEST_ASSERT_EQ(uc.args[0], val);
	}
	kvm_vm_free(vm);
}

int main(int argc, char **argv)
{
	const struct invariant *reg;
	struct case_list list = {};

	for (reg = invariants; reg < invariants + ARRAY_SIZE(invariants); reg++) {
		case_list_add(&list, "ID-12", test_same, reg, sizeof(*reg),
			      "%s-same", reg->name);
		case_list_add(&list, "ID-12", test_invariant, reg, sizeof(*reg),
			      "%s-invariant", reg->name);
	}
	case_list_add(&list, "ID-12", test_mpidr, NULL, 0, "mpidr");

	return contract_main(argc, argv, list.cases, list.nr);
}
