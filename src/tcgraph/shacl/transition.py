"""What differs between two versions as facts, in whatever graph they stand: a fact that moved is the same fact.

Blank nodes have names that stay the same when something else in the graph changes.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Set
from dataclasses import replace

from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, NamedNode, Quad, Term, Triple
from tcgraph.shacl import model
from tcgraph.shacl.engine_trust import alone
from tcgraph.shacl.plan import Plan
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.sparql_checks import constraint_query
from tcgraph.shacl.targets_in_data import ADDED, CHANGE, REMOVED, focus_among, looks_back, scope_of
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.shacl.validation_run import ValidationRun
from tcgraph.sparql.node import Node
from tcgraph.sparql.syntax import Group, InGraph, Iri, Triples, Union

Facts = set[Triple]


def facts_changed(engine: EmbeddedEngine, removed: Iterable[Quad], added: Iterable[Quad]) -> tuple[Facts, Facts]:
    """The facts that are no longer stated anywhere, and those that held nowhere before.

    What was stated and now only follows from something else is a loss: whoever took it out may not have known.

    Args:
        engine: holds the data after the change.
        removed: the statements that the change took out of their graphs.
        added: those that it put in.
    """
    gone, come = _graphs_by_fact(removed), _graphs_by_fact(added)
    following = {application().inferred}
    lost = {fact for fact in gone if fact not in come and _graphs(engine, fact) <= following}
    new = {fact for fact, graphs in come.items() if fact not in gone and _graphs(engine, fact) <= graphs}
    return lost, new


def _graphs_by_fact(quads: Iterable[Quad]) -> dict[Triple, set[object]]:
    found: dict[Triple, set[object]] = {}
    for quad in quads:
        found.setdefault(Triple(quad.subject, quad.predicate, quad.object), set()).add(quad.graph_name)
    return found


def _graphs(engine: EmbeddedEngine, fact: Triple) -> set[object]:
    found = engine.store.quads_for_pattern(fact.subject, fact.predicate, fact.object, None)
    return {quad.graph_name for quad in found}


def named_by_content(quads: Iterable[Quad]) -> Iterator[Quad]:
    """The same statements with each blank node named by what is said of it, so that versions can be compared."""
    found: Collection[Quad] = list(quads)
    if not any(isinstance(term, BlankNode) for quad in found for term in (quad.subject, quad.object)):
        yield from found
        return
    names = content_names(Triple(quad.subject, quad.predicate, quad.object) for quad in found)
    for quad in found:
        subject = names.get(quad.subject, quad.subject)
        assert isinstance(subject, NamedNode)
        yield Quad(subject, quad.predicate, names.get(quad.object, quad.object), quad.graph_name)


BLANK = "urn:blank:"


def is_content_name(term: Term) -> bool:
    """Whether a term is a blank node, or a name that one was given by :func:`content_names`."""
    return not isinstance(term, NamedNode) or term.value.startswith(BLANK)


def content_names(triples: Iterable[Triple]) -> dict[Term, NamedNode]:
    """Name each blank node by what is said of it, as deep as that goes.

    Canonical labels (RDFC-1.0) are numbered over the whole graph, so that one change renames others. Lists and
    restrictions, which are nearly all blank nodes that people write, are trees: their content is a name. Where blank
    nodes lead back to themselves, a round is cut where it closes; two nodes that say the same share a name.
    """
    said: defaultdict[Term, list[Triple]] = defaultdict(list)
    blanks: dict[Term, None] = {}
    for triple in triples:
        for term in (triple.subject, triple.object):
            if isinstance(term, BlankNode):
                blanks[term] = None
        if isinstance(triple.subject, BlankNode):
            said[triple.subject].append(triple)
    known: dict[Term, NamedNode] = {}
    for node in blanks:
        _name(node, said, known)
    return known


def _name(start: Term, said: defaultdict[Term, list[Triple]], known: dict[Term, NamedNode]) -> None:
    # A list of ten thousand members is ten thousand deep: no recursion.
    waiting, open_ = [start], set[Term]()
    while waiting:
        node = waiting[-1]
        if node in known:
            waiting.pop()
            continue
        open_.add(node)
        inner = [t.object for t in said[node] if isinstance(t.object, BlankNode)]
        missing = [term for term in inner if term not in known and term not in open_]
        if missing:
            waiting += missing
            continue
        lines = sorted(
            f"{t.predicate} {known.get(t.object, '_:' if t.object in inner else t.object)}" for t in said[node]
        )
        known[node] = NamedNode(BLANK + hashlib.sha256("\n".join(lines).encode()).hexdigest()[:24])
        open_.discard(node)
        waiting.pop()


# -- shapes over two versions: what a change may not do to what held before it
#
# The data graph is what holds now. Beside it stand two named graphs: :data:`REMOVED` with the triples that held before
# and no longer do, and :data:`ADDED` with those that hold now and did not. A shape whose queries name one of them is
# judged by :func:`judge_change` and is silent in every other validation, where neither graph is there. So the cost is
# that of the change and not of the data; any engine with named graphs can run such shapes (SHACL §5, §6).


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
