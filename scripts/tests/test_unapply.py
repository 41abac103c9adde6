# SPDX-License-Identifier: GPL-2.0
"""unapply leaves what was there before apply, in trees whose lines are elsewhere.

The diffs' line numbers are those of the reference base. Here each hooked file has other
lines above its own, as in older kernels.
"""

import unittest

from trees import TreeTest, snapshot
# pylint: disable=wrong-import-order
from series import record

COMMENT = {".c": "/* {} */", ".h": "/* {} */", ".S": "/* {} */", ".rst": ".. {}"}
MMIO = "arch/arm64/kvm/mmio.c"


class Shifted(TreeTest):
    """The control with lines on top of each hooked file."""

    def setUp(self):
        super().setUp()
        for patch in self.series:
            for path in patch.hooked(self.tree):
                self.prepend(path, *(f"line {number}" for number in range(len(path) % 7 + 1)))
        self.before = snapshot(self.tree)

    def prepend(self, path, *lines):
        file = self.tree / path
        form = COMMENT.get(file.suffix, "# {}")
        file.write_text("".join(form.format(line) + "\n" for line in lines) + file.read_text())

    def files(self):
        return {path: content for path, content in snapshot(self.tree).items()
                if not path.startswith(".git/")}

    def commit(self, subject):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", subject)

    def test_plain_tree(self):
        self.succeeds("apply")
        self.assertNotEqual(self.files(), self.before)
        self.succeeds("unapply")
        self.assertEqual(snapshot(self.tree), self.before)

    def test_git_tree(self):
        self.as_git()
        head = self.git("rev-parse", "HEAD")
        self.succeeds("apply")
        self.succeeds("unapply")
        self.assertEqual(self.git("rev-parse", "HEAD"), head)
        self.assertEqual(self.files(), self.before)
        self.assertEqual(self.git("status", "--porcelain"), "")
        self.assertEqual(self.git("for-each-ref", "refs/worktree"), "")

    def test_below_another_commit(self):
        self.as_git()
        self.succeeds("apply")
        (self.tree / "CREDITS").write_text("somebody\n")
        self.commit("Something else")
        self.succeeds("unapply")
        self.assertEqual(self.files(), {**self.before, "CREDITS": b"somebody\n"})
        self.assertEqual(self.git("status", "--porcelain"), "")
        self.assertEqual(self.git("log", "-1", "--format=%s").strip(),
                         f'Revert "{self.series[0].subject}"')

    def test_below_a_commit_that_changes_the_same_file(self):
        self.as_git()
        self.succeeds("apply")
        self.prepend(MMIO, "mine")
        self.commit("Something else there")
        self.succeeds("unapply")
        self.assertEqual(self.files(), {**self.before, MMIO: b"/* mine */\n" + self.before[MMIO]})

    def test_below_a_commit_that_changes_the_same_line(self):
        self.as_git()
        self.succeeds("apply")
        self.spoil_hook()
        self.commit("Something else there")
        self.refused("unapply", MMIO, "was changed since")

    def spoil_hook(self):
        """Change the line that 0001 brings."""
        file = self.tree / MMIO
        hook = "data = vcpu_data_host_to_guest(vcpu, data, len);"
        self.assertEqual(file.read_text().count(hook), 1)
        file.write_text(file.read_text().replace(hook, f"{hook} /* mine */"))

    def test_rebased(self):
        """The same commits on another one, which git did not note."""
        self.as_git()
        self.succeeds("apply")
        self.git("checkout", "-q", "-b", "other", f"HEAD~{len(self.series)}")
        (self.tree / "CREDITS").write_text("somebody\n")
        self.commit("Something else")
        head = self.git("rev-parse", "HEAD")
        self.git("cherry-pick", "--allow-empty", "control@{0}~" + f"{len(self.series)}..control")
        self.succeeds("unapply")
        self.assertEqual(self.git("rev-parse", "HEAD"), head)

    def test_amended_commit(self):
        """The subjects are the series', a commit is not."""
        self.as_git()
        self.succeeds("apply")
        file = self.tree / next(iter(self.series[-1].added(self.tree)))
        file.write_text(file.read_text() + "# mine\n")
        self.git("commit", "-q", "-a", "--amend", "--no-edit")
        commit = self.git("rev-parse", "--short=12", "HEAD").strip()
        self.refused("unapply", commit, "is not as", self.series[-1].name)

    def test_merged_branch(self):
        self.as_git()
        self.git("checkout", "-q", "-b", "topic")
        self.succeeds("apply")
        self.git("checkout", "-q", "control")
        (self.tree / "CREDITS").write_text("somebody\n")
        self.commit("Something else")
        self.git("merge", "-q", "--no-edit", "topic")
        self.succeeds("unapply")
        self.assertEqual(self.files(), {**self.before, "CREDITS": b"somebody\n"})

    def test_squashed(self):
        """There is nothing to tell what was there before."""
        self.as_git()
        self.succeeds("apply")
        self.git("reset", "-q", "--soft", f"HEAD~{len(self.series)}")
        self.git("commit", "-q", "-m", "All in one")
        self.refused("apply", "already applied")
        self.refused("unapply", "no record of what was there before", MMIO)

    def test_plain_tree_of_an_earlier_version(self):
        self.succeeds("apply")
        (self.tree / record.NAME).unlink()
        self.refused("apply", "already applied")
        self.refused("unapply", "no record of what was there before", MMIO)

    def test_changed_elsewhere(self):
        self.succeeds("apply")
        self.prepend(MMIO, "mine")
        self.succeeds("unapply")
        self.assertEqual(snapshot(self.tree),
                         {**self.before, MMIO: b"/* mine */\n" + self.before[MMIO]})

    def test_changed_in_the_same_line(self):
        self.succeeds("apply")
        self.spoil_hook()
        self.refused("unapply", MMIO, "was changed since")

    def test_damaged_record(self):
        self.succeeds("apply")
        whole = (self.tree / record.NAME).read_bytes()
        for content in (b"", whole[:-100], whole[:100] + b"x" + whole[101:], b"none"):
            (self.tree / record.NAME).write_bytes(content)
            self.refused("unapply", record.NAME, "damaged")

    def test_record_of_another_tree(self):
        """What the sums do not fit is told from what the series wrote."""
        self.succeeds("apply")
        found = record.read(self.tree)
        members = dict(found[1])
        members["before/" + MMIO] += b"/* another */\n"
        members["manifest.json"] = record.json.dumps(found[0]).encode()
        (self.tree / record.NAME).write_bytes(record.pack(members))
        self.refused("unapply", record.NAME, "damaged", MMIO)


if __name__ == "__main__":
    unittest.main()
