"""The implementation report of a cycle, in the source's own tabular form, with what changed and what is missing."""

from __future__ import annotations

import datetime
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from tcgraph.followup.cycles import Cycle
from tcgraph.followup.report.annexes import annexes
from tcgraph.followup.report.answers import Answer, Answers
from tcgraph.followup.report.blocks import Grid, Heading, Line, ReportDocument, cell, in_words

_WORDS: Final = {"taken": "Taken", "under-way": "Under way", "planned": "Planned", "standing": "Standing arrangement"}
_OTHER_WORDS: Final = {
    "partly-taken": "Partly taken",
    "not-taken": "Not taken",
    "rejected": "Rejected",
    "cancelled": "Cancelled",
    "overtaken": "Overtaken by events",
}
"""Statuses that only some bodies report: their figures stand in a report where there are any."""
_ALL_WORDS: Final = {**_WORDS, **_OTHER_WORDS}
_KINDS: Final = (("forward", "Moved on"), ("back", "Went back"), ("new", "New"))
_ROMAN: Final = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")


def implementation_report(
    answers: Answers, cycle: Cycle, before: Cycle | None, *, title: str, symbol: str
) -> ReportDocument:
    """Write the report of a cycle.

    Args:
        answers: the graph, asked through named queries.
        cycle: the cycle to report on; it must be open.
        before: the cycle before it, if there is one.
        title: the report's title.
        symbol: its document symbol.
    """
    assert cycle.as_of is not None
    day = cycle.as_of.isoformat()
    home = next((row["report"] for row in answers.rows("reporting-cycles") if "report" in row), "")
    asked = answers.rows("report-recommendations")
    actions = answers.rows("report-actions", {"asOf": day})
    changes = _changes(answers, before, day)
    promises = answers.rows("promises-kept", {"asOf": day})
    overdue = answers.rows("overdue-promises", {"asOf": day})
    blocks: list[Heading | Line | Grid] = [Heading(1, title), Heading(2, "Summary")]
    blocks += _summary(cycle, before, asked, actions, changes, promises, overdue, home)
    blocks.append(_by_section(asked, actions))
    if before is not None:
        blocks += _moved(list(changes.values()), before)
    for section, label in dict.fromkeys((row["section"], row["section_label"]) for row in asked):
        blocks.append(Heading(2, f"{_roman(section)}. {label}"))
        rows = [row for row in asked if row["section"] == section]
        blocks.append(_table(rows, actions, changes, before, home))
    blocks += _gaps(asked, actions, promises, overdue, answers.rows("unanswered"), answers)
    blocks += annexes(answers, day)
    return ReportDocument(title, symbol, day, tuple(blocks))


def _changes(answers: Answers, before: Cycle | None, day: str) -> dict[str, Answer]:
    if before is None or before.as_of is None:
        return {}
    rows = answers.rows("status-changes", {"from": before.as_of.isoformat(), "to": day})
    return {row["action"]: row for row in rows}


def _summary(
    cycle: Cycle,
    before: Cycle | None,
    asked: list[Answer],
    actions: list[Answer],
    changes: dict[str, Answer],
    promises: list[Answer],
    overdue: list[Answer],
    home: str,
) -> Iterator[Line]:
    counts = Counter(row["status"] for row in actions)
    told = ", ".join(f"{counts[status]} {_WORDS[status].lower()}" for status in _WORDS)
    told += "" if counts["standing"] == 1 else "s"
    told += "".join(f", {counts[status]} {words.lower()}" for status, words in _OTHER_WORDS.items() if counts[status])
    yield Line(
        f"1. This report tells what has become of {len(asked)} recommendations as of {in_words(str(cycle.as_of))}. "
        f"It knows of {len(actions)} actions: {told}. Of {len(asked)} recommendations, "
        f"{len({row['number'] for row in actions if row['status'] == 'taken'})} have at least one action taken."
    )
    number = 2
    if before is not None and changes:
        kinds = Counter(row["change"] for row in changes.values())
        yield Line(
            f"{number}. Since {in_words(str(before.as_of))}, "
            f"{_many(kinds['forward'], 'action')} moved on, "
            f"{kinds['back'] or 'none'} went back, {_many(kinds['same'], 'action')} "
            f"{'was' if kinds['same'] == 1 else 'were'} reported again with the same status, and "
            f"{_are(kinds['new'])} new. "
            f"{_many(kinds['not reported again'], 'action')} "
            f"{'has' if kinds['not reported again'] == 1 else 'have'} not been reported on again; "
            "for these the table gives what was last known."
        )
        number += 1
    states = Counter(row["state"] for row in promises)
    due = sum(1 for row in overdue if row["state"] == "not heard of")
    if before is None:
        yield Line(
            f"{number}. {_many(len(promises), 'action')} "
            f"{'is' if len(promises) == 1 else 'are'} announced for later; for {due or 'none'} of them the time to "
            "report has come already."
        )
    else:
        yield Line(
            f"{number}. Of {_many(len(promises), 'action')} announced for later, {_have(states['kept'])} been carried "
            f"out, {_have(states['started'])} been started, {_are(states['still planned'])} still planned, and "
            f"{_have(states['not heard of'])} not been heard of since; for {due or 'none'} of the latter the time to "
            "report has come."
        )
    places = f" Where no document is named, the place is in {home}." if home else ""
    yield Line(
        f"{number + 1}. Each statement names its place in small type.{places} A pairing that the source does not print "
        "is marked ≈. Nothing is said to be missing unless the gaps at the end say in which of three senses: none, not "
        "reported, or not due yet."
    )


def _by_section(asked: list[Answer], actions: list[Answer]) -> Grid:
    """How each section stands, and all of them."""
    section_of = {row["number"]: row["section"] for row in asked}
    labels = dict.fromkeys((row["section"], row["section_label"]) for row in asked)
    rows = []
    for number, label in [*labels, ("", "All sections")]:
        mine = [row for row in asked if number in ("", row["section"])]
        done = [row for row in actions if number in ("", section_of.get(row["number"]))]
        counts = Counter(row["status"] for row in done)
        taken = {row["number"] for row in done if row["status"] == "taken"}
        name = f"{_roman(number)}. {label}" if number else label
        figures = [len(mine), len(taken), len(done), *(counts[status] for status in _WORDS)]
        rows.append((cell(name), *(cell(str(figure)) for figure in figures)))
    headings = ("Section", "Asked", "With something taken", "Actions", *_WORDS.values())
    return Grid(headings, tuple(rows), (7, 3, 3, 2, 2, 2, 2, 3))


def _moved(changes: list[Answer], before: Cycle) -> Iterator[Heading | Line | Grid]:
    """What has changed since the report before, kind by kind; what was only repeated is counted."""
    yield Heading(2, f"What has changed since {_month(str(before.as_of))}")
    for kind, title in _KINDS:
        rows = [row for row in changes if row["change"] == kind]
        yield Heading(3, f"{title} ({len(rows)})")
        if not rows:
            yield Line("There are none.")
            continue
        yield Grid(
            ("Rec.", "Action", "Then", "Now", "What it rests on"),
            tuple(
                (
                    cell(row["number"]),
                    (Line(row["label"], source=row["action"]),),
                    cell(_ALL_WORDS.get(row.get("before", ""), "not reported")),
                    cell(_ALL_WORDS.get(row.get("after", ""), "not reported")),
                    cell(row.get("basis", "not reported")),
                )
                for row in rows
            ),
            (1, 6, 2, 2, 8),
        )
    same = sum(row["change"] == "same" for row in changes)
    silent = sum(row["change"] == "not reported again" for row in changes)
    yield Line(f"{_many(same, 'action')} reported again with the same status; {silent} not reported again.")


def _table(
    asked: list[Answer], actions: list[Answer], changes: dict[str, Answer], before: Cycle | None, home: str
) -> Grid:
    by_number: dict[str, list[Answer]] = defaultdict(list)
    for action in actions:
        by_number[action["number"]].append(action)
    rows = []
    for row in asked:
        source = _place(row.get("report", ""), row.get("locator", ""), home)
        left = (Line(row["summary"], lead=f"{row['number']}.", source=source),)
        right = tuple(_told(action, changes.get(action["action"]), before, home) for action in by_number[row["number"]])
        rows.append((left, right or (Line("Nothing is reported.", lead="None."),)))
    return Grid(("Recommendation", "Action taken or envisaged"), tuple(rows), (2, 3))


def _place(document: str, locator: str, home: str) -> str:
    return locator if document == home and locator else f"{document}, {locator}".strip(", ")


def _told(action: Answer, change: Answer | None, before: Cycle | None, home: str) -> Line:
    lead = ("≈ " if action.get("pairing") == "inferred" else "") + _ALL_WORDS.get(action["status"], action["status"])
    text = action["summary"]
    if change is not None and before is not None:
        match change["change"]:
            case "forward" | "back":
                lead += f" (was {_ALL_WORDS[change['before']].lower()} in {_month(str(before.as_of))})"
                text += f" {action.get('basis', '')}"
            case "same":
                lead += " (unchanged)"
                text += f" {action.get('basis', '')}"
            case "new":
                lead += " (new)"
            case "not reported again":
                lead += f" in {_month(action['as_of'])}; not reported on since"
    first = _place(action.get("first_report", ""), action.get("locator", ""), home)
    latest = action.get("report", "")
    source = first if not latest or latest == action.get("first_report") else f"{first}; status: {latest}"
    return Line(text.strip(), lead=f"{lead}.", source=source, bullet=True)


def _gaps(
    asked: list[Answer],
    actions: list[Answer],
    promises: list[Answer],
    overdue: list[Answer],
    elements: list[Answer],
    answers: Answers,
) -> Iterator[Heading | Line | Grid]:
    yield Heading(2, "Gaps")
    done = {row["number"] for row in actions if row["status"] in ("taken", "standing", "under-way")}
    told = {row["number"] for row in actions}
    yield Heading(3, "None: nothing has been taken, begun or set up")
    nothing = [row for row in asked if row["number"] not in done]
    yield from _bullets(
        f"Recommendation {row['number']} ({row['label']}): "
        + ("only announcements are reported." if row["number"] in told else "no action is reported at all.")
        for row in nothing
    )
    parts = {row["element"]: row["summary"] for row in answers.rows("element-summaries")}
    yield Line(
        "Parts of recommendations that no action answers:" if elements else "Every part is answered by an action."
    )
    if elements:
        body = tuple((cell(row["number"]), cell(parts.get(row["element"], row["element"]))) for row in elements)
        yield Grid(("Rec.", "What was asked for and not answered"), body, (1, 18))
    yield Heading(3, "Not reported: promised, due, and not heard of")
    silent = [row for row in overdue if row["state"] == "not heard of"]
    yield _promises(silent)
    yield Heading(3, "Not due yet")
    late = {row["action"] for row in overdue}
    waiting = [row for row in promises if row["action"] not in late and row["state"] != "kept"]
    yield _promises([row | {"state": row["state"].replace("not heard of", "not due yet")} for row in waiting])


def _promises(rows: list[Answer]) -> Grid | Line:
    if not rows:
        return Line("There are none.")
    body = tuple(
        (
            cell(row["number"]),
            (Line(row["label"], source=row["action"]),),
            cell(_month(row["promised"])),
            cell(f"{_due(row.get('due', 'not said'))} ({row.get('due_by', '')})"),
            cell(row["state"]),
        )
        for row in sorted(rows, key=lambda row: (row.get("due", "9"), int(row["number"])))
    )
    return Grid(("Rec.", "Action", "Announced in", "To be heard of by", "State"), body, (1, 9, 3, 4, 3))


def _bullets(texts: Iterable[str]) -> Iterator[Line]:
    found = False
    for text in texts:
        found = True
        yield Line(text, bullet=True)
    if not found:
        yield Line("There are none.")


def _roman(number: str) -> str:
    return _ROMAN[int(number)] if int(number) < len(_ROMAN) else number


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _due(value: str) -> str:
    """When a promise is due: a day, a month or a year, as precisely as it was said."""
    return _month(value) if re.fullmatch(r"\d{4}-\d{2}", value) else in_words(value)


def _have(count: int) -> str:
    return f"{count or 'none'} {'has' if count < 2 else 'have'}"


def _are(count: int) -> str:
    return f"{count or 'none'} {'is' if count < 2 else 'are'}"


def _month(iso: str) -> str:
    return f"{datetime.date.fromisoformat(f'{iso[:7]}-01'):%B %Y}"
