/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads each ID register: called in the guest as u64 read(void), they are
 * ID_GUEST_READ_SIZE bytes apart, in the order of ID_REG().
 */
	.text
	.balign	8
	.global	id_guest_reads
id_guest_reads:
	.set	reg, 0
	.rept	56
	/* mrs x0, S3_0_C0_C<1 + reg / 8>_<reg % 8> */
	.inst	0xd5380000 + ((1 + reg / 8) << 8) + ((reg % 8) << 5)
	ret
	.set	reg, reg + 1
	.endr

	.section .note.GNU-stack, "", %progbits
