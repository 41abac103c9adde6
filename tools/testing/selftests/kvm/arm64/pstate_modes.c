// SPDX-License-Identifier: GPL-2.0
/*
 * The modes that PSTATE may be set to. With one that the vCPU has not got, the return
 * to the guest is illegal and stays in EL2: the end of the host.
 */
#include "aarch32.h"
#include "contract.h"
#include "kvm_util.h"
#include "processor.h"

#define NR_MODES	(PSR32_MODE_MASK + 1)

/* User mode is left out: it takes a CPU with AArch32 at EL0, whatever EL1 is. */
#define MODES_AARCH64	(BIT(PSR_MODE_EL0t) | BIT(PSR_MODE_EL1t) | BIT(PSR_MODE_EL1h))
#define MODES_AARCH32	(BIT(PSR32_MODE_FIQ) | BIT(PSR32_MODE_IRQ) | BIT(PSR32_MODE_SVC) | \
			 BIT(PSR32_MODE_ABT) | BIT(PSR32_MODE_UND) | BIT(PSR32_MODE_SYS))

static void assert_modes(struct kvm_vcpu *vcpu, u64 valid, u64 first)
{
	u64 id = ARM64_CORE_REG(regs.pstate);
	u64 was = first | PSR32_AIF;
	unsigned int mode;

	vcpu_set_reg(vcpu, id, was);
	for (mode = 0; mode < NR_MODES; mode++) {
		u64 pstate = mode | PSR32_AIF;
		int ret;

		if (mode == PSR32_MODE_USR)
			continue;
		ret = __vcpu_set_reg(vcpu, id, pstate);
		if (valid & BIT(mode)) {
			TEST_ASSERT(!ret, "mode %#x: errno %d (%s)", mode, errno,
				    strerror(errno));
			was = pstate;
		} else {
			TEST_ASSERT(ret == -1 && errno == EINVAL,
				    "mode %#x: wanted EINVAL, returned %d, errno %d", mode, ret,
				    errno);
		}
		TEST_ASSERT_EQ(vcpu_get_reg(vcpu, id), was);
	}
}

/* Test that a vCPU whose EL1 is AArch64 has the modes of that. */
static void test_aarch64(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm = vm_create_with_one_vcpu(&vcpu, NULL);

	assert_modes(vcpu, MODES_AARCH64, PSR_MODE_EL1h);
	kvm_vm_free(vm);
}

/* Test that a vCPU whose EL1 is AArch32 has the modes of that. */
static void test_aarch32(const void *arg)
{
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	aarch32_require_el1();
	vm = aarch32_vm_create(&vcpu);
	assert_modes(vcpu, MODES_AARCH32, PSR32_MODE_SVC);
	kvm_vm_free(vm);
}

static const struct contract_case cases[] = {
	{ "HOST-1", "modes-aarch64", test_aarch64 },
	{ "HOST-1", "modes-aarch32", test_aarch32 },
};

int main(int argc, char **argv)
{
	test_disable_default_vgic();
	return contract_main(argc, argv, cases, ARRAY_SIZE(cases));
}
