# SPDX-License-Identifier: GPL-2.0
"""A hunk goes where it belongs, and brings nothing that a tree has already."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
# pylint: disable=wrong-import-position
from series import patchset as ps
from series.staging import Stage

HEAD = "From: A B <a@example.org>\nSubject: [PATCH] Do it\n\nWhy.\n"
GUEST = "arch/arm64/kvm/guest.c"
EMULATE = "arch/arm64/include/asm/kvm_emulate.h"
HOST = "arch/arm64/include/asm/kvm_host.h"


def diff(path, where, lines):
    old = sum(line[0] != "+" for line in lines)
    new = sum(line[0] != "-" for line in lines)
    return (f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n"
            f"@@ -1,{old} +1,{new} @@ {where}\n" + "".join(f"{line}\n" for line in lines))


class Base(unittest.TestCase):
    """A small tree, a patch of one file."""

    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="placing-")
        self.addCleanup(scratch.cleanup)
        self.series = Path(scratch.name) / "patches"
        self.tree = Path(scratch.name) / "tree"
        self.series.mkdir()

    def write(self, path, text):
        (self.tree / path).parent.mkdir(parents=True, exist_ok=True)
        (self.tree / path).write_text(text)

    def result(self, path, where, lines):
        patch = self.series / "0001-it.patch"
        patch.write_text(f"{HEAD}---\n{diff(path, where, lines)}")
        with Stage(self.tree) as stage:
            stage.apply(ps.Patch(patch))
            return stage.files()[path][0].decode()

    def refused(self, message, *what):
        with self.assertRaisesRegex(ps.PatchError, message):
            self.result(*what)


class PlaceTest(Base):
    """What a hunk lies in decides."""

    TWICE = ("static int first(void)\n{\n\treturn 0;\n}\n\n"
             "static int second(int a,\n\t\t  int b)\n{\nout:\n\treturn 0;\n}\n")
    LINES = ["+\tcount++;", " \treturn 0;"]

    def test_the_function_that_the_header_names(self):
        self.write("file.c", self.TWICE)
        for where, number in (("first", 2), ("static int first(void)", 2),
                              ("static int second(int a,", 9)):
            with self.subTest(where):
                lines = self.result("file.c", where, self.LINES).split("\n")
                self.assertEqual(lines.index("\tcount++;"), number)

    def test_a_function_that_was_renamed(self):
        """The header has both names; a tree has one of them."""
        self.write("file.c", self.TWICE)
        for where in ("second | newer", "newer | second"):
            with self.subTest(where):
                lines = self.result("file.c", where, self.LINES).split("\n")
                self.assertEqual(lines.index("\tcount++;"), 9)
        self.refused("it is for newer or older, but its lines are in first and second",
                     "file.c", "newer | older", self.LINES)
        self.refused("there is no newer or older", "file.c", "newer | older",
                     ["+\ta();", " \tb();"])

    def test_two_places_without_one(self):
        self.write("file.c", self.TWICE)
        self.refused("fits in 2 places", "file.c", "", self.LINES)

    def test_once_but_elsewhere(self):
        """A line that a tree has once may be in another function."""
        self.write("file.c", self.TWICE.replace("first", "other"))
        self.refused("it is for first, but its lines are in other and second", "file.c", "first",
                     self.LINES)
        self.refused("there is no third", "file.c", "third", ["+\ta();", " \tb();"])
        self.write("file.c", "int other(void)\n{\n\treturn 0;\n}\n\nint first(void)\n{\n}\n")
        self.refused("it is for first, but its lines are in other", "file.c", "first", self.LINES)

    def test_hunks_in_another_order(self):
        self.write("file.c", "int b(void)\n{\n\tb();\n}\n\nint a(void)\n{\n\ta();\n}\n")
        patch = self.series / "0001-it.patch"
        text = diff("file.c", "a", ["+\tbefore_a();", " \ta();"])
        text += "@@ -9,1 +10,2 @@ b\n+\tbefore_b();\n \tb();\n"
        patch.write_text(f"{HEAD}---\n{text}")
        with Stage(self.tree) as stage:
            stage.apply(ps.Patch(patch))
            self.assertEqual(stage.files()["file.c"][0].decode(),
                             "int b(void)\n{\n\tbefore_b();\n\tb();\n}\n\n"
                             "int a(void)\n{\n\tbefore_a();\n\ta();\n}\n")

    def test_removed_without_context(self):
        """A deletion has the place of its line, not of its number."""
        self.write("file.c", "int a(void)\n{\n\tgone();\n}\n\nint b(void)\n{\n\tgone();\n}\n")
        self.assertEqual(self.result("file.c", "b", ["-\tgone();"]),
                         "int a(void)\n{\n\tgone();\n}\n\nint b(void)\n{\n}\n")


class CaseTest(Base):
    """No case of a switch statement takes over another one."""

    SWITCH = "int check(long ext)\n{{\n\tswitch (ext) {{\n{}\t}}\n\treturn 0;\n}}\n"
    LINES = ["+\tcase MINE:", "+\t\treturn 1;", " \tcase THEIRS:"]

    def test_between_two_groups(self):
        self.write("file.c", self.SWITCH.format("\tcase A:\n\t\treturn 2;\n\tcase THEIRS:\n"
                                                "\t\treturn 3;\n"))
        self.assertIn("return 2;\n\tcase MINE:\n\t\treturn 1;\n\tcase THEIRS:",
                      self.result("file.c", "check", self.LINES))

    def test_in_a_group(self):
        self.write("file.c", self.SWITCH.format("\tcase A:\n\tcase THEIRS:\n\t\treturn 3;\n"))
        self.refused("case A: in check would become 'return 1;'", "file.c", "check", self.LINES)

    def test_label_that_is_there(self):
        self.write("file.c", self.SWITCH.format("\tcase MINE:\n\t\treturn 2;\n\tcase THEIRS:\n"
                                                "\t\treturn 3;\n"))
        self.refused("`case MINE' is in check already", "file.c", "check", self.LINES)


class NamesTest(Base):
    """What a part defines is looked for where the compiler would find it."""

    FUNCTION = ["+static inline bool mine(struct kvm_vcpu *vcpu)", "+{", "+\treturn true;", "+}",
                " /* here */"]

    def setUp(self):
        super().setUp()
        self.write(EMULATE, "/* here */\n")
        self.write(GUEST, "#include <asm/kvm_emulate.h>\n#include <linux/other.h>\n/* here */\n")

    def test_not_there(self):
        self.write("include/linux/other.h", "void other(void);\n#define USES mine(0)\n")
        self.assertIn("mine", self.result(EMULATE, "", self.FUNCTION))

    def test_there_in_any_form(self):
        for text in ("static inline bool mine(struct kvm_vcpu *vcpu)\n{\n}\n",
                     "static __always_inline bool __hyp_text mine(const struct kvm_vcpu *vcpu)\n{\n",
                     "bool mine(struct kvm_vcpu *vcpu);\n", "#define mine(vcpu) true\n",
                     "extern bool mine[4];\n", "struct mine {\n"):
            with self.subTest(text):
                self.write("include/linux/other.h", text)
                self.refused("the tree has mine already: include/linux/other.h:1", EMULATE, "",
                             self.FUNCTION)

    def test_in_what_nobody_includes(self):
        self.write("include/linux/far.h", "#define mine 1\n")
        self.result(EMULATE, "", self.FUNCTION)

    def test_static_names_of_another_source(self):
        self.write("arch/arm64/kvm/reset.c", "static bool mine(void)\n{\n}\n")
        lines = [line.replace("inline ", "") for line in self.FUNCTION]
        self.assertIn("mine", self.result(GUEST, "", lines))
        self.write(GUEST, "static int mine;\n/* here */\n")
        self.refused(f"the tree has mine already: {GUEST}:1", GUEST, "", lines)

    def test_weak_and_declared(self):
        """A function may be declared already, and defined weakly, but not defined."""
        lines = [line.replace("static inline ", "") for line in self.FUNCTION]
        for text, good in (("bool mine(struct kvm_vcpu *vcpu);\n", True),
                           ("bool __attribute__((weak)) mine(struct kvm_vcpu *vcpu)\n{\n}\n", True),
                           ("bool mine(struct kvm_vcpu *vcpu)\n{\n}\n", False)):
            with self.subTest(text):
                self.write("virt/kvm/kvm_main.c", text)
                if good:
                    self.result(GUEST, "", lines)
                else:
                    self.refused("the tree has mine already: virt/kvm/kvm_main.c", GUEST, "", lines)

    def test_moved(self):
        """What a patch takes away and puts back is not new."""
        self.write(GUEST, "int mine(void)\n/* here */\n")
        self.result(GUEST, "", ["-int mine(void)", "+/* why */", "+int mine(void)", " /* here */"])

    def test_members(self):
        for text, good in (("struct kvm_arch {\n\tint a;\n};\nstruct b {\n\tbool mine;\n};\n", True),
                           ("struct kvm_arch {\n\tint a;\n\tu8 mine:1;\n};\n", False),
                           ("struct kvm_arch {\n\tint a;\n\tstruct {\n\t\tint mine;\n\t} c;\n};\n",
                            True)):
            with self.subTest(text):
                self.write(HOST, text)
                what = HOST, "struct kvm_arch {", [" \tint a;", "+\tbool mine;"]
                if good:
                    self.assertIn("int a;\n\tbool mine;", self.result(*what))
                else:
                    self.refused("`mine' is in struct kvm_arch already", *what)


if __name__ == "__main__":
    unittest.main()
