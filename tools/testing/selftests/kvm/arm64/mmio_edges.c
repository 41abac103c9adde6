// SPDX-License-Identifier: GPL-2.0
/*
 * Accesses with a valid syndrome where KVM_EXIT_MMIO says less than one may expect:
 * across an end of a memslot (MMIO-4), and with a PC that userspace writes before
 * the access is completed (MMIO-5).
 */
#include "case_list.h"
#include "guest_access.h"

#define SLOT		10
#define PSTATE		ABORT_GUEST_EL1H
#define FILL		0x5a

/* Bytes of the access in front of the boundary. */
#define IN_FRONT	4

static const struct guest_access *const accesses[] = {
	&guest_mmio_load, &guest_mmio_store,
};

/**
 * struct edge_case - an access across one end of a memslot
 * @access: the access, of 8 bytes
 * @at_start: the memslot is behind the boundary, not in front of it
 */
struct edge_case {
	const struct guest_access *access;
	bool at_start;
};

/* One page of memory in front of the boundary, or behind it. */
static u8 *add_slot(struct kvm_vm *vm, bool at_start)
{
	u64 gpa = ABORT_GUEST_DEV_EL1 + (at_start ? vm->page_size : 0);
	u8 *mem;

	vm_userspace_mem_region_add(vm, VM_MEM_SRC_ANONYMOUS, gpa, SLOT, 1, 0);
	mem = addr_gpa2hva(vm, gpa);
	memset(mem, FILL, vm->page_size);
	return mem;
}

static void assert_filled(const u8 *mem, size_t size)
{
	size_t i;

	for (i = 0; i < size; i++)
		TEST_ASSERT(mem[i] == FILL, "memory, byte %zu: wanted %#x got %#x", i,
			    FILL, mem[i]);
}

/* The CPU may have done its half of a store, or not; nothing else has changed. */
static void assert_memory(struct kvm_vm *vm, const u8 *mem, const struct edge_case *c)
{
	size_t half = ABORT_GUEST_WORD - IN_FRONT;

	if (!c->access->is_write)
		assert_filled(mem, vm->page_size);
	else if (c->at_start)
		assert_filled(mem + half, vm->page_size - half);
	else
		assert_filled(mem, vm->page_size - IN_FRONT);
}

/*
 * Test that the exit has the first address without memory, the size of the whole
 * access and, for a store, the whole register; that a load gets all its bytes from
 * userspace; and that the guest goes on behind the instruction.
 */
static void test_edge(const void *arg)
{
	const struct edge_case *c = arg;
	struct kvm_vcpu *vcpu;
	u64 boundary, addr, data, x1;
	struct kvm_vm *vm;
	u8 *mem;

	vm = guest_access_create(&vcpu, c->access);
	mem = add_slot(vm, c->at_start);
	boundary = ABORT_GUEST_DEV_EL1 + vm->page_size;
	addr = boundary - IN_FRONT;
	x1 = vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_DATA));

	abort_guest_start(vcpu, c->access->insn, PSTATE, addr);
	guest_access_run(vcpu, c->access, c->at_start ? addr : boundary);
	if (c->access->is_write) {
		memcpy(&data, vcpu->run->mmio.data, sizeof(data));
		TEST_ASSERT_EQ(data, x1);
	} else {
		x1 = 0xa1a2a3a4a5a6a7a8;
		memcpy(vcpu->run->mmio.data, &x1, sizeof(x1));
	}

	abort_guest_run_to_end(vcpu);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_DATA)), x1);
	assert_memory(vm, mem, c);
	kvm_vm_free(vm);
}

/* Test that the next KVM_RUN steps over the instruction at the new PC, unexecuted. */
static void test_new_pc(const void *arg)
{
	const struct guest_access *access = *(const struct guest_access *const *)arg;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	vm = guest_access_create(&vcpu, access);
	abort_guest_start(vcpu, access->insn, PSTATE, ABORT_GUEST_DEV_EL1);
	guest_access_run(vcpu, access, ABORT_GUEST_DEV_EL1);
	nisv_set_pc(vcpu, (u64)abort_guest_count);

	abort_guest_run_to_end(vcpu);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_COUNT)),
		       3UL);
	kvm_vm_free(vm);
}

/* Test that PC can be written to any place once the access is completed. */
static void test_completed(const void *arg)
{
	const struct guest_access *access = *(const struct guest_access *const *)arg;
	struct kvm_vcpu *vcpu;
	struct kvm_vm *vm;

	vm = guest_access_create(&vcpu, access);
	abort_guest_start(vcpu, access->insn, PSTATE, ABORT_GUEST_DEV_EL1);
	guest_access_run(vcpu, access, ABORT_GUEST_DEV_EL1);
	vcpu_run_complete_io(vcpu);
	nisv_set_pc(vcpu, (u64)abort_guest_count);

	abort_guest_run_to_end(vcpu);
	TEST_ASSERT_EQ(vcpu_get_reg(vcpu, ABORT_GUEST_REG(ABORT_GUEST_REG_COUNT)),
		       4UL);
	kvm_vm_free(vm);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct edge_case c;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(accesses); i++) {
		c.access = accesses[i];
		c.at_start = false;
		case_list_add(&list, "MMIO-4", test_edge, &c, sizeof(c),
			      "slot-end-%s", c.access->name);
		c.at_start = true;
		case_list_add(&list, "MMIO-4", test_edge, &c, sizeof(c),
			      "slot-start-%s", c.access->name);
		case_list_add(&list, "MMIO-5", test_new_pc, &accesses[i],
			      sizeof(accesses[i]), "new-pc-%s", c.access->name);
		case_list_add(&list, "MMIO-5", test_completed, &accesses[i],
			      sizeof(accesses[i]), "new-pc-completed-%s",
			      c.access->name);
	}

	return contract_main(argc, argv, list.cases, list.nr);
}
