"""What was found, narrowed by kind, status, section and year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tcgraph.pages.build_page import facets_of
from tcgraph.pages.connections import kind_of
from tcgraph.pages.page import State
from tcgraph.pages.site import Hit, Site, ask

KEYS = ("kind", "status", "section", "year")


@dataclass(frozen=True, slots=True)
class SearchFilter:
    """One value to narrow by.

    Attributes:
        value: as the address has it.
        count: how many of the things found have it.
        chosen: whether it is in force.
        address: of the page with it, or without it where it is chosen.
    """

    value: str
    count: int
    chosen: bool
    address: str


class FoundThings:
    """Things that were found, and what they can be narrowed by.

    Args:
        site: where they are.
        state: of the page.
        hits: all of them.
        status: of each thing that has one, by IRI.
    """

    def __init__(self, site: Site, state: State, hits: Iterable[Hit], status: Mapping[str, str]) -> None:
        self._state = state
        self._all = list(hits)
        sections = _sections(site) if self._all else {}
        years = facets_of(site).has("date") if self._all and "date" in facets_of(site).kinds else {}
        self._has: dict[str, dict[str, set[str]]] = {
            hit.iri: {
                "kind": {kind_of(hit.iri)},
                "status": {one for one in (status.get(hit.iri, ""),) if one},
                "section": sections.get(hit.iri, set()),
                "year": {date[:4] for date in years.get(hit.iri, ())},
            }
            for hit in self._all
        }

    @property
    def hits(self) -> list[Hit]:
        """Those that have all that was chosen."""
        chosen = {key: value for key in KEYS if (value := self._state.get(key))}
        return [hit for hit in self._all if all(value in self._has[hit.iri][key] for key, value in chosen.items())]

    def choices(self) -> list[tuple[str, list[SearchFilter]]]:
        """By each key that tells some of them apart: its values, the most frequent first."""
        told = [(key, self._values(key)) for key in KEYS]
        return [(key, values) for key, values in told if len(values) > 1 or any(one.chosen for one in values)]

    def _values(self, key: str) -> list[SearchFilter]:
        chosen = {other: value for other in KEYS if other != key and (value := self._state.get(other))}
        fitting = [has for has in self._has.values() if all(v in has[other] for other, v in chosen.items())]
        counted = Counter(value for has in fitting for value in has[key])
        here = self._state.get(key)
        return [
            SearchFilter(value, count, value == here, self._state.url(**{key: None if value == here else value}))
            for value, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))
        ]


def _sections(site: Site) -> dict[str, set[str]]:
    """The section of every recommendation and action."""
    found = dict(facets_of(site).has("section"))
    if "follow-up-matrix" in site.queries:
        for row in ask(site, "follow-up-matrix").texts():
            found[f"https://w3id.org/tcgraph/id/recommendation/{row['number']}"] = {row["section"]}
    return found
