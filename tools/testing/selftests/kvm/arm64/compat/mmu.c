// SPDX-License-Identifier: GPL-2.0
/*
 * The guest's stage 1 tables, reached through TTBR0_EL1.
 *
 * Levels are counted as the architecture does: 3 holds pages, whatever the
 * granule; the top one is 4 minus the number of levels.
 */
#include "kvm_util_internal.h"
#include "processor.h"

#define LAST_LEVEL	3

static int first_level(struct kvm_vm *vm)
{
	return 4 - vm->mmu.pgtable_levels;
}

/* How many bits of the address one level resolves. */
static unsigned int level_bits(struct kvm_vm *vm)
{
	return vm->page_shift - 3;
}

static u64 table_index(struct kvm_vm *vm, gva_t gva, int level)
{
	unsigned int shift = vm->page_shift + (LAST_LEVEL - level) * level_bits(vm);

	return (gva >> shift) & ((1UL << level_bits(vm)) - 1);
}

static gpa_t pte_addr(struct kvm_vm *vm, u64 pte)
{
	return pte & PTE_ADDR_MASK(vm->page_shift);
}

static void assert_gva_valid(struct kvm_vm *vm, gva_t gva)
{
	TEST_ASSERT(!(gva >> vm->va_bits), "gva %#" PRIx64 " has more than %u bits", gva,
		    vm->va_bits);
}

/* The descriptor for @gva at @level, NULL when a table above is missing. */
static u64 *find_pte(struct kvm_vm *vm, gva_t gva, int level)
{
	gpa_t table = vm->mmu.pgd;
	u64 *pte;
	int i;

	assert_gva_valid(vm, gva);
	if (!vm->mmu.pgd_created)
		return NULL;

	for (i = first_level(vm); ; i++) {
		pte = addr_gpa2hva(vm, table) + table_index(vm, gva, i) * sizeof(*pte);
		if (i == level)
			return pte;
		if (!(*pte & PTE_VALID))
			return NULL;
		table = pte_addr(vm, *pte);
	}
}

/**
 * virt_get_pte_hva_at_level - the descriptor for a virtual address
 * @vm:	   the VM
 * @gva:   the address
 * @level: 3 for the page, less for the tables above; the top one answers for
 *	   all levels the granule does not have
 *
 * Return: where the host sees it. All tables above must exist.
 */
u64 *virt_get_pte_hva_at_level(struct kvm_vm *vm, gva_t gva, int level)
{
	u64 *pte;

	TEST_ASSERT(level >= 0 && level <= LAST_LEVEL, "no level %d", level);
	pte = find_pte(vm, gva, max(level, first_level(vm)));
	TEST_ASSERT(pte, "gva %#" PRIx64 " has no table of level %d", gva, level);
	return pte;
}

/**
 * virt_get_pte_hva - the page descriptor for a virtual address
 * @vm:	 the VM
 * @gva: the address
 *
 * Return: where the host sees it.
 */
u64 *virt_get_pte_hva(struct kvm_vm *vm, gva_t gva)
{
	return virt_get_pte_hva_at_level(vm, gva, LAST_LEVEL);
}

bool gva_is_mapped(struct kvm_vm *vm, gva_t gva)
{
	u64 *pte = find_pte(vm, gva, LAST_LEVEL);

	return pte && *pte;
}

/**
 * virt_arch_pgd_alloc - allocate the top table
 * @vm: the VM; nothing is done if it has one
 */
void virt_arch_pgd_alloc(struct kvm_vm *vm)
{
	if (vm->mmu.pgd_created)
		return;

	vm->mmu.pgd = vm_alloc_page_table(vm);
	vm->mmu.pgd_created = true;
}

/**
 * virt_arch_pg_map - map a page: normal memory, for EL1, with all rights
 * @vm:	 the VM
 * @gva: virtual address
 * @gpa: physical address, which need not be memory
 */
void virt_arch_pg_map(struct kvm_vm *vm, gva_t gva, gpa_t gpa)
{
	u64 *pte;
	int level;

	assert_gva_valid(vm, gva);
	TEST_ASSERT(!(gva % vm->page_size), "gva %#" PRIx64 " not page-aligned", gva);
	TEST_ASSERT(!(gpa % vm->page_size), "gpa %#" PRIx64 " not page-aligned", gpa);
	TEST_ASSERT(gpa >> vm->page_shift <= vm->max_gfn,
		    "gpa %#" PRIx64 " has more than %u bits", gpa, vm->pa_bits);

	for (level = first_level(vm); level < LAST_LEVEL; level++) {
		pte = find_pte(vm, gva, level);
		if (!*pte)
			*pte = vm_alloc_page_table(vm) | PMD_TYPE_TABLE | PTE_VALID;
	}

	*find_pte(vm, gva, LAST_LEVEL) = gpa | PTE_ATTRINDX(MT_NORMAL) | PTE_SHARED |
					 PTE_AF | PTE_TYPE_PAGE | PTE_VALID;
}

/**
 * virt_map - map adjacent pages
 * @vm:	    the VM
 * @gva:    virtual address of the first
 * @gpa:    physical address of the first
 * @npages: how many
 */
void virt_map(struct kvm_vm *vm, gva_t gva, gpa_t gpa, unsigned int npages)
{
	for (; npages; npages--) {
		virt_pg_map(vm, gva, gpa);
		gva += vm->page_size;
		gpa += vm->page_size;
	}
}

/**
 * addr_arch_gva2gpa - translate a virtual address
 * @vm:	 the VM
 * @gva: the address, which must be mapped
 *
 * Return: the guest physical address.
 */
gpa_t addr_arch_gva2gpa(struct kvm_vm *vm, gva_t gva)
{
	u64 *pte = virt_get_pte_hva(vm, gva);

	TEST_ASSERT(*pte & PTE_VALID, "gva %#" PRIx64 " is not mapped", gva);
	return pte_addr(vm, *pte) + gva % vm->page_size;
}
