"""Which question answers what an item asks for, on which page of :mod:`tcgraph.pages.reporting`: a project says it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from tcgraph.about import read_toml
from tcgraph.errors import BrokenInput


@dataclass(frozen=True, slots=True)
class SubjectPart:
    """One question of a page.

    Attributes:
        query: the named query that answers it.
        items: the recommendations that ask for it.
        sheet: the sheet of the workbook in which offices report it; "" where they do not.
        hidden: columns that the table leaves out, since a column beside it says the same as a link.
        empty: columns whose empty cell means that there is none, not that nobody said.
        later: columns that are empty as long as their row's report has not fallen due.
        knowledge: whether the opening of the last section asks for it too.
        pictured: whether the page's picture is of this answer.
    """

    query: str
    items: Sequence[int]
    sheet: str
    hidden: Collection[str] = ()
    empty: Collection[str] = ()
    later: Collection[str] = ()
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
    defaults: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a project's ``queries/reporting.toml`` says; nothing where there is none.

    Attributes:
        follow_up: the code of the follow-up whose items the pages answer.
        pages: in the order of their menu.
    """

    follow_up: str = ""
    pages: tuple[Subject, ...] = ()

    def of(self, query: str) -> tuple[str, SubjectPart] | None:
        """The page, and its part, that a question answers; None where it is on none."""
        return next(((page.key, part) for page in self.pages for part in page.parts if part.query == query), None)


@lru_cache(maxsize=16)
def subjects_in(queries: Path) -> Subjects:
    """The pages that a project's folder of queries asks for.

    Raises:
        BrokenInput: the file is not TOML, or has something else than :class:`Subject` and :class:`SubjectPart` have.
    """
    path = queries / "reporting.toml"
    if not path.is_file():
        return Subjects()
    told = dict(read_toml(path))
    follow_up = told.pop("follow_up", "")
    try:
        pages = tuple(
            Subject(key, **{**subject, "parts": tuple(SubjectPart(**part) for part in subject["parts"])})
            for key, subject in told.items()
        )
    except (TypeError, KeyError) as error:
        raise BrokenInput(f"no page of /reporting: {error}", path=path) from error
    return Subjects(str(follow_up), pages)
