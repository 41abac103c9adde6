// SPDX-License-Identifier: GPL-2.0-only
/*
 * External aborts on stage 1 translation table walks, on a 32-bit host.
 *
 * As arch/arm64/kvm/walk_abort.c, which says why.
 */

#include <linux/kvm_host.h>
#include <asm/cp15.h>
#include <asm/kvm_emulate.h>
#include <kvm/arm_s1_walk.h>

static u64 cp15_pair(struct kvm_vcpu *vcpu, enum vcpu_sysreg low)
{
	return (u64)vcpu_cp15(vcpu, low + 1) << 32 | vcpu_cp15(vcpu, low);
}

/**
 * kvm_inject_walk_abort - give the guest an external abort on a table walk
 * @vcpu: the vCPU, just back from the guest, its last abort has S1PTW set
 * @ipa: the page of the descriptor that could not be fetched, from HPFAR
 *
 * Injects a data or prefetch abort for the address in HDFAR or HIFAR,
 * whichever the walk was for, and reports the level of the descriptor.
 *
 * Called with kvm->srcu held, in the vCPU's thread; may sleep.
 */
void kvm_inject_walk_abort(struct kvm_vcpu *vcpu, phys_addr_t ipa)
{
	const struct s1_regs32 regs = {
		.ttbcr = vcpu_cp15(vcpu, c2_TTBCR),
		.ttbr = { cp15_pair(vcpu, c2_TTBR0), cp15_pair(vcpu, c2_TTBR1) },
		.big_endian = vcpu_cp15(vcpu, c1_SCTLR) & CR_EE,
	};
	bool is_iabt = kvm_vcpu_trap_is_iabt(vcpu);
	unsigned long va = kvm_vcpu_get_hfar(vcpu);
	u32 *fsr = &vcpu_cp15(vcpu, is_iabt ? c5_IFSR : c5_DFSR);

	if (is_iabt)
		kvm_inject_pabt(vcpu, va);
	else
		kvm_inject_dabt(vcpu, va);

	*fsr = s1_walk_fsr32(*fsr, vcpu->kvm, &regs, va, ipa);
}
