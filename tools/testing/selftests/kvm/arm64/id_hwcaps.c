// SPDX-License-Identifier: GPL-2.0
/*
 * What the host shows its own processes a guest can have as well: the ID
 * registers must not hide it. The other direction, that a guest is not shown
 * more, is id_regs.c's.
 */
#include <asm/hwcap.h>
#include <sys/auxv.h>

#include "case_list.h"
#include "id_guest.h"
#include "witness.h"

/**
 * struct hwcap - a feature of the host, and the field that tells a guest of it
 * @name: as in /proc/cpuinfo
 * @type: AT_HWCAP or AT_HWCAP2
 * @bit: in that word
 * @reg: ID_REG() of the register
 * @shift: of the field
 * @min: its value, or more
 */
struct hwcap {
	const char *name;
	unsigned long type;
	unsigned long bit;
	unsigned int reg, shift, min;
};

#define H(_name, _bit, _reg, _shift, _min)				\
	{ _name, AT_HWCAP, HWCAP_##_bit, ID_##_reg, _shift, _min }
#define H2(_name, _bit, _reg, _shift, _min)				\
	{ _name, AT_HWCAP2, HWCAP2_##_bit, ID_##_reg, _shift, _min }

/* Not what the vCPU has to be given: SVE, pointer authentication. */
static const struct hwcap hwcaps[] = {
	H("aes", AES, AA64ISAR0, 4, 1),
	H("pmull", PMULL, AA64ISAR0, 4, 2),
	H("sha1", SHA1, AA64ISAR0, 8, 1),
	H("sha2", SHA2, AA64ISAR0, 12, 1),
	H("sha512", SHA512, AA64ISAR0, 12, 2),
	H("crc32", CRC32, AA64ISAR0, 16, 1),
	H("atomics", ATOMICS, AA64ISAR0, 20, 2),
	H("asimdrdm", ASIMDRDM, AA64ISAR0, 28, 1),
	H("sha3", SHA3, AA64ISAR0, 32, 1),
	H("sm3", SM3, AA64ISAR0, 36, 1),
	H("sm4", SM4, AA64ISAR0, 40, 1),
	H("asimddp", ASIMDDP, AA64ISAR0, 44, 1),
	H("asimdfhm", ASIMDFHM, AA64ISAR0, 48, 1),
	H("flagm", FLAGM, AA64ISAR0, 52, 1),
	H2("flagm2", FLAGM2, AA64ISAR0, 52, 2),
	H2("rng", RNG, AA64ISAR0, 60, 1),
	H("dcpop", DCPOP, AA64ISAR1, 0, 1),
	H2("dcpodp", DCPODP, AA64ISAR1, 0, 2),
	H("jscvt", JSCVT, AA64ISAR1, 12, 1),
	H("fcma", FCMA, AA64ISAR1, 16, 1),
	H("lrcpc", LRCPC, AA64ISAR1, 20, 1),
	H("ilrcpc", ILRCPC, AA64ISAR1, 20, 2),
	H2("frint", FRINT, AA64ISAR1, 32, 1),
	H("sb", SB, AA64ISAR1, 36, 1),
	H2("bf16", BF16, AA64ISAR1, 44, 1),
	H2("dgh", DGH, AA64ISAR1, 48, 1),
	H2("i8mm", I8MM, AA64ISAR1, 52, 1),
	H("dit", DIT, AA64PFR0, 48, 1),
	H("ssbs", SSBS, AA64PFR1, 4, 2),
	H2("bti", BTI, AA64PFR1, 0, 1),
	H("uscat", USCAT, AA64MMFR2, 32, 1),
};

/* Floating point and AdvSIMD: signed, 0 is there, 1 has half precision. */
static const struct hwcap signed_hwcaps[] = {
	H("fp", FP, AA64PFR0, 16, 0),
	H("fphp", FPHP, AA64PFR0, 16, 1),
	H("asimd", ASIMD, AA64PFR0, 20, 0),
	H("asimdhp", ASIMDHP, AA64PFR0, 20, 1),
};

/* The field as the guest reads it. */
static u64 guest_field(const struct hwcap *cap)
{
	struct id_guest guest = id_guest_create(0);
	u64 val = id_guest_read(&guest, cap->reg) >> cap->shift & 0xf;

	id_guest_destroy(&guest);
	return val;
}

static void require_host(const struct hwcap *cap)
{
	__TEST_REQUIRE(getauxval(cap->type) & cap->bit,
		       "cpu: the host has no %s", cap->name);
}

/* Test that the guest is shown the feature. */
static void test_shown(const void *arg)
{
	const struct hwcap *cap = arg;
	u64 got;

	require_host(cap);
	got = guest_field(cap);
	TEST_ASSERT(got >= cap->min, "%s, bits %u to %u: wanted %u or more got %lu",
		    id_reg_name(cap->reg), cap->shift, cap->shift + 3, cap->min,
		    (unsigned long)got);
}

/* Test the same for a field in which 0xf is absent. */
static void test_shown_signed(const void *arg)
{
	const struct hwcap *cap = arg;
	u64 got;

	require_host(cap);
	got = guest_field(cap);
	TEST_ASSERT(got < 8 && got >= cap->min,
		    "%s, bits %u to %u: wanted %u to 7 got %lu",
		    id_reg_name(cap->reg), cap->shift, cap->shift + 3, cap->min,
		    (unsigned long)got);
}

/* What tells a guest that it need not guard against a vulnerability. */
static const struct {
	const char *name;
	unsigned int reg, shift;
} mitigation_fields[] = {
	{ "csv2",	ID_AA64PFR0,	56 },
	{ "csv3",	ID_AA64PFR0,	60 },
	{ "csv2-pfr0",	ID_PFR0,	16 },
	{ "csv3-pfr2",	ID_PFR2,	0 },
};

/* Test that it does where host and CPUs say so. */
static void test_unaffected(const void *arg)
{
	const unsigned int *nr = arg;
	unsigned int reg = mitigation_fields[*nr].reg;
	const struct id_field *field;
	struct id_guest guest;
	u64 host;

	field = id_field_at(reg, mitigation_fields[*nr].shift);
	WITNESS_REQUIRE();
	__TEST_REQUIRE(id_need_met(field->need, 0),
		       "cpu: the host is affected");
	__TEST_REQUIRE(witness_sanitised(ID_REG_CRM(reg), ID_REG_OP2(reg), &host) &&
		       id_field_get(field, host),
		       "cpu: the field does not say so");

	guest = id_guest_create(0);
	TEST_ASSERT(id_field_get(field, id_guest_read(&guest, reg)),
		    "%s.%s: wanted 1 got 0", id_reg_name(reg), field->name);
	id_guest_destroy(&guest);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	unsigned int i;

	test_disable_default_vgic();
	for (i = 0; i < ARRAY_SIZE(hwcaps); i++)
		case_list_add(&list, "ID-2", test_shown, &hwcaps[i],
			      sizeof(hwcaps[i]), "shown-%s", hwcaps[i].name);
	for (i = 0; i < ARRAY_SIZE(signed_hwcaps); i++)
		case_list_add(&list, "ID-2", test_shown_signed, &signed_hwcaps[i],
			      sizeof(signed_hwcaps[i]), "shown-%s",
			      signed_hwcaps[i].name);

	for (i = 0; i < ARRAY_SIZE(mitigation_fields); i++)
		case_list_add(&list, "ID-2", test_unaffected, &i, sizeof(i),
			      "shown-%s", mitigation_fields[i].name);

	return contract_main(argc, argv, list.cases, list.nr);
}
