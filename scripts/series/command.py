# SPDX-License-Identifier: GPL-2.0
"""How a command ends that works on a kernel tree: well, or with one line and exit 2."""

import os
import re
import shutil
import sys
import tempfile

from series.gittree import Refused
from series.patchset import PatchError

NEEDED = ("git", "unifdef")         # programs; Debian's packages have the same names


def plain(error):
    """An error of the system's in one line, with the path first."""
    name = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else ""
    if re.match(re.escape(tempfile.gettempdir()) + "/(stage|export|merge)-", name):
        name = f"{tempfile.gettempdir()}, the folder for temporary files"
    return f"{name}{': ' if name else ''}{error.strerror or error}"


def require_programs():
    """What the work on a tree takes is there."""
    missing = [name for name in NEEDED if not shutil.which(name)]
    if missing:
        raise Refused(f"{' and '.join(missing)} not found; as root:"
                      f" apt-get install --no-install-recommends {' '.join(missing)}")


def end(name, work):
    """Run the work; what it returns is the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="surrogateescape")    # a path may be any bytes
    try:
        require_programs()
        code = work()
        sys.stdout.flush()
        sys.exit(code)
    except OSError as error:
        print(f"{name}: {plain(error)}", file=sys.stderr)
    except (Refused, PatchError) as error:
        print(f"{name}: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print(f"{name}: interrupted, nothing was changed", file=sys.stderr)
    sys.exit(2)
