"""What maps must know of countries: which lie in a continent, and which stand in the graph by our reading alone."""

from __future__ import annotations

from collections import Counter

from tcgraph.pages.labels import Labels
from tcgraph.pages.locale_format import plainly
from tcgraph.pages.named_answers import Answer, ask
from tcgraph.pages.site import Site
from tcgraph.rdf import NamedNode
from tcgraph.terms import ID

_REGIONS = ("africa", "americas", "asia", "europe", "oceania")


def ours_alone(site: Site) -> frozenset[tuple[str, str]]:
    """Recommendations, and codes of countries that appear under them by our reading alone."""
    if "inferred-countries" not in site.queries:
        return frozenset()
    return frozenset((row["number"], row["country"]) for row in ask(site, "inferred-countries").texts())


def countries_of(site: Site, region: str) -> tuple[str, ...]:
    """The codes of all countries of a continent of M49; none of what is no continent."""
    if region not in _REGIONS or "map-regions" not in site.queries:
        return ()
    return tuple(row["country"] for row in ask(site, "map-regions").texts() if row["region"] == f"{ID}region/{region}")


def through_departments(site: Site) -> dict[str, int]:
    """The codes of countries a department of which pays, with how many recommendations it pays under."""
    if "department-payers" not in site.queries:
        return {}
    told = {(row["country"], row["number"]) for row in ask(site, "department-payers").texts()}
    return dict(Counter(country for country, _ in sorted(told)))


def continents_without(site: Site, labels: Labels, answer: Answer) -> list[str]:
    """The names of the continents of which an answer has no row."""
    told = {row["region"] for row in answer.texts()}
    rest = {NamedNode(row["region"]) for row in ask(site, "map-regions").texts() if row["region"] not in told}
    labels.note(rest)
    return sorted((labels.of(region).value for region in rest), key=plainly)
