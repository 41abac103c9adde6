// SPDX-License-Identifier: GPL-2.0
/*
 * What the module kvm_arm_witness shows of the host, when it is loaded.
 */
#include <linux/types.h>

#include "kvm_util.h"
#include "witness.h"

#define LINE_LEN	128
#define VALUE_LEN	32

static FILE *open_file(const char *name)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), WITNESS_DIR "/%s", name);
	file = fopen(path, "r");
	TEST_ASSERT(file, "%s: %s", path, strerror(errno));
	return file;
}

/* The next line that is no comment. */
static bool next_line(FILE *file, char line[LINE_LEN])
{
	while (fgets(line, LINE_LEN, file))
		if (*line != '#')
			return true;

	return false;
}

static bool parse_value(const char *text, u64 *val)
{
	char *end;

	if (!strcmp(text, "-"))
		return false;

	*val = strtoull(text, &end, 0);
	TEST_ASSERT(end > text && !*end, "kvm_arm_witness: not a value: %s", text);
	return true;
}

/* A register as one CPU has it and as the kernel keeps it; @cpu -1 is any. */
static bool find_reg(int cpu, u32 crm, u32 op2, char raw[VALUE_LEN],
		     char sanitised[VALUE_LEN])
{
	FILE *file = open_file("id_regs");
	char line[LINE_LEN];
	bool found = false;
	u32 m, p;
	int c;

	while (!found && next_line(file, line)) {
		TEST_ASSERT(sscanf(line, "%d 3 0 0 %u %u %31s %31s", &c, &m, &p,
				   raw, sanitised) == 5,
			    "kvm_arm_witness: id_regs: %s", line);
		found = (cpu < 0 || c == cpu) && m == crm && p == op2;
	}

	fclose(file);
	return found;
}

/**
 * witness_loaded - is the module there, for this user?
 *
 * Return: true if its files can be read.
 */
bool witness_loaded(void)
{
	return !access(WITNESS_DIR "/checks", R_OK);
}

/**
 * witness_raw - read an ID register as the hardware has it
 * @cpu: a CPU of the host
 * @crm: CRm of the encoding, 1 to 7
 * @op2: op2 of the encoding
 * @val: set to the value
 *
 * Return: false if it is not available.
 */
bool witness_raw(int cpu, u32 crm, u32 op2, u64 *val)
{
	char raw[VALUE_LEN], sanitised[VALUE_LEN];

	return find_reg(cpu, crm, op2, raw, sanitised) && parse_value(raw, val);
}

/**
 * witness_sanitised - read an ID register as the host kernel keeps it
 * @crm: CRm of the encoding, 1 to 7
 * @op2: op2 of the encoding
 * @val: set to the value
 *
 * Return: false if it is not available: this kernel keeps no such register.
 */
bool witness_sanitised(u32 crm, u32 op2, u64 *val)
{
	char raw[VALUE_LEN], sanitised[VALUE_LEN];

	return find_reg(-1, crm, op2, raw, sanitised) &&
	       parse_value(sanitised, val);
}

/**
 * witness_sees_vcpus - can the witness see vCPUs on this kernel?
 *
 * Return: false if witness_hcr() never finds one.
 */
bool witness_sees_vcpus(void)
{
	FILE *file = open_file("vcpus");
	char line[LINE_LEN];
	bool sees = true;

	while (sees && next_line(file, line))
		sees = *line != '-';

	fclose(file);
	return sees;
}

/**
 * witness_hcr - read HCR_EL2 of a vCPU
 * @tid: the thread that runs it
 * @hcr: set to the value
 *
 * Return: false if the thread is not in KVM_RUN, or that can't be known.
 */
bool witness_hcr(pid_t tid, u64 *hcr)
{
	FILE *file = open_file("vcpus");
	char line[LINE_LEN], value[VALUE_LEN];
	bool found = false;
	int t;

	while (!found && next_line(file, line))
		found = sscanf(line, "%d %*d %31s", &t, value) == 2 && t == tid;

	fclose(file);
	return found && parse_value(value, hcr);
}

/**
 * witness_count - read how often something happened on the host
 * @name: "nisv_exits", "injected_aborts" or "id_reg_traps"
 * @n: set to the number
 *
 * Return: false if it is not available.
 */
bool witness_count(const char *name, u64 *n)
{
	FILE *file = open_file("counts");
	char line[LINE_LEN], what[VALUE_LEN], value[VALUE_LEN];
	bool found = false;

	while (!found && next_line(file, line))
		found = sscanf(line, "%31s %31s", what, value) == 2 &&
			!strcmp(what, name);

	fclose(file);
	TEST_ASSERT(found, "kvm_arm_witness: counts has no %s", name);
	return parse_value(value, n);
}
