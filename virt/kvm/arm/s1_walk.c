// SPDX-License-Identifier: GPL-2.0-only
/*
 * At which level a guest's stage 1 translation table walk ended
 *
 * The walk is done again in software, up to the descriptor in the page that
 * HPFAR names. Formats with 64-bit descriptors are told apart by what the
 * walk starts from; AArch32's short one has a function of its own. See
 * ARM DDI 0487, the translation table descriptor formats.
 */

#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/kvm_host.h>
#include <kvm/arm_s1_walk.h>

/* DFSR and IFSR, long format, and short: FS[4] is bit 10, FS[3:0] bits 3:0 */
#define FSR_LONG_FS_MASK		GENMASK(5, 0)
#define FSR_SHORT_FS_MASK		(BIT(10) | GENMASK(3, 0))
#define FSR_SHORT_EXTABT_WALK(level)	(0xa + 2 * (level))

#define TTBCR_LONG_FORMAT		BIT(31)		/* EAE */

#define DESC_TYPE_MASK			GENMASK(1, 0)
#define DESC_TYPE_TABLE			3
#define DESC_TYPE_SHORT_TABLE		1

/* HPFAR has the IPA in units of 4K, whatever the granule */
static bool s1_same_ipa_page(u64 a, u64 b)
{
	return !((a ^ b) >> 12);
}

static u64 s1_table_address(const struct s1_walk *w, u64 desc)
{
	u64 table = desc & GENMASK_ULL(47, w->page_shift);

	if (w->pa52)
		table |= (desc & GENMASK_ULL(15, 12)) << 36;
	return table;
}

/**
 * s1_walk_level - the level of a descriptor, where descriptors have 64 bits
 * @kvm: the VM
 * @w: what the walk starts from
 * @va: the address that was to be translated
 * @ipa: the page of the descriptor that could not be fetched, from HPFAR
 *
 * Called with kvm->srcu held; may sleep.
 *
 * Return: The level of the descriptor in @ipa's page. Of several in that
 * page it is the last the walk can have got to: it stops at the first that
 * can't be read. Without any, because the guest changed its tables
 * meanwhile, it is the level the walk begins with.
 */
int s1_walk_level(struct kvm *kvm, const struct s1_walk *w, u64 va, u64 ipa)
{
	unsigned int stride = w->page_shift - 3;
	int level = 4 - DIV_ROUND_UP(w->va_bits - w->page_shift, stride);
	u64 table = w->table;
	int found = level;

	for (; level <= 3; level++) {
		unsigned int lsb = w->page_shift + stride * (3 - level);
		unsigned int bits = min(stride, w->va_bits - lsb);
		u64 addr = table + ((va >> lsb) & (BIT(bits) - 1)) * 8;
		u64 desc;

		if (s1_same_ipa_page(addr, ipa))
			found = level;

		if (kvm_read_guest(kvm, addr, &desc, sizeof(desc)))
			break;

		desc = w->big_endian ? be64_to_cpu((__force __be64)desc) :
				       le64_to_cpu((__force __le64)desc);
		if ((desc & DESC_TYPE_MASK) != DESC_TYPE_TABLE)
			break;

		table = s1_table_address(w, desc);
	}

	return found;
}

/* Where the walk begins with TTBCR.EAE set: 4K, up to three levels */
static void s1_walk_init_lpae(struct s1_walk *w, const struct s1_regs32 *r, u32 va)
{
	unsigned int t0sz = r->ttbcr & 7, t1sz = (r->ttbcr >> 16) & 7;
	bool low;

	if (t1sz)
		low = (u64)va < BIT_ULL(32) - (BIT_ULL(32) >> t1sz);
	else
		low = (u64)va < (BIT_ULL(32) >> t0sz);

	w->va_bits = 32 - (low ? t0sz : t1sz);
	w->page_shift = 12;
	w->pa52 = false;
	w->big_endian = r->big_endian;
	w->table = r->ttbr[low ? 0 : 1] & GENMASK_ULL(39, 3);
}

/* As s1_walk_level() for short descriptors, which have levels 1 and 2 */
static int s1_walk_level_short(struct kvm *kvm, const struct s1_regs32 *r, u32 va,
			       u64 ipa)
{
	unsigned int n = r->ttbcr & 7;
	bool low = !n || !(va >> (32 - n));
	u32 addr, desc;

	if (!low)
		n = 0;

	/* TTBR0 is aligned to the size its N bits leave it, TTBR1 to 16K */
	addr = r->ttbr[low ? 0 : 1];
	addr &= GENMASK(31, 14 - n);
	addr |= ((va & GENMASK(31 - n, 20)) >> 20) * 4;
	if (kvm_read_guest(kvm, addr, &desc, sizeof(desc)))
		return 1;

	desc = r->big_endian ? be32_to_cpu((__force __be32)desc) :
			       le32_to_cpu((__force __le32)desc);
	if ((desc & DESC_TYPE_MASK) != DESC_TYPE_SHORT_TABLE)
		return 1;

	addr = (desc & GENMASK(31, 10)) | ((va >> 12) & 0xff) * 4;

	return s1_same_ipa_page(addr, ipa) ? 2 : 1;
}

/**
 * s1_walk_fsr32 - put an external abort on a walk into DFSR or IFSR
 * @fsr: the register, with any other abort's status
 * @kvm: the VM
 * @r: the guest's registers
 * @va: the address that was to be translated
 * @ipa: the page of the descriptor that could not be fetched, from HPFAR
 *
 * Called with kvm->srcu held; may sleep.
 *
 * Return: @fsr with 0x14 plus the level in the long format, 0b01100 or 0b01110
 * in the short one.
 */
u32 s1_walk_fsr32(u32 fsr, struct kvm *kvm, const struct s1_regs32 *r, u32 va,
		  u64 ipa)
{
	struct s1_walk w;
	int level;

	if (r->ttbcr & TTBCR_LONG_FORMAT) {
		s1_walk_init_lpae(&w, r, va);
		level = s1_walk_level(kvm, &w, va, ipa);
		fsr &= ~FSR_LONG_FS_MASK;
		fsr |= FSC_EXTABT_WALK(level);
	} else {
		level = s1_walk_level_short(kvm, r, va, ipa);
		fsr &= ~FSR_SHORT_FS_MASK;
		fsr |= FSR_SHORT_EXTABT_WALK(level);
	}

	return fsr;
}
