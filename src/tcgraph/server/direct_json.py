"""The triples of one pattern as a result document (SPARQL 1.1 Query Results JSON), without asking the engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from json.encoder import encode_basestring

import pyoxigraph

from tcgraph.rdf import BlankNode, Literal, NamedNode

_STRING = "http://www.w3.org/2001/XMLSchema#string"
_PARTS = ("subject", "predicate", "object")


def document(columns: Sequence[str], places: Sequence[int], quads: Iterable[pyoxigraph.Quad]) -> bytes | None:
    """A result document of a SELECT over one pattern.

    Args:
        columns: the variables, in order.
        places: where each stands in the pattern: 0 the subject, 1 the predicate, 2 the object.
        quads: what the pattern matches.

    Returns:
        None where a term is none of those that every client reads.
    """
    getters = [(encode_basestring(name), _PARTS[place]) for name, place in zip(columns, places, strict=True)]
    rows = []
    for quad in quads:
        cells = []
        for name, part in getters:
            told = _told(getattr(quad, part))
            if told is None:
                return None
            cells.append(f"{name}:{told}")
        rows.append("{" + ",".join(cells) + "}")
    names = ",".join(name for name, _ in getters)
    return f'{{"head":{{"vars":[{names}]}},"results":{{"bindings":[{",".join(rows)}]}}}}'.encode()


def _told(term: object) -> str | None:
    if isinstance(term, NamedNode):
        return _iri(term.value)
    if isinstance(term, Literal):
        if term.direction is not None:
            return None
        value = encode_basestring(term.value)
        if term.language:
            return f'{{"type":"literal","value":{value},"xml:lang":"{term.language}"}}'
        if term.datatype.value == _STRING:
            return f'{{"type":"literal","value":{value}}}'
        return f'{{"type":"literal","value":{value},"datatype":{encode_basestring(term.datatype.value)}}}'
    if isinstance(term, BlankNode):
        return f'{{"type":"bnode","value":{encode_basestring(term.value)}}}'
    return None


@lru_cache(maxsize=4096)
def _iri(value: str) -> str:
    return f'{{"type":"uri","value":{encode_basestring(value)}}}'
