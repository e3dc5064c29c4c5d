"""Read shapes from a shapes graph, in the form that the compiler needs; refuse what is ill-formed or means nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tcgraph.errors import BrokenInput
from tcgraph.namespaces import RDFS_LABEL
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.reach import reached
from tcgraph.shacl import model
from tcgraph.shacl.components import Component, ComponentParameter, parameters_of, prefixes_of
from tcgraph.shacl.constraint_reader import ConstraintReader
from tcgraph.shacl.dash import components_for, declarations, uses_dash
from tcgraph.shacl.model import Target
from tcgraph.shacl.names import CLASS, OWL, REIFIES, SH, SUBCLASS_OF, TYPE, sh
from tcgraph.shacl.parameters import component_of, iri_of, is_true, messages_of, only_one, overrides_of
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.shape_cycles import settle
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.substitution import constants, read_query, substituted
from tcgraph.shacl.validation_report import BrokenShape, own_severity, severity_of, shape_name
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.syntax import Var
from tcgraph.sparql.variable_scope import columns

_TARGETS = {
    "node": sh("targetNode"),
    "class": sh("targetClass"),
    "subjects-of": sh("targetSubjectsOf"),
    "objects-of": sh("targetObjectsOf"),
}
_OTHER_TARGETS = (sh("target"), sh("targetWhere"))


class ShapeReader:
    """Reads shapes, each once.

    Args:
        graph: the shapes graph.
        refused: where to put what is wrong with shapes, which then count as switched off; else it is raised.

    Raises:
        BrokenShape: a constraint component is ill-formed.
    """

    def __init__(self, graph: TripleIndex, refused: list[BrokenShape] | None = None) -> None:
        # A statement of which is said that it is deactivated counts as none (SHACL 1.2 Core §2.1.6).
        self._said = {
            triple: node
            for node, triple in graph.pairs(REIFIES)
            if isinstance(triple, Triple) and triple.predicate.value.startswith(SH)
        }
        off = {triple for triple, node in self._said.items() if is_true(graph.value(node, sh("deactivated")))}
        self._graph = TripleIndex(triple for triple in graph if triple not in off) if off else graph
        self._refused = refused
        self._read: dict[Term, model.Shape] = {}
        self._waiting: list[model.Shape] = []
        self._is_reading = False
        self._heights: dict[int, int] = {}
        self._components: list[Component] = []
        self._classes = _classes(self._graph)
        try:
            self._components = components_for(self._graph)
        except BrokenShape as error:
            self._refuse(error)
        self._reader = ConstraintReader(self._graph, self.shape, self._components)

    def targeted(self) -> list[model.Shape]:
        """Every shape with a target, sorted by name; shapes with no target of their own hang on those that use them.

        Raises:
            BrokenShape: one is ill-formed or recursive without a meaning.
        """
        nodes: dict[Term, None] = {}
        for predicate in (*_TARGETS.values(), *_OTHER_TARGETS):
            nodes.update((node, None) for node, _ in self._graph.pairs(predicate))
        nodes.update((node, None) for node in self._implicit())
        ordered = sorted(nodes, key=lambda node: (isinstance(node, BlankNode), str(node)))
        return [self.shape(node) for node in ordered]

    def _implicit(self) -> list[Term]:
        kinds = [sh("NodeShape"), sh("PropertyShape"), sh("ShapeClass")]
        shapes = [node for kind in kinds for node in self._graph.having(TYPE, kind)]
        return [node for node in shapes if self._is_class(node)]

    def _is_class(self, node: Term) -> bool:
        return isinstance(node, NamedNode) and any(kind in self._classes for kind in self._graph.objects(node, TYPE))

    def shape(self, node: Term) -> model.Shape:
        """The shape that a node is.

        Raises:
            BrokenShape: it is ill-formed or recursive without a meaning, or one that it refers to is.
        """
        if node in self._read:
            return self._read[node]
        if isinstance(node, Literal):
            raise BrokenInput(f"{node} stands where a shape is needed")
        try:
            found = self._shape(node)
        except BrokenShape as error:
            found = self._refuse(error)
        except BrokenInput as error:
            found = self._refuse(BrokenShape(node, error.reason))
        self._read[node] = found
        self._waiting.append(found)
        if not self._is_reading:
            self._read_waiting()
        return found

    def _read_waiting(self) -> None:
        """Read the constraints of shapes; those that they refer to come after them, however long the way to each."""
        self._is_reading = True
        fresh: list[model.Shape] = []
        try:
            while self._waiting:
                shape = self._waiting.pop()
                fresh.append(shape)
                if not shape.unchecked:
                    self._complete(shape)
        finally:
            self._is_reading = False
        for error in settle(fresh, self._heights):
            self._refuse(error)

    def _complete(self, shape: model.Shape) -> None:
        try:
            shape.targets = tuple(dict.fromkeys(self._targets(shape.node)))
            if not shape.deactivated:
                shape.constraints = self._constraints(shape.node, shape)
        except BrokenInput as error:
            self._refuse(error if isinstance(error, BrokenShape) else BrokenShape(shape.node, error.reason))
            shape.targets, shape.deactivated, shape.unchecked = (), True, True

    def _refuse(self, error: BrokenShape) -> model.Shape:
        if self._refused is None:
            raise error
        self._refused.append(error)
        return model.Shape(error.shape, None, deactivated=True, unchecked=True)

    def _shape(self, node: Term) -> model.Shape:
        graph = self._graph
        paths = graph.objects(node, sh("path"))
        if len(paths) > 1:
            raise BrokenInput("a property shape has exactly one sh:path")
        severity = only_one(graph, node, "severity")
        if severity is not None:
            iri_of(severity, "severity")
        label = graph.value(node, sh("name")) or graph.value(node, RDFS_LABEL)
        return model.Shape(
            node=node,
            path=read_path(graph, paths[0]) if paths else None,
            severity=severity_of(severity),
            own_severity=own_severity(severity),
            messages=messages_of(graph, node),
            deactivated=is_true(only_one(graph, node, "deactivated")),
            label=label.value if isinstance(label, Literal) else shape_name(node),
        )

    def _targets(self, node: Term) -> Iterator[model.Target]:
        graph = self._graph
        for kind, predicate in _TARGETS.items():
            for term in sorted(graph.objects(node, predicate), key=str):
                if kind == "node" and isinstance(term, BlankNode) and graph.predicates(term):
                    yield node_target(graph, term)
                else:
                    yield model.Target(kind, _target(kind, term))
        if self._is_class(node):
            yield model.Target("class", node)
        for term in graph.objects(node, sh("target")):
            try:
                yield query_target(graph, node, term)
            except BrokenShape as error:
                self._refuse(error)
        for term in graph.objects(node, sh("targetWhere")):
            yield model.Target("where", term, shape=self.shape(term))

    def _constraints(self, node: Term, shape: model.Shape) -> list[model.Constraint]:
        """All constraints that can be read; each of the others is refused by itself, and the rest still holds."""
        found: list[model.Constraint] = []
        for read in self._reader.readers(node, shape):
            try:
                found += read()
            except BrokenInput as error:
                refused = error if isinstance(error, BrokenShape) else BrokenShape(node, error.reason)
                self._refuse(refused)
                shape.unchecked = shape.unchecked or not refused.empty
        return [self._annotated(node, constraint) for constraint in found] if self._said else found

    def _annotated(self, node: Term, constraint: model.Constraint) -> model.Constraint:
        """A constraint with what is said of the triple that states it."""
        for triple, reifier in self._said.items():
            about = component_of(triple.predicate.value.removeprefix(SH)) == constraint.component
            overrides = overrides_of(self._graph, reifier)
            if triple.subject == node and about and overrides != model.Overrides():
                return replace(constraint, overrides=overrides)
        return constraint


def _classes(graph: TripleIndex) -> set[Term]:
    """What makes a shape its own class target: ``rdfs:Class`` and its subclasses, of which ``owl:Class`` is one."""
    known: list[Term] = [CLASS, NamedNode(OWL + "Class"), sh("ShapeClass")]
    return set(reached(known, lambda kind: graph.having(SUBCLASS_OF, kind)))


def _target(kind: str, term: Term) -> Term:
    if isinstance(term, NamedNode) or (kind == "node" and isinstance(term, Literal)):
        return term
    if kind == "node":
        raise BrokenInput(f"sh:targetNode takes IRIs and literals, not {term}; another graph cannot name a blank node")
    raise BrokenInput(f"{shape_name(_TARGETS[kind])} takes IRIs, not {term}")


def query_target(graph: TripleIndex, shape: Term, target: Term) -> Target:
    """What a value of ``sh:target`` selects.

    Raises:
        BrokenShape: it is of no kind known here, or its query cannot be used.
    """
    own, declared = graph.objects(target, sh("select")), graph
    types = graph.objects(target, TYPE)
    kinds = _queries(graph, types)
    if not own and not kinds and uses_dash(graph):
        declared, kinds = declarations(), _queries(declarations(), types)
    holder = target if own else kinds[0] if kinds else None
    try:
        text = None if holder is None else declared.only(holder, sh("select"))
    except BrokenInput as error:
        raise BrokenShape(shape, f"of its target: {error.reason}", node=target) from error
    if holder is None or not isinstance(text, Literal):
        what = "sh:target takes a sh:SPARQLTarget, or one of a type that is a sh:SPARQLTargetType, with sh:select"
        raise BrokenShape(shape, what, node=target)
    try:
        values = (
            []
            if own or not isinstance(holder, NamedNode)
            else _arguments(graph, target, parameters_of(declared, holder))
        )
        whose = "the query of its target"
        tree = read_query(text.value, dict(prefixes_of(declared, holder)), {name for name, _ in values}, whose)
        if not isinstance(tree, Select) or "this" not in columns(tree):
            raise BrokenInput("the query of its target is no SELECT query that returns ?this")
        bound = substituted(tree, constants(values, tree, whose))
    except BrokenInput as error:
        raise BrokenShape(shape, error.reason, node=target) from error
    return Target("query", target, written(bound, full=True))


def node_target(graph: TripleIndex, node: Term) -> Target:
    """What an expression selects that stands where ``sh:targetNode`` takes a node (SHACL 1.2 SPARQL Extensions).

    Args:
        graph: the shapes graph.
        node: the expression, one with ``sh:select``.

    Raises:
        BrokenInput: it is none, or its query cannot be used.
    """
    text = graph.only(node, sh("select"))
    if not isinstance(text, Literal):
        raise BrokenInput("sh:targetNode takes IRIs, literals and sh:select; another graph cannot name a blank node")
    tree = read_query(text.value, dict(prefixes_of(graph, node)), set(), "the query of sh:targetNode")
    if not isinstance(tree, Select) or not (names := columns(tree)):
        raise BrokenInput("the query of sh:targetNode is no SELECT query that returns something")
    return Target("query", node, written(substituted(tree, {names[0]: Var("this")}), full=True))


def _queries(graph: TripleIndex, types: list[Term]) -> list[Term]:
    return [kind for kind in types if graph.value(kind, sh("select")) is not None]


def _arguments(graph: TripleIndex, target: Term, parameters: list[ComponentParameter]) -> list[tuple[str, Term]]:
    found: list[tuple[str, Term]] = []
    for parameter in parameters:
        value = graph.value(target, parameter.predicate)
        if value is not None:
            found.append((parameter.name, value))
        elif not parameter.optional:
            raise BrokenInput(f"its target does not give the parameter {parameter.predicate}")
    return found
