"""What is offered while one writes a query is what the ontology defines or the graph describes, the likeliest first."""

from __future__ import annotations

import pytest

from tcgraph.pages import Site
from tcgraph.pages.completion import complete


def offers(site: Site, text: str) -> list[str]:
    """What is offered where ``¦`` stands."""
    offset = text.index("¦")
    return [option.insert for option in complete(site, text.replace("¦", ""), offset, "en")]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("SELECT * { ?s a tc:Sec¦ }", "tc:Section"),
        ("SELECT * { ?s a tc:Allo¦ }", "tc:Allocation"),
        ("SELECT * { ?a a tc:Action ; tc:hasObservation ?o . ?o tc:st¦ }", "tc:status"),
        ("SELECT * { ?a tc:hasObservation ?o . ?o tc:s¦ }", "tc:status"),
        ("SELECT * { ?a a tc:Action ; tc:hasObservation/tc:st¦ }", "tc:status"),
        ("SELECT * { ?r a tc:Recommendation ; ^tc:ad¦ }", "tc:addresses"),
        ("SELECT * { ?f a tc:Funding OPTIONAL { ?f tc:do¦ } }", "tc:donor"),
        ("SELECT * { ?a tc:involves [ a tc:Funding ; tc:do¦ ] }", "tc:donor"),
        ("SELECT * { GRAPH ?g { ?c a tc:Country ; tc:is¦ } }", "tc:iso"),
        ("SELECT * { ?a tc:hasObservation ?o . ¦ }", "?o"),
        ("SELECT * { ?a a tc:Action FILTER(?¦) }", "?a"),
        ("SELECT * { ?a a tc:Action OPT¦ }", "OPTIONAL"),
        ("SELECT * { ?a tc:where country:SE¦ }", "country:SEN"),
        ("SELECT * { ?a tc:addresses rec:3¦ }", "rec:3"),
        ("SELECT * { ?o tc:status v-status:pl¦ }", "v-status:planned"),
        ("PREFIX o: <https://w3id.org/tcgraph/id/organisation/> SELECT * { ?a tc:who o:ACTR¦ }", "o:actrav"),
    ],
)  # fmt: skip
def test_what_is_offered_first(site: Site, text: str, first: str) -> None:
    found = offers(site, text)
    assert found, text
    assert found[0].startswith(first), found[:3]


@pytest.mark.parametrize(
    "text", ["", "{", "}}}}", "SELECT", "((((", "[[[", "] ]", '"', "GRAPH GRAPH {", "?s ?p ?o ?x ;;;", "a:b c:", "tc:"]
)
def test_no_text_is_too_broken(site: Site, text: str) -> None:
    for offset in range(len(text) + 1):
        complete(site, text, offset, "en")
