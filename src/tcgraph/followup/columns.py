"""Which column holds what, judged by its heading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from tcgraph.followup.tables import Row

_MEANINGS: Final = (
    ("status", re.compile(r"^(current\s+)?(status|state of play|stage|état|estado)\b", re.IGNORECASE)),
    (
        "number",
        re.compile(
            r"^(no\.?|nr\.?|n[°º]|#|number|item|ref(\.|erence)?|para(graph)?\.?"
            r"|(rec(ommendation)?|decision|item|para(graph)?|commitment)\.?\s*(no\b\.?|nr\b\.?|n[°º]|number|#).*)$",
            re.IGNORECASE,
        ),
    ),
    ("due", re.compile(r"\b(due|deadline|time ?frame|timeline|target date|by when|échéance|plazo)\b", re.IGNORECASE)),
    ("agent", re.compile(r"\b(responsible|responsibility|lead|unit|office|entity|owner|by whom|who)\b", re.IGNORECASE)),
    (
        "reply",
        re.compile(
            r"\b(actions?|implement\w*|follow-?up|measures?|progress|response|reply|undertaken|taken|steps"
            r"|comments?|remarks?|suivi|seguimiento)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "ask",
        re.compile(
            r"\b(decisions?|recommendations?|elements?|issues?|requests?|conclusions?|resolutions?|context"
            r"|commitments?|décisions?|recomendaci\w+|decisi\w+)\b",
            re.IGNORECASE,
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Columns:
    """0-based positions of the columns that matter; None where the table has no such column."""

    reply: int
    ask: int | None = None
    number: int | None = None
    status: int | None = None
    agent: int | None = None
    due: int | None = None


def columns_of(row: Row) -> Columns | None:
    """Read a row as headings.

    Returns:
        The columns, or None when the row is no heading row: it needs one for the reply or status, and one for
        what it replies to.
    """
    found: dict[str, int] = {}
    for index, text in enumerate(row.texts):
        heading = " ".join(text.split())
        if not heading or len(heading) > 80:
            continue
        for meaning, pattern in _MEANINGS:
            if meaning not in found and pattern.search(heading):
                found[meaning] = index
                break
    if "reply" not in found and "status" in found:
        found["reply"] = found["status"]
    if "reply" not in found or not ({"ask", "number"} & found.keys()):
        return None
    return Columns(**found)


def looks_like_headings(row: Row) -> bool:
    """Whether a row of a text repeats the table's headings, whole or torn apart ("Cor|text and elements …")."""
    text = re.sub(r"\W+", "", "".join(row.texts)).lower()
    return len(text) < 120 and bool(
        re.match(r"(con?textandelements|cortext|issue|decision|recommendation|element)", text)
        and re.search(r"(taken|envisaged|implementation|followup|status|undertaken)", text)
    )
