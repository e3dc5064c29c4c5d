"""Real SPARQL servers for tests, started on free ports of 127.0.0.1 and stopped afterwards."""

from __future__ import annotations

import ctypes
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.conftest import PATIENCE

_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = {clients}
[SPARQL]
ResultSetMaxRows = 1000000
MaxConstructTriples = 1000000
"""


@dataclass(frozen=True)
class Server:
    """A running server: what to call it, where it is, and what the environment holds to reach it."""

    product: str
    location: str
    environment: Mapping[str, str] = field(default_factory=dict)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def virtuoso_settings(sql: int, http: int, *, clients: int = 4, buffers: int = 10_000) -> str:
    """Settings for two ports, so many connections, and so many buffers of 8 kB."""
    return _VIRTUOSO.format(sql=sql, http=http, clients=clients, buffers=buffers, dirty=buffers * 6 // 10)


@contextmanager
def oxigraph_server(*options: str) -> Iterator[Server]:
    program = shutil.which("oxigraph") or shutil.which("oxigraph", path=str(Path(sys.executable).parent))
    if program is None:
        pytest.skip("the oxigraph server is not installed (PyPI: oxigraph)")
    port = free_port()
    with serving([program, "serve", "--bind", f"127.0.0.1:{port}", *options], f"http://127.0.0.1:{port}/", None):
        # A machine that does much else is slow, not wrong.
        yield Server("oxigraph", f"http://127.0.0.1:{port}", {"TCGRAPH_ENGINE_TIMEOUT": "300"})


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[Server]:
    program = shutil.which("virtuoso-t")
    if program is None:
        pytest.skip("Virtuoso is not installed (Debian: virtuoso-opensource)")
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(virtuoso_settings(sql, http))
    with serving([program, "-f", "-c", "virtuoso.ini"], f"http://127.0.0.1:{http}/sparql", folder):
        secrets = {"USER": "dba", "PASSWORD": "dba", "AUTH": "digest", "TIMEOUT": "300"}
        environment = {f"TCGRAPH_ENGINE_{name}": value for name, value in secrets.items()}
        yield Server("virtuoso", f"http://127.0.0.1:{http}/sparql-auth", environment)


def _end_with_tests() -> None:
    """A run of tests that is killed leaves no server behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


@contextmanager
def serving(command: list[str], address: str, folder: Path | None) -> Iterator[int]:
    """A program that answers at an address, by its process's number; it ends with the block."""
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, cwd=folder, stdout=nothing, stderr=nothing, preexec_fn=_end_with_tests)
    try:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                httpx.get(address, timeout=20, trust_env=False)
                break
            except httpx.TransportError:
                if process.poll() is not None or time.monotonic() > deadline:
                    pytest.fail(f"{command[0]} did not start")
                time.sleep(0.1)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
