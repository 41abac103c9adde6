# SPDX-License-Identifier: GPL-2.0
"""The copy of a user's tree follows what the user does to it."""

import importlib.machinery
import importlib.util
import os
import tempfile
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1] / "machine"


def load_script(name):
    loader = importlib.machinery.SourceFileLoader(name, str(SCRIPTS / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(module)
    return module


class Copy(unittest.TestCase):
    """A tree of two files, and a copy with another in the place of a third."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="tree-")
        self.addCleanup(scratch.cleanup)
        self.tree, self.copy = (Path(scratch.name) / name for name in ("tree", "copy"))
        (self.tree / "scripts").mkdir(parents=True)
        self.program = self.tree / "scripts/gcc-version.sh"
        self.program.write_text("#!/bin/sh\n")
        (self.tree / "Makefile").write_text("VERSION = 5\n")
        (self.tree / "hooked.c").write_text("old\n")
        self.script = load_script("make-tree")
        self.assertEqual(self.bring(), 2)

    def bring(self):
        names = [str(path.relative_to(self.tree)) for path in self.tree.rglob("*")
                 if path.is_file()]
        return self.script.populate(self.tree, names, self.copy, {"hooked.c": None}, False)

    def test_nothing_changed(self):
        self.assertEqual(self.bring(), 0)
        self.assertFalse((self.copy / "hooked.c").exists())

    def test_content(self):
        (self.tree / "Makefile").write_text("VERSION = 4\n")
        self.assertEqual(self.bring(), 1)
        self.assertEqual((self.copy / "Makefile").read_text(), "VERSION = 4\n")

    def test_build_is_a_name_like_any_other(self):
        """Trees have a program, or a folder, of that name; objects are elsewhere."""
        objects = self.copy / self.script.BUILD
        objects.mkdir()
        (objects / "Image").write_text("made")
        source, copied = self.tree / "build", self.copy / "build"
        source.write_text("#!/bin/sh\n")
        self.bring()
        self.assertEqual(copied.read_text(), "#!/bin/sh\n")
        source.unlink()
        source.mkdir()
        (source / "Makefile").write_text("all:\n")
        self.bring()
        self.assertEqual((copied / "Makefile").read_text(), "all:\n")
        (source / "Makefile").unlink()
        self.bring()
        self.assertFalse((copied / "Makefile").exists())
        self.assertEqual((objects / "Image").read_text(), "made")

    def test_same_content_at_another_time(self):
        before = (self.copy / "Makefile").stat().st_mtime_ns
        os.utime(self.tree / "Makefile")
        self.assertEqual(self.bring(), 0)
        self.assertEqual((self.copy / "Makefile").stat().st_mtime_ns, before)

    def test_mode(self):
        for mode in (0o755, 0o644):
            self.program.chmod(mode)
            self.bring()
            copied = (self.copy / "scripts/gcc-version.sh").stat().st_mode
            self.assertEqual(copied & 0o111, mode & 0o111)

    def test_link_that_becomes_a_file(self):
        source, copied = self.tree / "scripts/dtc", self.copy / "scripts/dtc"
        source.symlink_to("gcc-version.sh")
        self.bring()
        self.assertTrue(copied.is_symlink())
        source.unlink()
        source.write_text(self.program.read_text())
        source.chmod(0o755)
        self.assertEqual(self.bring(), 1)
        self.assertFalse(copied.is_symlink())
        self.assertFalse((self.copy / "scripts/gcc-version.sh").stat().st_mode & 0o111)

    def test_gone(self):
        self.program.unlink()
        self.assertEqual(self.bring(), 1)
        self.assertFalse((self.copy / "scripts/gcc-version.sh").exists())


if __name__ == "__main__":
    unittest.main()
