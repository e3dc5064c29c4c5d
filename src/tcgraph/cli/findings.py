"""Print what an import found, one line a finding, and count it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from tcgraph.cli.console import say

if TYPE_CHECKING:
    from tcgraph.diagnostics import Diagnostic


def print_findings(findings: Iterable[Diagnostic]) -> Counter[str]:
    """Print findings on standard error in the order of their places.

    Returns:
        How many there are of each level.
    """
    from tcgraph.diagnostics.diagnostic import ordered

    counts: Counter[str] = Counter()
    for finding in ordered(findings):
        counts[finding.level] += 1
        place = f"{finding.location}: " if finding.location else ""
        say(f"{place}{finding.level}: {finding.message}")
    return counts


def counted(counts: Counter[str]) -> str:
    """Say counts as people do: "2 errors, 1 warning"."""
    parts = [f"{counts[level]} {level}{'s' if counts[level] != 1 else ''}" for level in ("error", "warning", "info")]
    return ", ".join(part for level, part in zip(("error", "warning", "info"), parts, strict=True) if counts[level])
