"""Read shapes from a shapes graph, in the form that the compiler needs; refuse what is ill-formed or recursive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NoReturn

from tcgraph.errors import BrokenInput
from tcgraph.namespaces import RDFS_LABEL
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.shacl import model
from tcgraph.shacl.broken import BrokenShape, shape_name
from tcgraph.shacl.components import Component, custom_constraints, declared_components, prefixes_of
from tcgraph.shacl.names import BOOLEAN, CLASS, OWL, RDF, SUBCLASS_OF, TYPE, sh
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.report_graph import own_severity, severity_of
from tcgraph.shacl.targets import query_target
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
_COUNTS = ("minCount", "maxCount")
_LIST_TESTS = ("languageIn", "in")
_PAIR_TESTS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_NEEDS_PATH = {*_COUNTS, "uniqueLang", "lessThan", "lessThanOrEquals"}
_UNSUPPORTED = (
    "js", "expression", "nodeByExpression", "targetWhere", "memberShape", "minListLength", "maxListLength",
    "uniqueMembers", "singleLine", "rootClass", "someValue", "uniqueValuesFor", "reifierShape", "subsetOf",
    "reificationRequired", "values",
)  # fmt: skip
"""What SHACL-JS, SHACL Advanced Features and SHACL 1.2 have and is not checked here: said, never passed over."""
Reader = Callable[[], list[model.Constraint]]


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
        for predicate in (*_TARGETS.values(), sh("target")):
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
        return model.Shape(error.shape, None, deactivated=True, unchecked=True)

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
        for term in graph.objects(node, sh("target")):
            try:
                targets.append(query_target(graph, node, term))
            except BrokenShape as error:
                self._refuse(error)
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
        """All constraints that can be read; each of the others is refused by itself, and the rest still holds."""
        found: list[model.Constraint] = []
        for read in (*self._values(node), *self._sets(node, shape), *self._shapes(node), *self._queries(node, shape)):
            try:
                found += read()
            except BrokenInput as error:
                refused = error if isinstance(error, BrokenShape) else BrokenShape(node, error.reason)
                self._refuse(refused)
                shape.unchecked = shape.unchecked or not refused.empty
        return found

    def _values(self, node: Term) -> Iterator[Reader]:
        graph = self._graph
        for term in graph.objects(node, sh("class")):
            yield partial(_value_test, "class", term)
        for name in (*_VALUE_TESTS, *_LIST_TESTS):
            if graph.objects(node, sh(name)):
                yield partial(self._value_test, node, name)
        for term in graph.objects(node, sh("pattern")):
            yield partial(self._pattern, node, term)
        for term in graph.objects(node, sh("hasValue")):
            yield partial(_one_constraint, model.HasValue(component_of("hasValue"), term))

    def _sets(self, node: Term, shape: model.Shape) -> Iterator[Reader]:
        graph = self._graph
        given = [name for name in (*_COUNTS, "uniqueLang", *_PAIR_TESTS, "closed") if graph.objects(node, sh(name))]
        for name in given:
            if name in _NEEDS_PATH and shape.path is None:
                yield partial(_needs_path, name)
            elif name in _COUNTS:
                yield partial(self._count, node, name)
            elif name == "uniqueLang":
                yield partial(self._unique_language, node)
            elif name == "closed":
                yield partial(self._closed, node)
            else:
                for term in graph.objects(node, sh(name)):
                    yield partial(_pair, name, term)

    def _shapes(self, node: Term) -> Iterator[Reader]:
        graph = self._graph
        for name in ("node", "not", "property"):
            terms = graph.objects(node, sh(name))
            absent = [term for term in terms if name == "property" and not graph.predicates(term)]
            if absent:
                yield partial(_absent, node, absent)
            for term in terms:
                if term not in absent:
                    yield partial(self._nested, name, term)
        for name in ("and", "or", "xone"):
            for head in graph.objects(node, sh(name)):
                yield partial(self._members_of, name, head)
        yield partial(self._qualified, node)

    def _queries(self, node: Term, shape: model.Shape) -> Iterator[Reader]:
        for constraint in self._graph.objects(node, sh("sparql")):
            yield partial(self._sparql, node, constraint)
        for name in _UNSUPPORTED:
            if self._graph.objects(node, sh(name)):
                yield partial(_unsupported, name)
        for component in self._components:
            yield partial(custom_constraints, self._graph, component, node, property_shape=shape.path is not None)

    def _value_test(self, node: Term, name: str) -> list[model.Constraint]:
        term = self._one(node, name)
        if term is None:
            return []
        terms = self._members(term, name) if name in _LIST_TESTS else (term,)
        return [model.ValueTest(component_of(name), name, terms)]

    def _pattern(self, node: Term, term: Term) -> list[model.Constraint]:
        flags = () if (text := self._one(node, "flags")) is None else (text,)
        return [model.ValueTest(component_of("pattern"), "pattern", (term, *flags))]

    def _count(self, node: Term, name: str) -> list[model.Constraint]:
        limit = self._one(node, name)
        return [] if limit is None else [model.CountTest(component_of(name), name, _integer(limit, name))]

    def _unique_language(self, node: Term) -> list[model.Constraint]:
        return [model.UniqueLanguage(component_of("uniqueLang"))] if _true(self._one(node, "uniqueLang")) else []

    def _closed(self, node: Term) -> list[model.Constraint]:
        if not _true(self._one(node, "closed")):
            return []
        head = self._one(node, "ignoredProperties")
        members = () if head is None else self._members(head, "ignoredProperties")
        ignored = tuple(_iri(item, "ignoredProperties") for item in members)
        allowed = list(ignored)
        for part in self._graph.objects(node, sh("property")):
            path = self._graph.value(part, sh("path"))
            if isinstance(path, NamedNode):
                allowed.append(path)
        return [model.Closed(component_of("closed"), tuple(dict.fromkeys(allowed)), ignored)]

    def _nested(self, name: str, term: Term) -> list[model.Constraint]:
        part = self.shape(term)
        if name == "property" and part.path is None and not part.deactivated:
            if not part.unchecked:
                raise BrokenInput(f"sh:property {shape_name(term)} has no sh:path")
            part.deactivated = True  # what it lacks a path for is reported already
        return [model.Nested(component_of(name), name, (part,))]

    def _members_of(self, name: str, head: Term) -> list[model.Constraint]:
        members = tuple(self.shape(item) for item in self._members(head, name))
        return [model.Nested(component_of(name), name, members)]

    def _qualified(self, node: Term) -> list[model.Constraint]:
        graph = self._graph
        inner = self._one(node, "qualifiedValueShape")
        if inner is None:
            return []
        if not graph.objects(node, sh("path")):
            _needs_path("qualifiedValueShape")
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

    def _sparql(self, node: Term, constraint: Term) -> list[model.Constraint]:
        graph = self._graph
        if _true(graph.value(constraint, sh("deactivated"))):
            return []
        queries = graph.objects(constraint, sh("select"))
        if len(queries) != 1 or not isinstance(queries[0], Literal):
            raise BrokenShape(node, "a SPARQL constraint has exactly one sh:select, a text", node=constraint)
        return [
            model.SparqlConstraint(
                sh("SPARQLConstraintComponent"),
                constraint,
                queries[0].value,
                prefixes_of(graph, constraint),
                messages_of(graph, constraint),
            )
        ]

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


def _one_constraint(constraint: model.Constraint) -> list[model.Constraint]:
    return [constraint]


def _value_test(name: str, term: Term) -> list[model.Constraint]:
    return [model.ValueTest(component_of(name), name, (term,))]


def _pair(name: str, term: Term) -> list[model.Constraint]:
    return [model.PairTest(component_of(name), name, _iri(term, name))]


def _absent(shape: Term, terms: list[Term]) -> NoReturn:
    names = ", ".join(shape_name(term) for term in terms[:2]) + (f" and {len(terms) - 2} more" if terms[2:] else "")
    raise BrokenShape(shape, f"sh:property names what the shapes do not describe: {names}", empty=True)


def _unsupported(name: str) -> NoReturn:
    raise BrokenInput(f"sh:{name} is not supported here")


def _needs_path(name: str) -> NoReturn:
    raise BrokenInput(f"sh:{name} needs a property shape, one with sh:path")


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
    found: set[Term] = {CLASS, NamedNode(OWL + "Class"), sh("ShapeClass")}
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
