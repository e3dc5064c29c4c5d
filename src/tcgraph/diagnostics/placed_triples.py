"""Triples with their places, from any RDF syntax: exact for the Turtle family, by node and property for the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tcgraph.rdf import GraphFormat
from tcgraph.turtle import reader as turtle
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import Statement
from tcgraph.turtle.triples import PlacedTriple, triples


@dataclass(frozen=True, slots=True)
class PlacedDocument:
    """A document being read.

    Attributes:
        triples: read once, from top to bottom.
        prefixes: fills while the triples are read.
    """

    triples: Iterator[PlacedTriple]
    prefixes: Mapping[str, str]


def read_places(source: SourceText, format: GraphFormat, *, base: str | None = None) -> PlacedDocument:
    """Read a document for its places.

    Args:
        source: the text; it has been parsed before, so errors are not expected here.
        format: its syntax.
        base: base IRI.

    Raises:
        BrokenInput: on iteration, when the document does not parse after all.
    """
    match format:
        case GraphFormat.RDF_XML:
            from tcgraph.diagnostics.rdfxml_places import read_rdfxml

            return PlacedDocument(read_rdfxml(source, base), {})
        case GraphFormat.JSON_LD:
            from tcgraph.diagnostics.jsonld_places import read_jsonld

            return PlacedDocument(read_jsonld(source, base), {})
        case _:
            parser = turtle.TurtleParser(source, format, base=base)
            return PlacedDocument(_of_turtle(parser, format), parser.prefixes)


def _of_turtle(parser: turtle.TurtleParser, format: GraphFormat) -> Iterator[PlacedTriple]:
    try:
        for item in parser.items():
            if isinstance(item, Statement):
                yield from triples(item)
    except Unreadable as error:
        from tcgraph.turtle.faults import first_fault

        raise first_fault(parser.source, format, error) from None
