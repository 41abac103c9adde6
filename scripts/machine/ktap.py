# SPDX-License-Identifier: GPL-2.0
"""Reads the KTAP of run_kselftest.sh: programs, and the cases of each.

What is written is taken at its word nowhere: plans, numbers, the programs' own
results and the cases below them have to agree, or there is a problem.
"""

import re
from dataclasses import dataclass, field

RESULT = re.compile(r"(not ok|ok) (\d+)(?: (?:- )?([^#]*?))?\s*(?:#\s*(SKIP\b)?\s*(.*))?$")
PLAN = re.compile(r"1\.\.(\d+)(?:\s*# SKIP\b\s*(.*))?$")
VERSION = re.compile(r"(?:KTAP version 1|TAP version 13)$")
INDENT = "  "


@dataclass
class Case:
    """One result line."""
    name: str
    program: str
    outcome: str                    # pass, fail or skip
    reason: str = ""                # why it was skipped
    output: list = field(default_factory=list)

    @property
    def clause(self):
        return self.name.partition(".")[0]


class Level:
    """One level of results: a plan, and lines counted against it."""

    def __init__(self):
        self.plan = None
        self.count = 0
        self.failed = 0
        self.problems = []

    def take_plan(self, number):
        if self.plan is not None:
            self.problems.append("two plans")
        self.plan = number

    def take_result(self, good, number, name):
        self.count += 1
        self.failed += not good
        if number != self.count:
            self.problems.append(f"result {number} ({name}) where {self.count} was due")

    def close(self):
        if self.plan is None:
            self.problems.append(f"no plan, {self.count} result(s)")
        elif self.plan != self.count:
            self.problems.append(f"{self.plan} result(s) planned, {self.count} came")


class Results:
    """Feed it lines; cases and problems are what came of them."""

    def __init__(self):
        self.cases = []
        self.problems = []
        self.lines = 0
        self.version = False
        self.outer = Level()
        self._begin()

    def _begin(self):
        self.inner = None
        self.inner_cases = []
        self.inner_skip = ""
        self.output = []

    def feed(self, line):
        """One line without its newline. The Case it completes, or None."""
        self.lines += 1
        if line.startswith(INDENT):
            return self._inner_line(line[len(INDENT):])
        if VERSION.match(line):
            self.version = True
            return None
        plan, result = PLAN.match(line), RESULT.match(line)
        if plan:
            self.outer.take_plan(int(plan.group(1)))
            if plan.group(2):
                self.problems.append(f"everything was skipped: {plan.group(2)}")
        elif result:
            return self._program_result(result)
        elif line.strip():
            self.output.append(line)
        return None

    def _inner_line(self, line):
        if self.inner is None:
            self.inner = Level()
        plan, result = PLAN.match(line), RESULT.match(line)
        if VERSION.match(line):
            return None
        if plan:
            self.inner.take_plan(int(plan.group(1)))
            self.inner_skip = plan.group(2) or ""
            return None
        if not result:
            self.output.append(line.removeprefix("#").removeprefix(" "))
            return None
        word, number, name, directive, reason = result.groups()
        name = (name or "").strip() or f"unnamed-{number}"
        outcome = "pass" if word == "ok" else "fail"
        if directive:
            outcome = "skip" if word == "ok" else "fail"
        self.inner.take_result(outcome != "fail", int(number), name)
        case = Case(name, "", outcome, (reason or "").strip(), self.output)
        self.output = []
        self.inner_cases.append(case)
        self.cases.append(case)
        return case

    def _program_result(self, result):
        word, number, name, directive, reason = result.groups()
        name = (name or "").strip() or f"program {number}"
        good = word == "ok"
        self.outer.take_result(good, int(number), name)
        inner, cases, case = self.inner, self.inner_cases, None
        for one in cases:
            one.program = name
        if directive and not cases:
            case = Case(name, name, "skip" if good else "fail",
                        (reason or self.inner_skip).strip(), self.output)
            self.cases.append(case)
        elif inner is None:
            self.problems.append(f"{name}: no results at all" + self._last_words())
        else:
            inner.close()
            inner.problems = [f"{name}: {problem}" for problem in inner.problems]
            if inner.plan == 0:
                inner.problems.append(f"{name}: no test in it")
            if good and inner.failed:
                inner.problems.append(f"{name}: reported ok with {inner.failed} failed test(s)")
            if not good and not inner.failed and not inner.problems:
                inner.problems.append(f"{name}: failed outside its tests"
                                      + (f" ({reason})" if reason else "") + self._last_words())
            self.problems += inner.problems
        self._begin()
        return case

    def _last_words(self):
        return f": {self.output[-1]}" if self.output else ""

    def cut(self, line):
        """A line that lacks its end says nothing, not even ok."""
        self.problems.append(f"the results end inside a line: {line.strip()!r}")

    def finish(self):
        """No more lines: what is missing is a problem."""
        if not self.lines:
            self.problems.append("not one test was run")
            return
        if not self.version:
            self.problems.append("no KTAP version line")
        if self.inner is not None:
            last = self.cases[-1].name if self.inner_cases else "none"
            self.problems.append(f"the results end inside a program, the last test: {last}")
            for case in self.inner_cases:
                case.program = "unfinished"
        self.outer.close()
        self.problems += [f"run_kselftest.sh: {problem}" for problem in self.outer.problems]
        seen = set()
        for case in self.cases:
            if case.name in seen:
                self.problems.append(f"{case.name}: two results of one name")
            seen.add(case.name)
        if not self.cases:
            self.problems.append("not one test was run")
