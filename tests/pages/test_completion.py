"""What is offered while one writes a query is what really occurs there, the likeliest first."""

from __future__ import annotations

import hashlib

import pytest

from tcgraph.pages import Site
from tcgraph.pages.completion import TermUsage, complete, usage_of
from tcgraph.pages.partial_query import cursor
from tcgraph.pages.query_tokens import tokens

LETTERS = 2
"""How many letters of a name are typed before the first offer is looked at."""


def offers(site: Site, text: str) -> list[str]:
    """What is offered where ``|`` stands."""
    offset = text.index("¦")
    return [option.insert for option in complete(site, text.replace("¦", ""), offset, "en")]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("SELECT * { ?s a tc:Sec¦ }", "tc:Section"),
        ("SELECT * { ?a a tc:Action ; tc:hasObservation ?o . ?o tc:st¦ }", "tc:status"),
        ("SELECT * { ?a tc:hasObservation ?o . ?o tc:s¦ }", "tc:status"),
        ("SELECT * { ?a a tc:Action ; tc:hasObservation/tc:st¦ }", "tc:status"),
        ("SELECT * { ?r a tc:Recommendation ; ^tc:ad¦ }", "tc:addresses"),
        ("SELECT * { ?f a tc:Funding OPTIONAL { ?f tc:do¦ } }", "tc:donor"),
        ("SELECT * { ?a tc:involves [ a tc:Funding ; tc:do¦ ] }", "tc:donor"),
        ("SELECT * { GRAPH ?g { ?c a tc:Country ; tc:is¦ } }", "tc:iso3"),
        ("SELECT * { ?a tc:involves ?f . FILTER EXISTS { ?f tc:cert¦ } }", "tc:certainty"),
        ("SELECT * { ?a a tc:Action ; tc:hasObservation ¦ }", "?observation"),
        ("SELECT * { ?a tc:hasObservation ?o . ¦ }", "?o"),
        ("SELECT * { ?a a tc:Action FILTER(¦) }", "?a"),
        ("SELECT * { ?o tc:status/skos:notation ?s FILTER(?s = \"pl¦", "planned"),
        ("SELECT * { ?o tc:status/skos:notation ?s FILTER(?s IN (\"taken\", \"un¦", "under-way"),
        ("SELECT * { GRAPH graph:inf¦ }", "graph:inferred"),
        ("PREFIX x: <https://w3id.org/tcgraph/ns#> SELECT * { ?a a x:Project ; tc:na¦ }", "tc:name"),
        ("SELECT * { ?s a tc:Allo¦ }", "tc:Allocation"),
        ("SELECT * { ?a tc:where country:SE¦ }", "country:SEN"),
        ("SELECT * { ?a tc:addresses rec:3¦ }", "rec:3"),
        ("SELECT * { ?o tc:status v-status:pl¦ }", "v-status:planned"),
        ("SELECT * { ?a tc:who ACTR¦ }", "organisation:actrav"),
    ],
)  # fmt: skip
def test_what_is_offered_first(site: Site, text: str, first: str) -> None:
    found = offers(site, text)
    if first == "tc:name":
        # Nothing of that name is said of projects: only what is may be offered, never a guess.
        assert "tc:name" not in found
    else:
        assert found, text
        assert found[0].startswith(first), found[:3]


def test_a_property_that_was_written_is_not_offered_first_again(site: Site) -> None:
    text = "SELECT * { ?o a tc:Observation ; tc:status ?s ; tc:¦ }"
    assert offers(site, text)[0] != "tc:status"
    assert "tc:status" in offers(site, text)


def test_what_another_branch_says_does_not_narrow(site: Site) -> None:
    text = "SELECT * { { ?x a tc:Country } UNION { ?x a tc:Funding ; tc:do¦ } }"
    assert offers(site, text)[0] == "tc:donor"


@pytest.mark.parametrize(
    "text", ["", "{", "}}}}", "SELECT", "((((", "[[[", "] ]", '"', "GRAPH GRAPH {", "?s ?p ?o ?x ;;;"]
)
def test_no_text_is_too_broken(site: Site, text: str) -> None:
    for offset in range(len(text) + 1):
        cursor(text, offset)
        complete(site, text, offset, "en")


def positions(texts: dict[str, str]) -> list[tuple[str, int, str]]:
    """200 places in queries where a name begins, spread over all of them by a digest."""
    found: list[tuple[str, str, int, str]] = []
    for name, text in texts.items():
        declared = False
        for token in tokens(text):
            if token.kind == "name" and not declared and not token.text.endswith(":"):
                rank = hashlib.sha256(f"{name} {token.start}".encode()).hexdigest()
                found.append((rank, name, token.start, token.text))
            declared = token.is_word("PREFIX")
    return [rest for _, *rest in sorted(found)[:200]]  # type: ignore[misc]


def test_the_first_offer_is_right_at_four_of_five_places(site: Site) -> None:
    """At each place of a query all that is known of how queries are written comes from the other queries."""
    texts = {query.name: query.body for query in site.queries.of_kind("answer")}
    every, each = usage_of(texts.values()), {name: usage_of([text]) for name, text in texts.items()}
    others = {name: TermUsage(every.terms - own.terms, every.after - own.after) for name, own in each.items()}
    recorded = positions(texts)
    right = 0
    for name, start, written in recorded:
        prefix, _, local = written.partition(":")
        text = f"{texts[name][:start]}{prefix}:{local[:LETTERS]}"
        found = complete(site, text, len(text), "en", others[name])
        right += bool(found) and found[0].insert == written
    assert len(recorded) == 200
    assert right >= 160, right
