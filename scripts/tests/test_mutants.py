# SPDX-License-Identifier: GPL-2.0
"""Reading lists of mutants, and making kernels of them."""

import sys
import tempfile
import unittest
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from campaigns.mutate import mutants  # pylint: disable=wrong-import-position

LIST = """\
file a.c
tests one two

mutant twice: of nothing
-	return 2 * a;
+	return 0;

mutant twice: thrice
-	return 2 * a;
+	return 3 * a;
equivalent Nobody
equivalent asks.

mutant half: lost
-	a /= 2;
"""

TEXT = """\
static int twice(int a)
{
	return 2 * a;
}

int half(int a)
{
	a /= 2;
	return a;
}
"""


class Lists(unittest.TestCase):
    """What a list says."""

    def read(self, text):
        """The mutants of a list with that text."""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "list"
            path.write_text(text)
            return mutants.read(path)

    def test_read(self):
        """Name, tests, hunk and reason."""
        nothing, thrice, lost = self.read(LIST)
        self.assertEqual(nothing.name, "twice: of nothing")
        self.assertEqual(nothing.tests, ["one", "two"])
        self.assertEqual(nothing.new, ["\treturn 0;"])
        self.assertEqual(thrice.equivalent, "Nobody asks.")
        self.assertEqual(lost.new, [])

    def test_faults(self):
        """A list that can't be meant is refused."""
        for text, says in ((LIST.replace("+\treturn 0;", "+\treturn 2 * a;"), "changes nothing"),
                           (LIST.replace("tests one two\n", ""), "no tests"),
                           (LIST.replace("file a.c\ntests one two\n", ""), "not `mutant"),
                           (LIST.replace("equivalent", "equal"), "what is `equal'")):
            with self.assertRaisesRegex(mutants.ListError, says):
                self.read(text)

    def test_apply(self):
        """The lines are looked for in the function that is named."""
        lost = self.read(LIST)[2]
        self.assertNotIn("a /= 2", mutants.apply(lost, TEXT))
        with self.assertRaisesRegex(mutants.ListError, "0 times"):
            mutants.apply(lost, TEXT.replace("half", "third"))

    def test_switch(self):
        """All variants of a function are there, and a choice between them."""
        text = mutants.switch(TEXT, dict(enumerate(self.read(LIST), 1)))
        for line in ("\treturn 3 * a;", "\t\treturn twice__2(a);", "\t\treturn half__3(a);",
                     "\t\treturn twice__0(a);", "static int twice__0(int a)"):
            self.assertIn(line, text.splitlines())

    def test_together(self):
        """Two changes of a line are in two sets, all others in one."""
        sets = mutants.together(dict(enumerate(self.read(LIST), 1)), {Path("a.c"): TEXT}, Path)
        self.assertEqual([numbers for numbers, _ in sets], [[1, 3], [2]])
        changed = sets[0][1][Path("a.c")]
        self.assertIn("return 0;", changed)
        self.assertNotIn("a /= 2", changed)


if __name__ == "__main__":
    unittest.main()
