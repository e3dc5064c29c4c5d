"""Answer a question with the bytes of a result document, up to a bound: what a server sends and a command prints."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

import pyoxigraph

from tcgraph.engine.embedded import EmbeddedEngine, owned
from tcgraph.engine.prepared import Found
from tcgraph.engine.protocol import UNION, Scope
from tcgraph.errors import EngineError
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, ResultFormat, Triple, with_prefixes_used
from tcgraph.sparql.keywords import mentions


class ResultTooLarge(EngineError):
    """The result is larger than allowed."""


class NotAcceptable(EngineError):
    """The query gives a kind of result for which no format was asked."""


class ServiceRefused(EngineError):
    """The query asks other servers."""


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query and how to answer it.

    Attributes:
        text: SPARQL 1.1.
        results: the format of SELECT and ASK results; None when nobody wants them.
        graph: the format of CONSTRUCT and DESCRIBE results; likewise.
        scope: the dataset; given explicitly, it wins over FROM (SPARQL 1.1 Protocol §2.1.4).
        union: whether the default graph is the union of the named ones where scope and text say nothing.
        base: base IRI of relative references.
        limit: how many bytes a result may have; None for no bound.
        planned: whether the planner may put it in other words.
    """

    text: str
    results: ResultFormat | None = ResultFormat.JSON
    graph: GraphFormat | None = GraphFormat.TURTLE
    scope: Scope = UNION
    union: bool = True
    base: str | None = None
    limit: int | None = None
    planned: bool = True


@dataclass(frozen=True, slots=True)
class ResultDocument:
    """A result document.

    Attributes:
        format: its syntax.
        body: all of it.
    """

    format: ResultFormat | GraphFormat
    body: bytes


def run(engine: EmbeddedEngine, question: QueryRequest) -> Found:
    """Start a query; see :func:`evaluate` for what it raises.

    Returns:
        The store's own result; see :meth:`EmbeddedEngine.run`.
    """
    text = question.text
    if mentions(text, "SERVICE"):
        reason = "SERVICE is refused: this endpoint asks no other server on a query's behalf."
        # Wikidata's way to labels, which is habit to many.
        raise ServiceRefused(reason + " Labels are asked by ?x rdfs:label ?label." * ("wikibase:label" in text))
    return engine.run(text, question.scope, union=question.union, base=question.base, planned=question.planned)


def evaluate(engine: EmbeddedEngine, question: QueryRequest) -> ResultDocument:
    """Answer a question from what an engine holds.

    Raises:
        BrokenQuery: it does not parse.
        ServiceRefused: it has a SERVICE clause.
        NotAcceptable: no format for this kind of result.
        ResultTooLarge: the result exceeds the limit; nothing of it is returned.
        EngineError: the engine failed.
    """
    result = run(engine, question)
    output = _Bounded(question.limit)
    try:
        if isinstance(result, pyoxigraph.QueryTriples):
            if question.graph is None:
                raise NotAcceptable("this query gives a graph; ask for an RDF format such as text/turtle")
            return ResultDocument(question.graph, write_graph(owned(result), question.graph, question.limit))
        if question.results is None:
            raise NotAcceptable("this query gives a table; ask for a result format such as text/csv")
        if isinstance(result, pyoxigraph.QueryBoolean) and question.results in (ResultFormat.CSV, ResultFormat.TSV):
            # SPARQL 1.1 Query Results CSV and TSV §1 has no form for a boolean; the bare word is what tools expect.
            return ResultDocument(question.results, b"true\n" if result else b"false\n")
        result.serialize(output, question.results.codec)
        return ResultDocument(question.results, output.getvalue())
    except (OSError, RuntimeError, ValueError) as error:
        raise EngineError(f"The query failed: {error}") from error
    finally:
        del result  # see owned: whoever keeps the error keeps this frame


def write_graph(triples: Iterable[Triple], wanted: GraphFormat, limit: int | None) -> bytes:
    """Write a graph as a document.

    Args:
        triples: may repeat.
        wanted: its syntax.
        limit: how many bytes it may have; None for no bound.

    Raises:
        ResultTooLarge: it has more.
    """
    output = _Bounded(limit)
    if wanted in (GraphFormat.TURTLE, GraphFormat.TRIG, GraphFormat.RDF_XML):
        # A CONSTRUCT may give a triple twice, and Turtle reads best with each subject together.
        unique = dict.fromkeys(_counted(triples, output))
        pyoxigraph.serialize(sorted(unique, key=_order), output, wanted.codec, prefixes=application().prefixes)
        return with_prefixes_used(output.getvalue())
    pyoxigraph.serialize(triples, output, wanted.codec)
    return output.getvalue()


def _counted(result: Iterable[Triple], output: _Bounded) -> list[Triple]:
    triples = []
    size = 0
    for triple in result:
        size += len(triple.object.value) if isinstance(triple.object, Literal) else 8
        output.check(size)
        triples.append(triple)
    return triples


def _order(triple: Triple) -> tuple[bool, str, str, str]:
    return (isinstance(triple.subject, BlankNode), str(triple.subject), triple.predicate.value, str(triple.object))


class _Bounded(BytesIO):
    """A buffer that refuses to grow beyond its limit."""

    def __init__(self, limit: int | None) -> None:
        super().__init__()
        self._limit = limit

    def check(self, size: int) -> None:
        if self._limit is not None and size > self._limit:
            raise ResultTooLarge(
                f"The result is larger than {self._limit:,} bytes. Ask for less, or page with LIMIT and OFFSET."
            )

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.check(self.tell() + len(data))
        return super().write(data)


def scope_of(default: list[str] | None, named: list[str] | None) -> Scope:
    """The dataset that protocol parameters describe: naming either kind of graph leaves out all others of both.

    Raises:
        ValueError: a graph name is not an IRI.
    """
    if not default and not named:
        return UNION
    return Scope(tuple(NamedNode(name) for name in default or ()), tuple(NamedNode(name) for name in named or ()))
