"""Tests of a term as it is written: its datatype, pattern, length, place in an order (SHACL §4.1.2, §4.3, §4.4).

For values that the engine keeps in another form, and for numbers that are longer than it can compare.
"""

from __future__ import annotations

from decimal import Decimal
from operator import ge, gt, le, lt

from tcgraph.rdf import BlankNode, Literal, Term, Triple
from tcgraph.shacl.datatypes import RANGES, is_well_formed, local_name
from tcgraph.shacl.model import Constraint, ValueTest
from tcgraph.shacl.python_regex import python_pattern
from tcgraph.shacl.slow_patterns import found_in

_BOUNDS = {"minExclusive": gt, "minInclusive": ge, "maxExclusive": lt, "maxInclusive": le}


def same_as_written(one: Term, other: Term) -> bool:
    """Whether two terms are the same, language tags in any case (RDF 1.1 Concepts §3.3)."""
    if isinstance(one, Literal) and isinstance(other, Literal) and one.language and other.language:
        return (one.value, one.language.lower()) == (other.value, other.language.lower())
    return one == other


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
    """Whether a term meets a datatype, pattern, length, list or range constraint."""
    if test.name == "in":
        return any(same_as_written(term, member) for member in test.parameters)
    parameter = test.parameters[0]
    if isinstance(term, (BlankNode, Triple)):
        return False
    if test.name in _BOUNDS:
        value, limit = _decimal(term), _decimal(parameter)
        return value is not None and limit is not None and bool(_BOUNDS[test.name](value, limit))
    match test.name:
        case "datatype":
            return isinstance(term, Literal) and term.datatype in test.parameters and is_well_formed(term)
        case "minLength" | "maxLength":
            assert isinstance(parameter, Literal)
            length = int(parameter.value)
            return len(term.value) >= length if test.name == "minLength" else len(term.value) <= length
        case _:
            texts = [text.value for text in test.parameters if isinstance(text, Literal)]
            return found_in(python_pattern(texts[0], texts[1] if len(texts) > 1 else ""), term.value)
