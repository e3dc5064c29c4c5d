"""Which mark was lost where a statement cannot go on, told by what follows: never one that makes another fact of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tokens import TokenKind, TurtleToken, Unreadable, tokens

_VALUE: Final = 1
_PROPERTY: Final = 2
_CLOSES: Final = {"[": "]", "(": ")"}
_COMMA: Final = "put a comma between two values of one property"


class _Ahead(NamedTuple):
    """What stands between a word and the end of its statement.

    Attributes:
        terms: how many terms come before the next mark: a value stands alone, a property has its value behind it,
            and what a statement is about has both.
        unopened: the closing mark of a bracket or list that nothing opens.
        unclosed: the opening mark of one that nothing closes.
    """

    terms: int
    unopened: TurtleToken | None
    unclosed: TurtleToken | None


def lost_mark(
    source: SourceText, token: TurtleToken, before: int, comma: TurtleToken | None, opened: Iterable[int]
) -> tuple[str | None, TurtleToken | None, str]:
    """What to say of a word that cannot follow the one before it.

    Args:
        source: the text.
        token: the word.
        before: where the word before it ends.
        comma: the comma before that word, which may be one that was put for a semicolon; None where there is none.
        opened: where each bracket or list begins that is open there, the outermost first.

    Returns:
        What is wrong and at which word, each None for the usual, and what to do.
    """
    text = source.text
    if lost := lost_bracket(source, token, opened):
        return None, None, lost
    ahead = _ahead(source, token, _marks(source, opened))
    if ahead.terms == _VALUE:
        return _before_a_value(text, token, before, comma)
    if ahead.terms == _PROPERTY:
        alone = not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip()
        here = "at the end of this line: the block goes on in the next one" if alone else "before another property"
        return None, None, f"put ; {here}"
    if ahead.terms == _PROPERTY + 1:
        return None, None, "end the statement with a full stop"
    return None, None, "a comma belongs between two values, ; before another property, a full stop at a block's end"


def lost_bracket(source: SourceText, token: TurtleToken, opened: Iterable[int]) -> str | None:
    """What to do where a bracket or list has lost one of its marks; None where each has both.

    Args:
        source: the text.
        token: the word from which on to look, to the end of its statement.
        opened: where each bracket or list begins that is open there, the outermost first.
    """
    ahead = _ahead(source, token, _marks(source, opened))
    told = []
    if ahead.unclosed is not None:
        line = source.position(ahead.unclosed.start)[0]
        kind, mark = ("bracket", "]") if ahead.unclosed.text == "[" else ("list", ")")
        told.append(f"the {kind} of line {line} is not closed: put {mark} where it ends")
    if ahead.unopened is not None:
        mark, line = ahead.unopened.text, source.position(ahead.unopened.start)[0]
        opening, first = ("[", "property") if mark == "]" else ("(", "value")
        told.append(f"the {mark} of line {line} closes what nothing opens: put {opening} before its first {first}")
    return ", or ".join(told) or None


def _marks(source: SourceText, opened: Iterable[int]) -> list[TurtleToken]:
    return [TurtleToken(TokenKind.MARK, source.text[at], at, at + 1) for at in opened]


def _before_a_value(
    text: str, token: TurtleToken, before: int, comma: TurtleToken | None
) -> tuple[str | None, TurtleToken | None, str]:
    """Two words, of which the second ends a value: both are values, or the first is a property behind a comma."""
    if comma is None:
        return None, None, _COMMA
    first = text[comma.end : before].split()[-1]
    prefix = re.match(r"<.*[/#]|[^:]*:", first)
    if prefix is None or not re.search(rf"(?:[;\[]\s*|^[^\s@#]\S*[ \t]+){re.escape(prefix[0])}", text, re.MULTILINE):
        return None, None, _COMMA
    # Properties of this prefix are said elsewhere in the text; else the word can be none.
    both = "put ; before a property, and , only between two values of one"
    begins_its_line = "\n" in text[comma.end : before] and "\n" not in text[before : token.start]
    if begins_its_line:
        return "a semicolon belongs here, not ,", comma, f"{both}: if {first} is a value, put a comma behind it"
    return None, None, f"{_COMMA}; if {first} is a property, put ; in place of the comma before it"


def _ahead(source: SourceText, token: TurtleToken, opened: list[TurtleToken]) -> _Ahead:
    """Read on from a word to the end of its statement."""
    depth, terms, counting, typed = len(opened), 0, True, False
    try:
        for each in tokens(source, token.start):
            if each.kind in (TokenKind.COMMENT, TokenKind.AT):
                continue
            if each.kind is TokenKind.END or each.text in (".", "{", "}"):
                break
            if each.text in _CLOSES.values():
                if each.text not in [_CLOSES[mark.text] for mark in opened]:
                    return _Ahead(terms, each, None)
                if _CLOSES[opened[-1].text] != each.text:
                    return _Ahead(terms, each, opened[-1])
                opened = opened[:-1]
                counting = counting and len(opened) >= depth
                continue
            if len(opened) == depth:
                counting = counting and each.text not in (";", ",")
                terms += counting and each.text != "^^" and not typed
            typed = each.text == "^^"
            if each.text in _CLOSES:
                opened = [*opened, each]
    except Unreadable:
        return _Ahead(terms, None, None)
    return _Ahead(terms, None, opened[-1] if opened else None)
