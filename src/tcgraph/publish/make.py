"""A version from files: load, reason, validate. Imported only when there is one to make, for the start's sake."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tcgraph.diagnostics.check import Outcome, run_check
from tcgraph.diagnostics.diagnostic import Level, Location
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput, NotConforming
from tcgraph.project import Project, Role
from tcgraph.publish.literals import altered_in
from tcgraph.publish.project_graph import clean_state, load_project, project_check
from tcgraph.publish.reports import ReportedFinding, report_text
from tcgraph.publish.settings_checks import check_beside
from tcgraph.publish.versions import Manifest
from tcgraph.rdf import GraphFormat, Triple, canonical_quads
from tcgraph.shacl.validation_report import Report, Severity
from tcgraph.terms import INFERRED


@dataclass(frozen=True, slots=True)
class VersionContent:
    """What a version will consist of.

    Attributes:
        report: what validation found.
        fill: writes the version's files into a folder.
    """

    report: Report
    fill: Callable[[Path], Manifest]


def make(project: Project, name: str, *, check: bool, literals: str, progress: Callable[[str], None]) -> VersionContent:
    """Make a version of a project's graph; nothing is written yet.

    Args:
        project: what to build.
        name: the version's name.
        check: refuse data with violations.
        literals: ``refuse`` or ``normalise``; see :func:`tcgraph.publish.build`.
        progress: told each step in a few words.

    Raises:
        BrokenInput: a file does not parse, or holds a literal that would be altered.
        NotConforming: the data has violations, or contradicts the ontology.
    """
    engine = EmbeddedEngine()
    progress("loading")
    files = load_project(engine, project, roles=[Role.ONTOLOGY, Role.DATA])
    notes = _literal_notes([file.path for file in files], refuse=literals == "refuse")
    progress("reasoning and validating")
    checked = project_check(project)
    clean = clean_state(project, checked)
    edits = clean.edits()
    outcome = run_check(checked, engine, edits if edits and edits.conclusions else None, loaded=True)
    if outcome.readable:
        outcome = outcome.with_others([Outcome(tuple(check_beside(project, engine)), ())])
    report, inferred = outcome.report, engine.size(INFERRED)
    if check and outcome.count(Level.ERROR):
        raise Rejected(outcome)
    if literals == "refuse":  # else the engine judged other values than the files hold
        clean.remember(outcome, engine)
    told = _told(outcome, project)
    progress("publishing")
    # Only now: the shapes are no data, and the union of all graphs is several times faster to ask than a list of them.
    rules = load_project(engine, project, roles=[Role.SHAPES])
    notes += _literal_notes([file.path for file in rules], refuse=literals == "refuse")

    def fill(folder: Path) -> Manifest:
        lines = canonical_quads(engine.quads())
        content = "".join(line + "\n" for line in lines).encode()
        (folder / "dump.nq").write_bytes(content)
        notes.extend(_repeated(engine))
        (folder / "report.json").write_text(report_text(report, told), encoding="utf-8")
        return Manifest(
            name=name,
            sha256=hashlib.sha256(content).hexdigest(),
            quads=len(lines),
            inferred=inferred,
            graphs={graph.value: engine.size(graph) for graph in engine.graphs()},
            violations=report.count(Severity.VIOLATION),
            warnings=report.count(Severity.WARNING),
            notes=tuple(notes),
        )

    return VersionContent(report, fill)


class Rejected(NotConforming):
    """The data was not published because it does not conform.

    Attributes:
        report: what validation found.
    """

    def __init__(self, outcome: Outcome) -> None:
        self.report = outcome.report
        count = outcome.count(Level.ERROR)
        first = next(each for each in outcome.diagnostics if each.level is Level.ERROR)
        where = f"{first.location}: " if first.location else ""
        told = f"{where}{first.message} {first.help or ''}".rstrip()
        super().__init__(
            f"Not published: {count} error{'s' if count != 1 else ''}, the first: {told} All of them: tcgraph validate"
        )


def _told(outcome: Outcome, project: Project) -> list[ReportedFinding]:
    """The findings of the report in words, in its order, with their places in the project's files."""
    words = {each.finding: each for each in outcome.diagnostics if each.finding is not None}
    found = [words[finding] for finding in outcome.report.findings]
    return [ReportedFinding(each.message, each.help, each.rule, _place(each.location, project)) for each in found]


def _place(location: Location | None, project: Project) -> str | None:
    if location is None:
        return None
    return str(replace(location, path=location.path.resolve().relative_to(project.root.resolve())))


def _repeated(engine: EmbeddedEngine) -> list[str]:
    """That statements stand in several graphs, where any do: the engine gives each once for each of them."""
    seen: set[Triple] = set()
    twice: set[Triple] = set()
    for quad in engine.quads():
        (twice if quad.triple in seen else seen).add(quad.triple)
    if not twice:
        return []
    first = min(map(str, twice))
    some = "A statement stands" if len(twice) == 1 else f"{len(twice):,} statements stand"
    return [f"{some} in several graphs, such as {first}: a query gives it once for each, so count with DISTINCT."]


def _literal_notes(paths: list[Path], *, refuse: bool) -> list[str]:
    found: list[BrokenInput] = [error for path in paths for error in altered_in(path, GraphFormat.TURTLE)]
    if found and refuse:
        raise found[0]
    return [str(error) for error in found]
