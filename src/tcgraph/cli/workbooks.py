"""Reporting workbooks among the files of ``tcgraph validate``: what their cells and the facts they give have wrong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location, ordered
from tcgraph.diagnostics.files import shown
from tcgraph.engine import Engine
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.cycles import Cycle, cycle_named, cycles, cycles_folder, follow_up_of
from tcgraph.followup.folded_text import slug
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.taking_place import TakingPlace
from tcgraph.followup.workbook.intake import take_in
from tcgraph.project import Project


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
    imported = cycles_folder(project, follow_up_of(project, cycle)) / cycle.name / f"{office}.ttl"
    if imported.exists():
        # The office sends its workbook again: what it said before is about to be replaced.
        engine.drop(project.graph_of(imported))
    name = shown(path)
    try:
        intake = take_in(name, engine, cycle, office=office)
    except BrokenInput as error:
        return Outcome((Diagnostic("workbook", Level.ERROR, error.reason, Location(name)),), (name,), readable=False)
    TakingPlace(project, imported, rules=rules, language=language, partly=True).judge(intake)
    return Outcome(tuple(ordered(intake.findings)), (name,))


def _last_open(engine: Engine) -> Cycle:
    found = [cycle for cycle in cycles(engine) if cycle.as_of is not None]
    if not found:
        raise BadParameter("No cycle is open that a workbook could report to; see: tcgraph cycle open --help")
    return found[-1]
