"""An outline leaves out the IRIs of a text and what its comments say, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.errors import BrokenQuery
from tcgraph.sparql import parse_query
from tcgraph.sparql.keywords import outline
from tcgraph.sparql.lexer import tokens

TEXTS = [
    "SELECT ?p ?o { <urn:a> ?p ?o }",
    "SELECT ?p ?o { <urn:a#b> ?p ?o } # <urn:c> and 'more",
    'SELECT ?p { <urn:a> ?p \'<urn:x> # no comment\' ; <urn:q> """a "quoted" <urn:y>""" }',
    "PREFIX e: <urn:e> SELECT ?p { <urn:a> e:b\\#c ?p ; e:d\\'e <urn:f> }",
    "SELECT ?p { <urn:a> ?p ?o FILTER(?o<3 && ?o>1 || ?o <= 4) }",
    "SELECT ?p { <<( <urn:a> <urn:b> <urn:c> )>> ?p ?o }",
    "SELECT ?p { <urn:\\u0061#x> ?p ?o }",
    "SELECT * {\n  <urn:a> ?p ?o # one\n  . <urn:b> ?p ?o\n}",
]


def same(text: str) -> None:
    """Its IRIs are the lexer's, but for those of declarations; with others in their places it is the same outline."""
    told = outline(text)
    iris = {token.start: token.text[1:-1] for token in tokens(text) if token.kind == "iri"}
    assert dict(zip(told.places, told.iris, strict=True)).items() <= iris.items()
    other, end = [], 0
    for place, iri in zip(told.places, told.iris, strict=True):
        other += [text[end:place], "<urn:another#x>"]
        end = place + len(iri) + 2
    changed = "".join([*other, text[end:]])
    assert outline(changed).key == told.key
    kinds = [(token.kind, "" if token.start in told.places else token.text) for token in tokens(text)]
    places = outline(changed).places
    assert [(token.kind, "" if token.start in places else token.text) for token in tokens(changed)] == kinds


@pytest.mark.parametrize("text", TEXTS)
def test_iris_are_those_of_the_lexer(text: str) -> None:
    same(text)


def test_so_are_those_of_the_suites(conformance: Path) -> None:
    """Every query of the W3C's test suites that parses."""
    number = 0
    for path in sorted(conformance.rglob("*.rq")):
        text = path.read_text(encoding="utf-8", errors="replace")
        try:
            parse_query(text)
        except BrokenQuery:
            continue
        same(text)
        number += 1
    assert number > 400


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("PREFIX e: <urn:e> ASK { e:a ?p ?o }", "PREFIX e: <urn:f> ASK { e:a ?p ?o }"),
        ("PREFIX e: # here\n <urn:e> ASK { e:a ?p ?o }", "PREFIX e: # here\n <urn:f> ASK { e:a ?p ?o }"),
        ("BASE <urn:e> ASK { <a> ?p ?o }", "BASE <urn:f> ASK { <a> ?p ?o }"),
        ("ASK { <urn:a> ?p '#a' }", "ASK { <urn:a> ?p '#b' }"),
        ("ASK { <urn:a> ?p 'it\\'s #a' }", "ASK { <urn:a> ?p 'it\\'s #b' }"),
        ("ASK { e:a\\#b ?p ?o }", "ASK { e:a\\#c ?p ?o }"),
        ("ASK { <urn:a> ?p ?o } #\n }", "ASK { <urn:a> ?p ?o }"),
        ("ASK { <urn:\\u0061#b> ?p ?o }", "ASK { <urn:\\u0061#b> ?p ?q }"),
    ],
)
def test_what_means_something_else_has_another_key(one: str, other: str) -> None:
    assert outline(one).key != outline(other).key


def test_comments_and_iris_make_no_difference() -> None:
    assert outline("ASK { <urn:a> ?p ?o } # 1").key == outline("ASK { <urn:b#c> ?p ?o } # 2 <urn:x>").key
