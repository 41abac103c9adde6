/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Assertions, requirements and small helpers; same names and prototypes as
 * in current mainline kernels.
 */
#ifndef SELFTEST_KVM_TEST_UTIL_H
#define SELFTEST_KVM_TEST_UTIL_H

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/mman.h>
#include <linux/types.h>

#include "kselftest.h"

#ifdef DEBUG
#define pr_debug(...)		printf(__VA_ARGS__)
#else
#define pr_debug(...)							\
	do {								\
		if (0)							\
			printf(__VA_ARGS__);				\
	} while (0)
#endif
#define pr_info(...)		printf(__VA_ARGS__)

/* What the host or the CPU must have for the case to make sense. */
#define __TEST_REQUIRE(f, fmt, ...)					\
do {									\
	if (!(f))							\
		ksft_exit_skip("- " fmt "\n", ##__VA_ARGS__);		\
} while (0)

#define TEST_REQUIRE(f)	__TEST_REQUIRE(f, "Requirement not met: %s", #f)

void __printf(5, 6) test_assert(bool exp, const char *exp_str,
				const char *file, unsigned int line,
				const char *fmt, ...);

#define TEST_ASSERT(e, fmt, ...)					\
	test_assert((e), #e, __FILE__, __LINE__, fmt, ##__VA_ARGS__)

#define TEST_ASSERT_EQ(a, b)						\
do {									\
	typeof(a) __got = (a);						\
	typeof(b) __want = (b);						\
									\
	test_assert(__got == __want, #a " == " #b, __FILE__, __LINE__,	\
		    "%s is %#lx, %s is %#lx",				\
		    #a, (unsigned long)__got, #b, (unsigned long)__want); \
} while (0)

#define TEST_ASSERT_KVM_EXIT_REASON(vcpu, expected)			\
do {									\
	__u32 __reason = (vcpu)->run->exit_reason;			\
									\
	TEST_ASSERT(__reason == (expected),				\
		    "exit reason is %u (%s), not %u (%s)",		\
		    __reason, exit_reason_str(__reason),		\
		    (expected), exit_reason_str(expected));		\
} while (0)

#define TEST_FAIL(fmt, ...)						\
do {									\
	TEST_ASSERT(false, fmt, ##__VA_ARGS__);				\
	__builtin_unreachable();					\
} while (0)

enum vm_mem_backing_src_type {
	VM_MEM_SRC_ANONYMOUS,
};

#define DEFAULT_VM_MEM_SRC	VM_MEM_SRC_ANONYMOUS

/* @size is a power of two. */
static inline u64 align_up(u64 x, u64 size)
{
	TEST_ASSERT(size && !(size & (size - 1)),
		    "size not a power of 2: %" PRIu64, size);
	return (x + size - 1) & ~(size - 1);
}

static inline u64 align_down(u64 x, u64 size)
{
	TEST_ASSERT(size && !(size & (size - 1)),
		    "size not a power of 2: %" PRIu64, size);
	return x & ~(size - 1);
}

static inline void *align_ptr_up(void *x, size_t size)
{
	return (void *)align_up((unsigned long)x, size);
}

/* printf() for code that runs in the guest; see guest_sprintf.c for what. */
int guest_vsnprintf(char *buf, int n, const char *fmt, va_list args);
__printf(3, 4) int guest_snprintf(char *buf, int n, const char *fmt, ...);

#endif /* SELFTEST_KVM_TEST_UTIL_H */
