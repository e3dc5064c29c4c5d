"""Shape lint: what would make a shape conform silently, not run, or find nothing in the data; each with its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache

from tcgraph.engine import Engine, Scope
from tcgraph.errors import BrokenInput, BrokenQuery
from tcgraph.namespaces import shorten
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.broken_shape import BrokenShape
from tcgraph.shacl.lint_terms import all_shapes, term_problems
from tcgraph.shacl.messages import names_in, parameters
from tcgraph.shacl.names import sh
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.precheck import broken_shapes
from tcgraph.shacl.shape_cycles import circle_of
from tcgraph.shacl.shape_problem import ShapeProblem
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import Severity
from tcgraph.shacl.validation_run import Run
from tcgraph.sparql import parse_query, tokens
from tcgraph.sparql.forms import Select
from tcgraph.sparql.variable_scope import columns

__all__ = ["ShapeProblem", "lint_shapes"]


def lint_shapes(
    shapes: Shapes,
    engine: Engine | None = None,
    *,
    data_graphs: Iterable[NamedNode] | None = None,
    broken: bool = True,
) -> list[ShapeProblem]:
    """Look for mistakes in shapes.

    Args:
        shapes: the shapes graph.
        engine: holds the data and its ontology; without it, only what the shapes alone show is reported.
        data_graphs: the named graphs to look in; None means all of them.
        broken: whether what cannot be checked belongs to the problems.

    Returns:
        The problems, sorted by shape. Violations are mistakes in any case; warnings depend on what was meant.
    """
    found = list(term_problems(shapes.graph))
    found += broken_problems(broken_shapes(shapes)) if broken else ()
    read = [shapes.reader.shape(node) for node in all_shapes(shapes.graph)]
    found += recursive_problems(read)
    found += message_problems(read)
    if engine is not None:
        graphs = None if data_graphs is None else tuple(data_graphs)
        found += data_problems(shapes, engine, Scope(default=graphs))
    return sorted(set(found), key=ShapeProblem.sort_key)


# -- shape lint, what cannot be checked: ill-formed and recursive shapes, patterns, queries and their prefixes

_CODES = {
    "it is recursive": "recursive",
    "regular expression": "bad-pattern",
    "which no sh:declare declares": "undeclared-prefix",
    "SPARQL": "bad-sparql",
    "query": "bad-sparql",
    "validator": "bad-sparql",
}


def broken_problems(broken: Iterable[BrokenShape]) -> Iterator[ShapeProblem]:
    """What cannot be checked, as the lint tells it."""
    for error in broken:
        code = next((code for text, code in _CODES.items() if text in error.what), "ill-formed")
        term = error.term if error.node == error.shape else sh("select")
        yield ShapeProblem(error.node, code, _sentence(error.what), term=term)


def recursive_problems(shapes: Iterable[model.Shape]) -> Iterator[ShapeProblem]:
    """Shapes that refer to themselves: they are checked here, and may not be elsewhere; one for each circle."""
    seen: set[int] = set()
    for shape in shapes:
        if (
            shape.cycle is not None
            and isinstance(shape.node, NamedNode)
            and seen.isdisjoint(map(id, shape.cycle.shapes))
        ):
            seen.update(map(id, shape.cycle.shapes))
            what = (
                f"It refers to itself, {circle_of(shape)}, which SHACL leaves open (§3.4.3): here a node conforms "
                "unless something shows that it does not, and other validators may refuse the shape."
            )
            yield ShapeProblem(shape.node, "recursive", what, Severity.WARNING)


def left_out(broken: Iterable[BrokenShape]) -> Iterator[ShapeProblem]:
    """What was left out of a validation, as it is told with the results."""
    for error in broken:
        term = error.term if error.node == error.shape else sh("select")
        what = f"Not checked, and left out: {error.what.rstrip('.')}."
        yield ShapeProblem(error.node, "not-checked", what, Severity.VIOLATION, term)


def _sentence(what: str) -> str:
    text = what if what.startswith("sh:") else what[0].upper() + what[1:]
    return text if text.endswith(".") else f"{text}."


# -- shape lint, messages: names in braces that nothing will ever fill

_ALWAYS = frozenset(("this", "value", "PATH", "currentShape", "shapesGraph"))
_OF_CORE = frozenset(("count", "language", "other"))
"""What results of SHACL Core tell beside their parameters."""


def message_problems(shapes: Iterable[model.Shape]) -> Iterator[ShapeProblem]:
    """Names in the messages of shapes, of SPARQL constraints and of components, that have no value there.

    Args:
        shapes: the shapes, as read.
    """
    for shape in shapes:
        for constraint in shape.constraints:
            if isinstance(constraint, model.SparqlConstraint | model.AskTest) and constraint.messages:
                where = constraint.node if isinstance(constraint, model.SparqlConstraint) else None
                yield from _unknown(where or constraint.component, constraint.messages, _known(constraint))
        filled = _OF_CORE.union(*(_known(constraint) for constraint in shape.constraints))
        if shape.constraints:
            yield from _unknown(shape.node, shape.messages, filled)


def _unknown(node: Term, messages: Iterable[Literal], known: frozenset[str]) -> Iterator[ShapeProblem]:
    for name in dict.fromkeys(name for text in messages for name in names_in(text)):
        if name not in known | _ALWAYS:
            sentence = f"Its message names {{?{name}}}, which no parameter and no variable of a query here is called."
            yield ShapeProblem(node, "unknown-name-in-message", sentence, Severity.WARNING, sh("message"))


def _known(constraint: model.Constraint) -> frozenset[str]:
    found = frozenset(parameters(constraint))
    if not isinstance(constraint, model.SparqlConstraint):
        return found
    return found | _names(constraint.text, constraint.prefixes, found | _ALWAYS)


@lru_cache(maxsize=256)
def _names(text: str, prefixes: tuple[tuple[str, str], ...], given: frozenset[str]) -> frozenset[str]:
    """What a query returns; a component's is the same for every constraint made with it."""
    try:
        tree = parse_query(text, prefixes=dict(prefixes), given=given)
    except BrokenQuery:
        # That it is broken is told elsewhere; nothing is said of what it might have returned.
        return frozenset(token.text[1:] for token in tokens(text) if token.kind == "variable")
    return frozenset(columns(tree)) if isinstance(tree, Select) else frozenset()


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
