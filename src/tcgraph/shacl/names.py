"""The IRIs of SHACL and of the vocabularies that it leans on."""

from __future__ import annotations

from functools import cache
from typing import Final

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import NamedNode

SH: Final = STANDARD["sh"]
RDF: Final = STANDARD["rdf"]
RDFS: Final = STANDARD["rdfs"]
XSD: Final = STANDARD["xsd"]
OWL: Final = STANDARD["owl"]

TYPE: Final = NamedNode(RDF + "type")
FIRST: Final = NamedNode(RDF + "first")
REST: Final = NamedNode(RDF + "rest")
REIFIES: Final = NamedNode(RDF + "reifies")
NIL: Final = NamedNode(RDF + "nil")
SUBCLASS_OF: Final = NamedNode(RDFS + "subClassOf")
CLASS: Final = NamedNode(RDFS + "Class")
STRING: Final = NamedNode(XSD + "string")
BOOLEAN: Final = NamedNode(XSD + "boolean")
INTEGER: Final = NamedNode(XSD + "integer")
LANG_STRING: Final = NamedNode(RDF + "langString")


@cache
def sh(name: str) -> NamedNode:
    """The SHACL term of that name."""
    return NamedNode(SH + name)


BY_QUERY: Final = sh("SPARQLConstraintComponent")
"""The component of what a query of the shapes finds (SHACL §5.2)."""
