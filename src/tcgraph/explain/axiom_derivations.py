"""The rules about axioms alone run backwards (OWL 2 Profiles §4.3, Table 9)."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl.patterns import match, owl, rdfs
from tcgraph.owl.proof import Derivation, Fact
from tcgraph.owl.schema import PREDICATES, Facts, Schema
from tcgraph.owl.tables import COMPARED_RULES, COMPOSED_RULES
from tcgraph.rdf import NamedNode, Term

_REFLEXIVE: dict[Term, tuple[tuple[str, NamedNode], ...]] = {
    rdfs("subClassOf"): (("scm-cls", owl("Class")), ("scm-cls", rdfs("Class"))),
    rdfs("subPropertyOf"): (("scm-op", owl("ObjectProperty")), ("scm-dp", owl("DatatypeProperty"))),
    owl("equivalentClass"): (("scm-cls", owl("Class")), ("scm-cls", rdfs("Class"))),
    owl("equivalentProperty"): (("scm-op", owl("ObjectProperty")), ("scm-dp", owl("DatatypeProperty"))),
}


class AxiomRules:
    """The rules about axioms, over one set of them.

    Args:
        schema: the axioms.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._facts = Facts(schema.closed | schema.reflexive)

    def derivations(self, fact: Fact) -> Iterator[Derivation]:
        """Each way to conclude an axiom from others; none for a fact about data."""
        if fact[1] not in PREDICATES:
            return
        if fact[0] == fact[2]:
            yield from self.reflexive(fact)
            return
        for predicate, rule in ((owl("intersectionOf"), "scm-int"), (owl("unionOf"), "scm-uni")):
            for axiom, members in self._schema.lists(predicate) if fact[1] == rdfs("subClassOf") else ():
                narrow, wide = (fact[0], fact[2]) if rule == "scm-int" else (fact[2], fact[0])
                if axiom[0] == narrow and wide in members:
                    yield Derivation(fact, rule, (axiom,))
        for table_rule in (*COMPOSED_RULES, *COMPARED_RULES):
            assert table_rule.head
            bound = match(table_rule.head, fact)
            if bound is None:
                continue
            for _, used in self._facts.join(table_rule.schema, bound):
                if fact not in used:
                    yield Derivation(fact, table_rule.name, used)

    def reflexive(self, fact: Fact) -> Iterator[Derivation]:
        """What every class and property is to itself; an unnamed class, or one only spoken of, is declared nowhere."""
        found = False
        for rule, kind in _REFLEXIVE.get(fact[1], ()):
            declaration = (fact[0], RDF_TYPE, kind)
            if declaration in self._schema.asserted:
                found = True
                yield Derivation(fact, rule, (declaration,))
        if not found and fact in self._schema.reflexive:
            yield Derivation(fact, _REFLEXIVE[fact[1]][0][0], ())
