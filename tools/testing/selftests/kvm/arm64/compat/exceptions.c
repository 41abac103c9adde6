// SPDX-License-Identifier: GPL-2.0
/*
 * Exceptions in the guest: from the vectors to the handlers of the test.
 */
#include "kvm_util_internal.h"
#include "processor.h"

struct handlers {
	handler_fn fn[VECTOR_NUM][ESR_ELx_EC_MAX + 1];
};

/* Set in the guest's copy only. */
static struct handlers *guest_handlers;

/* Called in the guest by the vectors. */
void route_exception(struct ex_regs *regs, unsigned int vector)
{
	u64 esr = read_sysreg(esr_el1);
	int ec = VECTOR_IS_SYNC(vector) ? ESR_ELx_EC(esr) : 0;

	if (guest_handlers && guest_handlers->fn[vector][ec]) {
		guest_handlers->fn[vector][ec](regs);
		return;
	}

	for (;;)
		ucall(UCALL_UNHANDLED, 4, (u64)vector, esr, regs->pc,
		      read_sysreg(far_el1));
}

/**
 * vm_init_descriptor_tables - prepare a VM for exception handlers
 * @vm: the VM
 */
void vm_init_descriptor_tables(struct kvm_vm *vm)
{
	vm->handlers = __vm_alloc(vm, sizeof(struct handlers), KVM_UTIL_MIN_VADDR,
				  MEM_REGION_DATA);
	write_guest_global(vm, guest_handlers, (struct handlers *)vm->handlers);
}

/**
 * vcpu_init_descriptor_tables - give a vCPU the vectors
 * @vcpu: the vCPU
 */
void vcpu_init_descriptor_tables(struct kvm_vcpu *vcpu)
{
	vcpu_set_reg(vcpu, KVM_ARM64_SYS_REG(SYS_VBAR_EL1), (u64)vectors);
}

static void install(struct kvm_vm *vm, int vector, int ec, handler_fn handler)
{
	struct handlers *handlers;

	TEST_ASSERT(vm->handlers, "vm_init_descriptor_tables() was not called");
	TEST_ASSERT(vector >= 0 && vector < VECTOR_NUM, "vector %d", vector);
	TEST_ASSERT(ec >= 0 && ec <= (int)ESR_ELx_EC_MAX, "exception class %d", ec);

	handlers = addr_gva2hva(vm, vm->handlers);
	handlers->fn[vector][ec] = handler;
}

/**
 * vm_install_sync_handler - set the handler of a synchronous exception
 * @vm:	     the VM
 * @vector:  VECTOR_SYNC_*
 * @ec:	     ESR_ELx_EC_*
 * @handler: a function of the program
 */
void vm_install_sync_handler(struct kvm_vm *vm, int vector, int ec,
			     handler_fn handler)
{
	TEST_ASSERT(VECTOR_IS_SYNC(vector), "vector %d is not synchronous", vector);
	install(vm, vector, ec, handler);
}

/**
 * vm_install_exception_handler - set the handler of IRQ, FIQ or SError
 * @vm:	     the VM
 * @vector:  VECTOR_IRQ_*, VECTOR_FIQ_*, VECTOR_ERROR_*
 * @handler: a function of the program
 */
void vm_install_exception_handler(struct kvm_vm *vm, int vector,
				  handler_fn handler)
{
	TEST_ASSERT(!VECTOR_IS_SYNC(vector), "vector %d is synchronous", vector);
	install(vm, vector, 0, handler);
}
