"""How following up grows: 200 countries × 40 programmes in each of 10 cycles, read in, validated, asked and reported.

Run by hand: ``python -m tests.bench.followup [--countries 200] [--cycles 10] [--programmes 40]``. The project is a copy
in a temporary directory; workbooks are written beforehand, by openpyxl, as an office's own software would.
"""

from __future__ import annotations

import argparse
import datetime
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from openpyxl import Workbook

from tcgraph.followup.cycles import cycle_named, open_cycle
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.report.query_rows import NamedQueryRows
from tcgraph.followup.report.render_text import to_markdown
from tcgraph.followup.report.setting import cycle_report
from tcgraph.followup.workbook.intake import take_in
from tcgraph.followup.workbook.sheets import SHEETS
from tcgraph.project import Project, Role, open_project
from tcgraph.queries import read_queries
from tcgraph.rdf import GraphFormat, Literal
from tcgraph.shacl.validate import Shapes, validate

ROOT = Path(__file__).parents[2]
STAGES = ("proposed", "in-preparation", "approved", "under-implementation", "completed")
QUESTIONS = ("country-programmes", "programmes-by-region", "forward-planning")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long a step takes by the clock and on the processor, and the most memory so far."""
    start, work = time.perf_counter(), time.process_time()
    yield
    seconds, work = time.perf_counter() - start, time.process_time() - work
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:56} {seconds:8.1f} s {work:8.1f} s CPU {memory:8.0f} MB", flush=True)


def office_workbook(path: Path, countries: list[str], programmes: int, cycle: int) -> None:
    """A workbook with one row a programme, each a stage further every other cycle."""
    book = Workbook(write_only=True)
    (spec,) = (each for each in SHEETS if each.type == "CountryProgramme")
    sheet = book.create_sheet(spec.name)
    sheet.append([spec.title])
    sheet.append([column.heading for column in spec.columns])
    for index, country in enumerate(countries):
        for number in range(programmes):
            stage = STAGES[min(len(STAGES) - 1, (cycle + index + number) // 3 % 5)]
            first = 1980 + number
            sheet.append([country, first, first + 4, stage, None, "undaf; prsp", first, first + 5, "Priorities.", None])
    book.save(path)


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--countries", type=int, default=200)
    parser.add_argument("--cycles", type=int, default=10)
    parser.add_argument("--programmes", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        run(Path(folder), given.countries, given.cycles, given.programmes)


def run(folder: Path, countries: int, cycles: int, programmes: int) -> None:
    """All steps, in one process, over one engine that grows."""
    project = copied(folder / "project")
    engine = open_graph(project)
    rows = engine.select("SELECT ?code WHERE { ?c a tc:Country ; tc:iso3 ?code } ORDER BY ?code")
    codes = [term.value for (term,) in rows if isinstance(term, Literal)][:countries]
    facts = 0
    for number in range(cycles):
        name = f"{2009 + number}-11"
        workbook = folder / f"office-{number}.xlsx"
        office_workbook(workbook, codes, programmes, number)
        opened = open_cycle(
            project, engine, name, as_of=datetime.date(2009 + number, 10, 15), symbol=f"GB/{number}", title="Report"
        )
        engine.load(opened, GraphFormat.TURTLE, graph=project.graph_of(opened))
        with timed(f"cycle {name}: {len(codes) * programmes} rows read and checked"):
            intake = take_in(workbook, engine, cycle_named(engine, name), office="office")
            assert intake.sound, intake.findings[:3]
            facts += len(intake.facts)
        target = project.data / "cycles" / name / "office.ttl"
        target.parent.mkdir()
        with timed("  written and loaded"):
            target.write_text(intake.facts.turtle(), encoding="utf-8")
            engine.load(target, GraphFormat.TURTLE, graph=project.graph_of(target))
    print(f"{facts:,} facts reported, {engine.size():,} in the graph")
    shapes = Shapes.of_files(file.path for file in project.files(Role.SHAPES))
    with timed("validated"):
        report = validate(engine, shapes)
    assert report.conforms, report.findings[:3]
    answers = NamedQueryRows(engine, read_queries(project.queries))
    last = cycle_named(engine, f"{2009 + cycles - 1}-11")
    for question in QUESTIONS:
        with timed(f"asked: {question}, {len(answers.rows(question))} rows"):
            answers.rows(question)
    with timed("report of the last cycle as Markdown"):
        words = to_markdown(cycle_report(answers, last.name))
    print(f"{len(words):,} characters")


def copied(target: Path) -> Project:
    """A copy of the shipped project to write into."""
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(ROOT / part, target / part)
    return open_project(target)


if __name__ == "__main__":
    main()
