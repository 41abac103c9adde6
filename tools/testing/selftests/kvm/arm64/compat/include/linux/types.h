/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's short names for the fixed-width types. u64 is uint64_t, as in
 * tools/include of current kernels: it prints with %lx.
 */
#ifndef COMPAT_LINUX_TYPES_H
#define COMPAT_LINUX_TYPES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include_next <linux/types.h>

#if __SIZEOF_LONG__ == 8
typedef unsigned long u64;
typedef long s64;
#else
typedef unsigned long long u64;
typedef long long s64;
#endif
typedef __u32 u32;
typedef __s32 s32;
typedef __u16 u16;
typedef __s16 s16;
typedef __u8 u8;
typedef __s8 s8;

#ifndef __force
#define __force
#endif

#endif /* COMPAT_LINUX_TYPES_H */
