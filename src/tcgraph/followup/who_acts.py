"""Whom a cell names that says who acts: bodies that the graph knows, and others as they are called there."""

from __future__ import annotations

import re
from typing import Final

from tcgraph.followup.entities import Recogniser
from tcgraph.rdf import NamedNode

AGENTS: Final = {"Organisation", "Collective"}
"""What can act."""
_POST: Final = re.compile(
    r"\b(?:director|head|leads?|minist(?:er|re|ro|ra)|secretary|oficial|consult(?:ant|or)e?s?|president|président|manager"
    r"|chief|officer|coordinator|chair|directeur|directrice|chef|cheffe|directora|jefe|jefa|coordinador|coordinadora"
    r"|coordonnateur|coordonnatrice|gerente)\b",
    re.IGNORECASE,
)
"""Somebody's post is no body; what the column says of it stays beside the row."""
_EACH: Final = re.compile(r"\s*;\s*(?:and\s+|et\s+|y\s+)?|(?<=[A-Z\s])\s*/\s*(?=[A-Z])|,\s+(?=[A-Z]{3,}\b)")
"""Between those whom a cell names: "the Board; the Office", "DGT / UNDP"."""


def each_of(words: str) -> list[str]:
    """Those whom a cell names, one by one."""
    return [part for part in map(str.strip, _EACH.split(words)) if part]


def who_acts(words: str, recogniser: Recogniser) -> list[NamedNode | str]:
    """Who a column on who acts names: bodies that the graph knows, and others as they are called there."""
    found: list[NamedNode | str] = []
    for part in each_of(words):
        known = [mention.thing for mention in recogniser.mentions(part) if mention.kind in AGENTS]
        named = [one.surface for one in recogniser.strangers(part) if one.acts]
        called = " ".join(part.split())
        if known or named:
            found += [*known, *(named if _POST.search(part) or len(named) > 1 or known else [called])]
        elif called and _POST.search(part) is None:
            found.append(called)
    return list(dict.fromkeys(found))
