// SPDX-License-Identifier: GPL-2.0-only
/*
 * External aborts on stage 1 translation table walks, on a 32-bit host.
 *
 * As arch/arm64/kvm/walk_abort.c, which says why, for the two formats that
 * there are here.
 */

#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/kvm_host.h>
#include <asm/cp15.h>
#include <asm/kvm_emulate.h>

/* DFSR and IFSR, long-descriptor format; ARM DDI 0406C, B4.1.51 */
#define FSR_LONG_FS_MASK		GENMASK(5, 0)
#define FSR_LONG_EXTABT_WALK(level)	(0x14 + (level))

/* And the short one: FS[4] is bit 10, FS[3:0] bits 3:0 */
#define FSR_SHORT_FS_MASK		(BIT(10) | GENMASK(3, 0))
#define FSR_SHORT_EXTABT_WALK(level)	(0xa + 2 * (level))

#define TTBCR_EAE_BIT		BIT(31)

#define DESC_TYPE_MASK		GENMASK(1, 0)
#define DESC_TYPE_TABLE		3
#define DESC_TYPE_SHORT_TABLE	1

/* HPFAR has the IPA in units of 4K */
static bool same_ipa_page(u64 a, u64 b)
{
	return !((a ^ b) >> 12);
}

static bool guest_is_be(struct kvm_vcpu *vcpu)
{
	return vcpu_cp15(vcpu, c1_SCTLR) & CR_EE;
}

static u64 cp15_pair(struct kvm_vcpu *vcpu, enum vcpu_sysreg low)
{
	return (u64)vcpu_cp15(vcpu, low + 1) << 32 | vcpu_cp15(vcpu, low);
}

/* Of the levels 1 to 3, the last whose descriptor is in @ipa's page */
static int walk_level_long(struct kvm_vcpu *vcpu, u32 va, u64 ipa)
{
	u32 ttbcr = vcpu_cp15(vcpu, c2_TTBCR);
	unsigned int t0sz = ttbcr & 7, t1sz = (ttbcr >> 16) & 7;
	unsigned int va_bits;
	int level, found;
	u64 table;
	bool low;

	if (t1sz)
		low = va < BIT_ULL(32) - (BIT_ULL(32) >> t1sz);
	else
		low = va < (BIT_ULL(32) >> t0sz);

	va_bits = 32 - (low ? t0sz : t1sz);
	table = cp15_pair(vcpu, low ? c2_TTBR0 : c2_TTBR1) & GENMASK_ULL(39, 3);

	/* Up to 1G, which is one entry of level 1, the walk begins with level 2 */
	level = va_bits > 30 ? 1 : 2;
	found = level;

	for (; level <= 3; level++) {
		unsigned int lsb = 12 + 9 * (3 - level);
		unsigned int bits = min(9U, va_bits - lsb);
		u64 addr = table + ((va >> lsb) & (BIT(bits) - 1)) * 8;
		u64 desc;

		if (same_ipa_page(addr, ipa))
			found = level;

		if (kvm_read_guest(vcpu->kvm, addr, &desc, sizeof(desc)))
			break;

		desc = guest_is_be(vcpu) ? be64_to_cpu((__force __be64)desc) :
					   le64_to_cpu((__force __le64)desc);
		if ((desc & DESC_TYPE_MASK) != DESC_TYPE_TABLE)
			break;

		table = desc & GENMASK_ULL(39, 12);
	}

	return found;
}

/* Short descriptors have levels 1 and 2 */
static int walk_level_short(struct kvm_vcpu *vcpu, u32 va, u64 ipa)
{
	unsigned int n = vcpu_cp15(vcpu, c2_TTBCR) & 7;
	bool low = !n || !(va >> (32 - n));
	u32 addr, desc;

	if (!low)
		n = 0;

	/* TTBR0 is aligned to the size its N bits leave it, TTBR1 to 16K */
	addr = vcpu_cp15(vcpu, low ? c2_TTBR0 : c2_TTBR1);
	addr &= GENMASK(31, 14 - n);
	addr |= ((va & GENMASK(31 - n, 20)) >> 20) * 4;
	if (kvm_read_guest(vcpu->kvm, addr, &desc, sizeof(desc)))
		return 1;

	desc = guest_is_be(vcpu) ? be32_to_cpu((__force __be32)desc) :
				   le32_to_cpu((__force __le32)desc);
	if ((desc & DESC_TYPE_MASK) != DESC_TYPE_SHORT_TABLE)
		return 1;

	addr = (desc & GENMASK(31, 10)) | ((va >> 12) & 0xff) * 4;

	return same_ipa_page(addr, ipa) ? 2 : 1;
}

/**
 * kvm_inject_walk_abort - give the guest an external abort on a table walk
 * @vcpu: the vCPU, just back from the guest, its last abort has S1PTW set
 * @ipa: the page of the descriptor that could not be fetched, from HPFAR
 *
 * Injects a data or prefetch abort for the address in HDFAR or HIFAR,
 * whichever the walk was for, and reports the level of the descriptor: 0x14
 * plus the level in the long format, 0b01100 or 0b01110 in the short one.
 *
 * Called with kvm->srcu held, in the vCPU's thread; may sleep.
 */
void kvm_inject_walk_abort(struct kvm_vcpu *vcpu, phys_addr_t ipa)
{
	bool is_iabt = kvm_vcpu_trap_is_iabt(vcpu);
	unsigned long va = kvm_vcpu_get_hfar(vcpu);
	u32 *fsr = &vcpu_cp15(vcpu, is_iabt ? c5_IFSR : c5_DFSR);

	if (is_iabt)
		kvm_inject_pabt(vcpu, va);
	else
		kvm_inject_dabt(vcpu, va);

	if (vcpu_cp15(vcpu, c2_TTBCR) & TTBCR_EAE_BIT) {
		*fsr &= ~FSR_LONG_FS_MASK;
		*fsr |= FSR_LONG_EXTABT_WALK(walk_level_long(vcpu, va, ipa));
	} else {
		*fsr &= ~FSR_SHORT_FS_MASK;
		*fsr |= FSR_SHORT_EXTABT_WALK(walk_level_short(vcpu, va, ipa));
	}
}
