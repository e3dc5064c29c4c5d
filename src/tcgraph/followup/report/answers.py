"""The named queries that reports are made of, asked once each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from tcgraph.engine import Engine
from tcgraph.queries import QueryCatalogue
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID

Answer = dict[str, str]

_COUNTRIES: Final = """
SELECT ?code ?label WHERE { ?country a tc:Country ; tc:iso3 ?code ; rdfs:label ?label FILTER(LANG(?label) = "en") }"""


class Answers:
    """Ask named queries and get rows of text.

    Args:
        engine: the graph.
        queries: the project's queries.
        of: code of the follow-up that they are asked about; empty in a project that describes none.
    """

    def __init__(self, engine: Engine, queries: QueryCatalogue, of: str = "") -> None:
        self.engine, self.queries, self.of = engine, queries, of

    def rows(self, name: str, values: Mapping[str, str] | None = None) -> list[Answer]:
        """The rows of a named query; what is unbound is missing, things are named by the end of their IRI."""
        query = self.queries[name]
        bound = query.bind({**(values or {}), **({"of": self.of} if query.follow_ups else {})})
        return [
            {
                column: term.value if isinstance(term, Literal) else term.value.removeprefix(ID)
                for column, term in row.items()
                if isinstance(term, (Literal, NamedNode))
            }
            for row in self.engine.select(bound).dicts()
        ]

    @cached_property
    def countries(self) -> dict[str, str]:
        """The name of each country, by its code."""
        found = self.engine.select(_COUNTRIES)
        return {
            code.value: name.value for code, name in found if isinstance(code, Literal) and isinstance(name, Literal)
        }
