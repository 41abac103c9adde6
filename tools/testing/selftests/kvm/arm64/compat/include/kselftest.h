/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The part of the kselftest interface that the KVM tests use. The case runner
 * prints the results, so there is no result counting here.
 */
#ifndef __KSELFTEST_H
#define __KSELFTEST_H

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/compiler.h>

#ifndef ARRAY_SIZE
#define ARRAY_SIZE(arr)		(sizeof(arr) / sizeof((arr)[0]))
#endif

#define KSFT_PASS	0
#define KSFT_FAIL	1
#define KSFT_XFAIL	2
#define KSFT_XPASS	3
#define KSFT_SKIP	4

#ifndef __printf
#define __printf(a, b)		__attribute__((__format__(__printf__, a, b)))
#endif

__printf(1, 2) void ksft_print_msg(const char *msg, ...);
__noreturn __printf(1, 2) void ksft_exit_skip(const char *msg, ...);
__noreturn __printf(1, 2) void ksft_exit_fail_msg(const char *msg, ...);

#endif /* __KSELFTEST_H */
