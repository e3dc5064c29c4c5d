"""A report on one page: how things stand, what moved, what is worst, and what is due next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tcgraph.followup.cycles import Cycle
from tcgraph.followup.dates import passed
from tcgraph.followup.report.blocks import Grid, Heading, Line, Masthead, ReportDocument
from tcgraph.followup.report.content import ReportContent, rendition_notice, told_as_examples, told_of
from tcgraph.followup.report.progress import by_section, nothing_done, progress
from tcgraph.followup.report.query_rows import Answer, NamedQueryRows
from tcgraph.followup.report.report_words import ReportWords
from tcgraph.followup.statuses import SETTLED

_FEW = 10
"""How many of each are named; the rest are counted."""

Blocks = Iterator[Heading | Line | Grid]


def one_page(
    answers: NamedQueryRows, cycle: Cycle, before: Cycle | None, *, symbol: str, words: ReportWords
) -> ReportDocument:
    """Write the report of a cycle for somebody who has a minute.

    Args:
        answers: the graph, asked through named queries.
        cycle: the cycle to report on; it must be open.
        before: the cycle before it, if there is one.
        symbol: the symbol of its document.
        words: the language to write in.
    """
    told, head = told_of(answers, cycle, before, symbol, words)
    blocks = (
        *_standing(answers, told, words),
        *_moved(told, words),
        *_worst(told, words),
        *_due(answers, told, words),
    )
    return ReportDocument(
        head.get("title") or cycle.label, symbol, words.day(told.day), blocks, Masthead(head.get("body", ""), symbol),
        words.language, head.get("author", ""), words("notes"), words("page"),
        one_page=True, notice=rendition_notice(answers, symbol, words),
    )  # fmt: skip


def _standing(answers: NamedQueryRows, told: ReportContent, words: ReportWords) -> Blocks:
    yield Heading(2, words("standing"))
    for text in progress(answers, told.asked, told.actions, told.changes, told.day, told.before, words):
        yield Line(text)
    yield from told_as_examples(answers, words.language)
    yield by_section(told.asked, told.actions, words)


def _moved(told: ReportContent, words: ReportWords) -> Blocks:
    rows = [row for row in told.changes.values() if row["change"] in ("forward", "back", "rescheduled")]
    rows.sort(key=lambda row: (row["change"] != "back", int(row["number"])))
    lines = [Line(_how(row, words), f"{row['number']}.", bullet=True) for row in rows]
    if lines:
        yield Heading(2, words("changed", month=words.month(told.before)))
        yield from _first(lines, words)


def _how(row: Answer, words: ReportWords) -> str:
    """What happened, in the words of the later report: those of the earlier one may say the contrary."""
    told = row.get("basis") or row["label"]
    if row["change"] == "rescheduled":
        return f"{told.rstrip('.')} ({words.rescheduled(row)})."
    before, after = (words.as_told(row[when], row.get(f"{when}_sure", "")).lower() for when in ("before", "after"))
    return f"{told.rstrip('.')} ({before} → {after})."


def _worst(told: ReportContent, words: ReportWords) -> Blocks:
    """Where nothing was done: what nobody answered before what was refused or only announced."""
    lines = nothing_done(told.asked, told.actions, words)
    if lines:
        yield Heading(2, words("open_nothing"))
        yield from _first([line for _, line in sorted(lines, key=lambda pair: pair[0])], words)


def _due(answers: NamedQueryRows, told: ReportContent, words: ReportWords) -> Blocks:
    """What is owed and what was promised from that day on, by date."""

    def to_come(row: Answer) -> bool:
        return bool(row.get("due")) and not passed(row["due"], told.day)

    def line(what: str, due: str, number: str = "", due_by: str = "") -> tuple[str, int, Line]:
        how = {"period": "period", "inferred": "read_day"}.get(due_by)
        when = f"{words.due(due)} ({words(how)})" if how else words.due(due)
        said = words("told_of", what=what.rstrip("."), said=when)
        return due, int(number or 0), Line(f"{said}.", number and f"{number}.", bullet=True)

    rows = [row for row in answers.rows("promises-kept", {"asOf": told.day}) if row["state"] not in SETTLED]
    dated = sorted((row for row in rows if to_come(row)), key=lambda row: (row["due"], int(row["number"])))
    # What names no date is due on none; the report that comes next may tell of it.
    reports = (row.get("next_report") for row in rows)
    waiting = Counter(report for report in reports if report and report > told.day)
    owed = answers.rows("owed", {"asOf": told.day}) if "owed" in answers.queries else []
    lines = [
        *dict.fromkeys(line(row["label"], row["due"]) for row in owed if to_come(row) and not row.get("met")),
        *(line(row["label"], row["due"], row["number"], row["due_by"]) for row in dated[:_FEW]),
    ]
    lines = sorted(lines, key=lambda one: one[:2])
    undated = [
        Line(words("undated", count=words.many(n, "actions"), day=words.due(day)), bullet=True)
        for day, n in sorted(waiting.items())
    ]
    if lines or undated:
        yield Heading(2, words("due_next"))
        yield from (each for *_, each in lines)
        yield from _more(len(dated) - _FEW, words)
        yield from undated


def _first(lines: list[Line], words: ReportWords) -> Iterator[Line]:
    yield from lines[:_FEW]
    yield from _more(len(lines) - _FEW, words)


def _more(count: int, words: ReportWords) -> Iterator[Line]:
    if count > 0:
        yield Line(words("and_more", n=count), bullet=True)
