// SPDX-License-Identifier: GPL-2.0
/*
 * Does the CPU, as the guest is shown it, have what an instruction needs?
 */
#include <setjmp.h>
#include <signal.h>
#include <sys/auxv.h>

#include "insn_features.h"
#include "processor.h"

/* For C libraries older than the extension. */
#ifndef HWCAP_LRCPC
#define HWCAP_LRCPC	BIT(15)
#endif
#ifndef HWCAP_ILRCPC
#define HWCAP_ILRCPC	BIT(26)
#endif
#ifndef HWCAP2_MOPS
#define HWCAP2_MOPS	BIT(43)
#endif
#ifndef AT_HWCAP3
#define AT_HWCAP3	29
#endif
#ifndef HWCAP3_LS64
#define HWCAP3_LS64	BIT(3)
#endif

/*
 * The host kernel must know the extension, and the guest must be shown it: a
 * kernel may know it and yet keep it from its guests.
 */
static const struct {
	const char *name;
	unsigned long auxv, hwcap;
	u32 sysreg;
	unsigned int shift, min;
} features[NR_INSN_FEATURES] = {
	[INSN_FEAT_LSE] = {
		"FEAT_LSE", AT_HWCAP, HWCAP_ATOMICS,
		SYS_ID_AA64ISAR0_EL1, 20, 2
	},
	[INSN_FEAT_LRCPC] = {
		"FEAT_LRCPC", AT_HWCAP, HWCAP_LRCPC,
		SYS_ID_AA64ISAR1_EL1, 20, 1
	},
	[INSN_FEAT_LRCPC2] = {
		"FEAT_LRCPC2", AT_HWCAP, HWCAP_ILRCPC,
		SYS_ID_AA64ISAR1_EL1, 20, 2
	},
	[INSN_FEAT_MTE] = { "FEAT_MTE" },
	[INSN_FEAT_SVE] = {
		"FEAT_SVE", AT_HWCAP, HWCAP_SVE,
		SYS_ID_AA64PFR0_EL1, 32, 1
	},
	[INSN_FEAT_MOPS] = {
		"FEAT_MOPS", AT_HWCAP2, HWCAP2_MOPS,
		SYS_ID_AA64ISAR2_EL1, 16, 1
	},
	[INSN_FEAT_LS64] = {
		"FEAT_LS64", AT_HWCAP3, HWCAP3_LS64,
		SYS_ID_AA64ISAR1_EL1, 60, 1
	},
};

static sigjmp_buf undefined;

static void on_sigill(int sig)
{
	siglongjmp(undefined, 1);
}

/*
 * The instructions are there from FEAT_MTE on, whether the kernel knows and shows it or
 * not: it can't trap or disable them. EL0 has LDG as well.
 */
static bool cpu_has_mte(void)
{
	struct sigaction action = { .sa_handler = on_sigill }, old;
	u64 memory[4] = {};
	u64 *granule = (u64 *)(((uintptr_t)memory + 15) & ~15UL);

	sigaction(SIGILL, &action, &old);
	if (sigsetjmp(undefined, 1)) {
		sigaction(SIGILL, &old, NULL);
		return false;
	}

	asm volatile(".arch armv8.5-a+memtag\n"
		     "	ldg	%0, [%0]"
		     : "+r" (granule) : : "memory");
	sigaction(SIGILL, &old, NULL);

	return true;
}

/**
 * insn_require_cpu - skip the case if the host has not got a feature
 * @feature: the feature
 */
void insn_require_cpu(enum insn_feature feature)
{
	if (feature == INSN_FEAT_NONE)
		return;

	if (feature == INSN_FEAT_MTE) {
		__TEST_REQUIRE(cpu_has_mte(), "cpu: no FEAT_MTE");
		return;
	}

	__TEST_REQUIRE(getauxval(features[feature].auxv) &
		       features[feature].hwcap, "cpu: no %s",
		       features[feature].name);
}

/**
 * insn_require_guest - skip the case if a feature is kept from the guest
 * @vcpu: the guest's vCPU
 * @feature: the feature
 *
 * A host that does not let userspace read the ID register (none did before
 * 4.15) shows the guest what the CPU has.
 */
void insn_require_guest(struct kvm_vcpu *vcpu, enum insn_feature feature)
{
	u64 id = 0;
	int ret;

	if (feature == INSN_FEAT_NONE || feature == INSN_FEAT_MTE)
		return;

	ret = __vcpu_get_reg(vcpu, KVM_ARM64_SYS_REG((u64)features[feature].sysreg),
			     &id);
	if (ret)
		return;

	__TEST_REQUIRE(((id >> features[feature].shift) & 0xf) >=
		       features[feature].min,
		       "cpu: %s hidden from guests", features[feature].name);
}
