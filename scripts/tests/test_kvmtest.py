# SPDX-License-Identifier: GPL-2.0
"""kvmtest, the lists of verbs and knobs behind it, and T=."""

import importlib.machinery
import importlib.util
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(TOP / "scripts"))
# pylint: disable=wrong-import-position
from lib import harness, knobs

loader = importlib.machinery.SourceFileLoader("kvmtest", str(TOP / "kvmtest"))
kvmtest = importlib.util.module_from_spec(importlib.util.spec_from_loader("kvmtest", loader))
loader.exec_module(kvmtest)

VERBS, KNOBS = knobs.flat(knobs.VERBS), knobs.flat(knobs.KNOBS)


def call(*command, **variables):
    """Run it without what the caller of the tests has set."""
    clean = {name: value for name, value in os.environ.items()
             if name not in KNOBS and not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=TOP,
                          stdin=subprocess.DEVNULL, env={**clean, **variables})


class FrontTest(unittest.TestCase):
    """What a user types."""

    def kvmtest(self, *words, **variables):
        return call("./kvmtest", *words, **variables)

    def refused(self, done, *says):
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
        for text in says:
            self.assertIn(text, done.stderr)

    def test_help(self):
        text = self.kvmtest().stdout
        for name in [*VERBS, *KNOBS]:
            self.assertRegex(text, rf"(?m)^  {name}\b")
        self.assertEqual(call("make").stdout, text)

    def test_help_of_each_verb(self):
        for verb, script in VERBS.items():
            if script == "-":
                continue
            with self.subTest(verb):
                self.assertRegex(kvmtest.header(TOP / "scripts" / script),
                                 rf"\A{Path(script).name}\b.*: \w")
        # of a verb that does no harm if the option is not understood
        for option in ("-h", "--help"):
            done = self.kvmtest("plan", option)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertRegex(done.stdout, r"\Aplan KDIR: what")

    def test_wrong_words(self):
        self.refused(self.kvmtest("rum"), "no verb 'rum', did you mean run")
        self.refused(self.kvmtest("xyzzy"), "no verb 'xyzzy': kvmtest help")
        self.refused(self.kvmtest("plan", "KDR=/linux"), "no knob 'KDR', did you mean KDIR")
        self.refused(self.kvmtest("plan"), "kvmtest plan KDIR=/path/to/linux")
        self.refused(self.kvmtest("export", "KDIR=/linux"), "DESTDIR=/folder")
        self.refused(self.kvmtest("install"), "DESTDIR=/folder")

    def test_make(self):
        done = call("make", "plan", "KDIR=/no such folder's")
        self.assertEqual(done.returncode, 2)
        self.assertIn("plan: /no such folder's: no such folder\n", done.stderr)
        done = call("make", "plan", "APPEND=a KDR=b", "KDR=/linux")
        self.assertIn("no knob 'KDR'", done.stderr)
        done = call("make", "plan", "APPEND=a KDR=b")
        self.assertIn("kvmtest plan KDIR=/path/to/linux", done.stderr)

    def test_exit_codes(self):
        """That of the script, whatever it is."""
        self.assertEqual(self.kvmtest("plan", "KDIR=/nowhere").returncode, 2)
        self.refused(self.kvmtest("run", "T=NISV-99"), "T=NISV-99: no clause NISV-99, did you mean")

    def test_compiler_of_the_environment(self):
        """CC is the user's only if it is given."""
        for words, wanted in ((["T=nosuch"], "no test program"), (["CC=/no/cc"], "CC=/no/cc")):
            self.refused(self.kvmtest("run", *words, CC="/bin/false"), wanted)


class KnobsTest(unittest.TestCase):
    """Their defaults, as the scripts have them."""

    def value(self, name, **variables):
        return call("bash", "-c", f'. scripts/lib/common.sh && printf %s "${name}"',
                    **variables).stdout

    def test_defaults(self):
        for name, default in KNOBS.items():
            if name in ("JOBS", "ARCH"):
                continue
            first, _, other = default.partition("|")
            if name == "WITNESS":
                other = "0"
            self.assertEqual(self.value(name), first, name)
            self.assertEqual(self.value(name, ARCH="arm"), other or first, name)
        self.assertEqual(self.value("JOBS"), str(len(os.sched_getaffinity(0))))

    def test_given(self):
        self.assertEqual(self.value("CPU", CPU="cortex-a57"), "cortex-a57")
        self.assertEqual(self.value("APPEND", APPEND="a b=c"), "a b=c")

    def test_default_machine(self):
        for wanted, variables in ((1, {}), (1, {"T": "CAP"}), (1, {"SUBJECT": "control"}),
                                  (1, {"PARTS": "1"}), (0, {"CPU": "cortex-a57"}),
                                  (0, {"ARCH": "arm"}), (0, {"KDIR": "/linux"}),
                                  (0, {"CONFIG": "debug"}), (0, {"MTE": "off"}),
                                  (1, {"MTE": "on"}), (1, {"GUEST_KERNEL": "/boot/Image"})):
            self.assertEqual(self.value("default_machine", **variables), str(wanted), variables)

    def test_no_witness_for_32_bit_hosts(self):
        self.assertEqual(self.value("WITNESS", ARCH="arm", WITNESS="1"), "0")

    def test_defaults_whatever_was_given(self):
        """For make test."""
        said = call("bash", "-c", 'defaults=1; . scripts/lib/common.sh && echo "$CPU $SLOW" &&'
                    " env", CPU="cortex-a57", SLOW="3").stdout
        self.assertEqual(said.splitlines()[0], "max 3")
        self.assertNotRegex(said, "(?m)^CPU=")

    def test_campaigns_choose_the_tested(self):
        os.environ["CPU"], os.environ["SLOW"] = "cortex-a57", "3"
        self.addCleanup(os.environ.pop, "CPU")
        self.addCleanup(os.environ.pop, "SLOW")
        made = harness.environment(GIC="2")
        self.assertNotIn("CPU", made)
        self.assertEqual((made["SLOW"], made["GIC"]), ("3", "2"))


class SelectTest(unittest.TestCase):
    """T=, as arguments of run_kselftest.sh."""

    def select(self, *arguments):
        return call("scripts/machine/select-tests", *arguments)

    def test_words(self):
        for chosen, wanted in (("", ""), ("NISV DABT-2", "NISV\nDABT-2\n"),
                               ("nisv_exit,ID", "-t\nnisv_exit\nID\n"),
                               ("ID-[12].*", "ID-[12].*\n"), ("NISV-1*", "NISV-1*\n"),
                               ("DABT-1.t32-*", "DABT-1.t32-*\n")):
            done = self.select(chosen)
            self.assertEqual((done.returncode, done.stdout), (0, wanted), chosen)

    def test_no_such(self):
        for chosen, says in (("NISV-99", "no clause NISV-99, did you mean NISV-9"),
                             ("NIVS", "no clause NIVS, did you mean NISV?"),
                             ("NISV nisv_exot", "no test program nisv_exot, did you mean nisv_exit")):
            done = self.select(chosen)
            self.assertEqual((done.returncode, done.stdout), (2, ""), chosen)
            self.assertIn(says, done.stderr)
            self.assertEqual(self.select("--any", chosen).returncode, 0)

    def test_each_clause_of_a_test_is_in_the_contract(self):
        tests = TOP / "tools/testing/selftests/kvm/arm64"
        sources = "".join(path.read_text() for path in tests.glob("*.c"))
        used = set(re.findall(r'"((?:CAP|NISV|DABT|MMIO|ID|HOST)-\d+)"', sources))
        self.assertIn("HOST-1", used)
        for clause in used:
            self.assertEqual(self.select(clause).returncode, 0, clause)


if __name__ == "__main__":
    unittest.main()
