"""What is wrong with a file of Turtle that cannot be read: one message for one slip, at the place to mend."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.diagnostics.files import locate_span, sentence
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat
from tcgraph.turtle.faults import faults
from tcgraph.turtle.reader import FORMATS
from tcgraph.turtle.source_text import SourceText
from tcgraph.turtle.tokens import Unreadable, remedy_for

__all__ = ["FORMATS", "explain_turtle"]

_MOST = 20
_UNDECLARED = "undeclared-prefix"


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
    if source is None:
        return []
    found = faults(source, format_, base)
    if not found:
        return _of_a_character(path, source, error)
    return _one_for_each_prefix(_told(path, source, each) for each in found)[:_MOST]


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
