/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The first process of a Linux guest, which is the program that made the guest.
 */
#ifndef SELFTEST_KVM_COMMON_LINUX_INIT_H
#define SELFTEST_KVM_COMMON_LINUX_INIT_H

#include <stdbool.h>

#include <linux/compiler.h>

/* What each line begins with that the process says on the guest's console. */
#define LINUX_INIT_SAYS		"guest-init: "
/* The last one. */
#define LINUX_INIT_DONE		"done"

bool linux_init_is_me(void);
__noreturn void linux_init_main(void);

#endif /* SELFTEST_KVM_COMMON_LINUX_INIT_H */
