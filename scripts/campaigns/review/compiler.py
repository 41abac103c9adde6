# SPDX-License-Identifier: GPL-2.0
"""What compiler and sparse say of each object, and what of it is new.

A log of `make -O' has a heading per object, "  CC      path.o", with what was said
below. A message is known by its file and text: lines move.
"""

import re
from collections import Counter

HEADING = re.compile(r"^  ([A-Z][A-Z0-9_]*)(?: \[M\])? +(\S+)$")
MESSAGE = re.compile(r"^([^\s:]+):\d+(?::\d+)?: (?:fatal )?((?:warning|error): .*)")
OTHER = re.compile(r"(?:^|: )(warning|WARNING|error|ERROR): ")
CHECKER = "CHECK"                   # sparse's heading


def plain(path):
    """A path from the top of the tree, however make has written it."""
    parts = []
    for part in path.split("/"):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("..", "."):
            parts.append(part)
    return "/".join(parts)


def read(log):
    """{(tool, object): Counter of (file, text)} of all that was made."""
    found = {}
    where = ("MAKE", "")
    for line in log.splitlines():
        heading = HEADING.match(line)
        if heading:
            where = (heading.group(1), plain(heading.group(2)))
            found[where] = Counter()
            continue
        message = MESSAGE.match(line)
        if message:
            found.setdefault(where, Counter())[plain(message.group(1)), message.group(2)] += 1
        elif OTHER.search(line):
            found.setdefault(where, Counter())["", line.strip()] += 1
    return found


def news(known, fresh):
    """What was said now and not before: [text]. An object that was not there before
    may repeat what others have said of a header."""
    everywhere = Counter()
    for said in known.values():
        everywhere |= said
    found = Counter()
    for where, said in fresh.items():
        if where in known:
            added = said - known[where]
        else:
            added = Counter({one: count for one, count in said.items()
                             if not (one[0].endswith(".h") and one in everywhere)})
        found |= added
    return [f"{path}: {text}" if path else text for path, text in sorted(found)]


def split(found):
    """The compiler's part, and sparse's."""
    sparse = {where: said for where, said in found.items() if where[0] == CHECKER}
    return {where: said for where, said in found.items() if where not in sparse}, sparse
