/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The case runner: a test program is a table of cases and one call.
 *
 * Every case states one property and carries the name of the clause of the
 * ABI it proves. Each runs in a child process of its own, so that a crash,
 * a hang or a failed assertion costs exactly one line of the result.
 */
#ifndef SELFTEST_KVM_CONTRACT_H
#define SELFTEST_KVM_CONTRACT_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct contract_case - one property of the ABI and the function to check it
 * @clause: name of the clause, e.g. "NISV-7"
 * @name:   name of the case within the clause, e.g. "ldp-post-el1"; the result
 *	    line says "NISV-7.ldp-post-el1"
 * @fn:     the check. To return is to pass, to fail is to exit otherwise
 * @arg:    passed to @fn
 */
struct contract_case {
	const char *clause;
	const char *name;
	void (*fn)(const void *arg);
	const void *arg;
};

int contract_main(int argc, char **argv, const struct contract_case *cases,
		  size_t nr);

bool contract_required(void);
long contract_case_timeout(void);
void contract_set_case_timeout(long seconds);
unsigned long contract_number(const char *name, unsigned long otherwise);
void contract_require_cap(int cap, const char *name);

#endif /* SELFTEST_KVM_CONTRACT_H */
