"""SPARQL 1.1 text cut into tokens (§19.8): enough to find a keyword for certain, not a parser."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<space>(?:\s|\#[^\n\r]*)+)
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
        | "(?:[^"\\\n\r]|\\.)*" | '(?:[^'\\\n\r]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<blank>_:[\w.\-]*\w)
    | (?P<language>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*)
    | (?P<name>(?:[^\W\d_](?:[\w.\-]*[\w\-])?)?:(?:(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:.\-]|%[0-9A-Fa-f]{2}|\\.)*
        (?<!\.)|(?:[\w:\-]|%[0-9A-Fa-f]{2}|\\.))?)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign>\^\^|\|\||&&|!=|<=|>=|<<\(|\)>>|<<|>>|\{\||\|\}|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_STRING_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query.

    Attributes:
        kind: ``iri``, ``string``, ``variable``, ``blank``, ``language``, ``name``, ``number``, ``word`` or ``sign``.
        text: as written.
        start: offset of its first character.
        end: offset after its last.
    """

    kind: str
    text: str
    start: int
    end: int

    def is_word(self, *words: str) -> bool:
        """Whether it is one of these keywords, in any case."""
        return self.kind == "word" and self.text.upper() in words


def tokens(text: str) -> Iterator[Token]:
    """Cut SPARQL text into tokens, leaving out white space and comments.

    Args:
        text: any text; what no token fits becomes a one-character ``sign``.
    """
    for found in _TOKEN.finditer(text):
        kind = found.lastgroup
        if kind and kind != "space":
            yield Token(kind, found.group(), found.start(), found.end())


def unescaped(text: str) -> str:
    r"""Resolve ``\u`` escapes, which may stand anywhere and spell a keyword (SPARQL 1.1 §19.2)."""
    if "\\u" not in text and "\\U" not in text:
        return text

    def character(found: re.Match[str]) -> str:
        number = int(found[1] or found[2], 16)
        return chr(number) if number < 0x110000 else found[0]

    return _ESCAPE.sub(character, text)


def has_any(text: str, words: Iterable[str]) -> bool:
    """Whether one of some texts, given in capitals, stands anywhere, in whatever case: the first and cheapest look."""
    capitals = text.upper()
    return any(word in capitals for word in words)


def mentions(text: str, word: str) -> bool:
    """Whether a keyword, given in capitals, stands in the text outside strings, IRIs, names and comments."""
    plain = unescaped(text)
    # Most texts are settled by one of these, which cost a thousandth and a hundredth of cutting them up.
    if not has_any(plain, (word,)) or re.search(rf"\b{word}\b", plain, re.IGNORECASE) is None:
        return False
    # As it is written too: an escaped backslash would make a string of ours end elsewhere than the engine's.
    return any(token.is_word(word) for view in {plain, text} for token in tokens(view))


def string_value(written: str) -> str:
    r"""What a ``string`` token says: without its quotes, escapes resolved (SPARQL 1.1 §19.7)."""
    quotes = 3 if len(written) >= 6 and written[:3] in ('"""', "'''") else 1
    return _STRING_ESCAPE.sub(_unescaped, unescaped(written[quotes:-quotes]))


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPED.get(found[1], found[1])
