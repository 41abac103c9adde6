/* SPDX-License-Identifier: GPL-2.0 */
#ifndef COMPAT_LINUX_STRINGIFY_H
#define COMPAT_LINUX_STRINGIFY_H

#define __stringify_1(x...)	#x
#define __stringify(x...)	__stringify_1(x)

#endif /* COMPAT_LINUX_STRINGIFY_H */
