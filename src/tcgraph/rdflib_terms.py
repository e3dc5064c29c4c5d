"""Terms of ours as rdflib's and back, for the reference engines."""

from __future__ import annotations

import rdflib

from tcgraph.errors import BrokenInput
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple

_STRING = NamedNode(STANDARD["xsd"] + "string")


def to_rdflib(term: Term) -> rdflib.term.Identifier:
    """A term as rdflib's, lexical form and blank node name as they are; ``"x"`` for ``"x"^^xsd:string``, as parsers do.

    Raises:
        BrokenInput: it is a triple term, which rdflib does not know.
    """
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple):
        raise BrokenInput("the reference engines know no triple terms; use the built-in ones for RDF 1.2 data")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype == _STRING else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def from_rdflib(node: object) -> Term:
    """A term of rdflib's as ours."""
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else _STRING)
