"""A connection that ends in the middle of a change: the server behind holds what it held, and one sentence says so."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tcgraph.engine import Engine, open_engine
from tcgraph.errors import EngineError
from tcgraph.publish.versions import MARK, Manifest, Version, publish_to
from tcgraph.terms import GRAPH
from tests.engine.servers import oxigraph_server

_ENOUGH = 100_000
"""Bytes of a request that get through; a version below has four times as many."""


@contextmanager
def cut_after(location: str, most: int) -> Iterator[str]:
    """A way to a server on which a request ends after so many bytes."""
    there = urlsplit(location)
    listening = socket.create_server(("127.0.0.1", 0))

    def carry(here: socket.socket) -> None:
        with here, socket.create_connection((there.hostname or "", there.port or 0)) as onward, suppress(OSError):
            threading.Thread(target=back, args=(onward, here), daemon=True).start()
            sent = 0
            while chunk := here.recv(min(65_536, most - sent)):
                onward.sendall(chunk)
                sent += len(chunk)
            # As when a cable is pulled: neither side is told more.
            here.shutdown(socket.SHUT_RDWR)

    def back(onward: socket.socket, here: socket.socket) -> None:
        with suppress(OSError):
            while chunk := onward.recv(65_536):
                here.sendall(chunk)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=carry, args=(listening.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()


def version(folder: Path, name: str, of: int) -> Version:
    path = folder / name / "dump.nq"
    path.parent.mkdir()
    lines = (f'<urn:thing:{n}> <urn:in> "{name}" <{GRAPH}part-{n % 3}> .\n' for n in range(of))
    path.write_text("".join(lines), encoding="utf-8")
    return Version(path.parent, Manifest(name, "", of, 0, {}, 0, 0))


def held(engine: Engine) -> tuple[int, list[str]]:
    names = engine.select(f"SELECT ?name {{ GRAPH {MARK} {{ ?mark ?is ?name }} }}")
    return sum(1 for _ in engine.quads()), [str(name) for (name,) in names]


@pytest.mark.servers
def test_a_version_that_is_cut_off_is_not_there_by_half(tmp_path: Path) -> None:
    with oxigraph_server() as server, cut_after(server.location, _ENOUGH) as worn:
        engine = open_engine(server.location, dict(server.environment))
        publish_to(engine, version(tmp_path, "one", 300))
        before = held(engine)
        assert before == (301, ['"one"'])
        with pytest.raises(EngineError) as told:
            publish_to(open_engine(worn, dict(server.environment)), version(tmp_path, "two", 10_000))
        assert "\n" not in str(told.value)
        assert worn in str(told.value)
        assert held(engine) == before
        publish_to(engine, version(tmp_path, "three", 10_000))
        assert held(engine) == (10_001, ['"three"'])
