# SPDX-License-Identifier: GPL-2.0
"""The kernels of scripts/machine/stock.list."""

from lib.harness import TOP

UNAVAILABLE = 4                     # exit code of unpack-stock and stock-source


def subjects():
    """Their names, the newest kernel last."""
    lines = (TOP / "scripts/machine/stock.list").read_text().splitlines()
    return [words[0] for words in (line.split("#")[0].split() for line in lines) if words]


def version(subject):
    """What Debian calls the version that was downloaded."""
    package = next((TOP / "out/download" / subject).glob("linux-image-*.deb"))
    return package.name.split("_")[1]
