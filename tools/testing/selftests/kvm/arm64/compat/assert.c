// SPDX-License-Identifier: GPL-2.0
/*
 * How a test ends early: a failed assertion, a missing requirement.
 */
#include <sys/syscall.h>

#include "test_util.h"

/* Not an exit code anything else uses, so it can't be taken for one. */
#define EXIT_ASSERT	254

static void vprint_line(FILE *to, const char *fmt, va_list ap)
{
	vfprintf(to, fmt, ap);
	fflush(to);
}

/**
 * test_assert - end the test unless a condition holds
 * @exp:     the condition
 * @exp_str: its source text
 * @file:    where it is
 * @line:    where it is
 * @fmt:     printf() format of what was wanted and what was found
 */
void __attribute__((__noinline__))
test_assert(bool exp, const char *exp_str, const char *file, unsigned int line,
	    const char *fmt, ...)
{
	int err = errno;
	va_list ap;

	if (exp)
		return;

	fflush(stdout);
	fprintf(stderr, "%s:%u: assertion failed: %s\n", file, line, exp_str);
	fprintf(stderr, "  pid %d tid %ld errno %d (%s)\n", getpid(),
		syscall(SYS_gettid), err, strerror(err));
	if (fmt) {
		fputs("  ", stderr);
		errno = err;
		va_start(ap, fmt);
		vprint_line(stderr, fmt, ap);
		va_end(ap);
		fputc('\n', stderr);
	}

	exit(EXIT_ASSERT);
}

/**
 * ksft_print_msg - print a diagnostic line
 * @msg: printf() format, newline included
 */
void ksft_print_msg(const char *msg, ...)
{
	va_list ap;

	fputs("# ", stdout);
	va_start(ap, msg);
	vprint_line(stdout, msg, ap);
	va_end(ap);
}

/**
 * ksft_exit_skip - end the test because it makes no sense here
 * @msg: printf() format of the reason, newline included
 */
void ksft_exit_skip(const char *msg, ...)
{
	va_list ap;

	fputs("1..0 # SKIP ", stdout);
	va_start(ap, msg);
	vprint_line(stdout, msg, ap);
	va_end(ap);
	exit(KSFT_SKIP);
}

/**
 * ksft_exit_fail_msg - end the test because it can't go on
 * @msg: printf() format of the reason, newline included
 */
void ksft_exit_fail_msg(const char *msg, ...)
{
	va_list ap;

	fputs("Bail out! ", stdout);
	va_start(ap, msg);
	vprint_line(stdout, msg, ap);
	va_end(ap);
	exit(KSFT_FAIL);
}
