// SPDX-License-Identifier: GPL-2.0
/*
 * Instructions that touch memory, by class.
 */
#include "insn_classes.h"

/*
 * The instructions, and a struct insn_code for each. Those of several
 * extensions are assembled whatever the compiler was told to generate: they run
 * only where the CPU has them.
 */
#define INSN(_name, _before, _text, ...)				\
"	.pushsection .text, \"ax\"\n"					\
"0:	" _before "\n"							\
"1:	" _text "\n"							\
"	b	insn_leave\n"						\
"	.popsection\n"							\
"	.pushsection .data.rel.ro, \"aw\"\n"				\
"	.quad	0b, 1b\n"						\
"	.popsection\n"

asm("	.arch	armv8.8-a+sve+ls64+memtag\n"
"	.pushsection .data.rel.ro, \"aw\"\n"
"	.balign	8\n"
"insn_code:\n"
"	.popsection\n"
"	.pushsection .text, \"ax\"\n"
"	.balign	4096\n"
"	.global	insn_literal\n"
"insn_literal:\n"
"	.skip	4096\n"
"	.popsection\n"
#include "insn_list.h"
);

#undef INSN

/* Their order. */
#define INSN(_name, ...)	INSN_NR_##_name,
enum {
#include "insn_list.h"
};

#undef INSN

extern const struct insn_code insn_code[];

#define INSN(_name, _before, _text, ...)				\
	{								\
		.name = #_name,						\
		.code = &insn_code[INSN_NR_##_name],			\
		__VA_ARGS__						\
	},

const struct insn_class insn_classes[] = {
#include "insn_list.h"
};

#undef INSN

const size_t nr_insn_classes = ARRAY_SIZE(insn_classes);

/**
 * insn_class_find - get an instruction by name
 * @name: as in the table
 *
 * Return: its row. There must be one.
 */
const struct insn_class *insn_class_find(const char *name)
{
	size_t i;

	for (i = 0; i < nr_insn_classes; i++)
		if (!strcmp(insn_classes[i].name, name))
			return &insn_classes[i];

	TEST_FAIL("no instruction is called %s", name);
}

/**
 * insn_case_name - what to call an instruction in the name of a case
 * @name: as in the table, with underscores: C has no dashes in names
 * @buf: the name with dashes
 * @size: bytes of @buf
 */
void insn_case_name(const char *name, char *buf, size_t size)
{
	snprintf(buf, size, "%s", name);
	for (; *buf; buf++)
		if (*buf == '_')
			*buf = '-';
}

/**
 * insn_is_write - does the instruction only write memory?
 * @class: the instruction
 *
 * Return: true for stores.
 */
bool insn_is_write(const struct insn_class *class)
{
	switch (class->op) {
	case INSN_STORE:
	case INSN_STORE_EXCL:
	case INSN_ZVA:
	case INSN_TAG_STORE:
	case INSN_MEMSET:
		return true;
	default:
		return false;
	}
}

/**
 * insn_is_rmw - does the instruction read memory and write it, too?
 * @class: the instruction
 *
 * Return: true for atomics.
 */
bool insn_is_rmw(const struct insn_class *class)
{
	return class->op == INSN_RMW || class->op == INSN_CAS;
}
