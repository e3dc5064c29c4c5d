"""Shapes over two versions: what a change may not do to what held before it.

The data graph is what holds now. Beside it stand two named graphs: :data:`REMOVED` with the triples that held before
and no longer do, and :data:`ADDED` with those that hold now and did not. A shape whose queries name one of them is
judged by :func:`judge_change` and is silent in every other validation, where neither graph is there. So the cost is
that of the change and not of the data; any engine with named graphs can run such shapes (SHACL §5, §6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from tcgraph.engine import Engine
from tcgraph.rdf import NamedNode, Quad, Term, Triple
from tcgraph.shacl import model
from tcgraph.shacl.engine_trust import alone
from tcgraph.shacl.plan import Plan
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.targets_in_data import ADDED, CHANGE, REMOVED, focus_of, looks_back, scope_of
from tcgraph.shacl.transition import is_content_name
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.shacl.validation_run import ValidationRun


def judge_change(
    engine: Engine,
    shapes: Shapes,
    removed: Iterable[Triple],
    added: Iterable[Triple],
    *,
    data_graphs: Iterable[NamedNode] | None = None,
    language: str = "en",
) -> Report:
    """Check what a change does to what held before.

    Args:
        engine: holds the data after the change; the two graphs are put into it for as long as this takes.
        shapes: all shapes; those of one version are left out.
        removed: the triples that held before the change and do not hold after it, in whatever graph.
        added: the triples that hold after it and did not hold before.
        data_graphs: the named graphs that together are the data graph; None means all of them.
        language: the language of messages, where a shape has several.

    Returns:
        The findings on the subjects of those triples; of several on one value the gravest.

    Raises:
        BrokenShape: a shape is ill-formed.
        EngineError: the engine failed.
    """
    rules = [shape for shape in shapes.targeted() if looks_back(shape)]
    gone, come = list(removed), list(added)
    if not rules or not (gone or come):
        return Report(())
    graphs = None if data_graphs is None else (*data_graphs, REMOVED, ADDED)
    versions = [Quad(t.subject, t.predicate, t.object, REMOVED) for t in gone]
    versions += [Quad(t.subject, t.predicate, t.object, ADDED) for t in come]
    engine.insert(versions)
    try:
        with alone(engine, shapes, graphs):
            run = ValidationRun(engine, scope_of(engine, graphs), shapes.name, language, narrow=True)
            return _judged(run, rules, [*gone, *come])
    finally:
        for graph in (REMOVED, ADDED):
            engine.drop(graph)  # not what is in them alone: an engine knows of a graph that has nothing, too


__all__ = ["ADDED", "CHANGE", "REMOVED", "judge_change"]


def _judged(run: ValidationRun, rules: list[model.Shape], change: list[Triple]) -> Report:
    # A node without a name is another one as soon as it says something else: that is told of what leads to it.
    subjects: set[Term] = {triple.subject for triple in change if not is_content_name(triple.subject)}
    terms: set[Term] = {term for triple in change for term in (triple.predicate, triple.object)}
    plan = Plan(run)
    for shape in rules:
        shape = replace(shape, constraints=[c for c in shape.constraints if _concerns(c, terms)])
        focus = focus_of(run, shape) if shape.constraints else None
        if focus is not None:
            plan.add(shape, focus.restricted(sorted(subjects, key=str)), shape.node)
    return Report.of(_gravest(finding for _, finding in plan.check()))


def _concerns(constraint: model.Constraint, terms: set[Term]) -> bool:
    """Whether a change may break a constraint: one that is about a property, only if the change has that property."""
    if not isinstance(constraint, model.SparqlConstraint | model.AskTest):
        return True
    named = [value for _, value in constraint.values if isinstance(value, NamedNode)]
    return not named or any(value in terms for value in named)


def _gravest(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each value that was changed, from the rule that takes it most seriously."""
    kept: dict[tuple[Term, str | None, Term | None], Finding] = {}
    for finding in sorted(findings, key=Finding.sort_key):
        kept.setdefault((finding.focus, finding.path, finding.value), finding)
    yield from kept.values()
