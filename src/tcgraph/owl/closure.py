"""The transitive closure of one property (prp-trp), in time linear in what it writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from tcgraph.owl.place import Place
from tcgraph.rdf import BlankNode, NamedNode, Quad, Term


def close_transitively(place: Place, predicate: Term | None) -> bool | None:
    """Write every pair that a path of the property joins and that is not there yet.

    The edges are read out and followed here: a path in SPARQL stays inside one graph, and joining the property with
    itself again and again costs the cube of a chain's length.

    Returns:
        Whether anything was written; None when blank nodes, which a server does not know again, are in the way.
    """
    assert isinstance(predicate, NamedNode)
    edges: defaultdict[Term, set[Term]] = defaultdict(set)
    for subject, object_ in place.engine.select(
        f"SELECT DISTINCT ?x ?y {{ GRAPH ?g {{ ?x {predicate} ?y }} }}", scope=place.scope
    ):
        assert subject is not None
        assert object_ is not None
        edges[subject].add(object_)
    new = list(_paths(edges, predicate, place.into))
    if not place.keeps_blank_nodes and any(isinstance(n, BlankNode) for q in new for n in (q.subject, q.object)):
        return None
    place.engine.insert(new)
    return bool(new)


def _paths(edges: dict[Term, set[Term]], predicate: NamedNode, into: NamedNode) -> Iterator[Quad]:
    for start, direct in edges.items():
        seen: set[Term] = set(direct)
        queue = list(direct)
        for node in queue:
            for further in edges.get(node, ()):
                if further not in seen:
                    seen.add(further)
                    queue.append(further)
        assert isinstance(start, NamedNode | BlankNode)
        yield from (Quad(start, predicate, end, into) for end in queue[len(direct) :])
