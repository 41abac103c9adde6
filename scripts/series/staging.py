# SPDX-License-Identifier: GPL-2.0
"""Patches applied to copies: what they would make of a kernel tree.

Nothing here writes to the tree. A Stage holds copies of the few files the patches touch.
"""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from series import names, placing, reversal
from series.patchset import ROLLBACK, PatchError, content_for, load, split_diff, symbols_for


def mode_of(path):
    """The permissions that git keeps of a file."""
    return 0o755 if os.access(path, os.X_OK) else 0o644


def now_in(tree, path):
    """(content, mode) of a file of a tree, None if it is not there."""
    there = Path(tree) / path
    return (there.read_bytes(), mode_of(there)) if there.is_file() else None


class Layers:
    """A tree in which another folder has the word on some files."""

    def __init__(self, under, over, paths):
        self.under, self.over, self.paths = under, over, paths

    def __truediv__(self, path):
        return (self.over if str(path) in self.paths else self.under) / path


def unsettled(stage, patches):
    """Answers about a tree that what was applied in its stage has changed: [text]"""
    after = Layers(stage.tree, stage.root, frozenset(stage.seen))
    found = [f"{part.name}: {condition.reason(after)} once it is applied"
             for patch in patches for part in patch.parts
             for condition in part.conditions
             if condition.holds(after) != condition.holds(stage.tree)]
    before = symbols_for(stage.tree)
    return found + [f"symbols: {name} is another once it is applied"
                    for name, there in symbols_for(after).items() if there != before[name]]


class Stage:
    """Copies of the files of a tree that patches touch, patched in private."""

    def __init__(self, tree):
        self.tree = self.origin = Path(tree)
        self._scratch = tempfile.TemporaryDirectory(prefix="stage-")
        self.root = Path(self._scratch.name).resolve() / "now"
        self.root.mkdir()
        self.seen = set()
        self.doubts = []
        self.sources = None

    def close(self):
        self._scratch.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def settle(self):
        """Let what was applied so far be the tree that the next patches are for."""
        before = self.root.parent / "before"
        shutil.copytree(self.root, before)
        self.tree = Layers(self.tree, before, frozenset(self.seen))
        self.sources = None

    def take(self, path):
        """Copy a file of the tree into the stage, once."""
        if path in self.seen:
            return
        self.seen.add(path)
        source = self.tree / path
        if source.is_file():
            self.put(path, source, source.read_bytes())

    def put(self, path, source, content):
        self.put_mode(path, content, mode_of(source))

    def put_mode(self, path, content, mode):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(mode)

    def _git_apply(self, patch, diff):
        env = dict(os.environ, GIT_CEILING_DIRECTORIES=str(self.root.parent), LC_ALL="C")
        done = subprocess.run(
            ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", "-"],
            cwd=self.root, env=env, input=diff, text=True, capture_output=True, check=False)
        if done.returncode:
            why = [line for line in done.stderr.splitlines() if line.startswith("error:")]
            text = (why or done.stderr.splitlines() or ["git apply failed"])[0]
            raise PatchError(f"{patch.name}: {text.removeprefix('error: ')}")

    def _require_place(self, patch, hunk, lines):
        """A hunk has one place. git would take the nearest of several."""
        places = placing.fits(hunk, lines)
        if len(places) > 1:
            raise PatchError(f"{patch.name}: {hunk.path}: a hunk fits in {len(places)} places:"
                             f" {hunk.old[0].strip() or hunk.old[-1].strip()!r}")
        if not places:
            raise PatchError(f"{patch.name}: {hunk.path}: patch does not apply:"
                             f" {placing.why_not(hunk, lines)}")
        hunk.start = places[0]
        there = placing.clash(hunk, lines)
        if there:
            raise PatchError(f"{patch.name}: {hunk.path}: `{there}' is in"
                             f" {placing.enclosing(lines, places[0] + hunk.changes())} already")

    def _placed(self, patch, diff):
        """A diff with the line numbers of the only places where its hunks fit."""
        parts = []
        for part in split_diff(diff).values():
            hunks = placing.parse(part)
            there = self.root / hunks[0].path if hunks and hunks[0].path else None
            if there and there.is_file():
                lines = there.read_text(encoding="utf-8", errors="replace").split("\n")
                for hunk in hunks:
                    self._require_place(patch, hunk, lines)
                part = part[:part.index("\n@@ ") + 1] + placing.numbered(hunks)
            parts.append(part)
        return "".join(parts)

    def _require_cases(self, patch, path, before):
        """No case of a switch statement got in front of another one's statements."""
        now = (self.root / path).read_text(encoding="utf-8", errors="replace").split("\n")
        if before != now and path.endswith(".c"):
            for text in placing.taken_over(before, now):
                raise PatchError(f"{patch.name}: {path}: {text}")

    def _keep_sources(self):
        """Keep the tree as it is before the first patch, for its names: after the last revert."""
        if not self.sources:
            before = Path(tempfile.mkdtemp(dir=self.root.parent)) / "names"
            shutil.copytree(self.root, before)
            self.sources = names.Sources(Layers(self.tree, before, frozenset(self.seen)))

    def _require_new_names(self, patch):
        """Nothing that the patch defines is in the tree already."""
        found = self.sources.there(names.brought(patch, self.tree, content_for))
        if found:
            raise PatchError(f"{patch.name}: the tree has {found[0][0]} already: {found[0][1]}")

    def apply(self, patch):
        """One patch: its hooks, then the files it adds."""
        self._keep_sources()
        diff = patch.diff_for(self.tree)
        before = {}
        for name in patch.hooked(self.tree):
            self.take(name)
            if (self.root / name).is_file():
                before[name] = (self.root / name).read_text(
                    encoding="utf-8", errors="replace").split("\n")
        if diff:
            self._git_apply(patch, self._placed(patch, diff))
        for name, lines in before.items():
            if (self.root / name).is_file():
                self._require_cases(patch, name, lines)
        self._require_new_names(patch)
        for path, source in patch.added(self.tree).items():
            self.take(path)
            if (self.root / path).exists():
                raise PatchError(f"{patch.name}: {path} exists already")
            self.put(path, source, content_for(source, self.tree))

    def revert(self, patch):
        """Take one patch out again, by what its hunks have, never by a line number.

        Where that leaves a choice the likeliest is made, and self.doubts says which.
        """
        for path, source in patch.added(self.tree).items():
            self.take(path)
            target = self.root / path
            if not target.is_file():
                raise PatchError(f"{patch.name}: {path} is not there")
            if target.read_bytes() != content_for(source, self.tree):
                raise PatchError(f"{patch.name}: {path} is not as the series has it")
            target.unlink()
        for path, change in reversal.changes(patch.diff_for(self.tree)):
            self.take(path)
            there = self.root / path
            now = there.read_bytes() if there.is_file() else None
            try:
                was, doubts = reversal.undone(change, now)
            except reversal.Unlike as error:
                raise PatchError(f"{patch.name}: {path}: {error}") from error
            self.doubts += [f"{patch.name}: {path}: {doubt}" for doubt in doubts]
            if was is None:
                there.unlink()
            else:
                self.put_mode(path, was, mode_of(there) if now is not None else 0o644)

    def files(self):
        """{path: what it is now}, as now_in() has it."""
        return {path: now_in(self.root, path) for path in sorted(self.seen)}

    def changes(self):
        """As files(), but only what differs from the tree as it came."""
        result = {}
        for path, now in self.files().items():
            before = self.origin / path
            was = before.read_bytes() if before.is_file() else None
            if (now and now[0]) != was:
                result[path] = now
        return result


def control(base):
    """A Stage of the reference base that is the control."""
    stage = Stage(base)
    for patch in load(ROLLBACK):
        stage.apply(patch)
    stage.settle()
    return stage
