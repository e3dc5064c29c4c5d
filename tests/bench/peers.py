"""SPARQL servers to measure beside ours, each over the same file of N-Triples on a free port of 127.0.0.1."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.attacks.processes import children, front_of
from tests.engine.servers import free_port, serving, virtuoso_settings
from tests.http.running import empty_project, running

PATIENCE = 600.0
TICK = 0.01
"""Seconds of processor time in one of the kernel's units."""


@dataclass(frozen=True)
class Peer:
    """A server that runs.

    Attributes:
        url: where it is.
        path: of its SPARQL endpoint.
        pid: of its first process.
    """

    url: str
    path: str
    pid: int

    def processor_seconds(self) -> tuple[float, float]:
        """What its first process has used, and what those below it have."""
        return _used(self.pid), sum(map(_used, _below(self.pid)))


def _below(pid: int) -> list[int]:
    return [each for child in children(pid) for each in (child, *_below(child))]


def _used(pid: int) -> float:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) * TICK


@contextlib.contextmanager
def ours(data: Path, folder: Path, **settings: Any) -> Iterator[Peer]:
    """This server, isolation and all."""
    project = empty_project(folder / "project")
    # N-Triples are Turtle.
    (project / "data/ttl/graph.ttl").symlink_to(data)
    with running(project, folder / "state", "--no-check", patience=PATIENCE, **settings) as up:
        yield Peer(up.url, "/sparql", front_of(up.process.pid))


@contextlib.contextmanager
def oxigraph(data: Path, folder: Path) -> Iterator[Peer]:
    """The oxigraph server (PyPI), in memory, where it is fastest."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with serving([program("oxigraph"), "serve", "--bind", f"127.0.0.1:{port}"], url, folder) as pid:
        headers = {"content-type": "application/n-triples"}
        with data.open("rb") as file:
            httpx.post(f"{url}/store?default", content=file, headers=headers, timeout=PATIENCE).raise_for_status()
        yield Peer(url, "/query", pid)


@contextlib.contextmanager
def rdflib_endpoint(data: Path, folder: Path) -> Iterator[Peer]:
    """rdflib-endpoint (PyPI)."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [program("rdflib-endpoint"), "serve", "--host", "127.0.0.1", "--port", str(port), str(data)]
    with serving(command, url, folder) as pid:
        yield Peer(url, "/", pid)


@contextlib.contextmanager
def virtuoso(data: Path, folder: Path) -> Iterator[Peer]:
    """Virtuoso (Debian: virtuoso-opensource)."""
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(virtuoso_settings(sql, http, clients=100, buffers=170_000))
    url = f"http://127.0.0.1:{http}"
    with serving([program("virtuoso-t"), "-f", "-c", "virtuoso.ini"], f"{url}/sparql", folder) as pid:
        (folder / data.name).symlink_to(data)
        statements = f"ld_dir('.', '{data.name}', 'urn:graph'); rdf_loader_run(); checkpoint;"
        subprocess.run(
            [program("isql-vt"), f"127.0.0.1:{sql}", "dba", "dba", f"exec={statements}"],
            cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE,
        )  # fmt: skip
        yield Peer(url, "/sparql", pid)


Starter = Callable[[Path, Path], AbstractContextManager[Peer]]
PEERS: Mapping[str, Starter] = {
    "tcgraph": ours, "oxigraph": oxigraph, "rdflib-endpoint": rdflib_endpoint, "virtuoso": virtuoso,
}  # fmt: skip


def program(name: str) -> str:
    """Where a program is: beside this interpreter, or on the path.

    Raises:
        FileNotFoundError: nowhere.
    """
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed")
    return found
