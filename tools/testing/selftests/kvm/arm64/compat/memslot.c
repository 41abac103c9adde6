// SPDX-License-Identifier: GPL-2.0
/*
 * Memslots: adding and changing them, and what addresses mean in them.
 */
#include "kvm_util_internal.h"

/**
 * memslot2region - find a memslot
 * @vm:	     the VM
 * @memslot: its number
 *
 * Return: the region, which must exist.
 */
struct userspace_mem_region *memslot2region(struct kvm_vm *vm, u32 memslot)
{
	struct userspace_mem_region *region;

	for (region = vm->regions; region; region = region->next)
		if (region->region.slot == memslot)
			return region;

	TEST_FAIL("no memslot %u", memslot);
}

static struct userspace_mem_region *gpa2region(struct kvm_vm *vm, gpa_t gpa)
{
	struct userspace_mem_region *region;

	for (region = vm->regions; region; region = region->next)
		if (gpa >= region->region.guest_phys_addr &&
		    gpa - region->region.guest_phys_addr < region->region.memory_size)
			return region;

	return NULL;
}

/**
 * __vm_set_user_memory_region - KVM_SET_USER_MEMORY_REGION
 * @vm:	   the VM
 * @slot:  number of the memslot
 * @flags: KVM_MEM_*
 * @gpa:   where the guest sees it
 * @size:  bytes, 0 deletes the memslot
 * @hva:   the memory behind it
 *
 * The library does not know of memslots made this way.
 *
 * Return: as of ioctl().
 */
int __vm_set_user_memory_region(struct kvm_vm *vm, u32 slot, u32 flags,
				gpa_t gpa, u64 size, void *hva)
{
	struct kvm_userspace_memory_region region = {
		.slot = slot,
		.flags = flags,
		.guest_phys_addr = gpa,
		.memory_size = size,
		.userspace_addr = (uintptr_t)hva,
	};

	return __vm_ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region);
}

/**
 * vm_set_user_memory_region - __vm_set_user_memory_region(), asserting success
 * @vm:	   the VM
 * @slot:  number of the memslot
 * @flags: KVM_MEM_*
 * @gpa:   where the guest sees it
 * @size:  bytes, 0 deletes the memslot
 * @hva:   the memory behind it
 */
void vm_set_user_memory_region(struct kvm_vm *vm, u32 slot, u32 flags,
			       gpa_t gpa, u64 size, void *hva)
{
	int ret = __vm_set_user_memory_region(vm, slot, flags, gpa, size, hva);

	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_SET_USER_MEMORY_REGION, ret));
}

static void region_sync(struct kvm_vm *vm, struct userspace_mem_region *region)
{
	vm_ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region->region);
}

/**
 * vm_userspace_mem_region_add - add a memslot with zeroed memory
 * @vm:	      the VM
 * @src_type: VM_MEM_SRC_ANONYMOUS
 * @gpa:      where the guest sees it
 * @slot:     number of the memslot
 * @npages:   its size in guest pages
 * @flags:    KVM_MEM_*
 */
void vm_userspace_mem_region_add(struct kvm_vm *vm,
				 enum vm_mem_backing_src_type src_type,
				 gpa_t gpa, u32 slot, u64 npages, u32 flags)
{
	struct userspace_mem_region *region = calloc(1, sizeof(*region));

	TEST_ASSERT(region, "out of memory");
	TEST_ASSERT(src_type == VM_MEM_SRC_ANONYMOUS, "memory type %d", src_type);
	TEST_ASSERT(!(gpa % vm->page_size), "gpa %#" PRIx64 " not page-aligned", gpa);
	TEST_ASSERT(npages && (gpa >> vm->page_shift) + npages - 1 <= vm->max_gfn,
		    "%" PRIu64 " pages at gpa %#" PRIx64 " are beyond %u bits", npages, gpa,
		    vm->pa_bits);

	region->mmap_size = npages << vm->page_shift;
	region->host_mem = mmap(NULL, region->mmap_size, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	TEST_ASSERT(region->host_mem != MAP_FAILED, "mmap: %s", strerror(errno));
	region->used_pages = calloc(npages, 1);
	TEST_ASSERT(region->used_pages, "out of memory");

	region->region.slot = slot;
	region->region.flags = flags;
	region->region.guest_phys_addr = gpa;
	region->region.memory_size = region->mmap_size;
	region->region.userspace_addr = (uintptr_t)region->host_mem;
	region_sync(vm, region);

	region->next = vm->regions;
	vm->regions = region;
}

/**
 * vm_mem_region_set_flags - change the flags of a memslot
 * @vm:	   the VM
 * @slot:  number of the memslot
 * @flags: KVM_MEM_*
 */
void vm_mem_region_set_flags(struct kvm_vm *vm, u32 slot, u32 flags)
{
	struct userspace_mem_region *region = memslot2region(vm, slot);

	region->region.flags = flags;
	region_sync(vm, region);
}

/**
 * vm_mem_region_move - change where the guest sees a memslot
 * @vm:	     the VM
 * @slot:    number of the memslot
 * @new_gpa: the new address
 */
void vm_mem_region_move(struct kvm_vm *vm, u32 slot, u64 new_gpa)
{
	struct userspace_mem_region *region = memslot2region(vm, slot);

	region->region.guest_phys_addr = new_gpa;
	region_sync(vm, region);
}

static void region_free(struct userspace_mem_region *region)
{
	munmap(region->host_mem, region->mmap_size);
	free(region->used_pages);
	free(region);
}

/**
 * vm_mem_region_delete - delete a memslot and the memory behind it
 * @vm:	  the VM
 * @slot: number of the memslot
 */
void vm_mem_region_delete(struct kvm_vm *vm, u32 slot)
{
	struct userspace_mem_region *region = memslot2region(vm, slot);
	struct userspace_mem_region **link = &vm->regions;

	while (*link != region)
		link = &(*link)->next;
	*link = region->next;

	region->region.memory_size = 0;
	region_sync(vm, region);
	region_free(region);
}

void vm_mem_regions_free(struct kvm_vm *vm)
{
	struct userspace_mem_region *region;

	while ((region = vm->regions)) {
		vm->regions = region->next;
		region_free(region);
	}
}

/**
 * addr_gpa2hva - where the host sees a guest physical address
 * @vm:	 the VM
 * @gpa: the address, in a memslot the library made
 *
 * Return: the host's address.
 */
void *addr_gpa2hva(struct kvm_vm *vm, gpa_t gpa)
{
	struct userspace_mem_region *region = gpa2region(vm, gpa);

	TEST_ASSERT(region, "no memory at gpa %#" PRIx64, gpa);
	return region->host_mem + (gpa - region->region.guest_phys_addr);
}

/**
 * addr_gva2hva - where the host sees a guest virtual address
 * @vm:	 the VM
 * @gva: the address, mapped to a memslot the library made
 *
 * Return: the host's address.
 */
void *addr_gva2hva(struct kvm_vm *vm, gva_t gva)
{
	return addr_gpa2hva(vm, addr_gva2gpa(vm, gva));
}

/**
 * addr_hva2gpa - where the guest has an address of the host
 * @vm:	 the VM
 * @hva: the address, in memory behind a memslot
 *
 * Return: the guest physical address.
 */
gpa_t addr_hva2gpa(struct kvm_vm *vm, void *hva)
{
	struct userspace_mem_region *region;

	for (region = vm->regions; region; region = region->next)
		if (hva >= region->host_mem &&
		    hva < region->host_mem + region->mmap_size)
			return region->region.guest_phys_addr +
			       (hva - region->host_mem);

	TEST_FAIL("no memslot has host address %p", hva);
}
