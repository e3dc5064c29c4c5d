"""What a table names and the graph does not know, each thing once, for a reviewer to create or leave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from tcgraph.followup.naming.entities import Stranger
from tcgraph.followup.naming.name_words import INSTRUMENT, ORGANISATION, PROGRAMME
from tcgraph.followup.naming.table_names import TableName
from tcgraph.followup.plain import plain_words
from tcgraph.followup.tables import Place

LEAVE: Final = "leave"
CREATED: Final = (ORGANISATION, INSTRUMENT, PROGRAMME)
CHOICES: Final = (*CREATED, LEAVE)
"""What can be decided on a name."""

_OF_CIVIL_SOCIETY: Final = frozenset(
    plain_words(
        """
        association society union league federation confederation foundation trust college university church
        société syndicat ligue fédération confédération fondation université
        asociación sociedad sindicato liga federación confederación fundación universidad red
        """
    ).split()
)


@dataclass(frozen=True, slots=True)
class NewName:
    """A name that a reviewer decides on.

    Attributes:
        said: as the table says it; by this the rows name it.
        name: in full.
        short: its acronym, or "".
        kind: what it is taken for; "" where nothing tells.
        times: in how many places it is named.
        place: where first, for people.
    """

    said: str
    name: str
    short: str
    kind: str
    times: int
    place: str


def new_names(
    bodies: Sequence[str], told: Sequence[tuple[Stranger, Place]], table: Iterable[TableName]
) -> list[NewName]:
    """Merge what rows name.

    Args:
        bodies: those that the graph does not know, each once.
        told: every name of a row with its place.
        table: the names that only the table has.
    """
    times = Counter(one.name for one, _ in told)
    first = {one.name: place.words for one, place in reversed(told)}
    kinds = {one.name: one.kind for one, _ in told}
    whole = {surface: name for name in table for surface in (*name.surfaces, name.name)}
    said = [*bodies, *dict.fromkeys(one.name for one, _ in told if one.own)]
    found = []
    for one in dict.fromkeys(said):
        name = whole.get(one)
        short = name.short if name is not None else one if one.isupper() else ""
        full = name.name if name is not None else one
        kind = kinds.get(one, ORGANISATION)
        found.append(NewName(one, full, short, kind, max(1, times[one]), first.get(one, "")))
    return found


def usual_kind(name: str, kinds: Container[str]) -> str:
    """What kind of body a name is most likely of; "" where the scheme has none of the two that are proposed."""
    words = set(plain_words(name).split())
    kind = "civil-society" if words & _OF_CIVIL_SOCIETY else "public-authority"
    return kind if kind in kinds else ""
