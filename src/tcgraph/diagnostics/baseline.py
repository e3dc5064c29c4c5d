"""Known problems that a project has agreed to live with for now, so that only new ones are reported."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tcgraph.diagnostics.diagnostic import Diagnostic
from tcgraph.errors import BrokenInput

_VERSION = 1


def write_baseline(path: Path, diagnostics: Iterable[Diagnostic]) -> None:
    """Write down the diagnostics as known; the same ones give the same bytes."""
    entries = [
        {
            "fingerprint": diagnostic.fingerprint,
            "rule": diagnostic.rule,
            "file": diagnostic.location.path.as_posix() if diagnostic.location else None,
            "message": diagnostic.message,
        }
        for diagnostic in diagnostics
    ]
    entries.sort(key=lambda entry: (entry["file"] or "", entry["rule"] or "", entry["fingerprint"] or ""))
    content = {"version": _VERSION, "known": entries}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def only_new(path: Path, diagnostics: Iterable[Diagnostic]) -> tuple[list[Diagnostic], int]:
    """Leave out what a baseline knows.

    Returns:
        The new ones, and how many known ones are gone, so that the baseline can be written again without them.
        A problem that stands in the baseline once and is found twice is new once.

    Raises:
        BrokenInput: the file is no baseline.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        known = Counter(str(entry["fingerprint"]) for entry in content["known"])
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
    except (ValueError, KeyError, TypeError) as error:
        raise BrokenInput("not a baseline; write one with --write-baseline FILE", path=path) from error
    new: list[Diagnostic] = []
    for diagnostic in diagnostics:
        if known[diagnostic.fingerprint] > 0:
            known[diagnostic.fingerprint] -= 1
        else:
            new.append(diagnostic)
    return new, sum(known.values())
