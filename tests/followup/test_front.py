"""The title, symbol and day of the document that a table is: what stands above it, and never a row of it."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tcgraph.about import About
from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.drafts.front import FrontMatter, symbol_of

HEADINGS = ("No.", "Decision", "Follow-up", "Status")
ROWS = (
    ("Governance", "", "", ""),
    ("1", "Publish the votes.", "The votes were published.", "done"),
    ("2", "Meet every year.", "Meetings are planned.", "planned"),
    ("Borders", "", "", ""),
    ("3", "Open the post.", "The post was opened.", "done"),
)


def of_word(folder: Path, above: tuple[str, ...], engine: Engine) -> Draft:
    docx = pytest.importorskip("docx", reason="python-docx is not installed")
    made, path = docx.Document(), folder / "table of decisions.docx"
    for line in above:
        made.add_paragraph(line)
    table = made.add_table(rows=0, cols=4)
    for row in (HEADINGS, *ROWS):
        cells = table.add_row().cells
        if row[0] and not row[1]:
            cells[0].merge(cells[3]).text = row[0]
            continue
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
    made.save(path)
    return make_draft(path, engine)


def of_excel(folder: Path, above: tuple[str, ...], engine: Engine) -> Draft:
    from openpyxl import Workbook

    book, path = Workbook(), folder / "table of decisions.xlsx"
    sheet = book.active
    assert sheet is not None
    for line in (*([one] for one in above), HEADINGS, *ROWS):
        sheet.append(list(line))
    book.save(path)
    return make_draft(path, engine)


@pytest.mark.parametrize("made", [of_word, of_excel])
@pytest.mark.parametrize(
    ("above", "front"),
    [
        (
            (
                "Follow-up to resolution 7 (2023) of the Harbour Council",
                "As at 31 January 2025. Document HC/A/43/6.",
            ),
            FrontMatter(
                "Follow-up to resolution 7 (2023) of the Harbour Council", "HC/A/43/6", datetime.date(2025, 1, 31)
            ),
        ),
        (
            ("Consejo del Puerto: seguimiento de la resolución R/2024/3", "Informe al 30 de junio de 2025 (CP/S/9)"),
            FrontMatter(
                "Consejo del Puerto: seguimiento de la resolución R/2024/3", "CP/S/9", datetime.date(2025, 6, 30)
            ),
        ),
        (
            ("HC/12/A", "What became of the decisions", "Situation au 1er mars 2024, puis au 2 mai 2024"),
            FrontMatter("What became of the decisions", "HC/12/A", None),
        ),
        (
            (
                "CONSEJO REGIONAL DEL PUERTO Y DE LOS FAROS (CRPF)",
                "Reunión del 9 al 11 de noviembre de 2026",
                "Fecha: 30 de septiembre de 2026. Original: español",
                "Informe sobre el seguimiento de lo decidido",
            ),
            FrontMatter("Informe sobre el seguimiento de lo decidido", "", datetime.date(2026, 9, 30)),
        ),
        (("Adopted on 5 May 2023.",), FrontMatter("table of decisions", "", None)),
        ((), FrontMatter("table of decisions", "", None)),
    ],
)
def test_above_the_table(
    tmp_path: Path, graph: Engine, made: object, above: tuple[str, ...], front: FrontMatter
) -> None:
    assert callable(made)
    assert made(tmp_path, above, graph).front == front


@pytest.mark.parametrize(
    ("told", "own", "symbol"),
    [
        ("HC/43", "HC/12", "HC/12"),  # with what the project was begun
        ("HC/43", "COUNCIL-12", "HC/43"),  # which was made of its code
        ("", "COUNCIL-12", "COUNCIL-12"),
        ("HC/43", None, "HC/43"),
        ("", None, ""),
    ],
)
def test_the_symbol_is_that_of_the_project(told: str, own: str | None, symbol: str) -> None:
    about = About("council-12", symbol=own) if own is not None else None
    assert symbol_of(FrontMatter("", told, None), about) == symbol
