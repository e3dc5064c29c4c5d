"""Prefixes that mean something else in one file than in the project's others: one slip that makes every name new."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic, Level, Location
from tcgraph.turtle.source_text import decode

RULE = "prefix-meaning"
_DECLARED = re.compile(r"^[ \t]*@?prefix[ \t]+([^\s:]*):[ \t]*<([^>\s]*)>", re.MULTILINE | re.IGNORECASE)
_LEFT_OPEN = re.compile(r"@prefix (\S+): <…>")
_LACKING = re.compile(r"The prefix (\S+): is not declared")
_LOCAL = re.compile(r"[^\s:]*:([\w.-]*\w)")
_ENOUGH = 3
"""In so many other files a prefix has to mean one thing, before another meaning is a slip."""


def other_meanings(files: Sequence[Path]) -> list[Diagnostic]:
    """The declarations that differ from those of nearly every other file.

    Args:
        files: those of a project; what is not Turtle is left out.
    """
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in files if path.suffix == ".ttl"}
    declared = {path: _declared(text) for path, text in texts.items()}
    for every in declared.values():
        for prefix, meaning in {found.groups() for found in every}:
            uses[prefix][meaning] += 1
    usual = {prefix: counts.most_common(1)[0] for prefix, counts in uses.items() if len(counts) > 1}
    told: list[Diagnostic] = []
    for path, text in texts.items():
        for found in declared[path]:
            meaning, number = usual.get(found[1], (found[2], 0))
            if found[2] != meaning and number >= _ENOUGH and uses[found[1]][found[2]] == 1:
                at = found.start(2) - 1
                line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
                means = f"The prefix {found[1]}: means <{found[2]}> here and <{meaning}> in {number} other files"
                told.append(
                    Diagnostic(
                        RULE,
                        Level.ERROR,
                        f"{means}, so that every name written with it is another one.",
                        Location(path, line, column),
                        f"Write <{meaning}>, or choose another prefix.",
                    )
                )
    return told


def _declared(text: str) -> list[re.Match[str]]:
    # They stand at the top of a file, whose other lines need not be looked at.
    end = text.find("\n", text.lower().rfind("prefix"))
    return list(_DECLARED.finditer(text, 0, len(text) if end < 0 else end))


def with_meanings(broken: Sequence[Diagnostic], files: Sequence[Path]) -> list[Diagnostic]:
    """Diagnostics of prefixes that a file lacks, with what most of the other files mean by them."""
    uses: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for path in files:
        if path.suffix == ".ttl":
            for found in _declared(path.read_text(encoding="utf-8", errors="replace")):
                uses[found[1]][found[2]] += 1
    meanings = {prefix: counts.most_common(1)[0][0] for prefix, counts in uses.items()}
    return [_called_otherwise(_completed(each, meanings), meanings) for each in broken]


def _called_otherwise(told: Diagnostic, meanings: Mapping[str, str]) -> Diagnostic:
    """With the prefix by which the file calls what the others call by the one that it lacks."""
    lacking = _LACKING.match(told.message)
    if lacking is None or told.location is None or lacking[1] not in meanings:
        return told
    text = told.location.path.read_text(encoding="utf-8", errors="replace")
    own = next((prefix for prefix, meaning in _DECLARED.findall(text) if meaning == meanings[lacking[1]]), None)
    if own is None:
        return told
    return replace(
        told, help=f"{own}: stands here for what {lacking[1]}: is in other files: write {own}: in its place."
    )


def _completed(told: Diagnostic, meanings: Mapping[str, str]) -> Diagnostic:
    """With the meaning in the place of the dots."""
    left_open = _LEFT_OPEN.search(told.help or "")
    if told.help is None or left_open is None or left_open[1] not in meanings:
        return told
    return replace(told, help=told.help.replace("<…>", f"<{meanings[left_open[1]]}>"))


def with_names_before(broken: Iterable[Diagnostic], before: Callable[[Path], bytes | None]) -> list[Diagnostic]:
    """Diagnostics of prefixes that a file lacks, where the line was the same but for another prefix with that one."""
    return [_named_before(each, before) for each in broken]


def _named_before(told: Diagnostic, before: Callable[[Path], bytes | None]) -> Diagnostic:
    lacking, place = _LACKING.match(told.message), told.location
    if lacking is None or place is None or place.line is None or place.column is None:
        return told
    line = place.path.read_text(encoding="utf-8", errors="replace").splitlines()[place.line - 1]
    name = _LOCAL.match(line, place.column - 1)
    start, rest = line[: place.column - 1], line[place.column - 1 + len(lacking[1]) :]
    was = re.compile(rf"^{re.escape(start)}([\w.-]*){re.escape(rest)}$", re.MULTILINE)
    other = was.search(decode(before(place.path) or b"", place.path))
    if name is None or other is None or other[1] == lacking[1]:
        return told
    return replace(told, help=f"{other[1]}:{name[1]} stood here before: put it back.")
