"""How much of what shapes ask of a class its members have, in whatever groups they are counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from tcgraph.engine import Engine
from tcgraph.namespaces import RDF_TYPE, application
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.paths import Path
from tcgraph.shacl.profile import Need, ProfiledProperty

_Key = TypeVar("_Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Had:
    """How many of some things have something.

    Attributes:
        asked: what.
        things: how many there are.
        having: how many of them have it.
    """

    asked: ProfiledProperty
    things: int
    having: int


@dataclass(frozen=True, slots=True)
class Share:
    """How much is there of what is asked of some things.

    Attributes:
        things: how many things there are.
        asked: for each need, how often something is asked of a thing.
        having: for each need, how often it is there.
    """

    things: int
    asked: Mapping[Need, int]
    having: Mapping[Need, int]

    def percent(self, need: Need) -> float | None:
        """How much of what is needed is there, in hundredths; None where nothing is asked."""
        return 100 * self.having.get(need, 0) / self.asked[need] if self.asked.get(need) else None

    def hundredths(self, need: Need) -> int | None:
        """The same as a whole number: never 100 where something is missing, nor 0 where something is there."""
        exact = self.percent(need)
        return None if exact is None else 100 if exact == 100 else 0 if exact == 0 else min(max(round(exact), 1), 99)


class Completeness:
    """What the members of classes have.

    Args:
        engine: holds the data.
        asked: what is asked of each class, that of the classes above it among it.
        graphs: whose members are counted, by what their graph says they are.
    """

    def __init__(
        self, engine: Engine, asked: Mapping[NamedNode, Sequence[ProfiledProperty]], graphs: Iterable[NamedNode]
    ) -> None:
        self._engine = engine
        self._asked = asked
        self._members = self._read_members(set(graphs))
        having = self._read_having()
        self._columns = {kind: [(each, having[each.path.text]) for each in asked[kind]] for kind in self._members}

    @property
    def kinds(self) -> list[NamedNode]:
        """The classes that have members, in the order of their names."""
        return sorted(self._members, key=str)

    def of_kind(self, kind: NamedNode) -> list[Had]:
        """What the members of a class have, what must be first."""
        members = self._members.get(kind, {})
        return [
            Had(asked, len(members), sum(node in having for node in members))
            for asked, having in self._columns.get(kind, ())
        ]

    def shares(self, group: Callable[[Term, NamedNode, NamedNode], Iterable[_Key]]) -> dict[_Key, Share]:
        """The figures of each group.

        Args:
            group: the groups of a thing, by itself, its class and the graph that says so.
        """
        things: defaultdict[_Key, set[Term]] = defaultdict(set)
        asked: defaultdict[_Key, dict[Need, int]] = defaultdict(lambda: dict.fromkeys(Need, 0))
        there: defaultdict[_Key, dict[Need, int]] = defaultdict(lambda: dict.fromkeys(Need, 0))
        for kind, members in self._members.items():
            columns = [(each.need, having) for each, having in self._columns[kind]]
            for node, graph in members.items():
                for key in group(node, kind, graph):
                    things[key].add(node)
                    for need, having in columns:
                        asked[key][need] += 1
                        there[key][need] += node in having
        return {key: Share(len(those), asked[key], there[key]) for key, those in things.items()}

    def _read_members(self, graphs: set[NamedNode]) -> dict[NamedNode, dict[Term, NamedNode]]:
        found: defaultdict[NamedNode, dict[Term, NamedNode]] = defaultdict(dict)
        for node, kind, graph in self._engine.select(f"SELECT ?x ?kind ?g {{ GRAPH ?g {{ ?x {RDF_TYPE} ?kind }} }}"):
            if not isinstance(kind, NamedNode) or not isinstance(graph, NamedNode) or node is None:
                continue
            if kind in self._asked and graph in graphs:
                found[kind].setdefault(node, graph)
        return dict(found)

    def _read_having(self) -> dict[str, set[Term | None]]:
        """Those that have something at the end of each path: single properties are read together, as stated."""
        begins: defaultdict[Term | None, set[Term | None]] = defaultdict(set)
        ends: defaultdict[Term | None, set[Term | None]] = defaultdict(set)
        inferred = application().inferred
        query = f"SELECT DISTINCT ?x ?p ?value {{ GRAPH ?g {{ ?x ?p ?value }} FILTER(?g != {inferred}) }}"
        for node, prop, value in self._engine.select(query):
            begins[prop].add(node)
            ends[prop].add(value)

        def having(path: Path) -> set[Term | None]:
            if path.predicate is not None:
                return begins[path.predicate]
            if path.operator == "|":
                return set().union(*map(having, path.parts))
            if path.operator == "^" and path.parts[0].predicate is not None:
                return ends[path.parts[0].predicate]
            return {row[0] for row in self._engine.select(f"SELECT DISTINCT ?x {{ ?x {path.sparql()} ?value }}")}

        paths = {each.path.text: each.path for kind in self._members for each in self._asked[kind]}
        return {text: having(path) for text, path in paths.items()}
