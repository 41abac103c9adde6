# SPDX-License-Identifier: GPL-2.0
"""Coccinelle: the project's semantic patches and the base's own, on the touched files.

What is reported of the series' result and was not of the control, is new.
"""

import os
from concurrent.futures import ThreadPoolExecutor

from campaigns.review.report import judged
from campaigns.review.series import fresh
from campaigns.review.walk import ROOT
from checks import cocci
from series import kerneltree as kt


class Semantic:
    """Rules, on the tree as the series has left it."""

    def __init__(self, walk):
        self.control = fresh("cocci")
        kt.write_files(self.control, walk.control)
        self.files = sorted({path for step in walk.steps for path in step.sources(".c", ".h")
                             if path.startswith(("arch/", "include/kvm/", "virt/"))})

    def news(self, rule, options=()):
        """What a rule says of the result and not of the control."""
        try:
            now = cocci.without_lines(cocci.reports(rule, self.files, ROOT, options))
            if now:
                there = [path for path in self.files if (self.control / path).is_file()]
                now -= cocci.without_lines(cocci.reports(rule, there, self.control, options))
        except cocci.CocciError as error:
            return [str(error)]
        return [f"{path}: {text}" for path, text in sorted(now)]

    def check(self, rules):
        """All of them: an outcome."""
        with ThreadPoolExecutor(int(os.environ.get("JOBS") or os.cpu_count() or 1)) as pool:
            said = pool.map(lambda rule: self.news(*rule), rules)
            return judged([line for lines in said for line in lines], f"{len(rules)} rules")

    def own(self):
        return self.check([(path,) for path in cocci.rules().values()])

    def kernel(self):
        return self.check(cocci.kernel_rules(ROOT))
