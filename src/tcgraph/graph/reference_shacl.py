"""The reference validator: pySHACL, for whoever wants a second opinion, and as the oracle of our tests."""

from __future__ import annotations

from collections.abc import Iterable

import pyshacl
import rdflib

from tcgraph.errors import BrokenInput
from tcgraph.graph.report import Report
from tcgraph.graph.shacl.names import STRING
from tcgraph.graph.shacl.report_graph import read_report
from tcgraph.graph.shacl.shapes import Shapes
from tcgraph.graph.shacl.triples import TripleIndex
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple


def validate_with_pyshacl(data: Iterable[Triple], shapes: Shapes, *, language: str = "en") -> Report:
    """Validate with pySHACL.

    The terms are handed over one by one: pySHACL over a pyoxigraph store takes ``"x"`` and ``"x"^^xsd:string`` for two.

    Args:
        data: the data graph.
        shapes: the shapes graph.
        language: the language of messages, where there are several.

    Raises:
        BrokenInput: pySHACL cannot use the shapes.
    """
    try:
        # `advanced` would add SHACL-AF rules, which change the data; SHACL 1.0 needs none of it.
        _, report, text = pyshacl.validate(to_rdflib(data), shacl_graph=to_rdflib(shapes), inplace=True)
    except Exception as error:
        raise BrokenInput(f"pySHACL cannot use these shapes: {error}") from error
    if not isinstance(report, rdflib.Graph):
        raise BrokenInput(f"pySHACL cannot use these shapes: {text}")
    return read_report(TripleIndex(from_rdflib(report)), language=language)


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Copy triples into an rdflib graph, lexical forms and blank node names as they are."""
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((_to(triple.subject), _to(triple.predicate), _to(triple.object)))
    return graph


def from_rdflib(graph: rdflib.Graph) -> Iterable[Triple]:
    """The triples of an rdflib graph, in an order that does not change between runs."""
    for subject, predicate, value in sorted(graph):
        start, middle, end = _from(subject), _from(predicate), _from(value)
        assert isinstance(start, (NamedNode, BlankNode))
        assert isinstance(middle, NamedNode)
        yield Triple(start, middle, end)


def _to(term: Term) -> rdflib.term.Identifier:
    if isinstance(term, NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, BlankNode):
        return rdflib.BNode(term.value)
    if isinstance(term, Triple):
        raise BrokenInput("pySHACL knows no triple terms; use the built-in validator for RDF 1.2 data")
    if term.language:
        return rdflib.Literal(term.value, lang=term.language)
    datatype = None if term.datatype == STRING else rdflib.URIRef(term.datatype.value)
    return rdflib.Literal(term.value, datatype=datatype, normalize=False)


def _from(node: object) -> Term:
    if isinstance(node, rdflib.URIRef):
        return NamedNode(str(node))
    if isinstance(node, rdflib.BNode):
        return BlankNode(str(node))
    assert isinstance(node, rdflib.Literal)
    if node.language:
        return Literal(str(node), language=node.language)
    return Literal(str(node), datatype=NamedNode(str(node.datatype)) if node.datatype else STRING)
