"""Tests of a term that an engine cannot make: patterns that it does not know, numbers longer than it can compare."""

from __future__ import annotations

from decimal import Decimal
from operator import ge, gt, le, lt

from tcgraph.engine.datatypes import RANGES, is_well_formed, local_name
from tcgraph.rdf import BlankNode, Literal, Term, Triple
from tcgraph.shacl.model import Constraint, ValueTest
from tcgraph.shacl.python_regex import python_pattern
from tcgraph.shacl.slow_patterns import found_in

_BOUNDS = {"minExclusive": gt, "minInclusive": ge, "maxExclusive": lt, "maxInclusive": le}


def is_bound(constraint: Constraint) -> bool:
    """Whether a constraint is ``sh:minInclusive`` or one of its kin, with a number."""
    return (
        isinstance(constraint, ValueTest)
        and constraint.name in _BOUNDS
        and _decimal(constraint.parameters[0]) is not None
    )


def ordered(operator: str, one: Term, two: Term) -> bool | None:
    """Whether an integer or decimal is ``<`` or ``<=`` another, of any length; None where one of them is neither."""
    first, second = _decimal(one), _decimal(two)
    if first is None or second is None:
        return None
    return first < second if operator == "<" else first <= second


def _decimal(term: Term) -> Decimal | None:
    """The value of an integer or decimal of any length."""
    if not isinstance(term, Literal) or local_name(term.datatype) not in {"integer", "decimal", *RANGES}:
        return None
    return Decimal(term.value) if is_well_formed(term) else None


def judge(test: ValueTest, term: Term) -> bool:
    """Whether a term meets a pattern or a range constraint."""
    if isinstance(term, (BlankNode, Triple)):
        return False
    if test.name in _BOUNDS:
        value, limit = _decimal(term), _decimal(test.parameters[0])
        return value is not None and limit is not None and bool(_BOUNDS[test.name](value, limit))
    texts = [text.value for text in test.parameters if isinstance(text, Literal)]
    return found_in(python_pattern(texts[0], texts[1] if len(texts) > 1 else ""), term.value)
