# SPDX-License-Identifier: GPL-2.0
"""Semantic patches, and what they report of C files."""

import re
import subprocess
from collections import Counter
from pathlib import Path

RULES = Path(__file__).resolve().parents[1] / "coccinelle"
REPORT = re.compile(r"^(\S+?):(\d+):\d+(?:-\d+)?: (.*)")


class CocciError(Exception):
    """spatch could not do it. One line for the user."""


def rules():
    """The project's own, by name."""
    return {path.stem: path for path in sorted(RULES.glob("*.cocci"))}


def kernel_rules(tree):
    """Those of a kernel tree that can report: [(file, the options it asks for)]. What is
    written in OCaml needs its compiler, and is left out."""
    found = []
    for path in sorted((Path(tree) / "scripts/coccinelle").rglob("*.cocci")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if re.search(r"^virtual .*\breport\b", text, re.M) and "script:ocaml" not in text:
            options = re.search(r"^//+ *Options: *(.*)", text, re.M)
            found.append((path, options.group(1).split() if options else []))
    return found


def reports(rule, files, folder, options=()):
    """What a rule says of files below a folder: [(path, line, text)]."""
    if not files:
        return []
    done = subprocess.run(["spatch", "--very-quiet", "-D", "report", *options,
                           "--sp-file", str(rule), *map(str, files)], cwd=folder,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    found = [match.groups() for match in map(REPORT.match, said) if match]
    if done.returncode or "error" in done.stderr.lower():
        raise CocciError(f"spatch {Path(rule).name}: {(said or ['no output'])[-1]}")
    return [(path, int(line), text) for path, line, text in found]


def without_lines(found):
    """Reports to be compared with those of another version of the files."""
    return Counter((path, text) for path, _, text in found)
