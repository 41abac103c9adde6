// SPDX-License-Identifier: GPL-2.0
/*
 * The abort_guest of AArch32: one instruction, and where it got to.
 */
#include <sched.h>

#include "abort_guest32.h"
#include "thread.h"

#define A32(_name, _code, _len, _is_write) {				\
	.name = "a32-" _name, .size = 4, .code.a32 = _code,		\
	.len = _len, .is_write = _is_write,				\
}

#define T32(_name, _code, _len, _is_write) {				\
	.name = "t32-" _name, .thumb = true, .size = 2,			\
	.code.t32 = { _code }, .len = _len, .is_write = _is_write,	\
}

#define T32W(_name, _code1, _code2, _len, _is_write) {			\
	.name = "t32-" _name, .thumb = true, .size = 4,			\
	.code.t32 = { _code1, _code2 }, .len = _len,			\
	.is_write = _is_write,						\
}

const struct insn32 abort_guest32_insns[] = {
	A32("ldr-post", 0xe4901004, 0, false),		/* ldr r1, [r0], #4 */
	A32("str-post", 0xe4801004, 0, true),		/* str r1, [r0], #4 */
	A32("ldm", 0xe8900006, 0, false),		/* ldm r0, {r1, r2} */
	A32("stm", 0xe8800006, 0, true),		/* stm r0, {r1, r2} */
	A32("ldr", 0xe5901000, 4, false),		/* ldr r1, [r0] */
	A32("str", 0xe5801000, 4, true),		/* str r1, [r0] */
	A32("ldrsh", 0xe1d010f0, 2, false),		/* ldrsh r1, [r0] */
	T32W("ldr-post", 0xf850, 0x1b04, 0, false),	/* ldr r1, [r0], #4 */
	T32W("str-post", 0xf840, 0x1b04, 0, true),	/* str r1, [r0], #4 */
	T32("ldm", 0xc806, 0, false),			/* ldm r0!, {r1, r2} */
	T32("stm", 0xc006, 0, true),			/* stm r0!, {r1, r2} */
	T32("ldr", 0x6801, 4, false),			/* ldr r1, [r0] */
	T32("str", 0x6001, 4, true),			/* str r1, [r0] */
	T32W("ldr-wide", 0xf8d0, 0x1000, 4, false),	/* ldr.w r1, [r0] */
};

const unsigned int abort_guest32_nr_insns = ARRAY_SIZE(abort_guest32_insns);

const struct insn32 abort_guest32_align_a32 =
	A32("align", 0xe8900006, 0, false);		/* ldm r0, {r1, r2} */
const struct insn32 abort_guest32_align_t32 =
	T32W("align", 0xe890, 0x0006, 0, false);	/* ldm.w r0, {r1, r2} */

/*
 * The data abort vector and what follows. The first instruction counts, so
 * that one that was skipped or executed twice shows. Everything in front of it
 * is zero, a NOP of sorts, so that any other vector ends up here, too.
 */
static const u32 vector_a32[] = {
	0xe28aa001,	/* add	r10, r10, #1 */
	0xee152f10,	/* mrc	p15, 0, r2, c5, c0, 0	DFSR */
	0xee163f10,	/* mrc	p15, 0, r3, c6, c0, 0	DFAR */
	0xe14f4000,	/* mrs	r4, spsr */
	0xe1a0500e,	/* mov	r5, lr */
	0xe10f8000,	/* mrs	r8, cpsr */
	0xe587a000,	/* str	r10, [r7] */
	0xeafffffd,	/* b	.-4 */
};

static const u16 vector_t32[] = {
	0xf10a, 0x0a01,	/* add	r10, r10, #1 */
	0xee15, 0x2f10,	/* mrc	p15, 0, r2, c5, c0, 0	DFSR */
	0xee16, 0x3f10,	/* mrc	p15, 0, r3, c6, c0, 0	DFAR */
	0xf3ff, 0x8400,	/* mrs	r4, spsr */
	0x4675,		/* mov	r5, lr */
	0xbf00,		/* nop */
	0xf3ef, 0x8800,	/* mrs	r8, cpsr */
	0xf8c7, 0xa000,	/* str	r10, [r7] */
	0xe7fc,		/* b	.-4 */
};

static const u32 end_a32[] = {
	0xe5861000,	/* str	r1, [r6] */
	0xeafffffd,	/* b	.-4 */
};

static const u16 end_t32[] = {
	0x6031,		/* str	r1, [r6] */
	0xe7fd,		/* b	.-2 */
};

/**
 * abort_guest32_load_vectors - write the vectors
 * @vm: from abort_guest32_create()
 * @base: where to
 * @thumb: in T32, for a guest with SCTLR.TE set
 */
void abort_guest32_load_vectors(struct kvm_vm *vm, u32 base, bool thumb)
{
	if (thumb)
		aarch32_load(vm, base + ABORT_GUEST32_DABT, vector_t32,
			     sizeof(vector_t32));
	else
		aarch32_load(vm, base + ABORT_GUEST32_DABT, vector_a32,
			     sizeof(vector_a32));
}

static void load_insn(struct kvm_vm *vm, const struct insn32 *insn)
{
	u32 end = ABORT_GUEST32_CODE + insn->size;

	aarch32_load(vm, ABORT_GUEST32_CODE, &insn->code, insn->size);
	if (insn->thumb)
		aarch32_load(vm, end, end_t32, sizeof(end_t32));
	else
		aarch32_load(vm, end, end_a32, sizeof(end_a32));
}

static void init_regs(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < 31; i++)
		vcpu_set_reg(vcpu, ABORT_GUEST_REG(i), 0x01010101U * (0x80 + i));

	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST32_REG_TAKEN), 0);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST32_REG_END),
		     ABORT_GUEST_END_EL0);
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST32_REG_VECTOR),
		     ABORT_GUEST_VECTOR);
}

/*
 * QEMU doesn't load the SPSR of the mode when an AArch64 exception return goes
 * to AArch32: the guest reads what the last AArch32 exception left in that CPU.
 * A real abort from the same state, on the same CPU, leaves what is right.
 */
static void stay_on_this_cpu(void)
{
	thread_pin(sched_getcpu());
}

/**
 * abort_guest32_create - make an AArch32 guest for one instruction
 * @vcpu: set to the vCPU
 *
 * Return: the VM; kvm_vm_free() frees it.
 */
struct kvm_vm *abort_guest32_create(struct kvm_vcpu **vcpu)
{
	struct kvm_vm *vm;

	stay_on_this_cpu();
	vm = aarch32_vm_create(vcpu);
	init_regs(*vcpu);
	return vm;
}

#ifdef __aarch64__
/**
 * abort_guest32_create_el0 - make a guest for one AArch32 instruction at EL0
 * @vcpu: set to the vCPU
 *
 * EL1 is AArch64 and the same as in abort_guest_create().
 *
 * Return: the VM; kvm_vm_free() frees it.
 */
struct kvm_vm *abort_guest32_create_el0(struct kvm_vcpu **vcpu)
{
	struct kvm_vm *vm = aarch32_vm_create_el0(vcpu, NULL);

	abort_guest_map(vm);
	init_regs(*vcpu);
	abort_guest_setup_vectors(*vcpu);
	return vm;
}
#endif

/**
 * abort_guest32_start - have the next KVM_RUN begin at an instruction
 * @vcpu: the vCPU
 * @insn: the instruction
 * @cpsr: PSR to execute it with, T set as the instruction needs it
 * @addr: address for the instruction to access
 */
void abort_guest32_start(struct kvm_vcpu *vcpu, const struct insn32 *insn,
			 u32 cpsr, u32 addr)
{
	load_insn(vcpu->vm, insn);
	aarch32_set_entry(vcpu, ABORT_GUEST32_CODE,
			  cpsr | (insn->thumb ? PSR32_T : 0));
	vcpu_set_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST32_REG_ADDR), addr);
}

/**
 * abort_guest32_run_to_exit - run, and assert that the instruction exits
 * @vcpu: the vCPU
 * @insn: the instruction
 * @addr: exact address the exit must report
 *
 * What userspace could answer to an MMIO load is filled in.
 */
void abort_guest32_run_to_exit(struct kvm_vcpu *vcpu, const struct insn32 *insn,
			       u32 addr)
{
	if (!insn->len) {
		nisv_run_expect_exit(vcpu, addr, insn->is_write);
		return;
	}

	abort_guest_run_to_mmio(vcpu, addr, insn->len, insn->is_write);
	if (!insn->is_write)
		memset(vcpu->run->mmio.data, 0xa5, sizeof(vcpu->run->mmio.data));
}

/**
 * abort_guest32_run_to_vector - run, and assert that an AArch32 vector reports
 * @vcpu: the vCPU
 */
void abort_guest32_run_to_vector(struct kvm_vcpu *vcpu)
{
	abort_guest_run_to_mmio(vcpu, ABORT_GUEST_VECTOR, sizeof(u32), true);
}

/**
 * abort_guest32_run_to_end - run, and assert that the guest gets to the end
 * @vcpu: the vCPU
 */
void abort_guest32_run_to_end(struct kvm_vcpu *vcpu)
{
	abort_guest_run_to_mmio(vcpu, ABORT_GUEST_END_EL0, sizeof(u32), true);
}
