"""What reasoning finds, as values: proofs of facts by rules, how much was inferred, what cannot be true together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush

from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad, Term, Triple, Variable

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


# -- what reasoning found, as values: how much was inferred, by which rules, and what cannot be true together

_BUILT_IN = tuple(STANDARD[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))
_OWL = STANDARD["owl"]
_RDFS = STANDARD["rdfs"]
_REFLEXIVE = frozenset(
    (
        _OWL + "sameAs",
        _OWL + "equivalentClass",
        _OWL + "equivalentProperty",
        _RDFS + "subClassOf",
        _RDFS + "subPropertyOf",
    )
)
_EVERYTHING = frozenset((_OWL + "Thing", _RDFS + "Resource"))


@dataclass(frozen=True, slots=True)
class Clash:
    """Facts that cannot all be true (OWL 2 Profiles §4.3: a rule whose conclusion is ``false``).

    Attributes:
        rule: the rule's name in the profile, ``prp-irp``, ``cax-dw`` …
        message: what is wrong, in one sentence.
        facts: the facts that cause it, data first, then the axioms.
    """

    rule: str
    message: str
    facts: tuple[Triple, ...] = ()

    def sort_key(self) -> tuple[str, ...]:
        """An order that is the same in every run."""
        return (self.rule, self.message, *(str(fact) for fact in self.facts))


@dataclass(frozen=True, slots=True)
class Reasoning:
    """The outcome of reasoning.

    Attributes:
        inferred: how many triples the inferred graph now holds.
        rules: names of the rules that were used: the ontology asks for them and the data has their premises.
        clashes: every inconsistency found, sorted.
    """

    inferred: int
    rules: tuple[str, ...] = ()
    clashes: tuple[Clash, ...] = ()

    @classmethod
    def of(cls, inferred: int, rules: Iterable[str], clashes: Iterable[Clash]) -> Reasoning:
        """An outcome with rules and clashes sorted and each named once."""
        unique = {clash.sort_key(): clash for clash in clashes}
        return cls(inferred, tuple(sorted(set(rules))), tuple(unique[key] for key in sorted(unique)))

    @property
    def consistent(self) -> bool:
        """Whether no clash was found."""
        return not self.clashes


def is_trivial(subject: Term, predicate: Term, object: Term) -> bool:
    """Whether a triple says nothing about the data: true of everything, or of the vocabulary of OWL itself.

    Such triples follow in their hundreds and drown what a reader looks for: ``x owl:sameAs x``,
    ``x a owl:Thing``, ``rdfs:label a owl:AnnotationProperty``, and types that are anonymous class expressions.
    Literal subjects (RDF 1.1 Concepts §3.1 has none) count too.
    """
    if isinstance(subject, Literal | Triple) or not isinstance(predicate, NamedNode):
        return True
    if isinstance(subject, NamedNode) and subject.value.startswith(_BUILT_IN):
        return True
    if predicate.value in _REFLEXIVE and (subject == object or isinstance(subject, BlankNode)):
        return True
    if isinstance(object, BlankNode):
        return predicate.value in _REFLEXIVE or predicate == RDF_TYPE
    if isinstance(object, NamedNode):
        if object.value in _EVERYTHING:
            return True
        # x a rdfs:Class and the like restate what the asserted schema already says.
        return predicate == RDF_TYPE and object.value.startswith(_BUILT_IN)
    return False
