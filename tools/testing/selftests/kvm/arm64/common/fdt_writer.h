/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writing a flattened device tree, front to back.
 */
#ifndef SELFTEST_KVM_COMMON_FDT_WRITER_H
#define SELFTEST_KVM_COMMON_FDT_WRITER_H

#include <linux/types.h>

#include "test_util.h"

#define FDT_WRITER_STRUCT_SIZE	4096
#define FDT_WRITER_STRINGS_SIZE	512

/**
 * struct fdt_writer - a tree that is being written
 * @structure: nodes and properties
 * @len: bytes of @structure in use
 * @strings: names of properties
 * @strings_len: bytes of @strings in use
 * @depth: nodes that are open
 *
 * An all-zero writer is an empty tree.
 */
struct fdt_writer {
	u8 structure[FDT_WRITER_STRUCT_SIZE];
	size_t len;
	char strings[FDT_WRITER_STRINGS_SIZE];
	size_t strings_len;
	unsigned int depth;
};

void fdt_begin_node(struct fdt_writer *fdt, const char *name);
void fdt_end_node(struct fdt_writer *fdt);
void fdt_prop(struct fdt_writer *fdt, const char *name, const void *value,
	      size_t len);
void fdt_prop_string(struct fdt_writer *fdt, const char *name,
		     const char *value);
void __fdt_prop_u32s(struct fdt_writer *fdt, const char *name,
		     const u32 *values, size_t nr);
void __fdt_prop_u64s(struct fdt_writer *fdt, const char *name,
		     const u64 *values, size_t nr);
size_t fdt_finish(const struct fdt_writer *fdt, void *to, size_t size);

/* A property whose value are integers: cells, or pairs of them. */
#define fdt_prop_u32s(_fdt, _name, ...)					\
do {									\
	const u32 __values[] = { __VA_ARGS__ };				\
									\
	__fdt_prop_u32s(_fdt, _name, __values, ARRAY_SIZE(__values));	\
} while (0)

#define fdt_prop_u64s(_fdt, _name, ...)					\
do {									\
	const u64 __values[] = { __VA_ARGS__ };				\
									\
	__fdt_prop_u64s(_fdt, _name, __values, ARRAY_SIZE(__values));	\
} while (0)

#endif /* SELFTEST_KVM_COMMON_FDT_WRITER_H */
