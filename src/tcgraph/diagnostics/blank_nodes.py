"""Which blank node of one reading is which of another: parsers name them as they please."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from tcgraph.rdf import BlankNode, Term

Statement = tuple[Term, Term, Term]
_ROUNDS = 64


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
