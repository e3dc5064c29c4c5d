"""The whole graph to fetch, in any syntax of RDF: what was asserted, and what reasoning adds."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI, Response

from tcgraph.engine import Scope
from tcgraph.export.compression import Compression
from tcgraph.export.dump import write_dump
from tcgraph.http.openapi_parts import errors
from tcgraph.http.problems import Problem
from tcgraph.rdf import GraphFormat, NamedNode, Quad
from tcgraph.server.pool_engine import PooledEngine
from tcgraph.server.site import Site

_HEADERS = {"cache-control": "public, no-cache", "access-control-allow-origin": "*"}
_ASSERTED, _INFERRED = "tcgraph", "tcgraph-inferred"


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
        self._version = ""
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._one_at_a_time = asyncio.Lock()

    async def bytes_of(self, name: str) -> tuple[bytes, str]:
        """A file, with its media type.

        Args:
            name: ``tcgraph`` or ``tcgraph-inferred`` with the suffix of a syntax, and perhaps ``.gz``.

        Raises:
            Problem: 404 for another name; 422 where a graph is larger than an answer may be.
        """
        packed = Compression.GZIP if name.endswith(".gz") else Compression.NONE
        stem, dot, suffix = name.removesuffix(".gz").partition(".")
        syntax = next((each for each in GraphFormat if each.suffix == f"{dot}{suffix}"), None)
        if stem not in (_ASSERTED, _INFERRED) or syntax is None:
            raise Problem(
                404, "unknown", f"There is no dump {name!r}; there are {', '.join(dump_paths())}, with .gz too."
            )
        async with self._one_at_a_time:
            path = self._of_version() / packed.value / name
            if not path.exists():
                await asyncio.to_thread(self._write, path.parent, syntax, packed)
            if not path.exists():
                raise Problem(404, "unknown", "Nothing is inferred in this graph.")
            return await asyncio.to_thread(path.read_bytes), packed.media_type or syntax.media_type

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
            write_dump(_ByGraph(self._site), written, formats=[syntax], compression=packed, each_graph=False)
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
        "/dump/{name}", tags=["data"], summary="The whole graph in one file", response_class=Response,
        responses={200: {"description": "The file.", "content": {}}, **errors("404", "422", "429", "503")},
    )  # fmt: skip
    async def dump(name: str) -> Response:
        body, media_type = await dumps.bytes_of(name)
        return Response(body, media_type=media_type, headers=_HEADERS)
