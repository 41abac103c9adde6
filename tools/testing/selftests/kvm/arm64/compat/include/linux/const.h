/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_CONST_H
#define COMPAT_LINUX_CONST_H

#include_next <linux/const.h>

#define UL(x)	_AC(x, UL)
#define ULL(x)	_AC(x, ULL)

#endif /* COMPAT_LINUX_CONST_H */
