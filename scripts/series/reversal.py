# SPDX-License-Identifier: GPL-2.0
"""A diff without much context, taken back out of a file that has it.

git apply -R goes by the line number where a hunk has nothing that stays: right for the
tree the diff was made of, and for no other. Here a hunk is where its lines are. One
that leaves no line behind, or is there twice, leaves a doubt about what was before.
"""

import re

HEADER = re.compile(rb"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@")


class Unlike(Exception):
    """The file is not what the diff leads to."""


class Hunk:
    """Lines before and after, and where the diff was made."""

    def __init__(self, header):
        numbers = HEADER.match(header).groups()
        # With no lines on a side, its number is that of the line above.
        self.new_start = int(numbers[2]) - (numbers[3] != b"0")
        self.old, self.new = [], []


class Change:
    """What a diff does to one file."""

    def __init__(self):
        self.hunks, self.made, self.removed = [], False, False


def changes(diff):
    """Yield (path, Change) of each file of a diff."""
    path, change, hunk = None, None, None
    for line in diff.encode().split(b"\n"):
        if line.startswith(b"diff --git "):
            if change:
                yield path, change
            path, change, hunk = line.split(b" b/", 1)[1].decode(), Change(), None
        elif change is None:
            continue
        elif HEADER.match(line):
            hunk = Hunk(line)
            change.hunks.append(hunk)
        elif hunk is None:
            change.made |= line == b"--- /dev/null"
            change.removed |= line == b"+++ /dev/null"
        else:
            if line[:1] in (b" ", b"-"):
                hunk.old.append(line[1:])
            if line[:1] in (b" ", b"+"):
                hunk.new.append(line[1:])
    if change:
        yield path, change


def found(wanted, lines):
    """Where these lines are."""
    return [number for number, line in enumerate(lines)
            if line == wanted[0] and lines[number:number + len(wanted)] == wanted]


def shown(lines):
    """A line that tells a reader which ones are meant."""
    text = next((line for line in lines if line.strip()), b"")
    return repr(text.strip().decode(errors="replace"))


def placed(hunks, lines):
    """({hunk number: line}, [doubt]): those that have one place first, and then the
    others by how far they are from these in the diff."""
    where, doubts = {}, []
    several = {}
    for number, hunk in enumerate(hunks):
        places = found(hunk.new, lines) if hunk.new else []
        if hunk.new and not places:
            raise Unlike(f"there is no {shown(hunk.new)} as the series has it")
        if len(places) == 1:
            where[number] = places[0]
        else:
            several[number] = places
    sure = dict(where)
    for number, places in several.items():
        near = min(sure, key=lambda other, number=number: abs(other - number), default=None)
        shift = 0 if near is None else sure[near] - hunks[near].new_start
        expected = hunks[number].new_start + shift
        if places:
            where[number] = min(places, key=lambda place: abs(place - expected))
            doubts.append(f"{shown(hunks[number].new)} is there {len(places)} times")
        else:
            where[number] = max(0, min(expected, len(lines)))
            doubts.append(f"nothing says where {shown(hunks[number].old)} was")
    return where, doubts


def undone(change, now):
    """(content before the change or None, [doubt])"""
    if (now is None) != change.removed:
        raise Unlike("is there still" if change.removed else "is not there")
    if change.removed:
        return b"\n".join([line for hunk in change.hunks for line in hunk.old] + [b""]), []
    lines = now.split(b"\n")
    if change.made:
        if lines != [line for hunk in change.hunks for line in hunk.new] + [b""]:
            raise Unlike("is not as the series has it")
        return None, []
    where, doubts = placed(change.hunks, lines)
    end = len(lines) + 1
    for number in sorted(where, key=where.get, reverse=True):
        hunk, start = change.hunks[number], where[number]
        if start + len(hunk.new) > end:
            raise Unlike(f"{shown(hunk.new)} lies over the next change")
        lines[start:start + len(hunk.new)] = hunk.old
        end = start
    return b"\n".join(lines), doubts
