"""The page of a fact, as one cites it."""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.followup.new_project import Body, create_project
from tcgraph.pages import Site, make_pages
from tcgraph.pages.citation_card import card_of
from tcgraph.pages.site import Memo, run
from tcgraph.publish.expected_answers import reasoned
from tcgraph.queries import read_queries
from tcgraph.rdf import NamedNode, plain


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "Answers recommendation"), ("fr", "Répond à la recommandation"), ("es", "Responde a la")],
)
def test_an_action_tells_its_status_recommendation_and_who_acts(pages_of: TestClient, language: str, told: str) -> None:
    page = pages_of.get("/page/action/17-1-a", params={"lang": language}).text
    assert told in page
    assert 'class="facts card"' in page
    assert 'class="badge"' in page
    assert "/recommendations/17" in page


def test_a_fact_is_cited_with_its_place_and_version(pages_of: TestClient) -> None:
    page = pages_of.get("/page/action/17-1-a").text
    assert "GB.297/TC/3, row 17, right-hand block" in page
    assert "@misc{tcgraph-action-17-1-a," in page
    assert "version unpublished, " in page


def test_what_is_observed_of_an_action_is_cited_by_the_cell_of_the_action(site: Site) -> None:
    places = [
        card_of(site, NamedNode(f"https://w3id.org/tcgraph/id/{thing}"), "").places
        for thing in ("action/17-1-a", "observation/17-1-a-2006-10")
    ]
    assert places[0] == places[1] != ()


def test_what_no_document_tells_is_cited_without_a_place(pages_of: TestClient) -> None:
    page = pages_of.get("/page/country/SEN").text
    assert re.search(r"version unpublished, (\d+ \w+ \d{4}|n\.d\.)\.", page)
    assert "GB.297/TC/3, row" not in page.partition('class="more cite"')[2].partition("</details>")[0]


def cited(pages: TestClient, thing: str) -> str:
    page = pages.get(f"/page/{thing}").text
    return html.unescape(re.sub(r"<[^>]+>", "\n", page.partition('class="more cite"')[2].partition("</details>")[0]))


def test_a_document_is_cited_itself_by_its_author_and_date(pages_of: TestClient) -> None:
    told = cited(pages_of, "document/gb297-tc-3")
    title = (
        "Follow-up to the resolution on technical cooperation adopted by the 95th Session (2006) "
        "of the International Labour Conference"
    )
    session = "297th Session, Geneva, November 2006"
    where = "https://w3id.org/tcgraph/id/document/gb297-tc-3"
    office = "International Labour Office"
    assert f"{office}. (2006). {title} (GB.297/TC/3). {where}" in told
    assert f"{office}. “{title}.” GB.297/TC/3, {session}. 2006. {where}." in told
    fields = {"author": f"{{{office}}}", "title": title, "year": "2006", "note": session, "url": where}
    for name, text in fields.items():
        assert f"{name} = {{{text}}}" in told


@pytest.mark.parametrize(
    ("language", "author", "title", "place", "fact"),
    [
        ("en", "International Labour Office", "Follow-up to the resolution", "row 1, right column, bullet 4",
         "no less than 70 per cent of extra-budgetary funding [summary by tcgraph, not the document's words; planned, "
         "as of 11 October 2006]"),
        ("fr", "Bureau international du Travail", "Suite donnée à la résolution", "ligne 1, colonne de droite, point 4",
         "au moins 70 pour cent du financement extrabudgétaire [résumé de tcgraph, et non les mots du document; "
         "prévue, au 11 octobre 2006]"),
        ("es", "Oficina Internacional del Trabajo", "Curso dado a la resolución", "fila 1, columna derecha, punto 4",
         "no menos del 70 por ciento de la financiación extrapresupuestaria [resumen de tcgraph, no las palabras del "
         "documento; prevista, al 11 de octubre de 2006]"),
    ],
)  # fmt: skip
def test_a_fact_is_cited_from_its_document_first_and_keeps_what_makes_it_less_than_sure(
    site: Site, language: str, author: str, title: str, place: str, fact: str
) -> None:
    card = card_of(site, NamedNode("https://w3id.org/tcgraph/id/action/1-4-a"), "Allot 70 per cent", language)
    assert len(card.cites) == 4
    for style, told in card.cites:
        order = [told.find(part) for part in (author, title, place, fact, "tcgraph, ")]
        assert -1 not in order, (style, told)
        assert order == sorted(order), style
        assert "GB.297/TC/3" in told


def test_what_is_told_with_a_hedge_is_cited_with_it(site: Site) -> None:
    """A payment that is possible is neither certain nor denied, and a promise keeps the words that weaken it."""
    (paid,) = [
        plain(row["funding"])
        for row in run(
            site, "funding", "SELECT ?funding { ?funding <https://w3id.org/tcgraph/ns#donor> "
            "<https://w3id.org/tcgraph/id/organisation/dfid> ; <https://w3id.org/tcgraph/ns#inAction> "
            "<https://w3id.org/tcgraph/id/action/9-1-a> }"
        ).dicts()
    ]  # fmt: skip
    for thing, words in ((paid, "hedged (“possibly”)"), ("https://w3id.org/tcgraph/id/action/17-2-b", "would be made")):
        for style, told in card_of(site, NamedNode(thing), "Its name").cites:
            assert words in told, (thing, style)
            assert not re.search(r"\bnot\b(?! the document's words)", told)


@pytest.mark.parametrize("made", ["1793491200", ""])
@pytest.mark.parametrize("thing", ["instrument/C087", "event/ilc-95", "country/SEN", "action/17-1-a"])
def test_a_record_has_the_year_of_its_data_and_not_that_of_what_it_tells_of(
    site: Site, monkeypatch: pytest.MonkeyPatch, thing: str, made: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", made)
    monkeypatch.setattr("tcgraph.export.catalogue.release._git", lambda *_: None)
    card = card_of(replace(site, memo=Memo()), NamedNode(f"https://w3id.org/tcgraph/id/{thing}"), "Its name")
    day = "1 November 2026" if made else "n.d."
    for style, told in card.cites[:3]:
        assert f"As recorded in tcgraph, version unpublished, {day}." in told, style
        assert ("GB.297/TC/3" in told.partition("As recorded")[0]) == thing.startswith(("action/", "event/"))
        assert told.startswith("Its name. As recorded") != thing.startswith(("action/", "event/"))


def test_a_document_without_a_date_says_so_once(pages_of: TestClient) -> None:
    told = cited(pages_of, "document/ilc95-pr19")
    assert "(n.d.)" in told
    assert "n.d.." not in told
    assert "{n.d.}" not in told
    assert "{}" not in told


def test_where_a_document_is_published_is_linked_where_it_is_known_and_never_guessed(
    pages_of: TestClient, tmp_path: Path
) -> None:
    assert "No public address of the document is known here;" in pages_of.get("/page/document/gb297-tc-3").text
    assert "No public address" not in pages_of.get("/page/country/SEN").text
    body = Body("The Council", "council", symbol="C/12")
    project = create_project(tmp_path / "project", body, datetime.date(2026, 5, 1))
    facts = project.data / "council" / "decisions.ttl"
    address = "https://council.example/documents/12"
    text = facts.read_text("utf-8")
    line = "document:council a tc:Document ;\n"
    assert line in text
    facts.write_text(text.replace(line, f'{line}    tc:webAddress "{address}"^^xsd:anyURI ;\n'), "utf-8")
    engine = reasoned(project)
    site = Site(engine=lambda: engine, project=project, queries=read_queries(project.queries))
    pages = TestClient(Starlette(routes=make_pages(site).routes))
    assert f'href="{address}"' in pages.get("/page/document/council").text
    assert f"url = {{{address}}}" in cited(pages, "document/council")
    assert f'href="{address}"' in pages.get("/recommendations/1").text


def test_a_question_shows_how_programs_ask_it(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/donors-by-recommendation", params={"number": "9"}).text
    for program in ("pandas.read_csv(", "read.csv(", "await (await fetch(", "<code>curl "):
        assert program in page
