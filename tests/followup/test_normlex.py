"""A list of ratifications as NORMLEX exports it: read whole it is complete, and what is not understood is told."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.graph_of import open_graph
from tcgraph.followup.normlex import read_normlex
from tcgraph.project import Project
from tcgraph.rdf import Literal, Quad

DAY = datetime.date(2026, 11, 27)
CSV = "Country,Date,Status,Note\nAlbania,18 Aug 1999,In Force,\nCôte d'Ivoire,07 Feb 2003,In Force,\n"
HTML = """<h1>Ratifications of C138 - Minimum Age Convention, 1973 (No. 138)</h1><table>
<tr><th>Pays</th><th>Date</th><th>Statut</th></tr>
<tr><td>Albanie</td><td>16 févr. 1998</td><td>En vigueur</td></tr>
<tr><td>Atlantis</td><td>16 févr. 1998</td><td>En vigueur</td></tr></table>"""


@pytest.fixture(scope="module")
def graph(project: Project) -> Engine:
    return open_graph(project)


def said(quads: list[Quad], predicate: str) -> dict[str, str]:
    """Each thing's value of a property, by the last part of its address."""
    return {
        str(quad.subject).rsplit("/", 1)[1].rstrip(">"): getattr(quad.object, "value", "")
        for quad in quads
        if quad.predicate.value.endswith("#" + predicate)
    }


def read(path: Path, graph: Engine) -> tuple[list[Quad], list[str]]:
    told: list[str] = []
    return list(read_normlex(path, graph, DAY, "https://normlex.ilo.org/", told.append)), told


def test_a_csv_named_after_its_convention_is_complete(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "C087.csv"
    path.write_text(CSV, encoding="utf-8")
    quads, told = read(path, graph)
    assert told == []
    assert said(quads, "ratifiedOn") == {"ALB-C087": "1999-08-18", "CIV-C087": "2003-02-07"}
    assert said(quads, "complete") == {"C087-2026-11-27": "true"}


def test_a_page_in_french_with_a_country_that_nobody_knows_is_not_complete(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "list.html"
    path.write_text(HTML, encoding="utf-8")
    quads, told = read(path, graph)
    assert said(quads, "ratifiedOn") == {"ALB-C138": "1998-02-16"}
    assert said(quads, "complete") == {"C138-2026-11-27": "false"}
    assert ["Atlantis" in line for line in told] == [True]


def test_a_workbook_may_name_the_convention_and_a_denunciation_is_kept(tmp_path: Path, graph: Engine) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["Country", "Convention", "Date", "Status"],
                ["Malaysia", "C105", "13 Oct 1958", "Not in force - Denounced on 10 Jan 1990"]):  # fmt: skip
        sheet.append(row)
    path = tmp_path / "all.xlsx"
    book.save(path)
    quads, _ = read(path, graph)
    assert said(quads, "ratifiedOn") == {"MYS-C105": "1958-10-13"}
    assert "Denounced" in said(quads, "note")["MYS-C105"]
    assert all(isinstance(quad.object, Literal) for quad in quads if quad.predicate.value.endswith("#note"))


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("C087.csv", "Name,When\nAlbania,18 Aug 1999\n", "Country and Date"),
        ("list.csv", CSV, "no Convention"),
        ("C999.csv", CSV, "no Convention"),
    ],
)
def test_what_is_no_such_list_is_an_error(name: str, text: str, says: str, tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BrokenInput, match=says):
        read(path, graph)
