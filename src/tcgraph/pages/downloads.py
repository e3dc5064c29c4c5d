"""What can be taken away: tables, the whole graph and its parts, and how programs reach them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tcgraph.export import licences
from tcgraph.pages.i18n import translator
from tcgraph.pages.navigation import entries
from tcgraph.pages.page import Page, State, View
from tcgraph.pages.page_formats import NAMES
from tcgraph.pages.site import Answer, Site, ask
from tcgraph.pages.structured import dataset
from tcgraph.rdf import NamedNode
from tcgraph.terms import GRAPH

_FIRST = ("gb297-tc-3", "translations", "reference", "cycles", "inferred", "ontology", "shapes")
"""The parts of the graph in the order in which readers want them; others come after."""


@dataclass(frozen=True, slots=True)
class GraphDownload:
    """One named graph.

    Attributes:
        iri: its address.
        name: the address without what all of them have.
        triples: how many statements it holds.
    """

    iri: str
    name: str
    triples: int


_TABLES = ("countries", "donors", "organisations", "standards", "frameworks", "deadlines")
"""The pages whose tables are handed out, where the project has them."""
_LICENCES = {licences.DATA: "CC BY 4.0"}


def downloads(site: Site, state: State, _: Mapping[str, str]) -> Page:
    """The page of downloads: the whole graph, its parts, and how to reach it by program."""
    t = translator(state.language)
    about = site.project.about
    graphs = ask(site, "graphs")
    things = tuple(row[0] for row in graphs.rows if isinstance(row[0], NamedNode))
    context = {
        "parts": _parts(graphs),
        "triples": sum(int(row["triples"]) for row in graphs.texts()),
        "version": site.version(),
        "dumps": [(NAMES[syntax.suffix.lstrip(".")], path) for syntax, path in site.dumps],
        "form": NAMES.__getitem__,
        "licence": about.licence,
        "licence_name": _LICENCES.get(about.licence, about.licence),
        "cited": ", ".join(filter(None, ("tcgraph", about.symbol or about.name(state.language)))),
        "queries": site.queries.of_kind("answer"),
        "tables": [entry.key for entry in entries(site.queries) if entry.key in _TABLES],
    }
    page = Page("data.html", t("data.title"), "data", context, (graphs,), things)
    return replace(page, subject=dataset(site, state, page, t))


def _parts(graphs: Answer) -> list[tuple[str, list[GraphDownload]]]:
    """The graphs by the first part of their names."""
    found: dict[str, list[GraphDownload]] = {}
    for row in graphs.texts():
        name = row["graph"].removeprefix(GRAPH)
        found.setdefault(name.partition("/")[0], []).append(GraphDownload(row["graph"], name, int(row["triples"])))
    order = {name: place for place, name in enumerate(_FIRST)}
    return sorted(found.items(), key=lambda part: (order.get(part[0], len(order)), part[0]))


VIEWS = (View("/data", downloads),)
