"""What is due: obligations, promises to be heard of again, targets and dated events, seen from a chosen day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tcgraph.pages.asking import Answer, ask
from tcgraph.pages.charts.timeline import Moment
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.page import Page, View
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.site import Site
from tcgraph.pages.state import State
from tcgraph.queries import Parameter
from tcgraph.rdf import NamedNode, Term, plain

_DAY = Parameter("on", "date", "On")


@dataclass(frozen=True, slots=True)
class Due:
    """Something with or without a date, whether that date has passed, and the parts of the document that say so."""

    row: Mapping[str, Term]
    when: str
    overdue: bool
    sources: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """A dated event, and the recommendations whose rows name it."""

    row: Mapping[str, Term]
    numbers: tuple[Term, ...]


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of deadlines.

    Raises:
        BadParameter: the day is not a date.
    """
    t = translator(state.language)
    day = state.get("on")
    if day:
        _DAY.term(day)
    reports = list(ask(site, "choose-report").texts())
    known = {"asOf": day} if day else {}
    obligations, promises = ask(site, "obligations"), ask(site, "promises", known)
    targets, events = ask(site, "targets"), ask(site, "events")
    pivot = day or (reports[0]["value"] if reports else "")
    owed = sorted(_owed(obligations, pivot), key=lambda due: (not due.when, due.when))
    promised = [
        Due(row, plain(row.get("expected")), _passed(plain(row.get("expected")), pivot)) for row in promises.dicts()
    ]
    labels = Labels(site, state.language)
    kept = ask(site, "promises-kept", known)
    told = pivot and "overdue-promises" in site.queries
    late = ask(site, "overdue-promises", {"asOf": pivot}) if told else None
    labels.note_names(row["label"] for answer in (events, obligations, kept) for row in answer.dicts())
    moments = [
        Moment(labels.name_of(row["label"]), plain(row.get("start") or row.get("due")), plain(row.get("end")))
        for row in (*_once(events.dicts()), *_once(obligations.dicts()))
    ]
    pictures = Pictures(site, state, labels)
    figures = [
        pictures.promises("promises", t("deadlines.promises_chart"), kept, pivot) if kept.rows else None,
        pictures.moments("events", t("deadlines.chart"), moments),
    ]
    things = {row[name] for answer in (obligations, promises) for row in answer.dicts() for name in row}
    context = {
        "owed": owed,
        "dated": [due for due in promised if due.when],
        "undated": [due for due in promised if not due.when],
        "targets": targets,
        "events": _events(events),
        "pivot": pivot,
        # Overdue is what has passed the date that it names; what names none waits for a report, which may have come.
        "unheard": sum(row["due_by"] == "next report" for row in late.texts()) if late else 0,
        "overdue": sum(due.overdue for due in (*owed, *promised)),
    }
    nodes = tuple(thing for thing in things if isinstance(thing, NamedNode))
    return Page(
        "deadlines.html",
        t("nav.deadlines"),
        "deadlines",
        context,
        (obligations, promises, targets, events, kept, *((late,) if late else ())),
        nodes,
        tuple(figure for figure in figures if figure),
    )


def _events(answer: Answer) -> list[Event]:
    """Each event once; the question has it once for each row that names it."""
    found: dict[tuple[str, ...], list[Mapping[str, Term]]] = {}
    for row in answer.dicts():
        found.setdefault(tuple(plain(row.get(name)) for name in ("label", "start", "end", "place")), []).append(row)
    return [Event(rows[0], tuple(row["number"] for row in rows if "number" in row)) for rows in found.values()]


def _owed(answer: Answer, day: str) -> list[Due]:
    """What is owed, each once; the question has it once for each part of the document that says so."""
    found: dict[tuple[str, ...], list[Mapping[str, Term]]] = {}
    for row in answer.dicts():
        found.setdefault(tuple(plain(row.get(name)) for name in ("label", "due", "owed_to")), []).append(row)
    return [
        Due(rows[0], due, _passed(due, day), tuple(row["source"] for row in rows if "source" in row))
        for (_, due, _), rows in found.items()
    ]


def _passed(when: str, day: str) -> bool:
    """Whether all of a day, month or year lies before a day; the longest common precision decides."""
    return bool(when) and when < day[: len(when)]


def _once(rows: Iterable[Mapping[str, Term]]) -> list[Mapping[str, Term]]:
    seen: dict[str, Mapping[str, Term]] = {}
    for row in rows:
        seen.setdefault(plain(row["label"]), row)
    return list(seen.values())


VIEWS = (View("/deadlines", build),)
