"""Numbers, days and places as readers of English, French and Spanish write them."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tcgraph.pages.labels import day, days, figure, number, place
from tcgraph.rdf import Literal

DATA = Path(__file__).parents[2] / "data" / "ttl"


def test_numbers() -> None:
    assert figure(Literal("1250000"), "en") == "1,250,000"
    assert figure(Literal("1250000.5"), "fr") == "1\u202f250\u202f000,5"
    assert figure(Literal("2008-09"), "en") is None
    # Ortografía de la lengua española (2010): four digits are not separated.
    assert [number(value, "es") for value in (1413, 26645)] == ["1413", "26\u202f645"]
    assert number(1413, "fr") == "1\u202f413"


def test_days_and_months() -> None:
    assert [day("2006-10-11", language) for language in ("en", "fr", "es")] == [
        "11 October 2006",
        "11 octobre 2006",
        "11 de octubre de 2006",
    ]
    assert [day("2006-06-01", language) for language in ("en", "fr")] == ["1 June 2006", "1er juin 2006"]
    assert [day("2006-11", language) for language in ("fr", "es")] == ["novembre 2006", "noviembre de 2006"]
    # A biennium is no month, and a year is a year.
    assert [day(text, "en") for text in ("2009", "1998-99")] == ["2009", "1998-99"]


def test_spans() -> None:
    assert [days("2006-09-28", "2006-09-29", language) for language in ("en", "es")] == [
        "28–29 September 2006",
        "28–29 de septiembre de 2006",
    ]
    assert days("2006-09-28", "2006-10-02", "fr") == "28 septembre 2006 – 2 octobre 2006"
    assert days("2006-11", "2006-11", "en") == days("2006-11", "", "en") == "November 2006"
    assert days("2006", "2007-05", "en") == "2006 – May 2007"


def test_places() -> None:
    locator = "row 17, right-hand block, bullet 2 of this row, part b"
    assert place(locator, "en") == locator
    assert place(locator, "fr") == "ligne 17, bloc de droite, point 2 de cette ligne, partie b"
    assert place(locator, "es") == "fila 17, bloque de la derecha, punto 2 de esta fila, parte b"
    assert place("row 1, left column; row 2, left column", "fr") == (
        "ligne 1, colonne de gauche\u00a0; ligne 2, colonne de gauche"
    )
    assert place("cover report, paragraph 6(b)", "fr") == "rapport de présentation, paragraphe 6 b)"
    assert place("row 1, a scribble in the margin", "fr") is None


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_place_of_the_document_has_words(language: str) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in (DATA / "gb297-tc-3").glob("*.ttl"))
    locators = set(re.findall(r'tc:locator "([^"]*)"', text))
    assert len(locators) > 300
    assert {locator for locator in locators if place(locator, language) is None} == set()


def test_a_month_is_written_as_a_month_in_every_answer_and_where_a_round_is_named(pages_of: TestClient) -> None:
    spans, seen = {"as_written", "period"}, set()
    for address in dict.fromkeys(re.findall(r'href="(/ask/[^"?#]+)"', pages_of.get("/ask").text)):
        answer = pages_of.get(f"{address}.csv")
        told = list(csv.DictReader(io.StringIO(answer.text))) if answer.status_code == 200 else []
        found = {
            (name, cell) for row in told for name, cell in row.items() if re.fullmatch(r"\d{4}-(0\d|1[0-2])", cell)
        }
        years = {cell for name, cell in found if name in spans}
        page = pages_of.get(f"{address}?lang=fr").text
        for name, cell in found:
            if cell not in years:
                seen.add(name)
                assert not re.search(rf">\s*{cell}\s*<", page), f"{address}: {name} {cell}"
    assert {"due", "start", "cycle", "next_report", "since"} <= seen
    for language, month in (("en", "November 2008"), ("fr", "novembre 2008"), ("es", "noviembre de 2008")):
        page = pages_of.get(f"/reporting?lang={language}").text
        assert f"{month} (Excel)" in page
        assert not re.search(
            r">[^<]*(2008-11|2006-10)[^<]*<(?!/code)", page.partition("<main")[2].partition("<script")[0]
        )
