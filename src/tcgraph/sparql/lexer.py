"""SPARQL text cut into tokens (SPARQL 1.1 and 1.2 §19.8, the terminals), one at a time and only as far as asked.

One compiled pattern holds every terminal. It never fails and never looks at a character more than a few times: what is
no token is one of kind ``wrong``, so that an editor's unfinished text can be cut up as well as a query that parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tcgraph.sparql.characters import NAME, NAME_START, NAME_START_U, SURROGATE, any_of

_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_LOCAL_ESCAPE = r"\\[_~.\-!$&'()*+,;=/?#@%]"
_PERCENT = r"%[0-9A-Fa-f]{2}"

IRI = rf"""<(?:[^<>"{{}}|^`\\\x00-\x20{SURROGATE}]++|{_ESCAPE})*+>"""
STRING = rf"""
        "{{3}}(?:[^"\\{SURROGATE}]++|"{{1,2}}+(?!")|\\[tbnrf"'\\]|{_ESCAPE})*+"{{3}}
      | '{{3}}(?:[^'\\{SURROGATE}]++|'{{1,2}}+(?!')|\\[tbnrf"'\\]|{_ESCAPE})*+'{{3}}
      | "(?!"")(?:[^"\\\n\r{SURROGATE}]++|\\[tbnrf"'\\]|{_ESCAPE})*+" | ""(?!")
      | '(?!'')(?:[^'\\\n\r{SURROGATE}]++|\\[tbnrf"'\\]|{_ESCAPE})*+' | ''(?!')
"""
COMMENT = r"\#[^\n\r]*+"
"""An IRI reference, a string and a comment, for patterns in which white space counts for nothing (re.VERBOSE)."""

_START, _START_U, _NAME = any_of(NAME_START), any_of(NAME_START_U + "0-9"), any_of(NAME)
_OF_VARIABLE, _OF_LOCAL = any_of(NAME.removesuffix(r"\-")), any_of(NAME + ":")

TERMINALS = rf"""
    (?: (?P<variable> [?$]{_START_U}{_OF_VARIABLE}*+ )
    | (?P<name> (?:{_START}{_NAME}*+(?:\.+{_NAME}++){{0,32}}+)?+ :
        (?: (?:{_START_U}|:|{_PERCENT}|{_LOCAL_ESCAPE})
            (?:\.*(?:{_OF_LOCAL}++|{_PERCENT}|{_LOCAL_ESCAPE}))*+ )?+ )
    | (?P<word> [A-Za-z][A-Za-z0-9_]*+ )
    | (?P<iri> {IRI} )
    | (?P<number> (?:[0-9]++\.(?=[eE][+-]?[0-9])|[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+ )
    | (?P<sign> \^\^ | \|\| | && | != | <= | >= | <<\( | \)>> | << | >> | \{{\| | \|\}} | [{{}}().;,/|^*+?!=<>\[\]~-] )
    | (?P<string> {STRING} )
    | (?P<language> @[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[A-Za-z]++)?+ )
    | (?P<blank> _:{_START_U}(?:\.*{_NAME}++)*+ )
    | (?P<wrong> "{{3}}[\s\S]*+ | '{{3}}[\s\S]*+ | ["'][^\n\r]*+ | [\s\S] )
    | (?P<end> \Z ) )
"""
"""The terminals, the frequent ones first. Quantifiers are possessive: no text makes the pattern try twice."""

_SPACE = r"[\x20\t\r\n]"
TOKEN = re.compile(rf"(?:{_SPACE}++|{COMMENT})*+{TERMINALS}", re.VERBOSE)
"""White space and comments before a token, and the token as the pattern's last group."""

_BETWEEN = re.compile(rf"(?P<space>{_SPACE}++)|(?P<comment>{COMMENT})")


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query.

    Attributes:
        kind: ``iri``, ``string``, ``variable``, ``blank``, ``language``, ``name``, ``number``, ``word``, ``sign`` or
            ``wrong``; and ``space`` or ``comment`` where these are asked for.
        text: as written.
        start: offset of its first character.
        end: offset after its last.
    """

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, given in capitals, in any case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> Iterator[Token]:
    """Cut any text into tokens, leaving out white space and comments; never fails."""
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or "wrong"
        if kind != "end":
            yield Token(kind, found[kind], found.start(kind), found.end())


def pieces(text: str) -> Iterator[Token]:
    """Cut any text into tokens, white space and comments among them: joined again they are the same text."""
    for found in TOKEN.finditer(text):
        kind = found.lastgroup or "wrong"
        for each in _BETWEEN.finditer(text, found.start(), found.start(kind)):
            yield Token(each.lastgroup or "space", each.group(), each.start(), each.end())
        if kind != "end":
            yield Token(kind, found[kind], found.start(kind), found.end(kind))
