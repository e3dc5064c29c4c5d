"""What SHACL forbids in the queries of constraints and validators (SHACL §5.2.1, appendix A)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from tcgraph.errors import BrokenInput, BrokenQuery
from tcgraph.iri import resolve
from tcgraph.sparql import Query, parse_query
from tcgraph.sparql.chains import longest_chain, longest_path
from tcgraph.sparql.forms import Alias, Select
from tcgraph.sparql.keywords import declared_prefixes, used_prefixes
from tcgraph.sparql.node import Node, transform, walk
from tcgraph.sparql.syntax import Bind, Iri, Minus, Service, Values, Var

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_NO_BASE = "relative:///"
_PARTS, _STEPS = 1_000, 200
OPTIONAL_VARIABLES = frozenset(("currentShape", "shapesGraph"))
"""Pre-bound variables that a processor need not support, and that subqueries need not return (SHACL §5.3.1)."""
_FORBIDDEN: Mapping[type[Node], str] = {Minus: "MINUS", Values: "VALUES", Service: "SERVICE"}
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
    unknown = sorted(used_prefixes(text) - declared_prefixes(text).keys() - prefixes.keys())
    if unknown:
        raise BrokenInput(f"{whose} uses the prefix {unknown[0]}: which no sh:declare declares")
    try:
        tree = transform(parse_query(text, prefixes=prefixes, given=prebound | OPTIONAL_VARIABLES), _absolute)
    except BrokenQuery as error:
        place = f" (line {error.line}, column {error.column})" if error.line else ""
        raise BrokenInput(f"{whose} does not parse: {error.reason}{place}") from error
    for parts, most in ((longest_chain(tree)[1], _PARTS), (longest_path(tree), _STEPS)):
        if parts > most:
            raise BrokenInput(f"{whose} strings {parts} parts together; more than {most} cannot be followed")
    return tree


def _absolute(node: Node) -> Node:
    """An IRI as an absolute one: a query has no base, and a relative IRI is nothing that the data holds."""
    if isinstance(node, Iri) and not _SCHEME.match(node.value):
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
        named = node.variable if isinstance(node, Alias | Bind) else None
        if named is not None and named.name in prebound | OPTIONAL_VARIABLES:
            raise BrokenInput(f"{whose} assigns ?{named.name}, which is bound beforehand (SHACL §5.2.1)")
        if isinstance(node, Var) and node.name in OPTIONAL_VARIABLES - given:
            raise BrokenInput(f"{whose} uses ${node.name}, and {_WITHOUT[node.name]} (SHACL §5.3.1)")
    for projected in _subqueries(tree):
        for name in sorted(prebound - projected):
            raise BrokenInput(f"a subquery of {whose} does not name ${name} in its SELECT (SHACL §5.2.1)")


def _subqueries(tree: Query) -> Iterator[set[str]]:
    """The variables that each subquery returns under their own names; none for a star."""
    for node in walk(tree):
        if isinstance(node, Select) and node is not tree:
            yield {column.name for column in node.columns if isinstance(column, Var)}
