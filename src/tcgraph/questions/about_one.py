"""Named queries, and texts of others, about one of the follow-ups of a project."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tcgraph.follow_ups import chosen
from tcgraph.queries import QueryCatalogue
from tcgraph.scope import OF, of_one


def narrowing(queries: QueryCatalogue, code: str) -> Callable[[str], str]:
    """What narrows a query's text to the follow-up of a code; without a code, to nothing.

    Raises:
        BadParameter: there is none of that code.
    """
    one = chosen(queries.follow_ups, code) if code else None
    return (lambda text: of_one(text, one.node)) if one else lambda text: text


def about_one(queries: QueryCatalogue, code: str) -> QueryCatalogue:
    """Queries as a project has them whose one follow-up is that of a code, so that none takes or shows which it is.

    Raises:
        BadParameter: there is none of that code.
    """
    one = chosen(queries.follow_ups, code)
    return QueryCatalogue(
        replace(
            query,
            follow_ups=(one,) if one else (),
            parameters=tuple(given for given in query.parameters if given.name != OF),
            columns={name: told for name, told in query.columns.items() if name != OF},
        )
        for query in queries.values()
    )
