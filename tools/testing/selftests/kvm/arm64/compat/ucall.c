// SPDX-License-Identifier: GPL-2.0
/*
 * ucall: the guest's way to speak to the host side of a test.
 */
#include "kvm_util.h"
#include "processor.h"
#include "ucall_common.h"

/* How many vCPUs can be in a ucall at the same time. */
#define NR_UCALLS		64

/* Stored instead of an address when the pool is exhausted. */
#define UCALL_NO_STRUCT		(-1UL)

struct ucall_pool {
	u8 in_use[NR_UCALLS];
	struct ucall ucalls[NR_UCALLS];
};

/* Each VM has values of its own in its copy; the host's stay NULL. */
static struct ucall_pool *ucall_pool;
static gva_t *ucall_mmio;

/* An exit with @uc in it, by an instruction that leaves a syndrome. */
void ucall_arch_do_ucall(gva_t uc)
{
	__raw_write_long(uc, ucall_mmio);
}

static struct ucall *ucall_alloc(void)
{
	int i;

	for (i = 0; ucall_pool && i < NR_UCALLS; i++) {
		struct ucall *uc = &ucall_pool->ucalls[i];

		if (__atomic_test_and_set(&ucall_pool->in_use[i], __ATOMIC_ACQUIRE))
			continue;

		memset(uc->args, 0, sizeof(uc->args));
		return uc;
	}

	for (;;)
		ucall_arch_do_ucall(UCALL_NO_STRUCT);
}

static void ucall_send(struct ucall *uc)
{
	/* The host reads the struct while this vCPU is stopped in the store. */
	ucall_arch_do_ucall((uintptr_t)uc->hva);
	__atomic_clear(&ucall_pool->in_use[uc - ucall_pool->ucalls],
		       __ATOMIC_RELEASE);
}

/**
 * ucall - exit to the host with a command
 * @cmd:   UCALL_*
 * @nargs: how many arguments follow, up to UCALL_MAX_ARGS
 */
void ucall(u64 cmd, int nargs, ...)
{
	struct ucall *uc = ucall_alloc();
	va_list va;
	int i;

	uc->cmd = cmd;
	va_start(va, nargs);
	for (i = 0; i < nargs && i < UCALL_MAX_ARGS; i++)
		uc->args[i] = va_arg(va, u64);
	va_end(va);

	ucall_send(uc);
}

/**
 * ucall_fmt - exit to the host with a text
 * @cmd: UCALL_PRINTF, or what the test makes of it
 * @fmt: printf() format
 */
void ucall_fmt(u64 cmd, const char *fmt, ...)
{
	struct ucall *uc = ucall_alloc();
	va_list va;

	uc->cmd = cmd;
	va_start(va, fmt);
	guest_vsnprintf(uc->buffer, UCALL_BUFFER_LEN, fmt, va);
	va_end(va);

	ucall_send(uc);
}

/**
 * ucall_assert - exit to the host because an assertion failed
 * @cmd:  UCALL_ABORT
 * @exp:  source text of the condition
 * @file: where it is
 * @line: where it is
 * @fmt:  printf() format of what was wanted and what was found
 */
void ucall_assert(u64 cmd, const char *exp, const char *file,
		  unsigned int line, const char *fmt, ...)
{
	struct ucall *uc = ucall_alloc();
	va_list va;

	uc->cmd = cmd;
	uc->args[GUEST_ERROR_STRING] = (uintptr_t)exp;
	uc->args[GUEST_FILE] = (uintptr_t)file;
	uc->args[GUEST_LINE] = line;
	va_start(va, fmt);
	guest_vsnprintf(uc->buffer, UCALL_BUFFER_LEN, fmt, va);
	va_end(va);

	ucall_send(uc);
}

/**
 * ucall_nr_pages_required - guest pages the pool of ucalls takes
 * @page_size: guest page size
 *
 * Return: number of pages.
 */
int ucall_nr_pages_required(u64 page_size)
{
	return align_up(sizeof(struct ucall_pool), page_size) / page_size;
}

/**
 * ucall_init - make ucalls work in a VM
 * @vm:       the VM, with its memory and the program in it
 * @mmio_gpa: a page outside every memslot, where the store goes
 */
void ucall_init(struct kvm_vm *vm, gpa_t mmio_gpa)
{
	struct ucall_pool *pool;
	gva_t gva;
	int i;

	gva = __vm_alloc(vm, sizeof(*pool), KVM_UTIL_MIN_VADDR, MEM_REGION_DATA);
	pool = addr_gva2hva(vm, gva);
	for (i = 0; i < NR_UCALLS; i++)
		pool->ucalls[i].hva = &pool->ucalls[i];
	write_guest_global(vm, ucall_pool, (struct ucall_pool *)gva);

	gva = vm_unused_gva_gap(vm, vm->page_size, KVM_UTIL_MIN_VADDR);
	virt_map(vm, gva, mmio_gpa, 1);
	vm->ucall_mmio_addr = mmio_gpa;
	write_guest_global(vm, ucall_mmio, (gva_t *)gva);
}

/* The struct behind the last exit, NULL when that was no ucall. */
static struct ucall *pending_ucall(struct kvm_vcpu *vcpu)
{
	struct kvm_run *run = vcpu->run;
	unsigned long addr;

	if (run->exit_reason != KVM_EXIT_MMIO || !vcpu->vm->ucall_mmio_addr ||
	    run->mmio.phys_addr != vcpu->vm->ucall_mmio_addr)
		return NULL;

	TEST_ASSERT(run->mmio.is_write && run->mmio.len == sizeof(addr),
		    "ucall address accessed by something else: len %u, write %u",
		    run->mmio.len, run->mmio.is_write);

	memcpy(&addr, run->mmio.data, sizeof(addr));
	TEST_ASSERT(addr != UCALL_NO_STRUCT, "guest ran out of ucalls");
	return (struct ucall *)addr;
}

/**
 * get_ucall - what the guest said in the last exit
 * @vcpu: the vCPU
 * @uc:   filled with a copy, all zero when the exit was no ucall; may be NULL
 *
 * The guest's store is completed: PC is past it on return.
 *
 * Return: the command, UCALL_NONE when the exit was no ucall.
 */
u64 get_ucall(struct kvm_vcpu *vcpu, struct ucall *uc)
{
	struct ucall *from = pending_ucall(vcpu);
	u64 cmd = from ? from->cmd : UCALL_NONE;

	if (uc && from)
		memcpy(uc, from, sizeof(*uc));
	else if (uc)
		memset(uc, 0, sizeof(*uc));

	if (from)
		vcpu_run_complete_io(vcpu);

	return cmd;
}

/**
 * assert_on_unhandled_exception - fail if the guest took one
 * @vcpu: the vCPU, after an exit
 *
 * Only looks at the exit; the ucall is still to be fetched.
 */
void assert_on_unhandled_exception(struct kvm_vcpu *vcpu)
{
	struct ucall *uc = pending_ucall(vcpu);

	if (!uc || uc->cmd != UCALL_UNHANDLED)
		return;

	TEST_FAIL("unexpected exception: vector %#" PRIx64 ", esr %#" PRIx64 ", elr %#"
		  PRIx64 ", far %#" PRIx64,
		  uc->args[0], uc->args[1], uc->args[2], uc->args[3]);
}
