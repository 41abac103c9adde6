/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An in-kernel GICv2, which few hosts can give a VM.
 */
#ifndef SELFTEST_KVM_COMMON_VGIC_V2_H
#define SELFTEST_KVM_COMMON_VGIC_V2_H

#include "kvm_util.h"

int vgic_v2_setup(struct kvm_vm *vm, u32 nr_irqs);

#endif /* SELFTEST_KVM_COMMON_VGIC_V2_H */
