"""Aggregates over any term: what rdflib says, or no value where SPARQL has an error; never something else."""

from __future__ import annotations

import pytest
import rdflib

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, NamedNode, plain

VALUES = {
    "integers and decimals": "1, 2, 2.5, 3",
    "doubles": "1.5e0, 2",
    "texts": '"x", "y"@en, "z"@fr',
    "things": "<urn:p>, <urn:q>",
    "dates": '"2006-01-01"^^xsd:date, "2007-01-01"^^xsd:date',
    "years": '"2006"^^xsd:gYear, "2008"^^xsd:gYear',
    "months": '"2006-11"^^xsd:gYearMonth',
    "truth values": "true, false",
    "a mixture": '1, "one", <urn:p>',
    "an ill-typed number": '"abc"^^xsd:integer, 1',
}
NUMBERS = ("integers and decimals", "doubles")
FUNCTIONS = ("COUNT", "SUM", "AVG", "MIN", "MAX", "GROUP_CONCAT")


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.parametrize("distinct", ["", "DISTINCT "])
@pytest.mark.parametrize("function", FUNCTIONS)
def test_an_aggregate_is_right_or_an_error(function: str, distinct: str, kind: str) -> None:
    turtle = f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <urn:s> <urn:v> {VALUES[kind]} ."
    query = f"SELECT ({function}({distinct}?v) AS ?found) {{ ?s <urn:v> ?v }}"
    engine = EmbeddedEngine()
    engine.load(turtle.encode(), GraphFormat.TURTLE, graph=NamedNode("urn:g"))
    ((found,),) = engine.select(query)
    if function in ("SUM", "AVG") and kind not in NUMBERS:
        assert found is None  # SPARQL 1.1 §18.5.1.3: op:numeric-add of these is an error
        return
    (expected,) = rdflib.Graph().parse(data=turtle, format="turtle").query(query)
    assert sorted(plain(found).split()) == sorted(str(expected[0]).split())  # type: ignore[index]
