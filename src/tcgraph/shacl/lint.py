"""Shape lint: what would make a shape conform silently, not run, or find nothing in the data; each with its shape.

What of a shapes graph cannot be checked, found before any data is looked at: all of it, not only the first.

A shape whose targets are nowhere, or that stands behind another in ``sh:or``, would else be found broken only when the
data gives it something to do; until then it would pass for one that everything conforms to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from tcgraph.engine import Engine, Scope
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.components import ask_expression
from tcgraph.shacl.functions import functions_in
from tcgraph.shacl.lint_data import data_problems, unknown_in_queries
from tcgraph.shacl.lint_terms import all_shapes, term_problems
from tcgraph.shacl.messages import names_in, parameters
from tcgraph.shacl.names import SH, sh
from tcgraph.shacl.shape_cycles import circle_of, inside
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.sparql_checks import constraint_query
from tcgraph.shacl.validation_report import BrokenShape, Severity, ShapeProblem, shape_name
from tcgraph.shacl.validation_run import ValidationRun, missing_function
from tcgraph.shacl.value_tests import expression
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
    namespaces: Iterable[str] = (),
) -> list[ShapeProblem]:
    """Look for mistakes in shapes.

    Args:
        shapes: the shapes graph.
        engine: holds the data and its ontology; without it, only what the shapes alone show is reported.
        data_graphs: the named graphs to look in; None means all of them.
        broken: whether what cannot be checked belongs to the problems.
        namespaces: names in these that the queries of shapes use must be used or declared in the data, too.

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
        run = ValidationRun(engine, Scope(default=graphs), shapes.name)
        found += data_problems(shapes, run)
        found += unknown_in_queries(read, run, tuple(namespaces))
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


_ENTAILED = frozenset(NamedNode(f"http://www.w3.org/ns/entailment/{name}") for name in ("RDF", "RDFS", "Simple"))
"""Regimes that the OWL 2 RL rules cover, of those that the W3C names."""
_RULES = frozenset((sh("Rules"), sh("RulesEntailment")))
"""What the shapes' own rules are for."""


def broken_shapes(shapes: Shapes) -> tuple[BrokenShape, ...]:
    """Everything in a shapes graph that cannot be checked; looked for once.

    Returns:
        What is wrong, in the order of the shapes' names; empty when all of it can be checked. The constraints in
        question are taken out of their shapes, with those that would be judged wrongly without them.
    """
    if shapes.broken is None:
        shapes.broken = tuple(_found(shapes))
    return shapes.broken


def unchecked_parts(shapes: Shapes) -> list[BrokenShape]:
    """What a validation by lenient shapes leaves out: the broken, and what rests on them."""
    return [*broken_shapes(shapes), *shapes.resting]


def _found(shapes: Shapes) -> Iterator[BrokenShape]:
    read = [shapes.reader.shape(node) for node in all_shapes(shapes.graph)]
    empty = EmbeddedEngine()
    empty.planned = False  # where there is nothing, every order is as good as another
    nothing = ValidationRun(empty, shapes_graph=shapes.name)
    with functions_in(empty, shapes.graph):
        usable: set[object] = set()
        unusable = [error for shape in read for error in _without_unusable(shape, nothing, usable)]
    shapes.resting = tuple(_resting_on_unchecked(read))
    seen: set[tuple[Term, str]] = set()
    for broken in (*_unmet_entailment(shapes), *shapes.refused, *unusable):
        if (broken.node, broken.what) not in seen:
            seen.add((broken.node, broken.what))
            yield broken


def _unmet_entailment(shapes: Shapes) -> Iterator[BrokenShape]:
    """A regime that is not in force has to be refused (SHACL §1.5)."""
    for node, regime in shapes.graph.pairs(sh("entailment")):
        if not (shapes.reasoned and regime in _ENTAILED) and not (shapes.ruled and regime in _RULES):
            hint = "; --infer draws what follows first" if regime in _ENTAILED else ""
            yield BrokenShape(node, f"sh:entailment asks for {shape_name(regime)}, which is not in force here{hint}")


def _without_unusable(shape: model.Shape, run: ValidationRun, usable: set[object]) -> Iterator[BrokenShape]:
    """Take out the constraints of a shape itself that no query can be made of, or only one that does not parse.

    Args:
        shape: the shape.
        run: on no data.
        usable: the forms of those that were tried before and are well; added to.
    """
    for constraint in list(shape.constraints):
        form = _form(shape, constraint)
        if form in usable:
            continue
        try:
            _try(shape, constraint, run)
            usable.add(form)
        except BrokenInput as error:
            shape.constraints.remove(constraint)
            shape.unchecked = True
            yield error if isinstance(error, BrokenShape) else BrokenShape(shape.node, error.reason)


def _form(shape: model.Shape, constraint: model.Constraint) -> object:
    """What is the same for constraints that become the same query but for the IRIs in it; else the constraint."""
    if not isinstance(constraint, model.SparqlConstraint) or constraint.node is not None or shape.path is not None:
        return constraint
    if not all(isinstance(value, NamedNode) for _, value in constraint.values):
        return constraint
    return (constraint.component, constraint.text, tuple(name for name, _ in constraint.values))


def _resting_on_unchecked(shapes: list[model.Shape]) -> Iterator[BrokenShape]:
    """Take out what a shape left out in part would falsify: that a node does not conform to it, or how many do."""
    moved = True
    while moved:
        moved = False
        for shape in shapes:
            for constraint in list(shape.constraints):
                inner = next((part for part in _counted(constraint) if _is_incomplete(part)), None)
                if inner is not None:
                    shape.constraints.remove(constraint)
                    shape.unchecked = moved = True
                    name = constraint.component.value.removeprefix(SH).removesuffix("ConstraintComponent")
                    what = shape_name(inner.node) if isinstance(inner.node, NamedNode) else "a shape in it"
                    yield BrokenShape(
                        shape.node, f"sh:{name[:1].lower()}{name[1:]} rests on {what}, part of which cannot be checked"
                    )


def _counted(constraint: model.Constraint) -> tuple[model.Shape, ...]:
    """The shapes that a constraint asks for both outcomes of."""
    match constraint:
        case model.Nested(name="not" | "or" | "xone"):
            return constraint.shapes
        case model.Qualified():
            return (constraint.shape, *constraint.siblings)
    return ()


def _is_incomplete(shape: model.Shape) -> bool:
    return any(part.unchecked for part in inside(shape))


def _try(shape: model.Shape, constraint: model.Constraint, run: ValidationRun) -> None:
    """Compile one constraint and run what it becomes on no data.

    Raises:
        BrokenInput: that is not possible.
    """
    match constraint:
        case model.ValueTest():
            expression(constraint, "?value", run)
            run.judged_here(constraint, "true")
        case model.AskTest():
            condition = ask_expression(constraint, shape, run.shapes_graph)
            try:
                run.engine.ask(f"ASK {{ FILTER({condition}) }}")
            except BrokenQuery as error:
                raise BrokenInput(f"the validator of {constraint.component} does not parse: {error.reason}") from error
            except EngineError as error:
                if missing := missing_function(error):
                    raise BrokenInput(f"the validator of {constraint.component} {missing}") from error
                raise
        case model.SparqlConstraint():
            query = constraint_query(shape, constraint, run.shapes_graph)
            run.select_for(shape.node, constraint.node, query.for_focus("VALUES ?this { <urn:x-nothing> }"))
