# SPDX-License-Identifier: GPL-2.0
"""A kernel tree: whether the series can go in or come out, and how.

Every question is answered on copies (staging.Stage). A tree is written to at
the very end, by a transaction.
"""

import os
import re
from pathlib import Path

from series import gitmove, record
# pylint: disable=unused-import
from series.gitmove import commit_steps
from series.gittree import Refused, files_at, git, git_folder, is_git
from series.patchset import PatchError, consulted, land, load
from series.staging import Stage, now_in, unsettled
from series.transaction import Transaction

OLDEST, NEWEST = (4, 14), (5, 10)
UAPI = "include/uapi/linux/kvm.h"
ABI = "KVM_CAP_ARM_NISV_TO_USER"


def require_kernel(tree):
    """A kernel source tree with arm64, of a version the series is made for."""
    tree = Path(tree)
    if not tree.is_dir():
        raise Refused(f"{tree}: no such folder")
    try:
        makefile = (tree / "Makefile").read_text(errors="replace")
    except OSError:
        makefile = ""
    numbers = re.search(r"^VERSION = (\d+)\nPATCHLEVEL = (\d+)", makefile, re.M)
    if not numbers or not (tree / "Kbuild").is_file() or not (tree / "include").is_dir():
        raise Refused(f"{tree}: not a Linux kernel source tree")
    if not (tree / "arch/arm64/kvm").is_dir():
        raise Refused(f"{tree}: arch/arm64/kvm is missing, there is nothing to patch")
    version = tuple(map(int, numbers.groups()))
    if not OLDEST <= version <= NEWEST:
        raise Refused(f"{tree}: Linux {version[0]}.{version[1]} is not supported,"
                      f" the series is for {OLDEST[0]}.{OLDEST[1]} to {NEWEST[0]}.{NEWEST[1]}")


def undo_interrupted(tree):
    """Leave a tree as it was, or was to be, before a crash in apply or unapply."""
    undone = gitmove.undo(tree) if is_git(tree) else \
        Transaction(tree, Path(tree) / record.JOURNAL).undo()
    if undone:
        print(f"{tree}: an earlier apply or unapply was interrupted: nothing is left of it")


def require_settled(tree):
    """No apply or unapply was interrupted in the tree."""
    own = os.path.lexists(Path(tree) / ".git") and is_git(tree)
    journal = git_folder(tree) / gitmove.JOURNAL if own else Path(tree) / record.JOURNAL
    if journal.exists():
        raise Refused(f"{tree}: an apply or unapply is at work here, or was interrupted:"
                      " make apply or make unapply cleans up first")


def touched(tree, series):
    """The paths that the series changes, and those that say what a tree needs."""
    tree = Path(tree)
    paths = [path for patch in series for path in [*patch.hooked(tree), *patch.added(tree)]]
    return sorted({*paths, *(land(path, tree) for path in consulted())})


def require_as_committed(tree, paths):
    """No change in these files that is not committed; {path: mode} as git has it.

    What else is changed in a work tree stays as it is, as with git am.
    """
    if (git_folder(tree) / "MERGE_HEAD").exists():
        raise Refused(f"{tree}: a merge is under way: commit it, or git merge --abort, first")
    if not git(tree, "rev-parse", "-q", "--verify", "HEAD", check=False):
        raise Refused(f"{tree}: a git tree without a commit: commit first, or remove .git")
    changed = git(tree, "--literal-pathspecs", "status", "--porcelain", "--untracked-files=all",
                  "--", *paths).splitlines()
    if changed:
        raise Refused(f"{tree}: dirty, {len(changed)} uncommitted change(s) where the series has"
                      f" some, the first: {changed[0].strip()}: commit or stash first")
    modes = {}
    for path, now in files_at(tree, "HEAD", paths).items():
        there = now_in(tree, path)
        if (now and now[0]) != (there and there[0]):
            raise Refused(f"{tree}: {path} is not as git has it, through core.autocrlf, a filter or"
                          " a sparse checkout: make the series' patches of a tree without")
        if now:
            modes[path] = now[1]
    return modes


def require_line_ends(tree, paths):
    """The hooks end in LF alone."""
    for path in paths:
        now = now_in(tree, path)
        if now and now[0].count(b"\r\n") * 2 > now[0].count(b"\n"):
            raise Refused(f"{tree}: {path} has CRLF line ends, the series has LF: convert the tree"
                          " (git config core.autocrlf false, or dos2unix) first")


def has_abi(tree):
    """The tree's own headers have the capability."""
    uapi = Path(tree) / UAPI
    return uapi.is_file() and ABI in uapi.read_text(errors="replace")


def depth_applied(tree, series):
    """How many patches of the series the tree holds, counted from the first.

    It holds them if there is something to which they can be applied and that then is the
    tree, byte for byte.
    """
    for depth in range(len(series), 0, -1):
        try:
            with Stage(tree) as stage:
                for patch in reversed(series[:depth]):
                    stage.revert(patch)
                for patch in series[:depth]:
                    stage.apply(patch)
                if not stage.changes():
                    return depth
        except PatchError:
            continue
    return 0


def require_not_partly(tree, series, depth):
    """None of the series or, as a depth, all of it."""
    if 0 < depth < len(series):
        raise Refused(f"{tree}: partly applied, {series[depth - 1].name} is in,"
                      f" {series[depth].name} is not or differs")


def require_without(tree, series):
    """Neither the series nor the ABI of somebody else, in whole or in part."""
    require_line_ends(tree, touched(tree, series))
    depth = depth_applied(tree, series)
    if depth == len(series):
        raise Refused(f"{tree}: already applied, all {depth} patches are in")
    require_not_partly(tree, series, depth)
    for patch in series:
        for path in patch.added(Path(tree)):
            if (Path(tree) / path).exists():
                raise Refused(f"{tree}: partly applied, {path} of {patch.name} is there already")
    if has_abi(tree):
        raise Refused(f"{tree}: has the ABI already, {ABI} is in {UAPI}")


def _steps(stage, patches, change, trouble):
    """What each patch changes, in the order given: [(patch, {path: content after it})]"""
    steps, before = [], {}
    for patch in patches:
        try:
            change(patch)
        except PatchError as error:
            raise Refused(f"{stage.tree}: {trouble}, nothing was changed: {error}") from error
        after = stage.files()
        steps.append((patch, {path: now for path, now in after.items()
                              if now != before.get(path, now_in(stage.tree, path))}))
        before = after
    return steps


def stage_reverts(tree, series):
    """[(patch, {path: content without it})], the last patch first.

    Only where the tree itself leaves no doubt what was there before.
    """
    with Stage(tree) as stage:
        steps = _steps(stage, reversed(series), stage.revert, "can't be taken out")
        if stage.doubts:
            raise Refused(f"{tree}: can't be taken out: there is no record of what was there"
                          f" before, and the tree does not tell: {stage.doubts[-1]}")
        for patch in series:
            stage.apply(patch)
        if stage.changes():
            raise Refused(f"{tree}: can't be taken out: put in again it would not be the same,"
                          f" {next(iter(stage.changes()))}")
    return steps


def stage_series(tree, series):
    """[(patch, {path: content after it})]

    Refused where a patch does not fit, or where the patched tree would be taken for
    one that gets something else: the series could not be found there, or taken out.
    """
    with Stage(tree) as stage:
        steps = _steps(stage, series, stage.apply, "does not fit")
        changed = unsettled(stage, load())
        if changed:
            raise Refused(f"{tree}: would not be known again, nothing was changed: {changed[0]}")
    return steps


def all_of(steps):
    """What the steps come to: {path: content}."""
    files = {}
    for _, changed in steps:
        files.update(changed)
    return files


def replace_files(tree, files):
    """Replace files of a plain tree, all or none."""
    Transaction(tree, Path(tree) / record.JOURNAL).run(files)


def write_files(tree, files):
    """Put files into a tree of the harness, by rename: a hard link is broken, not followed."""
    for path, now in files.items():
        target = Path(tree) / path
        if now is None:
            target.unlink(missing_ok=True)
            continue
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(target.name + ".new")
        fresh.write_bytes(now[0])
        fresh.chmod(now[1])
        fresh.replace(target)
