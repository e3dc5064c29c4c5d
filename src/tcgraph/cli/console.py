"""What every command says in the same way: progress on a terminal, nothing in a pipe; findings, a line each."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tcgraph.diagnostics import Diagnostic


def progress(step: str) -> None:
    """Say what is being done, on standard error, only when a person is there to read it."""
    if sys.stderr.isatty():
        print(f"tcgraph: {step} …", file=sys.stderr)


def say(message: str) -> None:
    """Tell a person something that is not the result."""
    print(message, file=sys.stderr)


@contextmanager
def counting(unit: str, total: int | None = None) -> Iterator[Callable[[str, int], None] | None]:
    """A callback that shows a step's name and how far it has come; None where nobody watches.

    Args:
        unit: what is counted.
        total: how many there will be, where that is known.
    """
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,} " + unit),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)

        def show(step: str, count: int) -> None:
            bar.update(task, description=step, completed=count)

        yield show


_EACH: Final = 5
"""Findings that say the same are printed up to so many times; of more, the first ones, and where the last one is."""
_NUMBERED: Final = re.compile(r"[\w#-]*\d[\w#-]*")


def print_findings(findings: Iterable[Diagnostic], told: Callable[[str], str] = str) -> Counter[str]:
    """Print findings on standard error in the order of their places; many that say the same are told together.

    Args:
        findings: to print.
        told: says what they say in another language.

    Returns:
        How many there are of each level.
    """
    from tcgraph.diagnostics.diagnostic import ordered

    counts: Counter[str] = Counter()
    alike: dict[tuple[str, str], list[Diagnostic]] = {}
    placed = ordered(findings)
    for finding in placed:
        counts[finding.level] += 1
        alike.setdefault(_same(finding), []).append(finding)
    for finding in placed:
        all_alike = alike[_same(finding)]
        shown = all_alike if len(all_alike) <= _EACH else all_alike[: _EACH - 2]
        if not any(finding is one for one in shown):
            continue
        place = f"{finding.location}: " if finding.location else ""
        say(f"{place}{told(finding.level)}: {told(finding.message)}")
        if finding is shown[-1] and len(shown) < len(all_alike):
            last = all_alike[-1].location
            say(f"... and {len(all_alike) - len(shown)} more such, the last at {last}")
    return counts


def _same(finding: Diagnostic) -> tuple[str, str]:
    """What findings have in common that differ in numbers alone."""
    return finding.level, _NUMBERED.sub("#", finding.message)


def counted(counts: Counter[str], told: Callable[[str], str] = str) -> str:
    """Say counts as people do: "2 errors, 1 warning"; each is said in another language by ``told``."""
    levels = [level for level in ("error", "warning", "info") if counts[level]]
    return ", ".join(told(f"{counts[level]} {level}{'s' if counts[level] != 1 else ''}") for level in levels)
