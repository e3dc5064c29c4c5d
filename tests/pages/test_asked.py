"""The list of questions by topic, and the page of one question: what it shows, links and offers elsewhere."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tcgraph.pages.i18n import has
from tcgraph.pages.question_forms import TOPICS
from tcgraph.project import Project
from tcgraph.queries import read_queries


def cells(page: str) -> list[str]:
    """The texts of the cells of tables that have no markup in them."""
    return [cell.strip() for cell in re.findall(r"<td[^>]*>([^<]*)</td>", without_figures(page))]


def headings(page: str) -> list[str]:
    """The headings of a table."""
    heads = re.findall(r'<th scope="col"[^>]*>(.*?)</th>', without_figures(page))
    return [re.sub(r"<[^>]*>", "", head) for head in heads]


def without_figures(page: str) -> str:
    """A page without its figures, which have tables of their own."""
    return re.sub(r"<figure.*?</figure>", "", page, flags=re.DOTALL)


@pytest.mark.usefixtures("own_words")
def test_every_question_has_a_topic_that_has_a_name(project: Project) -> None:
    topics = {query.topic for query in read_queries(project.queries).of_kind("answer")}
    assert topics == set(TOPICS)
    assert all(has(language, f"topic.{topic}") for language in ("en", "fr", "es") for topic in (*TOPICS, "other"))


def test_questions_are_listed_once_under_their_topics(pages_of: TestClient, project: Project) -> None:
    page = pages_of.get("/ask").text
    assert re.findall(r'<h2 id="([\w-]+)"', page) == [*TOPICS, "awaited"]
    questions = read_queries(project.queries).of_kind("answer")
    assert sorted(re.findall(r'<h3><a href="/ask/([\w-]+)"', page)) == [query.name for query in questions]
    money = page.partition('<h2 id="money">')[2].partition("<h2")[0]
    assert "/ask/donors-by-recommendation" in money
    # What can be answered at once comes before what must be told something first.
    standards = page.partition('<h2 id="standards">')[2].partition("<h2")[0]
    assert standards.index("/ask/ratification-coverage") < standards.index("/ask/fundamental-conventions")


def test_words_of_ones_own_go_to_the_box_that_understands_them(pages_of: TestClient) -> None:
    assert '<form action="/search">' in pages_of.get("/ask").text
    answer = pages_of.get("/ask", params={"q": "who funds Africa"}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/search?q=who+funds+Africa")
    json = pages_of.get("/ask.json", params={"q": "who funds Africa"}, follow_redirects=False)
    assert json.headers["location"] == "/search.json?q=who+funds+Africa"


def test_a_name_is_shown_once_and_in_the_readers_language(pages_of: TestClient) -> None:
    assert headings(pages_of.get("/ask/donors-by-recommendation").text) == ["No.", "Donor", "Certainty", "Action"]
    # What a country's code stands for is the link; the code stands beside it.
    page = pages_of.get("/ask/countries-by-recommendation", params={"country": "CZE", "lang": "fr"}).text
    assert headings(page) == ["N°", "Pays", "Rôle", "Action"]
    assert '>Tchéquie</a> <small class="whole">CZE</small>' in page
    # A label that names nothing beside it stays.
    assert "Name" in headings(pages_of.get("/ask/nothing-taken").text)


def test_figures_lead_to_what_they_count_as_of_the_same_day(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/sections", params={"asOf": "2006-12-31"}).text
    links = re.findall(
        r'<td data-label="[^"]*" class="figure"><a href="(/ask/recommendation-actions[^"]*)"[^>]*>(\d+)</a>', page
    )
    assert len(links) == 25
    for link, told in links:
        assert "asOf=2006-12-31" in link
        assert f"<b>{told}</b> " in pages_of.get(link.replace("&amp;", "&")).text


def test_the_matrix_totals_lead_to_their_actions_only_where_one_question_lists_them(pages_of: TestClient) -> None:
    for given, linked in (({}, True), ({"section": "4"}, True), ({"words": "gender"}, False)):
        foot = pages_of.get("/follow-up", params=given).text.partition("<tfoot>")[2]
        links = re.findall(r'<a href="(/ask/[^"]*)"[^>]*>(\d+)</a>', foot)
        assert bool(links) is linked, given
        for link, told in links:
            assert f"<b>{told}</b> " in pages_of.get(link.replace("&amp;", "&")).text, given


def test_a_question_says_how_to_ask_it_elsewhere(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/actions-about", params={"theme": "child-labour", "words": "two words"}).text
    assert "tcgraph query actions-about -p theme=child-labour -p &#39;words=two words&#39;" in page
    assert "/api/queries/actions-about?theme=child-labour&amp;words=two+words" in page
    assert 'href="/ask#follow-up"' in page
    assert 'href="/ask/themes"' in page


def test_an_empty_answer_that_offices_report_leads_to_why_it_is_empty(pages_of: TestClient) -> None:
    assert 'href="/reporting/money#region-share"' in pages_of.get("/ask/region-share").text
    assert "/reporting/" not in re.sub(
        r"<nav.*?</nav>", "", pages_of.get("/ask/find", params={"words": "zebra"}).text, flags=re.DOTALL
    )


def test_codes_are_told_in_the_readers_words(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/country-in-the-document", params={"country": "SEN", "lang": "es"}).text
    assert "piloto" in cells(page)
    assert "fila 11, columna derecha, punto 1, parte c" in cells(page)
    page = pages_of.get("/ask/promises-kept", params={"lang": "fr"}).text
    assert '<time datetime="2006-10-11">11 octobre 2006</time>' in page
    assert {"aucun rapport ultérieur connu n’en parle", "le prochain rapport"} <= set(cells(page))
    page = pages_of.get("/ask/projects", params={"lang": "fr"}).text
    assert ">Pérou</a>, <a" in page
    # A biennium looks like a month and is none.
    assert "2008-09" in cells(pages_of.get("/ask/targets", params={"lang": "fr"}).text)


def test_what_is_hedged_is_told_apart_from_what_is_stated_of_the_same_donor(pages_of: TestClient) -> None:
    page = pages_of.get("/donors").text
    [row] = [
        row
        for row in page.partition('<div id="list">')[2].partition("</table>")[0].split("<tr>")
        if "Department for International Development" in row
    ]
    parts = row.partition('data-label="Recommendations">')[2].split("<br>")
    for part, sure, numbers in zip(parts, ("hedged (“possibly”)", "stated"), (["4", "9", "10"], ["17"]), strict=True):
        assert part.startswith(f"{sure}: ")
        assert re.findall(r">(\d+)</a>", part) == numbers


def test_names_are_translated_and_said_to_be_ours(pages_of: TestClient) -> None:
    page = pages_of.get("/follow-up", params={"lang": "fr"}).text
    assert "Priorité à l’Afrique, aux PMA et aux pays en crise" in page
    assert ">PNUAD</a>" in page
    assert ">UNDAF</a>" in pages_of.get("/follow-up").text
    assert "Les noms et les résumés sont nos propres traductions" in page
    thing = pages_of.get("/page/framework/rbtc").text
    assert "fr · our translation" in thing
    assert "fr · our translation" not in pages_of.get("/page/framework/prsp").text


def test_figures_of_a_query_of_ones_own_lead_nowhere(pages_of: TestClient) -> None:
    answer = pages_of.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?taken) { ?s a tc:Action }"})
    assert answer.status_code == 200
    assert re.search(r'<td data-label="[^"]*" class="figure">\d+</td>', answer.text)


def test_questions_that_await_reports_say_so(pages_of: TestClient) -> None:
    waiting = set(
        re.findall(r'<h3><a href="[^"]*/ask/([\w-]+)', pages_of.get("/ask").text.partition('id="awaited"')[2])
    )
    assert {"region-share", "country-programmes", "appraisal-sheet"} <= waiting
    # The document itself tells of agreements, and of donors offices need not report.
    assert not waiting & {"donor-agreements", "donors-by-recommendation", "reporting-cycles"}
    for name in waiting:
        assert len(pages_of.get(f"/ask/{name}.csv").text.splitlines()) == 1


def test_a_thing_leads_to_the_questions_about_its_kind(pages_of: TestClient) -> None:
    for path, link in (
        ("country/SEN", "/ask/country-in-the-document?country=SEN"),
        ("organisation/actrav", "/ask/actions-of-an-organisation?organisation=https%3A%2F%2Fw3id.org"),
        ("instrument/C144", "/ask/convention-in-the-document?instrument=C144"),
        (":vocab/theme/training", "/ask/actions-about?theme=training"),
    ):
        page = pages_of.get(f"/page/{path}").text
        assert f'href="{link}' in page, path
        address = re.findall(rf'href="({re.escape(link)}[^"]*)"', page)[0]
        assert pages_of.get(address.replace("&amp;", "&")).status_code == 200
    assert "Ask about it" not in pages_of.get("/page/passage/r17-left").text


def test_what_only_repeats_a_link_of_ours_is_left_out(pages_of: TestClient) -> None:
    page = pages_of.get("/page/framework/dwcp").text
    assert page.count(">Involve constituents in development programming<") <= 1
    assert 'title="http://purl.org/dc/terms/references"' not in page
    # What reasoning adds stays, apart from what is written down.
    senegal = pages_of.get("/page/country/SEN").text
    assert ">Western Africa</a>" in senegal.partition("Concluded from this")[0]
    assert ">Sub-Saharan Africa</a>" not in senegal.partition("Concluded from this")[0]
    assert ">Sub-Saharan Africa</a>" in senegal.partition("Concluded from this")[2]


def test_the_page_of_a_thing_tells_first_what_was_done_about_it(pages_of: TestClient) -> None:
    page = pages_of.get("/page/organisation/dfid").text
    under = page.partition("Appears under")[2].partition("<h2>")[0]
    assert re.findall(r"<b>(\d+)\.</b>", under) == ["4", "9", "10", "17"]
    ninth = under.partition("<b>9.</b>")[2].partition("<b>10.</b>")[0]
    assert 'class="planned"' in ninth
    assert "Donors to finance workshops for constituents" in ninth


def test_who_acts_by_our_reading_is_marked(pages_of: TestClient) -> None:
    page = pages_of.get("/recommendations/3").text
    acts = {
        article.partition('"')[0]: re.findall(r"<small>([^<]*acts)</small>", article)
        for article in page.split('<article id="')[1:]
    }
    # The text says what was raised, not by whom; and that the Office will pursue arrangements.
    assert acts["action-3-1-a"] == ["≈ acts"]
    assert acts["action-3-4-b"] == ["acts"]
    assert "≈ marks our reading" in page


def test_a_value_that_does_not_fit_leaves_the_form_filled_in(pages_of: TestClient) -> None:
    given = {"number": "twelve", "status": "planned"}
    page = pages_of.get("/ask/recommendation-actions", params=given, headers={"accept": "text/html"})
    assert page.status_code == 400
    assert 'value="twelve"' in page.text
    assert '<option value="planned" selected>' in page.text
    assert "Recommendation &#39;twelve&#39; is not known" in page.text
    for path, accept in (("/ask/recommendation-actions.csv", "text/html"), ("/ask/recommendation-actions", "*/*")):
        answer = pages_of.get(path, params=given, headers={"accept": accept})
        assert answer.status_code == 400
    assert answer.headers["content-type"] == "application/problem+json"
    assert "is not known" in answer.json()["detail"]


def test_what_is_named_shows_the_short_name_that_readers_know(pages_of: TestClient) -> None:
    assert ">UN Development Assistance Framework</a> <small>UNDAF</small>" in pages_of.get("/frameworks").text
    french = pages_of.get("/frameworks", params={"lang": "fr"}).text
    assert ">Plan-cadre des Nations Unies pour l’aide au développement</a> <small>PNUAD</small>" in french
    assert "<b>Benin</b>" in pages_of.get("/countries").text


@pytest.mark.parametrize(("each", "alike_tried"), [(4, 2), pytest.param(1, 12, marks=pytest.mark.at_size)])
def test_every_link_in_an_answer_leads_to_a_page(
    pages_of: TestClient, project: Project, each: int, alike_tried: int
) -> None:
    names = [query.name for query in read_queries(project.queries).of_kind("answer")][::each]
    pages = [pages_of.get(f"/ask/{name}").text.partition("<table")[2].partition("</table>")[0] for name in names]
    links = {unescape(link).partition("#")[0] for page in pages for link in re.findall('href="(/[^"]*)"', page)}
    assert len(links) > 300 / each
    alike: dict[str, list[str]] = {}
    for link in sorted(links):
        # Every question is one of its kind; of things, some of each kind, from all over.
        path = link.partition("?")[0]
        alike.setdefault(path if path.startswith("/ask/") else path.rpartition("/")[0], []).append(link)
    assert len(alike) > 20 / each
    some = [link for found in alike.values() for link in found[:: -(-len(found) // alike_tried)]]
    assert [link for link in some if pages_of.get(link).status_code != 200] == []


def test_every_question_stands_under_one_topic(pages_of: TestClient) -> None:
    page = pages_of.get("/ask").text
    topics = [re.findall(r'href="/ask/([\w-]+)"', part) for part in page.split('<details class="fold topic"')[1:]]
    every = [name for topic in topics for name in topic]
    assert all(topics)
    assert len(every) == len(set(every)) == len(set(re.findall(r'href="/ask/([\w-]+)"', page)))


def test_a_question_of_a_day_is_answered_by_the_last_report_where_none_is_named(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/overdue-promises").text
    assert "Please choose" not in page
    assert "11 October 2006" in page.partition("<h1>")[2].partition("</h1>")[0]
    last = pages_of.get("/ask/overdue-promises.csv?asOf=2006-10-11").text
    assert pages_of.get("/ask/overdue-promises.csv").text == last
