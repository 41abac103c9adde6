# SPDX-License-Identifier: GPL-2.0
"""What can be said of a patch without building it."""

import difflib
import re
import shutil
import subprocess
from collections import Counter

from campaigns.review.report import judged
from campaigns.review.walk import NAME, OUT, ROOT
from series import kerneltree as kt, mailbox, patchset as ps


def lines(command):
    """A check that prints `ok' and `not ok' lines: an outcome with what it complains of."""
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    said = [line.removeprefix("# ") for line in done.stdout.splitlines()
            if not line.startswith("ok ")] + done.stderr.splitlines()
    if done.returncode and not said:
        said = [f"exit code {done.returncode}"]
    return judged(said)


def checkpatch(step):
    return lines([ps.TOP / "scripts/checks/checkpatch", step.mail])


def text(now):
    """A file of the tree as lines; none if it is not there."""
    return now[0].decode().splitlines() if now else []


def changed_lines(old, new):
    """The lines that a diff takes and adds, wherever they are."""
    return [line for line in difflib.unified_diff(text(old), text(new), lineterm="", n=0)
            if line[:3] not in ("---", "+++") and line[:1] in "-+"]


def tools_headers(old, step):
    """tools/ has copies of the headers for userspace: a patch does the same to both.
    old: what it changes, as it was."""
    def done_to(path):
        now = kt.now_in(ROOT, path)
        return changed_lines(old.get(path, now), now)

    complaints = []
    for path in step.sources(".h"):
        copy = path if path.startswith("tools/") else f"tools/{path}"
        original = copy.removeprefix("tools/")
        if "/uapi/" not in path or None in (kt.now_in(ROOT, copy), kt.now_in(ROOT, original)):
            continue
        if done_to(copy) != done_to(original):
            complaints.append(f"{copy} and {original} are not changed in the same way")
    return judged(sorted(set(complaints)))


def uapi(*options):
    """The headers that the tree gives to userspace."""
    done = subprocess.run([ps.TOP / "scripts/checks/check-uapi", *options, NAME], check=False,
                          capture_output=True, text=True)
    said = (done.stdout + done.stderr).splitlines()
    return judged(said or ["it failed"] if done.returncode else [])


class Mailbox:
    """A git repository of the control, which the patches are mailed to."""

    def __init__(self, walk):
        self.tree = OUT / "review/am"
        shutil.rmtree(self.tree, ignore_errors=True)
        mailbox.make_repository(self.tree, walk.control, walk.steps[0].patch.author)

    def applies(self, step):
        """`git am', which knows no fuzz, makes of the tree what the series does."""
        try:
            mailbox.git(self.tree, "am", "-q", "--empty=drop", str(step.mail))
        except kt.Refused as error:
            mailbox.git(self.tree, "am", "--abort", check=False)
            return judged([str(error)])
        changed = mailbox.git(self.tree, "diff", "--name-only", "-z", "HEAD^", "HEAD").split("\0")
        wrong = {path for path, now in step.files.items() if kt.now_in(self.tree, path) != now}
        wrong |= set(changed) - {""} ^ set(step.files)
        return judged([f"git am makes something else of {path}" for path in sorted(wrong)])


class KernelDoc:
    """The base's own scripts/kernel-doc, on the files that a patch touches."""

    LINE = re.compile(r"^(\S+?):\d+: (.*)")

    def said(self, paths):
        """What it says of files of the tree, without the numbers of lines."""
        there = [path for path in paths if (ROOT / path).is_file()]
        if not there:
            return Counter()
        done = subprocess.run(["perl", "scripts/kernel-doc", "-none", *there], cwd=ROOT,
                              check=False, capture_output=True, text=True)
        lines = (done.stdout + done.stderr).splitlines()
        return Counter(self.LINE.sub(r"\1: \2", line) for line in lines)

    @staticmethod
    def files(step):
        return [path for path in step.sources(".c", ".h") if not path.startswith("tools/")]

    def before(self, step):
        self.known = self.said(self.files(step))

    def after(self, step):
        return judged(sorted(self.said(self.files(step)) - self.known))
