# SPDX-License-Identifier: GPL-2.0
"""Object trees of the review's source tree, one per configuration.

Each is built once for the control and then again after each patch, with W=1: make
compiles what depends on a change. What was said of each object is kept beside them,
as one that is not compiled again says nothing.
"""

import json
import re
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

import patchset as ps
from harness import script
from review import compiler
from review.report import Outcome, judged, skipped
from review.walk import NAME, OUT, ROOT, ReviewError

KVM = "arch/arm64/kvm/"
# Documentation is a check of its own.
WARN = ("W=1", "cmd_checkdoc=")
INCLUDE = re.compile(r'^([^:]+):\s*#\s*include\s*[<"]([^>"]+)[>"]')
NO_RULE = re.compile(r"No rule to make target '([^']+)'")
INCLUDES = ("arch/arm64/include/uapi/", "arch/arm64/include/", "include/uapi/", "include/")
# What may be built for arm64, but for drivers that say they are not
SOURCES = ("arch/arm64", "block", "crypto", "drivers", "fs", "include", "init", "ipc", "kernel",
           "lib", "mm", "net", "security", "sound", "virt")


def includers(headers):
    """The C files of the tree that include one of these headers, through others or not."""
    listed = subprocess.run(
        ["grep", "-rE", "--include=*.[ch]", r"^\s*#\s*include\s", *SOURCES], cwd=ROOT,
        capture_output=True, text=True, check=True, errors="replace").stdout
    users = {}                      # header as it is spelled: files
    for line in listed.splitlines():
        match = INCLUDE.match(line)
        if match:
            users.setdefault(match.group(2).rpartition("/")[2], []).append(match.groups())
    found, work = set(), list(headers)
    while work:
        header = work.pop()
        for path, spelled in users.get(header.rpartition("/")[2], ()):
            beside = str(Path(path).parent / spelled)
            if path not in found and (header == compiler.plain(beside) or
                                      any(header == top + spelled for top in INCLUDES)):
                found.add(path)
                if path.endswith(".h"):
                    work.append(path)
    return sorted(path for path in found if path.endswith(".c"))


class Objects:
    """One object tree and what is built in it."""

    def __init__(self, name, folder, goals, targets=(), options=()):
        self.name, self.folder = name, folder
        self.goals, self.targets, self.options = goals, list(targets), options
        self.path = ROOT / folder
        self.known_file = self.path / "review.json"
        self.known = {}

    def make(self, log, *arguments):
        """make there; its exit code. What it says goes to the log."""
        with open(log, "w", encoding="utf-8") as file:
            return subprocess.run([ps.TOP / "scripts/kmake", ROOT, self.folder, *arguments],
                                  check=False, stdin=subprocess.DEVNULL, stdout=file,
                                  stderr=subprocess.STDOUT).returncode

    def configure(self):
        """The configuration, if nothing was built with it before."""
        raise NotImplementedError

    def load(self):
        """What is known of the objects that are there; none, if it is not known."""
        try:
            kept = json.loads(self.known_file.read_text())
        except (OSError, ValueError):
            shutil.rmtree(self.path, ignore_errors=True)
            kept = []
        self.known = {tuple(where): Counter({tuple(one): count for one, count in said})
                      for where, said in kept}

    def save(self):
        self.known_file.write_text(json.dumps(
            [[where, list(said.items())] for where, said in self.known.items()]))

    def build(self, log):
        """Bring the objects up to date: exit code, {(tool, object): what was said}."""
        self.known_file.unlink(missing_ok=True)
        code = self.make(log, "-k", "-O", *WARN, *self.options, *self.goals, *self.targets)
        return code, compiler.read(log.read_text(errors="replace"))

    def control(self):
        """The objects of the control, with which the first patch is compared."""
        self.load()
        log = OUT / f"log/review-{self.folder}.log"
        print(f"  BUILD    control, {self.name}: log in {log.relative_to(ps.TOP)}", flush=True)
        self.path.mkdir(parents=True, exist_ok=True)
        self.configure()
        code, fresh = self.build(log)
        while code and self.drop_strangers(log):
            self.known.update(fresh)
            code, fresh = self.build(log)
        if code:
            raise ReviewError(f"the control does not build: see {log.relative_to(ps.TOP)}")
        self.known.update(fresh)
        self.save()

    def drop_strangers(self, log):
        """Leave out objects that the configuration does not have; are there any?"""
        strangers = set(NO_RULE.findall(log.read_text(errors="replace"))) & set(self.targets)
        self.targets = [one for one in self.targets if one not in strangers]
        return bool(strangers)

    def step(self, log):
        """After a patch: {check: outcome}."""
        began = time.monotonic()
        code, fresh = self.build(log)
        gcc, sparse = compiler.split(fresh)
        built = self.judge(code, gcc, log)
        built.seconds = time.monotonic() - began    # sparse's included, as make calls it
        outcomes = {f"builds with W=1, {self.name}": built}
        if any(option.startswith("C=") for option in self.options):
            outcomes[f"sparse, {self.name}"] = self.judge(0, sparse, log)
        self.known.update(fresh)
        if not code:
            self.save()
        return outcomes

    def judge(self, code, fresh, log):
        said = compiler.news(self.known, fresh)
        if code and not any("error" in line for line in said):
            said += [f"make failed with exit code {code}: see {log.relative_to(ps.TOP)}"]
        made = sum(tool in ("CC", "AS", compiler.CHECKER) for tool, _ in fresh)
        return Outcome("fail" if said or code else "pass", f"{made} objects", said)


class Small(Objects):
    """KVM and what includes its headers, in the configuration of the tests."""

    def configure(self):
        shutil.copy(ROOT / "build/.config", self.path / ".config")


class WithoutKvm(Objects):
    """All of the configuration of the tests, but KVM."""

    def configure(self):
        shutil.copy(ROOT / "build/.config", self.path / ".config")
        log = OUT / f"log/review-{self.folder}-config.log"
        subprocess.run([ROOT / "scripts/config", "--file", self.path / ".config",
                        "--disable", "KVM"], check=True)
        if self.make(log, "olddefconfig") or \
                "CONFIG_KVM=y" in (self.path / ".config").read_text().splitlines():
            raise ReviewError(f"CONFIG_KVM=n can't be had: see {log.relative_to(ps.TOP)}")


class Goal(Objects):
    """A configuration that make knows by name, of which KVM is part."""

    def configure(self):
        log = OUT / f"log/review-{self.folder}-config.log"
        if self.make(log, self.name) or \
                "CONFIG_KVM=y" not in (self.path / ".config").read_text().splitlines():
            raise ReviewError(f"{self.name} without KVM: see {log.relative_to(ps.TOP)}")


def arm():
    """32-bit hosts, which left the kernel with 5.7."""
    if (ROOT / "arch/arm/kvm").is_dir():
        return judged(["arch/arm/kvm is there, and no build of it is set up"])
    return skipped("arch/arm has no KVM in this base")


def touched(steps):
    """Objects outside of KVM's folder that include a header of the series."""
    headers = sorted({path for step in steps for path in step.sources(".h")
                      if not path.startswith("tools/")})
    key = [(OUT / "base.key").read_text(), (OUT / f"trees/{NAME}.id").read_text(), headers]
    kept = OUT / "review/includers.json"
    try:
        known, found = json.loads(kept.read_text())
    except (OSError, ValueError):
        known = None
    if known != key:
        found = [path[:-2] + ".o" for path in includers(headers)
                 if not path.startswith((KVM, "virt/kvm/"))]
        kept.write_text(json.dumps([key, found]))
    return found


def plain_kernel(log):
    """The kernel the tests boot, as make run builds it; its exit code."""
    with open(log, "w", encoding="utf-8") as file:
        return subprocess.run([ps.TOP / "scripts/kmake", ROOT, "build", "LOCALVERSION=-" + NAME,
                               "Image", "modules"], check=False, stdin=subprocess.DEVNULL,
                              stdout=file, stderr=subprocess.STDOUT).returncode


def prepare_plain():
    script("build", "--configure", NAME, SUBJECT="control", CONFIG="")
