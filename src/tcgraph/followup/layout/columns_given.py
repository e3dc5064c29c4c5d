"""What a person says that a table's columns hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.tables import Row, column_letters


class WrongColumns(Exception):
    """A mapping of columns that does not fit the table; the message says what would."""


ROLES: Final = ("number", "ask", "reply", "status", "agent", "due")
"""What a column can be given as."""


def given_columns(mapping: Mapping[str, Sequence[str]], headings: Sequence[str], body: Sequence[Row]) -> Columns:
    """The columns as a person gives them.

    Args:
        mapping: for each of :data:`ROLES` the columns, each by its letter or heading.
        headings: the table's; all empty where it has none.
        body: the rows below it.

    Raises:
        WrongColumns: a role or column does not exist, there is none for what was asked, or it is the reply, too.
    """
    tidy = tuple(" ".join(text.split()) for text in headings)
    if unknown := [role for role in mapping if role not in ROLES]:
        raise WrongColumns(f"{unknown[0]!r} is none of {', '.join(ROLES)}")
    found = {role: tuple(position_of(name, tidy) for name in names) for role, names in mapping.items()}
    one = {role: next(iter(found.get(role, ())), None) for role in ("ask", "number", "status", "agent")}
    if one["ask"] is None and one["number"] is None:
        raise WrongColumns("say at least which column asks, such as ask=B")
    replies, due = found.get("reply", ()), found.get("due", ())
    if one["ask"] is not None and one["ask"] in replies:
        raise WrongColumns(f"{tidy[one['ask']]!r} cannot be both what was asked and what was done about it")
    also = found.get("ask", ())[1:]
    if {*also} & {*replies}:
        raise WrongColumns(f"{tidy[also[0]]!r} cannot be both what was asked and what was done about it")
    if not replies and one["status"] is not None:
        replies = (one["status"],)
    read = {*replies, *due, *also, *one.values()}
    others = tuple(i for i in range(len(tidy)) if i not in read and any(_said(row, i) for row in body))
    return Columns(tidy, replies, one["ask"], one["number"], one["status"], one["agent"], due, others, also=also)


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
