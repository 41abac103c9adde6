# SPDX-License-Identifier: GPL-2.0
"""A line per patch and check, and the counts at the end."""

import json
import time
from dataclasses import dataclass, field

from lib import rst

WORDS = {"pass": "ok", "fail": "FAIL", "skip": "skip"}


@dataclass
class Outcome:
    """What came of a check: pass, fail or skip, a few words, what was said, how long it took."""
    verdict: str
    note: str = ""
    said: list = field(default_factory=list)
    seconds: float = 0


def passed(note=""):
    return Outcome("pass", note)


def skipped(note):
    return Outcome("skip", note)


def judged(complaints, note=""):
    """Passed if there is nothing to complain of."""
    complaints = list(complaints)
    return Outcome("fail" if complaints else "pass", note, complaints)


def timed(check, *arguments):
    """The outcome of a check, with the time it took."""
    began = time.monotonic()
    outcome = check(*arguments)
    outcome.seconds = time.monotonic() - began
    return outcome


class Report:
    """Prints outcomes, keeps count."""

    def __init__(self):
        self.counts = {"pass": 0, "fail": 0, "skip": 0, "xfail": 0}
        self.lines = []

    def add(self, what, check, outcome):
        self.counts[outcome.verdict] += 1
        self.lines.append({"patch": what, "check": check, "outcome": outcome.verdict,
                           "note": outcome.note, "seconds": round(outcome.seconds, 1)})
        note = f"  ({outcome.note})" if outcome.note else ""
        print(f"  {WORDS[outcome.verdict]:<5} {what}: {check}{note}", flush=True)
        for line in outcome.said:
            print(f"          {line}", flush=True)

    def write(self, path):
        path.write_text(json.dumps({"counts": self.counts, "lines": self.lines}, indent=1) + "\n")

    def table(self):
        """A row per check: on how many patches it was what, and how long it took for all."""
        rows = {}
        for line in self.lines:
            row = rows.setdefault(line["check"], dict.fromkeys((*WORDS, "seconds"), 0))
            row[line["outcome"]] += 1
            row["seconds"] += line["seconds"]
        return rst.simple_table([("check", "passed", "failed", "skipped", "seconds")] + [
            (check, *(str(row[word]) for word in WORDS), f"{row['seconds']:.0f}")
            for check, row in rows.items()])

    def plain(self):
        return (f"{self.counts['pass']} passed, {self.counts['fail']} failed,"
                f" {self.counts['skip']} skipped")
