"""Why a node violates a shape: the rule in words, and the triples that it was judged by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tcgraph.engine import Engine, Scope
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl import model
from tcgraph.shacl.focus import Focus
from tcgraph.shacl.messages import default_message
from tcgraph.shacl.names import TYPE
from tcgraph.shacl.paths import Path, predicate_path
from tcgraph.shacl.plan import evaluate
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.targets_in_data import scope_of
from tcgraph.shacl.validation_report import Finding, Report
from tcgraph.shacl.validation_run import ValidationRun


@dataclass(frozen=True, slots=True)
class Grounds:
    """The grounds of a finding.

    Attributes:
        finding: what is explained.
        rules: what the shape asks for and the node does not meet, each as a sentence.
        triples: what the data says where the shape looks; empty when the trouble is that it says nothing.
        query: the SPARQL text of the constraint, when it is one.
        inner: where the node has to conform to another shape, what that shape finds.
    """

    finding: Finding
    rules: tuple[str, ...]
    triples: tuple[Triple, ...]
    query: str | None = None
    inner: tuple[Finding, ...] = ()


def why(engine: Engine, shapes: Shapes, finding: Finding, *, data_graphs: Iterable[NamedNode] | None = None) -> Grounds:
    """Give the grounds of a finding.

    Args:
        engine: holds the data that was validated.
        shapes: the shapes it was validated against.
        finding: one finding of the report.
        data_graphs: as in :func:`tcgraph.shacl.validate.validate`.

    Raises:
        BrokenInput: the shape is no longer in the shapes graph as it was.
    """
    scope = scope_of(engine, None if data_graphs is None else tuple(data_graphs))
    shape = shapes.reader.shape(finding.shape)
    broken = [item for item in shape.constraints if item.component == finding.component]
    triples: dict[Triple, None] = {}
    for path in _looked_at(shape, finding, broken):
        triples.update(dict.fromkeys(_around(engine, scope, finding.focus, path)))
    if any(isinstance(item, model.ValueTest) and item.name == "class" for item in broken) and finding.value is not None:
        triples.update(dict.fromkeys(_around(engine, scope, finding.value, predicate_path(TYPE))))
    queries = [item.text for item in broken if isinstance(item, (model.SparqlConstraint, model.AskTest))]
    return Grounds(
        finding,
        tuple(dict.fromkeys(default_message(shape, item) for item in broken)),
        tuple(triples),
        queries[0] if queries else None,
        Report.of(_inner(ValidationRun(engine, scope, narrow=True), finding, broken)).findings,
    )


def _inner(run: ValidationRun, finding: Finding, broken: list[model.Constraint]) -> Iterator[Finding]:
    """What nested shapes find at the value node; blank nodes cannot be named in a query."""
    if finding.value is None or isinstance(finding.value, (BlankNode, Triple)):
        return
    for constraint in broken:
        if isinstance(constraint, model.Nested) and constraint.name in ("node", "and", "or"):
            for part in constraint.shapes:
                yield from (found for _, found in evaluate(run, part, Focus.of_nodes([finding.value])))


def _looked_at(shape: model.Shape, finding: Finding, broken: list[model.Constraint]) -> Iterator[Path]:
    path = finding.property_path or shape.path
    if path is not None:
        yield path
    for constraint in broken:
        if isinstance(constraint, model.PairTest):
            yield constraint.other
        elif isinstance(constraint, model.Nested):
            yield from (part.path for part in constraint.shapes if part.path is not None)


def _around(engine: Engine, scope: Scope, node: Term, path: Path) -> list[Triple]:
    """The triples of a node that a path can begin with."""
    if isinstance(node, Triple) or (isinstance(node, Literal) and path.operator != "^"):
        return []
    if isinstance(node, BlankNode) and not isinstance(engine, EmbeddedEngine):
        return []  # a server cannot be told which blank node is meant
    found: list[Triple] = []
    for predicate, forward in _first_steps(path):
        pattern = f"?node {predicate} ?other" if forward else f"?other {predicate} ?node"
        if isinstance(node, BlankNode):
            rows = engine.select(f"SELECT ?node ?other WHERE {{ {pattern} }}", bindings={"node": node}, scope=scope)
            others = [row[1] for row in rows]
        else:
            text = pattern.replace("?node", str(node))
            others = [row[0] for row in engine.select(f"SELECT ?other WHERE {{ {text} }}", scope=scope)]
        for other in others:
            start, end = (node, other) if forward else (other, node)
            if end is not None and isinstance(start, (NamedNode, BlankNode)):
                found.append(Triple(start, predicate, end))
    return sorted(set(found), key=str)


def _first_steps(path: Path) -> Iterator[tuple[NamedNode, bool]]:
    match path.operator:
        case "":
            assert path.predicate is not None
            yield path.predicate, True
        case "^":
            yield from ((predicate, not forward) for predicate, forward in _first_steps(path.parts[0]))
        case "|":
            for part in path.parts:
                yield from _first_steps(part)
        case _:
            yield from _first_steps(path.parts[0])
