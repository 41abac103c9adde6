/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_KERNEL_H
#define COMPAT_LINUX_KERNEL_H

#include_next <linux/kernel.h>

#include <linux/bits.h>
#include <linux/build_bug.h>
#include <linux/compiler.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(arr)		(sizeof(arr) / sizeof((arr)[0]))
#endif

#define min(a, b)							\
({									\
	typeof(a) __min_a = (a);					\
	typeof(b) __min_b = (b);					\
									\
	__min_a < __min_b ? __min_a : __min_b;				\
})

#define max(a, b)							\
({									\
	typeof(a) __max_a = (a);					\
	typeof(b) __max_b = (b);					\
									\
	__max_a > __max_b ? __max_a : __max_b;				\
})

#define min_t(type, a, b)	min((type)(a), (type)(b))
#define max_t(type, a, b)	max((type)(a), (type)(b))

#endif /* COMPAT_LINUX_KERNEL_H */
