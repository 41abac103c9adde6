// SPDX-License-Identifier: GPL-2.0
/*
 * Functions of the kernel that are exported from some versions on only.
 */
#include <linux/kprobes.h>
#include <linux/module.h>

#include "witness.h"

/* A kprobe finds what is not exported; this one is never armed. */
static void *find_text(const char *name)
{
	struct kprobe kp = {
		.symbol_name = name,
		.flags = KPROBE_FLAG_DISABLED,
	};
	void *addr;

	if (register_kprobe(&kp))
		return NULL;

	addr = kp.addr;
	unregister_kprobe(&kp);
	return addr;
}

/**
 * witness_symbol_get - find a function of the built-in kernel
 * @symbol: filled in
 */
void witness_symbol_get(struct witness_symbol *symbol)
{
	symbol->addr = __symbol_get(symbol->name);
	symbol->exported = symbol->addr;
	if (!symbol->exported)
		symbol->addr = find_text(symbol->name);
}

/**
 * witness_symbol_put - the function is not called any more
 * @symbol: from witness_symbol_get()
 */
void witness_symbol_put(struct witness_symbol *symbol)
{
	if (symbol->exported)
		__symbol_put(symbol->name);
	symbol->addr = NULL;
	symbol->exported = false;
}
