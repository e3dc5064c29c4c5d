"""How a query will be gone about: its patterns in order, how many triples each has, and what makes it slow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tcgraph.sparql import syntax as s
from tcgraph.sparql.forms import Query
from tcgraph.sparql.node import Node, children, walk
from tcgraph.sparql.planner.bindings import NONE, Names, certain, mentioned
from tcgraph.sparql.planner.join_order import engine_order, estimate
from tcgraph.sparql.planner.rule import Counts
from tcgraph.sparql.planner.steps import FreshNames, PatternSplitter, WholePattern
from tcgraph.sparql.printer import written

_MANY = 10_000.0


@dataclass(frozen=True, slots=True)
class PlanStep:
    """One pattern of a plan.

    Attributes:
        depth: how deep it is nested.
        kind: ``join``, ``optional``, ``minus``, ``exists``, ``union`` or ``filter``: what it stands in.
        text: the pattern.
        rows: about how many solutions it has for each solution so far.
    """

    depth: int
    kind: str
    text: str
    rows: float


def steps_of(tree: Query, counts: Counts) -> tuple[PlanStep, ...]:
    """The patterns of a query, in the order in which they are looked up."""
    return tuple(_steps(tree, "join", 0, NONE, FreshNames(mentioned(tree)), counts))


def _steps(node: Node, kind: str, depth: int, bound: Names, names: FreshNames, counts: Counts) -> Iterator[PlanStep]:
    if not isinstance(node, s.Group):
        for child in children(node):
            yield from _steps(child, _KINDS.get(type(child), kind), depth, bound, names, counts)
        return
    known = bound
    for element in _in_order(node, bound, names, counts):
        if isinstance(element, s.Triples):
            yield PlanStep(
                depth, kind, written(s.Group((element,)))[2:-2].strip(" ."), estimate(element, known, counts)
            )
            known |= mentioned(element)
        elif isinstance(element, s.Lateral):
            yield from _steps(element.pattern, kind, depth, known, names, counts)
            known |= certain((element,))
        elif isinstance(element, s.Filter):
            for part in walk(element):
                if isinstance(part, s.Exists):
                    word = "not exists" if part.negated else "exists"
                    yield from _steps(part.pattern, word, depth + 1, known, names, counts)
        else:
            deeper = depth + isinstance(element, s.Optional | s.Minus | s.Union)
            # All but OPTIONAL is evaluated by itself.
            here = known if isinstance(element, s.Optional) else NONE
            yield from _steps(element, _KINDS.get(type(element), kind), deeper, here, names, counts)
            known |= certain((element,))


_KINDS: dict[type[Node], str] = {s.Optional: "optional", s.Minus: "minus", s.Union: "union"}


def _in_order(group: s.Group, bound: Names, names: FreshNames, counts: Counts) -> list[Node]:
    """Elements of a group, what the engine joins by itself in its own order first."""
    cutter = PatternSplitter(names)
    triples = [element for element in group.elements if isinstance(element, s.Triples)]
    try:
        cut: list[Node] = [part for each in triples for part in cutter.cut(each)]
    except WholePattern:
        return list(group.elements)
    others: list[Node] = [element for element in group.elements if not isinstance(element, s.Triples)]
    return [*engine_order(cut, bound, counts).steps, *others] if cut else others


def why_slow(steps: tuple[PlanStep, ...]) -> str:
    """In a sentence, what takes the time; empty where nothing should."""
    product = 1.0
    for step in steps:
        if step.depth:
            continue
        if step.rows >= _MANY and product >= _MANY:
            return (
                f"“{step.text}” has nothing in common with the patterns before it, or what it has is shared by many: "
                f"about {step.rows:,.0f} triples are looked at for each of {product:,.0f} solutions."
            )
        product = max(1.0, product * step.rows)
    nested = [step for step in steps if step.depth and step.rows >= _MANY]
    if nested and product >= 100:
        step = nested[0]
        return (
            f"“{step.text}” in {step.kind.upper()} finds about {step.rows:,.0f} triples for each of about "
            f"{product:,.0f} solutions around it."
        )
    first = steps[0] if steps else None
    if first is not None and first.rows >= _MANY:
        return (
            f"All of the {first.rows:,.0f} or more triples of “{first.text}” are looked at: nothing in the question "
            "names what is sought more closely."
        )
    return ""


def dearest(steps: tuple[PlanStep, ...]) -> str:
    """In a sentence, the pattern that costs more than any other; empty where there is none."""
    found: list[tuple[float, float, PlanStep]] = []
    product = 1.0
    for step in steps:
        found.append((product * max(1.0, step.rows), product, step))
        if not step.depth:
            product = max(1.0, product * step.rows)
    if not found:
        return ""
    _, before, step = max(found, key=lambda each: each[0])
    place = f" in {step.kind.upper()}" if step.depth else ""
    each = f"about {step.rows:,.0f} triples for each of about {before:,.0f} solutions"
    return f"Most of it goes into “{step.text}”{place}: {each}."
