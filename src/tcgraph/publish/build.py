"""The whole way from files to a published version: load, reason, validate, publish. Nothing halfway is ever served."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tcgraph
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput, NotConforming
from tcgraph.graph.build import load_project
from tcgraph.graph.reason import reason
from tcgraph.graph.report import Report, Severity
from tcgraph.graph.validate import Shapes, validate
from tcgraph.project import Project, Role
from tcgraph.publish.literals import altered_in
from tcgraph.publish.reports import report_text
from tcgraph.publish.versions import Manifest, Version, VersionStore
from tcgraph.rdf import GraphFormat, canonical_quads

_KEEP = 5
_CODE = ("engine", "graph", "publish")
"""Packages whose code decides what a build yields; a change in them makes new versions."""


@dataclass(frozen=True, slots=True)
class Build:
    """What a build came to.

    Attributes:
        version: the version now in force.
        reused: whether it had been built before from the same inputs.
        report: what validation found; None when the version was reused.
    """

    version: Version
    reused: bool
    report: Report | None = None


def build(
    project: Project,
    versions: VersionStore,
    *,
    force: bool = False,
    check: bool = True,
    literals: str = "refuse",
    progress: Callable[[str], None] = lambda _: None,
) -> Build:
    """Build a project's graph and put it in force; on any error the version in force stays as it was.

    Args:
        project: what to build.
        versions: where versions are kept.
        force: build again even though the inputs are unchanged.
        check: validate, and refuse to publish data with violations.
        literals: ``refuse`` data whose lexical forms the engine would alter, or ``normalise`` them and note it.
        progress: told each step in a few words.

    Raises:
        BrokenInput: a file does not parse, or holds a literal that would be altered.
        NotConforming: the data has violations; the error's ``report`` attribute is the report.
        EngineError: the version cannot be written.
    """
    name = _digest(project, check=check, literals=literals)
    known = None if force else versions.find(name)
    if known is not None:
        if (current := versions.current()) is None or current.name != name:
            versions.swap(known)
        return Build(known, reused=True)

    engine = EmbeddedEngine()
    progress("loading")
    files = load_project(engine, project, roles=[Role.ONTOLOGY, Role.DATA])
    notes = _literal_notes([file.path for file in files], refuse=literals == "refuse")
    progress("reasoning")
    inferred = _reason(engine, project)
    report = Report(())
    if check:
        progress("validating")
        report = validate(
            engine,
            Shapes.of_files(file.path for file in project.files(Role.SHAPES)),
        )
        violations = report.count(Severity.VIOLATION)
        if violations:
            raise Rejected(report)
    progress("publishing")
    # Only now: the shapes are no data, and the union of all graphs is several times faster to ask than a list of them.
    shapes = load_project(engine, project, roles=[Role.SHAPES])
    notes += _literal_notes([file.path for file in shapes], refuse=literals == "refuse")

    def fill(folder: Path) -> Manifest:
        lines = canonical_quads(engine.quads())
        content = "".join(line + "\n" for line in lines).encode()
        (folder / "dump.nq").write_bytes(content)
        (folder / "report.json").write_text(report_text(report), encoding="utf-8")
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

    version = versions.add(name, fill)
    versions.swap(version)
    versions.prune(_KEEP)
    return Build(version, reused=False, report=report)


class Rejected(NotConforming):
    """The data was not published because it does not conform.

    Attributes:
        report: what validation found.
    """

    def __init__(self, report: Report) -> None:
        self.report = report
        count = report.count(Severity.VIOLATION)
        first = next(finding for finding in report.findings if finding.severity is Severity.VIOLATION)
        super().__init__(
            f"Not published: {count} violation{'s' if count != 1 else ''}, the first at {first.focus}: "
            f"{first.message} Run: tcgraph validate"
        )


def _reason(engine: EmbeddedEngine, project: Project) -> int:
    found = reason(engine, premises=[file.graph for file in project.files(Role.ONTOLOGY, Role.DATA)])
    if not found.consistent:
        raise NotConforming(f"Not published: the data contradicts the ontology. {found.clashes[0].message}")
    return found.inferred


def _literal_notes(paths: list[Path], *, refuse: bool) -> list[str]:
    found: list[BrokenInput] = [error for path in paths for error in altered_in(path, GraphFormat.TURTLE)]
    if found and refuse:
        raise found[0]
    return [str(error) for error in found]


def _digest(project: Project, **options: object) -> str:
    """Name the inputs: every file that is read, and the code that reads them."""
    digest = hashlib.sha256(repr((tcgraph.__version__, sorted(options.items()))).encode())
    package = Path(tcgraph.__file__).parent
    code = [path for part in _CODE for path in sorted((package / part).rglob("*")) if path.suffix in (".py", ".rq")]
    named = [(path.relative_to(package), path) for path in code]
    named += [(file.path.relative_to(project.root), file.path) for file in project.files()]
    for name, path in named:
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BrokenInput(f"cannot be read: {error.strerror}", path=path) from error
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]
