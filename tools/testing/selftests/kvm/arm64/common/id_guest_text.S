/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads an ID register: u64 id_guest_read_reg(unsigned int reg), for guest code.
 */
	.text
	.global	id_guest_read_reg
	.type	id_guest_read_reg, %function
id_guest_read_reg:
	adr	x1, reads
	add	x1, x1, w0, uxtw #3
	br	x1

	/* two instructions each, in the order of ID_REG() */
	.balign	8
reads:
	.set	reg, 0
	.rept	56
	/* mrs x0, S3_0_C0_C<1 + reg / 8>_<reg % 8> */
	.inst	0xd5380000 + ((1 + reg / 8) << 8) + ((reg % 8) << 5)
	ret
	.set	reg, reg + 1
	.endr
	.size	id_guest_read_reg, . - id_guest_read_reg

	.section .note.GNU-stack, "", %progbits
