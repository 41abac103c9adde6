// SPDX-License-Identifier: GPL-2.0
/*
 * Accesses without syndrome to the interrupt controller in the kernel: they
 * exit, and the controller does not see them.
 */
#include <linux/sizes.h>

#include "case_list.h"
#include "contract.h"
#include "insn_run.h"
#include "kvm_util.h"
#include "processor.h"
#include "reg_snapshot.h"
#include "gic.h"
#include "vgic.h"
#include "vgic_v2.h"

#define NR_IRQS		64

/* GICD_IPRIORITYR8 and 9: a byte for each of the first eight SPIs. */
#define PRIORITY_OFFSET	0x420
#define PRIORITY_BEFORE	0x90a0b0c0
#define PRIORITY_AFTER	0x18304860

struct vgic_case {
	const char *insn;
	unsigned int el;
};

/* A version 2 where the host's controller has no GICv3 interface. */
static int setup_vgic(struct kvm_vm *vm)
{
	int fd = vgic_v3_setup(vm, 1, NR_IRQS);

	if (fd < 0)
		fd = vgic_v2_setup(vm, NR_IRQS);
	__TEST_REQUIRE(fd >= 0, "cpu: no vGIC of any version");
	return fd;
}

static u32 read_priority(int fd)
{
	u32 value = 0;

	kvm_device_attr_get(fd, KVM_DEV_ARM_VGIC_GRP_DIST_REGS, PRIORITY_OFFSET,
			    &value);
	return value;
}

static void write_priority(int fd, u32 value)
{
	kvm_device_attr_set(fd, KVM_DEV_ARM_VGIC_GRP_DIST_REGS, PRIORITY_OFFSET,
			    &value);
	TEST_ASSERT_EQ(read_priority(fd), value);
}

/* A guest about to access the register; the vGIC, too, exists. */
static int start(struct insn_run *run, const struct vgic_case *c)
{
	int fd;

	insn_run_create(run, insn_class_find(c->insn), c->el);
	nisv_assert_enable(run->vm);
	fd = setup_vgic(run->vm);
	nisv_map_user(run->vm, GICD_BASE_GPA, run->vm->page_size);
	write_priority(fd, PRIORITY_BEFORE);

	insn_run_context(run)->x[1] = GICD_BASE_GPA + PRIORITY_OFFSET -
				      insn_x1_offset(run->class);
	insn_run_context(run)->x[2] = PRIORITY_AFTER;
	insn_run_to_entry(run);
	return fd;
}

/* Test that it exits with the register's address, and the register is as before. */
static void test_vgic(const void *arg)
{
	struct reg_snapshot *before;
	struct insn_run run;
	int fd = start(&run, arg);

	before = reg_snapshot_take(run.machine.vcpu);
	nisv_run_expect_exit(run.machine.vcpu, GICD_BASE_GPA + PRIORITY_OFFSET,
			     insn_is_write(run.class));
	reg_snapshot_assert_unchanged(before, run.machine.vcpu, "at the exit");
	TEST_ASSERT_EQ(read_priority(fd), (u32)PRIORITY_BEFORE);

	nisv_skip_insn(run.machine.vcpu);
	insn_run_expect_left(&run);
	TEST_ASSERT_EQ(read_priority(fd), (u32)PRIORITY_BEFORE);
	reg_snapshot_free(before);
	close(fd);
	insn_run_destroy(&run);
}

/* Test that a store with syndrome is the vGIC's, which the other test relies on. */
static void test_vgic_syndrome(const void *arg)
{
	struct insn_run run;
	int fd = start(&run, arg);

	insn_run_expect_left(&run);
	TEST_ASSERT_EQ(read_priority(fd), (u32)PRIORITY_AFTER);
	close(fd);
	insn_run_destroy(&run);
}

int main(int argc, char **argv)
{
	static const char *const insns[] = {
		"ldp_w", "stp_w", "ldr_w_post", "str_w_post", "ldr_q", "str_d",
		"ldxr_w", "ld1_4reg",
	};
	struct vgic_case c = { "stlr_w", 1 };
	struct case_list list = {};
	char name[32];
	size_t i;

	test_disable_default_vgic();

	case_list_add(&list, "NISV-13", test_vgic_syndrome, &c, sizeof(c),
		      "stlr-w-with-syndrome-el1");
	for (i = 0; i < ARRAY_SIZE(insns); i++) {
		c.insn = insns[i];
		insn_case_name(insns[i], name, sizeof(name));
		for (c.el = 0; c.el <= 1; c.el++)
			case_list_add(&list, "NISV-13", test_vgic, &c, sizeof(c),
				      "%s-el%u", name, c.el);
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
