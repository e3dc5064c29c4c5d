"""The OWL 2 RL/RDF rules, as the W3C profile tabulates them (OWL 2 Profiles §4.3, Tables 5 to 9), and each in words.

Left of ``|`` stand the axioms, right of it the data. Rules over lists of any length are in :mod:`lists`; equality
(Table 4) is in :mod:`equality`; what has no premises at all is in :mod:`axiomatic`.
"""

from __future__ import annotations

from typing import Final

from tcgraph.owl.patterns import EntailmentRule, parse_rules

PROPERTIES: Final = """
prp-dom: ?p rdfs:domain ?c | ?x ?p ?y -> ?x a ?c
prp-rng: ?p rdfs:range ?c | ?x ?p ?y -> ?y a ?c
prp-fp: ?p a owl:FunctionalProperty | ?x ?p ?y -> same ?y per ?x
prp-ifp: ?p a owl:InverseFunctionalProperty | ?x ?p ?y -> same ?x per ?y
prp-irp: ?p a owl:IrreflexiveProperty | ?x ?p ?x -> false
prp-symp: ?p a owl:SymmetricProperty | ?x ?p ?y -> ?y ?p ?x
prp-asyp: ?p a owl:AsymmetricProperty | ?x ?p ?y . ?y ?p ?x -> false
prp-trp: ?p a owl:TransitiveProperty | ?x ?p ?y . ?y ?p ?z -> ?x ?p ?z
prp-spo1: ?p rdfs:subPropertyOf ?q | ?x ?p ?y -> ?x ?q ?y
prp-eqp1: ?p owl:equivalentProperty ?q | ?x ?p ?y -> ?x ?q ?y
prp-eqp2: ?p owl:equivalentProperty ?q | ?x ?q ?y -> ?x ?p ?y
prp-pdw: ?p owl:propertyDisjointWith ?q | ?x ?p ?y . ?x ?q ?y -> false
prp-inv1: ?p owl:inverseOf ?q | ?x ?p ?y -> ?y ?q ?x
prp-inv2: ?p owl:inverseOf ?q | ?x ?q ?y -> ?y ?p ?x
prp-npa1: ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetIndividual ?y | ?x ?p ?y -> false
prp-npa2: ?n owl:sourceIndividual ?x . ?n owl:assertionProperty ?p . ?n owl:targetValue ?y | ?x ?p ?y -> false
"""
"""Table 5: the semantics of axioms about properties."""

CLASSES: Final = """
cls-nothing2: | ?x a owl:Nothing -> false
cls-com: ?c owl:complementOf ?d | ?x a ?c . ?x a ?d -> false
cls-svf1: ?c owl:someValuesFrom ?d . ?c owl:onProperty ?p | ?u ?p ?v . ?v a ?d -> ?u a ?c
cls-avf: ?c owl:allValuesFrom ?d . ?c owl:onProperty ?p | ?u a ?c . ?u ?p ?v -> ?v a ?d
cls-hv1: ?c owl:hasValue ?y . ?c owl:onProperty ?p | ?u a ?c -> ?u ?p ?y
cls-hv2: ?c owl:hasValue ?y . ?c owl:onProperty ?p | ?u ?p ?y -> ?u a ?c
cls-maxc1: ?c owl:maxCardinality "0" . ?c owl:onProperty ?p | ?u a ?c . ?u ?p ?y -> false
cls-maxc2: ?c owl:maxCardinality "1" . ?c owl:onProperty ?p | ?u a ?c . ?u ?p ?y -> same ?y per ?u
cls-maxqc1: ?c owl:maxQualifiedCardinality "0" . ?c owl:onProperty ?p . ?c owl:onClass ?d | ?u a ?c . ?u ?p ?y . ?y a ?d -> false
cls-maxqc3: ?c owl:maxQualifiedCardinality "1" . ?c owl:onProperty ?p . ?c owl:onClass ?d | ?u a ?c . ?u ?p ?y . ?y a ?d -> same ?y per ?u
"""  # noqa: E501 -- one rule, one line
"""Table 6: the semantics of classes. For ``owl:Thing`` as filler (cls-svf2, cls-maxqc2, cls-maxqc4) see instances."""

CLASS_AXIOMS: Final = """
cax-sco: ?c rdfs:subClassOf ?d | ?x a ?c -> ?x a ?d
cax-eqc1: ?c owl:equivalentClass ?d | ?x a ?c -> ?x a ?d
cax-eqc2: ?c owl:equivalentClass ?d | ?x a ?d -> ?x a ?c
cax-dw: ?c owl:disjointWith ?d | ?x a ?c . ?x a ?d -> false
"""
"""Table 7: the semantics of class axioms."""

COMPOSED: Final = """
scm-sco: ?a rdfs:subClassOf ?b . ?b rdfs:subClassOf ?c -> ?a rdfs:subClassOf ?c
scm-eqc1: ?a owl:equivalentClass ?b -> ?a rdfs:subClassOf ?b
scm-eqc1: ?a owl:equivalentClass ?b -> ?b rdfs:subClassOf ?a
scm-eqc2: ?a rdfs:subClassOf ?b . ?b rdfs:subClassOf ?a -> ?a owl:equivalentClass ?b
scm-spo: ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?r -> ?p rdfs:subPropertyOf ?r
scm-eqp1: ?p owl:equivalentProperty ?q -> ?p rdfs:subPropertyOf ?q
scm-eqp1: ?p owl:equivalentProperty ?q -> ?q rdfs:subPropertyOf ?p
scm-eqp2: ?p rdfs:subPropertyOf ?q . ?q rdfs:subPropertyOf ?p -> ?p owl:equivalentProperty ?q
scm-dom1: ?p rdfs:domain ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:domain ?d
scm-dom2: ?q rdfs:domain ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:domain ?c
scm-rng1: ?p rdfs:range ?c . ?c rdfs:subClassOf ?d -> ?p rdfs:range ?d
scm-rng2: ?q rdfs:range ?c . ?p rdfs:subPropertyOf ?q -> ?p rdfs:range ?c
"""
"""Table 9, rules whose conclusions tell the data nothing that a chain of data rules does not tell already."""

COMPARED: Final = """
scm-hv: ?c owl:hasValue ?i . ?c owl:onProperty ?p . ?p rdfs:subPropertyOf ?q . ?d owl:onProperty ?q . ?d owl:hasValue ?i -> ?c rdfs:subClassOf ?d
scm-svf1: ?c owl:someValuesFrom ?x . ?c owl:onProperty ?p . ?x rdfs:subClassOf ?y . ?d owl:someValuesFrom ?y . ?d owl:onProperty ?p -> ?c rdfs:subClassOf ?d
scm-svf2: ?c owl:someValuesFrom ?y . ?c owl:onProperty ?p . ?p rdfs:subPropertyOf ?q . ?d owl:onProperty ?q . ?d owl:someValuesFrom ?y -> ?c rdfs:subClassOf ?d
scm-avf1: ?c owl:allValuesFrom ?x . ?c owl:onProperty ?p . ?x rdfs:subClassOf ?y . ?d owl:allValuesFrom ?y . ?d owl:onProperty ?p -> ?c rdfs:subClassOf ?d
scm-avf2: ?c owl:allValuesFrom ?y . ?c owl:onProperty ?p . ?p rdfs:subPropertyOf ?q . ?d owl:onProperty ?q . ?d owl:allValuesFrom ?y -> ?d rdfs:subClassOf ?c
"""  # noqa: E501 -- one rule, one line
"""Table 9, rules that compare restrictions; their conclusions are axioms that the data rules need."""

DATA_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(PROPERTIES + CLASSES + CLASS_AXIOMS))
COMPOSED_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(COMPOSED))
COMPARED_RULES: Final[tuple[EntailmentRule, ...]] = tuple(parse_rules(COMPARED))


MEANINGS: Final[dict[str, str]] = {
    "eq-sym": "what is the same as another, that other is the same as it",
    "eq-trans": "things that are the same as one thing are the same as each other",
    "eq-rep-s": "what holds of a thing holds of whatever is the same",
    "eq-rep-p": "what holds by a property holds by one that is the same",
    "eq-rep-o": "what is said with a thing holds with whatever is the same",
    "prp-dom": "whatever has the property is of the class that is its domain",
    "prp-rng": "whatever is a value of the property is of the class that is its range",
    "prp-fp": "the property has one value at most, so two values are the same thing",
    "prp-ifp": "the property has each value once, so two things with one value are the same",
    "prp-symp": "the property holds in both directions",
    "prp-trp": "the property carries on from one thing to the next",
    "prp-spo1": "what holds by a property holds by the wider property above it",
    "prp-spo2": "the properties, one after the other, make up this one",
    "prp-eqp1": "the two properties say the same",
    "prp-eqp2": "the two properties say the same",
    "prp-inv1": "the one property is the other read backwards",
    "prp-inv2": "the one property is the other read backwards",
    "prp-key": "things of the class that share the values of its key are the same",
    "cls-int1": "what is in every one of the classes is in their intersection",
    "cls-int2": "what is in an intersection is in each of its classes",
    "cls-uni": "what is in one of the classes is in their union",
    "cls-svf1": "what has such a value is in the class of all that have one",
    "cls-svf2": "what has a value is in the class of all that have one",
    "cls-avf": "in this class, every value of the property is of one class",
    "cls-hv1": "everything in this class has this value",
    "cls-hv2": "what has this value is in the class of all that have it",
    "cls-maxc2": "this class allows one value, so two values are the same thing",
    "cls-maxqc3": "this class allows one value of the kind, so two are the same thing",
    "cls-maxqc4": "this class allows one value, so two values are the same thing",
    "cls-oo": "the class is the list of its members",
    "cax-sco": "what is in a class is in the wider class above it",
    "cax-eqc1": "the two classes have the same members",
    "cax-eqc2": "the two classes have the same members",
    "scm-cls": "every class is a part of itself",
    "scm-op": "every property is a part of itself",
    "scm-dp": "every property is a part of itself",
    "scm-sco": "what is above the class above is above the class",
    "scm-spo": "what is above the property above is above the property",
    "scm-eqc1": "classes with the same members are each above the other",
    "scm-eqc2": "classes that are each above the other have the same members",
    "scm-eqp1": "properties that say the same are each above the other",
    "scm-eqp2": "properties that are each above the other say the same",
    "scm-dom1": "the class above the domain is a domain too",
    "scm-dom2": "the domain of the wider property is a domain of the narrower",
    "scm-rng1": "the class above the range is a range too",
    "scm-rng2": "the range of the wider property is a range of the narrower",
    "scm-hv": "the same value by a wider property makes the wider class",
    "scm-svf1": "some value of a wider class makes the wider class",
    "scm-svf2": "some value by a wider property makes the wider class",
    "scm-avf1": "values of a wider class make the wider class",
    "scm-avf2": "a condition on the wider property makes the narrower class",
    "scm-int": "an intersection is a part of each of its classes",
    "scm-uni": "each class is a part of their union",
}
"""By the rule's name in OWL 2 Profiles §4.3, Tables 4 to 9."""
