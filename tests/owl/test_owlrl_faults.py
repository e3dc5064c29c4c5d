"""Where owlrl 7 departs from the profile: each fault by the smallest case that shows it, beside what ours does."""

from __future__ import annotations

import pytest

from tests.owl.ontologies import PREFIXES
from tests.owl.test_differential import conclusions

XSD = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
SAME = "<http://example.org/a> <http://www.w3.org/2002/07/owl#sameAs> <http://example.org/b>"


def both(case: str) -> tuple[tuple[set[str], bool], tuple[set[str], bool]]:
    turtle = PREFIXES + XSD + case
    return conclusions(turtle, same_as="all"), conclusions(turtle, method="owlrl")


@pytest.mark.parametrize(
    "case",
    [
        ":C owl:hasKey ( :k :m ) . :a a :C ; :k :x ; :m :y . :b a :C ; :k :x ; :m :z .",
        ":C owl:hasKey ( :k :m ) . :a a :C ; :k :x . :b a :C ; :k :x ; :m :y .",
        ":C owl:hasKey ( :k ) . :a a :C . :b a :C ; :k :x .",
    ],
    ids=["another value", "no second value", "no value"],
)
def test_a_key_is_met_without_all_its_values(case: str) -> None:
    """prp-key asks for a common value of every property of the key; owlrl merges without."""
    (ours, _), (theirs, _) = both(case)
    assert SAME in theirs
    assert SAME not in ours


def test_a_whole_key_is_met() -> None:
    (ours, _), (theirs, _) = both(":C owl:hasKey ( :k :m ) . :a a :C ; :k :x ; :m :y . :b a :C ; :k :x ; :m :y .")
    assert SAME in ours
    assert SAME in theirs


@pytest.mark.parametrize(
    "case",
    [
        ":p a owl:FunctionalProperty . :a :p 1 , 2 .",
        ":p a owl:FunctionalProperty . :a :p 'x' , 'y' .",
        ":p rdfs:range xsd:integer . :a :p 'x' .",
        "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b :c ) . :a owl:sameAs :c .",
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :x :p :y ; :r :y .",
    ],
    ids=["two numbers", "two texts", "datatype of a range", "first and third differ", "first and third are disjoint"],
)
def test_inconsistencies_that_owlrl_misses(case: str) -> None:
    """prp-fp with dt-diff and eq-diff1, prp-rng with dt-not-type, eq-diff3 and prp-adp for members not side by side."""
    (_, consistent), (_, seen_as_consistent) = both(case)
    assert seen_as_consistent
    assert not consistent


@pytest.mark.parametrize(
    "case",
    [
        ":p a owl:FunctionalProperty . :a :p 1 , 1.0 .",
        ":p rdfs:range xsd:integer . :a :p 3 .",
        "[] a owl:AllDifferent ; owl:distinctMembers ( :a :b :c ) . :a owl:sameAs :d .",
        "[] a owl:AllDisjointProperties ; owl:members ( :p :q :r ) . :x :p :y ; :r :z .",
    ],
)
def test_the_same_without_the_fault_is_consistent(case: str) -> None:
    (_, consistent), (_, also) = both(case)
    assert consistent
    assert also


def test_what_holds_of_everything_is_missed_for_undeclared_classes() -> None:
    """owlrl knows that a thing is an owl:Thing only when its class is declared."""
    (ours, _), (theirs, _) = both("owl:Thing rdfs:subClassOf :C . :a a :D .")
    typed = "<http://example.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/C>"
    assert typed in ours
    assert typed not in theirs


@pytest.mark.parametrize(
    "literal", ["'x'^^xsd:integer", "'yes'^^xsd:boolean", "'today'^^xsd:dateTime", "'1,5'^^xsd:decimal"]
)
def test_a_literal_that_is_no_value_of_its_datatype_is_a_clash(literal: str) -> None:
    turtle = PREFIXES + XSD + f":a :p {literal} ."
    assert not conclusions(turtle)[1]


@pytest.mark.parametrize(
    "literal", ["7", "true", "'0'^^xsd:boolean", "'2006-10-11T00:00:00Z'^^xsd:dateTime", "1.5", "1e3"]
)
def test_a_good_literal_is_none(literal: str) -> None:
    turtle = PREFIXES + XSD + f":a :p {literal} ."
    assert conclusions(turtle)[1]
