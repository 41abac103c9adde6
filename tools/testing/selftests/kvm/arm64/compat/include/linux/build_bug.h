/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_BUILD_BUG_H
#define COMPAT_LINUX_BUILD_BUG_H

#undef static_assert
#define __static_assert(expr, msg, ...)	_Static_assert(expr, msg)
#define static_assert(expr, ...)	__static_assert(expr, ##__VA_ARGS__, #expr)
#define BUILD_BUG_ON(cond)						\
	_Static_assert(!(cond), "BUILD_BUG_ON: " #cond)

#endif /* COMPAT_LINUX_BUILD_BUG_H */
