/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the files of the library share and tests don't see.
 */
#ifndef COMPAT_KVM_UTIL_INTERNAL_H
#define COMPAT_KVM_UTIL_INTERNAL_H

#include "kvm_util.h"

struct vm_guest_mode_params {
	unsigned int va_bits;
	unsigned int page_shift;
	unsigned int pgtable_levels;
};

extern const struct vm_guest_mode_params vm_guest_mode_params[NUM_VM_MODES];

/* memslot.c: all memslots of a VM that is going away. */
void vm_mem_regions_free(struct kvm_vm *vm);

/* mmu.c: is there a valid translation? */
bool gva_is_mapped(struct kvm_vm *vm, gva_t gva);

/* image.c: the running program in the guest. */
size_t guest_image_size(void);
void guest_image_load(struct kvm_vm *vm);

/* Stacks start here, above where programs are linked. */
#define STACK_MIN_GVA	0xac0000

/* vcpu.c */
void vcpu_free(struct kvm_vcpu *vcpu);

/* handlers.S: the guest's exception vectors */
extern char vectors[];

/* exceptions.c, called by handlers.S in the guest */
struct ex_regs;
void route_exception(struct ex_regs *regs, unsigned int vector);

#endif /* COMPAT_KVM_UTIL_INTERNAL_H */
