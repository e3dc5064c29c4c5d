"""The triples of a statement of Turtle as nearly all are, without its tree: names and short literals, no brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import Literal, NamedNode
from tcgraph.turtle.source_text import Span
from tcgraph.turtle.tree import PlacedTriple

_IRI = r"<([A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>\"{}|^`\\]*+)>"
_ALONE = r"(?![\w.:%\\-])"
_NAME = rf"([A-Za-z][A-Za-z0-9_-]*+)?+:([A-Za-z0-9_][A-Za-z0-9_-]*+){_ALONE}"
_WORD = re.compile(
    rf"""[ \t\r\n]*+(?:{_IRI}|{_NAME}
    |"([^"\\\r\n]*+)"(?!")(?:\^\^(?:{_IRI}|{_NAME})|@([A-Za-z]++(?:-[A-Za-z0-9]++)*+)(?!-))?+
    |([+-]?[0-9]++){_ALONE}|([+-]?[0-9]*+\.[0-9]++){_ALONE}|(a|true|false){_ALONE}|([;,]))""",
    re.VERBOSE,
)
"""A word with the space before it; the last group of it tells its kind."""
_FULL, _SHORT, _TEXT, _TYPED, _TYPED_SHORT, _TAGGED, _WHOLE, _DECIMAL, _SAID, _MARK = 1, 3, 4, 5, 7, 8, 9, 10, 11, 12
_XSD = STANDARD["xsd"]
_OF = {_WHOLE: NamedNode(_XSD + "integer"), _DECIMAL: NamedNode(_XSD + "decimal"), _SAID: NamedNode(_XSD + "boolean")}


def plain_triples(text: str, at: int, prefixes: Mapping[str, str]) -> list[PlacedTriple] | None:
    """The triples of one statement that parses, in the order of the text.

    Args:
        text: the statement without its full stop.
        at: what its first character is in the text around it, from which places are counted.
        prefixes: those declared before it.

    Returns:
        What the parser would find; None where only the grammar can tell it: brackets, lists, blank nodes, comments,
        escapes, long strings, relative references, RDF 1.2.
    """
    match = _WORD.scanner(text).match  # type: ignore[attr-defined]
    found: list[PlacedTriple] = []
    subject: NamedNode | None = None
    predicate: NamedNode | None = None
    head = verb = Span(at, at)
    ended, end = False, 0
    try:
        while (word := match()) is not None:
            kind, end = word.lastindex, word.end()
            if kind == _MARK:
                if not found or (word[_MARK] == "," and not ended) or (predicate is not None and not ended):
                    return None
                if word[_MARK] == ";":
                    predicate = None
                ended = False
                continue
            if ended:
                return None
            value: NamedNode | Literal
            if kind == _FULL:
                begin, value = word.start(_FULL) - 1, NamedNode(word[_FULL])
            elif kind == _SHORT:
                begin = word.start(_SHORT) - 1 - len(word[2] or "")
                value = NamedNode(prefixes[word[2] or ""] + word[_SHORT])
            elif kind == _SAID and word[_SAID] == "a":
                if subject is None or predicate is not None:
                    return None
                begin, value = word.start(_SAID), RDF_TYPE
            elif predicate is None:
                return None
            elif kind in _OF:
                begin, value = word.start(kind), Literal(word[kind], datatype=_OF[kind])
            else:
                begin, value = word.start(_TEXT) - 1, _literal(word, kind, prefixes)
            place = Span(begin + at, end + at)
            if subject is not None and predicate is not None:
                found.append(PlacedTriple(subject, predicate, value, None, head, verb, place))
                ended = True
                continue
            assert isinstance(value, NamedNode)
            if subject is None:
                subject, head = value, place
            else:
                predicate, verb = value, place
    except (KeyError, ValueError):  # a prefix that nobody declared, or a name or a tag that is none
        return None
    return None if text[end:].strip(" \t\r\n") or (predicate is not None and not ended) or not found else found


def _literal(word: re.Match[str], kind: int, prefixes: Mapping[str, str]) -> Literal:
    text = word[_TEXT]
    if kind == _TEXT:
        return Literal(text)
    if kind == _TAGGED:
        return Literal(text, language=word[_TAGGED].lower())
    name = word[_TYPED] if kind == _TYPED else prefixes[word[6] or ""] + word[_TYPED_SHORT]
    return Literal(text, datatype=NamedNode(name))
