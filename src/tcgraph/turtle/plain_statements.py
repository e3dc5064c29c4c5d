"""The triples of a statement of Turtle as nearly all are, without its tree: names and literals, no brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql.lexer import local_value
from tcgraph.turtle.source_text import Span
from tcgraph.turtle.tokens import unescape
from tcgraph.turtle.tree import PlacedTriple

_SPACE = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_IRI = r"<([A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>\"{}|^`\\]*+)>"
_ALONE = r"(?![\w.:%\\-])"
# Signs that Turtle takes for no letters, such as ², cannot stand in a name of a file that parses.
_NAME = r"([^\W\d_](?:[\w-]++|\.(?=[\w.-]))*+)?+:((?:[\w:-]++|\\.|%[0-9A-Fa-f]{2}|\.(?=[\w.:\\%-]))*+)"
_WORD = re.compile(
    rf"""{_SPACE}(?:{_IRI}|{_NAME}
    |(?:""\"((?:[^"\\]++|\\.|"(?!""))*+)""\"|"((?:[^"\\\r\n]++|\\.)*+)")
     (?:\^\^(?:{_IRI}|{_NAME})|@([A-Za-z]++(?:-[A-Za-z0-9]++)*+)(?!-))?+
    |([+-]?[0-9]++){_ALONE}|([+-]?[0-9]*+\.[0-9]++){_ALONE}|(a|true|false){_ALONE}|([;,]))""",
    re.VERBOSE | re.DOTALL,
)
"""A word with the space before it; the last group of it tells its kind."""
_FULL, _SHORT, _LONG, _TEXT, _TYPED, _TYPED_SHORT, _TAGGED, _WHOLE, _DECIMAL, _SAID, _MARK = 1, 3, *range(4, 7), *range(8, 14)
_END = re.compile(_SPACE)
_XSD = STANDARD["xsd"]
_OF = {_WHOLE: NamedNode(_XSD + "integer"), _DECIMAL: NamedNode(_XSD + "decimal"), _SAID: NamedNode(_XSD + "boolean")}
_Word = re.Match[str]


class PlainStatement:
    """One statement that parses, of which single triples are read.

    Args:
        at: what its first character is in the text around it, from which places are counted.
        prefixes: those declared before it.
        subject: the word that it begins with.
        said: each verb with an object, in the order of the text.
    """

    def __init__(self, at: int, prefixes: Mapping[str, str], subject: _Word, said: list[tuple[_Word, _Word]]) -> None:
        self._at = at
        self._prefixes = prefixes
        self._said = said
        self._subject, self._head = self._name(subject), self._place(subject)

    def triples(self, predicate: NamedNode | None = None) -> list[PlacedTriple]:
        """What the parser would find, in the order of the text; of one predicate alone if that is named.

        Raises:
            KeyError: a prefix that nobody declared.
            ValueError: a name or a tag is none.
        """
        wanted, found = None if predicate is None else predicate.value, list[PlacedTriple]()
        iri: str | None = None
        latest: _Word | None = None
        for verb, word in self._said:
            if verb is not latest:
                latest, iri = verb, self._iri(verb)
            if iri == wanted or wanted is None:
                meant = predicate or NamedNode(iri)
                place, value = self._place(word), self._value(word)
                found.append(PlacedTriple(self._subject, meant, value, None, self._head, self._place(verb), place))
        return found

    def _iri(self, word: _Word) -> str:
        kind = word.lastindex
        if kind == _SHORT:
            return self._prefixes[word[2] or ""] + local_value(word[_SHORT])
        return RDF_TYPE.value if kind == _SAID else word[_FULL]

    def _name(self, word: _Word) -> NamedNode:
        return NamedNode(self._iri(word))

    def _place(self, word: _Word) -> Span:
        kind = word.lastindex
        begin = word.start(kind)
        if kind == _FULL:
            begin -= 1
        elif kind == _SHORT:
            begin -= 1 + len(word[2] or "")
        elif kind < _WHOLE:
            begin = word.start(_TEXT) - 1 if word[_LONG] is None else word.start(_LONG) - 3
        return Span(begin + self._at, word.end() + self._at)

    def _value(self, word: _Word) -> NamedNode | Literal:
        kind = word.lastindex
        if kind in (_FULL, _SHORT):
            return self._name(word)
        if kind in _OF:
            return Literal(word[kind], datatype=_OF[kind])
        text = unescape(word[_TEXT] if word[_LONG] is None else word[_LONG])
        if kind == _TAGGED:
            return Literal(text, language=word[_TAGGED].lower())
        if kind in (_TEXT, _LONG):
            return Literal(text)
        name = word[_TYPED] if kind == _TYPED else self._prefixes[word[7] or ""] + local_value(word[_TYPED_SHORT])
        return Literal(text, datatype=NamedNode(name))


def plain_statement(text: str, at: int, prefixes: Mapping[str, str]) -> PlainStatement | None:
    """Read a statement.

    Args:
        text: the statement without its full stop; it has been parsed before.
        at: what its first character is in the text around it.
        prefixes: those declared before it.

    Returns:
        None where only the grammar can tell what it says: brackets, lists, blank nodes, relative references, RDF 1.2.
    """
    match = _WORD.scanner(text).match  # type: ignore[attr-defined]
    subject: _Word | None = match()
    if subject is None or subject.lastindex not in (_FULL, _SHORT):
        return None
    said: list[tuple[_Word, _Word]] = []
    verb: _Word | None = None
    ended, end = False, 0
    while (word := match()) is not None:
        kind, end = word.lastindex, word.end()
        if ended or kind == _MARK:
            if kind != _MARK or not said or (verb is not None and not ended) or (verb is None and word[_MARK] == ","):
                return None
            if word[_MARK] == ";":
                verb = None
            ended = False
        elif verb is None:
            if kind not in (_FULL, _SHORT) and word[_SAID] != "a":
                return None
            verb = word
        elif word[_SAID] == "a":
            return None
        else:
            said.append((verb, word))
            ended = True
    after = _END.match(text, end)
    if (verb is not None and not ended) or not said or after is None or after.end() < len(text):
        return None
    try:
        return PlainStatement(at, prefixes, subject, said)
    except (KeyError, ValueError):
        return None
