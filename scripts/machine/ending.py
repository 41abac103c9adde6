# SPDX-License-Identifier: GPL-2.0
"""What became of the test machine itself: every way not to end well.

Reads a run's folder beside its results: the verdict record init wrote last, the
kernel log, the console, how QEMU ended.
"""

import re
from pathlib import Path

COMPLAINTS = Path(__file__).resolve().parent / "complaints.h"
COMPLAINT = re.compile("|".join(map(re.escape, re.findall(
    r'(?m)^\t"(.*)",$', COMPLAINTS.read_text(encoding="utf-8")))))
MODES = {
    "vhe": re.compile(r"kvm \[\d+\]: VHE mode initialized"),
    "nvhe": re.compile(r"kvm \[\d+\]: (Hyp mode|hVHE mode|nVHE mode) initialized"),
}


# passed, failed, all skipped
RUNNER_ENDS = (["runner exit 0"], ["runner exit 1"], ["runner exit 4"])


def read(folder, name):
    """A file of the run, empty if it is not there."""
    try:
        return (folder / name).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def first_complaint(console):
    """The line of the console that names the trouble, a panic last."""
    lines = [line.strip() for line in console.splitlines() if COMPLAINT.search(line)]
    telling = [line for line in lines if "Kernel panic" not in line and "Call trace" not in line]
    return (telling or lines or [None])[0]


def said_no(folder):
    """What run_kselftest.sh itself complained of."""
    return [line for line in read(folder, "console.log").splitlines()
            if line.startswith("run_kselftest.sh: ")]


def ending(folder, last):
    """Why there is no complete verdict, as far as can be told."""
    console = read(folder, "console.log")
    after = f" after {last}" if last else " before the first test"
    line = first_complaint(console)
    if line:
        return f"the kernel died{after}: {line}"
    how = read(folder, "exit").split()
    if how and how[0] == "timeout":
        return f"hang{after}: no verdict within {how[1]} s"
    said = [line for line in console.splitlines() if line.startswith("init: ")]
    if said:
        return f"the test machine gave up{after}: {said[-1]}"
    if not console.strip():
        qemu = read(folder, "qemu.log").strip().splitlines()
        return "the kernel said nothing" + (f": {qemu[-1]}" if qemu else "")
    return f"the test machine ended without a verdict{after}"


def other_kernel(folder, records):
    """Whether another kernel ran than the one that was built, in a list."""
    built = re.findall(r"(?m)^kernel: (.*)$", read(folder, "versions"))
    ran = [line[7:] for line in records if line.startswith("kernel ")]
    if built and ran == built:
        return []
    return [f"the kernel that ran is {' and '.join(ran) or 'unknown'},"
            f" the one built is {' and '.join(built) or 'unknown'}"]


def problems(folder, failed, last, mode="default"):
    """All that is wrong with the machine. failed: whether a test was not ok."""
    verdict = read(folder, "verdict.log")
    records = verdict.splitlines()
    if not verdict.endswith("\ncomplete\n"):
        return [ending(folder, last)]
    found = []
    runner = [line for line in records if line.startswith("runner ")]
    if runner not in RUNNER_ENDS:
        found.append(f"run_kselftest.sh: {runner[0][7:] if runner else 'no exit code'}")
    elif (runner == ["runner exit 1"]) != failed and not said_no(folder):
        found.append(f"run_kselftest.sh: {runner[0][7:]} does not go with its results")
    found += said_no(folder)
    found += [f"kernel log: {line.removeprefix('kernel-log complaint ')}"
              for line in records if line.startswith("kernel-log complaint ")]
    found += [f"kernel log: {line.removeprefix('kernel-log ')}"
              for line in records if re.match(r"kernel-log (lost|garbled|unreadable)", line)]
    if not any(re.match(r"kernel-log records [1-9]\d* complaints \d+$", line) for line in records):
        found.append("kernel log: it was not read")
    console = read(folder, "console.log")
    if not found and first_complaint(console):
        found.append(f"console: {first_complaint(console)}")
    code = read(folder, "exit").strip()
    if code != "0":
        found.append(f"QEMU did not end by itself: {code or 'no exit code'}")
    elif "reboot: Power down" not in console:
        found.append("console: the machine was not powered down")
    if mode in MODES and not MODES[mode].search(read(folder, "kernel.log")):
        found.append(f"kernel log: KVM does not run in {mode} mode")
    return found + other_kernel(folder, records)
