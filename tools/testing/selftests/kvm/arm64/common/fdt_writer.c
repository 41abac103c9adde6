// SPDX-License-Identifier: GPL-2.0
/*
 * Writing a flattened device tree, front to back: version 17 of the format,
 * whose integers are big-endian and whose tokens are aligned to four bytes.
 */
#include <endian.h>

#include "fdt_writer.h"

#define FDT_MAGIC		0xd00dfeed
#define FDT_VERSION		17
#define FDT_COMPATIBLE_VERSION	16

#define FDT_BEGIN_NODE		1
#define FDT_END_NODE		2
#define FDT_PROP		3
#define FDT_END			9

struct fdt_header {
	u32 magic;
	u32 size;
	u32 structure_offset;
	u32 strings_offset;
	u32 reserved_offset;
	u32 version;
	u32 compatible_version;
	u32 boot_cpu;
	u32 strings_size;
	u32 structure_size;
};

/* Bytes and what aligns the next token. */
static void put(struct fdt_writer *fdt, const void *data, size_t len)
{
	size_t padded = align_up(len, sizeof(u32));

	TEST_ASSERT(fdt->len + padded <= sizeof(fdt->structure),
		    "the device tree has more than %zu bytes",
		    sizeof(fdt->structure));
	memcpy(fdt->structure + fdt->len, data, len);
	memset(fdt->structure + fdt->len + len, 0, padded - len);
	fdt->len += padded;
}

static void put_cell(struct fdt_writer *fdt, u32 cell)
{
	cell = htobe32(cell);
	put(fdt, &cell, sizeof(cell));
}

static u32 add_string(struct fdt_writer *fdt, const char *s)
{
	size_t size = strlen(s) + 1, offset = fdt->strings_len;

	TEST_ASSERT(offset + size <= sizeof(fdt->strings),
		    "the device tree has names of more than %zu bytes",
		    sizeof(fdt->strings));
	memcpy(fdt->strings + offset, s, size);
	fdt->strings_len += size;
	return offset;
}

/**
 * fdt_begin_node - open a node
 * @fdt:  the tree
 * @name: "" for the root
 */
void fdt_begin_node(struct fdt_writer *fdt, const char *name)
{
	put_cell(fdt, FDT_BEGIN_NODE);
	put(fdt, name, strlen(name) + 1);
	fdt->depth++;
}

/**
 * fdt_end_node - close the node opened last
 * @fdt: the tree
 */
void fdt_end_node(struct fdt_writer *fdt)
{
	TEST_ASSERT(fdt->depth, "no node is open");
	put_cell(fdt, FDT_END_NODE);
	fdt->depth--;
}

static void begin_prop(struct fdt_writer *fdt, const char *name, size_t len)
{
	put_cell(fdt, FDT_PROP);
	put_cell(fdt, len);
	put_cell(fdt, add_string(fdt, name));
}

/**
 * fdt_prop - add a property to the node opened last
 * @fdt:   the tree
 * @name:  of the property
 * @value: its bytes
 * @len:   how many, 0 for a property that is just there
 */
void fdt_prop(struct fdt_writer *fdt, const char *name, const void *value,
	      size_t len)
{
	begin_prop(fdt, name, len);
	put(fdt, value, len);
}

/**
 * fdt_prop_string - add a property whose value is a string
 * @fdt:   the tree
 * @name:  of the property
 * @value: the string
 */
void fdt_prop_string(struct fdt_writer *fdt, const char *name,
		     const char *value)
{
	fdt_prop(fdt, name, value, strlen(value) + 1);
}

void __fdt_prop_u32s(struct fdt_writer *fdt, const char *name,
		     const u32 *values, size_t nr)
{
	size_t i;

	begin_prop(fdt, name, nr * sizeof(*values));
	for (i = 0; i < nr; i++)
		put_cell(fdt, values[i]);
}

void __fdt_prop_u64s(struct fdt_writer *fdt, const char *name,
		     const u64 *values, size_t nr)
{
	size_t i;

	begin_prop(fdt, name, nr * sizeof(*values));
	for (i = 0; i < nr; i++) {
		put_cell(fdt, values[i] >> 32);
		put_cell(fdt, values[i]);
	}
}

/**
 * fdt_finish - write the blob the kernel reads
 * @fdt:  the tree, all its nodes closed
 * @to:   where to
 * @size: how many bytes there are
 *
 * Return: the size of the blob.
 */
size_t fdt_finish(const struct fdt_writer *fdt, void *to, size_t size)
{
	const u32 end = htobe32(FDT_END);
	size_t reserved = sizeof(struct fdt_header);
	/* one entry of two u64 ends the list of reserved memory */
	size_t structure = reserved + 2 * sizeof(u64);
	size_t strings = structure + fdt->len + sizeof(end);
	size_t total = strings + fdt->strings_len;
	struct fdt_header header = {
		.magic = htobe32(FDT_MAGIC),
		.size = htobe32(total),
		.structure_offset = htobe32(structure),
		.strings_offset = htobe32(strings),
		.reserved_offset = htobe32(reserved),
		.version = htobe32(FDT_VERSION),
		.compatible_version = htobe32(FDT_COMPATIBLE_VERSION),
		.strings_size = htobe32(fdt->strings_len),
		.structure_size = htobe32(fdt->len + sizeof(end)),
	};

	TEST_ASSERT(!fdt->depth, "%u nodes are open", fdt->depth);
	TEST_ASSERT(total <= size, "a device tree of %zu bytes into %zu", total,
		    size);

	memset(to, 0, structure);
	memcpy(to, &header, sizeof(header));
	memcpy(to + structure, fdt->structure, fdt->len);
	memcpy(to + structure + fdt->len, &end, sizeof(end));
	memcpy(to + strings, fdt->strings, fdt->strings_len);
	return total;
}
