// SPDX-License-Identifier: GPL-2.0
/*
 * An in-kernel GICv3, for the tests that want one.
 */
#include <linux/sizes.h>

#include "kvm_util.h"
#include "gic.h"
#include "vgic.h"

/**
 * kvm_supports_vgic_v3 - can this host give a VM a GICv3?
 *
 * Return: true if so.
 */
bool kvm_supports_vgic_v3(void)
{
	struct kvm_vm *vm = vm_create_barebones();
	int ret = __kvm_test_create_device(vm, KVM_DEV_TYPE_ARM_VGIC_V3);

	kvm_vm_free(vm);
	return !ret;
}

static void place(struct kvm_vm *vm, int fd, u64 attr, u64 base, size_t size)
{
	kvm_device_attr_set(fd, KVM_DEV_ARM_VGIC_GRP_ADDR, attr, &base);
	virt_map(vm, base, base, vm_calc_num_guest_pages(vm->mode, size));
}

/**
 * __vgic_v3_setup - create a GICv3, map distributor and redistributors
 * @vm:	      the VM
 * @nr_vcpus: how many vCPUs it has or will have
 * @nr_irqs:  how many interrupts
 *
 * Return: the device, or negative where the host has no such thing.
 */
int __vgic_v3_setup(struct kvm_vm *vm, unsigned int nr_vcpus, u32 nr_irqs)
{
	int fd = __kvm_create_device(vm, KVM_DEV_TYPE_ARM_VGIC_V3);

	if (fd < 0)
		return fd;

	kvm_device_attr_set(fd, KVM_DEV_ARM_VGIC_GRP_NR_IRQS, 0, &nr_irqs);
	place(vm, fd, KVM_VGIC_V3_ADDR_TYPE_DIST, GICD_BASE_GPA,
	      KVM_VGIC_V3_DIST_SIZE);
	/* one frame a vCPU, back to back: the form older hosts know */
	place(vm, fd, KVM_VGIC_V3_ADDR_TYPE_REDIST, GICR_BASE_GPA,
	      KVM_VGIC_V3_REDIST_SIZE * nr_vcpus);

	return fd;
}

/**
 * __vgic_v3_init - finish a GICv3
 * @fd: the device; all vCPUs exist
 */
void __vgic_v3_init(int fd)
{
	kvm_device_attr_set(fd, KVM_DEV_ARM_VGIC_GRP_CTRL,
			    KVM_DEV_ARM_VGIC_CTRL_INIT, NULL);
}

/**
 * vgic_v3_setup - give a VM a GICv3
 * @vm:	      the VM, with all its vCPUs
 * @nr_vcpus: how many they are
 * @nr_irqs:  how many interrupts
 *
 * Return: the device, or negative where the host has no such thing.
 */
int vgic_v3_setup(struct kvm_vm *vm, unsigned int nr_vcpus, u32 nr_irqs)
{
	unsigned int created = 0;
	struct kvm_vcpu *vcpu;
	int fd;

	for (vcpu = vm->vcpus; vcpu; vcpu = vcpu->next)
		created++;
	TEST_ASSERT(nr_vcpus && nr_vcpus == created,
		    "%u vCPUs announced, %u created", nr_vcpus, created);

	fd = __vgic_v3_setup(vm, nr_vcpus, nr_irqs);
	if (fd >= 0)
		__vgic_v3_init(fd);

	return fd;
}
