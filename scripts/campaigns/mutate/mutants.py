# SPDX-License-Identifier: GPL-2.0
"""Lists of mutants: small changes that make the series' kernel code wrong.

A list has lines of these forms, and comments:

  file PATH                 of the patched tree, for the mutants that follow
  tests PROGRAM...          the same: what is run first, of them the survivors only
                            see the whole suite. After `mutant': for that one
  mutant FUNCTION: WHAT     begins one; what it does, in a few words
  sample                    it is one of those that make test tries
  build                     it must not even compile, because of a check that is there
  equivalent REASON         it can't be told from the original, and why; more such
                            lines go on with the reason
  -OLD, +NEW, (space)SAME   a hunk without numbers. Its old lines must be in the
                            file exactly once, in that function
"""

import re
from dataclasses import dataclass, field

NAMED = re.compile(r"[A-Za-z_]|#define ")
DEFINED = re.compile(r"^(?:[a-z_]\w*[ *]+)+(\w+)\([^;]*$")


class ListError(Exception):
    """A list can't be read, or is stale. One line for the user."""


@dataclass
class Mutant:
    """One change."""
    path: str
    function: str
    what: str
    where: str
    tests: list
    old: list = field(default_factory=list)
    new: list = field(default_factory=list)
    sample: bool = False
    build: bool = False
    equivalent: str = ""

    @property
    def name(self):
        """How people call it."""
        return f"{self.function}: {self.what}"


def _hunk_line(mutant, text):
    """One line of a hunk."""
    if text[0] != "+":
        mutant.old.append(text[1:])
    if text[0] != "-":
        mutant.new.append(text[1:])


def _begin(rest, path, tests, where):
    """The mutant that a `mutant' line begins."""
    function, colon, what = rest.partition(": ")
    if not colon or not path:
        raise ListError(f"{where}: not `mutant FUNCTION: WHAT' below a `file'")
    return Mutant(path, function, what, where, list(tests))


def _option(mutant, verb, rest, where):
    """What is said of one mutant."""
    if verb == "tests":
        mutant.tests = rest.split()
    elif verb == "equivalent":
        mutant.equivalent = f"{mutant.equivalent} {rest}".strip()
    elif verb in ("sample", "build") and not rest:
        setattr(mutant, verb, True)
    else:
        raise ListError(f"{where}: what is `{verb}'?")


def read(path):
    """The mutants of a list."""
    mutants, mutant, file, tests = [], None, None, []
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        verb, _, rest = text.partition(" ")
        if not text.strip() or text[0] == "#":
            continue
        if verb == "file":
            file, mutant, tests = rest, None, []
        elif verb == "mutant":
            mutant = _begin(rest, file, tests, where)
            mutants.append(mutant)
        elif mutant and text[0] in "-+ ":
            _hunk_line(mutant, text)
        elif mutant:
            _option(mutant, verb, rest, where)
        elif verb == "tests":
            tests = rest.split()
        else:
            raise ListError(f"{where}: {verb} before the first mutant")
    for mutant in mutants:
        if not mutant.old or mutant.old == mutant.new:
            raise ListError(f"{mutant.where}: {mutant.name}: changes nothing")
        if not mutant.tests and not mutant.build:
            raise ListError(f"{mutant.where}: {mutant.name}: no tests")
    return mutants


def _enclosing(lines, at):
    """The line that names what the line at `at' is part of."""
    for line in reversed(lines[:at + 1]):
        if NAMED.match(line) and not line.endswith(":"):
            return line
    return ""


def apply(mutant, text):
    """The file with the change in it."""
    lines = text.splitlines()
    size = len(mutant.old)
    places = [at for at in range(len(lines) - size + 1) if lines[at:at + size] == mutant.old
              and re.search(rf"\b{mutant.function}\b", _enclosing(lines, at))]
    if len(places) != 1:
        raise ListError(f"{mutant.where}: {mutant.name}: its lines are {len(places)} times in"
                        f" {mutant.path}, not once")
    lines[places[0]:places[0] + size] = mutant.new
    return "\n".join(lines) + "\n"


def together(numbered, texts, where):
    """As few sets of changes as hold all mutants: ([number], {path: text}) of each.

    numbered: {number: mutant}. texts: {path: text} of the original. where: from a
    mutant's path to that path. Two that change the same lines are not in one set.
    """
    sets = []
    for number, mutant in numbered.items():
        path = where(mutant.path)
        for numbers, changes in [*sets, ([], {})]:
            try:
                changes[path] = apply(mutant, changes.get(path, texts[path]))
            except ListError:
                continue
            numbers.append(number)
            if len(numbers) == 1:
                sets.append((numbers, changes))
            break
    return sets


SWITCH = """\

int kvm_mutant;

static int __init choose_kvm_mutant(char *number)
{
	return kstrtoint(number, 0, &kvm_mutant);
}
early_param("kvm_mutant", choose_kvm_mutant);
"""


def _body(lines, function):
    """Where a function is defined: (first line, its brace, its last line), or None."""
    for at, line in enumerate(lines):
        defined = DEFINED.match(line)
        if not defined or defined.group(1) != function:
            continue
        brace = next(i for i in range(at, len(lines)) if lines[i][:1] in "{;" and lines[i])
        if lines[brace] == "{":
            return at, brace, lines.index("}", brace)
    return None


def _variant(lines, function, number):
    """A function's lines under another name."""
    return re.sub(rf"\b{function}\b", f"{function}__{number}", "\n".join(lines)).splitlines()


def _choice(head, function, numbers):
    """The function that calls the variant that was chosen at boot."""
    parameters = re.search(rf"\b{function}\((.*)\)", " ".join(head)).group(1)
    names = [re.search(r"(\w+)$", one.strip()).group(1) for one in parameters.split(",")]
    arguments = ", ".join(name for name in names if name != "void")
    body = [f"\tcase {number}:\n\t\treturn {function}__{number}({arguments});"
            for number in numbers]
    return [*head, "{", "\tswitch (kvm_mutant) {", *body,
            f"\tdefault:\n\t\treturn {function}__0({arguments});", "\t}", "}"]


def switchable(mutant, text):
    """The mutated function's lines, if the change is inside of one function."""
    lines = text.splitlines()
    where = _body(lines, mutant.function)
    if mutant.build or not where:
        return None
    start, brace, end = where
    changed = apply(mutant, text).splitlines()
    tail = len(lines) - end
    if changed[:brace + 1] != lines[:brace + 1] or changed[-tail:] != lines[-tail:]:
        return None
    return changed[start:len(changed) - tail + 1]


def switch(text, numbered):
    """A file with many mutants at once; kvm_mutant= at boot says which is in effect.

    numbered: {number: mutant}, all of them switchable.
    """
    lines = text.splitlines()
    variants = {}
    for number, mutant in numbered.items():
        variants.setdefault(mutant.function, {})[number] = switchable(mutant, text)
    for function, mine in variants.items():
        start, brace, end = _body(lines, function)
        head, whole = lines[start:brace], lines[start:end + 1]
        fresh = _variant(whole, function, 0)
        for number, changed in mine.items():
            fresh += ["", *_variant(changed, function, number)]
        lines[start:end + 1] = [*fresh, "", *_choice(head, function, mine)]
    return "\n".join(["extern int kvm_mutant;", *lines]) + "\n"


def functions(text):
    """The names of the functions a C file defines."""
    lines = text.splitlines()
    found = set()
    for at, line in enumerate(lines):
        if line == "{":
            above = next(one for one in reversed(lines[:at]) if NAMED.match(one))
            defined = DEFINED.match(above)
            if defined:
                found.add(defined.group(1))
    return found
