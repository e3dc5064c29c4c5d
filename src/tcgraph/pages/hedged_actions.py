"""Which actions the document announces only with a hedge, and in which words."""

from __future__ import annotations

from tcgraph.pages.site import Site, ask


def hedged(site: Site) -> dict[str, tuple[str, ...]]:
    """The words of doubt, choice or mere intention of each action that is told in such, by its IRI."""
    found: dict[str, tuple[str, ...]] = {}
    # A project that was begun with an earlier release has not got the question.
    if "hedged-actions" in site.queries:
        for row in ask(site, "hedged-actions").texts():
            found[row["action"]] = (*found.get(row["action"], ()), row["words"])
    return found
