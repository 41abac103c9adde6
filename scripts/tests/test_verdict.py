# SPDX-License-Identifier: GPL-2.0
"""The judge, on saved logs of machines that ended well and that did not."""

import json
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
JUDGE = HERE.parent / "machine/judge"
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from machine import ending, ktap


class SavedLogs(unittest.TestCase):
    """judge() asserts exit code and last lines; each test is one kind of log."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="judge-")
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name) / "run"

    def judge(self, fixture, code, plain, xfail=0, says=(), options=("--default-machine", "--full"),
              others=(), built=None):
        shutil.copytree(HERE / "fixtures" / fixture, self.folder)
        if built is not None:
            (self.folder / "versions").write_text(built)
        done = subprocess.run(
            [str(JUDGE), "--subject", fixture, "--expected", str(self.folder / "expected"),
             *options, str(self.folder), *(str(HERE / "fixtures" / other) for other in others)],
            capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        self.assertEqual(done.stdout.splitlines()[-2:], [f"{xfail} expected failures", plain],
                         done.stdout)
        for text in says:
            self.assertIn(text, done.stdout)
        return done.stdout

    def test_good(self):
        self.judge("good", 0, "5 passed, 0 failed, 0 skipped", says=["  ok    NISV-10.cache-op"])

    def test_other_kernel(self):
        self.judge("good", 1, "5 passed, 1 failed, 0 skipped", built="kernel: 5.10.262-control\n",
                   says=["ran is 5.10.262-patched, the one built is 5.10.262-control"])

    def test_no_record_of_the_kernel(self):
        self.judge("good", 1, "5 passed, 1 failed, 0 skipped", built="",
                   says=["the one built is unknown"])

    def test_two_machines(self):
        said = self.judge("good", 0, "10 passed, 0 failed, 0 skipped", others=["other-half"])
        self.assertIn("ok    CAP-1.nisv-vm", said)

    def test_two_machines_that_ran_the_same(self):
        self.judge("good", 1, "5 passed, 5 failed, 0 skipped", others=["good"],
                   says=["NISV-10.cache-op: more than one machine ran it"])

    def test_second_machine_died(self):
        self.judge("good", 1, "5 passed, 2 failed, 0 skipped", others=["empty"],
                   says=["the kernel said nothing"])

    def test_brief_is_silent_on_what_passed(self):
        said = self.judge("good", 0, "5 passed, 0 failed, 0 skipped",
                          options=("--default-machine", "--full", "--brief"))
        self.assertNotIn("NISV-10.cache-op", said)

    def test_failed_shows_the_output(self):
        self.judge("failed", 1, "4 passed, 1 failed, 0 skipped",
                   says=["  FAIL  NISV-1.enosys-store", "wanted 0x400010a4"])

    def test_expected_failure(self):
        self.judge("expected-failure", 0, "4 passed, 0 failed, 0 skipped", xfail=1,
                   says=["xfail NISV-1.enosys-store  (it reports the wrong PC)"])

    def test_surprise_pass(self):
        self.judge("surprise-pass", 1, "4 passed, 1 failed, 0 skipped",
                   says=["passed, but expected:1 says it fails"])

    def test_unlisted_skip_on_the_default_machine(self):
        self.judge("skip", 1, "4 passed, 1 failed, 0 skipped", says=["nothing says it may be"])

    def test_unlisted_skip_for_the_cpu_elsewhere(self):
        self.judge("skip", 0, "4 passed, 0 failed, 1 skipped", options=("--full",),
                   says=["  skip  DABT-2.store  (cpu: no MTE)"])

    def test_listed_skip(self):
        self.judge("skip-listed", 0, "4 passed, 0 failed, 1 skipped")

    def test_list_names_no_test(self):
        self.judge("stale-list", 1, "5 passed, 1 failed, 0 skipped",
                   says=["expected:1: no test is called DABT-9.*"])

    def test_list_of_a_partial_run_may_name_others(self):
        self.judge("stale-list", 0, "5 passed, 0 failed, 0 skipped", options=("--default-machine",))

    def test_panic(self):
        self.judge("panic", 1, "3 passed, 3 failed, 0 skipped",
                   says=["the kernel died after NISV-10.cache-op: [    1.901232] Unable to"])

    def test_warning(self):
        self.judge("warning", 1, "3 passed, 3 failed, 0 skipped",
                   says=["WARNING: CPU: 0 PID: 61 at arch/arm64/kvm/mmio.c:171"])

    def test_complaint_in_the_kernel_log(self):
        self.judge("complaint", 1, "5 passed, 1 failed, 0 skipped",
                   says=["possible circular locking"])

    def test_hang(self):
        self.judge("hang", 1, "3 passed, 3 failed, 0 skipped",
                   says=["hang after NISV-10.cache-op: no verdict within 900 s"])

    def test_truncated_results(self):
        self.judge("truncated", 1, "4 passed, 3 failed, 0 skipped",
                   says=["the results end inside a line: 'ok 2 DABT'"])

    def test_truncated_verdict(self):
        self.judge("truncated-verdict", 1, "5 passed, 1 failed, 0 skipped",
                   says=["ended without a verdict"])

    def test_short_plan(self):
        self.judge("short-plan", 1, "4 passed, 1 failed, 0 skipped",
                   says=["nisv_exit: 3 result(s) planned, 2 came"])

    def test_crashed_program(self):
        self.judge("crashed-program", 1, "4 passed, 1 failed, 0 skipped",
                   says=["ext_dabt: 2 result(s) planned, 1 came"])

    def test_runner_that_hides_a_failure(self):
        self.judge("lying-runner", 1, "4 passed, 2 failed, 0 skipped",
                   says=["exit 0 does not go with its results"])

    def test_panic_after_the_verdict(self):
        self.judge("late-panic", 1, "5 passed, 2 failed, 0 skipped", says=["panic_on_warn set"])

    def test_empty(self):
        self.judge("empty", 1, "0 passed, 2 failed, 0 skipped", says=["the kernel said nothing"])

    def test_no_tests(self):
        self.judge("no-tests", 1, "0 passed, 1 failed, 0 skipped", says=["not one test was run"])

    def test_lost_kernel_log(self):
        self.judge("lost-log", 1, "5 passed, 1 failed, 0 skipped", says=["kernel log: lost 4120"])

    def test_mode_that_was_not_asked_for(self):
        self.judge("good", 1, "5 passed, 1 failed, 0 skipped", options=("--mode", "nvhe"),
                   says=["KVM does not run in nvhe mode"])

    def test_mode_that_was_asked_for(self):
        self.judge("good", 0, "5 passed, 0 failed, 0 skipped", options=("--mode", "vhe"))

    def test_junit(self):
        self.judge("failed", 1, "4 passed, 1 failed, 0 skipped")
        root = ElementTree.parse(self.folder / "junit.xml").getroot()
        failed = [case.get("name") for case in root.iter("testcase")
                  if case.find("failure") is not None]
        self.assertEqual(failed, ["NISV-1.enosys-store"])
        self.assertEqual(root.get("failures"), "1")
        self.assertEqual(len(list(root.iter("testcase"))), int(root.get("tests")))

    def test_junit_of_a_dead_machine_has_failures(self):
        self.judge("panic", 1, "3 passed, 3 failed, 0 skipped")
        root = ElementTree.parse(self.folder / "junit.xml").getroot()
        self.assertEqual(root.get("failures"), "3")

    def test_json(self):
        self.judge("skip-listed", 0, "4 passed, 0 failed, 1 skipped")
        result = json.loads((self.folder / "result.json").read_text())
        self.assertEqual(result["counts"], {"pass": 4, "fail": 0, "skip": 1, "xfail": 0})


class Ktap(unittest.TestCase):
    """What the parser makes of lines that do not agree."""

    def parse(self, text):
        results = ktap.Results()
        for line in text.splitlines():
            results.feed(line)
        results.finish()
        return results

    def nested(self, *lines, program="ok 1 prog"):
        return self.parse("\n".join(["KTAP version 1", "1..1", "  KTAP version 1",
                                     *(f"  {line}" for line in lines), program]))

    def test_sound(self):
        self.assertEqual(self.nested("1..1", "ok 1 A-1.x").problems, [])

    def test_result_without_plan(self):
        self.assertIn("prog: no plan, 1 result(s)", self.nested("ok 1 A-1.x").problems)

    def test_number_out_of_order(self):
        problems = self.nested("1..2", "ok 2 A-1.x", "ok 1 A-1.y").problems
        self.assertIn("prog: result 2 (A-1.x) where 1 was due", problems)

    def test_more_results_than_planned(self):
        problems = self.nested("1..1", "ok 1 A-1.x", "ok 2 A-1.y").problems
        self.assertIn("prog: 1 result(s) planned, 2 came", problems)

    def test_two_results_of_one_name(self):
        problems = self.nested("1..2", "ok 1 A-1.x", "ok 2 A-1.x").problems
        self.assertIn("A-1.x: two results of one name", problems)

    def test_program_that_passes_with_a_failed_test(self):
        problems = self.nested("1..1", "not ok 1 A-1.x").problems
        self.assertIn("prog: reported ok with 1 failed test(s)", problems)

    def test_program_that_fails_outside_its_tests(self):
        problems = self.nested("1..1", "ok 1 A-1.x", program="not ok 1 prog # exit=134").problems
        self.assertIn("prog: failed outside its tests (exit=134)", problems)

    def test_program_that_says_nothing(self):
        problems = self.parse("KTAP version 1\n1..1\nnot ok 1 prog # TIMEOUT 300 seconds").problems
        self.assertIn("prog: no results at all", problems)

    def test_program_that_is_skipped(self):
        results = self.nested("1..0 # SKIP /dev/kvm: No such file", program="ok 1 prog # SKIP")
        self.assertEqual([(case.name, case.outcome, case.reason) for case in results.cases],
                         [("prog", "skip", "/dev/kvm: No such file")])

    def test_missing_program(self):
        problems = self.parse("KTAP version 1\n1..2\n  1..1\n  ok 1 A-1.x\nok 1 prog").problems
        self.assertEqual(problems, ["run_kselftest.sh: 2 result(s) planned, 1 came"])

    def test_output_goes_with_its_test(self):
        results = self.nested("1..2", "# of x", "ok 1 A-1.x", "# of y", "ok 2 A-1.y")
        self.assertEqual([case.output for case in results.cases], [["of x"], ["of y"]])

    def test_not_ok_with_a_skip_is_a_failure(self):
        results = self.nested("1..1", "not ok 1 A-1.x # SKIP why", program="not ok 1 prog")
        self.assertEqual(results.cases[0].outcome, "fail")


class Complaints(unittest.TestCase):
    """What the judge looks for on the console is what init looks for in the kernel log."""

    def test_lines_of_a_kernel(self):
        for line in ("[    1.0] WARNING: possible recursive locking detected",
                     "possible recursive locking detected", "inconsistent lock state",
                     "watchdog: BUG: soft lockup - CPU#1 stuck", "soft lockup - CPU#0 stuck",
                     "INFO: task init:1 blocked for more than 120 seconds.",
                     "rcu: INFO: rcu_sched self-detected stall on CPU",
                     "Kernel panic - not syncing: HYP panic:"):
            self.assertEqual(ending.first_complaint(f"Booting Linux\n{line}\n"), line)
        self.assertIsNone(ending.first_complaint("kvm [1]: VHE mode initialized\n"))

    def test_init_has_the_same_list(self):
        source = (HERE.parent / "machine/init.c").read_text()
        self.assertIn('#include "complaints.h"', source)


if __name__ == "__main__":
    unittest.main()
