# SPDX-License-Identifier: GPL-2.0
"""Test results with mainline's library, beside those with this repository's.

A test is what result.json of a run has for a case.
"""

import re
from dataclasses import dataclass, field

from campaigns.newest import newest
from machine import report


@dataclass
class Program:
    """What its cases came out as, with either library."""
    name: str
    theirs: dict = field(default_factory=dict)      # {case: test of result.json}
    own: dict = field(default_factory=dict)

    def count(self, outcome):
        return sum(test["outcome"] == outcome for test in self.theirs.values())

    def differences(self):
        """What is not alike, a line each."""
        for name in dict.fromkeys([*self.own, *self.theirs]):
            pair = [said(tests.get(name)) for tests in (self.theirs, self.own)]
            if pair[0] != pair[1]:
                yield f"{name}: {pair[0]}; with this repository's library: {pair[1]}"


@dataclass
class Departure:
    """A line of the list of what the kernel is known to fail, or a case that is on none."""
    pattern: str
    reason: str
    listed: bool
    cases: list = field(default_factory=list)
    seen: bool = False              # alone, the first case fails as well

    @property
    def command(self):
        return f"arm64/{self.cases[0]['program']} -r {self.cases[0]['name']}"


def said(test):
    """A result line, without its number."""
    if not test:
        return "no result"
    return f"skip, {test['note']}" if test["outcome"] == "skip" else test["outcome"]


def programs(theirs, own):
    """The test programs in either of two runs, but for those that are not for mainline."""
    found = {}
    for side, tests in (("theirs", theirs), ("own", own)):
        for test in tests:
            if test["program"] not in newest.LEFT_OUT:
                program = found.setdefault(test["program"], Program(test["program"]))
                getattr(program, side)[test["name"]] = test
    return list(found.values())


def departures(tests, lines):
    """What failed, by the line of the list that says so."""
    found = {}
    for test in tests:
        if test["outcome"] != "fail":
            continue
        line = next((line for line in lines
                     if line.verb == "fail" and line.matches(test["name"])), None)
        key = line.pattern if line else test["name"]
        reason = line.reason if line else "not listed"
        found.setdefault(key, Departure(key, reason, bool(line))).cases.append(test)
    return sorted(found.values(), key=lambda one: report.natural(one.pattern))


def program_table(found):
    yield ("program", "cases", "passed", "failed", "skipped", "as with the own library")
    for one in found:
        yield (one.name, str(len(one.theirs)), *(str(one.count(outcome) or "-")
                                                 for outcome in ("pass", "fail", "skip")),
               f"{len(list(one.differences()))} differ" if any(one.differences()) else "all")


def departure_table(found):
    yield ("departure", "cases", "one that shows it", "what happens")
    for one in found:
        # A * in front of more is emphasis to docutils.
        pattern = re.sub(r"\*(?=\S)", r"\\*", one.pattern)
        yield (pattern, str(len(one.cases)), one.command, one.reason)
