"""Shape lint against data: targets that select nothing, and names that neither the data nor the ontology knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from tcgraph.engine import Engine, Scope
from tcgraph.errors import BrokenInput
from tcgraph.namespaces import shorten
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.names import sh
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.shape_problem import ShapeProblem
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import Severity
from tcgraph.shacl.validation_run import Run


def data_problems(shapes: Shapes, engine: Engine, scope: Scope) -> Iterator[ShapeProblem]:
    """What the shapes expect of the data and do not find there.

    Args:
        shapes: the shapes graph.
        engine: holds the data.
        scope: the data graph, ontology and all.
    """
    run = Run(engine, scope)
    for shape in shapes.readable():
        found = [_unmet(run, target.kind, target.term) for target in shape.targets]
        unmet = [missing for missing in found if missing is not None]
        so = ", so this shape checks nothing" if len(unmet) == len(shape.targets) else ""
        for term, reason in unmet:
            if term is not None and _is_described(run, term):
                continue  # The ontology declares it, so its name is right; the facts may be still to come.
            yield ShapeProblem(shape.node, "empty-target", f"{reason}{so}.", Severity.WARNING, term)
    yield from _unknown_names(shapes.graph, run)


def _unmet(run: Run, kind: str, term: Term) -> tuple[NamedNode | None, str] | None:
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


def _unknown_names(graph: TripleIndex, run: Run) -> Iterator[ShapeProblem]:
    for node, term in graph.pairs(sh("class")):
        if isinstance(term, NamedNode) and not run.inhabited(term) and not _is_described(run, term):
            message = f"The class {shorten(term.value)} has no instance and is declared nowhere; is its name right?"
            yield ShapeProblem(node, "unknown-name", message, Severity.WARNING, term)
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
                    yield ShapeProblem(node, "unknown-name", message, Severity.WARNING, predicate)


def _is_described(run: Run, term: NamedNode) -> bool:
    return _ask(run, f"{term} a ?kind")


def _ask(run: Run, pattern: str) -> bool:
    return run.engine.ask(f"ASK {{ {pattern} }}", scope=run.scope)
