"""Triples with their places, from any RDF syntax: exact for the Turtle family, by node and property for the others.

Those of RDF/XML (RDF 1.1 XML Syntax §2) are read here, with expat; those of JSON-LD in :mod:`jsonld_places`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from tcgraph.errors import BrokenInput
from tcgraph.iri import resolve
from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode
from tcgraph.turtle import reader as turtle
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable
from tcgraph.turtle.tree import Atom, PlacedTriple, Statement, triples

_RDF = STANDARD["rdf"]
_XML = "http://www.w3.org/XML/1998/namespace"
_SYNTAX = {_RDF + name for name in ("about", "ID", "nodeID", "resource", "parseType", "datatype", "RDF", "li", "bagID")}
_MARK = "\x1f"


@dataclass(slots=True)
class _Element:
    """An open element: a node, a property of one, or the ``rdf:RDF`` around them."""

    kind: str
    span: Span
    base: str | None
    language: str | None
    subject: NamedNode | BlankNode | None = None
    predicate: NamedNode | None = None
    datatype: str | None = None
    value: Atom | None = None
    text: list[str] = field(default_factory=list)
    count: int = 0


def read_rdfxml(source: SourceText, base: str | None) -> Iterator[PlacedTriple]:
    """The triples of a document, each with the place of its element; XML literals and reification are left out.

    Raises:
        BrokenInput: the XML is not well formed.
    """
    reader = _Reader(source, base)
    yield from reader.read()


class _Reader:
    def __init__(self, source: SourceText, base: str | None) -> None:
        self._source = source
        self._parser = expat.ParserCreate(namespace_separator=_MARK)
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._characters
        self._stack = [_Element("document", Span(0, 0), base, None)]
        self._found: list[PlacedTriple] = []

    def read(self) -> Iterator[PlacedTriple]:
        data = self._source.text.encode()
        try:
            for start in range(0, len(data), 1 << 16):
                self._parser.Parse(data[start : start + (1 << 16)])
                yield from self._found
                self._found.clear()
            self._parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise BrokenInput(expat.ErrorString(error.code), line=error.lineno, column=error.offset + 1) from error
        yield from self._found

    def _here(self) -> Span:
        line, column = self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber
        start = self._source.offset(line, column + 1)
        end = self._source.text.find(">", start)
        return Span(start, end + 1 if end >= 0 else start + 1)

    def _open(self, name: str, written: dict[str, str]) -> None:
        attributes = {key.replace(_MARK, ""): value for key, value in written.items()}
        iri = name.replace(_MARK, "")
        parent = self._stack[-1]
        base = resolve(attributes.pop(_XML + "base"), parent.base) if _XML + "base" in attributes else parent.base
        language = attributes.pop(_XML + "lang", parent.language) or None
        element = _Element("literal", self._here(), base, language)
        self._stack.append(element)
        if parent.kind == "document" and iri == _RDF + "RDF":
            element.kind = "document"
        elif parent.kind in ("document", "property"):
            self._open_node(element, parent, iri, attributes)
        elif parent.kind == "node":
            self._open_property(element, parent, iri, attributes)

    def _open_node(self, element: _Element, parent: _Element, iri: str, attributes: dict[str, str]) -> None:
        element.kind = "node"
        element.subject = self._name(element, attributes)
        if iri != _RDF + "Description":
            self._add(element, RDF_TYPE, NamedNode(iri))
        self._attributes(element, element, attributes)
        if parent.kind == "property":
            parent.value = element.subject

    def _open_property(self, element: _Element, parent: _Element, iri: str, attributes: dict[str, str]) -> None:
        element.kind = "property"
        element.subject = parent.subject
        if iri == _RDF + "li":
            parent.count += 1
            iri = f"{_RDF}_{parent.count}"
        element.predicate = NamedNode(iri)
        element.datatype = attributes.get(_RDF + "datatype")
        parse_type = attributes.get(_RDF + "parseType")
        if _RDF + "resource" in attributes:
            element.value = NamedNode(resolve(attributes[_RDF + "resource"], element.base))
        elif _RDF + "nodeID" in attributes:
            element.value = BlankNode("l" + attributes[_RDF + "nodeID"])
        elif parse_type == "Resource":
            inner = BlankNode(f"o{element.span.start}")
            self._add(element, element.predicate, inner)
            element.kind, element.subject = "node", inner
        elif parse_type is not None:
            element.kind = "literal"
        own = {key: value for key, value in attributes.items() if key not in _SYNTAX}
        if own and element.kind == "property":
            element.value = element.value or BlankNode(f"o{element.span.start}")
            about = _Element("node", element.span, element.base, element.language)
            assert not isinstance(element.value, Literal)
            about.subject = element.value
            self._attributes(about, element, own)

    def _name(self, element: _Element, attributes: dict[str, str]) -> NamedNode | BlankNode:
        if (about := attributes.get(_RDF + "about")) is not None:
            return NamedNode(resolve(about, element.base))
        if (own := attributes.get(_RDF + "ID")) is not None:
            return NamedNode(resolve("#" + own, element.base))
        if (label := attributes.get(_RDF + "nodeID")) is not None:
            return BlankNode("l" + label)
        return BlankNode(f"o{element.span.start}")

    def _attributes(self, about: _Element, where: _Element, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            if key == RDF_TYPE.value:
                self._add(about, RDF_TYPE, NamedNode(resolve(value, where.base)))
            elif key not in _SYNTAX and ":" in key:
                literal = Literal(value, language=about.language) if about.language else Literal(value)
                self._add(about, NamedNode(key), literal)

    def _characters(self, text: str) -> None:
        if self._stack[-1].kind == "property":
            self._stack[-1].text.append(text)

    def _close(self, _name: str) -> None:
        element = self._stack.pop()
        if element.kind != "property" or element.predicate is None:
            return
        value = element.value
        if value is None:
            text = "".join(element.text)
            if element.datatype:
                value = Literal(text, datatype=NamedNode(resolve(element.datatype, element.base)))
            else:
                value = Literal(text, language=element.language) if element.language else Literal(text)
        self._add(element, element.predicate, value)

    def _add(self, element: _Element, predicate: NamedNode, value: Atom) -> None:
        assert element.subject is not None
        node = next((e for e in reversed(self._stack) if e.kind == "node" and e.subject == element.subject), element)
        self._found.append(PlacedTriple(element.subject, predicate, value, None, node.span, element.span, element.span))


# -- documents of any syntax


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
