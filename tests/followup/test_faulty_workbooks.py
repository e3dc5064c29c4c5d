"""An office sends its workbook back with mistakes of every kind: each is told by its cell, and nothing is lost."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tcgraph.diagnostics import Level
from tcgraph.engine import Engine
from tcgraph.followup.cycles import Cycle, cycle_named, open_cycle
from tcgraph.followup.new_project import Body, create_project
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.workbook.annotated import write_annotated
from tcgraph.followup.workbook.intake import take_in
from tcgraph.followup.workbook.workbook import workbook

if TYPE_CHECKING:
    from openpyxl import Workbook

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Engine, Cycle, bytes]:
    today = datetime.date(2026, 6, 30)
    project = create_project(tmp_path_factory.mktemp("p"), Body("Consejo", "consejo", "es"), today)
    day = datetime.date(2027, 3, 31)
    open_cycle(project, open_graph(project), "2027-03", as_of=day, symbol="C/2", title="")
    engine = open_graph(project)
    cycle = cycle_named(engine, "2027-03")
    return engine, cycle, workbook(engine, cycle, language="es")


def told(book: Workbook) -> Any:
    """Answer for the first action, as it should be done."""
    sheet = book["Acciones informadas"]
    sheet["F3"], sheet["G3"] = "en curso", "Se redacta el plan."
    return sheet


def copied(book: Workbook) -> None:
    told(book)
    book.copy_worksheet(book["Acciones informadas"]).title = "Oficina de Lima"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda sheet: None, []),
        (lambda sheet: setattr(sheet, "title", "Hoja1"), []),
        (lambda sheet: sheet.parent.move_sheet(sheet, 3), []),
        (lambda sheet: sheet.insert_rows(2, 2), []),
        (lambda sheet: sheet.delete_cols(7), ["A2: the sheet has no column Lo que pasó"]),
        (lambda sheet: sheet.delete_cols(1), ["A2: the sheet has no column Acción"]),
        (lambda sheet: sheet.delete_rows(2), ["A1: the headings are missing or were renamed"]),
        (lambda sheet: sheet.merge_cells("F3:G3"), ["F3: F3:G3 was made one cell"]),
        (lambda sheet: setattr(sheet, "sheet_state", "hidden"), [": the sheet 'Acciones informadas' is hidden"]),
        (lambda sheet: sheet.__setitem__("F3", "quizás"), ["F3: Estado actual: 'quizás' is not known"]),
        (lambda sheet: sheet.__setitem__("I3", "ya"), ["I3: Esperado para el: 'ya' is no date"]),
        (lambda sheet: (sheet.__setitem__("F3", None), sheet.__setitem__("G3", None)), [": no row of it is filled in"]),
        (lambda sheet: copied(sheet.parent), ["A3: the same Acciones informadas row stands at Acciones informadas!A3"]),
    ],
)
def test_each_mistake_is_told_by_its_cell(
    asked: tuple[Engine, Cycle, bytes], tmp_path: Path, change: Callable[[Any], object], found: list[str]
) -> None:
    from openpyxl import load_workbook

    engine, cycle, empty = asked
    path = tmp_path / "lima.xlsx"
    path.write_bytes(empty)
    book = load_workbook(path)
    change(told(book))
    book.save(path)
    intake = take_in(path, engine, cycle)
    errors = [one for one in intake.findings if one.level is Level.ERROR]
    assert len(errors) == len(found), errors
    for one, (place, _, words) in zip(errors, (each.partition(": ") for each in found), strict=True):
        assert one.message.startswith(words)
        assert one.location is not None
        assert (str(one.location.cell).rpartition("!")[2] if one.location.cell else "") == place
    if not found:
        assert intake.rows == 1
    back = tmp_path / "back.xlsx"
    cells = write_annotated(path, intake.findings, back)
    assert cells >= len({each.partition(": ")[0] for each in found})
    said = {one.message for one in intake.findings}
    comments = [one.comment.text for sheet in load_workbook(back) for line in sheet for one in line if one.comment]
    assert not [words for words in comments for one in said if one in words]


def test_a_wrong_status_is_answered_in_the_workbook_s_language(
    asked: tuple[Engine, Cycle, bytes], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    engine, cycle, empty = asked
    path, back = tmp_path / "lima.xlsx", tmp_path / "back.xlsx"
    path.write_bytes(empty)
    book = load_workbook(path)
    sheet = told(book)
    sheet["F3"] = "cumplida a medias"
    book.save(path)
    write_annotated(path, take_in(path, engine, cycle).findings, back)
    comment = load_workbook(back)["Acciones informadas"]["F3"].comment
    assert comment is not None
    assert comment.text == "Estado actual: 'cumplida a medias' no se conoce; ¿quiso decir realizada en parte?"


def test_what_is_wrong_with_what_is_made_of_a_row_has_its_cell(
    asked: tuple[Engine, Cycle, bytes], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    from tcgraph.terms import expand

    engine, cycle, empty = asked
    path = tmp_path / "lima.xlsx"
    path.write_bytes(empty)
    book = load_workbook(path)
    sheet = book["Nuevas acciones"]
    row: tuple[int | str, ...] = (2, "Una guía", "Se publicó la guía.", "consejo", "realizada", "Acta")
    for column, value in enumerate(row, start=1):
        sheet.cell(3, column).value = value
    book.save(path)
    intake = take_in(path, engine, cycle)
    (observation,) = (one for one in intake.facts.after(0) if "/observation/" in one.value)
    place = intake.place(observation, expand("tc:basis"))
    assert place is not None
    assert str(place.cell) == "Nuevas acciones!F3"
