/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Writing a cpio archive as the kernel unpacks it: an initramfs.
 */
#ifndef SELFTEST_KVM_COMMON_CPIO_H
#define SELFTEST_KVM_COMMON_CPIO_H

#include <sys/types.h>

#include "test_util.h"

/**
 * struct cpio - an archive that is being written
 * @to: where to
 * @size: how many bytes there are
 * @len: how many are in use
 */
struct cpio {
	void *to;
	size_t size;
	size_t len;
};

void cpio_dir(struct cpio *cpio, const char *name);
void cpio_char_device(struct cpio *cpio, const char *name, unsigned int major,
		      unsigned int minor);
void cpio_program(struct cpio *cpio, const char *name, int fd);
void cpio_finish(struct cpio *cpio);

#endif /* SELFTEST_KVM_COMMON_CPIO_H */
