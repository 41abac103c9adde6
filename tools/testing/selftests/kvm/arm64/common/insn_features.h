/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Does the CPU, as the guest is shown it, have what an instruction needs?
 */
#ifndef SELFTEST_KVM_INSN_FEATURES_H
#define SELFTEST_KVM_INSN_FEATURES_H

#include "insn_classes.h"

void insn_require_cpu(enum insn_feature feature);
void insn_require_guest(struct kvm_vcpu *vcpu, enum insn_feature feature);

#endif /* SELFTEST_KVM_INSN_FEATURES_H */
