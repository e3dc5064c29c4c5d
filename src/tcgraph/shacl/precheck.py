"""What of a shapes graph cannot be checked, found before any data is looked at: all of it, not only the first.

A shape whose targets are nowhere, or that stands behind another in ``sh:or``, would else be found broken only when the
data gives it something to do; until then it would pass for one that everything conforms to.
"""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.broken_shape import BrokenShape, shape_name
from tcgraph.shacl.components import ask_expression
from tcgraph.shacl.functions import functions_in
from tcgraph.shacl.lint_terms import all_shapes
from tcgraph.shacl.names import SH, sh
from tcgraph.shacl.shape_cycles import inside
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.sparql_checks import constraint_query
from tcgraph.shacl.validation_run import Run, missing_function
from tcgraph.shacl.value_tests import expression

_ENTAILED = frozenset(NamedNode(f"http://www.w3.org/ns/entailment/{name}") for name in ("RDF", "RDFS", "Simple"))
"""Regimes that the OWL 2 RL rules cover, of those that the W3C names."""
_RULES = frozenset((sh("Rules"), sh("RulesEntailment")))
"""What the shapes' own rules are for."""


def broken_shapes(shapes: Shapes) -> tuple[BrokenShape, ...]:
    """Everything in a shapes graph that cannot be checked; looked for once.

    Args:
        shapes: the shapes graph.

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
    nothing = Run(empty, shapes_graph=shapes.name)
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


def _without_unusable(shape: model.Shape, run: Run, usable: set[object]) -> Iterator[BrokenShape]:
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


def _try(shape: model.Shape, constraint: model.Constraint, run: Run) -> None:
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
