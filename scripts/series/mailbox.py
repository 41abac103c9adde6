# SPDX-License-Identifier: GPL-2.0
"""The series as a mailbox: what `git format-patch' makes of control and patches.

A repository of the few files the series touches is enough for that, and the
same input gives the same bytes: names and dates come from the patches.
"""

from pathlib import Path

from series import kerneltree as kt, patchset as ps, staging

DATE = "Thu, 1 Jan 2026 00:00:00 +0000"
FROM_NOBODY = f"From {'0' * 40} Mon Sep 17 00:00:00 2001"
# Nothing of the user's own git configuration gets into the result.
NEUTRAL = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}


def touched(stage, series):
    """{path: content} of what the series touches or asks, before it is applied."""
    for patch in series:
        for name in patch.hooked(stage.tree):
            stage.take(name)
    for name in ps.consulted():
        stage.take(ps.land(name, stage.tree))
    return {path: now for path, now in stage.files().items() if now}


def make_repository(folder, files, author):
    """A git tree with these files as its only commit."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    kt.write_files(folder, files)
    git(folder, "init", "-q", "-b", "control")
    git(folder, "config", "user.name", author[0])
    git(folder, "config", "user.email", author[1])
    git(folder, "config", "core.autocrlf", "false")
    git(folder, "add", "-A", "-f")
    git(folder, "commit", "-q", "-m", "control", "--date", DATE)


def git(folder, *args, check=True):
    """git without the user's configuration."""
    return kt.git(folder, *args, check=check, env=NEUTRAL)


def cover_letter(folder, series):
    """Subject and body from patches/cover-letter, figures from the commits."""
    title, _, body = (ps.SERIES / "cover-letter").read_text(encoding="utf-8").partition("\n")
    first = series[0]
    name, mail = first.author
    return "\n".join([
        FROM_NOBODY,
        f"From: {name} <{mail}>",
        f"Date: {first.headers.get('date', DATE)}",
        f"Subject: [PATCH 0/{len(series)}] {title}",
        "",
        body.strip(),
        "",
        git(folder, "shortlog", "-w72,2,4", "control..series").rstrip(),
        "",
        git(folder, "diff", "--stat=72", "--summary", "--no-renames",
            "control", "series").rstrip(),
        "",
        ""])


def format_patches(tree, base, steps, target):
    """Commit steps on the branch series, which is at base; the mails, now all of target."""
    kt.commit_steps(tree, [(patch.message, patch.author, patch.headers.get("date", DATE), files)
                           for patch, files in steps])
    for old in target.glob("*.patch"):
        old.unlink()
    target.mkdir(parents=True, exist_ok=True)
    git(tree, "-c", "core.abbrev=12", "format-patch", "-q", "-N", "--zero-commit",
        "--no-signature", "--no-renames", "--stat=72", "-o", str(target.resolve()),
        f"{base}..series")
    return sorted(target.glob("*.patch"))


def control_files(base):
    """The series for the control, and {path: content} of what it touches."""
    with staging.control(base) as stage:
        series = ps.series_for(stage.tree)
        return series, touched(stage, series)


def export(base, target, scratch):
    """Write the control's mailbox; scratch is where a repository is made for it.

    Returns ({path: content} of what it touches, the steps as stage_series() has them).
    """
    series, files = control_files(base)
    return files, write_mailbox(files, series, target, scratch)


def export_for(tree, target, scratch):
    """Write the mailbox of a user's tree."""
    series = ps.series_for(tree)
    with staging.Stage(tree) as stage:
        files = touched(stage, series)
    write_mailbox(files, series, target, scratch)


def write_mailbox(files, series, target, scratch):
    """Commit the series on top of these files, and ask git for the patches; the steps."""
    make_repository(scratch, files, series[0].author)
    git(scratch, "checkout", "-q", "-b", "series")
    steps = kt.stage_series(scratch, series)
    mails = format_patches(scratch, "control", steps, target)
    (target / "series").write_text("".join(f"{mail.name}\n" for mail in mails),
                                   encoding="utf-8")
    (target / "0000-cover-letter.patch").write_text(cover_letter(scratch, series),
                                                    encoding="utf-8")
    return steps
