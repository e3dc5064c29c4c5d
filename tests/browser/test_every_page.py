"""Every page, in light and dark, narrow and wide, in three languages: accessible, self-contained, never sideways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.conftest import mostly_at_size

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Response

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
pytestmark = pytest.mark.browser

BROKEN = "/sparql?query=SELECT+%3Fs+WHERE+%7B+%3Fs+a+foo%3AActoin+%7D"
FOUND = "/sparql?query=SELECT+%3Fs+%3Fl+WHERE+%7B+%3Fs+a+tc%3ASection+%3B+rdfs%3Alabel+%3Fl+%7D"
FIRST = (
    "/",
    "/recommendations/17",
    BROKEN,
)
"""A page with a picture, one of words, and one that tells of a fault; all of the others take the browser minutes."""
OTHERS = (
    "/follow-up",
    "/ask/countries-by-recommendation?country=SEN",
    "/page/action/17-1-a",
    "/pictures",
    "/components",
    "/follow-up?open=6&show=taken",
    "/countries",
    "/donors",
    "/organisations",
    "/standards",
    "/frameworks",
    "/deadlines?on=2009-01-01",
    "/reporting",
    "/reporting/programmes",
    "/reporting/money",
    "/reporting/appraisal",
    "/reporting/ratifications?country=SEN",
    "/reporting/knowledge?theme=youth-employment",
    "/reporting/governance?asOf=2008-12-31",
    "/ask",
    "/ask/follow-up-matrix",
    "/ask/recommendation-actions",
    "/ask/ratified-by?instrument=C144",
    "/ask/promises-kept",
    "/sparql",
    FOUND,
    "/quality",
    "/data",
    "/ontology",
    "/ontology?find=country&lang=es",
    "/terms/Action",
    "/terms/agent?lang=fr",
    "/codes",
    "/versions",
    "/help",
    "/help?q=token",
    "/help/tour?lang=es",
    "/help/deploy",
    "/help/formats",
    "/search?q=UNDAF",
    "/search?q=which+donors+fund+Africa",
    "/search?q=training+of+inspectors",
    "/build?section=4&status=planned",
    "/build?show=donor&region=africa&lang=fr",
    "/search?q=gender&status=planned",
    "/page/organisation/undp",
    "/graph",
    "/graph?about=organisation/undp&open=action/6-5-a",
    "/graph?about=OPEC+Fund&to=Benin",
    "/changes",
    "/compare?one=country/NLD&other=organisation/dfid",
    "/recommendations/99",
)
PAGES = mostly_at_size((*FIRST, *OTHERS), *FIRST)
Scheme = Literal["light", "dark"]
SHAPES: dict[str, tuple[tuple[Scheme, int], ...]] = {
    "en": (("light", 1360), ("dark", 320)),
    "fr": (("dark", 1360), ("light", 320)),
    "es": (("light", 1360), ("dark", 320)),
}
"""Pairwise: each language in either scheme and at either width, and each scheme at either width. What axe finds comes
of a text in a width or of a colour in a width, and never of all three; looking at a page takes it a second or more."""
# What axe calls best practice is kept, and WCAG 2.2 AA (its rule on target sizes is off by default).
OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}


@dataclass
class Visit:
    """A page that was opened in each language, and once more on a telephone, for all that is to be seen on it."""

    path: str
    server: str
    context: BrowserContext
    pages: dict[str, Page] = field(default_factory=dict)
    responses: dict[str, Response] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def is_missing(self) -> bool:
        return self.path.endswith("/99")

    def open(self, name: str, language: str, width: int) -> None:
        page = self.context.new_page()
        page.set_viewport_size({"width": width, "height": 844})
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda told: self.said.append(told.text) if told.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.said.append(str(error)))
        mark = "&" if "?" in self.path else "?"
        own = f"{mark}lang={language}" if language != "en" else ""
        response = page.goto(f"{self.server}{self.path}{own}")
        assert response is not None
        self.pages[name], self.responses[name] = page, response


@pytest.fixture(scope="module", params=PAGES)
def visit(request: pytest.FixtureRequest, server: str, browser: Browser) -> Iterator[Visit]:
    context = browser.new_context()
    made = Visit(request.param, server, context)
    made.open("en", "en", 1360)
    made.open("fr", "fr", 390)  # what is folded on a telephone is so by the width at which a page is opened
    made.open("es", "es", 1360)
    made.open("telephone", "en", 390)
    yield made
    context.close()


def shape(page: Page, width: int, scheme: Scheme = "light") -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})


def test_it_answers_under_a_strict_policy(visit: Visit) -> None:
    for response in visit.responses.values():
        assert response.status == (404 if visit.is_missing else 200)
        policy = response.headers["content-security-policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy


def test_it_never_scrolls_sideways(visit: Visit) -> None:
    for language in SHAPES:
        page = visit.pages[language]
        for width in (1360, 768, 320):
            shape(page, width)
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert sideways <= 0, f"{visit.path} in {language} scrolls sideways by {sideways} at {width}"


def test_it_is_accessible(visit: Visit, axe: str) -> None:
    for language, shapes in SHAPES.items():
        page = visit.pages[language]
        page.evaluate(axe)
        for scheme, width in shapes:
            shape(page, width, scheme)
            found = page.evaluate("options => axe.run(document, options)", OPTIONS)
            assert told_of(found) == [], f"{visit.path} in {language}, {scheme}, {width}"


BROKEN_WORDS = """() => {
  const found = [];
  const walk = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const box = node.parentElement;
    if (box.closest("svg, pre, code, .cm-editor, .unseen, option, textarea") || !box.checkVisibility()) continue;
    if (box.closest("thead")?.getBoundingClientRect().width <= 2) continue;
    for (const word of node.data.matchAll(/(?<![\\p{L}\\p{N}])[\\p{L}\\p{N}]{3,29}(?![\\p{L}\\p{N}])/gu)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      const tops = new Set([...range.getClientRects()].map((r) => Math.round(r.top)));
      if (tops.size > 1) found.push(word[0]);
    }
  }
  return found;
}"""


@pytest.mark.parametrize("name", ["telephone", "fr"])
def test_it_breaks_no_word(visit: Visit, name: str) -> None:
    for width in (320, 390, 1360):
        shape(visit.pages[name], width)
        assert visit.pages[name].evaluate(BROKEN_WORDS) == [], f"{visit.path} breaks words at {width}"


ENGLISH = """(language) => {
  const words = /\\b(the|of|and|with|which|that|are|is|by|from|was|were|has|have|for|what|who|not|they|this)\\b/gi;
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; (node = walk.nextNode());) {
    const box = node.parentElement;
    if (box.closest("pre, code, script, textarea, .cm-editor, [download]")) continue;
    if (box.closest("[lang]").lang !== language) continue;
    const own = node.data.replace(/«[^»]*»|“[^”]*”/g, "");
    if (new Set((own.match(words) || []).map((word) => word.toLowerCase())).size > 1) found.push(own.trim());
  }
  return found;
}"""
"""Texts said to be in another language that have two different small words of English, outside of what they quote."""


@pytest.mark.parametrize("language", ["fr", "es"])
def test_no_english_stands_unmarked_on_a_page_of_another_language(visit: Visit, language: str) -> None:
    assert visit.pages[language].evaluate(ENGLISH, language) == [], f"{visit.path} in {language}"


def test_it_is_not_too_long_for_a_telephone(visit: Visit) -> None:
    most = 6 if visit.path.startswith(("/ontology", "/terms", "/codes", "/versions")) else 12
    # French takes the most room.
    for name, screens_at_most in (("telephone", most), ("fr", 12)):
        page = visit.pages[name]
        page.set_viewport_size({"width": 390, "height": 844})
        screens = page.evaluate("document.documentElement.scrollHeight") / 844
        assert screens <= screens_at_most, f"{visit.path} is {screens:.1f} screens high ({name})"


CUT_TABLES = """() => {
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  const wide = (table) => table.checkVisibility() && table.scrollWidth > table.parentElement.clientWidth + 1;
  return [...document.querySelectorAll("main table")].filter(wide).map((table) => table.tHead?.innerText);
}"""


def test_it_hides_no_column_of_a_table(visit: Visit) -> None:
    if not visit.path.startswith("/help/"):  # The manual's tables are as wide as their code.
        shape(visit.pages["telephone"], 320)
        assert visit.pages["telephone"].evaluate(CUT_TABLES) == [], f"{visit.path} hides columns at 320"


def test_it_asks_no_other_server_and_complains_of_nothing(visit: Visit) -> None:
    """After all that came before."""
    assert [url for url in visit.asked if not url.startswith((visit.server, "data:", "blob:"))] == []
    assert [one for one in visit.said if not (visit.is_missing and "404" in one)] == []


def told_of(found: dict[str, Any]) -> list[str]:
    """What axe found, with the markup of the first places."""
    return [f"{v['id']}: {node['html'][:160]}" for v in found["violations"] for node in v["nodes"][:4]]
