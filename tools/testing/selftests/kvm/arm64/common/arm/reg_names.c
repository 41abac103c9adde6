// SPDX-License-Identifier: GPL-2.0
/*
 * What is known of the registers that KVM_GET_REG_LIST shows, on a 32-bit host.
 */
#include "processor.h"
#include "reg_snapshot.h"

static unsigned int field(u64 id, u64 mask, unsigned int shift)
{
	return (id & mask) >> shift;
}

static void cp15_name(u64 id, char *buf, size_t size)
{
	snprintf(buf, size, "p15_%u_c%u_c%u_%u",
		 field(id, KVM_REG_ARM_OPC1_MASK, KVM_REG_ARM_OPC1_SHIFT),
		 field(id, KVM_REG_ARM_32_CRN_MASK, KVM_REG_ARM_32_CRN_SHIFT),
		 field(id, KVM_REG_ARM_CRM_MASK, KVM_REG_ARM_CRM_SHIFT),
		 field(id, KVM_REG_ARM_32_OPC2_MASK, KVM_REG_ARM_32_OPC2_SHIFT));
}

/**
 * reg_name - what to call a register in a message
 * @id: KVM register id
 * @buf: where the name goes
 * @size: bytes of @buf
 */
void reg_name(u64 id, char *buf, size_t size)
{
	switch (id & KVM_REG_ARM_COPROC_MASK) {
	case KVM_REG_ARM_CORE:
		snprintf(buf, size, "core[%u]", (unsigned int)(id & 0xffff));
		break;
	case KVM_REG_ARM_VFP:
		snprintf(buf, size, "vfp[%#x]", (unsigned int)(id & 0xffff));
		break;
	case 15 << KVM_REG_ARM_COPROC_SHIFT:
		cp15_name(id, buf, size);
		break;
	default:
		snprintf(buf, size, "reg");
	}
}

/**
 * reg_is_volatile - can a register change while nothing happens to the guest?
 * @id: KVM register id
 *
 * Return: true for the timer's, and for what VFP of a Cortex-A15 has not got: of that
 * KVM stores what its own registers happened to hold.
 */
bool reg_is_volatile(u64 id)
{
	if ((id & KVM_REG_ARM_COPROC_MASK) == KVM_REG_ARM_VFP &&
	    ((id & KVM_REG_ARM_VFP_MASK) == KVM_REG_ARM_VFP_FPINST ||
	     (id & KVM_REG_ARM_VFP_MASK) == KVM_REG_ARM_VFP_FPINST2))
		return true;

	return id == KVM_REG_ARM_TIMER_CNT || id == KVM_REG_ARM_TIMER_CVAL ||
	       id == KVM_REG_ARM_TIMER_CTL;
}

/**
 * reg_is_fixed - is a register one that an initialised vCPU does not take?
 * @id: KVM register id
 *
 * Return: false, there is none here.
 */
bool reg_is_fixed(u64 id)
{
	return false;
}
