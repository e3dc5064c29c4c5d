"""The graph as looks at a query ask it: in few words, for no longer than they may, what stays true asked once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic

from tcgraph.diagnostics.suggest import WordPool
from tcgraph.errors import EngineError
from tcgraph.questions.graph_profile import GraphProfile, Rows, profile_of
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.sparql import syntax as s
from tcgraph.sparql import written

_MOST_KEPT = 10_000
"""How much is kept of what queries name, which may be anything, before it is found out anew."""


@dataclass(frozen=True, slots=True)
class NamesOf:
    """What is in a namespace: all local names, and those of the things that a label or a code calls something."""

    names: tuple[str, ...]
    pool: WordPool
    called: Mapping[str, Collection[str]]


@dataclass(slots=True)
class Kept:
    """What looks found out about one version of a graph, whatever the query.

    Attributes:
        profile: what it has, once that was looked at.
        looking: held meanwhile: queries that come together wait for one look, and do not slow each other's.
        matched: for an IRI whether the graph has it, for a pattern whether anything matches it.
        namespaces: by how they begin.
        pools: for a property the words of its values.
        parts: for a property and a thing, or any, by which ways up there is more, and whether a thing is its own part.
        above: for a property, the properties above it, each with its own class where it is one of several there.
    """

    profile: GraphProfile | None = None
    looking: Lock = field(default_factory=Lock)
    matched: dict[str, bool] = field(default_factory=dict)
    namespaces: dict[str, NamesOf] = field(default_factory=dict)
    pools: dict[str, tuple[WordPool, list[str]]] = field(default_factory=dict)
    parts: dict[tuple[str, str], list[tuple[NamedNode, bool]]] = field(default_factory=dict)
    above: dict[str, list[Sequence[Term | None]]] = field(default_factory=dict)

    def bound(self) -> None:
        """Forget what was found out, but for the profile, where queries have named more than is worth keeping."""
        kept = len(self.matched) + len(self.namespaces) + len(self.pools) + len(self.parts) + len(self.above)
        if kept > _MOST_KEPT:
            # Anew, and not emptied: another query may be reading the old ones.
            self.matched, self.namespaces, self.pools, self.parts, self.above = {}, {}, {}, {}, {}


class LookedGraph:
    """One version of a graph, looked at for one query.

    Every method raises EngineError where the graph cannot be looked at, or the time for looking is over.

    Args:
        rows: runs a SELECT query on it.
        kept: what is known of it.
        seconds: for how long new questions may be asked; the profile, which serves every query, does not count.
    """

    def __init__(self, rows: Rows, kept: Kept, seconds: float) -> None:
        self._rows = rows
        self.kept = kept
        kept.bound()
        self._until = monotonic() + seconds

    @property
    def profile(self) -> GraphProfile:
        """What the graph has, looked at when it is first needed."""
        begun = monotonic()
        with self.kept.looking:
            if self.kept.profile is None:
                self.kept.profile = profile_of(self._rows)
        self._until += monotonic() - begun
        return self.kept.profile

    def rows(self, query: str) -> Iterable[Sequence[Term | None]]:
        """The answer to a SELECT query."""
        if monotonic() > self._until:
            raise EngineError("looking at this query took too long")
        return self._rows(query)

    def any(self, query: str) -> bool:
        """Whether a query has an answer."""
        return any(True for _ in self.rows(query))

    def size(self, query: str) -> int:
        """How many rows an answer has."""
        return sum(1 for _ in self.rows(query))

    def number(self, query: str) -> int:
        """The one number of an answer that counts."""
        return next((int(term.value) for (term,) in self.rows(query) if isinstance(term, Literal)), 0)

    def iris(self, query: str) -> list[str]:
        """The IRIs in an answer's one column."""
        return [term.value for (term,) in self.rows(query) if isinstance(term, NamedNode)]

    def distinct(self, variable: str, pattern: str) -> int:
        """How many values a variable has in a pattern."""
        return self.number(f"SELECT (COUNT(DISTINCT {variable}) AS ?n) {{ {pattern} }}")

    def count(self, names: Collection[str], where: s.Group, modifier: str = "DISTINCT") -> int:
        """How many rows of some variables a pattern has, each once unless another modifier says otherwise."""
        shown = " ".join(f"?{name}" for name in names)
        return self.number(f"SELECT (COUNT(*) AS ?n) {{ SELECT {modifier} {shown} WHERE {written(where, full=True)} }}")

    def matched(self, pattern: str) -> bool:
        """Whether anything matches a pattern of ``?s``; kept."""
        matched = self.kept.matched
        if pattern not in matched:
            matched[pattern] = self.any(f"SELECT ?s {{ {pattern} }} LIMIT 1")
        return matched[pattern]

    def missing(self, iris: Iterable[str]) -> list[str]:
        """Those of some IRIs that the graph does not have; kept."""
        asked = list(iris)
        matched = self.kept.matched
        if new := [iri for iri in asked if iri not in matched]:
            values = " ".join(f"<{iri}>" for iri in new)
            query = (
                f"SELECT DISTINCT ?t {{ VALUES ?t {{ {values} }} FILTER("
                "EXISTS { ?t ?p ?o } || EXISTS { ?s ?t ?o } || EXISTS { ?s ?q ?t } || "
                "EXISTS { GRAPH ?t { ?a ?b ?c } }) }"
            )
            found = set(self.iris(query))
            matched.update((iri, iri in found) for iri in new)
        return [iri for iri in asked if not matched[iri]]
