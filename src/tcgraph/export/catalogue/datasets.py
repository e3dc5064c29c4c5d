"""What a catalogue lists (DCAT 3 §6.5-6.6): one dataset, with its version, its named graphs and its reports as parts.

A portal makes an entry of everything that is a ``dcat:Dataset``, and its readers look for one; so only the whole is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tcgraph import terms
from tcgraph.engine import Engine, Scope
from tcgraph.export.canonical import Statements
from tcgraph.export.catalogue import catalogue_names
from tcgraph.export.catalogue.release import Release
from tcgraph.export.catalogue.statistics import say_statistics, say_totals, statistics, totals_by_graph
from tcgraph.rdf import Literal, NamedNode, Term

WHOLE = catalogue_names.part("tcgraph")
PUBLISHER = catalogue_names.part("publisher")
_PERIOD = catalogue_names.part("period")
_ABOUT = (
    "Facts about recommendations and the actions reported on them, each led back to its source, with the concept "
    "schemes, the ontology, the reference data and the shapes they are checked by."
)
_HEADERS = """SELECT ?graph ?title ?description ?licence ?version ?earlier ?source WHERE {
  GRAPH ?graph {
    { ?header a owl:Ontology } UNION { ?header dcterms:title ?any FILTER(?header = ?graph) }
    OPTIONAL { ?header dcterms:title ?title FILTER(LANG(?title) IN ("", "en")) }
    OPTIONAL { ?header dcterms:description ?description FILTER(LANG(?description) IN ("", "en")) }
    OPTIONAL { ?header dcterms:license ?licence }
    OPTIONAL { ?header owl:versionInfo ?version }
    OPTIONAL { ?header owl:priorVersion ?earlier }
    OPTIONAL { ?header dcterms:source ?source FILTER(?header = ?graph) }
  }
}"""
_SOURCES = "SELECT DISTINCT ?document WHERE { ?rendition a tc:Rendition ; tc:renditionOf ?document }"
_KEYWORDS = f"""SELECT DISTINCT ?word WHERE {{
  ?thing tc:theme ?theme . ?theme skos:inScheme <{terms.BASE}vocab/theme> ; skos:prefLabel ?word
}}"""
_LANGUAGES = "SELECT DISTINCT (LANG(?text) AS ?tag) WHERE { ?thing rdfs:label ?text FILTER(LANG(?text) != '') }"
_DATES = "SELECT (MIN(?day) AS ?first) (MAX(?day) AS ?last) WHERE { ?observation a tc:Observation ; tc:asOf ?day }"
_CYCLES = """SELECT DISTINCT ?cycle ?label ?day ?document ?graph ?before WHERE {
  ?cycle a tc:ReportingCycle ; rdfs:label ?label ; tc:asOf ?day ; tc:reportedIn ?document .
  FILTER(LANG(?label) = "en")
  GRAPH ?graph { ?observation tc:reportedIn ?document ; tc:asOf ?day }
  OPTIONAL { ?cycle tc:follows ?before . ?before tc:reportedIn ?earlier }
}"""


def say_datasets(out: Statements, engine: Engine, release: Release) -> dict[str, NamedNode]:
    """Describe every dataset of a graph.

    Returns:
        The dataset for each part that a dump names: ``asserted``, ``inferred`` and the graphs' IRIs.
    """
    graphs = totals_by_graph(engine)
    asserted = tuple(graph for graph in graphs if graph != terms.INFERRED)
    _whole(out, engine, release, asserted)
    _graphs(out, engine, release, graphs)
    _cycles(out, engine, release)
    return {"asserted": WHOLE, "inferred": terms.INFERRED} | {graph.value: graph for graph in graphs}


def version_of(release: Release) -> NamedNode:
    """The dataset that is this version of the whole."""
    return catalogue_names.part(f"tcgraph-{release.version}")


def _whole(out: Statements, engine: Engine, release: Release, asserted: tuple[NamedNode, ...]) -> None:
    version = version_of(release)
    _described(out, WHOLE, "dcat:Dataset", release, release.title, _ABOUT)
    out.link(catalogue_names.CATALOGUE, "dcat:dataset", WHOLE)
    out.link(WHOLE, "dcat:theme", catalogue_names.INTERNATIONAL_ISSUES, catalogue_names.POPULATION_AND_SOCIETY)
    out.link(WHOLE, "dcat:keyword", *(word for (word,) in engine.select(_KEYWORDS) if word))
    tags = [catalogue_names.language(tag.value) for (tag,) in engine.select(_LANGUAGES) if isinstance(tag, Literal)]
    out.link(WHOLE, "dcterms:language", *(tag for tag in tags if tag))
    documents = [document for (document,) in engine.select(_SOURCES) if document]
    out.link(WHOLE, "dcterms:source", *documents)
    out.link(WHOLE, "prov:wasDerivedFrom", *documents)
    ((first, last),) = engine.select(_DATES)
    if first and last:
        out.link(WHOLE, "dcterms:temporal", _PERIOD)
        out.add(_PERIOD, "dcterms:PeriodOfTime", dcat_startDate=first, dcat_endDate=last)
    _described(out, version, "void:Dataset", release, release.title, _ABOUT)
    # DCAT-AP takes the values of dcat:hasVersion for datasets of the catalogue.
    out.link(WHOLE, "dcterms:hasVersion", version)
    out.add(WHOLE, "void:Dataset", dcat_version=Literal(release.version))
    out.add(version, dcat_isVersionOf=WHOLE, dcat_version=Literal(release.version))
    if release.previous:
        out.link(version, "dcat:previousVersion", catalogue_names.part(f"tcgraph-{release.previous}"))
    out.link(WHOLE, "dcterms:hasPart", *asserted)
    out.link(WHOLE, "void:subset", *asserted)
    out.add(
        WHOLE,
        void_uriSpace=Literal(terms.BASE),
        void_rootResource=catalogue_names.CATALOGUE,
        foaf_homepage=NamedNode(f"{release.served_at}/") if release.served_at else None,
    )
    counted = statistics(engine, Scope(default=asserted))
    say_statistics(out, WHOLE, counted)
    out.link(WHOLE, "void:vocabulary", *map(NamedNode, sorted(counted.vocabularies)))


def _graphs(out: Statements, engine: Engine, release: Release, graphs: Mapping[NamedNode, Iterable[int]]) -> None:
    headers: dict[Term, dict[str, list[Term]]] = {}
    for row in engine.select(_HEADERS).dicts():
        for name, value in row.items():
            headers.setdefault(row["graph"], {}).setdefault(name, []).append(value)
    for graph, totals in graphs.items():
        said = {name: min(values, key=str) for name, values in headers.get(graph, {}).items()}
        name = graph.value.removeprefix(terms.GRAPH)
        title = said.get("title") or Literal(f"Graph {name}", language="en")
        about = f"What the graph {name} states."
        if graph == terms.INFERRED:
            title, about = Literal("Inferred statements", language="en"), "What reasoning adds to what is asserted."
        _described(out, graph, "void:Dataset", release, title, said.get("description") or about)
        out.link(graph, "dcterms:license", said.get("licence") or NamedNode(release.licence))
        out.link(graph, "dcterms:source", *sorted(set(headers.get(graph, {}).get("source", ())), key=str))
        out.add(graph, dcat_version=said.get("version"), dcat_previousVersion=said.get("earlier"))
        if graph == terms.INFERRED:
            out.link(graph, "prov:wasDerivedFrom", WHOLE)
        say_totals(out, graph, totals)


def _cycles(out: Statements, engine: Engine, release: Release) -> None:
    rows = list(engine.select(_CYCLES).dicts())
    if not rows:
        return
    for row in sorted(rows, key=str):
        cycle = row["cycle"]
        assert isinstance(cycle, NamedNode)
        dataset, period = _of_cycle(cycle), catalogue_names.part(f"period-{_last(cycle)}")
        _described(
            out, dataset, "void:Dataset", release, row["label"],
            "The graphs that state what this report says of the actions; a later report adds to it.",
        )  # fmt: skip
        out.add(dataset, dcterms_source=row["document"], dcterms_temporal=period)
        out.link(WHOLE, "dcterms:hasPart", dataset)
        out.add(period, "dcterms:PeriodOfTime", dcat_endDate=row["day"])
        out.link(dataset, "dcterms:hasPart", row["graph"])
        if isinstance(before := row.get("before"), NamedNode):
            out.link(dataset, "dcat:prev", _of_cycle(before))


def _described(
    out: Statements, dataset: NamedNode, kind: str, release: Release, title: Term | str, about: Term | str
) -> None:
    out.add(
        dataset,
        kind,
        dcterms_title=title,
        dcterms_description=about,
        dcterms_publisher=PUBLISHER,
        dcterms_modified=release.date,
    )


def _of_cycle(cycle: NamedNode) -> NamedNode:
    return catalogue_names.part(f"report-{_last(cycle)}")


def _last(thing: NamedNode) -> str:
    return thing.value.rpartition("/")[2]
