"""The vocabulary and the data say the same: each term has data or is for reporting, and is used where it says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import BlankNode, Literal, NamedNode
from tcgraph.terms import TC

_USE = """SELECT DISTINCT ?class ?property {
  ?thing ?property ?value ; a ?class FILTER(STRSTARTS(STR(?property), STR(tc:)) && STRSTARTS(STR(?class), STR(tc:)))
}"""
_SAID = "SELECT ?property ?class { ?property schema:domainIncludes ?class }"
_REACHED = """SELECT DISTINCT ?property ?class {
  ?thing ?property ?value . ?value a ?class FILTER(STRSTARTS(STR(?property), STR(tc:)))
}"""
_RANGES = "SELECT ?property ?class { ?property schema:rangeIncludes ?class }"
_DATATYPES = """SELECT DISTINCT ?property ?datatype {
  ?thing ?property ?value FILTER(isLiteral(?value) && STRSTARTS(STR(?property), STR(tc:)))
  BIND(DATATYPE(?value) AS ?datatype)
}"""
_ABOVE = "SELECT ?class ?wider { ?class rdfs:subClassOf+ ?wider }"
_TERMS = "SELECT ?term ?kind { ?term rdfs:isDefinedBy ?module ; a ?kind FILTER(STRSTARTS(STR(?term), STR(tc:))) }"
_FOR_REPORTING = "SELECT ?term { ?term tc:forReporting true }"


@pytest.fixture(scope="module")
def graph(shipped: EmbeddedEngine) -> EmbeddedEngine:
    return shipped


def pairs(graph: EmbeddedEngine, query: str) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, other in graph.select(query):
        if isinstance(one, NamedNode) and isinstance(other, NamedNode):
            found[one.value].add(other.value)
    return dict(found)


def local(iri: str) -> str:
    return iri.removeprefix(TC)


def test_no_statement_stands_in_two_files(graph: EmbeddedEngine) -> None:
    """The default graph has every fact once."""
    counts = Counter(quad.triple for quad in graph.quads() if not isinstance(quad.subject, BlankNode))
    assert [triple for triple, count in counts.items() if count > 1] == []


def off_of(said: dict[str, set[str]], above: dict[str, set[str]], used: dict[str, set[str]]) -> list[tuple[str, str]]:
    """The properties with the classes of ours that they are used with and not said to be of."""
    below: defaultdict[str, set[str]] = defaultdict(set)
    for kind, wider in above.items():
        for each in wider:
            below[each].add(kind)
    return sorted(
        (local(prop), local(kind))
        for prop, kinds in used.items()
        for kind in kinds
        if prop in said and kind.startswith(TC)
        # A wider class has the property by its narrower ones.
        if not said[prop] & {kind, *above.get(kind, ()), *below[kind]}
    )


def test_properties_are_used_on_the_classes_that_they_are_said_to_be_of(graph: EmbeddedEngine) -> None:
    used: defaultdict[str, set[str]] = defaultdict(set)
    for kind, properties in pairs(graph, _USE).items():
        for prop in properties:
            used[prop].add(kind)
    assert off_of(pairs(graph, _SAID), pairs(graph, _ABOVE), dict(used)) == []


def test_english_has_one_apostrophe_and_french_another(graph: EmbeddedEngine) -> None:
    texts = [quad.object for quad in graph.quads() if isinstance(quad.object, Literal) and quad.object.language]
    assert [text.value for text in texts if text.language == "en" and "’" in text.value] == []
    assert [t.value for t in texts if t.language in ("fr", "es") and re.search(r"\w'\w", t.value)] == []


def test_values_are_of_the_classes_that_they_are_said_to_be_of(graph: EmbeddedEngine) -> None:
    said, above, reached = pairs(graph, _RANGES), pairs(graph, _ABOVE), pairs(graph, _REACHED)
    assert off_of(said, above, reached) == []


def test_a_term_has_data_or_is_for_reporting(graph: EmbeddedEngine) -> None:
    terms = {term.value for term, _ in graph.select(_TERMS) if isinstance(term, NamedNode)} - {TC}
    used = {
        term.value
        for query in ("SELECT DISTINCT ?p { ?s ?p ?o }", "SELECT DISTINCT ?c { ?s a ?c }")
        for (term,) in graph.select(query)
        if isinstance(term, NamedNode)
    }
    marked = {term.value for (term,) in graph.select(_FOR_REPORTING) if isinstance(term, NamedNode)}
    assert sorted(map(local, terms - used)) == sorted(map(local, marked))


def test_literals_are_of_the_datatypes_that_they_are_said_to_be_of(graph: EmbeddedEngine) -> None:
    said, used = pairs(graph, _RANGES), pairs(graph, _DATATYPES)
    assert [
        (local(prop), found - said[prop]) for prop, found in used.items() if prop in said and found - said[prop]
    ] == []
