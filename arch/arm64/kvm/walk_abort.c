// SPDX-License-Identifier: GPL-2.0-only
/*
 * External aborts on stage 1 translation table walks.
 *
 * A guest whose stage 1 tables lie where no memslot is gets an external
 * abort on the walk. The architecture reports it with the level of the
 * lookup that failed, a level ESR_EL2 does not have: there, the level is
 * that of the stage 2 walk. It is found by doing the stage 1 walk again in
 * software, up to the descriptor in the page that HPFAR_EL2 names.
 */

#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/kvm_host.h>
#include <asm/esr.h>
#include <asm/kvm_emulate.h>

/* Fault status of an external abort on a walk; ARM DDI 0487, ESR_EL1.DFSC */
#define FSC_EXTABT_WALK(level)	(0x14 + (level))

/* DFSR and IFSR, short-descriptor format: FS[4] is bit 10, FS[3:0] bits 3:0 */
#define FSR_SHORT_FS_MASK	(BIT(10) | GENMASK(3, 0))
#define FSR_SHORT_EXTABT_WALK(level)	(0xa + 2 * (level))

#define TTBCR_EAE		BIT(31)

#define DESC_TYPE_MASK		GENMASK(1, 0)
#define DESC_TYPE_TABLE		3
#define DESC_TYPE_SHORT_TABLE	1

/* HPFAR_EL2 has the IPA in units of 4K, whatever the granule */
static bool same_ipa_page(u64 a, u64 b)
{
	return !((a ^ b) >> 12);
}

/* What a walk of 64-bit descriptors starts from */
struct s1_walk {
	u64 table;			/* IPA of the first table */
	unsigned int va_bits;		/* size of the region TTBRn translates */
	unsigned int page_shift;	/* log2 of the granule */
	bool pa52;			/* bits 15:12 of a descriptor are OA[51:48] */
	bool big_endian;
};

static u64 table_address(const struct s1_walk *w, u64 desc)
{
	u64 table = desc & GENMASK_ULL(47, w->page_shift);

	if (w->pa52)
		table |= (desc & GENMASK_ULL(15, 12)) << 36;
	return table;
}

/* False for a configuration that has no tables */
static bool s1_walk_init64(struct kvm_vcpu *vcpu, struct s1_walk *w, u64 va)
{
	/* TCR_EL1.TG0 and TG1 encode the same granules differently */
	static const u8 tg0_shift[] = { 12, 16, 14, 0 };
	static const u8 tg1_shift[] = { 0, 14, 12, 16 };
	u64 tcr = vcpu_read_sys_reg(vcpu, TCR_EL1);
	u64 ttbr;

	if (va & BIT_ULL(55)) {
		ttbr = vcpu_read_sys_reg(vcpu, TTBR1_EL1);
		w->va_bits = 64 - ((tcr >> 16) & 0x3f);
		w->page_shift = tg1_shift[(tcr >> 30) & 3];
	} else {
		ttbr = vcpu_read_sys_reg(vcpu, TTBR0_EL1);
		w->va_bits = 64 - (tcr & 0x3f);
		w->page_shift = tg0_shift[(tcr >> 14) & 3];
	}

	if (!w->page_shift || w->va_bits <= w->page_shift || w->va_bits > 52)
		return false;

	/*
	 * TCR_EL1.IPS: 6 is 52 bits, and TTBRn[5:2] is then BADDR[51:48]. Only
	 * with 64K: the same for smaller granules, LPA2, is hidden from guests.
	 */
	w->pa52 = w->page_shift == 16 && ((tcr >> 32) & 7) == 6;
	if (w->pa52)
		w->table = (ttbr & GENMASK_ULL(47, 6)) |
			   (ttbr & GENMASK_ULL(5, 2)) << 46;
	else
		w->table = ttbr & GENMASK_ULL(47, 1);

	return true;
}

/* As above for AArch32 with TTBCR.EAE set: 4K, up to three levels */
static void s1_walk_init_lpae(struct kvm_vcpu *vcpu, struct s1_walk *w, u32 va)
{
	u32 ttbcr = vcpu_read_sys_reg(vcpu, TCR_EL1);
	unsigned int t0sz = ttbcr & 7, t1sz = (ttbcr >> 16) & 7;
	u64 ttbr;
	bool low;

	if (t1sz)
		low = (u64)va < BIT_ULL(32) - (BIT_ULL(32) >> t1sz);
	else
		low = (u64)va < (BIT_ULL(32) >> t0sz);

	ttbr = vcpu_read_sys_reg(vcpu, low ? TTBR0_EL1 : TTBR1_EL1);
	w->va_bits = 32 - (low ? t0sz : t1sz);
	w->page_shift = 12;
	w->pa52 = false;
	w->table = ttbr & GENMASK_ULL(39, 3);
}

/*
 * The level of the descriptor in @ipa's page. Of several in that page it is
 * the last the walk can have got to: it stops at the first that can't be
 * read. Without any, because the guest changed its tables meanwhile, it is
 * the level the walk begins with.
 */
static int s1_walk_level(struct kvm_vcpu *vcpu, const struct s1_walk *w,
			 u64 va, u64 ipa)
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

		if (same_ipa_page(addr, ipa))
			found = level;

		if (kvm_read_guest(vcpu->kvm, addr, &desc, sizeof(desc)))
			break;

		desc = w->big_endian ? be64_to_cpu((__force __be64)desc) :
				       le64_to_cpu((__force __le64)desc);
		if ((desc & DESC_TYPE_MASK) != DESC_TYPE_TABLE)
			break;

		table = table_address(w, desc);
	}

	return found;
}

/* The same for AArch32's short descriptors, which have levels 1 and 2 */
static int s1_walk_level_short(struct kvm_vcpu *vcpu, bool big_endian,
			       u32 va, u64 ipa)
{
	unsigned int n = vcpu_read_sys_reg(vcpu, TCR_EL1) & 7;
	bool low = !n || !(va >> (32 - n));
	u32 addr, desc;

	if (!low)
		n = 0;

	/* TTBR0 is aligned to the size its N bits leave it, TTBR1 to 16K */
	addr = vcpu_read_sys_reg(vcpu, low ? TTBR0_EL1 : TTBR1_EL1);
	addr &= GENMASK(31, 14 - n);
	addr |= ((va & GENMASK(31 - n, 20)) >> 20) * 4;
	if (kvm_read_guest(vcpu->kvm, addr, &desc, sizeof(desc)))
		return 1;

	desc = big_endian ? be32_to_cpu((__force __be32)desc) :
			    le32_to_cpu((__force __le32)desc);
	if ((desc & DESC_TYPE_MASK) != DESC_TYPE_SHORT_TABLE)
		return 1;

	addr = (desc & GENMASK(31, 10)) | ((va >> 12) & 0xff) * 4;

	return same_ipa_page(addr, ipa) ? 2 : 1;
}

static int find_walk_level(struct kvm_vcpu *vcpu, u64 va, u64 ipa)
{
	bool big_endian = vcpu_read_sys_reg(vcpu, SCTLR_EL1) & SCTLR_ELx_EE;
	struct s1_walk w = { .big_endian = big_endian };

	if (vcpu_el1_is_32bit(vcpu)) {
		if (!(vcpu_read_sys_reg(vcpu, TCR_EL1) & TTBCR_EAE))
			return s1_walk_level_short(vcpu, big_endian, va, ipa);

		s1_walk_init_lpae(vcpu, &w, va);
	} else if (!s1_walk_init64(vcpu, &w, va)) {
		return 0;
	}

	return s1_walk_level(vcpu, &w, va, ipa);
}

/**
 * kvm_inject_walk_abort - give the guest an external abort on a table walk
 * @vcpu: the vCPU, just back from the guest, its last abort has S1PTW set
 * @ipa: the page of the descriptor that could not be fetched, from HPFAR_EL2
 *
 * Injects a data or prefetch abort for the address in FAR_EL2, whichever the
 * walk was for, and reports the level of the descriptor: 0x14 plus the level
 * in ESR_EL1 and the AArch32 long format, 0b01100 or 0b01110 in the short one.
 *
 * Called with kvm->srcu held, in the vCPU's thread; may sleep.
 */
void kvm_inject_walk_abort(struct kvm_vcpu *vcpu, phys_addr_t ipa)
{
	bool is_iabt = kvm_vcpu_trap_is_iabt(vcpu);
	unsigned long va = kvm_vcpu_get_hfar(vcpu);
	bool is_32bit = vcpu_el1_is_32bit(vcpu);
	int level = find_walk_level(vcpu, va, ipa);
	int fsr_reg = ESR_EL1;
	u64 fsr;

	if (is_iabt)
		kvm_inject_pabt(vcpu, va);
	else
		kvm_inject_dabt(vcpu, va);

	/* DFSR is ESR_EL1, but IFSR has a register of its own */
	if (is_32bit && is_iabt)
		fsr_reg = IFSR32_EL2;

	fsr = vcpu_read_sys_reg(vcpu, fsr_reg);
	if (is_32bit && !(vcpu_read_sys_reg(vcpu, TCR_EL1) & TTBCR_EAE)) {
		fsr &= ~FSR_SHORT_FS_MASK;
		fsr |= FSR_SHORT_EXTABT_WALK(level);
	} else {
		fsr &= ~ESR_ELx_FSC;
		fsr |= FSC_EXTABT_WALK(level);
	}
	vcpu_write_sys_reg(vcpu, fsr, fsr_reg);
}
