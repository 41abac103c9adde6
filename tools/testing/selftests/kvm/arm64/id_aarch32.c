// SPDX-License-Identifier: GPL-2.0
/*
 * The ID registers of an AArch32 EL1: nothing traps them, a guest reads what the
 * hardware has.
 */
#include <sched.h>

#include "aarch32.h"
#include "contract.h"
#include "kvm_util.h"
#include "processor.h"
#include "thread.h"
#include "witness.h"

#define HCR_TID3		BIT(18)
#define HCR_RW			BIT(31)

/* The guest stores each value here, and what is next to it in an exception. */
#define REPORT			0x30000000UL
#define EXCEPTION		(REPORT + 4)

#define VECTORS			(AARCH32_MEM + 0x1000)
#define NR_VECTORS		8

#define A32_MRC_C0(crm, op2)	(0xee100f10 | (op2) << 5 | (crm))
#define A32_VMRS(reg)		(0xeef00a10 | (reg) << 16)	/* to r0 */
#define A32_STR_REPORT		0xe5870000	/* str r0, [r7] */
#define A32_STR_EXCEPTION	0xe5870004	/* str r0, [r7, #4] */
#define A32_B_SELF		0xeafffffe	/* b . */

/* CPACR.cp10 and cp11: MVFRn are read through the FPU. */
#define CPACR_CP10_CP11		(UL(0xf) << 20)

/**
 * struct id_reg - an ID register of AArch32
 * @name: as the architecture has it
 * @insn: the A32 instruction that reads it into R0
 * @crm: CRm of its encoding as AArch64 has it
 * @op2: op2 of that
 */
struct id_reg {
	const char *name;
	u32 insn;
	u32 crm;
	u32 op2;
};

#define CP15(_name, _crm, _op2)						\
	{ #_name, A32_MRC_C0(_crm, _op2), _crm, _op2 }
#define VMRS(_name, _reg, _crm, _op2)					\
	{ #_name, A32_VMRS(_reg), _crm, _op2 }

static const struct id_reg id_regs[] = {
	CP15(ID_PFR0, 1, 0),
	CP15(ID_PFR1, 1, 1),
	CP15(ID_DFR0, 1, 2),
	CP15(ID_AFR0, 1, 3),
	CP15(ID_MMFR0, 1, 4),
	CP15(ID_MMFR1, 1, 5),
	CP15(ID_MMFR2, 1, 6),
	CP15(ID_MMFR3, 1, 7),
	CP15(ID_ISAR0, 2, 0),
	CP15(ID_ISAR1, 2, 1),
	CP15(ID_ISAR2, 2, 2),
	CP15(ID_ISAR3, 2, 3),
	CP15(ID_ISAR4, 2, 4),
	CP15(ID_ISAR5, 2, 5),
	CP15(ID_MMFR4, 2, 6),
	CP15(ID_ISAR6, 2, 7),
	VMRS(MVFR0, 7, 3, 0),
	VMRS(MVFR1, 6, 3, 1),
	VMRS(MVFR2, 5, 3, 2),
};

/* What one guest reads. */
struct id_values {
	u32 of[ARRAY_SIZE(id_regs)];
};

static void load_vectors(struct kvm_vm *vm)
{
	const u32 vector = A32_STR_EXCEPTION;
	unsigned int i;

	for (i = 0; i < NR_VECTORS; i++)
		aarch32_load(vm, VECTORS + i * sizeof(vector), &vector,
			     sizeof(vector));
}

static struct kvm_vm *create(struct kvm_vcpu **vcpu)
{
	struct kvm_vm *vm;

	aarch32_require_el1();
	vm = aarch32_vm_create(vcpu);
	load_vectors(vm);
	vcpu_set_reg(*vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1), VECTORS);
	vcpu_set_reg(*vcpu, KVM_ARM64_SYS_REG(SYS_CPACR_EL1), CPACR_CP10_CP11);
	vcpu_set_reg(*vcpu, aarch32_reg(PSR32_MODE_SVC, 7), REPORT);
	return vm;
}

static u32 read_reg(struct kvm_vcpu *vcpu, const struct id_reg *reg)
{
	const u32 code[] = { reg->insn, A32_STR_REPORT };
	struct kvm_run *run = vcpu->run;
	u32 value;

	aarch32_load(vcpu->vm, AARCH32_MEM, code, sizeof(code));
	aarch32_set_entry(vcpu, AARCH32_MEM, PSR32_AIF | PSR32_MODE_SVC);
	vcpu_run(vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT(run->mmio.phys_addr != EXCEPTION,
		    "%s: reading it is an exception", reg->name);
	TEST_ASSERT_EQ((u64)run->mmio.phys_addr, REPORT);
	memcpy(&value, run->mmio.data, sizeof(value));
	vcpu_run_complete_io(vcpu);
	return value;
}

static struct id_values read_all(void)
{
	struct id_values values;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	unsigned int i;

	vm = create(&vcpu);
	for (i = 0; i < ARRAY_SIZE(id_regs); i++)
		values.of[i] = read_reg(vcpu, &id_regs[i]);
	kvm_vm_free(vm);
	return values;
}

/*
 * Test that each register can be read, and that two guests on the same CPU read
 * the same.
 */
static void test_readable(const void *arg)
{
	struct id_values first, second;
	unsigned int i;

	thread_pin(sched_getcpu());
	first = read_all();
	second = read_all();
	for (i = 0; i < ARRAY_SIZE(id_regs); i++)
		TEST_ASSERT(first.of[i] == second.of[i],
			    "%s: %#x, then %#x", id_regs[i].name, first.of[i],
			    second.of[i]);
	/* a CPU with AArch32 has the A32 state */
	TEST_ASSERT(first.of[0], "%s is 0", id_regs[0].name);
}

static void assert_hardware(int cpu)
{
	struct id_values values;
	unsigned int i;
	u64 raw;

	thread_pin(cpu);
	values = read_all();
	for (i = 0; i < ARRAY_SIZE(id_regs); i++) {
		TEST_ASSERT(witness_raw(cpu, id_regs[i].crm, id_regs[i].op2, &raw),
			    "kvm_arm_witness does not have %s", id_regs[i].name);
		printf("cpu %d %s: %#x\n", cpu, id_regs[i].name, values.of[i]);
		TEST_ASSERT(values.of[i] == raw,
			    "cpu %d %s: the guest reads %#x, the host %#lx",
			    cpu, id_regs[i].name, values.of[i],
			    (unsigned long)raw);
	}
}

/* Test that a guest reads what each CPU it runs on has. */
static void test_hardware(const void *arg)
{
	cpu_set_t online;
	int cpu;

	WITNESS_REQUIRE();
	TEST_ASSERT(!sched_getaffinity(0, sizeof(online), &online),
		    "sched_getaffinity: %s", strerror(errno));
	for (cpu = 0; cpu < CPU_SETSIZE; cpu++)
		if (CPU_ISSET(cpu, &online))
			assert_hardware(cpu);
}

/* Test that HCR_EL2.TID3 is clear while such a guest runs. */
static void test_tid3(const void *arg)
{
	const u32 code = A32_B_SELF;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;
	u64 hcr;

	WITNESS_REQUIRE();
	vm = create(&vcpu);
	aarch32_load(vm, AARCH32_MEM, &code, sizeof(code));
	hcr = witness_run_hcr(vcpu);
	TEST_ASSERT(!(hcr & HCR_RW), "HCR_EL2 %#lx: not an AArch32 vCPU's",
		    (unsigned long)hcr);
	TEST_ASSERT(!(hcr & HCR_TID3), "HCR_EL2 %#lx: TID3 is set",
		    (unsigned long)hcr);
	kvm_vm_free(vm);
}

static const struct contract_case cases[] = {
	{ "ID-1", "aarch32-readable", test_readable, NULL },
	{ "ID-10", "aarch32-tid3-clear", test_tid3, NULL },
	{ "ID-10", "aarch32-as-hardware", test_hardware, NULL },
};

int main(int argc, char **argv)
{
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
