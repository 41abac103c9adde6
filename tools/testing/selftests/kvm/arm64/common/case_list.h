/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Lists of cases that are the product of tables.
 */
#ifndef SELFTEST_KVM_COMMON_CASE_LIST_H
#define SELFTEST_KVM_COMMON_CASE_LIST_H

#include "contract.h"
#include "test_util.h"

/**
 * struct case_list - cases collected so far
 * @cases: for contract_main(), once complete
 * @nr: how many
 *
 * An all-zero list is an empty one.
 */
struct case_list {
	struct contract_case *cases;
	size_t nr;
};

void __printf(6, 7) case_list_add(struct case_list *list, const char *clause,
				  void (*fn)(const void *arg), const void *arg,
				  size_t arg_size, const char *fmt, ...);

#endif /* SELFTEST_KVM_COMMON_CASE_LIST_H */
