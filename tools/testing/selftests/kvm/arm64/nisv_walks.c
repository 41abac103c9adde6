// SPDX-License-Identifier: GPL-2.0
/*
 * Table walks that leave the memslots, for every granule and size of the
 * address space, in either half of it and either byte order: the guest gets an
 * external abort on the walk, with the level of the table that is not there.
 *
 * One half of the address space is for the walk. The other one is for the
 * code: a table with two blocks, of memory and of a device, on which the guest
 * reports.
 */
#include "case_list.h"
#include "contract.h"
#include "kvm_util.h"
#include "nisv.h"
#include "processor.h"

/* Seconds: a case is one short KVM_RUN, and one that loops is known by now. */
#define TIMEOUT		10

#define MEM_GPA		0x40000000UL
#define MEM_SIZE	0x200000UL
#define MEM_SLOT	30
#define DEVICE_GPA	0x80000000UL
#define HOLE_GPA	0xc0000000UL

/* A page that can be read and not written. */
#define RDONLY_GPA	0x50000000UL
#define RDONLY_SLOT	31

/* In MEM, as offsets. */
#define CODE_TABLE	0x1000
#define VECTORS		0x2000
#define CODE		0x3000
#define WALK_TABLES	0x100000

/* Blocks of the code's half: 39 bits, 4K granule, and so 1G each. */
#define CODE_VA_BITS	39
#define BLOCK_SIZE	(UL(1) << 30)

#define VECTOR_SYNC	0x200

#define INSN_LDR	0xf9400001	/* ldr x1, [x0] */
#define INSN_STR	0xf9000001	/* str x1, [x0] */
#define INSN_AT		0xd5087800	/* at s1e1r, x0 */
#define INSN_PROBE0	0xd5380701	/* mrs x1, id_aa64mmfr0_el1 */
#define INSN_PROBE1	0xd5380721	/* mrs x1, id_aa64mmfr1_el1 */
#define INSN_REPORT	0xf9000041	/* str x1, [x2] */

/* OA[51:48] of the table above 48 bits: bits 5:2 of TTBRn, 15:12 of a descriptor. */
#define OA_ABOVE_48	1UL

#define DESC_BLOCK	1UL
#define DESC_TABLE	3UL
#define DESC_AF		BIT(10)
#define DESC_INNER	(UL(3) << 8)
#define DESC_DEVICE	(UL(1) << 2)
/* What a table's descriptor may have beside the address. */
#define DESC_TABLE_ATTRS	(GENMASK(60, 59) | GENMASK(58, 52))

#define TTBR_ASID	(UL(5) << 48)
#define TTBR_CNP	BIT(0)

/* One half's part of TCR_EL1: write-back, inner shareable. */
#define TCR_HALF(sz, tg)	((sz) | UL(0x35) << 8 | (u64)(tg) << 14)
#define TCR_A1		BIT(22)
#define TCR_IPS_40	(UL(2) << 32)
#define TCR_IPS_52	(UL(6) << 32)
#define TCR_TBI		GENMASK(38, 37)

#define SCTLR_MCI	(BIT(0) | BIT(2) | BIT(12))
#define SCTLR_EE	BIT(25)

#define PSTATE_EL1H	0x3c5
#define REG(n)		ARM64_CORE_REG(regs.regs[n])

/* Implementation defined. */
#define ESR_UNCHECKED	ESR_ELx_EA

/* The instruction that makes the CPU walk; the last one is an address translation. */
enum access { LOAD, STORE, FETCH, AT };

struct walk_case {
	unsigned int page_shift;
	unsigned int va_bits;
	unsigned int half;	/* n of TTBRn_EL1 */
	unsigned int level;	/* of the table that is not there */
	enum access access;
	bool big_endian;
	bool tagged;
	bool pa52;		/* TCR_EL1.IPS is 52 bits */
};

struct walk_guest {
	const struct walk_case *c;
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	u64 code_va;		/* of the first block */
	u64 va;			/* to walk for */
	u64 ttbr;
	u64 tcr;		/* beside the halves */
};

static unsigned int walk_stride(const struct walk_case *c)
{
	return c->page_shift - 3;
}

static unsigned int first_level(const struct walk_case *c)
{
	unsigned int bits = c->va_bits - c->page_shift;

	return 4 - (bits + walk_stride(c) - 1) / walk_stride(c);
}

static void put_desc(struct walk_guest *g, u64 table, u64 index, u64 desc)
{
	u64 *entry = addr_gpa2hva(g->vm, table + index * sizeof(desc));

	*entry = g->c->big_endian ? __builtin_bswap64(desc) : desc;
}

static void put_insn(struct walk_guest *g, u64 offset, u32 insn)
{
	*(u32 *)addr_gpa2hva(g->vm, MEM_GPA + offset) = insn;
}

/* The index into the table of @level that @va has. */
static u64 walk_index(const struct walk_case *c, unsigned int level, u64 va)
{
	unsigned int lsb = c->page_shift + walk_stride(c) * (3 - level);
	unsigned int top = lsb + walk_stride(c);

	if (top > c->va_bits)
		top = c->va_bits;
	return (va & GENMASK(top - 1, lsb)) >> lsb;
}

static void create_guest(struct walk_guest *g, const struct walk_case *c)
{
	u64 table = MEM_GPA + CODE_TABLE;
	struct kvm_vcpu_init init;

	*g = (struct walk_guest) { .c = c };
	g->vm = vm_create_barebones();
	vm_userspace_mem_region_add(g->vm, VM_MEM_SRC_ANONYMOUS, MEM_GPA,
				    MEM_SLOT, MEM_SIZE / g->vm->page_size, 0);
	g->vcpu = __vm_vcpu_add(g->vm, 0);
	vm_ioctl(g->vm, KVM_ARM_PREFERRED_TARGET, &init);
	vcpu_ioctl(g->vcpu, KVM_ARM_VCPU_INIT, &init);

	g->code_va = c->half ? 0 : ~0UL << CODE_VA_BITS;
	put_desc(g, table, 0, MEM_GPA | DESC_AF | DESC_INNER | DESC_BLOCK);
	put_desc(g, table, 1, DEVICE_GPA | DESC_AF | DESC_DEVICE | DESC_BLOCK);
	put_insn(g, VECTORS + VECTOR_SYNC, INSN_REPORT);
}

static void set_sysreg(struct walk_guest *g, u64 reg, u64 val)
{
	vcpu_set_reg(g->vcpu, reg, val);
}

static void set_translation(struct walk_guest *g)
{
	static const u8 tg0[] = { [12] = 0, [14] = 2, [16] = 1 };
	static const u8 tg1[] = { [12] = 2, [14] = 1, [16] = 3 };
	const struct walk_case *c = g->c;
	u64 code_ttbr = MEM_GPA + CODE_TABLE;
	u64 walk_half = TCR_HALF(64 - c->va_bits,
				 c->half ? tg1[c->page_shift] : tg0[c->page_shift]);
	u64 code_half = TCR_HALF(64 - CODE_VA_BITS, c->half ? tg0[12] : tg1[12]);
	u64 sctlr_id = KVM_ARM64_SYS_REG(SYS_SCTLR_EL1);
	u64 sctlr = vcpu_get_reg(g->vcpu, sctlr_id) | SCTLR_MCI;
	u64 tcr = g->tcr | (c->pa52 ? TCR_IPS_52 : TCR_IPS_40);

	/* The ASID is with the walk's half, so that it is in what KVM looks at. */
	if (c->half)
		tcr |= walk_half << 16 | code_half | TCR_A1;
	else
		tcr |= code_half << 16 | walk_half;
	if (c->tagged)
		tcr |= TCR_TBI;
	if (c->big_endian)
		sctlr |= SCTLR_EE;

	set_sysreg(g, KVM_ARM64_SYS_REG(SYS_TTBR0_EL1), c->half ? code_ttbr : g->ttbr);
	set_sysreg(g, KVM_ARM64_SYS_REG(SYS_TTBR1_EL1), c->half ? g->ttbr : code_ttbr);
	set_sysreg(g, KVM_ARM64_SYS_REG(SYS_TCR_EL1), tcr);
	set_sysreg(g, KVM_ARM64_SYS_REG(SYS_MAIR_EL1), 0x00ff);
	set_sysreg(g, KVM_ARM64_SYS_REG(SYS_VBAR_EL1), g->code_va + VECTORS);
	set_sysreg(g, sctlr_id, sctlr);
	vcpu_set_reg(g->vcpu, ARM64_CORE_REG(regs.pstate), PSTATE_EL1H);
	vcpu_set_reg(g->vcpu, REG(2), g->code_va + BLOCK_SIZE);
}

/* Run up to a report, which says nothing but that it was reached. */
static void run_to_report(struct walk_guest *g)
{
	struct kvm_run *run = g->vcpu->run;

	vcpu_run(g->vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(g->vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT(run->mmio.phys_addr == DEVICE_GPA,
		    "KVM_EXIT_MMIO: wanted address %#lx got %#llx", DEVICE_GPA,
		    (unsigned long long)run->mmio.phys_addr);
}

/* An ID register, as the guest reads it. */
static u64 probe(u32 insn)
{
	struct walk_case c = { .page_shift = 12, .va_bits = 39 };
	struct walk_guest g;
	u64 val;

	create_guest(&g, &c);
	g.ttbr = HOLE_GPA;
	put_insn(&g, CODE, insn);
	put_insn(&g, CODE + 4, INSN_REPORT);
	set_translation(&g);
	nisv_set_pc(g.vcpu, g.code_va + CODE);
	run_to_report(&g);
	val = vcpu_get_reg(g.vcpu, REG(1));
	kvm_vm_free(g.vm);
	return val;
}

static void require_granule(unsigned int page_shift)
{
	u64 mmfr0 = probe(INSN_PROBE0);

	if (page_shift == 14)
		__TEST_REQUIRE(mmfr0 >> 20 & 0xf, "cpu: no 16K granule");
	if (page_shift == 16)
		__TEST_REQUIRE((mmfr0 >> 24 & 0xf) != 0xf, "cpu: no 64K granule");
}

static void require_pa52(void)
{
	__TEST_REQUIRE((probe(INSN_PROBE0) & 0xf) >= 6, "cpu: no addresses of 52 bits");
}

static const u32 access_insns[] = {
	[LOAD] = INSN_LDR, [STORE] = INSN_STR, [FETCH] = INSN_LDR, [AT] = INSN_AT,
};

/* WnR and CM: about the instruction, whatever the walk itself does. */
static const u64 access_iss[] = {
	[STORE] = ESR_ELx_WNR, [AT] = ESR_ELx_CM | ESR_ELx_WNR,
};

/* Run the access; expect an abort on the walk at @level, some bits of it unchecked. */
static void __expect_walk_abort(struct walk_guest *g, unsigned int level,
				u64 unchecked)
{
	bool is_fetch = g->c->access == FETCH;
	u64 pc = is_fetch ? g->va : g->code_va + CODE;
	u64 ec = is_fetch ? ESR_ELx_EC_IABT_CUR : ESR_ELx_EC_DABT_CUR;
	u64 want = ec << ESR_ELx_EC_SHIFT | ESR_ELx_IL | ESR_ELx_FSC_SEA_TTW(level) |
		   access_iss[g->c->access];
	u64 address = ~(g->c->tagged ? GENMASK(63, 56) : 0UL);
	u64 got;

	put_insn(g, CODE, access_insns[g->c->access]);
	set_translation(g);
	vcpu_set_reg(g->vcpu, REG(0), g->va);
	nisv_set_pc(g->vcpu, pc);
	run_to_report(g);

	got = vcpu_get_reg(g->vcpu, KVM_ARM64_SYS_REG(SYS_ESR_EL1)) & ~unchecked;
	TEST_ASSERT(got == (want & ~unchecked), "ESR_EL1: wanted %#lx got %#lx",
		    (unsigned long)want, (unsigned long)got);
	got = vcpu_get_reg(g->vcpu, KVM_ARM64_SYS_REG(SYS_FAR_EL1));
	TEST_ASSERT((got & address) == (g->va & address),
		    "FAR_EL1: wanted %#lx got %#lx", (unsigned long)g->va,
		    (unsigned long)got);
	got = vcpu_get_reg(g->vcpu, ARM64_CORE_REG(elr_el1));
	TEST_ASSERT(got == pc, "ELR_EL1: wanted %#lx got %#lx",
		    (unsigned long)pc, (unsigned long)got);
}

static void expect_walk_abort(struct walk_guest *g, unsigned int level)
{
	__expect_walk_abort(g, level, ESR_UNCHECKED);
}

/* An address in the half, with another index at each level. */
static u64 walk_address(const struct walk_case *c)
{
	u64 region = GENMASK(c->va_bits - 1, 0);
	u64 va = 0x5a5aa5a5a128UL & region;

	if (c->half)
		va |= ~region;
	if (c->tagged)
		va = (va & ~GENMASK(63, 56)) | 0x5aUL << 56;
	return va;
}

/* The lower granules have bits below 16 in it, which must not be taken for upper ones. */
static u64 walk_table(const struct walk_case *c, unsigned int level)
{
	u64 offset = c->page_shift < 16 ? BIT(c->page_shift) : 0;

	return MEM_GPA + WALK_TABLES + level * 0x10000 + offset;
}

/*
 * A table that is not there, as TTBRn and a descriptor have it. With 64K and IPAs of
 * 52 bits it is above 48, and there is one without the bits on top.
 */
static u64 hole_in_ttbr(const struct walk_case *c)
{
	return c->pa52 && c->page_shift == 16 ?
	       walk_table(c, 4) | OA_ABOVE_48 << 2 : HOLE_GPA;
}

static u64 hole_in_desc(const struct walk_case *c)
{
	return c->pa52 && c->page_shift == 16 ?
	       walk_table(c, 4) | OA_ABOVE_48 << 12 : HOLE_GPA;
}

/* Test that the abort has the level of the first table that is not there. */
static void test_walk(const void *arg)
{
	const struct walk_case *c = arg;
	unsigned int level = first_level(c);
	u64 table = c->level == level ? hole_in_ttbr(c) : walk_table(c, level);
	struct walk_guest g;

	require_granule(c->page_shift);
	if (c->pa52)
		require_pa52();
	create_guest(&g, c);
	g.va = walk_address(c);
	g.ttbr = table | TTBR_ASID | TTBR_CNP;
	for (; level < c->level; level++) {
		u64 next = walk_table(c, level + 1);

		if (level + 1 == c->level)
			next = hole_in_desc(c);
		put_desc(&g, table, walk_index(c, level, g.va),
			 next | DESC_TABLE_ATTRS | DESC_TABLE);
		table = next;
	}
	expect_walk_abort(&g, c->level);
	kvm_vm_free(g.vm);
}

/*
 * Test that a walk that can read its tables and not set the access flag has
 * the level of that descriptor, even if one page holds them all. The instruction
 * reads and the update writes: WnR may be either.
 */
static void test_update(const void *arg)
{
	const struct walk_case *c = arg;
	unsigned int level;
	struct walk_guest g;
	u64 desc;

	__TEST_REQUIRE(probe(INSN_PROBE1) & 0xf, "cpu: no FEAT_HAFDBS");
	create_guest(&g, c);
	vm_userspace_mem_region_add(g.vm, VM_MEM_SRC_ANONYMOUS, RDONLY_GPA,
				    RDONLY_SLOT, 1, KVM_MEM_READONLY);
	g.va = walk_address(c);
	g.ttbr = RDONLY_GPA;
	g.tcr = TCR_HA;
	for (level = first_level(c); level <= c->level; level++) {
		desc = RDONLY_GPA | DESC_TABLE;
		if (level == c->level)
			/* A block of that page is no table, though it looks like one. */
			desc = level == 3 ? MEM_GPA | DESC_TABLE :
					    RDONLY_GPA | DESC_BLOCK;
		put_desc(&g, RDONLY_GPA, walk_index(c, level, g.va), desc);
	}
	__expect_walk_abort(&g, c->level, ESR_UNCHECKED | ESR_ELx_WNR);
	kvm_vm_free(g.vm);
}

static const struct { u8 page_shift, va_bits; } spaces[] = {
	{ 12, 48 }, { 12, 39 }, { 12, 36 }, { 12, 30 }, { 12, 25 },
	{ 14, 48 }, { 14, 47 }, { 14, 36 }, { 14, 25 },
	{ 16, 48 }, { 16, 42 }, { 16, 36 }, { 16, 25 },
};

static const char * const access_names[] = {
	[LOAD] = "load", [STORE] = "store", [FETCH] = "fetch", [AT] = "at",
};

static void add_walks(struct case_list *list, struct walk_case c)
{
	const char *order = c.big_endian ? "-be" : "";
	const char *tag = c.tagged ? "-tagged" : c.pa52 ? "-pa52" : "";

	for (c.level = first_level(&c); c.level <= 3; c.level++)
		case_list_add(list, "NISV-9", test_walk, &c, sizeof(c),
			      "walk-%uk-%u-ttbr%u-level%u-%s%s%s",
			      1 << (c.page_shift - 10), c.va_bits, c.half,
			      c.level, access_names[c.access],
			      order, tag);
}

int main(int argc, char **argv)
{
	struct walk_case c = { .page_shift = 12, .va_bits = 31 };
	struct case_list list = {};
	size_t i;

	for (c.level = 2; c.level <= 3; c.level++)
		case_list_add(&list, "NISV-9", test_update, &c, sizeof(c),
			      "update-level%u", c.level);
	for (i = 0; i < ARRAY_SIZE(spaces); i++) {
		for (c.half = 0; c.half <= 1; c.half++) {
			c.page_shift = spaces[i].page_shift;
			c.va_bits = spaces[i].va_bits;
			add_walks(&list, c);
		}
	}

	c = (struct walk_case) { .page_shift = 12, .va_bits = 48 };
	for (c.half = 0; c.half <= 1; c.half++) {
		c.access = STORE;
		add_walks(&list, c);
		c.access = FETCH;
		add_walks(&list, c);
		c.access = AT;
		add_walks(&list, c);
		c.access = LOAD;
		c.big_endian = true;
		add_walks(&list, c);
		c.big_endian = false;
		c.tagged = true;
		add_walks(&list, c);
		c.tagged = false;
	}

	c = (struct walk_case) { .va_bits = 48, .pa52 = true };
	for (c.page_shift = 12; c.page_shift <= 16; c.page_shift += 2)
		for (c.half = 0; c.half <= 1; c.half++)
			add_walks(&list, c);

	contract_set_case_timeout(TIMEOUT);
	return contract_main(argc, argv, list.cases, list.nr);
}
