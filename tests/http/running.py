"""A real server in a process of its own, on a free port of 127.0.0.1, for tests that speak HTTP to it."""

from __future__ import annotations

import contextlib
import os
import re
import select
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tcgraph.http.auth import Tokens
from tests.command_line import Started, run, start
from tests.conftest import PATIENCE
from tests.own_project import take_published

ROOT = Path(__file__).parents[2]
THINGS = (
    "id/recommendation/12",
    "id/country/BEN",
    "graph/gb297-tc-3/section-3",
    "vocab/status/taken",
    "ontology",
    "ns",
)
"""Addresses in the shipped graph, of every sort that clients read."""


@dataclass
class Running:
    """A server that runs."""

    url: str
    token: str
    state: Path
    process: Started

    @property
    def bearer(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}"}

    def client(self, **options: object) -> httpx.Client:
        return httpx.Client(base_url=self.url, **options)  # type: ignore[arg-type]


def empty_project(root: Path) -> Path:
    """A project with nothing in it."""
    for part in ("ontology", "data/ttl", "shapes", "queries"):
        (root / part).mkdir(parents=True, exist_ok=True)
    return root


def environment(state: Path, **settings: object) -> dict[str, str]:
    """The environment of a tcgraph process under test; its limits bear a busy machine unless they are tested."""
    patient = {"query_seconds": 60, "queue_seconds": PATIENCE, "write_seconds": PATIENCE}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TCGRAPH_")}
    given = {f"TCGRAPH_{name.upper()}": str(value) for name, value in (patient | settings).items()}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "TCGRAPH_STATE": str(state), **given}


@contextlib.contextmanager
def running(
    project: Path, state: Path, *options: str, scopes: tuple[str, ...] = (), **settings: object
) -> Iterator[Running]:
    """Serve a project; with scopes, also issue a token.

    The shipped project finds its version published: what starting without one does has tests of its own.
    """
    if project == ROOT and not {"--no-check", "--engine"} & {*options} and not (state / "versions").exists():
        take_published(state)
    told = environment(state, **settings)
    token = ""
    if scopes:
        token = Tokens(Path(str(settings.get("tokens", state / "tokens.json")))).issue("tester", scopes)
    process = start(["-C", str(project), "serve", "--port", "0", *options], Path.cwd(), told)
    try:
        stream = process.stderr if settings.get("log_format") == "json" else process.stdout
        assert stream is not None
        line = stream.readline() if select.select([stream], [], [], PATIENCE)[0] else "it says nothing"
        found = re.search(r"http://[^\s\"]+", line)
        if found is None:
            process.kill()
            raise RuntimeError(f"the server did not start: {line}{process.communicate()[1]}")
        url = found.group()
        wait_ready(url, token)
        # SPARQL is answered first; tests ask for everything else as well.
        httpx.get(f"{url}/health")
        yield Running(url, token, state, process)
    finally:
        process.terminate()
        try:
            process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()


def wait_ready(url: str, token: str = "") -> float:
    """Wait until questions are answered; returns how long that took."""
    start = time.monotonic()
    bearer = {"authorization": f"Bearer {token}"} if token else {}
    while time.monotonic() - start < PATIENCE:
        with contextlib.suppress(httpx.HTTPError):
            if httpx.get(f"{url}/sparql", params={"query": "ASK {}"}, headers=bearer, timeout=20).status_code == 200:
                return time.monotonic() - start
        time.sleep(0.02)
    raise RuntimeError(f"{url} is not ready after {PATIENCE} seconds")


def update(server: Running, text: str) -> None:
    """Change a server's graph."""
    answer = httpx.post(f"{server.url}/sparql", data={"update": text}, headers=server.bearer)
    assert answer.status_code == 200, answer.text


def command(project: Path, state: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run tcgraph on a project with a state directory of its own."""
    return run(["-C", str(project), *arguments], Path.cwd(), environment(state))
