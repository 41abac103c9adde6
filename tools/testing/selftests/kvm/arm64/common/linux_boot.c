// SPDX-License-Identifier: GPL-2.0
/*
 * Putting a Linux kernel into a VM, as Documentation/arm64/booting.rst asks for:
 * the Image, a device tree that says what the guest has, and an initramfs with
 * the running program in it.
 */
#include <endian.h>

#include <sys/auxv.h>
#include <sys/stat.h>

#include "cpio.h"
#include "fdt_writer.h"
#include "linux_boot.h"
#include "processor.h"

#define RAM_SLOT		10

#define RAM_END			(LINUX_RAM_GPA + LINUX_RAM_SIZE)

/*
 * The kernel, the device tree and the initramfs follow each other. The device
 * tree must not cross a boundary of this size.
 */
#define DTB_MAX_SIZE		SZ_2M
/* What the guest needs besides. */
#define FREE_RAM_SIZE		(LINUX_RAM_SIZE / 2)

#define IMAGE_MAGIC		0x644d5241	/* "ARM\x64" */
#define IMAGE_BIG_ENDIAN	BIT(0)

#define PSR_BOOT		(PSR_MODE_EL1h | PSR_D_BIT | PSR_A_BIT | \
				 PSR_I_BIT | PSR_F_BIT)

#define GIC_PHANDLE		1
#define GIC_PPI			1
#define IRQ_LEVEL_HIGH		4

/*
 * Nothing but the first console, which needs no driver, and on it all that init
 * says. What the kernel says of itself costs half of the time: of that notices
 * and worse. A distribution's kernel would set half of the memory aside for DMA.
 */
#define COMMAND_LINE							\
	"earlycon=pl011,0x9000000 keep_bootcon loglevel=6 "		\
	"printk.devkmsg=on cma=0 rdinit=/" LINUX_INIT

kvm_static_assert(LINUX_UART_GPA == 0x9000000);

struct image_header {
	u32 code[2];
	u64 text_offset;
	u64 image_size;
	u64 flags;
	u64 reserved[3];
	u32 magic;
	u32 pe_offset;
};

/**
 * linux_image_open - open the kernel a guest is to boot
 *
 * Skips the case where there is none.
 *
 * Return: the file.
 */
int linux_image_open(void)
{
	const char *path = getenv(LINUX_IMAGE_VARIABLE) ?: LINUX_IMAGE_DEFAULT;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	__TEST_REQUIRE(fd >= 0 || errno != ENOENT,
		       "no kernel for the guest: %s=%s is not there",
		       LINUX_IMAGE_VARIABLE, path);
	TEST_ASSERT(fd >= 0, "%s: %s", path, strerror(errno));
	return fd;
}

/* Where what follows the kernel in memory may begin. */
static gpa_t load_image(struct kvm_vm *vm, int fd, gpa_t *entry)
{
	struct image_header header;
	u64 size, file_size;
	struct stat st;

	TEST_ASSERT(pread(fd, &header, sizeof(header), 0) == sizeof(header) &&
		    le32toh(header.magic) == IMAGE_MAGIC,
		    "the guest's kernel is no arm64 Image (is it compressed?)");
	TEST_ASSERT(!(le64toh(header.flags) & IMAGE_BIG_ENDIAN),
		    "the guest's kernel is big-endian");
	TEST_ASSERT(!fstat(fd, &st), "fstat: %s", strerror(errno));

	*entry = LINUX_RAM_GPA + le64toh(header.text_offset);
	size = le64toh(header.image_size);
	file_size = st.st_size;
	TEST_ASSERT(file_size <= size &&
		    *entry + size <= RAM_END - FREE_RAM_SIZE,
		    "the guest's kernel has %lu bytes and wants %lu",
		    (unsigned long)file_size, (unsigned long)size);
	TEST_ASSERT(pread(fd, addr_gpa2hva(vm, *entry), file_size, 0) == st.st_size,
		    "the guest's kernel can't be read as a whole");
	return *entry + size;
}

/* The running program, as init, and what it needs. */
static size_t load_initramfs(struct kvm_vm *vm, gpa_t gpa)
{
	struct cpio cpio = {
		.to = addr_gpa2hva(vm, gpa),
		.size = RAM_END - gpa,
	};
	int self;

	__TEST_REQUIRE(!getauxval(AT_BASE),
		       "linked dynamically: a guest can't run this program");
	self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	TEST_ASSERT(self >= 0, "/proc/self/exe: %s", strerror(errno));

	cpio_dir(&cpio, "proc");
	cpio_dir(&cpio, "dev");
	cpio_char_device(&cpio, "dev/kmsg", 1, 11);
	cpio_program(&cpio, LINUX_INIT, self);
	cpio_finish(&cpio);
	close(self);
	return cpio.len;
}

static void add_chosen(struct fdt_writer *fdt, gpa_t initramfs, size_t size)
{
	fdt_begin_node(fdt, "chosen");
	fdt_prop_string(fdt, "bootargs", COMMAND_LINE);
	fdt_prop_u64s(fdt, "linux,initrd-start", initramfs);
	fdt_prop_u64s(fdt, "linux,initrd-end", initramfs + size);
	fdt_end_node(fdt);
}

static void add_memory(struct fdt_writer *fdt)
{
	fdt_begin_node(fdt, "memory");
	fdt_prop_string(fdt, "device_type", "memory");
	fdt_prop_u64s(fdt, "reg", LINUX_RAM_GPA, LINUX_RAM_SIZE);
	fdt_end_node(fdt);
}

static void add_cpus(struct fdt_writer *fdt, unsigned int nr_vcpus)
{
	unsigned int i;
	char name[16];

	fdt_begin_node(fdt, "cpus");
	fdt_prop_u32s(fdt, "#address-cells", 1);
	fdt_prop_u32s(fdt, "#size-cells", 0);
	for (i = 0; i < nr_vcpus; i++) {
		snprintf(name, sizeof(name), "cpu@%x", i);
		fdt_begin_node(fdt, name);
		fdt_prop_string(fdt, "device_type", "cpu");
		fdt_prop_string(fdt, "compatible", "arm,arm-v8");
		fdt_prop_string(fdt, "enable-method", "psci");
		fdt_prop_u32s(fdt, "reg", i);
		fdt_end_node(fdt);
	}
	fdt_end_node(fdt);
}

static void add_psci(struct fdt_writer *fdt)
{
	fdt_begin_node(fdt, "psci");
	fdt_prop_string(fdt, "compatible", "arm,psci-0.2");
	fdt_prop_string(fdt, "method", "hvc");
	fdt_end_node(fdt);
}

static void add_gic(struct fdt_writer *fdt, unsigned int nr_vcpus)
{
	fdt_begin_node(fdt, "intc");
	fdt_prop_string(fdt, "compatible", "arm,gic-v3");
	fdt_prop_u32s(fdt, "#interrupt-cells", 3);
	fdt_prop(fdt, "interrupt-controller", NULL, 0);
	fdt_prop_u64s(fdt, "reg", GICD_BASE_GPA, KVM_VGIC_V3_DIST_SIZE,
		      GICR_BASE_GPA, (u64)KVM_VGIC_V3_REDIST_SIZE * nr_vcpus);
	fdt_prop_u32s(fdt, "phandle", GIC_PHANDLE);
	fdt_end_node(fdt);
}

/* The numbers are those KVM gives the timers unless told otherwise. */
static void add_timer(struct fdt_writer *fdt)
{
	fdt_begin_node(fdt, "timer");
	fdt_prop_string(fdt, "compatible", "arm,armv8-timer");
	fdt_prop_u32s(fdt, "interrupts",
		      GIC_PPI, 13, IRQ_LEVEL_HIGH,	/* secure: not there */
		      GIC_PPI, 14, IRQ_LEVEL_HIGH,	/* physical */
		      GIC_PPI, 11, IRQ_LEVEL_HIGH,	/* virtual */
		      GIC_PPI, 10, IRQ_LEVEL_HIGH);	/* EL2's: not there */
	fdt_end_node(fdt);
}

static void load_device_tree(struct kvm_vm *vm, gpa_t gpa,
			     unsigned int nr_vcpus, gpa_t initramfs, size_t size)
{
	struct fdt_writer fdt = {};

	fdt_begin_node(&fdt, "");
	fdt_prop_string(&fdt, "compatible", "linux,dummy-virt");
	fdt_prop_u32s(&fdt, "#address-cells", 2);
	fdt_prop_u32s(&fdt, "#size-cells", 2);
	fdt_prop_u32s(&fdt, "interrupt-parent", GIC_PHANDLE);
	add_chosen(&fdt, initramfs, size);
	add_memory(&fdt);
	add_cpus(&fdt, nr_vcpus);
	add_psci(&fdt);
	add_gic(&fdt, nr_vcpus);
	add_timer(&fdt);
	fdt_end_node(&fdt);

	fdt_finish(&fdt, addr_gpa2hva(vm, gpa), DTB_MAX_SIZE);
}

/**
 * linux_boot_load - give a VM memory, and a kernel and what it boots with in it
 * @vm:	      the VM
 * @nr_vcpus: how many vCPUs the guest is told of, numbered from 0
 * @image:    the kernel
 *
 * Return: what linux_boot_set_entry() wants.
 */
struct linux_boot linux_boot_load(struct kvm_vm *vm, unsigned int nr_vcpus,
				  int image)
{
	struct linux_boot boot;
	gpa_t initramfs;
	size_t size;

	vm_userspace_mem_region_add(vm, VM_MEM_SRC_ANONYMOUS, LINUX_RAM_GPA,
				    RAM_SLOT, LINUX_RAM_SIZE / vm->page_size, 0);
	boot.dtb = align_up(load_image(vm, image, &boot.kernel), DTB_MAX_SIZE);
	initramfs = boot.dtb + DTB_MAX_SIZE;
	size = load_initramfs(vm, initramfs);
	load_device_tree(vm, boot.dtb, nr_vcpus, initramfs, size);
	return boot;
}

/**
 * linux_boot_set_entry - have a vCPU start the kernel
 * @vcpu: the first one, as KVM_ARM_VCPU_INIT leaves it: MMU and caches off
 * @boot: from linux_boot_load()
 */
void linux_boot_set_entry(struct kvm_vcpu *vcpu, const struct linux_boot *boot)
{
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pc), boot->kernel);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.pstate), PSR_BOOT);
	vcpu_set_reg(vcpu, ARM64_CORE_REG(regs.regs[0]), boot->dtb);
}
