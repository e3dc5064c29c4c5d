"""Bars that say how what they count was told: stated, hedged or inferred by us, or in which part of the document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tcgraph.followup.statuses import COLUMNS

_PAINTS = {"stated": "bar", "hedged": "hedged", "inferred": "inferred"}
"""The colour of each manner of telling, in the order in which a bar stacks them."""
_TOGETHER = "1"
"""The colour of what is told in several manners at once."""


_COLUMN_OF: Final = {status: column for column, held in COLUMNS.items() for status in held}


@dataclass(frozen=True, slots=True)
class Stack:
    """What bars are made of.

    Attributes:
        series: the name of each colour that is used, in drawing order.
        parts: for each bar's key, how many things it counts by colour.
    """

    series: Mapping[str, str]
    parts: Mapping[str, Mapping[str, int]]


def stacked(told: Iterable[tuple[str, object, str]], words: Mapping[str, str]) -> Stack | None:
    """Bars split by the manner in which what they count was told.

    A thing that is told in two manners is one thing: a bar counts it once, in a part of its own.

    Args:
        told: a bar's key, the thing that it counts, and the manner in which that is told.
        words: what each manner is called.

    Returns:
        The parts; None where everything is stated, a manner has no colour, or there are more ways of telling in
        several than one can show.
    """
    manners: dict[tuple[str, object], set[str]] = {}
    for key, thing, manner in told:
        manners.setdefault((key, thing), set()).add(manner)
    found = {frozenset(own) for own in manners.values()}
    together = [own for own in found if len(own) > 1]
    if found == {frozenset(("stated",))} or not frozenset().union(*found) <= _PAINTS.keys() or len(together) > 1:
        return None
    paints = {frozenset((manner,)): paint for manner, paint in _PAINTS.items()} | dict.fromkeys(together, _TOGETHER)
    parts: dict[str, dict[str, int]] = {}
    for (key, _), own in manners.items():
        bar = parts.setdefault(key, {paint: 0 for told_so, paint in paints.items() if told_so in found})
        bar[paints[frozenset(own)]] += 1
    order = list(_PAINTS)
    series = {
        paint: " + ".join(words[manner] for manner in sorted(told_so, key=order.index))
        for told_so, paint in paints.items()
        if told_so in found
    }
    return Stack(series, parts)


def by_status(told: Iterable[tuple[str, object, str]], words: Mapping[str, str]) -> Stack:
    """Bars split by how far what they count is: a bar's key, the thing, and its status; what each status is called."""
    far = {(name, thing): _COLUMN_OF[status] for name, thing, status in told}
    found = [status for status in words if status in far.values()]
    parts = {name: dict.fromkeys(found, 0) for name, _ in far}
    for (name, _), status in far.items():
        parts[name][status] += 1
    return Stack({status: words[status] for status in found}, parts)
