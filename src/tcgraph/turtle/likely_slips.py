"""What was most likely meant where a text of Turtle breaks the grammar, told by the line that it breaks on."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable


class _Slip(NamedTuple):
    """A slip of the hand: how a line with it looks, what to say of it and what to do; groups of the pattern fill both.

    The pattern matches where the parser stopped, or goes up to there; its group ``at`` is the place to mend.
    Where others may look alike, what the parser says tells them apart.
    """

    pattern: re.Pattern[str]
    reason: str
    remedy: str
    parser_says: str = ""


_NAME = r"[A-Za-z][\w.-]*:[\w.-]*\w"
_SLIPS = (
    _Slip(
        re.compile(r"[\"'](?P<at>(?P<tag>[a-z]{2,3}(?:-[A-Za-z0-9]+)*))(?=\s*[;,.\])]|\s*$)"),
        "the @ is missing between this text and its language", "write @{tag}",
    ),
    _Slip(
        re.compile(r"(?P<at>@(?P<tag>[a-z]{2,3})_(?P<rest>[A-Za-z0-9]+))"),
        "a language has no _ in it", "write a hyphen: @{tag}-{rest}",
    ),
    _Slip(
        re.compile(r"(?<!\S)(?P<at>//|--|/\*|%|<!--).*"),
        "{at} begins no comment", "begin a comment with #",
    ),
    _Slip(
        re.compile(r"'[^'\"]*(?P<at>')(?P<next>\w+).*"),
        "the text ends at this apostrophe, and {next} follows", 'write the text between double quotation marks: "…"',
    ),
    _Slip(
        re.compile(r"(?P<at>\b(?P<word>[Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee])\b)"),
        "{word} has a capital", "write it small: {word_small}",
    ),
    _Slip(
        re.compile(r"(?<!\S)(?P<at>(?P<prefix>[A-Za-z][\w-]*:) +(?P<word>[A-Za-z][\w-]*))"),
        "a space stands behind the colon of {prefix}", "write {prefix}{word}",
    ),
    _Slip(
        re.compile(rf"(?P<at>(?P<name>{_NAME}) (?P<word>[A-Za-z][\w-]*)(?![\w:]))(?=\s*[;,.\])]|\s*$)"),
        "“{word}” cannot follow {name} behind a space",
        "a name has no spaces: join its parts by a hyphen, {name}-{word}, or delete what is too much",
        "cannot follow",
    ),
    _Slip(
        re.compile(rf"^\s+(?P<at>{_NAME})\s+[\"'0-9].*"),
        "no line above this one says what the block is about",
        "was the first line of the block deleted? Put it back, or end the line above with ; if this goes on with it",
        "cannot be a predicate",
    ),
    _Slip(
        re.compile(rf"^\s*(?P<at>(?P<word>[A-Za-z]+))\s+{_NAME}\s.*"),
        "“{word}” does not belong here", "delete it",
    ),
    _Slip(
        re.compile(r"^(?P<at>[A-Za-z]+)(?: [^:;]+){2,}.*"),
        "this line is no statement", "put # before it if it is a comment; delete it if it came here by mistake",
    ),
)  # fmt: skip
_WORD = re.compile(r"[A-Za-z]+")
_SHORTEST = 2
_LONGEST = 5000
"""A longer line was written by no hand."""


def as_meant(source: SourceText, error: Unreadable, prefixes: Collection[str]) -> Unreadable:
    """An error as one who knows the usual slips would tell it; as it is where none is likely.

    Args:
        source: the text.
        error: what a parser says, where it stopped.
        prefixes: those that the text declares, without colon.
    """
    number, column = source.position(error.span.start)
    line, start = source.line(number), source.offset(number)
    if error.rule != "syntax" or len(line) > _LONGEST:
        return error
    stopped = column - 1
    word = _WORD.match(line, stopped)
    if word and (prefix := _glued(word[0], prefixes)):
        remedy, span = f"write {prefix}:{word[0].removeprefix(prefix)}", Span(start + word.start(), start + word.end())
        return Unreadable(f"a colon is missing in {word[0]}", source, span, remedy=remedy)
    for slip in (each for each in _SLIPS if each.parser_says in error.reason):
        for found in slip.pattern.finditer(line):
            if not found.start() <= stopped <= found.end("at") + 1 and found.start("at") != stopped:
                continue
            said = {**found.groupdict(), "word_small": found.groupdict().get("word", "").lower()}
            span = Span(start + found.start("at"), start + found.end("at"))
            return Unreadable(slip.reason.format(**said), source, span, remedy=slip.remedy.format(**said))
    return error


def _glued(word: str, prefixes: Collection[str]) -> str | None:
    """The declared prefix that a word begins with, as if its colon were missing."""
    fitting = [each for each in prefixes if len(each) >= _SHORTEST and word.startswith(each) and word != each]
    return max(fitting, key=len, default=None)
