"""The lines of source that a message shows."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from tcgraph.diagnostics.location import Location
from tcgraph.turtle.source_text import SourceText

_LARGEST = 20_000_000
_WIDEST = 160


def _read(path: Path) -> SourceText | None:
    try:
        small = path.stat().st_size <= _LARGEST
        return SourceText(path.read_bytes().decode("utf-8", "replace")) if small else None
    except OSError:
        return None


class Excerpts:
    """The lines of the files that one outcome tells of."""

    def __init__(self) -> None:
        # As long as one outcome is written, a file is what it was: to ask the disk for each line took longest.
        self._source = lru_cache(maxsize=64)(_read)

    def of(self, location: Location) -> tuple[str, int, int] | None:
        """The line that a location begins on, and the stretch of it to underline.

        Args:
            location: where.

        Returns:
            The line without control characters, cut to a window around the place where it is very long, and the
            0-based start and end of the stretch; None when the file cannot be shown.
        """
        if location.line is None or (location.cell is not None and location.column is None):
            return None
        source = self._source(location.content or location.path)
        if source is None:
            return None
        line = source.line(location.line)
        start = min((location.column or 1) - 1, len(line))
        end = len(line)
        if location.end_line == location.line and location.end_column is not None:
            end = min(location.end_column - 1, len(line))
        end = max(end, start + 1)
        if len(line) > _WIDEST:
            left = max(0, min(start - _WIDEST // 3, len(line) - _WIDEST))
            line = line[left : left + _WIDEST]
            start, end = start - left, min(end - left, _WIDEST)
        return printable(line), start, end


def printable(text: str) -> str:
    """Text without the control characters that could steer a terminal; tabs become single spaces."""
    if text.isprintable():
        return text
    return "".join(character if character.isprintable() else " " if character == "\t" else "·" for character in text)
