// SPDX-License-Identifier: GPL-2.0
/*
 * kvm_clients: VMMs that others wrote start, run, save and restore guests here.
 *
 * Each client is a folder of KVM_CLIENTS with its own root file system; a case is the
 * product of a client and of what it is to do.
 */
#include <dirent.h>

#include "cases.h"
#include "contract.h"
#include "kvm_util.h"

/* A guest boots a few times in a case, each time through an emulated host. */
#define CASE_TIMEOUT	90

static int is_client(const struct dirent *entry)
{
	return !strncmp(entry->d_name, "qemu-", 5);
}

int main(int argc, char **argv)
{
	struct case_list list = {};
	struct dirent **entries;
	int i, nr;

	nr = scandir(clients_path(), &entries, is_client, versionsort);
	for (i = 0; i < nr; i++) {
		client_boot_cases(&list, entries[i]->d_name);
		client_state_cases(&list, entries[i]->d_name);
		client_move_cases(&list, entries[i]->d_name);
		client_access_cases(&list, entries[i]->d_name);
	}
	if (nr <= 0) {
		printf("1..0 # SKIP no client: " CLIENTS_VARIABLE "=%s has none\n",
		       clients_path());
		return KSFT_SKIP;
	}
	contract_set_case_timeout(CASE_TIMEOUT);
	return contract_main(argc, argv, list.cases, list.nr);
}
