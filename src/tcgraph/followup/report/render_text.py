"""Set a report as Markdown or HTML."""

from __future__ import annotations

from html import escape
from typing import Final

from tcgraph.followup.report.blocks import Grid, Heading, Line, ReportDocument, in_words

_STYLE: Final = """
body{font:11pt/1.45 "Noto Serif",Georgia,serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
body{color:#111;background:#fff}
table{border-collapse:collapse;width:100%;margin:1rem 0}
th,td{border:1px solid #888;padding:.4rem .5rem;vertical-align:top;text-align:left}
th{background:#e8eef4}
td ul{margin:0;padding-left:1.1rem}
small{color:#444}
tr{break-inside:avoid-page}
@page{size:A4;margin:18mm}
@media print{body{margin:0;max-width:none}}
"""


def to_markdown(report: ReportDocument) -> str:
    """The report as GitHub-flavoured Markdown."""
    parts = [_head(report)] if report.symbol else []
    for block in report.blocks:
        if isinstance(block, Heading):
            parts.append(f"{'#' * block.level} {block.text}")
        elif isinstance(block, Line):
            parts.append(("- " if block.bullet else "") + _markdown(block))
        else:
            lines = [f"| {' | '.join(block.headings)} |", f"|{'---|' * len(block.headings)}"]
            for row in block.rows:
                cells = ("<br>".join(("• " if line.bullet else "") + _markdown(line) for line in cell) for cell in row)
                lines.append(f"| {' | '.join(text.replace('|', '&#124;') for text in cells)} |")
            parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def to_html(report: ReportDocument) -> str:
    """The report as one HTML page that needs nothing from elsewhere and prints on A4."""
    body: list[str] = [f"<p>{escape(_head(report))}</p>"] if report.symbol else []
    open_list = False
    for block in report.blocks:
        bullet = isinstance(block, Line) and block.bullet
        if open_list and not bullet:
            body.append("</ul>")
        if bullet and not open_list:
            body.append("<ul>")
        open_list = bullet
        if isinstance(block, Heading):
            body.append(f"<h{block.level}>{escape(block.text)}</h{block.level}>")
        elif isinstance(block, Line):
            body.append(f"<li>{_html(block)}</li>" if bullet else f"<p>{_html(block)}</p>")
        else:
            body.append(_html_table(block))
    if open_list:
        body.append("</ul>")
    title = escape(report.title)
    return (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _head(report: ReportDocument) -> str:
    return " · ".join(part for part in (report.symbol, in_words(report.day)) if part)


def _markdown(line: Line) -> str:
    lead = f"**{_mark(line.lead)}** " if line.lead else ""
    source = f" *({_mark(line.source)})*" if line.source else ""
    return f"{lead}{_mark(line.text)}{source}"


def _mark(text: str) -> str:
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("_", "\\_").replace("<", "&lt;")


def _html(line: Line) -> str:
    lead = f"<strong>{escape(line.lead)}</strong> " if line.lead else ""
    source = f" <small>({escape(line.source)})</small>" if line.source else ""
    return f"{lead}{escape(line.text)}{source}"


def _html_table(table: Grid) -> str:
    total = sum(table.widths) or 1
    columns = "".join(f'<col style="width:{100 * width // total}%">' for width in table.widths)
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in table.headings)
    rows = "".join("<tr>" + "".join(f"<td>{_html_cell(cell)}</td>" for cell in row) + "</tr>\n" for row in table.rows)
    return f"<table>{columns}<thead><tr>{head}</tr></thead><tbody>\n{rows}</tbody></table>"


def _html_cell(cell: tuple[Line, ...]) -> str:
    if all(line.bullet for line in cell) and cell:
        return "<ul>" + "".join(f"<li>{_html(line)}</li>" for line in cell) + "</ul>"
    return "".join(f"<p>{_html(line)}</p>" if len(cell) > 1 else _html(line) for line in cell)
