/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What tests of accesses without valid syndrome have in common.
 */
#ifndef SELFTEST_KVM_NISV_H
#define SELFTEST_KVM_NISV_H

#include <linux/bits.h>

#include "kvm_util.h"
#include "processor.h"

/* AP[1]: EL0 may access the page; AP[2]: nobody may write it. */
#define PTE_USER		BIT(6)
#define PTE_RDONLY		BIT(7)

/* What is valid in ESR_EL2.ISS of a data abort without ISV. */
#define NISV_ISS_CM		BIT(8)
#define NISV_ISS_WNR		BIT(6)
#define NISV_ISS_FSC		GENMASK(5, 0)
#define NISV_ISS_MASK		(NISV_ISS_CM | NISV_ISS_WNR | NISV_ISS_FSC)

/* Stage 2 faults, as FSC without the level. */
#define NISV_FSC_TYPE		GENMASK(5, 2)
#define NISV_FSC_TRANS		0x04
#define NISV_FSC_PERM		0x0c

/*
 * A stretch of addresses that no memslot of the library and no emulated
 * interrupt controller covers, by default.
 */
#define NISV_MMIO_GPA		0x20000000UL
#define NISV_MMIO_GVA		0x20000000UL

/* Offset of the vector a data abort goes to that was taken where it is handled. */
#ifdef __aarch64__
#define NISV_DABT_VECTOR	(VECTOR_SYNC_CURRENT * 0x80)
#else
#define NISV_DABT_VECTOR	0x10
#endif

/* In the guest: a load with writeback, for which no CPU gives a syndrome. */
static __always_inline void nisv_guest_load(unsigned long addr)
{
	unsigned long val;

	asm volatile("ldr %0, [%1], #8" : "=r" (val), "+r" (addr) : : "memory");
}

bool nisv_enable(struct kvm_vm *vm);
void nisv_assert_enable(struct kvm_vm *vm);

void nisv_map(struct kvm_vm *vm, gva_t gva, gpa_t gpa, unsigned int npages);
void nisv_map_user(struct kvm_vm *vm, gva_t gva, size_t size);

u64 nisv_pc(struct kvm_vcpu *vcpu);
void nisv_set_pc(struct kvm_vcpu *vcpu, u64 pc);
void nisv_skip_insn(struct kvm_vcpu *vcpu);

void nisv_set_el1(struct kvm_vcpu *vcpu, void *entry, gva_t sp);
void nisv_set_el0(struct kvm_vcpu *vcpu, void *entry, gva_t sp);

bool nisv_iss_ok(u64 iss, bool is_write);
void nisv_expect_exit(struct kvm_vcpu *vcpu, gpa_t ipa, bool is_write);
void nisv_run_expect_exit(struct kvm_vcpu *vcpu, gpa_t ipa, bool is_write);
void nisv_run_expect_enosys(struct kvm_vcpu *vcpu);
void nisv_run_expect_ucall(struct kvm_vcpu *vcpu, u64 cmd, struct ucall *uc);

#endif /* SELFTEST_KVM_NISV_H */
