"""Find the action that a later report speaks of again, by recommendation and by the words the two share."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tcgraph.engine import Engine
from tcgraph.followup.cycles import Cycle
from tcgraph.rdf import Literal, NamedNode

_KNOWN: Final = """
SELECT ?action ?number ?label ?summary WHERE {
  VALUES ?kind { tc:Action tc:StateOfAffairs }
  ?recommendation a tc:Recommendation ; tc:number ?number .
  ?action a ?kind ; tc:addresses ?recommendation ; rdfs:label ?label ; tc:summary ?summary .
  FILTER(LANG(?label) = "en" && LANG(?summary) = "en")
} ORDER BY ?number ?action"""
_WORD: Final = re.compile(r"[^\W\d_]{4,}|\d{4}")
_ENOUGH: Final = 0.34


@dataclass(frozen=True, slots=True)
class KnownAction:
    """An action that the graph has already."""

    action: NamedNode
    number: int
    label: str
    words: frozenset[str]


def known_actions(engine: Engine, cycle: Cycle) -> list[KnownAction]:
    """Every action of a cycle's follow-up, by recommendation."""
    found = []
    for action, number, label, summary in engine.select(cycle.about_its_own(_KNOWN)):
        if isinstance(action, NamedNode) and isinstance(number, Literal) and isinstance(label, Literal):
            body = f"{label.value} {summary.value if isinstance(summary, Literal) else ''}"
            found.append(KnownAction(action, int(number.value), label.value, _words(body)))
    return found


def best_match(text: str, number: int | None, known: Sequence[KnownAction]) -> KnownAction | None:
    """The known action of the same recommendation that shares enough words, if one stands out."""
    words = _words(text)
    scores: Counter[int] = Counter()
    candidates = [action for action in known if action.number == number]
    for index, action in enumerate(candidates):
        shared = len(words & action.words)
        scores[index] = round(1000 * 2 * shared / (len(words) + len(action.words) or 1))
    if not scores:
        return None
    index, score = scores.most_common(1)[0]
    return candidates[index] if score >= 1000 * _ENOUGH else None


def _words(text: str) -> frozenset[str]:
    return frozenset(word.lower()[:6] for word in _WORD.findall(text.replace("-", "")))
