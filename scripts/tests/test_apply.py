# SPDX-License-Identifier: GPL-2.0
"""apply and unapply: what they do to a tree, and what they refuse to do."""

import os
import re
import shutil
import unittest
from unittest import mock

from trees import BASE, TreeTest, snapshot
# pylint: disable=wrong-import-order
from series import kerneltree as kt, record


class Apply(TreeTest):
    """What it does."""

    def test_plan(self):
        """What is needed comes first, regular expressions with V=1 only, the sum last."""
        os.environ.pop("V", None)
        lines = self.command("plan").stdout.splitlines()
        verdicts = [line.split()[0] for line in lines if re.match(r"  \w", line)]
        self.assertEqual(verdicts, sorted(verdicts))
        count = len(self.series)
        self.assertEqual(verdicts.count("needed"), count)
        self.assertRegex(lines[-1], rf"^{count} needed, {verdicts.count('present')} present, 0"
                         rf" conflicting: make apply adds {count} patches$")
        self.assertNotIn("`", "\n".join(lines))
        with mock.patch.dict(os.environ, V="1"):
            self.assertIn(r"lacks `\b", self.command("plan").stdout)

    def test_plan_that_conflicts(self):
        path = self.tree / "arch/arm64/kvm/inject_fault.c"
        path.write_text(path.read_text().replace("enter_exception64", "another_name"))
        done = self.command("plan")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stdout.splitlines()[-1],
                         r" [1-9]\d* conflicting: the tree can't take the series as it is$")

    def test_plain_tree(self):
        self.succeeds("apply")
        self.assertIsNotNone(record.read(self.tree))
        (self.tree / record.NAME).unlink()
        self.assertEqual(snapshot(self.tree), self.patched())

    def test_plain_tree_and_back(self):
        self.succeeds("apply")
        self.succeeds("unapply")
        self.assertEqual(snapshot(self.tree), snapshot(self.control))
        self.assertEqual(sorted(path for path in self.tree.rglob("*") if path.is_dir()),
                         sorted(self.tree / path.relative_to(self.control)
                                for path in self.control.rglob("*") if path.is_dir()))

    def test_git_tree_gets_a_commit_per_patch(self):
        self.as_git()
        self.succeeds("apply")
        subjects = self.git("log", "--format=%s").splitlines()
        self.assertEqual(subjects, [patch.subject for patch in reversed(self.series)] + ["control"])
        self.assertEqual(self.git("status", "--porcelain"), "")
        files = {path: content for path, content in snapshot(self.tree).items()
                 if not path.startswith(".git/")}
        self.assertEqual(files, self.patched())

    def test_commits_are_signed_off_by_their_author(self):
        self.as_git()
        self.succeeds("apply")
        log = self.git("log", "-z", f"-{len(self.series)}", "--format=%an <%ae>%n%B")
        for entry in log.strip("\0").split("\0"):
            author, _, message = entry.partition("\n")
            self.assertIn(f"Signed-off-by: {author}", message)
            self.assertNotIn("Adds:", message)

    def test_git_tree_of_nobody(self):
        self.as_git()
        self.git("config", "--unset", "user.name")
        self.git("config", "--unset", "user.email")
        self.succeeds("apply")
        self.assertEqual(self.git("status", "--porcelain"), "")

    def test_git_tree_and_back(self):
        self.as_git()
        head = self.git("rev-parse", "HEAD")
        self.succeeds("apply")
        self.succeeds("unapply")
        self.assertEqual(self.git("rev-parse", "HEAD"), head)
        self.assertEqual(self.git("status", "--porcelain"), "")

    def test_unapply_below_other_commits_reverts(self):
        self.as_git()
        self.succeeds("apply")
        (self.tree / "CREDITS").write_text("somebody\n")
        self.git("add", "CREDITS")
        self.git("commit", "-q", "-m", "something else")
        self.succeeds("unapply")
        self.assertEqual(self.git("diff", "--stat", f"HEAD~{2 * len(self.series) + 1}"),
                         self.git("diff", "--stat", f"HEAD~{len(self.series) + 1}",
                                  f"HEAD~{len(self.series)}"))
        self.assertEqual(self.git("status", "--porcelain"), "")

    def test_exec_bits(self):
        self.succeeds("apply")
        runner = "tools/testing/selftests/kvm/arm64/run_kselftest.sh"
        self.assertTrue(os.access(self.tree / runner, os.X_OK))


class Refusals(TreeTest):
    """What it does not do."""

    def test_already_applied(self):
        self.succeeds("apply")
        self.refused("apply", "already applied")

    def test_already_applied_to_a_git_tree(self):
        self.as_git()
        self.succeeds("apply")
        self.refused("apply", "already applied")

    def test_partly_applied(self):
        for count in (1, len(self.series) // 2, len(self.series) - 1):
            with self.subTest(count=count):
                shutil.rmtree(self.tree)
                shutil.copytree(self.control, self.tree)
                self.apply_some(count)
                self.refused("apply", "partly applied", self.series[count].name)
                self.refused("unapply", "partly applied")

    def test_new_file_without_its_hooks(self):
        path = next(iter(next(patch for patch in self.series if patch.adds).added(self.tree)))
        (self.tree / path).parent.mkdir(parents=True, exist_ok=True)
        (self.tree / path).write_text("leftover\n")
        self.refused("apply", "partly applied", path)

    def test_abi_already_there(self):
        shutil.copy(BASE / kt.UAPI, self.tree / kt.UAPI)
        self.refused("apply", "has the ABI already")

    def test_dirty_tree(self):
        """A change where the series has one, committed or not, is not swallowed."""
        self.as_git()
        path = self.series[0].hooked(self.tree)[0]
        for stage in (False, True):
            with open(self.tree / path, "a", encoding="utf-8") as file:
                file.write("/* mine */\n")
            if stage:
                self.git("add", path)
            self.refused("apply", "dirty", path)
            self.refused("unapply", "dirty", path)

    def test_untracked_file(self):
        """One that is where the series has a new file."""
        self.as_git()
        path = next(path for patch in self.series for path in patch.added(self.tree))
        (self.tree / path).parent.mkdir(parents=True, exist_ok=True)
        (self.tree / path).write_text("mine\n")
        self.refused("apply", "dirty", path)

    def test_changes_elsewhere_stay(self):
        """Changed, staged and new files that the series does not touch."""
        self.as_git()
        for name in ("Kbuild", "Kconfig"):
            with open(self.tree / name, "a", encoding="utf-8") as file:
                file.write("# mine\n")
        self.git("add", "Kbuild")
        (self.tree / "notes").write_text("mine\n")
        changed = self.git("status", "--porcelain")
        for name in ("apply", "unapply"):
            self.succeeds(name)
            self.assertEqual(self.git("status", "--porcelain"), changed)

    def test_no_such_folder(self):
        shutil.rmtree(self.tree)
        self.refused("apply", "no such folder")
        self.refused("unapply", "no such folder")

    def test_not_a_kernel_tree(self):
        (self.tree / "Makefile").write_text("all:\n")
        self.refused("apply", "not a Linux kernel source tree")
        self.refused("unapply", "not a Linux kernel source tree")

    def test_arm64_missing(self):
        shutil.rmtree(self.tree / "arch/arm64")
        self.refused("apply", "arch/arm64/kvm is missing")

    def test_unsupported_version(self):
        makefile = (self.tree / "Makefile").read_text()
        for version, level in ((4, 13), (5, 11), (3, 18), (6, 1)):
            with self.subTest(version=version, level=level):
                changed = makefile.replace("VERSION = 5", f"VERSION = {version}", 1)
                changed = changed.replace("PATCHLEVEL = 10", f"PATCHLEVEL = {level}", 1)
                (self.tree / "Makefile").write_text(changed)
                self.refused("apply", f"Linux {version}.{level} is not supported")

    def test_a_hook_that_does_not_fit(self):
        last = [patch for patch in self.series if patch.hooked(self.tree)][-1]
        path = last.hooked(self.tree)[-1]
        (self.tree / path).write_text("/* rewritten */\n")
        self.refused("apply", "nothing was changed", path)

    def test_unapply_without_the_series(self):
        self.refused("unapply", "not applied")

    def test_unapply_of_a_changed_file(self):
        self.succeeds("apply")
        patch = next(patch for patch in self.series if patch.adds)
        path = next(iter(patch.added(self.tree)))
        with open(self.tree / path, "a", encoding="utf-8") as file:
            file.write("/* mine */\n")
        self.refused("unapply", f"{path} was changed since")
        self.refused("apply", patch.name, "differs")


if __name__ == "__main__":
    unittest.main()
