"""Datatypes and sorts of terms in words."""

from __future__ import annotations

from tcgraph.diagnostics.naming import short_name
from tcgraph.namespaces import STANDARD, application
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term

_XSD = STANDARD["xsd"]
_RDF = STANDARD["rdf"]
KINDS = {
    "integer": ("a whole number", "12, without quotes"),
    "decimal": ("a decimal number", "0.5, without quotes"),
    "double": ("a number with exponent", "1.0E3"),
    "boolean": ("true or false", "true, without quotes"),
    "date": ("a date", '"2006-11-30"^^xsd:date'),
    "dateTime": ("a date and time", '"2006-11-30T12:00:00Z"^^xsd:dateTime'),
    "gYear": ("a year", '"2006"^^xsd:gYear'),
    "gYearMonth": ("a year and month", '"2006-11"^^xsd:gYearMonth'),
    "string": ("a text without language tag", '"text"'),
    "anyURI": ("an address", '"https://…"^^xsd:anyURI'),
}
NODE_KINDS = {
    "IRI": "an IRI", "BlankNode": "a blank node", "Literal": "a literal", "BlankNodeOrIRI": "an IRI or blank node",
    "BlankNodeOrLiteral": "a blank node or literal", "IRIOrLiteral": "an IRI or literal",
}  # fmt: skip


def kind(datatype: Term | None) -> str:
    """A datatype in words, to stand behind “is not”."""
    if not isinstance(datatype, NamedNode):
        return "of the datatype that is asked for"
    name = datatype.value.removeprefix(_XSD)
    if name in KINDS:
        return f"{KINDS[name][0]} (xsd:{name})"
    if datatype.value == _RDF + "langString":
        return 'a text with a language tag: "text"@en'
    if datatype.value == STANDARD["rdfs"] + "Literal":
        return "of datatype rdfs:Literal, which no literal has; the shape may mean sh:nodeKind sh:Literal"
    return f"of datatype {short_name(datatype.value, application().prefixes)}"


def node_kind(node: Term) -> str:
    """What sort of term it is."""
    return "an IRI" if isinstance(node, NamedNode) else "a blank node" if isinstance(node, BlankNode) else "a literal"


def written_as(value: Literal) -> str:
    """What a literal is by its datatype, to stand behind “is written as”."""
    name = value.datatype.value.removeprefix(_XSD)
    if value.language:
        return "a text with a language tag"
    if name == "string":
        return "a text"
    return KINDS[name][0] if name in KINDS else short_name(value.datatype.value, application().prefixes)
