/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What unmodified kernels said of the ID registers of a vCPU without options, in
 * QEMU 7.2: output of ID-19.this-kernel there. Registers that read 0 are left out.
 */
#ifndef SELFTEST_KVM_COMMON_ID_SAVED_H
#define SELFTEST_KVM_COMMON_ID_SAVED_H

#include "id_regs.h"

struct id_saved {
	u8 reg;
	u64 val;
};

/* Debian's 5.10.262, -cpu max */
static const struct id_saved id_saved_5_10_max[] = {
	{ ID_REG(1, 0), 0x1020131 },
	{ ID_REG(1, 1), 0x10011001 },
	{ ID_REG(1, 2), 0x4010009 },
	{ ID_REG(1, 4), 0x10101105 },
	{ ID_REG(1, 5), 0x40000000 },
	{ ID_REG(1, 6), 0x1260000 },
	{ ID_REG(1, 7), 0x2122211 },
	{ ID_REG(2, 0), 0x2101110 },
	{ ID_REG(2, 1), 0x13112111 },
	{ ID_REG(2, 2), 0x21232042 },
	{ ID_REG(2, 3), 0x1112131 },
	{ ID_REG(2, 4), 0x11142 },
	{ ID_REG(2, 5), 0x1011121 },
	{ ID_REG(2, 6), 0x11110 },
	{ ID_REG(2, 7), 0x1111111 },
	{ ID_REG(3, 0), 0x10110222 },
	{ ID_REG(3, 1), 0x13211111 },
	{ ID_REG(3, 2), 0x43 },
	{ ID_REG(3, 4), 0x11 },
	{ ID_REG(3, 6), 0x1 },
	{ ID_REG(4, 0), 0x1101001021110222 },
	{ ID_REG(4, 1), 0x21 },
	{ ID_REG(5, 0), 0x10305409 },
	{ ID_REG(6, 0), 0x1221111110212120 },
	{ ID_REG(6, 1), 0x11111100211002 },
	{ ID_REG(7, 0), 0x32310201126 },
	{ ID_REG(7, 1), 0x1010211122 },
	{ ID_REG(7, 2), 0x1021011010011011 },
};

/* Debian's 6.1, -cpu max */
static const struct id_saved id_saved_6_1_max[] = {
	{ ID_REG(1, 0), 0x1020131 },
	{ ID_REG(1, 1), 0x10011001 },
	{ ID_REG(1, 2), 0x10009 },
	{ ID_REG(1, 4), 0x10101105 },
	{ ID_REG(1, 5), 0x40000000 },
	{ ID_REG(1, 6), 0x1260000 },
	{ ID_REG(1, 7), 0x2122211 },
	{ ID_REG(2, 0), 0x2101110 },
	{ ID_REG(2, 1), 0x13112111 },
	{ ID_REG(2, 2), 0x21232042 },
	{ ID_REG(2, 3), 0x1112131 },
	{ ID_REG(2, 4), 0x11142 },
	{ ID_REG(2, 5), 0x1011121 },
	{ ID_REG(2, 6), 0x11110 },
	{ ID_REG(2, 7), 0x1111111 },
	{ ID_REG(3, 0), 0x10110222 },
	{ ID_REG(3, 1), 0x13211111 },
	{ ID_REG(3, 2), 0x43 },
	{ ID_REG(3, 4), 0x11 },
	{ ID_REG(3, 6), 0x1 },
	{ ID_REG(4, 0), 0x1101001021110222 },
	{ ID_REG(4, 1), 0x21 },
	{ ID_REG(5, 0), 0x10305006 },
	{ ID_REG(6, 0), 0x1221111110212120 },
	{ ID_REG(6, 1), 0x11111100211002 },
	{ ID_REG(7, 0), 0x32310201126 },
	{ ID_REG(7, 1), 0x1010211122 },
	{ ID_REG(7, 2), 0x1021011010011011 },
};

/* Debian's 5.10.262, -cpu cortex-a57 */
static const struct id_saved id_saved_5_10_a57[] = {
	{ ID_REG(1, 0), 0x131 },
	{ ID_REG(1, 1), 0x10011001 },
	{ ID_REG(1, 2), 0x3010006 },
	{ ID_REG(1, 4), 0x10101105 },
	{ ID_REG(1, 5), 0x40000000 },
	{ ID_REG(1, 6), 0x1260000 },
	{ ID_REG(1, 7), 0x2102211 },
	{ ID_REG(2, 0), 0x2101110 },
	{ ID_REG(2, 1), 0x13112111 },
	{ ID_REG(2, 2), 0x21232042 },
	{ ID_REG(2, 3), 0x1112131 },
	{ ID_REG(2, 4), 0x11142 },
	{ ID_REG(2, 5), 0x11121 },
	{ ID_REG(3, 0), 0x10110222 },
	{ ID_REG(3, 1), 0x12111111 },
	{ ID_REG(3, 2), 0x43 },
	{ ID_REG(4, 0), 0x1000222 },
	{ ID_REG(5, 0), 0x10305106 },
	{ ID_REG(6, 0), 0x11120 },
	{ ID_REG(7, 0), 0x1124 },
};

/* Debian's 6.1, -cpu cortex-a57 */
static const struct id_saved id_saved_6_1_a57[] = {
	{ ID_REG(1, 0), 0x131 },
	{ ID_REG(1, 1), 0x10011001 },
	{ ID_REG(1, 2), 0x10006 },
	{ ID_REG(1, 4), 0x10101105 },
	{ ID_REG(1, 5), 0x40000000 },
	{ ID_REG(1, 6), 0x1260000 },
	{ ID_REG(1, 7), 0x2102211 },
	{ ID_REG(2, 0), 0x2101110 },
	{ ID_REG(2, 1), 0x13112111 },
	{ ID_REG(2, 2), 0x21232042 },
	{ ID_REG(2, 3), 0x1112131 },
	{ ID_REG(2, 4), 0x11142 },
	{ ID_REG(2, 5), 0x11121 },
	{ ID_REG(3, 0), 0x10110222 },
	{ ID_REG(3, 1), 0x12111111 },
	{ ID_REG(3, 2), 0x43 },
	{ ID_REG(4, 0), 0x1000000001000222 },
	{ ID_REG(5, 0), 0x10305006 },
	{ ID_REG(6, 0), 0x11120 },
	{ ID_REG(7, 0), 0x1124 },
};

#endif /* SELFTEST_KVM_COMMON_ID_SAVED_H */
