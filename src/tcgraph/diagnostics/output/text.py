"""For people: what is wrong, the line, a caret, what to do. In the manner of compilers that explain themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.turtle.source_text import SourceText

_COLOURS = {Level.ERROR: "31", Level.WARNING: "33", Level.INFO: "36"}
_BESIDE = 5
"""So many other places are shown beneath a message; of those beyond, how many."""


def render(outcome: Outcome, *, colour: bool = False) -> Iterator[str]:
    """The whole outcome."""
    paint = _paint if colour else _plain
    excerpts = Excerpts()
    yield from (f"{_block(diagnostic, paint, excerpts)}\n" for diagnostic in outcome.diagnostics)
    yield from (f"{line}\n" for line in (summary(outcome), *outcome.notes))


def summary(outcome: Outcome) -> str:
    """One line: how many of what in how many files."""
    checked = f"{len(outcome.files)} file{'s' if len(outcome.files) != 1 else ''} checked"
    if not outcome.diagnostics:
        return f"Conforms: {checked}."
    counts = [
        f"{number} {level.value}{'s' if number != 1 and level is not Level.INFO else ''}"
        for level in Level
        if (number := outcome.count(level))
    ]
    places = {d.location.path for d in outcome.diagnostics if d.location}
    where = f" in {len(places)} file{'s' if len(places) != 1 else ''}" if places else ""
    if outcome.unchecked:
        number = len(outcome.unchecked)
        checked += f"; {number} part{'s' if number != 1 else ''} of the shapes could not be checked"
    unread = "" if outcome.readable else " Nothing was validated, because not everything could be read."
    return f"{', '.join(counts)}{where}; {checked}.{unread}"


def _block(diagnostic: Diagnostic, paint: Callable[[str, str], str], excerpts: Excerpts) -> str:
    hue, bar, equals = _COLOURS[diagnostic.level], paint("|", "34"), paint("=", "34")
    head = paint(f"{diagnostic.level.value}[{diagnostic.rule}]", f"1;{hue}")
    lines = [f"{head}{paint(': ' + printable(diagnostic.message), '1')}"]
    gutter = " "
    if (place := diagnostic.location) is not None:
        number = str(place.line or "")
        gutter = " " * len(number)
        lines.append(f"{gutter}{paint('-->', '34')} {printable(str(place))}")
        if (shown := excerpts.of(place)) is not None:
            text, start, end = shown
            under = " " * start + paint("^" * (end - start), hue)
            lines += [f"{gutter} {bar}", f"{paint(number, '34')} {bar} {text}", f"{gutter} {bar} {under}"]
    elif diagnostic.subject:
        lines.append(f"{gutter}{paint('-->', '34')} no file: {printable(diagnostic.subject)} stands in none of them")
    if diagnostic.help:
        lines.append(f"{gutter} {equals} {paint('help', '1')}: {printable(diagnostic.help)}")
    if diagnostic.related:
        beside = list(dict.fromkeys(printable(f"{each.message}: {each.location}") for each in diagnostic.related))
        if len(beside) > _BESIDE:
            beside[_BESIDE:] = [f"and {len(beside) - _BESIDE} more, which --format json lists"]
        lines += [f"{gutter} {equals} {each}" for each in beside]
    return "\n".join(lines) + "\n"


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, _code: str) -> str:
    return text


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
    text = text.replace("\t", " ")
    return text if text.isprintable() else "".join(each if each.isprintable() else "·" for each in text)
