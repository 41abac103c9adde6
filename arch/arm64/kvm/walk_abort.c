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
#include <linux/kvm_host.h>
#include <asm/esr.h>
#include <asm/kvm_emulate.h>
#include <kvm/arm_s1_walk.h>

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

static int walk_level64(struct kvm_vcpu *vcpu, u64 va, u64 ipa)
{
	struct s1_walk w = {
		.big_endian = vcpu_read_sys_reg(vcpu, SCTLR_EL1) & SCTLR_ELx_EE,
	};

	if (!s1_walk_init64(vcpu, &w, va))
		return 0;

	return s1_walk_level(vcpu->kvm, &w, va, ipa);
}

static u32 walk_fsr32(struct kvm_vcpu *vcpu, u32 fsr, u32 va, u64 ipa)
{
	const struct s1_regs32 regs = {
		.ttbcr = vcpu_read_sys_reg(vcpu, TCR_EL1),
		.ttbr = { vcpu_read_sys_reg(vcpu, TTBR0_EL1),
			  vcpu_read_sys_reg(vcpu, TTBR1_EL1) },
		.big_endian = vcpu_read_sys_reg(vcpu, SCTLR_EL1) & SCTLR_ELx_EE,
	};

	return s1_walk_fsr32(fsr, vcpu->kvm, &regs, va, ipa);
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
	if (is_32bit) {
		fsr = walk_fsr32(vcpu, fsr, va, ipa);
	} else {
		fsr &= ~ESR_ELx_FSC;
		fsr |= FSC_EXTABT_WALK(walk_level64(vcpu, va, ipa));
	}
	vcpu_write_sys_reg(vcpu, fsr, fsr_reg);
}
