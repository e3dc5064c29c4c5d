"""The manual is served whole, its links lead somewhere, its queries run, and its reference is what the commands say."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tcgraph.pages.manual import HELP, chapters, find, folder, slug
from tests.commands import reference
from tests.conftest import ROOT

HTML = {"accept": "text/html"}


@pytest.mark.parametrize("name", list(chapters()))
def test_each_page_is_served_and_its_links_lead_somewhere(pages_of: TestClient, name: str) -> None:
    page = pages_of.get(f"/help/{name}", headers=HTML)
    assert page.status_code == 200
    body = page.text.partition('<article class="manual"')[2].partition("</article>")[0]
    assert "<h1" in body
    assert " style=" not in body, "what a policy of the page forbids"
    for href in map(unescape, re.findall(r'href="([^"]*)"', body)):
        path, _, place = href.partition("#")
        if path.startswith("/") and not path.startswith("/search"):
            found = pages_of.get(path, headers=HTML)
            assert found.status_code == 200, href
            if place:
                assert f'id="{place}"' in found.text, href


def test_pictures_are_shown_with_words_for_those_who_do_not_see_them(pages_of: TestClient) -> None:
    page = pages_of.get("/help/tour", headers=HTML).text
    shown = re.findall(r'<img src="([^"]*)" alt="([^"]*)" loading="lazy"', page)
    assert {path.rpartition("/")[2] for path, _ in shown} == {file.name for file in (folder() / "pictures").iterdir()}
    assert all(len(words) > 20 for _, words in shown)
    assert {pages_of.get(path).headers["content-type"] for path, _ in shown} == {"image/png"}


def test_pictures_show_what_their_pages_say_now(pages_of: TestClient) -> None:
    """Else: make pictures."""
    pictures = pytest.importorskip("tests.pictures", reason="Playwright or Pillow is not installed")
    then = {picture.file: pictures.told_in(ROOT / picture.file) for picture in pictures.PICTURES}
    now = {each.file: pictures.told(pages_of.get(each.path, headers=HTML).text) for each in pictures.PICTURES}
    assert then == now
    assert "25 / 37" in now[".github/follow-up.png"]


def test_nothing_of_the_folder_is_left_out() -> None:
    assert {path.stem for path in folder().glob("*.md")} == set(chapters())
    assert set(HELP.values()) - {"sparql"} <= set(chapters())


def test_queries_of_the_manual_run_in_the_page(pages_of: TestClient) -> None:
    page = pages_of.get("/help/tour", headers=HTML).text
    (address,) = re.findall(r'href="(/sparql\?query=[^"]*)"', page)
    assert "<b>37</b>" in pages_of.get(unescape(address), headers=HTML).text


def test_words_are_found_in_their_section(pages_of: TestClient) -> None:
    hits = find("exit code validate")
    assert hits
    told, heading, place, _ = hits[0]
    assert f'id="{place}"' in pages_of.get(f"/help/{told.name}", headers=HTML).text
    assert slug(heading) == place
    assert find("xyzzy") == []
    assert "xyzzy" in pages_of.get("/help", params={"q": "xyzzy"}, headers=HTML).text


def test_answers_of_exercises_are_folded(pages_of: TestClient) -> None:
    page = pages_of.get("/help/sparql").text
    assert page.count("<details><summary>An answer</summary>") > 5
    assert page.count("<details") == page.count("</details>")
    assert "&lt;details" not in page
    assert "&lt;/details" not in page


def test_markup_in_the_manual_is_shown_and_not_obeyed(pages_of: TestClient) -> None:
    page = pages_of.get("/help", params={"q": "<script>alert(1)</script>"}, headers=HTML).text
    assert "<script>alert" not in page


def test_each_page_of_the_site_leads_to_its_help(pages_of: TestClient) -> None:
    assert 'href="/help/trust"' in pages_of.get("/quality", headers=HTML).text
    assert 'href="/help/ask?lang=fr"' in pages_of.get("/ask?lang=fr", headers=HTML).text


def test_the_reference_of_the_command_line_is_what_the_commands_say() -> None:
    # Rebuilt by make generated.
    assert (folder() / "commands.md").read_text(encoding="utf-8") == reference()


@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_page_that_is_written_in_a_language_is_read_in_it_with_all_that_the_english_one_has(
    pages_of: TestClient, language: str
) -> None:
    written = sorted(path.stem for path in (folder() / language).glob("*.md"))
    assert "words" in written
    for name in written:
        own, english = ((folder() / place / f"{name}.md").read_text("utf-8") for place in (language, ""))
        for mark in ("## ", "\n| ", "\n- ", "**", "]("):
            assert own.count(mark) == english.count(mark), (name, mark)
        page = pages_of.get(f"/help/{name}?lang={language}", headers=HTML).text
        assert f'<article class="manual" lang="{language}">' in page
        title = own.partition("\n")[0].removeprefix("# ")
        assert f'lang="{language}">{title}</a>' in pages_of.get(f"/help?lang={language}", headers=HTML).text
