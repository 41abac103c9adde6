// SPDX-License-Identifier: GPL-2.0
/*
 * What the injected abort makes of PSTATE: the same as any exception that the
 * CPU takes to EL1 (DABT-12).
 */
#include "case_list.h"
#include "ext_dabt.h"
#include "guest_access.h"

#define PSTATE_SS		BIT(21)
#define PSTATE_IL		BIT(20)
#define PSTATE_ALLINT		BIT(13)
#define PSTATE_PM		BIT(32)
#define PSTATE_NZCV		GENMASK(31, 28)
#define SCTLR_SPAN		BIT(23)
#define SCTLR_DSSBS		BIT(44)
#define SCTLR_SPINTMASK		BIT(62)
#define MDSCR_SS		BIT(0)
#define MDSCR_KDE		BIT(13)
#define MDSCR_EL1_ID	ARM64_SYS_REG(2, 0, 0, 2, 2)

/**
 * struct pstate_bit - a field of PSTATE and what becomes of it
 * @name: for names of cases
 * @needs: bits a CPU must have for the case to make sense
 * @set: bits to set in the interrupted PSTATE
 * @clear: bits to clear there
 * @late: bits to set at the exit, because the instruction can't run with them
 * @sctlr_set: bits to set in SCTLR_EL1
 * @sctlr_clear: bits to clear there
 * @mdscr: value of MDSCR_EL1
 * @want_set: bits that must be set in the vector
 * @want_clear: bits that must be clear there
 */
struct pstate_bit {
	const char *name;
	u64 needs;
	u64 set, clear, late;
	u64 sctlr_set, sctlr_clear;
	u64 mdscr;
	u64 want_set, want_clear;
};

static const struct pstate_bit pstate_bits[] = {
	{
		.name = "nzcv-set",
		.needs = PSTATE_NZCV,
		.set = PSTATE_NZCV,
		.want_set = PSTATE_NZCV,
	}, {
		.name = "nzcv-clear",
		.needs = PSTATE_NZCV,
		.clear = PSTATE_NZCV,
		.want_clear = PSTATE_NZCV,
	}, {
		.name = "daif-set",
		.set = ABORT_GUEST_DAIF,
		.want_set = ABORT_GUEST_DAIF,
	}, {
		.name = "daif-clear",
		.clear = ABORT_GUEST_DAIF,
		.want_set = ABORT_GUEST_DAIF,
	}, {
		.name = "il",
		.late = PSTATE_IL,
		.want_clear = PSTATE_IL,
	}, {
		.name = "ss",
		.needs = PSTATE_SS,
		.set = PSTATE_SS,
		.clear = PSR_D_BIT,
		.mdscr = MDSCR_SS | MDSCR_KDE,
		.want_clear = PSTATE_SS,
	}, {
		.name = "pan-set-span-set",
		.needs = PSR_PAN_BIT,
		.set = PSR_PAN_BIT,
		.sctlr_set = SCTLR_SPAN,
		.want_set = PSR_PAN_BIT,
	}, {
		.name = "pan-set-span-clear",
		.needs = PSR_PAN_BIT,
		.set = PSR_PAN_BIT,
		.sctlr_clear = SCTLR_SPAN,
		.want_set = PSR_PAN_BIT,
	}, {
		.name = "pan-clear-span-set",
		.needs = PSR_PAN_BIT,
		.clear = PSR_PAN_BIT,
		.sctlr_set = SCTLR_SPAN,
		.want_clear = PSR_PAN_BIT,
	}, {
		.name = "pan-clear-span-clear",
		.needs = PSR_PAN_BIT,
		.clear = PSR_PAN_BIT,
		.sctlr_clear = SCTLR_SPAN,
		.want_set = PSR_PAN_BIT,
	}, {
		.name = "uao",
		.needs = PSR_UAO_BIT,
		.set = PSR_UAO_BIT,
		.want_clear = PSR_UAO_BIT,
	}, {
		.name = "ssbs-set-dssbs-set",
		.needs = PSR_SSBS_BIT,
		.set = PSR_SSBS_BIT,
		.sctlr_set = SCTLR_DSSBS,
		.want_set = PSR_SSBS_BIT,
	}, {
		.name = "ssbs-set-dssbs-clear",
		.needs = PSR_SSBS_BIT,
		.set = PSR_SSBS_BIT,
		.sctlr_clear = SCTLR_DSSBS,
		.want_clear = PSR_SSBS_BIT,
	}, {
		.name = "ssbs-clear-dssbs-set",
		.needs = PSR_SSBS_BIT,
		.clear = PSR_SSBS_BIT,
		.sctlr_set = SCTLR_DSSBS,
		.want_set = PSR_SSBS_BIT,
	}, {
		.name = "ssbs-clear-dssbs-clear",
		.needs = PSR_SSBS_BIT,
		.clear = PSR_SSBS_BIT,
		.sctlr_clear = SCTLR_DSSBS,
		.want_clear = PSR_SSBS_BIT,
	}, {
		.name = "dit-set",
		.needs = PSR_DIT_BIT,
		.set = PSR_DIT_BIT,
		.want_set = PSR_DIT_BIT,
	}, {
		.name = "dit-clear",
		.needs = PSR_DIT_BIT,
		.clear = PSR_DIT_BIT,
		.want_clear = PSR_DIT_BIT,
	}, {
		.name = "btype-jc",
		.needs = PSR_BTYPE_JC,
		.set = PSR_BTYPE_JC,
		.want_clear = PSR_BTYPE_JC,
	}, {
		.name = "btype-c",
		.needs = PSR_BTYPE_C,
		.set = PSR_BTYPE_C,
		.want_clear = PSR_BTYPE_C,
	}, {
		.name = "btype-j",
		.needs = PSR_BTYPE_J,
		.set = PSR_BTYPE_J,
		.want_clear = PSR_BTYPE_J,
	}, {
		.name = "tco-set",
		.needs = PSR_TCO_BIT,
		.set = PSR_TCO_BIT,
		.want_set = PSR_TCO_BIT,
	}, {
		.name = "tco-clear",
		.needs = PSR_TCO_BIT,
		.clear = PSR_TCO_BIT,
		.want_set = PSR_TCO_BIT,
	}, {
		.name = "allint-set-spintmask-set",
		.needs = PSTATE_ALLINT,
		.set = PSTATE_ALLINT,
		.sctlr_set = SCTLR_SPINTMASK,
		.want_clear = PSTATE_ALLINT,
	}, {
		.name = "allint-set-spintmask-clear",
		.needs = PSTATE_ALLINT,
		.set = PSTATE_ALLINT,
		.sctlr_clear = SCTLR_SPINTMASK,
		.want_set = PSTATE_ALLINT,
	}, {
		.name = "allint-clear-spintmask-set",
		.needs = PSTATE_ALLINT,
		.clear = PSTATE_ALLINT,
		.sctlr_set = SCTLR_SPINTMASK,
		.want_clear = PSTATE_ALLINT,
	}, {
		.name = "allint-clear-spintmask-clear",
		.needs = PSTATE_ALLINT,
		.clear = PSTATE_ALLINT,
		.sctlr_clear = SCTLR_SPINTMASK,
		.want_set = PSTATE_ALLINT,
	}, {
		.name = "pm-set",
		.needs = PSTATE_PM,
		.set = PSTATE_PM,
		.want_set = PSTATE_PM,
	}, {
		.name = "pm-clear",
		.needs = PSTATE_PM,
		.clear = PSTATE_PM,
		.want_set = PSTATE_PM,
	},
};

static const struct guest_level *const levels[] = {
	&guest_el1h, &guest_el0,
};

struct pstate_case {
	const struct pstate_bit *bit;
	const struct guest_level *level;
};

/*
 * What the guest shows of a bit that is set when it is entered is what the CPU
 * has: the rest of PSTATE reads as zero.
 */
static void require_bits(struct kvm_vcpu *vcpu, const struct pstate_bit *bit,
			 u64 pstate)
{
	u64 addr = abort_guest_dev(pstate);
	u64 got;

	reg_snapshot_free(guest_access_exit(vcpu, &guest_mmio_load,
					    pstate | bit->needs, addr));
	got = vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate));
	vcpu_run_complete_io(vcpu);
	__TEST_REQUIRE(!(bit->needs & ~got), "cpu: no PSTATE bits %#lx",
		       (unsigned long)(bit->needs & ~got));
}

static void set_controls(struct kvm_vcpu *vcpu, const struct pstate_bit *bit)
{
	u64 sctlr = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1));

	sctlr &= ~bit->sctlr_clear;
	sctlr |= bit->sctlr_set;
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1), sctlr);
	vcpu_set_reg(vcpu, MDSCR_EL1_ID, bit->mdscr);
}

static void assert_rule(const struct pstate_bit *bit, u64 pstate,
			const char *who)
{
	TEST_ASSERT(!(bit->want_set & ~pstate),
		    "%s: PSTATE %#lx, wanted %#lx set", who,
		    (unsigned long)pstate, (unsigned long)bit->want_set);
	TEST_ASSERT(!(bit->want_clear & pstate),
		    "%s: PSTATE %#lx, wanted %#lx clear", who,
		    (unsigned long)pstate, (unsigned long)bit->want_clear);
}

/*
 * Test that PSTATE in the vector of the injected abort follows the
 * architecture's rule for the field, is in every bit what a real exception
 * from the same state makes of it, and that SPSR_EL1 has what was interrupted.
 */
static void test_pstate(const void *arg)
{
	const struct pstate_case *c = arg;
	const struct pstate_bit *bit = c->bit;
	u64 pstate = (c->level->pstate & ~bit->clear) | bit->set;
	u64 addr = abort_guest_dev(pstate) + 0x18;
	const struct guest_access *access = &guest_nisv_load;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 entry, got;

	ext_dabt_require();
	vm = guest_access_create(&vcpu, access);
	set_controls(vcpu, bit);
	require_bits(vcpu, bit, pstate);

	entry = abort_guest_real_entry(vcpu, access->insn, pstate | bit->late);
	assert_rule(bit, entry, "a real exception");

	state = guest_access_exit(vcpu, access, pstate, addr);
	got = reg_snapshot_get(state, ARM64_CORE_REG(regs.pstate));
	TEST_ASSERT(got == pstate, "at the exit: PSTATE wanted %#lx got %#lx",
		    (unsigned long)pstate, (unsigned long)got);

	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), pstate | bit->late);
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pstate), pstate | bit->late);

	ext_dabt_inject(vcpu);
	got = vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate));
	assert_rule(bit, got, "the injected abort");
	ext_dabt_assert_taken(vcpu, state, entry, addr, access->is_write);

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct pstate_case c;
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(pstate_bits); i++) {
		for (j = 0; j < ARRAY_SIZE(levels); j++) {
			c.bit = &pstate_bits[i];
			c.level = levels[j];
			case_list_add(&list, "DABT-12", test_pstate, &c,
				      sizeof(c), "%s-%s", c.bit->name,
				      c.level->name);
		}
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
