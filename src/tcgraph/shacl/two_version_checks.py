"""Shapes over two versions: what a change may not do to what held before it.

The data graph is what holds now. Beside it stand two named graphs: :data:`REMOVED` with the triples that held before
and no longer do, and :data:`ADDED` with those that hold now and did not. A shape whose queries name one of them is
judged by :func:`judge_change` and is silent in every other validation, where neither graph is there. So the cost is
that of the change and not of the data; any engine with named graphs can run such shapes (SHACL §5, §6).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace

from tcgraph.engine import Engine
from tcgraph.rdf import NamedNode, Quad, Term, Triple
from tcgraph.shacl import model
from tcgraph.shacl.engine_trust import alone
from tcgraph.shacl.plan import Plan
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.sparql_checks import constraint_query
from tcgraph.shacl.targets_in_data import ADDED, CHANGE, REMOVED, focus_among, looks_back, scope_of
from tcgraph.shacl.transition import is_content_name
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.shacl.validation_run import ValidationRun
from tcgraph.sparql.node import Node
from tcgraph.sparql.syntax import Group, InGraph, Iri, Triples, Union


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
            return _judged(run, rules, {REMOVED.value: gone, ADDED.value: come})
    finally:
        for graph in (REMOVED, ADDED):
            engine.drop(graph)  # not what is in them alone: an engine knows of a graph that has nothing, too


__all__ = ["ADDED", "CHANGE", "REMOVED", "judge_change"]


def _judged(run: ValidationRun, rules: list[model.Shape], versions: Mapping[str, list[Triple]]) -> Report:
    change = [triple for part in versions.values() for triple in part]
    # A node without a name is another one as soon as it says something else: that is told of what leads to it.
    subjects: set[Term] = {triple.subject for triple in change if not is_content_name(triple.subject)}
    terms: set[Term] = {term for triple in change for term in (triple.predicate, triple.object)}
    properties = {graph: {triple.predicate.value for triple in part} for graph, part in versions.items()}
    plan = Plan(run)
    for shape in rules:
        found = [c for c in shape.constraints if _concerns(c, terms) and _may_find(run, shape, c, properties)]
        shape = replace(shape, constraints=found)
        focus = focus_among(run, shape, subjects) if shape.constraints else None
        if focus is not None:
            plan.add(shape, focus, shape.node)
    return Report.of(_gravest(finding for _, finding in plan.check()))


def _concerns(constraint: model.Constraint, terms: set[Term]) -> bool:
    """Whether a change may break a constraint: one that is about a property, only if the change has that property."""
    if not isinstance(constraint, model.SparqlConstraint | model.AskTest):
        return True
    named = [value for _, value in constraint.values if isinstance(value, NamedNode)]
    return not named or any(value in terms for value in named)


def _may_find(
    run: ValidationRun, shape: model.Shape, constraint: model.Constraint, properties: Mapping[str, Set[str]]
) -> bool:
    """Whether the query of a constraint may have a solution: none that needs a property which the change has not."""
    if not isinstance(constraint, model.SparqlConstraint):
        return True
    query = constraint_query(shape, constraint, run.shapes_graph)
    return query.one_by_one or _may_match(query.tree.where, properties)


def _may_match(pattern: Node, properties: Mapping[str, Set[str]], inside: Set[str] | None = None) -> bool:
    match pattern:
        case Group(elements=parts):
            return all(_may_match(part, properties, inside) for part in parts)
        case Union(parts=parts):
            return any(_may_match(part, properties, inside) for part in parts)
        case InGraph(name=Iri(value=name)) if name in properties:
            return _may_match(pattern.pattern, properties, properties[name])
        case Triples(predicates=predicates) if inside is not None:
            return all(not isinstance(each.verb, Iri) or each.verb.value in inside for each in predicates)
        case _:
            return True


def _gravest(findings: Iterable[Finding]) -> Iterator[Finding]:
    """One finding for each value that was changed, from the rule that takes it most seriously."""
    kept: dict[tuple[Term, str | None, Term | None], Finding] = {}
    for finding in sorted(findings, key=Finding.sort_key):
        kept.setdefault((finding.focus, finding.path, finding.value), finding)
    yield from kept.values()
