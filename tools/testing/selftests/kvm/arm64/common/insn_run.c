// SPDX-License-Identifier: GPL-2.0
/*
 * A VM that exists to execute one instruction of the table.
 */
#include "insn_features.h"
#include "insn_run.h"
#include "processor.h"

/* The guest's reports: exits with a valid syndrome, on a page of their own. */
#define REPORT_GPA	(NISV_MMIO_GPA + 0x100000)
#define REPORT_GVA	(NISV_MMIO_GVA + 0x100000)

#define GUEST_NZCV	0xa0000000

static struct kvm_vcpu *add_sve_vcpu(struct kvm_vm *vm)
{
	u64 cpacr_id = KVM_ARM64_SYS_REG(SYS_CPACR_EL1);
	int feature = KVM_ARM_VCPU_SVE;
	struct kvm_vcpu_init init;
	struct kvm_vcpu *vcpu;

	__TEST_REQUIRE(kvm_has_cap(KVM_CAP_ARM_SVE), "cpu: no SVE in guests");

	kvm_get_default_vcpu_target(vm, &init);
	init.features[0] |= BIT(KVM_ARM_VCPU_SVE);
	vcpu = aarch64_vcpu_add(vm, 0, &init, insn_load_sve);
	vcpu_ioctl(vcpu, KVM_ARM_VCPU_FINALIZE, &feature);

	vcpu_set_reg(vcpu, cpacr_id,
		     vcpu_get_reg(vcpu, cpacr_id) | CPACR_EL1_ZEN_MASK);
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_ZCR_EL1), 0xf);
	return vcpu;
}

/* The longest vector of the set is what ZCR_EL1 as set above selects. */
static unsigned int vcpu_vl(struct kvm_vcpu *vcpu)
{
	u64 vqs[KVM_ARM64_SVE_VLS_WORDS];
	int i, ret;

	ret = __vcpu_get_reg(vcpu, KVM_REG_ARM64_SVE_VLS, vqs);
	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_GET_ONE_REG, ret));
	for (i = 15; i >= 0; i--)
		if (vqs[0] & BIT(i))
			return (i + 1) * 16;

	TEST_FAIL("no vector length");
}

/* The guest has the host's: DCZID_EL0 is not virtualised. */
static unsigned int zva_size(void)
{
	return 4 << (read_sysreg(dczid_el0) & 0xf);
}

/* PC-relative loads: their page is where the device is. */
static void map_literal(struct kvm_vm *vm)
{
	u64 *pte = virt_get_pte_hva(vm, (gva_t)insn_literal);

	__TEST_REQUIRE(vm->page_size == 4096, "cpu: runs with pages of other than 4K");
	*pte &= ~PTE_ADDR_MASK(vm->page_shift);
	*pte |= NISV_MMIO_GPA | PTE_USER;
}

/* The bits of SCTLR_EL1 without which EL0 can't execute the instruction. */
static u64 enables(const struct insn_class *class)
{
	/* DC ZVA, and to clean caches */
	u64 bits = SCTLR_EL1_DZE | SCTLR_EL1_UCI;

	if (class->feature == INSN_FEAT_MOPS)
		bits |= SCTLR_EL1_MSCEn;
	if (class->feature == INSN_FEAT_LS64)
		bits |= SCTLR_EL1_EnALS;

	return bits;
}

static void add_vcpu(struct insn_run *run)
{
	struct insn_machine *machine = &run->machine;
	u64 sctlr_id = KVM_ARM64_SYS_REG(SYS_SCTLR_EL1);

	machine->sve = run->class->feature == INSN_FEAT_SVE;
	if (machine->sve) {
		machine->vcpu = add_sve_vcpu(run->vm);
		machine->vl = vcpu_vl(machine->vcpu);
	} else {
		machine->vcpu = vm_vcpu_add(run->vm, 0, insn_load);
	}
	machine->zva = zva_size();

	vm_init_descriptor_tables(run->vm);
	vcpu_init_descriptor_tables(machine->vcpu);

	vcpu_set_reg(machine->vcpu, sctlr_id,
		     vcpu_get_reg(machine->vcpu, sctlr_id) | enables(run->class));
}

/**
 * insn_run_create - make the VM and fill the registers' memory
 * @run: filled in
 * @class: the instruction
 * @el: exception level, 0 or 1
 *
 * Skips the case if the CPU has not got the instruction.
 */
void insn_run_create(struct insn_run *run, const struct insn_class *class,
		     unsigned int el)
{
	insn_require_cpu(class->feature);

	memset(run, 0, sizeof(*run));
	run->class = class;
	run->el = el;
	run->vm = vm_create(1);
	add_vcpu(run);
	insn_require_guest(run->machine.vcpu, class->feature);

	nisv_map(run->vm, NISV_MMIO_GVA, NISV_MMIO_GPA, 1);
	nisv_map(run->vm, REPORT_GVA, REPORT_GPA, 1);
	if (class->flags & INSN_LITERAL)
		map_literal(run->vm);

	/* The page below is the stack of an unexpected exception at EL1. */
	run->context = vm_alloc(run->vm, run->vm->page_size +
				sizeof(struct insn_context), NISV_MMIO_GVA / 2);
	run->context += run->vm->page_size;
	nisv_map_user(run->vm, run->context, sizeof(struct insn_context));
	insn_run_fill_context(run);
}

/**
 * insn_run_destroy - free the VM
 * @run: what insn_run_create() filled in
 */
void insn_run_destroy(struct insn_run *run)
{
	kvm_vm_free(run->vm);
}

/**
 * insn_run_context - the guest's registers in memory
 * @run: the VM
 *
 * Return: what the guest loads before the instruction and stores after it.
 */
struct insn_context *insn_run_context(struct insn_run *run)
{
	return addr_gva2hva(run->vm, run->context);
}

/* Recognisable, and different from the bytes around it. */
static void fill(void *buf, size_t size, unsigned int seed)
{
	u8 *bytes = buf;
	size_t i;

	for (i = 0; i < size; i++)
		bytes[i] = seed * 151 + i * 29 + (i >> 3) * 7 + 0x83;
}

static void fill_sve(struct insn_run *run, struct insn_context *context)
{
	unsigned int vl = run->machine.vl, pl = vl / 8;
	u8 *p = context->sve + 32 * vl;

	memset(p, 0xff, pl);			/* p0: all */
	memset(p + pl, 0x01, pl);		/* p1: doublewords ... */
	p[pl] = 0;				/* ... but for the first */
	memset(p + 16 * pl, 0xff, pl);		/* FFR */
}

/**
 * insn_run_fill_context - give every register its first value
 * @run: the VM
 */
void insn_run_fill_context(struct insn_run *run)
{
	struct insn_context *context = insn_run_context(run);

	fill(context, sizeof(*context), 1);
	context->x[1] = INSN_ACCESS_GVA;
	context->x[9] = 0;
	context->x[30] = REPORT_GVA;
	context->nzcv = GUEST_NZCV;
	if (run->machine.sve)
		fill_sve(run, context);

	if (run->class->op == INSN_MEMSET) {
		context->x[2] = INSN_MOPS_SIZE;
	} else if (run->class->op == INSN_MEMCPY) {
		/* Memory of SVE registers this vCPU has not. */
		context->x[2] = run->context +
				offsetof(struct insn_context, sve);
		context->x[3] = INSN_MOPS_SIZE;
	}
}

/* Past the store, too: PC is userspace's then. */
static void expect_report(struct insn_run *run, unsigned int report)
{
	struct kvm_vcpu *vcpu = run->machine.vcpu;

	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT(vcpu->run->mmio.phys_addr == REPORT_GPA + report &&
		    vcpu->run->mmio.is_write,
		    "report: wanted a store to %#lx got a %s at %#lx",
		    REPORT_GPA + report,
		    vcpu->run->mmio.is_write ? "store" : "load",
		    (unsigned long)vcpu->run->mmio.phys_addr);
	vcpu_run_complete_io(vcpu);
}

static void run_to_report(struct insn_run *run, unsigned int report)
{
	vcpu_run(run->machine.vcpu);
	expect_report(run, report);
}

/**
 * insn_run_to_entry - let the guest load its registers
 * @run: the VM
 *
 * PC is then where class->code->entry says, nothing of that has been executed.
 */
void insn_run_to_entry(struct insn_run *run)
{
	struct kvm_vcpu *vcpu = run->machine.vcpu;
	void *load = run->machine.sve ? insn_load_sve : insn_load;

	if (run->el)
		nisv_set_el1(vcpu, load, run->context);
	else
		nisv_set_el0(vcpu, load, run->context);

	run_to_report(run, INSN_REPORT_READY);
	nisv_set_pc(vcpu, (u64)run->class->code->entry);
}

/**
 * insn_run_expect_left - run, and assert that the guest gets past the instruction
 * @run: the VM
 */
void insn_run_expect_left(struct insn_run *run)
{
	run_to_report(run, INSN_REPORT_LEFT);
}

/**
 * insn_run_assert_left - assert that the guest got past the instruction
 * @run: the VM, the vCPU of which has just come back from KVM_RUN
 */
void insn_run_assert_left(struct insn_run *run)
{
	expect_report(run, INSN_REPORT_LEFT);
}

/**
 * insn_run_to_done - from the instruction to where all registers are stored
 * @run: the VM
 */
void insn_run_to_done(struct insn_run *run)
{
	void *dump = run->machine.sve ? insn_dump_sve : insn_dump;

	insn_run_expect_left(run);
	nisv_set_pc(run->machine.vcpu, (u64)dump);
	run_to_report(run, INSN_REPORT_DONE);
}

/**
 * insn_x1_offset - where an instruction accesses memory, from its base
 * @class: the instruction, not a literal load
 *
 * Return: offset from what X1 is before it.
 */
int insn_x1_offset(const struct insn_class *class)
{
	return class->offset + (class->pre ? class->writeback : 0);
}

/**
 * insn_access_offset - where in its page an instruction accesses memory
 * @class: the instruction
 *
 * Return: offset from NISV_MMIO_GVA and NISV_MMIO_GPA.
 */
unsigned int insn_access_offset(const struct insn_class *class)
{
	if (class->flags & INSN_LITERAL)
		return 0;

	return INSN_ACCESS_OFFSET + insn_x1_offset(class);
}
