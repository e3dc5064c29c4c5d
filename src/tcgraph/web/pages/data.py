"""What can be taken away."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tcgraph.rdf import NamedNode
from tcgraph.web.i18n import translator
from tcgraph.web.pages.asking import ask
from tcgraph.web.pages.page import Page, View
from tcgraph.web.pages.site import Site
from tcgraph.web.pages.state import State
from tcgraph.web.pages.structured import dataset


def downloads(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of downloads: the whole graph, its parts, and how to reach it by program."""
    t = translator(state.language)
    graphs = ask(site, "graphs")
    things = tuple(row[0] for row in graphs.rows if isinstance(row[0], NamedNode))
    context = {
        "graphs": graphs,
        "triples": sum(int(row["triples"]) for row in graphs.texts()),
        "version": site.version(),
        "dumps": site.dumps,
        "queries": site.queries.of_kind("answer"),
    }
    page = Page("data.html", t("data.title"), "data", context, (graphs,), things)
    return replace(page, subject=dataset(site, state, page, t))


VIEWS = (View("/data", downloads),)
