# SPDX-License-Identifier: GPL-2.0
"""Trees as people have them, fed to each command that works on one.

Each command ends well, or with one line, exit 2, the user's path in it, and all as it was.
What the machine does not let a test make (a mount, another user) is skipped by name.
"""

import os
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from trees import AUTHOR, SCRIPTS, TreeTest
# pylint: disable=wrong-import-order
from series import mailbox, record

MMIO = "arch/arm64/kvm/mmio.c"
READERS = ("plan", "export", "tree")
ALL = (*READERS, "apply", "unapply")
# The copy that `make run' makes of a tree, in a folder of its own
COPY = f"""
import importlib.machinery, importlib.util, pathlib, sys
loader = importlib.machinery.SourceFileLoader("tree", {str(SCRIPTS / "machine/make-tree")!r})
module = importlib.util.module_from_spec(importlib.util.spec_from_loader("tree", loader))
loader.exec_module(module)
module.OUT = pathlib.Path(sys.argv.pop(1))
module.main()
"""


def contents(tree):
    """All that can be told of a tree: kinds, modes, contents; git's objects aside."""
    found = {}
    for folder, folders, names in os.walk(tree):
        if folder.endswith("/.git"):
            folders.remove("objects")
        for name in folders + names:
            path = os.path.join(folder, name)
            there = os.lstat(path)
            content = None
            if stat.S_ISLNK(there.st_mode):
                content = os.readlink(path)
            elif stat.S_ISREG(there.st_mode):
                content = Path(path).read_bytes()
            found[os.path.relpath(path, tree)] = there.st_mode, there.st_uid, content
    return found


def may(*command):
    """The machine lets a test do that."""
    try:
        return not subprocess.run(command, capture_output=True, check=False).returncode
    except OSError:
        return False


class Traits(TreeTest):
    """The commands, run as a user does."""

    def setUp(self):
        super().setUp()
        self.other = Path(tempfile.mkdtemp(prefix="other-"))
        self.addCleanup(shutil.rmtree, self.other)
        self.env = dict(os.environ, **mailbox.NEUTRAL)
        self.under = []             # what the commands are run by

    def as_patched(self, name):
        """unapply takes a tree with the series."""
        if name == "unapply":
            self.succeeds("apply")

    def call(self, name, path=None):
        path = str(path or self.tree)
        arguments = {"export": [path, str(self.other / "export")],
                     "tree": ["patched", "copy", path]}.get(name, [path])
        program = [str(SCRIPTS / "series" / name)]
        if name == "tree":
            (self.other / "out").mkdir(exist_ok=True)
            program = [sys.executable, "-B", "-c", COPY, str(self.other / "out")]
        return subprocess.run([*self.under, *program, *arguments], capture_output=True,
                              env=self.env, check=False)

    def ends_well(self, name, path=None):
        done = self.call(name, path)
        self.assertEqual((done.returncode, done.stderr), (0, b""), name)

    def ends_with_a_line(self, name, *says, path=None):
        before = contents(self.tree)
        done = self.call(name, path)
        text = done.stderr.decode(errors="surrogateescape")
        self.assertEqual(done.returncode, 2, (name, text, done.stdout))
        self.assertEqual(len(text.splitlines()), 1, text)
        for word in says:
            self.assertIn(word, text)
        for folder in ("stage-", "export-", "merge-"):
            self.assertNotIn(f"{tempfile.gettempdir()}/{folder}", text)
        self.assertEqual(contents(self.tree), before, name)

    def each(self, make, check, names=ALL, git=(False, True)):
        """check(command) on a fresh tree with the trait, plain and git."""
        for name in names:
            for as_git in git:
                with self.subTest(name, git=as_git):
                    shutil.rmtree(self.tree)
                    shutil.copytree(self.control, self.tree)
                    if as_git:
                        self.as_git()
                    self.as_patched(name)
                    make()
                    check(name)

    def there_and_back(self):
        """apply and unapply leave the tree as it is now."""
        before = contents(self.tree)
        for name in ("apply", "unapply"):
            self.ends_well(name)
        after = contents(self.tree)
        for found in (before, after):
            for path in [path for path in found if path.split("/")[0] == ".git"]:
                del found[path]
        self.assertEqual(after, before)

    def test_nested_repositories(self):
        """A submodule, and a repository that somebody cloned into the tree."""
        library = self.other / "library"
        library.mkdir()
        (library / "file").write_text("theirs\n")
        mailbox.make_repository(library, {}, AUTHOR)

        def make():
            self.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add",
                     str(library), "drivers/sub")
            self.git("commit", "-q", "-m", "A submodule")
            self.git("clone", "-q", str(library), "drivers/nested")

        def check(name):
            self.ends_well(name)
            if name == "tree":
                for path in ("sub/file", "nested/file"):
                    self.assertEqual((self.other / "out/trees/copy/drivers" / path).read_text(),
                                     "theirs\n")
                self.assertFalse((self.other / "out/trees/copy/drivers/nested/.git").exists())
        self.each(make, check, git=(True,))

    def test_nested_repository_in_a_plain_tree(self):
        def make():
            library = self.tree / "drivers/nested"
            library.mkdir(parents=True)
            (library / "file").write_text("theirs\n")
            mailbox.make_repository(library, {}, AUTHOR)
        self.each(make, self.ends_well, git=(False,))

    def test_special_files(self):
        """Pipes, links that lead nowhere, links to folders."""
        def make():
            os.mkfifo(self.tree / "pipe")
            (self.tree / "nowhere").symlink_to("none")
            (self.tree / "folder").symlink_to("arch/arm64")
        self.each(make, self.ends_well, names=READERS)
        self.assertEqual(os.readlink(self.other / "out/trees/copy/folder"), "arch/arm64")
        shutil.rmtree(self.tree)
        shutil.copytree(self.control, self.tree)
        os.mkfifo(self.tree / "pipe")
        self.there_and_back()

    def test_names(self):
        """Quotes, blanks, bytes that are no characters."""
        for name in (b"it's a $b: caf\xe9", b"-n"):
            moved = self.tree.parent / os.fsdecode(name)
            for command in ("plan", "export", "tree", "apply", "unapply"):
                with self.subTest(command, name=name):
                    shutil.rmtree(self.other / "export", ignore_errors=True)
                    self.tree.rename(moved)
                    try:
                        self.ends_well(command, moved)
                    finally:
                        moved.rename(self.tree)

    def test_a_name_in_a_message(self):
        self.tree = self.tree.rename(self.tree.parent / os.fsdecode(b"caf\xe9 it's"))
        (self.tree / MMIO).unlink()
        for name in ("apply", "export", "tree"):
            self.ends_with_a_line(name, str(self.tree), MMIO)

    def test_link_to_the_tree(self):
        link = self.other / "link"
        link.symlink_to(self.tree)
        self.as_git()
        for name in (*READERS, "apply", "unapply"):
            with self.subTest(name):
                self.ends_well(name, link)

    def test_relative_path(self):
        self.under = ["env", "-C", str(self.tree.parent)]
        for name in (*READERS, "apply", "unapply"):
            with self.subTest(name):
                self.ends_well(name, self.tree.name)

    def test_entry_function_of_stable_trees(self):
        """Trees with the backported rules of exception entry have another name for it."""
        path = self.tree / "arch/arm64/kvm/inject_fault.c"
        text = path.read_text()
        self.assertIn("static void enter_exception64(", text)
        path.write_text(text.replace("enter_exception64", "get_except64_pstate"))
        self.assertRegex(self.command("plan").stdout, r"needed +0006-exception-entry-pstate ")

    def test_crlf(self):
        """Refused: what the series has ends in LF alone."""
        def make():
            for path in (self.tree / "arch/arm64/kvm").glob("*.c"):
                path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        self.each(make, lambda name: self.ends_with_a_line(name, str(self.tree), "CRLF"),
                  names=(*READERS, "apply"), git=(False,))

    def test_crlf_by_git(self):
        def make():
            self.git("config", "core.autocrlf", "true")
            for path in self.git("ls-files").splitlines():
                (self.tree / path).unlink()
            self.git("checkout", "-q", "-f", "HEAD")
            self.assertIn(b"\r\n", (self.tree / MMIO).read_bytes())
        self.each(make, lambda name: self.ends_with_a_line(name, str(self.tree), "autocrlf"),
                  git=(True,))

    def test_bytes_that_are_no_characters(self):
        """In hooked files, and in the subject of a commit."""
        for path in (MMIO, "arch/arm64/kvm/sys_regs.c", "include/uapi/linux/kvm.h"):
            file = self.tree / path
            file.write_bytes(b"/* caf\xe9 \r */\n" + file.read_bytes() + b"/* \xff */\n")
        self.there_and_back()
        self.as_git()
        subprocess.run(["git", "-C", str(self.tree), "commit", "-q", "--allow-empty", "-F", "-"],
                       input=b"Caf\xe9\n", env=self.env, check=True)
        self.there_and_back()
        self.succeeds("apply")
        subprocess.run(["git", "-C", str(self.tree), "commit", "-q", "--allow-empty", "-F", "-"],
                       input=b"Caf\xe9\n", env=self.env, check=True)
        self.ends_well("unapply")

    def test_a_build_removed_a_tracked_file(self):
        def make():
            (self.tree / "Kconfig").unlink()

        def check(name):
            self.ends_well(name)
            self.assertFalse((self.tree / "Kconfig").exists())
        self.each(make, check, git=(True,))

    def test_no_unifdef(self):
        programs = self.other / "bin"
        programs.mkdir()
        for name in ("git", "python3", "env"):
            (programs / name).symlink_to(shutil.which(name))

        def check(name):
            self.env["PATH"] = str(programs)
            try:
                self.ends_with_a_line(name, "unifdef", "apt-get install")
            finally:
                self.env["PATH"] = os.environ["PATH"]
        self.each(lambda: None, check, git=(False,))

    def test_folder_in_the_place_of_a_file(self):
        def make():
            for path in (self.tree / MMIO, self.tree / record.NAME):
                path.unlink(missing_ok=True)
            (self.tree / MMIO).mkdir()
        self.each(make, lambda name: self.ends_with_a_line(name, MMIO),
                  names=(*READERS[1:], "apply", "unapply"), git=(False,))

    def test_merge_under_way(self):
        def make():
            head = self.git("rev-parse", "HEAD")
            (self.tree / ".git/MERGE_HEAD").write_text(head)
        self.each(make, lambda name: self.ends_with_a_line(name, "a merge is under way"),
                  names=("apply", "unapply"), git=(True,))

    def test_git_without_a_commit(self):
        self.git("init", "-q")
        for name in ("apply", "unapply"):
            self.ends_with_a_line(name, str(self.tree), "commit")

    def test_locked_index(self):
        def make():
            (self.tree / ".git/index.lock").write_text("")
        self.each(make, lambda name: self.ends_with_a_line(name, "index.lock"),
                  names=("apply", "unapply"), git=(True,))

    def test_interrupted(self):
        """A journal that is there: the readers say so, the others clean up."""
        def check(name):
            journal = self.tree / (".git/kvm-nisv-journal" if (self.tree / ".git").exists()
                                   else record.JOURNAL)
            journal.write_text("{")
            if name in READERS:
                self.ends_with_a_line(name, str(self.tree), "was interrupted")
            else:
                self.ends_well(name)
                self.assertFalse(journal.exists())
        self.each(lambda: None, check)

    def test_read_only_folder(self):
        """Of another file system, mounted so that no rename() can cross."""
        where = str(self.tree / "arch/arm64/kvm")
        script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
        under = ["unshare", "-m", "sh", "-c", script, where]
        if not may(*under, "true"):
            self.skipTest("this machine does not let a test mount")

        def check(name):
            self.under = under
            try:
                self.ends_with_a_line(name, where, "Read-only file system")
            finally:
                self.under = []
        self.each(lambda: None, check, names=("apply", "unapply"))

    def test_full_disk(self):
        disk = self.other / "disk"
        disk.mkdir()
        if not may("mount", "-t", "tmpfs", "-o", "size=24m", "none", str(disk)):
            self.skipTest("this machine does not let a test mount")
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=True)
        self.tree = disk / "linux"
        for room in (0, 16, 100, 400):

            def fill(room=room):
                free = shutil.disk_usage(disk).free
                (disk / "filler").write_bytes(bytes(max(0, free - room * 1024)))

            def check(name):
                try:
                    self.ends_with_a_line(name, str(self.tree), "space")
                finally:
                    (disk / "filler").unlink()
                self.ends_well(name)
            self.tree.mkdir(exist_ok=True)
            self.each(fill, check, names=("apply",))
            if room < 100:
                self.each(fill, check, names=("unapply",))

    def test_full_disk_for_an_export(self):
        disk = self.other / "export"
        disk.mkdir()
        if not may("mount", "-t", "tmpfs", "-o", "size=256k", "none", str(disk)):
            self.skipTest("this machine does not let a test mount")
        self.addCleanup(subprocess.run, ["umount", "-l", str(disk)], check=True)
        self.ends_with_a_line("export", str(disk), "No space left")
        self.assertEqual(list(disk.iterdir()), [])

    def test_tree_of_another_user(self):
        if os.geteuid() != 0:
            self.skipTest("only root can give a tree to another user")

        def make():
            for path in [self.tree, *self.tree.rglob("*")]:
                os.chown(path, 1234, 1234, follow_symlinks=False)

        def plain(name):
            self.ends_well(name)
            self.assertEqual({path.stat().st_uid for path in self.tree.rglob("*")}, {1234})
        self.each(make, plain, git=(False,))
        self.each(make, lambda name: self.ends_with_a_line(name, str(self.tree), "safe.directory"),
                  names=("tree", "apply", "unapply"), git=(True,))

    def test_no_permission(self):
        under = ["setpriv", "--reuid=1234", "--regid=1234", "--clear-groups"]
        if not may(*under, "test", "-x", str(SCRIPTS / "series/apply")):
            self.skipTest("this machine does not let a test become another user")
        self.tree.parent.chmod(0o755)
        self.each(lambda: None, lambda name: self.as_other(under, name),
                  names=("apply", "unapply"), git=(False,))

    def as_other(self, under, name):
        self.under = under
        try:
            self.ends_with_a_line(name, str(self.tree), "Permission denied")
        finally:
            self.under = []


if __name__ == "__main__":
    unittest.main()
