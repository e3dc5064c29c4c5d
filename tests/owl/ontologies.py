"""Random small ontologies with data, as Turtle, for comparing reasoners."""

from __future__ import annotations

from hypothesis import strategies as st

PREFIXES = """@prefix : <http://example.org/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""

_classes = st.sampled_from([f":C{n}" for n in range(4)])
_properties = st.sampled_from([f":p{n}" for n in range(4)])
_things = st.sampled_from([":a", ":b", ":c", ":d"])
_restrictions = st.sampled_from([":R0", ":R1"])


def _line(template: str, *parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map(lambda values: template.format(*values))


_unnamed = st.recursive(
    _classes,
    lambda inner: st.one_of(
        _line("[ owl:onProperty {} ; owl:someValuesFrom {} ]", _properties, inner),
        _line("[ owl:onProperty {} ; owl:allValuesFrom {} ]", _properties, inner),
        _line("[ owl:onProperty {} ; owl:hasValue {} ]", _properties, _things),
        _line("[ owl:intersectionOf ( {} {} ) ]", inner, inner),
        _line("[ owl:unionOf ( {} {} ) ]", inner, inner),
    ),
    max_leaves=3,
)
_any_class = st.one_of(_classes, _restrictions, _unnamed)


axioms = st.one_of(
    _line("{} rdfs:subClassOf {} .", _any_class, _any_class),
    _line("{} owl:equivalentClass {} .", _any_class, _any_class),
    _line("{} owl:disjointWith {} .", _classes, _classes),
    _line("{} owl:complementOf {} .", _classes, _classes),
    _line("{} rdfs:subPropertyOf {} .", _properties, _properties),
    _line("{} owl:equivalentProperty {} .", _properties, _properties),
    _line("{} owl:inverseOf {} .", _properties, _properties),
    _line("{} owl:propertyDisjointWith {} .", _properties, _properties),
    _line("{} rdfs:domain {} .", _properties, _classes),
    _line("{} rdfs:range {} .", _properties, _classes),
    _line("{} owl:propertyChainAxiom ( {} {} ) .", _properties, _properties, _properties),
    _line(
        "{} a owl:{}Property .",
        _properties,
        st.sampled_from(
            ["Transitive", "Symmetric", "Asymmetric", "Irreflexive", "Functional", "InverseFunctional"],
        ),
    ),
    _line("{} owl:intersectionOf ( {} {} ) .", _classes, _classes, _classes),
    _line("{} owl:unionOf ( {} {} ) .", _classes, _classes, _classes),
    _line("{} owl:oneOf ( {} {} ) .", _classes, _things, _things),
    _line("{} owl:onProperty {} ; owl:someValuesFrom {} .", _restrictions, _properties, _classes),
    _line("{} owl:onProperty {} ; owl:allValuesFrom {} .", _restrictions, _properties, _classes),
    _line("{} owl:onProperty {} ; owl:hasValue {} .", _restrictions, _properties, _things),
    _line("{} owl:onProperty {} ; owl:maxCardinality {} .", _restrictions, _properties, st.sampled_from("01")),
)

facts = st.one_of(
    _line("{} {} {} .", _things, _properties, _things),
    _line("{} a {} .", _things, st.one_of(_classes, _restrictions)),
    _line("{} owl:sameAs {} .", _things, _things),
    _line("{} owl:differentFrom {} .", _things, _things),
)

ontologies = st.tuples(
    st.lists(axioms, min_size=1, max_size=7, unique=True), st.lists(facts, min_size=1, max_size=7, unique=True)
).map(lambda parts: PREFIXES + "\n".join((*parts[0], *parts[1])))
"""Turtle without owl:hasKey, which owlrl gets wrong."""

keyed = st.one_of(
    _line("{} owl:hasKey ( {} {} ) .", _classes, _properties, _properties),
    _line("{} owl:onProperty {} ; owl:maxCardinality 1 .", _restrictions, _properties),
    _line(":d0 a owl:FunctionalProperty , owl:DatatypeProperty ; rdfs:domain {} .", _classes),
    _line(":d0 rdfs:range {} .", st.sampled_from(["rdfs:Literal", "xsd:integer"])),
)
"""Axioms that owlrl gets wrong, and about literals."""

_additions = st.one_of(
    facts,
    _line("{} {} {} .", _things, _properties, _things),
    _line("{} a {} .", _things, _classes),
    _line("{} :d0 {} .", _things, st.sampled_from(["1", "2", "'x'", "'y'^^xsd:integer"])),
)

edits = st.tuples(st.lists(_additions, max_size=4, unique=True), st.lists(st.integers(0, 30), max_size=4, unique=True))
"""What is added, as Turtle lines, and which facts of those then there, in order, are removed."""
