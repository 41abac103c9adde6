# SPDX-License-Identifier: GPL-2.0
"""What a tree gets follows from its code: conditions, variants, symbols."""

import re
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from series import kerneltree as kt, patchset as ps
from series.staging import Stage

HEAD = "From: A B <a@example.org>\nSubject: [PATCH] Do it\n\nWhy.\n"


def hook(path, old, new):
    """A diff with one hunk that puts a line after another."""
    return (f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n"
            f"@@ -1,1 +1,2 @@\n {old}\n+{new}\n")


class OlderTest(unittest.TestCase):
    """A series of one patch, a tree of one file."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="older-")
        self.addCleanup(scratch.cleanup)
        self.series = Path(scratch.name) / "patches"
        self.tree = Path(scratch.name) / "tree"
        (self.series / "older").mkdir(parents=True)
        self.tree.mkdir()

    def patch(self, trailers, diff, variants=()):
        path = self.series / "0001-it.patch"
        path.write_text(f"{HEAD}\n{trailers}---\n{diff}")
        for name, text in variants:
            (self.series / "older" / f"0001-it.{name}.patch").write_text(text)
        return ps.Patch(path)

    def result(self, patch, path="file"):
        with Stage(self.tree) as stage:
            stage.apply(patch)
            return stage.files()[path][0].decode()

    def test_needed(self):
        patch = self.patch("If: file ^old$\nIf-not: file ^new$\n", "")
        for text, needed in (("old\n", True), ("old\nnew\n", False), ("other\n", False)):
            (self.tree / "file").write_text(text)
            self.assertEqual(patch.needed(self.tree), needed, text)
        self.assertNotIn("If", patch.message)

    def test_no_file_has_no_line(self):
        self.assertTrue(self.patch("If-not: none x\n", "").needed(self.tree))
        self.assertFalse(self.patch("If: none x\n", "").needed(self.tree))

    def test_bad_condition(self):
        with self.assertRaisesRegex(ps.PatchError, r"0001-it.patch: If: file \("):
            self.patch("If: file (\n", "")

    def test_variant_takes_the_place(self):
        older = f"Why.\n\nIf: file ^older$\n---\n{hook('file', 'older', 'for older')}"
        patch = self.patch("", hook("file", "newer", "for newer"), [("x", older)])
        (self.tree / "file").write_text("older\n")
        self.assertEqual(self.result(patch), "older\nfor older\n")
        (self.tree / "file").write_text("newer\n")
        self.assertEqual(self.result(patch), "newer\nfor newer\n")

    def test_variant_leaves(self):
        older = "Why.\n\nIf: file ^older$\nLeaves: file\n---\n"
        patch = self.patch("", hook("file", "newer", "for newer"), [("x", older)])
        (self.tree / "file").write_text("older\n")
        self.assertEqual(patch.diff_for(self.tree), "")

    def test_variant_without_condition(self):
        with self.assertRaisesRegex(ps.PatchError, "0001-it.x.patch: no If: line"):
            self.patch("", "", [("x", "Why.\n---\n")])

    def test_moved_surroundings(self):
        patch = self.patch("", hook("file", "here", "new"))
        (self.tree / "file").write_text("elsewhere\n")
        with self.assertRaisesRegex(ps.PatchError, "file: .* there is no line 'here'"):
            self.result(patch)

    def test_two_places(self):
        patch = self.patch("", hook("file", "here", "new"))
        (self.tree / "file").write_text("here\nhere\n")
        with self.assertRaisesRegex(ps.PatchError, "a hunk fits in 2 places: 'here'"):
            self.result(patch)

    def test_documentation_may_be_missing(self):
        patch = self.patch("", hook("Documentation/index", "here", "new"))
        self.assertEqual(patch.diff_for(self.tree), "")
        patch = self.patch("", hook("virt/file", "here", "new"))
        with self.assertRaises(ps.PatchError):
            self.result(patch)

    def test_settled(self):
        """What was applied before counts when a patch asks, and no other."""
        (self.tree / "file").write_text("older\n")
        first = self.patch("", hook("file", "older", "newer"))
        second = self.patch("If: file ^newer$\n", hook("file", "newer", "newest"))
        with Stage(self.tree) as stage:
            stage.apply(first)
            self.assertFalse(second.needed(stage.tree))
            stage.settle()
            self.assertTrue(second.needed(stage.tree))
            stage.apply(second)
            self.assertEqual(stage.changes()["file"][0], b"older\nnewer\nnewest\n")
        self.assertEqual((self.tree / "file").read_text(), "older\n")

    def test_settled_without_a_file(self):
        (self.tree / "file").write_text("older\n")
        gone = ("diff --git a/file b/file\ndeleted file mode 100644\n--- a/file\n"
                "+++ /dev/null\n@@ -1 +0,0 @@\n-older\n")
        patch = self.patch("", gone)
        with Stage(self.tree) as stage:
            stage.apply(patch)
            stage.settle()
            self.assertFalse((stage.tree / "file").exists())

    def stage_series(self, patch):
        with mock.patch.object(kt, "load", return_value=[patch]):
            return kt.stage_series(self.tree, [patch])

    def test_same_answer(self):
        """A patched tree answers each condition as it did, or is refused."""
        (self.tree / "file").write_text("old\n")
        gone = "diff --git a/file b/file\n--- a/file\n+++ b/file\n@@ -1 +1 @@\n-old\n+new\n"
        for asked, same in (("If: file ^old$", False), ("If-not: file ^new$", False),
                            ("If: file ^(old|new)$", True), ("If-not: other ^old$", True)):
            patch = self.patch(f"{asked}\n", gone)
            with self.subTest(asked):
                if same:
                    self.assertEqual(len(self.stage_series(patch)), 1)
                    continue
                with self.assertRaisesRegex(kt.Refused, "not be known again.*0001-it.patch: file"):
                    self.stage_series(patch)

    def test_same_answer_to_a_variant(self):
        (self.tree / "file").write_text("here\n")
        older = "Why.\n\nIf: file ^new$\nLeaves: other\n---\n"
        patch = self.patch("", hook("file", "here", "new"), [("x", older)])
        with self.assertRaisesRegex(kt.Refused, "0001-it.x.patch: file has `.new"):
            self.stage_series(patch)

    def test_same_symbols(self):
        emulate = "arch/arm64/include/asm/kvm_emulate.h"
        (self.tree / emulate).parent.mkdir(parents=True)
        (self.tree / emulate).write_text("here\n")
        patch = self.patch("", hook(emulate, "here", "u32 kvm_vcpu_get_esr(void);"))
        with self.assertRaisesRegex(kt.Refused, "symbols: TREE_ESR"):
            self.stage_series(patch)

    def test_symbols(self):
        """What the reference base gets has no trace of a symbol."""
        source = ps.TOP / "virt/kvm/arm/nisv.c"
        emulate = self.tree / "arch/arm64/include/asm/kvm_emulate.h"
        emulate.parent.mkdir(parents=True)
        for accessor, there in (("kvm_vcpu_get_esr(", False), ("kvm_vcpu_get_hsr(", True)):
            emulate.write_text(f"u32 {accessor}x)\n")
            content = ps.content_for(source, self.tree).decode()
            self.assertEqual("kvm_vcpu_get_hsr" in content, there)
            self.assertNotIn("TREE_", content)
        self.assertIn("TREE_", source.read_text())

    def test_registers_asked_for(self):
        """KVM asks the framework for no register that a tree's does not list: it warns."""
        path = "arch/arm64/kernel/cpufeature.c"
        base = (ps.TOP / "out/base" / path).read_text()
        feature = self.tree / path
        feature.parent.mkdir(parents=True)
        for missing in ((), ("ID_AA64ISAR2",), ("ID_AA64ZFR0", "ID_ISAR6"),
                        ("ID_PFR2", "ID_DFR1", "ID_MMFR5", "ID_AA64ISAR2")):
            text = base
            for name in missing:
                text, nr = re.subn(rf"\tARM64_FTR_REG\(SYS_{name}_EL1,.*\n", "", text)
                self.assertEqual(nr, 1, name)
            feature.write_text(text)
            table = ps.content_for(ps.TOP / "arch/arm64/kvm/id_regs.c", self.tree).decode()
            listed = set(re.findall(r"ARM64_FTR_REG\w*\(SYS_(\w+)_EL1,", text))
            asked = set(re.findall(r"\t(?:SHOWN|OPTION)\(\d, \d, (\w+)_EL1,", table))
            self.assertGreater(len(asked), 20)
            self.assertEqual(asked - listed, set(), missing)


if __name__ == "__main__":
    unittest.main()
