# SPDX-License-Identifier: GPL-2.0
"""The semantic patches: each finds what is bad in its examples, and nothing else."""

import re
import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from checks import cocci

EXAMPLES = cocci.RULES / "examples"
BAD = re.compile(r"/\* ((?:bad ?)+)\*/")


class Examples(unittest.TestCase):
    """NAME-bad.c has a comment on each line that is to be found, a word per report."""

    def found(self, rule, name):
        self.assertTrue((EXAMPLES / name).is_file(), name)
        return sorted(line for _, line, _ in cocci.reports(rule, [name], EXAMPLES))

    def test_what_is_bad(self):
        for name, rule in cocci.rules().items():
            text = (EXAMPLES / f"{name}-bad.c").read_text(encoding="utf-8")
            wanted = [number for number, line in enumerate(text.splitlines(), 1)
                      for match in BAD.findall(line) for _ in match.split()]
            with self.subTest(name):
                self.assertTrue(wanted)
                self.assertEqual(self.found(rule, f"{name}-bad.c"), wanted)

    def test_what_is_good(self):
        for name, rule in cocci.rules().items():
            with self.subTest(name):
                self.assertEqual(self.found(rule, f"{name}-good.c"), [])

    def test_no_example_without_a_rule(self):
        names = {path.stem.rpartition("-")[0] for path in EXAMPLES.iterdir()}
        self.assertEqual(names, set(cocci.rules()))

    def test_a_rule_that_is_none(self):
        with tempfile.NamedTemporaryFile("w", suffix=".cocci") as rule:
            rule.write("@broken@\nidentifier constant\n@@\n f()\n")
            rule.flush()
            with self.assertRaises(cocci.CocciError):
                cocci.reports(rule.name, ["raw_id_reg-good.c"], EXAMPLES)


if __name__ == "__main__":
    unittest.main()
