"""The implementation report of a cycle, in the source's own tabular form, with what changed and what is missing."""

from __future__ import annotations

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from tcgraph.followup.cycles import Cycle
from tcgraph.followup.report.answers import Answer, Answers
from tcgraph.followup.report.blocks import Grid, Heading, Line, ReportDocument, cell

_WORDS: Final = {"taken": "Taken", "under-way": "Under way", "planned": "Planned", "standing": "Standing arrangement"}
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
    actions = answers.rows("report-actions", {"asOf": day})
    asked = answers.rows("report-recommendations")
    changes = _changes(answers, before, day)
    promises = answers.rows("promises-kept", {"asOf": day})
    overdue = answers.rows("overdue-promises", {"asOf": day})
    blocks: list[Heading | Line | Grid] = [Heading(1, title)]
    blocks += _introduction(cycle, before, asked, actions, changes, promises, overdue)
    for section, label in dict.fromkeys((row["section"], row["section_label"]) for row in asked):
        number = _ROMAN[int(section)] if int(section) < len(_ROMAN) else section
        blocks.append(Heading(2, f"{number}. {label}"))
        rows = [row for row in asked if row["section"] == section]
        blocks.append(_table(rows, actions, changes, before))
    blocks += _gaps(asked, actions, promises, overdue, answers, cycle)
    blocks += _annexes(answers, day)
    return ReportDocument(title, symbol, day, tuple(blocks))


def _changes(answers: Answers, before: Cycle | None, day: str) -> dict[str, Answer]:
    if before is None or before.as_of is None:
        return {}
    rows = answers.rows("status-changes", {"from": before.as_of.isoformat(), "to": day})
    return {row["action"]: row for row in rows}


def _introduction(
    cycle: Cycle,
    before: Cycle | None,
    asked: list[Answer],
    actions: list[Answer],
    changes: dict[str, Answer],
    promises: list[Answer],
    overdue: list[Answer],
) -> Iterator[Line]:
    counts = Counter(row["status"] for row in actions)
    told = ", ".join(f"{counts[status]} {_WORDS[status].lower()}" for status in _WORDS)
    yield Line(
        f"1. This report tells what has become of {len(asked)} recommendations as of {_day(str(cycle.as_of))}. "
        f"It knows of {len(actions)} actions: {told}."
    )
    number = 2
    if before is not None and changes:
        kinds = Counter(row["change"] for row in changes.values())
        yield Line(
            f"{number}. Since {_day(str(before.as_of))}, "
            f"{_many(kinds['forward'], 'action')} moved on, "
            f"{kinds['back']} went back, {_many(kinds['same'], 'action')} "
            f"{'was' if kinds['same'] == 1 else 'were'} reported again with the same status, and "
            f"{kinds['new']} {'is' if kinds['new'] == 1 else 'are'} new. "
            f"{_many(kinds['not reported again'], 'action')} "
            f"{'has' if kinds['not reported again'] == 1 else 'have'} not been reported on again; "
            "for these the table gives what was last known."
        )
        number += 1
    states = Counter(row["state"] for row in promises)
    due = sum(1 for row in overdue if row["state"] == "not heard of")
    yield Line(
        f"{number}. Of {_many(len(promises), 'action')} announced for later, {states['kept']} "
        f"{'has' if states['kept'] == 1 else 'have'} been carried out, {states['started']} started, "
        f"{states['still planned']} are still planned, and {states['not heard of']} have not been heard of since; "
        f"for {due} of the latter the time to report has come."
    )
    yield Line(
        f"{number + 1}. Each statement names its source. A pairing that the source does not print is marked ≈. "
        "Nothing is said to be missing unless the gaps at the end say in which of three senses: none, not reported, "
        "or not due yet."
    )


def _table(asked: list[Answer], actions: list[Answer], changes: dict[str, Answer], before: Cycle | None) -> Grid:
    by_number: dict[str, list[Answer]] = defaultdict(list)
    for action in actions:
        by_number[action["number"]].append(action)
    rows = []
    for row in asked:
        source = f"{row.get('report', '')}, {row.get('locator', '')}".strip(", ")
        left = (Line(row["summary"], lead=f"{row['number']}.", source=source),)
        right = tuple(_told(action, changes.get(action["action"]), before) for action in by_number[row["number"]])
        rows.append((left, right or (Line("Nothing is reported.", lead="None."),)))
    return Grid(("Recommendation", "Action taken or envisaged"), tuple(rows), (2, 3))


def _told(action: Answer, change: Answer | None, before: Cycle | None) -> Line:
    lead = ("≈ " if action.get("pairing") == "inferred" else "") + _WORDS.get(action["status"], action["status"])
    text = action["summary"]
    if change is not None and before is not None:
        match change["change"]:
            case "forward" | "back":
                lead += f" (was {_WORDS[change['before']].lower()} in {_month(str(before.as_of))})"
                text += f" {action.get('basis', '')}"
            case "same":
                lead += " (unchanged)"
                text += f" {action.get('basis', '')}"
            case "new":
                lead += " (new)"
            case "not reported again":
                lead += f" in {_month(action['as_of'])}; not reported on since"
    first = f"{action.get('first_report', '')}, {action.get('locator', '')}".strip(", ")
    latest = action.get("report", "")
    source = first if not latest or latest == action.get("first_report") else f"{first}; status: {latest}"
    return Line(text.strip(), lead=f"{lead}.", source=source, bullet=True)


def _gaps(
    asked: list[Answer],
    actions: list[Answer],
    promises: list[Answer],
    overdue: list[Answer],
    answers: Answers,
    cycle: Cycle,
) -> Iterator[Heading | Line | Grid]:
    yield Heading(2, "Gaps")
    done = {row["number"] for row in actions if row["status"] in ("taken", "standing", "under-way")}
    told = {row["number"] for row in actions}
    yield Heading(3, "None: nothing has been taken")
    nothing = [row for row in asked if row["number"] not in done]
    yield from _bullets(
        f"Recommendation {row['number']}: "
        + ("only announcements are reported." if row["number"] in told else "no action is reported at all.")
        for row in nothing
    )
    elements = answers.rows("unanswered")
    yield Line(
        "Parts of recommendations that no action answers:" if elements else "Every part is answered by an action."
    )
    yield from _bullets(f"Recommendation {row['number']}: {row['element']}." for row in elements)
    yield Heading(3, "Not reported: promised, due, and not heard of")
    silent = [row for row in overdue if row["state"] == "not heard of"]
    yield _promises(silent)
    yield Heading(3, "Not due yet")
    late = {row["action"] for row in overdue}
    waiting = [row for row in promises if row["action"] not in late and row["state"] != "kept"]
    yield _promises(waiting)
    assert cycle.as_of is not None


def _promises(rows: list[Answer]) -> Grid | Line:
    if not rows:
        return Line("There are none.")
    headings = ("Recommendation", "Action", "Announced", "To be heard of by", "State")
    body = tuple(
        (
            cell(row["number"]),
            cell(f"{row['label']} ({row['action']})"),
            cell(row["promised"]),
            cell(f"{row.get('due', 'not said')} ({row.get('due_by', '')})"),
            cell(row["state"]),
        )
        for row in rows
    )
    return Grid(headings, body, (2, 6, 2, 3, 2))


def _annexes(answers: Answers, day: str) -> Iterator[Heading | Line | Grid]:
    for title, name, values, columns in (
        (
            "Annex A. Country programmes",
            "country-programmes",
            {"asOf": day},
            (
                ("label", "Country"),
                ("start", "From"),
                ("end", "To"),
                ("stage", "Stage"),
                ("as_of", "As of"),
                ("incorporated_in", "Incorporated in"),
                ("outcomes", "Outcomes"),
            ),
        ),
        (
            "Annex B. Extra-budgetary money for country programmes",
            "country-programme-share",
            {"asOf": day},
            (
                ("biennium", "Biennium"),
                ("currency", "Currency"),
                ("total", "Total"),
                ("counted", "For country programmes"),
                ("share", "Per cent"),
                ("target", "Target"),
                ("met", "Met"),
                ("missing", "Allocations without amount"),
            ),
        ),
        (
            "Annex C. Shares of regions in extra-budgetary money",
            "region-share",
            {"asOf": day},
            (
                ("biennium", "Biennium"),
                ("label", "Region"),
                ("currency", "Currency"),
                ("amount", "Amount"),
                ("share", "Per cent"),
                ("missing", "Allocations without amount"),
            ),
        ),
    ):
        rows = answers.rows(name, values)
        yield Heading(2, title)
        if rows:
            yield grid(rows, columns)
        else:
            yield Line("Nothing is reported: offices have sent no such data. That does not mean that there is none.")


def grid(rows: Iterable[Answer], columns: tuple[tuple[str, str], ...]) -> Grid:
    """A table of some columns of a query's rows."""
    body = tuple(tuple(cell(row.get(key, "")) for key, _ in columns) for row in rows)
    return Grid(tuple(heading for _, heading in columns), body)


def _bullets(texts: Iterable[str]) -> Iterator[Line]:
    found = False
    for text in texts:
        found = True
        yield Line(text, bullet=True)
    if not found:
        yield Line("There are none.")


def _many(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _day(iso: str) -> str:
    day = datetime.date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _month(iso: str) -> str:
    return f"{datetime.date.fromisoformat(iso):%B %Y}"
