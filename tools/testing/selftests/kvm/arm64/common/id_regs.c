// SPDX-License-Identifier: GPL-2.0
/*
 * The ID registers: names, and the rules that their fields follow.
 */
#include <ctype.h>

#include "id_regs.h"

#define NAME(_crm, _op2, _name)						\
	[ID_REG(_crm, _op2)] = #_name "_EL1"

static const char *const names[NR_ID_REGS] = {
	NAME(1, 0, ID_PFR0),
	NAME(1, 1, ID_PFR1),
	NAME(1, 2, ID_DFR0),
	NAME(1, 3, ID_AFR0),
	NAME(1, 4, ID_MMFR0),
	NAME(1, 5, ID_MMFR1),
	NAME(1, 6, ID_MMFR2),
	NAME(1, 7, ID_MMFR3),
	NAME(2, 0, ID_ISAR0),
	NAME(2, 1, ID_ISAR1),
	NAME(2, 2, ID_ISAR2),
	NAME(2, 3, ID_ISAR3),
	NAME(2, 4, ID_ISAR4),
	NAME(2, 5, ID_ISAR5),
	NAME(2, 6, ID_MMFR4),
	NAME(2, 7, ID_ISAR6),
	NAME(3, 0, MVFR0),
	NAME(3, 1, MVFR1),
	NAME(3, 2, MVFR2),
	NAME(3, 3, S3_0_C0_C3_3),
	NAME(3, 4, ID_PFR2),
	NAME(3, 5, ID_DFR1),
	NAME(3, 6, ID_MMFR5),
	NAME(3, 7, S3_0_C0_C3_7),
	NAME(4, 0, ID_AA64PFR0),
	NAME(4, 1, ID_AA64PFR1),
	NAME(4, 2, ID_AA64PFR2),
	NAME(4, 3, S3_0_C0_C4_3),
	NAME(4, 4, ID_AA64ZFR0),
	NAME(4, 5, ID_AA64SMFR0),
	NAME(4, 6, S3_0_C0_C4_6),
	NAME(4, 7, ID_AA64FPFR0),
	NAME(5, 0, ID_AA64DFR0),
	NAME(5, 1, ID_AA64DFR1),
	NAME(5, 2, ID_AA64DFR2),
	NAME(5, 3, S3_0_C0_C5_3),
	NAME(5, 4, ID_AA64AFR0),
	NAME(5, 5, ID_AA64AFR1),
	NAME(5, 6, S3_0_C0_C5_6),
	NAME(5, 7, S3_0_C0_C5_7),
	NAME(6, 0, ID_AA64ISAR0),
	NAME(6, 1, ID_AA64ISAR1),
	NAME(6, 2, ID_AA64ISAR2),
	NAME(6, 3, ID_AA64ISAR3),
	NAME(6, 4, S3_0_C0_C6_4),
	NAME(6, 5, S3_0_C0_C6_5),
	NAME(6, 6, S3_0_C0_C6_6),
	NAME(6, 7, S3_0_C0_C6_7),
	NAME(7, 0, ID_AA64MMFR0),
	NAME(7, 1, ID_AA64MMFR1),
	NAME(7, 2, ID_AA64MMFR2),
	NAME(7, 3, ID_AA64MMFR3),
	NAME(7, 4, ID_AA64MMFR4),
	NAME(7, 5, S3_0_C0_C7_5),
	NAME(7, 6, S3_0_C0_C7_6),
	NAME(7, 7, S3_0_C0_C7_7),
};

/**
 * id_reg_name - what the architecture calls a register
 * @reg: ID_REG() of it
 *
 * Return: the name; of an unallocated encoding, the generic form of it.
 */
const char *id_reg_name(unsigned int reg)
{
	return names[reg];
}

/**
 * id_reg_case_name - what a case about a register is called
 * @reg: ID_REG() of it
 * @buf: where the name goes
 * @size: bytes of @buf
 */
void id_reg_case_name(unsigned int reg, char *buf, size_t size)
{
	size_t i, len = strlen(names[reg]) - strlen("_EL1");

	snprintf(buf, size, "%.*s", (int)len, names[reg]);
	for (i = 0; buf[i]; i++)
		buf[i] = buf[i] == '_' ? '-' : tolower(buf[i]);
}

/**
 * id_reg_kvm_id - the id of a register at KVM_GET_ONE_REG
 * @reg: ID_REG() of it
 *
 * Return: the id.
 */
u64 id_reg_kvm_id(unsigned int reg)
{
	return ARM64_SYS_REG(3, 0, 0, ID_REG_CRM(reg), ID_REG_OP2(reg));
}

/**
 * id_field_at - find the field that has a bit
 * @reg: ID_REG() of the register
 * @shift: the bit
 *
 * Return: the field, or NULL where the table has none.
 */
const struct id_field *id_field_at(unsigned int reg, unsigned int shift)
{
	const struct id_field *field;

	for_each_id_field(field)
		if (field->reg == reg && field->shift == (shift & ~3U))
			return field;

	return NULL;
}

/**
 * id_field_get - a field's value
 * @field: the field
 * @val: of its register
 *
 * Return: the four bits.
 */
u64 id_field_get(const struct id_field *field, u64 val)
{
	return (val >> field->shift) & 0xf;
}

/**
 * id_reg_named_bits - which bits of a register belong to a field
 * @reg: ID_REG() of it
 *
 * Return: a mask.
 */
u64 id_reg_named_bits(unsigned int reg)
{
	const struct id_field *field;
	u64 mask = 0;

	for_each_id_field(field)
		if (field->reg == reg)
			mask |= 0xfUL << field->shift;

	return mask;
}

/**
 * id_fields_check - stop a program whose table of fields makes no sense
 *
 * Fields are four bits, in order, none twice, with limits that they can have.
 */
void id_fields_check(void)
{
	const struct id_field *field, *last = NULL;

	for_each_id_field(field) {
		if (field->shift % 4 || field->shift > 60 ||
		    field->reg >= NR_ID_REGS || field->min > field->max ||
		    field->max > 0xf ||
		    (last && last->reg * 64 + last->shift >=
			     field->reg * 64 + field->shift))
			ksft_exit_fail_msg("table of fields: %s of %s\n",
					   field->name, id_reg_name(field->reg));
		last = field;
	}
}

/* As a signed number, if the field is one. */
static int rank(const struct id_field *field, u64 val)
{
	int bits = id_field_get(field, val);

	if (bits == 0xf && field->kind == ID_SIGNED)
		return -1;
	return bits == 0xf && field->kind == ID_PMU_VERSION ? 0 : bits;
}

/**
 * id_field_at_most - does one view of a register promise no more than another?
 * @field: the field to compare
 * @val: the register in the one view
 * @limit: the register in the other
 *
 * Return: true if so.
 */
bool id_field_at_most(const struct id_field *field, u64 val, u64 limit)
{
	int have = rank(field, val), most = rank(field, limit);

	switch (field->kind) {
	case ID_EXACT:
		return !have || have == most;
	case ID_HIGHER_SAFE:
		return have >= most;
	default:
		return have <= most;
	}
}

/*
 * What a host says of itself. One that Spectre-BHB affects names what it has
 * against that instead, after "CSV2" for what it has against variant 2. One
 * that has no such file, as before 4.20, does not say: then the field may be
 * what it is on the host, which is the limit in any case.
 */
static bool not_affected(const char *vulnerability)
{
	char path[128], text[128] = "";
	FILE *file;

	snprintf(path, sizeof(path),
		 "/sys/devices/system/cpu/vulnerabilities/%s", vulnerability);
	file = fopen(path, "r");
	if (!file)
		return true;
	if (!fgets(text, sizeof(text), file))
		text[0] = '\0';
	fclose(file);

	return !strcmp(text, "Not affected\n") ||
	       !strncmp(text, "Mitigation: CSV2", strlen("Mitigation: CSV2"));
}

/**
 * id_need_met - does a vCPU on this host have what a field needs?
 * @need: what
 * @options: ID_OPT_* that the VM has
 *
 * Return: true if so.
 */
bool id_need_met(enum id_need need, unsigned long options)
{
	switch (need) {
	case ID_ALWAYS:
		return true;
	case ID_AARCH32_EL1:
		return kvm_has_cap(KVM_CAP_ARM_EL1_32BIT);
	case ID_NO_SPECTRE_V2:
		return not_affected("spectre_v2");
	case ID_NO_MELTDOWN:
		return not_affected("meltdown");
	default:
		return options & ID_OPT(need);
	}
}

/**
 * id_field_allowed - can KVM virtualise what a field says?
 * @field: the field
 * @val: its register
 * @options: ID_OPT_* that the VM has
 *
 * Return: true if so.
 */
bool id_field_allowed(const struct id_field *field, u64 val,
		      unsigned long options)
{
	int max = field->max;

	if (!id_need_met(field->need, options))
		max = field->min;

	/* 0xf of a signed field is less than any limit, but not "no such option" */
	if (field->kind == ID_SIGNED && field->need == ID_ALWAYS)
		return rank(field, val) <= max;

	return id_field_get(field, val) >= field->min &&
	       id_field_get(field, val) <= (u64)max;
}

/**
 * id_field_set - put a value into a field
 * @field: the field
 * @reg: its register
 * @val: what the field is to be
 *
 * Return: the register with the field changed.
 */
u64 id_field_set(const struct id_field *field, u64 reg, u64 val)
{
	return (reg & ~(0xfUL << field->shift)) | val << field->shift;
}

/* Is it no more than the limit, of all that the field can be? */
static bool within(const struct id_field *field, u64 val, u64 limit)
{
	u64 bits = id_field_get(field, val);

	switch (field->kind) {
	case ID_SIGNED:
		return (bits < 8 || bits == 0xf) && id_field_at_most(field, val, limit);
	case ID_HIGHER_SAFE:
		return id_field_at_most(field, val, limit) && bits <= field->max;
	case ID_PMU_VERSION:
		return bits != 0xf && id_field_at_most(field, val, limit);
	default:
		return bits >= field->min && id_field_at_most(field, val, limit);
	}
}

/**
 * id_field_may_write - is a value one that a VM can have that did not run?
 * @field: the field
 * @options: ID_OPT_* that the VM has
 * @host: the host's view of the register
 * @cur: what the VM has, and had when it was made
 * @val: what is written
 *
 * Return: true if the write must be taken, false if it must be refused.
 */
bool id_field_may_write(const struct id_field *field, unsigned long options,
			u64 host, u64 cur, u64 val)
{
	if (id_field_get(field, cur) == id_field_get(field, val))
		return true;

	switch (field->write) {
	case ID_INERT:
		return true;
	case ID_FIXED:
		return false;
	case ID_KEPT:
		/* Unmodified kernels show these where the host is safe. */
		if (field->reg == ID_AA64PFR0 && id_field_get(field, val) == 1 &&
		    (field->need == ID_NO_SPECTRE_V2 || field->need == ID_NO_MELTDOWN) &&
		    id_need_met(field->need, options))
			return true;
		return within(field, val, cur) || within(field, val, host);
	default:
		return within(field, val, cur);
	}
}
