"""The triples of statements of Turtle as nearly all are, without their trees: names and literals, no brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import Literal, NamedNode
from tcgraph.sparql.lexer import local_value
from tcgraph.turtle.source_text import Span
from tcgraph.turtle.tokens import string_value
from tcgraph.turtle.tree import PlacedTriple

_SPACE = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_ALONE = r"(?![\w.:%\\-])"
# Signs that Turtle takes for no letters, such as ², cannot stand in a name of a file that parses.
_NAME = (
    r"<[A-Za-z][A-Za-z0-9+.-]*+:[^\x00-\x20<>\"{}|^`\\]*+>"
    r"|(?:[^\W\d_](?:[\w-]++|\.(?=[\w.-]))*+)?+:(?:[\w:-]++|\\.|%[0-9A-Fa-f]{2}|\.(?=[\w.:\\%-]))*+"
)
_TEXT = r'"""(?:[^"\\]++|\\.|"(?!""))*+"""|"(?:[^"\\\r\n]++|\\.)*+"'
_TAG = r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?!-)"
_BARE = rf"(?:[+-]?(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)|true|false){_ALONE}"
_SUBJECT = re.compile(rf"{_SPACE}({_NAME})")
_SAID = re.compile(
    rf"{_SPACE}({_NAME}|a{_ALONE})"
    rf"((?:{_SPACE}(?:{_NAME}|(?:{_TEXT})(?:\^\^(?:{_NAME})|{_TAG})?+|{_BARE}){_SPACE},?+)++)(?:(?:;{_SPACE})++|\Z)",
    re.DOTALL,
)
"""A verb with its objects, and what ends them."""
_OBJECT = re.compile(rf"{_SPACE}(?:({_NAME})|({_TEXT})(?:\^\^({_NAME})|({_TAG}))?+|({_BARE})){_SPACE},?+", re.DOTALL)
_INTEGER, _DECIMAL, _BOOLEAN = (NamedNode(STANDARD["xsd"] + name) for name in ("integer", "decimal", "boolean"))


class PlainStatement(NamedTuple):
    """One statement, of which single triples are read.

    Attributes:
        text: the statement.
        at: what its first character is in the text around it, from which places are counted.
        prefixes: those declared before it.
        subject: what it is about.
        head: where that is named.
        said: each verb with its objects, in the order of the text.
    """

    text: str
    at: int
    prefixes: Mapping[str, str]
    subject: NamedNode
    head: Span
    said: list[tuple[NamedNode, re.Match[str]]]

    def triples(self, predicate: NamedNode | None = None) -> list[PlacedTriple]:
        """What the parser would find, in the order of the text; of one predicate alone if that is named.

        Raises:
            KeyError: a prefix that nobody declared.
            ValueError: a name or a tag is none.
        """
        text, at, found = self.text, self.at, list[PlacedTriple]()
        value: NamedNode | Literal
        for meant, said in self.said:
            if predicate is None or meant == predicate:
                verb = Span(said.start(1) + at, said.end(1) + at)
                for word in _OBJECT.finditer(text, *said.span(2)):
                    name, quoted, datatype, tag, bare = word.groups()
                    if name is not None:
                        start, value = word.start(1), _named(name, self.prefixes)
                    elif quoted is not None:
                        start, value = word.start(2), _literal(quoted, datatype, tag, self.prefixes)
                    else:
                        start, value = word.start(5), _bare(bare)
                    place = Span(start + at, word.end(word.lastindex or 0) + at)
                    found.append(PlacedTriple(self.subject, meant, value, None, self.head, verb, place))
        return found


class PlainReader:
    """Reads statements without brackets.

    Args:
        prefixes: those declared before the statements.
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes
        self._verbs = {"a": RDF_TYPE}

    def read(self, text: str, at: int) -> PlainStatement | None:
        """Read a statement.

        Args:
            text: the statement without its full stop; it has been parsed before.
            at: what its first character is in the text around it.

        Returns:
            None where only the grammar can tell what it says: brackets, lists, blank nodes, relative references, RDF
            1.2.
        """
        head = _SUBJECT.match(text)
        if head is None:
            return None
        end, match = head.end(), _SAID.match
        said: list[tuple[NamedNode, re.Match[str]]] = []
        try:
            while (found := match(text, end)) is not None:
                end, verb = found.end(), found[1]
                meant = self._verbs.get(verb)
                if meant is None:
                    meant = self._verbs[verb] = _named(verb, self.prefixes)
                said.append((meant, found))
            if end < len(text) or not said:
                return None
            place = Span(head.start(1) + at, head.end(1) + at)
            return PlainStatement(text, at, self.prefixes, _named(head[1], self.prefixes), place, said)
        except (KeyError, ValueError):  # a prefix that nobody declared, or a name that is none
            return None


def _named(written: str, prefixes: Mapping[str, str]) -> NamedNode:
    if written[0] == "<":
        return NamedNode(written[1:-1])
    prefix, _, local = written.partition(":")
    return NamedNode(prefixes[prefix] + local_value(local))


def _literal(quoted: str, datatype: str | None, tag: str | None, prefixes: Mapping[str, str]) -> Literal:
    text = string_value(quoted)
    if tag is not None:
        return Literal(text, language=tag[1:].lower())
    return Literal(text) if datatype is None else Literal(text, datatype=_named(datatype, prefixes))


def _bare(written: str) -> Literal:
    datatype = _BOOLEAN if written[0] in "tf" else _DECIMAL if "." in written else _INTEGER
    return Literal(written, datatype=datatype)
