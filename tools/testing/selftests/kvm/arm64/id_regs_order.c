// SPDX-License-Identifier: GPL-2.0
/*
 * The ID registers do not depend on the order in which userspace builds a VM
 * (ID-14).
 */
#include "contract.h"
#include "id_guest.h"
#include "vgic.h"
#include "vgic_v2.h"

#define NR_VCPUS	2
#define NR_IRQS		64

static void guest_code(unsigned int reg)
{
	GUEST_SYNC1(id_guest_read_reg(reg));
}

static u64 guest_reads(struct kvm_vcpu *vcpu, unsigned int reg)
{
	struct ucall uc;

	vcpu_arch_set_entry_point(vcpu, guest_code);
	vcpu_args_set(vcpu, 1, (u64)reg);
	nisv_run_expect_ucall(vcpu, UCALL_SYNC, &uc);
	vcpu_run_complete_io(vcpu);
	return uc.args[0];
}

static struct kvm_vm *create_vm(struct kvm_vcpu *vcpus[])
{
	test_disable_default_vgic();
	return vm_create_with_vcpus(NR_VCPUS, guest_code, vcpus);
}

static void create_gicv3(struct kvm_vm *vm)
{
	int fd = vgic_v3_setup(vm, NR_VCPUS, NR_IRQS);

	TEST_ASSERT(fd >= 0, "no GICv3: errno %d", errno);
	close(fd);
}

static void read_all(struct kvm_vcpu *vcpu, u64 *vals)
{
	unsigned int reg;

	for (reg = 0; reg < NR_ID_REGS; reg++)
		vals[reg] = vcpu_get_reg(vcpu, id_reg_kvm_id(reg));
}

static void write_all(struct kvm_vcpu *vcpu, const u64 *vals)
{
	unsigned int reg;
	int ret;

	for (reg = 0; reg < NR_ID_REGS; reg++) {
		ret = __vcpu_set_reg(vcpu, id_reg_kvm_id(reg), vals[reg]);
		TEST_ASSERT(!ret, "%s of vCPU %u: KVM_SET_ONE_REG of %#lx: errno %d (%s)",
			    id_reg_name(reg), vcpu->id, (unsigned long)vals[reg],
			    errno, strerror(errno));
	}
}

static void assert_reads(struct kvm_vcpu *vcpu, const u64 *vals)
{
	unsigned int reg;
	u64 val;

	for (reg = 0; reg < NR_ID_REGS; reg++) {
		val = vcpu_get_reg(vcpu, id_reg_kvm_id(reg));
		TEST_ASSERT(val == vals[reg], "%s of vCPU %u: wanted %#lx got %#lx",
			    id_reg_name(reg), vcpu->id, (unsigned long)vals[reg],
			    (unsigned long)val);
	}
}

/* Both registers that have a GIC field, of the guest and of userspace. */
static void assert_gic(struct kvm_vcpu *vcpu, u64 want)
{
	const struct id_field *field;
	u64 guest, user;

	for_each_id_field(field) {
		if (field->need != ID_GICV3 ||
		    (field->reg == ID_PFR1 && !kvm_has_cap(KVM_CAP_ARM_EL1_32BIT)))
			continue;
		guest = id_field_get(field, guest_reads(vcpu, field->reg));
		user = id_field_get(field, vcpu_get_reg(vcpu, id_reg_kvm_id(field->reg)));
		TEST_ASSERT(guest == want && user == want,
			    "%s.%s: wanted %lu, the guest reads %lu, KVM_GET_ONE_REG %lu",
			    id_reg_name(field->reg), field->name, (unsigned long)want,
			    (unsigned long)guest, (unsigned long)user);
	}
}

/* Test what made QEMU give up: read ID_AA64PFR0_EL1, create a GICv3, write it. */
static void test_smallest(const void *arg)
{
	const u64 pfr0 = 0x603000000013c020;
	struct kvm_vcpu *vcpus[NR_VCPUS];
	struct kvm_vm *vm;
	int ret;
	u64 val;

	id_options_require(ID_OPT_GICV3);
	vm = create_vm(vcpus);
	val = vcpu_get_reg(vcpus[0], pfr0);
	create_gicv3(vm);
	ret = __vcpu_set_reg(vcpus[0], pfr0, val);
	TEST_ASSERT(!ret, "KVM_SET_ONE_REG of %#lx: errno %d (%s)",
		    (unsigned long)val, errno, strerror(errno));
	kvm_vm_free(vm);
}

/* Test that what was read before the GICv3 was made is taken after, and stays. */
static void test_read_create_write(const void *arg)
{
	struct kvm_vcpu *vcpus[NR_VCPUS];
	u64 vals[NR_VCPUS][NR_ID_REGS];
	struct kvm_vm *vm;
	unsigned int i;

	id_options_require(ID_OPT_GICV3);
	vm = create_vm(vcpus);
	for (i = 0; i < NR_VCPUS; i++)
		read_all(vcpus[i], vals[i]);
	create_gicv3(vm);
	for (i = 0; i < NR_VCPUS; i++) {
		assert_reads(vcpus[i], vals[i]);
		write_all(vcpus[i], vals[i]);
	}
	for (i = 0; i < NR_VCPUS; i++)
		assert_gic(vcpus[i], 1);
	for (i = 0; i < NR_VCPUS; i++)
		assert_reads(vcpus[i], vals[i]);
	kvm_vm_free(vm);
}

/* Test that a VM that ran is restored before the GICv3 is made. */
static void test_write_create(const void *arg)
{
	struct id_guest saved = id_guest_create(ID_OPT_GICV3);
	struct kvm_vcpu *vcpus[NR_VCPUS];
	u64 vals[NR_ID_REGS];
	struct kvm_vm *vm;
	unsigned int i;

	id_guest_read(&saved, ID_AA64PFR0);
	read_all(saved.vcpu, vals);
	vm = create_vm(vcpus);
	for (i = 0; i < NR_VCPUS; i++)
		write_all(vcpus[i], vals);
	create_gicv3(vm);
	for (i = 0; i < NR_VCPUS; i++)
		assert_gic(vcpus[i], 1);
	for (i = 0; i < NR_VCPUS; i++)
		assert_reads(vcpus[i], vals);
	id_guest_destroy(&saved);
	kvm_vm_free(vm);
}

/* Test that without a GICv3 the GIC fields are 0 from the first run on. */
static void test_no_gic(const void *arg)
{
	struct kvm_vcpu *vcpus[NR_VCPUS];
	struct kvm_vm *vm = create_vm(vcpus);
	u64 vals[NR_ID_REGS];
	unsigned int i;

	read_all(vcpus[0], vals);
	for (i = 0; i < NR_VCPUS; i++)
		write_all(vcpus[i], vals);
	for (i = 0; i < NR_VCPUS; i++)
		assert_gic(vcpus[i], 0);
	kvm_vm_free(vm);
}

/* The same, with a GICv2 in the kernel. */
static void test_gicv2(const void *arg)
{
	struct kvm_vcpu *vcpus[NR_VCPUS];
	struct kvm_vm *vm = create_vm(vcpus);
	u64 vals[NR_ID_REGS];
	int fd;

	read_all(vcpus[0], vals);
	fd = vgic_v2_setup(vm, NR_IRQS);
	__TEST_REQUIRE(fd >= 0, "cpu: no GICv2 in guests");
	write_all(vcpus[0], vals);
	assert_gic(vcpus[0], 0);
	close(fd);
	kvm_vm_free(vm);
}

/* Test that userspace may hide a GICv3 that the VM has. */
static void test_hidden(const void *arg)
{
	struct kvm_vcpu *vcpus[NR_VCPUS];
	const struct id_field *field;
	struct kvm_vm *vm;
	u64 id;

	id_options_require(ID_OPT_GICV3);
	vm = create_vm(vcpus);
	for_each_id_field(field) {
		if (field->need != ID_GICV3)
			continue;
		id = id_reg_kvm_id(field->reg);
		vcpu_set_reg(vcpus[0], id,
			     id_field_set(field, vcpu_get_reg(vcpus[0], id), 0));
	}
	create_gicv3(vm);
	assert_gic(vcpus[1], 0);
	kvm_vm_free(vm);
}

/* Test that it makes no difference whether a vCPU with SVE is finalised. */
static void test_finalize(const void *arg)
{
	int feature = KVM_ARM_VCPU_SVE;
	struct kvm_vcpu *vcpus[NR_VCPUS];
	u64 vals[NR_VCPUS][NR_ID_REGS];
	struct kvm_vcpu_init init;
	struct kvm_vm *vm;
	unsigned int i;

	id_options_require(ID_OPT_SVE);
	test_disable_default_vgic();
	vm = vm_create(NR_VCPUS);
	kvm_get_default_vcpu_target(vm, &init);
	init.features[0] |= BIT(KVM_ARM_VCPU_SVE);
	for (i = 0; i < NR_VCPUS; i++) {
		vcpus[i] = aarch64_vcpu_add(vm, i, &init, guest_code);
		read_all(vcpus[i], vals[i]);
		write_all(vcpus[i], vals[i]);
	}
	for (i = 0; i < NR_VCPUS; i++) {
		vcpu_ioctl(vcpus[i], KVM_ARM_VCPU_FINALIZE, &feature);
		assert_reads(vcpus[i], vals[i]);
		write_all(vcpus[i], vals[i]);
	}
	for (i = 0; i < NR_VCPUS; i++)
		TEST_ASSERT_EQ(guest_reads(vcpus[i], ID_AA64ZFR0), vals[i][ID_AA64ZFR0]);
	kvm_vm_free(vm);
}

static const struct contract_case cases[] = {
	{ "ID-14", "smallest", test_smallest },
	{ "ID-14", "read-create-write", test_read_create_write },
	{ "ID-14", "write-create", test_write_create },
	{ "ID-14", "no-gic", test_no_gic },
	{ "ID-14", "gicv2", test_gicv2 },
	{ "ID-14", "hidden", test_hidden },
	{ "ID-14", "finalize", test_finalize },
};

int main(int argc, char **argv)
{
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
