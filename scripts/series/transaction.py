# SPDX-License-Identifier: GPL-2.0
"""Several files of a tree are replaced, all of them or none.

All that can fail is done first, beside the files: each new one is written under a name
of its own, each old one gets a second name. Then they are renamed. A journal says
what was there, so that undo() leaves a tree as it was also after a crash: until
the line DONE is in it nothing has happened, from there on all of it has.
"""

import fcntl
import json
import os
import shutil
from pathlib import Path

from series.gittree import Refused

DONE = "done"


def beside(path, what):
    """A name for a new or an old file in the folder of a file."""
    return path.with_name(f".{path.name}.kvm-nisv-{what}")


def sync(path):
    """Have a file or a folder on the disk. Not all file systems do that for a folder."""
    fd = os.open(path, os.O_RDONLY)
    try:
        os.fsync(fd)
    except OSError:
        if not os.path.isdir(path):
            raise
    finally:
        os.close(fd)


def write_out(path, content, target):
    """Write a file and have it on the disk. An error names the file that is to be."""
    try:
        with open(path, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        error.filename = str(target)
        raise


def remove(path):
    """Remove a file that may not be there: a read-only folder does not say which."""
    if os.path.lexists(path):
        path.unlink()


def second_name(path, name):
    """Keep a file under another name: the file itself, a copy where that can't be."""
    try:
        os.link(path, name, follow_symlinks=False)
    except FileExistsError:
        raise
    except OSError:
        shutil.copy2(path, name, follow_symlinks=False)


def give_owner(path, like):
    """What root makes in a tree belongs to whom the rest there belongs to."""
    if os.geteuid() == 0:
        there = os.stat(like)
        os.chown(path, there.st_uid, there.st_gid)


class Transaction:
    """Files of one tree, and what else is to be changed with them."""

    def __init__(self, tree, journal):
        self.tree, self.journal = Path(tree), Path(journal)
        self.lock = None

    def _begin(self, note):
        try:
            self.lock = open(self.journal, "xb", buffering=0)       # pylint: disable=R1732
        except FileExistsError as error:
            raise Refused(f"{self.tree}: another apply or unapply works on it") from error
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX)
            self._note(json.dumps(note))
            sync(self.journal.parent)
        except BaseException:
            self._close()
            raise

    def _note(self, line):
        """Add a line. Without a buffer: close() would try again to write what did not fit."""
        left = (line + "\n").encode()
        try:
            while left:
                left = left[self.lock.write(left):]
            os.fsync(self.lock.fileno())
        except OSError as error:
            error.filename = str(self.journal)
            raise

    def _new_folders(self, paths):
        """The folders that are to be made for these, the outer ones first."""
        found = {}
        for path in paths:
            above = [folder for folder in Path(path).parents if folder != Path(".")]
            for folder in reversed(above):
                if not os.path.lexists(self.tree / folder):
                    found[str(folder)] = None
        return list(found)

    def _write_beside(self, path, now):
        target = self.tree / path
        if now is not None:
            fresh = beside(target, "new")
            write_out(fresh, now[0], target)
            there = target.exists()
            mode = target.stat().st_mode & 0o666 if there else 0o644
            fresh.chmod((mode | ((mode & 0o444) >> 2 if now[1] & 0o111 else 0)) & 0o777)
            give_owner(fresh, target if there else target.parent)
        if os.path.lexists(target):
            second_name(target, beside(target, "old"))

    def run(self, files, extra=None):
        """files: {path: (content, mode) or None}; extra: Extra, what changes with them."""
        extra = extra or Extra()
        for path in files:
            if (self.tree / path).is_dir():
                raise Refused(f"{self.tree / path}: is a folder, where a file is to be")
            for what in ("new", "old"):
                if os.path.lexists(beside(self.tree / path, what)):
                    raise Refused(f"{beside(self.tree / path, what)}: left by an apply or unapply"
                                  " whose journal is gone: look at it, and remove it")
        note = {"files": {path: os.path.lexists(self.tree / path) for path in files},
                "made": self._new_folders(path for path, now in files.items() if now is not None),
                "extra": extra.note()}
        self._begin(note)
        try:
            for folder in note["made"]:
                (self.tree / folder).mkdir()
                give_owner(self.tree / folder, (self.tree / folder).parent)
            for path, now in files.items():
                self._write_beside(path, now)
            extra.prepare()
            for path, now in files.items():
                target = self.tree / path
                if now is None:
                    target.unlink(missing_ok=True)
                else:
                    os.replace(beside(target, "new"), target)
            for folder in {(self.tree / path).parent for path in files}:
                sync(folder)
            extra.commit()
            self._note(DONE)
        except BaseException:
            self._back(note, extra)
            raise
        self._forward(note, extra)

    def _close(self):
        self.journal.unlink()
        self.lock.close()

    def _back(self, note, extra):
        """Leave everything as it was."""
        extra.back()
        for path, was in note["files"].items():
            target = self.tree / path
            remove(beside(target, "new"))
            old = beside(target, "old")
            if os.path.lexists(old):
                os.replace(old, target)
                remove(old)     # rename() leaves two names of one file alone
            elif not was and target.parent.is_dir():
                remove(target)
        for folder in reversed(note["made"]):
            if (self.tree / folder).is_dir():
                (self.tree / folder).rmdir()
        self._close()

    def _forward(self, note, extra):
        """All is done: take away what was kept, and folders that are empty now."""
        for path, was in note["files"].items():
            target = self.tree / path
            remove(beside(target, "old"))
            if was and not os.path.lexists(target):
                remove_empty(self.tree, path)
        extra.forward()
        self._close()

    def undo(self, extra=None):
        """After a crash: leave the tree as it was before, or as it was to be. True if
        there was anything to do."""
        extra = extra or Extra()
        try:
            self.lock = open(self.journal, "r+b", buffering=0)      # pylint: disable=R1732
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refused(f"{self.tree}: another apply or unapply works on it") from error
        first, _, rest = self.lock.read().decode(errors="replace").partition("\n")
        try:
            note = json.loads(first)
        except ValueError:          # it went no further than this line
            self._close()
            return True
        extra.read(note["extra"])
        if rest.strip() == DONE or extra.done():
            self._forward(note, extra)
        else:
            self._back(note, extra)
        return True


class Extra:
    """What changes with the files of a tree: nothing, in a plain one."""

    def note(self):
        """What the journal is to have of it."""

    def read(self, note):
        """What the journal had."""

    def prepare(self):
        """All that can fail."""

    def commit(self):
        """The files are in place."""

    def done(self):
        """commit() came to its end."""
        return False

    def back(self):
        """As it was before prepare(), whatever of it has happened."""

    def forward(self):
        """Take away what back() would have needed."""


def remove_empty(tree, path):
    """Remove the folders that a removed file leaves empty."""
    folder = (Path(tree) / path).parent
    while folder != Path(tree):
        try:
            folder.rmdir()
        except OSError:
            break
        folder = folder.parent
