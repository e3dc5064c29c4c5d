"""The invented data is what the product's own import makes of invented workbooks, conforms, and stays apart.

After a change of the tables in ``invented/``: ``python -m tests.followup.test_demonstration`` writes the data anew.
"""

from __future__ import annotations

import csv
import datetime
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.followup.cycles import Cycle
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.workbook.intake import Intake, take_in
from tcgraph.followup.workbook.sheets import SHEETS
from tcgraph.project import Project, Role, open_project
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import GraphFormat, Literal, NamedNode
from tcgraph.shacl.validate import Shapes, validate
from tcgraph.terms import GRAPH, ID
from tcgraph.turtle.formatter import format_turtle

TABLES = Path(__file__).parent / "invented"
ROOT = Path(__file__).parents[2]
REPORTS = {
    year: Cycle(
        f"demo-{year}",
        "",
        datetime.date(int(year), 10, 31),
        "",
        NamedNode(f"{ID}document/demo-{year}"),
        NamedNode(f"{ID}cycle/demo-{year}"),
    )
    for year in ("2007", "2008")
}


def workbook(year: str, target: Path) -> Path:
    """The tables of a year as the workbook that an office would send."""
    book = Workbook()
    for spec in SHEETS:
        table = TABLES / year / f"{spec.name}.csv"
        if table.is_file():
            sheet = book.create_sheet(spec.name)
            sheet.append([spec.title])
            for row in csv.reader(table.read_text(encoding="utf-8").splitlines()):
                sheet.append(row)
    book.remove(book.worksheets[0])
    book.save(target)
    return target


def read(year: str, project: Project, folder: Path) -> Intake:
    """What the import makes of a year's workbook, over what was reported before."""
    graph = open_graph(project)
    for later in (later for later in REPORTS if later >= year):
        graph.drop(NamedNode(f"{GRAPH}demo/reported-{later}"))
    return take_in(workbook(year, folder / "invented.xlsx"), graph, REPORTS[year], office="invented")


def written(year: str, intake: Intake) -> str:
    """The file of a year."""
    heading = [
        f"INVENTED. Made of tests/followup/invented/{year} by `python -m tests.followup.test_demonstration`;",
        "change those tables, not this. Nothing in it is true.",
    ]
    return format_turtle(intake.facts.turtle(heading))


@pytest.fixture(scope="module")
def demo(project: Project) -> Project:
    return replace(project, demo=True)


@pytest.mark.parametrize("year", sorted(REPORTS))
def test_the_data_is_what_the_import_makes_of_the_tables(year: str, demo: Project, tmp_path: Path) -> None:
    intake = read(year, demo, tmp_path)
    assert [str(finding) for finding in intake.findings] == []
    assert (demo.demonstration / f"reported-{year}.ttl").read_text(encoding="utf-8") == written(year, intake)
    assert (demo.demonstration / f"reported-{year}.txt").read_text(encoding="utf-8") == intake.words


def test_it_conforms(demo: Project) -> None:
    engine = EmbeddedEngine()
    load_project(engine, demo, roles=(Role.ONTOLOGY, Role.DATA))
    assert validate(engine, Shapes.of_files(file.path for file in demo.files(Role.SHAPES))).findings == ()


def test_it_is_left_out_unless_asked_for(project: Project, demo: Project) -> None:
    assert not any("demo" in file.graph.value for file in project.files())
    own = {file.graph.value for file in demo.files()} - {file.graph.value for file in project.files()}
    assert own == {f"{GRAPH}demo/{name}" for name in ("world", "reported-2007", "reported-2008")}


def test_nothing_invented_is_said_of_anything_real(demo: Project) -> None:
    """No invented graph has a real country, donor, project or action as its subject or as what its money is for."""
    engine = EmbeddedEngine()
    for file in demo.files(Role.DATA):
        engine.load(file.path, GraphFormat.TURTLE, graph=file.graph)
    rows = engine.select(f"""
        SELECT DISTINCT ?thing ?label WHERE {{
          GRAPH ?invented {{ ?thing a ?type ; rdfs:label ?label }} FILTER(STRSTARTS(STR(?invented), "{GRAPH}demo/"))
          GRAPH ?real {{ ?thing ?p ?o }} FILTER(!STRSTARTS(STR(?real), "{GRAPH}demo/"))
        }}""")
    assert list(rows) == []
    named = engine.select(f"""
        SELECT DISTINCT ?thing WHERE {{
          GRAPH ?invented {{ ?s tc:country|tc:beneficiary|tc:party|tc:ofAction|tc:respondsTo ?thing }}
          FILTER(STRSTARTS(STR(?invented), "{GRAPH}demo/"))
          GRAPH ?real {{ ?thing a ?type }} FILTER(!STRSTARTS(STR(?real), "{GRAPH}demo/"))
        }}""")
    real = {term.value.removeprefix(ID) for (term,) in named if isinstance(term, NamedNode)}
    assert real == {"organisation/ilo", "region/africa"}


def test_every_invented_name_says_so(demo: Project) -> None:
    engine = EmbeddedEngine()
    load_project(engine, demo, roles=(Role.DATA,))
    rows = engine.select(f"""
        SELECT ?label WHERE {{
          GRAPH ?invented {{ ?thing a ?type ; rdfs:label ?label }} FILTER(STRSTARTS(STR(?invented), "{GRAPH}demo/"))
          VALUES ?type {{ tc:Country tc:Organisation tc:Project tc:Agreement tc:TripartiteBody tc:Document }}
          FILTER(LANG(?label) = "en")
        }}""")
    labels = [label.value for (label,) in rows if isinstance(label, Literal)]
    assert len(labels) > 40
    assert all("invented" in label.lower() for label in labels)


def main() -> None:
    """Write the data anew."""
    from tempfile import TemporaryDirectory

    project = replace(open_project(ROOT), demo=True)
    with TemporaryDirectory() as folder:
        for year in sorted(REPORTS):
            intake = read(year, project, Path(folder))
            assert intake.findings == []
            (project.demonstration / f"reported-{year}.ttl").write_text(written(year, intake), encoding="utf-8")
            (project.demonstration / f"reported-{year}.txt").write_text(intake.words, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
