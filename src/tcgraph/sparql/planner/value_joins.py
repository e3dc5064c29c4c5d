"""Two things with one value: patterns that only ``FILTER(?x = ?y)`` links, joined by one variable.

A filter is of all pairs, which are many. Those whose two terms are the same are found by a pattern that names both of
them with one variable. No others are equal where one of the two is a subject or a predicate, which is no literal
(SPARQL 1.1 §17.4.1.7: IRIs and blank nodes are equal where they are the same). Else the pairs that are equal and not
the same, such as 1 and 1.0, are compared as they were: one of the two is then a literal that is not written in the one
way in which a string, an integer or a date without time zone of its value can be. Those few are looked for first.

Two things with the same text: patterns that only ``FILTER(LCASE(?x) = LCASE(?y))`` links, joined by that text.

What functions such as STR and LCASE give is a string, with or without a language. A term that is equal to one has the
same STR (SPARQL 1.1 §17.3, §17.4.1.7), so that all pairs that are equal are among those which agree on it; the filter
still says which of them are. Likewise of what YEAR and STRLEN give, integers written in one way, on both sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tcgraph.sparql import parse_query
from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Ask, Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import NONE, Names, certain, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, solutions
from tcgraph.sparql.planner.exists_extremes import equalities, renamed_in
from tcgraph.sparql.planner.lookup_joins import is_step
from tcgraph.sparql.planner.optional_rules import OTHER_EACH_TIME
from tcgraph.sparql.planner.rule import GroupContext, PlanningRun, Rule
from tcgraph.sparql.planner.steps import PatternSplitter, WholePattern
from tcgraph.sparql.syntax import RDF, XSD, Bind, Call, Exists, Expression, Group, Iri, Literal, Pattern, Var

EQUATED = Rule(
    "equal, by one variable",
    "things that are to be equal are joined by what they are, and not compared each with each",
    "§18.5 (Filter, Union) and §17.4.1.7 (RDFterm-equal): terms that are the same, or equal and written otherwise",
)
_CHEAPER = 3.0
_IN_ONE_WAY = f"""ASK {{ FILTER COALESCE(IF(isIRI(?x) || isBlank(?x), true,
    IF(DATATYPE(?x) = <{XSD}integer>, STR(?x + 0) = STR(?x),
    IF(DATATYPE(?x) = <{XSD}date>, STRLEN(STR(?x)) = 10,
    DATATYPE(?x) = <{XSD}string> || (DATATYPE(?x) = <{RDF}langString> && LANG(?x) = LCASE(LANG(?x)))))), false) }}"""
"""Of two terms of which this holds none is equal to the other unless it is the same."""


def equated(elements: tuple[s.Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[s.Pattern, ...]:
    """The elements of a group, patterns that only such a filter links joined where that costs less."""
    if around.inside_exists or around.in_graph:
        return elements
    for element, ask, asks in equalities(elements):
        match ask.operands:
            case (s.Var(left), s.Var(right)) if left != right:
                others = [s.Filter(each) for each in asks if each is not ask]
                rest = tuple(each for each in elements if each is not element)
                better = _joined(rest, (left, right), around, planning)
                if better:
                    planning.note(EQUATED, element)
                    return equated((*better, *others), around, planning)
    return elements


def _joined(
    elements: tuple[s.Pattern, ...], equal: tuple[str, str], around: GroupContext, planning: PlanningRun
) -> tuple[s.Pattern, ...]:
    """The same with two variables equal; nothing where that does not cost less or is not certain to be so."""
    run = first_joined(elements)
    steps = cut(run, planning)
    sides = [linked(steps, frozenset((name,))) for name in equal]
    if not all(sides) or sides[0] == sides[1] or not {*equal} <= certain(run):
        return ()
    one, other = equal if _is_node(equal[0], steps) else (equal[1], equal[0])
    same = [renamed_in(step, other, s.Var(one)) for step in steps]
    now, then = (solutions(tuple(each), around.bound, planning) for each in (steps, same))
    if now is None or then is None or now.cost < DEAR:
        return ()
    scanned = [] if _is_node(one, steps) else [solutions(tuple(side), NONE, planning) for side in sides]
    if now.cost < _CHEAPER * sum(each.cost for each in (then, *scanned) if each is not None):
        return ()
    rest = tuple(each for each in elements if not any(each is part for part in run))
    unified = (*same, s.Bind(s.Var(one), s.Var(other)))
    if _is_node(one, steps):
        return (*unified, *rest)
    itself = s.Filter(s.Infix(("=",), (s.Var(one), s.Var(one))))
    return (s.Union((s.Group((*unified, itself)), *_written_otherwise(steps, (one, other)))), *rest)


def first_joined(elements: tuple[s.Pattern, ...]) -> tuple[s.Pattern, ...]:
    """The elements that are joined before anything else is done with them; filters are of the whole group."""
    found: list[s.Pattern] = []
    for element in elements:
        if isinstance(element, s.Filter):
            continue
        if not is_step(element, possible(each for each in elements if each is not element)):
            break
        found.append(element)
    return tuple(found)


def cut(run: tuple[s.Pattern, ...], planning: PlanningRun) -> list[s.Pattern]:
    """Single steps; none where one is left whole."""
    cutter = PatternSplitter(planning.names)
    try:
        return [step for each in run for step in (cutter.cut(each) if isinstance(each, s.Triples) else (each,))]
    except WholePattern:
        return []


def linked(steps: list[s.Pattern], names: Names) -> list[s.Pattern]:
    """The steps that have to do with some variables, by variables that they share."""
    known = names
    found: list[s.Pattern] = []
    while more := [each for each in steps if each not in found and not known.isdisjoint(mentioned(each))]:
        found += more
        known = known.union(*map(mentioned, more))
    return [each for each in steps if each in found]


def _is_node(name: str, steps: list[s.Pattern]) -> bool:
    """Whether a variable can only be an IRI or a blank node."""
    return any(
        isinstance(step, s.Triples) and isinstance(step.predicates[0].verb, s.Iri | s.Var)
        and s.Var(name) in (step.subject, step.predicates[0].verb)
        for step in steps
    )  # fmt: skip


def _written_otherwise(steps: list[s.Pattern], equal: tuple[str, str]) -> tuple[s.Group, s.Group]:
    """The pairs that are equal and not the same: one of the two, or else the other, is not written in the one way."""
    one, other = map(s.Var, equal)
    pair = s.Infix(("&&",), (s.Infix(("=",), (one, other)), s.Unary("!", s.Call("SAMETERM", (one, other)))))
    return (
        s.Group((*_narrowed(steps, one), s.Filter(pair))),
        s.Group((*_narrowed(steps, other), s.Filter(_in_one_way(one)), s.Filter(pair))),
    )


def _narrowed(steps: list[s.Pattern], name: s.Var) -> Iterator[s.Pattern]:
    """The steps: those about a variable where its value is not written in the one way, and then the others."""
    own = linked(steps, frozenset((name.name,)))
    columns = tuple(map(s.Var, sorted(possible(own))))
    yield s.Group((Select((), "", columns, (), s.Group((*own, s.Filter(s.Unary("!", _in_one_way(name)))))),))
    yield s.Lateral(s.Group(tuple(step for step in steps if step not in own)))


def _in_one_way(name: s.Var) -> s.Expression:
    return renamed_in(_condition(), "x", name)


@cache
def _condition() -> s.Expression:
    """The condition above; names in it are none of a query's."""
    asked = parse_query(_IN_ONE_WAY)
    assert isinstance(asked, Ask)
    assert isinstance(asked.where.elements[0], s.Filter)
    return asked.where.elements[0].condition


SAME_TEXT = Rule(
    "the same text, by a join",
    "things whose texts are to be equal are joined by that text, and not compared each with each",
    "§18.5 (Join, Filter) and §17.4.2 (functions on strings): equal strings have the same STR",
)
_TEXTS = frozenset(
    ("STR", "LCASE", "UCASE", "SUBSTR", "STRBEFORE", "STRAFTER", "REPLACE", "CONCAT", "ENCODE_FOR_URI", "LANG")
)
_INTEGERS = frozenset(("STRLEN", "YEAR", "MONTH", "DAY"))
_NO_TEXT = Literal("", Iri(XSD + "string"))


def same_text(elements: tuple[Pattern, ...], around: GroupContext, planning: PlanningRun) -> tuple[Pattern, ...]:
    """The elements of a group, patterns that only such a filter links joined where that costs less."""
    if around.inside_exists or around.in_graph:
        return elements
    for element, ask, _ in equalities(elements):
        left, right = ask.operands
        if _is_told_by_text(left, right) and (better := _joined_by_text(elements, (left, right), around, planning)):
            planning.note(SAME_TEXT, element)
            return better
    return elements


def _is_told_by_text(left: Expression, right: Expression) -> bool:
    """Whether the two, where they are equal, have the same STR."""
    functions = {each.function if isinstance(each, Call) else None for each in (left, right)}
    if any(
        isinstance(node, Exists) or (isinstance(node, Call) and node.function in OTHER_EACH_TIME)
        for each in (left, right)
        for node in walk(each)
    ):
        return False
    return not functions.isdisjoint(_TEXTS) or functions <= _INTEGERS


def _joined_by_text(
    elements: tuple[Pattern, ...], equal: tuple[Expression, Expression], around: GroupContext, planning: PlanningRun
) -> tuple[Pattern, ...]:
    """The same, both sides by themselves with their text; nothing where that is not certain, or costs as much."""
    run = first_joined(elements)
    steps = cut(run, planning)
    names = [mentioned(each) for each in equal]
    if not steps or not all(names) or not names[0] | names[1] <= certain(run):
        return ()
    sides = [linked(steps, each) for each in names]
    if any(step in sides[1] for step in sides[0]):
        return ()
    now = solutions(tuple(steps), around.bound, planning)
    alone = [solutions(tuple(side), NONE, planning) for side in sides]
    if now is None or None in alone or now.cost < DEAR:
        return ()
    if now.cost < _CHEAPER * sum(each.cost + each.rows for each in alone if each is not None):
        return ()
    text = planning.names.next("text")
    parts = [_with_text(side, each, text) for side, each in zip(sides, equal, strict=True)]
    others = [step for step in steps if step not in sides[0] and step not in sides[1]]
    return (*parts, *others, *(each for each in elements if not any(each is part for part in run)))


def _with_text(side: list[Pattern], of: Expression, text: Var) -> Group:
    # Always bound, whatever errors there are: the engine joins by what is.
    told = Bind(Call("COALESCE", (Call("STR", (of,)), _NO_TEXT)), text)
    columns = (*map(Var, sorted(possible(side))), text)
    return Group((Select((), "", columns, (), Group((*side, told))),))


# -- a filter that asks for one of a few terms, as those terms: they are looked up, not looked for
#
# For a variable that has a value in each solution, ``?x = <iri>`` holds for that term alone; so does ``?x = "text"``, a
# literal of another datatype or language being another value or no comparable one, which is an error (SPARQL 1.1 §17.3,
# §17.4.1.7). Numbers, dates and booleans are left out: their equality is of values. ``STR(?x) = "iri"`` holds for one
# term alone where ``?x`` is the subject of a pattern, which no literal is.

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
