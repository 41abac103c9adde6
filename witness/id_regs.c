// SPDX-License-Identifier: GPL-2.0
/*
 * The ID registers of each CPU: what the hardware says, and what the kernel makes
 * of all CPUs together.
 */
#include <linux/cpu.h>
#include <linux/kconfig.h>
#include <linux/slab.h>
#include <linux/smp.h>

#include <asm/sysreg.h>

#include "witness.h"

static struct witness_symbol read_sanitised = {
	.name = "read_sanitised_ftr_reg",
};

#define KEPT(crm, op2, reg)						\
	[(crm) - WITNESS_CRM_FIRST][op2] = __is_defined(CPUINFO_HAS_##reg)

/* Whether the cpufeature framework of this kernel keeps the register. */
static const bool kept[WITNESS_NR_CRM][WITNESS_NR_OP2] = {
	KEPT(1, 0, id_pfr0),
	KEPT(1, 1, id_pfr1),
	KEPT(1, 2, id_dfr0),
	KEPT(1, 4, id_mmfr0),
	KEPT(1, 5, id_mmfr1),
	KEPT(1, 6, id_mmfr2),
	KEPT(1, 7, id_mmfr3),

	KEPT(2, 0, id_isar0),
	KEPT(2, 1, id_isar1),
	KEPT(2, 2, id_isar2),
	KEPT(2, 3, id_isar3),
	KEPT(2, 4, id_isar4),
	KEPT(2, 5, id_isar5),
	KEPT(2, 6, id_mmfr4),
	KEPT(2, 7, id_isar6),

	KEPT(3, 0, mvfr0),
	KEPT(3, 1, mvfr1),
	KEPT(3, 2, mvfr2),
	KEPT(3, 4, id_pfr2),
	KEPT(3, 5, id_dfr1),
	KEPT(3, 6, id_mmfr5),

	KEPT(4, 0, id_aa64pfr0),
	KEPT(4, 1, id_aa64pfr1),
	KEPT(4, 2, id_aa64pfr2),
	KEPT(4, 4, id_aa64zfr0),
	KEPT(4, 5, id_aa64smfr0),
	KEPT(4, 7, id_aa64fpfr0),

	KEPT(5, 0, id_aa64dfr0),
	KEPT(5, 1, id_aa64dfr1),
	KEPT(5, 2, id_aa64dfr2),

	KEPT(6, 0, id_aa64isar0),
	KEPT(6, 1, id_aa64isar1),
	KEPT(6, 2, id_aa64isar2),
	KEPT(6, 3, id_aa64isar3),

	KEPT(7, 0, id_aa64mmfr0),
	KEPT(7, 1, id_aa64mmfr1),
	KEPT(7, 2, id_aa64mmfr2),
	KEPT(7, 3, id_aa64mmfr3),
	KEPT(7, 4, id_aa64mmfr4),
};

/**
 * witness_sanitised - read a register as the kernel gives it to its own code
 * @crm: CRm of its encoding
 * @op2: op2 of its encoding
 * @val: set to the value
 *
 * Return: false if this kernel keeps no such register.
 */
bool witness_sanitised(unsigned int crm, unsigned int op2, u64 *val)
{
	u64 (*read)(u32 id) = read_sanitised.addr;

	if (!read || !kept[crm - WITNESS_CRM_FIRST][op2])
		return false;

	*val = read(sys_reg(3, 0, 0, crm, op2));
	return true;
}

/* Those without a name in the architecture read as zero. */
#define MRS(crm, op2)							\
({									\
	u64 __val;							\
									\
	asm volatile("mrs %0, S3_0_C0_C" #crm "_" #op2 : "=r" (__val));	\
	__val;								\
})

#define READ_RAW(values, crm)						\
do {									\
	u64 *__regs = (values)[(crm) - WITNESS_CRM_FIRST];		\
									\
	__regs[0] = MRS(crm, 0);					\
	__regs[1] = MRS(crm, 1);					\
	__regs[2] = MRS(crm, 2);					\
	__regs[3] = MRS(crm, 3);					\
	__regs[4] = MRS(crm, 4);					\
	__regs[5] = MRS(crm, 5);					\
	__regs[6] = MRS(crm, 6);					\
	__regs[7] = MRS(crm, 7);					\
} while (0)

static void read_raw(void *info)
{
	u64 (*values)[WITNESS_NR_OP2] = info;

	READ_RAW(values, 1);
	READ_RAW(values, 2);
	READ_RAW(values, 3);
	READ_RAW(values, 4);
	READ_RAW(values, 5);
	READ_RAW(values, 6);
	READ_RAW(values, 7);
}

/**
 * witness_raw - read all registers on a CPU
 * @cpu: the CPU
 * @values: set to the values
 *
 * Return: 0, or -ENXIO if the CPU is not online.
 */
int witness_raw(unsigned int cpu, u64 values[WITNESS_NR_CRM][WITNESS_NR_OP2])
{
	return smp_call_function_single(cpu, read_raw, values, 1);
}

static void show_cpu(struct seq_file *m, unsigned int cpu,
		     u64 (*values)[WITNESS_NR_OP2])
{
	unsigned int i, op2;
	u64 val;

	for (i = 0; i < WITNESS_NR_CRM; i++) {
		for (op2 = 0; op2 < WITNESS_NR_OP2; op2++) {
			seq_printf(m, "%u 3 0 0 %u %u 0x%016llx ", cpu,
				   i + WITNESS_CRM_FIRST, op2, values[i][op2]);
			if (witness_sanitised(i + WITNESS_CRM_FIRST, op2, &val))
				seq_printf(m, "0x%016llx\n", val);
			else
				seq_puts(m, "-\n");
		}
	}
}

/**
 * witness_id_regs_show - the file id_regs
 * @m: where to
 * @unused: of the seq_file interface
 *
 * Return: 0 or -ENOMEM.
 */
int witness_id_regs_show(struct seq_file *m, void *unused)
{
	u64 (*values)[WITNESS_NR_OP2];
	unsigned int cpu;

	values = kcalloc(WITNESS_NR_CRM, sizeof(*values), GFP_KERNEL);
	if (!values)
		return -ENOMEM;

	seq_puts(m, "# cpu op0 op1 crn crm op2 raw sanitised\n");
	cpus_read_lock();
	for_each_online_cpu(cpu)
		if (!witness_raw(cpu, values))
			show_cpu(m, cpu, values);
	cpus_read_unlock();

	kfree(values);
	return 0;
}

/**
 * witness_id_regs_init - find what the registers are read with
 */
void witness_id_regs_init(void)
{
	witness_symbol_get(&read_sanitised);
}

/**
 * witness_id_regs_exit - nothing reads them any more
 */
void witness_id_regs_exit(void)
{
	witness_symbol_put(&read_sanitised);
}
