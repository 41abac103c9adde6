# SPDX-License-Identifier: GPL-2.0
"""QEMU=: which program is started, and what is said of one that can't be."""

import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from lib import harness

SCRIPTS = harness.TOP / "scripts"


class QemuTest(unittest.TestCase):
    """Programs of a user's, real or not; nothing is fetched."""

    def setUp(self):
        # pylint: disable=consider-using-with
        self.folder = tempfile.TemporaryDirectory(prefix="qemu-")
        self.addCleanup(self.folder.cleanup)

    def program(self, *models):
        """A program that claims to have these CPU models."""
        path = Path(self.folder.name) / "qemu"
        path.write_text("#!/bin/sh\n" + "".join(f"echo '  {model}'\n" for model in models))
        path.chmod(0o755)
        return str(path)

    def check(self, qemu, **knobs):
        """scripts/machine/qemu --check."""
        return subprocess.run(
            [SCRIPTS / "machine/qemu", "--check"], check=False, capture_output=True, text=True,
            env=harness.environment(QEMU=qemu, **knobs))

    def program_of(self, qemu):
        """What the scripts start."""
        return subprocess.run(
            ["bash", "-c", '. lib/common.sh && printf %s "$qemu_system"'], cwd=SCRIPTS, check=True,
            capture_output=True, text=True, env=harness.environment(QEMU=qemu)).stdout

    def test_which_one(self):
        out = harness.TOP / "out"
        self.assertEqual(self.program_of(""), "qemu-system-aarch64")
        self.assertEqual(self.program_of("/opt/qemu"), "/opt/qemu")
        self.assertEqual(self.program_of("newest"), f"{out}/qemu/newest/qemu-system-aarch64")

    def test_good(self):
        for qemu in ("", "newest", "trixie-backports", self.program("cortex-a57", "max")):
            done = self.check(qemu)
            self.assertEqual((done.returncode, done.stderr), (0, ""), qemu)

    def test_bad(self):
        file = Path(self.folder.name) / "text"
        file.write_text("cortex-a57\n")
        for qemu in ("no such suite", "Newest", "qemu-system-aarch64", f"{self.folder.name}/none",
                     str(file), self.folder.name, self.program("qemu64")):
            done = self.check(qemu)
            self.assertEqual(done.returncode, 2, qemu)
            self.assertRegex(done.stderr, r"\Aqemu: QEMU=.*: give the path of .*\n\Z", qemu)

    def test_a_32_bit_host_takes_another(self):
        self.assertEqual(self.check(self.program("cortex-a15"), ARCH="arm").returncode, 0)
        self.assertEqual(self.check(self.program("cortex-a15")).returncode, 2)


if __name__ == "__main__":
    unittest.main()
