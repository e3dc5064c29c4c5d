"""Tables for people: columns aligned, wide text cut to the terminal, plain text in a pipe."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Sequence

from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.terms import ID, shorten


def print_table(columns: Sequence[str], rows: Sequence[Sequence[Term | None]]) -> None:
    """Print solutions, then how many there are (on standard error, so that a pipe gets the rows alone)."""
    print_rows(columns, [[_word(term) for term in row] for row in rows])
    print(f"{len(rows)} row{'' if len(rows) == 1 else 's'}", file=sys.stderr)


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print texts in aligned columns below their names."""
    lines = [list(columns), *(list(row) for row in rows)]
    widths = [max(_width(line[number]) for line in lines) for number in range(len(columns))]
    if sys.stdout.isatty():
        widths = _fitted(widths, shutil.get_terminal_size().columns - 2 * (len(columns) - 1))
    lines.insert(1, ["─" * width for width in widths])
    for line in lines:
        cells = [_padded(text, width) for text, width in zip(line, widths, strict=True)]
        print("  ".join(cells).rstrip())


def _word(term: Term | None) -> str:
    if term is None:
        return ""
    if isinstance(term, Literal):
        return " ".join(term.value.split())
    if isinstance(term, NamedNode):
        return term.value.removeprefix(ID) if term.value.startswith(ID) else shorten(term.value)
    return str(term)


def _fitted(widths: list[int], room: int) -> list[int]:
    """Take from the widest column until the table fits or nothing more can be taken."""
    widths = list(widths)
    while sum(widths) > room and max(widths, default=0) > 12:
        widths[widths.index(max(widths))] -= 1
    return widths


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    if _width(text) > width:
        text = text[: max(1, width - 1)] + "…"
    return text + " " * (width - _width(text))
