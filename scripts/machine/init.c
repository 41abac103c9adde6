// SPDX-License-Identifier: GPL-2.0
/*
 * The first process of the test machine: mounts what the kselftests look at, loads
 * the witness, runs them, reads the kernel log, and says last, on a channel of its
 * own, what came of it. The host believes nothing but that record.
 *
 * What follows "--" on the kernel command line goes to run_kselftest.sh, or to the
 * program that "run=" names: that one has the machine to itself, without the
 * witness. "shell=1" gives a shell on the console instead.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#define RUNNER		"/kselftest/run_kselftest.sh"
#define WITNESS		"/kselftest/kvm_arm_witness.ko"
#define DRIVERS		"/modules/"
#define PORTS		"/sys/class/virtio-ports"
#define CHAR_DEVICES	"/sys/dev/char"
#define PORT_TRIES	500	/* times 10 ms, for the ports to appear */
#define KMSG_RECORD	8192
#define GCOV		"/sys/kernel/debug/gcov"
#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

static const struct {
	const char *type;
	const char *where;
	bool needed;
} mounts[] = {
	{ "proc",	"/proc",		true },
	{ "sysfs",	"/sys",			true },
	{ "tmpfs",	"/tmp",			true },
	{ "debugfs",	"/sys/kernel/debug",	false },
	{ "tracefs",	"/sys/kernel/tracing",	false },
};

/* What no line of the kernel log may hold. */
static const char * const complaints[] = {
#include "complaints.h"
};

static void power_off(void)
{
	sync();
	reboot(RB_POWER_OFF);
	pause();
}

static void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "init: ");
	vfprintf(stderr, fmt, ap);
	fprintf(stderr, ": %s\n", strerror(errno));
	va_end(ap);
	power_off();
}

static void mount_all(void)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(mounts); i++) {
		mkdir(mounts[i].where, 0755);
		if (mount(mounts[i].type, mounts[i].where, mounts[i].type, 0, NULL) &&
		    mounts[i].needed)
			die("mount %s", mounts[i].where);
	}
}

/*
 * Make the node of a device that sysfs describes: "MAJOR=", "MINOR=" and
 * "DEVNAME=" in its uevent file. One without a name has none.
 */
static void make_node(const char *uevent)
{
	char line[256], name[248] = "", path[256], *slash;
	unsigned int major = 0, minor = 0;
	FILE *file;

	file = fopen(uevent, "r");
	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "MAJOR=", 6))
			major = atoi(line + 6);
		else if (!strncmp(line, "MINOR=", 6))
			minor = atoi(line + 6);
		else if (!strncmp(line, "DEVNAME=", 8))
			snprintf(name, sizeof(name), "%s", line + 8);
	}
	fclose(file);
	if (!*name)
		return;

	snprintf(path, sizeof(path), "/dev/%s", name);
	for (slash = strchr(path + 5, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(path, 0755);
		*slash = '/';
	}
	if (mknod(path, S_IFCHR | 0666, makedev(major, minor)) && errno != EEXIST)
		die("mknod %s", path);
}

/* The kernel makes no nodes: some old ones oops in devtmpfs in this configuration. */
static void make_nodes(void)
{
	struct dirent *entry;
	char path[320];
	DIR *dir;

	dir = opendir(CHAR_DEVICES);
	if (!dir)
		die("opendir " CHAR_DEVICES);
	while ((entry = readdir(dir))) {
		snprintf(path, sizeof(path), CHAR_DEVICES "/%s/uevent", entry->d_name);
		make_node(path);
	}
	closedir(dir);
}

static void open_console(void)
{
	int fd = open("/dev/console", O_RDWR);

	if (fd < 0)
		power_off();
	dup2(fd, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

/* The device of the virtio port QEMU calls @name, or -1. */
static int find_port(const char *name)
{
	char path[320], have[32];
	struct dirent *entry;
	int fd = -1;
	FILE *file;
	DIR *dir;

	dir = opendir(PORTS);
	if (!dir)
		return -1;
	while (fd < 0 && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), PORTS "/%s/name", entry->d_name);
		file = fopen(path, "r");
		if (!file)
			continue;
		if (fscanf(file, "%31s", have) == 1 && !strcmp(have, name)) {
			snprintf(path, sizeof(path), PORTS "/%s/uevent", entry->d_name);
			make_node(path);
			snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
			fd = open(path, O_WRONLY | O_CLOEXEC);
		}
		fclose(file);
	}
	closedir(dir);
	return fd;
}

static int open_port(const char *name)
{
	int fd, tries;

	for (tries = 0; tries < PORT_TRIES; tries++) {
		fd = find_port(name);
		if (fd >= 0)
			return fd;
		usleep(10000);
	}
	errno = ENODEV;
	die("virtio port %s", name);
	return -1;
}

/*
 * Run a program with its output on @fd, or on the console; its wait status. What the
 * kernel was given and did not know is in the environment.
 */
static int run(char *const argv[], int fd)
{
	int status;
	pid_t pid;

	setenv("PATH", "/bin", 1);
	setenv("TMPDIR", "/tmp", 1);
	setenv("KVM_IPA_BITS", "40", 0);
	pid = fork();
	if (pid < 0)
		die("fork");
	if (!pid) {
		if (fd >= 0)
			dup2(fd, STDOUT_FILENO);
		execv(argv[0], argv);
		fprintf(stderr, "init: %s: %s\n", argv[0], strerror(errno));
		_exit(127);
	}
	/* Reap what the tests leave behind as well. */
	for (;;) {
		pid_t done = wait(&status);

		if (done == pid)
			return status;
		if (done < 0 && errno != EINTR)
			die("wait");
	}
}

static void say_exit(FILE *verdict, int status)
{
	if (WIFEXITED(status))
		fprintf(verdict, "runner exit %d\n", WEXITSTATUS(status));
	else
		fprintf(verdict, "runner signal %d\n", WTERMSIG(status));
}

static bool complains(const char *text)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(complaints); i++)
		if (strstr(text, complaints[i]))
			return true;
	return false;
}

/*
 * Copy the kernel log to @copy and name each complaint. A record is
 * "priority,sequence,time,flags;text"; a gap in the sequence is a log that can't
 * be judged.
 */
static void say_kernel_log(FILE *verdict, FILE *copy)
{
	unsigned long long sequence, records = 0, bad = 0;
	char record[KMSG_RECORD + 1], *text;
	ssize_t len;
	int fd;

	fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK);
	if (fd < 0) {
		fprintf(verdict, "kernel-log unreadable\n");
		return;
	}
	for (;;) {
		len = read(fd, record, KMSG_RECORD);
		if (len < 0 && errno == EPIPE)
			continue;
		if (len <= 0)
			break;
		record[len] = '\0';
		text = strchr(record, ';');
		if (!text || sscanf(record, "%*u,%llu", &sequence) != 1) {
			fprintf(verdict, "kernel-log garbled\n");
			break;
		}
		if (sequence != records) {
			fprintf(verdict, "kernel-log lost %llu\n", sequence - records);
			records = sequence;
		}
		records++;
		text[1 + strcspn(text + 1, "\n")] = '\0';
		fprintf(copy, "%s\n", text + 1);
		if (complains(text + 1)) {
			fprintf(verdict, "kernel-log complaint %s\n", text + 1);
			bad++;
		}
	}
	close(fd);
	fprintf(verdict, "kernel-log records %llu complaints %llu\n", records, bad);
}

static FILE *port_stream(const char *name)
{
	FILE *stream = fdopen(open_port(name), "w");

	if (!stream)
		die("fdopen %s", name);
	return stream;
}

/* An error of a write shows here at the latest: then there is no verdict. */
static void finish(FILE *stream)
{
	if (fclose(stream))
		die("write to a port");
}

static FILE *coverage;

/* Files of debugfs don't know their size: read first, then say it. */
static int save_gcda(const char *path, const struct stat *st, int type,
		     struct FTW *unused)
{
	static char data[1 << 20];
	size_t len;
	FILE *file;

	(void)st;
	(void)unused;
	if (type != FTW_F || !strstr(path, ".gcda"))
		return 0;
	file = fopen(path, "r");
	if (!file)
		die("open %s", path);
	len = fread(data, 1, sizeof(data), file);
	if (ferror(file) || len == sizeof(data))
		die("read %s", path);
	fclose(file);
	fprintf(coverage, "%s %zu\n", path + strlen(GCOV), len);
	fwrite(data, 1, len, coverage);
	return 0;
}

/* What the kernel counted, if the host has a port for it. */
static void save_coverage(void)
{
	int fd = find_port("coverage");

	if (fd < 0)
		return;
	coverage = fdopen(fd, "w");
	if (!coverage || nftw(GCOV, save_gcda, 16, FTW_PHYS))
		die("read " GCOV);
	finish(coverage);
}

static void install_busybox(void)
{
	static char * const command[] = {
		"/bin/busybox", "--install", "-s", "/bin", NULL
	};

	if (run(command, -1))
		die("busybox --install");
}

/* One that was packed is one that is needed. */
static void load_module(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || syscall(SYS_finit_module, fd, "", 0))
		die("load %s", path);
	close(fd);
}

/* What a distribution's kernel needs to reach the host, in the order to load it. */
static void load_drivers(void)
{
	char name[128], path[sizeof(DRIVERS) + sizeof(name)];
	FILE *order = fopen(DRIVERS "order", "r");

	if (!order)
		return;
	while (fscanf(order, "%127s", name) == 1) {
		snprintf(path, sizeof(path), DRIVERS "%s", name);
		load_module(path);
	}
	fclose(order);
}

static void load_witness(void)
{
	if (!access(WITNESS, F_OK))
		load_module(WITNESS);
}

static void run_tests(char *program, int argc, char **argv)
{
	FILE *verdict, *klog;
	struct utsname uts;
	int results, status, i;
	char **command;

	command = calloc(argc + 2, sizeof(*command));
	if (!command)
		die("calloc");
	command[0] = program;
	for (i = 1; i < argc; i++)
		command[i] = argv[i];

	verdict = port_stream("verdict");
	klog = port_stream("kernel-log");
	results = open_port("results");
	if (uname(&uts))
		die("uname");
	fprintf(verdict, "kernel %s\n", uts.release);

	status = run(command, results);
	close(results);
	say_exit(verdict, status);
	say_kernel_log(verdict, klog);
	finish(klog);
	save_coverage();
	fprintf(verdict, "complete\n");
	finish(verdict);
}

static void run_shell(void)
{
	static char * const command[] = {
		"/bin/setsid", "-c", "/bin/sh", NULL
	};

	printf("The kselftests are in /kselftest; leave with exit.\n");
	fflush(stdout);
	run(command, -1);
}

int main(int argc, char **argv)
{
	const char *shell;
	char *program;

	mount_all();
	umask(0);
	make_nodes();
	open_console();
	umask(022);
	install_busybox();
	load_drivers();
	shell = getenv("shell");
	program = getenv("run");
	if (!program)
		load_witness();
	if (shell && !strcmp(shell, "1"))
		run_shell();
	else
		run_tests(program ? program : (char []){ RUNNER }, argc, argv);
	power_off();
}
