# SPDX-License-Identifier: GPL-2.0
"""A line per patch and check, and the counts at the end."""

import json
from dataclasses import dataclass, field

WORDS = {"pass": "ok", "fail": "FAIL", "skip": "skip"}


@dataclass
class Outcome:
    """What came of a check: pass, fail or skip, a few words, and what was said."""
    verdict: str
    note: str = ""
    said: list = field(default_factory=list)


def passed(note=""):
    return Outcome("pass", note)


def skipped(note):
    return Outcome("skip", note)


def judged(complaints, note=""):
    """Passed if there is nothing to complain of."""
    complaints = list(complaints)
    return Outcome("fail" if complaints else "pass", note, complaints)


class Report:
    """Prints outcomes, keeps count."""

    def __init__(self):
        self.counts = {"pass": 0, "fail": 0, "skip": 0, "xfail": 0}
        self.lines = []

    def add(self, what, check, outcome):
        self.counts[outcome.verdict] += 1
        self.lines.append({"patch": what, "check": check, "outcome": outcome.verdict,
                           "note": outcome.note})
        note = f"  ({outcome.note})" if outcome.note else ""
        print(f"  {WORDS[outcome.verdict]:<5} {what}: {check}{note}", flush=True)
        for line in outcome.said:
            print(f"          {line}", flush=True)

    def write(self, path):
        path.write_text(json.dumps({"counts": self.counts, "lines": self.lines}, indent=1) + "\n")

    def plain(self):
        return (f"{self.counts['pass']} passed, {self.counts['fail']} failed,"
                f" {self.counts['skip']} skipped")
