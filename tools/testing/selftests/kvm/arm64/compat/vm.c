// SPDX-License-Identifier: GPL-2.0
/*
 * VMs: creating one that can run code of this program, and taking it down.
 */
#include <linux/sizes.h>

#include "kvm_util_internal.h"
#include "ucall_common.h"

/* Guest memory beyond the program, the stacks and what the test asks for. */
#define VM_BASE_SIZE	SZ_2M

/* What a VM of type 0 has. */
#define VM_IPA_BITS_DEFAULT	40

/* Headers before 4.20 have no names for these. */
#ifndef KVM_CAP_ARM_VM_IPA_SIZE
#define KVM_CAP_ARM_VM_IPA_SIZE		165
#define KVM_VM_TYPE_ARM_IPA_SIZE(bits)	((bits) & 0xff)
#endif

const struct vm_guest_mode_params vm_guest_mode_params[NUM_VM_MODES] = {
#ifdef __aarch64__
	[VM_MODE_PXXV48_4K]	= { 48, 12, 4 },
	[VM_MODE_PXXV48_16K]	= { 48, 14, 4 },
	[VM_MODE_PXXV48_64K]	= { 48, 16, 3 },
#else
	/* the one there is for AArch32, whatever its name */
	[VM_MODE_PXXV48_4K]	= { 32, 12, 3 },
#endif
};

/**
 * kvm_host_guest_mode - the guest mode for this host
 *
 * Return: the one of VM_MODE_PXXV48_* with the host's page size: memslots have
 * to be aligned to it, and every CPU the host runs on has that granule.
 */
enum vm_guest_mode kvm_host_guest_mode(void)
{
	long page_size = sysconf(_SC_PAGESIZE);
	int mode;

	for (mode = 0; mode < NUM_VM_MODES; mode++)
		if (page_size == 1L << vm_guest_mode_params[mode].page_shift)
			return mode;

	TEST_FAIL("no guest mode for a host with pages of %ld bytes", page_size);
}

/**
 * vm_calc_num_guest_pages - pages to hold a number of bytes
 * @mode: guest mode
 * @size: the bytes
 *
 * Return: number of guest pages.
 */
unsigned int vm_calc_num_guest_pages(enum vm_guest_mode mode, size_t size)
{
	u64 page_size = 1UL << vm_guest_mode_params[mode].page_shift;

	return align_up(size, page_size) / page_size;
}

/**
 * open_path_or_exit - open a file the test can't do without
 * @path:  the file
 * @flags: as for open()
 *
 * Return: the descriptor. Skips the test where the file does not exist.
 */
int open_path_or_exit(const char *path, int flags)
{
	int fd = open(path, flags);

	__TEST_REQUIRE(fd >= 0 || errno != ENOENT, "no %s", path);
	TEST_ASSERT(fd >= 0, "can't open %s: %s", path, strerror(errno));
	return fd;
}

/**
 * open_kvm_dev_path_or_exit - open /dev/kvm
 *
 * Return: the descriptor. Skips the test where there is no KVM.
 */
int open_kvm_dev_path_or_exit(void)
{
	return open_path_or_exit(KVM_DEV_PATH, O_RDWR | O_CLOEXEC);
}

/**
 * kvm_check_cap - what /dev/kvm says about a capability
 * @cap: KVM_CAP_*
 *
 * Return: as of KVM_CHECK_EXTENSION, 0 when it is not there.
 */
unsigned int kvm_check_cap(long cap)
{
	int fd = open_kvm_dev_path_or_exit();
	int ret = __kvm_ioctl(fd, KVM_CHECK_EXTENSION, (void *)cap);

	TEST_ASSERT(ret >= 0, KVM_IOCTL_ERROR(KVM_CHECK_EXTENSION, ret));
	close(fd);
	return ret;
}

/*
 * The IPA bits of VMs, 40 unless the environment says otherwise. KVM has a limit, and
 * before 4.20 no choice.
 */
static unsigned int vm_ipa_bits(void)
{
	const char *value = getenv("KVM_IPA_BITS");
	unsigned int bits = value ? strtoul(value, NULL, 10) : VM_IPA_BITS_DEFAULT;

	if (bits == VM_IPA_BITS_DEFAULT)
		return bits;

	TEST_ASSERT(bits >= 32 && bits <= 48, "KVM_IPA_BITS=%s: 32 to 48", value);
	__TEST_REQUIRE(kvm_check_cap(KVM_CAP_ARM_VM_IPA_SIZE) >= bits,
		       "cpu: no IPAs of %u bits", bits);
	return bits;
}

/**
 * ____vm_create - create a VM and nothing in it
 * @shape: VM_SHAPE_DEFAULT, or another granule
 *
 * Return: the VM, to be freed with kvm_vm_free().
 */
struct kvm_vm *____vm_create(struct vm_shape shape)
{
	const struct vm_guest_mode_params *mode = &vm_guest_mode_params[shape.mode];
	struct kvm_vm *vm = calloc(1, sizeof(*vm));

	TEST_ASSERT(vm, "out of memory");
	TEST_ASSERT(!shape.type, "VM types are not supported");

	vm->mode = shape.mode;
	vm->pa_bits = vm_ipa_bits();
	vm->va_bits = mode->va_bits;
	vm->page_shift = mode->page_shift;
	vm->page_size = 1U << mode->page_shift;
	vm->max_gfn = (1UL << (vm->pa_bits - vm->page_shift)) - 1;
	vm->mmu.pgtable_levels = mode->pgtable_levels;
	vm->arch.gic_fd = -1;

	if (vm->pa_bits != VM_IPA_BITS_DEFAULT)
		vm->type = KVM_VM_TYPE_ARM_IPA_SIZE(vm->pa_bits);

	vm->kvm_fd = open_kvm_dev_path_or_exit();
	vm->fd = __kvm_ioctl(vm->kvm_fd, KVM_CREATE_VM, (void *)vm->type);
	TEST_ASSERT(vm->fd >= 0, KVM_IOCTL_ERROR(KVM_CREATE_VM, vm->fd));

	return vm;
}

/**
 * __vm_create - create a VM with memory, the program in it and ucalls
 * @shape:	      VM_SHAPE_DEFAULT, or another granule
 * @nr_runnable_vcpus: how many vCPUs to have room for
 * @nr_extra_pages:   further pages the test wants in memslot 0
 *
 * Memory starts at guest physical address 0; the page after its end is where
 * ucalls go.
 *
 * Return: the VM, to be freed with kvm_vm_free().
 */
struct kvm_vm *__vm_create(struct vm_shape shape, u32 nr_runnable_vcpus,
			   u64 nr_extra_pages)
{
	struct kvm_vm *vm = ____vm_create(shape);
	u64 nr_pages;

	nr_pages = vm_page_align(vm, VM_BASE_SIZE + guest_image_size()) / vm->page_size;
	nr_pages += ucall_nr_pages_required(vm->page_size);
	nr_pages += nr_runnable_vcpus * DEFAULT_STACK_PGS;
	/* Each extra page may need a page table of its own at each level. */
	nr_pages += nr_extra_pages * vm->mmu.pgtable_levels;

	vm_userspace_mem_region_add(vm, VM_MEM_SRC_ANONYMOUS, 0, 0, nr_pages, 0);
	virt_pgd_alloc(vm);
	guest_image_load(vm);
	ucall_init(vm, nr_pages * vm->page_size);

	return vm;
}

/**
 * __vm_create_with_vcpus - create a VM with vCPUs 0 to @nr_vcpus - 1
 * @shape:	     VM_SHAPE_DEFAULT, or another granule
 * @nr_vcpus:	     how many
 * @extra_mem_pages: further pages the test wants in memslot 0
 * @guest_code:	     where they all start
 * @vcpus:	     filled with them
 *
 * Return: the VM, to be freed with kvm_vm_free().
 */
struct kvm_vm *__vm_create_with_vcpus(struct vm_shape shape, u32 nr_vcpus,
				      u64 extra_mem_pages, void *guest_code,
				      struct kvm_vcpu *vcpus[])
{
	struct kvm_vm *vm = __vm_create(shape, nr_vcpus, extra_mem_pages);
	u32 i;

	for (i = 0; i < nr_vcpus; i++)
		vcpus[i] = vm_vcpu_add(vm, i, guest_code);

	return vm;
}

/**
 * __vm_create_shape_with_one_vcpu - create a VM with vCPU 0
 * @shape:	     VM_SHAPE_DEFAULT, or another granule
 * @vcpu:	     set to the vCPU
 * @extra_mem_pages: further pages the test wants in memslot 0
 * @guest_code:	     where it starts
 *
 * Return: the VM, to be freed with kvm_vm_free().
 */
struct kvm_vm *__vm_create_shape_with_one_vcpu(struct vm_shape shape,
					       struct kvm_vcpu **vcpu,
					       u64 extra_mem_pages,
					       void *guest_code)
{
	return __vm_create_with_vcpus(shape, 1, extra_mem_pages, guest_code, vcpu);
}

/**
 * kvm_vm_release - close the VM's descriptors
 * @vmp: the VM; its vCPUs are freed, its memory stays
 */
void kvm_vm_release(struct kvm_vm *vmp)
{
	struct kvm_vcpu *vcpu, *next;

	for (vcpu = vmp->vcpus; vcpu; vcpu = next) {
		next = vcpu->next;
		vcpu_free(vcpu);
	}
	vmp->vcpus = NULL;

	if (vmp->arch.has_gic)
		close(vmp->arch.gic_fd);
	vmp->arch.has_gic = false;

	close(vmp->fd);
	close(vmp->kvm_fd);
}

/**
 * kvm_vm_free - take a VM down
 * @vmp: the VM, with all it has; may be NULL
 */
void kvm_vm_free(struct kvm_vm *vmp)
{
	if (!vmp)
		return;

	kvm_vm_release(vmp);
	vm_mem_regions_free(vmp);
	free(vmp);
}
