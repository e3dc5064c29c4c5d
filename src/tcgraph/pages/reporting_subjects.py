"""Which question answers what an item asks for, and on which page: data for :mod:`tcgraph.pages.reporting`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SubjectPart:
    """One question of a page.

    Attributes:
        query: the named query that answers it.
        items: the recommendations of GB.297/TC/3 that ask for it.
        sheet: the sheet of the workbook in which offices report it; "" where they do not.
        hidden: columns that the table leaves out, since a column beside it says the same as a link.
        empty: columns whose empty cell means that there is none, not that nobody said.
        later: columns that are empty as long as their row's report has not fallen due.
        knowledge: whether the opening of section V asks for it too.
        pictured: whether the page's picture is of this answer.
    """

    query: str
    items: tuple[int, ...]
    sheet: str
    hidden: frozenset[str] = frozenset()
    empty: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    knowledge: bool = False
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Subject:
    """One page.

    Attributes:
        key: its name in addresses and in the catalogue of words.
        parts: its questions.
        defaults: values of parameters that are meant when the address names none.
    """

    key: str
    parts: tuple[SubjectPart, ...]
    defaults: Mapping[str, str] = field(default_factory=lambda: _NOTHING)


FOLLOW_UP: Final = "tc-2006"
"""Whose items these pages answer."""
_LABEL: Final = frozenset({"label"})

SUBJECTS: Final = (
    Subject(
        "programmes",
        (
            SubjectPart("country-programmes", (5,), "Country programmes", empty=frozenset({"incorporated_in"})),
            SubjectPart("programmes-by-region", (5,), "Country programmes", hidden=_LABEL, pictured=True),
            SubjectPart("forward-planning", (5,), "Country programmes", empty=frozenset({"next", "next_stage"})),
            SubjectPart("programme-results", (5,), "Results", hidden=_LABEL, empty=frozenset({"wider_outcome"})),
            SubjectPart("regional-projects", (25,), "Projects", hidden=_LABEL),
        ),
    ),
    Subject(
        "money",
        (
            SubjectPart("country-programme-share", (1,), "Money", empty=frozenset({"target"})),
            SubjectPart("region-share", (17,), "Money", hidden=_LABEL),
            SubjectPart("master-plan", (1, 18), "Money", hidden=frozenset({"label", "outcome_label"}),
                        empty=frozenset({"outcome", "kind"})),
            SubjectPart("donor-agreements", (24, 26, 27), "Agreements", hidden=_LABEL),
            SubjectPart("public-private-partnerships", (28,), "Money", hidden=_LABEL, empty=frozenset({"agreement"})),
        ),
    ),
    Subject(
        "appraisal",
        (
            SubjectPart("appraisal-sheet", (1, 16, 18, 20, 29), "Appraisal",
                        hidden=frozenset({"label", "criterion_label"})),
        ),
    ),
    Subject(
        "ratifications",
        (
            SubjectPart("ratification-coverage", (34,), "Ratifications", empty=frozenset({"first", "last", "read_on"}),
                        pictured=True),
            SubjectPart("ratified-by", (34,), "Ratifications"),
            SubjectPart("fundamental-conventions", (34, 37), "Baselines", empty=frozenset({"projects"})),
            SubjectPart("supervisory-comments", (16, 34, 37), "Supervision", empty=frozenset({"project"})),
        ),
        MappingProxyType({"instrument": "C144"}),
    ),
    Subject(
        "knowledge",
        (
            SubjectPart("needs-and-practices", (), "Needs", knowledge=True,
                        empty=frozenset({"practice_in", "practice", "lesson", "same_region"})),
            SubjectPart("good-practices", (13,), "Practices", knowledge=True),
            SubjectPart("tripartite-balance", (12,), "Tripartite bodies", empty=frozenset({"before"})),
            SubjectPart("global-compact-projects", (6,), "Projects",
                        hidden=frozenset({"project_label"}), pictured=True),
        ),
    ),
    Subject(
        "governance",
        (
            SubjectPart("reporting-cycles", (19,), "", empty=frozenset({"due"}), later=frozenset({"as_of", "report"})),
            SubjectPart("overdue-promises", (19,), "Actions so far"),
        ),
    ),
)  # fmt: skip
"""The pages, in the order of their menu."""
