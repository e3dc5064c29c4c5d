"""The page of a question in words: what stands first on it."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import mostly_at_size

QUESTIONS = Path(__file__).parents[1] / "questions"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/search?q=How many dollars did Norway give?", "The graph has no amounts of money.</b> This is what it tells"),
        ("/search?q=¿Cuánto dinero aportó Brasil?&lang=es", "Esto es lo que dice al respecto:"),
    ],
)
def test_what_cannot_be_told_is_said_before_what_is_told_instead(pages_of: TestClient, address: str, said: str) -> None:
    page = pages_of.get(address).text
    assert said in page
    assert page.index(said) < page.index("<table")
    assert page.count(said.partition("<")[0]) == 1
    assert 'class="readings"' not in page


def test_rows_with_a_stray_word_of_such_a_question_are_not_offered(pages_of: TestClient) -> None:
    page = pages_of.get("/search?q=Who is the Director-General of the ILO?").text
    assert "names organisations, not persons" in page
    assert 'class="readings"' not in page


@pytest.mark.parametrize("number", mostly_at_size(["1", "2", "3"]))
def test_every_question_of_strangers_has_a_page(pages_of: TestClient, number: str) -> None:
    """A part of them: what is told beside the rows of one, of whatever kind they are, can be put in words."""
    asked = json.loads((QUESTIONS / f"answers-{number}.json").read_text(encoding="utf-8"))[::4]
    assert len(asked) > 10
    for one in asked:
        page = pages_of.get("/search", params={"q": one["text"], "lang": one["language"]})
        assert page.status_code == 200, one["text"]


def test_things_that_only_a_recommendation_cites_have_no_status_to_tell(pages_of: TestClient) -> None:
    page = pages_of.get("/search", params={"q": "Which child labour Conventions is IPEC going to promote?"})
    assert page.status_code == 200
    assert "Minimum Age Convention" in page.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (
            "/search?q=Has the ILO already signed the new agreement with UNDP?",
            "<b>Of this, nothing is taken; how it stands: under way (1)",
        ),
        ("/search?q=How many countries took part in the social dialogue pilot projects?", "<b>In all: 4.</b>"),
        ("/search?q=¿Hay algo sobre Alemania?&lang=es", "<b>No se nombra en el documento: Alemania.</b>"),
    ],
)
def test_what_answers_a_question_in_one_sentence_is_said_before_the_rows(
    pages_of: TestClient, address: str, said: str
) -> None:
    page = pages_of.get(address).text
    assert said in page
    assert "<table" not in page or page.index(said) < page.index("<table")


def test_what_a_word_cuts_off_stands_apart_under_the_answer(pages_of: TestClient) -> None:
    page = pages_of.get("/search?q=What did the Netherlands pay for or support?").text
    apart = page.index("Also, without “support”:</h3>")
    assert page.index("action/3-1-b") < apart < page.index("action/9-1-a")


@pytest.mark.parametrize(("typed", "language"), [("trade unions", "en"), ("sindicatos", "es")])
def test_what_a_filter_says_is_not_told_as_said_by_nothing(pages_of: TestClient, typed: str, language: str) -> None:
    page = html.unescape(pages_of.get("/search", params={"q": typed, "lang": language}).text)
    (filtered,) = re.findall(
        r'<span class="pill">[^<]*<b>([^<]*)</b>', page.partition('id="understood"')[2].partition("<table")[0]
    )
    first = re.split(r" (?:or|o) ", filtered)[0]
    hints = re.findall(r'<p class="hint">[^<]*<b>([^<]*)</b></p>', page)
    assert not any(first in hint for hint in hints)


def test_a_word_that_nothing_has_is_told_once_and_names_are_offered(pages_of: TestClient) -> None:
    page = pages_of.get("/search", params={"q": "zzzqqq"}).text
    assert page.count("zzzqqq</") + page.count("zzzqqq\u2069") <= 2
    assert "0</b> things" not in page
    assert 'href="/organisations"' in page.partition("<main")[2]
    assert page.count('type="search"') == 1


def test_that_nothing_fits_all_is_said_before_what_fits_without_a_part(pages_of: TestClient) -> None:
    asked = "planned actions in section IV in which ACTRAV takes part and a country is named"
    page = pages_of.get("/search", params={"q": asked}).text
    whole, _, less = page.partition("Nothing in the graph fits all of this.")
    assert "Section: <b>4</b>" in whole
    assert "What fits without “Section 4”" in less
    assert "<table" not in whole
    assert "Nothing in the graph fits" not in pages_of.get("/search", params={"q": "OPEC Fund"}).text


def test_words_about_the_site_lead_to_its_manual(pages_of: TestClient) -> None:
    page = pages_of.get("/search", params={"q": "report an error"}).text
    assert "About this site, in its manual:" in page
    assert "#reporting-an-error" in page
    assert "in its manual" not in pages_of.get("/search", params={"q": "OPEC Fund"}).text


def test_a_time_that_is_named_is_not_told_as_that_of_doing(pages_of: TestClient) -> None:
    done = pages_of.get("/search", params={"q": "actions completed in September 2006"}).text
    assert "By the days on which these were done" in done
    assert "these only name a time that touches it" in done


@pytest.mark.parametrize(
    ("words", "language", "name"),
    [
        ("what changed between two reports", "en", "status-changes"),
        ("qu'est-ce qui a changé entre deux rapports", "fr", "status-changes"),
        ("qué cambió entre dos informes", "es", "status-changes"),
        ("how many recommendations have been fully implemented?", "en", "answered-share"),
        ("Que doit-on au Conseil d'administration en novembre 2008 ?", "fr", "obligations"),
    ],
)
def test_ready_questions_that_lie_near_are_offered_and_nothing_is_surer_for_it(
    pages_of: TestClient, words: str, language: str, name: str
) -> None:
    page = pages_of.get("/search", params={"q": words, "lang": language}).text
    offered = page.index(f'<a href="/ask/{name}?lang={language}">')
    assert "<table" not in page[:offered]
    told = pages_of.get("/search", params={"q": "Peter Smith plays football", "lang": "en"}).text
    assert "/ask/" not in told[told.index("<main") : told.index("</main>")]


def test_what_a_search_leaves_aside_is_told_as_it_was_typed(pages_of: TestClient) -> None:
    asked = "Que doit-on au Conseil d'administration en novembre 2008 ?"
    page = html.unescape(pages_of.get("/search", params={"q": asked, "lang": "fr"}).text)
    told = re.findall(r"\u2068(.+?)\u2069", page)
    assert {"doit", "novembre 2008", "Conseil d'administration"} <= set(told)
    assert not {"event", "2008-11", "- on au Conseil d administration"}.intersection(told)


@pytest.mark.parametrize(
    ("word", "language"), [("subscribe", "en"), ("RSS", "en"), ("abonnement", "fr"), ("suscribirse", "es")]
)
def test_pages_of_the_site_are_found_by_what_they_are_for(pages_of: TestClient, word: str, language: str) -> None:
    page = pages_of.get("/search", params={"q": word, "lang": language}).text
    assert f'<a href="/feed/atom?lang={language}">' in page[page.index("<main") : page.index("</main>")]


@pytest.mark.parametrize(
    ("question", "language", "said"),
    [
        ("is anything overdue on 1 January 2009", "en", "may well have been taken, and is not called overdue"),
        ("¿qué hay atrasado el 1 de enero de 2009?", "es", "la acción bien pudo realizarse"),
    ],
)
def test_the_answer_of_a_question_has_its_note(pages_of: TestClient, question: str, language: str, said: str) -> None:
    page = pages_of.get("/search", params={"q": question, "lang": language}).text
    assert "overdue-promises" in page
    assert said in page
