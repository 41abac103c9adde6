# SPDX-License-Identifier: GPL-2.0
"""The series in the history of a git tree: which commits it is, and the tree without them.

A commit is the series' if apply noted its id, or if it has the subject of a patch and
changes what the patch changes. What was there before is what git has of its parent.
"""

from series import gittree
from series.gittree import Refused, git
from series.patchset import PatchError
from series.staging import Layers, Stage, now_in


def changed_by(tree, commit):
    """{path: [before, after]} of a commit, each (content, mode) or None."""
    paths = gittree.changed_between(tree, f"{commit}^", commit)
    before = gittree.files_at(tree, f"{commit}^", paths)
    after = gittree.files_at(tree, commit, paths)
    return {path: [before[path], after[path]] for path in paths}


def is_patch(tree, patch, commit, changed):
    """The patch, applied to what the commit was made on, gives what the commit has."""
    paths = set(patch.hooked(tree)) | set(patch.added(tree))
    if not set(changed) <= paths:
        return False
    wanted = gittree.files_at(tree, commit, paths)
    with Stage(tree) as under:
        for path, now in gittree.files_at(tree, f"{commit}^", paths).items():
            under.seen.add(path)
            if now:
                under.put_mode(path, *now)
        with Stage(tree) as stage:
            stage.tree = Layers(tree, under.root, frozenset(under.seen))
            try:
                stage.apply(patch)
            except PatchError:
                return False
            return {path: now and now[0] for path, now in stage.files().items()} == \
                {path: now and now[0] for path, now in wanted.items()}


def find(tree, series):
    """The commits that are the series, oldest first: [(commit, {path: [before, after]})],
    [] if there are none."""
    commits = gittree.recorded_commits(tree)
    if commits:
        return [(commit, changed_by(tree, commit)) for commit in commits]
    found = []
    commits = gittree.commits_named(tree, [patch.subject for patch in series])
    for patch, commit in zip(series, commits):
        changed = changed_by(tree, commit)
        if not is_patch(tree, patch, commit, changed):
            raise Refused(f"{tree}: commit {commit[:12]}, {patch.subject!r}, is not as"
                          f" {patch.name} has it: nothing was changed; git revert takes it out")
        found.append((commit, changed))
    return found


def on_top(tree, commits):
    """The commit below the series, if these are the last commits of the tree."""
    ids = [commit for commit, _ in commits]
    listed = git(tree, "rev-list", "--reverse", "--parents", f"{ids[0]}^..HEAD")
    lines = [line.split() for line in listed.splitlines()]
    if [line[0] for line in lines] != ids or any(len(line) != 2 for line in lines):
        return None
    return lines[0][1]


def without(tree, commits):
    """[(commit, {path: content without it})], the last one first; what is there already is
    left out."""
    now, steps = {}, []
    for commit, changed in reversed(commits):
        files = {}
        for path, (before, after) in changed.items():
            there = now.get(path) if path in now else now_in(tree, path)
            result = _without(there, before, after)
            if result is False:
                raise Refused(f"{tree}: {path} was changed since, where commit {commit[:12]} of"
                              " the series has it: nothing was changed; take that change out first")
            if result != there:
                files[path] = now[path] = result
        if files:
            steps.append((commit, files))
    return steps


def _without(there, before, after):
    """What a file is without a change: (content, mode) or None, False if that is not clear."""
    if there == after:
        return before
    if there == before:
        return there
    if not (there and before and after):
        return False
    content = gittree.merged(there[0], after[0], before[0])
    return False if content is None else (content, there[1])
