# SPDX-License-Identifier: GPL-2.0
"""A small kernel tree, plain or git, and what the commands do with it.

It has the files of the control that the series touches, and what makes a folder a
kernel tree; every refusal must leave it as it was.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
SCRIPTS = HERE.parent
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from series import kerneltree as kt, mailbox, patchset as ps

BASE = ps.TOP / "out/base"
AUTHOR = ("Tree Owner", "owner@example.org")


def snapshot(tree):
    """Everything in a tree, git's own files included: {path: content}."""
    return {str(path.relative_to(tree)): path.read_bytes()
            for path in tree.rglob("*") if path.is_file()}


class TreeTest(unittest.TestCase):
    """A small control, and the commands."""

    @classmethod
    def setUpClass(cls):
        cls.series, files = mailbox.control_files(BASE)
        cls.scratch = tempfile.TemporaryDirectory(prefix="apply-")
        cls.control = Path(cls.scratch.name) / "control"
        kt.write_files(cls.control, files)
        for name in ("Makefile", "Kbuild", "Kconfig"):
            shutil.copy(BASE / name, cls.control / name)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="tree-")
        self.addCleanup(folder.cleanup)
        self.tree = Path(folder.name) / "linux"
        shutil.copytree(self.control, self.tree)

    def as_git(self):
        """Make the tree a git tree with one commit."""
        mailbox.make_repository(self.tree, {}, AUTHOR)

    def git(self, *args):
        return mailbox.git(self.tree, *args)

    def command(self, name):
        env = dict(os.environ, **mailbox.NEUTRAL)
        return subprocess.run([str(SCRIPTS / "series" / name), str(self.tree)], env=env,
                              capture_output=True, text=True, check=False)

    def succeeds(self, name):
        done = self.command(name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def refused(self, name, *says):
        """Exit 2, one line that says so, and nothing in the tree changed."""
        before = snapshot(self.tree) if self.tree.is_dir() else None
        done = self.command(name)
        self.assertEqual(done.returncode, 2, done.stdout + done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for text in says:
            self.assertIn(text, done.stderr)
        if before is not None:
            self.assertEqual(snapshot(self.tree), before)

    def patched(self):
        """What the series makes of the control: {path: content}."""
        result = snapshot(self.control)
        for _, files in kt.stage_series(self.control, self.series):
            for path, now in files.items():
                result.pop(path, None)
                if now is not None:
                    result[path] = now[0]
        return result

    def apply_some(self, count):
        """Put the first patches in by hand."""
        for _, files in kt.stage_series(self.tree, self.series)[:count]:
            kt.write_files(self.tree, files)
