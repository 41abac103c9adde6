# SPDX-License-Identifier: GPL-2.0
"""How one script runs another, and make: what of the user's knobs gets there."""

import os
import re
import subprocess
import sys
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from lib import harness


class HarnessTest(unittest.TestCase):
    """Knobs, and exit codes."""

    def test_knobs_of_the_user_stay_out(self):
        with mock.patch.dict(os.environ, dict.fromkeys(harness.KNOBS, "x") | {"JOBS": "3"}):
            found = harness.environment(T="CAP")
        self.assertEqual(found["JOBS"], "3")
        self.assertEqual({name: found[name] for name in harness.KNOBS & set(found)}, {"T": "CAP"})

    def test_what_scripts_source_is_there(self):
        """shellcheck goes by its own comments, not by the path."""
        found = 0
        for path in (harness.TOP / "scripts").rglob("*"):
            if not path.is_file() or "fixtures" in path.parts or path.suffix == ".pyc":
                continue
            for name in re.findall(r'(?m)^\t?\. "\$\(dirname "\$0"\)/([^"]+)"',
                                   path.read_text(errors="replace")):
                self.assertTrue((path.parent / name).is_file(), f"{path}: {name}")
                found += 1
        self.assertGreater(found, 20)

    def test_a_script_that_fails(self):
        self.assertEqual(harness.run("unpack-stock", "nosuch"), 2)
        with self.assertRaisesRegex(harness.ScriptError, "^unpack-stock failed"):
            harness.script("unpack-stock", "nosuch")

    def test_warnings_of_the_base_only(self):
        for kdir, wanted in (("", True), ("linux-4.19", False)):
            said = subprocess.run(
                ["bash", "-c", ". lib/common.sh && . machine/kbuild.sh && kernel_make tree build &&"
                 ' echo "${kmake[@]}"'], cwd=harness.TOP / "scripts", check=True,
                env=harness.environment(KDIR=kdir), capture_output=True, text=True).stdout
            self.assertEqual("W=1" in said.split(), wanted, kdir)


if __name__ == "__main__":
    unittest.main()
