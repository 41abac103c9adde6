// SPDX-License-Identifier: GPL-2.0
/*
 * What outside the memslots is the guest's own affair, even where accesses
 * without syndrome exit: table walks, instruction fetches, cache maintenance.
 */
#include "case_list.h"
#include "contract.h"
#include "insn_run.h"
#include "kvm_util.h"
#include "processor.h"

#define TEST_SLOT	10
#define SLOT_SIZE	0x10000

/* An address whose tables at all levels but the first are its own, with any granule. */
#define WALK_GVA	((gva_t)1 << 47)

/* For the table of the first level: an address that TTBR1_EL1 translates. */
#define TTBR1_GVA	((gva_t)0xffff000000001000)

/* Where tables can't be. */
#define HOLE_GPA	(NISV_MMIO_GPA + 0x1000000)

/* TCR_EL1: TTBR1_EL1 in use, 48 bits, 4K granule. */
#define TCR_T1SZ_48		(UL(16) << 16)
#define TCR_TG1_4K_GRANULE	(UL(2) << 30)

/* What the abort handler passes on. */
enum { ABORT_ESR, ABORT_FAR, ABORT_PC };

static void abort_handler(struct ex_regs *regs)
{
	GUEST_SYNC3(read_sysreg(esr_el1), read_sysreg(far_el1), regs->pc);
}

static void install_handlers(struct kvm_vm *vm)
{
	vm_install_sync_handler(vm, VECTOR_SYNC_CURRENT, ESR_ELx_EC_DABT_CUR,
				abort_handler);
	vm_install_sync_handler(vm, VECTOR_SYNC_CURRENT, ESR_ELx_EC_IABT_CUR,
				abort_handler);
	vm_install_sync_handler(vm, VECTOR_SYNC_LOWER_64, ESR_ELx_EC_DABT_LOW,
				abort_handler);
	vm_install_sync_handler(vm, VECTOR_SYNC_LOWER_64, ESR_ELx_EC_IABT_LOW,
				abort_handler);
}

/* Implementation defined. */
#define ESR_UNCHECKED	ESR_ELx_EA

static void expect_abort(struct insn_run *run, u64 ec, u64 iss, gva_t far,
			 u64 pc)
{
	u64 want = ec << ESR_ELx_EC_SHIFT | ESR_ELx_IL | iss;
	struct ucall uc;

	nisv_run_expect_ucall(run->machine.vcpu, UCALL_SYNC, &uc);
	TEST_ASSERT((uc.args[ABORT_ESR] & ~ESR_UNCHECKED) == want,
		    "ESR_EL1: wanted %#lx got %#lx", (unsigned long)want,
		    (unsigned long)uc.args[ABORT_ESR]);
	TEST_ASSERT(uc.args[ABORT_FAR] == far,
		    "FAR_EL1: wanted %#lx got %#lx", (unsigned long)far,
		    (unsigned long)uc.args[ABORT_FAR]);
	TEST_ASSERT(uc.args[ABORT_PC] == pc,
		    "ELR_EL1: wanted %#lx got %#lx", (unsigned long)pc,
		    (unsigned long)uc.args[ABORT_PC]);
}

/* A walk whose table at @level is not in memory. */
struct walk_case {
	const char *insn;
	unsigned int el;
	unsigned int level;
};

static void break_ttbr1(struct kvm_vcpu *vcpu)
{
	u64 tcr_id = KVM_ARM64_SYS_REG(SYS_TCR_EL1);
	u64 tcr = vcpu_get_reg(vcpu, tcr_id) & ~TCR_EPD1_MASK;

	vcpu_set_reg(vcpu, tcr_id, tcr | TCR_T1SZ_48 | TCR_TG1_4K_GRANULE);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_TTBR1_EL1), HOLE_GPA);
}

/* Returns the address that can't be translated. */
static gva_t break_walk(struct insn_run *run, unsigned int level)
{
	u64 *entry;

	__TEST_REQUIRE(run->vm->mmu.pgtable_levels == 4, "cpu: runs with pages of other than 4K");
	if (!level) {
		break_ttbr1(run->machine.vcpu);
		return TTBR1_GVA;
	}

	virt_map(run->vm, WALK_GVA, NISV_MMIO_GPA, 1);
	entry = virt_get_pte_hva_at_level(run->vm, WALK_GVA, level - 1);
	*entry &= ~PTE_ADDR_MASK(12);
	*entry |= HOLE_GPA;
	return WALK_GVA;
}

/* Test that a load or store gets an external abort on the walk, with its level. */
static void test_walk(const void *arg)
{
	const struct walk_case *c = arg;
	u64 iss = ESR_ELx_FSC_SEA_TTW(c->level);
	struct insn_run run;
	gva_t gva;

	insn_run_create(&run, insn_class_find(c->insn), c->el);
	if (insn_is_write(run.class))
		iss |= ESR_ELx_WNR;
	nisv_assert_enable(run.vm);
	install_handlers(run.vm);
	gva = break_walk(&run, c->level) + 0x123;
	insn_run_context(&run)->x[1] = gva;
	insn_run_to_entry(&run);
	expect_abort(&run, c->el ? ESR_ELx_EC_DABT_CUR : ESR_ELx_EC_DABT_LOW,
		     iss, gva, (u64)run.class->code->insn);
	insn_run_destroy(&run);
}

/* Test that an instruction fetch gets one as well. */
static void test_fetch_walk(const void *arg)
{
	const struct walk_case *c = arg;
	struct insn_run run;
	gva_t gva;

	insn_run_create(&run, insn_class_find("ldr_x_post"), c->el);
	nisv_assert_enable(run.vm);
	install_handlers(run.vm);
	gva = break_walk(&run, c->level);
	insn_run_to_entry(&run);
	nisv_set_pc(run.machine.vcpu, gva);
	expect_abort(&run, c->el ? ESR_ELx_EC_IABT_CUR : ESR_ELx_EC_IABT_LOW,
		     ESR_ELx_FSC_SEA_TTW(c->level), gva, gva);
	insn_run_destroy(&run);
}

/* Test that an instruction fetched where no memory is aborts in the guest. */
static void test_fetch(const void *arg)
{
	const struct walk_case *c = arg;
	struct insn_run run;

	insn_run_create(&run, insn_class_find("ldr_x_post"), c->el);
	nisv_assert_enable(run.vm);
	install_handlers(run.vm);
	/* What EL0 may write EL1 can't execute: not the page for accesses. */
	virt_map(run.vm, WALK_GVA, HOLE_GPA, 1);
	insn_run_to_entry(&run);
	nisv_set_pc(run.machine.vcpu, WALK_GVA + 0x124);
	expect_abort(&run, c->el ? ESR_ELx_EC_IABT_CUR : ESR_ELx_EC_IABT_LOW,
		     ESR_ELx_FSC_EXTABT, WALK_GVA + 0x124, WALK_GVA + 0x124);
	insn_run_destroy(&run);
}

/* Which cache maintenance, executed where. */
struct cache_case {
	const struct insn_class *op;
	unsigned int el;
};

static void create_cache(struct insn_run *run, const struct cache_case *c)
{
	insn_run_create(run, c->op, c->el);
	nisv_assert_enable(run->vm);
}

/* Test that cache maintenance of an address without memory has no effect. */
static void test_cache(const void *arg)
{
	struct insn_run run;

	create_cache(&run, arg);
	insn_run_to_entry(&run);
	insn_run_expect_left(&run);
	insn_run_destroy(&run);
}

/*
 * Test that cache maintenance of a read-only memslot exits with its address, or
 * that the guest goes on.
 */
static void test_cache_readonly(const void *arg)
{
	const struct cache_case *c = arg;
	struct kvm_vcpu *vcpu;
	struct insn_run run;

	create_cache(&run, c);
	vm_userspace_mem_region_add(run.vm, VM_MEM_SRC_ANONYMOUS, NISV_MMIO_GPA,
				    TEST_SLOT, SLOT_SIZE / run.vm->page_size,
				    KVM_MEM_READONLY);
	insn_run_to_entry(&run);

	vcpu = run.machine.vcpu;
	vcpu_run(vcpu);
	if (vcpu->run->exit_reason == KVM_EXIT_ARM_NISV) {
		printf("read-only memslot: exits\n");
		TEST_ASSERT_EQ((u64)vcpu->run->arm_nisv.fault_ipa,
			       INSN_ACCESS_GPA);
		TEST_ASSERT(!(vcpu->run->arm_nisv.esr_iss & ~NISV_ISS_MASK),
			    "esr_iss has other bits: %#lx",
			    (unsigned long)vcpu->run->arm_nisv.esr_iss);
		TEST_ASSERT_EQ(nisv_pc(vcpu), (u64)c->op->code->insn);
		nisv_skip_insn(vcpu);
		insn_run_expect_left(&run);
	} else {
		printf("read-only memslot: the guest goes on\n");
		insn_run_assert_left(&run);
	}
	insn_run_destroy(&run);
}

static void add_walks(struct case_list *list, unsigned int el)
{
	struct walk_case c = { .el = el };

	for (c.level = 0; c.level <= 3; c.level++) {
		c.insn = "ldr_x_post";
		case_list_add(list, "NISV-9", test_walk, &c, sizeof(c),
			      "load-level%u-el%u", c.level, el);
		c.insn = "str_x_post";
		case_list_add(list, "NISV-9", test_walk, &c, sizeof(c),
			      "store-level%u-el%u", c.level, el);
		case_list_add(list, "NISV-9", test_fetch_walk, &c, sizeof(c),
			      "fetch-level%u-el%u", c.level, el);
	}
	case_list_add(list, "NISV-11", test_fetch, &c, sizeof(c), "fetch-el%u",
		      el);
}

static void add_cache_ops(struct case_list *list, unsigned int el)
{
	struct cache_case c = { .el = el };
	char name[32];
	size_t i;

	for (i = 0; i < nr_insn_classes; i++) {
		c.op = &insn_classes[i];
		if (c.op->op != INSN_CACHE)
			continue;
		/* Undefined at EL0, whatever SCTLR_EL1 says. */
		if (!el && !strcmp(c.op->name, "dc_ivac"))
			continue;
		insn_case_name(c.op->name, name, sizeof(name));
		case_list_add(list, "NISV-10", test_cache, &c, sizeof(c),
			      "%s-el%u", name, el);
		case_list_add(list, "NISV-10", test_cache_readonly, &c,
			      sizeof(c), "%s-readonly-el%u", name, el);
	}
}

int main(int argc, char **argv)
{
	struct case_list list = {};

	test_disable_default_vgic();
	add_walks(&list, 1);
	add_walks(&list, 0);
	add_cache_ops(&list, 1);
	add_cache_ops(&list, 0);

	return contract_main(argc, argv, list.cases, list.nr);
}
