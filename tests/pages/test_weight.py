"""What a page takes before it is seen: itself, its styles and its scripts, as a server sends them."""

from __future__ import annotations

import gzip
import re

from starlette.testclient import TestClient

from tcgraph.pages.navigation import entries
from tcgraph.queries import read_queries
from tests.conftest import ROOT

MOST, WITH_MAP = 60_000, 150_000
OTHERS = (
    "/",
    "/recommendations/17",
    "/terms/Action",
    "/codes",
    "/help",
    "/help/sparql",
    "/help/commands",
    "/components",
)


def weight(client: TestClient, path: str) -> int:
    return len(gzip.compress(client.get(path, headers={"accept": "text/html"}).content, mtime=0))


def test_every_page_is_light(pages_of: TestClient) -> None:
    queries = read_queries(ROOT / "queries")
    around = sum(weight(pages_of, f"/static/{name}") for name in ("site.css", "site.js", "theme.js"))
    asked = [f"/ask/{query.name}" for query in queries.of_kind("answer")]
    too_much = {}
    # The editor's script comes with its page alone, and has a limit of its own.
    for path in (*OTHERS, *(entry.path for entry in entries(queries) if entry.key != "sparql"), *asked):
        page = pages_of.get(path, headers={"accept": "text/html"}).text
        assert re.search(r"<h1", page), path
        taken = weight(pages_of, path) + around
        if taken > (WITH_MAP if "p-land" in page else MOST):
            too_much[path] = taken
    assert too_much == {}
