/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_BITS_H
#define COMPAT_LINUX_BITS_H

#include <linux/const.h>

#define BIT(nr)			(UL(1) << (nr))
#define BIT_ULL(nr)		(ULL(1) << (nr))
#define GENMASK(h, l)		((~UL(0) << (l)) & (~UL(0) >> (63 - (h))))
#define GENMASK_ULL(h, l)	((~ULL(0) << (l)) & (~ULL(0) >> (63 - (h))))

#endif /* COMPAT_LINUX_BITS_H */
