"""Addresses of the server and the files that stand for them, and where Oxigraph comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.export.edition import crawl
from tcgraph.export.edition.file_addresses import EditionPlace, place_of, relative, thing_file
from tcgraph.export.edition.rewrite import rewritten

LANGUAGES = ("en", "fr")


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/follow-up", "follow-up.html"),
        ("/?lang=fr", "fr/index.html"),
        ("/recommendations/12?status=taken#action-12-1-a", "recommendations/12.html"),
        ("/follow-up?open=12&show=1", "recommendations/12.html"),
        ("/ask/targets?sort=-value&page=2", "ask/targets.html"),
        ("/countries?zoom=africa", "view/countries-zoom-africa.html"),
        ("/deadlines.svg?figure=events", "deadlines-events.svg"),
        ("/follow-up?status=taken", "view/follow-up-status-taken.html"),
        ("/page/country/SEN", "id/country/SEN.html"),
        ("/page/country/SEN?lang=fr", "fr/id/country/SEN.html"),
        ("/page/country/SEN.ttl?lang=fr", "id/country/SEN.ttl"),
        ("/page/:vocab/status/taken", "vocab/status/taken.html"),
        ("/id/country/SEN.jsonld", "id/country/SEN.jsonld"),
        ("/countries.csv?lang=fr", "fr/countries.csv"),
        ("/ask/targets", "ask/targets.html"),
        ("/briefs/SEN.docx", "briefs/SEN.docx"),
        ("/ask/targets?number=3&run=1", "query.html"),
        ("/sparql?query=ASK%20%7B%7D&lang=fr", "fr/query.html"),
        ("/.well-known/void", "void.ttl"),
        ("/help?lang=fr", "fr/help.html"),
        ("/help/check#in-ci", "help/check.html"),
        ("/help/pictures/front.png", "help/pictures/front.png"),
    ],
)
def test_addresses_have_their_files(address: str, file: str) -> None:
    place = place_of(address, LANGUAGES)
    assert place is not None
    assert place.file == file


@pytest.mark.parametrize(
    "address",
    [
        "/feed",
        "/api/queries",
        "/?lang=es",
        "/countries.csv?status=x",
        "/page/country/SEN.xlsx",
        "/graph?about=x",
        "/ontology?version=1.0.0",
    ],
)
def test_what_only_a_server_can_do_has_none(address: str) -> None:
    assert place_of(address, LANGUAGES) is None


@pytest.mark.parametrize(
    "named", ["https%3A//example.org/a%2F..%2Fb", "..%2F..%2Fetc", "a/../../b", ":vocab/../x", ":shapes%23y"]
)
def test_no_name_leads_out_of_the_edition(named: str, tmp_path: Path) -> None:
    place = place_of(f"/page/{named}", LANGUAGES)
    assert place is not None
    assert (tmp_path / place.file).resolve().is_relative_to(tmp_path.resolve())


def test_things_of_others_have_no_data_here() -> None:
    assert thing_file("https://w3id.org/tcgraph/id/country/SEN", ".ttl") == "id/country/SEN.ttl"
    for other in ("https://example.org/id/x", "https://w3id.org/tcgraph/ns#x", "https://w3id.org/tcgraph/id/../../x"):
        assert thing_file(other, ".ttl") is None


def test_ways_between_files() -> None:
    assert (
        relative(EditionPlace("id/country/SEN.html", fragment="x"), "fr/recommendations/1.html")
        == "../../id/country/SEN.html#x"
    )
    assert relative(EditionPlace("query.html", query="name=a"), "index.html") == "query.html?name=a"


def test_a_page_loses_what_needs_a_server() -> None:
    page = (
        '<head>\n<meta charset="utf-8">\n<link rel="canonical" href="http://edition.invalid/x" data-server>\n'
        '<script type="application/ld+json" data-server>{"url":"http://edition.invalid/x"}</script></head><body>'
        '<form action="/follow-up" data-soft><input name="q"></form>'
        '<a data-soft href="/donors">D</a> <a href="/docs">A</a>'
        '<form class="ask" action="/ask/targets">'
        '<input type="hidden" name="lang" value="fr"><input name="number"></form>'
        "<small>3 rows<span data-server> · 1.2 ms</span></small></body>"
    )
    made = rewritten(page, "ask/targets.html", "en", lambda address: place_of(address, LANGUAGES))
    assert "edition.invalid" not in made
    assert "follow-up" not in made
    assert '<a href="../donors.html">D</a> <a>A</a>' in made
    assert '<form class="ask" action="../query.html"><input type="hidden" name="name" value="targets">' in made
    assert "<small>3 rows</small>" in made


def test_without_npm_a_sentence_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(crawl, "_HERE", tmp_path)
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    said = crawl.oxigraph({"PATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert isinstance(said, str)
    assert "npm is not installed" in said


def test_an_edition_without_english_has_its_first_language_at_its_root() -> None:
    assert place_of("/?lang=es", ("es", "fr")) == EditionPlace("index.html", "/?rows=all&lang=es")
    assert place_of("/page/country/SEN", ("es",)) == EditionPlace("id/country/SEN.html", "/page/country/SEN?lang=es")
    assert place_of("/data?lang=fr", ("es", "fr")) == EditionPlace("fr/data.html", "/data?rows=all&lang=fr")
    assert place_of("/?lang=en", ("es", "fr")) is None
