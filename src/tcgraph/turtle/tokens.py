"""The words of Turtle, TriG, N-Triples and N-Quads, each with its place.

No Turtle grammar that gives positions can be installed from the Python package index (the tree-sitter packs there
have none), so this reads the terminals of RDF 1.1 Turtle §6.5 itself. What it reads is checked against pyoxigraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BaseDirection, Literal
from tcgraph.sparql.lexer import any_of
from tcgraph.turtle.source_text import SourceText, Span

# PN_CHARS_BASE and PN_CHARS leave out a few characters beyond ASCII (× and ÷, combining marks at the start …). Letting
# them pass keeps this expression ten times faster to compile; the parsers that decide what a file means refuse them.
_BASE = "A-Za-z\u00c0-\U000effff"
_WORD = _BASE + "_0-9\\-\u00b7"
_REST = f"(?:{any_of(_WORD + '.')}*{any_of(_WORD)})?"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_UCHAR = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ECHAR = rf"\\[tbnrf\"'\\]|{_UCHAR}"


class TokenKind(StrEnum):
    """What sort of word it is."""

    IRI = "iri"
    NAME = "name"
    BLANK = "blank"
    STRING = "string"
    NUMBER = "number"
    AT = "at"
    WORD = "word"
    MARK = "mark"
    COMMENT = "comment"
    END = "end"


class TurtleToken(NamedTuple):
    """One word of the text."""

    kind: TokenKind
    text: str
    start: int
    end: int


# Possessive quantifiers keep every alternative linear in the length of the input.
TOKEN = re.compile(
    rf"""[ \t\r\n]*+(?:
      (?P<comment>\#[^\r\n]*+)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|{_UCHAR})*+>)
    | (?P<blank>_:{any_of(_BASE + "_0-9")}{_REST})
    | (?P<name>(?:{any_of(_BASE)}{_REST})?:
        (?:(?:{any_of(_BASE + "_:0-9")}|{_PLX})
            (?:(?:{any_of(_WORD + ".:")}|{_PLX})*(?:{any_of(_WORD + ":")}|{_PLX}))?)?)
    | (?P<string>\"\"\"(?:[^"\\]++|{_ECHAR}|"(?!""))*+\"\"\"|'''(?:[^'\\]++|{_ECHAR}|'(?!''))*+'''
        |"(?:[^"\\\r\n]++|{_ECHAR})*+"(?!")|'(?:[^'\\\r\n]++|{_ECHAR})*+'(?!')|""|'')
    | (?P<number>[+-]?(?:[0-9]+\.[0-9]*[eE][+-]?[0-9]+|\.?[0-9]+[eE][+-]?[0-9]+|[0-9]*\.[0-9]+|[0-9]+))
    | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*(?:--(?:ltr|rtl))?)
    | (?P<word>[A-Za-z]+)
    | (?P<mark>\^\^|[.;,\[\](){{}}])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
"""One word with the space before it; the group that matched is its kind."""
_KINDS = {kind.value: kind for kind in TokenKind}
_ESCAPE = re.compile(_ECHAR)
_BAD_ESCAPE = re.compile(rf"(?:[^\\]|{_ECHAR})*+(?P<bad>\\.?)")
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def tagged(value: str, tag: str) -> Literal:
    """Text with a language tag, behind which RDF 1.2 may have a base direction: ``ar--rtl``.

    Raises:
        ValueError: the tag or the direction is none.
    """
    language, _, direction = tag.partition("--")
    if direction:
        return Literal(value, language=language, direction=BaseDirection(direction))
    return Literal(value, language=language)


def tokens(source: SourceText, start: int = 0) -> Iterator[TurtleToken]:
    """The words from an offset on, comments included, a last one of kind ``END`` closing them.

    Raises:
        Unreadable: some characters make no word.
    """
    match = TOKEN.match
    text = source.text
    offset = start
    while True:
        found = match(text, offset)
        if found is None:
            raise _unreadable(source, offset)
        group = found.lastgroup
        assert group is not None
        begin, offset = found.span(group)
        yield TurtleToken(_KINDS[group], found[group], begin, offset)
        if group == "end":
            return


class Unreadable(BrokenInput):
    """Text that is not Turtle, with the stretch that is wrong and, where there is one, a remedy.

    Attributes:
        span: the stretch.
        remedy: what to do, a sentence; None when the reason says it all.
        rule: ``syntax``, ``undeclared-prefix`` or ``merge-conflict``.
    """

    def __init__(
        self, reason: str, source: SourceText, span: Span, *, remedy: str | None = None, rule: str = "syntax"
    ) -> None:
        line, column = source.position(span.start)
        super().__init__(reason, line=line, column=column)
        self.span = span
        self.remedy = remedy
        self.rule = rule

    def inside(self, path: Path | str | None) -> BrokenInput:
        """The same of a file, with the remedy."""
        told = f"{self.reason}; {self.remedy}" if self.remedy else self.reason
        return BrokenInput(told, path=path, line=self.line, column=self.column)


def unescape(text: str) -> str:
    r"""Undo ``\n``, ``\u00e9`` and the other escapes of strings and IRIs (Turtle §6.4)."""
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def string_value(token: str) -> str:
    """The characters that a quoted string stands for."""
    width = 3 if len(token) >= 6 and token[:3] in ('"""', "'''") else 1
    return unescape(token[width:-width])


def _unescaped(found: re.Match[str]) -> str:
    escape = found[0]
    return bytes.fromhex(escape[2:].zfill(8)).decode("utf-32-be") if escape[1] in "uU" else _LETTERS[escape[1]]


_REMEDIES = (
    ("“”„‟«»‘’‚", 'write straight quotes: "…"'),
    ("^", 'two of them stand between a text and its type: "2006-10-11"^^xsd:date'),
    ("–—‒―‐‑−", "this is a dash, as a word processor makes it; write a hyphen: -"),
    ("\u00a0\u202f", "this space does not break, as a word processor makes it; type a plain space in its place"),
    ("\u00ad\u200b\u200c\u200d\u2060\ufeff", "an invisible character came along here when this was pasted; delete it"),
)
"""What to do about characters that people type or paste."""


def remedy_for(character: str) -> str | None:
    """What to do about a character that cannot stand where it does; None where there is nothing to say."""
    return next((remedy for characters, remedy in _REMEDIES if character and character in characters), None)


_CONFLICT = re.compile(r"^(?:<{7}|>{7}|={7}|[|]{7})(?=\s|\Z)", re.MULTILINE)
"""The lines that git writes around two versions."""


def _unreadable(source: SourceText, offset: int) -> Unreadable:
    text = source.text
    while offset < len(text) and text[offset] in " \t\r\n":
        offset += 1
    if marker := _CONFLICT.match(text, offset):
        return Unreadable(
            "a merge conflict was left in the file", source, Span(*marker.span()), rule="merge-conflict",
            remedy="keep one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>",
        )  # fmt: skip
    character = text[offset : offset + 1]
    end_of_line = text.find("\n", offset)
    stop = len(text) if end_of_line < 0 else end_of_line
    if text.startswith(('"""', "'''"), offset):
        span = Span(offset, offset + 3)
        return Unreadable(
            "this long string never ends", source, span, remedy=f"close it with {text[offset : offset + 3]}"
        )
    if character in ('"', "'"):
        body = text[offset:stop]
        bad = _BAD_ESCAPE.match(body)
        if bad:
            span = Span(offset + bad.start("bad"), offset + bad.end("bad"))
            remedy = r"write a backslash that belongs to the text as \\"
            return Unreadable(f"{bad['bad']} is no escape", source, span, remedy=remedy)
        if not text[stop:].strip():
            closing = f"is the file cut off? Otherwise close the text with {character}, and the block with a full stop"
            return Unreadable("the file ends in the middle of a text", source, Span(offset, stop), remedy=closing)
        closing = f"close it with {character}, or open it with {character * 3} if it has several lines"
        following = text[stop + 1 :].partition("\n")[0]
        if re.match(rf"[^{character}]*{character}(?:@|\^\^|\s*[;,.])", following):
            closing = f"join it with the next line, or write {character * 3} before and behind it"
        return Unreadable("this string does not end on its line", source, Span(offset, stop), remedy=closing)
    if character == "<":
        if text.startswith("<<", offset):
            return Unreadable("RDF 1.2 triple terms are not supported here", source, Span(offset, offset + 2))
        close = text.find(">", offset, stop)
        if close < 0:
            return Unreadable("this IRI does not end on its line", source, Span(offset, stop), remedy="close it with >")
        bad = re.search(r"[\x00-\x20<\"{}|^`\\]", text[offset + 1 : close])
        at = offset + 1 + bad.start() if bad else offset
        wrong = "a space" if text[at] == " " else repr(text[at])
        return Unreadable(
            f"an IRI must not hold {wrong}", source, Span(at, at + 1), remedy=f"write it as %{ord(text[at]):02X}"
        )
    span = Span(offset, offset + 1)
    shown = repr(character) if character.isprintable() else f"the invisible character U+{ord(character):04X}"
    return Unreadable(f"{shown} cannot stand here", source, span, remedy=remedy_for(character))
