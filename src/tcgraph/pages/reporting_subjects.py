"""Which question answers what an item asks for, and on which page: data for :mod:`tcgraph.pages.reporting`."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final


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


FOLLOW_UP: Final = "tc-2006"
"""Whose items these pages answer."""


def _read() -> tuple[Subject, ...]:
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return tuple(
        Subject(key, tuple(SubjectPart(**part) for part in subject.pop("parts")), **subject)
        for key, subject in told.items()
    )


SUBJECTS: Final = _read()
"""The pages, in the order of their menu."""
