"""Two things with the same text: patterns that only ``FILTER(LCASE(?x) = LCASE(?y))`` links, joined by that text.

What functions such as STR and LCASE give is a string, with or without a language. A term that is equal to one has the
same STR (SPARQL 1.1 §17.3, §17.4.1.7), so that all pairs that are equal are among those which agree on it; the filter
still says which of them are. Likewise of what YEAR and STRLEN give, integers written in one way, on both sides.
"""

from __future__ import annotations

from tcgraph.sparql.forms import Select
from tcgraph.sparql.node import walk
from tcgraph.sparql.planner.bindings import NONE, certain, mentioned, possible
from tcgraph.sparql.planner.exists import DEAR, solutions
from tcgraph.sparql.planner.exists_extremes import equalities
from tcgraph.sparql.planner.required_first import OTHER_EACH_TIME
from tcgraph.sparql.planner.rule import Around, Planning, Rule
from tcgraph.sparql.planner.value_joins import cut, first_joined, linked
from tcgraph.sparql.syntax import XSD, Bind, Call, Exists, Expression, Group, Iri, Literal, Pattern, Var

SAME_TEXT = Rule(
    "the same text, by a join",
    "things whose texts are to be equal are joined by that text, and not compared each with each",
    "§18.5 (Join, Filter) and §17.4.2 (functions on strings): equal strings have the same STR",
)
_TEXTS = frozenset(
    ("STR", "LCASE", "UCASE", "SUBSTR", "STRBEFORE", "STRAFTER", "REPLACE", "CONCAT", "ENCODE_FOR_URI", "LANG")
)
_INTEGERS = frozenset(("STRLEN", "YEAR", "MONTH", "DAY"))
_CHEAPER = 3.0
_NO_TEXT = Literal("", Iri(XSD + "string"))


def same_text(elements: tuple[Pattern, ...], around: Around, planning: Planning) -> tuple[Pattern, ...]:
    """The elements of a group, patterns that only such a filter links joined where that costs less."""
    if around.inside_exists or around.in_graph:
        return elements
    for element, ask, _ in equalities(elements):
        left, right = ask.operands
        if _is_told_by_text(left, right) and (better := _joined(elements, (left, right), around, planning)):
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


def _joined(
    elements: tuple[Pattern, ...], equal: tuple[Expression, Expression], around: Around, planning: Planning
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
