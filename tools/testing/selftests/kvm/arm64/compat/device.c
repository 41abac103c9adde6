// SPDX-License-Identifier: GPL-2.0
/*
 * In-kernel devices and their attributes.
 */
#include "kvm_util.h"

static int device_attr(int fd, unsigned long cmd, u32 group, u64 attr, void *val)
{
	struct kvm_device_attr dev_attr = {
		.group = group,
		.attr = attr,
		.addr = (uintptr_t)val,
	};

	return ioctl(fd, cmd, &dev_attr);
}

/**
 * __kvm_has_device_attr - does a device know an attribute?
 * @dev_fd: the device, or a vCPU or VM
 * @group:  of the attribute
 * @attr:   its number
 *
 * Return: 0 if so, else as of ioctl().
 */
int __kvm_has_device_attr(int dev_fd, u32 group, u64 attr)
{
	return device_attr(dev_fd, KVM_HAS_DEVICE_ATTR, group, attr, NULL);
}

/**
 * __kvm_device_attr_get - read an attribute
 * @dev_fd: the device, or a vCPU or VM
 * @group:  of the attribute
 * @attr:   its number
 * @val:    filled with it
 *
 * Return: as of ioctl().
 */
int __kvm_device_attr_get(int dev_fd, u32 group, u64 attr, void *val)
{
	return device_attr(dev_fd, KVM_GET_DEVICE_ATTR, group, attr, val);
}

/**
 * __kvm_device_attr_set - write an attribute
 * @dev_fd: the device, or a vCPU or VM
 * @group:  of the attribute
 * @attr:   its number
 * @val:    the value
 *
 * Return: as of ioctl().
 */
int __kvm_device_attr_set(int dev_fd, u32 group, u64 attr, void *val)
{
	return device_attr(dev_fd, KVM_SET_DEVICE_ATTR, group, attr, val);
}

/**
 * __kvm_test_create_device - could a device be created?
 * @vm:	  the VM
 * @type: KVM_DEV_TYPE_*
 *
 * Return: as of ioctl().
 */
int __kvm_test_create_device(struct kvm_vm *vm, u64 type)
{
	struct kvm_create_device dev = {
		.type = type,
		.flags = KVM_CREATE_DEVICE_TEST,
	};

	return __vm_ioctl(vm, KVM_CREATE_DEVICE, &dev);
}

/**
 * __kvm_create_device - create a device
 * @vm:	  the VM
 * @type: KVM_DEV_TYPE_*
 *
 * Return: its descriptor, or as of ioctl().
 */
int __kvm_create_device(struct kvm_vm *vm, u64 type)
{
	struct kvm_create_device dev = { .type = type, .fd = -1 };
	int ret = __vm_ioctl(vm, KVM_CREATE_DEVICE, &dev);

	return ret ? ret : (int)dev.fd;
}

/**
 * _kvm_irq_line - KVM_IRQ_LINE
 * @vm:	   the VM
 * @irq:   as of the ABI
 * @level: of the line
 *
 * Return: as of ioctl().
 */
int _kvm_irq_line(struct kvm_vm *vm, u32 irq, int level)
{
	struct kvm_irq_level irq_level = { .irq = irq, .level = level };

	return __vm_ioctl(vm, KVM_IRQ_LINE, &irq_level);
}

/**
 * kvm_irq_line - _kvm_irq_line(), asserting success
 * @vm:	   the VM
 * @irq:   as of the ABI
 * @level: of the line
 */
void kvm_irq_line(struct kvm_vm *vm, u32 irq, int level)
{
	int ret = _kvm_irq_line(vm, irq, level);

	TEST_ASSERT(ret >= 0, KVM_IOCTL_ERROR(KVM_IRQ_LINE, ret));
}
