/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fields of HSR by the names of those of ESR_EL2, for code that is shared
 * with arm64. They are in the same place.
 */

#ifndef __ASM_ARM_ESR_H__
#define __ASM_ARM_ESR_H__

#include <asm/kvm_arm.h>

#define ESR_ELx_EC(hsr)		(((hsr) & HSR_EC) >> HSR_EC_SHIFT)
#define ESR_ELx_EC_DABT_LOW	HSR_EC_DABT
#define ESR_ELx_CM		HSR_DABT_CM
#define ESR_ELx_WNR		HSR_WNR
#define ESR_ELx_FSC		HSR_FSC

#endif /* __ASM_ARM_ESR_H__ */
