# SPDX-License-Identifier: GPL-2.0
"""The kselftests for mainline: what its Makefile gets, and what counts as alike."""

import sys
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from campaigns.newest import newest, newest_results
from machine import expected
from series import patchset as ps

MAKEFILE = """LIBKVM_arm64 += lib/one.c
LIBKVM_arm64 += lib/two.c

TEST_GEN_PROGS_arm64 = $(COMMON)
TEST_GEN_PROGS_arm64 += arm64/first

ifeq ($(ARCH),arm64)
endif
"""


def test(name, outcome="pass", program="vm_caps", note=""):
    return {"name": name, "program": program, "outcome": outcome, "note": note}


class MakefileTest(unittest.TestCase):
    """Lines for files of each kind."""

    def lines(self, *names, text=MAKEFILE):
        return newest.makefile(text, [newest.TESTS + name for name in names]).splitlines()

    def test_program_goes_behind_the_others(self):
        lines = self.lines("vm_caps.c")
        self.assertEqual(lines[lines.index("TEST_GEN_PROGS_arm64 += arm64/first") + 1],
                         "TEST_GEN_PROGS_arm64 += arm64/vm_caps")
        self.assertNotIn(newest.INCLUDE.strip(), lines)

    def test_shared_files_and_where_headers_are(self):
        lines = self.lines("common/nisv.c", "common/nisv.h", "common/stubs.S")
        self.assertEqual(lines[2:4], ["LIBKVM_arm64 += arm64/common/nisv.c",
                                      "LIBKVM_arm64 += arm64/common/stubs.S"])
        self.assertEqual(lines[lines.index("ifeq ($(ARCH),arm64)") + 1],
                         newest.INCLUDE.strip())
        self.assertNotIn("common/nisv.h", "\n".join(lines))

    def test_where_headers_are_is_said_once(self):
        once = "\n".join(self.lines("common/nisv.c")) + "\n"
        again = self.lines("common/thread.c", text=once)
        self.assertEqual(again.count(newest.INCLUDE.strip()), 1)

    def test_a_makefile_that_is_another(self):
        for gone in ("LIBKVM_arm64", "TEST_GEN_PROGS_arm64 +=", "ifeq"):
            with self.assertRaises(ps.PatchError):
                self.lines("vm_caps.c", "common/nisv.c", text=MAKEFILE.replace(gone, "X"))

    def test_each_program_is_in_the_series(self):
        there = {file.stem for file in (ps.TOP / newest.TESTS).glob("*.c")}
        added = [name for patch in newest.load()
                 for name in newest.programs(patch.added(ps.TOP))]
        self.assertEqual(sorted(added), sorted(there - set(newest.LEFT_OUT)))

    def test_no_file_is_added_twice(self):
        added = [path for patch in newest.load() for path in patch.added(ps.TOP)]
        self.assertEqual(len(added), len(set(added)))


class ResultsTest(unittest.TestCase):
    """Two runs, and the list of what is known to fail."""

    def differences(self, theirs, own):
        return [text for one in newest_results.programs(theirs, own)
                for text in one.differences()]

    def test_alike(self):
        tests = [test("CAP-1.a"), test("CAP-1.b", "fail"), test("CAP-1.c", "skip", note="cpu: x")]
        self.assertEqual(self.differences(tests, tests), [])

    def test_another_outcome(self):
        self.assertEqual(self.differences([test("CAP-1.a", "fail")], [test("CAP-1.a")]),
                         ["CAP-1.a: fail; with this repository's library: pass"])

    def test_another_reason_to_skip(self):
        found = self.differences([test("CAP-1.a", "skip", note="x")],
                                 [test("CAP-1.a", "skip", note="y")])
        self.assertEqual(len(found), 1)

    def test_a_case_on_one_side_only(self):
        self.assertEqual(len(self.differences([test("CAP-1.a")], [])), 1)
        self.assertEqual(len(self.differences([], [test("CAP-1.a")])), 1)

    def test_witness_is_not_compared(self):
        self.assertEqual(self.differences([], [test("ID-10.a", program="witness")]), [])

    def test_departures_go_by_the_list(self):
        lines = [expected.Line("fail", "CAP-1.[ab]", "they do", "x:1"),
                 expected.Line("skip", "CAP-1.c", "not this", "x:2")]
        found = newest_results.departures(
            [test("CAP-10.z", "fail"), test("CAP-1.a", "fail"), test("CAP-1.b", "fail"),
             test("CAP-1.c", "fail"), test("CAP-1.d")], lines)
        self.assertEqual([(one.pattern, one.listed, len(one.cases)) for one in found],
                         [("CAP-1.[ab]", True, 2), ("CAP-1.c", False, 1), ("CAP-10.z", False, 1)])
        self.assertEqual(found[0].command, "arm64/vm_caps -r CAP-1.a")


if __name__ == "__main__":
    unittest.main()
