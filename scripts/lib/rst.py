# SPDX-License-Identifier: GPL-2.0
"""Tables of reStructuredText."""


def simple_table(lines, left=(0,)):
    """A simple table from rows of cells, the first its head.

    Columns are numbers, to the right of theirs, but for those that left names.
    """
    widths = [max(map(len, cells)) for cells in zip(*lines)]
    rule = "  ".join("=" * width for width in widths)

    def text(line):
        cells = [cell.ljust(width) if column in left else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(line, widths))]
        return "  ".join(cells).rstrip()

    return "\n".join([rule, text(lines[0]), rule, *map(text, lines[1:]), rule])
