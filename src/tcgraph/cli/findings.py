"""Print what an import found, one line a finding, and count it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from tcgraph.cli.console import say

if TYPE_CHECKING:
    from tcgraph.diagnostics import Diagnostic

_EACH: Final = 5
"""Findings that say the same are printed up to so many times; of more, the first ones, and where the last one is."""
_NUMBERED: Final = re.compile(r"[\w#-]*\d[\w#-]*")


def print_findings(findings: Iterable[Diagnostic]) -> Counter[str]:
    """Print findings on standard error in the order of their places; many that say the same are told together.

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
        say(f"{place}{finding.level}: {finding.message}")
        if finding is shown[-1] and len(shown) < len(all_alike):
            last = all_alike[-1].location
            say(f"... and {len(all_alike) - len(shown)} more such, the last at {last}")
    return counts


def _same(finding: Diagnostic) -> tuple[str, str]:
    """What findings have in common that differ in numbers alone."""
    return finding.level, _NUMBERED.sub("#", finding.message)


def counted(counts: Counter[str]) -> str:
    """Say counts as people do: "2 errors, 1 warning"."""
    parts = [f"{counts[level]} {level}{'s' if counts[level] != 1 else ''}" for level in ("error", "warning", "info")]
    return ", ".join(part for level, part in zip(("error", "warning", "info"), parts, strict=True) if counts[level])
