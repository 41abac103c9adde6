// SPDX-License-Identifier: GPL-2.0
/*
 * The address in a NISV exit, where addresses are special: at the ends of the
 * IPA space and of memslots, unaligned, across pages.
 */
#include "contract.h"
#include "case_list.h"
#include "insn_run.h"
#include "kvm_util.h"
#include "processor.h"
#include "reg_snapshot.h"

#define TEST_SLOT	10
#define SLOT_SIZE	0x10000

/*
 * Two pages that are neighbours for the guest, and the memslot between what is
 * its IPA before, and behind.
 */
#define PAIR_GVA	(NISV_MMIO_GVA + 0x200000)
#define SLOT_GPA	(NISV_MMIO_GPA + 0x200000)
#define HOLE_GPA	(NISV_MMIO_GPA + 0x40000000)
#define OTHER_HOLE_GPA	(NISV_MMIO_GPA + 0x10000000)

/**
 * struct address_case - one access on two pages
 * @name: of the case
 * @insn: what accesses them
 * @gpa: IPA of either page
 * @offset: of the access, from the first page
 * @fault: offset of the byte that must be reported, from the first page
 */
struct address_case {
	const char *name;
	const char *insn;
	gpa_t gpa[2];
	unsigned int offset;
	unsigned int fault;
};

#define BEFORE_SLOT	{ SLOT_GPA - 0x1000, SLOT_GPA }
#define AFTER_SLOT	{ SLOT_GPA + SLOT_SIZE - 0x1000, SLOT_GPA + SLOT_SIZE }
#define HOLES		{ HOLE_GPA, OTHER_HOLE_GPA }

static const struct address_case address_cases[] = {
	/* The memslot's first and last byte are memory, their neighbours not. */
	{ "before-slot-load", "ldrb_post", BEFORE_SLOT, 0xfff, 0xfff },
	{ "before-slot-store", "strb_post", BEFORE_SLOT, 0xfff, 0xfff },
	{ "before-slot-pair", "stp_x_post", BEFORE_SLOT, 0xff0, 0xff0 },
	{ "into-slot-pair", "ldp_x_post", BEFORE_SLOT, 0xff8, 0xff8 },
	{ "into-slot-unaligned", "ldr_x_post", BEFORE_SLOT, 0xffd, 0xffd },
	{ "after-slot-load", "ldrb_post", AFTER_SLOT, 0x1000, 0x1000 },
	{ "after-slot-store", "strb_post", AFTER_SLOT, 0x1000, 0x1000 },
	{ "after-slot-pair", "stp_x_post", AFTER_SLOT, 0x1000, 0x1000 },
	{ "out-of-slot-pair", "ldp_x_post", AFTER_SLOT, 0xff8, 0x1000 },
	{ "out-of-slot-unaligned", "ldr_x_post", AFTER_SLOT, 0xffd, 0x1000 },

	/* Any alignment. */
	{ "unaligned-halfword", "ldrh_post", HOLES, 0x123, 0x123 },
	{ "unaligned-word", "str_w_post", HOLES, 0x457, 0x457 },
	{ "unaligned-doubleword", "ldr_x_post", HOLES, 0x781, 0x781 },
	{ "unaligned-pair", "stp_w_post", HOLES, 0x9ab, 0x9ab },
	{ "unaligned-quadword", "ldr_q_post", HOLES, 0xbcd, 0xbcd },

	/* 16 bytes. */
	{ "pair-16-load", "ldp_x_post", HOLES, 0x340, 0x340 },
	{ "pair-16-store", "stp_x_post", HOLES, 0x340, 0x340 },
	{ "quad-16-load", "ldr_q_post", HOLES, 0x350, 0x350 },
	{ "quad-16-store", "str_q_post", HOLES, 0x350, 0x350 },

	/* First and last byte of a page. */
	{ "page-first", "ldrb_post", HOLES, 0x000, 0x000 },
	{ "page-last", "strb_post", HOLES, 0xfff, 0xfff },

	/* Across pages whose IPAs are not neighbours. */
	{ "crossing-doubleword", "ldr_x_post", HOLES, 0xffc, 0xffc },
	{ "crossing-pair", "ldp_x_post", HOLES, 0xff8, 0xff8 },
	{ "crossing-store", "str_x_post", HOLES, 0xffb, 0xffb },
	{ "crossing-64", "st1_4reg_post", HOLES, 0xfe0, 0xfe0 },
};

static gpa_t fault_gpa(const struct address_case *c)
{
	return c->gpa[c->fault / 0x1000] + c->fault % 0x1000;
}

/* Test that the exit has the IPA of the first byte that is not memory. */
static void test_address(const void *arg)
{
	const struct address_case *c = arg;
	struct reg_snapshot *before;
	struct insn_run run;

	insn_run_create(&run, insn_class_find(c->insn), 1);
	__TEST_REQUIRE(run.vm->page_size == 0x1000, "cpu: runs with pages of other than 4K");
	nisv_enable(run.vm);
	vm_userspace_mem_region_add(run.vm, VM_MEM_SRC_ANONYMOUS, SLOT_GPA,
				    TEST_SLOT, SLOT_SIZE / 0x1000, 0);
	nisv_map(run.vm, PAIR_GVA, c->gpa[0], 1);
	nisv_map(run.vm, PAIR_GVA + 0x1000, c->gpa[1], 1);
	insn_run_context(&run)->x[1] = PAIR_GVA + c->offset;

	insn_run_to_entry(&run);
	before = reg_snapshot_take(run.machine.vcpu);
	nisv_run_expect_exit(run.machine.vcpu, fault_gpa(c),
			     insn_is_write(run.class));
	reg_snapshot_assert_unchanged(before, run.machine.vcpu, "at the exit");

	nisv_skip_insn(run.machine.vcpu);
	insn_run_expect_left(&run);
	reg_snapshot_free(before);
	insn_run_destroy(&run);
}

/*
 * For the ends of the IPA space the guest runs without MMU, so that every
 * address is an IPA, in a memslot far from both: an instruction and a store to
 * say that it is past it, which is what its exception vectors do as well.
 */
#define CODE_GPA	0x80000000UL
#define CODE_SIZE	0x10000
#define VECTORS		(CODE_GPA + 0x800)
#define PAST_GPA	0x90000000UL
#define VECTOR_GPA	0x90000008UL

#define INSN_STR_XZR_X30	0xf90003df	/* str xzr, [x30] */
#define INSN_STR_XZR_X30_8	0xf90007df	/* str xzr, [x30, #8] */
#define INSN_MRS_X2_MMFR0	0xd5380702	/* mrs x2, id_aa64mmfr0_el1 */

struct flat_vm {
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	const struct insn_class *class;
};

static void flat_create(struct flat_vm *flat, const char *insn)
{
	struct kvm_vcpu_init init;
	u32 *code, i;

	flat->class = insn_class_find(insn);
	flat->vm = ____vm_create(VM_SHAPE_DEFAULT);
	vm_userspace_mem_region_add(flat->vm, VM_MEM_SRC_ANONYMOUS, CODE_GPA, 0,
				    CODE_SIZE / flat->vm->page_size, 0);

	code = addr_gpa2hva(flat->vm, CODE_GPA);
	memcpy(code, flat->class->code->insn, sizeof(*code));
	code[1] = INSN_STR_XZR_X30;

	code = addr_gpa2hva(flat->vm, VECTORS);
	for (i = 0; i < VECTOR_NUM; i++)
		code[i * 0x80 / sizeof(*code)] = INSN_STR_XZR_X30_8;

	flat->vcpu = __vm_vcpu_add(flat->vm, 0);
	vm_ioctl(flat->vm, KVM_ARM_PREFERRED_TARGET, &init);
	vcpu_ioctl(flat->vcpu, KVM_ARM_VCPU_INIT, &init);
	vcpu_set_reg(flat->vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1), VECTORS);
}

static void flat_start(struct flat_vm *flat, gpa_t addr)
{
	vcpu_set_reg(flat->vcpu, ARM64_CORE_REG(regs.regs[1]),
		     addr - insn_x1_offset(flat->class));
	vcpu_set_reg(flat->vcpu, ARM64_CORE_REG(regs.regs[30]), PAST_GPA);
	nisv_set_el1(flat->vcpu, (void *)CODE_GPA, 0);
}

static void flat_expect_past(struct flat_vm *flat)
{
	vcpu_run(flat->vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(flat->vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT_EQ((u64)flat->vcpu->run->mmio.phys_addr, PAST_GPA);
}

/* An access at an end of the IPA space, from its start or from its end. */
struct end_case {
	const char *insn;
	bool last;
	unsigned int offset;
};

/* Test that the exit has the right IPA at the ends of the IPA space. */
static void test_end(const void *arg)
{
	const struct end_case *c = arg;
	struct flat_vm flat;
	gpa_t ipa;

	flat_create(&flat, c->insn);
	nisv_enable(flat.vm);
	ipa = (c->last ? BIT(flat.vm->pa_bits) - 0x1000 : 0) + c->offset;

	flat_start(&flat, ipa);
	nisv_run_expect_exit(flat.vcpu, ipa, insn_is_write(flat.class));
	TEST_ASSERT_EQ(nisv_pc(flat.vcpu), CODE_GPA);
	nisv_skip_insn(flat.vcpu);
	flat_expect_past(&flat);
	kvm_vm_free(flat.vm);
}

/* Where an access beyond the IPA space went. */
enum beyond {
	BEYOND_EXIT,		/* userspace, with its address */
	BEYOND_ABORT,		/* the guest's vector */
};

/* As the guest reads it: hosts keep it from their userspace. */
static unsigned int cpu_pa_bits(struct flat_vm *flat)
{
	static const unsigned int bits[] = { 32, 36, 40, 42, 44, 48, 52, 56 };
	u32 *code = addr_gpa2hva(flat->vm, CODE_GPA);
	u64 mmfr0;

	code[0] = INSN_MRS_X2_MMFR0;
	flat_start(flat, 0);
	flat_expect_past(flat);
	vcpu_run_complete_io(flat->vcpu);
	mmfr0 = vcpu_get_reg(flat->vcpu, ARM64_CORE_REG(regs.regs[2]));
	return bits[mmfr0 & 0x7];
}

static enum beyond where_beyond(struct flat_vm *flat, gpa_t ipa,
				unsigned int exit_reason)
{
	struct kvm_run *run = flat->vcpu->run;
	gpa_t got;

	flat_start(flat, ipa);
	vcpu_run(flat->vcpu);
	if (run->exit_reason == KVM_EXIT_MMIO && run->mmio.phys_addr == VECTOR_GPA)
		return BEYOND_ABORT;

	TEST_ASSERT_KVM_EXIT_REASON(flat->vcpu, exit_reason);
	got = exit_reason == KVM_EXIT_MMIO ? run->mmio.phys_addr :
					     run->arm_nisv.fault_ipa;
	TEST_ASSERT_EQ(got, ipa);
	return BEYOND_EXIT;
}

static const char *const beyond_names[] = {
	[BEYOND_EXIT] = "an exit with its address",
	[BEYOND_ABORT] = "an abort in the guest",
};

/*
 * Test that an access without syndrome beyond the VM's IPA space goes the same
 * way as one with syndrome, whichever that is.
 */
static void test_beyond(const void *arg)
{
	struct flat_vm probe, with, without;
	enum beyond a, b;
	gpa_t ipa;

	flat_create(&probe, "ldr_x");
	ipa = BIT(probe.vm->pa_bits) + 0x1000;
	__TEST_REQUIRE(cpu_pa_bits(&probe) > probe.vm->pa_bits,
		       "cpu: no address beyond the VM's");
	kvm_vm_free(probe.vm);

	flat_create(&with, "ldr_x");
	nisv_enable(with.vm);
	a = where_beyond(&with, ipa, KVM_EXIT_MMIO);
	kvm_vm_free(with.vm);

	flat_create(&without, "ldr_x_post");
	nisv_enable(without.vm);
	b = where_beyond(&without, ipa, KVM_EXIT_ARM_NISV);
	kvm_vm_free(without.vm);

	printf("beyond the IPA space: %s\n", beyond_names[a]);
	TEST_ASSERT(a == b, "with syndrome: %s, without: %s", beyond_names[a],
		    beyond_names[b]);
}

int main(int argc, char **argv)
{
	static const struct end_case ends[] = {
		{ "ldrb_post", false, 0 }, { "strb_post", false, 0 },
		{ "ldp_x_post", false, 0 }, { "ldrb_post", true, 0xfff },
		{ "strb_post", true, 0xfff }, { "ldp_x_post", true, 0xff0 },
	};
	struct case_list list = {};
	const char *end;
	char insn[32];
	unsigned int i;

	test_disable_default_vgic();

	for (i = 0; i < ARRAY_SIZE(address_cases); i++)
		case_list_add(&list, "NISV-14", test_address, &address_cases[i],
			      sizeof(address_cases[i]), "%s",
			      address_cases[i].name);
	for (i = 0; i < ARRAY_SIZE(ends); i++) {
		end = ends[i].last ? "last" : "first";
		insn_case_name(ends[i].insn, insn, sizeof(insn));
		case_list_add(&list, "NISV-14", test_end, &ends[i],
			      sizeof(ends[i]), "ipa-%s-%s", end, insn);
	}
	case_list_add(&list, "NISV-14", test_beyond, NULL, 0, "beyond-ipa");

	return contract_main(argc, argv, list.cases, list.nr);
}
