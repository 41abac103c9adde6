/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Guests of a 32-bit host read the ID registers of the CPU, there is no table
 */

#ifndef __ARM_KVM_ID_REGS_H__
#define __ARM_KVM_ID_REGS_H__

static inline int kvm_init_id_regs(void)
{
	return 0;
}

#endif /* __ARM_KVM_ID_REGS_H__ */
