"""The reference validator: pySHACL, for whoever wants a second opinion, and as the oracle of our tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyshacl
import rdflib

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, NamedNode, Triple
from tcgraph.rdflib_terms import from_rdflib, to_rdflib
from tcgraph.shacl.names import BOOLEAN, sh
from tcgraph.shacl.report_graph import read_report
from tcgraph.shacl.shapes import Shapes
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.targets_in_data import looks_back
from tcgraph.shacl.validation_report import Report


def validate_with_pyshacl(data: Iterable[Triple], shapes: Shapes, *, language: str = "en") -> Report:
    """Validate with pySHACL.

    The terms are handed over one by one: pySHACL over a pyoxigraph store takes ``"x"`` and ``"x"^^xsd:string`` for two.

    Args:
        data: the data graph.
        shapes: the shapes graph; those over two versions are left out, as in every validation of one.
        language: the language of messages, where there are several.

    Raises:
        BrokenInput: pySHACL cannot use the shapes.
    """
    try:
        # `advanced` would add SHACL-AF rules, which change the data; SHACL 1.0 needs none of it.
        _, report, text = pyshacl.validate(
            graph_to_rdflib(data), shacl_graph=graph_to_rdflib(_of_one_version(shapes)), inplace=True
        )
    except Exception as error:
        raise BrokenInput(f"pySHACL cannot use these shapes: {error}") from error
    if not isinstance(report, rdflib.Graph):
        raise BrokenInput(f"pySHACL cannot use these shapes: {text}")
    return read_report(TripleIndex(graph_from_rdflib(report)), language=language)


def _of_one_version(shapes: Shapes) -> Iterator[Triple]:
    """The shapes with those over two versions switched off (SHACL §2.1.3.3): pySHACL has no graphs to ask for a change.

    Their constraint components stay, which nothing then uses.
    """
    off, deactivated = {shape.node for shape in shapes.readable() if looks_back(shape)}, sh("deactivated")
    yield from (triple for triple in shapes if triple.predicate != deactivated or triple.subject not in off)
    for node in shapes.graph.subjects():
        if node in off:
            yield Triple(node, deactivated, Literal("true", datatype=BOOLEAN))


def graph_to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Copy triples into an rdflib graph, lexical forms and blank node names as they are."""
    graph = rdflib.Graph()
    for triple in triples:
        graph.add((to_rdflib(triple.subject), to_rdflib(triple.predicate), to_rdflib(triple.object)))
    return graph


def graph_from_rdflib(graph: rdflib.Graph) -> Iterable[Triple]:
    """The triples of an rdflib graph, in an order that does not change between runs."""
    for subject, predicate, value in sorted(graph):
        start, middle, end = from_rdflib(subject), from_rdflib(predicate), from_rdflib(value)
        assert isinstance(start, (NamedNode, BlankNode))
        assert isinstance(middle, NamedNode)
        yield Triple(start, middle, end)
