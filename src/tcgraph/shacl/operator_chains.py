"""Long chains of one operator in SPARQL text."""

from __future__ import annotations

from collections.abc import Sequence

_FLAT = 50


def chained(parts: Sequence[str], operator: str, brackets: str = "()") -> str:
    """Parts with an associative operator between them.

    Engines go down such a chain part by part, and ten thousand parts, as a list of codes has, exhaust their stack: many
    parts are bracketed by halves, so that none lies deep.

    Args:
        parts: what stands between the operators; each keeps together by itself.
        operator: such as ``" || "``.
        brackets: what may stand around several parts.
    """
    if len(parts) <= _FLAT:
        return operator.join(parts)
    middle = len(parts) // 2
    halves = (chained(half, operator, brackets) for half in (parts[:middle], parts[middle:]))
    return operator.join(f"{brackets[0]}{half}{brackets[1]}" for half in halves)
