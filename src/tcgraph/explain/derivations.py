"""The rules run backwards: the ways in which one fact can have been concluded from others (OWL 2 Profiles §4.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl import equality as equal
from tcgraph.owl.equality import SAME_AS, Equality
from tcgraph.owl.patterns import COMPARED_RULES, COMPOSED_RULES, Node, Pattern, match, owl, rdfs, substitute, variables
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Derivation, Fact, without_variables
from tcgraph.owl.rule_order import group
from tcgraph.owl.schema import PREDICATES, Schema, SchemaTriples
from tcgraph.owl.step import Instance
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Variable

MOST = 500
"""Ways to conclude a fact by one rule that are looked at; a class has as many as it has members' values."""


class DataRules:
    """Rules made concrete by an ontology's axioms, found by what they conclude."""

    def __init__(self, place: Place, rules: Iterable[Instance]) -> None:
        self._place = place
        self._by_head: defaultdict[tuple[Node | None, Node | None], list[Instance]] = defaultdict(list)
        for rule in rules:
            if rule.head:
                _, predicate, kind = rule.head
                typed = predicate == RDF_TYPE and not isinstance(kind, Variable)
                key = (None if isinstance(predicate, Variable) else predicate, kind if typed else None)
                self._by_head[key].append(rule)

    def derivations(self, fact: Fact) -> Iterator[Derivation]:
        """Each way to conclude a fact that has its premises; where some rest on asserted facts alone, one of those."""
        predicate = fact[1]
        kinds = (fact[2], None) if predicate == RDF_TYPE else (None,)
        for rule in (
            rule for key in (*((predicate, kind) for kind in kinds), (None, None)) for rule in self._by_head[key]
        ):
            assert rule.head
            bound = match(rule.head, fact)
            if bound is None:
                continue
            for values in solutions(self._place, rule.body, bound):
                yield derivation(rule, fact, values)


def derivation(rule: Instance, conclusion: Fact, values: Mapping[Variable, Term]) -> Derivation:
    """A rule with its variables replaced: the profile's rules one by one, memberships of unnamed classes included."""
    return Derivation(conclusion, rule.rule, premises(rule, values))


def premises(rule: Instance, values: Mapping[Variable, Term]) -> tuple[Fact | Derivation, ...]:
    """What a rule needs, data first, then axioms."""
    steps = {substitute(step.conclusion, values): step for step in rule.steps}

    def proved(pattern: Pattern) -> Fact | Derivation:
        fact = substitute(pattern, values)
        step = steps.get(fact)
        if step is None:
            return without_variables(fact)
        if step.rule == "asserted":
            # The data gives the unnamed class this member in so many words; the rest of the body only names the class.
            return without_variables(substitute(step.premises[0], values))
        return Derivation(without_variables(fact), step.rule, (*map(proved, step.premises), *step.axioms))

    return tuple(dict.fromkeys((*map(proved, rule.premises), *rule.axioms)))


def solutions(
    place: Place, body: Sequence[Pattern], bound: Mapping[Variable, Term], *, filters: str = ""
) -> Iterator[dict[Variable, Term]]:
    """The values under which patterns hold, those among asserted facts first and then alone.

    Args:
        place: where.
        body: the patterns.
        bound: values that some variables have already.
        filters: further conditions in SPARQL.
    """
    wanted = [substitute(pattern, bound) for pattern in body]
    if any(isinstance(s, Literal) or not isinstance(p, NamedNode | Variable) for s, p, _ in wanted):
        return
    # A query's text cannot name a blank node; a binding can.
    blank = {node: Variable(f"blank{number}") for number, node in enumerate(_blank_nodes(wanted))}
    patterns = [_named(pattern, blank) for pattern in wanted]
    names = variables(*patterns)
    bindings = {variable.value: node for node, variable in blank.items()}
    asserted = " && ".join(f"?g{number} != {place.into}" for number in range(len(patterns)))
    for condition, most in ((f"FILTER({asserted})" if asserted else "", 1), ("", MOST)):
        text = f"{{ {group(patterns)} {filters} {condition} }}"
        listed = " ".join(map(str, names))
        query = f"SELECT DISTINCT {listed} {text} ORDER BY {listed}" if names else f"SELECT (1 AS ?found) {text}"
        rows = place.engine.select(f"{query} LIMIT {most if names else 1}", bindings=bindings, scope=place.scope)
        found = [dict(zip(names, row, strict=False)) for row in rows]
        for row in found:
            values = {variable: term for variable, term in row.items() if term is not None}
            yield {**bound, **values}
        if found:
            return


def _blank_nodes(patterns: Iterable[Pattern]) -> list[BlankNode]:
    return list(dict.fromkeys(node for pattern in patterns for node in pattern if isinstance(node, BlankNode)))


def _named(pattern: Pattern, names: Mapping[BlankNode, Variable]) -> Pattern:
    subject, predicate, object_ = (names.get(node, node) if isinstance(node, BlankNode) else node for node in pattern)
    return subject, predicate, object_


# -- the rules about axioms alone run backwards (OWL 2 Profiles §4.3, Table 9)

_REFLEXIVE: dict[Term, tuple[tuple[str, NamedNode], ...]] = {
    rdfs("subClassOf"): (("scm-cls", owl("Class")), ("scm-cls", rdfs("Class"))),
    rdfs("subPropertyOf"): (("scm-op", owl("ObjectProperty")), ("scm-dp", owl("DatatypeProperty"))),
    owl("equivalentClass"): (("scm-cls", owl("Class")), ("scm-cls", rdfs("Class"))),
    owl("equivalentProperty"): (("scm-op", owl("ObjectProperty")), ("scm-dp", owl("DatatypeProperty"))),
}


class AxiomRules:
    """The rules about axioms, over one set of them."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._facts = SchemaTriples(schema.closed | schema.reflexive)

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


# -- the rules about equality run backwards (OWL 2 Profiles §4.3, Table 4), and those that find two things to be one

_MOST_VARIANTS = 1000
_EQUIVALENT = (owl("equivalentClass"), owl("equivalentProperty"))


class EqualityRules:
    """What follows because things are the same."""

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
