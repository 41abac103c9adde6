// SPDX-License-Identifier: GPL-2.0
/*
 * What a 32-bit host calls the registers that a 64-bit one shows of an AArch32
 * guest; ARM DDI 0487, D1.20 and G1.
 */
#include "processor.h"

#define USR(n)		KVM_REG_ARM_CORE_REG(usr_regs.uregs[n])
#define CORE(field)	KVM_REG_ARM_CORE_REG(field)

/* Of r0 before a system call, which no guest has: where X15, SP_hyp, leads to. */
#define USR_UNUSED	USR(17)

static const u8 general[31] = {
	USR(0), USR(1), USR(2), USR(3), USR(4), USR(5), USR(6), USR(7),
	USR(8), USR(9), USR(10), USR(11), USR(12), USR(13), USR(14),
	USR_UNUSED,
	CORE(KVM_ARM_IRQ_lr), CORE(KVM_ARM_IRQ_sp),
	CORE(KVM_ARM_SVC_lr), CORE(KVM_ARM_SVC_sp),
	CORE(KVM_ARM_ABT_lr), CORE(KVM_ARM_ABT_sp),
	CORE(KVM_ARM_UND_lr), CORE(KVM_ARM_UND_sp),
	CORE(fiq_regs[0]), CORE(fiq_regs[1]), CORE(fiq_regs[2]),
	CORE(fiq_regs[3]), CORE(fiq_regs[4]), CORE(fiq_regs[5]),
	CORE(fiq_regs[6]),
};

static const u8 spsr[KVM_NR_SPSR] = {
	[KVM_SPSR_SVC] = CORE(KVM_ARM_SVC_spsr),
	[KVM_SPSR_ABT] = CORE(KVM_ARM_ABT_spsr),
	[KVM_SPSR_UND] = CORE(KVM_ARM_UND_spsr),
	[KVM_SPSR_IRQ] = CORE(KVM_ARM_IRQ_spsr),
	[KVM_SPSR_FIQ] = CORE(KVM_ARM_FIQ_spsr),
};

static unsigned int core_index(size_t offset)
{
	unsigned int n = offset / sizeof(u64);

	if (n < ARRAY_SIZE(general))
		return general[n];

	switch (offset) {
	case offsetof(struct aarch64_view, regs.pc):
		return USR(15);
	case offsetof(struct aarch64_view, regs.pstate):
		return USR(16);
	}

	n -= offsetof(struct aarch64_view, spsr) / sizeof(u64);
	TEST_ASSERT(n < ARRAY_SIZE(spsr), "no such register: offset %#zx", offset);
	return spsr[n];
}

/**
 * arm_core_reg - find a general purpose register, PC, PSR or banked SPSR
 * @offset: in struct aarch64_view
 *
 * Return: the ID for vcpu_get_reg() and vcpu_set_reg().
 */
u64 arm_core_reg(size_t offset)
{
	return KVM_REG_ARM | KVM_REG_SIZE_U32 | KVM_REG_ARM_CORE |
	       core_index(offset);
}

/**
 * arm_sys_reg - find the coprocessor register that a system register is
 * @encoding: SYS_*
 *
 * Return: the ID for vcpu_get_reg() and vcpu_set_reg().
 */
u64 arm_sys_reg(u32 encoding)
{
	switch (encoding) {
	case SYS_TTBR0_EL1:
		return ARM_CP15_REG64(0, 2);
	case SYS_TTBR1_EL1:
		return ARM_CP15_REG64(1, 2);
	case SYS_ESR_EL1:
		return ARM_CP15_REG32(0, 5, 0, 0);	/* DFSR */
	case SYS_IFSR32_EL2:
		return ARM_CP15_REG32(0, 5, 0, 1);
	case SYS_DACR32_EL2:
		return ARM_CP15_REG32(0, 3, 0, 0);
	case SYS_FPEXC32_EL2:
		return KVM_REG_ARM | KVM_REG_SIZE_U32 | KVM_REG_ARM_VFP |
		       KVM_REG_ARM_VFP_FPEXC;
	}

	/* All others are encoded alike; of FAR_EL1 it is the half that is DFAR */
	return ARM_CP15_REG32(sys_reg_Op1(encoding), sys_reg_CRn(encoding),
			      sys_reg_CRm(encoding), sys_reg_Op2(encoding));
}

/**
 * arm_vfp_double - find a VFP register
 * @n: of D0 to D31
 *
 * Return: the ID for vcpu_get_reg() and vcpu_set_reg().
 */
u64 arm_vfp_double(unsigned int n)
{
	return KVM_REG_ARM | KVM_REG_SIZE_U64 | KVM_REG_ARM_VFP |
	       (KVM_REG_ARM_VFP_BASE_REG + n);
}
