"""One message for one slip, where what is wrong with a file as a whole explains what else is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from tcgraph.diagnostics.copied_blocks import copied_blocks, without_what_copies_bring
from tcgraph.diagnostics.diagnostic import Diagnostic, Level
from tcgraph.diagnostics.layout import empty_files, other_layout
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.prefixes import other_meanings
from tcgraph.shacl.names import sh

_UNKNOWN = "unknown-thing"
_SPARQL = sh("SPARQLConstraintComponent")


def one_for_each_cause(found: Iterable[Diagnostic], files: Sequence[Path]) -> list[Diagnostic]:
    """What is told of a project: of a slip in a file that makes much else wrong, that slip alone.

    Args:
        found: what is wrong with the facts.
        files: those of the project.
    """
    found = list(found)
    empty = empty_files(files)
    grave = any(each.level is Level.ERROR for each in found)
    # Where names mean something else in a file, or it lost all that it said, nearly all that is told may come of that.
    if slips := other_meanings(files) or (empty if grave else []):
        return slips
    copies = copied_blocks(found)
    return [
        *without_what_copies_bring(found, copies),
        *copies,
        *empty,
        *([] if grave else other_layout(files)),
    ]


def without_echoes(diagnostics: list[Diagnostic], *, one_cause: bool) -> list[Diagnostic]:
    """Leave out that a name is unknown where a shape already complains about the same spot.

    Args:
        diagnostics: all of them.
        one_cause: whether a query of the shapes, too, is not heard where a plain constraint finds fault with that spot.
    """
    plain, shaped = set(), set()
    for each in diagnostics:
        if each.location and each.rule != _UNKNOWN:
            shaped.add(_spot(each.location))
            if each.level is Level.ERROR and each.finding and each.finding.component != _SPARQL:
                plain.add(_spot(each.location))

    def echoes(each: Diagnostic) -> bool:
        if each.location is None or each.finding is None:
            return False
        if each.rule == _UNKNOWN:
            return _spot(each.location) in shaped
        return one_cause and each.finding.component == _SPARQL and _spot(each.location) in plain

    return [each for each in diagnostics if not echoes(each)]


def _spot(location: Location) -> tuple[Path, int | None, int | None]:
    return (location.path, location.line, location.column)
