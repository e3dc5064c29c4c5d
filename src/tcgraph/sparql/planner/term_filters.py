"""A filter that asks for one of a few terms, as those terms: they are looked up, not looked for.

For a variable that has a value in each solution, ``?x = <iri>`` holds for that term alone; so does ``?x = "text"``, a
literal of another datatype or language being another value or no comparable one, which is an error (SPARQL 1.1 §17.3,
§17.4.1.7). Numbers, dates and booleans are left out: their equality is of values. ``STR(?x) = "iri"`` holds for one
term alone where ``?x`` is the subject of a pattern, which no literal is.
"""

from __future__ import annotations

import re

from tcgraph.sparql import syntax as s
from tcgraph.sparql.planner.bindings import certain, possible
from tcgraph.sparql.planner.lookup_joins import is_step
from tcgraph.sparql.planner.rule import PlanningRun, Rule

_IRI = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"{}|^`\\\x00-\x20]+""")

CONSTANTS = Rule(
    "terms instead of a filter",
    "a filter that asks for certain terms is looked up as these terms",
    "§17.4.1.7 (RDFterm-equal) and §18.5 (Filter): of terms whose equality is identity",
)


def constants(elements: tuple[s.Pattern, ...], planning: PlanningRun) -> tuple[s.Pattern, ...]:
    """The elements of a group with such filters as VALUES before what binds their variable."""
    found = list(elements)
    for element in elements:
        if not isinstance(element, s.Filter):
            continue
        values = _values(element.condition) or _named(element.condition, elements)
        place = None if values is None else _place(values.variables[0].name, found)
        if values is not None and place is not None:
            found.remove(element)
            place = _place(values.variables[0].name, found)
            assert place is not None
            found.insert(place, values)
            planning.note(CONSTANTS, element)
    return tuple(found)


def _place(name: str, elements: list[s.Pattern]) -> int | None:
    """Before the run of joined patterns that is the first to bind a variable, if it does so in each solution."""
    start = 0
    run: list[s.Pattern] = []
    for place, element in enumerate([*elements, None]):
        if isinstance(element, s.Filter):
            continue
        if element is not None and is_step(element, possible(each for each in elements if each is not element)):
            run.append(element)
            continue
        if name in possible(run):
            fits = name in certain(run) and not any(isinstance(each, s.Values) for each in run)
            return start if fits else None
        if element is not None and name in possible((element,)):
            return None
        run, start = [], place + 1
    return None


def _values(condition: s.Expression) -> s.Values | None:
    match condition:
        case (
            s.Infix(operators=("=",), operands=(s.Var() as name, other))
            | s.Infix(operators=("=",), operands=(other, s.Var() as name))
        ):
            choices: tuple[s.Expression, ...] = (other,)
        case (
            s.Call(function="SAMETERM", arguments=(s.Var() as name, other))
            | s.Call(function="SAMETERM", arguments=(other, s.Var() as name))
        ):
            choices = (other,)
        case s.Infix(operators=operators) if set(operators) == {"||"}:
            # Whether a term is one of several is a chain of equalities (§17.4.1.9).
            each = [_values(operand) for operand in condition.operands]
            names = {values.variables for values in each if values is not None}
            if None in each or len(names) != 1:
                return None
            terms = dict.fromkeys(row for values in each if values is not None for row in values.rows)
            return s.Values(names.pop(), tuple(terms))
        case s.In(operand=s.Var() as name, negated=False):
            choices = tuple(dict.fromkeys(condition.choices))
        case _:
            return None
    rows = tuple((each,) for each in choices if isinstance(each, s.Iri | s.Literal) and _is_identity(each))
    return s.Values((name,), rows) if rows and len(rows) == len(choices) else None


def _named(condition: s.Expression, elements: tuple[s.Pattern, ...]) -> s.Values | None:
    """What a filter on the text of an IRI asks for."""
    match condition:
        case (
            s.Infix(
                operators=("=",), operands=(s.Call(function="STR", arguments=(s.Var() as name,)), s.Literal() as text)
            )
            | s.Infix(
                operators=("=",), operands=(s.Literal() as text, s.Call(function="STR", arguments=(s.Var() as name,)))
            )
        ):
            is_subject = any(isinstance(each, s.Triples) and each.subject == name for each in elements)
            if is_subject and _is_identity(text) and not text.language and _IRI.fullmatch(text.value):
                return s.Values((name,), ((s.Iri(text.value),),))
    return None


def _is_identity(term: s.Iri | s.Literal) -> bool:
    if isinstance(term, s.Iri):
        return True
    if term.datatype is None:
        return not term.direction
    return term.datatype.value == s.XSD + "string"
