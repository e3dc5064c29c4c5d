"""The engine for a graph that another server holds: SPARQL 1.1 query, update and graph store over HTTP."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Any, Final

import pyoxigraph

from tcgraph.engine import query_trees
from tcgraph.engine.embedded import parsing
from tcgraph.engine.endpoints import Credentials, Endpoints
from tcgraph.engine.protocol import UNION, Row, Scope, Solutions
from tcgraph.engine.text_search import TextSearch, refuse_search
from tcgraph.engine.transport import Parameters, Transport
from tcgraph.errors import BrokenQuery, EngineError
from tcgraph.namespaces import STANDARD, application
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Quad, ResultFormat, Term, Triple
from tcgraph.sparql import Query, written
from tcgraph.sparql.constants import constant
from tcgraph.sparql.forms import Construct, Select, Template
from tcgraph.sparql.keywords import declared_prefixes, mentions, used_prefixes
from tcgraph.sparql.node import walk
from tcgraph.sparql.syntax import Group, Triples, Values, Var

_CHUNK: Final = 5000
_NOTHING: Final = NamedNode("urn:graph:nothing")
"""A graph that nobody fills."""
_OF_THE_SERVER: Final = (
    "http://www.openlinksw.com/",
    "http://www.w3.org/ns/ldp#",
    "urn:activitystreams-owl:",
    "urn:core:",
    "urn:rules.",
    "http://localhost:8890/DAV",
)
"""Graphs that Virtuoso keeps for itself beside the user's."""

_BOOLEAN: Final = STANDARD["xsd"] + "boolean"
_CANONICAL: Final = {"1": "true", "0": "false"}
_NOT_A_LABEL: Final = re.compile(r"[^A-Za-z0-9]+")


class RemoteEngine:
    """An :class:`tcgraph.engine.Engine` behind HTTP.

    Args:
        endpoints: the server's addresses.
        credentials: who asks.
        timeout: seconds to wait for each answer.
        progress: told how far a load is.
    """

    def __init__(self, endpoints: Endpoints, credentials: Credentials | None = None, *, timeout: float = 60.0) -> None:
        self._endpoints = endpoints
        self._transport = Transport(endpoints, credentials or Credentials(), timeout)
        self._graphs: list[NamedNode] | None = None
        self._search = TextSearch(self.select)

    @property
    def name(self) -> str:
        """The address of queries."""
        return self._endpoints.query

    def select(
        self,
        query: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        scope: Scope = UNION,
        as_found: bool = False,  # noqa: ARG002
    ) -> Solutions:
        """See :meth:`Engine.select`."""
        return read_solutions(self._query("SELECT", query, bindings, scope, ResultFormat.JSON.media_type))

    def ask(self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION) -> bool:
        """See :meth:`Engine.ask`."""
        return read_boolean(self._query("ASK", query, bindings, scope, ResultFormat.JSON.media_type))

    def construct(
        self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION
    ) -> Iterator[Triple]:
        """See :meth:`Engine.construct`."""
        answer = self._query("CONSTRUCT", query, bindings, scope, GraphFormat.N_TRIPLES.media_type)
        try:
            # Turtle is read because it contains N-Triples and servers are lax about escapes in either.
            for quad in pyoxigraph.parse(answer, GraphFormat.TURTLE.codec, lenient=True):
                yield quad.triple
        except SyntaxError as error:
            raise EngineError(f"{self.name} sent RDF that does not parse: {error.msg}") from error

    def update(self, update: str) -> None:
        """See :meth:`Engine.update`."""
        refuse_search(update)
        with self._changing():
            self._transport.update(with_prefixes(update))

    def load(
        self, source: bytes | Path, format: GraphFormat, *, graph: NamedNode | None = None, base: str | None = None
    ) -> None:
        """See :meth:`Engine.load`; parsed here first, so that an error names file, line and column as always."""
        path = source if isinstance(source, Path) else None
        with parsing(path):
            content = source.read_bytes() if isinstance(source, Path) else source
            quads = list(pyoxigraph.parse(content, format.codec, base_iri=base))
        if graph is not None:
            quads = [Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads]
        self.insert(quads)

    def insert(self, quads: Iterable[Quad]) -> None:
        """See :meth:`Engine.insert`; sent in chunks, and what shares blank nodes in one."""
        ordered = sorted(quads, key=lambda quad: (str(quad.graph_name), not _has_blank_node(quad)))
        for graph, group in groupby(ordered, key=lambda quad: quad.graph_name):
            if not isinstance(graph, NamedNode):
                raise EngineError("A server keeps named graphs only; name the graph to load into.")
            for chunk in _chunks(list(group)):
                with self._changing():
                    self._add(graph, chunk)

    def remove(self, quads: Iterable[Quad]) -> None:
        """See :meth:`Engine.remove`; sent in chunks."""
        given = [quad for quad in quads if isinstance(quad.graph_name, NamedNode)]
        if any(_has_blank_node(quad) for quad in given):
            raise EngineError(f"{self.name} cannot be told which blank node is meant; give it an IRI.")
        for chunk in _chunks(given):
            lines = "".join(
                f"GRAPH {quad.graph_name} {{ {quad.subject} {quad.predicate} {quad.object} }}\n" for quad in chunk
            )
            with self._changing():
                self._transport.update(f"DELETE DATA {{ {lines} }}")

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See :meth:`Engine.quads`."""
        for name in [graph] if graph is not None else self.graphs():
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"
            for triple in self.construct(query, scope=Scope((), (name,))):
                yield Quad(triple.subject, triple.predicate, triple.object, name)

    def graphs(self) -> list[NamedNode]:
        """See :meth:`Engine.graphs`; remembered until this engine changes something."""
        if self._graphs is None:
            # GROUP BY, not DISTINCT, which makes Virtuoso 7 a hundred times slower here.
            query = "SELECT ?g WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
            answer = self._transport.query("SELECT", query, ResultFormat.JSON.media_type, ())
            found = (row[0] for row in read_solutions(answer))
            ours = (g for g in found if isinstance(g, NamedNode) and not g.value.startswith(_OF_THE_SERVER))
            self._graphs = sorted(ours, key=lambda name: name.value)
        return list(self._graphs)

    def size(self, graph: NamedNode | None = None) -> int:
        """See :meth:`Engine.size`."""
        total = 0
        for name in [graph] if graph is not None else self.graphs():
            query = f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}"
            ((count,),) = self.select(query, scope=Scope((), (name,)))
            assert count is not None
            assert not isinstance(count, BlankNode | Triple)
            total += int(count.value)
        return total

    def drop(self, graph: NamedNode) -> None:
        """See :meth:`Engine.drop`."""
        self.update(f"DROP SILENT GRAPH {graph}")

    def close(self) -> None:
        """See :meth:`Engine.close`."""
        self._transport.close()

    def _query(self, kind: str, query: str, bindings: Mapping[str, Term] | None, scope: Scope, accept: str) -> bytes:
        text = with_prefixes(with_bindings(without_undef(self._search.answered(query)), bindings))
        # Parameters would win over FROM (SPARQL 1.1 Protocol §2.1.4), and we promise the opposite.
        parameters = [] if mentions(query, "FROM") else list(self._dataset(scope))
        return self._transport.query(kind, text, accept, parameters)

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Around whatever changes the server's graphs, all of it or a part: what was remembered of them goes."""
        try:
            with self._search.changing():
                yield
        finally:
            self._graphs = None

    def _dataset(self, scope: Scope) -> Parameters:
        """The dataset, spelt out because servers differ on what the default graph holds when nothing is said.

        Oxigraph has a word for all graphs together, and answers it many times faster than a list of them.
        """
        if scope == UNION and not self._transport.product:
            self.graphs()  # other servers need the list, and any answer tells which server it is
        if scope == UNION and self._transport.product.startswith("Oxigraph"):
            yield ("union-default-graph", "")
            return
        everything = tuple(self.graphs()) if None in (scope.default, scope.named) else ()
        default = everything if scope.default is None else scope.default
        named = everything if scope.named is None else scope.named
        # No parameter at all would mean the server's own choice, not an empty dataset.
        for graph in default or (_NOTHING,):
            yield ("default-graph-uri", graph.value)
        for graph in named or (_NOTHING,):
            yield ("named-graph-uri", graph.value)

    def _add(self, graph: NamedNode, chunk: list[Quad]) -> None:
        lines = "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in chunk)
        if self._endpoints.store:
            self._transport.store("POST", graph.value, lines.encode(), GraphFormat.TURTLE.media_type)
        else:
            self._transport.update(f"INSERT DATA {{ GRAPH {graph} {{ {lines} }} }}")


def _has_blank_node(quad: Quad) -> bool:
    return isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)


def _chunks(quads: list[Quad]) -> Iterator[list[Quad]]:
    """Pieces of a graph; blank nodes are one piece, since two requests never share one (RDF 1.1 Concepts §3.4)."""
    unnamed = sum(1 for quad in quads if _has_blank_node(quad))
    first = max(unnamed, _CHUNK)
    if quads:
        yield quads[:first]
    for start in range(first, len(quads), _CHUNK):
        yield quads[start : start + _CHUNK]


def read_solutions(document: bytes) -> Solutions:
    """The rows of a SELECT.

    Raises:
        EngineError: the document is not what its media type says.
    """
    data = _parse(document)
    try:
        names: list[str] = data["head"]["vars"]
        rows = [_row(names, binding) for binding in data["results"]["bindings"]]
    except (KeyError, TypeError, ValueError) as error:
        raise EngineError(f"The server's results are malformed: {error}") from error
    return Solutions(names, rows)


def read_boolean(document: bytes) -> bool:
    """The answer to an ASK.

    Raises:
        EngineError: the document is not what its media type says.
    """
    data = _parse(document)
    if isinstance(data.get("boolean"), bool):
        return bool(data["boolean"])
    # Virtuoso 7 answers an ASK with a table of one cell, 1 or 0.
    rows = list(read_solutions(document))
    if len(rows) == 1 and len(rows[0]) == 1 and isinstance(rows[0][0], Literal):
        return rows[0][0].value in ("1", "true")
    raise EngineError("The server's answer to an ASK is neither true nor false.")


def _parse(document: bytes) -> dict[str, Any]:
    try:
        data = json.loads(document)
    except ValueError as error:
        raise EngineError(f"The server's results are not JSON: {error}") from error
    if not isinstance(data, dict):
        raise EngineError("The server's results are not a JSON object.")
    return data


def _row(names: list[str], binding: dict[str, Any]) -> Row:
    return tuple(_term(binding[name]) if name in binding else None for name in names)


def _term(cell: dict[str, Any]) -> Term:
    kind, value = cell["type"], cell["value"]
    if kind == "uri":
        return NamedNode(value)
    if kind == "bnode":
        # Virtuoso's labels are IRIs (nodeID://b10000).
        return BlankNode("b" + _NOT_A_LABEL.sub("", value))
    if kind == "triple":
        subject, predicate, object_ = (_term(value[part]) for part in ("subject", "predicate", "object"))
        assert isinstance(subject, NamedNode | BlankNode)
        assert isinstance(predicate, NamedNode)
        return Triple(subject, predicate, object_)
    if kind not in ("literal", "typed-literal"):
        raise ValueError(f"no term has the type {kind!r}")
    language = cell.get("xml:lang")
    if language:
        return Literal(value, language=language)
    datatype = cell.get("datatype")
    if datatype == _BOOLEAN:
        # Virtuoso keeps booleans as numbers and writes 1 for true.
        value = _CANONICAL.get(value, value)
    return Literal(value, datatype=NamedNode(datatype) if datatype else None)


# -- query text made whole for a server that knows neither our prefixes nor our bindings


def with_prefixes(text: str) -> str:
    """Declare the application's prefixes that the text uses and does not declare, without moving its lines.

    A text that we would not read is sent as well: the server may know more of SPARQL than we do.
    """
    known = application().query_prefixes
    wanted = used_prefixes(text) & known.keys() - declared_prefixes(text).keys()
    return "".join(f"PREFIX {name}: <{known[name]}> " for name in sorted(wanted)) + text


def without_undef(text: str) -> str:
    """Leave out each ``VALUES ?x { UNDEF }``, which Virtuoso 7 takes to leave the variable unbound for good.

    One row without a value joins with anything and changes nothing (SPARQL 1.1 §18.2.4.3).
    """
    if "UNDEF" not in text.upper():
        return text
    try:
        tree = query_trees.query(text)
    except BrokenQuery:
        return text
    empty = [node for node in walk(tree) if isinstance(node, Values) and node.rows == ((None,),)]
    for block in reversed(empty):
        text = text[: block.start] + text[block.end :]
    return text


def with_bindings(text: str, bindings: Mapping[str, Term] | None) -> str:
    """Join values to a query's outermost group, as a VALUES block at its start (SPARQL 1.1 §10).

    Raises:
        EngineError: a value is a blank node, which no query can name; or the query has no group to join values to.
        BrokenQuery: the text is no query.
    """
    if not bindings:
        return text
    if any(isinstance(term, BlankNode | Triple) for term in bindings.values()):
        raise EngineError("A blank node cannot be sent to a server by name; give the thing an IRI.")
    tree = query_trees.query(text)
    block = Values(tuple(map(Var, bindings)), (tuple(map(constant, bindings.values())),))
    if tree.where is None:
        raise EngineError("The query has no group to join values to.")
    return written(_joined(tree, tree.where, block))


def _joined(tree: Query, where: Group, block: Values) -> Query:
    if isinstance(tree, Construct) and tree.template is None:
        # The short form has room for triples alone (SPARQL 1.1 §16.2.4).
        triples = tuple(element for element in where.elements if isinstance(element, Triples))
        tree = replace(tree, template=Template(triples))
    # A group is patterns or one subquery, never both.
    alone = len(where.elements) == 1 and isinstance(where.elements[0], Select)
    return replace(tree, where=Group((block, where) if alone else (block, *where.elements)))
