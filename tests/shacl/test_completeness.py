"""What is asked of each class, why, and how much of it is there."""

from __future__ import annotations

import pytest

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.rdf import GraphFormat, NamedNode, Triple, parse
from tcgraph.shacl.profile import Completeness, ProfiledProperty, Requirement, Share, inherited, profile
from tcgraph.shacl.shapes import Shapes

SHAPES = b"""@prefix ex: <https://example.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:S a sh:NodeShape ; sh:targetClass ex:Work ; sh:node ex:Dated ; sh:property ex:named, ex:cited,
    [ sh:path ex:note ; sh:maxCount 1 ; sh:message "At most one note."@en ] .
ex:named sh:path ex:name ; sh:minCount 1 ; sh:message "Nommez-le."@fr, "Name it."@en .
ex:cited sh:path [ sh:inversePath ex:cites ] ; sh:minCount 1 ; sh:severity sh:Warning .
ex:Dated a sh:NodeShape ; sh:property [ sh:path ex:year ; sh:minCount 1 ; sh:deactivated true ],
    [ sh:path ex:day ; sh:minCount 1 ] .
ex:Lists a sh:NodeShape ; sh:targetClass ex:Book ; sh:property [ sh:path ex:note ; sh:minCount 1 ] .
"""
ONTOLOGY = b"""@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
ex:Book rdfs:subClassOf ex:Work .
ex:pages rdfs:domain ex:Book ; rdfs:comment "How long it is."@en .
ex:told owl:propertyChainAxiom ( ex:cites ex:name ) ; rdfs:domain ex:Work .
ex:long rdfs:domain ex:Book .
ex:rule sh:construct "PREFIX ex: <https://example.org/> CONSTRUCT { ?x ex:long true } WHERE { ?x ex:pages ?n }" .
"""
ONE = b"""@prefix ex: <https://example.org/> .
ex:a a ex:Book ; ex:name "A" ; ex:day 1 ; ex:pages 9 .
ex:b a ex:Book ; ex:name "B" ; ex:cites ex:a .
"""
TWO = b'@prefix ex: <https://example.org/> . ex:c a ex:Work ; ex:name "C" ; ex:day 2 .'
FILES = {"one": ONE, "two": TWO}


def ex(name: str) -> NamedNode:
    return NamedNode(f"https://example.org/{name}")


@pytest.fixture
def engine() -> EmbeddedEngine:
    engine = EmbeddedEngine()
    for name, text in {**FILES, "ontology": ONTOLOGY}.items():
        engine.load(text, GraphFormat.TURTLE, graph=ex(name))
    return engine


@pytest.fixture
def asked(engine: EmbeddedEngine) -> dict[NamedNode, list[ProfiledProperty]]:
    quads = parse(SHAPES, GraphFormat.TURTLE)
    shapes = Shapes(Triple(quad.subject, quad.predicate, quad.object) for quad in quads)
    return inherited(profile(shapes.readable(), engine), engine)


def test_what_each_class_must_should_and_may_have(asked: dict[NamedNode, list[ProfiledProperty]]) -> None:
    told = {
        kind: {(each.need, each.path.text.rpartition("/")[2].strip("<>")) for each in asked[kind]} for kind in asked
    }
    work = {
        (Requirement.MUST, "name"),
        (Requirement.MUST, "day"),
        (Requirement.SHOULD, "cites"),
        (Requirement.MAY, "note"),
    }
    assert told[ex("Work")] == work
    # A narrower class is held to what the wider one is, and to more; what follows from rules nobody is asked for.
    assert told[ex("Book")] == work - {(Requirement.MAY, "note")} | {
        (Requirement.MUST, "note"),
        (Requirement.MAY, "pages"),
    }


def test_each_says_why(asked: dict[NamedNode, list[ProfiledProperty]]) -> None:
    why = {each.path.predicate: each.why for each in asked[ex("Book")]}
    assert (why[ex("name")], why[ex("pages")]) == ("Name it.", "How long it is.")


def test_what_is_there_by_class(engine: EmbeddedEngine, asked: dict[NamedNode, list[ProfiledProperty]]) -> None:
    counted = Completeness(engine, asked, map(ex, FILES))
    assert counted.kinds == [ex("Book"), ex("Work")]
    having = {str(had.asked.path.predicate or "^"): (had.having, had.things) for had in counted.of_kind(ex("Book"))}
    assert having == {
        str(ex("name")): (2, 2), str(ex("day")): (1, 2), str(ex("note")): (0, 2), str(ex("pages")): (1, 2), "^": (1, 2)
    }  # fmt: skip


def test_what_is_there_by_file(engine: EmbeddedEngine, asked: dict[NamedNode, list[ProfiledProperty]]) -> None:
    shares = Completeness(engine, asked, map(ex, FILES)).shares(lambda _thing, _kind, graph: (graph,))
    one, two = shares[ex("one")], shares[ex("two")]
    assert (one.things, one.asked[Requirement.MUST], one.having[Requirement.MUST]) == (2, 6, 3)
    assert (two.percent(Requirement.MUST), two.percent(Requirement.SHOULD), one.percent(Requirement.SHOULD)) == (
        100,
        0,
        50,
    )


@pytest.mark.parametrize(("having", "shown"), [(0, 0), (1, 1), (500, 50), (999, 99), (1000, 100)])
def test_nothing_is_rounded_to_all_or_nothing(having: int, shown: int) -> None:
    assert Share(1, {Requirement.MUST: 1000}, {Requirement.MUST: having}).hundredths(Requirement.MUST) == shown


def test_nothing_asked_has_no_share() -> None:
    assert Share(1, {}, {}).hundredths(Requirement.MUST) is None
