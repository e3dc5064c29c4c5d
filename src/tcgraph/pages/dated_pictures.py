"""Pictures of what has a day: time lines, and a mark for each promise under the day that it names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tcgraph.followup.dates import passed
from tcgraph.pages.caveats import hedged
from tcgraph.pages.charts.dots import Dot, DotRow, dot_rows
from tcgraph.pages.charts.figure import Cell, Figure
from tcgraph.pages.charts.timeline import PAINTS, TimelineMark, dated, of_a_year, position, timeline, when
from tcgraph.pages.i18n import translator
from tcgraph.pages.labels import Labels, day, in_order, word_for
from tcgraph.pages.page import anchor_of
from tcgraph.pages.picture_words import counted, of_moments, span, uncut
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.standing import standing_of
from tcgraph.rdf import plain
from tcgraph.terms import ID

if TYPE_CHECKING:
    from tcgraph.pages.pictures import Pictures

STATES = {
    "kept": "taken", "started": "under-way", "still planned": "planned", "not taken": "not-taken",
    "not heard of": "unheard", "hedged": "hedged",
}  # fmt: skip
"""What became of promises, and the colours that tell it; hedged is what was not heard of and was no firm promise."""
_DATES = ("start", "due", "when", "ratified_on", "as_of")
"""Columns that say when something begins or is due."""
_MOST = 43
"""How many lines a time line has; a page on a telephone has no room for more."""


def time_line(
    pictures: Pictures, language: str, key: str, title: str, moments: Sequence[TimelineMark], on: str, on_words: str
) -> Figure | None:
    """A time line with its table; None where nothing has a date.

    Args:
        pictures: makes the figure.
        language: of days and sentences.
        key: its name in addresses.
        title: what it shows.
        moments: what is dated, or is not.
        on: a day at which a line stands, if any.
        on_words: what is said beside that line, by its key.
    """
    t = translator(language)
    shown = dated(moments)
    if not shown:
        return None
    cut = shown[: uncut([position(m.start, first=True) for m in shown], _MOST)]
    # What is told under two recommendations has a row for each, with another page.
    named = {moment.label for moment in shown}
    undated = {m.label: Cell(m.label, m.href) for m in reversed(moments) if m.label not in named}
    notes = [
        t("figure.of_a_year") if any(map(of_a_year, cut)) else "",
        t("figure.cut", shown=len(cut), n=len(shown)) if len(cut) < len(shown) else "",
    ]
    kinds = Counter(moment.kind for moment in shown)
    legend = [(PAINTS[kind], counted(t(f"figure.moment_{kind}"), kinds[kind])) for kind in PAINTS if kind in kinds]
    seen = (position(on, first=True), t(on_words, day=day(on, language))) if on else None
    return pictures.figure(
        key, title, timeline(cut, language, seen), says=of_moments(shown, len(shown) + len(undated), on, language),
        legend=tuple(legend) if kinds.keys() - {"event"} else (), note=" ".join(filter(None, notes)),
        rest=((t("figure.undated", n=len(undated)), tuple(reversed(undated.values()))),) * bool(undated),
        heads=(t("column.start"), t("column.label")),
        rows=tuple((Cell(when(m, language)), Cell(m.label, m.href)) for m in cut),
    )  # fmt: skip


def moments_of(site: Site, language: str, labels: Labels, answer: Answer, hrefs: Sequence[str]) -> list[TimelineMark]:
    """What is dated in the rows of an answer, with the kinds of dates where the rows or the project tell them.

    Args:
        site: where it is looked up what is only proposed.
        language: of names.
        labels: names of things.
        answer: the rows.
        hrefs: the page of each.
    """
    names = [name for name in _DATES if name in answer.variables]
    owed = bool({"owed_to", "kind"} & set(answer.variables)) and "owed" in site.queries
    # A report that is to come is as sure as what is owed on its day.
    cycles = {"cycle", "due", "as_of"} <= set(answer.variables) and "owed" in site.queries
    known = list(ask(site, "owed").texts()) if owed or cycles else []
    proposed = {row["due"] if cycles else row["label"] for row in known if row["proposed"]}
    met = {row["label"] for row in known if row["met"]}
    made: list[TimelineMark] = []
    status = {anchor_of(action): code for action, code in standing_of(site).status.items()}
    for row, href in zip(answer.dicts(), hrefs, strict=True):
        label = name = labels.name_of(row.get("label"))
        to, kind, named = row.get("owed_to"), plain(row.get("kind")), plain(row.get("label"))
        if to is not None or kind == "owed":
            kind = "met" if named in met else "proposed" if named in proposed else "owed"
        if to is not None:
            label = translator(language)("figure.owed_to", label=name, to=labels.name_of(to))
        elif cycles and "as_of" not in row:
            kind = "proposed" if plain(row.get("due")) in proposed else "owed"
        if how_far := status.get(href.rpartition("#")[2]):
            label += f"\u00a0· {word_for(language, 'status', how_far, labels)}"
        made.append(TimelineMark(label, *span(row, names), href, kind if kind in PAINTS else "event", name))
    return made


def promise_marks(
    site: Site, language: str, labels: Labels, pictures: Pictures, key: str, title: str, answer: Answer,
    hrefs: Sequence[str], on: str,
) -> Figure:  # fmt: skip
    """A mark for each promise by when to hear of it: the day that it names, else that of the next report.

    Args:
        site: where hedges are looked up.
        language: of words and days.
        labels: names of things.
        pictures: makes the figure.
        key: its name in addresses.
        title: what it shows.
        answer: a row for each promise.
        hrefs: the page of each.
        on: a day that a line divides what is past and what is to come by, and after which the words tell what comes
            next; none where it is empty.
    """
    t = translator(language)
    by_day: dict[tuple[str, bool], list[Dot]] = {}
    hedges = hedged(site)
    for row, href in zip(answer.dicts(), hrefs, strict=True):
        due = plain(row.get("due")) or plain(row.get("next_report"))
        state = plain(row.get("state")) or "not heard of"
        words = hedges.get(f"{ID}action/{plain(row.get('action'))}", ()) if state == "not heard of" else ()
        state = "hedged" if words else state
        spoken = " (en)" * (language != "en")  # as pages mark what is quoted from the document
        named = labels.name_of(row["label"]) + "".join(f" “\u2068{one}\u2069”{spoken}" for one in words)
        # It was announced; what was heard of it since stands before what that means for the promise.
        status = word_for(language, "status", plain(row.get("heard")) or "planned", labels)
        word = f"{status}, {word_for(language, 'promise', state, labels)}"
        by_day.setdefault((due, plain(row.get("due_by")) == "next report"), []).append(
            Dot(named, STATES.get(state, "unheard"), href, word)
        )
    days = sorted(by_day, key=lambda own: (not own[0], position(own[0], first=False), own))
    first_later = next((own for own in days if on and not passed(own[0], on)), None)
    rows = [
        DotRow(
            _when(*own, language),
            sorted(by_day[own], key=lambda dot: (list(STATES.values()).index(dot.series), in_order(dot.label))),
            t("figure.seen_on", day=day(on, language)) if own == first_later else "",
        )
        for own in days
    ]
    used = Counter(dot.series for row in rows for dot in row.dots)
    told = {STATES[state]: word_for(language, "promise", state, labels) for state in STATES}
    moments = [TimelineMark(dot.label, own[0]) for own in days if not own[1] for dot in by_day[own]]
    return pictures.figure(
        key, title, dot_rows(rows), unit=t("figure.promises"),
        says=of_moments(moments, used.total(), on, language),
        legend=tuple((paint, counted(word, used[paint])) for paint, word in told.items() if paint in used),
        heads=(t("column.due"), t("column.label"), t("column.state")),
        rows=tuple((Cell(row.label), Cell(dot.label, dot.href), Cell(dot.state))
                   for row in rows for dot in row.dots),
    )  # fmt: skip


def _when(due: str, next_report: bool, language: str) -> str:
    """When a promise is to be heard of; the day of a report is no day that the promise names."""
    t = translator(language)
    told = day(due, language) if due else t("figure.no_date")
    return t("figure.next_report", day=told) if next_report else told
