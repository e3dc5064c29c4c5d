"""A page of its own: counts by rule and by file, then every problem with its line. Needs nothing but a browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level
from tcgraph.diagnostics.output.text import Excerpts, summary

if TYPE_CHECKING:
    from jinja2 import Template


@cache
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string((Path(__file__).parent / "page.html").read_text(encoding="utf-8"))


def render(outcome: Outcome) -> Iterator[str]:
    """The outcome as an HTML page with its style inside and no script."""
    files: dict[str, list[Diagnostic]] = {}
    for diagnostic in outcome.diagnostics:
        name = diagnostic.location.path.as_posix() if diagnostic.location else "in no file"
        files.setdefault(name, []).append(diagnostic)
    excerpts = Excerpts()
    yield _template().render(
        summary=summary(outcome),
        conforms=not outcome.diagnostics,
        levels=[(level.value, outcome.count(level)) for level in Level],
        rules=_table(outcome, lambda diagnostic: diagnostic.rule),
        places=_table(outcome, lambda d: d.location.path.as_posix() if d.location else "in no file"),
        files=[(name, [(d, _excerpt(d, excerpts)) for d in found]) for name, found in files.items()],
    )


def _table(outcome: Outcome, by: Callable[[Diagnostic], str]) -> list[tuple[str, list[int]]]:
    counts: dict[str, Counter[Level]] = {}
    for diagnostic in outcome.diagnostics:
        counts.setdefault(by(diagnostic), Counter())[diagnostic.level] += 1
    rows = [(name, [found[level] for level in Level]) for name, found in counts.items()]
    return sorted(rows, key=lambda row: ([-number for number in row[1]], row[0]))


def _excerpt(diagnostic: Diagnostic, excerpts: Excerpts) -> tuple[str, str, str] | None:
    """The line in three parts, the middle one being what is marked."""
    shown = excerpts.of(diagnostic.location) if diagnostic.location else None
    if shown is None:
        return None
    line, start, end = shown
    return line[:start], line[start:end], line[end:]
