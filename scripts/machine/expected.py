# SPDX-License-Identifier: GPL-2.0
"""What a subject is known to fail and to skip, and whether it did.

A list holds lines `fail CLAUSE.case reason' and `skip CLAUSE.case reason'; the
name may be a shell pattern. Everything that is not as listed is a failure.
"""

import fnmatch
from dataclasses import dataclass

# Such skips may differ from machine to machine; the second is what WITNESS=0 asks for.
MACHINE_LACKS_IT = ("cpu:", "kvm_arm_witness is not loaded")


class ListError(Exception):
    """The list can't be read. One line for the user."""


@dataclass
class Line:
    """One line of a list."""
    verb: str
    pattern: str
    reason: str
    where: str
    matched: bool = False           # some test has such a name
    used: bool = False              # and came out as listed

    def matches(self, name):
        return fnmatch.fnmatchcase(name, self.pattern)


def read(path):
    """The lines of a list."""
    lines = []
    with open(path, encoding="utf-8") as file:
        for number, text in enumerate(file, 1):
            words = text.split("#")[0].split(None, 2)
            if not words:
                continue
            where = f"{path.name}:{number}"
            if len(words) < 3 or words[0] not in ("fail", "skip"):
                raise ListError(f"{where}: not `fail TEST reason' or `skip TEST reason'")
            lines.append(Line(words[0], words[1], words[2].strip(), where))
    return lines


def compare(cases, lines, default_machine, full):
    """Judge each case against the list.

    Returns ({case name: (status, note)}, [problem]); a status is pass, fail,
    skip or xfail (failed as listed). On the default machine skips count as
    well; in a full run each line of the list must have had its use.
    """
    verdicts = {}
    for case in cases:
        mine = [line for line in lines if line.matches(case.name)]
        for line in mine:
            line.matched = True
        listed = {verb: next((line for line in mine if line.verb == verb), None)
                  for verb in ("fail", "skip")}
        verdicts[case.name] = _judge(case, listed, default_machine)
    problems = []
    for line in lines if full else []:
        if not line.matched:
            problems.append(f"{line.where}: no test is called {line.pattern}")
        elif not line.used and default_machine and not line.reason.startswith(MACHINE_LACKS_IT):
            problems.append(f"{line.where}: nothing that {line.pattern} names did {line.verb}")
    return verdicts, problems


def _judge(case, listed, default_machine):
    if case.outcome == "fail":
        line = listed["fail"]
        if not line:
            return "fail", ""
        line.used = True
        return "xfail", line.reason
    if case.outcome == "pass":
        line = listed["fail"]
        if not line:
            return "pass", ""
        line.used = True
        return "fail", f"passed, but {line.where} says it fails: {line.reason}"
    line = listed["skip"]
    if line:
        line.used = True
        return "skip", case.reason or line.reason
    if default_machine or not case.reason.startswith(MACHINE_LACKS_IT):
        return "fail", f"skipped, and nothing says it may be: {case.reason or 'no reason given'}"
    return "skip", case.reason
