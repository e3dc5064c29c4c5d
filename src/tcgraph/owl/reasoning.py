"""What reasoning found, as values: how much was inferred, by which rules, and what cannot be true together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tcgraph.namespaces import RDF_TYPE, STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple

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
