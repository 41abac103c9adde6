# SPDX-License-Identifier: GPL-2.0
"""The patches of this repository, and what they make of a kernel tree.

A series is a folder with a quilt series file. A patch has a changelog, `Adds:'
trailers that name files or folders of this repository which land in the tree
whole, and a diff of hooks into existing files. Nothing here writes to a kernel
tree: a Stage holds copies of the few files the patches touch.
"""

import os
import re
import subprocess
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SERIES = TOP / "patches"
ROLLBACK = SERIES / "rollback"
KVM_ARM = "virt/kvm/arm/"           # where arm and arm64 hosts share code,
KVM_ARM64 = "arch/arm64/kvm/"       # and where it went once they did not


class PatchError(Exception):
    """A patch can't be read, or does not fit. One line for the user."""


def land(path, tree):
    """Where a path of this repository lies in a tree: before 5.7 or after."""
    if path.startswith(KVM_ARM) and not (tree / KVM_ARM).is_dir():
        return KVM_ARM64 + path[len(KVM_ARM):]
    if path.startswith(KVM_ARM64) and not (tree / path).exists():
        shared = KVM_ARM + path[len(KVM_ARM64):]
        if (tree / shared).exists():
            return shared
    return path


def repo_files(path):
    """The files at or below a path of this repository that git would take."""
    where = TOP / path
    if where.is_file():
        return [path]
    if not where.is_dir():
        raise PatchError(f"{path}: not in this repository")
    listed = subprocess.run(
        ["git", "-c", f"safe.directory={TOP}", "-C", str(TOP), "ls-files", "-z", "-co", "--exclude-standard", "--", path],
        capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        names = set(listed.stdout.split("\0")) - {""}
    else:
        names = {str(f.relative_to(TOP)) for f in where.rglob("[!.]*") if f.is_file()}
    return sorted(name for name in names if (TOP / name).is_file())


class Patch:
    """One patch file: headers, changelog, what it adds, its hooks."""

    def __init__(self, path):
        self.name = path.name
        self.headers = {}
        self.adds = []
        text = path.read_text(encoding="utf-8")
        head, _, rest = text.partition("\n---\n")
        self._parse_head(head)
        start = re.search(r"^diff --git ", rest, re.M)
        self.diff = rest[start.start():] if start else ""
        self.diff = re.sub(r"\n-- \n[^\n]*\n*\Z", "\n", self.diff)

    def _parse_head(self, head):
        head = re.sub(r"\AFrom [0-9a-f]{40} .*\n", "", head)
        top, _, body = head.partition("\n\n")
        for match in re.finditer(r"^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)", top, re.M):
            self.headers[match.group(1).lower()] = re.sub(r"\n\s+", " ", match.group(2))
        for needed in ("from", "subject"):
            if needed not in self.headers:
                raise PatchError(f"{self.name}: no {needed.title()}: header")
        self.subject = re.sub(r"^\[[^]]*\]\s*", "", self.headers["subject"])
        kept = []
        for line in body.split("\n"):
            added = re.match(r"Adds:\s*(\S+)(?:\s+(\S+))?\s*$", line)
            if added:
                self.adds.append((added.group(1), added.group(2) or added.group(1)))
            else:
                kept.append(line)
        self.body = "\n".join(kept).strip()

    @property
    def author(self):
        """(name, mail)"""
        match = re.match(r'"?([^"<]*?)"?\s*<([^>]+)>', self.headers["from"])
        if not match:
            raise PatchError(f"{self.name}: From: is no `Name <mail>'")
        return match.group(1), match.group(2)

    @property
    def message(self):
        """The commit message, signed off by the author."""
        signed = f"Signed-off-by: {self.author[0]} <{self.author[1]}>"
        body = self.body
        if signed not in body.split("\n"):
            last = body.split("\n")[-1]
            body += ("\n" if re.match(r"[\w-]+: ", last) else "\n\n") + signed
        return f"{self.subject}\n\n{body.strip()}\n"

    def hooked(self):
        """The paths its diff names, as written."""
        names = []
        for match in re.finditer(r"^(?:--- a|\+\+\+ b)/(\S+)", self.diff, re.M):
            if match.group(1) not in names:
                names.append(match.group(1))
        return names

    def added(self, tree):
        """{path in the tree: file of this repository}"""
        files = {}
        for repo, dest in self.adds:
            for name in repo_files(repo):
                files[land(dest + name[len(repo):], tree)] = TOP / name
        return files

    def diff_for(self, tree):
        """The diff with its paths as the tree has them."""
        diff = self.diff
        for name in self.hooked():
            there = land(name, tree)
            if there != name:
                diff = re.sub(r"(?m)^((?:diff --git|---|\+\+\+) .*)$",
                              lambda m, old=name, new=there: re.sub(
                                  rf"(?<=[ab]/){re.escape(old)}(?=\s|$)", new, m.group(1)),
                              diff)
        return diff


def load(folder=SERIES):
    """The patches of a series, in order."""
    series = folder / "series"
    try:
        lines = series.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise PatchError(f"{series.relative_to(TOP)}: {error.strerror}") from error
    patches = []
    for line in lines:
        name = line.split("#")[0].strip()
        if not name:
            continue
        if not (folder / name).is_file():
            raise PatchError(f"{series.relative_to(TOP)} names {name}, which is not there")
        patches.append(Patch(folder / name))
    return patches


class Stage:
    """Copies of the files of a tree that patches touch, patched in private."""

    def __init__(self, tree):
        self.tree = Path(tree)
        self._scratch = tempfile.TemporaryDirectory(prefix="stage-")
        self.root = Path(self._scratch.name).resolve()
        self.seen = set()

    def close(self):
        self._scratch.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *unused):
        self.close()

    def take(self, path):
        """Copy a file of the tree into the stage, once."""
        if path in self.seen:
            return
        self.seen.add(path)
        source = self.tree / path
        if source.is_file():
            self.put(path, source)

    def put(self, path, source):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(source.read_bytes())
        target.chmod(0o755 if os.access(source, os.X_OK) else 0o644)

    def _git_apply(self, patch, diff, *options):
        env = dict(os.environ, GIT_CEILING_DIRECTORIES=str(self.root.parent), LC_ALL="C")
        done = subprocess.run(
            ["git", "apply", "--whitespace=nowarn", *options, "-"],
            cwd=self.root, env=env, input=diff, text=True, capture_output=True, check=False)
        if done.returncode:
            why = [line for line in done.stderr.splitlines() if line.startswith("error:")]
            text = (why or done.stderr.splitlines() or ["git apply failed"])[0]
            raise PatchError(f"{patch.name}: {text.removeprefix('error: ')}")

    def apply(self, patch):
        """One patch: its hooks, then the files it adds."""
        diff = patch.diff_for(self.tree)
        for name in patch.hooked():
            self.take(land(name, self.tree))
        if diff:
            self._git_apply(patch, diff)
        for path, source in patch.added(self.tree).items():
            self.take(path)
            if (self.root / path).exists():
                raise PatchError(f"{patch.name}: {path} exists already")
            self.put(path, source)

    def revert(self, patch):
        """Take one patch out again."""
        for path, source in patch.added(self.tree).items():
            self.take(path)
            target = self.root / path
            if not target.is_file():
                raise PatchError(f"{patch.name}: {path} is not there")
            if target.read_bytes() != source.read_bytes():
                raise PatchError(f"{patch.name}: {path} is not as the series has it")
            target.unlink()
        diff = patch.diff_for(self.tree)
        for name in patch.hooked():
            self.take(land(name, self.tree))
        if diff:
            self._git_apply(patch, diff, "-R")

    def files(self):
        """{path: (content, mode)}, None for a file that is not there."""
        result = {}
        for path in sorted(self.seen):
            there = self.root / path
            if there.is_file():
                result[path] = (there.read_bytes(), 0o755 if os.access(there, os.X_OK) else 0o644)
            else:
                result[path] = None
        return result

    def changes(self):
        """As files(), but only what differs from the tree."""
        result = {}
        for path, now in self.files().items():
            before = self.tree / path
            was = before.read_bytes() if before.is_file() else None
            if (now and now[0]) != was:
                result[path] = now
        return result
