# SPDX-License-Identifier: GPL-2.0
"""The names that a patch defines, and whether a tree has them already.

A tree is searched as the compiler would: KVM's sources, and the headers that these
include. A static name of a source is looked for in what that source includes.
"""

import posixpath
import re

SOURCES = {                         # of an architecture: where KVM's code and Makefiles are
    "arm64": ("arch/arm64/kvm", "arch/arm64/kvm/hyp", "arch/arm64/kvm/hyp/nvhe",
              "arch/arm64/kvm/hyp/vhe", "arch/arm64/kvm/vgic", "virt/kvm", "virt/kvm/arm",
              "virt/kvm/arm/hyp", "virt/kvm/arm/vgic"),
    "arm": ("arch/arm/kvm", "arch/arm/kvm/hyp", "virt/kvm", "virt/kvm/arm",
            "virt/kvm/arm/hyp", "virt/kvm/arm/vgic"),
}
INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]+([<"])([^>"]+)[>"]', re.M)
WORD = r"[A-Za-z_]\w*"
NO_TYPE = r"(?!(?:return|else|goto|case|typedef)\b|(?:struct|union|enum)[ \t]+\w+;)"
UNDEFINED = re.compile(rf"^[ \t]*#[ \t]*undef[ \t]+({WORD})", re.M)
TRACING = {"CREATE_TRACE_POINTS"}       # a source defines it anew for each trace header


def definitions(name=WORD):
    """What defines or declares a name, on a line of its own: compiled patterns."""
    return [re.compile(pattern, re.M) for pattern in (
        rf"^[ \t]*#[ \t]*define[ \t]+(?P<name>{name})\b",
        # a function or a variable, from the first column on
        rf"^{NO_TYPE}[A-Za-z_][\w \t]*?[ \t*]+(?P<name>{name})(?:\(|(?:[ \t]*\[[^]]*\])*"
        rf"(?:[ \t]+__\w+)*[ \t]*[=;])",
        rf"^(?:struct|union|enum)[ \t]+(?P<name>{name})[ \t]*\{{",
        rf"^(?:TRACE_EVENT|DEFINE_EVENT|DECLARE_EVENT_CLASS)\([ \t]*(?P<name>{name})\b",
    )]


DEFINITIONS = definitions()


def defined(text):
    """{name: the line that defines it}"""
    found = {}
    for pattern in DEFINITIONS:
        for match in pattern.finditer(text):
            end = text.find("\n", match.start("name"))
            start = text.rfind("\n", 0, match.start("name")) + 1
            found.setdefault(match["name"], text[start:end if end > 0 else None])
    return found


def side(diff, sign):
    """The lines of a diff that it adds (+) or removes (-)."""
    return "\n".join(line[1:] for line in diff.split("\n")
                     if line.startswith(sign) and not line.startswith(sign * 3))


def brought(patch, tree, content_for):
    """{(name, line): path}: what a patch defines that the tree did not have from itself"""
    result = {}
    texts = [(path, side(diff, "+"), side(diff, "-"))
             for path, diff in patch.diffs_for(tree).items()]
    texts += [(path, content_for(source, tree).decode(errors="replace"), "")
              for path, source in patch.added(tree).items()]
    for path, new, old in texts:
        if not path.endswith((".c", ".h")) or path.startswith(("tools/", "Documentation/")):
            continue
        gone = {*defined(old), *UNDEFINED.findall(new), *TRACING}
        result.update({(name, line): path for name, line in defined(new).items()
                       if name not in gone})
    return result


def is_replaceable(text, match):
    """What was found is a declaration, or a weak definition."""
    start = text.rfind("\n", 0, match.start("name")) + 1
    rest = re.search(r"[;{=]", text[match.end("name"):])
    return "weak" in text[start:match.start("name")] or bool(rest) and rest[0] == ";"


class Sources:
    """KVM's code in a tree, with all that it includes."""

    def __init__(self, tree):
        self.tree = tree
        self._texts, self._closures = {}, {}

    def text(self, path):
        """A file of the tree, None if it is not there."""
        if path not in self._texts:
            there = self.tree / path
            self._texts[path] = there.read_bytes() if there.is_file() else None
        return self._texts[path]

    def _includes(self, path, arch):
        """The headers that a file includes, as paths of the tree."""
        for kind, name in INCLUDE.findall(self.text(path)):
            name = name.decode(errors="replace")
            places = [f"arch/{arch}/include", "include", f"arch/{arch}/include/uapi",
                      "include/uapi", "virt/kvm/arm", "virt/kvm"]
            if kind == b'"':
                places.insert(0, posixpath.dirname(path))
            if name.startswith("asm/"):
                places.append(None)
            for place in places:
                where = (posixpath.normpath(f"{place}/{name}") if place
                         else f"include/asm-generic/{name[4:]}")
                if self.text(where) is not None:
                    yield where
                    break

    def closure(self, start, arch):
        """Files that are compiled with some: these, and the headers below."""
        key = arch, *start
        if key not in self._closures:
            seen, todo = set(), [path for path in start if self.text(path) is not None]
            while todo:
                path = todo.pop()
                if path not in seen:
                    seen.add(path)
                    todo += self._includes(path, arch)
            self._closures[key] = seen
        return self._closures[key]

    def kvm(self, arch):
        """KVM's sources for an architecture."""
        found = []
        for folder in SOURCES[arch]:
            there = self.tree / folder
            if there.is_dir():
                found += [f"{folder}/{path.name}" for path in sorted(there.iterdir())
                          if path.suffix in (".c", ".h")]
        return found

    def find(self, names, files, bodies=False):
        """{name: "path:line"} of what files define; bodies: and not only declare, or weakly"""
        # Looking for bytes is fast, and nearly all of these names are nowhere.
        at = {}
        for path in files:
            raw = self.text(path)
            for name in names:
                if name.encode() in raw:
                    at.setdefault(path, set()).add(name)
        found = {}
        for path in sorted(at):
            text = self.text(path).decode(errors="replace")
            patterns = definitions(f"(?:{'|'.join(sorted(at[path]))})")
            for pattern in patterns:
                for match in pattern.finditer(text):
                    if bodies and is_replaceable(text, match):
                        continue
                    number = text.count("\n", 0, match.start("name")) + 1
                    found.setdefault(match["name"], f"{path}:{number}")
        return found

    def there(self, names):
        """[(name, where the tree has it)]; names: as brought() gives them"""
        result = set()
        for arch in ("arm64", "arm"):
            everywhere, functions, static = set(), set(), {}
            for (name, line), path in names.items():
                if path.startswith("arch/") and not path.startswith(f"arch/{arch}/"):
                    continue
                if path.endswith(".c") and line.startswith(("static ", "#")):
                    static.setdefault(path, set()).add(name)
                elif path.endswith(".c"):
                    functions.add(name)
                else:
                    everywhere.add(name)
            if arch == "arm" and not (self.tree / "arch/arm/kvm").is_dir():
                continue
            files = self.closure(self.kvm(arch), arch)
            found = {**self.find(functions, files, bodies=True), **self.find(everywhere, files)}
            for path, some in static.items():
                found.update(self.find(some, self.closure([path], arch)))
            result.update(found.items())
        return sorted(result)
