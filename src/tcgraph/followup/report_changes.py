"""Say in words what moved between two reports."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from tcgraph.engine import Engine
from tcgraph.followup.report.query_rows import in_words
from tcgraph.followup.report.report_words import ReportWords
from tcgraph.queries import NamedQuery
from tcgraph.rdf import Literal


@dataclass(frozen=True, slots=True)
class ActionChange:
    """What became of one action between two dates.

    Attributes:
        number: the recommendation's number.
        action: the action's code.
        label: the action in a few words.
        before: its status at the first date; "" where it was not known then.
        after: its status at the second date.
        kind: ``new``, ``forward``, ``back``, ``rescheduled``, ``same`` or ``not reported again``.
        basis: what the later status rests on.
        on: the day the later status was reported for.
        before_sure: ``hedged`` where the earlier report does not say its status outright.
        after_sure: the same of the later one.
        before_due: the day that the earlier report expects it by, if any.
        after_due: the same of the later one.
    """

    number: int
    action: str
    label: str
    before: str
    after: str
    kind: str
    basis: str
    on: str
    before_sure: str = ""
    after_sure: str = ""
    before_due: str = ""
    after_due: str = ""

    def sentence(self, words: ReportWords) -> str:
        """The change as a sentence, in a language."""
        before = words.as_told(self.before, self.before_sure).lower()
        after = words.as_told(self.after, self.after_sure).lower()
        key = "silent" if self.kind == "not reported again" else self.kind
        if key == "same" and before != after:
            key = "now"
        days = words.rescheduled(asdict(self)) if key == "rescheduled" else ""
        said = words(f"change_{key}", before=before, after=after, on=self.on, days=days)
        because = f": {self.basis.rstrip('.')}" if self.basis and key != "silent" else ""
        return f"{self.action} ({self.label}) {said}{because}."


KINDS: Final = ("forward", "back", "rescheduled", "new", "same", "not reported again")
"""Kinds of change in the order in which people want to read them."""


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
            *(text.get(name, "") for name in ("before_sure", "after_sure", "before_due", "after_due")),
        )
        # Two offices may bear out the same status with different words; one sentence is enough.
        found.setdefault(change.action, change)
    return list(found.values())


def by_kind(found: Iterable[ActionChange]) -> dict[str, list[ActionChange]]:
    """Changes kind by kind, in the order of :data:`KINDS`, empty ones left out."""
    listed = list(found)
    groups = {kind: [change for change in listed if change.kind == kind] for kind in KINDS}
    return {kind: group for kind, group in groups.items() if group}
