/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guests that execute AArch32 code: a whole AArch32 guest (EL1 and EL0), or
 * AArch32 EL0 below an AArch64 EL1.
 *
 * The arm64 compiler can't assemble A32 or T32, so guest code is an array of
 * opcodes with the instruction beside each in a comment.  A 32-bit T32
 * instruction is two halfwords, the leading one first.
 */
#ifndef SELFTEST_KVM_COMMON_AARCH32_H
#define SELFTEST_KVM_COMMON_AARCH32_H

#include "kvm_util.h"
#include "processor.h"

/* PSR as AArch32 has it, where the 64-bit headers have no name for it. */
#define PSR32_MODE_USR		0x10
#define PSR32_MODE_FIQ		0x11
#define PSR32_MODE_IRQ		0x12
#define PSR32_MODE_SVC		0x13
#define PSR32_MODE_ABT		0x17
#define PSR32_MODE_UND		0x1b
#define PSR32_MODE_SYS		0x1f
#define PSR32_MODE_MASK		0x1f
#define PSR32_T			BIT(5)
#define PSR32_F			BIT(6)
#define PSR32_I			BIT(7)
#define PSR32_A			BIT(8)
#define PSR32_E			BIT(9)
#define PSR32_IT_MASK		(GENMASK(15, 10) | GENMASK(26, 25))
#define PSR32_GE_MASK		GENMASK(19, 16)
#define PSR32_IL		BIT(20)
#define PSR32_PAN		BIT(22)
#define PSR32_SSBS		BIT(23)
#define PSR32_Q			BIT(27)
#define PSR32_NZCV_MASK		GENMASK(31, 28)
#define PSR32_AIF		(PSR32_A | PSR32_I | PSR32_F)
/* DIT is bit 24 while the hypervisor holds the PSR, bit 21 in an AArch32 SPSR. */
#ifdef __aarch64__
#define PSR32_DIT_HYP		BIT(24)
#else
#define PSR32_DIT_HYP		BIT(21)
#endif
#define PSR32_DIT_SPSR		BIT(21)

/*
 * Where the AArch32 code lives, as virtual and as guest physical address, and
 * how much there is.  The memory can be read, written and executed at EL0 and
 * EL1 (but by an AArch64 EL1 only read and written).
 */
#define AARCH32_MEM		0x10000000UL
#define AARCH32_MEM_SIZE	0x20000UL

/* In aarch32.c */
void aarch32_add_mem(struct kvm_vm *vm);
struct kvm_vm *aarch32_vm_create(struct kvm_vcpu **vcpu);
void aarch32_load(struct kvm_vm *vm, u32 addr, const void *code, size_t size);
void aarch32_set_entry(struct kvm_vcpu *vcpu, u32 pc, u32 cpsr);
u64 aarch32_reg(u32 mode, unsigned int n);

/* In aarch32_host.c, of which 32-bit hosts have their own */
void aarch32_vcpu_init(struct kvm_vcpu *vcpu);
void aarch32_require_el1(void);
void aarch32_require_el0(void);
bool aarch32_el1_is_64bit(void);
struct kvm_vm *aarch32_vm_create_el0(struct kvm_vcpu **vcpu, void *guest_code);
void aarch32_map_el0(struct kvm_vm *vm, u64 addr);
void aarch32_set_d0_d1(struct kvm_vcpu *vcpu, const void *value);
void aarch32_get_d0_d1(struct kvm_vcpu *vcpu, void *value);
u32 aarch32_fault_address(struct kvm_vcpu *vcpu, bool fetch);

#endif /* SELFTEST_KVM_COMMON_AARCH32_H */
