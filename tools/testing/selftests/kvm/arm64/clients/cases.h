/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The cases of kvm_clients, each list for one root file system of a client.
 */
#ifndef SELFTEST_KVM_CLIENTS_CASES_H
#define SELFTEST_KVM_CLIENTS_CASES_H

#include "case_list.h"
#include "qemu.h"

void client_require_gic(const char *machine);

void client_boot_to_save(struct qemu *qemu, const struct qemu_config *config);
void client_load_saved(const struct qemu_config *config);

void client_boot_cases(struct case_list *list, const char *root);
void client_state_cases(struct case_list *list, const char *root);
void client_move_cases(struct case_list *list, const char *root);
void client_access_cases(struct case_list *list, const char *root);

#endif /* SELFTEST_KVM_CLIENTS_CASES_H */
