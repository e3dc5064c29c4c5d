"""What maps must know of countries: which lie in a continent, and which stand in the graph by our reading alone."""

from __future__ import annotations

from tcgraph.pages.named_answers import ask
from tcgraph.pages.site import Site
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
