/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Putting a Linux kernel into a VM, as Documentation/arm64/booting.rst asks for.
 */
#ifndef SELFTEST_KVM_COMMON_LINUX_BOOT_H
#define SELFTEST_KVM_COMMON_LINUX_BOOT_H

#include <linux/sizes.h>

#include "kvm_util.h"
#include "gic.h"

/* What the guest has, and where. */
#define LINUX_RAM_GPA		0x40000000ULL
#define LINUX_RAM_SIZE		SZ_128M
#define LINUX_UART_GPA		0x9000000ULL	/* a PL011 */

/* The environment variable that names the guest's kernel, and its default. */
#define LINUX_IMAGE_VARIABLE	"GUEST_KERNEL"
#define LINUX_IMAGE_DEFAULT	"/boot/Image"

/* What the kernel starts; see linux_init.h. */
#define LINUX_INIT		"guest-init"

/**
 * struct linux_boot - where things are that the first vCPU starts with
 * @kernel: its first instruction
 * @dtb: the device tree
 */
struct linux_boot {
	gpa_t kernel;
	gpa_t dtb;
};

int linux_image_open(void);
struct linux_boot linux_boot_load(struct kvm_vm *vm, unsigned int nr_vcpus,
				  int image);
void linux_boot_set_entry(struct kvm_vcpu *vcpu, const struct linux_boot *boot);

#endif /* SELFTEST_KVM_COMMON_LINUX_BOOT_H */
