/* SPDX-License-Identifier: GPL-2.0 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM kvm

#if !defined(_TRACE_KVM_ARM_NISV_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRACE_KVM_ARM_NISV_H

#include <linux/tracepoint.h>

/*
 * An access outside the memslots that came without instruction syndrome,
 * whether userspace is told of it or not.
 */
TRACE_EVENT(kvm_mmio_nisv,
	TP_PROTO(unsigned long vcpu_pc, unsigned long esr,
		 unsigned long far, unsigned long long ipa),
	TP_ARGS(vcpu_pc, esr, far, ipa),

	TP_STRUCT__entry(
		__field(unsigned long,		vcpu_pc)
		__field(unsigned long,		esr)
		__field(unsigned long,		far)
		__field(unsigned long long,	ipa)
	),

	TP_fast_assign(
		__entry->vcpu_pc = vcpu_pc;
		__entry->esr = esr;
		__entry->far = far;
		__entry->ipa = ipa;
	),

	TP_printk("ipa %#016llx, esr %#08lx, far %#016lx, pc %#016lx",
		  __entry->ipa, __entry->esr, __entry->far, __entry->vcpu_pc)
);

#endif /* _TRACE_KVM_ARM_NISV_H */

#undef TRACE_INCLUDE_PATH
#ifdef TREE_SHARED
#define TRACE_INCLUDE_PATH ../../virt/kvm/arm
#else
#define TRACE_INCLUDE_PATH .
#endif
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace_nisv

/* This part must be outside protection */
#include <trace/define_trace.h>
