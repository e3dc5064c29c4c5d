"""Targets that are queries (SHACL Advanced Features §3): ``sh:SPARQLTarget`` and target types with parameters."""

from __future__ import annotations

from tcgraph.errors import BrokenInput
from tcgraph.rdf import Literal, NamedNode, Term
from tcgraph.shacl.broken_shape import BrokenShape
from tcgraph.shacl.components import ComponentParameter, parameters_of, prefixes_of
from tcgraph.shacl.dash import declarations, uses_dash
from tcgraph.shacl.model import Target
from tcgraph.shacl.names import TYPE, sh
from tcgraph.shacl.restrictions import read_query
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.substitution import constants, substituted
from tcgraph.sparql import written
from tcgraph.sparql.forms import Select
from tcgraph.sparql.syntax import Var
from tcgraph.sparql.variable_scope import columns


def query_target(graph: TripleIndex, shape: Term, target: Term) -> Target:
    """What a value of ``sh:target`` selects.

    Args:
        graph: the shapes graph.
        shape: the shape that has the target.
        target: the value.

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
