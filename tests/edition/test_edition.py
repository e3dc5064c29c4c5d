"""The edition as plain files: every link leads somewhere, none leads out, each export is the same, and it answers."""

from __future__ import annotations

import functools
import gzip
import hashlib
import html
import http.server
import io
import os
import re
import shutil
import threading
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, unquote_to_bytes, urlsplit

import pytest
import rdflib
from rdflib.compare import isomorphic

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.export.rebase import Rebase, rebase_files
from tcgraph.project import open_project
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import GraphFormat, canonical_quads, parse
from tcgraph.terms import BASE, PREFIXES
from tests import command_line
from tests.http.running import ROOT, environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.slow

PAGES = ROOT / "src" / "tcgraph" / "pages"
COPY = "https://data.example.org/follow-up/"
_UNUSED = (
    *("projects.ttl", "reporting.ttl", "targets.ttl", "shortcuts.ttl", "sector.ttl", "stage.ttl", "resource.ttl"),
    *("history.ttl", "frameworks.ttl", "instruments.ttl", "places.ttl", "boundary.ttl"),
    *("*-kind.ttl", "p*-[ks]*.ttl", "a*-*.ttl"),
)
"""Parts of the ontology that the facts below name nothing of: a page, six tables and eight files for each term."""
_NAMED = re.compile(r"(?:\b[\w-]+)?:([\w-]+)")
_MORE_GENERAL = re.compile(r"(?:subClassOf|subPropertyOf|inverseOf|domain|range) ([^;]*)")
ROWS = ("29", "33", "34")
_ROW = re.compile(r"[a-z-]+:r?(\d+)")
_REFERENCE = re.compile(r'\s(?:href|src|action|data-png)="([^"]*)"')


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A part of the shipped graph, and the questions that the pages are made of."""
    root = tmp_path_factory.mktemp("edition") / "project"
    shutil.copytree(ROOT / "ontology", root / "ontology", ignore=shutil.ignore_patterns("align", *_UNUSED))
    shutil.copytree(ROOT / "queries", root / "queries")
    (root / "shapes").mkdir()
    (root / "data" / "ttl" / "gb297-tc-3").mkdir(parents=True)
    shutil.copy(ROOT / "data" / "ttl" / "gb297-tc-3" / "cover.ttl", root / "data" / "ttl" / "gb297-tc-3")
    section = (ROOT / "data" / "ttl" / "gb297-tc-3" / "section-5.ttl").read_text(encoding="utf-8").split("\n\n")
    rows = [block for block in section if not (row := _ROW.match(block)) or row[1] in ROWS]
    (root / "data" / "ttl" / "gb297-tc-3" / "section-5.ttl").write_text("\n\n".join(rows), encoding="utf-8")
    _without_terms_that_nothing_names(root)
    used = "".join(path.read_text(encoding="utf-8") for path in PAGES.rglob("*.py")) + '"nothing-taken" "sections"'
    for path in (root / "queries" / "answer").glob("*.rq"):
        if f'"{path.stem}"' not in used:
            path.unlink()
    return root


def _without_terms_that_nothing_names(root: Path) -> None:
    """Cut the ontology down to what the facts name, and what that stands on: a page and its tables for each term."""
    named = {name for path in (root / "data").rglob("*.ttl") for name in _NAMED.findall(path.read_text("utf-8"))}
    files = {path: path.read_text("utf-8").split("\n\n") for path in (root / "ontology").rglob("*.ttl")}
    terms = {found[1]: block for blocks in files.values() for block in blocks if (found := _NAMED.match(block))}
    waiting = list(named & terms.keys())
    while waiting:
        more = {name for told in _MORE_GENERAL.findall(terms[waiting.pop()]) for name in _NAMED.findall(told)} - named
        named |= more
        waiting += more & terms.keys()
    for path, blocks in files.items():
        kept = [block for block in blocks if not (found := _NAMED.match(block)) or found[1] in named]
        path.write_text("\n\n".join(kept) + "\n", encoding="utf-8")


def export(project: Path, directory: Path, *options: str) -> str:
    command = ["export", "site", str(directory), "--no-check", *options]
    done = command_line.run(command, project, environment(project.parent / "state"))
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module", params=[pytest.param(BASE, marks=pytest.mark.at_size), COPY], ids=["ours", "copy"])
def base(request: pytest.FixtureRequest) -> str:
    """Our own base, and that of a deployment's copy."""
    return str(request.param)


@pytest.fixture(scope="module")
def ours(project: Path) -> Path:
    """Under our own base, as small as one may be: one language, and no page for questions."""
    directory = project.parent / "www" / "under" / "here"
    assert "MB in" in export(project, directory, "--languages", "en", "--no-questions")
    return directory


@pytest.fixture(scope="module")
def copy(project: Path) -> Path:
    """Under a deployment's own base, with everything."""
    directory = project.parent / "copy" / "under" / "here"
    assert "MB in" in export(project, directory, "--languages", "en,fr", "--base-iri", COPY)
    return directory


@pytest.fixture(scope="module")
def edition(base: str, request: pytest.FixtureRequest) -> Path:
    return Path(request.getfixturevalue("ours" if base == BASE else "copy"))


def pages(edition: Path) -> list[Path]:
    return sorted(edition.rglob("*.html"))


def test_the_manual_is_beside_the_pages(edition: Path) -> None:
    chapters = {path.stem for path in (ROOT / "docs").glob("*.md")}
    assert {path.stem for path in (edition / "help").glob("*.html")} == chapters
    assert 'href="help.html"' in (edition / "index.html").read_text("utf-8")


def test_every_reference_leads_to_a_file_that_is_there(edition: Path) -> None:
    anchors: dict[Path, set[str]] = {}
    broken: list[str] = []
    for page in pages(edition):
        for found in _REFERENCE.findall(page.read_text(encoding="utf-8")):
            target = urlsplit(html.unescape(found))
            if target.scheme or found.startswith(("#", "?")):
                continue
            path = Path(os.path.normpath(page.parent / unquote(target.path)))
            if found.startswith("/") or not path.is_relative_to(edition) or not path.is_file():
                broken.append(f"{page.relative_to(edition)}: {found}")
            elif target.fragment and path.parent.name == "recommendations":
                if path not in anchors:
                    anchors[path] = set(re.findall(r'\sid="([^"]*)"', path.read_text(encoding="utf-8")))
                if unquote(target.fragment) not in anchors[path]:
                    broken.append(f"{page.relative_to(edition)}: no place {found}")
    assert broken == []


def test_pages_allow_only_what_they_need_and_name_no_server(edition: Path) -> None:
    found = pages(edition)
    assert len(found) > 200
    for page in found:
        text = page.read_text(encoding="utf-8")
        (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        assert policy.startswith("default-src 'none'")
        assert ("'wasm-unsafe-eval'" in policy) == (page.name == "query.html")
        assert "unsafe-inline" not in policy
        assert not re.search(r"\sstyle=|\son[a-z]+=", text), page
        for inline in re.findall(r"<(?:style|script)>(.*?)</", text, re.DOTALL):
            assert b64encode(hashlib.sha256(inline.encode()).digest()).decode() in policy, page
        assert "edition.invalid" not in text
        # The manual tells of times; what a page tells of itself is no time of its making.
        assert "/help/" in page.as_posix() or not re.search(r"\d ms\b", text), page


def test_a_copy_names_no_iri_of_the_original(edition: Path, base: str) -> None:
    found = 0
    for path in sorted(path for path in edition.rglob("*") if path.is_file() and path.suffix != ".wasm"):
        content = path.read_bytes()
        for part in _members(content) if path.suffix == ".xlsx" else (content,):
            whole = unquote_to_bytes(gzip.decompress(part) if path.suffix == ".gz" else part)
            found += base.encode() in whole
            assert b"edition.invalid" not in whole, path
            assert base == BASE or BASE.encode() not in whole, path
    assert found > 1000
    sums = (edition / "downloads" / "SHA256SUMS").read_text().splitlines()
    assert len(sums) == 8
    for digest, name in (line.split("  ") for line in sums):
        assert hashlib.sha256((edition / "downloads" / name).read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("name", ["catalogue.ttl", "catalogue.jsonld", "void.ttl"])
def test_the_catalogue_leads_to_the_downloads(edition: Path, base: str, name: str) -> None:
    here = "https://here.example.org/edition/"
    graph = rdflib.Graph().parse(edition / name, publicID=here + name)
    dcat, spdx = (rdflib.Namespace(PREFIXES[prefix]) for prefix in ("dcat", "spdx"))
    urls = {str(url): of for of, url in graph.subject_objects(dcat.downloadURL)}
    assert sorted(urls) == sorted(
        f"{here}downloads/{stem}{suffix}.gz"
        for stem in ("tcgraph", "tcgraph-inferred")
        for suffix in (".nq", ".trig", ".ttl", ".jsonld")
    )
    for url, distribution in urls.items():
        content = (edition / url.removeprefix(here)).read_bytes()
        checksum = graph.value(distribution, spdx.checksum)
        assert str(graph.value(checksum, spdx.checksumValue)).lower() == hashlib.sha256(content).hexdigest()
        assert int(str(graph.value(distribution, dcat.byteSize))) == len(content)
        assert str(distribution).startswith(f"{base}catalogue#")
    assert set(graph.subjects(rdflib.RDF.type, dcat.DataService)) == set()


def _members(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return [book.read(name) for name in book.namelist()]


def test_every_thing_has_data_in_four_formats_and_a_page(edition: Path, project: Path, base: str) -> None:
    engine = EmbeddedEngine()
    load_project(engine, open_project(project))
    rows = engine.select(
        'SELECT DISTINCT ?s WHERE { ?s a ?t FILTER(STRSTARTS(STR(?s), "https://w3id.org/tcgraph/id/")) }'
    )
    things = [str(getattr(thing, "value", "")).removeprefix("https://w3id.org/tcgraph/") for (thing,) in rows]
    assert len(things) > 60
    for thing in things:
        assert all((edition / f"{thing}{suffix}").is_file() for suffix in (".ttl", ".jsonld", ".nt", ".rdf")), thing
        assert (edition / f"{thing}.html").is_file(), thing
    turtle, triples, xml = (
        rdflib.Graph().parse(edition / "id" / "recommendation" / f"34{suffix}") for suffix in (".ttl", ".nt", ".rdf")
    )
    assert len(turtle) > 10
    assert rdflib.URIRef(f"{base}id/recommendation/34") in turtle.subjects()
    assert isomorphic(turtle, triples)
    assert isomorphic(turtle, xml)


@pytest.mark.at_size
def test_the_same_graph_gives_the_same_bytes(ours: Path, copy: Path, tmp_path: Path) -> None:
    """However much is written beside it; a deployment's copy is what is ours, with other names put in.

    Blank nodes are named after what is said of them, so dumps, which are renamed before that, are compared as graphs;
    ``tests/export/test_dump.py`` has the same bytes of the same graph.
    """
    renamed = tmp_path / "renamed"
    shutil.copytree(ours, renamed)
    rebase = Rebase(base=COPY)
    rebase_files(renamed, rebase)
    # Without French and the page for questions, links to them are text, and forms for questions are left out.
    differing = re.compile(rb'<nav class="tongues".*?</nav>|<form.*?</form>|<a\b[^>]*>', re.DOTALL)
    compared = 0
    for path in sorted(path for path in renamed.rglob("*") if path.is_file()):
        one, other = path.read_bytes(), (copy / path.relative_to(renamed)).read_bytes()
        if path.suffix == ".html":
            assert differing.sub(b"", one) == differing.sub(b"", other), path
        elif path.suffix == ".gz":
            syntax = GraphFormat.of_path(path.with_suffix(""))
            one, other = rebase.document(gzip.decompress(one)), gzip.decompress(other)
            assert canonical_quads(parse(one, syntax)) == canonical_quads(parse(other, syntax)), path
        elif path.suffix == ".txt":  # a page, which is renamed by itself since a source's text is not
            assert rebase.document(one) == other, path
        elif not tells_of_dumps(path):
            assert one == other, path
        compared += 1
    assert compared > 1000
    assert not (ours / "query.html").exists()
    assert not any(b"query.html" in path.read_bytes() for path in pages(ours))


def tells_of_dumps(path: Path) -> bool:
    """Whether a file holds sizes and digests of dumps, which differ as the names in them do."""
    return path.name in ("SHA256SUMS", "manifest.json") or path.stem in ("catalogue", "void")


def test_french_pages_speak_french_and_stay_among_themselves(copy: Path) -> None:
    page = (copy / "fr" / "recommendations" / "34.html").read_text(encoding="utf-8")
    assert '<html lang="fr"' in page
    assert 'href="../../recommendations/34.html"' in page
    assert 'href="../countries.html"' in page


@pytest.fixture
def served(copy: Path) -> Iterator[str]:
    """The edition on a plain file server, two folders below its root."""
    handler = functools.partial(_Quiet, directory=str(copy.parents[1]))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/under/here"
        server.shutdown()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.mark.browser
def test_questions_and_search_run_in_the_browser(copy: Path, project: Path, served: str, browser: Browser) -> None:
    from playwright.sync_api import expect

    if not (copy / "query.html").exists():
        pytest.skip("npm is not installed, so the edition has no page for questions")
    command = ["query", "nothing-taken", "--no-check", "-o", "csv"]
    said = command_line.run(command, project, environment(project.parent / "state")).stdout
    expected = [line.replace('"', "") for line in said.splitlines()]
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    complaints: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{served}/ask/nothing-taken.html")
    page.fill('form.ask input[name="asOf"]', "2006-12-31")
    page.click("form.ask button[type=submit]")
    page.wait_for_selector("#result table")
    rows = page.evaluate(
        "[...document.querySelectorAll('#result tr')].map(r => [...r.cells].map(c => c.textContent).join(','))"
    )
    assert rows == expected
    for query, shown in (
        ("SELECT (COUNT(*) AS ?n) { ?s a tc:Recommendation }", f"{len(ROWS)}"),
        ("ASK { ?s a tc:Recommendation }", "true"),
        ("CONSTRUCT { ?s a tc:Need } WHERE { ?s tc:number 34 } ", "ns#Need"),
        ("SELECT nonsense", "1:16"),
    ):
        page.fill("#query", query)
        page.click("#run")
        # Not wait_for_function: it evaluates text in the page, which the page's policy forbids.
        expect(page.locator("#result")).to_contain_text(shown)
    page.goto(f"{served}/fr/index.html")
    page.fill("input[name=q]", "politique")
    page.press("input[name=q]", "Enter")
    page.wait_for_selector("#found a, #everything")
    page.goto(f"{served}/search.html?q=turin%20centre")
    page.wait_for_selector("#found a")
    with page.expect_navigation():  # on a busy machine the answer comes a while after the click
        page.click("#found a")
    assert page.title()
    context.close()
    assert complaints == []
    assert all(address.startswith((served, "data:", "blob:")) or address.endswith("favicon.ico") for address in asked)
