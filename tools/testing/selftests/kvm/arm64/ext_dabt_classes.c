// SPDX-License-Identifier: GPL-2.0
/*
 * What the injected abort says of the access: its direction, the address and
 * the instruction, for every class of instructions that exits, with a valid
 * syndrome (DABT-2) or without (DABT-1).
 */
#include "case_list.h"
#include "ext_dabt.h"
#include "insn_run.h"
#include "processor.h"

#define SLOT		10
#define SLOT_SIZE	0x10000

#define VECTOR_CURRENT	0x200
#define VECTOR_LOWER	0x400

/**
 * struct class_case - one row of the result
 * @class: the instruction
 * @el: where it is executed
 */
struct class_case {
	const struct insn_class *class;
	unsigned int el;
};

static bool is_nisv(const struct insn_class *class)
{
	return class->exit == INSN_EXIT_NISV;
}

/* Store exclusives may fail without an access, unless the address can be read. */
static void add_slot(struct insn_run *run)
{
	if (run->class->op != INSN_STORE_EXCL)
		return;

	vm_userspace_mem_region_add(run->vm, VM_MEM_SRC_ANONYMOUS, NISV_MMIO_GPA,
				    SLOT, SLOT_SIZE / run->vm->page_size,
				    KVM_MEM_READONLY);
}

static void run_to_exit(struct insn_run *run)
{
	struct kvm_vcpu *vcpu = run->machine.vcpu;

	insn_run_to_entry(run);
	vcpu_run(vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, is_nisv(run->class) ?
				    KVM_EXIT_ARM_NISV : KVM_EXIT_MMIO);
}

/*
 * WnR is UNKNOWN in an external abort on an atomic access. What the exit said of it
 * is then as good as anything, and what is wanted here.
 */
static u64 wanted_wnr(struct insn_run *run)
{
	if (run->class->flags & INSN_WNR_ANY)
		return run->machine.vcpu->run->arm_nisv.esr_iss & ESR_ELx_WNR;

	return insn_is_write(run->class) ? ESR_ELx_WNR : 0;
}

static u64 sysreg(struct insn_run *run, u64 reg)
{
	return vcpu_get_reg(run->machine.vcpu, KVM_ARM64_SYS_REG(reg));
}

static void assert_equal(const char *name, u64 want, u64 got)
{
	TEST_ASSERT(got == want, "%s: wanted %#lx got %#lx", name,
		    (unsigned long)want, (unsigned long)got);
}

/* Test that the abort describes the access, and nothing that was not there. */
static void test_class(const void *arg)
{
	const struct class_case *c = arg;
	u64 ec = c->el ? ESR_ELx_EC_DABT_CUR : ESR_ELx_EC_DABT_LOW;
	struct insn_run run;
	u64 wnr;

	ext_dabt_require();
	insn_run_create(&run, c->class, c->el);
	nisv_enable(run.vm);
	add_slot(&run);
	run_to_exit(&run);
	wnr = wanted_wnr(&run);

	ext_dabt_inject(run.machine.vcpu);
	assert_equal("ESR_EL1", ec << ESR_ELx_EC_SHIFT | ESR_ELx_IL | wnr |
		     ESR_ELx_FSC_EXTABT, sysreg(&run, SYS_ESR_EL1));
	assert_equal("FAR_EL1", NISV_MMIO_GVA + insn_access_offset(c->class) +
		     c->class->fault_offset, sysreg(&run, SYS_FAR_EL1));
	assert_equal("ELR_EL1", (u64)c->class->code->insn,
		     vcpu_get_reg(run.machine.vcpu, ARM64_CORE_REG(elr_el1)));
	assert_equal("PC", sysreg(&run, SYS_VBAR_EL1) +
		     (c->el ? VECTOR_CURRENT : VECTOR_LOWER),
		     nisv_pc(run.machine.vcpu));
	insn_run_destroy(&run);
}

static void add_case(struct case_list *list, const struct class_case *c)
{
	const char *clause = "DABT-2";
	char name[64];

	if (is_nisv(c->class))
		clause = "DABT-1";
	insn_case_name(c->class->name, name, sizeof(name));
	case_list_add(list, clause, test_class, c, sizeof(*c), "class-%s-el%u", name,
		      c->el);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct class_case c;
	size_t i;

	test_disable_default_vgic();

	for (i = 0; i < nr_insn_classes; i++) {
		c.class = &insn_classes[i];
		/* FAR_EL1 of a literal load is where the page is mapped */
		if (c.class->exit == INSN_EXIT_NONE ||
		    c.class->flags & INSN_LITERAL)
			continue;
		for (c.el = 0; c.el <= 1; c.el++)
			add_case(&list, &c);
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
