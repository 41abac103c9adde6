# SPDX-License-Identifier: GPL-2.0
"""Where the hunks of a patch go in a tree.

A hunk goes where its old lines are. If its header names a function or a structure,
as diff -p has it, only the lines inside of that count: a line that a tree has once may
still be in another function than the one the hunk is for. A function that was renamed has
all its names there, `new_name | old_name'.
"""

import re

HEADER = re.compile(r"^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@ ?(.*)$")
LABEL = re.compile(r"^\w+:(?!:)")
MEMBER = re.compile(r"^\t+(?:[\w \t*]+[ \t*]|}[ \t]*)(\w+)(?:\[[^]]*\])*(?:[ \t]*:[ \t]*\d+)?;")
CASE_LABEL = re.compile(r"^\t+(case\s+\w+)\s*:")
CASE = re.compile(r"^\t+(?:case\b.*|default):\s*$")


class Hunk:
    """One hunk of a diff: where it belongs, and its lines with their signs."""

    def __init__(self, path, where):
        self.path = path                # None: the file is new
        self.where = where
        self.lines = []
        self.start = None               # of its old lines in the tree, from 0 on

    @property
    def old(self):
        return [line[1:] for line in self.lines if line[0] in " -"]

    @property
    def new(self):
        return [line[1:] for line in self.lines if line[0] in " +"]

    def changes(self):
        """Where its first changed line is, among the old lines."""
        return next(i for i, line in enumerate(self.lines) if line[0] in "+-")


def parse(diff):
    """[Hunk] of a diff."""
    found, path, left = [], None, (0, 0)
    for line in diff.split("\n"):
        header = HEADER.match(line)
        if any(left) and line[:1] in (" ", "-", "+"):
            found[-1].lines.append(line)
            left = left[0] - (line[0] != "+"), left[1] - (line[0] != "-")
        elif header:
            found.append(Hunk(path, header[3].strip()))
            left = tuple(int(number or 1) for number in header.groups()[:2])
        elif line.startswith("--- "):
            path = None if line == "--- /dev/null" else line[6:].split("\t")[0]
    return found


def title(line):
    """The name of what a line in the first column begins: `set_core_reg', `struct kvm_arch'"""
    match = re.match(r"(?:typedef\s+)?((?:struct|union|enum)\s+\w+)\s*(?:\{|$)", line)
    if match:
        return " ".join(match[1].split())
    match = re.search(r"(\w+)\s*(?:\(|\[|=)", line) or re.search(r"(\w+)\W*$", line)
    return match[1] if match else line


def titles(hunk):
    """The names of what a hunk is for, one of which the tree has."""
    return [title(name.strip()) for name in hunk.where.split("|")]


def enclosing(lines, number):
    """The title of the function or structure a line is in, None if it is in none."""
    opened = False
    for line in reversed(lines[:number]):
        if line.startswith("}"):
            return None
        opened = opened or line.startswith("{")
        if re.match(r"[A-Za-z_$]", line) and not LABEL.match(line):
            # A declaration opens nothing.
            return title(line) if opened or line.rstrip().endswith("{") else None
    return None


def is_in(hunk, lines, number):
    """A place is in what the hunk's header names.

    diff -p names what begins last before the hunk. That may be the function before the one
    that the change is in, and it may have ended.
    """
    wanted = titles(hunk)
    if enclosing(lines, number + hunk.changes()) in wanted:
        return True
    before = (line for line in reversed(lines[:number])
              if re.match(r"[A-Za-z_$]", line) and not LABEL.match(line))
    return title(next(before, "")) in wanted


def around(lines, number):
    """The lines of the function or structure that a line is in."""
    start = number
    while start and not re.match(r"[A-Za-z_$]", lines[start - 1]):
        start -= 1
    end = number
    while end < len(lines) and not lines[end].startswith("}"):
        end += 1
    return lines[start:end]


def inner_names(lines, pattern):
    """{(how far it is indented, name)}: members of a structure, or case labels."""
    return {(len(line) - len(line.lstrip("\t")), match[1])
            for line, match in ((line, pattern.match(line)) for line in lines) if match}


def clash(hunk, lines):
    """A member or a case label that a hunk brings and what it is in has, or None."""
    at = hunk.start + hunk.changes()
    what = enclosing(lines, at)
    if what is None:
        return None
    pattern = MEMBER if what.startswith(("struct ", "union ")) else CASE_LABEL
    new = inner_names((line[1:] for line in hunk.lines if line[0] == "+"), pattern)
    new -= inner_names((line[1:] for line in hunk.lines if line[0] == "-"), pattern)
    # Members of a structure inside of it are none of this one.
    outer = min((depth for depth, _ in new), default=0)
    there = inner_names(around(lines, at), pattern)
    return min((name for depth, name in new & there if depth == outer), default=None)


def fits(hunk, lines):
    """The places where a hunk's old lines are, in what it names."""
    old = hunk.old
    places = [number for number, line in enumerate(lines)
              if line == old[0] and lines[number:number + len(old)] == old]
    if hunk.where:
        places = [number for number in places if is_in(hunk, lines, number)]
    return places


def why_not(hunk, lines):
    """Why a hunk has no place, for the user."""
    old = hunk.old
    if hunk.where:
        bare = Hunk(hunk.path, "")
        bare.lines = hunk.lines
        others = [enclosing(lines, number + hunk.changes()) or "no function"
                  for number in fits(bare, lines)]
        if others:
            return (f"it is for {' or '.join(titles(hunk))}, but its lines are in"
                    f" {' and '.join(others)}")
        if not any(title(line) in titles(hunk) for line in lines
                   if re.match(r"[A-Za-z_$]", line)):
            return f"there is no {' or '.join(titles(hunk))}"
    gone = [line for line in old if line not in lines]
    if gone:
        return f"there is no line {gone[0].strip()!r}"
    return f"these lines are not next to each other: {[line.strip() for line in old]}"


def numbered(hunks):
    """A diff of these hunks of a file, with the line numbers of their places."""
    parts, grown = [], 0
    for hunk in sorted(hunks, key=lambda hunk: hunk.start):
        old, new = len(hunk.old), len(hunk.new)
        # A side without lines is named by the line before it.
        first = hunk.start + bool(old), hunk.start + grown + bool(new)
        parts.append(f"@@ -{first[0]},{old} +{first[1]},{new} @@")
        parts += hunk.lines
        grown += new - old
    return "\n".join(parts) + "\n"


def first_statements(lines):
    """{(function, case label): the first line that is no label after it}, of a file

    Labels inside of another switch of the same function are told by their depth.
    """
    found, waiting, function = {}, [], None
    for line in lines:
        if line.startswith("}"):
            function, waiting = None, []
        elif re.match(r"[A-Za-z_$]", line) and not LABEL.match(line):
            function = title(line)
        elif function and CASE.match(line):
            waiting.append((function, line.rstrip()))
        elif waiting and line.strip() and not re.match(r"\s*(/\*|\*|//)", line):
            found.update((label, line) for label in waiting)
            waiting = []
    return found


def taken_over(before, after):
    """[text]: case labels that a change made a part of another case"""
    was, now = first_statements(before), first_statements(after)
    added = set(after) - set(before)
    return [f"{label.strip()} in {function} would become {now[function, label].strip()!r}"
            for function, label in was if (function, label) in now
            and now[function, label] != was[function, label]
            and now[function, label] in added and was[function, label] in after]
