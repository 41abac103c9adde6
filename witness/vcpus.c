// SPDX-License-Identifier: GPL-2.0
/*
 * HCR_EL2 of the vCPUs that are in KVM_RUN.
 *
 * KVM says "entry" each time it is about to enter a guest, on the CPU the vCPU is
 * loaded on, and "userspace exit" at the end of each KVM_RUN, both in the task
 * that has called it. So a vCPU is only ever looked at while it cannot go away,
 * and what was seen belongs to the task until KVM_RUN is over.
 */
#include <linux/atomic.h>
#include <linux/bitops.h>
#include <linux/hash.h>
#include <linux/kvm_host.h>
#include <linux/preempt.h>
#include <linux/sched.h>
#include <linux/seqlock.h>

#include "witness.h"

#define SLOT_BITS	10
#define NR_SLOTS	BIT(SLOT_BITS)
#define NR_TRIES	64

/*
 * What a task in KVM_RUN was seen to do. The task that is in @task is the only one
 * to write the rest; who reads it looks at @seq.
 */
struct slot {
	struct task_struct *task;
	seqcount_t seq;
	pid_t tid;			/* 0: nothing here */
	int vcpu_id;
	u64 hcr;
};

static struct slot slots[NR_SLOTS];
static atomic64_t not_listed;
static atomic64_t tid3_seen[2][2];

/* Its name from 5.6 on, and the one before. */
static const char *const running_vcpu_names[] = {
	"kvm_get_running_vcpu",
	"kvm_arm_get_running_vcpu",
};

static struct witness_symbol running_vcpu;

static bool watching;

static struct slot *nth_try(unsigned int i)
{
	return &slots[(hash_ptr(current, SLOT_BITS) + i) % NR_SLOTS];
}

static struct slot *find_slot(void)
{
	unsigned int i;

	for (i = 0; i < NR_TRIES; i++)
		if (READ_ONCE(nth_try(i)->task) == current)
			return nth_try(i);

	return NULL;
}

static struct slot *claim_slot(void)
{
	unsigned int i;

	for (i = 0; i < NR_TRIES; i++)
		if (!cmpxchg(&nth_try(i)->task, NULL, current))
			return nth_try(i);

	return NULL;
}

/* Preemption is off: else a reader could wait for a task that does not run. */
static void write_slot(struct slot *slot, pid_t tid, int vcpu_id, u64 hcr)
{
	raw_write_seqcount_begin(&slot->seq);
	WRITE_ONCE(slot->tid, tid);
	WRITE_ONCE(slot->vcpu_id, vcpu_id);
	WRITE_ONCE(slot->hcr, hcr);
	raw_write_seqcount_end(&slot->seq);
}

static struct slot read_slot(const struct slot *slot)
{
	struct slot copy;
	unsigned int seq;

	do {
		seq = raw_read_seqcount_begin(&slot->seq);
		copy.tid = READ_ONCE(slot->tid);
		copy.vcpu_id = READ_ONCE(slot->vcpu_id);
		copy.hcr = READ_ONCE(slot->hcr);
	} while (read_seqcount_retry(&slot->seq, seq));

	return copy;
}

/* Interrupts are off. */
static void on_entry(void *data, unsigned long pc)
{
	struct kvm_vcpu *(*get_running_vcpu)(void) = running_vcpu.addr;
	struct kvm_vcpu *vcpu = get_running_vcpu();
	struct slot *slot;
	u64 hcr;

	if (!vcpu)
		return;

	hcr = vcpu->arch.hcr_el2;
	slot = find_slot();
	if (slot && slot->hcr == hcr)
		return;

	atomic64_inc(&tid3_seen[!(hcr & WITNESS_HCR_RW)][!!(hcr & WITNESS_HCR_TID3)]);
	slot = slot ?: claim_slot();
	if (slot)
		write_slot(slot, task_pid_nr(current), vcpu->vcpu_id, hcr);
	else
		atomic64_inc(&not_listed);
}

static void on_userspace_exit(void *data, u32 reason, int error)
{
	struct slot *slot = find_slot();

	if (!slot)
		return;

	preempt_disable();
	write_slot(slot, 0, 0, 0);
	/* The next to claim it writes after this one has. */
	smp_store_release(&slot->task, NULL);
	preempt_enable();
}

static struct witness_probe entry = {
	.name = "kvm_entry",
	.func = on_entry,
};

static struct witness_probe userspace_exit = {
	.name = "kvm_userspace_exit",
	.func = on_userspace_exit,
};

/**
 * witness_vcpus_show - the file vcpus
 * @m: where to
 * @unused: of the seq_file interface
 *
 * Return: 0
 */
int witness_vcpus_show(struct seq_file *m, void *unused)
{
	u64 lost = atomic64_read(&not_listed);
	unsigned int i;

	seq_puts(m, "# tid vcpu_id hcr_el2\n");
	if (!watching)
		seq_puts(m, "- - -\n");
	if (lost)
		seq_printf(m, "# table full: %llu times a vCPU was not listed\n", lost);

	for (i = 0; i < NR_SLOTS; i++) {
		struct slot copy = read_slot(&slots[i]);

		if (copy.tid)
			seq_printf(m, "%d %d 0x%016llx\n", copy.tid, copy.vcpu_id,
				   copy.hcr);
	}

	return 0;
}

/**
 * witness_tid3_seen - how often a vCPU was seen with HCR_EL2.TID3 so
 * @aarch32: whether EL1 of the guest is AArch32
 * @tid3: whether TID3 is set
 *
 * Return: the number of vCPUs, each counted again in each KVM_RUN.
 */
u64 witness_tid3_seen(bool aarch32, bool tid3)
{
	return atomic64_read(&tid3_seen[aarch32][tid3]);
}

/**
 * witness_vcpus_init - begin to watch
 *
 * Without each of the means nothing is watched.
 */
void witness_vcpus_init(void)
{
	unsigned int i;

	for (i = 0; i < NR_SLOTS; i++)
		seqcount_init(&slots[i].seq);

	for (i = 0; i < ARRAY_SIZE(running_vcpu_names) && !running_vcpu.addr; i++) {
		running_vcpu.name = running_vcpu_names[i];
		witness_symbol_get(&running_vcpu);
	}
	if (!running_vcpu.addr)
		return;

	/* In this order, what was listed is also taken off the list. */
	watching = witness_probe_attach(&userspace_exit) &&
		   witness_probe_attach(&entry);
}

/**
 * witness_vcpus_exit - watch no more
 *
 * Return: when no probe runs any more.
 */
void witness_vcpus_exit(void)
{
	witness_probe_detach(&entry);
	witness_probe_detach(&userspace_exit);
	tracepoint_synchronize_unregister();
	witness_symbol_put(&running_vcpu);
}
