"""What rules share: what stands around a group, and what is told of a change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from tcgraph.sparql.node import Node
from tcgraph.sparql.planner.bindings import NONE, Names
from tcgraph.sparql.planner.counts import Counts
from tcgraph.sparql.planner.steps import Cutter, FreshNames, Uncut
from tcgraph.sparql.syntax import Triples


@dataclass(frozen=True, slots=True)
class Rule:
    """A way to say the same in other words.

    Attributes:
        name: of a few words.
        does: what it does, in a sentence for the one who asked.
        clause: of SPARQL 1.1, by which both wordings have the same solutions.
    """

    name: str
    does: str
    clause: str


@dataclass(frozen=True, slots=True)
class AppliedRule:
    """A rule that was applied at a place of the text."""

    rule: Rule
    start: int
    end: int


@dataclass(slots=True)
class Planning:
    """One query being planned.

    Attributes:
        names: for new variables.
        counts: who counts.
        mentions: how often each variable stands in the query as it was asked.
        changes: what was done so far.
    """

    names: FreshNames
    counts: Counts
    mentions: Counter[str]
    changes: list[AppliedRule] = field(default_factory=list)
    _cut: dict[int, tuple[Triples, list[Triples] | None]] = field(default_factory=dict)

    def cut(self, triples: Triples) -> list[Triples] | None:
        """Triples as patterns of one triple each, to be counted; None where they are left whole."""
        known = self._cut.get(id(triples))
        if known is None or known[0] is not triples:
            try:
                parts = Cutter(self.names).cut(triples)
            except Uncut:
                parts = None
            known = self._cut[id(triples)] = (triples, parts)
        return known[1]

    def note(self, rule: Rule, place: Node) -> None:
        """Tell that a rule was applied."""
        self.changes.append(AppliedRule(rule, place.start, place.end))


@dataclass(frozen=True, slots=True)
class Around:
    """What a group stands in.

    Attributes:
        bound: variables that have values wherever the group is evaluated: it is looked up once for each.
        seen: variables that expressions of the group may see beside its own.
        inside_exists: whether all of it is evaluated once for each solution around it.
        in_graph: whether it stands in a GRAPH, where the engine loses which one on the way into a subquery.
        in_optional: whether it is the group of an OPTIONAL, whose filters see what is outside it (§18.2.2.6).
    """

    bound: Names = NONE
    seen: Names = NONE
    inside_exists: bool = False
    in_optional: bool = False
    in_graph: bool = False


def union(parts: Iterable[Iterable[str]]) -> Names:
    """All the names of some sets."""
    return NONE.union(*parts)
