"""Proofs as values: a fact, the rule that concludes it, and the proofs of what the rule needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from tcgraph.rdf import BlankNode, NamedNode, Quad, Term, Triple, Variable

Fact = tuple[Term, Term, Term]


def without_variables(pattern: tuple[Term | Variable, Term | Variable, Term | Variable]) -> Fact:
    """A pattern all of whose variables have values, as the fact that it is."""
    subject, predicate, object_ = pattern
    assert not isinstance(subject, Variable)
    assert not isinstance(predicate, Variable)
    assert not isinstance(object_, Variable)
    return subject, predicate, object_


def triple(fact: Fact) -> Triple:
    """A fact as a triple."""
    subject, predicate, object_ = fact
    assert isinstance(subject, NamedNode | BlankNode)
    assert isinstance(predicate, NamedNode)
    return Triple(subject, predicate, object_)


def fact_of(stated: Triple | Quad) -> Fact:
    """A triple as a fact, in whatever graph it stands."""
    return stated.subject, stated.predicate, stated.object


@dataclass(frozen=True, slots=True)
class Derivation:
    """One application of a rule, its premises not proved yet.

    Attributes:
        conclusion: what it concludes.
        rule: the rule's name in the profile (OWL 2 Profiles §4.3).
        premises: facts to prove, data before axioms; where a rule is met halfway, about an unnamed class, the
            derivation of that.
    """

    conclusion: Fact
    rule: str
    premises: tuple[Fact | Derivation, ...]

    def facts(self) -> Iterator[Fact]:
        """Every fact that has to be proved, those of inner derivations included."""
        for premise in self.premises:
            if isinstance(premise, Derivation):
                yield from premise.facts()
            else:
                yield premise

    def steps(self) -> int:
        """How many rule applications this is."""
        return 1 + sum(premise.steps() for premise in self.premises if isinstance(premise, Derivation))


@dataclass(frozen=True, slots=True)
class Proof:
    """Why a fact holds.

    Attributes:
        conclusion: the fact.
        rule: the rule that concludes it; None when it is asserted.
        premises: what the rule needs, each proved; empty when it is asserted.
        graphs: the named graphs that assert it.
    """

    conclusion: Fact
    rule: str | None = None
    premises: tuple[Proof, ...] = ()
    graphs: tuple[NamedNode, ...] = ()

    def walk(self) -> Iterator[Proof]:
        """This proof and every one inside it, from the top."""
        yield self
        for premise in self.premises:
            yield from premise.walk()

    def asserted(self) -> list[Proof]:
        """The asserted facts that everything rests on, each once, in order of appearance."""
        found = {proof.conclusion: proof for proof in self.walk() if proof.rule is None}
        return list(found.values())


def cheapest(asserted: Iterable[Fact], derivations: Iterable[Derivation]) -> dict[Fact, Derivation | None]:
    """How to prove each fact that can be proved, with the fewest rule applications.

    Dijkstra's algorithm with several premises a step (Knuth 1977): facts are settled in the order of their cost, so
    that no proof can rest on itself.

    Args:
        asserted: facts that need no proof.
        derivations: the ways to conclude others.

    Returns:
        For each fact the last step of its proof; None for asserted ones.
    """
    waiting: dict[Fact, list[int]] = {}
    steps = list(derivations)
    open_premises = []
    costs = [step.steps() for step in steps]
    queue: list[tuple[int, int, Fact, Derivation | None]] = []
    serial = 0
    for fact in asserted:
        heappush(queue, (0, serial, fact, None))
        serial += 1
    for number, step in enumerate(steps):
        premises = set(step.facts())
        open_premises.append(len(premises))
        for fact in premises:
            waiting.setdefault(fact, []).append(number)
        if not premises:
            heappush(queue, (costs[number], serial, step.conclusion, step))
            serial += 1
    settled: dict[Fact, Derivation | None] = {}
    while queue:
        cost, _, fact, last = heappop(queue)
        if fact in settled:
            continue
        settled[fact] = last
        for number in waiting.get(fact, ()):
            step = steps[number]
            costs[number] += cost * sum(1 for premise in step.facts() if premise == fact)
            open_premises[number] -= 1
            if open_premises[number] == 0:
                heappush(queue, (costs[number], serial, step.conclusion, step))
                serial += 1
    return settled
