"""What a table names and the graph does not know, each thing once, for a reviewer to create or leave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tcgraph.followup.folded_text import plain_words
from tcgraph.followup.naming.entities import Stranger
from tcgraph.followup.naming.name_words import INSTRUMENT, ORGANISATION, PROGRAMME, world_names
from tcgraph.followup.naming.table_names import TableName
from tcgraph.followup.tables import CellPlace
from tcgraph.followup.word_catalogue import word_lists

LEAVE: Final = "leave"
CREATED: Final = (ORGANISATION, INSTRUMENT, PROGRAMME)
CHOICES: Final = (*CREATED, LEAVE)
"""What can be decided on a name."""

_KIND_OF_WORD: Final = {
    word: kind
    for kind, words in {
        "civil-society": """
            association federation confederation foundation syndicate
            syndicat fédération confédération fondation
            asociación sindicato federación confederación fundación
        """,
        "public-authority": """
            ministry authority government municipality parliament inspectorate
            ministère autorité gouvernement municipalité parlement inspection
            ministerio autoridad gobierno municipalidad ayuntamiento parlamento inspección
        """,
    }.items()
    for word in plain_words(words).split()
}
"""What kind of body a word of its name says that it is. "Union", "agency", "bank" or "organization" say nothing."""


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
    bodies: Sequence[str],
    told: Sequence[tuple[Stranger, CellPlace]],
    table: Iterable[TableName],
    acting: Container[object] = (),
) -> list[NewName]:
    """Merge what rows name.

    Args:
        bodies: those that the graph does not know, each once.
        told: every name of a row with its place.
        table: the names that only the table has.
        acting: those of whom a sentence says that they act; what it calls them may be no name, "a local company".
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
        kind = kinds.get(one, "" if one in acting else ORGANISATION)
        found.append(NewName(one, full, short, kind, max(1, times[one]), first.get(one, "")))
    return found


def usual_kind(name: str, kinds: Container[str]) -> str:
    """What kind of body a name tells: by the list of the world's bodies, or by a word of the name.

    Returns:
        The kind's code; "" where the name does not tell, which is for a person to say.
    """
    listed = _kinds_of_the_world().get(plain_words(name))
    told = {_KIND_OF_WORD[word] for word in re.findall(r"\w+", plain_words(name)) if word in _KIND_OF_WORD}
    kind = listed if listed is not None else next(iter(told)) if len(told) == 1 else ""
    return kind if kind in kinds else ""


@cache
def _kinds_of_the_world() -> dict[str, str]:
    """The kind of each listed body by each of its names; "" where the list says none."""
    kinds = {name: kind for kind, names in word_lists("kinds").items() for name in names}
    return {
        plain_words(each): kinds.get(name, "")
        for name, others in world_names()["bodies"].items()
        for each in (name, *others)
    }
