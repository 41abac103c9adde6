// SPDX-License-Identifier: GPL-2.0
/*
 * Writing a cpio archive as the kernel unpacks it: the "newc" format, whose
 * header is a magic number and thirteen fields of eight hexadecimal digits, and
 * which has names and contents aligned to four bytes.
 */
#include <sys/stat.h>

#include "cpio.h"

#define CPIO_ALIGN	4
#define CPIO_TRAILER	"TRAILER!!!"

struct entry {
	const char *name;
	mode_t mode;
	size_t size;
	unsigned int major;
	unsigned int minor;
};

static void *reserve(struct cpio *cpio, size_t len)
{
	void *at = cpio->to + cpio->len;

	TEST_ASSERT(len <= cpio->size - cpio->len,
		    "the archive has more than %zu bytes", cpio->size);
	cpio->len += len;
	return at;
}

static void pad(struct cpio *cpio)
{
	size_t len = align_up(cpio->len, CPIO_ALIGN) - cpio->len;

	memset(reserve(cpio, len), 0, len);
}

static void put_header(struct cpio *cpio, const struct entry *entry)
{
	size_t name_size = strlen(entry->name) + 1;
	char header[6 + 13 * 8 + 1];

	snprintf(header, sizeof(header),
		 "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x",
		 0 /* inode */, entry->mode, 0 /* uid */, 0 /* gid */,
		 1 /* links */, 0 /* mtime */, (u32)entry->size,
		 0, 0 /* the device it was on */,
		 entry->major, entry->minor, (u32)name_size, 0 /* checksum */);
	memcpy(reserve(cpio, sizeof(header) - 1), header, sizeof(header) - 1);
	memcpy(reserve(cpio, name_size), entry->name, name_size);
	pad(cpio);
}

/**
 * cpio_dir - add a folder
 * @cpio: the archive
 * @name: without a leading slash; the folder it is in is there already
 */
void cpio_dir(struct cpio *cpio, const char *name)
{
	struct entry entry = { .name = name, .mode = S_IFDIR | 0755 };

	put_header(cpio, &entry);
}

/**
 * cpio_char_device - add a character device
 * @cpio:  the archive
 * @name:  as of cpio_dir()
 * @major: number of the driver
 * @minor: number of the device
 */
void cpio_char_device(struct cpio *cpio, const char *name, unsigned int major,
		      unsigned int minor)
{
	struct entry entry = {
		.name = name,
		.mode = S_IFCHR | 0600,
		.major = major,
		.minor = minor,
	};

	put_header(cpio, &entry);
}

/**
 * cpio_program - add an executable file
 * @cpio: the archive
 * @name: as of cpio_dir()
 * @fd:	  the file to copy
 */
void cpio_program(struct cpio *cpio, const char *name, int fd)
{
	struct entry entry = { .name = name, .mode = S_IFREG | 0755 };
	struct stat st;
	void *to;

	TEST_ASSERT(!fstat(fd, &st), "%s: fstat: %s", name, strerror(errno));
	entry.size = st.st_size;
	put_header(cpio, &entry);
	to = reserve(cpio, entry.size);
	TEST_ASSERT(pread(fd, to, entry.size, 0) == st.st_size,
		    "%s: can't be read as a whole", name);
	pad(cpio);
}

/**
 * cpio_finish - add what ends an archive
 * @cpio: the archive, whose @len is then its size
 */
void cpio_finish(struct cpio *cpio)
{
	struct entry entry = { .name = CPIO_TRAILER };

	put_header(cpio, &entry);
}
