"""What a person says that a table's columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.tables import Row, column_letters


class WrongColumns(Exception):
    """A mapping of columns that does not fit the table; the message says what would."""


ROLES: Final = ("number", "ask", "reply", "status", "agent", "due")
"""What a column can be given as."""


def laid_over(told: Columns, mapping: Mapping[str, Sequence[str]]) -> Columns:
    """What headings tell of a table's columns, with what a person says in its place.

    Args:
        told: the columns, as their headings tell; none of any role where these tell nothing.
        mapping: for each of :data:`ROLES` the columns, each by its letter or heading.

    Raises:
        WrongColumns: a role or column does not exist.
    """
    if unknown := [role for role in mapping if role not in ROLES]:
        raise WrongColumns(f"{unknown[0]!r} is none of {', '.join(ROLES)}")
    at = {role: tuple(position_of(name, told.headings) for name in names) for role, names in mapping.items() if names}
    made: dict[str, Any] = {role: at[role][0] for role in ("ask", "number", "status", "agent") if role in at}
    made |= {to: at[role] for role, to in (("reply", "replies"), ("due", "due")) if role in at}
    made |= {"also": at["ask"][1:]} if "ask" in at else {}
    made |= {"later": ()} if "status" in at else {}
    return replace(told, **made)


def untold(headings: Sequence[str]) -> Columns:
    """Columns of which nothing tells what they hold."""
    tidy = tuple(" ".join(text.split()) for text in headings)
    return Columns(tidy, (), None, None, None, None, (), ())


def given_columns(mapping: Mapping[str, Sequence[str]], headings: Sequence[str], body: Sequence[Row]) -> Columns:
    """The columns as a person gives them.

    Args:
        mapping: for each of :data:`ROLES` the columns, each by its letter or heading.
        headings: the table's; all empty where it has none.
        body: the rows below it.

    Raises:
        WrongColumns: a role or column does not exist, there is none for what was asked, or it is the reply, too.
    """
    made = laid_over(untold(headings), mapping)
    if made.ask is None and made.number is None:
        raise WrongColumns("say at least which column asks, such as ask=B")
    both = [i for i in (made.ask, *made.also) if i is not None and i in made.replies]
    if both:
        raise WrongColumns(f"{made.headings[both[0]]!r} cannot be both what was asked and what was done about it")
    if not made.replies and made.status is not None:
        made = replace(made, replies=(made.status,))
    read = {*made.replies, *made.due, *made.also, made.ask, made.number, made.status, made.agent}
    others = (i for i in range(len(made.headings)) if i not in read and any(_said(row, i) for row in body))
    return replace(made, others=tuple(others))


def position_of(name: str, headings: Sequence[str]) -> int:
    """Where a column is, by its heading or letter.

    Raises:
        WrongColumns: there is none.
    """
    wanted = plain_words(name)
    plain = [plain_words(heading) for heading in headings]
    if wanted in plain:
        return plain.index(wanted)
    letters = [column_letters(i).lower() for i in range(len(headings))]
    if wanted in letters:
        return letters.index(wanted)
    known = ", ".join(f"{column_letters(i)} {heading!r}" for i, heading in enumerate(headings))
    raise WrongColumns(f"there is no column {name!r}; there are {known}")


def _said(row: Row, index: int) -> bool:
    return index < len(row.cells) and bool(row.texts[index])
