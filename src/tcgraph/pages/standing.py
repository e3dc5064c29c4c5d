"""How far what a page names is, and how sure that is: the status of actions, and what parts in them are our reading.

Whatever shows an action shows its status, and whatever shows somebody's part in one marks it where the document does
not say it (≈) or says it with a hedge; templates and pictures ask it here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tcgraph.followup.statuses import EVERY
from tcgraph.pages.caveats import hedged
from tcgraph.pages.result_columns import coded
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.rdf import NamedNode, plain
from tcgraph.terms import ID

_TELLS_STATUS = frozenset(("status", "statuses", "after"))
_TELLS_CERTAINTY = frozenset(("certainty", "ours", "reading", "part_played"))
_ACTION = ID + "action/"


@dataclass(frozen=True, slots=True)
class PartPlayed:
    """A part that a thing has under a recommendation.

    Attributes:
        number: of the recommendation.
        action: in which it has it; empty where it is asked, or named in what was asked.
        part: ``asked``, ``agent``, ``donor``, ``mentions``, ``beneficiary``, or a role.
        reading: ``inferred`` where the document does not say so, ``hedged`` where it does with a hedge, else empty.
    """

    number: str
    action: str
    part: str
    reading: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The status of each action, the words that hedge those planned, and the parts of each thing, by their IRIs."""

    status: Mapping[str, str]
    hedges: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, tuple[PartPlayed, ...]]

    def of(self, thing: str, number: str = "", action: str = "", part: str = "") -> list[PartPlayed]:
        """The parts of a thing under one recommendation, in one action or of one sort; an empty text is any."""
        asked = (number, action, part)
        return [
            one
            for one in self.parts.get(thing, ())
            if all(want in ("", has) for want, has in zip(asked, (one.number, one.action, one.part), strict=True))
        ]

    def reading(self, thing: str, number: str = "", action: str = "", part: str = "") -> str:
        """How unsure it is that a thing has such a part: empty where the document states it once, or knows of none."""
        return surest(one.reading for one in self.of(thing, number, action, part))

    def counts(self, parts: Iterable[PartPlayed]) -> dict[str, int]:
        """How many actions of each status some parts are in."""
        told = Counter(self.status.get(action, "") for action in {one.action for one in parts if one.action})
        return {status: told[status] for status in EVERY if told[status]}

    def of_row(self, answer: Answer, place: int) -> dict[int, str]:
        """By column, how unsure it is that the thing in it has the part that a row tells; only of what is unsure.

        A row that tells of one action tells of the part in it; one that has the number of a recommendation, of any
        part under that; and where it names a role, of that role. Answers with a column for it are let be.
        """
        if answer.own or _TELLS_CERTAINTY.intersection(answer.variables):
            return {}
        row = dict(zip(answer.variables, answer.rows[place], strict=True))
        action, number, role = (plain(row.get(name)) for name in ("action", "number", "role"))
        if not (action.startswith(_ACTION) or number):
            return {}
        found = {}
        for at, (column, term) in enumerate(row.items()):
            things = [term] if isinstance(term, NamedNode) else coded(column, term)
            readings = (self.reading(one.value, number, action, role) for one in things)
            if sure := next(filter(None, readings), ""):
                found[at] = sure
        return found


def surest(readings: Iterable[str]) -> str:
    """The surest of some readings: what is stated once is stated, and what is hedged the document says at least."""
    found = set(readings)
    return "" if "" in found or not found else "hedged" if "hedged" in found else "inferred"


def least_sure(readings: Iterable[str]) -> str:
    """The least sure of some readings: what is our reading once, then what is hedged once."""
    found = set(readings)
    return next((one for one in ("inferred", "hedged") if one in found), "")


def standing_of(site: Site, on: str = "") -> Standing:
    """How far and how sure all is, as known on a day or now; kept for the version in force."""
    return site.memo.get(("standing", site.version(), site.of, on), lambda: _read(site, on))


def tells_status(answer: Answer) -> bool:
    """Whether a table has a column for the status of what it names."""
    return bool(_TELLS_STATUS.intersection(answer.variables))


def _read(site: Site, on: str) -> Standing:
    status: dict[str, str] = {}
    if "recommendation-actions" in site.queries:
        told = ask(site, "recommendation-actions", {"asOf": on}).texts()
        status = {row["action"]: row["status"] for row in told}
    parts: dict[str, list[PartPlayed]] = {}
    # A project that was begun with an earlier release has not got the question.
    for row in ask(site, "parts-played").texts() if "parts-played" in site.queries else ():
        part = PartPlayed(row["number"], row["action"], row["part"], row["reading"])
        parts.setdefault(row["thing"], []).append(part)
    hedges = {action: words for action, words in hedged(site).items() if status.get(action) == "planned"}
    return Standing(status, hedges, {thing: tuple(own) for thing, own in parts.items()})
