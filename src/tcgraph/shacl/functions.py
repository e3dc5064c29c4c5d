"""SPARQL functions that a shapes graph declares (SHACL Advanced Features §5), as functions of the embedded engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from tcgraph.engine import UNION, Engine, Scope
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput, BrokenQuery, EngineError
from tcgraph.namespaces import STANDARD
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term, Triple
from tcgraph.shacl.components import Parameter, parameters_of, prefixes_of
from tcgraph.shacl.names import TYPE, sh
from tcgraph.shacl.node_expressions import Context, Evaluator
from tcgraph.shacl.plan import evaluate
from tcgraph.shacl.read import ShapeReader
from tcgraph.shacl.restrictions import read_query
from tcgraph.shacl.run import Run
from tcgraph.shacl.substitution import substituted
from tcgraph.shacl.triples import TripleIndex
from tcgraph.sparql import written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Ask, Select

_BOOLEAN = NamedNode(STANDARD["xsd"] + "boolean")
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
    parameters: tuple[Parameter, ...]
    query: Select | Ask | None
    body: Term | None = None


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
    text = graph.value(holder, sh("select")) or graph.value(holder, sh("ask"))
    expression = graph.value(holder, sh("sparqlExpr"))
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


def _in_order(graph: TripleIndex, name: NamedNode) -> list[Parameter]:
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
    before: Mapping[NamedNode, Call] = engine.functions
    engine.functions = {**before, **{one.name: _callable(engine, graph, one, scope) for one in declared}}
    try:
        yield
    finally:
        engine.functions = before


def _callable(engine: Engine, graph: TripleIndex, function: Function, scope: Scope) -> Call:
    @lru_cache(maxsize=_MOST)
    def called(*arguments: Term | None) -> Term | None:
        needed = sum(not parameter.optional for parameter in function.parameters)
        if not needed <= len(arguments) <= len(function.parameters):
            return None
        names = (parameter.name for parameter in function.parameters)
        try:
            if function.query is None:
                given = {name: term for name, term in zip(names, arguments, strict=False) if term is not None}
                return _expressed(engine, graph, function, scope, given)
            values = {name: constant(term) for name, term in zip(names, arguments, strict=False) if term is not None}
            query = written(substituted(function.query, values), full=True)
            if isinstance(function.query, Ask):
                return Literal("true" if engine.ask(query, scope=scope) else "false", datatype=_BOOLEAN)
            return next((row[0] for row in engine.select(query, scope=scope)), None)
        except (ValueError, BrokenInput, BrokenQuery, EngineError):
            # An error in an expression, as of any function (SPARQL 1.1 §17.2). No query can name a blank node.
            return None

    return called


def _expressed(
    engine: Engine, graph: TripleIndex, function: Function, scope: Scope, given: Mapping[str, Term]
) -> Term | None:
    assert function.body is not None
    evaluator = Evaluator(graph, ShapeReader(graph).shape, Run(engine, scope), evaluate)
    ((*terms,),) = evaluator.values(function.body, [Context(None, given)])
    return terms[0] if terms else None
