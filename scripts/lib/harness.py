# SPDX-License-Identifier: GPL-2.0
"""The other scripts of the harness, for those that need what they do."""

import os
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


class ScriptError(Exception):
    """A script failed, and has said why. One line for the user."""


def run(name, *arguments, **environment):
    """Run a script; its exit code."""
    return subprocess.run([TOP / "scripts" / name, *map(str, arguments)], check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, **environment}).returncode


def script(name, *arguments, **environment):
    """Run a script without which nothing can be said."""
    if run(name, *arguments, **environment):
        raise ScriptError(f"{name} failed, see above")
