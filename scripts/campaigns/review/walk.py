# SPDX-License-Identifier: GPL-2.0
"""The tree that goes from the control through the series, patch by patch.

One source tree, out/trees/review: a patch writes the files it changes, and every
object tree below compiles no more than what depends on them.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from lib.harness import script
from series import kerneltree as kt, mailbox, patchset as ps

NAME = "review"
OUT = ps.TOP / "out"
ROOT = OUT / "trees" / NAME


class ReviewError(Exception):
    """Nothing can be said. One line for the user."""


@dataclass
class Step:
    """A patch and what the tree has after it."""
    number: int                     # 0 is the control
    patch: ps.Patch
    mail: Path                      # as exported
    files: dict                     # {path: content}, what it changes

    @property
    def name(self):
        return Path(self.patch.name).stem

    def sources(self, *endings):
        """The paths it changes or adds, with these endings."""
        return sorted(path for path in self.files if path.endswith(endings))


class Walk:
    """The steps, and a tree to go them in."""

    def __init__(self):
        self.mailbox = OUT / "review/mailbox"
        self.mailbox.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="review-") as scratch:
            control, staged = mailbox.export(OUT / "base", self.mailbox, Path(scratch) / "tree")
        self.control = control
        mails = sorted(self.mailbox.glob("*.patch"))
        self.cover, mails = mails[0], mails[1:]
        self.steps = [Step(number, patch, mail, files) for number, ((patch, files), mail)
                      in enumerate(zip(staged, mails), 1)]
        self.before = {path: control.get(path) for step in self.steps for path in step.files}

    def to_control(self):
        """Make the tree, or take back what the walk before this one has done."""
        script("make-tree", "control", NAME, KDIR="")
        script("make-tree", "patched", NAME, KDIR="")    # which keeps a record of all it touches
        self.write(self.before)

    def take(self, step):
        self.write(step.files)

    @staticmethod
    def write(files):
        """Only what differs: make goes by the time of a file."""
        kt.write_files(ROOT, {path: now for path, now in files.items()
                              if kt.now_in(ROOT, path) != now})
