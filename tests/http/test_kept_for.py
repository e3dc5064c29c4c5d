"""What is kept is given again only to whoever would have been given the same: the address, scheme included, decides."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.conftest import PATIENCE
from tests.http.running import Running, empty_project, running

RELATIVE = "SELECT (<x> AS ?x) {}"
HTTPS = {"x-forwarded-proto": "https"}


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    root = tmp_path_factory.mktemp("kept")
    with running(empty_project(root / "p"), root / "s", trusted_proxies="127.0.0.1") as started:
        yield started


def asked(up: Running, method: str, headers: dict[str, str]) -> str:
    given = {"params": {"query": RELATIVE}} if method == "GET" else {"data": {"query": RELATIVE}}
    answer = httpx.request(method, f"{up.url}/sparql", headers={"accept": "text/csv", **headers}, **given)  # type: ignore[arg-type]
    return urlsplit(answer.text.split()[1]).scheme


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("first", ["https", "http"])
def test_an_answer_tells_addresses_in_the_scheme_that_was_used(up: Running, method: str, first: str) -> None:
    second = "http" if first == "https" else "https"
    told = {"x-forwarded-proto": first, "host": f"{first}-first"}
    assert asked(up, method, told) == first
    assert asked(up, method, told | {"x-forwarded-proto": second}) == second


@pytest.mark.parametrize("path", ["/sitemap.xml", "/.well-known/void", "/catalogue.ttl"])
def test_a_document_tells_addresses_in_the_scheme_that_was_used(up: Running, path: str) -> None:
    host = urlsplit(up.url).netloc
    over_https = httpx.get(f"{up.url}{path}", headers=HTTPS).text
    over_http = httpx.get(f"{up.url}{path}").text
    assert f"https://{host}" in over_https
    assert f"https://{host}" not in over_http


def test_cookies_and_languages_are_not_read(up: Running) -> None:
    def made() -> int:
        lines = httpx.get(f"{up.url}/metrics").text.splitlines()
        return next(int(float(line.split()[1])) for line in lines if line.startswith("tcgraph_cache_misses_total"))

    httpx.get(f"{up.url}/api/queries")
    before = made()
    for number in range(3):
        httpx.get(f"{up.url}/api/queries", headers={"cookie": f"a={number}", "accept-language": f"en;q=0.{number}"})
    # The only page made anew is that of the metrics.
    assert made() - before == 1


def test_who_is_no_proxy_does_not_decide_what_one_is_given(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The same bytes from two peers, one of whom is believed."""
    root = tmp_path_factory.mktemp("peers")
    with running(empty_project(root / "p"), root / "s", "--host", "127.0.0.1", trusted_proxies="127.0.0.2") as up:
        place = urlsplit(up.url)
        path = f"/sparql?query={quote(RELATIVE)}&format=csv"

        def told(source: str) -> bytes:
            """The last of four answers, each read to its end: head and body may come apart."""
            with closing(
                HTTPConnection(str(place.hostname), place.port, timeout=PATIENCE, source_address=(source, 0))
            ) as line:
                for _ in range(4):
                    line.request("GET", path, headers={"host": "x", "x-forwarded-proto": "https"})
                    answer = line.getresponse().read()
                return answer

        assert b"http://x/x" in told("127.0.0.1")
        assert b"https://x/x" in told("127.0.0.2")
        assert b"http://x/x" in told("127.0.0.1")


LANGUAGES = {"fr": "303 /ask?lang=fr", "es": "303 /ask?lang=es", "en": "200 ", "de": "200 "}


@pytest.mark.parametrize("first", LANGUAGES)
def test_who_came_first_chooses_the_language_for_nobody(up: Running, first: str) -> None:
    def led(language: str) -> str:
        asked = {"accept": "text/html", "accept-language": language, "host": f"{first}-first"}
        given = httpx.get(f"{up.url}/ask", headers=asked)
        return f"{given.status_code} {given.headers.get('location', '')}"

    assert {language: led(language) for language in (first, *LANGUAGES, *reversed(LANGUAGES))} == LANGUAGES
