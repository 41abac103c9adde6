/* SPDX-License-Identifier: GPL-2.0 */
/* Where vgic_v3_setup() puts the interrupt controller, identity-mapped. */
#ifndef SELFTEST_KVM_GIC_H
#define SELFTEST_KVM_GIC_H

#include <asm/kvm.h>

#ifndef SELFTEST_KVM_UTIL_H
#error "include kvm_util.h before gic.h: mainline's needs its types"
#endif

#define GITS_BASE_GPA		0x8000000ULL
#define GICD_BASE_GPA		(GITS_BASE_GPA + KVM_VGIC_V3_ITS_SIZE)
#define GICR_BASE_GPA		(GICD_BASE_GPA + KVM_VGIC_V3_DIST_SIZE)

#define MIN_SGI			0
#define MIN_PPI			16
#define MIN_SPI			32
#define MAX_SPI			1019

#endif /* SELFTEST_KVM_GIC_H */
