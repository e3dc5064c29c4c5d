"""How a project's files are written, beside what they say: empty ones, and such as an editor laid out its own way."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level
from tcgraph.diagnostics.location import Location

EMPTY = "empty-file"
"""The rule of a file that lost all that it said."""
_TAB = re.compile(rb"^ *\t+(?=\S)", re.MULTILINE)
_FMT = "Run: tcgraph fmt, which mends it."


def empty_files(files: Sequence[Path]) -> list[Diagnostic]:
    """The files of Turtle with nothing in them at all."""
    return [
        Diagnostic(
            EMPTY, Level.ERROR, "The file is empty.", Location(path, 1),
            "Take it as it was before, or delete it if it is to say nothing.",
        )
        for path in files
        if path.suffix == ".ttl" and path.is_file() and path.stat().st_size < 100 and not path.read_bytes().strip()
    ]  # fmt: skip


def other_layout(files: Sequence[Path]) -> list[Diagnostic]:
    """The files that are indented with tabs or have the line ends of Windows, where most others are written otherwise.

    Args:
        files: those of a project; what is not Turtle is left out.
    """
    texts = {path: path.read_bytes() for path in files if path.suffix == ".ttl" and path.is_file()}
    tabbed = {path: found for path, text in texts.items() if (found := _first_tab(text)) is not None}
    windows = [path for path, text in texts.items() if b"\r\n" in text]
    told = []
    if len(tabbed) * 2 < len(texts):
        told += [_told(path, line, "The line is indented with tabs.") for path, line in tabbed.items()]
    if len(windows) * 2 < len(texts):
        told += [_told(path, 1, "The lines of the file end as on Windows.") for path in windows]
    return told


def _first_tab(text: bytes) -> int | None:
    """The line of the first tab that indents; None where there is none outside a long text."""
    for found in _TAB.finditer(text) if b"\t" in text else ():
        if text.count(b'"""', 0, found.start()) % 2 == 0:
            return text.count(b"\n", 0, found.start()) + 1
    return None


def _told(path: Path, line: int, message: str) -> Diagnostic:
    return Diagnostic("layout", Level.INFO, message, Location(path, line), _FMT)
