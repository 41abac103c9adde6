/* SPDX-License-Identifier: GPL-2.0 */
/*
 * VMs, vCPUs and guest memory: the subset of current mainline's kvm_util
 * interface that the tests in this folder use, with the same names, types and
 * prototypes, on top of ioctls that arm64 hosts have had since 4.14.
 */
#ifndef SELFTEST_KVM_UTIL_H
#define SELFTEST_KVM_UTIL_H

#include <assert.h>
#include <pthread.h>

#include <asm/kvm.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/kvm.h>
#include <linux/types.h>

#include <sys/ioctl.h>
#include <sys/mman.h>

#include "kvm_util_types.h"
#include "test_util.h"

#ifndef KVM_CAP_ARM_NISV_TO_USER
#error "no KVM_CAP_ARM_NISV_TO_USER: use KHDR_INCLUDES=-isystem <tree with the ABI>/usr/include"
#endif

#define KVM_DEV_PATH	"/dev/kvm"
#define KVM_MAX_VCPUS	512

#define NSEC_PER_SEC	1000000000L

/* One memslot and the host memory behind it. */
struct userspace_mem_region {
	struct kvm_userspace_memory_region region;
	void *host_mem;
	size_t mmap_size;
	u8 *used_pages;			/* one byte a page: allocated? */
	struct userspace_mem_region *next;
};

struct kvm_vcpu {
	struct kvm_vcpu *next;
	u32 id;
	int fd;
	struct kvm_vm *vm;
	struct kvm_run *run;
	struct kvm_vcpu_init init;
};

/* What an allocation is for. Everything lives in memslot 0 by default. */
enum kvm_mem_region_type {
	MEM_REGION_CODE,
	MEM_REGION_DATA,
	MEM_REGION_PT,
	MEM_REGION_TEST_DATA,
	NR_MEM_REGIONS,
};

struct kvm_mmu {
	bool pgd_created;
	u64 pgd;
	int pgtable_levels;
};

struct kvm_vm_arch {
	bool has_gic;
	int gic_fd;
};

struct kvm_vm {
	int mode;
	unsigned long type;
	int kvm_fd;
	int fd;
	unsigned int page_size;
	unsigned int page_shift;
	unsigned int pa_bits;
	unsigned int va_bits;
	u64 max_gfn;
	struct kvm_vcpu *vcpus;
	struct userspace_mem_region *regions;
	gpa_t ucall_mmio_addr;
	gva_t handlers;
	struct kvm_mmu mmu;		/* the guest's stage 1 */
	struct kvm_vm_arch arch;
	u32 memslots[NR_MEM_REGIONS];
};

/*
 * The stage 1 granule is the host's page size; IPAs have 40 bits, or as many as
 * KVM_IPA_BITS in the environment says.
 */
enum vm_guest_mode {
	VM_MODE_PXXV48_4K,
	VM_MODE_PXXV48_16K,
	VM_MODE_PXXV48_64K,
	NUM_VM_MODES,
};

struct vm_shape {
	u32 type;
	u8 mode;
	u8 pad0;
	u16 pad1;
};

#define VM_TYPE_DEFAULT		0

#define VM_SHAPE(__mode)						\
({									\
	struct vm_shape __shape = {					\
		.mode = (__mode),					\
		.type = VM_TYPE_DEFAULT,				\
	};								\
									\
	__shape;							\
})

enum vm_guest_mode kvm_host_guest_mode(void);

#define VM_MODE_DEFAULT		kvm_host_guest_mode()
#define VM_SHAPE_DEFAULT	VM_SHAPE(VM_MODE_DEFAULT)

/* Lowest guest addresses the allocators hand out. */
#define KVM_UTIL_MIN_VADDR		0x2000
#define KVM_GUEST_PAGE_TABLE_MIN_PADDR	0x180000
#define DEFAULT_STACK_PGS		5

/* Capabilities of the host. */
int open_path_or_exit(const char *path, int flags);
int open_kvm_dev_path_or_exit(void);
unsigned int kvm_check_cap(long cap);

static inline bool kvm_has_cap(long cap)
{
	return kvm_check_cap(cap);
}

/*
 * ioctl() wrappers: foo() asserts success, __foo() returns what ioctl() does.
 * The size of the argument is checked against the command's.
 */
#define __KVM_SYSCALL_ERROR(_name, _ret)				\
	"%s failed, rc: %i errno: %i (%s)", (_name), (_ret), errno, strerror(errno)
#define __KVM_IOCTL_ERROR(_name, _ret)	__KVM_SYSCALL_ERROR(_name, _ret)
#define KVM_IOCTL_ERROR(_ioctl, _ret)	__KVM_IOCTL_ERROR(#_ioctl, _ret)

#define kvm_do_ioctl(fd, cmd, arg)					\
({									\
	kvm_static_assert(!_IOC_SIZE(cmd) || sizeof(*(arg)) == _IOC_SIZE(cmd)); \
	ioctl(fd, cmd, arg);						\
})

#define __kvm_ioctl(kvm_fd, cmd, arg)	kvm_do_ioctl(kvm_fd, cmd, arg)

#define kvm_ioctl(kvm_fd, cmd, arg)					\
({									\
	int __ret = __kvm_ioctl(kvm_fd, cmd, arg);			\
									\
	TEST_ASSERT(!__ret, __KVM_IOCTL_ERROR(#cmd, __ret));		\
})

static __always_inline void static_assert_is_vm(struct kvm_vm *vm) { }
static __always_inline void static_assert_is_vcpu(struct kvm_vcpu *vcpu) { }

#define __vm_ioctl(vm, cmd, arg)					\
({									\
	static_assert_is_vm(vm);					\
	kvm_do_ioctl((vm)->fd, cmd, arg);				\
})

#define vm_ioctl(vm, cmd, arg)						\
({									\
	int __ret = __vm_ioctl(vm, cmd, arg);				\
									\
	TEST_ASSERT(!__ret, __KVM_IOCTL_ERROR(#cmd, __ret));		\
})

#define __vcpu_ioctl(vcpu, cmd, arg)					\
({									\
	static_assert_is_vcpu(vcpu);					\
	kvm_do_ioctl((vcpu)->fd, cmd, arg);				\
})

#define vcpu_ioctl(vcpu, cmd, arg)					\
({									\
	int __ret = __vcpu_ioctl(vcpu, cmd, arg);			\
									\
	TEST_ASSERT(!__ret, __KVM_IOCTL_ERROR(#cmd, __ret));		\
})

static inline int vm_check_cap(struct kvm_vm *vm, long cap)
{
	int ret = __vm_ioctl(vm, KVM_CHECK_EXTENSION, (void *)cap);

	TEST_ASSERT(ret >= 0, KVM_IOCTL_ERROR(KVM_CHECK_EXTENSION, ret));
	return ret;
}

static inline int __vm_enable_cap(struct kvm_vm *vm, u32 cap, u64 arg0)
{
	struct kvm_enable_cap enable_cap = { .cap = cap, .args = { arg0 } };

	return __vm_ioctl(vm, KVM_ENABLE_CAP, &enable_cap);
}

static inline void vm_enable_cap(struct kvm_vm *vm, u32 cap, u64 arg0)
{
	struct kvm_enable_cap enable_cap = { .cap = cap, .args = { arg0 } };

	vm_ioctl(vm, KVM_ENABLE_CAP, &enable_cap);
}

/* Memslots and the memory behind them. */
struct userspace_mem_region *memslot2region(struct kvm_vm *vm, u32 memslot);
int __vm_set_user_memory_region(struct kvm_vm *vm, u32 slot, u32 flags,
				gpa_t gpa, u64 size, void *hva);
void vm_set_user_memory_region(struct kvm_vm *vm, u32 slot, u32 flags,
			       gpa_t gpa, u64 size, void *hva);
void vm_userspace_mem_region_add(struct kvm_vm *vm,
				 enum vm_mem_backing_src_type src_type,
				 gpa_t gpa, u32 slot, u64 npages, u32 flags);
void vm_mem_region_set_flags(struct kvm_vm *vm, u32 slot, u32 flags);
void vm_mem_region_move(struct kvm_vm *vm, u32 slot, u64 new_gpa);
void vm_mem_region_delete(struct kvm_vm *vm, u32 slot);

/* Guest physical pages. */
gpa_t vm_phy_pages_alloc(struct kvm_vm *vm, size_t num, gpa_t min_gpa,
			 u32 memslot);
gpa_t vm_phy_page_alloc(struct kvm_vm *vm, gpa_t min_gpa, u32 memslot);
gpa_t vm_alloc_page_table(struct kvm_vm *vm);

/* Guest virtual memory: pages mapped and, but for virt_map(), allocated. */
gva_t vm_unused_gva_gap(struct kvm_vm *vm, size_t sz, gva_t min_gva);
gva_t vm_alloc(struct kvm_vm *vm, size_t sz, gva_t min_gva);
gva_t __vm_alloc(struct kvm_vm *vm, size_t sz, gva_t min_gva,
		 enum kvm_mem_region_type type);
gva_t vm_alloc_pages(struct kvm_vm *vm, int nr_pages);
gva_t __vm_alloc_page(struct kvm_vm *vm, enum kvm_mem_region_type type);
gva_t vm_alloc_page(struct kvm_vm *vm);
void virt_map(struct kvm_vm *vm, gva_t gva, gpa_t gpa, unsigned int npages);

void virt_arch_pgd_alloc(struct kvm_vm *vm);
void virt_arch_pg_map(struct kvm_vm *vm, gva_t gva, gpa_t gpa);
gpa_t addr_arch_gva2gpa(struct kvm_vm *vm, gva_t gva);

static inline void virt_pgd_alloc(struct kvm_vm *vm)
{
	virt_arch_pgd_alloc(vm);
}

static inline void virt_pg_map(struct kvm_vm *vm, gva_t gva, gpa_t gpa)
{
	virt_arch_pg_map(vm, gva, gpa);
}

/* Where an address of one kind is in terms of another. */
void *addr_gpa2hva(struct kvm_vm *vm, gpa_t gpa);
void *addr_gva2hva(struct kvm_vm *vm, gva_t gva);
gpa_t addr_hva2gpa(struct kvm_vm *vm, void *hva);

static inline gpa_t addr_gva2gpa(struct kvm_vm *vm, gva_t gva)
{
	return addr_arch_gva2gpa(vm, gva);
}

static inline u64 vm_page_align(struct kvm_vm *vm, u64 v)
{
	return (v + vm->page_size - 1) & ~(u64)(vm->page_size - 1);
}

unsigned int vm_calc_num_guest_pages(enum vm_guest_mode mode, size_t size);

/*
 * Code and data of the program are copied into each VM, at the addresses they
 * have in the program and as they were when it started. These move one global
 * from the host's copy to the guest's and back.
 */
#define sync_global_to_guest(vm, g)					\
({									\
	typeof(g) *_p = addr_gva2hva(vm, (gva_t)&(g));			\
									\
	memcpy(_p, &(g), sizeof(g));					\
})

#define sync_global_from_guest(vm, g)					\
({									\
	typeof(g) *_p = addr_gva2hva(vm, (gva_t)&(g));			\
									\
	memcpy(&(g), _p, sizeof(g));					\
})

#define write_guest_global(vm, g, val)					\
({									\
	typeof(g) *_p = addr_gva2hva(vm, (gva_t)&(g));			\
	typeof(g) _val = val;						\
									\
	memcpy(_p, &_val, sizeof(g));					\
})

/*
 * VMs. ____vm_create() has no memory; __vm_create() has the program in it and
 * ucalls, and room for what @nr_runnable_vcpus vCPUs need.
 */
struct kvm_vm *____vm_create(struct vm_shape shape);
struct kvm_vm *__vm_create(struct vm_shape shape, u32 nr_runnable_vcpus,
			   u64 nr_extra_pages);
struct kvm_vm *__vm_create_with_vcpus(struct vm_shape shape, u32 nr_vcpus,
				      u64 extra_mem_pages, void *guest_code,
				      struct kvm_vcpu *vcpus[]);
struct kvm_vm *__vm_create_shape_with_one_vcpu(struct vm_shape shape,
					       struct kvm_vcpu **vcpu,
					       u64 extra_mem_pages,
					       void *guest_code);
void kvm_vm_release(struct kvm_vm *vmp);
void kvm_vm_free(struct kvm_vm *vmp);

static inline struct kvm_vm *vm_create_barebones(void)
{
	return ____vm_create(VM_SHAPE_DEFAULT);
}

static inline struct kvm_vm *vm_create(u32 nr_runnable_vcpus)
{
	return __vm_create(VM_SHAPE_DEFAULT, nr_runnable_vcpus, 0);
}

static inline struct kvm_vm *vm_create_with_vcpus(u32 nr_vcpus,
						  void *guest_code,
						  struct kvm_vcpu *vcpus[])
{
	return __vm_create_with_vcpus(VM_SHAPE_DEFAULT, nr_vcpus, 0,
				      guest_code, vcpus);
}

static inline struct kvm_vm *__vm_create_with_one_vcpu(struct kvm_vcpu **vcpu,
						       u64 extra_mem_pages,
						       void *guest_code)
{
	return __vm_create_shape_with_one_vcpu(VM_SHAPE_DEFAULT, vcpu,
					       extra_mem_pages, guest_code);
}

static inline struct kvm_vm *vm_create_with_one_vcpu(struct kvm_vcpu **vcpu,
						     void *guest_code)
{
	return __vm_create_with_one_vcpu(vcpu, 0, guest_code);
}

/* vCPUs. __vm_vcpu_add() only creates; the others initialise it too. */
struct kvm_vcpu *__vm_vcpu_add(struct kvm_vm *vm, u32 vcpu_id);
struct kvm_vcpu *vm_arch_vcpu_add(struct kvm_vm *vm, u32 vcpu_id);
void vcpu_arch_set_entry_point(struct kvm_vcpu *vcpu, void *guest_code);
void vcpu_args_set(struct kvm_vcpu *vcpu, unsigned int num, ...);
void vcpu_arch_dump(FILE *stream, struct kvm_vcpu *vcpu, u8 indent);

static inline struct kvm_vcpu *vm_vcpu_add(struct kvm_vm *vm, u32 vcpu_id,
					   void *guest_code)
{
	struct kvm_vcpu *vcpu = vm_arch_vcpu_add(vm, vcpu_id);

	vcpu_arch_set_entry_point(vcpu, guest_code);
	return vcpu;
}

static inline void vcpu_dump(FILE *stream, struct kvm_vcpu *vcpu, u8 indent)
{
	vcpu_arch_dump(stream, vcpu, indent);
}

/*
 * vcpu_run() asserts that KVM_RUN succeeds, _vcpu_run() returns its result;
 * both go on after a signal and fail on an exception the guest had no handler
 * for. __vcpu_run() is the ioctl.
 */
void vcpu_run(struct kvm_vcpu *vcpu);
int _vcpu_run(struct kvm_vcpu *vcpu);

static inline int __vcpu_run(struct kvm_vcpu *vcpu)
{
	return __vcpu_ioctl(vcpu, KVM_RUN, NULL);
}

void vcpu_run_complete_io(struct kvm_vcpu *vcpu);
void assert_on_unhandled_exception(struct kvm_vcpu *vcpu);
const char *exit_reason_str(unsigned int exit_reason);

static inline void vcpu_enable_cap(struct kvm_vcpu *vcpu, u32 cap, u64 arg0)
{
	struct kvm_enable_cap enable_cap = { .cap = cap, .args = { arg0 } };

	vcpu_ioctl(vcpu, KVM_ENABLE_CAP, &enable_cap);
}

static inline void vcpu_guest_debug_set(struct kvm_vcpu *vcpu,
					struct kvm_guest_debug *debug)
{
	vcpu_ioctl(vcpu, KVM_SET_GUEST_DEBUG, debug);
}

static inline void vcpu_mp_state_get(struct kvm_vcpu *vcpu,
				     struct kvm_mp_state *mp_state)
{
	vcpu_ioctl(vcpu, KVM_GET_MP_STATE, mp_state);
}

static inline void vcpu_mp_state_set(struct kvm_vcpu *vcpu,
				     struct kvm_mp_state *mp_state)
{
	vcpu_ioctl(vcpu, KVM_SET_MP_STATE, mp_state);
}

/* Registers. The values are up to 64 bits wide but for __vcpu_get_reg(). */
struct kvm_reg_list *vcpu_get_reg_list(struct kvm_vcpu *vcpu);

static inline int __vcpu_get_reg(struct kvm_vcpu *vcpu, u64 id, void *addr)
{
	struct kvm_one_reg reg = { .id = id, .addr = (uintptr_t)addr };

	return __vcpu_ioctl(vcpu, KVM_GET_ONE_REG, &reg);
}

static inline int __vcpu_set_reg(struct kvm_vcpu *vcpu, u64 id, u64 val)
{
	struct kvm_one_reg reg = { .id = id, .addr = (uintptr_t)&val };

	return __vcpu_ioctl(vcpu, KVM_SET_ONE_REG, &reg);
}

static inline u64 vcpu_get_reg(struct kvm_vcpu *vcpu, u64 id)
{
	u64 val = 0;
	struct kvm_one_reg reg = { .id = id, .addr = (uintptr_t)&val };

	TEST_ASSERT(KVM_REG_SIZE(id) <= sizeof(val), "Reg %" PRIx64 " too big", id);
	vcpu_ioctl(vcpu, KVM_GET_ONE_REG, &reg);
	return val;
}

static inline void vcpu_set_reg(struct kvm_vcpu *vcpu, u64 id, u64 val)
{
	struct kvm_one_reg reg = { .id = id, .addr = (uintptr_t)&val };

	TEST_ASSERT(KVM_REG_SIZE(id) <= sizeof(val), "Reg %" PRIx64 " too big", id);
	vcpu_ioctl(vcpu, KVM_SET_ONE_REG, &reg);
}

/* Pending exceptions. */
static inline void vcpu_events_get(struct kvm_vcpu *vcpu,
				   struct kvm_vcpu_events *events)
{
	vcpu_ioctl(vcpu, KVM_GET_VCPU_EVENTS, events);
}

static inline void vcpu_events_set(struct kvm_vcpu *vcpu,
				   struct kvm_vcpu_events *events)
{
	vcpu_ioctl(vcpu, KVM_SET_VCPU_EVENTS, events);
}

/* In-kernel devices. */
int __kvm_has_device_attr(int dev_fd, u32 group, u64 attr);
int __kvm_device_attr_get(int dev_fd, u32 group, u64 attr, void *val);
int __kvm_device_attr_set(int dev_fd, u32 group, u64 attr, void *val);
int __kvm_test_create_device(struct kvm_vm *vm, u64 type);
int __kvm_create_device(struct kvm_vm *vm, u64 type);

static inline void kvm_has_device_attr(int dev_fd, u32 group, u64 attr)
{
	int ret = __kvm_has_device_attr(dev_fd, group, attr);

	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_HAS_DEVICE_ATTR, ret));
}

static inline void kvm_device_attr_get(int dev_fd, u32 group, u64 attr,
				       void *val)
{
	int ret = __kvm_device_attr_get(dev_fd, group, attr, val);

	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_GET_DEVICE_ATTR, ret));
}

static inline void kvm_device_attr_set(int dev_fd, u32 group, u64 attr,
				       void *val)
{
	int ret = __kvm_device_attr_set(dev_fd, group, attr, val);

	TEST_ASSERT(!ret, KVM_IOCTL_ERROR(KVM_SET_DEVICE_ATTR, ret));
}

static inline int kvm_create_device(struct kvm_vm *vm, u64 type)
{
	int fd = __kvm_create_device(vm, type);

	TEST_ASSERT(fd >= 0, KVM_IOCTL_ERROR(KVM_CREATE_DEVICE, fd));
	return fd;
}

void kvm_irq_line(struct kvm_vm *vm, u32 irq, int level);
int _kvm_irq_line(struct kvm_vm *vm, u32 irq, int level);

/* Called by guest code: the id of the vCPU it runs on. */
u32 guest_get_vcpuid(void);

#endif /* SELFTEST_KVM_UTIL_H */
