/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_SIZES_H
#define COMPAT_LINUX_SIZES_H

#include <linux/const.h>

#define SZ_4K	_AC(0x00001000, UL)
#define SZ_16K	_AC(0x00004000, UL)
#define SZ_64K	_AC(0x00010000, UL)
#define SZ_1M	_AC(0x00100000, UL)
#define SZ_2M	_AC(0x00200000, UL)
#define SZ_128M	_AC(0x08000000, UL)
#define SZ_1G	_AC(0x40000000, UL)

#endif /* COMPAT_LINUX_SIZES_H */
