// SPDX-License-Identifier: GPL-2.0
/*
 * A guest moves from one kernel to another: a machine saves it to a virtio port, and the
 * next one, with another kernel or another CPU, finds it as a file.
 */
#include <dirent.h>

#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cases.h"
#include "test_util.h"

#define PORTS		"/sys/class/virtio-ports"
#define PORT_PREFIX	"state-"		/* and the name of the kind */
#define STATE_DEVICE	"/dev/client-state"
#define STATE_FILE	"/tmp/moved"

/**
 * struct move_kind - a guest that moves
 * @name: of the case, the port and the file
 * @cpu: the CPU model with its options
 */
struct move_kind {
	const char *name;
	const char *cpu;
};

/* The second moves to a CPU without SVE. QEMU 10.0 lowers no other field. */
static const struct move_kind kinds[] = {
	{ "host",	"host" },
	{ "no-sve",	"host,sve=off" },
};

/**
 * struct move_case - a guest to save or to load
 * @root: the client's root file system
 * @kind: the guest
 * @device: the number of the port it is saved to
 * @file: the name of the file that it is loaded from
 */
struct move_case {
	const char *root;
	const struct move_kind *kind;
	dev_t device;
	char file[64];
};

static struct qemu_config config_of(const struct move_case *c)
{
	struct qemu_config config = {
		.root = c->root,
		.machine = "gic-version=3",
		.cpu = c->kind->cpu,
		.nr_vcpus = 2,
	};

	client_require_gic(config.machine);
	return config;
}

/* Test that QEMU can save the guest, and write the state to the test machine's port. */
static void test_save(const void *arg)
{
	const struct move_case *c = arg;
	struct qemu_config config = config_of(c);
	struct qemu qemu;

	unlink(STATE_DEVICE);
	TEST_ASSERT(!mknod(STATE_DEVICE, S_IFCHR | 0600, c->device), "mknod: %s",
		    strerror(errno));
	client_boot_to_save(&qemu, &config);
	qmp_migrate(&qemu, "exec:cat >" STATE_DEVICE);
	qmp_quit(&qemu);
}

/* Test that a guest that another kernel ran goes on here. */
static void test_load(const void *arg)
{
	const struct move_case *c = arg;
	struct qemu_config config = config_of(c);
	char command[512];

	/* QEMU 11 reads no file that it inherits, QEMU 7.2 no other than through a program */
	snprintf(command, sizeof(command), "cp '%s/" CLIENTS_MOVES "/%s/%s' " STATE_FILE,
		 clients_path(), c->root, c->file);
	TEST_ASSERT(!system(command), "%s failed", command);
	config.incoming = "exec:cat " STATE_FILE;
	client_load_saved(&config);
	unlink(STATE_FILE);
}

static bool read_line(char *text, size_t size, const char *port, const char *attribute)
{
	char path[320];
	FILE *file;
	bool done;

	snprintf(path, sizeof(path), PORTS "/%s/%s", port, attribute);
	file = fopen(path, "r");
	if (!file)
		return false;
	done = fgets(text, size, file);
	fclose(file);
	if (done)
		text[strcspn(text, "\n")] = '\0';
	return done;
}

/* The device of the virtio port of that name, or 0. */
static dev_t find_port(const char *wanted)
{
	char name[64], number[32];
	unsigned int major, minor;
	struct dirent *entry;
	dev_t device = 0;
	DIR *dir;

	dir = opendir(PORTS);
	if (!dir)
		return 0;
	while (!device && (entry = readdir(dir))) {
		if (read_line(name, sizeof(name), entry->d_name, "name") &&
		    !strcmp(name, wanted) &&
		    read_line(number, sizeof(number), entry->d_name, "dev") &&
		    sscanf(number, "%u:%u", &major, &minor) == 2)
			device = makedev(major, minor);
	}
	closedir(dir);
	return device;
}

static const struct move_kind *current;

static int is_of_kind(const struct dirent *entry)
{
	size_t len = strlen(current->name);

	return !strncmp(entry->d_name, current->name, len) && entry->d_name[len] == ':';
}

/**
 * client_move_cases - add these cases for a client
 * @list: where to
 * @root: the name of its root file system
 *
 * A guest is saved if the machine has a port for it, and loaded if it has a file.
 */
void client_move_cases(struct case_list *list, const char *root)
{
	struct move_case c = { .root = root };
	struct dirent **entries;
	char name[256];
	unsigned int i;
	int j, nr;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		current = &kinds[i];
		c.kind = current;
		snprintf(name, sizeof(name), PORT_PREFIX "%s", current->name);
		c.device = find_port(name);
		if (c.device)
			case_list_add(list, "CLIENT-move-save", test_save, &c, sizeof(c),
				      "%s-%s", root, current->name);
		snprintf(name, sizeof(name), "%s/" CLIENTS_MOVES "/%s", clients_path(), root);
		nr = scandir(name, &entries, is_of_kind, versionsort);
		for (j = 0; j < nr; j++) {
			snprintf(c.file, sizeof(c.file), "%.63s", entries[j]->d_name);
			case_list_add(list, "CLIENT-move", test_load, &c, sizeof(c),
				      "%s-%s-from-%s", root, current->name,
				      c.file + strlen(current->name) + 1);
		}
	}
}
