# SPDX-License-Identifier: GPL-2.0
"""Finding what a client loads: programs and libraries made for it, in small folders."""

import subprocess
import tempfile
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
CLOSURE = TOP / "scripts/campaigns/clients/closure"
CROSS = "aarch64-linux-gnu-"
LOADER = "lib/ld-linux-aarch64.so.1"


class Closure(unittest.TestCase):
    """scripts/campaigns/clients/closure on a program that needs one library through another."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.staging = Path(folder.name) / "staging"
        self.root = Path(folder.name) / "root"
        self.libraries = self.staging / "usr/lib/aarch64-linux-gnu"
        self.libraries.mkdir(parents=True)
        (self.staging / "usr/bin").mkdir()
        (self.staging / "lib").mkdir()
        (self.staging / LOADER).write_bytes(b"the loader")
        self.link("libinner.so.1.2", "int inner(void) { return 1; }", "-shared",
                  "-Wl,-soname,libinner.so.1")
        (self.libraries / "libinner.so.1").symlink_to("libinner.so.1.2")
        self.link("libouter.so", "int inner(void); int outer(void) { return inner(); }",
                  "-shared", "-Wl,-soname,libouter.so", self.libraries / "libinner.so.1.2")
        self.link("../../bin/program", "int outer(void); void _start(void) { outer(); }",
                  self.libraries / "libouter.so", f"-Wl,-dynamic-linker,/{LOADER}",
                  f"-Wl,-rpath-link,{self.libraries}")

    def link(self, name, text, *arguments):
        """Compile a program or library into the staging folder."""
        subprocess.run([f"{CROSS}gcc", "-x", "c", "-", "-x", "none", "-nostdlib", "-fPIC", "-o",
                        self.libraries / name, *arguments], input=text, text=True, check=True,
                       cwd=self.libraries)

    def closure(self):
        return subprocess.run([CLOSURE, f"{CROSS}readelf", self.staging,
                               "usr/bin/program", self.root], check=False, capture_output=True,
                              text=True)

    def test_all_that_is_loaded_is_copied(self):
        (self.libraries / "libunused.so").write_bytes(b"nobody's")
        done = self.closure()
        self.assertEqual(done.returncode, 0, done.stderr)
        found = sorted(str(path.relative_to(self.root)) for path in self.root.rglob("*")
                       if path.is_file())
        self.assertEqual(found, [LOADER, "usr/bin/program",
                                 "usr/lib/aarch64-linux-gnu/libinner.so.1",
                                 "usr/lib/aarch64-linux-gnu/libouter.so"])

    def test_library_behind_an_absolute_link(self):
        inner = self.libraries / "libinner.so.1"
        inner.unlink()
        inner.symlink_to("/usr/lib/aarch64-linux-gnu/libinner.so.1.2")
        done = self.closure()
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertTrue((self.root / "usr/lib/aarch64-linux-gnu/libinner.so.1").is_file())

    def test_missing_library_is_named(self):
        (self.libraries / "libinner.so.1").unlink()
        done = self.closure()
        self.assertEqual(done.returncode, 1)
        self.assertIn("libinner.so.1", done.stderr)
        self.assertIn("libouter.so", done.stderr)

    def test_missing_loader_is_named(self):
        (self.staging / LOADER).unlink()
        done = self.closure()
        self.assertEqual(done.returncode, 1)
        self.assertIn(LOADER, done.stderr)


if __name__ == "__main__":
    unittest.main()
