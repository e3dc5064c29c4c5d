"""The graph as one description a thing: its statements in every graph, with the blank nodes that hang on it alone.

A blank node that several things lead to would fall apart if each took a copy of it. It gets an IRI instead, as RDF
1.1 Concepts §3.5 has it, and is a thing of its own; who receives the stream turns the IRI back.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from tcgraph.rdf import BlankNode, NamedNode, Quad, Triple, canonical_quads
from tcgraph.terms import BASE

GENID: Final = BASE + ".well-known/genid/"
"""Where the IRIs that stand for blank nodes start."""


@dataclass(frozen=True, slots=True)
class Member:
    """What is said of one thing.

    Attributes:
        entity: its IRI.
        raw: N-Quads lines as the store has them, blank nodes under the store's own names.
        content: the lines as they are handed on: canonical (RDFC-1.0), sorted, shared blank nodes as IRIs.
    """

    entity: str
    raw: tuple[str, ...]
    content: tuple[str, ...]


def members_of(quads: Iterable[Quad]) -> dict[str, Member]:
    """Describe every thing that a dataset says something of.

    Args:
        quads: the dataset; each quad once.

    Returns:
        The descriptions by IRI; together they hold each quad exactly once. Blank nodes that nothing leads to belong
        to the graph that has them.
    """
    own: dict[str, list[Quad]] = defaultdict(list)
    below: dict[BlankNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.subject, BlankNode):
            below[quad.subject].append(quad)
        else:
            own[_name(quad.subject)].append(quad)
    owners = _owners(own, below)
    shared = {node for node, found in owners.items() if len(found) > 1}
    names = _names(shared, own, below)
    for node, described in below.items():
        (owner,) = {names[node].value} if node in shared else owners[node]
        own[owner].extend(described)
    made: dict[str, Member] = {}
    for entity, described in own.items():
        raw = tuple(sorted(f"{quad} ." for quad in described))
        if any("_:" in line for line in raw):
            handed_on = canonical_quads(renamed(quad, lambda node: names.get(node, node)) for quad in described)
        else:
            handed_on = list(raw)
        made[entity] = Member(entity, raw, tuple(handed_on))
    return made


def blank_nodes(quad: Quad) -> set[BlankNode]:
    """The blank nodes that a quad names, inside quoted triples too."""
    found: set[BlankNode] = set()
    waiting: list[object] = [quad.subject, quad.object]
    while waiting:
        term = waiting.pop()
        if isinstance(term, BlankNode):
            found.add(term)
        elif isinstance(term, Triple):
            waiting += [term.subject, term.object]
    return found


def renamed(quad: Quad, name: Callable[[BlankNode], NamedNode | BlankNode]) -> Quad:
    """A quad with its blank nodes replaced, inside quoted triples too."""

    def other(term: Any) -> Any:
        if isinstance(term, BlankNode):
            return name(term)
        if isinstance(term, Triple):
            return Triple(other(term.subject), term.predicate, other(term.object))
        return term

    return Quad(other(quad.subject), quad.predicate, other(quad.object), quad.graph_name)


def _owners(own: Mapping[str, list[Quad]], below: Mapping[BlankNode, list[Quad]]) -> dict[BlankNode, set[str]]:
    """Which things lead to each blank node, straight or through others."""
    owners: dict[BlankNode, set[str]] = defaultdict(set)

    def claim(owner: str, nodes: Iterable[BlankNode]) -> None:
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if owner not in owners[node]:
                owners[node].add(owner)
                for quad in below.get(node, ()):
                    waiting += blank_nodes(quad) - {node}

    for entity, described in own.items():
        for quad in described:
            claim(entity, blank_nodes(quad))
    # What nothing leads to: first those that no blank node leads to either, then rings of blank nodes.
    left = {node for node in below if not owners[node]}
    led_to = {node for start in left for quad in below[start] for node in blank_nodes(quad) - {start}}
    for node in sorted(left, key=lambda node: (node in led_to, node.value)):
        if not owners[node]:
            claim(min(_name(quad.graph_name) for quad in below[node]), [node])
    return owners


def _names(
    shared: set[BlankNode], own: Mapping[str, list[Quad]], below: Mapping[BlankNode, list[Quad]]
) -> dict[BlankNode, NamedNode]:
    """An IRI for each shared blank node, made from what is said with it, so that it stays while that stays."""
    said: dict[BlankNode, list[str]] = {node: [] for node in shared}
    for described in [*own.values(), *below.values()] if shared else ():
        for quad in described:
            nodes = blank_nodes(quad)
            for node in nodes & shared:
                said[node].append(str(renamed(quad, _seen_from(node))))
    names: dict[BlankNode, NamedNode] = {}
    taken: dict[str, int] = defaultdict(int)
    for node in sorted(shared, key=lambda node: node.value):
        digest = hashlib.sha256("\n".join(sorted(said[node])).encode()).hexdigest()[:20]
        taken[digest] += 1
        names[node] = NamedNode(f"{GENID}{digest}-{taken[digest]}")
    return names


def _seen_from(here: BlankNode) -> Callable[[BlankNode], NamedNode]:
    return lambda node: NamedNode(GENID + ("here" if node == here else "other"))


def _name(term: object) -> str:
    # The default graph has no name; what belongs to nothing else there belongs to the dataset.
    return term.value if isinstance(term, NamedNode) else BASE
