"""A fourth language, written from the right, is one file: the whole interface follows it, and nothing stays behind."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree as ET

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.pages import Site, make_pages
from tcgraph.pages.charts.svg import Drawing, element, mirrored, text
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.rdf import plain
from tests.conftest import mostly_at_size
from tests.pages.pseudo_arabic import CODE, arabic, write_language

PAGES = (
    "/", "/follow-up", "/follow-up?open=6", "/pictures", "/recommendations/17", "/countries", "/donors",
    "/organisations", "/standards", "/frameworks", "/deadlines", "/reporting", "/reporting/money",
    "/reporting/ratifications", "/ask", "/ask/follow-up-matrix", "/ask/promises-kept", "/ask/donors-by-recommendation",
    "/build?section=4&status=planned", "/search?q=gender", "/search?q=xyzzy", "/quality", "/data", "/ontology",
    "/codes", "/versions", "/help", "/page/organisation/undp", "/page/action/17-1-a", "/graph?about=organisation/undp",
    "/components", "/sparql",
)  # fmt: skip
FIRST = (
    "/",
    "/follow-up?open=6",
    "/countries",
    "/reporting/money",
    "/build?section=4&status=planned",
    "/search?q=gender",
)
PREFIXES = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
_SILENT = {"script", "style", "pre", "code", "kbd", "textarea", "svg", "title"}
_SAID = ("aria-label", "title", "placeholder", "alt", "label")
_VOID = {"meta", "link", "input", "br", "hr", "img", "wbr", "rect", "path", "circle"}


class Spoken(HTMLParser):
    """What a page says in the reader's own language: its texts and the names of its controls."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self._hidden: list[bool] = [False]
        self._goes_on = False
        self.direction = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self._goes_on = tag == "wbr"
        if tag == "html":
            self.direction = given.get("dir") or ""
        other = given.get("lang") not in (None, CODE)
        hidden = self._hidden[-1] or tag in _SILENT or other or given.get("class") in ("brand", "tongues")
        if not hidden:
            self.texts += [given[name] or "" for name in _SAID if given.get(name)]
        if tag not in _VOID:
            self._hidden.append(hidden)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and len(self._hidden) > 1:
            self._hidden.pop()

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_data(self, data: str) -> None:
        if not self._hidden[-1] and data.strip():
            if self._goes_on and self.texts:
                self.texts[-1] += data
            else:
                self.texts.append(data)
        self._goes_on = False


@pytest.fixture(scope="module")
def from_the_right(
    project: Project, shipped: EmbeddedEngine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TestClient]:
    """A client of a project that speaks a fourth language, which only a file in its own folder of words knows."""
    root = tmp_path_factory.mktemp("project")
    for part in ("ontology", "data", "shapes", "queries"):
        shutil.copytree(project.root / part, root / part)
    shutil.copy(project.root / "project.toml", root)
    folder = root / "queries"
    write_language(folder / "words", read_queries(folder))
    site = Site(engine=lambda: shipped, project=replace(project, root=root), queries=read_queries(folder))
    pages = make_pages(site)
    with TestClient(Starlette(routes=[*pages.routes, pages.editor])) as made:
        yield made


@pytest.fixture(scope="module")
def named(shipped: EmbeddedEngine) -> frozenset[str]:
    """Every text of the graph: what is the data's to say, not the interface's."""
    named = "?p IN (rdfs:label, skos:prefLabel, skos:altLabel)"
    asked = f"SELECT DISTINCT ?text ({named} AS ?name) {{ GRAPH ?g {{ ?s ?p ?text }} FILTER(isLiteral(?text)) }}"
    texts: set[str] = set()
    for term, name in shipped.select(PREFIXES + asked):
        told = " ".join(plain(term).split())
        # A code such as "taken" is no name: a page that shows it should have put it into the language.
        if len(told) > 2 and (plain(name) == "true" or not re.fullmatch(r"[a-z-]+", told)):
            texts.add(told)
    return frozenset(texts)


def test_a_language_is_one_file(from_the_right: TestClient) -> None:
    page = from_the_right.get(f"/?lang={CODE}").text
    assert f'<html lang="{CODE}" dir="rtl">' in page
    assert "العربية" in page
    assert f'hreflang="{CODE}"' in page
    assert '<html lang="fr" dir="ltr">' in from_the_right.get("/?lang=fr").text


@pytest.mark.parametrize("path", mostly_at_size(PAGES, *FIRST))
def test_a_page_says_nothing_of_its_own_in_latin_letters(
    from_the_right: TestClient, named: frozenset[str], path: str
) -> None:
    answer = from_the_right.get(f"{path}{'&' if '?' in path else '?'}lang={CODE}")
    assert answer.status_code == 200
    spoken = Spoken()
    spoken.feed(answer.text)
    assert spoken.direction == "rtl"
    assert {told: words for told in spoken.texts if (words := _foreign(told, named))} == {}


def _foreign(told: str, named: frozenset[str]) -> str:
    """The Latin words of a text that are no name or address, and that nothing isolates as one."""
    own = " ".join(re.sub(r"\u2068[^\u2068\u2069]*\u2069|\S*://\S*|^[a-z]+\.$", " ", told).split())
    for name in sorted((name for name in named if name in own), key=len, reverse=True):
        own = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", own)
    own = re.sub(r"\S*(?:[/\d]|[.:](?=\w))\S*|\bcurl\b", " ", own)
    return " ".join(re.findall(r"(?<![\w-])[a-z]{4,}(?![\w-])", own))


def test_a_drawing_is_mirrored_and_its_letters_are_not() -> None:
    parts = (
        element("rect", x=10.0, y=0, width=30.0, height=5),
        element("circle", cx=20, cy=3, r=2),
        text("→ A & B", 5, 9, text_anchor="end"),
    )
    turned = mirrored(Drawing(100, 20, parts))
    rect, circle, words = (ET.fromstring(part) for part in turned.parts)
    assert (rect.get("x"), rect.get("width")) == ("60", "30.0") or rect.get("x") == "60"
    assert circle.get("cx") == "80"
    assert (words.get("x"), words.get("text-anchor")) == ("95", "end")
    assert words.text == "\u2068← A & B\u2069"
    assert turned.direction == "rtl"


def test_bars_begin_at_the_right_and_a_map_stays_as_the_world_is(from_the_right: TestClient) -> None:
    def first(address: str, pattern: str) -> re.Match[str]:
        found = re.search(pattern, from_the_right.get(address).text)
        assert found is not None, address
        return found

    bar = r'<rect class="p-taken" data-value="\d+" x="([\d.]+)" y="[^"]*" width="([\d.]+)"'
    ours, theirs = first("/ask/sections", bar), first(f"/ask/sections?lang={CODE}", bar)
    assert float(theirs[1]) == pytest.approx(920 - float(ours[1]) - float(ours[2]))
    outline = r'<path class="p-land" d="([^"]{80})'
    assert first("/countries", outline)[1] == first(f"/countries?lang={CODE}", outline)[1]


def test_a_picture_as_a_file_is_mirrored_with_its_frame(from_the_right: TestClient) -> None:
    svg = from_the_right.get(f"/ask/sections.svg?lang={CODE}").text
    assert 'direction="rtl"' in svg
    title = ET.fromstring(svg).find("{http://www.w3.org/2000/svg}text")
    assert title is not None
    assert float(title.get("x", 0)) == 920 - 16
    assert arabic("follow-up") in (title.text or "").casefold() or "\u2068" in (title.text or "")
