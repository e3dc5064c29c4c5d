"""The first page: what this is, what is new, what is due, and where to begin, in one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from tcgraph.followup.dates import passed
from tcgraph.followup.statuses import ENDED, SETTLED, STATUSES, column_of
from tcgraph.pages.caveats import endings, facts_in_doubt, told_of_counts
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.pictures import Pictures
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.structured import dataset
from tcgraph.rdf import NamedNode, Term, plain
from tcgraph.terms import ID

_ROOM = 700
"""How wide the picture is: about as many pixels as its column has."""
_DUE = 4
"""How many of the things that fall due next are told."""


_NEXT = 2
"""How many of the days on which promises fall due next are told."""


@dataclass(frozen=True, slots=True)
class FallingDue:
    """Something that falls due: when, by our reading or not, what, and where it is told; or how many promises do."""

    when: str
    label: Term | None = None
    source: NamedNode | None = None
    promises: int = 0
    read: bool = False


def build(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The first page."""
    t = translator(state.language)
    sections, matrix = ask(site, "sections"), ask(site, "follow-up-matrix", {"lang": state.language})
    owing, promises, cycles = ask(site, "owed"), ask(site, "promises-kept"), ask(site, "reporting-cycles")
    reports = list(ask(site, "choose-report").texts())
    seen_on = reports[0]["value"] if reports else ""
    labels = Labels(site, state.language)
    labels.note_names(term for answer in (sections, owing, promises, cycles) for row in answer.rows for term in row)
    figure = Pictures(site, state, labels).statuses("sections", t("home.sections"), sections, _ROOM)
    rows = list(matrix.texts())
    ended = endings(site)[0]
    doubtful, facts = facts_in_doubt(site)
    totals = {status: sum(int(row[column_of(status)]) for row in rows) for status in STATUSES}
    totals |= {status: count for status in ENDED if (count := sum(counts[status] for counts in ended.values()))}
    context = {
        "reports": reports,
        "seen_on": seen_on,
        "next_report": next((row for row in cycles.texts() if row["due"] and not row["as_of"]), None),
        "due": sorted((*_next(owing, promises, seen_on), *_promised(promises, seen_on)), key=lambda due: due.when),
        "recommendations": len(rows),
        "with_taken": sum(row["taken"] != "0" for row in rows),
        "totals": totals,
        "reported": next(ask(site, "reported-items").texts()) if "reported-items" in site.queries else {},
        "statuses": tuple(totals),
        "doubtful": len(doubtful),
        "facts": facts,
        "caveat": told_of_counts(site, state, totals["taken"]),
    }
    # What else the picture says in words the page has above it: it is to be seen in one screen.
    shown = (replace(figure, says=figure.says[:1]),)
    page = Page("home.html", t("home.title"), "", context, (sections, matrix, owing, promises), (), shown)
    return replace(page, subject=dataset(site, state, page, t))


def _next(owing: Answer, promises: Answer, seen_on: str) -> list[FallingDue]:
    """What falls due first from a day on, each once: what is owed and not delivered, and what is planned by a date."""
    found: dict[tuple[str, str], FallingDue] = {}
    told = {row["by"] for row in owing.dicts() if "by" in row}
    for row in owing.dicts():
        when, source = plain(row.get("due")), row.get("source")
        if when and not passed(when, seen_on) and "met" not in row:
            due = FallingDue(when, row["label"], source if isinstance(source, NamedNode) else None)
            found.setdefault((when, plain(row["label"])), due)
    for row in promises.dicts():
        when, action = plain(row.get("due")), NamedNode(f"{ID}action/{plain(row['action'])}")
        ended = plain(row["state"]) in SETTLED or action in told
        by = plain(row.get("due_by"))
        if by in ("stated", "inferred") and not passed(when, seen_on) and not ended:
            due = FallingDue(when, row["label"], action, read=by == "inferred")
            found.setdefault((when, plain(row["label"])), due)
    return sorted(found.values(), key=lambda due: due.when)[:_DUE]


def _promised(promises: Answer, seen_on: str) -> list[FallingDue]:
    """On which reports from a day on actions wait that name no date, and how many: the next, and that of most."""
    open_ones = [
        row["next_report"] for row in promises.texts() if row["due_by"] == "next report" and row["state"] not in SETTLED
    ]
    days = Counter(due for due in open_ones if not passed(due, seen_on))
    told = {*sorted(days)[:_NEXT], *(day for day, _ in days.most_common(1))}
    return [FallingDue(day, promises=days[day]) for day in told]


VIEWS = (View("/", build),)
