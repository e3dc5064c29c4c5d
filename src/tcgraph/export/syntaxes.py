"""RDF syntaxes, written in the order of what comes and as a stream."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import IO
from xml.sax.saxutils import escape, quoteattr

import pyoxigraph

from tcgraph.errors import BrokenInput
from tcgraph.rdf import DefaultGraph, GraphFormat, Literal, NamedNode, Quad, Term, Triple, with_prefixes_used
from tcgraph.terms import PREFIXES, RDF_TYPE

_STRING = PREFIXES["xsd"] + "string"
_IN_PARTS = frozenset(("id", "vocab", "graph"))
"""Prefixes of namespaces that have parts: a name would need a stroke before each slash."""
_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*$")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write(quads: Iterable[Quad], out: IO[bytes], syntax: GraphFormat, prefixes: Mapping[str, str]) -> None:
    """Write a document as its statements come.

    Args:
        quads: sorted; those of one triple in several graphs follow each other.
        out: where to.
        syntax: one without graph names holds the merged graph.
        prefixes: what the document declares, whether used or not.

    Raises:
        BrokenInput: the syntax cannot hold some statement; the message says which.
    """
    if syntax in (GraphFormat.JSON_LD, GraphFormat.RDF_XML):
        for piece in _json_ld(quads) if syntax is GraphFormat.JSON_LD else _rdf_xml(quads, prefixes):
            out.write(piece.encode())
        return
    content: Iterable[Quad] | Iterable[Triple] = quads if syntax.holds_graph_names else _merged(quads)
    short = {name: start for name, start in prefixes.items() if name not in _IN_PARTS}
    pyoxigraph.serialize(content, out, syntax.codec, prefixes=short)


def document(quads: Iterable[Quad], syntax: GraphFormat, prefixes: Mapping[str, str]) -> bytes:
    """A small document, in Turtle and TriG with the prefixes alone that it uses; see :func:`write`."""
    out = io.BytesIO()
    write(quads, out, syntax, prefixes)
    return with_prefixes_used(out.getvalue())


def _merged(quads: Iterable[Quad]) -> Iterator[Triple]:
    """The triples of quads, each once."""
    return (triple for triple, _ in groupby(quads, lambda quad: quad.triple))


def _rdf_xml(quads: Iterable[Quad], prefixes: Mapping[str, str]) -> Iterator[str]:
    """The merged graph, a description for each subject.

    The engine's own writer makes elements of types, whatever these are called.

    Raises:
        BrokenInput: something that RDF/XML cannot hold: a character, a property's name, or a triple term.
    """
    known = {start: name for name, start in {**prefixes, "rdf": PREFIXES["rdf"]}.items()}
    tags: dict[NamedNode, tuple[str, str]] = {}
    declared = "".join(f" xmlns:{name}={quoteattr(start)}" for start, name in known.items())
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{declared}>\n'
    for subject, about in groupby(_merged(quads), lambda triple: triple.subject):
        yield f"<rdf:Description {_xml_node('about', subject)}>\n"
        for triple in about:
            if triple.predicate not in tags:
                tags[triple.predicate] = _xml_tag(triple.predicate, known)
            tag, namespace = tags[triple.predicate]
            yield f"<{tag}{namespace}{_xml_value(triple.object, tag)}\n"
        yield "</rdf:Description>\n"
    yield "</rdf:RDF>\n"


def _xml_tag(predicate: NamedNode, known: Mapping[str, str]) -> tuple[str, str]:
    local = _XML_NAME.search(predicate.value)
    if local is None:
        raise BrokenInput(f"RDF/XML cannot write the property {predicate}; leave it out, or export Turtle")
    start = predicate.value[: local.start()]
    return (f"{known[start]}:{local[0]}", "") if start in known else (f"p:{local[0]}", f" xmlns:p={quoteattr(start)}")


def _xml_node(attribute: str, term: Term) -> str:
    if isinstance(term, Triple):
        raise BrokenInput(f"RDF/XML cannot hold the triple term {term}; leave it out, or export N-Quads")
    return f"rdf:{attribute}={quoteattr(term.value)}" if isinstance(term, NamedNode) else f'rdf:nodeID="{term.value}"'


def _xml_value(term: Term, tag: str) -> str:
    if not isinstance(term, Literal):
        return f" {_xml_node('resource', term)}/>"
    if _NOT_XML.search(term.value):
        raise BrokenInput(f"RDF/XML cannot hold a control character of {term.value!r}; remove it, or export Turtle")
    datatype = "" if term.datatype.value == _STRING else f" rdf:datatype={quoteattr(term.datatype.value)}"
    kind = f' xml:lang="{term.language}"' if term.language else datatype
    # A parser would take a carriage return for a line feed (XML 1.0 §2.11).
    return f"{kind}>{escape(term.value)}</{tag}>".replace("\r", "&#xD;")


def _json_ld(quads: Iterable[Quad]) -> Iterator[str]:
    """One array of node objects; those of a named graph are inside its ``@graph``.

    The engine's own writer has ``rdf:type`` as any other property, by which nobody finds a thing of a type.
    """
    between = "[\n"
    for graph, within in groupby(quads, lambda quad: quad.graph_name):
        named = not isinstance(graph, DefaultGraph)
        yield between + (f'{{"@id":{json.dumps(_id(graph))},"@graph":[\n' if named else "")
        yield ",\n".join(_node(_id(subject), about) for subject, about in groupby(within, lambda quad: quad.subject))
        yield "]}" if named else ""
        between = ",\n"
    yield "\n]\n" if between[0] == "," else "[]\n"


def _node(name: str, about: Iterable[Quad]) -> str:
    node: dict[str, object] = {"@id": name}
    for predicate, quads in groupby(about, lambda quad: quad.predicate):
        values = [quad.object for quad in quads]
        typed = predicate == RDF_TYPE and not any(isinstance(value, Literal) for value in values)
        node["@type" if typed else predicate.value] = [_id(value) if typed else _value(value) for value in values]
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"))


def _id(term: Term) -> str:
    if isinstance(term, Triple):
        raise BrokenInput(f"JSON-LD cannot hold the triple term {term}; leave it out, or export N-Quads")
    return term.value if isinstance(term, NamedNode) else str(term)


def _value(term: Term) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": _id(term)}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    datatype = term.datatype.value
    return {"@value": term.value} if datatype == _STRING else {"@value": term.value, "@type": datatype}
