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
from tcgraph.shacl.ask_tests import ask_expression
from tcgraph.shacl.broken import BrokenShape, shape_name
from tcgraph.shacl.lint_terms import all_shapes
from tcgraph.shacl.names import sh
from tcgraph.shacl.run import Run, missing_function
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.sparql_checks import constraint_query
from tcgraph.shacl.value_tests import expression

_ENTAILED = frozenset(NamedNode(f"http://www.w3.org/ns/entailment/{name}") for name in ("RDF", "RDFS", "Simple"))
"""Regimes that the OWL 2 RL rules cover, of those that the W3C names."""


def broken_shapes(shapes: Shapes) -> tuple[BrokenShape, ...]:
    """Everything in a shapes graph that cannot be checked; looked for once.

    Args:
        shapes: the shapes graph.

    Returns:
        What is wrong, in the order of the shapes' names; empty when all of it can be checked.
    """
    if shapes.broken is None:
        shapes.broken = tuple(_found(shapes))
    return shapes.broken


def _found(shapes: Shapes) -> Iterator[BrokenShape]:
    read = [shapes.reader.shape(node) for node in all_shapes(shapes.graph)]
    nothing = Run(EmbeddedEngine(), shapes_graph=shapes.name)
    unusable = [error for shape in read for error in _unusable(shape, nothing)]
    seen: set[tuple[Term, str]] = set()
    for broken in (*_unmet_entailment(shapes), *shapes.refused, *unusable):
        if (broken.node, broken.what) not in seen:
            seen.add((broken.node, broken.what))
            yield broken


def _unmet_entailment(shapes: Shapes) -> Iterator[BrokenShape]:
    """A regime that is not in force has to be refused (SHACL §1.5)."""
    for node, regime in shapes.graph.pairs(sh("entailment")):
        if not (shapes.reasoned and regime in _ENTAILED):
            hint = "; --infer draws what follows first" if regime in _ENTAILED else ""
            yield BrokenShape(node, f"sh:entailment asks for {shape_name(regime)}, which is not in force here{hint}")


def _unusable(shape: model.Shape, run: Run) -> Iterator[BrokenShape]:
    """The constraints of a shape itself that no query can be made of, or only one that does not parse."""
    for constraint in shape.constraints:
        try:
            match constraint:
                case model.ValueTest():
                    expression(constraint, "?value", run)
                    run.judged_here(constraint, "true", "?value", shape.path)
                case model.AskTest():
                    condition = ask_expression(constraint, shape, run.shapes_graph)
                    try:
                        run.engine.ask(f"ASK {{ FILTER({condition}) }}")
                    except BrokenQuery as error:
                        raise BrokenInput(
                            f"the validator of {constraint.component} does not parse: {error.reason}"
                        ) from error
                    except EngineError as error:
                        if missing := missing_function(error):
                            raise BrokenInput(f"the validator of {constraint.component} {missing}") from error
                        raise
                case model.SparqlConstraint():
                    query = constraint_query(shape, constraint, run.shapes_graph)
                    run.select_for(shape.node, constraint.node, query.for_focus("VALUES ?this { <urn:x-nothing> }"))
        except BrokenShape as error:
            yield error
        except BrokenInput as error:
            yield BrokenShape(shape.node, error.reason)
