"""What a page takes before it is seen: itself, its styles and its scripts, as a server sends them."""

from __future__ import annotations

import gzip
import re

from starlette.testclient import TestClient

from tcgraph.pages.navigation import entries
from tcgraph.queries import read_queries
from tests.conftest import ROOT, many

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


def packed(content: bytes) -> int:
    return len(gzip.compress(content, mtime=0))


def test_every_page_is_light(pages_of: TestClient) -> None:
    each = many(1, few=6)
    queries = read_queries(ROOT / "queries")
    around = sum(packed(pages_of.get(f"/static/{name}").content) for name in ("site.css", "site.js", "theme.js"))
    asked = [f"/ask/{query.name}" for query in queries.of_kind("answer")]
    too_much = {}
    # The editor's script comes with its page alone, and has a limit of its own.
    pages = (*OTHERS, *(entry.path for entry in entries(queries) if entry.key != "sparql"), *asked)
    for path in pages[::each]:
        content = pages_of.get(path, headers={"accept": "text/html"}).content
        page = content.decode()
        assert re.search(r"<h1", page), path
        taken = packed(content) + around
        if taken > (WITH_MAP if "p-land" in page else MOST):
            too_much[path] = taken
    assert too_much == {}
