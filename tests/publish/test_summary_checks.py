"""A new summary, compared with the words of its passage in an attached copy."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.publish.copy_checks import unlike_the_copy
from tcgraph.rdf import GraphFormat, Literal, NamedNode, Term, Triple
from tcgraph.terms import TC

HEDGES = Path("ontology/vocab/hedge-kind.ttl")
SUMMARY = NamedNode(TC + "summary")


def told(passage: str, summary: str) -> list[str]:
    """What is told of an action with this passage and this summary."""
    engine = EmbeddedEngine()
    engine.load(HEDGES.read_bytes(), GraphFormat.TURTLE)
    engine.load(
        f"""@prefix ex: <https://example.org/> . @prefix tc: <{TC}> .
        ex:a a tc:Action ; tc:passage ex:p . ex:p tc:start 0 ; tc:end {len(passage)} .""".encode(),
        GraphFormat.TURTLE,
    )
    fact = Triple(NamedNode("https://example.org/a"), SUMMARY, Literal(summary, language="en"))
    return [
        finding.message.split("” ", 1)[1].split(": the passage")[0]
        for finding in unlike_the_copy(engine, passage, [fact])
    ]


@pytest.mark.parametrize(
    ("passage", "summary", "fault"),
    [
        ("A method would be established.", "A method would be set up.", []),
        ("A method would be established.", "A method was set up.", ["has no word such as “would”"]),
        ("Training will be provided.", "Training is to be given.", []),
        ("Training will be provided.", "Training was given.", ["has no word such as “will”"]),
        ("Donors such as Norway pay.", "Norway pays.", ["has no word such as “such as”"]),
        ("Some donors pay.", "All donors pay.", ["has no word such as “Some”"]),
        ("Committees meet where necessary.", "Committees meet.", ["has no word such as “where necessary”"]),
        (
            "Offices were trained.",
            "Offices were not trained.",
            ["denies something (“not”) that the passage does not deny"],
        ),
        ("Offices were not trained.", "Offices were trained.", ["has nothing for “not”"]),
        ("At most ten, under Convention No. 182.", "No fewer than one.", []),
        ("They get at least 70 per cent.", "They are to get no less than 70 per cent.", []),
        ("They get at least 70 per cent.", "They get 70 per cent.", ["has no word such as “at least”"]),
        ("A tool was finished.", "A tool was finished; the document does not say by whom.", []),
    ],
)
def test_a_hedge_that_is_lost_and_a_denial_that_is_not_the_sources_are_told(
    passage: str, summary: str, fault: list[str]
) -> None:
    assert told(passage, summary) == fault


_SPOILT = (
    (r"\b(is|are) to be\b", r"\1 being"), (r"\b(is|are) to\b", "already"), (r"\b(may|might|could|would)\b", "will"),
    (r"\bcan\b", "does"), (r"\b([Ss]ome|[Ss]everal|a number of)\b", "all"), (r", particularly [^,.]*,?", ""),
    (r"\bfor instance\b|, notably,?|\bsuch as\b", "namely"), (r"\b(are|is) (foreseen|envisaged)\b", r"\1 done"),
    (r"[Ww]here it is necessary, |\bas the need arises", ""), (r"\bpossibl[ey]\b", ""),
    (r"\bno less than\b", "exactly"), (r"\bseeks? to\b|\baims? (at|to)\b", "does"),
)  # fmt: skip
"""Ways to make a summary say more than its passage."""


def spoilt(summaries: list[tuple[Term, str]], rng: random.Random) -> Iterator[tuple[Term, str]]:
    """Summaries made surer or turned round: 120 and 80."""
    surer = [
        (thing, re.sub(old, new, text)) for thing, text in summaries for old, new in _SPOILT if re.search(old, text)
    ]
    verb = r"\b(is|are|was|were|has|have|will)\b"
    denied = [(thing, re.sub(verb, r"\1 not", text, count=1)) for thing, text in summaries if re.search(verb, text)]
    rng.shuffle(surer)
    rng.shuffle(denied)
    yield from surer[:120]
    yield from denied[:80]


def test_most_spoilt_summaries_are_told_and_few_that_stand(shipped: Engine, source_document: Path) -> None:
    copy, rng = source_document.read_text(encoding="utf-8"), random.Random(297)
    rows = shipped.select(
        """SELECT ?thing ?text { VALUES ?kind { tc:Action tc:StateOfAffairs tc:Recommendation }
             ?thing a ?kind ; tc:summary ?text FILTER(LANG(?text) = "en") } ORDER BY ?thing"""
    )
    summaries = [(thing, text.value) for thing, text in rows if thing is not None and isinstance(text, Literal)]

    def found(texts: list[tuple[Term, str]]) -> int:
        return sum(
            bool(unlike_the_copy(shipped, copy, [Triple(thing, SUMMARY, Literal(text, language="en"))]))  # type: ignore[arg-type]
            for thing, text in texts
        )

    assert found(list(spoilt(summaries, rng))) >= 170
    assert found(rng.sample(summaries, 200)) <= 26
