"""Namespaces and IRIs that code has to name; everything else about the vocabulary is in ``ontology/``."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from tcgraph.rdf import NamedNode

BASE: Final = "https://w3id.org/tcgraph/"
TC: Final = BASE + "ns#"
ID: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"

PREFIXES: Final[dict[str, str]] = {
    "tc": TC,
    "id": ID,
    "graph": GRAPH,
    "vocab": BASE + "vocab/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "tcs": BASE + "search#",
    "undo": "https://w3id.org/un/ontology/undo/",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes of every file and query of the project, so that a name means the same everywhere."""

INFERRED: Final = NamedNode(GRAPH + "inferred")
"""The graph that holds what reasoning added, apart from everything asserted."""

RDF_TYPE: Final = NamedNode(PREFIXES["rdf"] + "type")
RDFS_LABEL: Final = NamedNode(PREFIXES["rdfs"] + "label")


def expand(name: str) -> NamedNode:
    """Turn ``prefix:local`` or a full IRI (with or without angle brackets) into a node.

    Raises:
        ValueError: the prefix is not one of :data:`PREFIXES`, or the IRI is malformed.
    """
    if name.startswith("<") and name.endswith(">"):
        return NamedNode(name[1:-1])
    prefix, colon, local = name.partition(":")
    if colon and prefix in PREFIXES:
        return NamedNode(PREFIXES[prefix] + local)
    if (colon and local.startswith("//")) or prefix in ("urn", "mailto"):
        return NamedNode(name)
    raise ValueError(f"{name!r} is neither an IRI nor prefix:name with a known prefix")


@lru_cache(maxsize=4096)
def shorten(iri: str) -> str:
    """Write an IRI as ``prefix:local`` where a known prefix fits, else as ``<iri>``."""
    best = max(
        (item for item in PREFIXES.items() if iri.startswith(item[1])),
        key=lambda item: len(item[1]),
        default=None,
    )
    if best is None:
        return f"<{iri}>"
    local = iri[len(best[1]) :]
    # Turtle §6.5 PN_LOCAL allows more, but a slash or an escape reads worse than the full IRI.
    return f"{best[0]}:{local}" if local and all(c.isalnum() or c in "-_" for c in local) else f"<{iri}>"
