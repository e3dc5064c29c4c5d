"""The first page: what this is, what is new, what is due, and where to begin, in one screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tcgraph.pages.asking import Answer, ask
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.matrix import endings
from tcgraph.pages.page import Page, View
from tcgraph.pages.pictures import ENDED, STATUSES, Pictures
from tcgraph.pages.site import Site
from tcgraph.pages.state import State
from tcgraph.pages.structured import dataset
from tcgraph.rdf import NamedNode, Term, plain

_ROOM = 700
"""How wide the picture is: about as many pixels as its column has."""
_DUE = 4
"""How many of the things that fall due next are told."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something that falls due: when, what, and where it is told of."""

    when: str
    label: Term
    source: NamedNode | None


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The first page."""
    t = translator(state.language)
    sections, matrix = ask(site, "sections"), ask(site, "follow-up-matrix", {"lang": state.language})
    obligations, promises, cycles = ask(site, "obligations"), ask(site, "promises-kept"), ask(site, "reporting-cycles")
    reports = list(ask(site, "choose-report").texts())
    seen_on = reports[0]["value"] if reports else ""
    labels = Labels(site, state.language)
    labels.note_names(term for answer in (sections, obligations, cycles) for row in answer.rows for term in row)
    figure = Pictures(site, state, labels).statuses("sections", t("home.sections"), sections, _ROOM)
    rows = list(matrix.texts())
    ended = endings(site)[0]
    totals = {status: sum(int(row[status.replace("-", "_")]) for row in rows) for status in STATUSES}
    totals |= {status: count for status in ENDED if (count := sum(counts[status] for counts in ended.values()))}
    context = {
        "reports": reports,
        "seen_on": seen_on,
        "next_report": next((row for row in cycles.texts() if row["due"] and not row["as_of"]), None),
        "due": _next(obligations, seen_on),
        "promised": _by_day(promises),
        "recommendations": len(rows),
        "with_taken": sum(row["taken"] != "0" for row in rows),
        "totals": totals,
        "reported": next(ask(site, "reported-items").texts()) if "reported-items" in site.queries else {},
        "statuses": tuple(totals),
    }
    page = Page("home.html", t("home.title"), "", context, (sections, matrix, obligations, promises), (), (figure,))
    return replace(page, subject=dataset(site, state, page, t))


def _next(obligations: Answer, seen_on: str) -> list[Due]:
    """What falls due first from a day on, each once."""
    found: dict[tuple[str, str], Due] = {}
    for row in obligations.dicts():
        when, source = plain(row.get("due")), row.get("source")
        if when and when >= seen_on[: len(when)]:
            due = Due(when, row["label"], source if isinstance(source, NamedNode) else None)
            found.setdefault((when, plain(row["label"])), due)
    return sorted(found.values(), key=lambda due: due.when)[:_DUE]


def _by_day(promises: Answer) -> tuple[str, int]:
    """The day on which most promises fall due, and how many."""
    days: dict[str, int] = {}
    for row in promises.texts():
        days[row["due"]] = days.get(row["due"], 0) + 1
    return max(days.items(), key=lambda item: item[1], default=("", 0))


VIEWS = (View("/", build),)
