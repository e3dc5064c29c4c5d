"""What the pages' navigation holds: of a project with other questions than ours, the pages that it can answer."""

from __future__ import annotations

from dataclasses import dataclass

from tcgraph.queries import QueryCatalogue


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry.

    Attributes:
        key: its name in the catalogue of words.
        path: the page's path.
        query: the named query without which there is no such page; empty where it needs none.
    """

    key: str
    path: str
    query: str = ""


_ENTRIES = (
    Entry("follow-up", "/", "follow-up-matrix"),
    Entry("countries", "/countries", "countries-by-recommendation"),
    Entry("donors", "/donors", "donors-by-recommendation"),
    Entry("organisations", "/organisations", "organisations-by-recommendation"),
    Entry("standards", "/standards", "instruments-by-recommendation"),
    Entry("frameworks", "/frameworks", "frameworks-by-recommendation"),
    Entry("deadlines", "/deadlines", "obligations"),
    Entry("reporting", "/reporting", "reporting-cycles"),
    Entry("ask", "/ask"),
    Entry("sparql", "/sparql"),
    Entry("quality", "/quality", "unanswered"),
    Entry("data", "/data", "graphs"),
)


def entries(queries: QueryCatalogue) -> tuple[Entry, ...]:
    """The entries whose pages a project with these queries has, in order."""
    return tuple(entry for entry in _ENTRIES if not entry.query or entry.query in queries)


def home(queries: QueryCatalogue) -> str:
    """The path of the page that stands first."""
    return entries(queries)[0].path
