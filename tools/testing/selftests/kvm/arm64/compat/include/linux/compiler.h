/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_COMPILER_H
#define COMPAT_LINUX_COMPILER_H

#include <linux/types.h>

#ifndef __noreturn
#define __noreturn		__attribute__((__noreturn__))
#endif
#ifndef __maybe_unused
#define __maybe_unused		__attribute__((__unused__))
#endif
#ifndef __always_unused
#define __always_unused		__attribute__((__unused__))
#endif
#ifndef __packed
#define __packed		__attribute__((__packed__))
#endif
#ifndef __weak
#define __weak			__attribute__((__weak__))
#endif
#ifndef __naked
#define __naked			__attribute__((__naked__))
#endif
#ifndef noinline
#define noinline		__attribute__((__noinline__))
#endif

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)

#define barrier()		({ asm volatile("" : : : "memory"); })

#define fallthrough		__attribute__((__fallthrough__))

/* One access, of the whole object. */
#define READ_ONCE(x)		__atomic_load_n(&(x), __ATOMIC_RELAXED)
#define WRITE_ONCE(x, val)	__atomic_store_n(&(x), (val), __ATOMIC_RELAXED)

#endif /* COMPAT_LINUX_COMPILER_H */
