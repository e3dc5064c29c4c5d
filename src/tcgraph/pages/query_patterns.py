"""The ways to ask: one short query for each kind of question, to be copied and changed."""

from __future__ import annotations

from typing import Final

from tcgraph.queries import NamedQuery, QueryCatalogue

_FIRST: Final = (
    *("status", "who", "place", "time", "money", "named", "made", "numbers", "sure", "absent"),
    *("served", "theme", "due", "meetings", "waiting", "answers", "read", "pairing", "source"),
)


def patterns(queries: QueryCatalogue) -> list[NamedQuery]:
    """The queries in ``queries/pattern/``, what is asked most first; a project's own come after."""

    def place(query: NamedQuery) -> int:
        return _FIRST.index(query.name) if query.name in _FIRST else len(_FIRST)

    return sorted(queries.of_kind("pattern"), key=place)
