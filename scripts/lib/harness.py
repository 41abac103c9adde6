# SPDX-License-Identifier: GPL-2.0
"""The scripts of scripts/machine, for the campaigns that call them."""

import os
import subprocess
from pathlib import Path

from lib import knobs

TOP = Path(__file__).resolve().parents[2]
MACHINE = TOP / "scripts/machine"
# What is tested, and on which machine: here the caller says that, not the user.
KNOBS = set(knobs.KNOBS["tested"])


class ScriptError(Exception):
    """A script failed, and has said why. One line for the user."""


def environment(**knobs):
    """That of a script with these knobs; all others have their default."""
    return {name: value for name, value in os.environ.items() if name not in KNOBS} | knobs


def run(name, *arguments, **knobs):
    """Run a script; its exit code."""
    return subprocess.run([MACHINE / name, *map(str, arguments)], check=False,
                          stdin=subprocess.DEVNULL, env=environment(**knobs)).returncode


def script(name, *arguments, **knobs):
    """Run a script without which nothing can be said."""
    if run(name, *arguments, **knobs):
        raise ScriptError(f"{name} failed, see above")
