/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Guests that do one access after the other. x1 is outside the memslots. Whatever
 * exception there is, the guest goes on with the loop that x20 points to.
 */
	.text

	.globl	guest_loop_mmio_load
guest_loop_mmio_load:
	ldr	w0, [x1]
	b	guest_loop_mmio_load

	.globl	guest_loop_mmio_store
guest_loop_mmio_store:
	str	w0, [x1]
	b	guest_loop_mmio_store

	.globl	guest_loop_nisv
guest_loop_nisv:
	ldp	w0, w2, [x1]
	b	guest_loop_nisv

	.balign	2048
	.globl	guest_loop_vectors
guest_loop_vectors:
	.rept	16
	br	x20
	.balign	128
	.endr

	.section .note.GNU-stack, "", %progbits
