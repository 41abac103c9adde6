// SPDX-License-Identifier: GPL-2.0
/*
 * The external data abort that userspace injects, in guests that execute
 * AArch32 code: taken to an AArch32 EL1 (DABT-9; DABT-12 where it is about
 * fields that not every CPU has), or from AArch32 EL0 to an AArch64 EL1
 * (DABT-1); and with a half-done access dropped (DABT-2).
 */
#include "abort_guest32.h"
#include "case_list.h"
#include "ext_dabt.h"
#include "reg_snapshot.h"

#define SCTLR_V			BIT(13)
#define SCTLR_SPAN		BIT(23)
#define SCTLR_EE		BIT(25)
#define SCTLR_TE		BIT(30)
#define SCTLR_DSSBS		BIT(31)
#define TTBCR_EAE		BIT(31)

#define DFSR_SHORT_EXTERNAL	0x008UL
#define DFSR_LPAE_EXTERNAL	0x210UL	/* LPAE, STATUS */
#define DFSR_WNR		BIT(11)	/* in either format */

#define VBAR			(AARCH32_MEM + 0x2020)
#define HIGH_VECTORS		0xffff0000UL
#define HIGH_VECTORS_SLOT	21
#define HIGH_VECTORS_SIZE	0x10000UL

/* Added to the address of an instruction, A32 or T32, this is its LR_abt. */
#define LR_ABT_OFFSET		8

/* What MRS shows of CPSR. */
#define CPSR_VISIBLE		0xf8ff03dfUL

/* IT state of the last, or only, instruction of an IT EQ; Z is set. */
#define CPSR_IT_EQ		(BIT(11) | BIT(30))

/**
 * struct setup32 - how the guest is set up, beyond the instruction
 * @name: for names of cases
 * @sctlr: bits to set in SCTLR
 * @ttbcr: value of TTBCR
 * @cpsr: bits to change in CPSR
 * @needs: bits of CPSR that the CPU must have
 * @sctlr_clear: bits to clear in SCTLR
 */
struct setup32 {
	const char *name;
	u32 sctlr;
	u32 ttbcr;
	u32 cpsr;
	u32 needs;
	u32 sctlr_clear;
};

static const struct setup32 plain = { "" };

static const struct setup32 long_format = { "-eae", .ttbcr = TTBCR_EAE };

static const struct setup32 setups[] = {
	{ "-eae", .ttbcr = TTBCR_EAE },
	{ "-v", .sctlr = SCTLR_V },
	{ "-te", .sctlr = SCTLR_TE },
	{ "-ee", .sctlr = SCTLR_EE },
	{ "-eae-v-te-ee", .sctlr = SCTLR_V | SCTLR_TE | SCTLR_EE,
	  .ttbcr = TTBCR_EAE },
	{ "-big-endian", .cpsr = PSR32_E },
	{ "-flags", .cpsr = PSR32_NZCV_MASK | PSR32_Q | PSR32_GE_MASK },
	{ "-unmasked", .cpsr = PSR32_AIF },
};

static const struct setup32 optional_setups[] = {
	{ "-dit", .needs = PSR32_DIT_HYP, .cpsr = PSR32_DIT_HYP },
	{ "-pan", .needs = PSR32_PAN, .cpsr = PSR32_PAN },
	{ "-pan-span-clear", .needs = PSR32_PAN, .cpsr = PSR32_PAN,
	  .sctlr_clear = SCTLR_SPAN },
	{ "-span-set", .needs = PSR32_PAN, .sctlr = SCTLR_SPAN },
	{ "-span-clear", .needs = PSR32_PAN, .sctlr_clear = SCTLR_SPAN },
	{ "-ssbs", .needs = PSR32_SSBS, .cpsr = PSR32_SSBS },
	{ "-ssbs-dssbs", .needs = PSR32_SSBS, .cpsr = PSR32_SSBS,
	  .sctlr = SCTLR_DSSBS },
	{ "-dssbs", .needs = PSR32_SSBS, .sctlr = SCTLR_DSSBS },
};

static const struct setup32 it_block = { "-it", .cpsr = CPSR_IT_EQ };

/**
 * struct mode32 - a mode to take the abort from
 * @name: for names of cases
 * @mode: PSR32_MODE_*
 */
struct mode32 {
	const char *name;
	u32 mode;
};

static const struct mode32 usr = { "usr", PSR32_MODE_USR };
static const struct mode32 svc = { "svc", PSR32_MODE_SVC };

/* Every other one; some have registers of their own. */
static const struct mode32 other_modes[] = {
	{ "fiq", PSR32_MODE_FIQ },
	{ "irq", PSR32_MODE_IRQ },
	{ "abt", PSR32_MODE_ABT },
	{ "und", PSR32_MODE_UND },
	{ "sys", PSR32_MODE_SYS },
};

struct case32 {
	const struct insn32 *insn;
	const struct setup32 *setup;
	u32 mode;
};

static u32 case_cpsr(const struct case32 *c)
{
	return (c->mode | PSR32_AIF) ^ c->setup->cpsr;
}

static u32 vector_base(const struct case32 *c)
{
	return c->setup->sctlr & SCTLR_V ? HIGH_VECTORS : VBAR;
}

static void set_up(const struct case32 *c, struct kvm_vcpu *vcpu)
{
	u64 sctlr = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1));
	struct kvm_vm *vm = vcpu->vm;

	vm_userspace_mem_region_add(vm, VM_MEM_SRC_ANONYMOUS, HIGH_VECTORS,
				    HIGH_VECTORS_SLOT,
				    HIGH_VECTORS_SIZE / vm->page_size, 0);
	abort_guest32_load_vectors(vm, vector_base(c),
				   c->setup->sctlr & SCTLR_TE);

	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1),
		     (sctlr & ~(u64)c->setup->sctlr_clear) | c->setup->sctlr);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TCR_EL1), c->setup->ttbcr);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1), VBAR);
	if (!c->insn->len)
		nisv_enable(vm);
}

/* What the CPU has not it drops when the guest is entered. */
static void require_bits(const struct case32 *c, struct kvm_vcpu *vcpu)
{
	u32 needs = c->setup->needs, got;

	if (!needs)
		return;

	abort_guest32_start(vcpu, c->insn, case_cpsr(c) | needs,
			    ABORT_GUEST_DEV_EL0);
	abort_guest32_run_to_exit(vcpu, c->insn, ABORT_GUEST_DEV_EL0);
	got = vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate));
	__TEST_REQUIRE(!(needs & ~got), "cpu: no CPSR bits %#x", needs & ~got);
}

/*
 * CPSR in the vector of a real data abort from the same state; what exception
 * entry leaves alone is not asked for.
 */
static u32 real_entry(const struct case32 *c, struct kvm_vcpu *vcpu)
{
	const u32 kept = PSR32_NZCV_MASK | PSR32_Q | PSR32_GE_MASK |
			 PSR32_DIT_HYP;
	u32 old = case_cpsr(c), new;

	abort_guest32_start(vcpu, c->insn->thumb ? &abort_guest32_align_t32 :
						   &abort_guest32_align_a32,
			    old, ABORT_GUEST_DEV_EL0 + 1);
	abort_guest32_run_to_vector(vcpu);
	new = vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate));

	vcpu_run_complete_io(vcpu);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST32_REG_TAKEN), 0);
	return (new & ~kept) | (old & kept);
}

/* Replaces the lower half of a register that the upper half isn't about. */
static void set_low(struct reg_snapshot *state, u64 id, u32 value)
{
	u64 old = reg_snapshot_get(state, id);

	reg_snapshot_set(state, id, (old & GENMASK(63, 32)) | value);
}

static u32 wanted_dfsr(const struct case32 *c)
{
	u32 status = c->setup->ttbcr & TTBCR_EAE ? DFSR_LPAE_EXTERNAL :
						   DFSR_SHORT_EXTERNAL;

	return status | (c->insn->is_write ? DFSR_WNR : 0);
}

/* A PSR the way AArch32 sees it, from the way that KVM keeps it. */
static u32 psr_to_aarch32(u32 psr)
{
	return (psr & ~PSR32_DIT_HYP) |
	       (psr & PSR32_DIT_HYP ? PSR32_DIT_SPSR : 0);
}

static void assert_rules(const struct case32 *c, struct kvm_vcpu *vcpu, u32 cpsr)
{
	u64 sctlr = vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG(SYS_SCTLR_EL1));
	u32 mask = PSR32_MODE_MASK | PSR32_T | PSR32_AIF | PSR32_E |
		   PSR32_IT_MASK | PSR32_IL | c->setup->needs;
	u32 want = PSR32_MODE_ABT | PSR32_A | PSR32_I;

	want |= case_cpsr(c) & (PSR32_F | PSR32_PAN | PSR32_DIT_HYP);
	want |= sctlr & SCTLR_TE ? PSR32_T : 0;
	want |= sctlr & SCTLR_EE ? PSR32_E : 0;
	want |= sctlr & SCTLR_SPAN ? 0 : PSR32_PAN;
	want |= sctlr & SCTLR_DSSBS ? PSR32_SSBS : 0;
	TEST_ASSERT((cpsr & mask) == (want & mask),
		    "CPSR in the vector: wanted %#x got %#x of bits %#x",
		    want & mask, cpsr & mask, mask);
}

static void expect_entry(const struct case32 *c, struct reg_snapshot *state,
			 u32 cpsr, u32 addr)
{
	u32 old = reg_snapshot_get(state, ARM64_CORE_REG(regs.pstate));
	u32 pc = reg_snapshot_get(state, ARM64_CORE_REG(regs.pc));

	reg_snapshot_set(state, ARM64_CORE_REG(regs.pc),
			 vector_base(c) + ABORT_GUEST32_DABT);
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pstate), cpsr);
	reg_snapshot_set(state, aarch32_reg(PSR32_MODE_ABT, 14),
			 pc + LR_ABT_OFFSET);
	reg_snapshot_set(state, ARM64_CORE_REG(spsr[KVM_SPSR_ABT]),
			 psr_to_aarch32(old));
	set_low(state, KVM_ARM64_SYS_REG(SYS_ESR_EL1), wanted_dfsr(c));
	set_low(state, KVM_ARM64_SYS_REG(SYS_FAR_EL1), addr);
}

static void expect_report(const struct case32 *c, struct reg_snapshot *state,
			  u32 addr)
{
	u64 cpsr = reg_snapshot_get(state, ARM64_CORE_REG(regs.pstate));
	u64 lr = reg_snapshot_get(state, aarch32_reg(PSR32_MODE_ABT, 14));
	u64 spsr = reg_snapshot_get(state, ARM64_CORE_REG(spsr[KVM_SPSR_ABT]));

	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST32_REG_TAKEN), 1);
	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST32_REG_DFSR),
			 wanted_dfsr(c));
	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST32_REG_DFAR), addr);
	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST32_REG_SPSR), spsr);
	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST32_REG_LR), lr);
	reg_snapshot_set(state, ABORT_GUEST_REG(ABORT_GUEST32_REG_CPSR),
			 psr_to_aarch32(cpsr) & CPSR_VISIBLE);
	reg_snapshot_set(state, ARM64_CORE_REG(regs.pc),
			 vector_base(c) + ABORT_GUEST32_REPORT);
}

/*
 * Test that the abort is taken to Abort mode the way SCTLR and TTBCR say, that
 * this shows before the vCPU runs, that no other register is different, and
 * that the guest then executes its vector from the first instruction on.
 */
static void test_el1(const void *arg)
{
	const struct case32 *c = arg;
	u32 addr = ABORT_GUEST_DEV_EL0 + 0x20;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u32 cpsr;

	aarch32_require_el1();
	ext_dabt_require();
	vm = abort_guest32_create(&vcpu);
	set_up(c, vcpu);
	require_bits(c, vcpu);
	cpsr = real_entry(c, vcpu);
	assert_rules(c, vcpu, cpsr);

	abort_guest32_start(vcpu, c->insn, case_cpsr(c), addr);
	abort_guest32_run_to_exit(vcpu, c->insn, addr);
	state = reg_snapshot_take(vcpu);

	ext_dabt_inject(vcpu);
	expect_entry(c, state, cpsr, addr);
	reg_snapshot_assert_unchanged(state, vcpu, "after the injection");

	abort_guest32_run_to_vector(vcpu);
	expect_report(c, state, addr);
	reg_snapshot_assert_unchanged(state, vcpu, "in the vector");

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

#ifdef __aarch64__
/*
 * Test that the abort is taken from AArch32 EL0 to an AArch64 EL1 through the
 * fourth group of vectors, that a 16-bit instruction makes no difference to
 * ESR_EL1.IL, and that the guest can return to AArch32.
 */
static void test_el0(const void *arg)
{
	const struct case32 *c = arg;
	u32 addr = ABORT_GUEST_DEV_EL0 + 0x20;
	struct reg_snapshot *state;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 entry;

	aarch32_require_el0();
	ext_dabt_require();
	vm = abort_guest32_create_el0(&vcpu);
	if (!c->insn->len)
		nisv_enable(vm);

	abort_guest32_start(vcpu, c->insn, case_cpsr(c), addr);
	entry = abort_guest_real_entry(vcpu, (void *)ABORT_GUEST32_CODE,
				       vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.pstate)));

	abort_guest32_start(vcpu, c->insn, case_cpsr(c), addr);
	abort_guest32_run_to_exit(vcpu, c->insn, addr);
	state = reg_snapshot_take(vcpu);

	ext_dabt_inject(vcpu);
	ext_dabt_assert_taken(vcpu, state, entry, addr, c->insn->is_write);

	vcpu_set_reg(vcpu, ARM64_CORE_REG(elr_el1),
		     ABORT_GUEST32_CODE + c->insn->size);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(spsr[KVM_SPSR_EL1]),
		     reg_snapshot_get(state, ARM64_CORE_REG(spsr[KVM_SPSR_EL1])) &
		     ~PSR32_IT_MASK);
	abort_guest32_run_to_end(vcpu);

	reg_snapshot_free(state);
	kvm_vm_free(vm);
}

static void add_el0(struct case_list *list, struct case32 c)
{
	const char *clause = "DABT-1";

	if (c.insn->len)
		clause = "DABT-2";
	c.mode = usr.mode;
	case_list_add(list, clause, test_el0, &c, sizeof(c), "%s-el0-32%s",
		      c.insn->name, c.setup->name);
}
#else
/* Above User mode there is no AArch64 */
static void add_el0(struct case_list *list, struct case32 c)
{
}
#endif

/* That an MMIO access is dropped is DABT-2's, to whatever EL1 the abort goes. */
static void add_el1(struct case_list *list, struct case32 c,
		    const struct mode32 *mode)
{
	const char *clause = "DABT-9";

	if (c.insn->len)
		clause = "DABT-2";
	else if (c.setup->needs)
		clause = "DABT-12";
	c.mode = mode->mode;
	case_list_add(list, clause, test_el1, &c, sizeof(c), "%s-%s%s",
		      c.insn->name, mode->name, c.setup->name);
}

static void add_insn(struct case_list *list, struct case32 c)
{
	c.setup = &plain;
	add_el1(list, c, &usr);
	add_el1(list, c, &svc);
	add_el0(list, c);

	if (!c.insn->thumb)
		return;

	c.setup = &it_block;
	add_el1(list, c, &svc);
	add_el0(list, c);
}

static const struct insn32 *first_nisv_insn(bool thumb, bool is_write)
{
	unsigned int i;

	for (i = 0; i < abort_guest32_nr_insns; i++)
		if (abort_guest32_insns[i].thumb == thumb &&
		    abort_guest32_insns[i].is_write == is_write &&
		    !abort_guest32_insns[i].len)
			return &abort_guest32_insns[i];

	TEST_FAIL("no instruction for this set of cases");
}

/* One of A32 and of T32 is enough for what doesn't depend on it. */
static void add_setups(struct case_list *list, bool thumb)
{
	struct case32 c = {
		.insn = first_nisv_insn(thumb, false),
		.setup = &plain,
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(other_modes); i++)
		add_el1(list, c, &other_modes[i]);

	for (i = 0; i < ARRAY_SIZE(setups); i++) {
		c.setup = &setups[i];
		add_el1(list, c, &usr);
		add_el1(list, c, &svc);
	}

	for (i = 0; i < ARRAY_SIZE(optional_setups); i++) {
		c.setup = &optional_setups[i];
		add_el1(list, c, &svc);
	}

	c.setup = &long_format;
	c.insn = first_nisv_insn(thumb, true);
	add_el1(list, c, &svc);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct case32 c = {};
	unsigned int i;

	for (i = 0; i < abort_guest32_nr_insns; i++) {
		c.insn = &abort_guest32_insns[i];
		add_insn(&list, c);
	}

	add_setups(&list, false);
	add_setups(&list, true);

	return contract_main(argc, argv, list.cases, list.nr);
}
