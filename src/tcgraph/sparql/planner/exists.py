"""What the rules about FILTER [NOT] EXISTS share: which filters are one, and what stands for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tcgraph.sparql.node import Node
from tcgraph.sparql.planner.bindings import Names
from tcgraph.sparql.planner.join_order import JoinOrder, best_order
from tcgraph.sparql.planner.rule import Around, Planning
from tcgraph.sparql.syntax import XSD, Exists, Filter, Iri, Literal, Minus, Optional, Pattern, Triples, Unary

InPlace = Callable[[Exists, tuple[Pattern, ...], Around, Planning], list[Pattern]]
"""What stands for an EXISTS among the other elements of its group; nothing where it stays."""

TRUE, FALSE = (Literal(word, Iri(XSD + "boolean")) for word in ("true", "false"))
DEAR: Final = 20_000.0
"""So many look-ups the way as it was asked has to take before another one is thought of."""


def replaced(
    elements: tuple[Pattern, ...], around: Around, planning: Planning, in_place: InPlace
) -> tuple[Pattern, ...]:
    """A group's elements with each FILTER [NOT] EXISTS in other words, where a rule has any.

    They stand last, where all that is shared has its value: a filter is of the whole group, wherever it stands
    (SPARQL 1.1 §18.2.2.2).
    """
    if around.inside_exists or around.in_graph:
        return elements
    kept: list[Pattern] = []
    added: list[Pattern] = []
    for element in elements:
        exists = asked(element)
        others = tuple(each for each in elements if each is not element)
        new = in_place(exists, others, around, planning) if exists is not None else []
        kept += [] if new else [element]
        added += new
    return (*kept, *added) if added else elements


def asked(element: Pattern) -> Exists | None:
    """The EXISTS of a filter that is one, ``!EXISTS`` being NOT EXISTS."""
    if not isinstance(element, Filter):
        return None
    condition = element.condition
    turned = False
    while isinstance(condition, Unary) and condition.operator == "!":
        condition, turned = condition.operand, not turned
    if not isinstance(condition, Exists):
        return None
    return Exists(condition.pattern, condition.negated != turned, start=condition.start, end=condition.end)


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs to find what an EXISTS asks for.

    Attributes:
        looked_up: for one solution around it.
        outside: those solutions.
        alone: all at once.
    """

    looked_up: JoinOrder
    outside: JoinOrder
    alone: JoinOrder


def costs(
    inside: tuple[Pattern, ...], others: tuple[Pattern, ...], shared: Names, around: Around, planning: Planning
) -> Costs | None:
    """The costs of a pattern that shares some variables with others; None where nobody can tell."""
    looked_up = solutions(inside, around.bound | shared, planning)
    outside, alone = solutions(others, around.bound, planning), solutions(inside, frozenset(), planning)
    if looked_up is None or outside is None or alone is None:
        return None
    return Costs(looked_up, outside, alone)


def solutions(elements: tuple[Pattern, ...], bound: Names, planning: Planning) -> JoinOrder | None:
    """What it costs to join patterns, and how many solutions they have; None where nobody can tell."""
    steps: list[Node] = []
    for each in elements:
        if isinstance(each, Triples):
            parts = planning.cut(each)
            if parts is None:
                return None
            steps += parts
        elif not isinstance(each, Filter | Minus | Optional):
            steps.append(each)
    return best_order(steps, bound, planning.counts) if steps else JoinOrder((), 1.0, 1.0, 1.0)
