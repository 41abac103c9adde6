# SPDX-License-Identifier: GPL-2.0
"""machine/deb.sh: files of a package, wherever the release puts them."""

import lzma
import subprocess
import tempfile
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1]


class Packages(unittest.TestCase):
    """Each test makes a package and reads it."""

    def setUp(self):
        # pylint: disable=consider-using-with
        self.folder = tempfile.TemporaryDirectory(prefix="deb-")
        self.addCleanup(self.folder.cleanup)
        self.top = Path(self.folder.name)

    def package(self, name, files):
        """A package with these files: {path: contents}."""
        root = self.top / f"{name}-root"
        control = root / "DEBIAN/control"
        control.parent.mkdir(parents=True)
        control.write_text(f"Package: {name}\nVersion: 1\nArchitecture: all\n"
                           "Maintainer: Nobody <nobody@localhost>\nDescription: of a test\n")
        for path, contents in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(contents)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-b", root, self.top / f"{name}.deb"],
                       check=True, capture_output=True)
        return self.top / f"{name}.deb"

    def call(self, *command):
        """Call a function of deb.sh."""
        return subprocess.run(
            ["bash", "-c", '. lib/common.sh && . machine/deb.sh && "$@"', "test", *map(str, command)],
            cwd=SCRIPTS, check=False, capture_output=True)

    def test_a_program_in_any_folder(self):
        for number, path in enumerate(("bin/tool", "usr/bin/tool", "usr/sbin/tool")):
            package = self.package(f"tool{number}", {
                path: b"the tool", "usr/share/hooks/tool": b"a hook", "usr/bin/toolbox": b"other"})
            self.assertEqual(self.call("deb_program", package, "tool").stdout, b"the tool", path)

    def test_a_program_that_is_not_there(self):
        done = self.call("deb_program", self.package("empty", {"usr/share/doc/tool": b""}), "tool")
        self.assertEqual(done.returncode, 2)
        self.assertRegex(done.stderr.decode(), r"\A\w+: empty.deb has no file .*tool: remove .*\n\Z")

    def test_two_programs_of_a_name(self):
        package = self.package("two", {"bin/tool": b"1", "usr/bin/tool": b"2"})
        done = self.call("deb_program", package, "tool")
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"has 2 files", done.stderr)

    def test_a_source_with_any_compression(self):
        for name, contents in (("tar.xz", lzma.compress(b"source")), ("tar", b"source")):
            package = self.package(f"src{len(name)}", {
                f"usr/src/linux-source-6.1/linux-source-6.1.{name}": contents,
                "usr/src/linux-config-6.1/config": b"no source"})
            self.assertEqual(self.call("deb_source", package).stdout, b"source", name)

    def test_usr_is_merged(self):
        old = self.package("old", {"lib/modules/1/a.ko": b"a"})
        new = self.package("new", {"usr/lib/modules/1/b.ko": b"b", "bin/tool": b"t"})
        root = self.top / "merged"
        self.assertEqual(self.call("deb_unpack", root, old, new).returncode, 0)
        for path in ("lib/modules/1", "usr/lib/modules/1"):
            self.assertEqual(sorted(file.name for file in (root / path).iterdir()),
                             ["a.ko", "b.ko"], path)
        self.assertEqual((root / "usr/bin/tool").read_bytes(), b"t")


if __name__ == "__main__":
    unittest.main()
