/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The ID registers, as the architecture has them, and what a guest may see.
 */
#ifndef SELFTEST_KVM_COMMON_ID_REGS_H
#define SELFTEST_KVM_COMMON_ID_REGS_H

#include "processor.h"

/* The group: op0 3, op1 0, CRn 0, CRm 1 to 7, op2 0 to 7. */
#define ID_FIRST_CRM		1
#define ID_LAST_CRM		7
#define NR_ID_REGS		56

#define ID_REG(crm, op2)	(((crm) - ID_FIRST_CRM) * 8 + (op2))
#define ID_REG_CRM(reg)		((reg) / 8 + ID_FIRST_CRM)
#define ID_REG_OP2(reg)		((reg) % 8)

/* The indices of those that tests name; the others are found by number. */
enum id_reg {
	ID_PFR0 = ID_REG(1, 0), ID_PFR1, ID_DFR0, ID_AFR0,
	ID_MMFR0, ID_MMFR1, ID_MMFR2, ID_MMFR3,
	ID_ISAR0 = ID_REG(2, 0), ID_ISAR1, ID_ISAR2, ID_ISAR3,
	ID_ISAR4, ID_ISAR5, ID_MMFR4, ID_ISAR6,
	ID_MVFR0 = ID_REG(3, 0), ID_MVFR1, ID_MVFR2,
	ID_PFR2 = ID_REG(3, 4), ID_DFR1, ID_MMFR5,
	ID_AA64PFR0 = ID_REG(4, 0), ID_AA64PFR1, ID_AA64PFR2,
	ID_AA64ZFR0 = ID_REG(4, 4), ID_AA64SMFR0,
	ID_AA64DFR0 = ID_REG(5, 0), ID_AA64DFR1,
	ID_AA64ISAR0 = ID_REG(6, 0), ID_AA64ISAR1, ID_AA64ISAR2,
	ID_AA64MMFR0 = ID_REG(7, 0), ID_AA64MMFR1, ID_AA64MMFR2, ID_AA64MMFR3,
};

/**
 * enum id_kind - what it means that a field has a higher value
 * @ID_UNSIGNED: there is more of it
 * @ID_SIGNED: the same, and 0xf is less than 0
 * @ID_EXACT: nothing: 0 is none of it, other values are different kinds of it
 * @ID_HIGHER_SAFE: the guest must be ready for more, so it must not see less
 * @ID_PMU_VERSION: there is more of it, and 0xf is a PMU of another kind
 */
enum id_kind {
	ID_UNSIGNED,
	ID_SIGNED,
	ID_EXACT,
	ID_HIGHER_SAFE,
	ID_PMU_VERSION,
};

/**
 * enum id_write - what userspace may write before the VM runs
 * @ID_LOWER: what is there, or less
 * @ID_FIXED: what is there
 * @ID_KEPT: up to what the host has
 * @ID_INERT: anything
 */
enum id_write {
	ID_LOWER,
	ID_FIXED,
	ID_KEPT,
	ID_INERT,
};

/**
 * enum id_need - what a vCPU must have to be shown a field at all
 * @ID_ALWAYS: nothing
 * @ID_SVE: KVM_ARM_VCPU_SVE
 * @ID_PTRAUTH: both features of pointer authentication
 * @ID_PMU: KVM_ARM_VCPU_PMU_V3
 * @ID_GICV3: an in-kernel GICv3
 * @ID_AARCH32_EL1: a host that has AArch32 at EL1, or the value is one less
 * @ID_NO_SPECTRE_V2: a host that says it is not affected
 * @ID_NO_MELTDOWN: a host that says it is not affected
 */
enum id_need {
	ID_ALWAYS,
	ID_SVE,
	ID_PTRAUTH,
	ID_PMU,
	ID_GICV3,
	ID_AARCH32_EL1,
	ID_NO_SPECTRE_V2,
	ID_NO_MELTDOWN,
};

/* The options of a VM that show in its ID registers. */
#define ID_OPT(need)		BIT(need)
#define ID_OPT_SVE		ID_OPT(ID_SVE)
#define ID_OPT_PTRAUTH		ID_OPT(ID_PTRAUTH)
#define ID_OPT_PMU		ID_OPT(ID_PMU)
#define ID_OPT_GICV3		ID_OPT(ID_GICV3)

/**
 * struct id_field - a field of an ID register
 * @name: what the architecture calls it
 * @reg: ID_REG() of the register
 * @shift: its lowest bit; all have four
 * @kind: how to compare two values
 * @min: the lowest value a guest may be shown
 * @max: the highest one that KVM can virtualise
 * @need: without it the field reads 0
 * @write: what userspace may write
 */
struct id_field {
	const char *name;
	u8 reg, shift;
	enum id_kind kind;
	u8 min, max;
	enum id_need need;
	enum id_write write;
};

extern const struct id_field id_fields[];
extern const unsigned int nr_id_fields;

#define for_each_id_field(_field)					\
	for (_field = id_fields; _field < id_fields + nr_id_fields; _field++)

void id_fields_check(void);

const char *id_reg_name(unsigned int reg);
void id_reg_case_name(unsigned int reg, char *buf, size_t size);
u64 id_reg_kvm_id(unsigned int reg);

const struct id_field *id_field_at(unsigned int reg, unsigned int shift);
u64 id_field_get(const struct id_field *field, u64 val);
bool id_field_at_most(const struct id_field *field, u64 val, u64 limit);
bool id_need_met(enum id_need need, unsigned long options);
bool id_field_allowed(const struct id_field *field, u64 val,
		      unsigned long options);
u64 id_reg_named_bits(unsigned int reg);
u64 id_field_set(const struct id_field *field, u64 reg, u64 val);
bool id_field_may_write(const struct id_field *field, unsigned long options,
			u64 host, u64 cur, u64 val);

#endif /* SELFTEST_KVM_COMMON_ID_REGS_H */
