# SPDX-License-Identifier: GPL-2.0
"""The result of make matrix as a page that needs nothing beside it."""

from html import escape

STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #667085; --line: #e4e7ec; --page: #fff;
  --good: #e7f6ec; --good-ink: #14683a; --bad: #fde8e6; --bad-ink: #a3211a; --none: #f5f6f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ee; --soft: #98a2b3; --line: #2c323b;
  --page: #14171b; --good: #12301f; --good-ink: #7bd6a0; --bad: #451512; --bad-ink: #ffa79f;
  --none: #1c2026; } }
body { margin: 3rem auto; max-width: 76rem; padding: 0 1.5rem; background: var(--page);
  color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: 0; }
p { color: var(--soft); margin: .3rem 0 1.6rem; max-width: 50rem; }
.sum { display: flex; gap: 2.5rem; margin: 1.4rem 0 1.8rem; }
.sum b { display: block; font-size: 1.7rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.sum span { color: var(--soft); }
.sum .bad b { color: var(--bad-ink); }
table { border-collapse: separate; border-spacing: 0 3px; width: 100%;
  font-variant-numeric: tabular-nums; }
th { font-weight: 600; color: var(--soft); text-align: right; padding: .3rem .7rem;
  border-bottom: 1px solid var(--line); position: sticky; top: 0; background: var(--page); }
td { padding: .3rem .7rem; text-align: right; white-space: nowrap; }
th:first-child, td:first-child, th.knobs, td.knobs { text-align: left; }
td:first-child { font-weight: 600; }
td.knobs { color: var(--soft); font: 13px/1.5 ui-monospace, monospace; white-space: normal; }
td.good { background: var(--good); color: var(--good-ink); }
td.bad { background: var(--bad); color: var(--bad-ink); font-weight: 600; }
td.none { background: var(--none); color: var(--soft); }
td.why { background: var(--none); color: var(--soft); text-align: left; white-space: normal; }
tr.impossible td:first-child { color: var(--soft); font-weight: 400; }
td small { opacity: .75; }
[title] { cursor: help; }
ul { color: var(--bad-ink); }
"""


def _cell(kind, text, title=""):
    title = f' title="{escape(title)}"' if title else ""
    return f'<td class="{kind}"{title}>{text}</td>'


def _area(passed, failed, reasons):
    skipped = sum(reasons.values())
    why = "\n".join(f"{cases} skipped: {reason}" for reason, cases in reasons.items())
    text = f"{failed} failed" if failed else str(passed or "&ndash;")
    if skipped:
        text += f" <small>+{skipped} skipped</small>"
    return _cell("bad" if failed else "good" if passed else "none", text, why)


def _row(row, areas):
    if row.impossible:
        return (f'<tr class="impossible"><td>{escape(row.name)}</td>'
                f'<td class="why" colspan="{len(areas) + 3}">impossible:'
                f' {escape(row.impossible)}</td></tr>')
    found = row.areas()
    cells = [_cell("name", escape(row.name)), _cell("knobs", escape(row.machine()))]
    cells += [_area(*found[area]) for area in areas]
    cells.append(_cell("bad", "failed", "\n".join(row.host())) if row.host()
                 else _cell("good", "clean"))
    cells.append(_cell("none", f"{row.seconds:.0f} s"))
    return f"<tr>{''.join(cells)}</tr>"


def _troubles(rows):
    found = [f"{row.name}: {test['name']}" for row in rows if not row.impossible
             for test in row.result["tests"] if test["status"] == "fail"]
    found += [f"{row.name}: {problem}" for row in rows if not row.impossible
              for problem in row.host()]
    return f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in found)}</ul>" if found else ""


def page(rows, areas):
    """The whole page."""
    ran = [row for row in rows if not row.impossible]
    bad = sum(not row.good for row in ran)
    cases = sum(row.counts["pass"] for row in ran)
    numbers = ((len(ran) - bad, "machines as they should be", ""),
               (bad, "not so", "bad" if bad else ""),
               (f"{cases:,}", "cases passed", ""),
               (len(rows) - len(ran), "impossible machines", ""))
    blocks = "".join(f'<div class="{kind}"><b>{number}</b><span>{what}</span></div>'
                     for number, what, kind in numbers)
    head = "".join(f"<th>{area}</th>" for area in areas)
    body = "\n".join(_row(row, areas) for row in rows)
    return f"""<!doctype html>
<!-- SPDX-License-Identifier: GPL-2.0 -->
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>KVM on arm64, machine by machine</title>
<style>{STYLE}</style>
<h1>KVM on arm64, machine by machine</h1>
<p>The kselftests on the reference base with the series, in nested QEMU. A number is of cases
that passed; what was skipped, and why, shows under the pointer. The kernel log is clean where neither
the kernel nor the machine had anything to complain of.</p>
<div class="sum">{blocks}</div>
{_troubles(rows)}
<table><thead><tr><th>machine</th><th class="knobs">knobs</th>{head}<th>kernel log</th><th>time</th></tr></thead>
<tbody>
{body}
</tbody></table>
</html>
"""
