// SPDX-License-Identifier: GPL-2.0
/*
 * Accesses of an abort_guest that leave the memslots.
 */
#include "guest_access.h"

const struct guest_access guest_nisv_load = {
	"ldr-post", abort_guest_ldr_post, 0, false
};

const struct guest_access guest_nisv_store = {
	"str-post", abort_guest_str_post, 0, true
};

const struct guest_access guest_mmio_load = {
	"ldr-x", abort_guest_ldr_x, ABORT_GUEST_WORD, false
};

const struct guest_access guest_mmio_store = {
	"str-x", abort_guest_str_x, ABORT_GUEST_WORD, true
};

const struct guest_level guest_el1t = { "el1t", ABORT_GUEST_EL1T };
const struct guest_level guest_el1h = { "el1h", ABORT_GUEST_EL1H };
const struct guest_level guest_el0 = { "el0", ABORT_GUEST_EL0 };

/**
 * guest_access_create - make an abort_guest that can do an access
 * @vcpu: set to its vCPU
 * @access: the access; the NISV exit is enabled if it takes one
 *
 * Return: the VM; kvm_vm_free() frees it.
 */
struct kvm_vm *guest_access_create(struct kvm_vcpu **vcpu,
				   const struct guest_access *access)
{
	struct kvm_vm *vm = abort_guest_create(vcpu);

	if (!access->len)
		nisv_enable(vm);

	return vm;
}

/**
 * guest_access_run - run, and assert that it ends in the exit of an access
 * @vcpu: the vCPU
 * @access: the access
 * @ipa: exact address the exit must report
 */
void guest_access_run(struct kvm_vcpu *vcpu, const struct guest_access *access,
		      u64 ipa)
{
	if (access->len)
		abort_guest_run_to_mmio(vcpu, ipa, access->len, access->is_write);
	else
		nisv_run_expect_exit(vcpu, ipa, access->is_write);
}

/**
 * guest_access_exit - have a guest do an access, up to the exit
 * @vcpu: the vCPU
 * @access: the access
 * @pstate: PSTATE to do it with
 * @addr: virtual address; without its tag it is the guest physical one, too
 *
 * What userspace could answer to an MMIO load is filled in.
 *
 * Return: all registers at the exit, to be freed with reg_snapshot_free().
 */
struct reg_snapshot *guest_access_exit(struct kvm_vcpu *vcpu,
				       const struct guest_access *access,
				       u64 pstate, u64 addr)
{
	u64 ipa = addr & GENMASK(55, 0);

	abort_guest_start(vcpu, access->insn, pstate, addr);
	guest_access_run(vcpu, access, ipa);
	if (access->len && !access->is_write)
		memset(vcpu->run->mmio.data, 0xa5, sizeof(vcpu->run->mmio.data));

	return reg_snapshot_take(vcpu);
}
