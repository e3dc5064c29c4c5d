"""The rules whose number of premises is that of a list's members (OWL 2 Profiles §4.3, Tables 5 to 7)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl.patterns import Pattern, owl
from tcgraph.owl.schema import Axiom, Schema
from tcgraph.owl.step import Instance
from tcgraph.rdf import Term, Variable

_X, _Y = Variable("x"), Variable("y")


def list_instances(schema: Schema) -> Iterator[Instance]:
    """Each rule that an axiom with a list makes."""
    yield from _chains(schema)
    yield from _keys(schema)
    for axiom, members in schema.lists(owl("intersectionOf")):
        yield Instance("cls-int1", (axiom,), tuple(_is(_X, member) for member in members), _is(_X, axiom[0]))
        for member in members:
            yield Instance("cls-int2", (axiom,), (_is(_X, axiom[0]),), _is(_X, member))
    for axiom, members in schema.lists(owl("unionOf")):
        for member in members:
            yield Instance("cls-uni", (axiom,), (_is(_X, member),), _is(_X, axiom[0]))
    for axiom, members in schema.lists(owl("oneOf")):
        for member in members:
            yield Instance("cls-oo", (axiom,), (), _is(member, axiom[0]))
    for axiom, members in schema.lists(owl("members")):
        if _declared(schema, axiom, "AllDisjointClasses"):
            for one, other in combinations(members, 2):
                yield Instance("cax-adc", (axiom,), (_is(_X, one), _is(_X, other)))
        if _declared(schema, axiom, "AllDisjointProperties"):
            for one, other in combinations(members, 2):
                yield Instance("prp-adp", (axiom,), ((_X, one, _Y), (_X, other, _Y)))


def _is(node: Term | Variable, kind: Term) -> Pattern:
    return (node, RDF_TYPE, kind)


def _declared(schema: Schema, axiom: Axiom, kind: str) -> bool:
    return (axiom[0], RDF_TYPE, owl(kind)) in schema.asserted


def _chains(schema: Schema) -> Iterator[Instance]:
    """prp-spo2."""
    for axiom, members in schema.lists(owl("propertyChainAxiom")):
        if members:
            links = list(pairwise(Variable(f"u{number}") for number in range(len(members) + 1)))
            body = tuple((start, member, end) for (start, end), member in zip(links, members, strict=True))
            yield Instance("prp-spo2", (axiom,), body, (links[0][0], axiom[0], links[-1][1]))


def _keys(schema: Schema) -> Iterator[Instance]:
    """prp-key: two members of the class are one when they share a value of every property of the key."""
    for axiom, members in schema.lists(owl("hasKey")):
        if members:
            keys = tuple(Variable(f"z{number}") for number in range(len(members)))
            values = tuple((_X, member, key) for member, key in zip(members, keys, strict=True))
            yield Instance("prp-key", (axiom,), (_is(_X, axiom[0]), *values), member=_X, keys=keys)
