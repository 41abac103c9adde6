// SPDX-License-Identifier: GPL-2.0
/*
 * The guest runs functions of the test program itself: a copy of it is put
 * into each VM, at the addresses it was linked for and as it is in the file.
 * What the host side has written to its variables is not in the copy.
 */
#include <link.h>

#include <sys/auxv.h>

#include "kvm_util_internal.h"

/* As wide as this host's, 32 or 64 bits. */
#define image_phdr	ElfW(Phdr)

/* No segment of a program is aligned to more than the largest page. */
#define IMAGE_ALIGN	0x10000UL

static const char image_path[] = "/proc/self/exe";

/* The program headers, as the kernel gave them to this process. */
static const image_phdr *program_headers(size_t *nr)
{
	const image_phdr *phdr = (const void *)getauxval(AT_PHDR);

	TEST_ASSERT(phdr && getauxval(AT_PHENT) == sizeof(*phdr),
		    "no usable program headers");
	*nr = getauxval(AT_PHNUM);
	return phdr;
}

static void image_range(gva_t *start, gva_t *end)
{
	const image_phdr *phdr;
	size_t nr;

	*start = ~0UL;
	*end = 0;
	for (phdr = program_headers(&nr); nr; nr--, phdr++) {
		if (phdr->p_type != PT_LOAD)
			continue;
		*start = min_t(gva_t, *start, phdr->p_vaddr);
		*end = max(*end, (gva_t)phdr->p_vaddr + phdr->p_memsz);
	}

	TEST_ASSERT(*start && *start < *end, "the program is not linked statically");
	*start = align_down(*start, IMAGE_ALIGN);
	*end = align_up(*end, IMAGE_ALIGN);
}

size_t guest_image_size(void)
{
	gva_t start, end;

	image_range(&start, &end);
	return end - start;
}

/*
 * Mapped privately rather than read: what no guest touches costs nothing, and
 * what one writes stays its own.
 */
static void load_segment(struct kvm_vm *vm, int fd, const image_phdr *phdr)
{
	u64 skip = phdr->p_vaddr % vm->page_size;
	size_t size = skip + phdr->p_filesz;
	void *page, *mem;

	if (!phdr->p_filesz)
		return;

	page = addr_gva2hva(vm, phdr->p_vaddr - skip);
	mem = mmap(page, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED,
		   fd, phdr->p_offset - skip);
	TEST_ASSERT(mem == page, "mapping %s: %s", image_path, strerror(errno));

	/* .bss starts in the last page, where the file has something else. */
	if (phdr->p_memsz > phdr->p_filesz)
		memset(page + size, 0, vm_page_align(vm, size) - size);
}

void guest_image_load(struct kvm_vm *vm)
{
	int fd = open_path_or_exit(image_path, O_RDONLY | O_CLOEXEC);
	const image_phdr *phdr;
	gva_t start, end;
	size_t nr, npages;
	gpa_t gpa;

	image_range(&start, &end);
	npages = (end - start) >> vm->page_shift;
	gpa = vm_phy_pages_alloc(vm, npages, 0, vm->memslots[MEM_REGION_CODE]);
	virt_map(vm, start, gpa, npages);

	for (phdr = program_headers(&nr); nr; nr--, phdr++)
		if (phdr->p_type == PT_LOAD)
			load_segment(vm, fd, phdr);

	close(fd);
}
