"""The whole graph to fetch: in any syntax of RDF, what was asserted and what reasoning adds; as tables, in Parquet."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI, Query, Response

from tcgraph.engine import Scope
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.export.dump import Compression, write_dump
from tcgraph.export.fact_tables import tables_of
from tcgraph.export.fact_tables.parquet import write_parquet
from tcgraph.export.facts import facts
from tcgraph.export.media import PARQUET
from tcgraph.export.rebase import Rebase, rebase_to, staged_under
from tcgraph.follow_ups import chosen
from tcgraph.http.models import errors
from tcgraph.http.problems import Problem
from tcgraph.http.table_forms import form_named
from tcgraph.publish.project_graph import graphs_of_others
from tcgraph.rdf import GraphFormat, NamedNode, Quad
from tcgraph.server.pool_engine import PooledEngine
from tcgraph.server.served_graph import ServedGraph
from tcgraph.terms import INFERRED

_HEADERS = {"cache-control": "public, no-cache", "access-control-allow-origin": "*"}
_ASSERTED, _INFERRED = "tcgraph", "tcgraph-inferred"
_TABLE = ".parquet"


def dump_paths(*, inferred: bool = False) -> dict[str, GraphFormat]:
    """The addresses of the dumps of what is asserted, or inferred, below the server's own, each with its syntax."""
    name = _INFERRED if inferred else _ASSERTED
    return {f"/dump/{name}{syntax.suffix}": syntax for syntax in GraphFormat}


class Dumps:
    """Files of one version of the graph, each written when it is first asked for."""

    def __init__(self, site: ServedGraph) -> None:
        self._site = site
        self._rebase = rebase_to(site.settings.base_iri)
        self._version = ""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def bytes_of(self, name: str, of: str = "") -> tuple[bytes, str]:
        """A file, with its media type.

        Args:
            name: ``tcgraph`` or ``tcgraph-inferred`` with the suffix of a syntax, and perhaps ``.gz``; or the name of
                a kind of thing with ``.parquet``.
            of: code of the one follow-up that it is about; empty for all.

        Raises:
            Problem: 404 for another name or code; 422 where a graph is larger than an answer may be, or no table holds
                it.
        """
        without = self._without(of)
        if name.endswith(_TABLE):
            return await self._table(name, of, without), PARQUET
        packed = Compression.GZIP if name.endswith(".gz") else Compression.NONE
        stem, dot, suffix = name.removesuffix(".gz").partition(".")
        syntax = next((each for each in GraphFormat if each.suffix == f"{dot}{suffix}"), None)
        if stem not in (_ASSERTED, _INFERRED) or syntax is None:
            raise Problem(
                404,
                "unknown",
                f"There is no dump {name!r}; there are {', '.join(dump_paths())}, with .gz too, and a table of each "
                f"kind of thing, such as /dump/Action{_TABLE}.",
            )
        if without and stem == _INFERRED:
            raise Problem(
                422, "no-part", f"What is inferred is one graph for all; `tcgraph export --of {of} rdf` infers it anew."
            )
        async with self._one_at_a_time:
            path = self._of_version() / of / packed.value / name
            if not path.exists():
                await asyncio.to_thread(self._write, path.parent, syntax, packed, without)
            if not path.exists():
                raise Problem(404, "unknown", "Nothing is inferred in this graph.")
            return await asyncio.to_thread(path.read_bytes), packed.media_type or syntax.media_type

    def _without(self, of: str) -> tuple[str, ...]:
        """How the names of the graphs begin that are no part of a follow-up."""
        project = self._site.project
        try:
            one = chosen(project.follow_ups, of) if of else None
        except BadParameter as error:
            raise Problem(404, "unknown", str(error)) from None
        return graphs_of_others(project, one) if one is not None and len(project.follow_ups) > 1 else ()

    async def _table(self, name: str, of: str, without: tuple[str, ...]) -> bytes:
        """The things of one kind; all kinds are written at once, since all are read to tell one's columns."""
        form_named("parquet")
        async with self._one_at_a_time:
            folder = self._of_version() / of / "tables"
            if not folder.exists():
                try:
                    await asyncio.to_thread(self._write_tables, folder, without)
                except BrokenInput as error:
                    raise Problem(422, "no-table", f"This graph has no tables: {error}.") from None
            written = {file.name: file for file in sorted(folder.glob(f"*{_TABLE}"))}
            if name not in written:
                raise Problem(404, "unknown", f"There is no table {name!r}; there are {', '.join(written)}.")
            return await asyncio.to_thread(written[name].read_bytes)

    def _write_tables(self, folder: Path, without: tuple[str, ...]) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            written = Path(scratch) / "tables"
            with staged_under(written, self._rebase) as staged:
                write_parquet(tables_of(facts(_ByGraph(self._site, without))), staged)
            written.rename(folder)

    def _of_version(self) -> Path:
        if self._folder is None or self._version != self._site.version:
            if self._folder is not None:
                self._folder.cleanup()
            self._folder = tempfile.TemporaryDirectory(prefix="tcgraph-dump-")
            self._version = self._site.version
        return Path(self._folder.name)

    def _write(self, folder: Path, syntax: GraphFormat, packed: Compression, without: tuple[str, ...]) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            written = Path(scratch) / "dump"
            # What is not packed is renamed on its way out, as every text is.
            rebase = Rebase() if packed is Compression.NONE else self._rebase
            engine = _ByGraph(self._site, without)
            write_dump(engine, written, formats=[syntax], compression=packed, each_graph=False, rebase=rebase)
            for file in written.glob(f"tcgraph*{syntax.suffix}{packed.suffix}"):
                file.replace(folder / file.name)


class _ByGraph(PooledEngine):
    """Reads each graph by a question of its own, in a syntax that is half as long as a table of it.

    Args:
        site: whose graph.
        without: how the names of graphs begin that are left out; then what is inferred from all is, too.
    """

    def __init__(self, site: ServedGraph, without: tuple[str, ...] = ()) -> None:
        super().__init__(site)
        self._without = without

    def graphs(self) -> list[NamedNode]:
        """See :meth:`tcgraph.engine.Engine.graphs`."""
        return [graph for graph in super().graphs() if not self._left_out(graph)]

    def _left_out(self, graph: NamedNode) -> bool:
        return bool(self._without) and (
            graph == INFERRED or any(f"{graph.value}/".startswith(f"{start}/") for start in self._without)
        )

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See :meth:`tcgraph.engine.Engine.quads`."""
        for each in [graph] if graph else self.graphs():
            found = self.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", scope=Scope(default=(each,)))
            yield from (Quad(triple.subject, triple.predicate, triple.object, each) for triple in found)


def register(app: FastAPI, site: ServedGraph) -> None:
    """Hang the dumps' addresses into the application."""
    dumps = Dumps(site)

    @app.get(
        "/dump/{name}", tags=["data"], summary="The whole graph, or a table of one kind of thing",
        response_class=Response,
        responses={200: {"description": "The file.", "content": {}}, **errors("404", "422", "429", "503")},
    )  # fmt: skip
    async def dump(name: str, of: str = Query("", description="Only the follow-up of this code.")) -> Response:
        body, media_type = await dumps.bytes_of(name, of)
        return Response(body, media_type=media_type, headers=_HEADERS)
