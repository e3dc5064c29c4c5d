"""Everything that is wrong with a text of the Turtle family: each slip once, without those that follow from another."""

from __future__ import annotations

import re

from tcgraph.rdf import GraphFormat
from tcgraph.turtle.likely_slips import as_meant
from tcgraph.turtle.reader import TurtleParser
from tcgraph.turtle.source_text import SourceText, Span
from tcgraph.turtle.tokens import Unreadable

_UNDECLARED = "undeclared-prefix"
_DECLARATION = re.compile(r"^[ \t]*@?prefix[ \t]+(\S*:)", re.IGNORECASE | re.MULTILINE)
_FIRST_LINE = re.compile(
    r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?P<indent>[ \t]+)(?![ \t\r\n#@])(?!prefix\b|base\b)", re.IGNORECASE
)
"""A file of which the first line that says something goes on with what stands above it."""


def faults(source: SourceText, format: GraphFormat, base: str | None = None) -> list[Unreadable]:  # noqa: A002
    """What is wrong with a text, in its order; nothing where it can be read.

    Args:
        source: the text.
        format: Turtle or one that holds it or is held by it.
        base: the base of its relative references.
    """
    found: list[Unreadable] = []
    began: list[int] = []

    def take(error: Unreadable) -> None:
        found.append(error)
        began.append(parser.began)

    parser = TurtleParser(source, format, base=base or "http://base.invalid/", on_error=take)
    for _ in parser.items():
        pass
    # All else in such a file is said twice, or cut in two.
    if conflict := next((each for each in found if each.rule == "merge-conflict"), None):
        return [conflict]
    if found and (first := _FIRST_LINE.match(source.text)):
        return [_out_of_order(source, first.end("indent"))]
    # A declaration that was skipped with a slip above it, or is the slip: its uses are no further ones.
    slip = min((each.span.start for each in found if each.rule != _UNDECLARED), default=len(source.text))
    declared = set(_DECLARATION.findall(source.text)) if found else set()
    found, began = _without_the_rest_of_a_text(source.text, found, began)
    prefixes = [prefix.removesuffix(":") for prefix in declared]
    return [
        as_meant(source, each, start, format, prefixes)
        for each, start in zip(found, began, strict=True)
        if each.rule != _UNDECLARED or each.span.start < slip or each.reason.split()[2] not in declared
    ]


def _without_the_rest_of_a_text(
    text: str, found: list[Unreadable], began: list[int]
) -> tuple[list[Unreadable], list[int]]:
    """Without what is told of a block in which a text has no end: where it goes on, the words of the text may stand."""
    kept: list[int] = []
    open_until = -1
    for number, each in enumerate(found):
        if each.span.start < open_until:
            continue
        kept.append(number)
        if "does not end on its line" in each.reason:
            blank = re.compile(r"\n[ \t\r]*\n").search(text, each.span.end)
            open_until = blank.start() if blank else len(text)
    return [found[number] for number in kept], [began[number] for number in kept]


def first_fault(source: SourceText, format: GraphFormat, error: Unreadable) -> Unreadable:  # noqa: A002
    """The first thing that is wrong with a text, of which a parser has said only where it stopped."""
    return next(iter(faults(source, format)), error)


def _out_of_order(source: SourceText, offset: int) -> Unreadable:
    return Unreadable(
        "the file begins in the middle of a block: no line before this one says what it is about",
        source,
        Span(offset, offset + 1),
        remedy="were lines sorted, moved or lost? Take the file as it was before, or put the block's first line above",
    )
