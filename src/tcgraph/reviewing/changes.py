"""What a person can do to a review, worked out as patches, so that it can be kept, shown and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from itertools import chain
from typing import Any, Final

from tcgraph.errors import TcgraphError
from tcgraph.followup.drafts.asked_act import is_act_asked
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.drafts.review_file import parts_of
from tcgraph.followup.drafts.review_words import ANSWERED
from tcgraph.followup.drafts.terms_told import terms_of
from tcgraph.followup.naming.name_words import ORGANISATION
from tcgraph.followup.naming.new_names import CHOICES, usual_kind
from tcgraph.followup.naming.who_acts import READ, doers
from tcgraph.followup.wording.status_wording import CONFIDENT, propose
from tcgraph.reviewing.reference_data import ReferenceData
from tcgraph.reviewing.rows import ACTIONS, ASKED, BODIES, DOCUMENT, Patch, Row, Rows

EDITABLE: Final[Mapping[str, frozenset[str]]] = {
    ACTIONS: frozenset(
        {"status", "label", "summary", "agent", "mentions", "expected", "same", "note", "reason", "alternatives"}
        | {"payer", "amount", "sure", "condition", "role"}
    ),
    ASKED: frozenset({"label", "summary", "addressee", "theme"}),
    BODIES: frozenset({"code", "name", "short", "kind", "as"}),
    DOCUMENT: frozenset({"Language", "Cycle", "Name", "Symbol", "Title", "Date", "Body"}),
}
"""The cells that a person may fill in, by sheet; the others tell where a proposal comes from."""
_TERMS: Final = ("amount", "sure", "condition", "role")
_ACTING: Final = ("organisation/", "country/")
"""What the address of one who can act begins with, after ``/id/``."""


class EditRefused(TcgraphError):
    """A deed that makes no sense as things stand; the message says what would."""


class ReviewEdits:
    """What can be done to a review; every method gives the patches that do it.

    Args:
        rows: the review as it stands.
        reference: what it is held against.
    """

    def __init__(self, rows: Rows, reference: ReferenceData) -> None:
        self.rows, self.reference = rows, reference

    def accept(self, ids: Sequence[str], status: str = "") -> list[Patch]:
        """Take proposals over, with the status that is given, or else the one that is filled in.

        Raises:
            EditRefused: one has no status, or responds to nothing.
        """
        return [self._accepted(name, status) for name in self._known(ids)]

    def _accepted(self, name: str, status: str) -> Patch:
        row = self.rows.actions[name]
        # What is proposed below the line is shown, but a person has to say it.
        chosen = status or row.get("status", "")
        if chosen not in (*self.reference.statuses, ANSWERED):
            raise EditRefused(f"{row.get('key', '')}: choose a status first")
        if not row.get("ask"):
            raise EditRefused(f"{row.get('key', '')}: say first what it responds to")
        return self.rows.actions.changed(name, take="yes", status=chosen)

    def leave_out(self, ids: Sequence[str]) -> list[Patch]:
        """Leave proposals out."""
        return [self.rows.actions.changed(name, take="no") for name in self._known(ids)]

    def decide_again(self, ids: Sequence[str]) -> list[Patch]:
        """Put proposals back among those to decide."""
        return [self.rows.actions.changed(name, take="") for name in self._known(ids)]

    def accept_above(self, confidence: float) -> list[Patch]:
        """Take over every undecided proposal of which the table tells what it responds to, from a confidence on.

        Which of several earlier actions one reports on again, a person has to say first.
        """
        return [
            self.rows.actions.changed(name, take="yes", status=row.get("status") or row["proposed"])
            for name, row in self.rows.actions
            if not row.get("take")
            and row.get("ask")
            and row.get("pairing") != "inferred"
            and not (row.get("earlier") and not row.get("same"))
            and row.get("proposed") in self.reference.statuses
            and _number(row.get("confidence", "")) >= confidence
        ]

    def change(self, sheet: str, row: str, values: Mapping[str, str]) -> list[Patch]:
        """Fill in cells of a row.

        Raises:
            EditRefused: there is no such row, or a cell is none to fill in.
        """
        if sheet not in EDITABLE or row not in self.rows[sheet]:
            raise EditRefused("there is no such row any more")
        if wrong := sorted(values.keys() - EDITABLE[sheet]):
            raise EditRefused(f"{wrong[0]!r} is not to be filled in")
        return [self.rows[sheet].changed(row, **{key: value.strip() for key, value in values.items()})]

    def split(self, row: str, at: int) -> list[Patch]:
        """Make two proposals of one: the words before an offset of its wording, and those after it.

        Raises:
            EditRefused: nothing would be left of one of the two.
        """
        (name,) = self._known([row])
        whole = self.rows.actions[name]
        wording = whole.get("wording", "")
        first, second = wording[:at].strip(), wording[at:].strip()
        if not first or not second:
            raise EditRefused("choose a place between two words")
        start = int(whole["start"]) if whole.get("start", "").isdigit() else 0
        before = self._of_words(whole, first, start)
        after = self._of_words(whole, second, start + wording.index(second, at))
        after |= {"key": self._next_key(whole.get("key", "added-1-a")), "same": ""}
        place = self.rows.actions.place(name)
        return [
            self.rows.actions.changed(name, **before),
            self.rows.actions.added(self.rows.actions.free_name(name), after, place + 1),
        ]

    def _of_words(self, row: Row, words: str, start: int) -> Row:
        """A row for a part of its wording, with what is proposed of that part."""
        found = propose(words, language=self.reference.language)
        asked = next(
            (one.get("wording", "") for _, one in self.rows.asked if one.get("reference") == row.get("ask")), ""
        )
        sure = found.confidence >= CONFIDENT and (found.status != "taken" or is_act_asked(found.basis, words, asked))
        known = {row["said"]: {row["said"], row.get("name", ""), row.get("short", "")} for _, row in self.rows.bodies}
        whole, part = (self.reference.named(said, known) for said in (row.get("wording", ""), words))
        named, kept = ({way for _, _, one in there for way in (one, one.rpartition("/")[2])} for there in (whole, part))
        new = {row["said"] for _, row in self.rows.bodies if ORGANISATION in (row.get("as"), row.get("proposed"))}
        bodies = [(at, said, one.rpartition("/")[2]) for at, said, one in part if one in new or one.startswith(_ACTING)]
        acting = doers(words, self.reference.language, found.basis, bodies)
        by_hand = [one for one in parts_of(row.get("agent", "")) if one not in named and not one.startswith(READ)]
        by_words = [one if stated else f"{READ} {one}" for one, stated in acting]

        # What the whole does not name was linked by hand, or stands in a column of who acts: it holds for each part.
        def own(cell: str) -> list[str]:
            return [one for one in parts_of(row.get(cell, "")) if one not in named or one in kept]

        return {
            **row,
            "take": "",
            "wording": words,
            "label": words,
            "summary": words,
            "proposed": found.status or "none",
            "confidence": f"{found.confidence}",
            "basis": in_language(found.basis, self.reference.language),
            "status": found.status if sure else "",
            "agent": "; ".join(by_hand or by_words or own("agent")),
            "mentions": "; ".join(own("mentions")),
            **asdict(terms_of(words, [one for one in part if one[2] in known or one[2].startswith(_ACTING)])),
            "start": str(start),
            "end": str(start + len(words)),
        }

    def merge(self, row: str) -> list[Patch]:
        """Make one proposal of this and the next one.

        Raises:
            EditRefused: no other follows that was read beside the same.
        """
        (name,) = self._known([row])
        following = self.rows.actions.name_at(self.rows.actions.place(name) + 1)
        first = self.rows.actions[name]
        if following is None or self.rows.actions[following].get("ask") != first.get("ask"):
            raise EditRefused("no other proposal on the same follows")
        other = self.rows.actions[following]
        mentions, agents, payers = (
            dict.fromkeys(parts_of(f"{first.get(cell, '')}; {other.get(cell, '')}"))
            for cell in ("mentions", "agent", "payer")
        )
        same = first.get("status", "") == other.get("status", "")
        joined = self.rows.actions.changed(
            name,
            take="",
            wording=f"{first.get('wording', '')} {other.get('wording', '')}",
            summary=f"{first.get('summary', '')} {other.get('summary', '')}",
            mentions="; ".join(mentions),
            agent="; ".join(agents),
            payer="; ".join(payers),
            **{
                cell: first.get(cell) or other.get(cell, "") for cell in ("same", "amount", "sure", "condition", "role")
            },
            note="; ".join(dict.fromkeys(filter(None, (first.get("note", ""), other.get("note", ""))))),
            status=first.get("status", "") if same else "",
            proposed=first.get("proposed", "") if first.get("proposed") == other.get("proposed") else "none",
            confidence=min(first.get("confidence", ""), other.get("confidence", "")),
            end=other.get("end", ""),
        )
        return [joined, self.rows.actions.removed(following)]

    def move(self, row: str, ask: str) -> list[Patch]:
        """Put a proposal under another thing asked.

        Raises:
            EditRefused: nothing of that number is asked.
        """
        (name,) = self._known([row])
        asked = {row.get("reference", "") for _, row in self.rows.asked}
        if ask not in asked and self.reference.recommendation(ask) is None:
            raise EditRefused(f"nothing with the number {ask!r} is asked")
        return [self.rows.actions.changed(name, ask=ask)]

    def link(self, row: str, thing: str) -> list[Patch]:
        """Say that a proposal names a thing of the graph.

        Raises:
            EditRefused: the graph has no such thing.
        """
        (name,) = self._known([row])
        if (problem := self.reference.problem("mentions", thing)) is not None:
            raise EditRefused(problem)
        mentions = dict.fromkeys([*parts_of(self.rows.actions[name].get("mentions", "")), thing])
        return [self.rows.actions.changed(name, mentions="; ".join(mentions))]

    def drop(self, row: str) -> list[Patch]:
        """Leave out a row that asks for nothing, such as a heading, with all that was read beside it.

        Raises:
            EditRefused: there is no such row.
        """
        if row not in self.rows.asked:
            raise EditRefused("there is no such row any more")
        number = self.rows.asked[row].get("reference", "")
        beside = [
            self.rows.actions.changed(name, take="no") for name, row in self.rows.actions if row.get("ask") == number
        ]
        return [*beside, self.rows.asked.removed(row)]

    def describe_body(self, name: str) -> list[Patch]:
        """Begin to describe a body that the graph does not know."""
        row = {"said": name, "code": "", "name": name, "short": name if name.isupper() else "", "kind": ""}
        return [self.rows.bodies.added(self.rows.bodies.free_name("n"), row, sum(1 for _ in self.rows.bodies))]

    def create(self, rows: Sequence[str], what: str) -> list[Patch]:
        """Say what to create of names that the graph does not know, or to leave them.

        Args:
            rows: the names' rows.
            what: ``organisation``, ``instrument``, ``programme`` or ``leave``; "" for what each is proposed as.

        Raises:
            EditRefused: there is no such row, or none of them can be created; where some can, the others stay open.
        """
        if not rows or any(name not in self.rows.bodies for name in rows):
            raise EditRefused("there is no such row any more")
        chosen = {name: what or self.rows.bodies[name].get("proposed", "") for name in rows}
        possible = {name: one for name, one in chosen.items() if self._can_be(name, one)}
        if not possible:
            kindless = ORGANISATION in chosen.values()
            raise EditRefused("choose first what kind of organisation it is" if kindless else "choose what to create")
        return [self._created(name, one) for name, one in possible.items()]

    def _can_be(self, name: str, what: str) -> bool:
        """Whether a name can be created as something: a place cannot, nor a body of which nobody says the kind."""
        row = self.rows.bodies[name]
        told = row.get("kind", "") or usual_kind(row.get("name", ""), self.reference.names.kinds)
        return what in CHOICES and (what != ORGANISATION or bool(told))

    def _created(self, name: str, what: str) -> Patch:
        # Without a kind that somebody chose, a body gets the one that its name tells, marked as our reading.
        kind = self.rows.bodies[name].get("kind", "") if what == ORGANISATION else ""
        return self.rows.bodies.changed(name, **{"as": what}, kind=kind)

    def _known(self, ids: Sequence[str]) -> list[str]:
        if not ids or any(name not in self.rows.actions for name in ids):
            raise EditRefused("there is no such proposal any more")
        return list(ids)

    def _next_key(self, key: str) -> str:
        """A key that sorts behind one and before the next, as reports tell what answers the same in this order."""
        stem = key.rpartition("-")[0] or key
        taken = {row.get("key", "") for _, row in self.rows.actions}
        after = min((one for one in taken if one > key and one.rpartition("-")[0] == stem), default=key)
        between = (key + letter for letter in "nmlkjihgfedcba" if key + letter < after)
        last = (f"{stem}-{letter}" for letter in _letters())
        return next(one for one in chain(between, last) if one not in taken)


DEEDS: Final[Mapping[str, Callable[..., list[Patch]]]] = {
    "accept": ReviewEdits.accept,
    "leave-out": ReviewEdits.leave_out,
    "decide-again": ReviewEdits.decide_again,
    "accept-above": ReviewEdits.accept_above,
    "change": ReviewEdits.change,
    "split": ReviewEdits.split,
    "merge": ReviewEdits.merge,
    "move": ReviewEdits.move,
    "link": ReviewEdits.link,
    "drop": ReviewEdits.drop,
    "describe-body": ReviewEdits.describe_body,
    "create": ReviewEdits.create,
}
"""What a page may ask for, by name."""


def patches_of(rows: Rows, reference: ReferenceData, deed: str, values: Mapping[str, Any]) -> list[Patch]:
    """What a deed comes to.

    Raises:
        EditRefused: there is no such deed, it was not told what it needs, or it makes no sense now.
    """
    function = DEEDS.get(deed)
    if function is None:
        raise EditRefused(f"nobody knows how to do {deed!r}")
    try:
        return function(ReviewEdits(rows, reference), **values)
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        raise EditRefused(f"{deed}: {error}") from error


def _letters() -> Sequence[str]:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return [*letters, *(a + b for a in letters for b in letters)]


def _number(words: str) -> float:
    try:
        return float(words)
    except ValueError:
        return 0.0
