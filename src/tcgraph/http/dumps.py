"""The whole graph to fetch: in any syntax of RDF, what was asserted and what reasoning adds; as tables, in Parquet."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI, Response

from tcgraph.engine import Scope
from tcgraph.errors import BrokenInput
from tcgraph.export.compression import Compression
from tcgraph.export.dump import write_dump
from tcgraph.export.facts import facts
from tcgraph.export.media import PARQUET
from tcgraph.export.rebase import Rebase, rebase_to
from tcgraph.export.rebased_files import staged_under
from tcgraph.export.tables import tables_of
from tcgraph.export.tables.parquet import write_parquet
from tcgraph.http.forms import form_named
from tcgraph.http.openapi_parts import errors
from tcgraph.http.problems import Problem
from tcgraph.rdf import GraphFormat, NamedNode, Quad
from tcgraph.server.pool_engine import PooledEngine
from tcgraph.server.site import Site

_HEADERS = {"cache-control": "public, no-cache", "access-control-allow-origin": "*"}
_ASSERTED, _INFERRED = "tcgraph", "tcgraph-inferred"
_TABLE = ".parquet"


def dump_paths() -> dict[str, GraphFormat]:
    """The addresses of the dumps of what is asserted, below the server's own, each with its syntax."""
    return {f"/dump/{_ASSERTED}{syntax.suffix}": syntax for syntax in GraphFormat}


class Dumps:
    """Files of one version of the graph, each written when it is first asked for.

    Args:
        site: whose graph.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._rebase = rebase_to(site.settings.base_iri)
        self._version = ""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def bytes_of(self, name: str) -> tuple[bytes, str]:
        """A file, with its media type.

        Args:
            name: ``tcgraph`` or ``tcgraph-inferred`` with the suffix of a syntax, and perhaps ``.gz``; or the name of
                a kind of thing with ``.parquet``.

        Raises:
            Problem: 404 for another name; 422 where a graph is larger than an answer may be, or no table can hold it.
        """
        if name.endswith(_TABLE):
            return await self._table(name), PARQUET
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
        async with self._one_at_a_time:
            path = self._of_version() / packed.value / name
            if not path.exists():
                await asyncio.to_thread(self._write, path.parent, syntax, packed)
            if not path.exists():
                raise Problem(404, "unknown", "Nothing is inferred in this graph.")
            return await asyncio.to_thread(path.read_bytes), packed.media_type or syntax.media_type

    async def _table(self, name: str) -> bytes:
        """The things of one kind; all kinds are written at once, since all are read to tell one's columns."""
        form_named("parquet")
        async with self._one_at_a_time:
            folder = self._of_version() / "tables"
            if not folder.exists():
                try:
                    await asyncio.to_thread(self._write_tables, folder)
                except BrokenInput as error:
                    raise Problem(422, "no-table", f"This graph has no tables: {error}.") from None
            written = {file.name: file for file in sorted(folder.glob(f"*{_TABLE}"))}
            if name not in written:
                raise Problem(404, "unknown", f"There is no table {name!r}; there are {', '.join(written)}.")
            return await asyncio.to_thread(written[name].read_bytes)

    def _write_tables(self, folder: Path) -> None:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            written = Path(scratch) / "tables"
            with staged_under(written, self._rebase) as staged:
                write_parquet(tables_of(facts(_ByGraph(self._site))), staged)
            written.rename(folder)

    def _of_version(self) -> Path:
        if self._folder is None or self._version != self._site.version:
            if self._folder is not None:
                self._folder.cleanup()
            self._folder = tempfile.TemporaryDirectory(prefix="tcgraph-dump-")
            self._version = self._site.version
        return Path(self._folder.name)

    def _write(self, folder: Path, syntax: GraphFormat, packed: Compression) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder.parent) as scratch:
            written = Path(scratch) / "dump"
            # What is not packed is renamed on its way out, as every text is.
            rebase = Rebase() if packed is Compression.NONE else self._rebase
            write_dump(
                _ByGraph(self._site), written, formats=[syntax], compression=packed, each_graph=False, rebase=rebase
            )
            for file in written.glob(f"tcgraph*{syntax.suffix}{packed.suffix}"):
                file.replace(folder / file.name)


class _ByGraph(PooledEngine):
    """Reads each graph by a question of its own, in a syntax that is half as long as a table of it."""

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """See :meth:`tcgraph.engine.Engine.quads`."""
        for each in [graph] if graph else self.graphs():
            found = self.construct("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", scope=Scope(default=(each,)))
            yield from (Quad(triple.subject, triple.predicate, triple.object, each) for triple in found)


def register(app: FastAPI, site: Site) -> None:
    """Hang the dumps' addresses into the application."""
    dumps = Dumps(site)

    @app.get(
        "/dump/{name}", tags=["data"], summary="The whole graph, or a table of one kind of thing",
        response_class=Response,
        responses={200: {"description": "The file.", "content": {}}, **errors("404", "422", "429", "503")},
    )  # fmt: skip
    async def dump(name: str) -> Response:
        body, media_type = await dumps.bytes_of(name)
        return Response(body, media_type=media_type, headers=_HEADERS)
