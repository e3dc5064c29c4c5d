"""What rules share: what stands around a group, and what is told of a change.

How many triples a pattern has: asked of whoever holds the graph, guessed where nobody does.

Counts decide which of two equal wordings is asked, never what is equal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

from tcgraph.sparql.node import Node
from tcgraph.sparql.planner.bindings import NONE, Names
from tcgraph.sparql.planner.steps import FreshNames, PatternSplitter, WholePattern
from tcgraph.sparql.syntax import RDF, Iri, Literal, Triples

Constant = Iri | Literal


@dataclass(frozen=True, slots=True)
class Sample:
    """What is known of the triples that have given terms.

    Attributes:
        rows: about how many there are.
        subjects: about how many distinct subjects they have.
        objects: likewise.
    """

    rows: float
    subjects: float
    objects: float


class Counts(Protocol):
    """Who counts."""

    def sample(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:
        """Of the triples with these terms; None is any."""


class AssumedStatistics:
    """Counts of nothing in particular: a large graph in which a value of a property is shared by a thousand things."""

    def sample(self, subject: Constant | None, predicate: Iri | None, object: Constant | None) -> Sample:
        """See :meth:`Counts.sample`."""
        if subject is not None:
            rows = 1.0 if object is not None else 10.0 if predicate is not None else 100.0
            return Sample(rows, 1, rows)
        if object is not None:
            common = predicate is not None and predicate.value == RDF + "type"
            rows = 100_000.0 if common else 1_000.0 if predicate is not None else 10_000.0
            return Sample(rows, rows, 1)
        if predicate is None:
            return Sample(1e9, 1e7, 1e7)
        return Sample(1e6, 1e5, 1e3) if predicate.value == RDF + "type" else Sample(1e6, 1e6, 1e5)


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
class PlanningRun:
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
                parts = PatternSplitter(self.names).cut(triples)
            except WholePattern:
                parts = None
            known = self._cut[id(triples)] = (triples, parts)
        return known[1]

    def note(self, rule: Rule, place: Node) -> None:
        """Tell that a rule was applied."""
        self.changes.append(AppliedRule(rule, place.start, place.end))


@dataclass(frozen=True, slots=True)
class GroupContext:
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
