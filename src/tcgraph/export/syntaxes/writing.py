"""One document in any syntax, as text in pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tcgraph.export.syntaxes.json_ld import json_ld
from tcgraph.export.syntaxes.lines import merged, parts
from tcgraph.export.syntaxes.rdf_xml import Elements, rdf_xml, root
from tcgraph.export.syntaxes.turtle_writer import PrefixedNames, declarations, n_triples, trig, turtle
from tcgraph.rdf import GraphFormat


def written(lines: Iterable[str], format_: GraphFormat, prefixes: Mapping[str, str]) -> Iterator[str]:
    """Write a document as its lines come.

    Args:
        lines: canonical N-Quads lines, sorted.
        format_: the syntax; one without graph names holds the merged graph.
        prefixes: what the document declares, whether used or not.

    Raises:
        BrokenInput: the syntax cannot hold some statement; the message says which.
    """
    quads = parts(lines)
    match format_:
        case GraphFormat.N_QUADS:
            yield from lines
        case GraphFormat.N_TRIPLES:
            yield from n_triples(merged(quads))
        case GraphFormat.TURTLE:
            yield declarations(prefixes)
            yield from turtle(merged(quads), PrefixedNames(prefixes))
        case GraphFormat.TRIG:
            yield declarations(prefixes)
            yield from trig(quads, PrefixedNames(prefixes))
        case GraphFormat.RDF_XML:
            yield root(prefixes)
            yield from rdf_xml(merged(quads), Elements(prefixes))
            yield "</rdf:RDF>\n"
        case GraphFormat.JSON_LD:
            yield from json_ld(quads)


def document(lines: Iterable[str], format_: GraphFormat, prefixes: Mapping[str, str]) -> str:
    """A small document, which declares only the prefixes that it uses."""
    known = list(lines)
    names, elements = PrefixedNames(prefixes), Elements(prefixes)
    quads = parts(known)
    match format_:
        case GraphFormat.TURTLE:
            body = "".join(turtle(merged(quads), names))
            used = names.used
        case GraphFormat.TRIG:
            body = "".join(trig(quads, names))
            used = names.used
        case GraphFormat.RDF_XML:
            body = "".join(rdf_xml(merged(quads), elements))
            return root(_only(prefixes, elements.used)) + body + "</rdf:RDF>\n"
        case _:
            return "".join(written(known, format_, prefixes))
    return declarations(_only(prefixes, used)) + body


def _only(prefixes: Mapping[str, str], used: set[str]) -> dict[str, str]:
    return {prefix: namespace for prefix, namespace in prefixes.items() if prefix in used}
