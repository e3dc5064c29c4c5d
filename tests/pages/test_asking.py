"""Answers that pages keep: as many as fit, whatever readers ask."""

from __future__ import annotations

from tcgraph.pages.site import Answer, AnswerCache
from tcgraph.rdf import Literal


def answer(text: str, rows: int, length: int) -> Answer:
    return Answer("query", text, ("x", "y"), tuple((Literal("y" * length), None) for _ in range(rows)), 1.0)


def test_answers_are_kept_by_what_they_take_not_by_their_number() -> None:
    kept = AnswerCache(100_000)
    assert kept.get("v", "0") is None
    for number in range(20):
        kept.put("v", str(number), answer(str(number), rows=10, length=1000))
    held = [number for number in range(20) if kept.get("v", str(number))]
    assert held == list(range(12, 20)), "the last eight: each takes about twelve thousand bytes"
    kept.put("v", "large", answer("large", rows=100, length=1000))
    assert kept.get("v", "large") is None
    assert kept.get("v", "19")
