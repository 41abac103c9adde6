# SPDX-License-Identifier: GPL-2.0
"""The patches of this repository, and what they make of a kernel tree.

A series is a folder with a quilt series file. A patch has a changelog, `Adds:'
trailers that name files or folders of this repository which land in the tree
whole, and a diff of hooks into existing files. Nothing here writes to a kernel
tree: a Stage holds copies of the few files the patches touch.

Trees differ, and what a tree gets follows from its code, never from its version:

  If: PATH REGEX, If-not: PATH REGEX
	in a patch: it is needed only where the file has, or lacks, such a line
  older/PATCH.NAME.patch
	a variant. Where its own If: lines hold, the diff of a file in it takes the
	place of the patch's; `Leaves: PATH' stands for an empty one
  symbols
	NAME PATH REGEX: where the file has such a line NAME is defined, and else
	not. unifdef takes lines of added files accordingly
"""

import os
import re
import shutil
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


OPTIONAL = ("Documentation/", "tools/")     # no tree works less for want of these
HUNK = re.compile(r"^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@")


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


def text_of(path, tree):
    """A file of a tree, empty if it is not there."""
    there = tree / land(path, tree)
    return there.read_text(encoding="utf-8", errors="replace") if there.is_file() else ""


class Condition:
    """`If: PATH REGEX' or `If-not: PATH REGEX'."""

    def __init__(self, where, name, value):
        self.negated = name == "If-not"
        self.path, _, regex = value.strip().partition(" ")
        try:
            self.regex = re.compile(regex.strip(), re.M)
        except re.error as error:
            raise PatchError(f"{where}: {name}: {value.strip()}: {error}") from error

    def holds(self, tree):
        return bool(self.regex.search(text_of(self.path, tree))) != self.negated

    def reason(self, tree):
        """What was found, for the plan."""
        found = self.holds(tree) != self.negated
        return f"{land(self.path, tree)} {'has' if found else 'lacks'} `{self.regex.pattern}'"


def take_trailers(where, body):
    """(body without them, Adds:, conditions, Leaves:)"""
    kept, adds, conditions, leaves = [], [], [], []
    for line in body.split("\n"):
        match = re.match(r"(Adds|If|If-not|Leaves):\s*(\S.*)$", line)
        if not match:
            kept.append(line)
        elif match.group(1) == "Adds":
            words = match.group(2).split()
            adds.append((words[0], words[-1]))
        elif match.group(1) == "Leaves":
            leaves.append(match.group(2).strip())
        else:
            conditions.append(Condition(where, *match.groups()))
    return "\n".join(kept).strip(), adds, conditions, leaves


def split_diff(diff):
    """{path: diff of that file}, in order"""
    files = {}
    for part in re.split(r"(?m)^(?=diff --git )", diff):
        match = re.match(r"diff --git a/(\S+)", part)
        if match:
            files[match.group(1)] = part
    return files


def hunks(diff):
    """Yield (path, [old line]) of each hunk; path None: the file is new."""
    path, old = None, None
    for line in diff.split("\n"):
        if line.startswith("diff --git "):
            if old:
                yield path, old
            old = None
        elif line.startswith("--- "):
            path = None if line == "--- /dev/null" else line[6:].split("\t")[0]
        elif HUNK.match(line):
            if old:
                yield path, old
            old = []
        elif old is not None and line[:1] in (" ", "-"):
            old.append(line[1:])
    if old:
        yield path, old


def places(old, lines):
    """The lines where a hunk fits."""
    return [number for number, line in enumerate(lines)
            if line == old[0] and lines[number:number + len(old)] == old]


class Variant:
    """What stands in for a part of a patch in some trees."""

    def __init__(self, path):
        self.name = path.name
        head, _, diff = path.read_text(encoding="utf-8").partition("\n---\n")
        self.why, self.adds, self.conditions, self.leaves = take_trailers(self.name, head)
        self.diffs = split_diff(diff)
        if not self.conditions:
            raise PatchError(f"{self.name}: no If: line")

    def holds(self, tree):
        return all(condition.holds(tree) for condition in self.conditions)


class Patch:
    """One patch file: headers, changelog, what it adds, its hooks."""

    def __init__(self, path):
        self.name = path.name
        self.headers = {}
        text = path.read_text(encoding="utf-8")
        head, _, rest = text.partition("\n---\n")
        self._parse_head(head)
        start = re.search(r"^diff --git ", rest, re.M)
        diff = rest[start.start():] if start else ""
        self.diffs = split_diff(re.sub(r"\n-- \n[^\n]*\n*\Z", "\n", diff))
        self.variants = [Variant(older) for older in
                         sorted((path.parent / "older").glob(f"{path.stem}.*.patch"))]

    def _parse_head(self, head):
        head = re.sub(r"\AFrom [0-9a-f]{40} .*\n", "", head)
        top, _, body = head.partition("\n\n")
        for match in re.finditer(r"^([\w-]+):[ \t]*(.*(?:\n[ \t].*)*)", top, re.M):
            self.headers[match.group(1).lower()] = re.sub(r"\n\s+", " ", match.group(2))
        for needed in ("from", "subject"):
            if needed not in self.headers:
                raise PatchError(f"{self.name}: no {needed.title()}: header")
        self.subject = re.sub(r"^\[[^]]*\]\s*", "", self.headers["subject"])
        self.body, self.adds, self.conditions, _ = take_trailers(self.name, body)

    def needed(self, tree):
        """The tree lacks what the patch brings."""
        return all(condition.holds(tree) for condition in self.conditions)

    def variants_for(self, tree):
        return [variant for variant in self.variants if variant.holds(tree)]

    def diffs_for(self, tree):
        """{path as written: diff} for a tree"""
        diffs = dict(self.diffs)
        for variant in self.variants_for(tree):
            for path in variant.leaves:
                diffs.pop(path, None)
            diffs.update(variant.diffs)
        return {path: diff for path, diff in diffs.items()
                if not path.startswith(OPTIONAL) or (tree / land(path, tree)).exists()
                or "\nnew file mode" in diff}

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

    def hooked(self, tree):
        """The paths its diff names for a tree, as the tree has them."""
        return list(dict.fromkeys(
            land(path, tree) for diff in self.diffs_for(tree).values()
            for path in re.findall(r"^(?:--- a|\+\+\+ b)/(\S+)", diff, re.M)))

    def added(self, tree):
        """{path in the tree: file of this repository}"""
        files = {}
        for repo, dest in self.adds + [add for variant in self.variants_for(tree)
                                       for add in variant.adds]:
            for name in repo_files(repo):
                files[land(dest + name[len(repo):], tree)] = TOP / name
        return files

    def diff_for(self, tree):
        """The diff with its paths as the tree has them."""
        parts = []
        for name, diff in self.diffs_for(tree).items():
            there = land(name, tree)
            if there != name:
                diff = re.sub(r"(?m)^((?:diff --git|---|\+\+\+) .*)$",
                              lambda m, old=name, new=there: re.sub(
                                  rf"(?<=[ab]/){re.escape(old)}(?=\s|$)", new, m.group(1)),
                              diff)
            parts.append(diff)
        return "".join(parts)


def symbols_for(tree):
    """{name: defined} of the symbols file, for a tree"""
    symbols = {}
    for line in (SERIES / "symbols").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, condition = line.split(None, 1)
            symbols[name] = Condition("symbols", "If", condition).holds(tree) or \
                symbols.get(name, False)
    return symbols


def consulted():
    """The files that say what a tree needs."""
    symbols = (SERIES / "symbols").read_text(encoding="utf-8").splitlines()
    paths = [line.split()[1] for line in symbols if line and not line.startswith("#")]
    for patch in load():
        for part in [patch] + patch.variants:
            paths += [condition.path for condition in part.conditions]
    return sorted(set(paths))


def content_for(source, tree):
    """A file of this repository as a tree gets it."""
    content = source.read_bytes()
    if not re.search(rb"^#\s*if.*\bTREE_", content, re.M):
        return content
    options = [f"-{'D' if there else 'U'}{name}" for name, there in symbols_for(tree).items()]
    done = subprocess.run(["unifdef", *options], input=content, capture_output=True, check=False)
    if done.returncode > 1:
        raise PatchError(f"{source.relative_to(TOP)}: {done.stderr.decode().strip()}")
    return done.stdout


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


def series_for(tree):
    """The patches of the series that a tree needs."""
    return [patch for patch in load() if patch.needed(tree)]


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
             for patch in patches for part in [patch] + patch.variants
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

    def take(self, path):
        """Copy a file of the tree into the stage, once."""
        if path in self.seen:
            return
        self.seen.add(path)
        source = self.tree / path
        if source.is_file():
            self.put(path, source, source.read_bytes())

    def put(self, path, source, content):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(0o755 if os.access(source, os.X_OK) else 0o644)

    def _git_apply(self, patch, diff, *options):
        env = dict(os.environ, GIT_CEILING_DIRECTORIES=str(self.root.parent), LC_ALL="C")
        done = subprocess.run(
            ["git", "apply", "--unidiff-zero", "--whitespace=nowarn", *options, "-"],
            cwd=self.root, env=env, input=diff, text=True, capture_output=True, check=False)
        if done.returncode:
            why = [line for line in done.stderr.splitlines() if line.startswith("error:")]
            text = (why or done.stderr.splitlines() or ["git apply failed"])[0]
            raise PatchError(f"{patch.name}: {text.removeprefix('error: ')}")

    def _require_places(self, patch, diff):
        """Each hunk has one place. git would take the nearest of several."""
        for path, old in hunks(diff):
            there = self.root / path if path else None
            if not path or not there.is_file():
                continue
            lines = there.read_text(encoding="utf-8", errors="replace").split("\n")
            count = len(places(old, lines))
            if count > 1:
                raise PatchError(f"{patch.name}: {path}: a hunk fits in {count} places:"
                                 f" {old[0].strip() or old[-1].strip()!r}")
            if not count:
                gone = [line for line in old if line not in lines]
                raise PatchError(f"{patch.name}: {path}: patch does not apply: " + (
                    f"there is no line {gone[0].strip()!r}" if gone else
                    f"these lines are not next to each other: {[l.strip() for l in old]}"))

    def apply(self, patch):
        """One patch: its hooks, then the files it adds."""
        diff = patch.diff_for(self.tree)
        for name in patch.hooked(self.tree):
            self.take(name)
        self._require_places(patch, diff)
        if diff:
            self._git_apply(patch, diff)
        for path, source in patch.added(self.tree).items():
            self.take(path)
            if (self.root / path).exists():
                raise PatchError(f"{patch.name}: {path} exists already")
            self.put(path, source, content_for(source, self.tree))

    def revert(self, patch):
        """Take one patch out again."""
        for path, source in patch.added(self.tree).items():
            self.take(path)
            target = self.root / path
            if not target.is_file():
                raise PatchError(f"{patch.name}: {path} is not there")
            if target.read_bytes() != content_for(source, self.tree):
                raise PatchError(f"{patch.name}: {path} is not as the series has it")
            target.unlink()
        diff = patch.diff_for(self.tree)
        for name in patch.hooked(self.tree):
            self.take(name)
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
