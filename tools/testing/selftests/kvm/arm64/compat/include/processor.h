/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The AArch64 side of the kvm_util interface: registers, stage 1 tables,
 * exceptions in the guest.
 */
#ifndef SELFTEST_KVM_PROCESSOR_H
#define SELFTEST_KVM_PROCESSOR_H

#include "kvm_util.h"
#include "ucall_common.h"

#include <asm/esr.h>
#include <asm/ptrace.h>
#include <asm/sysreg.h>
#include <linux/stringify.h>
#include <linux/types.h>

#define ARM64_CORE_REG(x) (KVM_REG_ARM64 | KVM_REG_SIZE_U64 | \
			   KVM_REG_ARM_CORE | KVM_REG_ARM_CORE_REG(x))

/* The KVM_{GET,SET}_ONE_REG id of a SYS_* encoding. */
#define KVM_ARM64_SYS_REG(sys_reg_id)					\
	ARM64_SYS_REG(sys_reg_Op0(sys_reg_id), sys_reg_Op1(sys_reg_id),	\
		      sys_reg_CRn(sys_reg_id), sys_reg_CRm(sys_reg_id),	\
		      sys_reg_Op2(sys_reg_id))

/* Memory types of the guest's MAIR_EL1, by index. */
#define MT_DEVICE_nGnRnE	0
#define MT_DEVICE_nGnRE		1
#define MT_DEVICE_GRE		2
#define MT_NORMAL_NC		3
#define MT_NORMAL		4
#define MT_NORMAL_WT		5

#define MAIR_ATTR_DEVICE_GRE	UL(0x0c)
#define MAIR_ATTR_NORMAL_WT	UL(0xbb)

#define DEFAULT_MAIR_EL1						\
	(MAIR_ATTRIDX(MAIR_ATTR_DEVICE_nGnRnE, MT_DEVICE_nGnRnE) |	\
	 MAIR_ATTRIDX(MAIR_ATTR_DEVICE_nGnRE, MT_DEVICE_nGnRE) |	\
	 MAIR_ATTRIDX(MAIR_ATTR_DEVICE_GRE, MT_DEVICE_GRE) |		\
	 MAIR_ATTRIDX(MAIR_ATTR_NORMAL_NC, MT_NORMAL_NC) |		\
	 MAIR_ATTRIDX(MAIR_ATTR_NORMAL, MT_NORMAL) |			\
	 MAIR_ATTRIDX(MAIR_ATTR_NORMAL_WT, MT_NORMAL_WT))

/* TCR_EL1 */
#define TCR_T0SZ(x)		(UL(64) - (x))
#define TCR_IRGN0_WBWA		(UL(1) << 8)
#define TCR_ORGN0_WBWA		(UL(1) << 10)
#define TCR_SH0_INNER		(UL(3) << 12)
#define TCR_TG0_4K		(UL(0) << 14)
#define TCR_TG0_64K		(UL(1) << 14)
#define TCR_TG0_16K		(UL(2) << 14)
#define TCR_EPD1_MASK		(UL(1) << 23)
#define TCR_IPS_40_BITS		(UL(2) << 32)
#define TCR_IPS_48_BITS		(UL(5) << 32)
#define TCR_TBI1		(UL(1) << 38)
#define TCR_HA			(UL(1) << 39)

/* Stage 1 descriptors */
#define PTE_VALID		BIT(0)
#define PGD_TYPE_TABLE		BIT(1)
#define PUD_TYPE_TABLE		BIT(1)
#define PMD_TYPE_TABLE		BIT(1)
#define PTE_TYPE_PAGE		BIT(1)
#define PTE_ATTRINDX(t)		((t) << 2)
#define PTE_ATTRINDX_MASK	GENMASK(4, 2)
#define PTE_ATTRINDX_SHIFT	2
#define PTE_SHARED		(UL(3) << 8)
#define PTE_AF			BIT(10)
#define PTE_ADDR_MASK(page_shift)	GENMASK(47, (page_shift))

u64 *virt_get_pte_hva_at_level(struct kvm_vm *vm, gva_t gva, int level);
u64 *virt_get_pte_hva(struct kvm_vm *vm, gva_t gva);

/* @init says which CPU and features, NULL is the host's CPU with none. */
void aarch64_vcpu_setup(struct kvm_vcpu *vcpu, struct kvm_vcpu_init *init);
struct kvm_vcpu *aarch64_vcpu_add(struct kvm_vm *vm, u32 vcpu_id,
				  struct kvm_vcpu_init *init, void *guest_code);
void kvm_get_default_vcpu_target(struct kvm_vm *vm, struct kvm_vcpu_init *init);

/* What an exception handler sees, and may change but for @sp. */
struct ex_regs {
	u64 regs[31];
	u64 sp;
	u64 pc;
	u64 pstate;
};

#define VECTOR_NUM	16

enum {
	VECTOR_SYNC_CURRENT_SP0,
	VECTOR_IRQ_CURRENT_SP0,
	VECTOR_FIQ_CURRENT_SP0,
	VECTOR_ERROR_CURRENT_SP0,

	VECTOR_SYNC_CURRENT,
	VECTOR_IRQ_CURRENT,
	VECTOR_FIQ_CURRENT,
	VECTOR_ERROR_CURRENT,

	VECTOR_SYNC_LOWER_64,
	VECTOR_IRQ_LOWER_64,
	VECTOR_FIQ_LOWER_64,
	VECTOR_ERROR_LOWER_64,

	VECTOR_SYNC_LOWER_32,
	VECTOR_IRQ_LOWER_32,
	VECTOR_FIQ_LOWER_32,
	VECTOR_ERROR_LOWER_32,
};

#define VECTOR_IS_SYNC(v)	((v) % 4 == VECTOR_SYNC_CURRENT_SP0)

typedef void (*handler_fn)(struct ex_regs *regs);

void vm_init_descriptor_tables(struct kvm_vm *vm);
void vcpu_init_descriptor_tables(struct kvm_vcpu *vcpu);
void vm_install_exception_handler(struct kvm_vm *vm, int vector,
				  handler_fn handler);
void vm_install_sync_handler(struct kvm_vm *vm, int vector, int ec,
			     handler_fn handler);

/* Tests here ask for an in-kernel GIC when they need one: nothing to do. */
static inline void test_disable_default_vgic(void) { }

/* No vCPU here has EL2, so a register is its own alias. */
static __always_inline u64 ctxt_reg_alias(struct kvm_vcpu *vcpu, u32 encoding)
{
	if (encoding == SYS_SP_EL1)
		return ARM64_CORE_REG(sp_el1);

	return KVM_ARM64_SYS_REG((u64)encoding);
}

#define isb()		({ asm volatile("isb" : : : "memory"); })
#define dsb(opt)	({ asm volatile("dsb " #opt : : : "memory"); })
#define dmb(opt)	({ asm volatile("dmb " #opt : : : "memory"); })

static inline void cpu_relax(void)
{
	asm volatile("yield" : : : "memory");
}

static inline void local_irq_enable(void)
{
	asm volatile("msr daifclr, #3" : : : "memory");
}

static inline void local_irq_disable(void)
{
	asm volatile("msr daifset, #3" : : : "memory");
}

static inline void local_serror_enable(void)
{
	asm volatile("msr daifclr, #4" : : : "memory");
}

static inline void local_serror_disable(void)
{
	asm volatile("msr daifset, #4" : : : "memory");
}

static inline unsigned int get_current_el(void)
{
	return (read_sysreg(CurrentEL) >> 2) & 0x3;
}

/*
 * Device accesses without barriers or byte swapping; the form of the
 * instruction is one that leaves a syndrome.
 */
static __always_inline void __raw_writel(u32 val, void *addr)
{
	asm volatile("str %w0, [%1]" : : "rZ" (val), "r" (addr) : "memory");
}

static __always_inline u32 __raw_readl(const void *addr)
{
	u32 val;

	asm volatile("ldr %w0, [%1]" : "=r" (val) : "r" (addr) : "memory");
	return val;
}

static __always_inline void __raw_writeq(u64 val, void *addr)
{
	asm volatile("str %x0, [%1]" : : "rZ" (val), "r" (addr) : "memory");
}

static __always_inline u64 __raw_readq(const void *addr)
{
	u64 val;

	asm volatile("ldr %0, [%1]" : "=r" (val) : "r" (addr) : "memory");
	return val;
}

/* A pointer, likewise. */
static __always_inline void __raw_write_long(unsigned long val, void *addr)
{
	__raw_writeq(val, addr);
}

/* Wait for interrupt. */
void wfi(void);

#endif /* SELFTEST_KVM_PROCESSOR_H */
