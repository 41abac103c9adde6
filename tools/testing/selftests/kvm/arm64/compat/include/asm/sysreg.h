/* SPDX-License-Identifier: GPL-2.0 */
/*
 * AArch64 system registers: encodings, the fields tests look at, and how to
 * read and write them. Names are those of current kernels.
 */
#ifndef COMPAT_ASM_SYSREG_H
#define COMPAT_ASM_SYSREG_H

#include <linux/bitfield.h>
#include <linux/bits.h>
#include <linux/stringify.h>
#include <linux/types.h>

#define Op0_shift	19
#define Op0_mask	0x3
#define Op1_shift	16
#define Op1_mask	0x7
#define CRn_shift	12
#define CRn_mask	0xf
#define CRm_shift	8
#define CRm_mask	0xf
#define Op2_shift	5
#define Op2_mask	0x7

/* The encoding, laid out as in the MRS and MSR instructions. */
#define sys_reg(op0, op1, crn, crm, op2)				\
	(((op0) << Op0_shift) | ((op1) << Op1_shift) |			\
	 ((crn) << CRn_shift) | ((crm) << CRm_shift) | ((op2) << Op2_shift))

#define sys_reg_Op0(id)	(((id) >> Op0_shift) & Op0_mask)
#define sys_reg_Op1(id)	(((id) >> Op1_shift) & Op1_mask)
#define sys_reg_CRn(id)	(((id) >> CRn_shift) & CRn_mask)
#define sys_reg_CRm(id)	(((id) >> CRm_shift) & CRm_mask)
#define sys_reg_Op2(id)	(((id) >> Op2_shift) & Op2_mask)

#define SYS_MDSCR_EL1			sys_reg(2, 0, 0, 2, 2)
#define SYS_MIDR_EL1			sys_reg(3, 0, 0, 0, 0)
#define SYS_MPIDR_EL1			sys_reg(3, 0, 0, 0, 5)
#define SYS_REVIDR_EL1			sys_reg(3, 0, 0, 0, 6)
#define SYS_ID_AA64PFR0_EL1		sys_reg(3, 0, 0, 4, 0)
#define SYS_ID_AA64PFR1_EL1		sys_reg(3, 0, 0, 4, 1)
#define SYS_ID_AA64ZFR0_EL1		sys_reg(3, 0, 0, 4, 4)
#define SYS_ID_AA64DFR0_EL1		sys_reg(3, 0, 0, 5, 0)
#define SYS_ID_AA64DFR1_EL1		sys_reg(3, 0, 0, 5, 1)
#define SYS_ID_AA64ISAR0_EL1		sys_reg(3, 0, 0, 6, 0)
#define SYS_ID_AA64ISAR1_EL1		sys_reg(3, 0, 0, 6, 1)
#define SYS_ID_AA64ISAR2_EL1		sys_reg(3, 0, 0, 6, 2)
#define SYS_ID_AA64MMFR0_EL1		sys_reg(3, 0, 0, 7, 0)
#define SYS_ID_AA64MMFR1_EL1		sys_reg(3, 0, 0, 7, 1)
#define SYS_ID_AA64MMFR2_EL1		sys_reg(3, 0, 0, 7, 2)
#define SYS_SCTLR_EL1			sys_reg(3, 0, 1, 0, 0)
#define SYS_ACTLR_EL1			sys_reg(3, 0, 1, 0, 1)
#define SYS_CPACR_EL1			sys_reg(3, 0, 1, 0, 2)
#define SYS_ZCR_EL1			sys_reg(3, 0, 1, 2, 0)
#define SYS_TTBR0_EL1			sys_reg(3, 0, 2, 0, 0)
#define SYS_TTBR1_EL1			sys_reg(3, 0, 2, 0, 1)
#define SYS_TCR_EL1			sys_reg(3, 0, 2, 0, 2)
#define SYS_SPSR_EL1			sys_reg(3, 0, 4, 0, 0)
#define SYS_ELR_EL1			sys_reg(3, 0, 4, 0, 1)
#define SYS_SP_EL0			sys_reg(3, 0, 4, 1, 0)
#define SYS_AFSR0_EL1			sys_reg(3, 0, 5, 1, 0)
#define SYS_AFSR1_EL1			sys_reg(3, 0, 5, 1, 1)
#define SYS_ESR_EL1			sys_reg(3, 0, 5, 2, 0)
#define SYS_FAR_EL1			sys_reg(3, 0, 6, 0, 0)
#define SYS_PAR_EL1			sys_reg(3, 0, 7, 4, 0)
#define SYS_MAIR_EL1			sys_reg(3, 0, 10, 2, 0)
#define SYS_AMAIR_EL1			sys_reg(3, 0, 10, 3, 0)
#define SYS_VBAR_EL1			sys_reg(3, 0, 12, 0, 0)
#define SYS_ISR_EL1			sys_reg(3, 0, 12, 1, 0)
#define SYS_DISR_EL1			sys_reg(3, 0, 12, 1, 1)
#define SYS_CONTEXTIDR_EL1		sys_reg(3, 0, 13, 0, 1)
#define SYS_TPIDR_EL1			sys_reg(3, 0, 13, 0, 4)
#define SYS_CNTKCTL_EL1			sys_reg(3, 0, 14, 1, 0)
#define SYS_CCSIDR_EL1			sys_reg(3, 1, 0, 0, 0)
#define SYS_CLIDR_EL1			sys_reg(3, 1, 0, 0, 1)
#define SYS_AIDR_EL1			sys_reg(3, 1, 0, 0, 7)
#define SYS_CSSELR_EL1			sys_reg(3, 2, 0, 0, 0)
#define SYS_CTR_EL0			sys_reg(3, 3, 0, 0, 1)
#define SYS_DCZID_EL0			sys_reg(3, 3, 0, 0, 7)
#define SYS_RNDR_EL0			sys_reg(3, 3, 2, 4, 0)
#define SYS_TPIDR_EL0			sys_reg(3, 3, 13, 0, 2)
#define SYS_TPIDRRO_EL0			sys_reg(3, 3, 13, 0, 3)
#define SYS_CNTFRQ_EL0			sys_reg(3, 3, 14, 0, 0)
#define SYS_CNTPCT_EL0			sys_reg(3, 3, 14, 0, 1)
#define SYS_CNTVCT_EL0			sys_reg(3, 3, 14, 0, 2)
#define SYS_CNTV_CTL_EL0		sys_reg(3, 3, 14, 3, 1)
#define SYS_CNTV_CVAL_EL0		sys_reg(3, 3, 14, 3, 2)
#define SYS_DACR32_EL2			sys_reg(3, 4, 3, 0, 0)
#define SYS_SP_EL1			sys_reg(3, 4, 4, 1, 0)
#define SYS_IFSR32_EL2			sys_reg(3, 4, 5, 0, 1)
#define SYS_FPEXC32_EL2			sys_reg(3, 4, 5, 3, 0)

/* Fields of the ID registers, four bits each. */
#define ID_AA64PFR0_EL1_EL0_MASK	GENMASK(3, 0)
#define ID_AA64PFR0_EL1_EL1_MASK	GENMASK(7, 4)
#define ID_AA64PFR0_EL1_EL2_MASK	GENMASK(11, 8)
#define ID_AA64PFR0_EL1_EL3_MASK	GENMASK(15, 12)
#define ID_AA64PFR0_EL1_FP_MASK		GENMASK(19, 16)
#define ID_AA64PFR0_EL1_AdvSIMD_MASK	GENMASK(23, 20)
#define ID_AA64PFR0_EL1_GIC_MASK	GENMASK(27, 24)
#define ID_AA64PFR0_EL1_RAS_MASK	GENMASK(31, 28)
#define ID_AA64PFR0_EL1_SVE_MASK	GENMASK(35, 32)
#define ID_AA64PFR0_EL1_AMU_MASK	GENMASK(47, 44)
#define ID_AA64PFR0_EL1_DIT_MASK	GENMASK(51, 48)
#define ID_AA64PFR0_EL1_CSV2_MASK	GENMASK(59, 56)
#define ID_AA64PFR0_EL1_CSV3_MASK	GENMASK(63, 60)
#define ID_AA64PFR1_EL1_BT_MASK		GENMASK(3, 0)
#define ID_AA64PFR1_EL1_SSBS_MASK	GENMASK(7, 4)
#define ID_AA64PFR1_EL1_MTE_MASK	GENMASK(11, 8)
#define ID_AA64PFR1_EL1_RAS_frac_MASK	GENMASK(15, 12)
#define ID_AA64PFR1_EL1_SME_MASK	GENMASK(27, 24)
#define ID_AA64PFR1_EL1_DF2_MASK	GENMASK(59, 56)
#define ID_AA64ISAR0_EL1_AES_MASK	GENMASK(7, 4)
#define ID_AA64ISAR0_EL1_SHA1_MASK	GENMASK(11, 8)
#define ID_AA64ISAR0_EL1_SHA2_MASK	GENMASK(15, 12)
#define ID_AA64ISAR0_EL1_CRC32_MASK	GENMASK(19, 16)
#define ID_AA64ISAR0_EL1_ATOMIC_MASK	GENMASK(23, 20)
#define ID_AA64ISAR0_EL1_RDM_MASK	GENMASK(31, 28)
#define ID_AA64ISAR0_EL1_DP_MASK	GENMASK(47, 44)
#define ID_AA64ISAR0_EL1_TS_MASK	GENMASK(55, 52)
#define ID_AA64ISAR1_EL1_DPB_MASK	GENMASK(3, 0)
#define ID_AA64ISAR1_EL1_APA_MASK	GENMASK(7, 4)
#define ID_AA64ISAR1_EL1_API_MASK	GENMASK(11, 8)
#define ID_AA64ISAR1_EL1_LRCPC_MASK	GENMASK(23, 20)
#define ID_AA64ISAR1_EL1_GPA_MASK	GENMASK(27, 24)
#define ID_AA64ISAR1_EL1_GPI_MASK	GENMASK(31, 28)
#define ID_AA64ISAR1_EL1_SB_MASK	GENMASK(39, 36)
#define ID_AA64ISAR1_EL1_LS64_MASK	GENMASK(63, 60)
#define ID_AA64ISAR2_EL1_WFxT_MASK	GENMASK(3, 0)
#define ID_AA64ISAR2_EL1_GPA3_MASK	GENMASK(11, 8)
#define ID_AA64ISAR2_EL1_APA3_MASK	GENMASK(15, 12)
#define ID_AA64ISAR2_EL1_MOPS_MASK	GENMASK(19, 16)
#define ID_AA64MMFR0_EL1_PARANGE_MASK	GENMASK(3, 0)
#define ID_AA64MMFR0_EL1_ASIDBITS_MASK	GENMASK(7, 4)
#define ID_AA64MMFR0_EL1_BIGEND_MASK	GENMASK(11, 8)
#define ID_AA64MMFR0_EL1_BIGENDEL0_MASK	GENMASK(19, 16)
#define ID_AA64MMFR0_EL1_TGRAN16_MASK	GENMASK(23, 20)
#define ID_AA64MMFR0_EL1_TGRAN64_MASK	GENMASK(27, 24)
#define ID_AA64MMFR0_EL1_TGRAN4_MASK	GENMASK(31, 28)
#define ID_AA64MMFR1_EL1_HAFDBS_MASK	GENMASK(3, 0)
#define ID_AA64MMFR1_EL1_VH_MASK	GENMASK(11, 8)
#define ID_AA64MMFR1_EL1_HPDS_MASK	GENMASK(15, 12)
#define ID_AA64MMFR1_EL1_LO_MASK	GENMASK(19, 16)
#define ID_AA64MMFR1_EL1_PAN_MASK	GENMASK(23, 20)
#define ID_AA64MMFR2_EL1_CnP_MASK	GENMASK(3, 0)
#define ID_AA64MMFR2_EL1_UAO_MASK	GENMASK(7, 4)
#define ID_AA64MMFR2_EL1_IESB_MASK	GENMASK(15, 12)
#define ID_AA64MMFR2_EL1_VARange_MASK	GENMASK(19, 16)
#define ID_AA64MMFR2_EL1_AT_MASK	GENMASK(35, 32)

/* SCTLR_EL1; _ELx where the bit means the same at each level. */
#define SCTLR_ELx_M			BIT(0)
#define SCTLR_ELx_A			BIT(1)
#define SCTLR_ELx_C			BIT(2)
#define SCTLR_ELx_SA			BIT(3)
#define SCTLR_EL1_SA0			BIT(4)
#define SCTLR_EL1_CP15BEN		BIT(5)
#define SCTLR_EL1_ITD			BIT(7)
#define SCTLR_EL1_SED			BIT(8)
#define SCTLR_EL1_UMA			BIT(9)
#define SCTLR_ELx_I			BIT(12)
#define SCTLR_EL1_DZE			BIT(14)
#define SCTLR_EL1_UCT			BIT(15)
#define SCTLR_ELx_WXN			BIT(19)
#define SCTLR_EL1_SPAN		BIT(23)
#define SCTLR_EL1_E0E			BIT(24)
#define SCTLR_ELx_EE			BIT(25)
#define SCTLR_EL1_EE			SCTLR_ELx_EE
#define SCTLR_EL1_UCI			BIT(26)
#define SCTLR_EL1_MSCEn			BIT(33)
#define SCTLR_EL1_BT0			BIT(35)
#define SCTLR_EL1_BT1			BIT(36)
#define SCTLR_EL1_DSSBS		BIT(44)
#define SCTLR_EL1_EnALS			BIT(56)

#define MDSCR_EL1_SS		BIT(0)
#define MDSCR_EL1_KDE		BIT(13)

#define TCR_EL1_TBI0		BIT(37)

#define CPACR_EL1_ZEN_MASK		GENMASK(17, 16)
#define CPACR_EL1_FPEN_MASK		GENMASK(21, 20)
#define CPACR_EL1_SMEN_MASK		GENMASK(25, 24)

#define ISR_EL1_A			BIT(8)

/* MAIR_EL1 attributes. */
#define MAIR_ATTR_DEVICE_nGnRnE		UL(0x00)
#define MAIR_ATTR_DEVICE_nGnRE		UL(0x04)
#define MAIR_ATTR_NORMAL_NC		UL(0x44)
#define MAIR_ATTR_NORMAL		UL(0xff)
#define MAIR_ATTRIDX(attr, idx)		((attr) << ((idx) * 8))

#define SYS_FIELD_GET(reg, field, val)					\
	FIELD_GET(reg##_##field##_MASK, val)
#define SYS_FIELD_PREP(reg, field, val)					\
	FIELD_PREP(reg##_##field##_MASK, val)

/* By name, for what the assembler knows... */
#define read_sysreg(r)							\
({									\
	u64 __val;							\
									\
	asm volatile("mrs %0, " __stringify(r) : "=r" (__val));		\
	__val;								\
})

#define write_sysreg(v, r)						\
do {									\
	u64 __val = (u64)(v);						\
									\
	asm volatile("msr " __stringify(r) ", %x0" : : "rZ" (__val));	\
} while (0)

/* ... and by encoding. */
#define __sysreg_operands(r)						\
	"i" (sys_reg_Op0(r)), "i" (sys_reg_Op1(r)),			\
	"i" (sys_reg_CRn(r)), "i" (sys_reg_CRm(r)), "i" (sys_reg_Op2(r))

#define read_sysreg_s(r)						\
({									\
	u64 __val;							\
									\
	asm volatile("mrs %0, S%c1_%c2_C%c3_C%c4_%c5"			\
		     : "=r" (__val) : __sysreg_operands(r));		\
	__val;								\
})

#define write_sysreg_s(v, r)						\
do {									\
	u64 __val = (u64)(v);						\
									\
	asm volatile("msr S%c1_%c2_C%c3_C%c4_%c5, %x0"			\
		     : : "rZ" (__val), __sysreg_operands(r));		\
} while (0)

#define sysreg_clear_set(sysreg, clear, set)				\
do {									\
	u64 __scs_old = read_sysreg(sysreg);				\
	u64 __scs_new = (__scs_old & ~(u64)(clear)) | (set);		\
									\
	if (__scs_new != __scs_old)					\
		write_sysreg(__scs_new, sysreg);			\
} while (0)

#endif /* COMPAT_ASM_SYSREG_H */
