# SPDX-License-Identifier: GPL-2.0
"""The kernel of each patch, booted: what it brings holds, what comes later does not.

clauses.list says of each patch which tests pass from it on. The machine of a patch runs
these, those of the patches before it, which must still pass, and those of the next one,
which must not pass yet.
"""

import fnmatch
import hashlib
import json
import shutil
import subprocess
import os

from campaigns.review.report import Outcome
from campaigns.review.walk import NAME, OUT, ROOT, ReviewError
from lib.harness import MACHINE, environment
from series import patchset as ps

LIST = ps.TOP / "scripts/campaigns/review/clauses.list"
PATCHED = ps.TOP / "tools/testing/selftests/kvm/arm64/expected/patched"
FILTERS = 24                        # the kernel gives init 32 arguments at most
SECONDS = 900                       # a boot may take


def read_list(steps):
    """{patch number: [pattern]}"""
    numbers = {step.patch.name: step.number for step in steps}
    found = {step.number: [] for step in steps}
    for line, text in enumerate(LIST.read_text(encoding="utf-8").splitlines(), 1):
        words = text.split("#")[0].split()
        if not words:
            continue
        if len(words) < 2 or words[0] not in numbers:
            raise ReviewError(f"{LIST.name}:{line}: not `PATCH TEST...': {text}")
        found[numbers[words[0]]] += words[1:]
    return found


def clauses(patterns):
    """The clauses of these tests, as the runner takes them: a name, or a pattern of tests."""
    found = {pattern: pattern.partition(".")[0] for pattern in patterns}
    return {pattern if set("*?[") & set(clause) else clause for pattern, clause in found.items()}


class Boots:
    """One boot per kernel."""

    def __init__(self, steps):
        self.brought = read_list(steps)
        self.steps = {step.number: step for step in steps}
        self.folder = OUT / "review/boots"
        shutil.rmtree(self.folder, ignore_errors=True)
        self.seen = {}              # digest of a kernel: the patch that has it

    def pack(self, step):
        """What the machine of a patch needs, in a folder of its own; None if it is
        that of a patch before, whose number is given then."""
        image = ROOT / "kvm-build/arch/arm64/boot/Image"
        digest = hashlib.sha256(image.read_bytes()).hexdigest()
        if digest in self.seen:
            return None, self.seen[digest]
        self.seen[digest] = step.number
        folder = self.folder / f"{step.number:04}"
        folder.mkdir(parents=True)
        (OUT / f"trees/{NAME}.built").write_text(digest + "\n")
        with open(folder / "pack.log", "w", encoding="utf-8") as log:
            for name in ("build-witness", "make-initramfs"):
                done = subprocess.run(
                    [MACHINE / name, NAME], check=False, stdout=log, stderr=log,
                    stdin=subprocess.DEVNULL, env=environment(SUBJECT="patched"))
                if done.returncode:
                    raise ReviewError(f"{name} failed: see {folder}/pack.log")
        shutil.copyfile(image, folder / "Image")
        shutil.copyfile(OUT / f"trees/{NAME}.cpio", folder / "cpio")
        return folder, step.number

    def waiting(self, number):
        """Those that come with a patch after this one: {pattern: patch}."""
        return {pattern: self.steps[later].name for later, patterns in self.brought.items()
                if later > number for pattern in patterns}

    def filters(self, number):
        """What the machine runs, T= of the runner: clauses, or whole parts of the
        contract if there are many."""
        wanted = clauses(pattern for one, some in self.brought.items()
                         if one <= number + 1 for pattern in some)
        if len(wanted) > FILTERS:
            wanted = {clause.partition("-")[0] for clause in wanted}
        return sorted(wanted)

    def write_list(self, path, number):
        """What is expected of the machine, for the judge."""
        lines = [f"fail {pattern} comes with {patch}"
                 for pattern, patch in self.waiting(number).items()]
        lines += [line for line in PATCHED.read_text().splitlines() if line.startswith("skip ")]
        path.write_text("\n".join(lines) + "\n")

    def run(self, folder, step):
        """Boot, run, judge."""
        tests = self.filters(step.number)
        env = environment(SUBJECT="patched", IMAGE=str(folder / "Image"),
                          INITRD=str(folder / "cpio"), T=" ".join(tests),
                          TIMEOUT=str(SECONDS * int(os.environ.get("SLOW") or 1)))
        with open(folder / "boot.log", "w", encoding="utf-8") as log:
            done = subprocess.run([MACHINE / "boot", NAME, folder], check=False, env=env,
                                  stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        if done.returncode:
            raise ReviewError(f"no boot: see {folder}/boot.log")
        (folder / "cpio").unlink()
        (folder / "Image").unlink()
        self.write_list(folder / "expected", step.number)
        judged = subprocess.run(
            [MACHINE / "judge", "--brief", "--subject", step.name, "--default-machine",
             "--expected", folder / "expected", folder],
            check=False, capture_output=True, text=True)
        (folder / "judge.log").write_text(judged.stdout + judged.stderr)
        if judged.returncode > 1:
            raise ReviewError(f"judge failed: see {folder}/judge.log")
        return self.outcome(judged, json.loads((folder / "result.json").read_text()), step)

    def outcome(self, judged, result, step):
        """The boot as one line, with the cases that are not as they should be."""
        counts, said = result["counts"], []
        if judged.returncode:
            said = [line.strip() for line in judged.stdout.splitlines()
                    if line.startswith("  FAIL")]
        names = [test["name"] for test in result["tests"] if test["outcome"] == "pass"]
        for pattern in self.brought[step.number]:
            if not fnmatch.filter(names, pattern):
                said.append(f"{LIST.name}: no test that passes is called {pattern}")
        note = f"{counts['pass']} pass, {counts['xfail']} wait for a later patch"
        return Outcome("fail" if said else "pass", note, said)
