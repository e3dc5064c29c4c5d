"""A rule about data alone: its patterns, and the chain of the profile's rules that it stands for.

An unnamed property that is defined by itself cannot be replaced by what it means, and its facts are no RDF while its
name is a blank node (RDF 1.1 Concepts §3.1), so they are written under a working name and taken away at the end.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from tcgraph.owl.patterns import Node, Pattern, substitute, variables
from tcgraph.owl.place import Place
from tcgraph.owl.schema import Axiom
from tcgraph.rdf import BlankNode, NamedNode, Term, Variable
from tcgraph.reach import reached


@dataclass(frozen=True, slots=True)
class Step:
    """How membership of an unnamed class (or an unnamed property) is concluded inside an instance.

    Attributes:
        conclusion: the pattern about the unnamed thing.
        rule: the profile's rule that concludes it.
        axioms: the axioms that the rule uses.
        premises: what it is concluded from; may hold other steps' conclusions.
    """

    conclusion: Pattern
    rule: str
    axioms: tuple[Axiom, ...]
    premises: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Instance:
    """A rule of the profile, made concrete by axioms.

    Attributes:
        rule: the profile's name.
        axioms: the axioms that made it, in the order of the rule's premises.
        premises: the rule's patterns over data, unnamed classes included.
        head: the conclusion; None when the rule identifies things or concludes ``false``.
        member: for rules that identify, the variable whose values are one thing …
        keys: … whenever these variables agree.
        body: the premises, with unnamed classes replaced by what they mean.
        steps: how each unnamed premise is concluded.
    """

    rule: str
    axioms: tuple[Axiom, ...]
    premises: tuple[Pattern, ...]
    head: Pattern | None = None
    member: Variable | None = None
    keys: tuple[Variable, ...] = ()
    body: tuple[Pattern, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every rule of the profile that takes part."""
        return (self.rule, *(step.rule for step in self.steps))

    @property
    def variables(self) -> tuple[Variable, ...]:
        """Every variable of premises, body and head."""
        return variables(*self.premises, *self.body, *((self.head,) if self.head else ()))

    def applied(self, values: Mapping[Variable, Node]) -> Instance:
        """The same with variables replaced by terms or other variables."""

        def put(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
            return tuple(substitute(pattern, values) for pattern in patterns)

        def name(variable: Variable) -> Variable:
            node = values.get(variable, variable)
            return node if isinstance(node, Variable) else variable

        return Instance(
            self.rule,
            self.axioms,
            put(self.premises),
            substitute(self.head, values) if self.head else None,
            name(self.member) if self.member else None,
            tuple(name(key) for key in self.keys),
            put(self.body),
            tuple(Step(substitute(s.conclusion, values), s.rule, s.axioms, put(s.premises)) for s in self.steps),
        )

    def renamed(self, suffix: str) -> Instance:
        """The same with every variable renamed, so that it shares none with another instance."""
        return self.applied({variable: Variable(variable.value + suffix) for variable in self.variables})


_WORKING: Final = "urn:tcgraph:unnamed:"


def with_working_names(rules: list[Instance]) -> list[Instance]:
    """The same rules, with an IRI for each unnamed property whose definition leads back to it."""
    needs: defaultdict[Term, set[Term]] = defaultdict(set)
    for rule in rules:
        if rule.head and isinstance(rule.head[1], BlankNode):
            needs[rule.head[1]] |= {pattern[1] for pattern in rule.premises if isinstance(pattern[1], BlankNode)}
    met = {node: reached(needs[node], lambda each: needs.get(each, ())) for node in needs}
    circular = sorted((node for node in needs if node in met[node]), key=str)
    names: dict[object, NamedNode] = {node: NamedNode(f"{_WORKING}{n}") for n, node in enumerate(circular)}
    return [_renamed(rule, names) for rule in rules] if names else rules


def forget_working_names(place: Place, rules: Iterable[Instance]) -> None:
    """Take away every fact under a working name."""
    for name in sorted(working_names(rules), key=str):
        place.engine.update(f"DELETE WHERE {{ GRAPH {place.into} {{ ?s {name} ?o }} }}")


def working_names(rules: Iterable[Instance]) -> set[NamedNode]:
    """The working names that rules conclude something by."""
    heads = {rule.head[1] for rule in rules if rule.head and isinstance(rule.head[1], NamedNode)}
    return {name for name in heads if name.value.startswith(_WORKING)}


def _renamed(rule: Instance, names: dict[object, NamedNode]) -> Instance:
    def put(pattern: Pattern) -> Pattern:
        return (pattern[0], names.get(pattern[1], pattern[1]), pattern[2])

    return replace(
        rule,
        premises=tuple(map(put, rule.premises)),
        body=tuple(map(put, rule.body)),
        head=put(rule.head) if rule.head else None,
    )
