"""What a change to a graph comes to: conclusions drawn anew and every rule asked, those over two versions among them.

Every door through which facts come in one change at a time (the write endpoint, imports, accepted reviews, a copy that
is kept current) asks here, so that all refuse and tell the same.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tcgraph.diagnostics.causes import heads
from tcgraph.diagnostics.check import LEVELS
from tcgraph.diagnostics.diagnostic import Diagnostic, Location
from tcgraph.diagnostics.judging import Conclusions, as_finding, judge_stated_first
from tcgraph.diagnostics.names_in_use import unknown_after
from tcgraph.diagnostics.numbers_told import other_numbers
from tcgraph.diagnostics.result_words import ResultWords
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.owl.proof import Reasoning
from tcgraph.owl.reason_change import ReasonedChange, reason_anew, reason_change
from tcgraph.project import Project, Role
from tcgraph.publish.project_graph import conclude, load_project
from tcgraph.rdf import NamedNode, Quad, Term, Triple, graph_of
from tcgraph.shacl.transition import CHANGE, facts_changed, judge_change, named_by_content
from tcgraph.shacl.validate import Shapes, revalidate, validate
from tcgraph.shacl.validation_report import Finding, Report, Severity
from tcgraph.terms import GRAPH, INFERRED, PREFIXES

_ONTOLOGY = GRAPH + "ontology/"


@dataclass(frozen=True, slots=True)
class ChangeVerdict:
    """What a change came to.

    Attributes:
        concluded: what changed among the conclusions.
        findings: everything that the change touches and a rule finds fault with, contradictions first.
        past: those of them that are about what the change did to what held before.
    """

    concluded: ReasonedChange
    findings: tuple[Finding, ...]
    past: tuple[Finding, ...] = ()

    @property
    def violations(self) -> list[Finding]:
        """What keeps the change out."""
        return [finding for finding in self.findings if finding.severity is Severity.VIOLATION]


def judge(
    engine: EmbeddedEngine,
    shapes: Shapes | None,
    added: Collection[Quad],
    removed: Collection[Quad],
    *,
    rules: Collection[NamedNode] = (),
    follow: bool = True,
    language: str = "en",
) -> ChangeVerdict:
    """Reason and validate again around a change.

    Args:
        engine: holds the data after the change; its conclusions are brought up to date.
        shapes: the rules; None for none.
        added: what the change added, in its graphs.
        removed: what it removed.
        rules: the graphs of the engine that hold shapes and no data.
        follow: the engine's conclusions are those of its data before the change.
        language: of messages.

    Returns:
        Every finding and contradiction that the change touches; all of the engine's where it changed the ontology or
        the shapes, or the conclusions were not in step.
    """
    data = [graph for graph in engine.graphs() if graph not in rules and graph != INFERRED]
    whole = not follow or any(quad.graph_name in rules for quad in (*added, *removed))
    edits = [quad for quad in (*added, *removed) if isinstance(quad.graph_name, NamedNode)]
    concluded = _concluded(engine, data, added, removed, rules=rules, follow=follow)
    clashes = tuple(map(as_finding, concluded.reasoning.clashes))
    if shapes is None:
        return ChangeVerdict(concluded, clashes)
    anew = whole or concluded.anew is not None
    following = None if anew else [conclusion(each) for each in (*concluded.added, *concluded.removed)]

    def ask(changed: Sequence[Quad] | None, before: Report, concluded: bool, grown: bool) -> Report:
        graphs = [*data, INFERRED] if concluded else data
        if changed is None:
            return validate(engine, shapes, data_graphs=graphs, language=language)
        return revalidate(engine, shapes, changed, before, grown=grown, data_graphs=graphs, language=language)

    unknown = unknown_after(engine, added, removed, data, application().described)
    judged = judge_stated_first(ask, lambda: Conclusions(clashes, following), None if whole else edits, unknown)
    lost, new = facts_changed(engine, removed, added)
    # What was stated and is stated: of a new thing's inferred kinds none would count as new.
    report = judge_change(engine, shapes, lost, new, data_graphs=data, language=language)
    told = heads((*judged.findings, *report.findings))
    past = [each for each in told if each.component.value.startswith(CHANGE)]
    numbers = other_numbers(engine, {quad.subject for quad in (*added, *removed)})
    return ChangeVerdict(concluded, (*told, *numbers), tuple(past))


def _concluded(
    engine: EmbeddedEngine,
    data: list[NamedNode],
    added: Collection[Quad],
    removed: Collection[Quad],
    *,
    rules: Collection[NamedNode],
    follow: bool,
) -> ReasonedChange:
    if not any(graph.value.startswith(_ONTOLOGY) for graph in data):
        told = None if follow else "what was concluded before is not known"
        return ReasonedChange(Reasoning(0), (), (), anew=told)
    if not follow or any(graph_of(quad).startswith(_ONTOLOGY) for quad in (*added, *removed)):
        return reason_anew(engine, "what was concluded before is not known", premises=data)
    # The conclusions of a graph that the change emptied have to go too.
    emptied = {quad.graph_name for quad in removed if isinstance(quad.graph_name, NamedNode)}
    premises = sorted(emptied.difference(rules).union(data), key=str)
    return reason_change(engine, added, removed, previous=Reasoning(0), premises=premises)


def judge_graphs(
    project: Project,
    changes: Iterable[tuple[NamedNode, Iterable[Quad]]],
    *,
    rules: Collection[Path] = (),
    language: str = "en",
) -> tuple[EmbeddedEngine, Shapes, ChangeVerdict]:
    """What it would come to if graphs of a project's data held other statements; no file is touched.

    Args:
        project: its files are what held before.
        changes: graphs, each with what it is to hold.
        rules: files of shapes to judge by; else the project's.
        language: of messages.

    Returns:
        An engine that holds the data after the change, the shapes, and the outcome.

    Raises:
        BrokenInput: a file of the project does not parse.
        BrokenShape: a shape of the project cannot be used.
    """
    engine = EmbeddedEngine()
    load_project(engine, project, roles=(Role.ONTOLOGY, Role.DATA))
    conclude(engine, project)
    added: set[Quad] = set()
    removed: set[Quad] = set()
    for graph, statements in changes:
        before = set(named_by_content(engine.quads(graph)))
        after = set(named_by_content(_in(graph, statements)))
        engine.drop(graph)
        engine.insert(after)
        added |= after - before
        removed |= before - after
    shapes = Shapes.of_files(rules or [file.path for file in project.files(Role.SHAPES)])
    return engine, shapes, judge(engine, shapes, added, removed, language=language)


def conclusion(triple: Triple) -> Quad:
    """A triple in the graph of what follows."""
    return Quad(triple.subject, triple.predicate, triple.object, INFERRED)


def _in(graph: NamedNode, statements: Iterable[Quad]) -> Iterator[Quad]:
    for quad in statements:
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


def diagnosed(
    engine: EmbeddedEngine,
    shapes: Shapes,
    findings: Iterable[Finding],
    place: Callable[[Term, NamedNode | None], Location | None],
    language: str = "en",
) -> list[Diagnostic]:
    """Findings in words.

    Args:
        engine: holds the data.
        shapes: what it was judged by.
        findings: what was found.
        place: where a node, or a property of it, is stated; None where that is not known.
        language: of messages.
    """
    told = list(findings)
    words = ResultWords(engine, shapes, language)
    words.prepare(told)
    found: list[Diagnostic] = []
    for finding in told:
        message, remedy = words.headline(finding, PREFIXES)
        where, subject = place(finding.focus, finding.predicate), words.subject(finding, PREFIXES)
        level = LEVELS[finding.severity]
        found.append(Diagnostic(words.rule(finding.shape), level, message, where, remedy, subject, (), finding))
    return found
