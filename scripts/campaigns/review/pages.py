# SPDX-License-Identifier: GPL-2.0
"""The pages of the kernel's documentation, made by its own htmldocs."""

import re
import shutil
import subprocess

from campaigns.review.report import judged
from campaigns.review.walk import OUT, ROOT
from series import patchset as ps

FOLDER = "build-docs"
PAGES = "virt/kvm"                  # below Documentation/
WARNING = re.compile(r"^(?:\S*/)?(Documentation/\S+?\.(?:rst|txt|[ch])):(?:\d+:)? *(WARNING|ERROR): (.*)")


class Pages:
    """What sphinx says of the KVM pages, and what of it is new after a patch."""

    def __init__(self):
        self.known = self.said(OUT / "log/review-pages.log")

    @staticmethod
    def said(log):
        """Its warnings of all pages; None if there are no pages."""
        shutil.rmtree(ROOT / FOLDER, ignore_errors=True)
        (ROOT / FOLDER).mkdir()
        with open(log, "w", encoding="utf-8") as file:
            done = subprocess.run(
                [ps.TOP / "scripts/machine/kernel-make", ROOT, FOLDER, f"SPHINXDIRS={PAGES}", "htmldocs"],
                check=False, stdin=subprocess.DEVNULL, stdout=file, stderr=subprocess.STDOUT)
        made = ROOT / FOLDER / "Documentation/output" / PAGES / "index.html"
        if done.returncode or not made.is_file():
            return None
        return {match.groups() for match in map(WARNING.match, log.read_text().splitlines())
                if match}

    @staticmethod
    def concerns(step):
        return bool(step.sources(".rst"))

    def after(self, step):
        log = OUT / f"log/review-pages-{step.number:04}.log"
        said = self.said(log)
        if said is None:
            return judged([f"htmldocs failed: see {log.relative_to(ps.TOP)}"])
        fresh = sorted(said - (self.known or set()))
        self.known = said
        return judged(f"{path}: {word}: {what}" for path, word, what in fresh)
