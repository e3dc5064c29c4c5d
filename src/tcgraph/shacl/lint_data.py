"""Shape lint, data: what shapes look for and the data has not, by targets, classes, properties and names in queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from tcgraph.errors import BrokenInput
from tcgraph.namespaces import shorten
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.names import sh
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.sparql_checks import constraint_query
from tcgraph.shacl.validation_report import Severity, ShapeProblem
from tcgraph.shacl.validation_run import ValidationRun
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import Iri


def data_problems(shapes: Shapes, run: ValidationRun) -> Iterator[ShapeProblem]:
    """What the shapes expect of the data, ontology and all, and do not find there."""
    for shape in shapes.readable():
        found = [_unmet(run, target.kind, target.term) for target in shape.targets]
        unmet = [missing for missing in found if missing is not None]
        so = ", so this shape checks nothing" if len(unmet) == len(shape.targets) else ""
        for term, reason in unmet:
            if term is not None and _is_described(run, term):
                continue  # The ontology declares it, so its name is right; the facts may be still to come.
            yield ShapeProblem(shape.node, "empty-target", f"{reason}{so}.", Severity.WARNING, term, term)
    yield from _unknown_names(shapes.graph, run)


def _unmet(run: ValidationRun, kind: str, term: Term) -> tuple[NamedNode | None, str] | None:
    iri = term if isinstance(term, NamedNode) else None
    name = shorten(iri.value) if iri else str(term)
    match kind:
        case "query":
            return None
        case "class":
            return None if run.inhabited(term) else (iri, f"Nothing in the data is of the target class {name}")
        case "node":
            known = iri is None or _ask(run, f"{{ {iri} ?p ?o }} UNION {{ ?s ?p {iri} }}")
            return None if known else (iri, f"The data says nothing of the target node {name}")
        case _:
            return (
                None if _ask(run, f"?s {term} ?o") else (iri, f"No triple in the data has the target property {name}")
            )


def _unknown_names(graph: TripleIndex, run: ValidationRun) -> Iterator[ShapeProblem]:
    for node, term in graph.pairs(sh("class")):
        if isinstance(term, NamedNode) and not run.inhabited(term) and not _is_described(run, term):
            message = f"The class {shorten(term.value)} has no instance and is declared nowhere; is its name right?"
            yield ShapeProblem(node, "unknown-name", message, Severity.WARNING, term, term)
    parameters = {node for _, node in graph.pairs(sh("parameter"))}
    known: dict[NamedNode, bool] = {}
    for node, path in graph.pairs(sh("path")):
        if node in parameters:
            continue
        with suppress(BrokenInput):
            for predicate in sorted(read_path(graph, path).predicates(), key=str):
                if predicate not in known:
                    known[predicate] = _ask(run, f"?s {predicate} ?o") or _is_described(run, predicate)
                if not known[predicate]:
                    name = shorten(predicate.value)
                    message = f"The property {name} is used nowhere and declared nowhere; is its name right?"
                    yield ShapeProblem(node, "unknown-name", message, Severity.WARNING, predicate, predicate)


def unknown_in_queries(
    shapes: list[model.Shape], run: ValidationRun, namespaces: tuple[str, ...]
) -> Iterator[ShapeProblem]:
    """Names in some namespaces that only a shape has, in its query: it finds nothing by them, and nobody notices."""
    named: dict[str, dict[tuple[Term, NamedNode], None]] = {}
    for shape in shapes if namespaces else ():
        for constraint in shape.constraints:
            if isinstance(constraint, model.SparqlConstraint):
                for name, where in _names_in(shape, constraint, run):
                    # What a prefix stands for is no name.
                    if name.startswith(namespaces) and not name.endswith(("/", "#")):
                        named.setdefault(name, {})[where] = None
    there = "{ ?name ?p ?o } UNION { ?s ?name ?o } UNION { ?s ?p ?name }"
    asked = " ".join(str(NamedNode(name)) for name in named)
    found = run.select(f"SELECT DISTINCT ?name {{ VALUES ?name {{ {asked} }} {there} }}") if named else ()
    known = {name for (name,) in found} | {shape.node for shape in shapes}
    for name, uses in named.items():
        message = f"{shorten(name)}, which its query names, is used nowhere and declared nowhere; is it right?"
        unknown = NamedNode(name)
        for node, term in uses if unknown not in known else ():
            yield ShapeProblem(node, "unknown-name", message, Severity.WARNING, term, unknown)


def _names_in(
    shape: model.Shape, constraint: model.SparqlConstraint, run: ValidationRun
) -> Iterator[tuple[str, tuple[Term, NamedNode]]]:
    """The names in a query, each with the node that has it and what finds its place there."""
    if constraint.node is None:  # a component's: the same for thousands of shapes but for what each gives it
        for _, value in constraint.values:
            if isinstance(value, NamedNode):
                yield value.value, (shape.node, value)
        return
    with suppress(BrokenInput):  # which is told elsewhere
        tree = constraint_query(shape, constraint, run.shapes_graph).tree
        yield from ((node.value, (constraint.node, sh("select"))) for node in walk(tree) if isinstance(node, Iri))


def _is_described(run: ValidationRun, term: NamedNode) -> bool:
    return _ask(run, f"{term} a ?kind")


def _ask(run: ValidationRun, pattern: str) -> bool:
    return run.engine.ask(f"ASK {{ {pattern} }}", scope=run.scope)
