"""Shape lint, messages: names in braces that nothing will ever fill."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from tcgraph.errors import BrokenQuery
from tcgraph.rdf import Literal, Term
from tcgraph.shacl import model
from tcgraph.shacl.messages import names_in, parameters
from tcgraph.shacl.names import sh
from tcgraph.shacl.problem import ShapeProblem
from tcgraph.shacl.report import Severity
from tcgraph.sparql import parse_query, tokens
from tcgraph.sparql.forms import Select
from tcgraph.sparql.scope import columns

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
