// SPDX-License-Identifier: GPL-2.0
/*
 * How often things happened on this host since the module was loaded.
 */
#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/kvm_host.h>

#include "witness.h"

/* By number: the kernel may have been built without the exit. */
#define EXIT_ARM_NISV	28

/* ISS of a trapped MSR or MRS. */
#define ISS_SYS_OP0(iss)	((iss) >> 20 & 3)
#define ISS_SYS_OP1(iss)	((iss) >> 14 & 7)
#define ISS_SYS_CRN(iss)	((iss) >> 10 & 15)
#define ISS_SYS_CRM(iss)	((iss) >> 1 & 15)
#define ISS_SYS_IS_READ(iss)	((iss) & 1)

static atomic64_t nisv_exits, injected_aborts, id_reg_traps;

static void on_userspace_exit(void *data, u32 reason, int error)
{
	if (reason == EXIT_ARM_NISV && !error)
		atomic64_inc(&nisv_exits);
}

static void on_sys_reg(void *data, unsigned long esr)
{
	if (ISS_SYS_IS_READ(esr) && ISS_SYS_OP0(esr) == 3 &&
	    !ISS_SYS_OP1(esr) && !ISS_SYS_CRN(esr) &&
	    ISS_SYS_CRM(esr) >= WITNESS_CRM_FIRST &&
	    ISS_SYS_CRM(esr) <= WITNESS_CRM_LAST)
		atomic64_inc(&id_reg_traps);
}

static struct witness_probe userspace_exit = {
	.name = "kvm_userspace_exit",
	.func = on_userspace_exit,
};

static struct witness_probe sys_reg_trap = {
	.name = "kvm_handle_sys_reg",
	.func = on_sys_reg,
};

#ifdef KVM_CAP_ARM_INJECT_EXT_DABT
/* The events are the kernel's own copy. Only calls with an abort are followed. */
static int on_set_events(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	const struct kvm_vcpu_events *events = (void *)regs->regs[1];

	return !events->exception.ext_dabt_pending;
}

static int on_set_events_return(struct kretprobe_instance *ri, struct pt_regs *regs)
{
	if (!(int)regs_return_value(regs))
		atomic64_inc(&injected_aborts);

	return 0;
}

static struct kretprobe set_events = {
	.kp.symbol_name = "__kvm_arm_vcpu_set_events",
	.entry_handler = on_set_events,
	.handler = on_set_events_return,
};

static bool set_events_registered;

static void watch_aborts(void)
{
	set_events_registered = !register_kretprobe(&set_events);
}

static void unwatch_aborts(void)
{
	if (set_events_registered)
		unregister_kretprobe(&set_events);
	set_events_registered = false;
}

/* A call that was missed makes the number a guess. */
static bool aborts_known(void)
{
	return set_events_registered && !set_events.nmissed &&
	       !set_events.kp.nmissed;
}
#else
static void watch_aborts(void) {}
static void unwatch_aborts(void) {}
static bool aborts_known(void)
{
	return false;
}
#endif

static void show(struct seq_file *m, const char *name, bool known, atomic64_t *count)
{
	if (known)
		seq_printf(m, "%s %llu\n", name, (u64)atomic64_read(count));
	else
		seq_printf(m, "%s -\n", name);
}

/**
 * witness_counts_show - the file counts
 * @m: where to
 * @unused: of the seq_file interface
 *
 * Return: 0
 */
int witness_counts_show(struct seq_file *m, void *unused)
{
	show(m, "nisv_exits", userspace_exit.tp, &nisv_exits);
	show(m, "injected_aborts", aborts_known(), &injected_aborts);
	show(m, "id_reg_traps", sys_reg_trap.tp, &id_reg_traps);
	return 0;
}

/**
 * witness_counts_init - begin to count
 */
void witness_counts_init(void)
{
	witness_probe_attach(&userspace_exit);
	witness_probe_attach(&sys_reg_trap);
	watch_aborts();
}

/**
 * witness_counts_exit - count no more
 *
 * Return: when no probe runs any more.
 */
void witness_counts_exit(void)
{
	unwatch_aborts();
	witness_probe_detach(&sys_reg_trap);
	witness_probe_detach(&userspace_exit);
	tracepoint_synchronize_unregister();
}
