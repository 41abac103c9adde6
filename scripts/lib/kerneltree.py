# SPDX-License-Identifier: GPL-2.0
"""A kernel tree: whether the series can go in or come out, and how.

Every question is answered on copies (staging.Stage). A tree is written to at
the very end, when nothing is left that could fail half-way.
"""

import os
import re
import subprocess
from pathlib import Path

from patchset import PatchError, load
from staging import Stage, now_in, unsettled

OLDEST, NEWEST = (4, 14), (5, 10)
UAPI = "include/uapi/linux/kvm.h"
ABI = "KVM_CAP_ARM_NISV_TO_USER"


class Refused(Exception):
    """Why a tree is left as it is. One line for the user."""


def git(tree, *args, check=True, env=None, data=None):
    """Run git on a tree, without a refresh of its index behind its back."""
    done = subprocess.run(
        ["git", "--no-optional-locks", "-C", str(tree), *args], check=False,
        capture_output=True, text=True, input=data, env=dict(os.environ, **(env or {})))
    if check and done.returncode:
        why = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Refused(f"{tree}: git {args[0]} failed: {why}")
    return done.stdout


def is_git(tree):
    """The tree is the top of a git work tree of its own."""
    own = (Path(tree) / ".git").exists()
    top = git(tree, "rev-parse", "--show-toplevel", check=own).strip()
    return bool(top) and Path(top).resolve() == Path(tree).resolve()


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


def require_clean(tree):
    """No change that a commit of ours could swallow."""
    changed = git(tree, "status", "--porcelain").splitlines()
    if changed:
        raise Refused(f"{tree}: dirty, {len(changed)} uncommitted change(s), the first:"
                      f" {changed[0].strip()}: commit or stash first")


def has_abi(tree):
    """The tree's own headers have the capability."""
    uapi = Path(tree) / UAPI
    return uapi.is_file() and ABI in uapi.read_text(errors="replace")


def depth_applied(tree, series):
    """How many patches of the series the tree holds, counted from the first."""
    for depth in range(len(series), 0, -1):
        try:
            with Stage(tree) as stage:
                for patch in reversed(series[:depth]):
                    stage.revert(patch)
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
    """[(patch, {path: content without it})], the last patch first."""
    with Stage(tree) as stage:
        return _steps(stage, reversed(series), stage.revert, "can't be taken out")


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


def write_files(tree, files):
    """Put files into a tree, by rename: a hard link is broken, not followed."""
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


def remove_empty(tree, paths):
    """Remove the folders that a removed file leaves empty."""
    for path in paths:
        folder = (Path(tree) / path).parent
        while folder != Path(tree):
            try:
                folder.rmdir()
            except OSError:
                break
            folder = folder.parent


def commit_steps(tree, steps):
    """One commit per step on top of HEAD; the tree moves once all are made.

    steps: [(message, author or None, date or None, {path: content})]
    """
    gitdir = Path(tree) / git(tree, "rev-parse", "--git-dir").strip()
    index = gitdir / "series.index"
    env = {"GIT_INDEX_FILE": str(index.resolve())}
    if not git(tree, "config", "user.email", check=False).strip():
        first = next((author for _, author, _, _ in steps if author), None)
        name, mail = first or ("unknown", "unknown@localhost")
        env.update(GIT_COMMITTER_NAME=name, GIT_COMMITTER_EMAIL=mail)
        env.update(GIT_AUTHOR_NAME=name, GIT_AUTHOR_EMAIL=mail)
    head = git(tree, "rev-parse", "HEAD").strip()
    try:
        git(tree, "read-tree", head, env=env)
        for message, author, date, files in steps:
            git(tree, "update-index", "--index-info", env=env,
                data="".join(index_line(tree, path, now) for path, now in files.items()))
            who = dict(env)
            if author:
                who.update(GIT_AUTHOR_NAME=author[0], GIT_AUTHOR_EMAIL=author[1])
            if date:
                who.update(GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
            made = git(tree, "write-tree", env=env).strip()
            head = git(tree, "commit-tree", made, "-p", head, env=who, data=message).strip()
    finally:
        index.unlink(missing_ok=True)
    git(tree, "merge", "-q", "--ff-only", head)


def index_line(tree, path, now):
    """Store a file in the tree's repository; the line the index takes for it."""
    if now is None:
        return f"0 {'0' * 40}\t{path}\n"
    blob = subprocess.run(
        ["git", "-C", str(tree), "hash-object", "-w", "--stdin"], check=True,
        input=now[0], capture_output=True).stdout.decode().strip()
    return f"100{now[1]:o} {blob}\t{path}\n"
