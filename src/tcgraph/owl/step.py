"""A rule about data alone: its patterns, and the chain of the profile's rules that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tcgraph.owl.patterns import Node, Pattern, substitute, variables
from tcgraph.owl.schema import Axiom
from tcgraph.rdf import Variable


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
