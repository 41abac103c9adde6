/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SELFTEST_KVM_VGIC_H
#define SELFTEST_KVM_VGIC_H

#include <linux/kvm.h>

#include "kvm_util.h"

bool kvm_supports_vgic_v3(void);

/*
 * The first returns the device, or a negative number where the host has no
 * vGICv3; call it when all vCPUs exist. The others are its two halves.
 */
int vgic_v3_setup(struct kvm_vm *vm, unsigned int nr_vcpus, u32 nr_irqs);
int __vgic_v3_setup(struct kvm_vm *vm, unsigned int nr_vcpus, u32 nr_irqs);
void __vgic_v3_init(int fd);

#endif /* SELFTEST_KVM_VGIC_H */
