/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guests of one instruction. X1 is its address, X2 its data, X4 an offset of
 * MMIO_STUB_OFFSET; a store to the address in X3 tells that it is done.
 */
#ifndef SELFTEST_KVM_MMIO_STUBS_H
#define SELFTEST_KVM_MMIO_STUBS_H

/* What the stubs with an offset add to X1. */
#define MMIO_STUB_OFFSET	0x40

#ifndef __ASSEMBLER__

/* Loads, by extension and width. */
extern char mmio_ldrb[], mmio_ldrh[], mmio_ldr_w[], mmio_ldr_x[];
extern char mmio_ldrsb_w[], mmio_ldrsb_x[], mmio_ldrsh_w[], mmio_ldrsh_x[];
extern char mmio_ldrsw[];

/* Other forms of the load. */
extern char mmio_ldur[], mmio_ldr_offset[], mmio_ldar[], mmio_ldr_xzr[];

/* Stores. */
extern char mmio_strb[], mmio_strh[], mmio_str_w[], mmio_str_x[];
extern char mmio_stur[], mmio_str_offset[], mmio_stlr[], mmio_str_xzr[];

/* No access: ID_AA64MMFR0_EL1 to X2. */
extern char mmio_read_mmfr0[];

#endif /* __ASSEMBLER__ */

#endif /* SELFTEST_KVM_MMIO_STUBS_H */
