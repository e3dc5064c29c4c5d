"""Components of the DASH vocabulary (http://datashapes.org/dash), for shapes that use them without declaring them.

Some are what SHACL 1.2 has under another name and are read as that; ``dash.ttl`` declares the others as queries.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Final

from tcgraph.namespaces import STANDARD
from tcgraph.rdf import NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.components import Component, declared_components
from tcgraph.shacl.messages import some
from tcgraph.shacl.names import CLASS, OWL, TYPE, sh
from tcgraph.shacl.parameters import component_of, iri_of, is_true, members
from tcgraph.shacl.paths import predicate_path
from tcgraph.shacl.small_graph import TripleIndex, triples_of_file

DASH: Final = STANDARD["dash"]
_DECLARED: Final = Path(__file__).with_name("dash.ttl")
Reader = Callable[[], list[model.Constraint]]


def uses_dash(graph: TripleIndex) -> bool:
    """Whether anything in a shapes graph has a property of the vocabulary, or is of a type of it."""
    types = {kind for _, kind in graph.pairs(TYPE)}
    return any(isinstance(name, NamedNode) and name.value.startswith(DASH) for name in (*graph.properties(), *types))


@cache
def declarations() -> TripleIndex:
    """The components and target types that are queries."""
    return TripleIndex(triples_of_file(_DECLARED, "dash"))


def components_for(graph: TripleIndex) -> list[Component]:
    """The constraint components that a shapes graph declares, and those of the vocabulary that it leaves undeclared.

    Raises:
        BrokenShape: a parameter has no path.
    """
    own = [component for component in declared_components(graph) if component.node not in READ_HERE]
    if not uses_dash(graph):
        return own
    known = {component.node for component in own}
    return own + [component for component in declared_components(declarations()) if component.node not in known]


def readers(graph: TripleIndex, node: Term, *, property_shape: bool) -> Iterator[Reader]:
    """What reads each parameter of a shape that has an equal in SHACL 1.2; each may raise BrokenInput."""
    for name, read in _READ.items():
        if name in _OF_PROPERTIES and not property_shape:
            continue
        for term in graph.objects(node, NamedNode(DASH + name)):
            yield partial(read, graph, term)


def _closed_by_types(graph: TripleIndex, term: Term) -> list[model.Constraint]:
    if not is_true(term):
        return []
    named = {shape: tuple(named_properties(graph, shape)) for shape in graph.subjects()}
    by_class = tuple((shape, names) for shape, names in named.items() if isinstance(shape, NamedNode) and names)
    return [model.Closed(_component("closedByTypes"), (TYPE,), (), by_class)]


def _has_value_in(graph: TripleIndex, term: Term) -> list[model.Constraint]:
    terms = members(graph, term, "hasValueIn")
    one_of = model.ValueTest(component_of("in"), "in", terms)
    shape = model.Shape(term, None, constraints=[one_of], label=some(terms))
    return [model.Qualified(_component("hasValueIn"), True, 1, shape, ())]


def _root_class(_: TripleIndex, term: Term) -> list[model.Constraint]:
    return [model.ValueTest(_component("rootClass"), "rootClass", (iri_of(term, "rootClass"),))]


def _subset_of(_: TripleIndex, term: Term) -> list[model.Constraint]:
    return [model.PairTest(_component("subSetOf"), "subsetOf", predicate_path(iri_of(term, "subSetOf")))]


def _component(parameter: str) -> NamedNode:
    return NamedNode(component_of(parameter).value.replace(sh("").value, DASH))


_READ: Final = {
    "closedByTypes": _closed_by_types,
    "hasValueIn": _has_value_in,
    "rootClass": _root_class,
    "subSetOf": _subset_of,
}
_OF_PROPERTIES: Final = ("hasValueIn", "subSetOf")
READ_HERE: Final = frozenset(map(_component, _READ))
"""Components of which no declaration is looked at."""


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
