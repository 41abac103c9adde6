// SPDX-License-Identifier: GPL-2.0
/*
 * Starting QEMU, and its end.
 */
#include <sched.h>
#include <stdarg.h>
#include <time.h>

#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "qemu.h"
#include "test_util.h"

#define PROGRAM		"/usr/bin/qemu-system-aarch64"
#define MEMORY		"160"

/* Of the kernel's messages, errors and worse: each character is an exit. */
#define COMMAND_LINE	"console=ttyAMA0 loglevel=4 panic=-1 cma=0"

/**
 * clients_path - where the root file systems of the clients are
 *
 * Return: the folder.
 */
const char *clients_path(void)
{
	return getenv(CLIENTS_VARIABLE) ?: CLIENTS_DEFAULT;
}

struct arguments {
	char *argv[QEMU_MAX_ARGS];
	unsigned int nr;
};

static void __printf(2, 3) add(struct arguments *arguments, const char *fmt, ...)
{
	va_list ap;
	int len;

	TEST_ASSERT(arguments->nr + 1 < QEMU_MAX_ARGS, "too many arguments");
	va_start(ap, fmt);
	len = vasprintf(&arguments->argv[arguments->nr++], fmt, ap);
	va_end(ap);
	TEST_ASSERT(len >= 0, "out of memory");
}

/* A file outside QEMU's root that it inherits; it opens it through /proc. */
static int open_file(const char *path)
{
	int fd = open(path, O_RDONLY);

	TEST_ASSERT(fd >= 0, "%s: %s", path, strerror(errno));
	return fd;
}

static void add_guest(struct arguments *arguments, const struct qemu_config *config)
{
	const char *kernel = config->kernel ?: getenv("GUEST_KERNEL") ?: "/boot/Image";
	char initrd[256];

	snprintf(initrd, sizeof(initrd), "%s/" CLIENTS_GUEST "/initramfs",
		 clients_path());
	add(arguments, "-kernel");
	add(arguments, "/proc/self/fd/%d", open_file(kernel));
	add(arguments, "-initrd");
	add(arguments, "/proc/self/fd/%d", open_file(config->initramfs ?: initrd));
	add(arguments, "-append");
	add(arguments, COMMAND_LINE);
}

static void add_all(struct arguments *arguments, const struct qemu_config *config,
		    int serial, int monitor)
{
	add(arguments, PROGRAM);
	add(arguments, "-accel");
	add(arguments, "kvm");
	add(arguments, "-M");
	add(arguments, "virt,%s", config->machine);
	add(arguments, "-cpu");
	add(arguments, "%s", config->cpu);
	add(arguments, "-smp");
	add(arguments, "%u", config->nr_vcpus);
	add(arguments, "-m");
	add(arguments, MEMORY);
	add(arguments, "-nodefaults");
	add(arguments, "-no-user-config");
	add(arguments, "-display");
	add(arguments, "none");
	add(arguments, "-chardev");
	add(arguments, "socket,id=serial,fd=%d", serial);
	add(arguments, "-serial");
	add(arguments, "chardev:serial");
	add(arguments, "-chardev");
	add(arguments, "socket,id=monitor,fd=%d", monitor);
	add(arguments, "-mon");
	add(arguments, "chardev=monitor,mode=control");
	add_guest(arguments, config);
	if (config->drive) {
		add(arguments, "-drive");
		add(arguments, "if=none,id=snapshots,format=qcow2,file.locking=off,file=%s",
		    config->drive);
	}
	if (config->incoming) {
		add(arguments, "-incoming");
		add(arguments, "%s", config->incoming);
	}
}

/* What QEMU needs of the host, mounted for it and what it starts only. */
static void enter_root(const char *name)
{
	static const char *const shared[] = { "dev", "proc", "tmp" };
	char root[256], from[16], to[280];
	unsigned int i;

	snprintf(root, sizeof(root), "%s/%s", clients_path(), name);
	TEST_ASSERT(!unshare(CLONE_NEWNS) &&
		    !mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL),
		    "a mount namespace: %s", strerror(errno));
	for (i = 0; i < ARRAY_SIZE(shared); i++) {
		snprintf(from, sizeof(from), "/%s", shared[i]);
		snprintf(to, sizeof(to), "%s/%s", root, shared[i]);
		TEST_ASSERT(!mount(from, to, NULL, MS_BIND, NULL), "mount %s: %s",
			    to, strerror(errno));
	}
	TEST_ASSERT(!chroot(root) && !chdir("/"), "chroot %s: %s", root,
		    strerror(errno));
}

static void print_command(char **argv)
{
	printf("qemu:");
	for (; *argv; argv++)
		printf(strchr(*argv, ' ') ? " '%s'" : " %s", *argv);
	printf("\n");
}

/**
 * qemu_start - start QEMU
 * @qemu: filled with what it takes to drive it
 * @config: how to start it
 *
 * What it prints is part of the case's output. The monitor is ready when this returns;
 * an early end fails the case.
 */
void qemu_start(struct qemu *qemu, const struct qemu_config *config)
{
	struct arguments arguments = {};
	int serial, monitor;

	memset(qemu, 0, sizeof(*qemu));
	channel_time_left();
	serial = channel_open(&qemu->serial, "console");
	monitor = channel_open(&qemu->monitor, "monitor");
	add_all(&arguments, config, serial, monitor);
	print_command(arguments.argv);
	qemu->pid = fork();
	TEST_ASSERT(qemu->pid >= 0, "fork: %s", strerror(errno));
	if (!qemu->pid) {
		/* a case that fails ends, and QEMU with it */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		enter_root(config->root);
		execv(PROGRAM, arguments.argv);
		TEST_FAIL("%s: %s", PROGRAM, strerror(errno));
	}
	close(serial);
	close(monitor);
	free(qmp(qemu, "{ \"execute\": \"qmp_capabilities\" }"));
}

/**
 * qemu_fail - fail the case, with what the guest and the monitor said
 * @qemu: the one with the trouble
 * @fmt: what is wrong
 */
void qemu_fail(struct qemu *qemu, const char *fmt, ...)
{
	char why[512];
	int status;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, sizeof(why), fmt, ap);
	va_end(ap);

	while (channel_poll(&qemu->serial, 100))
		;
	while (channel_poll(&qemu->monitor, 100))
		;
	channel_print(&qemu->monitor);
	channel_print(&qemu->serial);
	if (waitpid(qemu->pid, &status, WNOHANG) == qemu->pid)
		printf("QEMU ended: %s %d\n",
		       WIFEXITED(status) ? "exit code" : "signal",
		       WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	TEST_FAIL("%s", why);
	exit(1);
}

static void print_time(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	printf("%.1f s\n", now.tv_sec + now.tv_nsec / 1e9 - channel_began());
}

/**
 * qemu_wait_for_end - wait until QEMU has ended by itself
 * @qemu: it, whose guest powers off or which was told to quit
 *
 * Any exit code but 0 fails the case.
 */
void qemu_wait_for_end(struct qemu *qemu)
{
	int status;
	pid_t pid;

	while (!(pid = waitpid(qemu->pid, &status, WNOHANG))) {
		if (!channel_time_left())
			qemu_fail(qemu, "QEMU does not end");
		channel_poll(&qemu->serial, 10);
		channel_poll(&qemu->monitor, 10);
	}
	TEST_ASSERT(pid == qemu->pid, "waitpid: %s", strerror(errno));
	if (!WIFEXITED(status) || WEXITSTATUS(status)) {
		channel_print(&qemu->serial);
		TEST_FAIL("QEMU ended with %s %d",
			  WIFEXITED(status) ? "exit code" : "signal",
			  WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	}
	print_time();
	channel_close(&qemu->serial);
	channel_close(&qemu->monitor);
}
