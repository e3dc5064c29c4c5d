"""Read the constraints of a shape, each by itself: what is ill-formed is refused, and the rest still holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import NoReturn

from tcgraph.errors import BrokenInput
from tcgraph.rdf import BlankNode, Literal, Term
from tcgraph.shacl import dash, model
from tcgraph.shacl.components import Component, custom_constraints, prefixes_of
from tcgraph.shacl.dash import named_properties, properties_by_class
from tcgraph.shacl.names import BY_QUERY, TYPE, sh
from tcgraph.shacl.parameters import (
    component_of,
    integer_of,
    iri_of,
    is_true,
    members,
    messages_of,
    only_one,
    overrides_of,
)
from tcgraph.shacl.paths import read_path
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.validation_report import BrokenShape, shape_name

_VALUE_TESTS = (
    "datatype", "nodeKind", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive", "minLength", "maxLength",
    "singleLine", "rootClass",
)  # fmt: skip
_EITHER = ("class", "datatype", "nodeKind")
"""What takes a list of which any will do, too (SHACL 1.2)."""
_COUNTS = ("minCount", "maxCount")
_LIST_TESTS = ("languageIn", "in")
_PAIR_TESTS = ("equals", "disjoint", "subsetOf", "lessThan", "lessThanOrEquals")
_LIST_LENGTHS = ("minListLength", "maxListLength")
_NEEDS_PATH = {*_COUNTS, "uniqueLang", "lessThan", "lessThanOrEquals"}
_UNSUPPORTED = ("js",)
"""What is not checked here: said, never passed over."""
Reader = Callable[[], list[model.Constraint]]


class ConstraintReader:
    """Reads the constraints of shapes.

    Args:
        graph: the shapes graph.
        shape_of: gives the shape that a node is.
        components: the constraint components that the graph declares.
    """

    def __init__(
        self, graph: TripleIndex, shape_of: Callable[[Term], model.Shape], components: list[Component]
    ) -> None:
        self._graph = graph
        self._shape = shape_of
        self._components = components

    def readers(self, node: Term, shape: model.Shape) -> Iterator[Reader]:
        """What reads each parameter of a shape, with its values; each may raise BrokenInput."""
        yield from self._values(node)
        yield from self._sets(node, shape)
        yield from self._shapes(node, shape)
        yield from self._lists(node)
        yield from self._queries(node, shape)

    def _values(self, node: Term) -> Iterator[Reader]:
        graph = self._graph
        for term in graph.objects(node, sh("class")):
            yield partial(self._either, "class", term)
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
                    yield partial(self._pair, name, term)

    def _shapes(self, node: Term, shape: model.Shape) -> Iterator[Reader]:
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
        for term in graph.objects(node, sh("someValue")):
            yield partial(self._some_value, term) if shape.path else partial(_needs_path, "someValue")
        for term in graph.objects(node, sh("reifierShape")):
            yield partial(self._reifiers, node, shape, term)

    def _lists(self, node: Term) -> Iterator[Reader]:
        graph = self._graph
        for name in _LIST_LENGTHS:
            yield partial(self._list, node, name)
        yield partial(self._unique_members, node)
        for term in graph.objects(node, sh("memberShape")):
            yield partial(self._member_shape, term)
        for term in graph.objects(node, sh("uniqueValuesFor")):
            yield partial(self._unique_values, term)

    def _queries(self, node: Term, shape: model.Shape) -> Iterator[Reader]:
        for constraint in self._graph.objects(node, sh("sparql")):
            yield partial(self._sparql, node, constraint)
        for name in ("expression", "nodeByExpression"):
            for term in self._graph.objects(node, sh(name)):
                yield partial(self._expression, name, term)
        for name in _UNSUPPORTED:
            if self._graph.objects(node, sh(name)):
                yield partial(_unsupported, name)
        yield from dash.readers(self._graph, node, property_shape=shape.path is not None)
        given = set(self._graph.predicates(node))
        for component in self._components:
            if given.isdisjoint(parameter.predicate for parameter in component.parameters):
                continue
            yield partial(custom_constraints, self._graph, component, node, property_shape=shape.path is not None)

    def _value_test(self, node: Term, name: str) -> list[model.Constraint]:
        term = only_one(self._graph, node, name)
        if term is None:
            return []
        if name in _EITHER:
            return self._either(name, term)
        if name == "singleLine" and not is_true(term):
            return []
        terms = members(self._graph, term, name) if name in _LIST_TESTS else (term,)
        return [model.ValueTest(component_of(name), name, terms)]

    def _either(self, name: str, term: Term) -> list[model.Constraint]:
        terms = members(self._graph, term, name) if self._graph.is_list(term) else (term,)
        return [model.ValueTest(component_of(name), name, terms)]

    def _pattern(self, node: Term, term: Term) -> list[model.Constraint]:
        flags = () if (text := only_one(self._graph, node, "flags")) is None else (text,)
        return [model.ValueTest(component_of("pattern"), "pattern", (term, *flags))]

    def _count(self, node: Term, name: str) -> list[model.Constraint]:
        limit = only_one(self._graph, node, name)
        return [] if limit is None else [model.CountTest(component_of(name), name, integer_of(limit, name))]

    def _unique_language(self, node: Term) -> list[model.Constraint]:
        return (
            [model.UniqueLanguage(component_of("uniqueLang"))]
            if is_true(only_one(self._graph, node, "uniqueLang"))
            else []
        )

    def _closed(self, node: Term) -> list[model.Constraint]:
        closed = only_one(self._graph, node, "closed")
        if not is_true(closed) and closed != sh("ByTypes"):
            return []
        head = only_one(self._graph, node, "ignoredProperties")
        listed = () if head is None else members(self._graph, head, "ignoredProperties")
        ignored = tuple(iri_of(item, "ignoredProperties") for item in listed)
        allowed = [*ignored, *named_properties(self._graph, node)]
        by_class = None
        if closed == sh("ByTypes"):
            allowed.append(TYPE)
            by_class = tuple(properties_by_class(self._graph).items())
        return [model.Closed(component_of("closed"), tuple(dict.fromkeys(allowed)), ignored, by_class)]

    def _nested(self, name: str, term: Term) -> list[model.Constraint]:
        part = self._shape(term)
        if name == "property" and part.path is None and not part.deactivated:
            # What else is wrong with it comes from that; with a name, it may be a node shape for others.
            part.unchecked = part.deactivated = isinstance(term, BlankNode)
            raise BrokenInput(f"sh:property {shape_name(term)} has no sh:path")
        return [model.Nested(component_of(name), name, (part,))]

    def _members_of(self, name: str, head: Term) -> list[model.Constraint]:
        parts = tuple(self._shape(item) for item in members(self._graph, head, name))
        return [model.Nested(component_of(name), name, parts)]

    def _qualified(self, node: Term) -> list[model.Constraint]:
        graph = self._graph
        inner = only_one(self._graph, node, "qualifiedValueShape")
        if inner is None:
            return []
        if not graph.objects(node, sh("path")):
            _needs_path("qualifiedValueShape")
        siblings: tuple[model.Shape, ...] = ()
        if is_true(only_one(self._graph, node, "qualifiedValueShapesDisjoint")):
            parts = (
                part for parent in graph.having(sh("property"), node) for part in graph.objects(parent, sh("property"))
            )
            others = dict.fromkeys(other for part in parts for other in graph.objects(part, sh("qualifiedValueShape")))
            siblings = tuple(self._shape(other) for other in others if other != inner)
        found: list[model.Constraint] = []
        for name, component in (("qualifiedMinCount", "QualifiedMinCount"), ("qualifiedMaxCount", "QualifiedMaxCount")):
            limit = only_one(self._graph, node, name)
            if limit is not None:
                found.append(
                    model.Qualified(
                        sh(f"{component}ConstraintComponent"),
                        name == "qualifiedMinCount",
                        integer_of(limit, name),
                        self._shape(inner),
                        siblings,
                    )
                )
        return found

    def _some_value(self, inner: Term) -> list[model.Constraint]:
        return [model.Qualified(component_of("someValue"), True, 1, self._shape(inner), ())]

    def _list(self, node: Term, name: str) -> list[model.Constraint]:
        limit = only_one(self._graph, node, name)
        return [] if limit is None else [model.ListTest(component_of(name), name, integer_of(limit, name))]

    def _unique_members(self, node: Term) -> list[model.Constraint]:
        wanted = is_true(only_one(self._graph, node, "uniqueMembers"))
        return [model.ListTest(component_of("uniqueMembers"), "uniqueMembers")] if wanted else []

    def _member_shape(self, inner: Term) -> list[model.Constraint]:
        return [model.ListTest(component_of("memberShape"), "memberShape", shape=self._shape(inner))]

    def _unique_values(self, term: Term) -> list[model.Constraint]:
        heads = members(self._graph, term, "uniqueValuesFor") if self._graph.is_list(term) else (term,)
        paths = tuple(read_path(self._graph, head) for head in heads)
        return [model.UniqueValues(component_of("uniqueValuesFor"), paths)]

    def _reifiers(self, node: Term, shape: model.Shape, inner: Term) -> list[model.Constraint]:
        if shape.path is None or shape.path.predicate is None:
            raise BrokenInput("sh:reifierShape needs a property shape whose sh:path is a single property")
        required = is_true(only_one(self._graph, node, "reificationRequired"))
        return [model.Reifiers(component_of("reifierShape"), self._shape(inner), required)]

    def _expression(self, name: str, term: Term) -> list[model.Constraint]:
        return [model.Expression(component_of(name), name, term, self._graph, self._shape)]

    def _pair(self, name: str, term: Term) -> list[model.Constraint]:
        if isinstance(term, Literal):
            raise BrokenInput(f"sh:{name} takes a property or a path, not {term}")
        return [model.PairTest(component_of(name), name, read_path(self._graph, term))]

    def _sparql(self, node: Term, constraint: Term) -> list[model.Constraint]:
        graph = self._graph
        if is_true(graph.value(constraint, sh("deactivated"))):
            return []
        queries = graph.objects(constraint, sh("select"))
        if len(queries) != 1 or not isinstance(queries[0], Literal):
            raise BrokenShape(node, "a SPARQL constraint has exactly one sh:select, a text", node=constraint)
        return [
            model.SparqlConstraint(
                BY_QUERY,
                constraint,
                queries[0].value,
                prefixes_of(graph, constraint),
                messages_of(graph, constraint),
                overrides=replace(overrides_of(graph, constraint), messages=()),
            )
        ]


def _one_constraint(constraint: model.Constraint) -> list[model.Constraint]:
    return [constraint]


def _absent(shape: Term, terms: list[Term]) -> NoReturn:
    names = ", ".join(shape_name(term) for term in terms[:2]) + (f" and {len(terms) - 2} more" if terms[2:] else "")
    raise BrokenShape(shape, f"sh:property names what the shapes do not describe: {names}", empty=True)


def _unsupported(name: str) -> NoReturn:
    raise BrokenInput(f"sh:{name} is not supported here")


def _needs_path(name: str) -> NoReturn:
    raise BrokenInput(f"sh:{name} needs a property shape, one with sh:path")
