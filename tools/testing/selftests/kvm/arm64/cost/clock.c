// SPDX-License-Identifier: GPL-2.0
/*
 * What time it is, in the unit of the measurement.
 *
 * ns	the architected counter. Under QEMU's -icount shift=0 an instruction takes
 *	1 ns, whatever it is, so that there the unit is instructions.
 * cycles  the cycle counter of this thread, the guest's cycles included
 */
#include <linux/perf_event.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cost.h"

static int perf_fd = -1;
static u64 counter_hz;

static u64 read_counter(void)
{
	u64 val;

	asm volatile("isb\n\tmrs %0, cntvct_el0" : "=r" (val) :: "memory");
	return val;
}

static bool open_cycles(void)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(attr),
		.config = PERF_COUNT_HW_CPU_CYCLES,
	};

	perf_fd = syscall(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	return perf_fd >= 0;
}

/**
 * cost_clock_init - choose the clock
 * @unit: "ns" or "cycles"
 *
 * Return: false if there is no such clock.
 */
bool cost_clock_init(const char *unit)
{
	asm volatile("mrs %0, cntfrq_el0" : "=r" (counter_hz));
	if (!strcmp(unit, "cycles"))
		return open_cycles();
	return !strcmp(unit, "ns") && counter_hz;
}

/**
 * cost_clock - read the clock
 *
 * Return: the time in its unit; only differences mean something.
 */
u64 cost_clock(void)
{
	u64 val;

	if (perf_fd < 0)
		return (__uint128_t)read_counter() * NSEC_PER_SEC / counter_hz;
	if (read(perf_fd, &val, sizeof(val)) != sizeof(val))
		TEST_FAIL("can't read the cycle counter");
	return val;
}

/**
 * cost_dither - take a little time, another at each call
 * @i: number of the call
 *
 * The counter ticks every 16 instructions under QEMU. Single events are shorter
 * than many ticks; that they begin anywhere between two makes their mean exact.
 */
void cost_dither(unsigned int i)
{
	for (i = i * 7 % 16; i; i--)
		asm volatile("" ::: "memory");
}

/**
 * cost_clock_overhead - what two readings in a row differ by
 *
 * Return: the mean of many, times 1024.
 */
u64 cost_clock_overhead(void)
{
	u64 sum = 0, start;
	unsigned int i;

	for (i = 0; i < 1024; i++) {
		cost_dither(i);
		start = cost_clock();
		sum += cost_clock() - start;
	}
	return sum;
}
