"""What is due: obligations, promises to be heard of again, targets and dated events, seen from a chosen day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from tcgraph.followup.dates import passed
from tcgraph.followup.naming.who_acts import READ
from tcgraph.pages.caveats import hedged
from tcgraph.pages.charts.timeline import TimelineMark
from tcgraph.pages.dated_pictures import time_line
from tcgraph.pages.i18n import note_of, translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.queries import Parameter
from tcgraph.rdf import NamedNode, Term, plain

_DAY = Parameter("on", "date", "On")


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something with or without a date, how it stands, and the parts of the document or the hedges that say so."""

    row: Mapping[str, Term]
    when: str
    standing: DeadlineState
    sources: tuple[Term, ...] = ()
    hedges: tuple[str, ...] = ()

    @property
    def proposed(self) -> bool:
        """Whether it is owed only if what a document proposes is decided."""
        return plain(self.row.get("proposed")) == "true"

    @property
    def read(self) -> bool:
        """Whether its year is our reading."""
        return plain(self.row.get("as_written")).startswith(READ)


@dataclass(frozen=True, slots=True)
class DatedEvent:
    """A dated event, and the recommendations whose rows name it."""

    row: Mapping[str, Term]
    numbers: tuple[Term, ...]


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of deadlines.

    Raises:
        BadParameter: the day is not a date.
    """
    t = translator(state.language)
    # Addresses that were handed out before it was called as everywhere say "on".
    day = state.get("asOf") or state.get("on")
    if day:
        _DAY.term(day)
    reports = list(ask(site, "choose-report").texts())
    known = {"asOf": day} if day else {}
    owing, promises = ask(site, "owed", known), ask(site, "promises", known)
    targets, events = ask(site, "targets"), ask(site, "events")
    pivot = day or (reports[0]["value"] if reports else "")
    last = max((report["value"] for report in reports if report["value"] <= pivot), default="")
    owed = sorted(_owed(owing, pivot, last), key=lambda due: (not due.when, due.when))
    outstanding = [due for due in owed if not due.proposed and due.standing is not DeadlineState.MET]
    hedges = hedged(site)
    promised = [_promised(row, pivot, last, hedges) for row in promises.dicts()]
    labels = Labels(site, state.language)
    kept = ask(site, "promises-kept", known)
    told = pivot and "overdue-promises" in site.queries
    late = ask(site, "overdue-promises", {"asOf": pivot}) if told else None
    read = ask(site, "obligations-read", {"lang": state.language}) if "obligations-read" in site.queries else None
    labels.note_names(row["label"] for answer in (events, owing, kept) for row in answer.dicts())
    moments = [
        TimelineMark(labels.name_of(row["label"]), plain(row.get("start")), plain(row.get("end")))
        for row in events.dicts()
    ]
    moments += [
        TimelineMark(
            labels.name_of(due.row["label"]),
            due.when,
            kind="met" if due.standing is DeadlineState.MET else "proposed" if due.proposed else "owed",
        )
        for due in owed
    ]
    pictures = Pictures(site, state, labels)
    # As a file the picture has what must be known of its figures with it.
    note = note_of(site.queries["promises-kept"], state.language).value
    figures = [
        replace(pictures.promises("promises", t("deadlines.promises_chart"), kept, pivot), counts=note)
        if kept.rows
        else None,
        time_line(pictures, state.language, "events", t("deadlines.chart"), moments, pivot, "figure.seen_on"),
    ]
    things = {row[name] for answer in (owing, promises) for row in answer.dicts() for name in row}
    context = {
        "owed": owed,
        "dated": [due for due in promised if due.when],
        "undated": [due for due in promised if not due.when],
        "targets": targets,
        "events": _events(events),
        "pivot": pivot,
        "no_later": pivot if last and len(reports) == 1 and pivot == last else "",
        "open": sum(bool(due.when) for due in outstanding),
        "proposed": sum(due.proposed for due in owed),
        "timeless": sum(not due.when for due in outstanding),
        "read": read.rows if read else (),
        "past": len(late.rows) if late else 0,
        "overdue": sum(due.standing is DeadlineState.OVERDUE for due in promised),
        "hedged": sum(bool(due.hedges) for due in promised),
        "planned": sum(not due.when and plain(due.row["status"]) == "planned" for due in promised),
    }
    nodes = tuple(thing for thing in things if isinstance(thing, NamedNode))
    return Page(
        "deadlines.html",
        t("nav.deadlines"),
        "deadlines",
        context,
        (owing, promises, targets, events, kept, *((late,) if late else ())),
        nodes,
        tuple(figure for figure in figures if figure),
        sheets=lambda: (promises, targets, events),
    )


def _events(answer: Answer) -> list[DatedEvent]:
    """Each event once; the question has it once for each row that names it."""
    found: dict[tuple[str, ...], list[Mapping[str, Term]]] = {}
    for row in answer.dicts():
        found.setdefault(tuple(plain(row.get(name)) for name in ("label", "start", "end", "place")), []).append(row)
    return [DatedEvent(rows[0], tuple(row["number"] for row in rows if "number" in row)) for rows in found.values()]


def _promised(row: Mapping[str, Term], day: str, last: str, hedges: Mapping[str, tuple[str, ...]]) -> Deadline:
    when = plain(row.get("due"))
    return Deadline(
        row, when, standing(when, day, last, plain(row["told"])), hedges=hedges.get(plain(row["action"]), ())
    )


def _owed(answer: Answer, day: str, last: str) -> list[Deadline]:
    """What is owed, each once; the question has it once for each part of the document that says so."""
    found: dict[tuple[str, ...], list[Mapping[str, Term]]] = {}
    for row in answer.dicts():
        found.setdefault(tuple(plain(row.get(name)) for name in ("label", "due", "owed_to")), []).append(row)
    return [
        Deadline(
            rows[0], due, _standing(rows[0], due, day, last), tuple(row["source"] for row in rows if "source" in row)
        )
        for (_, due, _), rows in found.items()
    ]


def _standing(row: Mapping[str, Term], due: str, day: str, last: str) -> DeadlineState:
    if "met" in row:
        return DeadlineState.MET
    return DeadlineState.PROPOSED if plain(row.get("proposed")) == "true" else standing(due, day, last)


VIEWS = (View("/deadlines", build),)


class DeadlineState(StrEnum):
    """How something that is owed or planned stands on a day; the value is its name in the catalogue of words."""

    MET = "met"
    """A report tells that it was done."""
    PROPOSED = "proposed"
    """Its date is that of a decision that was only proposed."""
    UNDATED = "undated"
    """It has no date of its own."""
    AHEAD = "open"
    """Its date is not over."""
    OVERDUE = "late"
    """Its date is over, and a later report tells of it as not done."""
    UNTOLD = "untold"
    """Its date is over, and the later reports do not tell of it."""
    UNKNOWN = "unknown"
    """Its date is over, and no later report is known: it may well have been done."""


def standing(when: str, day: str, last: str, told: str = "") -> DeadlineState:
    """How something that is not known to be done stands.

    Args:
        when: its day, month or year; empty where it has none.
        day: as of when.
        last: the day of the last report known by then.
        told: the day of the last report that tells of it as not done; empty where none does.
    """
    if not when:
        return DeadlineState.UNDATED
    if not passed(when, day):
        return DeadlineState.AHEAD
    if passed(when, told):
        return DeadlineState.OVERDUE
    return DeadlineState.UNTOLD if passed(when, last) else DeadlineState.UNKNOWN
