"""Which properties ``sh:closed sh:ByTypes`` allows: those of all shapes for the types of a node (SHACL 1.2)."""

from __future__ import annotations

from collections.abc import Iterator

from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl.names import CLASS, OWL, TYPE, sh
from tcgraph.shacl.small_graph import TripleIndex


def named_properties(graph: TripleIndex, shape: Term) -> Iterator[NamedNode]:
    """The paths of a shape's property shapes, as far as they are single properties."""
    for part in graph.objects(shape, sh("property")):
        path = graph.value(part, sh("path"))
        if isinstance(path, NamedNode):
            yield path


def properties_by_class(graph: TripleIndex) -> dict[NamedNode, tuple[NamedNode, ...]]:
    """For each class the properties that shapes for its instances have, with those of their ``sh:node``."""
    found: dict[NamedNode, dict[NamedNode, None]] = {}
    for shape in graph.subjects():
        kinds = [kind for kind in graph.objects(shape, sh("targetClass")) if isinstance(kind, NamedNode)]
        types = graph.objects(shape, TYPE)
        if isinstance(shape, NamedNode) and any(kind in types for kind in _CLASSES):
            kinds.append(shape)
        for kind in kinds:
            found.setdefault(kind, {}).update(dict.fromkeys(_inherited(graph, shape, set())))
    return {kind: tuple(names) for kind, names in found.items()}


def _inherited(graph: TripleIndex, shape: Term, seen: set[Term]) -> Iterator[NamedNode]:
    if shape in seen:
        return
    seen.add(shape)
    yield from named_properties(graph, shape)
    for other in graph.objects(shape, sh("node")):
        yield from _inherited(graph, other, seen)


_CLASSES = (CLASS, NamedNode(OWL + "Class"), sh("ShapeClass"))
