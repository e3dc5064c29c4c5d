"""The worker pool as an :class:`tcgraph.engine.Engine`, for code that runs in a thread and asks one thing at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from typing import NoReturn

import pyoxigraph

from tcgraph.engine import UNION, Scope, Solutions
from tcgraph.engine.remote import with_bindings
from tcgraph.errors import EngineError
from tcgraph.rdf import GraphFormat, NamedNode, Quad, ResultFormat, Term, Triple, parse
from tcgraph.server.served_graph import ServedGraph, table_in

_LARGEST = 16 << 20
"""Bytes of an answer: it becomes objects of this process, which takes several times as much and holds others up."""


class PooledEngine:
    """Reads through the workers, inside their limits; writing is refused. Not for the event loop's own thread."""

    name = "workers"

    def __init__(self, site: ServedGraph) -> None:
        self._site = site

    def select(
        self,
        query: str,
        *,
        bindings: Mapping[str, Term] | None = None,
        scope: Scope = UNION,
        as_found: bool = False,  # noqa: ARG002
    ) -> Solutions:
        """See :meth:`tcgraph.engine.Engine.select`."""
        found = table_in(self._ask(query, bindings, scope, ResultFormat.JSON, None))
        return Solutions(found.columns, found.rows)

    def ask(self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION) -> bool:
        """See :meth:`tcgraph.engine.Engine.ask`."""
        body = self._ask(query, bindings, scope, ResultFormat.JSON, None)
        return bool(pyoxigraph.parse_query_results(body, ResultFormat.JSON.codec))

    def construct(
        self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION
    ) -> Iterator[Triple]:
        """See :meth:`tcgraph.engine.Engine.construct`."""
        body = self._ask(query, bindings, scope, None, GraphFormat.N_TRIPLES)
        return (quad.triple for quad in parse(body, GraphFormat.N_TRIPLES))

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See :meth:`tcgraph.engine.Engine.quads`."""
        where = f"GRAPH {graph}" if graph else "GRAPH ?g"
        for subject, predicate, value, *rest in self.select(
            f"SELECT ?s ?p ?o {'' if graph else '?g'} WHERE {{ {where} {{ ?s ?p ?o }} }}"
        ):
            name = graph or rest[0]
            assert isinstance(name, NamedNode)
            yield Quad(subject, predicate, value, name)  # type: ignore[arg-type]

    def graphs(self) -> list[NamedNode]:
        """See :meth:`tcgraph.engine.Engine.graphs`."""
        rows = self.select("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g")
        return [row[0] for row in rows if isinstance(row[0], NamedNode)]

    def size(self, graph: NamedNode | None = None) -> int:
        """See :meth:`tcgraph.engine.Engine.size`."""
        where = f"GRAPH {graph}" if graph else "GRAPH ?g"
        row = next(iter(self.select(f"SELECT (COUNT(*) AS ?n) WHERE {{ {where} {{ ?s ?p ?o }} }}")))
        return int(getattr(row[0], "value", "0"))

    def update(self, *_: object, **__: object) -> NoReturn:
        """Refused, as every other change is."""
        raise EngineError("The served graph is not changed this way; see the update protocol.")

    load = insert = remove = drop = update

    def close(self) -> None:
        """Nothing to let go of: the site owns its workers."""

    def _ask(
        self,
        query: str,
        bindings: Mapping[str, Term] | None,
        scope: Scope,
        results: ResultFormat | None,
        graph: GraphFormat | None,
    ) -> bytes:
        if bindings:
            query = with_bindings(query, bindings)
        if self._site.loop is None:
            raise EngineError("The server has not started yet.")
        bound = self._site.settings.result_mb << 20
        asked = self._site.answer(query, results=results, graph=graph, scope=scope, largest=min(_LARGEST, bound))
        return asyncio.run_coroutine_threadsafe(asked, self._site.loop).result().body
