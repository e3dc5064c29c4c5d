"""Which blank node of one reading is which of another: parsers name them as they please."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, NamedNode, Term

Statement = tuple[Term, Term, Term]
_Tree = dict[Term, dict[Term, list[BlankNode]]]
_ROUNDS = 64


class Surroundings:
    """Where some blank nodes of a graph hang, so that they are known again in the graph's file.

    Args:
        engine: holds the graph.
        graph: the graph.
        nodes: the blank nodes.

    Attributes:
        roots: the IRIs that lead to them.
        loose: whether one of them hangs on no IRI, so that it may stand anywhere in the file.
    """

    def __init__(self, engine: Engine, graph: NamedNode, nodes: Iterable[BlankNode]) -> None:
        self._engine, self._graph = engine, graph
        links = self._select("FILTER(isBlank(?o))")
        self._below = _children(links)
        above: defaultdict[Term, list[Term]] = defaultdict(list)
        for subject, _, value in links:
            above[value].append(subject)
        climbed = _reached(nodes, lambda node: above[node] if isinstance(node, BlankNode) else [])
        self._starts = [node for node in climbed if isinstance(node, NamedNode)]
        self.roots = {node.value for node in self._starts}
        held = _reached(self._starts, self._blank_values)
        self.loose = any(node not in held for node in climbed)

    def names(self, ours: Sequence[Statement], key: Callable[[Term], object]) -> dict[BlankNode, BlankNode]:
        """The engine's name for each blank node of a reading of the file.

        Args:
            ours: what the file says of the roots and, where the nodes are loose, of all blank nodes.
            key: what makes two ground terms equal.
        """
        names: dict[BlankNode, BlankNode] = {}
        # A node that is the only value of its property is known by that.
        if not self.loose and self._follow(_children(ours), names):
            return names
        theirs = self._select("FILTER(isBlank(?s) || isBlank(?o))")
        if not self.loose:
            held = _reached(self._starts, self._blank_values)
            theirs = [statement for statement in theirs if statement[0] in held]
        return align(ours, theirs, key)

    def _follow(self, ours: _Tree, names: dict[BlankNode, BlankNode]) -> bool:
        """Walk down both readings side by side; False where one property has several blank nodes."""
        pairs: list[tuple[Term, Term]] = [(node, node) for node in self._starts]
        while pairs:
            here, there = pairs.pop()
            for predicate, values in ours.get(here, {}).items():
                others = self._below.get(there, {}).get(predicate, [])
                if len(values) != 1 or len(others) != 1:
                    return False
                names[values[0]] = others[0]
                pairs.append((values[0], others[0]))
        return True

    def _select(self, condition: str) -> list[Statement]:
        rows = self._engine.select(f"SELECT ?s ?p ?o {{ GRAPH {self._graph} {{ ?s ?p ?o {condition} }} }}")
        return [(s, p, o) for s, p, o in rows if s is not None and p is not None and o is not None]

    def _blank_values(self, node: Term) -> list[BlankNode]:
        return [value for values in self._below.get(node, {}).values() for value in values]


def _children(statements: Iterable[Statement]) -> _Tree:
    found: _Tree = {}
    for subject, predicate, value in statements:
        if isinstance(value, BlankNode):
            found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return found


def _reached(start: Iterable[Term], step: Callable[[Term], Iterable[Term]]) -> dict[Term, None]:
    found = dict.fromkeys(start)
    frontier = list(found)
    while frontier:
        for node in step(frontier.pop()):
            if node not in found:
                found[node] = None
                frontier.append(node)
    return found


def align(
    ours: Sequence[Statement], theirs: Sequence[Statement], key: Callable[[Term], object]
) -> dict[BlankNode, BlankNode]:
    """Match the blank nodes of two readings of the same document.

    Each node's colour is refined by those of its neighbours until nothing changes. Nodes that end with the same
    colour say the same things, so that any of them may stand for another.

    Args:
        ours: the triples of one reading.
        theirs: the triples of the other.
        key: what makes two ground terms equal.

    Returns:
        The other's name for each of our blank nodes; nodes without a partner are left out.
    """
    first, second = _colours(ours, key), _colours(theirs, key)
    partners: dict[int, list[BlankNode]] = defaultdict(list)
    for node in sorted(second, key=lambda node: node.value):
        partners[second[node]].append(node)
    names: dict[BlankNode, BlankNode] = {}
    for node, colour in first.items():
        if partners[colour]:
            names[node] = partners[colour].pop(0) if len(partners[colour]) > 1 else partners[colour][0]
    return names


def _colours(statements: Iterable[Statement], key: Callable[[Term], object]) -> dict[BlankNode, int]:
    around: dict[BlankNode, list[tuple[bool, object, object]]] = {}
    for subject, predicate, value in statements:
        if isinstance(subject, BlankNode):
            other: object = value if isinstance(value, BlankNode) else key(value)
            around.setdefault(subject, []).append((True, predicate, other))
        if isinstance(value, BlankNode):
            other = subject if isinstance(subject, BlankNode) else key(subject)
            around.setdefault(value, []).append((False, predicate, other))
    colours = dict.fromkeys(around, 0)
    classes = 1
    for _ in range(_ROUNDS):
        refined = {
            node: hash(
                tuple(
                    sorted(
                        hash((out, edge, colours.get(other, -1) if isinstance(other, BlankNode) else other))
                        for out, edge, other in edges
                    )
                )
            )
            for node, edges in around.items()
        }
        now = len(set(refined.values()))
        colours = refined
        if now == classes:
            break
        classes = now
    return colours
