# SPDX-License-Identifier: GPL-2.0
"""What a verdict looks like: lines and a table for people, XML and JSON for machines."""

import json
import re
from xml.etree import ElementTree

WORDS = {"pass": "ok", "fail": "FAIL", "skip": "skip", "xfail": "xfail"}
SHOWN_OUTPUT = 12                   # lines of a failed test's output


def natural(name):
    """NISV-2 before NISV-10."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", name)]


def line(case, status, note):
    """The line of one test, and below it what a failed one said."""
    text = f"  {WORDS[status]:<5} {case.name}"
    if note:
        text += f"  ({note})"
    if status == "fail":
        shown = case.output[-SHOWN_OUTPUT:]
        text += "".join(f"\n          {one}" for one in shown)
    return text


def table(cases, verdicts):
    """One row per clause."""
    rows = {}
    for case in cases:
        row = rows.setdefault(case.clause, dict.fromkeys(WORDS, 0))
        row[verdicts[case.name][0]] += 1
    if not rows:
        return ""
    width = max(len("clause"), *(len(clause) for clause in rows))
    lines = [f"  {'clause':<{width}} {'passed':>7} {'failed':>7} {'skipped':>8}"
             f" {'expected failures':>18}"]
    for clause in sorted(rows, key=natural):
        row = rows[clause]
        lines.append(f"  {clause:<{width}} {row['pass'] or '-':>7} {row['fail'] or '-':>7}"
                     f" {row['skip'] or '-':>8} {row['xfail'] or '-':>18}")
    return "\n".join(lines)


def counts(verdicts, problems):
    """Each problem counts as a failure of its own."""
    total = dict.fromkeys(WORDS, 0)
    for status, _ in verdicts.values():
        total[status] += 1
    total["fail"] += len(problems)
    return total


def plain(total):
    """The lines a run ends with."""
    return (f"{total['xfail']} expected failures\n"
            f"{total['pass']} passed, {total['fail']} failed, {total['skip']} skipped")


def printable(text):
    """XML has no way to say a control character."""
    return re.sub(r"[^\t\n\x20-\ud7ff\ue000-\ufffd]", "?", text)


def junit(path, subject, cases, verdicts, problems):
    """As CI systems read it: a suite per program, and one for the machine."""
    total = counts(verdicts, problems)
    root = ElementTree.Element("testsuites", name=subject)
    suites = {}
    for case in cases:
        suites.setdefault(case.program, []).append(case)
    for program, mine in suites.items():
        states = [verdicts[case.name][0] for case in mine]
        suite = ElementTree.SubElement(
            root, "testsuite", name=f"{subject}.{program}", tests=str(len(mine)),
            failures=str(states.count("fail")),
            skipped=str(states.count("skip") + states.count("xfail")))
        for case in mine:
            _junit_case(suite, case, *verdicts[case.name])
    suite = ElementTree.SubElement(root, "testsuite", name=f"{subject}.machine",
                                   tests=str(max(1, len(problems))), failures=str(len(problems)))
    for problem in problems or [None]:
        element = ElementTree.SubElement(suite, "testcase", classname="machine",
                                         name=printable(problem or "sound"))
        if problem:
            ElementTree.SubElement(element, "failure", message=printable(problem))
    root.set("tests", str(len(cases) + max(1, len(problems))))
    root.set("failures", str(total["fail"]))
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def _junit_case(suite, case, status, note):
    element = ElementTree.SubElement(suite, "testcase", classname=case.clause,
                                     name=printable(case.name))
    if status == "fail":
        failure = ElementTree.SubElement(element, "failure", message=printable(note or "not ok"))
        failure.text = printable("\n".join(case.output))
    elif status == "skip":
        ElementTree.SubElement(element, "skipped", message=printable(note))
    elif status == "xfail":
        ElementTree.SubElement(element, "skipped", message=printable(f"expected failure: {note}"))


def machine_readable(path, subject, cases, verdicts, problems):
    """The same as JSON."""
    path.write_text(json.dumps({
        "subject": subject,
        "counts": counts(verdicts, problems),
        "problems": problems,
        "tests": [{"name": case.name, "clause": case.clause, "program": case.program,
                   "outcome": case.outcome, "status": verdicts[case.name][0],
                   "note": verdicts[case.name][1], "output": case.output} for case in cases],
    }, indent=1) + "\n", encoding="utf-8")
