"""A page whose address names no language is led to the one that the reader's browser asks for."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tcgraph.http.negotiation import best_language

OFFERED = ("en", "fr", "es")
_FOR_PROGRAMS = ("/static", "/sparql?", "/feed")
PERSON = {"accept": "text/html,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("", None),
        ("*", None),
        ("de", None),
        ("fr", "fr"),
        ("fr-CA,fr;q=0.9,en;q=0.8", "fr"),
        ("pt-BR, es-419;q=0.7, en;q=0.6", "es"),
        ("de, en;q=0.8, fr;q=0.5", "en"),
        ("fr;q=0, en;q=0.1", "en"),
        ("ES-mx", "es"),
        ("frr, en;q=0.5", "en"),
        ("fr;q=x", None),
    ],
)
def test_the_language_wanted_most_is_given(accepted: str, language: str | None) -> None:
    assert best_language(accepted, OFFERED) == language


@pytest.mark.parametrize("path", ["/", "/follow-up?section=4", "/page/action/17-1-a", "/sparql"])
def test_a_reader_is_led_to_pages_in_their_language(pages_of: TestClient, path: str) -> None:
    led = pages_of.get(path, headers={**PERSON, "accept-language": "fr-CH, fr;q=0.9, en;q=0.8"}, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, f"{path}{'&' if '?' in path else '?'}lang=fr")
    assert "Accept-Language" in led.headers["vary"]
    assert '<html lang="fr"' in pages_of.get(led.headers["location"], headers=PERSON).text


def test_a_language_that_was_chosen_stays(pages_of: TestClient) -> None:
    french = {**PERSON, "accept-language": "fr"}
    page = pages_of.get("/follow-up?lang=en", headers=french).text
    assert '<html lang="en"' in page
    assert '<input type="hidden" name="lang" value="en">' in page
    onward = [link for link in re.findall(r'href="(/[^"#]*)', page) if not link.startswith(_FOR_PROGRAMS)]
    assert len(onward) > 50
    assert [link for link in onward if "lang=" not in link] == []


@pytest.mark.parametrize(
    "path", ["/follow-up.csv", "/api/queries/sections", "/sparql?query=ASK{}", "/id/action/17-1-a"]
)
def test_what_programs_read_is_the_same_for_all(pages_of: TestClient, path: str) -> None:
    asked = {"accept": "*/*", "accept-language": "fr"}
    given = pages_of.get(path, headers=asked, follow_redirects=False)
    assert "lang=" not in given.headers.get("location", "")
    assert given.content == pages_of.get(path, headers={"accept": "*/*"}, follow_redirects=False).content
