/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A VM that has options, to read its ID registers and to try instructions.
 */
#ifndef SELFTEST_KVM_COMMON_ID_GUEST_H
#define SELFTEST_KVM_COMMON_ID_GUEST_H

#include "abort_guest.h"
#include "id_regs.h"

/* Instructions at most; what comes after them is added. */
#define ID_GUEST_MAX_INSNS	12

/* Bytes of the page that X0 points at. */
#define ID_GUEST_DATA_SIZE	4096

/* Called in the guest, at EL1: an ID register. */
u64 id_guest_read_reg(unsigned int reg);

/**
 * struct id_guest - a VM with one vCPU
 * @vm: the VM
 * @vcpu: the vCPU; its registers are those of an abort_guest
 * @options: ID_OPT_* it was made with
 * @code: where instructions go, for EL1 and EL0
 * @data: a page for them to use
 */
struct id_guest {
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	unsigned long options;
	gva_t code;
	gva_t data;
};

/**
 * struct id_guest_result - how instructions ended
 * @taken: an exception was taken
 * @esr: its ESR_EL1
 * @x0: X0 at the end
 */
struct id_guest_result {
	bool taken;
	u64 esr;
	u64 x0;
};

const char *id_options_missing(unsigned long options);
void id_options_require(unsigned long options);

struct id_guest id_guest_create(unsigned long options);
void id_guest_destroy(struct id_guest *guest);

struct id_guest_result id_guest_run(struct id_guest *guest, u64 pstate,
				    const u32 *insns, unsigned int nr);
struct id_guest_result id_guest_mrs(struct id_guest *guest, u64 pstate,
				    unsigned int reg);
struct id_guest_result id_guest_msr(struct id_guest *guest, unsigned int reg);
u64 id_guest_read(struct id_guest *guest, unsigned int reg);

int id_guest_try_get(struct id_guest *guest, unsigned int reg, u64 *val);

#endif /* SELFTEST_KVM_COMMON_ID_GUEST_H */
