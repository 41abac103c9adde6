/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_BITFIELD_H
#define COMPAT_LINUX_BITFIELD_H

#include <linux/bits.h>

#define __bf_shift(mask)	(__builtin_ffsll(mask) - 1)

#define FIELD_GET(mask, reg)						\
	((typeof(mask))(((reg) & (mask)) >> __bf_shift(mask)))
#define FIELD_PREP(mask, val)						\
	(((typeof(mask))(val) << __bf_shift(mask)) & (mask))

#endif /* COMPAT_LINUX_BITFIELD_H */
