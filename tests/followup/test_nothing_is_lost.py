"""Every character of a source is in the draft or listed as not read, whatever the format and whatever stands where."""

from __future__ import annotations

import csv
import html
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.tables.ruled import RULE
from tests.conftest import many

HEADINGS: Final = ["No.", "Decision", "Action taken", "Status", "Responsible", "Due", "Zone"]

_WORDS = st.text(st.sampled_from("abcdefghijéñçœß0123456789%&@#/’«»—(){}[]<>!?;:,.'\"|*-+=_"), min_size=1, max_size=12)
_CELL = st.lists(_WORDS, max_size=5).map(" ".join)
_LINES = st.lists(_CELL, max_size=3).map("\n".join)
TABLES = st.lists(st.lists(_LINES, min_size=len(HEADINGS), max_size=len(HEADINGS)), min_size=1, max_size=6)
PROSE = _CELL


def held_by(draft: Draft) -> str:
    """All that a draft and its list of what is not read hold, without spaces."""
    reading = draft.reading
    parts = [draft.words, *(one.text for one in draft.unread), *(finding.message for finding in draft.findings)]
    for ask in reading.asks:
        parts += [ask.reference, ask.beside, ask.group, ask.text, *(piece.text for piece in ask.pieces)]
    for reply in reading.replies:
        parts += [reply.text, reply.status_text, reply.agent_text, reply.due_text, reply.beside]
    for columns in reading.columns:
        parts += columns.headings
    return "".join("".join(parts).split())


def as_csv(path: Path, table: list[list[str]], prose: str) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([HEADINGS, *table])
    path.write_text(out.getvalue(), encoding="utf-8", newline="")


def as_html(path: Path, table: list[list[str]], prose: str) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(text)}</td>" for text in row) + "</tr>" for row in table)
    head = "".join(f"<th>{text}</th>" for text in HEADINGS)
    said = html.escape(prose)
    path.write_text(
        f"<p>{said}</p><table><caption>{said}</caption><tr>{head}</tr>{rows}"
        f"<tr><td>7</td><td>Decide.<table><tr><td>{said}</td><td>inner</td></tr></table>after</td><td>Done.</td></tr>"
        f"</table>{said}<footer>the end</footer>",
        encoding="utf-8",
    )


def as_xlsx(path: Path, table: list[list[str]], prose: str) -> None:
    from openpyxl import Workbook
    from openpyxl.comments import Comment

    book = Workbook()
    sheet: Any = book.active
    sheet.append(["A title over all"])
    sheet.append(HEADINGS)
    for row in table:
        sheet.append([f"{text}" for text in row])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s" if cell.value else "n"
    sheet["B3"].comment = Comment(f"remark {prose}", "somebody")
    hidden = book.create_sheet("Hidden")
    hidden.append([f"kept aside {prose}"])
    hidden["A1"].data_type = "s"
    hidden.sheet_state = "hidden"
    book.save(path)


def as_docx(path: Path, table: list[list[str]], prose: str) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph(prose)
    document.sections[0].header.paragraphs[0].text = f"header {prose}"
    grid = document.add_table(rows=0, cols=len(HEADINGS))
    for row in [HEADINGS, *table]:
        for cell, text in zip(grid.add_row().cells, row, strict=True):
            cell.text = text
    last = grid.add_row().cells
    last[1].text = "Decide."
    inner = last[1].add_table(rows=1, cols=2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = f"inner {prose}", "cell"
    last[3].merge(last[5]).text = "merged cells"
    document.add_paragraph("the end")
    document.save(str(path))


def as_ods(path: Path, table: list[list[str]], prose: str) -> None:
    name = "urn:oasis:names:tc:opendocument:xmlns"
    rows = "".join(
        "<table:table-row>"
        + "".join(
            "<table:table-cell>"
            + "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.split("\n"))
            + "</table:table-cell>"
            for text in row
        )
        + "</table:table-row>"
        for row in [HEADINGS, *table]
    )
    content = (
        f'<office:document-content xmlns:office="{name}:office:1.0" xmlns:table="{name}:table:1.0" '
        f'xmlns:text="{name}:text:1.0"><office:body><office:spreadsheet><table:table table:name="One">{rows}'
        f"</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", content)


def as_text(path: Path, table: list[list[str]], prose: str) -> None:
    """A grid of bars, as programs print tables; a bar in a cell would be another cell."""
    lines = [" ".join(prose.replace("|", "").split()), ""]
    lines += [
        "| " + " | ".join(" ".join(text.replace("|", "").split()) or "-" for text in row) + " |"
        for row in [HEADINGS, *table]
    ]
    path.write_text("\n".join([*lines, "", "the end"]), encoding="utf-8")


WRITERS: Final[dict[str, Callable[[Path, list[list[str]], str], None]]] = {
    "csv": as_csv,
    "html": as_html,
    "xlsx": as_xlsx,
    "docx": as_docx,
    "ods": as_ods,
    "txt": as_text,
}


@pytest.mark.parametrize("ending", WRITERS)
@settings(max_examples=many(20, few=4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=TABLES, prose=PROSE)
def test_every_character_is_in_the_draft_or_listed(
    tmp_path: Path, graph: Engine, ending: str, table: list[list[str]], prose: str
) -> None:
    numbered = [[str(number), f"Decide on {row[1]}", *row[2:]] for number, row in enumerate(table, start=1)]
    path = tmp_path / f"table.{ending}"
    WRITERS[ending](path, numbered, prose)
    held = held_by(make_draft(path, graph))
    told = "" if ending in ("csv", "ods") else prose
    words = " ".join([*(text for row in numbered for text in row), told]).split()
    if ending == "txt":
        words = [word.replace("|", "") for word in words if not RULE.fullmatch(word)]
    assert [word for word in words if word not in held] == []
    if ending in ("html", "docx"):
        assert "theend" in held
        assert "inner" in held
