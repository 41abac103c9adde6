// SPDX-License-Identifier: GPL-2.0
/*
 * Every class of instructions that may come without a valid syndrome, at EL1
 * and at EL0: userspace completes it and the guest goes on.
 *
 * The guest loads all its registers and executes one instruction on an address
 * without memory behind it. Userspace gets the exit, finds every register as it
 * was, does what the instruction would have done to registers and to a buffer
 * that stands for the device, and lets the guest go on, which stores all its
 * registers. Then a memslot is put where there was none and the same code runs
 * again, this time executed by the CPU alone: guest registers and memory must
 * be the same as when userspace did the work.
 */
#include "case_list.h"
#include "contract.h"
#include "insn_run.h"
#include "kvm_util.h"
#include "processor.h"
#include "reg_snapshot.h"

#define TEST_SLOT	10
#define SLOT_SIZE	0x10000
#define DEVICE_SIZE	0x1000

/* One row of the result: a class at an exception level. */
struct class_case {
	const struct insn_class *class;
	unsigned int el;
};

/* The VM, and what its device holds. */
struct class_test {
	struct insn_run run;
	u8 device[DEVICE_SIZE];
};

/* Store exclusives read zeroes before, so their registers don't change. */
static u8 first_byte(const struct insn_class *class, unsigned int i)
{
	return class->op == INSN_STORE_EXCL ? 0 : i * 113 + (i >> 3) * 5 + 0x9d;
}

static void fill_memory(struct class_test *test, u8 *mem)
{
	const struct insn_class *class = test->run.class;
	struct insn_context *context = insn_run_context(&test->run);
	unsigned int i;

	for (i = 0; i < DEVICE_SIZE; i++)
		mem[i] = first_byte(class, i);

	if (!(class->flags & INSN_MATCH))
		return;

	mem += insn_access_offset(class);
	for (i = 0; i < class->nr_regs; i++)
		memcpy(mem + i * class->esize, &context->x[class->rs + i],
		       class->esize);
}

static gpa_t fault_ipa(const struct insn_class *class)
{
	return NISV_MMIO_GPA + insn_access_offset(class) + class->fault_offset;
}

static void expect_nisv_exit(struct class_test *test)
{
	const struct insn_class *class = test->run.class;
	struct kvm_run *run = test->run.machine.vcpu->run;
	u64 iss = run->arm_nisv.esr_iss;
	u64 type = class->op == INSN_STORE_EXCL ? NISV_FSC_PERM : NISV_FSC_TRANS;

	TEST_ASSERT_KVM_EXIT_REASON(test->run.machine.vcpu, KVM_EXIT_ARM_NISV);
	TEST_ASSERT(run->arm_nisv.fault_ipa == fault_ipa(class),
		    "fault_ipa: wanted %#lx got %#lx",
		    (unsigned long)fault_ipa(class),
		    (unsigned long)run->arm_nisv.fault_ipa);

	if (class->flags & INSN_WNR_ANY)
		iss &= ~NISV_ISS_WNR;
	else
		iss ^= insn_is_write(class) ? NISV_ISS_WNR : 0;
	TEST_ASSERT((iss & ~3UL) == type,
		    "esr_iss: wanted WnR %d, FSC %#lx and a level, got %#lx",
		    insn_is_write(class), (unsigned long)type,
		    (unsigned long)run->arm_nisv.esr_iss);
}

static void complete_nisv(struct class_test *test)
{
	const struct insn_class *class = test->run.class;

	expect_nisv_exit(test);
	insn_emulate(&test->run.machine, class, test->device + insn_access_offset(class));
}

static void complete_mmio(struct class_test *test)
{
	const struct insn_class *class = test->run.class;
	struct kvm_run *run = test->run.machine.vcpu->run;
	u8 *mem = test->device + insn_access_offset(class);

	TEST_ASSERT_KVM_EXIT_REASON(test->run.machine.vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT_EQ((u64)run->mmio.phys_addr, fault_ipa(class));
	TEST_ASSERT_EQ((u32)run->mmio.len, (u32)class->esize);
	TEST_ASSERT_EQ((bool)run->mmio.is_write, insn_is_write(class));
	if (run->mmio.is_write)
		memcpy(mem, run->mmio.data, run->mmio.len);
	else
		memcpy(run->mmio.data, mem, run->mmio.len);
}

/* KVM_RUN is on the instruction, then userspace completes it. */
static void run_instruction(struct class_test *test)
{
	struct kvm_vcpu *vcpu = test->run.machine.vcpu;
	struct reg_snapshot *before = reg_snapshot_take(vcpu);
	int ret;

	/* What comes before the instruction, if anything, changes only PC. */
	reg_snapshot_set(before, ARM64_CORE_REG(regs.pc), (u64)test->run.class->code->insn);

	ret = _vcpu_run(vcpu);
	TEST_ASSERT(!ret, "KVM_RUN: wanted 0 got %d, errno %d (%s)", ret, errno,
		    strerror(errno));
	reg_snapshot_assert_unchanged(before, vcpu, "at the exit");
	reg_snapshot_free(before);

	if (test->run.class->exit == INSN_EXIT_NISV)
		complete_nisv(test);
	else
		complete_mmio(test);
}

/* Where a store exclusive goes can be read. */
static void add_slot(struct class_test *test, u32 flags)
{
	vm_userspace_mem_region_add(test->run.vm, VM_MEM_SRC_ANONYMOUS,
				    NISV_MMIO_GPA, TEST_SLOT,
				    SLOT_SIZE / test->run.vm->page_size, flags);
	fill_memory(test, addr_gpa2hva(test->run.vm, NISV_MMIO_GPA));
}

static void run_with_device(struct class_test *test)
{
	if (test->run.class->op == INSN_STORE_EXCL)
		add_slot(test, KVM_MEM_READONLY);

	insn_run_to_entry(&test->run);
	if (test->run.class->exit != INSN_EXIT_NONE)
		run_instruction(test);
	insn_run_to_done(&test->run);
}

static void run_with_memory(struct class_test *test)
{
	if (test->run.class->op == INSN_STORE_EXCL)
		vm_mem_region_delete(test->run.vm, TEST_SLOT);
	add_slot(test, 0);

	insn_run_to_entry(&test->run);
	insn_run_to_done(&test->run);
}

static unsigned int diff_bytes(const char *what, const void *want,
			       const void *got, size_t size)
{
	const u8 *w = want, *g = got;
	unsigned int nr = 0;
	size_t i;

	for (i = 0; i < size; i++) {
		if (w[i] == g[i])
			continue;
		if (!nr++)
			printf("%s, byte %#zx: wanted %#x got %#x\n", what, i,
			       w[i], g[i]);
	}

	return nr;
}

static void compare_contexts(const struct insn_class *class,
			     const struct insn_context *want,
			     const struct insn_context *got)
{
	unsigned int nr = 0, i;
	char name[16];

	for (i = 0; i < ARRAY_SIZE(want->x); i++) {
		if (want->x[i] == got->x[i])
			continue;
		printf("x%u: wanted %#lx got %#lx\n", i,
		       (unsigned long)want->x[i], (unsigned long)got->x[i]);
		nr++;
	}

	/* MOPS leave flags that tell which way the CPU did it. */
	if (class->feature != INSN_FEAT_MOPS && want->nzcv != got->nzcv) {
		printf("nzcv: wanted %#lx got %#lx\n",
		       (unsigned long)want->nzcv, (unsigned long)got->nzcv);
		nr++;
	}

	for (i = 0; i < ARRAY_SIZE(want->v); i++) {
		snprintf(name, sizeof(name), "v%u", i);
		nr += diff_bytes(name, want->v[i], got->v[i], 16);
	}

	nr += diff_bytes("sve", want->sve, got->sve, sizeof(want->sve));
	TEST_ASSERT(!nr, "guest sees other registers than if the CPU had done it");
}

static void compare_memory(struct class_test *test)
{
	const u8 *mem = addr_gpa2hva(test->run.vm, NISV_MMIO_GPA);

	TEST_ASSERT(!diff_bytes("device", mem, test->device, DEVICE_SIZE),
		    "the device holds other bytes than if the CPU had done it");
}

/*
 * Test that userspace can complete the instruction, and that the guest can't
 * tell that from the CPU having done it.
 */
static void test_class(const void *arg)
{
	const struct class_case *c = arg;
	struct insn_context *context, emulated;
	struct class_test test;

	insn_run_create(&test.run, c->class, c->el);
	if (c->class->exit == INSN_EXIT_NISV)
		nisv_enable(test.run.vm);
	else
		nisv_assert_enable(test.run.vm);

	fill_memory(&test, test.device);
	run_with_device(&test);
	context = insn_run_context(&test.run);
	emulated = *context;

	if (!(c->class->flags & INSN_NO_NATIVE)) {
		insn_run_fill_context(&test.run);
		run_with_memory(&test);
		compare_contexts(c->class, context, &emulated);
		compare_memory(&test);
	}

	insn_run_destroy(&test.run);
}

static void add_case(struct case_list *list, const struct class_case *c)
{
	char name[64];

	insn_case_name(c->class->name, name, sizeof(name));
	case_list_add(list, "NISV-7", test_class, c, sizeof(*c), "%s-el%u", name,
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
		if (c.class->op == INSN_CACHE)
			continue;
		c.el = 1;
		add_case(&list, &c);
		c.el = 0;
		add_case(&list, &c);
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
