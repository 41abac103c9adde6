// SPDX-License-Identifier: GPL-2.0
/*
 * An in-kernel GICv2.
 */
#include <linux/sizes.h>

#include "vgic_v2.h"
#include "gic.h"

static void set_address(int fd, u64 type, gpa_t gpa)
{
	kvm_device_attr_set(fd, KVM_DEV_ARM_VGIC_GRP_ADDR, type, &gpa);
}

/**
 * vgic_v2_setup - give a VM a GICv2
 * @vm: the VM, with all its vCPUs
 * @nr_irqs: how many interrupts
 *
 * The distributor is at GICD_BASE_GPA, mapped where it is.
 *
 * Return: the device, or negative where the host has no such thing.
 */
int vgic_v2_setup(struct kvm_vm *vm, u32 nr_irqs)
{
	int fd = __kvm_create_device(vm, KVM_DEV_TYPE_ARM_VGIC_V2);

	if (fd < 0)
		return fd;

	set_address(fd, KVM_VGIC_V2_ADDR_TYPE_DIST, GICD_BASE_GPA);
	set_address(fd, KVM_VGIC_V2_ADDR_TYPE_CPU, GICR_BASE_GPA);
	kvm_device_attr_set(fd, KVM_DEV_ARM_VGIC_GRP_NR_IRQS, 0, &nr_irqs);
	kvm_device_attr_set(fd, KVM_DEV_ARM_VGIC_GRP_CTRL,
			    KVM_DEV_ARM_VGIC_CTRL_INIT, NULL);
	virt_map(vm, GICD_BASE_GPA, GICD_BASE_GPA, 1);
	return fd;
}
