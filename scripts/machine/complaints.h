/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What no line of the host's kernel log may contain. init.c compiles this list, and the
 * judge reads it from here for the console: one string per line.
 */
	"Kernel panic",
	"WARNING:",
	"BUG:",
	"kernel BUG at",
	"Call trace:",
	"Oops",
	"Unable to handle kernel",
	"Internal error",
	"KASAN:",
	"UBSAN:",
	"possible circular locking",
	"possible recursive locking",
	"inconsistent lock state",
	"suspicious RCU usage",
	"INFO: task",
	"rcu: INFO:",
	"soft lockup",
