"""Say in words what moved between two reports."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tcgraph.engine import Engine
from tcgraph.followup.report.query_rows import in_words
from tcgraph.queries import NamedQuery
from tcgraph.rdf import Literal

_WORDS: Final = {"under-way": "under way"}


@dataclass(frozen=True, slots=True)
class ActionChange:
    """What became of one action between two dates.

    Attributes:
        number: the recommendation's number.
        action: the action's code.
        label: the action in a few words.
        before: its status at the first date; "" where it was not known then.
        after: its status at the second date.
        kind: ``new``, ``forward``, ``back``, ``same`` or ``not reported again``.
        basis: what the later status rests on.
        on: the day the later status was reported for.
    """

    number: int
    action: str
    label: str
    before: str
    after: str
    kind: str
    basis: str
    on: str

    def sentence(self) -> str:
        """The change as a sentence."""
        after = _WORDS.get(self.after, self.after)
        before = _WORDS.get(self.before, self.before)
        because = f": {self.basis.rstrip('.')}" if self.basis and self.kind != "not reported again" else ""
        match self.kind:
            case "new":
                said = f"is reported for the first time, as {after}"
            case "forward":
                said = f"moved from {before} to {after}"
            case "back":
                said = f"went back from {before} to {after}"
            case "same":
                said = f"is still {after}" if before == after else f"is now {after}, no longer {before}"
            case _:
                said = f"was {after} on {self.on} and has not been reported on again"
        return f"{self.action} ({self.label}) {said}{because}."


KINDS: Final = {
    "forward": "Moved on",
    "back": "Went back",
    "new": "New",
    "same": "Reported again, unchanged",
    "not reported again": "Not reported on again",
}
"""Kinds of change in the order in which people want to read them, with a heading each."""


def changes(
    engine: Engine, query: NamedQuery, start: datetime.date, end: datetime.date, of: str = "", language: str = "en"
) -> list[ActionChange]:
    """What became of every action between two dates.

    Args:
        engine: the graph.
        query: the project's query ``status-changes``.
        start: the earlier date.
        end: the later date.
        of: code of the follow-up that the actions belong to; empty in a project that describes none.
        language: of what the actions are called and of what their status rests on, where the graph has it in that.
    """
    bound = query.bind({"from": start.isoformat(), "to": end.isoformat(), "of": of})
    found: dict[str, ActionChange] = {}
    solutions = engine.select(bound)
    for row in in_words(engine, list(solutions), language):
        text = {
            name: term.value for name, term in zip(solutions.variables, row, strict=True) if isinstance(term, Literal)
        }
        change = ActionChange(
            int(text["number"]),
            text["action"],
            text["label"],
            text.get("before", ""),
            text["after"],
            text["change"],
            text.get("basis", ""),
            text["after_on"],
        )
        # Two offices may bear out the same status with different words; one sentence is enough.
        found.setdefault(change.action, change)
    return list(found.values())


def by_kind(found: Iterable[ActionChange]) -> dict[str, list[ActionChange]]:
    """Changes under the headings of :data:`KINDS`, empty ones left out."""
    listed = list(found)
    groups = {kind: [change for change in listed if change.kind == kind] for kind in KINDS}
    return {kind: group for kind, group in groups.items() if group}
