"""What a page says is in the reader's language, and what is not says so."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.pages.site import HERE


def english(page: str) -> list[str]:
    """What a page marks as English."""
    return [unescape(text) for text in re.findall(r'<span lang="en">([^<]*)</span>', page)]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_what_no_action_answers_is_told_in_the_readers_language(pages_of: TestClient, language: str) -> None:
    page = pages_of.get(f"/quality?lang={language}").text
    gaps = page[page.index('id="gaps"') : page.index('id="pairings"')]
    assert gaps.count("/recommendations/") > 20
    assert english(gaps) == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/page/action/17-1-a?lang=fr", "Financement\u00a0: Gouvernement de la France (17-1-a)"),
        ("/page/action/9-1-a?lang=es", "Posible financiación: Ministerio de Desarrollo Internacional"),
        ("/page/instrument/C144?lang=fr", "Ratification, C144\u00a0: Afghanistan"),
        ("/page/participation/6-5-a-2?lang=es", "Programa de las Naciones Unidas para el Desarrollo: asociado (6-5-a)"),
        ("/page/observation/17-1-a-2006-10?lang=fr", "17-1-a\u00a0: réalisée, octobre 2006"),
        ("/page/passage/r9-b1?lang=es", "fila 9"),
        ("/page/hedge/paragraph-2-1?lang=fr", "«\u00a0by no means exhaustive\u00a0» dans"),
        ("/page/answer/1-3-by-4-1-a?lang=fr", "1-3, réponse par 4-1-a"),
    ],
)
def test_a_name_made_of_parts_is_put_together_in_the_readers_language(
    pages_of: TestClient, path: str, told: str
) -> None:
    assert told in unescape(pages_of.get(path).text)


def test_what_was_found_is_told_in_the_readers_language(pages_of: TestClient) -> None:
    page = pages_of.get("/search?q=UNDAF&lang=fr").text
    actions = page[page.index("<h3>Actions") :].partition("</ul>")[0]
    assert actions.count("<li>") > 5
    assert english(actions) == []


def test_yes_and_no_are_words_of_the_language(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/ratified-by?instrument=C144&lang=fr").text
    assert re.search(r'data-label="Complet"[^>]*>\s*non\s*<', page)


def test_words_that_nothing_has_are_not_read_as_a_question(pages_of: TestClient) -> None:
    page = pages_of.get("/search?q=xyzzy").text
    assert 'id="readings"' not in page


def test_a_colon_has_its_space_in_french(pages_of: TestClient) -> None:
    page = pages_of.get("/build?section=4&status=planned&lang=fr").text
    assert "État\u00a0: <b>" in page
    assert "État: <b>" not in page


def test_regions_stand_in_the_order_of_the_language(pages_of: TestClient) -> None:
    page = pages_of.get("/countries?lang=es").text
    assert re.findall(r"<h2>(\w+) <small>", page) == ["África", "América", "Asia", "Europa", "Oceanía"]


def test_a_cell_says_its_heading_where_rows_are_cards_alone() -> None:
    """On telephones, and on tablets where a table has six columns or more; in French with a space before the colon."""
    style = (HERE / "static" / "site.css").read_text(encoding="utf-8")
    for width in (r"\(max-width: 40rem\)", r"\(min-width: 40\.01rem\) and \(max-width: 60rem\)"):
        inside = re.findall(rf"@media screen and {width} \{{\n(.*?)\n\}}", style, re.DOTALL)
        assert "".join(inside).count("td[data-label]::before") == 2
    assert style.count("td[data-label]::before") == 4


@pytest.mark.parametrize("question", ["readings", "conditions", "inferred-pairings"])
@pytest.mark.parametrize("language", ["fr", "es"])
def test_our_reading_is_told_in_the_readers_language(pages_of: TestClient, question: str, language: str) -> None:
    page = pages_of.get(f"/ask/{question}?lang={language}&page=all").text
    table = page[page.index('<table class="plain rows">') :].partition("</tbody>")[0]
    assert table.count("<tr>") > 10
    assert english(table) == []


def test_a_reading_names_what_it_is_about_and_is_no_status(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/readings?lang=es").text
    table = page[page.index('<table class="plain rows">') :].partition("</table>")[0]
    assert 'data-label="Nuestra lectura"' in table
    assert "Realizadas" not in table
    assert not re.search(r">\s*action/", table)


@pytest.mark.parametrize("language", ["fr", "es"])
def test_one_english_name_has_one_name_in_another_language(shipped: EmbeddedEngine, language: str) -> None:
    # Answers hold English names; a second translation would leave pages with none.
    answer = shipped.select(
        "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
        "SELECT ?name (COUNT(DISTINCT ?own) AS ?names) WHERE {\n"
        "  ?thing rdfs:label ?name, ?own .\n"
        '  FILTER(STRSTARTS(STR(?thing), "https://w3id.org/tcgraph/id/"))\n'
        f'  FILTER(LANG(?name) = "en" && LANG(?own) = "{language}")\n'
        "} GROUP BY ?name HAVING(COUNT(DISTINCT ?own) > 1)"
    )
    assert list(answer) == []


def test_promises_have_their_names_in_the_picture_too(pages_of: TestClient) -> None:
    page = unescape(pages_of.get("/deadlines?lang=fr").text)
    assert (
        "la réunion de l’équipe mondiale de direction sur les PPTD · Prévue, aucun rapport ultérieur connu n’en parle"
        in page
    )
    assert "Hold the Global Management Team" not in page


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/ask/products?kind=course&lang=fr", "Institut international d’études sociales"),
        ("/ask/projects?lang=es", "Asia y el Pacífico"),
        ("/ask/figures?lang=fr", "bureaux de l’OIT"),
        ("/ask/figures?lang=es", "Proporción mínima de la financiación extrapresupuestaria que se asignará a los PTDP"),
        ("/page/product/iris?lang=fr", "Système d’information qui suit ce que les projets apportent aux résultats"),
        ("/embed/action/9-1-a?lang=es", "GB.297/TC/3, fila 9, columna derecha, punto 1"),
    ],
)
def test_names_in_a_list_figures_and_places_are_in_the_readers_language(
    pages_of: TestClient, path: str, told: str
) -> None:
    page = unescape(pages_of.get(path).text)
    assert told in page
    assert not any("International Institute" in text or "Asia and the Pacific" in text for text in english(page))


@pytest.mark.parametrize(
    ("question", "offered"),
    [
        ("products", "système d’information"),
        ("products", "en préparation"),
        ("coming-events", "envisagé"),
        ("hedges", "partie d’un tout"),
        ("sectors", "services de santé"),
        ("frameworks-by-recommendation", "cadre national"),
        ("who-benefits", "personne formée"),
    ],
)
def test_lists_to_choose_from_are_in_the_readers_language(pages_of: TestClient, question: str, offered: str) -> None:
    page = unescape(pages_of.get(f"/ask/{question}?lang=fr").text)
    assert re.search(f"<option [^>]*>{offered}<", page)


def test_words_of_the_document_are_marked_as_its_own_language(pages_of: TestClient) -> None:
    assert "by no means exhaustive" in english(pages_of.get("/ask/hedges?lang=fr").text)
