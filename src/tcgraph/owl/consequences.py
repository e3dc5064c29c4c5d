"""What follows from a few facts in one step, and what else a fact rests on: the rules run from a change outwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Iterator
from itertools import product

from tcgraph.namespaces import RDF_TYPE
from tcgraph.owl.equality import SAME_AS, Equality, identified
from tcgraph.owl.matches import NOT_BY_NAME, MatchedFacts, NotLocal, extended, ground, matches
from tcgraph.owl.patterns import Bindings, match, rdf, substitute
from tcgraph.owl.place import Place
from tcgraph.owl.proof import Fact, triple
from tcgraph.owl.rule_order import ANY_TYPE, Signature, plan, signature
from tcgraph.owl.schema import is_axiom
from tcgraph.owl.step import Instance
from tcgraph.rdf import BlankNode, Term, Variable

IDENTITY = "what is the same as what may have changed"
_FIRST_LOOK = 50
"""Ways to conclude a fact that are asked for at first; one is nearly always good."""


class Consequences:
    """The rules of an ontology over the facts of an engine, one step at a time.

    Args:
        place: holds premises and conclusions.
        rules: the rules that write triples or identify things.
        equality: which terms stand for one thing.

    Raises:
        NotLocal: what is the same is spoken of by the rules themselves.
    """

    def __init__(self, place: Place, rules: Iterable[Instance], equality: Equality) -> None:
        self._place = place
        self._equality = equality
        rules = list(rules)
        self._writing = [rule for rule in rules if rule.head]
        self._identifying = [rule for rule in rules if rule.member]
        self._by_head: defaultdict[Signature, list[Instance]] = defaultdict(list)
        for rule in self._writing:
            assert rule.head
            self._by_head[signature(rule.head)].append(rule)
        self._levels: dict[Signature, int] = {}
        for number, stage in enumerate(plan(self._writing)):
            for operation in (*stage.once, *stage.renaming, *stage.circular):
                self._levels[operation.target] = number
        classes = equality.classes()
        self._same: dict[Term, list[Term]] = {one: [one, *others] for one, others in classes.items()}
        self._members = frozenset(member for others in classes.values() for member in others)
        kinds = {part for rule in rules for p in (*rule.body, *filter(None, (rule.head,))) for part in signature(p)}
        if kinds.intersection((*self._same, *self._members)):
            raise NotLocal("a class or a property is the same as another thing")

    def level(self, fact: Fact) -> int:
        """How far along the order of the rules a fact is: it rests on facts of its own level or of lower ones."""
        if ANY_TYPE in self._levels or (None, None) in self._levels:
            return 0
        return self._levels.get(signature(fact), -1)

    def of(self, facts: Iterable[Fact]) -> set[Fact]:
        """Everything concluded in one step with one of the facts among the premises.

        Raises:
            NotLocal: an axiom, or that things are the same, is among the facts or the conclusions.
        """
        changed = MatchedFacts(facts)
        found: set[Fact] = set()
        for rule in self._writing:
            assert rule.head
            concluded = (ground(substitute(rule.head, values)) for values in matches(self._place, rule.body, changed))
            found.update(filter(None, concluded))
        found.update(filter(None, map(self._gathered, changed)))
        for fact in found:
            check(fact, self._place)
        return found

    def rests(self, fact: Fact, without: Container[Fact]) -> bool:
        """Whether a fact can be concluded in one step from facts that hold, those of ``without`` left out."""
        for rule in self._concluding(fact):
            assert rule.head
            bound = match(rule.head, fact)
            if bound is not None and self._holds(rule, bound, without):
                return True
        if fact[1] == rdf("first") or self._members.intersection(fact):
            return False
        choices = product(*(self._same.get(term, [term]) for term in fact))
        variants = {ground((subject, predicate, object_)) for subject, predicate, object_ in choices} - {fact, None}
        stored = {triple(variant) for variant in variants if variant and variant not in without}
        return bool(stored) and self._place.missing(stored) != stored

    def identities(self, facts: Iterable[Fact]) -> Iterator[tuple[Instance, dict[Variable, Term], Term]]:
        """Two values that should be one, for each rule that identifies things and has one of the facts as a premise."""
        return identified(self._place, self._identifying, MatchedFacts(facts))

    def part_nothing(self, facts: Iterable[Fact]) -> None:
        """Make sure that nothing is one thing because of these facts.

        Raises:
            NotLocal: something may be.
        """
        gone = MatchedFacts(facts)
        for rule in self._identifying if self._same else ():
            for pattern in rule.body:
                for values in gone.matching(pattern):
                    member = values.get(rule.member) if rule.member else None
                    if member is None or member in self._members or member in self._same:
                        raise NotLocal(IDENTITY)

    def _concluding(self, fact: Fact) -> Iterator[Instance]:
        for key in dict.fromkeys((signature(fact), (fact[1], None), (None, None))):
            yield from self._by_head.get(key, ())

    def _holds(self, rule: Instance, bound: Bindings, without: Container[Fact]) -> bool:
        for most in (_FIRST_LOOK, None):
            seen = 0
            for values in extended(self._place, rule.body, [bound], most=most):
                seen += 1
                if not any(substitute(pattern, values) in without for pattern in rule.body):
                    return True
            if most is None or seen < most:
                break
        return False

    def _gathered(self, fact: Fact) -> Fact | None:
        """A fact about a member of a class of equals, said of its representative (eq-rep-s, eq-rep-p, eq-rep-o)."""
        if fact[1] == rdf("first") or not self._members.intersection(fact):
            return None
        subject, predicate, object_ = map(self._equality.find, fact)
        return ground((subject, predicate, object_))


def check(fact: Fact, place: Place) -> None:
    """Make sure that a fact that comes or goes changes no rule.

    Raises:
        NotLocal: it does, or may.
    """
    subject, predicate, object_ = fact
    if is_axiom(predicate, object_):
        raise NotLocal("the ontology has changed")
    if predicate == SAME_AS:
        raise NotLocal(IDENTITY)
    if predicate == RDF_TYPE and isinstance(object_, BlankNode):
        raise NotLocal("an unnamed class has gained or lost a member")
    if not place.keeps_blank_nodes and (isinstance(subject, BlankNode) or isinstance(object_, BlankNode)):
        raise NotLocal(NOT_BY_NAME)
