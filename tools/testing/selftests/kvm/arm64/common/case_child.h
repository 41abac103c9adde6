/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Running one case in a child process.
 */
#ifndef SELFTEST_KVM_CASE_CHILD_H
#define SELFTEST_KVM_CASE_CHILD_H

#include <stdbool.h>
#include <stddef.h>

#include <sys/types.h>

#include "contract.h"

/**
 * struct case_run - what became of one case
 * @pid: the child
 * @out: read side of its stdout and stderr
 * @deadline: when its time is over, in ms, 0 for never
 * @timed_out: it was
 * @status: as wait() gives it
 * @text: what it printed, NULL for nothing; to be freed
 * @len: of @text
 */
struct case_run {
	pid_t pid;
	int out;
	long long deadline;
	bool timed_out;
	int status;
	char *text;
	size_t len;
};

void case_run(struct case_run *run, const struct contract_case *c, long timeout);

#endif /* SELFTEST_KVM_CASE_CHILD_H */
