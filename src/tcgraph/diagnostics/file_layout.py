"""How a project's files are written, beside what they say: empty or unread ones, and such as an editor laid out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level
from tcgraph.diagnostics.files import shown
from tcgraph.diagnostics.location import Location
from tcgraph.errors import BrokenInput
from tcgraph.rdf import GraphFormat, Term, parse

EMPTY = "empty-file"
"""The rule of a file that lost all that it said."""
_TAB = re.compile(rb"^ *\t+(?=\S)", re.MULTILINE)
_TURTLE = re.compile(rb"\A(?:\xef\xbb\xbf)?(?:\s*#[^\n]*\n|\s+)*@?prefix\s+[^\s:]*:\s*<", re.IGNORECASE)
_HEAD = 4096
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


def unread_files(folders: Iterable[Path]) -> Iterator[Path]:
    """The files of Turtle that lie among the others and are not read, since their names end otherwise."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix != ".ttl" and path.is_file():
                with path.open("rb") as stream:
                    if _TURTLE.match(stream.read(_HEAD)):
                        yield path


def with_unread_files(found: Iterable[Diagnostic], folders: Iterable[Path]) -> list[Diagnostic]:
    """What is wrong, with the files that are not read; what is told of a name that stands in one comes of that.

    Args:
        found: what is wrong.
        folders: those that a project's files are read from.
    """
    found = list(found)
    unread = []
    for path in unread_files(folders):
        names = _subjects(path)
        ours = [
            each for each in found
            if each.level is Level.ERROR and each.finding and {each.finding.focus, each.finding.value} & names
        ]  # fmt: skip
        found = [each for each in found if each not in ours]
        meant = path.with_name(path.name.partition(".")[0] + ".ttl")
        take = "take it out of this folder."
        unread.append(
            Diagnostic(
                "unread-file", Level.ERROR if ours else Level.WARNING,
                "This file is not read, because its name does not end in .ttl"
                + (", and other files lead to what stands in it." if ours else "."),
                Location(shown(path), 1),
                take.capitalize() if meant.exists() else f"Rename it to {meant.name}, or {take}",
            )
        )  # fmt: skip
    return [*unread, *found]


def _subjects(path: Path) -> set[Term | None]:
    try:
        return {quad.subject for quad in parse(path, GraphFormat.TURTLE, base=path.resolve().as_uri())}
    except (SyntaxError, BrokenInput):
        return set()


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
