// SPDX-License-Identifier: GPL-2.0
/*
 * Lists of cases that are the product of tables.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_list.h"

static void *check_alloc(void *p)
{
	if (!p) {
		fprintf(stderr, "out of memory\n");
		exit(EXIT_FAILURE);
	}
	return p;
}

/**
 * case_list_add - append a case
 * @list: where to
 * @clause: the clause it proves
 * @fn: the check
 * @arg: its argument, which is copied
 * @arg_size: bytes of @arg
 * @fmt: printf() format for the name of the case within the clause
 *
 * What the list owns lives as long as the program.
 */
void case_list_add(struct case_list *list, const char *clause,
		   void (*fn)(const void *arg), const void *arg,
		   size_t arg_size, const char *fmt, ...)
{
	struct contract_case *c;
	void *copy = NULL;
	char *name;
	va_list ap;

	va_start(ap, fmt);
	if (vasprintf(&name, fmt, ap) < 0)
		name = NULL;
	va_end(ap);

	if (arg_size) {
		copy = check_alloc(malloc(arg_size));
		memcpy(copy, arg, arg_size);
	}

	list->cases = check_alloc(realloc(list->cases, (list->nr + 1) *
					  sizeof(*list->cases)));
	c = &list->cases[list->nr++];
	c->clause = clause;
	c->name = check_alloc(name);
	c->fn = fn;
	c->arg = copy;
}
