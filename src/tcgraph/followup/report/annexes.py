"""What follows the table of recommendations in a report: programmes, results, money, agreements, tripartite bodies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tcgraph.followup.report.answers import Answer, Answers
from tcgraph.followup.report.blocks import Grid, Heading, Line, cell

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


def annexes(answers: Answers, day: str) -> Iterator[Heading | Line | Grid]:
    """The annexes of a report of a day."""
    for letter, (title, name, columns) in zip("ABCDEFGH", ANNEXES, strict=False):
        rows = answers.rows(name, {"asOf": day})
        yield Heading(2, f"Annex {letter}. {title}")
        if rows:
            yield grid(rows, columns)
        else:
            yield Line("Not reported: offices have sent no such data. That does not mean that there is none.")


def grid(rows: Iterable[Answer], columns: Columns) -> Grid:
    """A table of some columns of a query's rows; an empty cell says in which sense it is empty."""
    body = tuple(tuple(cell(_shown(key, row.get(key, ""))) for key, _ in columns) for row in rows)
    longest = [max(len(heading), *(len(row[i][0].text) for row in body)) for i, (_, heading) in enumerate(columns)]
    # Each column as wide as its longest text wants, within limits, so that short ones do not take what long ones need.
    return Grid(tuple(heading for _, heading in columns), body, tuple(min(44, max(11, length)) for length in longest))


def _shown(key: str, value: str) -> str:
    if not value:
        return "none" if key in _MAY_BE_NONE else "not known" if key == "share" else "not reported"
    if key in ("stage", "kind", "resource"):
        return value.replace("-", " ")
    kind, slash, code = value.partition("/")
    return code if slash and kind in ("project", "outcome", "agreement", "country-programme") else value
