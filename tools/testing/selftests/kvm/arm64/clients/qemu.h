/* SPDX-License-Identifier: GPL-2.0 */
/*
 * QEMU as a VMM: started in a root file system of its own, driven through its
 * monitor and the guest's serial console.
 */
#ifndef SELFTEST_KVM_CLIENTS_QEMU_H
#define SELFTEST_KVM_CLIENTS_QEMU_H

#include <stdbool.h>

#include <sys/types.h>

#include "channel.h"

/* Where the root file systems are, and what the guests boot: */
#define CLIENTS_VARIABLE	"KVM_CLIENTS"
#define CLIENTS_DEFAULT		"/clients"
#define CLIENTS_GUEST		"guest"		/* in that folder */

#define CLIENTS_KERNELS		"kernels"	/* the same, other kernels for them */
#define CLIENTS_MOVES		"moves"		/* the same, guests that other kernels ran */

#define QEMU_MAX_ARGS		64

/**
 * struct qemu_config - how to start it
 * @root: its root file system, the name of a folder of the clients
 * @machine: options of the board beside its name
 * @cpu: what follows -cpu
 * @nr_vcpus: how many
 * @kernel: the guest's kernel, NULL for the host's own
 * @initramfs: what it boots with, NULL for that of AArch64
 * @incoming: what follows -incoming, NULL for a guest that boots
 * @drive: file with an image to keep snapshots in, NULL for none
 */
struct qemu_config {
	const char *root;
	const char *machine;
	const char *cpu;
	unsigned int nr_vcpus;
	const char *kernel;
	const char *initramfs;
	const char *incoming;
	const char *drive;
};

/**
 * struct qemu - one that runs
 * @pid: the process
 * @serial: the guest's console
 * @monitor: QMP
 * @commands: how many commands the guest's shell was given
 */
struct qemu {
	pid_t pid;
	struct channel serial;
	struct channel monitor;
	unsigned int commands;
};

const char *clients_path(void);

void qemu_start(struct qemu *qemu, const struct qemu_config *config);
void qemu_wait_for_end(struct qemu *qemu);
void __printf(2, 3) __noreturn qemu_fail(struct qemu *qemu, const char *fmt, ...);

__printf(2, 3) char *qmp(struct qemu *qemu, const char *fmt, ...);
void hmp(struct qemu *qemu, const char *command);
void qmp_wait_for_status(struct qemu *qemu, const char *command, const char *status);
void qmp_migrate(struct qemu *qemu, const char *uri);
void qmp_wait_for_incoming(struct qemu *qemu);
void qmp_quit(struct qemu *qemu);

void guest_wait_for_shell(struct qemu *qemu);
char *guest_shell(struct qemu *qemu, const char *command);
void guest_power_off(struct qemu *qemu);

#endif /* SELFTEST_KVM_CLIENTS_QEMU_H */
