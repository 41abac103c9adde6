// SPDX-License-Identifier: GPL-2.0
/*
 * A client boots Linux guests of several kinds, as far as a shell.
 */
#include <dirent.h>

#include "cases.h"
#include "cpuinfo.h"
#include "kvm_util.h"
#include "test_util.h"

/* What is to be seen in the guest of an option that QEMU was given. */
enum wanted { AS_HOST, OFF };

/**
 * struct boot_kind - a guest to boot
 * @name: of the case
 * @machine: options of the board
 * @cpu: the CPU model with its options
 * @nr_vcpus: how many
 * @sve: whether the guest has SVE
 * @pauth: whether it has pointer authentication
 * @pmu: whether it has a PMU
 */
struct boot_kind {
	const char *name;
	const char *machine;
	const char *cpu;
	unsigned int nr_vcpus;
	enum wanted sve;
	enum wanted pauth;
	enum wanted pmu;
};

static const struct boot_kind kinds[] = {
	{ "gicv3-1cpu",		"gic-version=3", "host", 1 },
	{ "gicv3-4cpus",	"gic-version=3", "host", 4 },
	{ "gicv3-max",		"gic-version=3", "max", 1 },
	{ "gicv3-no-pmu",	"gic-version=3", "host,pmu=off", 1, .pmu = OFF },
	{ "gicv3-no-sve",	"gic-version=3", "host,sve=off", 1, .sve = OFF },
	{ "gicv3-no-pauth",	"gic-version=3", "host,pauth=off", 1, .pauth = OFF },
	{ "gicv2-1cpu",		"gic-version=2", "host", 1 },
	{ "gicv2-4cpus",	"gic-version=2", "host", 4 },
	{ "gicv2-no-pmu",	"gic-version=2", "host,pmu=off", 1, .pmu = OFF },
};

struct boot_case {
	const char *root;
	const struct boot_kind *kind;
	char kernel[64];
};

static void kernel_path(char *path, size_t size, const char *name)
{
	snprintf(path, size, "%s/" CLIENTS_KERNELS "/%s", clients_path(), name);
}

static int is_kernel(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "stock-", 6) || !strncmp(entry->d_name, "arm-", 4);
}

/**
 * client_require_gic - skip the case on a host that can't give guests such a GIC
 * @machine: "gic-version=2" or "gic-version=3"
 */
void client_require_gic(const char *machine)
{
	bool v3 = strstr(machine, "gic-version=3");
	struct kvm_vm *vm = vm_create_barebones();
	struct kvm_create_device device = {
		.type = v3 ? KVM_DEV_TYPE_ARM_VGIC_V3 : KVM_DEV_TYPE_ARM_VGIC_V2,
		.flags = KVM_CREATE_DEVICE_TEST,
	};
	int ret = __vm_ioctl(vm, KVM_CREATE_DEVICE, &device);

	kvm_vm_free(vm);
	__TEST_REQUIRE(!ret, "cpu: no vGICv%d", v3 ? 3 : 2);
}

/* The host's, and what the guest shows beyond them is a failure. */
static void check_features(const struct boot_kind *kind, const char *features)
{
	struct cpuinfo guest = {}, host;

	cpuinfo_read_host(&host);
	cpuinfo_add_line(&guest, "processor : 0");
	cpuinfo_add_line(&guest, features);
	printf("host: %s\nguest: %s\n", host.cpus[0].features, guest.cpus[0].features);
	TEST_ASSERT(cpuinfo_has_feature(&guest.cpus[0], "fp"),
		    "the guest shows no features: '%s'", features);
	cpuinfo_assert_not_more(&guest.cpus[0], &host.cpus[0]);
	TEST_ASSERT_EQ(cpuinfo_has_feature(&guest.cpus[0], "sve"),
		       kind->sve == AS_HOST && cpuinfo_has_feature(&host.cpus[0], "sve"));
	TEST_ASSERT_EQ(cpuinfo_has_feature(&guest.cpus[0], "paca"),
		       kind->pauth == AS_HOST && cpuinfo_has_feature(&host.cpus[0], "paca"));
	cpuinfo_free(&guest);
	cpuinfo_free(&host);
}

/*
 * An AArch32 kernel's names: of those that every Armv8 CPU has a 64-bit kernel knows
 * none, the others are the same.
 */
static void check_features32(const char *line)
{
	static const char *const of_all[] = {
		"half", "thumb", "fastmult", "vfp", "edsp", "neon", "vfpv3", "tls",
		"vfpv4", "idiva", "idivt", "vfpd32", "lpae",
	};
	struct cpuinfo guest = {}, host;
	char padded[32], *at;
	unsigned int i;

	cpuinfo_read_host(&host);
	cpuinfo_add_line(&guest, "processor : 0");
	cpuinfo_add_line(&guest, line);
	printf("host: %s\nguest: %s\n", host.cpus[0].features, guest.cpus[0].features);
	for (i = 0; i < ARRAY_SIZE(of_all); i++) {
		TEST_ASSERT(cpuinfo_has_feature(&guest.cpus[0], of_all[i]),
			    "the guest does not show %s", of_all[i]);
		snprintf(padded, sizeof(padded), " %s ", of_all[i]);
		at = strstr(guest.cpus[0].features, padded);
		memset(at, ' ', strlen(padded));
	}
	cpuinfo_assert_not_more(&guest.cpus[0], &host.cpus[0]);
	cpuinfo_free(&guest);
	cpuinfo_free(&host);
}

static void check_guest(struct qemu *qemu, const struct boot_kind *kind,
			unsigned int nr_vcpus, bool aarch32)
{
	char *text = guest_shell(qemu, "nproc");

	TEST_ASSERT(atoi(text) == (int)nr_vcpus, "the guest has CPUs: %s", text);
	free(text);

	/* one line if all CPUs have the same */
	text = guest_shell(qemu, "grep Features /proc/cpuinfo | sort -u");
	text[strcspn(text, "\n")] = '\0';
	if (aarch32)
		check_features32(text);
	else
		check_features(kind, text);
	free(text);
	/* distributions have the driver of AArch32's PMU, or don't */
	if (aarch32)
		return;

	text = guest_shell(qemu, "ls /sys/bus/event_source/devices");
	TEST_ASSERT(!strstr(text, "armv8_pmuv3") == (kind->pmu == OFF ||
						     !kvm_has_cap(KVM_CAP_ARM_PMU_V3)),
		    "the guest's PMUs: %s", text);
	free(text);
}

/* Test that the guest reaches a shell, shows what it was given, and powers off. */
static void test_boot(const void *arg)
{
	const struct boot_case *c = arg;
	struct qemu_config config = {
		.root = c->root,
		.machine = c->kind->machine,
		.cpu = c->kind->cpu,
		.nr_vcpus = c->kind->nr_vcpus,
	};
	struct qemu qemu;

	client_require_gic(config.machine);
	qemu_start(&qemu, &config);
	guest_wait_for_shell(&qemu);
	check_guest(&qemu, c->kind, c->kind->nr_vcpus, false);
	guest_power_off(&qemu);
}

/* KVM gives no vCPU with AArch32 at EL1 what only AArch64 has. */
#define CPU_AARCH32	"host,aarch64=off,sve=off,pauth=off"

/*
 * Test that a guest with a kernel of another version boots, shows no CPU feature that the
 * host does not, and powers off.
 */
static void test_kernel(const void *arg)
{
	const struct boot_case *c = arg;
	bool aarch32 = !strncmp(c->kernel, "arm-", 4);
	unsigned int nr_vcpus = aarch32 ? 1 : c->kind->nr_vcpus;
	struct qemu_config config = {
		.root = c->root,
		.machine = c->kind->machine,
		.cpu = aarch32 ? CPU_AARCH32 : c->kind->cpu,
		.nr_vcpus = nr_vcpus,
	};
	char kernel[256], initramfs[256];
	struct qemu qemu;

	client_require_gic(config.machine);
	if (aarch32)
		__TEST_REQUIRE(kvm_has_cap(KVM_CAP_ARM_EL1_32BIT), "cpu: no AArch32 at EL1");
	kernel_path(kernel, sizeof(kernel), c->kernel);
	kernel_path(initramfs, sizeof(initramfs), "initramfs-arm");
	config.kernel = kernel;
	config.initramfs = aarch32 ? initramfs : NULL;
	qemu_start(&qemu, &config);
	guest_wait_for_shell(&qemu);
	check_guest(&qemu, c->kind, nr_vcpus, aarch32);
	guest_power_off(&qemu);
}

/* Test that the guest can reboot itself. */
static void test_reboot(const void *arg)
{
	const struct boot_case *c = arg;
	struct qemu_config config = {
		.root = c->root,
		.machine = c->kind->machine,
		.cpu = c->kind->cpu,
		.nr_vcpus = c->kind->nr_vcpus,
	};
	char *before, *after;
	struct qemu qemu;

	client_require_gic(config.machine);
	qemu_start(&qemu, &config);
	guest_wait_for_shell(&qemu);
	before = guest_shell(&qemu, "cat /proc/sys/kernel/random/boot_id");
	channel_send(&qemu.serial, "reboot -f\n");
	guest_wait_for_shell(&qemu);
	after = guest_shell(&qemu, "cat /proc/sys/kernel/random/boot_id");
	TEST_ASSERT(strcmp(before, after), "the same boot as before: %s", after);
	check_guest(&qemu, c->kind, c->kind->nr_vcpus, false);
	guest_power_off(&qemu);
	free(before);
	free(after);
}

static void kernel_cases(struct case_list *list, const char *root)
{
	static const struct boot_kind kind = { "", "gic-version=3", "host", 2 };
	struct boot_case c = { .root = root, .kind = &kind };
	struct dirent **entries;
	char folder[256];
	int i, nr;

	kernel_path(folder, sizeof(folder), "");
	nr = scandir(folder, &entries, is_kernel, versionsort);
	for (i = 0; i < nr; i++) {
		snprintf(c.kernel, sizeof(c.kernel), "%.63s", entries[i]->d_name);
		case_list_add(list, "CLIENT-kernel", test_kernel, &c, sizeof(c), "%s-%s",
			      root, c.kernel);
	}
}

/**
 * client_boot_cases - add these cases for a client
 * @list: where to
 * @root: the name of its root file system
 */
void client_boot_cases(struct case_list *list, const char *root)
{
	struct boot_case c = { .root = root };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		c.kind = &kinds[i];
		case_list_add(list, "CLIENT-boot", test_boot, &c, sizeof(c),
			      "%s-%s", root, kinds[i].name);
	}
	kernel_cases(list, root);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		c.kind = &kinds[i];
		if (kinds[i].nr_vcpus > 1)
			case_list_add(list, "CLIENT-reboot", test_reboot, &c, sizeof(c),
				      "%s-%s", root, kinds[i].name);
	}
}
