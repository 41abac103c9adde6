# SPDX-License-Identifier: GPL-2.0
"""Object trees of the review's source tree, one per configuration.

Each is built once for the control and then again after each patch, with W=1, as kmake
does it: make compiles what depends on a change. What was said of each object is kept
beside them, as one that is not compiled again says nothing.
"""

import json
import re
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path

from campaigns.review import compiler
from campaigns.review.report import judged, skipped
from campaigns.review.walk import NAME, OUT, ROOT, ReviewError
from lib.harness import MACHINE, environment, script
from series import patchset as ps

KVM = "arch/arm64/kvm/"
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
    """One object tree and what is built in it: goals, and then objects by name. Named
    beside a goal, make would build them one after another."""

    boots = False                   # whether it is the kernel the tests boot
    knobs = {}                      # for the environment of make

    def __init__(self, name, folder, goals, targets=(), options=()):
        self.name, self.folder = name, folder
        self.goals, self.targets, self.options = goals, list(targets), options
        self.path = ROOT / folder
        self.known_file = self.path / "review.json"
        self.known = {}
        self.built = False          # whether make had nothing to complain of

    def make(self, log, *calls):
        """make there, once for each list of arguments; whether all went well. What it says
        goes to the log."""
        codes = []
        with open(log, "w", encoding="utf-8") as file:
            for arguments in calls:
                codes.append(subprocess.run(
                    [MACHINE / "kernel-make", ROOT, self.folder, *arguments], check=False,
                    stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT,
                    env=environment(**self.knobs)).returncode)
        return not any(codes)

    def configure(self):
        """The configuration, if nothing was built with it before."""
        raise NotImplementedError

    def configured(self):
        """The options that are set."""
        return set((self.path / ".config").read_text().splitlines())

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
        """Bring the objects up to date: {(tool, object): what was said}."""
        self.known_file.unlink(missing_ok=True)
        self.built = self.make(log, *(("-k", "-O", *self.options, *goals)
                                      for goals in (self.goals, self.targets) if goals))
        return compiler.read(log.read_text(errors="replace"))

    def control(self):
        """The objects of the control, with which the first patch is compared."""
        self.load()
        log = OUT / f"log/review-{self.folder}.log"
        print(f"  BUILD    control, {self.name}: log in {log.relative_to(ps.TOP)}", flush=True)
        self.path.mkdir(parents=True, exist_ok=True)
        self.configure()
        self.known.update(self.build(log))
        while not self.built:
            if not self.drop_strangers(log):
                raise ReviewError(f"the control does not build: see {log.relative_to(ps.TOP)}")
            self.known.update(self.build(log))
        self.save()

    def drop_strangers(self, log):
        """Leave out objects that the configuration does not have; are there any?"""
        strangers = set(NO_RULE.findall(log.read_text(errors="replace"))) & set(self.targets)
        self.targets = [one for one in self.targets if one not in strangers]
        return bool(strangers)

    def step(self, log):
        """After a patch: {check: outcome}."""
        began = time.monotonic()
        fresh = self.build(log)
        gcc, sparse = compiler.split(fresh)
        built = self.judge(gcc, [] if self.built else
                           [f"make failed: see {log.relative_to(ps.TOP)}"])
        built.seconds = time.monotonic() - began    # sparse's included, as make calls it
        outcomes = {f"builds with W=1, {self.name}": built}
        if any(option.startswith("C=") for option in self.options):
            outcomes[f"sparse, {self.name}"] = self.judge(sparse)
        self.known.update(fresh)
        if self.built:
            self.save()
        return outcomes

    def judge(self, fresh, also=()):
        """What is new, and also this."""
        made = sum(tool in ("CC", "AS", compiler.CHECKER) for tool, _ in fresh)
        return judged([*compiler.news(self.known, fresh), *also], f"{made} objects")


class Small(Objects):
    """The kernel the tests boot, as make run builds it, and what includes KVM's headers."""

    boots = True

    def configure(self):
        script("build-kernel", "--configure", NAME, SUBJECT="control", CONFIG="")


class WithoutKvm(Objects):
    """The least kernel: nothing, but what includes KVM's headers whether there is KVM or
    not. No other is configured so, and make knows what is there: no use for ccache."""

    knobs = {"CCACHE_DISABLE": "1"}

    def configure(self):
        log = OUT / f"log/review-{self.folder}-config.log"
        wanted = self.path / "allno.config"
        wanted.write_text("CONFIG_PERF_EVENTS=y\n")
        self.knobs = self.knobs | {"KCONFIG_ALLCONFIG": str(wanted)}
        if not self.make(log, ["allnoconfig"]) or "CONFIG_KVM=y" in self.configured() or \
                "CONFIG_PERF_EVENTS=y" not in self.configured():
            raise ReviewError(f"CONFIG_KVM=n can't be had: see {log.relative_to(ps.TOP)}")


class Goal(Objects):
    """A configuration that make knows by name, of which KVM is part."""

    def configure(self):
        log = OUT / f"log/review-{self.folder}-config.log"
        if not self.make(log, [self.name]) or "CONFIG_KVM=y" not in self.configured():
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
