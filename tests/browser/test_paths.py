"""What people do on the pages: with the keyboard alone, without script, on paper, and in the editor."""

from __future__ import annotations

import csv
import gzip
import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tcgraph.pages.i18n import catalogue
from tcgraph.pages.site import HERE

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_the_keyboard_alone_leads_to_the_passage_behind_a_figure(server: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{server}/follow-up")
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if request.resource_type == "fetch" else None)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".matrix td.n a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel details.source")
    page.wait_for_function("document.activeElement.id === 'panel'")
    # The way to the main part fetched nothing: an answer that came later would have taken the focus away.
    assert len(fetched) == 1
    page.locator("#panel .entry details.source summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("#panel .entry details.source").first.get_attribute("open") is not None
    page.go_back()
    page.wait_for_selector("#panel", state="detached")
    page.close()


def test_everything_but_the_editors_extras_works_without_script(server: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server}/follow-up")
    expected = len(httpx.get(f"{server}/ask/nothing-taken.csv").text.splitlines()) - 1
    page.select_option("select[name=status]", "nothing-taken")
    with page.expect_navigation():
        page.click(".filters button")
    assert page.locator(".matrix tbody tr:not(.section)").count() == expected > 0
    page.goto(f"{server}/sparql")
    with page.expect_navigation():  # on a busy machine the answer comes a while after the click
        page.click("#run")
    assert page.locator("#result tbody tr").count() == 10
    context.close()


def test_the_matrix_fits_five_printed_pages(server: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{server}/follow-up")
    pages = re.findall(rb"/Type\s*/Page\b(?!s)", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(pages) <= 5
    # On paper it is a table however narrow the sheet, with its headings on each sheet and its totals on the last.
    page.set_viewport_size({"width": 700, "height": 900})
    page.emulate_media(media="print")
    shown = "part => getComputedStyle(document.querySelector(`.matrix ${part}`)).display"
    assert [page.evaluate(shown, part) for part in ("thead", "tbody tr td", "tfoot")] == [
        "table-header-group",
        "table-cell",
        "table-row-group",
    ]
    page.close()


def test_the_editor_completes_from_the_graph_and_mends_an_undeclared_prefix(server: str, browser: Browser) -> None:
    page = browser.new_page()
    page.goto(f"{server}/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("SELECT ?s WHERE { ?s a tc:Section ; tc:nu")
    # Asked for by key as well: on a busy machine what was typed may come before the editor listens.
    page.wait_for_timeout(1000)
    page.keyboard.press("Control+Space")
    page.wait_for_selector(".cm-completionLabel")
    assert "tc:number" in page.locator(".cm-completionLabel").all_inner_texts()
    page.goto(f"{server}/sparql?query=SELECT+%3Fs+WHERE+%7B+%3Fs+dct%3Asource+%3Fo+%7D+LIMIT+3")
    page.locator(".problem a.button").first.click()
    page.wait_for_selector("#result table")
    assert page.locator("#result tbody tr").count() == 3
    assert "PREFIX+dct" in page.url
    page.close()


def test_pages_keep_to_their_weight(server: str) -> None:
    def weight(*paths: str) -> int:
        return sum(len(gzip.compress(httpx.get(server + path).content, mtime=0)) for path in paths)

    assert weight("/follow-up") <= 33_000
    assert weight("/") <= 33_000
    assert weight("/sparql", "/static/site.js", "/static/editor.js") <= 150_000


def test_a_shown_query_gives_the_pages_own_numbers(server: str) -> None:
    for address in (
        "/follow-up",
        "/countries",
        "/countries?zoom=africa",
        "/donors",
        "/organisations",
        "/standards",
        "/frameworks",
        "/deadlines",
    ):
        path, _, asked = address.partition("?")
        query = httpx.get(f"{server}{path}.rq?{asked}").text
        again = list(csv.DictReader(io.StringIO(httpx.get(f"{server}/sparql.csv", params={"query": query}).text)))
        own = list(csv.DictReader(io.StringIO(httpx.get(f"{server}{path}.csv?{asked}").text)))
        # A title and a place in the document may be added, and nothing put in place of anything.
        assert again == [{name: row[name] for name in again[0]} for row in own], address


@pytest.mark.usefixtures("own_words")
def test_the_three_catalogues_have_the_same_keys_and_blanks_and_every_key_in_use() -> None:
    words = {language: catalogue(language) for language in ("en", "fr", "es")}
    # A singular may leave its number out, and a language may spell it in.
    blanks = {
        language: {
            key: set(re.findall(r"{(\w+)}", text)) - ({"n"} if key.endswith("_one") else set())
            for key, text in known.items()
        }
        for language, known in words.items()
    }
    assert blanks["fr"] == blanks["en"]
    assert blanks["es"] == blanks["en"]
    sources = [*(HERE / "templates").glob("*.html"), *Path(HERE / "pages").glob("*.py")]
    used = {key for path in sources for key in re.findall(r"""\bt\(["']([a-z_]+\.[\w-]+)["'][,)]""", path.read_text())}
    assert len(used) > 100
    assert used <= set(words["en"])
