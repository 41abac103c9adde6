// SPDX-License-Identifier: GPL-2.0
/*
 * Userspace completing an instruction that it got a NISV exit for.
 *
 * Everything goes through KVM_GET_ONE_REG and KVM_SET_ONE_REG, as it would in
 * a VMM.
 */
#include "insn_emulate.h"
#include "nisv.h"
#include "reg_snapshot.h"

#define MOPS_INSNS	3

/* The logical tag of an address */
#define TAG_MASK	GENMASK(59, 56)

static u64 bank_reg_id(const struct insn_machine *machine, enum insn_bank bank,
		       unsigned int nr)
{
	switch (bank) {
	case INSN_BANK_X:
		return ARM64_CORE_REG(regs.regs[nr]);
	case INSN_BANK_V:
		if (!machine->sve)
			return KVM_REG_ARM64 | KVM_REG_SIZE_U128 |
			       KVM_REG_ARM_CORE |
			       KVM_REG_ARM_CORE_REG(fp_regs.vregs[nr]);
		return KVM_REG_ARM64_SVE_ZREG(nr, 0);
	case INSN_BANK_Z:
		return KVM_REG_ARM64_SVE_ZREG(nr, 0);
	case INSN_BANK_P:
		return KVM_REG_ARM64_SVE_PREG(nr, 0);
	}

	TEST_FAIL("no such bank: %d", bank);
}

static void read_reg(const struct insn_machine *machine, enum insn_bank bank,
		     unsigned int nr, u8 *buf)
{
	u64 id;
	int ret;

	memset(buf, 0, REG_SNAPSHOT_MAX_SIZE);
	if (bank == INSN_BANK_X && nr == 31)
		return;

	id = bank_reg_id(machine, bank, nr);
	ret = __vcpu_get_reg(machine->vcpu, id, buf);
	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_GET_ONE_REG, ret));
}

static void write_reg(const struct insn_machine *machine, enum insn_bank bank,
		      unsigned int nr, const u8 *buf)
{
	struct kvm_one_reg reg = { .addr = (u64)buf };

	if (bank == INSN_BANK_X && nr == 31)
		return;

	reg.id = bank_reg_id(machine, bank, nr);
	vcpu_ioctl(machine->vcpu, KVM_SET_ONE_REG, &reg);
}

static u64 read_x(const struct insn_machine *machine, unsigned int nr)
{
	u8 buf[REG_SNAPSHOT_MAX_SIZE];
	u64 value;

	read_reg(machine, INSN_BANK_X, nr, buf);
	memcpy(&value, buf, sizeof(value));
	return value;
}

static void write_x(const struct insn_machine *machine, unsigned int nr,
		    u64 value)
{
	write_reg(machine, INSN_BANK_X, nr, (u8 *)&value);
}

static u64 read_mem(const u8 *mem, unsigned int size)
{
	u64 value = 0;

	memcpy(&value, mem, size);
	return value;
}

static void write_mem(u8 *mem, unsigned int size, u64 value)
{
	memcpy(mem, &value, size);
}

static s64 sign_extend(u64 value, unsigned int size)
{
	unsigned int shift = 64 - 8 * size;

	return (s64)(value << shift) >> shift;
}

static unsigned int elem_size(const struct insn_machine *machine,
			      const struct insn_class *class)
{
	switch (class->esize) {
	case INSN_VL:
		return machine->vl;
	case INSN_PL:
		return machine->vl / 8;
	default:
		return class->esize;
	}
}

static unsigned int nr_elems(const struct insn_machine *machine,
			     const struct insn_class *class)
{
	return class->nr_elems ?: machine->vl / class->esize;
}

/* A predicate has a bit for each byte; that of its first byte rules an element. */
static bool elem_active(const struct insn_machine *machine,
			const struct insn_class *class, unsigned int elem)
{
	u8 pred[REG_SNAPSHOT_MAX_SIZE];
	unsigned int bit = elem * elem_size(machine, class);

	if (!class->pg)
		return true;

	read_reg(machine, INSN_BANK_P, class->pg, pred);
	return pred[bit / 8] & (1 << (bit % 8));
}

/* Offsets of element @e of the @r-th register, in the register and in memory. */
static unsigned int reg_offset(const struct insn_machine *machine,
			       const struct insn_class *class, unsigned int e)
{
	return (class->lane + e) * elem_size(machine, class);
}

static unsigned int mem_offset(const struct insn_machine *machine,
			       const struct insn_class *class, unsigned int e,
			       unsigned int r)
{
	return (e * class->nr_regs + r) * elem_size(machine, class);
}

static void load_reg(const struct insn_machine *machine,
		     const struct insn_class *class, const u8 *mem,
		     unsigned int r)
{
	unsigned int size = elem_size(machine, class);
	u8 buf[REG_SNAPSHOT_MAX_SIZE] = {};
	u64 value;
	u32 word;
	unsigned int i;

	if (class->flags & INSN_MERGE)
		read_reg(machine, class->bank, class->rt + r, buf);

	for (i = 0; i < nr_elems(machine, class); i++)
		if (elem_active(machine, class, i))
			memcpy(buf + reg_offset(machine, class, i),
			       mem + mem_offset(machine, class, i, r), size);

	if (class->flags & INSN_REPLICATE)
		for (i = size; i < 16; i++)
			buf[i] = buf[i - size];

	if (class->flags & INSN_SEXT64) {
		value = sign_extend(read_mem(buf, size), size);
		memcpy(buf, &value, sizeof(value));
	} else if (class->flags & INSN_SEXT32) {
		word = sign_extend(read_mem(buf, size), size);
		memcpy(buf, &word, sizeof(word));
	}

	write_reg(machine, class->bank, class->rt + r, buf);
}

static void store_reg(const struct insn_machine *machine,
		      const struct insn_class *class, u8 *mem, unsigned int r)
{
	unsigned int size = elem_size(machine, class);
	u8 buf[REG_SNAPSHOT_MAX_SIZE];
	unsigned int i;

	read_reg(machine, class->bank, class->rt + r, buf);
	for (i = 0; i < nr_elems(machine, class); i++)
		if (elem_active(machine, class, i))
			memcpy(mem + mem_offset(machine, class, i, r),
			       buf + reg_offset(machine, class, i), size);
}

static u64 alu(enum insn_alu op, u64 old, u64 operand, unsigned int size)
{
	s64 sold = sign_extend(old, size), soperand = sign_extend(operand, size);

	switch (op) {
	case INSN_ALU_SWP:
		return operand;
	case INSN_ALU_ADD:
		return old + operand;
	case INSN_ALU_CLR:
		return old & ~operand;
	case INSN_ALU_EOR:
		return old ^ operand;
	case INSN_ALU_SET:
		return old | operand;
	case INSN_ALU_SMAX:
		return sold > soperand ? old : operand;
	case INSN_ALU_SMIN:
		return sold < soperand ? old : operand;
	case INSN_ALU_UMAX:
		return old > operand ? old : operand;
	case INSN_ALU_UMIN:
		return old < operand ? old : operand;
	}

	TEST_FAIL("no such operation: %d", op);
}

static void emulate_rmw(const struct insn_machine *machine,
			const struct insn_class *class, u8 *mem)
{
	u64 old = read_mem(mem, class->esize);
	u64 operand = read_x(machine, class->rs);

	if (class->esize < 8)
		operand &= BIT(class->esize * 8) - 1;

	write_mem(mem, class->esize,
		  alu(class->alu, old, operand, class->esize));
	write_x(machine, class->rt, old);
}

static void emulate_cas(const struct insn_machine *machine,
			const struct insn_class *class, u8 *mem)
{
	unsigned int size = class->esize, r;
	u64 old[2], compare;
	bool match = true;

	for (r = 0; r < class->nr_regs; r++) {
		old[r] = read_mem(mem + r * size, size);
		compare = read_x(machine, class->rs + r);
		match &= !memcmp(&compare, &old[r], size);
	}

	for (r = 0; r < class->nr_regs; r++) {
		if (match)
			store_reg(machine, class, mem, r);
		write_x(machine, class->rs + r, old[r]);
	}
}

/* Both finish the main and epilogue instructions with the prologue. */
static void emulate_memset(const struct insn_machine *machine, u8 *mem)
{
	u64 size = read_x(machine, 2);

	memset(mem, read_x(machine, 3), size);
	write_x(machine, 1, read_x(machine, 1) + size);
	write_x(machine, 2, 0);
}

static void emulate_memcpy(const struct insn_machine *machine, const u8 *mem)
{
	u64 size = read_x(machine, 3), dst = read_x(machine, 2);

	memcpy(addr_gva2hva(machine->vcpu->vm, dst), mem, size);
	write_x(machine, 1, read_x(machine, 1) + size);
	write_x(machine, 2, dst + size);
	write_x(machine, 3, 0);
}

static void transfer(const struct insn_machine *machine,
		     const struct insn_class *class, u8 *mem)
{
	unsigned int r;

	switch (class->op) {
	case INSN_LOAD:
		for (r = 0; r < class->nr_regs; r++)
			load_reg(machine, class, mem, r);
		break;
	case INSN_STORE:
	case INSN_STORE_EXCL:
		for (r = 0; r < class->nr_regs; r++)
			store_reg(machine, class, mem, r);
		if (class->op == INSN_STORE_EXCL)
			write_x(machine, class->rs, 0);
		break;
	case INSN_RMW:
		emulate_rmw(machine, class, mem);
		break;
	case INSN_CAS:
		emulate_cas(machine, class, mem);
		break;
	case INSN_ZVA:
		memset(mem, 0, machine->zva);
		break;
	case INSN_TAG_LOAD:
		write_x(machine, class->rt, read_x(machine, class->rt) & ~TAG_MASK);
		break;
	case INSN_MEMSET:
		emulate_memset(machine, mem);
		break;
	case INSN_MEMCPY:
		emulate_memcpy(machine, mem);
		break;
	case INSN_TAG_STORE:
	case INSN_PREFETCH:
	case INSN_CACHE:
		break;
	}
}

/**
 * insn_size - bytes from the first to past the last that an instruction accesses
 * @machine: what it runs on
 * @class: the instruction
 *
 * Return: their number; 0 for the classes that have it in a register.
 */
size_t insn_size(const struct insn_machine *machine,
		 const struct insn_class *class)
{
	if (class->op == INSN_ZVA)
		return machine->zva;
	if (!class->nr_regs)
		return 0;

	return mem_offset(machine, class, nr_elems(machine, class), 0);
}

/**
 * insn_emulate - do in userspace all that an instruction does, PC included
 * @machine: what it runs on
 * @class: the instruction, which is where PC is
 * @mem: the bytes at the address of the access
 */
void insn_emulate(const struct insn_machine *machine,
		  const struct insn_class *class, u8 *mem)
{
	unsigned int insns = 1;

	transfer(machine, class, mem);

	/* After a load: none of these loads its base. */
	if (class->writeback)
		write_x(machine, 1, read_x(machine, 1) + class->writeback);

	if (class->op == INSN_MEMSET || class->op == INSN_MEMCPY)
		insns = MOPS_INSNS;
	while (insns--)
		nisv_skip_insn(machine->vcpu);
}
