"""What follows the table of recommendations in a report: programmes, results, money, agreements, tripartite bodies."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tcgraph.followup.report.blocks import Grid, Heading, Line, cell
from tcgraph.followup.report.query_rows import Answer, NamedQueryRows
from tcgraph.followup.report.report_words import ReportWords

_MAY_BE_NONE: Final = frozenset((
    "incorporated_in", "projects", "project", "practice_in", "practice", "lesson", "next", "outcome_label", "agreement",
))  # fmt: skip
"""Columns whose empty cell means that there is none; in all others it means that nobody said."""


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report or a brief, as ``tables.toml`` has it.

    Attributes:
        title: its heading.
        query: the question that fills it.
        columns: those shown, and what they are headed.
        match: the column that must be what a brief is about; "" for none.
        parameter: what of the question takes that; "" for none.
    """

    title: str
    query: str
    columns: Mapping[str, str]
    match: str = ""
    parameter: str = ""


@cache
def tables(kind: str) -> tuple[ReportTable, ...]:
    """The tables of a ``report``, or of a brief on a thing of some kind."""
    told = tomllib.loads(Path(__file__).with_name("tables.toml").read_text(encoding="utf-8"))
    return tuple(ReportTable(**table) for table in told.get(kind, ()))


def annexes(answers: NamedQueryRows, day: str, words: ReportWords) -> Iterator[Heading | Line | Grid]:
    """The annexes of a report of a day: those of which something is known; empty ones are left out."""
    asked = [table for table in tables("report") if table.query in answers.queries]
    filled = [(table, rows) for table in asked if (rows := answers.rows(table.query, {"asOf": day}))]
    for letter, (table, rows) in zip("ABCDEFGH", filled, strict=False):
        yield Heading(2, words("annex", letter=letter, title=words.fixed(table.title)))
        yield grid([_named(row, answers.countries) for row in rows], table.columns, words)


def grid(rows: Iterable[Answer], columns: Mapping[str, str], words: ReportWords) -> Grid:
    """A table of some columns of a query's rows; an empty cell says in which sense it is empty."""
    body = tuple(tuple(cell(_shown(key, row.get(key, ""), words)) for key in columns) for row in rows)
    texts = [[words.fixed(heading), *(row[i][0].text for row in body)] for i, heading in enumerate(columns.values())]
    # Each column as wide as its longest text wants, within limits, so that short ones do not take what long ones need;
    # and a little wider than its longest word, which must not be broken.
    widths = (max(min(26, max(map(len, column))), 4 + max(map(_longest_word, column)), 9) for column in texts)
    return Grid(tuple(words.fixed(heading) for heading in columns.values()), body, tuple(widths))


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _named(row: Answer, countries: Mapping[str, str]) -> Answer:
    code = row.get("country", "")
    return row | {"country": countries.get(code, code)} if code else row


def _shown(key: str, value: str, words: ReportWords) -> str:
    if not value:
        return words.fixed("none" if key in _MAY_BE_NONE else "not known" if key == "share" else "not reported")
    if key in ("stage", "kind", "resource"):
        return words.fixed(value.replace("-", " "))
    if value in ("yes", "no", "not known"):
        return words.fixed(value)
    if key in ("amount", "total", "counted") and value.isdigit():
        return f"{int(value):,}"
    kind, slash, code = value.partition("/")
    return code if slash and kind in ("project", "outcome", "agreement", "country-programme") else words.day(value)
