# SPDX-License-Identifier: GPL-2.0
"""All files of a tree are replaced or none, wherever it fails, and after a crash at any point.

Every call that changes a file system is made to fail once, and is the last one of a
process that is killed once.
"""

import errno
import os
import signal
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from series import gitmove, gittree, mailbox
from series.transaction import Transaction

CALLS = ("replace", "link", "unlink", "mkdir", "rmdir", "fsync", "chmod")
BEFORE = {"changed": "old\n", "removed": "gone\n", "a/b": "old too\n", "untouched": "as it is\n"}
AFTER = {"changed": "new\n", "a/b": "new too\n", "untouched": "as it is\n", "c/d/e": "added\n"}
FILES = {"changed": (b"new\n", 0o644), "removed": None, "a/b": (b"new too\n", 0o644),
         "c/d/e": (b"added\n", 0o755)}


class Calls:
    """Counts the calls, and does something in the place of one of them."""

    def __init__(self, at, action):
        self.count, self.at, self.action = 0, at, action

    def wrap(self, call):
        def wrapped(*arguments, **options):
            self.count += 1
            if self.count == self.at:
                self.action()
            return call(*arguments, **options)
        return wrapped

    def __enter__(self):
        self.patches = [mock.patch.object(os, name, self.wrap(getattr(os, name)))
                        for name in CALLS]
        for patch in self.patches:
            patch.start()
        return self

    def __exit__(self, *unused):
        for patch in self.patches:
            patch.stop()


def fail():
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Plain(unittest.TestCase):
    """A folder of four files."""

    owner, step = 1234, 1

    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory(prefix="transaction-")
        self.addCleanup(self.scratch.cleanup)
        self.number = 0

    def make(self):
        """A tree as it was before."""
        self.number += 1
        self.tree = Path(self.scratch.name) / str(self.number)
        for path, content in BEFORE.items():
            (self.tree / path).parent.mkdir(parents=True, exist_ok=True)
            (self.tree / path).write_text(content)

    def run_it(self):
        Transaction(self.tree, self.tree / "journal").run(FILES)

    def undo(self):
        return Transaction(self.tree, self.tree / "journal").undo()

    def files(self):
        return {str(path.relative_to(self.tree)): path.read_text()
                for path in self.tree.rglob("*")
                if path.is_file() and ".git" not in path.relative_to(self.tree).parts}

    def is_before(self):
        self.assertEqual(self.files(), BEFORE)
        self.assertFalse((self.tree / "c").exists())

    def is_after(self):
        self.assertEqual(self.files(), AFTER)

    def calls(self):
        """How many there are."""
        self.make()
        with Calls(0, fail) as calls:
            self.run_it()
        self.is_after()
        self.assertGreater(calls.count, 20)
        return calls.count

    def test_an_error_at_any_point(self):
        """Before all is done it is as it was, then it is done."""
        outcomes = set()
        for at in range(1, self.calls() + 1, self.step):
            with self.subTest(at=at):
                self.make()
                inode = (self.tree / "changed").stat().st_ino
                with Calls(at, fail):
                    try:
                        self.run_it()
                    except (OSError, gittree.Refused):
                        pass
                self.undo()
                try:
                    self.is_before()
                    outcomes.add("before")
                    self.assertEqual((self.tree / "changed").stat().st_ino, inode)
                except AssertionError:
                    self.is_after()
                    outcomes.add("after")
        self.assertIn("before", outcomes)

    def test_a_crash_at_any_point(self):
        outcomes = []
        for at in range(1, self.calls() + 1, self.step):
            with self.subTest(at=at):
                self.make()
                child = os.fork()
                if not child:
                    with Calls(at, die):
                        self.run_it()
                    os._exit(0)
                self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]),
                                 -signal.SIGKILL)
                self.undo()
                outcomes.append(self.files() == AFTER)
                (self.is_after if outcomes[-1] else self.is_before)()
                self.assertFalse(self.undo())
        # From one point on it is done, and it is never undone after that.
        self.assertEqual(outcomes, sorted(outcomes))
        self.assertEqual(set(outcomes), {False, True})

    def test_a_crash_while_a_crash_is_undone(self):
        total = self.calls()
        for at in range(5, total, 3 * self.step):
            for again in range(1, 20, 4 * self.step):
                self.make()
                for call, where in ((self.run_it, at), (self.undo, again)):
                    child = os.fork()
                    if not child:
                        with Calls(where, die):
                            call()
                        os._exit(0)
                    os.waitpid(child, 0)
                self.undo()
                if self.files() != AFTER:
                    self.is_before()

    def test_at_work(self):
        """What another process has begun is not undone while it runs."""
        self.make()
        with Calls(20, self.undo):
            with self.assertRaisesRegex(gittree.Refused, "another apply or unapply"):
                self.run_it()
        self.is_before()

    def test_folder_in_the_way(self):
        self.make()
        (self.tree / "c/d/e").mkdir(parents=True)
        with self.assertRaisesRegex(gittree.Refused, "c/d/e: is a folder"):
            self.run_it()
        self.assertEqual(self.files(), BEFORE)

    def test_left_without_a_journal(self):
        """What another time left is never taken for the old file."""
        self.make()
        (self.tree / ".changed.kvm-nisv-old").write_text("of another time\n")
        with self.assertRaisesRegex(gittree.Refused, "whose journal is gone"):
            self.run_it()
        (self.tree / ".changed.kvm-nisv-old").unlink()
        self.assertEqual(self.files(), BEFORE)

    def test_modes_and_owners(self):
        self.make()
        (self.tree / "changed").chmod(0o640)
        if os.geteuid() == 0:
            for path in (self.tree, self.tree / "changed"):
                os.chown(path, self.owner, self.owner)
        self.run_it()
        there = (self.tree / "changed").stat()
        self.assertEqual(there.st_mode & 0o777, 0o640)
        self.assertEqual((self.tree / "c/d/e").stat().st_mode & 0o777, 0o755)
        if os.geteuid() == 0:
            self.assertEqual(there.st_uid, self.owner)
            self.assertEqual((self.tree / "c/d/e").stat().st_uid, self.owner)


class Git(Plain):
    """A work tree, which gets another commit with its files."""

    owner, step = 0, 3              # git works for its owner only, and takes its time

    def make(self):
        super().make()
        mailbox.make_repository(self.tree, {}, ("A B", "a@example.org"))
        self.old = gittree.commit_of(self.tree, "HEAD")

    def run_it(self):
        gitmove.commit_steps(self.tree, [("Do it\n", None, None, FILES)])

    def undo(self):
        return gitmove.undo(self.tree)

    def state(self):
        """HEAD is the old commit; all is committed, and git can work."""
        self.assertEqual(gittree.git(self.tree, "status", "--porcelain"), "")
        self.assertFalse((self.tree / ".git/index.lock").exists())
        self.assertEqual([path.name for path in (self.tree / ".git").glob("kvm-nisv*")
                          if path.name != "kvm-nisv-commits"], [])
        return gittree.commit_of(self.tree, "HEAD") == self.old

    def is_before(self):
        super().is_before()
        self.assertTrue(self.state())

    def is_after(self):
        super().is_after()
        self.assertFalse(self.state())

if __name__ == "__main__":
    unittest.main()
