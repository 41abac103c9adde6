// SPDX-License-Identifier: GPL-2.0
/*
 * A client saves a guest and restores it: into itself, a file, another process.
 */
#include "cases.h"
#include "test_util.h"

#define SNAPSHOTS	"/tmp/snapshots.qcow2"
#define STATE		"/tmp/state"
#define SOCKET		"/tmp/migration"

/**
 * struct state_kind - a guest to save
 * @name: of the case
 * @machine: options of the board
 * @cpu: the CPU model with its options
 * @nr_vcpus: how many
 */
struct state_kind {
	const char *name;
	const char *machine;
	const char *cpu;
	unsigned int nr_vcpus;
};

static const struct state_kind kinds[] = {
	{ "gicv3-2cpus",	"gic-version=3", "host", 2 },
	{ "gicv3-no-pmu",	"gic-version=3", "host,pmu=off", 1 },
	{ "gicv2-2cpus",	"gic-version=2", "host", 2 },
};

struct state_case {
	const char *root;
	const struct state_kind *kind;
};

static struct qemu_config config_of(const struct state_case *c)
{
	struct qemu_config config = {
		.root = c->root,
		.machine = c->kind->machine,
		.cpu = c->kind->cpu,
		.nr_vcpus = c->kind->nr_vcpus,
	};

	client_require_gic(config.machine);
	return config;
}

/**
 * client_boot_to_save - start a guest, and something in it that shows later that it went on
 * @qemu: filled with what it takes to drive it
 * @config: the guest
 */
void client_boot_to_save(struct qemu *qemu, const struct qemu_config *config)
{
	qemu_start(qemu, config);
	guest_wait_for_shell(qemu);
	/* what has to be there later: in memory, and a process that goes on */
	free(guest_shell(qemu, "word=saved; (while sleep 1; do :; done) & job=$!"));
}

static void check_restored(struct qemu *qemu)
{
	char *text = guest_shell(qemu, "kill -0 $job && sleep 1 && echo $word");

	TEST_ASSERT(!strcmp(text, "saved\n"), "the guest says: %s", text);
	free(text);
}

static void copy(const char *from, const char *to)
{
	char command[512];

	snprintf(command, sizeof(command), "cp %s %s", from, to);
	TEST_ASSERT(!system(command), "%s failed", command);
}

/**
 * client_load_saved - load a guest that client_boot_to_save() started, and fail the case
 *	if it does not go on from there
 * @config: the guest, and where it is loaded from
 */
void client_load_saved(const struct qemu_config *config)
{
	struct qemu qemu;

	qemu_start(&qemu, config);
	qmp_wait_for_incoming(&qemu);
	check_restored(&qemu);
	guest_power_off(&qemu);
}

/* Test that a guest goes back to what it was when savevm was called. */
static void test_savevm(const void *arg)
{
	struct qemu_config config = config_of(arg);
	struct qemu qemu;
	char empty[256];

	snprintf(empty, sizeof(empty), "%s/" CLIENTS_GUEST "/snapshots.qcow2", clients_path());
	copy(empty, SNAPSHOTS);
	config.drive = SNAPSHOTS;
	client_boot_to_save(&qemu, &config);
	hmp(&qemu, "savevm one");
	free(guest_shell(&qemu, "word=changed"));
	hmp(&qemu, "loadvm one");
	check_restored(&qemu);
	guest_power_off(&qemu);
	unlink(SNAPSHOTS);
}

/* Test that a guest goes on in another QEMU that reads it from a file. */
static void test_file(const void *arg)
{
	struct qemu_config config = config_of(arg);
	struct qemu qemu;

	client_boot_to_save(&qemu, &config);
	qmp_migrate(&qemu, "exec:cat >" STATE);
	qmp_quit(&qemu);
	config.incoming = "exec:cat " STATE;
	client_load_saved(&config);
	unlink(STATE);
}

/* Test that a guest that runs moves into another QEMU. */
static void test_live(const void *arg)
{
	struct qemu_config config = config_of(arg);
	struct qemu from, to;

	client_boot_to_save(&from, &config);
	unlink(SOCKET);
	config.incoming = "unix:" SOCKET;
	qemu_start(&to, &config);
	qmp_migrate(&from, "unix:" SOCKET);
	qmp_wait_for_incoming(&to);
	qmp_quit(&from);
	check_restored(&to);
	guest_power_off(&to);
}

static const struct {
	const char *clause;
	void (*fn)(const void *arg);
} tests[] = {
	{ "CLIENT-savevm",		test_savevm },
	{ "CLIENT-migrate-file",	test_file },
	{ "CLIENT-migrate-live",	test_live },
};

/**
 * client_state_cases - add these cases for a client
 * @list: where to
 * @root: the name of its root file system
 */
void client_state_cases(struct case_list *list, const char *root)
{
	struct state_case c = { .root = root };
	unsigned int i, j;

	for (i = 0; i < ARRAY_SIZE(tests); i++) {
		for (j = 0; j < ARRAY_SIZE(kinds); j++) {
			c.kind = &kinds[j];
			case_list_add(list, tests[i].clause, tests[i].fn, &c, sizeof(c),
				      "%s-%s", root, kinds[j].name);
		}
	}
}
