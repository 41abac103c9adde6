/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_BITS_H
#define COMPAT_LINUX_BITS_H

#include <linux/const.h>

/* Of a 32-bit host's program, too: it has registers of 64 bits to do with. */
#if __SIZEOF_LONG__ == 8
#define BIT(nr)			(UL(1) << (nr))
#define GENMASK(h, l)		((~UL(0) << (l)) & (~UL(0) >> (63 - (h))))
#else
#define BIT(nr)			BIT_ULL(nr)
#define GENMASK(h, l)		GENMASK_ULL(h, l)
#endif
#define BIT_ULL(nr)		(ULL(1) << (nr))
#define GENMASK_ULL(h, l)	((~ULL(0) << (l)) & (~ULL(0) >> (63 - (h))))

#endif /* COMPAT_LINUX_BITS_H */
