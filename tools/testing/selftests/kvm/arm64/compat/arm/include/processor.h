/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kvm_util interface on a 32-bit host.
 *
 * Tests of AArch32 guests name registers as a 64-bit host does: by where the
 * architecture shows AArch32 state to AArch64. Here each name leads to what the
 * register is called in the ABI of 32-bit hosts.
 */
#ifndef SELFTEST_KVM_PROCESSOR_H
#define SELFTEST_KVM_PROCESSOR_H

#include "kvm_util.h"
#include "ucall_common.h"

#include <asm/esr.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>
#include <linux/types.h>

#define KVM_SPSR_EL1	0
#define KVM_SPSR_SVC	KVM_SPSR_EL1
#define KVM_SPSR_ABT	1
#define KVM_SPSR_UND	2
#define KVM_SPSR_IRQ	3
#define KVM_SPSR_FIQ	4
#define KVM_NR_SPSR	5

/* As much of a 64-bit host's struct kvm_regs as AArch32 has. */
struct aarch64_view {
	struct {
		u64 regs[31];
		u64 sp;
		u64 pc;
		u64 pstate;
	} regs;
	u64 spsr[KVM_NR_SPSR];
};

u64 arm_core_reg(size_t offset);
u64 arm_sys_reg(u32 encoding);
u64 arm_vfp_double(unsigned int n);

#define ARM64_CORE_REG(x)	arm_core_reg(offsetof(struct aarch64_view, x))
#define KVM_ARM64_SYS_REG(id)	arm_sys_reg(id)

/* The second and third fault address register have names of their own here. */
#define ARM_IFAR		ARM_CP15_REG32(0, 6, 0, 2)

/* Memory types of MAIR0 */
#define MT_NORMAL		4

/* Stage 1 descriptors, long format */
#define PTE_VALID		BIT(0)
#define PMD_TYPE_TABLE		BIT(1)
#define PTE_TYPE_PAGE		BIT(1)
#define PTE_ATTRINDX(t)		((t) << 2)
#define PTE_SHARED		(ULL(3) << 8)
#define PTE_AF			BIT(10)
#define PTE_ADDR_MASK(page_shift)	GENMASK(39, (page_shift))

u64 *virt_get_pte_hva_at_level(struct kvm_vm *vm, gva_t gva, int level);
u64 *virt_get_pte_hva(struct kvm_vm *vm, gva_t gva);

void kvm_get_default_vcpu_target(struct kvm_vm *vm, struct kvm_vcpu_init *init);

static inline void test_disable_default_vgic(void) { }

static inline u64 ctxt_reg_alias(struct kvm_vcpu *vcpu, u32 encoding)
{
	return KVM_ARM64_SYS_REG(encoding);
}

/* A device access in a form that leaves a syndrome. */
static __always_inline void __raw_write_long(unsigned long val, void *addr)
{
	asm volatile("str %0, [%1]" : : "r" (val), "r" (addr) : "memory");
}

void wfi(void);

#endif /* SELFTEST_KVM_PROCESSOR_H */
