// SPDX-License-Identifier: GPL-2.0
/*
 * Allocating guest memory: physical pages out of memslots, virtual ranges out
 * of what is not mapped.
 */
#include "kvm_util_internal.h"

static bool pages_unused(const struct userspace_mem_region *region, u64 first,
			 size_t num)
{
	size_t i;

	for (i = 0; i < num; i++)
		if (region->used_pages[first + i])
			return false;

	return true;
}

/**
 * vm_phy_pages_alloc - allocate adjacent guest physical pages
 * @vm:	     the VM
 * @num:     how many
 * @min_gpa: not below this address
 * @memslot: where
 *
 * Return: the address of the first.
 */
gpa_t vm_phy_pages_alloc(struct kvm_vm *vm, size_t num, gpa_t min_gpa,
			 u32 memslot)
{
	struct userspace_mem_region *region = memslot2region(vm, memslot);
	gpa_t base = region->region.guest_phys_addr;
	u64 nr = region->mmap_size >> vm->page_shift;
	u64 i = min_gpa > base ? (min_gpa - base) >> vm->page_shift : 0;

	for (; i + num <= nr; i++) {
		if (!pages_unused(region, i, num))
			continue;
		memset(region->used_pages + i, 1, num);
		return base + (i << vm->page_shift);
	}

	TEST_FAIL("memslot %u has no %zu adjacent pages from gpa %#" PRIx64 " on",
		  memslot, num, min_gpa);
}

/**
 * vm_phy_page_alloc - allocate a guest physical page
 * @vm:	     the VM
 * @min_gpa: not below this address
 * @memslot: where
 *
 * Return: its address.
 */
gpa_t vm_phy_page_alloc(struct kvm_vm *vm, gpa_t min_gpa, u32 memslot)
{
	return vm_phy_pages_alloc(vm, 1, min_gpa, memslot);
}

/**
 * vm_alloc_page_table - allocate a page for a translation table
 * @vm: the VM
 *
 * Return: its guest physical address.
 */
gpa_t vm_alloc_page_table(struct kvm_vm *vm)
{
	return vm_phy_page_alloc(vm, KVM_GUEST_PAGE_TABLE_MIN_PADDR,
				 vm->memslots[MEM_REGION_PT]);
}

/**
 * vm_unused_gva_gap - find a range of virtual addresses nothing is mapped at
 * @vm:	     the VM
 * @sz:	     bytes
 * @min_gva: not below this address
 *
 * Return: its page-aligned start.
 */
gva_t vm_unused_gva_gap(struct kvm_vm *vm, size_t sz, gva_t min_gva)
{
	gva_t start = vm_page_align(vm, min_gva);
	gva_t end = 1ULL << vm->va_bits;
	gva_t gva;

	sz = vm_page_align(vm, sz);
	for (gva = start; gva < end; gva += vm->page_size) {
		if (gva_is_mapped(vm, gva))
			start = gva + vm->page_size;
		else if (gva + vm->page_size - start >= sz)
			return start;
	}

	TEST_FAIL("no %zu unused bytes from gva %#" PRIx64 " on", sz, min_gva);
}

/**
 * __vm_alloc - allocate zeroed guest memory
 * @vm:	     the VM
 * @sz:	     bytes
 * @min_gva: not below this virtual address
 * @type:    what it is for
 *
 * Physically adjacent, and so adjacent for the host too.
 *
 * Return: its virtual address, page-aligned.
 */
gva_t __vm_alloc(struct kvm_vm *vm, size_t sz, gva_t min_gva,
		 enum kvm_mem_region_type type)
{
	size_t npages = vm_page_align(vm, sz) >> vm->page_shift;
	gpa_t gpa = vm_phy_pages_alloc(vm, npages, 0, vm->memslots[type]);
	gva_t gva = vm_unused_gva_gap(vm, sz, min_gva);

	virt_map(vm, gva, gpa, npages);
	return gva;
}

/**
 * vm_alloc - allocate zeroed guest memory for the test's data
 * @vm:	     the VM
 * @sz:	     bytes
 * @min_gva: not below this virtual address
 *
 * Return: its virtual address, page-aligned.
 */
gva_t vm_alloc(struct kvm_vm *vm, size_t sz, gva_t min_gva)
{
	return __vm_alloc(vm, sz, min_gva, MEM_REGION_TEST_DATA);
}

/**
 * vm_alloc_pages - allocate zeroed guest pages for the test's data
 * @vm:	      the VM
 * @nr_pages: how many
 *
 * Return: virtual address of the first.
 */
gva_t vm_alloc_pages(struct kvm_vm *vm, int nr_pages)
{
	return vm_alloc(vm, (size_t)nr_pages << vm->page_shift, KVM_UTIL_MIN_VADDR);
}

/**
 * __vm_alloc_page - allocate a zeroed guest page
 * @vm:	  the VM
 * @type: what it is for
 *
 * Return: its virtual address.
 */
gva_t __vm_alloc_page(struct kvm_vm *vm, enum kvm_mem_region_type type)
{
	return __vm_alloc(vm, vm->page_size, KVM_UTIL_MIN_VADDR, type);
}

/**
 * vm_alloc_page - allocate a zeroed guest page for the test's data
 * @vm: the VM
 *
 * Return: its virtual address.
 */
gva_t vm_alloc_page(struct kvm_vm *vm)
{
	return vm_alloc_pages(vm, 1);
}
