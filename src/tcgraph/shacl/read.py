"""Read shapes from a shapes graph, in the form that the compiler needs; refuse what is ill-formed or recursive."""

from __future__ import annotations

from tcgraph.errors import BrokenInput
from tcgraph.namespaces import RDFS_LABEL
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.broken import BrokenShape, shape_name
from tcgraph.shacl.components import Component, custom_constraints, declared_components, prefixes_of
from tcgraph.shacl.names import BOOLEAN, CLASS, OWL, RDF, SUBCLASS_OF, TYPE, sh
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.report_graph import own_severity, severity_of
from tcgraph.shacl.triples import TripleIndex

_TARGETS = {
    "node": sh("targetNode"),
    "class": sh("targetClass"),
    "subjects-of": sh("targetSubjectsOf"),
    "objects-of": sh("targetObjectsOf"),
}
_VALUE_TESTS = (
    "datatype",
    "nodeKind",
    "minExclusive",
    "minInclusive",
    "maxExclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
)
_LIST_TESTS = ("languageIn", "in")
_PAIR_TESTS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_NEEDS_PATH = {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals", "qualifiedValueShape"}


def component_of(parameter: str) -> NamedNode:
    """The IRI of the Core component that has that parameter, such as ``sh:MinCountConstraintComponent``."""
    return sh(f"{parameter[0].upper()}{parameter[1:]}ConstraintComponent")


class ShapeReader:
    """Reads shapes, each once.

    Args:
        graph: the shapes graph.
        refused: where to put what is wrong with shapes, which then count as switched off; else it is raised.

    Raises:
        BrokenShape: a constraint component is ill-formed.
    """

    def __init__(self, graph: TripleIndex, refused: list[BrokenShape] | None = None) -> None:
        self._graph = graph
        self._refused = refused
        self._read: dict[Term, model.Shape] = {}
        self._open: list[Term] = []
        self._components: list[Component] = []
        self._classes = _classes(self._graph)
        try:
            self._components = declared_components(self._graph)
        except BrokenShape as error:
            self._refuse(error)

    def targeted(self) -> list[model.Shape]:
        """Every shape with a target, sorted by name; shapes with no target of their own hang on those that use them.

        Raises:
            BrokenShape: one is ill-formed or recursive.
        """
        nodes: dict[Term, None] = {}
        for predicate in _TARGETS.values():
            nodes.update((node, None) for node, _ in self._graph.pairs(predicate))
        nodes.update((node, None) for node in self._implicit())
        ordered = sorted(nodes, key=lambda node: (isinstance(node, BlankNode), str(node)))
        return [self.shape(node) for node in ordered]

    def _implicit(self) -> list[Term]:
        kinds = [sh("NodeShape"), sh("PropertyShape")]
        shapes = [node for kind in kinds for node in self._graph.having(TYPE, kind)]
        return [node for node in shapes if self._is_class(node)]

    def _is_class(self, node: Term) -> bool:
        return isinstance(node, NamedNode) and any(kind in self._classes for kind in self._graph.objects(node, TYPE))

    def shape(self, node: Term) -> model.Shape:
        """The shape that a node is.

        Raises:
            BrokenShape: it is ill-formed or recursive, or one that it refers to is.
        """
        if node in self._open:
            return self._refuse(_recursive(self._open[self._open.index(node) :]))
        if node in self._read:
            return self._read[node]
        if isinstance(node, Literal):
            raise BrokenInput(f"{node} stands where a shape is needed")
        self._open.append(node)
        try:
            found = self._shape(node)
        except BrokenShape as error:
            found = self._refuse(error)
        except BrokenInput as error:
            found = self._refuse(BrokenShape(node, error.reason))
        finally:
            self._open.pop()
        self._read[node] = found
        return found

    def _refuse(self, error: BrokenShape) -> model.Shape:
        if self._refused is None:
            raise error
        self._refused.append(error)
        return model.Shape(error.shape, None, deactivated=True)

    def _shape(self, node: Term) -> model.Shape:
        graph = self._graph
        paths = graph.objects(node, sh("path"))
        if len(paths) > 1:
            raise BrokenInput("a property shape has exactly one sh:path")
        severity = self._one(node, "severity")
        if severity is not None:
            _iri(severity, "severity")
        targets = [
            model.Target(kind, _target(kind, term))
            for kind, predicate in _TARGETS.items()
            for term in sorted(graph.objects(node, predicate), key=str)
        ]
        if self._is_class(node):
            targets.append(model.Target("class", node))
        label = graph.value(node, sh("name")) or graph.value(node, RDFS_LABEL)
        shape = model.Shape(
            node=node,
            path=read_path(graph, paths[0]) if paths else None,
            targets=tuple(dict.fromkeys(targets)),
            severity=severity_of(severity),
            own_severity=own_severity(severity),
            messages=messages_of(graph, node),
            deactivated=_true(self._one(node, "deactivated")),
            label=label.value if isinstance(label, Literal) else shape_name(node),
        )
        if not shape.deactivated:
            shape.constraints = self._constraints(node, shape)
        return shape

    def _constraints(self, node: Term, shape: model.Shape) -> list[model.Constraint]:
        graph = self._graph
        found: list[model.Constraint] = []
        if shape.path is None:
            for name in sorted(_NEEDS_PATH):
                if graph.objects(node, sh(name)):
                    raise BrokenInput(f"sh:{name} needs a property shape, one with sh:path")
        found += [model.ValueTest(component_of("class"), "class", (term,)) for term in graph.objects(node, sh("class"))]
        for name in _VALUE_TESTS:
            term = self._one(node, name)
            found += [] if term is None else [model.ValueTest(component_of(name), name, (term,))]
        for name in _LIST_TESTS:
            head = self._one(node, name)
            found += [] if head is None else [model.ValueTest(component_of(name), name, self._members(head, name))]
        flags = () if (text := self._one(node, "flags")) is None else (text,)
        patterns = graph.objects(node, sh("pattern"))
        found += [model.ValueTest(component_of("pattern"), "pattern", (term, *flags)) for term in patterns]
        for name in ("minCount", "maxCount"):
            limit = self._one(node, name)
            if limit is not None:
                found.append(model.CountTest(component_of(name), name, _integer(limit, name)))
        if _true(self._one(node, "uniqueLang")):
            found.append(model.UniqueLanguage(component_of("uniqueLang")))
        found += [model.HasValue(component_of("hasValue"), term) for term in graph.objects(node, sh("hasValue"))]
        for name in _PAIR_TESTS:
            for term in graph.objects(node, sh(name)):
                found.append(model.PairTest(component_of(name), name, _iri(term, name)))
        if _true(self._one(node, "closed")):
            found.append(self._closed(node))
        found += self._nested(node)
        found += self._qualified(node)
        found += self._sparql(node)
        found += custom_constraints(graph, self._components, node, property_shape=shape.path is not None)
        return found

    def _closed(self, node: Term) -> model.Closed:
        head = self._one(node, "ignoredProperties")
        members = () if head is None else self._members(head, "ignoredProperties")
        ignored = tuple(_iri(item, "ignoredProperties") for item in members)
        allowed = list(ignored)
        for part in self._graph.objects(node, sh("property")):
            path = self._graph.value(part, sh("path"))
            if isinstance(path, NamedNode):
                allowed.append(path)
        return model.Closed(component_of("closed"), tuple(dict.fromkeys(allowed)), ignored)

    def _nested(self, node: Term) -> list[model.Constraint]:
        graph = self._graph
        found: list[model.Constraint] = []
        for name in ("node", "not"):
            parts = [self.shape(term) for term in graph.objects(node, sh(name))]
            found += [model.Nested(component_of(name), name, (part,)) for part in parts]
        for name in ("and", "or", "xone"):
            for head in graph.objects(node, sh(name)):
                members = tuple(self.shape(item) for item in self._members(head, name))
                found.append(model.Nested(component_of(name), name, members))
        for term in graph.objects(node, sh("property")):
            part = self.shape(term)
            if part.path is None and not part.deactivated:
                raise BrokenInput(f"sh:property {shape_name(term)} has no sh:path")
            found.append(model.Nested(component_of("property"), "property", (part,)))
        return found

    def _qualified(self, node: Term) -> list[model.Constraint]:
        graph = self._graph
        inner = self._one(node, "qualifiedValueShape")
        if inner is None:
            return []
        siblings: tuple[model.Shape, ...] = ()
        if _true(self._one(node, "qualifiedValueShapesDisjoint")):
            parts = (
                part for parent in graph.having(sh("property"), node) for part in graph.objects(parent, sh("property"))
            )
            others = dict.fromkeys(other for part in parts for other in graph.objects(part, sh("qualifiedValueShape")))
            siblings = tuple(self.shape(other) for other in others if other != inner)
        found: list[model.Constraint] = []
        for name, component in (("qualifiedMinCount", "QualifiedMinCount"), ("qualifiedMaxCount", "QualifiedMaxCount")):
            limit = self._one(node, name)
            if limit is not None:
                found.append(
                    model.Qualified(
                        sh(f"{component}ConstraintComponent"),
                        name == "qualifiedMinCount",
                        _integer(limit, name),
                        self.shape(inner),
                        siblings,
                    )
                )
        return found

    def _sparql(self, node: Term) -> list[model.Constraint]:
        graph = self._graph
        found: list[model.Constraint] = []
        for constraint in graph.objects(node, sh("sparql")):
            if _true(graph.value(constraint, sh("deactivated"))):
                continue
            queries = graph.objects(constraint, sh("select"))
            if len(queries) != 1 or not isinstance(queries[0], Literal):
                raise BrokenShape(node, "a SPARQL constraint has exactly one sh:select, a text", node=constraint)
            found.append(
                model.SparqlConstraint(
                    sh("SPARQLConstraintComponent"),
                    constraint,
                    queries[0].value,
                    prefixes_of(graph, constraint),
                    messages_of(graph, constraint),
                )
            )
        return found

    def _members(self, head: Term, name: str) -> tuple[Term, ...]:
        try:
            return tuple(self._graph.items(head))
        except BrokenInput as error:
            raise BrokenInput(f"sh:{name} takes a list, which {head} is not, or not a whole one") from error

    def _one(self, node: Term, name: str) -> Term | None:
        values = self._graph.objects(node, sh(name))
        if len(values) > 1:
            raise BrokenInput(f"has more than one sh:{name}")
        return values[0] if values else None


def _recursive(cycle: list[Term]) -> BrokenShape:
    # From the same member each time, so that one cycle is one problem whichever shape led into it.
    first = cycle.index(min(cycle, key=lambda node: (not isinstance(node, NamedNode), str(node))))
    ordered = [*cycle[first:], *cycle[:first]]
    # Who reads this knows the shapes that have names.
    named = [node for node in ordered if isinstance(node, NamedNode)] or ordered
    way = " → ".join(shape_name(item) for item in (*named, named[0]))
    what = f"it is recursive, {way}, and SHACL leaves open what that means (§3.4.3); take one of these references out"
    return BrokenShape(ordered[0], what)


def messages_of(graph: TripleIndex, node: Term) -> tuple[Literal, ...]:
    """The texts of ``sh:message``."""
    return tuple(text for text in graph.objects(node, sh("message")) if isinstance(text, Literal))


def _classes(graph: TripleIndex) -> set[Term]:
    """What makes a shape its own class target: ``rdfs:Class`` and its subclasses, of which ``owl:Class`` is one."""
    found: set[Term] = {CLASS, NamedNode(OWL + "Class")}
    frontier = list(found)
    while frontier:
        for child in graph.having(SUBCLASS_OF, frontier.pop()):
            if child not in found:
                found.add(child)
                frontier.append(child)
    return found


def _target(kind: str, term: Term) -> Term:
    if isinstance(term, NamedNode) or (kind == "node" and isinstance(term, Literal)):
        return term
    if kind == "node":
        raise BrokenInput(f"sh:targetNode takes IRIs and literals, not {term}; another graph cannot name a blank node")
    raise BrokenInput(f"{shape_name(_TARGETS[kind])} takes IRIs, not {term}")


def _true(term: Term | None) -> bool:
    # The term true, not its value: the suite's uniqueLang-002 has "1"^^xsd:boolean mean nothing. The lint says so.
    return term == Literal("true", datatype=BOOLEAN)


def _integer(term: Term, name: str) -> int:
    if isinstance(term, Literal) and term.value.lstrip("+-").isdigit() and term.datatype.value != RDF + "langString":
        return int(term.value)
    raise BrokenInput(f"sh:{name} takes an integer, not {term}")


def _iri(term: Term, name: str) -> NamedNode:
    if isinstance(term, NamedNode):
        return term
    raise BrokenInput(f"sh:{name} takes IRIs, not {term}")
