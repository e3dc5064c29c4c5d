"""Blocks that were copied and kept the name of the first: one slip that makes two things one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.rdf import NamedNode, Term

RULE = "name-twice"
_HEAD = re.compile(r"^(?!@)(\S*:\S*) +a +[^\n]*[;,.][ \t]*$", re.MULTILINE)
"""How a block begins in the one layout of Turtle."""
_PREFIX = re.compile(r"^@prefix +(\S*): +<([^>\s]*)>", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Copy:
    """A second block of one name.

    Attributes:
        path: its file.
        name: the name as written.
        first: the line at which the first block of the name begins.
        lines: those of the second.
        original: those of the first.
        about: the thing, and such as the file names and has no block of, as which the second may be meant.
        mentioned: what the first names, and what the second names.
    """

    path: Path
    name: str
    first: int
    lines: range
    original: range
    about: frozenset[Term]
    mentioned: tuple[frozenset[Term], frozenset[Term]]


def copied_blocks(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """The blocks that bear the name of another one in their file, where several errors stand in them.

    Args:
        found: what is wrong. Two blocks of which nothing is wrong are left alone: they may be meant.
    """
    errors = [each for each in found if each.level is Level.ERROR and each.location is not None]
    paths = {each.location.path for each in errors if each.location is not None}
    copies = (copy for path in sorted(paths) for copy in _copies(path))
    return [_diagnostic(copy) for copy in copies if _makes_two_one(copy, errors)]


def _makes_two_one(copy: _Copy, errors: Iterable[Diagnostic]) -> bool:
    """Whether several errors stand in the second block, or in both of them."""
    places = [each.location for each in errors if each.location is not None and each.location.path == copy.path]
    inside = sum(place.line in copy.lines for place in places)
    return inside > 1 or (inside == 1 and any(place.line in copy.original for place in places))


def without_what_copies_bring(found: Iterable[Diagnostic], slips: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Leave out what stands in a copied block, or is about its name or the one that it was to have.

    Args:
        found: what is wrong.
        slips: what :func:`copied_blocks` told.
    """
    kept = list(found)
    for place in (slip.location for slip in slips if slip.rule == RULE):
        for copy in _copies(place.path) if place else ():
            if place and copy.lines.start == place.line:
                kept = [each for each in kept if not _comes_of(each, copy)]
    return kept


def _copies(path: Path) -> Iterator[_Copy]:
    if path.suffix != ".ttl" or not path.is_file():
        return
    text = path.read_text(encoding="utf-8", errors="replace")
    spaces = dict(_PREFIX.findall(text))
    heads = list(_HEAD.finditer(text))
    named = {head[1] for head in heads}
    first: dict[str, re.Match[str]] = {}
    for head in heads:
        name, line = head[1], _line(head)
        prefix = name.partition(":")[0]
        if name in first and prefix in spaces:
            original, block = (each.string[each.start() :].partition("\n\n")[0] for each in (first[name], head))
            others = set(re.findall(rf"(?<![\w-]){re.escape(prefix)}:[\w-]+", text)) - named
            things = {each.partition(":")[2] for each in (name, *others)}
            about = frozenset(NamedNode(spaces[prefix] + thing) for thing in things)
            mentioned = (_names(original, spaces), _names(block, spaces))
            lines = range(line, line + block.count("\n") + 1)
            start = _line(first[name])
            yield _Copy(path, name, start, lines, range(start, start + original.count("\n") + 1), about, mentioned)
        first.setdefault(name, head)


def _line(head: re.Match[str]) -> int:
    return head.string.count("\n", 0, head.start()) + 1


def _is_inside(diagnostic: Diagnostic, copy: _Copy) -> bool:
    place = diagnostic.location
    return place is not None and place.path == copy.path and place.line in copy.lines


def _comes_of(diagnostic: Diagnostic, copy: _Copy) -> bool:
    finding = diagnostic.finding
    if finding is None or _is_inside(diagnostic, copy):
        return _is_inside(diagnostic, copy)
    first, second = copy.mentioned
    pair = {finding.focus, finding.value}
    return not copy.about.isdisjoint(pair) or bool(pair & (first - second) and pair & (second - first))


def _names(block: str, spaces: Mapping[str, str]) -> frozenset[Term]:
    found = re.findall(r"(?<![\w-])([\w-]*):([\w-]+)", block)
    return frozenset(NamedNode(spaces[prefix] + local) for prefix, local in found if prefix in spaces)


def _diagnostic(copy: _Copy) -> Diagnostic:
    return Diagnostic(
        RULE,
        Level.ERROR,
        f"{copy.name} is the name of this block and of the one at line {copy.first}, so that both tell of one thing.",
        Location(copy.path, copy.lines.start, 1),
        "Give the block a name of its own, or put what it says into the other.",
    )
