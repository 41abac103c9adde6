// SPDX-License-Identifier: GPL-2.0
/*
 * A client's guest accesses a device, and where there is nothing, with instructions
 * that leave KVM without a syndrome: the client has to answer with an external abort,
 * which a guest's program gets as SIGBUS.
 */
#include "cases.h"
#include "test_util.h"

/**
 * struct access_kind - where a guest accesses
 * @name: of the case
 * @gpa: QEMU's first serial port, or an address where nothing is
 */
struct access_kind {
	const char *name;
	const char *gpa;
};

static const struct access_kind kinds[] = {
	{ "uart", "0x9000000" },
	{ "hole", "0x9800000" },
};

struct access_case {
	const char *root;
	const struct access_kind *kind;
};

/* Test that the program of the guest gets SIGBUS for each, and that the guest goes on. */
static void test_access(const void *arg)
{
	const struct access_case *c = arg;
	struct qemu_config config = {
		.root = c->root,
		.machine = "gic-version=3",
		.cpu = "host",
		.nr_vcpus = 1,
	};
	char command[64], *text;
	struct qemu qemu;

	client_require_gic(config.machine);
	qemu_start(&qemu, &config);
	guest_wait_for_shell(&qemu);
	snprintf(command, sizeof(command), "/access %s", c->kind->gpa);
	text = guest_shell(&qemu, command);
	printf("%s", text);
	TEST_ASSERT(strstr(text, "SIGBUS"), "nothing was tried");
	free(text);
	guest_power_off(&qemu);
}

/**
 * client_access_cases - add these cases for a client
 * @list: where to
 * @root: the name of its root file system
 */
void client_access_cases(struct case_list *list, const char *root)
{
	struct access_case c = { .root = root };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		c.kind = &kinds[i];
		case_list_add(list, "CLIENT-nisv", test_access, &c, sizeof(c), "%s-%s",
			      root, kinds[i].name);
	}
}
