/* SPDX-License-Identifier: GPL-2.0 */
#ifndef SELFTEST_KVM_UTIL_TYPES_H
#define SELFTEST_KVM_UTIL_TYPES_H

#include <linux/types.h>

#define __kvm_static_assert(expr, msg, ...)	_Static_assert(expr, msg)
#define kvm_static_assert(expr, ...)					\
	__kvm_static_assert(expr, ##__VA_ARGS__, #expr)

typedef u64 gpa_t;	/* guest physical address, an IPA */
typedef u64 gva_t;	/* guest virtual address */

#define INVALID_GPA	(~(u64)0)

#endif /* SELFTEST_KVM_UTIL_TYPES_H */
