"""The shipped vocabulary's namespaces, and IRIs that code has to name; everything else about it is in ``ontology/``."""

from __future__ import annotations

from typing import Final

from tcgraph.namespaces import RDF_TYPE, RDFS_LABEL, STANDARD, OwnVocabulary, Prefixes, install, shorten
from tcgraph.rdf import NamedNode

__all__ = [
    "BASE",
    "GRAPH",
    "ID",
    "INFERRED",
    "PREFIXES",
    "QUERY_PREFIXES",
    "RDFS_LABEL",
    "RDF_TYPE",
    "TC",
    "expand",
    "shorten",
]

BASE: Final = "https://w3id.org/tcgraph/"
TC: Final = BASE + "ns#"
ID: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"

PREFIXES: Final = Prefixes(
    {
        "tc": TC,
        "id": ID,
        "graph": GRAPH,
        "vocab": BASE + "vocab/",
        "tcs": BASE + "search#",
        "undo": "https://w3id.org/un/ontology/undo/",
        **STANDARD,
    }
)
"""The prefixes of every file and query of the project, so that a name means the same everywhere."""

_KINDS: Final = """action agreement allocation amendment answer appraisal baseline completeness condition correction
country country-framework country-programme cycle document element entry event figure follow-up
framework funding grouping hedge instrument instrument-set measurement need obligation observation
organisation outcome paragraph participation passage practice product project ratification reading
recommendation region rendition section stage-report supervisory-comment target tripartite-body"""
_SCHEMES: Final = """appraisal-criterion boundary certainty condition-kind correction-kind event-state framework-kind
grouping-kind hedge-kind instrument-kind opposite organisation-kind outcome-kind pairing pairing-ground
product-kind product-state project-state resource role sector stage status theme"""

QUERY_PREFIXES: Final = Prefixes(
    {
        **PREFIXES,
        **{kind: f"{ID}{kind}/" for kind in _KINDS.split()},
        "agent": f"{ID}organisation/",
        "rec": f"{ID}recommendation/",
        **{f"v-{scheme}": f"{PREFIXES['vocab']}{scheme}/" for scheme in _SCHEMES.split()},
    }
)
"""What a query may use without declaring it: the prefixes that our Turtle is written with, one for each kind of thing
and each scheme of codes among them (``action:1-1-a``, ``v-status:planned``)."""

INFERRED: Final = NamedNode(GRAPH + "inferred")
"""The graph that holds what reasoning added, apart from everything asserted."""

install(
    OwnVocabulary(
        prefixes=PREFIXES,
        query_prefixes=QUERY_PREFIXES,
        things=ID,
        described=(TC, ID, PREFIXES["vocab"]),
        inferred=INFERRED,
        locator=(
            "tc:passage/tc:locator",
            # What is observed of an action, and who has which part in it, is read from the action's own passage.
            "(tc:ofAction|^tc:hasObservation|tc:inAction)/tc:passage/tc:locator",
        ),
        part_of="(tc:ofAction|^tc:hasObservation|tc:inAction)?/"
        "(tc:addresses|tc:elementOf|tc:respondsTo|tc:conditionOf|tc:figureOf|tc:source|tc:inSection)",
        # What a table in another language is entered with until somebody puts it into English.
        stand_ins=r" \((?:French|Spanish)\)$|, and not put into English\.$",
        search=PREFIXES["tcs"] + "matches",
        texts="""SELECT DISTINCT ?thing ?field ?text WHERE {
  { ?thing rdfs:label|skos:prefLabel|dcterms:title ?text . BIND("name" AS ?field) }
  UNION { ?thing skos:altLabel|tc:abbreviation|tc:code|tc:symbol|skos:notation ?text . BIND("other" AS ?field) }
  UNION { ?thing tc:summary|skos:definition ?text . BIND("summary" AS ?field) }
  # What people call by its number has that for a name, too.
  UNION {
    VALUES ?kind { tc:Recommendation tc:Section tc:CoverParagraph }
    ?thing a ?kind ; tc:number ?number .
    GRAPH ?ontology { ?kind rdfs:label ?called }
    BIND(STRLANG(CONCAT(STR(?called), " ", STR(?number)), LANG(?called)) AS ?text)
    BIND("other" AS ?field)
  }
  # What offices say in later reports; why the source itself is read so, is no text of its thing.
  UNION {
    ?thing tc:hasObservation ?observed . ?observed tc:basis ?text ; tc:reportedIn ?report .
    FILTER NOT EXISTS { ?any a tc:FollowUp ; dcterms:source ?report }
    BIND("summary" AS ?field)
  }
  FILTER(isIRI(?thing))
}""",
    )
)

expand = PREFIXES.expand
