/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The witness shows, read-only and to root, what userspace cannot see of a KVM
 * host: see main.c for the files it makes.
 */
#ifndef KVM_ARM_WITNESS_H
#define KVM_ARM_WITNESS_H

#include <linux/seq_file.h>
#include <linux/tracepoint.h>
#include <linux/types.h>

/* Bits of HCR_EL2, which are called differently from kernel to kernel. */
#define WITNESS_HCR_TID3	BIT_ULL(18)
#define WITNESS_HCR_RW		BIT_ULL(31)

/* The group of ID registers: op0 3, op1 0, CRn 0, CRm 1 to 7, op2 0 to 7. */
#define WITNESS_CRM_FIRST	1
#define WITNESS_CRM_LAST	7
#define WITNESS_NR_CRM		(WITNESS_CRM_LAST - WITNESS_CRM_FIRST + 1)
#define WITNESS_NR_OP2		8

/**
 * struct witness_symbol - a function of the kernel, found by name
 * @name: its name
 * @addr: where it is, NULL: this kernel has none, or hides it
 * @exported: whether a reference is held
 */
struct witness_symbol {
	const char *name;
	void *addr;
	bool exported;
};

void witness_symbol_get(struct witness_symbol *symbol);
void witness_symbol_put(struct witness_symbol *symbol);

/**
 * struct witness_probe - a function to be called at a tracepoint
 * @name: of the tracepoint
 * @func: the function
 * @tp: the tracepoint, NULL: this kernel has none
 */
struct witness_probe {
	const char *name;
	void *func;
	struct tracepoint *tp;
};

bool witness_probe_attach(struct witness_probe *probe);
void witness_probe_detach(struct witness_probe *probe);

void witness_id_regs_init(void);
void witness_id_regs_exit(void);
int witness_id_regs_show(struct seq_file *m, void *unused);
bool witness_sanitised(unsigned int crm, unsigned int op2, u64 *val);
int witness_raw(unsigned int cpu, u64 values[WITNESS_NR_CRM][WITNESS_NR_OP2]);

void witness_vcpus_init(void);
void witness_vcpus_exit(void);
int witness_vcpus_show(struct seq_file *m, void *unused);
u64 witness_tid3_seen(bool aarch32, bool tid3);

void witness_counts_init(void);
void witness_counts_exit(void);
int witness_counts_show(struct seq_file *m, void *unused);

void witness_checks_log(void);
int witness_checks_show(struct seq_file *m, void *unused);

#endif /* KVM_ARM_WITNESS_H */
