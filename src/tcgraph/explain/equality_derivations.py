"""The rules about equality run backwards (OWL 2 Profiles §4.3, Table 4), and those that find two things to be one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice, product

from tcgraph.explain.axiom_derivations import AxiomRules
from tcgraph.explain.derivations import derivation, premises, solutions
from tcgraph.owl import equality as equal
from tcgraph.owl.equality import SAME_AS, Equality
from tcgraph.owl.patterns import owl, variables
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Derivation, Fact
from tcgraph.owl.step import Instance
from tcgraph.rdf import Literal, NamedNode, Term, Variable

_MOST_VARIANTS = 1000
_EQUIVALENT = (owl("equivalentClass"), owl("equivalentProperty"))


class EqualityRules:
    """What follows because things are the same.

    Args:
        place: holds premises and conclusions.
        rules: the rules that the ontology makes.
        axioms: the rules about its axioms.
    """

    def __init__(self, place: Place, rules: Iterable[Instance], axioms: AxiomRules) -> None:
        self._place = place
        self._identifying = [rule for rule in rules if rule.member is not None]
        self._axioms = axioms
        together = Equality()
        for one, other in equal.asserted(place):
            together.merge(one, other)
        classes = together.classes().items()
        self._same = {term: [one, *others] for one, others in classes for term in (one, *others)}

    def derivations(self, fact: Fact) -> Iterator[Derivation]:
        """Each way in which equality concludes a fact."""
        if not self._same:
            return
        if fact[1] == SAME_AS:
            if fact[0] != fact[2] and fact[2] in self._same.get(fact[0], ()):
                yield from self._identities(fact)
            return
        if fact[1] in _EQUIVALENT and fact[2] in self._same.get(fact[0], ()):
            for itself in self._axioms.reflexive((fact[0], fact[1], fact[0])):
                yield Derivation(fact, "eq-rep-o", (itself, (fact[0], SAME_AS, fact[2])))
        choices = product(*(self._same.get(term, [term]) for term in fact))
        for subject, predicate, object_ in islice(choices, _MOST_VARIANTS):
            variant = (subject, predicate, object_)
            if variant != fact and self._is_stored(variant):
                yield _substituted(fact, variant)

    def _identities(self, fact: Fact) -> Iterator[Derivation]:
        one, _, other = fact
        for rule in self._identifying:
            yield from self._identified(rule, fact)
        yield Derivation(fact, "eq-sym", ((other, SAME_AS, one),))
        for middle in self._same[one]:
            if middle not in (one, other):
                yield Derivation(fact, "eq-trans", ((one, SAME_AS, middle), (middle, SAME_AS, other)))

    def _identified(self, rule: Instance, fact: Fact) -> Iterator[Derivation]:
        assert rule.member
        second = Variable("other")
        renamed = {v: Variable(f"w{n}") for n, v in enumerate(variables(*rule.body)) if v not in rule.keys}
        twin = rule.applied({**renamed, rule.member: second})
        bound = {rule.member: fact[0], second: fact[2]}
        for values in solutions(self._place, (*rule.body, *twin.body), bound):
            first = derivation(rule, fact, values).premises
            yield Derivation(fact, rule.rule, tuple(dict.fromkeys((*first, *premises(twin, values)))))

    def _is_stored(self, fact: Fact) -> bool:
        if isinstance(fact[0], Literal) or not isinstance(fact[1], NamedNode):
            return False
        return any(True for _ in solutions(self._place, (fact,), {}))


def _substituted(fact: Fact, variant: Fact) -> Derivation:
    """Replace the terms of a variant by those of the fact, one rule a position."""
    current: Fact | Derivation = variant
    terms_now: list[Term] = list(variant)
    for position, rule in enumerate(("eq-rep-s", "eq-rep-p", "eq-rep-o")):
        old, new = terms_now[position], fact[position]
        if old != new:
            terms_now[position] = new
            reached = (terms_now[0], terms_now[1], terms_now[2])
            current = Derivation(reached, rule, (current, (old, SAME_AS, new)))
    assert isinstance(current, Derivation)
    return current
