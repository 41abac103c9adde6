# SPDX-License-Identifier: GPL-2.0
"""The lists of verbs and knobs: scripts/verbs.list and scripts/lib/knobs.list."""

from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1]
VERBS, KNOBS = SCRIPTS / "verbs.list", SCRIPTS / "lib/knobs.list"


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


def tested():
    """The knobs that say what is tested, and on which machine."""
    return set(read(KNOBS)["tested"])
