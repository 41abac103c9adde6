// SPDX-License-Identifier: GPL-2.0
/*
 * A VM that has options, to read its ID registers and to try instructions.
 */
#include "id_guest.h"
#include "gic.h"
#include "vgic.h"

#define NR_IRQS		64

/* str x0, [x27]: the end, as of an abort_guest */
#define INSN_END	0xf9000360
#define INSN_MRS	0xd5380000	/* x0, S3_0_C0_C0_0 */
#define INSN_MSR	0xd5180000

static u32 id_reg_operand(unsigned int reg)
{
	return ID_REG_CRM(reg) << CRm_shift | ID_REG_OP2(reg) << Op2_shift;
}

/**
 * id_options_missing - can a VM have options here?
 * @options: ID_OPT_*
 *
 * Return: NULL if so, or the name of one it can't have.
 */
const char *id_options_missing(unsigned long options)
{
	if (options & ID_OPT_SVE && !kvm_has_cap(KVM_CAP_ARM_SVE))
		return "SVE";
	if (options & ID_OPT_PTRAUTH &&
	    !(kvm_has_cap(KVM_CAP_ARM_PTRAUTH_ADDRESS) &&
	      kvm_has_cap(KVM_CAP_ARM_PTRAUTH_GENERIC)))
		return "pointer authentication";
	if (options & ID_OPT_PMU && !kvm_has_cap(KVM_CAP_ARM_PMU_V3))
		return "PMU";
	if (options & ID_OPT_GICV3 && !kvm_supports_vgic_v3())
		return "GICv3";

	return NULL;
}

/**
 * id_options_require - skip the case where no VM can have options
 * @options: ID_OPT_*
 */
void id_options_require(unsigned long options)
{
	const char *missing = id_options_missing(options);

	__TEST_REQUIRE(!missing, "cpu: no %s in guests", missing);
}

static void set_features(struct kvm_vcpu_init *init, unsigned long options)
{
	if (options & ID_OPT_SVE)
		init->features[0] |= BIT(KVM_ARM_VCPU_SVE);
	if (options & ID_OPT_PTRAUTH)
		init->features[0] |= BIT(KVM_ARM_VCPU_PTRAUTH_ADDRESS) |
				     BIT(KVM_ARM_VCPU_PTRAUTH_GENERIC);
	if (options & ID_OPT_PMU)
		init->features[0] |= BIT(KVM_ARM_VCPU_PMU_V3);
}

/* The PMU's interrupt comes to userspace, unless there is a GIC to take it. */
static void init_pmu(struct kvm_vcpu *vcpu, bool irqchip)
{
	int irq = 23;
	struct kvm_device_attr attr = {
		.group = KVM_ARM_VCPU_PMU_V3_CTRL,
		.attr = KVM_ARM_VCPU_PMU_V3_IRQ,
		.addr = (u64)&irq,
	};

	if (irqchip)
		vcpu_ioctl(vcpu, KVM_SET_DEVICE_ATTR, &attr);
	attr.attr = KVM_ARM_VCPU_PMU_V3_INIT;
	vcpu_ioctl(vcpu, KVM_SET_DEVICE_ATTR, &attr);
}

static void finish_options(struct id_guest *guest)
{
	struct kvm_vcpu *vcpu = guest->vcpu;
	int feature = KVM_ARM_VCPU_SVE, fd;

	if (guest->options & ID_OPT_SVE)
		vcpu_ioctl(vcpu, KVM_ARM_VCPU_FINALIZE, &feature);
	if (guest->options & ID_OPT_GICV3) {
		fd = vgic_v3_setup(guest->vm, 1, NR_IRQS);
		TEST_ASSERT(fd >= 0, "no GICv3: errno %d", errno);
		close(fd);
	}
	if (guest->options & ID_OPT_PMU)
		init_pmu(vcpu, guest->options & ID_OPT_GICV3);
}

/* For EL0 too; EL1 does not execute what EL0 can write. */
static void map_pages(struct id_guest *guest)
{
	guest->code = vm_alloc_page(guest->vm);
	guest->data = vm_alloc_page(guest->vm);
	*virt_get_pte_hva(guest->vm, guest->code) |= PTE_USER | PTE_RDONLY;
	*virt_get_pte_hva(guest->vm, guest->data) |= PTE_USER;
}

/**
 * id_guest_create - make a VM with one vCPU
 * @options: ID_OPT_* it is to have
 *
 * Skips the case where it can't have them.
 *
 * Return: the guest, to be given to id_guest_destroy().
 */
struct id_guest id_guest_create(unsigned long options)
{
	struct id_guest guest = { .options = options };
	struct kvm_vcpu_init init;

	id_options_require(options);
	test_disable_default_vgic();

	guest.vm = vm_create(1);
	kvm_get_default_vcpu_target(guest.vm, &init);
	set_features(&init, options);
	guest.vcpu = aarch64_vcpu_add(guest.vm, 0, &init, abort_guest_text);
	finish_options(&guest);

	abort_guest_map(guest.vm);
	abort_guest_setup_vcpu(guest.vcpu);
	map_pages(&guest);
	return guest;
}

/**
 * id_guest_destroy - free the VM
 * @guest: what id_guest_create() returned
 */
void id_guest_destroy(struct id_guest *guest)
{
	kvm_vm_free(guest->vm);
}

/**
 * id_guest_run - execute instructions
 * @guest: the VM
 * @pstate: ABORT_GUEST_EL1H or ABORT_GUEST_EL0
 * @insns: the instructions; X0 points at the data page before them
 * @nr: how many
 *
 * Return: what came of them. All but the registers that an abort_guest uses
 * are as the instructions left them.
 */
struct id_guest_result id_guest_run(struct id_guest *guest, u64 pstate,
				    const u32 *insns, unsigned int nr)
{
	struct kvm_vcpu *vcpu = guest->vcpu;
	struct id_guest_result result = {};
	u32 *code = addr_gva2hva(guest->vm, guest->code);
	gpa_t at;

	TEST_ASSERT(nr <= ID_GUEST_MAX_INSNS, "%u instructions", nr);
	memcpy(code, insns, nr * sizeof(*insns));
	code[nr] = INSN_END;
	__builtin___clear_cache((char *)code, (char *)(code + nr + 1));

	abort_guest_start(vcpu, (void *)guest->code, pstate, guest->data);
	vcpu_run(vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(vcpu, KVM_EXIT_MMIO);

	at = vcpu->run->mmio.phys_addr;
	result.taken = at == ABORT_GUEST_VECTOR;
	TEST_ASSERT(result.taken ||
		    at == vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_END)),
		    "MMIO at %#lx", (unsigned long)at);
	vcpu_run_complete_io(vcpu);

	result.esr = vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_ESR));
	result.x0 = vcpu_get_reg(vcpu, ABORT_GUEST_REG(0));
	return result;
}

/**
 * id_guest_mrs - have the guest read an ID register
 * @guest: the VM
 * @pstate: ABORT_GUEST_EL1H or ABORT_GUEST_EL0
 * @reg: ID_REG() of the register
 *
 * Return: what came of it.
 */
struct id_guest_result id_guest_mrs(struct id_guest *guest, u64 pstate,
				    unsigned int reg)
{
	const u32 insn = INSN_MRS | id_reg_operand(reg);

	return id_guest_run(guest, pstate, &insn, 1);
}

/**
 * id_guest_msr - have the guest write an ID register, at EL1
 * @guest: the VM
 * @reg: ID_REG() of the register
 *
 * Return: what came of it.
 */
struct id_guest_result id_guest_msr(struct id_guest *guest, unsigned int reg)
{
	const u32 insn = INSN_MSR | id_reg_operand(reg);

	return id_guest_run(guest, ABORT_GUEST_EL1H, &insn, 1);
}

/**
 * id_guest_read - what the guest reads of an ID register, at EL1
 * @guest: the VM
 * @reg: ID_REG() of the register
 *
 * Return: the value; an exception fails the test.
 */
u64 id_guest_read(struct id_guest *guest, unsigned int reg)
{
	struct id_guest_result result;

	result = id_guest_mrs(guest, ABORT_GUEST_EL1H, reg);
	TEST_ASSERT(!result.taken, "MRS of %s: an exception, ESR_EL1 %#lx",
		    id_reg_name(reg), (unsigned long)result.esr);
	return result.x0;
}

/**
 * id_guest_try_get - KVM_GET_ONE_REG of an ID register
 * @guest: the VM
 * @reg: ID_REG() of the register
 * @val: set to the value
 *
 * Return: as of ioctl().
 */
int id_guest_try_get(struct id_guest *guest, unsigned int reg, u64 *val)
{
	return __vcpu_get_reg(guest->vcpu, id_reg_kvm_id(reg), val);
}
