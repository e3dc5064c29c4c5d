"""JSON-LD 1.1 in expanded form, which no context can change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tcgraph import terms
from tcgraph.errors import BrokenInput
from tcgraph.export.syntaxes.lines import Parts, literal

_TYPE = f"<{terms.RDF_TYPE.value}>"


def json_ld(quads: Iterable[Parts]) -> Iterator[str]:
    """One array of node objects; those of a named graph are inside its ``@graph``.

    Raises:
        BrokenInput: a triple term, which JSON-LD 1.1 cannot write.
    """
    graph: str | None = None
    subject = key = ""
    yield "["
    for next_subject, predicate, value, next_graph in quads:
        next_key = '"@type"' if predicate == _TYPE and value[0] != '"' else f'"{_name(predicate)}"'
        if next_graph != graph:
            if graph is not None:
                yield "]}]}" if graph else "]}"
            yield ("," if graph is not None else "") + "\n"
            yield f'{{"@id":"{_name(next_graph)}","@graph":[' if next_graph else ""
            graph, subject, key = next_graph, "", ""
        if next_subject != subject:
            yield ("]},\n" if subject else "") + f'{{"@id":"{_name(next_subject)}",{next_key}:['
        elif next_key != key:
            yield f"],{next_key}:["
        else:
            yield ","
        subject, key = next_subject, next_key
        yield f'"{_name(value)}"' if key == '"@type"' else _value(value)
    if graph is not None:
        yield "]}]}" if graph else "]}"
    yield "\n]\n"


def _name(term: str) -> str:
    return term[1:-1] if term[0] == "<" else term


def _value(value: str) -> str:
    if value[0] == '"':
        # N-Quads' escapes within quotes are among those of JSON (RFC 8259 §7).
        body, language, datatype = literal(value)
        if language:
            return f'{{"@value":"{body}","@language":"{language}"}}'
        return f'{{"@value":"{body}","@type":"{datatype}"}}' if datatype else f'{{"@value":"{body}"}}'
    if value.startswith("<<"):
        raise BrokenInput(f"JSON-LD cannot hold the triple term {value}; leave it out, or export N-Quads")
    return f'{{"@id":"{_name(value)}"}}'
