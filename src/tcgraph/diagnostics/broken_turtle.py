"""What is wrong with a file of Turtle that cannot be read: one message for one slip, at the place to mend."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level
from tcgraph.diagnostics.files import locate_span, sentence
from tcgraph.diagnostics.location import Location
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat
from tcgraph.turtle.reader import FORMATS, TurtleParser
from tcgraph.turtle.text import SourceText
from tcgraph.turtle.tokens import Unreadable, remedy_for

__all__ = ["FORMATS", "explain_turtle"]

_MOST = 20
_UNDECLARED = "undeclared-prefix"
_DECLARATION = re.compile(r"[ \t]*@?prefix[ \t]+(\S*:)", re.IGNORECASE)
_CONFLICT = re.compile(r"^(<<<<<<<|>>>>>>>)(?= |$)", re.MULTILINE)
_FIRST_LINE = re.compile(
    r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*(?P<indent>[ \t]+)(?![ \t\r\n#@])(?!prefix\b|base\b)", re.IGNORECASE
)
"""A file of which the first line that says something goes on with what stands above it."""


def explain_turtle(
    path: Path, format_: GraphFormat, base: str | None, source: SourceText | None, error: BrokenInput
) -> list[Diagnostic]:
    """What is wrong with a file, where its own parser stops at the first slip.

    Args:
        path: the file.
        format_: one of :data:`FORMATS`.
        base: the base of its relative references.
        source: its text; None where it is too long to be read again.
        error: what its parser said.

    Returns:
        A diagnostic for each slip; none where there is nothing to add to what the parser said.
    """
    if left := _left_in(path, source):
        return left
    if source is None:
        return []
    found: list[Unreadable] = []
    for _ in TurtleParser(source, format_, base=base or "http://base.invalid/", on_error=found.append).items():
        pass
    if found and (first := _FIRST_LINE.match(source.text)):
        line, column = source.position(first.end("indent"))
        return [_out_of_order(Location(path, line, column, line, column + 1))]
    if not found:
        return _of_a_character(path, source, error)
    unread = {_declared(source, each) for each in found}
    found = [each for each in found if each.rule != _UNDECLARED or each.reason.split()[2] not in unread]
    return _one_for_each_prefix(_told(path, source, each) for each in found)[:_MOST]


def _declared(source: SourceText, error: Unreadable) -> str | None:
    """The prefix, with its colon, of a declaration that cannot be read: its uses are no further slips."""
    line, _ = source.position(error.span.start)
    found = _DECLARATION.match(source.line(line))
    return found[1] if found and error.rule != _UNDECLARED else None


def _told(path: Path, source: SourceText, error: Unreadable) -> Diagnostic:
    remedy = sentence(error.remedy) if error.remedy else None
    return Diagnostic(error.rule, Level.ERROR, sentence(error.reason), locate_span(path, source, error.span), remedy)


def _one_for_each_prefix(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """One line at the top of the file mends every use of a prefix."""
    kept: dict[object, Diagnostic] = {}
    uses: dict[object, int] = {}
    for each in found:
        key = each.message if each.rule == _UNDECLARED else each
        kept.setdefault(key, each)
        uses[key] = uses.get(key, 0) + 1
    return [_with_uses(each, uses[key]) for key, each in kept.items()]


def _with_uses(first: Diagnostic, uses: int) -> Diagnostic:
    if uses == 1:
        return first
    message = f"{first.message.removesuffix('.')}, and is used here and {uses - 1} more time{'s' * (uses > 2)}."
    return Diagnostic(first.rule, first.level, message, first.location, first.help)


def _of_a_character(path: Path, source: SourceText, error: BrokenInput) -> list[Diagnostic]:
    """A letter that the parser refuses in a name, and that people know by what made it."""
    if error.line is None or error.column is None:
        return []
    line = source.line(error.line)
    character = line[error.column - 1 : error.column]
    remedy = remedy_for(character)
    if remedy is None:
        return []
    place = Location(path, error.line, error.column, error.line, error.column + 1)
    return [Diagnostic("syntax", Level.ERROR, f"{character} cannot stand in a name.", place, sentence(remedy))]


def _out_of_order(place: Location) -> Diagnostic:
    return Diagnostic(
        "syntax",
        Level.ERROR,
        "The file begins in the middle of a block: no line before this one says what it is about.",
        place,
        "Were lines sorted, moved or lost? Take the file as it was before, or put the block's first line above.",
    )


def _left_in(path: Path, source: SourceText | None) -> list[Diagnostic]:
    """What an editor or git left in a file, which a parser can only stumble over."""
    if source is not None and (marker := _CONFLICT.search(source.text)):
        line, column = source.position(marker.start())
        return [
            Diagnostic(
                "merge-conflict", Level.ERROR, "A merge conflict was left in the file.",
                Location(path, line, column, line, column + 7),
                "Keep one side, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>.",
            )
        ]  # fmt: skip
    with path.open("rb") as start:
        if start.read(3) == b"\xef\xbb\xbf":
            return [
                Diagnostic(
                    "byte-order-mark", Level.ERROR, "The file begins with a byte order mark.",
                    Location(path, 1, 1), "Run: tcgraph fmt, which takes it away.",
                )
            ]  # fmt: skip
    return []
