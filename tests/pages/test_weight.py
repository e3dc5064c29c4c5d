"""What a page takes before it is seen: itself, with its styles, and its script, as a server sends them."""

from __future__ import annotations

import gzip
import re
from base64 import b64encode
from hashlib import sha256

import pytest
from starlette.testclient import TestClient

from tcgraph.pages.headers import squeezed
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


@pytest.mark.parametrize("path", ["/", "/embed/country/SEN", "/recommendations/99"])
def test_nothing_is_waited_for_before_a_page_is_seen(pages_of: TestClient, path: str) -> None:
    """Styles and the script that must run first are in the page, and the policy allows these and no others."""
    answer = pages_of.get(path, headers={"accept": "text/html"})
    head = answer.text.partition("</head>")[0]
    assert not re.search(r'<link rel="stylesheet"|<script src="[^"]*">', head)
    policy = answer.headers["content-security-policy"]
    for element, directive in (("style", "style-src"), ("script", "script-src")):
        allowed = re.findall(r"'sha256-([^']+)'", policy.partition(directive)[2].partition(";")[0])
        for text in re.findall(rf"<{element}>(.*?)</{element}>", answer.text, re.DOTALL):
            assert b64encode(sha256(text.encode()).digest()).decode() in allowed


def test_squeezed_styles_say_the_same() -> None:
    given = """a  :is(b, c) > d { color : red; /* why; */ content: " (a)  /* b */ " ; }
    @media (width > 3rem) { p { x: calc(1px + 2px); } }"""
    kept = 'a :is(b,c)>d{color :red;content:" (a)  /* b */ "}@media (width>3rem){p{x:calc(1px + 2px)}}'
    assert squeezed(given) == kept


def test_every_page_is_light(pages_of: TestClient) -> None:
    each = many(1, few=6)
    queries = read_queries(ROOT / "queries")
    around = packed(pages_of.get("/static/site.js").content)
    asked = [f"/ask/{query.name}" for query in queries.of_kind("answer")]
    too_much = {}
    # The editor's script comes with its page alone, and has a limit of its own.
    pages = (*OTHERS, *(entry.path for entry in entries(queries) if entry.key != "sparql"), *asked)
    for path in pages[::each]:
        content = pages_of.get(path, headers={"accept": "text/html"}).content
        page = content.decode()
        assert re.search(r"<h1", page), path
        taken = packed(content) + around
        if taken > (WITH_MAP if 'class="p-land"' in page else MOST):
            too_much[path] = taken
    assert too_much == {}
