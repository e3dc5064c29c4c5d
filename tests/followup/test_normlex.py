"""A list of ratifications as NORMLEX exports it: read whole it is complete, and what is not understood is told."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.normlex import read_normlex
from tcgraph.followup.project_engine import open_graph
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.rdf import Literal, NamedNode, Quad, plain

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


BY_COUNTRY = """<h1>Ratifications for Albania</h1><h2>Fundamental</h2><table>
<tr><th>Convention</th><th>Date</th><th>Status</th><th>Note</th></tr>
<tr><td>C138 - Minimum Age Convention, 1973 (No. 138)<br><i>Minimum age specified: 16 years</i></td>
<td>16 Feb 1998</td><td>In Force</td><td></td></tr>
<tr><td>C001 - Hours of Work (Industry) Convention, 1919 (No. 1)</td><td>17 Mar 1932</td><td>In Force</td><td></td></tr>
</table>"""
MATRIX = "Member,C029,C087,C. 105\nAlbania,25 Jun 1957,03 Jun 1957,27 Feb 1997\nUnited States,,,25 Sep 1991\n"


def test_what_one_country_ratified_says_nothing_of_who_else_did(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "list.html"
    path.write_text(BY_COUNTRY, encoding="utf-8")
    quads, told = read(path, graph)
    assert said(quads, "ratifiedOn") == {"ALB-C138": "1998-02-16"}
    assert said(quads, "complete") == {}
    assert told == []


def test_a_table_of_countries_by_conventions_tells_who_ratified_each(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "fundamental.csv"
    path.write_text(MATRIX, encoding="utf-8")
    quads, told = read(path, graph)
    assert told == []
    assert said(quads, "ratifiedOn") == {
        "ALB-C029": "1957-06-25",
        "ALB-C087": "1957-06-03",
        "ALB-C105": "1997-02-27",
        "USA-C105": "1991-09-25",
    }
    assert set(said(quads, "complete").values()) == {"true"}


def test_what_the_graph_has_is_not_told_twice_and_another_day_is_no_second_one(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "C144.csv"
    path.write_text("Country,Date\nAlbania,30 Jun 1999\nAlgeria,13 Jul 1999\nFrance,8 Jun 1982\n", encoding="utf-8")
    quads, told = read(path, graph)
    assert said(quads, "ratifiedOn") == {"FRA-C144": "1982-06-08"}
    assert "another day for it, 1993-07-12" in told[0]
    assert "C144: the graph has 41 more that this list lacks" in told[1]
    assert said(quads, "complete") == {"C144-2026-11-27": "false"}


def test_a_declaration_after_the_name_is_no_part_of_it(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "C138.csv"
    path.write_text("Country,Date\nAlgeria Minimum age specified: 16 years,30 Apr 1984\n", encoding="utf-8")
    quads, told = read(path, graph)
    assert said(quads, "ratifiedOn") == {"DZA-C138": "1984-04-30"}
    assert told == []


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


def test_only_a_whole_list_lets_an_answer_say_that_a_country_has_not_ratified(tmp_path: Path, project: Project) -> None:
    path = tmp_path / "C087.csv"
    path.write_text("Country,Date\nAlbania,3 Jun 1957\n", encoding="utf-8")
    engine = open_graph(project)
    query = read_queries(project.queries)["fundamental-conventions"].bind({"country": "USA"})
    before = {row[1]: row[3] for row in ([plain(term) for term in row] for row in engine.select(query))}
    quads, _ = read(path, engine)
    engine.insert(
        [Quad(quad.subject, quad.predicate, quad.object, NamedNode("http://example.org/list")) for quad in quads]
    )
    after = {row[1]: row[3] for row in ([plain(term) for term in row] for row in engine.select(query))}
    assert (before["C087"], after["C087"], after["C098"]) == ("not known", "not ratified", "not known")
