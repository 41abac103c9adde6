// SPDX-License-Identifier: GPL-2.0
/*
 * A witness on a KVM host. Under debugfs, in kvm_arm_witness/:
 *
 *   id_regs	every ID register of every CPU, raw and sanitised
 *   vcpus	HCR_EL2 of each vCPU that is in KVM_RUN, as KVM has set it
 *   counts	NISV exits, injected aborts, traps of ID registers
 *   checks	the module's own checks, as KTAP
 *
 * What this kernel gives no way to know reads "-".
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/debugfs.h>
#include <linux/fs.h>
#include <linux/module.h>

#include "witness.h"

struct witness_file {
	const char *name;
	int (*show)(struct seq_file *m, void *unused);
};

static const struct witness_file files[] = {
	{ "id_regs",	witness_id_regs_show },
	{ "vcpus",	witness_vcpus_show },
	{ "counts",	witness_counts_show },
	{ "checks",	witness_checks_show },
};

static struct dentry *folder;

static int witness_open(struct inode *inode, struct file *file)
{
	const struct witness_file *f = inode->i_private;

	return single_open(file, f->show, NULL);
}

static const struct file_operations witness_fops = {
	.owner = THIS_MODULE,
	.open = witness_open,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};

static int make_files(void)
{
	unsigned int i;

	folder = debugfs_create_dir(KBUILD_MODNAME, NULL);
	if (IS_ERR_OR_NULL(folder)) {
		pr_err("no debugfs to show anything in\n");
		return folder ? PTR_ERR(folder) : -ENOMEM;
	}

	/* debugfs gives everyone the right to list a folder. */
	d_inode(folder)->i_mode = S_IFDIR | 0700;

	for (i = 0; i < ARRAY_SIZE(files); i++)
		debugfs_create_file(files[i].name, 0400, folder,
				    (void *)&files[i], &witness_fops);

	return 0;
}

static int __init witness_init(void)
{
	int ret;

	witness_id_regs_init();
	witness_vcpus_init();
	witness_counts_init();

	ret = make_files();
	if (ret) {
		witness_counts_exit();
		witness_vcpus_exit();
		witness_id_regs_exit();
		return ret;
	}

	witness_checks_log();
	return 0;
}

static void __exit witness_exit(void)
{
	debugfs_remove_recursive(folder);
	witness_counts_exit();
	witness_vcpus_exit();
	witness_id_regs_exit();
}

module_init(witness_init);
module_exit(witness_exit);
MODULE_DESCRIPTION("What userspace cannot see of a KVM host on arm64");
MODULE_LICENSE("GPL");
