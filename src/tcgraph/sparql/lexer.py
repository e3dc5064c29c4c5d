"""SPARQL text cut into tokens (SPARQL 1.1 and 1.2 §19.8, the terminals), one at a time and only as far as asked.

One compiled pattern holds every terminal. It never fails and never looks at a character more than a few times: what is
no token is one of kind ``wrong``, so that an editor's unfinished text can be cut up as well as a query that parses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

# -- which characters names have (SPARQL 1.1 §19.8, rules 164 to 168), and what escapes stand for (§19.2, §19.7)

NAME_START = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
"""PN_CHARS_BASE, to stand in a character class."""

NAME_START_U = NAME_START + "_"
"""PN_CHARS_U."""

NAME = NAME_START_U + r"0-9\u00B7\u0300-\u036F\u203F\u2040\-"
"""PN_CHARS."""

SURROGATE = r"\uD800-\uDFFF"
"""Half a character: Python's texts may hold one, and no encoding of Unicode can."""

_RANGE = re.compile(r"(\\[uU][0-9A-F]+|\\?.)(?:-(\\[uU][0-9A-F]+|.))?")


def any_of(characters: str) -> str:
    """A class of characters, to stand in a pattern, told by those that are not in it.

    Of the ranges above nearly all characters are, so that a pattern is compiled in a quarter of the time.

    Args:
        characters: ranges as they stand in a class.
    """
    found = [(_number(first), _number(last or first)) for first, last in _RANGE.findall(characters)]
    others, after = [], 0
    for first, last in sorted(found):
        if first > after:
            others.append(f"\\U{after:08X}-\\U{first - 1:08X}")
        after = max(after, last + 1)
    return f"[^{''.join(others)}\\U{after:08X}-\\U0010FFFF]"


def _number(character: str) -> int:
    return ord(character[-1]) if len(character) <= 2 else int(character[2:], 16)  # noqa: FURB166


LONE_SURROGATE = re.compile(f"[{SURROGATE}]")

_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_STRING_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def string_value(written: str) -> str:
    r"""What a string says: without its quotes, escapes resolved (SPARQL 1.1 §19.7).

    Raises:
        ValueError: an escape stands for no character.
    """
    quotes = 3 if len(written) >= 6 and written[:3] in ('"""', "'''") else 1
    inside = written[quotes:-quotes]
    return _STRING_ESCAPE.sub(_unescaped, inside) if "\\" in inside else inside


def iri_value(written: str) -> str:
    r"""What stands between angle brackets, ``\u`` escapes resolved (SPARQL 1.1 §19.2).

    Raises:
        ValueError: an escape stands for no character, or for one that no IRI has.
    """
    inside = written[1:-1]
    if "\\" not in inside:
        return inside
    value = _CODEPOINT.sub(_unescaped, inside)
    if re.search(r'[<>"{}|^`\\\x00-\x20]', value):
        raise ValueError("an escape in an IRI stands for a character that no IRI has")
    return value


def local_value(written: str) -> str:
    """The local part of a prefixed name without its backslashes (SPARQL 1.1 §19.8, rule 173; Turtle §6.4)."""
    return written.replace("\\", "")  # which no name has itself


def _unescaped(found: re.Match[str]) -> str:
    digits = found[1] or found[2]
    if not digits:
        return _ESCAPED.get(found[3], found[3])
    number = int(digits, 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise ValueError(f"the escape {found[0]} stands for no character")
    return chr(number)


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
