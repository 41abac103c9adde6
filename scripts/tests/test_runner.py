# SPDX-License-Identifier: GPL-2.0
"""run_kselftest.sh: which programs it runs, with programs that only list."""

import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2] / "tools/testing/selftests/kvm/arm64"
PROGRAMS = [f"p{number}" for number in range(9)]


class RunnerTest(unittest.TestCase):
    """A folder as it is installed, with nine programs."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="runner-")
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        shutil.copy(TESTS / "run_kselftest.sh", self.folder)
        (self.folder / "programs").write_text("".join(f"{name}\n" for name in PROGRAMS))
        (self.folder / "settings").write_text("timeout=5\ntime_p7=30\ntime_p2=14\n")
        for name in PROGRAMS:
            program = self.folder / name
            program.write_text(f"#!/bin/sh\necho X-1.{name}\n")
            program.chmod(0o755)

    def run_it(self, *arguments):
        return subprocess.run(["sh", self.folder / "run_kselftest.sh", "-l", *arguments],
                              capture_output=True, text=True, check=False)

    def listed(self, *arguments):
        return [line.split()[0] for line in self.run_it(*arguments).stdout.splitlines()]

    def test_all(self):
        self.assertEqual(self.listed(), PROGRAMS)

    def test_what_is_no_case_selects_nothing(self):
        (self.folder / "p3").write_text("#!/bin/sh\necho seed: 1\n")
        (self.folder / "p4").write_text("#!/bin/sh\necho seed: 1\necho X-1.p4\n")
        self.assertEqual(self.run_it().stdout.splitlines(),
                         [f"{name} X-1.{name}" for name in PROGRAMS if name != "p3"])

    def test_a_program_that_cannot_list_stays(self):
        (self.folder / "p3").write_text("#!/bin/sh\nexit 1\n")
        self.assertIn("p3", self.listed())

    def test_each_is_in_one_part(self):
        for parts in range(1, 10):
            found = [self.listed("-p", f"{part}/{parts}") for part in range(1, parts + 1)]
            self.assertEqual(sorted(sum(found, [])), PROGRAMS, parts)
            for one in found:
                self.assertEqual(one, sorted(one), "not in their order")

    def test_the_long_ones_are_apart(self):
        self.assertEqual(self.listed("-p", "1/2"), ["p7"])
        self.assertIn("p2", self.listed("-p", "2/2"))

    def test_no_part(self):
        for text in ("0/2", "3/2", "x/2", "1/", "1", "/", "-1/2"):
            done = self.run_it("-p", text)
            self.assertEqual(done.returncode, 1, text)
            self.assertIn("not a part", done.stderr)
