"""OPTIONAL without whose values a filter fails, which therefore has to match: a join in other words.

``A OPTIONAL { B } FILTER(?x = 1)`` with ``?x`` from B alone keeps no solution that B has no partner for: there ``?x``
has no value, to compare it is an error, and an error is not true. What is left of the LeftJoin is the join, with the
filters of B, which see both of its sides, as filters of the whole.
"""

from __future__ import annotations

from tcgraph.sparql.planner.bindings import certain, mentioned, possible
from tcgraph.sparql.planner.exists_extremes import conjuncts
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.syntax import Call, Expression, Filter, In, Infix, Optional, Pattern, Triples, Unary, Var

REQUIRED = Rule(
    "OPTIONAL that has to match",
    "an OPTIONAL without whose values a filter fails is joined",
    "§17.2 and §18.5 (LeftJoin, Filter): what has no value is an error to compare, and an error is not true",
)
_LENIENT = frozenset(("BOUND", "COALESCE", "IF"))
"""Functions that may have a value where an argument has none."""
_EITHER = frozenset(("&&", "||"))


def required(elements: tuple[Pattern, ...], around: Around, planning: Planning) -> tuple[Pattern, ...]:
    """The elements of a group with those of such an OPTIONAL in its place."""
    for place, element in enumerate(elements):
        if isinstance(element, Optional) and _has_to_match(element, place, elements, around):
            planning.note(REQUIRED, element)
            spread = (*elements[:place], *element.pattern.elements, *elements[place + 1 :])
            return required(spread, around, planning)
    return elements


def _has_to_match(optional: Optional, place: int, elements: tuple[Pattern, ...], around: Around) -> bool:
    inside, after = optional.pattern.elements, elements[place + 1 :]
    if not all(isinstance(each, Triples | Filter) for each in inside):
        return False
    known = certain((*elements[:place], *inside))
    if not all(mentioned(each) & possible(after) <= known for each in inside if isinstance(each, Filter)):
        return False
    elsewhere = possible((*elements[:place], *after)) | around.seen | around.bound
    own = possible(inside) - elsewhere
    asked = [part for each in elements if isinstance(each, Filter) for part in conjuncts(each.condition)]
    return any(_fails_without(part, name) for part in asked for name in mentioned(part) & own)


def _fails_without(condition: Expression, name: str) -> bool:
    """Whether a condition is not true where a variable has no value."""
    match condition:
        case Call(function="BOUND", arguments=(Var() as variable,)):
            return variable.name == name
        case In(negated=True, choices=()):
            return False
        case In():
            return _is_error(condition.operand, name)
        case _:
            return _is_error(condition, name)


def _is_error(expression: Expression, name: str) -> bool:
    """Whether an expression has no value where a variable has none."""
    match expression:
        case Var():
            return expression.name == name
        case Unary():
            return _is_error(expression.operand, name)
        case Infix() if not _EITHER & set(expression.operators):
            return any(_is_error(each, name) for each in expression.operands)
        case Call() if isinstance(expression.function, str) and expression.function not in _LENIENT:
            return any(_is_error(each, name) for each in expression.arguments)
    return False
