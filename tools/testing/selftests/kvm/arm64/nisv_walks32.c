// SPDX-License-Identifier: GPL-2.0
/*
 * Table walks of AArch32 guests that leave the memslots, with short and with
 * long descriptors: an external abort on the walk, with its level, in the
 * format of the fault status register that TTBCR.EAE selects.
 */
#include "aarch32.h"
#include "case_list.h"
#include "contract.h"
#include "kvm_util.h"
#include "nisv.h"

#define VECTORS		(AARCH32_MEM + 0x2000)
#define VECTOR_PABT	0xc
#define VECTOR_DABT	0x10
#define CODE		(AARCH32_MEM + 0x3000)

#define A32_LDR		0xe5901000	/* ldr r1, [r0] */
#define A32_STR		0xe5801000	/* str r1, [r0] */
#define A32_REPORT	0xe5821000	/* str r1, [r2] */

/* The guest reports here, and its tables can't be there. */
#define DEVICE		0x20000000UL
#define HOLE		0x30000000UL

/* Room for TTBR0's table: of those that take several pages only the first. */
#define LOW_TABLES	0x10040000UL
#define LOW_SLOT	30
/* All of TTBR1's, and the tables of the levels below. */
#define TABLES		0x10050000UL
#define TABLES_SIZE	0x10000UL
#define TABLES_SLOT	31
#define LPAE_TABLE(level)	(TABLES + (level) * 0x1000)

#define TTBCR_EAE	BIT(31)
#define SCTLR_MCI	(BIT(0) | BIT(2) | BIT(12))
#define SCTLR_EE	BIT(25)

/* Shareable, write-back: bits that are not part of the table's address. */
#define TTBR_ATTRS	0x4a

#define SHORT_TABLE	1
#define SHORT_SECTION	2
#define SHORT_CACHED	0xc
#define LPAE_BLOCK	1
#define LPAE_TABLE_TYPE	3
#define LPAE_AF		BIT(10)
#define LPAE_INNER	(3UL << 8)

/* What of DFSR and IFSR counts: FS or STATUS, and which of them it is; WnR of DFSR. */
#define FSR_SHORT_MASK	(BIT(10) | BIT(9) | GENMASK(3, 0))
#define FSR_LONG_MASK	(BIT(9) | GENMASK(5, 0))
#define DFSR_WNR	BIT(11)

enum access { LOAD, STORE, FETCH };

/* Addresses below 1G, from 1G to 2G, above 2G, and in the last 1G. */
#define VA_BOTTOM	0x0a5a5128U
#define VA_MIDDLE	0x5a5a5128U
#define VA_TOP		0xda5a5128U
#define VA_LAST		0xfa5a5128U

struct walk_case {
	bool lpae;
	u8 t0sz;		/* N, for short descriptors */
	u8 t1sz;
	u8 ttbr;		/* that translates the address */
	u32 va;
	u8 level;		/* of the table that is not there */
	enum access access;
	bool big_endian;
};

struct walk_guest {
	const struct walk_case *c;
	struct kvm_vm *vm;
	struct kvm_vcpu *vcpu;
	u64 ttbr[2];
};

static void put_short(struct walk_guest *g, u32 table, u32 index, u32 desc)
{
	u32 *entry = addr_gpa2hva(g->vm, table + index * 4);

	*entry = g->c->big_endian ? __builtin_bswap32(desc) : desc;
}

static void put_long(struct walk_guest *g, u64 table, u64 index, u64 desc)
{
	u64 *entry = addr_gpa2hva(g->vm, table + index * 8);

	*entry = g->c->big_endian ? __builtin_bswap64(desc) : desc;
}

/* Sections for code and device, and a first level for the address. */
static void make_short_tables(struct walk_guest *g)
{
	const struct walk_case *c = g->c;
	u32 low = LOW_TABLES, index = c->va >> 20;

	/* As little aligned as N allows. */
	if (c->t0sz)
		low += 0x4000 >> c->t0sz;
	put_short(g, low, AARCH32_MEM >> 20, AARCH32_MEM | SHORT_CACHED | SHORT_SECTION);
	put_short(g, low, DEVICE >> 20, DEVICE | SHORT_SECTION);
	g->ttbr[0] = low | TTBR_ATTRS;
	g->ttbr[1] = (c->level == 1 ? HOLE : TABLES) | TTBR_ATTRS;
	if (c->level == 2)
		put_short(g, c->ttbr ? TABLES : low, index, HOLE | SHORT_TABLE);
}

static unsigned int lpae_lsb(unsigned int level)
{
	return 12 + 9 * (3 - level);
}

static unsigned int lpae_first_level(unsigned int size)
{
	return size < 2 ? 1 : 2;
}

/* Blocks for code and device, as large as the level has. */
static void make_lpae_code(struct walk_guest *g, u64 table)
{
	unsigned int lsb = lpae_lsb(lpae_first_level(g->c->t0sz));
	u64 attrs = LPAE_AF | LPAE_INNER | LPAE_BLOCK;

	put_long(g, table, AARCH32_MEM >> lsb, (AARCH32_MEM >> lsb << lsb) | attrs);
	put_long(g, table, DEVICE >> lsb, (DEVICE >> lsb << lsb) | attrs);
}

static void make_lpae_tables(struct walk_guest *g)
{
	const struct walk_case *c = g->c;
	unsigned int size = c->ttbr ? c->t1sz : c->t0sz;
	unsigned int level = lpae_first_level(size);
	u64 va = c->va & GENMASK(31 - size, 0);
	u64 table = c->ttbr ? LPAE_TABLE(level) : LOW_TABLES;

	make_lpae_code(g, LOW_TABLES);
	g->ttbr[0] = LOW_TABLES;
	g->ttbr[1] = c->level == level ? HOLE : table;
	for (; level < c->level; level++) {
		u64 next = level + 1 == c->level ? HOLE : LPAE_TABLE(level + 1);
		u64 index = va >> lpae_lsb(level) & 0x1ff;

		put_long(g, table, index, next | LPAE_TABLE_TYPE);
		table = next;
	}
}

static void create_guest(struct walk_guest *g, const struct walk_case *c)
{
	static const u32 report = A32_REPORT;

	aarch32_require_el1();
	*g = (struct walk_guest) { .c = c };
	g->vm = aarch32_vm_create(&g->vcpu);
	__TEST_REQUIRE(g->vm->page_size == 4096, "cpu: runs with pages of other than 4K");
	vm_userspace_mem_region_add(g->vm, VM_MEM_SRC_ANONYMOUS,
				    c->lpae || !c->t0sz ? LOW_TABLES :
				    LOW_TABLES + (0x4000 >> c->t0sz),
				    LOW_SLOT, 1, 0);
	vm_userspace_mem_region_add(g->vm, VM_MEM_SRC_ANONYMOUS, TABLES,
				    TABLES_SLOT, TABLES_SIZE / g->vm->page_size, 0);
	if (c->lpae)
		make_lpae_tables(g);
	else
		make_short_tables(g);
	aarch32_load(g->vm, VECTORS + VECTOR_PABT, &report, sizeof(report));
	aarch32_load(g->vm, VECTORS + VECTOR_DABT, &report, sizeof(report));
}

static void set_sysreg(struct walk_guest *g, u32 reg, u64 val)
{
	vcpu_set_reg(g->vcpu, KVM_ARM64_SYS_REG(reg), val);
}

static void set_translation(struct walk_guest *g)
{
	const struct walk_case *c = g->c;
	u64 sctlr_id = KVM_ARM64_SYS_REG(SYS_SCTLR_EL1);
	u64 sctlr = vcpu_get_reg(g->vcpu, sctlr_id) | SCTLR_MCI;

	set_sysreg(g, SYS_TTBR0_EL1, g->ttbr[0]);
	set_sysreg(g, SYS_TTBR1_EL1, g->ttbr[1]);
	set_sysreg(g, SYS_TCR_EL1, (c->lpae ? TTBCR_EAE : 0) | c->t1sz << 16 | c->t0sz);
	set_sysreg(g, SYS_MAIR_EL1, 0x00ff);
	set_sysreg(g, SYS_VBAR_EL1, VECTORS);
	/* No permission is checked. */
	set_sysreg(g, SYS_DACR32_EL2, ~0U);
	set_sysreg(g, SYS_SCTLR_EL1, sctlr | (c->big_endian ? SCTLR_EE : 0));
}

static void run_access(struct walk_guest *g)
{
	const struct walk_case *c = g->c;
	struct kvm_run *run = g->vcpu->run;
	u32 insn = c->access == STORE ? A32_STR : A32_LDR;

	aarch32_load(g->vm, CODE, &insn, sizeof(insn));
	vcpu_set_reg(g->vcpu, ARM64_CORE_REG(regs.regs[0]), c->va);
	vcpu_set_reg(g->vcpu, ARM64_CORE_REG(regs.regs[2]), DEVICE);
	aarch32_set_entry(g->vcpu, c->access == FETCH ? c->va : CODE,
			  PSR32_AIF | PSR32_MODE_SVC);
	vcpu_run(g->vcpu);
	TEST_ASSERT_KVM_EXIT_REASON(g->vcpu, KVM_EXIT_MMIO);
	TEST_ASSERT(run->mmio.phys_addr == DEVICE,
		    "KVM_EXIT_MMIO: wanted address %#lx got %#llx", DEVICE,
		    (unsigned long long)run->mmio.phys_addr);
}

/* Which vector it was: its first instruction is the one that exits. */
static u64 expected_pc(const struct walk_case *c)
{
	return VECTORS + (c->access == FETCH ? VECTOR_PABT : VECTOR_DABT);
}

/* Test that the abort has the level of the table that is not there. */
static void test_walk(const void *arg)
{
	const struct walk_case *c = arg;
	bool fetch = c->access == FETCH;
	u64 want = c->lpae ? BIT(9) | (0x14 + c->level) : 0xa + 2 * c->level;
	u64 mask = c->lpae ? FSR_LONG_MASK : FSR_SHORT_MASK;
	struct walk_guest g;
	u64 got;

	if (!fetch)
		mask |= DFSR_WNR;
	if (c->access == STORE)
		want |= DFSR_WNR;

	create_guest(&g, c);
	set_translation(&g);
	run_access(&g);

	TEST_ASSERT_EQ(nisv_pc(g.vcpu), expected_pc(c));
	got = vcpu_get_reg(g.vcpu, KVM_ARM64_SYS_REG(fetch ? SYS_IFSR32_EL2 : SYS_ESR_EL1));
	TEST_ASSERT((got & mask) == want, "%s: wanted %#lx got %#lx",
		    fetch ? "IFSR" : "DFSR", (unsigned long)want, (unsigned long)got);
	got = aarch32_fault_address(g.vcpu, fetch);
	TEST_ASSERT(got == c->va, "%s: wanted %#x got %#lx",
		    fetch ? "IFAR" : "DFAR", c->va, (unsigned long)got);
	kvm_vm_free(g.vm);
}

/* What reaches each level: where there is a table in which others are as well. */
static const struct walk_case walks[] = {
	{ .t0sz = 0, .ttbr = 0, .va = VA_MIDDLE, .level = 1 },
	{ .t0sz = 0, .ttbr = 0, .va = VA_BOTTOM, .level = 2 },
	{ .t0sz = 1, .ttbr = 0, .va = VA_MIDDLE, .level = 1 },
	{ .t0sz = 1, .ttbr = 0, .va = VA_BOTTOM, .level = 2 },
	{ .t0sz = 1, .ttbr = 1, .va = VA_TOP, .level = 1 },
	{ .t0sz = 1, .ttbr = 1, .va = VA_TOP, .level = 2 },
	{ .t0sz = 2, .ttbr = 0, .va = VA_BOTTOM, .level = 2 },
	{ .t0sz = 2, .ttbr = 1, .va = VA_MIDDLE, .level = 1 },
	{ .t0sz = 2, .ttbr = 1, .va = VA_MIDDLE, .level = 2 },

	{ .lpae = true, .t0sz = 0, .t1sz = 0, .ttbr = 0, .va = VA_MIDDLE, .level = 2 },
	{ .lpae = true, .t0sz = 0, .t1sz = 0, .ttbr = 0, .va = VA_TOP, .level = 3 },
	{ .lpae = true, .t0sz = 0, .t1sz = 1, .ttbr = 0, .va = VA_MIDDLE, .level = 3 },
	{ .lpae = true, .t0sz = 0, .t1sz = 1, .ttbr = 1, .va = VA_TOP, .level = 1 },
	{ .lpae = true, .t0sz = 0, .t1sz = 1, .ttbr = 1, .va = VA_TOP, .level = 2 },
	{ .lpae = true, .t0sz = 0, .t1sz = 1, .ttbr = 1, .va = VA_TOP, .level = 3 },
	{ .lpae = true, .t0sz = 0, .t1sz = 2, .ttbr = 1, .va = VA_LAST, .level = 2 },
	{ .lpae = true, .t0sz = 0, .t1sz = 2, .ttbr = 1, .va = VA_LAST, .level = 3 },
	{ .lpae = true, .t0sz = 1, .t1sz = 0, .ttbr = 0, .va = VA_MIDDLE, .level = 2 },
	{ .lpae = true, .t0sz = 1, .t1sz = 0, .ttbr = 1, .va = VA_TOP, .level = 1 },
	{ .lpae = true, .t0sz = 1, .t1sz = 0, .ttbr = 1, .va = VA_TOP, .level = 2 },
	{ .lpae = true, .t0sz = 2, .t1sz = 0, .ttbr = 0, .va = VA_BOTTOM, .level = 3 },
	{ .lpae = true, .t0sz = 2, .t1sz = 0, .ttbr = 1, .va = VA_MIDDLE, .level = 2 },
};

static const char * const access_names[] = {
	[LOAD] = "load", [STORE] = "store", [FETCH] = "fetch",
};

static void add_walk(struct case_list *list, const struct walk_case *c)
{
	const char *order = c->big_endian ? "-be" : "";
	char sizes[16];

	if (c->lpae)
		snprintf(sizes, sizeof(sizes), "lpae-%u-%u", c->t0sz, c->t1sz);
	else
		snprintf(sizes, sizeof(sizes), "short-n%u", c->t0sz);
	case_list_add(list, "NISV-9", test_walk, c, sizeof(*c),
		      "walk-%s-ttbr%u-%x-level%u-%s%s", sizes, c->ttbr,
		      c->va >> 28, c->level, access_names[c->access],
		      order);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct walk_case c;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(walks); i++) {
		c = walks[i];
		for (c.access = LOAD; c.access <= FETCH; c.access++)
			add_walk(&list, &c);
		c.access = LOAD;
		c.big_endian = true;
		add_walk(&list, &c);
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
