"""Read shapes from a shapes graph, in the form that the compiler needs; refuse what is ill-formed or recursive."""

from __future__ import annotations

from tcgraph.errors import BrokenInput
from tcgraph.graph.paths import read_path
from tcgraph.graph.shacl import model
from tcgraph.graph.shacl.components import Component, custom_constraints, declared_components, prefixes_of
from tcgraph.graph.shacl.names import BOOLEAN, CLASS, OWL, RDF, SUBCLASS_OF, TYPE, sh
from tcgraph.graph.shacl.report_graph import own_severity, severity_of
from tcgraph.graph.shacl.triples import TripleIndex
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.terms import RDFS_LABEL, shorten

_TARGETS = {
    "node": sh("targetNode"),
    "class": sh("targetClass"),
    "subjects-of": sh("targetSubjectsOf"),
    "objects-of": sh("targetObjectsOf"),
}
_VALUE_TESTS = (
    "class",
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


def targeted_shapes(graph: TripleIndex) -> list[model.Shape]:
    """Every shape with a target, with all that it refers to.

    Args:
        graph: the shapes graph.

    Returns:
        The shapes, sorted by name; shapes with no target of their own hang on those that use them.

    Raises:
        BrokenInput: a shape is ill-formed (SHACL §3.2, appendix A) or recursive; the message names it.
    """
    return ShapeReader(graph).targeted()


def shape_name(node: Term) -> str:
    """A shape's name in messages."""
    return shorten(node.value) if isinstance(node, NamedNode) else str(node)


class ShapeReader:
    """Reads shapes, each once.

    Args:
        graph: the shapes graph.

    Raises:
        BrokenInput: a constraint component is ill-formed.
    """

    def __init__(self, graph: TripleIndex) -> None:
        self._graph = graph
        self._read: dict[Term, model.Shape] = {}
        self._open: list[Term] = []
        self._components: list[Component] = declared_components(self._graph)
        self._classes = _classes(self._graph)

    def targeted(self) -> list[model.Shape]:
        """See :func:`targeted_shapes`."""
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
            BrokenInput: it is ill-formed or recursive.
        """
        if node in self._open:
            cycle = " → ".join(shape_name(item) for item in (*self._open[self._open.index(node) :], node))
            raise BrokenInput(
                f"recursive shapes: {cycle}. SHACL leaves their meaning open (§3.4.3); take one of these references out"
            )
        if node in self._read:
            return self._read[node]
        if isinstance(node, Literal):
            raise BrokenInput(f"{node} stands where a shape is needed")
        self._open.append(node)
        try:
            found = self._shape(node)
        except BrokenInput as error:
            if error.reason.startswith(("shape ", "recursive shapes")):
                raise
            raise BrokenInput(f"shape {shape_name(node)}: {error.reason}") from error
        finally:
            self._open.pop()
        self._read[node] = found
        return found

    def _shape(self, node: Term) -> model.Shape:
        graph = self._graph
        paths = graph.objects(node, sh("path"))
        if len(paths) > 1:
            raise BrokenInput("a property shape has exactly one sh:path")
        severity = self._one(node, "severity")
        targets = [
            model.Target(kind, term)
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
        for name in _VALUE_TESTS:
            found += [model.ValueTest(component_of(name), name, (term,)) for term in graph.objects(node, sh(name))]
        for name in _LIST_TESTS:
            lists = [tuple(graph.items(head)) for head in graph.objects(node, sh(name))]
            found += [model.ValueTest(component_of(name), name, members) for members in lists]
        flags = graph.objects(node, sh("flags"))
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
        ignored = tuple(_iri(item, "ignoredProperties") for item in self._graph.items(head)) if head else ()
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
                members = tuple(self.shape(item) for item in graph.items(head))
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
                raise BrokenInput("a SPARQL constraint has exactly one sh:select")
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

    def _one(self, node: Term, name: str) -> Term | None:
        values = self._graph.objects(node, sh(name))
        if len(values) > 1:
            raise BrokenInput(f"has more than one sh:{name}")
        return values[0] if values else None


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
