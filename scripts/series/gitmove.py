# SPDX-License-Identifier: GPL-2.0
"""HEAD, index and files of a git work tree, moved to another commit together.

git merge and git reset write one file after the other: a full disk leaves them half-way.
Here git makes the commits and an index of its own first; see transaction.
"""

import os
from pathlib import Path

from series import gittree
from series.gittree import Refused, git, git_folder
from series.transaction import Extra, Transaction, second_name, write_out

JOURNAL = "kvm-nisv-journal"


def info_lines(entries):
    """What git update-index --index-info takes: {path: (mode, blob) or None}"""
    return "".join(f"100{what[0]:o} {what[1]}\t{path}\0" if what else f"0 {'0' * 40}\t{path}\0"
                   for path, what in entries.items())


def stored(tree, files):
    """Store files in the tree's repository: {path: (mode, blob) or None}"""
    blobs = iter(gittree.store_blobs(tree, [now[0] for now in files.values() if now]))
    return {path: now and (now[1], next(blobs)) for path, now in files.items()}


class Move(Extra):
    """HEAD goes from one commit to another, and the index with it."""

    def __init__(self, tree, entries=None, old="", new="", refs="", reason=""):
        self.tree, self.entries = Path(tree), entries or {}
        self.old, self.new = old, new
        self.refs, self.reason = refs, reason
        folder = git_folder(tree)
        self.index, self.lock = folder / "index", folder / "index.lock"
        self.fresh, self.kept = folder / "kvm-nisv-index", folder / "kvm-nisv-index-old"

    def note(self):
        return {"old": self.old, "new": self.new}

    def read(self, note):
        self.old, self.new = note["old"], note["new"]

    def prepare(self):
        content = self.index.read_bytes()
        write_out(self.fresh, content, self.index)
        git(self.tree, "update-index", "-z", "--index-info", data=info_lines(self.entries),
            env={"GIT_INDEX_FILE": str(self.fresh)})
        second_name(self.index, self.kept)
        try:
            second_name(self.fresh, self.lock)
        except FileExistsError as error:
            raise Refused(f"{self.tree}: {self.lock} is there: another git is at work, or was"
                          " interrupted and left it") from error
        if self.index.read_bytes() != content:
            raise Refused(f"{self.tree}: another git changed the index meanwhile")

    def commit(self):
        os.replace(self.lock, self.index)
        git(self.tree, "update-ref", "-m", self.reason, "--stdin",
            data=f"update HEAD {self.new} {self.old}\n{self.refs}")

    def done(self):
        return gittree.commit_of(self.tree, "HEAD") == self.new != self.old

    def back(self):
        if self.fresh.exists() and self.lock.exists() and \
                self.lock.read_bytes() == self.fresh.read_bytes():
            self.lock.unlink()
        if self.kept.exists():
            os.replace(self.kept, self.index)
            self.kept.unlink(missing_ok=True)
        self.fresh.unlink(missing_ok=True)

    def forward(self):
        self.kept.unlink(missing_ok=True)
        self.fresh.unlink(missing_ok=True)
        git(self.tree, "update-index", "-q", "--refresh", check=False)


def undo(tree):
    """After a crash: as it was before, or as it was to be."""
    journal = git_folder(tree) / JOURNAL
    return journal.exists() and Transaction(tree, journal).undo(Move(tree))


def move(tree, files, old, new, refs="", reason=""):
    """Bring a work tree from one commit to another; files: {path: (content, mode) or None}
    is all that differs between them."""
    moved = Move(tree, stored(tree, files), old, new, refs, reason)
    Transaction(tree, git_folder(tree) / JOURNAL).run(files, moved)


def identity(tree, steps):
    """Who commits, where git was not told: the author of the first patch that has one."""
    if git(tree, "config", "user.email", check=False).strip():
        return {}
    name, mail = next((author for _, author, _, _ in steps if author), None) or \
        ("unknown", "unknown@localhost")
    return {"GIT_COMMITTER_NAME": name, "GIT_COMMITTER_EMAIL": mail,
            "GIT_AUTHOR_NAME": name, "GIT_AUTHOR_EMAIL": mail}


def with_modes(files, modes):
    """The files with the modes that git has of them: not all file systems have modes."""
    return {path: now and (now[0], modes.get(path, now[1])) for path, now in files.items()}


def commit_steps(tree, steps, reason="commit", refs=None):
    """One commit per step on top of HEAD; the tree moves once all are made.

    steps: [(message, author or None, date or None, {path: content})]
    refs: a function of the old and the new commit, what else git update-ref is to do
    """
    env = identity(tree, steps)
    index = git_folder(tree) / "kvm-nisv-commits"
    env["GIT_INDEX_FILE"] = str(index)
    old = head = git(tree, "rev-parse", "--verify", "HEAD").strip()
    try:
        git(tree, "read-tree", head, env=env)
        for message, author, date, files in steps:
            git(tree, "update-index", "-z", "--index-info", env=env,
                data=info_lines(stored(tree, files)))
            who = dict(env)
            if author:
                who.update(GIT_AUTHOR_NAME=author[0], GIT_AUTHOR_EMAIL=author[1])
            if date:
                who.update(GIT_AUTHOR_DATE=date, GIT_COMMITTER_DATE=date)
            made = git(tree, "write-tree", env=env).strip()
            head = git(tree, "commit-tree", made, "-p", head, env=who, data=message).strip()
    finally:
        index.unlink(missing_ok=True)
    last = {}
    for _, _, _, files in steps:
        last.update(files)
    move(tree, last, old, head, refs(old, head) if refs else "", reason)
