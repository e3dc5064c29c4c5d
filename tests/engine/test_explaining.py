"""How a query is answered, told: patterns and their triples, what was rewritten, and what makes it slow."""

from __future__ import annotations

import pyoxigraph
import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.explaining import explained, from_json, to_json
from tcgraph.errors import BrokenQuery


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    made = EmbeddedEngine()
    lines = [f"<urn:s{n}> <urn:p> <urn:o{n % 7}> .\n<urn:s{n}> <urn:q> {n % 100} ." for n in range(12_000)]
    made.store.bulk_load("\n".join(lines).encode(), pyoxigraph.RdfFormat.TURTLE)
    return made


def test_it_tells_rules_with_their_clause_and_line(engine: EmbeddedEngine) -> None:
    text = "SELECT ?s {\n ?s <urn:p> <urn:o1> .\n FILTER NOT EXISTS { ?s <urn:q> ?n . ?x <urn:none> ?n } }"
    found = explained(engine, text)
    assert found.rows == 1715
    assert found.rewritings
    assert all(each.does and "§" in each.clause for each in found.rewritings)
    assert {each.line for each in found.rewritings} == {3}
    assert found.words != text


def test_without_the_planner_the_words_are_those_as_written(engine: EmbeddedEngine) -> None:
    text = "SELECT ?s { ?s <urn:p> <urn:o1> FILTER NOT EXISTS { ?s <urn:q> ?n . ?x <urn:none> ?n } }"
    assert (explained(engine, text, planned=False).words, explained(engine, text, planned=False).rewritings) == (
        text,
        (),
    )


def test_steps_stand_in_their_order_with_what_they_find(engine: EmbeddedEngine) -> None:
    found = explained(engine, "SELECT ?s { ?s <urn:q> ?n . <urn:s1> <urn:p> ?o OPTIONAL { ?s <urn:p> ?o } }")
    assert [(step.kind, step.depth, step.text) for step in found.steps] == [
        ("join", 0, "<urn:s1> <urn:p> ?o"),
        ("join", 0, "?s <urn:q> ?n"),
        ("optional", 1, "?s <urn:p> ?o"),
    ]
    assert [step.rows for step in found.steps][:2] == [1, 12_000]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT ?s { <urn:s1> <urn:p> ?s }", ""),
        ("SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?o }", "All of the 12,000 or more triples of “?s <urn:p> ?o”"),
        (
            "SELECT (COUNT(*) AS ?n) { ?s <urn:p> <urn:o1> OPTIONAL { ?x <urn:q> ?n FILTER(?s = ?n) } }",
            "in OPTIONAL finds about 12,000 triples for each of about 1,7",
        ),
    ],
)
def test_it_says_why_in_a_sentence(engine: EmbeddedEngine, text: str, said: str) -> None:
    why = explained(engine, text).why
    assert said in why
    assert bool(why) == bool(said)


def test_it_goes_through_another_process_whole(engine: EmbeddedEngine) -> None:
    found = explained(engine, "SELECT ?s { ?s <urn:p> <urn:o1> FILTER NOT EXISTS { ?s <urn:q> ?n . ?x <urn:r> ?n } }")
    assert from_json(to_json(found)) == found


def test_what_does_not_parse_is_told_with_its_place(engine: EmbeddedEngine) -> None:
    with pytest.raises(BrokenQuery) as raised:
        explained(engine, "SELECT ?s {\n ?s ")
    assert raised.value.line == 2
