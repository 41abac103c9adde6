# SPDX-License-Identifier: GPL-2.0
"""The review: what it makes of the logs of a compiler and of sparse, and its report."""

import contextlib
import io
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from campaigns.review import boots, compiler, objects
from campaigns.review.report import Outcome, Report, judged, skipped, timed

HEADER = "../include/linux/mm.h:12:3: warning: variable 'nid' set but not used [-Wunused]"
BEFORE = f"""make[1]: Entering directory 'build'
  CC      arch/arm64/kvm/mmio.o
In file included from ../include/linux/mm.h:3:
{HEADER}
../arch/arm64/kvm/mmio.c:30:5: warning: no previous prototype for 'f' [-Wmissing-prototypes]
   30 | int f(void)
  CHECK   ../arch/arm64/kvm/mmio.c
../arch/arm64/kvm/mmio.c:41:7: warning: incorrect type in assignment
  CC [M]  drivers/x.o
"""


class Log(unittest.TestCase):
    """What is new in a log, against the one above."""

    def news(self, text):
        known, fresh = compiler.read(BEFORE), compiler.read(text)
        return compiler.news(known, fresh)

    def test_all_objects_are_found(self):
        self.assertEqual(list(compiler.read(BEFORE)), [
            ("CC", "arch/arm64/kvm/mmio.o"), ("CHECK", "arch/arm64/kvm/mmio.c"),
            ("CC", "drivers/x.o")])

    def test_nothing_new(self):
        self.assertEqual(self.news(BEFORE), [])

    def test_a_line_that_moved(self):
        self.assertEqual(self.news(BEFORE.replace("mmio.c:30:5", "mmio.c:97:5")), [])

    def test_a_warning_that_went(self):
        self.assertEqual(self.news("  CC      arch/arm64/kvm/mmio.o\n"), [])

    def test_a_new_warning(self):
        said = "../arch/arm64/kvm/mmio.c:9:1: warning: unused variable 'x' [-Wunused-variable]"
        self.assertEqual(self.news(f"{BEFORE}  CC      arch/arm64/kvm/mmio.o\n{said}\n"),
                         ["arch/arm64/kvm/mmio.c: warning: unused variable 'x' [-Wunused-variable]"])

    def test_the_same_warning_a_second_time(self):
        said = "../arch/arm64/kvm/mmio.c:{}:5: warning: no previous prototype for 'f'" \
               " [-Wmissing-prototypes]\n"
        log = "  CC      arch/arm64/kvm/mmio.o\n" + said.format(30) + said.format(31)
        self.assertEqual(len(self.news(log)), 1)

    def test_a_new_object_may_repeat_a_header(self):
        self.assertEqual(self.news(f"  CC      arch/arm64/kvm/new.o\n{HEADER}\n"), [])

    def test_a_new_object_has_none_of_its_own(self):
        said = "../arch/arm64/kvm/new.c:30:5: warning: no previous prototype for 'f'"
        self.assertEqual(len(self.news(f"  CC      arch/arm64/kvm/new.o\n{said}\n")), 1)

    def test_a_new_warning_of_a_header(self):
        said = HEADER.replace("nid", "pid")
        self.assertEqual(len(self.news(f"  CC      drivers/x.o\n{said}\n")), 1)

    def test_an_error(self):
        said = "../arch/arm64/kvm/mmio.c:3:10: fatal error: x.h: No such file or directory"
        self.assertEqual(len(self.news(f"  CC      arch/arm64/kvm/mmio.o\n{said}\n")), 1)

    def test_the_linker(self):
        said = "aarch64-linux-gnu-ld: warning: x has a LOAD segment with RWX permissions"
        self.assertEqual(self.news(f"  LD      vmlinux\n{said}\n"), [said])

    def test_sparse_is_not_the_compiler(self):
        gcc, sparse = compiler.split(compiler.read(BEFORE))
        self.assertEqual(list(sparse), [("CHECK", "arch/arm64/kvm/mmio.c")])
        self.assertEqual(sum(sum(said.values()) for said in gcc.values()), 2)


class Tests(unittest.TestCase):
    """Which tests the machine of a patch runs."""

    BROUGHT = {1: ["MMIO-2.ldrs*"], 2: [], 3: ["CAP-1.nisv-*", "NISV-1[0-6].*", "NISV-1.beside"],
               4: ["ID-1.*", "ID-2.*"]}

    def filters(self, number, *, most=boots.FILTERS):
        machine = boots.Boots.__new__(boots.Boots)
        machine.brought = self.BROUGHT
        with mock.patch.object(boots, "FILTERS", most):
            return machine.filters(number)

    def test_those_before_and_the_next(self):
        self.assertEqual(self.filters(1), ["MMIO-2"])
        self.assertEqual(self.filters(2), ["CAP-1", "MMIO-2", "NISV-1", "NISV-1[0-6].*"])

    def test_parts_if_there_are_many(self):
        self.assertEqual(self.filters(4, most=5), ["CAP", "ID", "MMIO", "NISV"])


class Lines(unittest.TestCase):
    """What is said of outcomes, one by one and all together."""

    def report(self, *outcomes):
        report, said = Report(), io.StringIO()
        with contextlib.redirect_stdout(said):
            for number, outcome in enumerate(outcomes):
                report.add(f"patch{number}", "builds", outcome)
        return report, said.getvalue()

    def test_a_line_per_outcome(self):
        _, said = self.report(judged([]), judged(["x.c: warning"], "3 objects"), skipped("no arm"))
        self.assertEqual(said, "  ok    patch0: builds\n"
                               "  FAIL  patch1: builds  (3 objects)\n          x.c: warning\n"
                               "  skip  patch2: builds  (no arm)\n")

    def test_counts(self):
        report, _ = self.report(judged([]), judged(["x"]), judged(["y"]), skipped("z"))
        self.assertEqual(report.plain(), "1 passed, 2 failed, 1 skipped")

    def test_a_row_per_check(self):
        report, _ = self.report(Outcome("pass", seconds=1.2), Outcome("fail", seconds=2.5))
        self.assertEqual(report.table().splitlines()[3].split(), ["builds", "1", "1", "0", "4"])

    def test_time_is_that_of_the_check(self):
        self.assertGreater(timed(lambda: judged([str(sum(range(100000)))])).seconds, 0)


class Build(unittest.TestCase):
    """What an object tree makes of a patch, with make's log and success as given."""

    def step(self, said, built):
        tree = objects.Objects("small config", "build", ["Image"])
        tree.known = compiler.read(BEFORE)
        log = objects.OUT / "log/said.log"
        with tempfile.TemporaryDirectory() as scratch, \
                mock.patch.object(objects.Path, "read_text", return_value=said), \
                mock.patch.object(tree, "make", return_value=built), \
                mock.patch.object(tree, "known_file", Path(scratch) / "review.json"):
            (outcome,) = tree.step(log).values()
            self.assertEqual(tree.known_file.exists(), built)
        return outcome

    def test_what_was_said_before(self):
        outcome = self.step(BEFORE, True)
        self.assertEqual((outcome.verdict, outcome.said), ("pass", []))

    def test_a_warning_fails_it(self):
        said = BEFORE + "  CC      arch/arm64/kvm/arm.o\n../arch/arm64/kvm/arm.c:1:1: warning: x\n"
        self.assertEqual(self.step(said, True).verdict, "fail")

    def test_make_failed_and_did_not_say_why(self):
        outcome = self.step(BEFORE, False)
        self.assertEqual(outcome.verdict, "fail")
        self.assertIn("make failed", outcome.said[0])


if __name__ == "__main__":
    unittest.main()
