"""Set a report as Markdown or HTML, sources as notes at the end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from typing import Final

from tcgraph.followup.report.blocks import Grid, Heading, Line, ReportDocument

_LONG: Final = 6_000
"""Letters of HTML above which a part is folded."""
_FEW: Final = 4
"""Columns whose heads stand side by side on a telephone."""
_STYLE: Final = """
body{font:11pt/1.45 "Noto Serif",Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
body{color:#111;background:#fff;--paper:#fff}
header{border-bottom:2px solid #111;margin-bottom:1.5rem;padding-bottom:.5rem}
header p{margin:.15rem 0}
header .top{display:flex;justify-content:space-between;gap:1rem;font-weight:bold}
header .purpose{font-weight:bold;text-transform:uppercase;text-align:right}
h1{font-size:1.5rem;line-height:1.25}
h2{font-size:1.2rem;margin-top:2rem}h3{font-size:1.05rem}
table{border-collapse:collapse;width:100%;margin:1rem 0}
@media screen{.wide{overflow-x:auto;background:linear-gradient(90deg,var(--paper) 40%,transparent) 0 0/2rem 100% local,
linear-gradient(-90deg,var(--paper) 40%,transparent) 100% 0/2rem 100% local,
linear-gradient(90deg,#888,#8880) 0 0/.5rem 100%,
linear-gradient(-90deg,#888,#8880) 100% 0/.5rem 100%;background-repeat:no-repeat}}
summary{cursor:pointer;margin-top:1.5rem}summary :is(h2,h3){display:inline}
caption{position:absolute;clip-path:inset(50%)}
th,td{border:1px solid #888;padding:.4rem .5rem;vertical-align:top;text-align:left}
th{background:#e8eef4}
td ul{margin:0;padding-left:1.1rem}td p{margin:0 0 .4rem}
.aside,.notes{font-size:.88rem;color:#333}
sup a{text-decoration:none}
tr{break-inside:avoid-page}
@media (max-width:30rem){body{margin:1rem auto}th,td{padding:.25rem;overflow-wrap:break-word;hyphens:auto}}
@media (max-width:30rem){th:first-child{white-space:nowrap}p,li,a{overflow-wrap:anywhere}}
@media (max-width:30rem){table{font-size:.75rem}th{overflow-wrap:normal;hyphens:none}}
@media screen and (max-width:30rem){.many col{width:auto!important}.many td:first-child{width:40%}
.many th+th{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap}}
.notes p{overflow-wrap:anywhere}
@media screen and (prefers-color-scheme:dark){body{color:#e9eaf0;background:#14161c;--paper:#14161c}a{color:#a9b6ff}
th{background:#1d2029}header{border-color:#e9eaf0}.aside,.notes{color:#aab0bf}}
@page{size:A4;margin:18mm}
@media print{.forms{display:none}}
@media print{body{margin:0;max-width:none}details::details-content{content-visibility:visible}}
"""
_SMALL: Final = """
@page{margin:11mm 13mm}
sup{line-height:0}
@media print{body{font:7.8pt/1.22 Arial,"Liberation Sans",sans-serif}header{margin-bottom:3pt;padding-bottom:2pt}
h1{font-size:12pt;margin:3pt 0}h2{font-size:9.5pt;margin:5pt 0 2pt}p{margin:0 0 2pt}td p{margin:0}table{margin:2pt 0}
th,td{padding:1pt 3pt}.aside{font-size:7.5pt}.notes{font-size:7pt}.notes h2{display:inline;font-size:7pt}
.notes p{display:inline}}
"""
"""Besides, on paper, for what is to stand on one page."""


def to_markdown(report: ReportDocument) -> str:
    """The report as GitHub-flavoured Markdown."""
    notes = report.notes()
    parts = [f"**{_mark(report.notice)}**"] if report.notice else []
    parts += ["  \n".join(_head(report))] if _head(report) else []
    parts.append(f"# {report.title}")
    for block in report.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {block.text}")
        elif isinstance(block, Line):
            parts.append(("- " if block.bullet else "") + _markdown(block, notes))
        else:
            lines = [f"| {' | '.join(block.headings)} |", f"|{'---|' * len(block.headings)}"]
            for row in block.rows:
                cells = (
                    "<br>".join(("• " if line.bullet else "") + _markdown(line, notes) for line in cell) for cell in row
                )
                lines.append(f"| {' | '.join(text.replace('|', '&#124;') for text in cells)} |")
            parts.append("\n".join(lines))
    if notes:
        parts += [f"## {report.notes_heading}", "\n".join(f"[^{n}]: {_mark(text)}" for text, n in notes.items())]
    return "\n\n".join(parts) + "\n"


def to_html(report: ReportDocument, *, folded: bool = False, forms: Mapping[str, str] | None = None) -> str:
    """The report as one HTML page that needs nothing from elsewhere and prints on A4.

    Args:
        report: what it says.
        folded: with its long parts folded under their headings, to be read on a screen.
        forms: where else it leads, each with its address: back to its page, and to what else it can be had as.
    """
    notes = report.notes()
    links = " · ".join(f'<a href="{escape(address)}">{name}</a>' for name, address in (forms or {}).items())
    body: list[str] = [f'<nav class="forms">{links}</nav>'] if links else []
    body += [_html_head(report), f"<main>\n<h1>{escape(report.title)}</h1>"]
    for part in _parts(report):
        inner = _html_blocks(part, notes)
        head, mark, rest = inner.partition("\n") if isinstance(part[0], Heading) else ("", "", inner)
        if folded and len(rest) > _LONG:
            inner = f"<details><summary>{head}</summary>{mark}{rest}</details>"
        body.append(inner)
    body.append("</main>")
    if notes:
        head = f"<h2>{escape(report.notes_heading)}</h2>"
        if report.one_page:
            told = (f'<span id="note-{number}"><b>{number}</b> {escape(text)}</span>' for text, number in notes.items())
            body.append(f'<footer class="notes">{head} <p>{" · ".join(told)}</p></footer>')
        else:
            items = "".join(f'<li id="note-{number}">{escape(text)}</li>\n' for text, number in notes.items())
            body.append(f'<footer class="notes">{head}<ol>\n{items}</ol></footer>')
    return (
        f'<!doctype html>\n<html lang="{report.language}">\n<head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{escape(report.title)}</title>'
        f"<style>{_STYLE}{_SMALL if report.one_page else ''}{_running(report.notice)}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _running(notice: str) -> str:
    """A style that prints a notice at the foot of each page (CSS Paged Media 3 §4.1)."""
    quoted = re.sub(r'[<>"\\\n]', lambda sign: f"\\{ord(sign[0]):x} ", notice)
    return f'@page{{@bottom-center{{content:"{quoted}";font:7.5pt sans-serif}}}}' if notice else ""


def _parts(report: ReportDocument) -> list[list[Heading | Line | Grid]]:
    """What stands under each heading, the heading first."""
    parts: list[list[Heading | Line | Grid]] = []
    for block in report.blocks:
        if not parts or isinstance(block, Heading):
            parts.append([])
        parts[-1].append(block)
    return parts


def _html_blocks(blocks: Iterable[Heading | Line | Grid], notes: dict[str, int]) -> str:
    body: list[str] = []
    open_list = False
    for block in blocks:
        bullet = isinstance(block, Line) and block.bullet
        if open_list and not bullet:
            body.append("</ul>")
        if bullet and not open_list:
            body.append("<ul>")
        open_list = bullet
        if isinstance(block, Heading):
            body.append(f"<h{block.level}>{escape(block.text)}</h{block.level}>")
        elif isinstance(block, Line):
            kind = ' class="aside"' if block.aside else ""
            body.append(f"<li>{_html(block, notes)}</li>" if bullet else f"<p{kind}>{_html(block, notes)}</p>")
        else:
            body.append(_html_table(block, notes))
    if open_list:
        body.append("</ul>")
    return "\n".join(body)


def _head(report: ReportDocument) -> list[str]:
    """The lines of the masthead; what is not known is left out."""
    head = report.masthead
    first = " · ".join(part for part in (report.symbol, report.day) if part)
    parts = (first, head.body, head.session, head.committee, head.purpose.upper(), head.item, head.address)
    return [part for part in parts if part]


def _html_head(report: ReportDocument) -> str:
    head = report.masthead
    notice = f'<p class="notice"><strong>{escape(report.notice)}</strong></p>' if report.notice else ""
    if not _head(report):
        return notice
    top = "".join(f"<span>{escape(part)}</span>" for part in (head.body, report.symbol) if part)
    lines = [f'<p class="top">{top}</p>'] if top else []
    lines += [f"<p>{escape(part)}</p>" for part in (head.session or report.day, head.committee) if part]
    lines += [f'<p class="purpose">{escape(head.purpose)}</p>'] if head.purpose else []
    lines += [f"<p>{escape(head.item)}</p>"] if head.item else []
    lines += [f'<p><a href="{escape(head.address)}">{escape(head.address)}</a></p>'] if head.address else []
    return f"{notice}<header>{''.join(lines)}</header>"


def _markdown(line: Line, notes: dict[str, int]) -> str:
    lead = f"**{_mark(line.lead)}** " if line.lead else ""
    note = f"[^{notes[line.source]}]" if line.source else ""
    text = f"*{_mark(line.text)}*" if line.aside else _mark(line.text)
    return f"{lead}{text}{note}".replace("\n", "<br>")


def _mark(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


def _html(line: Line, notes: dict[str, int]) -> str:
    lead = f"<strong>{escape(line.lead)}</strong> " if line.lead else ""
    number = notes.get(line.source, 0)
    note = f'<sup><a href="#note-{number}">{number}</a></sup>' if number else ""
    text = escape(line.text).replace("\n", "<br>")
    return f"{lead}{text}{note}"


def _html_table(table: Grid, notes: dict[str, int]) -> str:
    total = sum(table.widths) or 1
    columns = "".join(f'<col style="width:{100 * width // total}%">' for width in table.widths)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.headings)
    many = ' class="many"' if len(table.headings) > _FEW else ""
    caption = f"<caption>{escape(table.caption)}</caption>" if table.caption else ""
    rows = "".join(
        "<tr>" + "".join(f"<td>{_html_cell(cell, notes)}</td>" for cell in row) + "</tr>\n" for row in table.rows
    )
    return (
        f'<div class="wide" tabindex="0"><table{many}>{caption}<colgroup>{columns}</colgroup><thead><tr>{head}</tr>'
        f"</thead><tbody>\n{rows}</tbody></table></div>"
    )


def _html_cell(cell: tuple[Line, ...], notes: dict[str, int]) -> str:
    if all(line.bullet for line in cell) and cell:
        return "<ul>" + "".join(f"<li>{_html(line, notes)}</li>" for line in cell) + "</ul>"
    return "".join(f"<p>{_html(line, notes)}</p>" if len(cell) > 1 else _html(line, notes) for line in cell)
