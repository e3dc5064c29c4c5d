"""SPARQL functions that a shapes graph declares (SHACL Advanced Features §5), as functions of the embedded engine."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache

from tcgraph.engine import UNION, Engine, Scope
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.engine.query_trees import MISSING
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.components import ComponentParameter, parameters_of, prefixes_of
from tcgraph.shacl.names import TYPE, sh
from tcgraph.shacl.node_expressions import Context, Evaluator
from tcgraph.shacl.plan import evaluate
from tcgraph.shacl.read import ShapeReader
from tcgraph.shacl.small_graph import TripleIndex
from tcgraph.shacl.substitution import read_query, substituted
from tcgraph.shacl.validation_run import ValidationRun
from tcgraph.sparql import syntax, written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Alias, Ask, Select
from tcgraph.sparql.node import Node, transform

_BOOLEAN = NamedNode(STANDARD["xsd"] + "boolean")
_TRUE = syntax.Literal("true", syntax.Iri(_BOOLEAN.value))
_MOST = 65_536
Call = Callable[..., NamedNode | BlankNode | Literal | Triple | None]


@dataclass(frozen=True, slots=True)
class Function:
    """A declared function.

    Attributes:
        name: what queries call.
        parameters: in the order of the arguments.
        query: the outcome of an ASK query is the value; else the value is in the first column of the first row.
        body: in place of a query, a node expression whose first term is the value.
    """

    name: NamedNode
    parameters: tuple[ComponentParameter, ...]
    query: Select | Ask | None
    body: Term | None = None

    @property
    def optional(self) -> list[int]:
        """The places of the arguments that a call may do without."""
        return [place for place, parameter in enumerate(self.parameters) if parameter.optional]


def declared_functions(graph: TripleIndex) -> list[Function]:
    """The functions of a shapes graph whose queries can be read; the others stay unknown to the engine."""
    found: list[Function] = []
    for name in (*graph.having(TYPE, sh("SPARQLFunction")), *graph.having(TYPE, sh("ListParameterExpressionFunction"))):
        if isinstance(name, NamedNode):
            try:
                found += _declared(graph, name)
            except BrokenInput:
                continue
    return found


def _declared(graph: TripleIndex, name: NamedNode) -> Iterator[Function]:
    """The function of a name: its own query, or the expression that is its body (SHACL 1.2 SPARQL Extensions §5)."""
    body = graph.value(name, sh("bodyExpression"))
    holder = name if body is None else body
    text = graph.only(holder, sh("select")) or graph.only(holder, sh("ask"))
    expression = graph.only(holder, sh("sparqlExpr"))
    parameters = tuple(_in_order(graph, name))
    if text is None and isinstance(expression, Literal):
        text = Literal(f"SELECT (({expression.value}) AS ?result) {{}}")
    if isinstance(text, Literal):
        given = {parameter.name for parameter in parameters}
        tree = read_query(text.value, dict(prefixes_of(graph, holder)), given, f"the function {name}")
        if isinstance(tree, Select | Ask):
            yield Function(name, parameters, tree)
    elif body is not None:
        yield Function(name, parameters, None, body)


def _in_order(graph: TripleIndex, name: NamedNode) -> list[ComponentParameter]:
    """The parameters by ``sh:order``, then by name (SHACL-AF §5.1)."""
    orders: dict[str, float] = {}
    for node in graph.objects(name, sh("parameter")):
        order, path = graph.value(node, sh("order")), graph.value(node, sh("path"))
        if isinstance(order, Literal) and path is not None:
            orders[str(path)] = float(order.value)
    return sorted(parameters_of(graph, name), key=lambda one: (orders.get(str(one.predicate), 0.0), one.name))


@contextmanager
def functions_in(
    engine: Engine, graph: TripleIndex, scope: Scope = UNION, declared: Sequence[Function] | None = None
) -> Iterator[None]:
    """Let the queries of an embedded engine call what a shapes graph declares, for as long as the context lasts.

    Args:
        engine: any; one that is a server knows its own functions only.
        graph: the shapes graph.
        scope: the data graph that the functions look at. While the context lasts, it stays as it is.
        declared: the functions, if they have been read before.
    """
    if declared is None:
        declared = declared_functions(graph) if isinstance(engine, EmbeddedEngine) else []
    if not declared or not isinstance(engine, EmbeddedEngine):
        yield
        return
    before = engine.functions, engine.optional_arguments
    engine.functions = {**before[0], **{one.name: _callable(engine, graph, one, scope) for one in declared}}
    engine.optional_arguments = {**before[1], **{one.name: one.optional for one in declared}}
    try:
        yield
    finally:
        engine.functions, engine.optional_arguments = before


def _callable(engine: Engine, graph: TripleIndex, function: Function, scope: Scope) -> Call:
    @lru_cache(maxsize=_MOST)
    def called(*arguments: Term | None) -> Term | None:
        names = [parameter.name for parameter in function.parameters]
        values = {name: term for name, term in zip(names, arguments, strict=False) if term not in (None, MISSING)}
        required = {parameter.name for parameter in function.parameters if not parameter.optional}
        if len(arguments) > len(names) or not required <= values.keys():
            return None
        try:
            if function.query is None:
                return _expressed(engine, graph, function, scope, values)
            query, blank = _asked_with(function.query, values)
            rows = engine.select(query, bindings=blank, scope=scope)
            if isinstance(function.query, Ask):
                return Literal("true" if any(True for _ in rows) else "false", datatype=_BOOLEAN)
            return next((row[0] for row in rows), None)
        except (ValueError, BrokenInput, BrokenQuery, EngineError):
            # An error in an expression, as of any function (SPARQL 1.1 §17.2).
            return None

    return called


def _asked_with(query: Select | Ask, values: Mapping[str, Term]) -> tuple[str, dict[str, Term]]:
    """The query of a function with its arguments in it, and those that are blank nodes, which no text can name.

    What it in turn calls without an argument the engine sees to (:mod:`tcgraph.engine.query_trees`).
    """
    blank: dict[str, Term] = {name: term for name, term in values.items() if isinstance(term, BlankNode)}
    tree = substituted(query, {name: constant(term) for name, term in values.items() if name not in blank})
    tree = transform(tree, lambda node: _known_bound(node, blank.keys()))
    columns = tree.columns if isinstance(tree, Select) else ()
    # The engine puts values into variables that are among the columns.
    columns = (*columns, *(syntax.Var(name) for name in blank if syntax.Var(name) not in columns))
    if isinstance(tree, Select):
        return written(replace(tree, columns=columns if tree.columns else ()), full=True), blank
    found = columns or (Alias(_TRUE, syntax.Var("found")),)
    limits = replace(tree.modifiers, limit=1)
    return written(Select(tree.prologue, "", found, tree.dataset, tree.where, limits), full=True), blank


def _known_bound(node: Node, bound: Collection[str]) -> Node:
    """BOUND of a variable that has a value which no text can name."""
    match node:
        case syntax.Call(function="BOUND", arguments=(syntax.Var(name=name),)) if name in bound:
            return _TRUE
    return node


def _expressed(
    engine: Engine, graph: TripleIndex, function: Function, scope: Scope, given: Mapping[str, Term]
) -> Term | None:
    assert function.body is not None
    evaluator = Evaluator(graph, ShapeReader(graph).shape, ValidationRun(engine, scope), evaluate)
    ((*terms,),) = evaluator.values(function.body, [Context(None, given)])
    return terms[0] if terms else None
