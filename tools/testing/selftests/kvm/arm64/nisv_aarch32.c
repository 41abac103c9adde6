// SPDX-License-Identifier: GPL-2.0
/*
 * Instructions without valid syndrome in A32 and T32, at an AArch32 EL1 and at
 * an AArch32 EL0 below AArch64 EL1.
 *
 * As for AArch64: userspace completes the instruction, the guest goes on, then
 * a memslot takes the place of the device and the CPU does it alone. All
 * registers must be the same.
 */
#include "aarch32.h"
#include "aarch32_insns.h"
#include "case_list.h"
#include "contract.h"
#include "kvm_util.h"
#include "nisv.h"
#include "processor.h"
#include "reg_snapshot.h"

#define TEST_SLOT	10
#define SLOT_SIZE	0x10000
#define DEVICE		0x30000000UL
#define DEVICE_SIZE	0x1000
#define ACCESS		(DEVICE + 0x800)
#define REPORT		0x30100000UL

/* Vectors of an AArch32 EL1: they report to the next word. */
#define VECTORS		(AARCH32_MEM + 0x1000)
#define A32_STR_R0_R7_4	0xe5870004	/* str r0, [r7, #4] */

/* CPACR.cp10 and cp11, FPEXC.EN. */
#define CPACR_CP10_CP11	(UL(0xf) << 20)
#define FPEXC_EN	(BIT(30) | 0x700)

/*
 * What follows the instruction: the FP registers are looked at, which also
 * makes the host load them, and the guest says that it is there.
 */
static const u32 tail_a32[] = {
	0xec598b10,	/* vmov	r8, r9, d0 */
	0xec5bab11,	/* vmov	r10, r11, d1 */
	0xe5870000,	/* str	r0, [r7] */
};

static const u16 tail_t32[] = {
	0xec59, 0x8b10,	/* vmov	r8, r9, d0 */
	0xec5b, 0xab11,	/* vmov	r10, r11, d1 */
	0x6038,		/* str	r0, [r7] */
};

/* One row of the result: an instruction at an exception level. */
struct aarch32_case {
	const struct aarch32_insn *insn;
	unsigned int el;
};

struct aarch32_test {
	const struct aarch32_insn *insn;
	unsigned int el;
	u32 cpsr;
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	u8 device[DEVICE_SIZE];
};

static u64 access_address(const struct aarch32_insn *insn)
{
	return ACCESS + insn->offset + (insn->pre ? insn->writeback : 0);
}

static void load_code(struct aarch32_test *test)
{
	const struct aarch32_insn *insn = test->insn;
	unsigned int i;
	u32 vector = A32_STR_R0_R7_4;

	aarch32_load(test->vm, AARCH32_MEM, insn->code, insn->size);
	if (insn->thumb)
		aarch32_load(test->vm, AARCH32_MEM + insn->size, tail_t32,
			     sizeof(tail_t32));
	else
		aarch32_load(test->vm, AARCH32_MEM + insn->size, tail_a32,
			     sizeof(tail_a32));
	for (i = 0; i < 8; i++)
		aarch32_load(test->vm, VECTORS + i * sizeof(vector), &vector,
			     sizeof(vector));
}

static void set_el1_regs(struct aarch32_test *test)
{
	vcpu_set_reg(test->vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1), VECTORS);
	vcpu_set_reg(test->vcpu, KVM_ARM64_SYS_REG(SYS_CPACR_EL1),
		     CPACR_CP10_CP11);
	vcpu_set_reg(test->vcpu, KVM_ARM64_SYS_REG(SYS_FPEXC32_EL2), FPEXC_EN);
}

static void create_el1(struct aarch32_test *test)
{
	aarch32_require_el1();
	test->vm = aarch32_vm_create(&test->vcpu);
	test->cpsr = PSR32_AIF | PSR32_MODE_SVC;
	set_el1_regs(test);
}

static void create_el0(struct aarch32_test *test)
{
	aarch32_require_el0();
	test->vm = aarch32_vm_create_el0(&test->vcpu, NULL);
	test->cpsr = PSR32_AIF | PSR32_MODE_USR;

	if (!aarch32_el1_is_64bit())
		set_el1_regs(test);
	aarch32_map_el0(test->vm, DEVICE);
	aarch32_map_el0(test->vm, REPORT);
}

static u64 reg_id(const struct aarch32_test *test, unsigned int n)
{
	return aarch32_reg(test->cpsr & PSR32_MODE_MASK, n);
}

/* Every register is recognisable, and the instruction is next. */
static void set_state(struct aarch32_test *test)
{
	const u64 v0[2] = { 0x8d8c8b8a89888786, 0x9d9c9b9a99989796 };
	u32 cpsr = test->cpsr | (test->insn->thumb ? PSR32_T : 0);
	unsigned int n;

	for (n = 0; n <= 14; n++)
		vcpu_set_reg(test->vcpu, reg_id(test, n), 0x81828384 + n * 0x01030507);
	vcpu_set_reg(test->vcpu, reg_id(test, 1), ACCESS);
	vcpu_set_reg(test->vcpu, reg_id(test, 13), ACCESS);
	vcpu_set_reg(test->vcpu, reg_id(test, 7), REPORT);
	aarch32_set_d0_d1(test->vcpu, v0);
	aarch32_set_entry(test->vcpu, AARCH32_MEM, cpsr);
}

static void fill_memory(u8 *mem)
{
	unsigned int i;

	for (i = 0; i < DEVICE_SIZE; i++)
		mem[i] = i * 113 + (i >> 3) * 5 + 0x9d;
}

static void emulate_regs(struct aarch32_test *test, u8 *mem)
{
	unsigned int n;
	u32 value;

	for (n = 0; n < 16; n++) {
		if (!(test->insn->regs & (1 << n)))
			continue;
		if (test->insn->store) {
			value = vcpu_get_reg(test->vcpu, reg_id(test, n));
			memcpy(mem, &value, sizeof(value));
		} else {
			memcpy(&value, mem, sizeof(value));
			vcpu_set_reg(test->vcpu, reg_id(test, n), value);
		}
		mem += sizeof(value);
	}
}

static void emulate_doubles(struct aarch32_test *test, u8 *mem)
{
	size_t size = test->insn->doubles * sizeof(u64);
	u64 v0[2];

	aarch32_get_d0_d1(test->vcpu, v0);
	if (test->insn->store) {
		memcpy(mem, v0, size);
	} else {
		memcpy(v0, mem, size);
		aarch32_set_d0_d1(test->vcpu, v0);
	}
}

static void emulate(struct aarch32_test *test)
{
	const struct aarch32_insn *insn = test->insn;
	u64 base = reg_id(test, insn->base);
	u8 *mem = test->device + (access_address(insn) - DEVICE);

	if (insn->doubles)
		emulate_doubles(test, mem);
	else
		emulate_regs(test, mem);
	vcpu_set_reg(test->vcpu, base,
		     vcpu_get_reg(test->vcpu, base) + insn->writeback);
	nisv_set_pc(test->vcpu, nisv_pc(test->vcpu) + insn->size);
}

static void run_to_report(struct aarch32_test *test)
{
	struct kvm_run *run = test->vcpu->run;

	vcpu_run(test->vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(test->vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT(run->mmio.phys_addr != REPORT + 4, "unexpected exception");
	TEST_ASSERT_EQ((u64)run->mmio.phys_addr, REPORT);
	vcpu_run_complete_io(test->vcpu);
}

/* Registers that no CPU has held yet show bits that no CPU has. */
static void run_once(struct aarch32_test *test)
{
	set_state(test);
	nisv_set_pc(test->vcpu, AARCH32_MEM + test->insn->size);
	run_to_report(test);
}

static void run_with_device(struct aarch32_test *test)
{
	struct reg_snapshot *before;

	run_once(test);
	set_state(test);
	before = reg_snapshot_take(test->vcpu);
	nisv_run_expect_exit(test->vcpu, access_address(test->insn),
			     test->insn->store);
	reg_snapshot_assert_unchanged(before, test->vcpu, "at the exit");
	reg_snapshot_free(before);
	emulate(test);
	run_to_report(test);
}

static void run_with_memory(struct aarch32_test *test)
{
	vm_userspace_mem_region_add(test->vm, VM_MEM_SRC_ANONYMOUS, DEVICE,
				    TEST_SLOT, SLOT_SIZE / test->vm->page_size, 0);
	fill_memory(addr_gpa2hva(test->vm, DEVICE));
	set_state(test);
	run_to_report(test);
}

/* Without a CPU that can do it on this memory: what was loaded is there. */
static void check_loaded(struct aarch32_test *test)
{
	u8 *mem = test->device + (access_address(test->insn) - DEVICE);
	unsigned int n;
	u32 want;

	for (n = 0; n < 16; n++) {
		if (!(test->insn->regs & (1 << n)))
			continue;
		memcpy(&want, mem, sizeof(want));
		TEST_ASSERT_EQ(vcpu_get_reg(test->vcpu, reg_id(test, n)),
			       (u64)want);
		mem += sizeof(want);
	}
}

/*
 * Test that userspace can complete the instruction, and that the guest can't
 * tell that from the CPU having done it.
 */
static void test_insn(const void *arg)
{
	const struct aarch32_case *c = arg;
	struct aarch32_test test = { .insn = c->insn, .el = c->el };
	struct reg_snapshot *emulated;

	if (test.el)
		create_el1(&test);
	else
		create_el0(&test);
	nisv_enable(test.vm);
	printf("%s\n", test.insn->text);
	load_code(&test);
	fill_memory(test.device);

	run_with_device(&test);
	if (test.insn->exclusive) {
		check_loaded(&test);
	} else {
		emulated = reg_snapshot_take(test.vcpu);
		run_with_memory(&test);
		reg_snapshot_assert_unchanged(emulated, test.vcpu,
					      "emulated, and by the CPU");
		reg_snapshot_free(emulated);
		TEST_ASSERT(!memcmp(addr_gpa2hva(test.vm, DEVICE), test.device,
				    DEVICE_SIZE),
			    "the device holds other bytes than if the CPU had done it");
	}

	kvm_vm_free(test.vm);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct aarch32_case c;
	const char *isa;
	size_t i;

	for (i = 0; i < nr_aarch32_insns; i++) {
		c.insn = &aarch32_insns[i];
		isa = c.insn->thumb ? "t32" : "a32";
		for (c.el = 0; c.el <= 1; c.el++)
			case_list_add(&list, "NISV-18", test_insn, &c, sizeof(c),
				      "%s-%s-el%u", isa, c.insn->name, c.el);
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
