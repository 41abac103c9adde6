# SPDX-License-Identifier: GPL-2.0
"""The patches of this repository, and what they make of a kernel tree.

A series is a folder with a quilt series file. A patch has a changelog, `Adds:'
trailers that name files or folders of this repository which land in the tree
whole, and a diff of hooks into existing files.

Trees differ, and what a tree gets follows from its code, never from its version:

  If: PATH REGEX, If-not: PATH REGEX
	in a patch: it is needed only where the file has, or lacks, such a line
  older/PATCH.NAME.patch
	a variant. Where its own If: lines hold, the diff of a file in it takes the
	place of the patch's; `Leaves: PATH' stands for an empty one
  @@ -1,1 +1,2 @@ FUNCTION
	a hunk has its place in this function or structure, whose name is enough; one
	that was renamed has both names, FUNCTION | FUNCTION
  symbols
	NAME PATH REGEX: where the file has such a line NAME is defined, and else
	not. unifdef takes lines of added files accordingly
"""

import re
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
SERIES = TOP / "patches"
ROLLBACK = SERIES / "rollback"
KVM_ARM = "virt/kvm/arm/"           # where arm and arm64 hosts share code,
KVM_ARM64 = "arch/arm64/kvm/"       # and where it went once they did not


class PatchError(Exception):
    """A patch can't be read, or does not fit. One line for the user."""


OPTIONAL = ("Documentation/", "tools/")     # no tree works less for want of these


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
        ["git", "-c", f"safe.directory={TOP}", "-C", str(TOP), "ls-files", "-z", "-co",
         "--exclude-standard", "--", path], capture_output=True, text=True, check=False)
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
        """What was found, for the plan and for who writes conditions."""
        found = self.holds(tree) != self.negated
        return f"{land(self.path, tree)} {'has' if found else 'lacks'} `{self.regex.pattern}'"

    def words(self, tree):
        """What that means for the patch."""
        meaning = {(False, True): "has what this patch changes",
                   (False, False): "has nothing that this patch would change",
                   (True, True): "has nothing of the kind",
                   (True, False): "has it already"}[self.negated, self.holds(tree)]
        return f"{land(self.path, tree)} {meaning}"


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

    def __init__(self, path, older=None):
        self.name = path.name
        self.headers = {}
        text = path.read_text(encoding="utf-8")
        head, _, rest = text.partition("\n---\n")
        self._parse_head(head)
        start = re.search(r"^diff --git ", rest, re.M)
        diff = rest[start.start():] if start else ""
        self.diffs = split_diff(re.sub(r"\n-- \n[^\n]*\n*\Z", "\n", diff))
        self.variants = [Variant(found) for found in
                         sorted((older or path.parent / "older").glob(f"{path.stem}.*.patch"))]

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

    @property
    def parts(self):
        """The patch itself, and what may stand in for some of it."""
        return [self, *self.variants]

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


def symbols():
    """[(name, condition)] of the symbols file, where one of a name's has to hold"""
    lines = (SERIES / "symbols").read_text(encoding="utf-8").splitlines()
    named = [line.split(None, 1) for line in lines if line and not line.startswith("#")]
    return [(name, Condition("symbols", "If", condition)) for name, condition in named]


def symbols_for(tree):
    """{name: defined} for a tree"""
    defined = {}
    for name, condition in symbols():
        defined[name] = condition.holds(tree) or defined.get(name, False)
    return defined


def consulted():
    """The files that say what a tree needs."""
    conditions = [condition for _, condition in symbols()]
    for patch in load():
        for part in patch.parts:
            conditions += part.conditions
    return sorted({condition.path for condition in conditions})


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
        patches.append(Patch(folder / name, folder / "older"))
    return patches


def series_for(tree):
    """The patches of the series that a tree needs."""
    return [patch for patch in load() if patch.needed(tree)]
