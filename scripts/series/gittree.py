# SPDX-License-Identifier: GPL-2.0
"""git, asked about a kernel tree: commits, blobs, and the series in its history."""

import os
import subprocess
import tempfile
from pathlib import Path

# The commits that apply made: from BASE, which is none of them, to TIP. Each work tree
# of a repository has its own.
BASE, TIP = "refs/worktree/kvm-nisv/base", "refs/worktree/kvm-nisv/tip"


class Refused(Exception):
    """Why a tree is left as it is. One line for the user."""


def command(tree, *args):
    """git as it is called everywhere: no refresh of the index behind the user's back."""
    return ["git", "--no-optional-locks", "-C", str(tree), *args]


def why(stderr):
    """The line of git's that says what is wrong: the first of its errors."""
    lines = stderr.strip().splitlines()
    errors = [line for line in lines if line.startswith(("fatal: ", "error: "))]
    return (errors or lines[-1:] or ["no reason given"])[0]


def raw_git(tree, *args, check=True, env=None, data=None):
    """Run git on a tree; what it wrote, as bytes."""
    done = subprocess.run(
        command(tree, *args), check=False, capture_output=True, input=data,
        env={**os.environ, "LC_ALL": "C", **(env or {})})
    if check and done.returncode:
        reason = why(done.stderr.decode(errors="replace"))
        if "dubious ownership" in reason:
            raise Refused(f"{tree}: belongs to another user, and git refuses it: become that user,"
                          f" or: git config --global --add safe.directory '{Path(tree).resolve()}'")
        raise Refused(f"{tree}: git {args[0]} failed: {reason}")
    return done.stdout


def git(tree, *args, check=True, env=None, data=None):
    """Run git on a tree. Names and subjects that are not UTF-8 come and go as they are."""
    out = raw_git(tree, *args, check=check, env=env,
                  data=None if data is None else data.encode(errors="surrogateescape"))
    return out.decode(errors="surrogateescape")


def is_git(tree):
    """The tree is the top of a git work tree of its own."""
    own = os.path.lexists(Path(tree) / ".git")
    top = git(tree, "rev-parse", "--show-toplevel", check=own).rstrip("\n")
    return bool(top) and Path(top).resolve() == Path(tree).resolve()


def git_folder(tree):
    """Where git keeps the index and HEAD of a work tree."""
    return Path(tree, git(tree, "rev-parse", "--git-dir").rstrip("\n")).resolve()


def commit_of(tree, name):
    """The id of a commit, None if there is none of that name."""
    found = git(tree, "rev-parse", "-q", "--verify", f"{name}^{{commit}}", check=False)
    return found.strip() or None


def files_at(tree, commit, paths):
    """{path: (content, mode) or None} of some files of a commit."""
    paths = list(paths)
    files = dict.fromkeys(paths)
    if not paths:
        return files
    listed = git(tree, "--literal-pathspecs", "ls-tree", "-r", "-z", commit, "--", *paths)
    found = {}
    for entry in filter(None, listed.split("\0")):
        what, _, path = entry.partition("\t")
        mode, kind, blob = what.split()
        if kind == "blob" and path in files:
            found[path] = blob, int(mode[-3:], 8)
    blobs = read_blobs(tree, [blob for blob, _ in found.values()])
    files.update((path, (blobs[blob], mode)) for path, (blob, mode) in found.items())
    return files


def read_blobs(tree, blobs):
    """{blob: content}, all by one git."""
    data = raw_git(tree, "cat-file", "--batch", data="".join(f"{b}\n" for b in blobs).encode())
    found, at = {}, 0
    for blob in blobs:
        line = data[at:data.index(b"\n", at)]
        name, _, size = line.decode().partition(" blob ")
        if name != blob or not size:
            raise Refused(f"{tree}: git cat-file failed: {line.decode()}")
        at += len(line) + 1
        found[blob] = data[at:at + int(size)]
        at += int(size) + 1
    return found


def store_blobs(tree, contents):
    """The blobs of these contents, stored by one git, in their order."""
    with tempfile.TemporaryDirectory(prefix="stage-") as scratch:
        names = [str(Path(scratch).resolve() / str(number)) for number in range(len(contents))]
        for name, content in zip(names, contents):
            Path(name).write_bytes(content)
        return git(tree, "hash-object", "-w", "--no-filters", "--stdin-paths",
                   data="".join(f"{name}\n" for name in names)).split()


def changed_between(tree, before, after):
    """The paths that differ between two commits."""
    listed = git(tree, "diff-tree", "-r", "-z", "--no-renames", "--name-only", before, after)
    return [path for path in listed.split("\0") if path]


def merged(now, after, before):
    """What `now' would be with `before' in the place of `after': content, None if that
    is not clear, because what was changed since lies where the two differ."""
    result = merge_file(now, after, before)
    # The way back has to lead to where it came from.
    return result if result is not None and merge_file(result, before, after) == now else None


def merge_file(now, after, before):
    """git merge-file: content, None if there is a conflict."""
    if now == after:
        return before
    with tempfile.TemporaryDirectory(prefix="merge-") as scratch:
        names = []
        for name, content in (("now", now), ("after", after), ("before", before)):
            (Path(scratch) / name).write_bytes(content)
            names.append(name)
        done = subprocess.run(["git", "merge-file", "-p", "-q", *names], cwd=scratch, check=False,
                              env=dict(os.environ, LC_ALL="C"), capture_output=True)
    return None if done.returncode else done.stdout


def recorded_commits(tree):
    """The commits that apply made, oldest first, if HEAD has them below it."""
    base, tip = commit_of(tree, BASE), commit_of(tree, TIP)
    if not base or not tip:
        return []
    listed = git(tree, "rev-list", "--reverse", f"{base}..{tip}").split()
    below = git(tree, "merge-base", tip, "HEAD", check=False).strip()
    return listed if below == tip else []


def commits_named(tree, subjects):
    """The newest commit of each subject, in their order; [] if one has none."""
    found, wanted = {}, set(subjects)
    with subprocess.Popen(command(tree, "log", "--no-merges", "--format=%H %s", "HEAD"),
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as log:
        for line in log.stdout:
            commit, _, subject = line.decode(errors="surrogateescape").rstrip("\n").partition(" ")
            if subject in wanted:
                found.setdefault(subject, commit)
                if len(found) == len(wanted):
                    break
        log.kill()
    return [found[subject] for subject in subjects] if len(found) == len(wanted) else []
