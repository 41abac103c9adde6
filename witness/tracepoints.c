// SPDX-License-Identifier: GPL-2.0
/*
 * Tracepoints by name: KVM exports none of its own.
 */
#include "witness.h"

static void match_name(struct tracepoint *tp, void *priv)
{
	struct witness_probe *probe = priv;

	if (!strcmp(tp->name, probe->name))
		probe->tp = tp;
}

/**
 * witness_probe_attach - have a function called at a tracepoint
 * @probe: which function, and where
 *
 * Return: true if it is called from now on.
 */
bool witness_probe_attach(struct witness_probe *probe)
{
	if (!IS_ENABLED(CONFIG_TRACEPOINTS))
		return false;

	for_each_kernel_tracepoint(match_name, probe);
	if (probe->tp && tracepoint_probe_register(probe->tp, probe->func, NULL))
		probe->tp = NULL;

	return probe->tp;
}

/**
 * witness_probe_detach - have it called no more
 * @probe: from witness_probe_attach(), whether that succeeded or not
 *
 * It may still be running: see tracepoint_synchronize_unregister().
 */
void witness_probe_detach(struct witness_probe *probe)
{
	if (!IS_ENABLED(CONFIG_TRACEPOINTS) || !probe->tp)
		return;

	tracepoint_probe_unregister(probe->tp, probe->func, NULL);
	probe->tp = NULL;
}
