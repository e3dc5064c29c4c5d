"""Reporting workbooks among the files of ``tcgraph validate``: what their cells and the facts they give have wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tcgraph.diagnostics.check import LEVELS, Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, ordered
from tcgraph.diagnostics.files import shown
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.words import Words
from tcgraph.engine import Engine
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.cycles import Cycle, cycle_named, cycles
from tcgraph.followup.draft import slug
from tcgraph.followup.graph_of import open_graph
from tcgraph.followup.intake import Intake, take_in
from tcgraph.project import Project, Role
from tcgraph.rdf import GraphFormat, NamedNode, Quad, parse
from tcgraph.shacl.incremental import revalidate
from tcgraph.shacl.report import Report
from tcgraph.shacl.validate import Shapes
from tcgraph.terms import PREFIXES


def check_workbook(
    path: Path, project: Project, cycle_name: str | None, language: str, rules: Sequence[Path] = ()
) -> Outcome:
    """Check a workbook as ``tcgraph import --check`` would, and the facts that it would give by shapes.

    Args:
        path: the workbook.
        project: whose cycle it reports to.
        cycle_name: the cycle; None for the one opened last.
        language: of messages.
        rules: files of shapes to judge by; else the project's.

    Returns:
        Diagnostics by sheet and cell.

    Raises:
        BadParameter: there is no such cycle, or none is open.
    """
    engine = open_graph(project)
    cycle = cycle_named(engine, cycle_name) if cycle_name else _last_open(engine)
    office = slug(path.stem)
    imported = project.data / "cycles" / cycle.name / f"{office}.ttl"
    if imported.exists():
        # The office sends its workbook again: what it said before is about to be replaced.
        engine.drop(project.graph_of(imported))
    name = shown(path)
    try:
        intake = take_in(name, engine, cycle, office=office)
    except BrokenInput as error:
        return Outcome((Diagnostic("workbook", Level.ERROR, error.reason, Location(name)),), (name,), readable=False)
    shapes = Shapes.of_files(rules or [file.path for file in project.files(Role.SHAPES)])
    found = [*intake.findings, *_of_shapes(intake, engine, shapes, language)]
    return Outcome(tuple(ordered(found)), (name,))


def _last_open(engine: Engine) -> Cycle:
    found = [cycle for cycle in cycles(engine) if cycle.as_of is not None]
    if not found:
        raise BadParameter("No cycle is open that a workbook could report to; see: tcgraph cycle open --help")
    return found[-1]


def _of_shapes(intake: Intake, engine: Engine, shapes: Shapes, language: str) -> list[Diagnostic]:
    """What the shapes find in the facts of sound rows, at the cells that those came from."""
    graph = NamedNode(intake.path.resolve().as_uri())
    facts = [
        Quad(quad.subject, quad.predicate, quad.object, graph)
        for quad in parse(intake.facts.turtle().encode(), GraphFormat.TURTLE)
    ]
    engine.insert(facts)
    report = revalidate(engine, shapes, facts, Report(()), language=language)
    words = Words(engine, shapes, language)
    found: list[Diagnostic] = []
    for finding in report.findings:
        place = intake.place(finding.focus, finding.predicate)
        if place is not None:
            message, remedy = words.headline(finding, PREFIXES)
            subject, rule = words.subject(finding, PREFIXES), words.rule(finding.shape)
            found.append(Diagnostic(rule, LEVELS[finding.severity], message, place, remedy, subject, (), finding))
    return found
