"""GitLab's code quality report, which it shows in merge requests."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tcgraph.diagnostics.check import Outcome
from tcgraph.diagnostics.diagnostic import Diagnostic, Level

_SEVERITIES = {Level.ERROR: "major", Level.WARNING: "minor", Level.INFO: "info"}


def render(outcome: Outcome) -> Iterator[str]:
    """The outcome as a JSON array; GitLab wants fingerprints to be unique, so repeated ones are numbered."""
    seen: dict[str, int] = {}
    entries = [_entry(diagnostic, seen) for diagnostic in outcome.diagnostics]
    yield json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def _entry(diagnostic: Diagnostic, seen: dict[str, int]) -> dict[str, object]:
    fingerprint = diagnostic.fingerprint
    repeat = seen[fingerprint] = seen.get(fingerprint, 0) + 1
    place = diagnostic.location
    # GitLab knows lines only; a cell has to be said.
    cell = f"{place.cell}:" if place and place.cell else None
    return {
        "description": " ".join(part for part in (cell, diagnostic.message, diagnostic.help) if part),
        "check_name": diagnostic.rule,
        "fingerprint": fingerprint if repeat == 1 else f"{fingerprint}-{repeat}",
        "severity": _SEVERITIES[diagnostic.level],
        "location": {
            "path": place.path.as_posix() if place else ".",
            "lines": {"begin": place.line or 1 if place else 1},
        },
    }
