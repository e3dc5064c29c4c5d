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

_AGAIN_SECONDS = 60.0
"""After how long a graph that could not be looked at is looked at again: it takes as long as its limits let it."""


@dataclass(frozen=True, slots=True)
class NamesOf:
    """What is in a namespace: all local names, and those of the things that a label or a code calls something."""

    names: tuple[str, ...]
    pool: WordPool
    called: Mapping[str, Collection[str]]


@dataclass(slots=True)
class LookCache:
    """What looks found out about one version of a graph, whatever the query.

    Attributes:
        profile: what it has, once that was looked at.
        not_before: when a graph that could not be looked at, for its size or because others ask, is tried again.
        looking: held meanwhile: queries that come together wait for one look, and do not slow each other's.
    """

    profile: GraphProfile | None = None
    not_before: float = 0.0
    looking: Lock = field(default_factory=Lock)


class LookedGraph:
    """One version of a graph, looked at for one query.

    Every method raises EngineError where the graph cannot be looked at, or the time for looking is over.

    Args:
        rows: runs a SELECT query on it.
        kept: what is known of it.
        seconds: for how long new questions may be asked; the profile, which serves every query, does not count.
    """

    def __init__(self, rows: Rows, kept: LookCache, seconds: float) -> None:
        self._rows = rows
        self.kept = kept
        self.namespaces: dict[str, NamesOf] = {}
        """Those that were looked at, by how they begin."""
        self._until = monotonic() + seconds

    @property
    def profile(self) -> GraphProfile:
        """What the graph has, looked at when it is first needed."""
        begun = monotonic()
        with self.kept.looking:
            if self.kept.profile is None:
                if begun < self.kept.not_before:
                    raise EngineError("this graph could not be looked at")
                self.kept.not_before = begun + _AGAIN_SECONDS
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
        """Whether anything matches a pattern of ``?s``."""
        return self.any(f"SELECT ?s {{ {pattern} }} LIMIT 1")

    def missing(self, iris: Iterable[str]) -> list[str]:
        """Those of some IRIs that the graph does not have."""
        asked = list(iris)
        if not asked:
            return []
        values = " ".join(f"<{iri}>" for iri in asked)
        query = (
            f"SELECT DISTINCT ?t {{ VALUES ?t {{ {values} }} FILTER("
            "EXISTS { ?t ?p ?o } || EXISTS { ?s ?t ?o } || EXISTS { ?s ?q ?t } || "
            "EXISTS { GRAPH ?t { ?a ?b ?c } }) }"
        )
        found = set(self.iris(query))
        return [iri for iri in asked if iri not in found]
