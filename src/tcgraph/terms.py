"""The shipped vocabulary's namespaces, and IRIs that code has to name; everything else about it is in ``ontology/``."""

from __future__ import annotations

from typing import Final

from tcgraph.namespaces import RDF_TYPE, RDFS_LABEL, STANDARD, Application, Prefixes, install, shorten
from tcgraph.rdf import NamedNode

__all__ = ["BASE", "GRAPH", "ID", "INFERRED", "PREFIXES", "RDFS_LABEL", "RDF_TYPE", "TC", "expand", "shorten"]

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

INFERRED: Final = NamedNode(GRAPH + "inferred")
"""The graph that holds what reasoning added, apart from everything asserted."""

install(
    Application(
        prefixes=PREFIXES,
        things=ID,
        described=(TC, ID, PREFIXES["vocab"]),
        inferred=INFERRED,
        locator=(
            "tc:passage/tc:locator",
            # What is observed of an action, and who has which part in it, is read from the action's own passage.
            "(tc:ofAction|^tc:hasObservation|tc:inAction)/tc:passage/tc:locator",
        ),
        search=PREFIXES["tcs"] + "matches",
        texts="""SELECT DISTINCT ?thing ?field ?text WHERE {
  { ?thing rdfs:label|skos:prefLabel|dcterms:title ?text . BIND("name" AS ?field) }
  UNION { ?thing skos:altLabel|tc:abbreviation|tc:code|tc:symbol|skos:notation ?text . BIND("other" AS ?field) }
  UNION { ?thing tc:summary|skos:definition ?text . BIND("summary" AS ?field) }
  FILTER(isIRI(?thing))
}""",
    )
)

expand = PREFIXES.expand
