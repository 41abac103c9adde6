# SPDX-License-Identifier: GPL-2.0
"""The kselftests as a series for mainline, where they use its own kvm_util.

The changelogs are in patches/for-newest, the files are those of this repository as
they are. What the tree's Makefile has to say of them is made here: it follows from
their names, and the places from what the Makefile has.
"""

import re
from pathlib import Path

from series import mailbox, patchset as ps

CHANGELOGS = ps.SERIES / "for-newest"
KVM = "tools/testing/selftests/kvm/"
TESTS = KVM + "arm64/"
SHARED = TESTS + "common/"
MAKEFILE = KVM + "Makefile.kvm"
INCLUDE = "CFLAGS += -Iarm64/common\n"
# What tests the witness, a module that mainline has not, is no test for mainline.
LEFT_OUT = ("witness", "witness_checks", "witness_reload")


def load():
    """The patches, with their files but without the Makefile."""
    return ps.load(CHANGELOGS)


def sources(paths, folder, suffixes=(".c",)):
    """Those that lie in this very folder and are compiled, relative to KVM."""
    return sorted(path[len(KVM):] for path in paths
                  if str(Path(path).parent) + "/" == folder and path.endswith(suffixes))


def programs(paths):
    """The test programs among files, without arm64/."""
    return [Path(name).stem for name in sources(paths, TESTS)]


def after_last(text, name, lines):
    """Lines behind the last one that adds to a list."""
    places = [match.end() for match in re.finditer(rf"^{name} \+= .*\n", text, re.M)]
    if not places:
        raise ps.PatchError(f"{MAKEFILE}: nothing is added to {name} there")
    return text[:places[-1]] + "".join(lines) + text[places[-1]:]


def makefile(text, paths):
    """The Makefile, with what it has to know of these files."""
    shared = sources(paths, SHARED, (".c", ".S"))
    tests = sources(paths, TESTS)
    if shared:
        text = after_last(text, "LIBKVM_arm64", [f"LIBKVM_arm64 += {name}\n" for name in shared])
    if shared and INCLUDE not in text:
        block = re.search(r"^ifeq \(\$\(ARCH\),arm64\)\n", text, re.M)
        if not block:
            raise ps.PatchError(f"{MAKEFILE}: no part for arm64")
        text = text[:block.end()] + INCLUDE + text[block.end():]
    if tests:
        text = after_last(text, "TEST_GEN_PROGS_arm64",
                          [f"TEST_GEN_PROGS_arm64 += {name[:-2]}\n" for name in tests])
    return text


def steps(tree):
    """[(patch, {path: (content, mode)})]: what each patch makes of the tree."""
    text = (tree / MAKEFILE).read_text(encoding="utf-8")
    found = []
    for patch in load():
        files = {}
        for path, source in patch.added(tree).items():
            if (tree / path).exists():
                raise ps.PatchError(f"{patch.name}: {path}: the tree has it already")
            files[path] = (source.read_bytes(), 0o644)
        text = makefile(text, files)
        files[MAKEFILE] = (text.encode(), 0o644)
        found.append((patch, files))
    return found


def write(tree, base, target):
    """Commit the series onto a revision of the tree, and have git write the mailbox."""
    mailbox.git(tree, "checkout", "-q", "-f", "-B", "series", base)
    return mailbox.format_patches(tree, base, steps(tree), target)
