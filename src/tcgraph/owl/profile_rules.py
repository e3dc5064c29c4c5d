"""The OWL 2 RL/RDF rules, as the W3C profile tabulates them (OWL 2 Profiles §4.3, Tables 5 to 9).

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
