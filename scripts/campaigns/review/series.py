# SPDX-License-Identifier: GPL-2.0
"""The series as a whole, in the tools that its readers use."""

import os
import re
import shutil
import subprocess

from campaigns.review.report import judged
from campaigns.review.walk import OUT, ROOT
from series import kerneltree as kt, mailbox, patchset as ps

# An address that stands alone in a line of the cover letter
LISTED = re.compile(r"^  (\S.*@\S+)$", re.M)


def differs(tree, walk):
    """What a tree of the touched files has otherwise than the series: [complaint]."""
    wanted = dict(walk.control)
    for step in walk.steps:
        wanted.update(step.files)
    return [f"{path} differs" for path, now in sorted(wanted.items()) if kt.now_in(tree, path) != now]


def command(arguments, **options):
    """Run it; the lines that tell why, if it fails."""
    done = subprocess.run(arguments, check=False, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, **options)
    if not done.returncode:
        return []
    return (done.stdout + done.stderr).strip().splitlines()[-5:] or [f"{arguments[0]} failed"]


def fresh(name):
    folder = OUT / "review" / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def quilt(walk):
    """`quilt push -a', without fuzz, and `quilt pop -a' back to the control."""
    tree = fresh("quilt")
    kt.write_files(tree, walk.control)
    env = {**os.environ, "QUILT_PATCHES": str(walk.mailbox), "QUILTRC": "/dev/null"}
    found = command(["quilt", "push", "-a", "--fuzz=0"], cwd=tree, env=env) or differs(tree, walk)
    found += command(["quilt", "pop", "-a"], cwd=tree, env=env)
    return judged(found or [f"{path} differs after quilt pop -a"
                            for path, now in sorted(walk.control.items())
                            if kt.now_in(tree, path) != now])


def unfolded(mail):
    """A mail with each of its headers on one line: b4 0.12 dies of others."""
    head, _, body = mail.partition("\n\n")
    return head.replace("\n ", " ") + "\n\n" + body


def b4(walk, mails):
    """The series as it would be mailed, taken from the thread again by `b4 am', offline."""
    sent, taken = fresh("sent"), fresh("taken")
    mailbox.git(mails.tree, "format-patch", "-q", "--thread=shallow", "--cover-letter",
                "--no-renames", "-o", str(sent), f"HEAD~{len(walk.steps)}")
    thread = sorted(sent.glob("*.patch"))
    (sent / "mbox").write_text("\n".join(unfolded(mail.read_text()) for mail in thread))
    msgid = next(line for line in thread[0].read_text().splitlines()
                 if line.lower().startswith("message-id: ")).partition("<")[2].rstrip(">")
    found = command(["b4", "--offline-mode", "am", "-C", "-T", "-m", str(sent / "mbox"),
                     "-o", str(taken), "-n", "series", msgid], cwd=taken,
                    env={**os.environ, "HOME": str(taken), "XDG_CACHE_HOME": str(taken)})
    if found:
        return judged(found)
    tree = fresh("b4")
    mailbox.make_repository(tree, walk.control, walk.steps[0].patch.author)
    found = command(["git", "am", "-q", "--empty=drop", str(taken / "series.mbx")], cwd=tree,
                    env={**os.environ, **mailbox.NEUTRAL})
    return judged(found or differs(tree, walk))


def maintainers(walk):
    """The cover letter lists those whom the base's own get_maintainer.pl names, and no others."""
    done = subprocess.run(["perl", "scripts/get_maintainer.pl", "--no-git", "--no-git-fallback",
                           "--no-rolestats", *(step.mail for step in walk.steps)], cwd=ROOT,
                          check=False, capture_output=True, text=True)
    named = set(done.stdout.splitlines())
    if done.returncode or not named:
        return judged(done.stderr.splitlines() or ["it names nobody"])
    listed = set(LISTED.findall((ps.SERIES / "cover-letter").read_text(encoding="utf-8")))
    return judged([f"the cover letter has not {who}" for who in sorted(named - listed)] +
                  [f"not named: {who}" for who in sorted(listed - named)], f"{len(named)} addresses")
