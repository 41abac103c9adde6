// SPDX-License-Identifier: GPL-2.0
/*
 * mmio_syndrome - accesses outside memslots that come with a valid syndrome
 *
 * They exit with KVM_EXIT_MMIO whether accesses without one are enabled to
 * exit or not, and KVM finishes the instruction when userspace has answered.
 *
 * The guest is one instruction, placed by the host with PC, PSTATE, SCTLR_EL1
 * and three registers, and a store that reports the end of it. So it can be
 * big-endian as well: with the MMU off no table has to be.
 */
#include "case_list.h"
#include "contract.h"
#include "mmio_stubs.h"
#include "nisv.h"
#include "processor.h"
#include "reg_snapshot.h"

#define ACCESS_GPA	(NISV_MMIO_GPA + 0x3f8)
#define REPORT_GPA	(NISV_MMIO_GPA + 0x800)

/* In the data register before a load, so that what is not written shows. */
#define CANARY		0xa5a5a5a5a5a5a5a5UL

/* How the data register gets its value. */
enum extension {
	EXT_ZERO,
	EXT_SIGN_W,
	EXT_SIGN_X,
	EXT_NONE,	/* the register is XZR */
};

struct mmio_insn {
	const char *name;
	char *stub;
	u32 len;
	enum extension ext;
	bool is_write;
	bool offset;		/* the address is that in X1 and an offset */
};

static const struct mmio_insn loads[] = {
	{ "ldrb",    mmio_ldrb,    1, EXT_ZERO },
	{ "ldrh",    mmio_ldrh,    2, EXT_ZERO },
	{ "ldr-w",   mmio_ldr_w,   4, EXT_ZERO },
	{ "ldr-x",   mmio_ldr_x,   8, EXT_ZERO },
	{ "ldrsb-w", mmio_ldrsb_w, 1, EXT_SIGN_W },
	{ "ldrsb-x", mmio_ldrsb_x, 1, EXT_SIGN_X },
	{ "ldrsh-w", mmio_ldrsh_w, 2, EXT_SIGN_W },
	{ "ldrsh-x", mmio_ldrsh_x, 2, EXT_SIGN_X },
	{ "ldrsw",   mmio_ldrsw,   4, EXT_SIGN_X },
};

static const struct mmio_insn other_loads[] = {
	{ "ldur",       mmio_ldur,       8, EXT_ZERO, .offset = true },
	{ "ldr-offset", mmio_ldr_offset, 8, EXT_ZERO, .offset = true },
	{ "ldar",       mmio_ldar,       4, EXT_ZERO },
	{ "ldr-xzr",    mmio_ldr_xzr,    8, EXT_NONE },
};

static const struct mmio_insn stores[] = {
	{ "strb",       mmio_strb,       1, EXT_ZERO, .is_write = true },
	{ "strh",       mmio_strh,       2, EXT_ZERO, .is_write = true },
	{ "str-w",      mmio_str_w,      4, EXT_ZERO, .is_write = true },
	{ "str-x",      mmio_str_x,      8, EXT_ZERO, .is_write = true },
	{ "stur",       mmio_stur,       8, EXT_ZERO, .is_write = true, .offset = true },
	{ "str-offset", mmio_str_offset, 8, EXT_ZERO, .is_write = true, .offset = true },
	{ "stlr",       mmio_stlr,       4, EXT_ZERO, .is_write = true },
	{ "str-xzr",    mmio_str_xzr,    8, EXT_NONE, .is_write = true },
};

/* Exception level and endianness of the access. */
struct mmio_mode {
	const char *name;
	u64 pstate;
	u64 endian;		/* bit of SCTLR_EL1, 0 for little-endian */
	u64 cpu_has;		/* fields of ID_AA64MMFR0_EL1, one of them */
	bool mmu;
};

#define DAIF	(PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT)

static const struct mmio_mode le_el1 = {
	.name = "le-el1",
	.pstate = DAIF | PSR_MODE_EL1h,
	.mmu = true,
};

static const struct mmio_mode le_el0 = {
	.name = "le-el0",
	.pstate = DAIF | PSR_MODE_EL0t,
};

static const struct mmio_mode be_el1 = {
	.name = "be-el1",
	.pstate = DAIF | PSR_MODE_EL1h,
	.endian = SCTLR_ELx_EE,
	.cpu_has = ID_AA64MMFR0_EL1_BIGEND_MASK,
};

static const struct mmio_mode be_el0 = {
	.name = "be-el0",
	.pstate = DAIF | PSR_MODE_EL0t,
	.endian = SCTLR_EL1_E0E,
	.cpu_has = ID_AA64MMFR0_EL1_BIGEND_MASK | ID_AA64MMFR0_EL1_BIGENDEL0_MASK,
};

static const struct mmio_mode *const modes[] = { &le_el1, &le_el0, &be_el1, &be_el0 };

/* What one case does. */
struct mmio_case {
	const struct mmio_insn *insn;
	const struct mmio_mode *mode;
	u64 value;
	bool nisv;
};

static u64 get_x(struct kvm_vcpu *vcpu, int n)
{
	return vcpu_get_reg(vcpu, ARM64_CORE_REG(regs.regs[n]));
}

static void set_x(struct kvm_vcpu *vcpu, int n, u64 val)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.regs[n]), val);
}

static u64 low_bytes(u64 val, u32 len)
{
	return len < 8 ? val & ((1UL << len * 8) - 1) : val;
}

/* Where PC is for @stub: with the MMU off, addresses are physical. */
static u64 stub_pc(struct kvm_vm *vm, const struct mmio_mode *mode, char *stub)
{
	return mode->mmu ? (u64)stub : addr_gva2gpa(vm, (gva_t)stub);
}

static void set_mode(struct kvm_vcpu *vcpu, const struct mmio_mode *mode)
{
	u64 sctlr = vcpu_get_reg(vcpu, ctxt_reg_alias(vcpu, SYS_SCTLR_EL1));

	if (!mode->mmu)
		sctlr &= ~(SCTLR_ELx_M | SCTLR_ELx_C | SCTLR_ELx_I);
	sctlr |= mode->endian;
	vcpu_set_reg(vcpu, ctxt_reg_alias(vcpu, SYS_SCTLR_EL1), sctlr);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), mode->pstate);
}

/* Runs on to the store that follows the instruction. */
static void run_to_report(struct kvm_vcpu *vcpu)
{
	vcpu_run(vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT_EQ(vcpu->run->mmio.phys_addr, REPORT_GPA);
}

/*
 * The first entry into the guest settles the registers that reset leaves
 * unknown; it is also an occasion to ask the CPU.
 */
static void first_run(struct kvm_vcpu *vcpu, const struct mmio_mode *mode)
{
	set_x(vcpu, 3, REPORT_GPA);
	nisv_set_pc(vcpu, (u64)mmio_read_mmfr0);
	run_to_report(vcpu);
	vcpu_run_complete_io(vcpu);

	if (mode->cpu_has && !(get_x(vcpu, 2) & mode->cpu_has))
		ksft_exit_skip("cpu: no %s\n", mode->name);
}

/* A VM about to run the instruction of the case. */
static struct kvm_vm *create_vm(struct kvm_vcpu **vcpu, const struct mmio_case *c,
				u64 data)
{
	struct kvm_vm *vm = vm_create_with_one_vcpu(vcpu, c->insn->stub);

	virt_map(vm, NISV_MMIO_GVA, NISV_MMIO_GPA, 1);
	first_run(*vcpu, c->mode);

	set_mode(*vcpu, c->mode);
	nisv_set_pc(*vcpu, stub_pc(vm, c->mode, c->insn->stub));
	set_x(*vcpu, 1, ACCESS_GPA - (c->insn->offset ? MMIO_STUB_OFFSET : 0));
	set_x(*vcpu, 2, data);
	set_x(*vcpu, 3, REPORT_GPA);
	set_x(*vcpu, 4, MMIO_STUB_OFFSET);
	return vm;
}

/* The bytes of @val as they are in the guest's memory. */
static void to_memory(u8 *bytes, u64 val, u32 len, const struct mmio_mode *mode)
{
	u32 i;

	for (i = 0; i < len; i++)
		bytes[mode->endian ? len - 1 - i : i] = val >> i * 8;
}

static void assert_exit(struct kvm_vcpu *vcpu, const struct mmio_insn *insn)
{
	struct kvm_run *run = vcpu->run;

	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT_EQ(run->mmio.phys_addr, ACCESS_GPA);
	TEST_ASSERT_EQ(run->mmio.len, insn->len);
	TEST_ASSERT_EQ(run->mmio.is_write, insn->is_write);
}

/*
 * Answers a load. What is beyond the access's length is not the guest's: it
 * gets bytes that would show.
 */
static void answer(struct kvm_vcpu *vcpu, const struct mmio_case *c)
{
	struct kvm_run *run = vcpu->run;

	if (c->insn->is_write)
		return;

	memset(run->mmio.data, 0x3c, sizeof(run->mmio.data));
	to_memory(run->mmio.data, c->value, c->insn->len, c->mode);
}

static u64 loaded(const struct mmio_insn *insn, u64 value)
{
	int unused = 64 - insn->len * 8;

	switch (insn->ext) {
	case EXT_SIGN_X:
		return (s64)(value << unused) >> unused;
	case EXT_SIGN_W:
		return (u32)((s64)(value << unused) >> unused);
	case EXT_NONE:
		return CANARY;
	default:
		return low_bytes(value, insn->len);
	}
}

/*
 * Test that the vCPU is on the instruction, and as it was before, until
 * userspace has answered; and that after that the instruction is done.
 */
static void test_retires_when_answered(const void *arg)
{
	const struct mmio_case *c = arg;
	const struct mmio_insn *insn = c->insn;
	struct reg_snapshot *before;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, c, CANARY);
	u64 pc = nisv_pc(vcpu);

	before = reg_snapshot_take(vcpu);
	vcpu_run(vcpu);
	assert_exit(vcpu, insn);
	TEST_ASSERT_EQ(nisv_pc(vcpu), pc);
	reg_snapshot_assert_unchanged(before, vcpu, "at the exit");

	answer(vcpu, c);
	reg_snapshot_assert_unchanged(before, vcpu, "before the next KVM_RUN");

	vcpu_run_complete_io(vcpu);
	TEST_ASSERT_EQ(nisv_pc(vcpu), pc + 4);
	reg_snapshot_set(before, ARM64_CORE_REG(regs.pc), pc + 4);
	if (!insn->is_write)
		reg_snapshot_set(before, ARM64_CORE_REG(regs.regs[2]),
				 loaded(insn, c->value));
	reg_snapshot_assert_unchanged(before, vcpu, "after the instruction");

	run_to_report(vcpu);
	reg_snapshot_free(before);
	kvm_vm_free(vm);
}

/* Test that a load delivers the value, extended as the instruction says. */
static void test_load_value(const void *arg)
{
	const struct mmio_case *c = arg;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, c, CANARY);
	u64 want = loaded(c->insn, c->value), got;

	vcpu_run(vcpu);
	assert_exit(vcpu, c->insn);
	answer(vcpu, c);

	run_to_report(vcpu);
	got = get_x(vcpu, 2);
	TEST_ASSERT(got == want, "x2: wanted %#lx got %#lx", want, got);
	kvm_vm_free(vm);
}

/*
 * Test that each field of the exit is right, with accesses without syndrome
 * enabled to exit, or not.
 */
static void test_exit_fields(const void *arg)
{
	const struct mmio_case *c = arg;
	u64 data = c->insn->ext == EXT_NONE ? 0 : c->value;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = create_vm(&vcpu, c, c->value);
	u8 bytes[8];

	if (c->nisv)
		nisv_enable(vm);

	vcpu_run(vcpu);
	assert_exit(vcpu, c->insn);
	if (c->insn->is_write) {
		to_memory(bytes, data, c->insn->len, c->mode);
		TEST_ASSERT(!memcmp(bytes, vcpu->run->mmio.data, c->insn->len),
			    "stored %#lx, first byte of the exit's data %#x",
			    data, vcpu->run->mmio.data[0]);
	}

	answer(vcpu, c);
	run_to_report(vcpu);
	if (c->nisv)
		TEST_ASSERT_EQ(vm_check_cap(vm, KVM_CAP_ARM_NISV_TO_USER), 1);
	kvm_vm_free(vm);
}

/* No byte of them is that of another, or of what surrounds them. */
#define NEGATIVE	0x8192a3b4c5d6e7f8UL
#define POSITIVE	0x7162534435261708UL

static const char *const sign_names[] = { "pos", "neg" };
static const char *const nisv_names[] = { "disabled", "enabled" };

/* Each width of the value has its own sign bit. */
static u64 value_of_sign(bool negative, u32 len)
{
	return (negative ? NEGATIVE : POSITIVE) >> (64 - len * 8);
}

static void add_retire_cases(struct case_list *list, const struct mmio_insn *insn,
			     size_t nr)
{
	for (; nr; nr--, insn++) {
		struct mmio_case c = {
			.insn = insn,
			.mode = &le_el1,
			.value = value_of_sign(false, insn->len),
		};

		case_list_add(list, "MMIO-1", test_retires_when_answered, &c,
			      sizeof(c), "%s", insn->name);
	}
}

static void add_value_cases(struct case_list *list, const struct mmio_mode *mode)
{
	size_t i;
	int negative;

	for (i = 0; i < ARRAY_SIZE(loads); i++) {
		for (negative = 0; negative < 2; negative++) {
			struct mmio_case c = {
				.insn = &loads[i],
				.mode = mode,
				.value = value_of_sign(negative, loads[i].len),
			};

			case_list_add(list, "MMIO-2", test_load_value, &c,
				      sizeof(c), "%s-%s-%s", loads[i].name,
				      sign_names[negative], mode->name);
		}
	}
}

static void add_field_cases(struct case_list *list, const struct mmio_insn *insn,
			    size_t nr, const struct mmio_mode *mode)
{
	int nisv;

	for (; nr; nr--, insn++) {
		for (nisv = 0; nisv < 2; nisv++) {
			struct mmio_case c = {
				.insn = insn,
				.mode = mode,
				.value = NEGATIVE,
				.nisv = nisv,
			};

			case_list_add(list, "NISV-8", test_exit_fields, &c,
				      sizeof(c), "%s-%s-%s", insn->name, mode->name,
				      nisv_names[nisv]);
		}
	}
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	size_t i;

	test_disable_default_vgic();

	add_retire_cases(&list, loads, ARRAY_SIZE(loads));
	add_retire_cases(&list, other_loads, ARRAY_SIZE(other_loads));
	add_retire_cases(&list, stores, ARRAY_SIZE(stores));

	for (i = 0; i < ARRAY_SIZE(modes); i++)
		add_value_cases(&list, modes[i]);

	add_field_cases(&list, loads, ARRAY_SIZE(loads), &le_el1);
	add_field_cases(&list, other_loads, ARRAY_SIZE(other_loads), &le_el1);
	add_field_cases(&list, stores, ARRAY_SIZE(stores), &le_el1);
	add_field_cases(&list, stores, ARRAY_SIZE(stores), &be_el1);

	return contract_main(argc, argv, list.cases, list.nr);
}
