// SPDX-License-Identifier: GPL-2.0
/*
 * kvm_cost: what events of the ABI cost on this kernel.
 *
 * The least of many batches counts: interrupts of the host hit the others. Each
 * event is measured twice, on machines of its own; a difference tells how far the
 * numbers can be trusted.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cost.h"

struct kvm_vm *cost_vm;
struct kvm_vcpu *cost_vcpu;

static unsigned int batch_size = 256, nr_batches = 24;

static const struct cost_event *const tables[] = {
	cost_guest_events, cost_exit_events, cost_ioctl_events, cost_linux_events,
};

static u64 least(const struct cost_event *event,
		 u64 (*batch)(const struct cost_event *event, unsigned int n))
{
	u64 least = COST_UNKNOWN, cost;
	unsigned int i;

	for (i = 0; i < (event->once ? 1 : nr_batches); i++) {
		cost = batch(event, event->once ? 1 : batch_size);
		if (cost < least)
			least = cost;
	}
	return least;
}

static void teardown(const struct cost_event *event)
{
	if (event->teardown) {
		event->teardown();
	} else {
		kvm_vm_free(cost_vm);
		cost_vm = NULL;
	}
}

/* Per event, or less than 0 if there is no such event. */
static double measure(const struct cost_event *event)
{
	u64 cost, base = 0;

	if (!event->setup(event))
		return -1;
	cost = least(event, event->batch);
	if (event->base)
		base = least(event, event->base);
	teardown(event);
	if (cost == COST_UNKNOWN)
		return -1;
	return cost < base ? 0 : (double)(cost - base) / (event->once ? 1 : batch_size);
}

static void report(const struct cost_event *event)
{
	double first = measure(event), second = measure(event);

	if (first < 0 || second < 0)
		printf("%s\t-\t-\n", event->name);
	else
		printf("%s\t%.2f\t%.2f\n", event->name, first, second);
	fflush(stdout);
}

static bool wanted(const struct cost_event *event, char **names)
{
	if (!*names)
		return true;
	for (; *names; names++)
		if (!strncmp(event->name, *names, strlen(*names)))
			return true;
	return false;
}

static void print_usage(FILE *stream, const char *name)
{
	fprintf(stream,
		"usage: %s [-h] [-u ns|cycles] [-n EVENTS] [-b BATCHES] [NAME...]\n"
		"Prints what an event costs, twice: name, first, second measurement.\n"
		"NAME is what the names of the wanted events begin with.\n", name);
}

int main(int argc, char **argv)
{
	const char *unit = "ns";
	const struct cost_event *event;
	size_t i;
	int opt;

	while ((opt = getopt(argc, argv, "hu:n:b:")) != -1) {
		switch (opt) {
		case 'h':
			print_usage(stdout, argv[0]);
			return 0;
		case 'u':
			unit = optarg;
			break;
		case 'n':
			batch_size = atoi(optarg);
			break;
		case 'b':
			nr_batches = atoi(optarg);
			break;
		default:
			print_usage(stderr, argv[0]);
			return 2;
		}
	}
	if (!batch_size || !nr_batches) {
		fprintf(stderr, "%s: -n and -b take a number above 0\n", argv[0]);
		return 2;
	}
	if (!cost_clock_init(unit)) {
		fprintf(stderr, "%s: no clock for -u %s here\n", argv[0], unit);
		return 2;
	}
	if (access(KVM_DEV_PATH, R_OK | W_OK)) {
		fprintf(stderr, "%s: no " KVM_DEV_PATH "\n", argv[0]);
		return 4;
	}

	for (i = 0; i < ARRAY_SIZE(tables); i++)
		for (event = tables[i]; event->name; event++)
			if (wanted(event, argv + optind))
				report(event);
	return 0;
}
