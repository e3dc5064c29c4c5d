"""What follows the table of recommendations in a report: programmes, results, money, agreements, tripartite bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from tcgraph.followup.report.blocks import Grid, Heading, Line, cell
from tcgraph.followup.report.query_rows import Answer, NamedQueryRows
from tcgraph.followup.report.report_words import ReportWords

Columns = tuple[tuple[str, str], ...]
"""Columns of an answer and what they are headed."""

_MAY_BE_NONE: Final = frozenset(
    {
        "incorporated_in",
        "projects",
        "project",
        "practice_in",
        "practice",
        "lesson",
        "next",
        "outcome_label",
        "agreement",
    }
)
"""Columns whose empty cell means that there is none; in all others it means that nobody said."""

ANNEXES: Final[tuple[tuple[str, str, Columns], ...]] = (
    (
        "Country programmes",
        "country-programmes",
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
        "Results of country programmes",
        "programme-results",
        (
            ("country", "Country"),
            ("label", "Outcome"),
            ("indicator", "Indicator"),
            ("as_of", "As of"),
            ("value", "Figure"),
            ("target", "Aimed at"),
        ),
    ),
    (
        "Extra-budgetary money for country programmes",
        "country-programme-share",
        (
            ("biennium", "Biennium"),
            ("currency", "Currency"),
            ("total", "Total known"),
            ("counted", "For country programmes"),
            ("share", "Per cent"),
            ("target", "Target"),
            ("met", "Met"),
            ("missing", "Allocations without amount"),
        ),
    ),
    (
        "Shares of regions in extra-budgetary money",
        "region-share",
        (
            ("biennium", "Biennium"),
            ("label", "Region"),
            ("currency", "Currency"),
            ("amount", "Amount"),
            ("share", "Per cent"),
            ("missing", "Allocations without amount"),
        ),
    ),
    (
        "Agreements with donors",
        "donor-agreements",
        (
            ("label", "Agreement"),
            ("donor", "Donor"),
            ("start", "From"),
            ("end", "To"),
            ("aligned", "Follows the cycle"),
            ("gender", "Gender provisions"),
        ),
    ),
    (
        "Women and men in tripartite bodies",
        "tripartite-balance",
        (
            ("country", "Country"),
            ("body", "Body"),
            ("as_of", "As of"),
            ("women", "Women"),
            ("men", "Men"),
            ("women_share", "Per cent women"),
        ),
    ),
)
"""What follows the table of recommendations: title, the question that fills it, its columns."""


def annexes(answers: NamedQueryRows, day: str, words: ReportWords) -> Iterator[Heading | Line | Grid]:
    """The annexes of a report of a day: those of which something is known; empty ones are left out."""
    asked = [(title, name, columns) for title, name, columns in ANNEXES if name in answers.queries]
    filled = [(title, rows, columns) for title, name, columns in asked if (rows := answers.rows(name, {"asOf": day}))]
    for letter, (title, rows, columns) in zip("ABCDEFGH", filled, strict=False):
        yield Heading(2, words("annex", letter=letter, title=words.fixed(title)))
        yield grid([_named(row, answers.countries) for row in rows], columns, words)


def grid(rows: Iterable[Answer], columns: Columns, words: ReportWords) -> Grid:
    """A table of some columns of a query's rows; an empty cell says in which sense it is empty."""
    body = tuple(tuple(cell(_shown(key, row.get(key, ""), words)) for key, _ in columns) for row in rows)
    texts = [[words.fixed(heading), *(row[i][0].text for row in body)] for i, (_, heading) in enumerate(columns)]
    # Each column as wide as its longest text wants, within limits, so that short ones do not take what long ones need;
    # and a little wider than its longest word, which must not be broken.
    widths = (max(min(26, max(map(len, column))), 4 + max(map(_longest_word, column)), 9) for column in texts)
    return Grid(tuple(words.fixed(heading) for _, heading in columns), body, tuple(widths))


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
