"""Which countries a map shows, and which of them are our reading."""

from __future__ import annotations

from tcgraph.pages.asking import ask
from tcgraph.pages.site import Site
from tcgraph.terms import ID


def ours_alone(site: Site) -> frozenset[tuple[str, str]]:
    """Recommendations, and codes of countries that appear under them by our reading alone."""
    if "inferred-countries" not in site.queries:
        return frozenset()
    return frozenset((row["number"], row["country"]) for row in ask(site, "inferred-countries").texts())


def countries_of(site: Site, region: str) -> tuple[str, ...]:
    """The codes of all countries of a continent of M49."""
    if "map-regions" not in site.queries:
        return ()
    return tuple(row["country"] for row in ask(site, "map-regions").texts() if row["region"] == f"{ID}region/{region}")
