# SPDX-License-Identifier: GPL-2.0
"""The lists of verbs and knobs, and what to say of a name that no list has."""

import difflib
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1]


def read(path):
    """{heading: {name: (second column, text)}}"""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), {})
        elif line and not line.startswith("#"):
            name, second, text = line.split("\t")
            section[name] = second, text
    return found


VERBS, KNOBS = read(SCRIPTS / "verbs.list"), read(SCRIPTS / "lib/knobs.list")


def flat(sections):
    """{name: second column}, whatever the heading"""
    return {name: second for some in sections.values() for name, (second, _) in some.items()}


def near(name, names, otherwise):
    """What else may have been meant, for the end of a message."""
    found = difflib.get_close_matches(name, sorted(names))
    return f", did you mean {' or '.join(found)}?" if found else f": {otherwise}"
