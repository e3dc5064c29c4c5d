"""Several names, or several reasons, in one sentence."""

from __future__ import annotations

from collections.abc import Iterable


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence."""
    *start, last = names
    return f"{', '.join(start)} and {last}" if start else last


def said_together(reasons: Iterable[str]) -> list[str]:
    """Sentences, of which those that deny several things of one thing are made one."""
    kinds: dict[str, list[str]] = {}
    for reason in dict.fromkeys(reasons):
        start, denied, rest = reason.partition(" is not a")
        kinds.setdefault(start if denied else reason, []).append(f"a{rest.removesuffix('.')}" if denied else "")
    return [
        f"{start} is not {' or '.join(filter(None, (', '.join(those[:-1]), those[-1])))}." if those[-1] else start
        for start, those in kinds.items()
    ]
