"""Constants, paths or other variables in the place of a query's variables (SHACL §5.3.1, pre-binding).

What SHACL forbids in the queries of constraints and validators (§5.2.1, appendix A) is refused here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import replace
from itertools import count
from typing import TypeVar

from tcgraph.errors import BrokenInput, BrokenQuery
from tcgraph.iri import resolve
from tcgraph.rdf import BlankNode, NamedNode, Term
from tcgraph.shacl import paths
from tcgraph.sparql import Query, parse_query
from tcgraph.sparql import syntax as s
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Alias, Select
from tcgraph.sparql.keywords import declared_prefixes, used_prefixes
from tcgraph.sparql.node import Node, transform, walk, with_parts
from tcgraph.sparql.syntax import longest_chain, longest_path
from tcgraph.sparql.variable_scope import mentioned

Value = s.Iri | s.Literal | s.TripleTerm | s.Path | s.Var
"""What may be put in the place of a variable."""

N = TypeVar("N", bound=Node)

_TRUE = s.Literal("true", s.Iri(s.XSD + "boolean"))


def substituted(tree: N, values: Mapping[str, Value]) -> N:
    """Put values in the place of variables, wherever a query may name one.

    Args:
        tree: a query or a part of one.
        values: by variable name. ``BOUND(?x)`` of such a variable becomes ``true``. A column becomes ``(<a> AS ?x)``,
            under another name in a subquery, where the variable that it was is gone outside too. A path stands as a
            predicate alone.

    Raises:
        BrokenInput: a value stands as a predicate and cannot.
    """
    return _Substitution(values).of(tree) if values else tree


class _Substitution:
    def __init__(self, values: Mapping[str, Value]) -> None:
        self._values = values
        self._subqueries: Iterator[int] = count(1)
        self._suffix: str | None = None

    def of(self, node: N) -> N:
        """A node with its variables replaced."""
        return self._replaced(node)  # type: ignore[return-value]

    def _replaced(self, node: Node) -> Node:
        match node:
            case s.Var():
                value = self._values.get(node.name, node)
                return value if isinstance(value, s.Var | s.Iri | s.Literal | s.TripleTerm) else node
            case s.Predicate(verb=s.Var(name=name)) if name in self._values:
                verb = self._values[name]
                if isinstance(verb, s.Literal | s.TripleTerm):
                    raise BrokenInput(f"${name} stands as a predicate, and its value is no IRI")
                return replace(node, verb=verb, objects=tuple(map(self.of, node.objects)))
            case s.Call(function="BOUND", arguments=(s.Var(name=name),)) if name in self._values:
                value = self._values[name]
                return replace(node, arguments=(value,)) if isinstance(value, s.Var) else _TRUE
            case s.Bind():
                return replace(node, expression=self.of(node.expression), variable=self._renamed(node.variable))
            case Alias():
                variable = None if node.variable is None else self._renamed(node.variable)
                return replace(node, expression=self.of(node.expression), variable=variable)
            case s.Values():
                return replace(node, variables=tuple(map(self._renamed, node.variables)))
            case Select():
                return self._selected(node)
            case _:
                return with_parts(node, self._replaced)

    def _renamed(self, variable: s.Var) -> s.Var:
        value = self._values.get(variable.name)
        return value if isinstance(value, s.Var) else variable

    def _selected(self, select: Select) -> Select:
        # Subqueries are evaluated apart, and each gives its variables to the group around it (SPARQL §18.2.1).
        suffix = "" if self._suffix is None else f"__{next(self._subqueries)}"
        outer, self._suffix = self._suffix, suffix
        columns = tuple(self._column(column, suffix) for column in select.columns)
        found = with_parts(replace(select, columns=()), self._replaced)
        self._suffix = outer
        return replace(found, columns=columns)

    def _column(self, column: s.Var | Alias, suffix: str) -> s.Var | Alias:
        found = self._replaced(column)
        if isinstance(found, s.Var | Alias) or not isinstance(column, s.Var):
            return found if isinstance(found, s.Var | Alias) else column
        assert isinstance(found, s.Iri | s.Literal | s.TripleTerm)
        return Alias(found, s.Var(column.name + suffix))


def prebound_here(shape: Term, path: paths.Path | None, graph: NamedNode | None) -> dict[str, Value]:
    """What is bound beforehand in any query of a shape, beside its focus node (SHACL §5.3.1, §6.2.3).

    Args:
        shape: the shape; one without an IRI cannot be named.
        path: its path; None for a node shape.
        graph: the shapes graph, where the engine holds it.
    """
    values: dict[str, Value] = {"PATH": path_node(path)} if path is not None else {}
    for name, term in (("currentShape", shape), ("shapesGraph", graph)):
        if isinstance(term, NamedNode):
            values[name] = s.Iri(term.value)
    return values


def constants(values: Iterable[tuple[str, Term]], tree: Node, whose: str) -> dict[str, Value]:
    """Values of variables as constants.

    Raises:
        BrokenInput: a variable of the query has a blank node as its value, which no query can name.
    """
    used = mentioned(tree)
    found: dict[str, Value] = {}
    for name, term in values:
        if not isinstance(term, BlankNode):
            found[name] = constant(term)
        elif name in used:
            raise BrokenInput(
                f"{whose} uses ${name}, whose value here is a blank node that no query can name; give it an IRI"
            )
    return found


def path_node(path: paths.Path) -> s.Path:
    """A path of a shape as one of a query."""
    if path.predicate is not None:
        return s.Iri(path.predicate.value)
    parts = tuple(map(path_node, path.parts))
    match path.operator:
        case "^":
            return s.Inverse(parts[0])
        case "/":
            return s.Sequence(parts)
        case "|":
            return s.Alternative(parts)
        case sign:
            return s.RepeatedPath(parts[0], sign)


_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NO_BASE = "relative:///"
_PARTS, _STEPS = 1_000, 200
OPTIONAL_VARIABLES = frozenset(("currentShape", "shapesGraph"))
"""Pre-bound variables that a processor need not support, and that subqueries need not return (SHACL §5.3.1)."""
_FORBIDDEN: Mapping[type[Node], str] = {s.Minus: "MINUS", s.Values: "VALUES", s.Service: "SERVICE"}
_WITHOUT = {
    "currentShape": "the shape has no IRI, so that no query can name it; give it one",
    "shapesGraph": "the shapes are no graph of the data's engine",
}


def read_query(text: str, prefixes: Mapping[str, str], prebound: Set[str], whose: str) -> Query:
    """Read a query of a constraint or a validator.

    Args:
        text: the query.
        prefixes: those that its ``sh:prefixes`` declare.
        prebound: the variables that may be bound beforehand.
        whose: what to call the query.

    Raises:
        BrokenInput: it does not parse, uses a prefix that nobody declared, or is longer than engines can follow.
    """
    try:
        tree = transform(parse_query(text, prefixes=prefixes, given=prebound | OPTIONAL_VARIABLES), _absolute)
    except BrokenQuery as error:
        unknown = sorted(used_prefixes(text) - declared_prefixes(text).keys() - prefixes.keys())
        if unknown:
            raise BrokenInput(f"{whose} uses the prefix {unknown[0]}: which no sh:declare declares") from error
        place = f" (line {error.line}, column {error.column})" if error.line else ""
        raise BrokenInput(f"{whose} does not parse: {error.reason}{place}") from error
    for measured, most in ((_parts, _PARTS), (longest_path, _STEPS)):
        # Each takes two characters at the least.
        if len(text) > 2 * most and (parts := measured(tree)) > most:
            raise BrokenInput(f"{whose} strings {parts} parts together; more than {most} cannot be followed")
    return tree


def _parts(tree: Query) -> int:
    return longest_chain(tree)[1]


def _absolute(node: Node) -> Node:
    """An IRI as an absolute one: a query has no base, and a relative IRI is nothing that the data holds."""
    if isinstance(node, s.Iri) and not _SCHEME.match(node.value):
        return replace(node, value=resolve(node.value, _NO_BASE))
    return node


def refuse_forbidden(tree: Query, prebound: Set[str], given: Set[str], whose: str) -> None:
    """Refuse a query whose answer SHACL does not define.

    Args:
        tree: the query.
        prebound: the variables that may be bound beforehand.
        given: those of the optional ones that are.
        whose: what to call the query.

    Raises:
        BrokenInput: it uses what SHACL forbids, or a variable that has no value here.
    """
    for node in walk(tree):
        if type(node) in _FORBIDDEN:
            raise BrokenInput(f"{whose} uses {_FORBIDDEN[type(node)]}, which SHACL forbids there (§5.2.1)")
        named = node.variable if isinstance(node, Alias | s.Bind) else None
        if named is not None and named.name in prebound | OPTIONAL_VARIABLES:
            raise BrokenInput(f"{whose} assigns ?{named.name}, which is bound beforehand (SHACL §5.2.1)")
        if isinstance(node, s.Var) and node.name in OPTIONAL_VARIABLES - given:
            raise BrokenInput(f"{whose} uses ${node.name}, and {_WITHOUT[node.name]} (SHACL §5.3.1)")
    for projected in _subqueries(tree):
        for name in sorted(prebound - projected):
            raise BrokenInput(f"a subquery of {whose} does not name ${name} in its SELECT (SHACL §5.2.1)")


def _subqueries(tree: Query) -> Iterator[set[str]]:
    """The variables that each subquery returns under their own names; none for a star."""
    for node in walk(tree):
        if isinstance(node, Select) and node is not tree:
            yield {column.name for column in node.columns if isinstance(column, s.Var)}
