"""What each item asks of such a system: a question, a page, an answer; and plain words where there is none."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.errors import BrokenInput
from tcgraph.followup.libreoffice import libreoffice
from tcgraph.pages import Site, make_pages
from tcgraph.pages.reporting_subjects import Subject, subjects_in
from tcgraph.project import Project
from tcgraph.publish.expected_answers import reasoned
from tcgraph.queries import read_queries
from tcgraph.terms import BASE
from tests.conftest import ROOT

SUBJECTS = subjects_in(Path(__file__).parents[2] / "queries").pages
ASKED: dict[int | str, set[tuple[str, str]]] = {
    1: {
        ("country-programme-share", "money"),
        ("master-plan", "money"),
        ("appraisal-sheet", "appraisal"),
    },
    5: {
        ("country-programmes", "programmes"),
        ("programmes-by-region", "programmes"),
        ("forward-planning", "programmes"),
        ("programme-results", "programmes"),
    },
    6: {("global-compact-projects", "knowledge")},
    12: {("tripartite-balance", "knowledge")},
    13: {("good-practices", "knowledge")},
    16: {("appraisal-sheet", "appraisal"), ("supervisory-comments", "ratifications")},
    17: {("region-share", "money")},
    18: {("master-plan", "money"), ("appraisal-sheet", "appraisal")},
    19: {("reporting-cycles", "governance"), ("overdue-promises", "governance")},
    20: {("appraisal-sheet", "appraisal")},
    24: {("donor-agreements", "money")},
    25: {("regional-projects", "programmes")},
    26: {("donor-agreements", "money")},
    27: {("donor-agreements", "money")},
    28: {("public-private-partnerships", "money")},
    29: {("appraisal-sheet", "appraisal")},
    34: {
        ("ratification-coverage", "ratifications"),
        ("ratified-by", "ratifications"),
        ("fundamental-conventions", "ratifications"),
        ("supervisory-comments", "ratifications"),
    },
    37: {("fundamental-conventions", "ratifications"), ("supervisory-comments", "ratifications")},
    "V": {("needs-and-practices", "knowledge"), ("good-practices", "knowledge")},
}
"""Each item, the question that answers it and the page that asks it."""


def client_of(project: Project) -> TestClient:
    engine = reasoned(project)
    pages = make_pages(Site(engine=lambda: engine, project=project, queries=read_queries(project.queries)))
    return TestClient(Starlette(routes=[*pages.routes]))


@pytest.fixture(scope="module")
def real(project: Project) -> Iterator[TestClient]:
    with client_of(project) as client:
        yield client


@pytest.fixture(scope="module")
def demo(project: Project) -> Iterator[TestClient]:
    with client_of(replace(project, demo=True)) as client:
        yield client


def rows_of(page: str, query: str) -> str:
    """The part of a page under one question."""
    return page.partition(f'<h2 id="{query}">')[2].partition("<h2")[0]


def test_the_pages_ask_what_the_items_ask() -> None:
    found: dict[int | str, set[tuple[str, str]]] = {}
    for subject in SUBJECTS:
        for part in subject.parts:
            items: list[int | str] = [*part.items, *(["V"] if part.knowledge else [])]
            for item in items:
                found.setdefault(item, set()).add((part.query, subject.key))
    assert found == ASKED


@pytest.mark.parametrize("item", ASKED, ids=str)
def test_each_item_has_its_question_its_page_and_an_answer(item: int | str, demo: TestClient, real: TestClient) -> None:
    listed = real.get("/reporting").text
    for query, subject in ASKED[item]:
        assert f"/reporting/{subject}#{query}" in listed
        needed = (
            {"country": "XDA", "asOf": "2008-12-31"} if query in ("fundamental-conventions", "overdue-promises") else {}
        )
        shown = rows_of(demo.get(f"/reporting/{subject}", params=needed).text, query)
        assert "<tbody><tr>" in shown or "Not shown as a list." in shown, query
        if item != "V":
            assert f"/recommendations/{item}" in shown


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.key)
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_each_page_in_each_language(subject: Subject, language: str, demo: TestClient, real: TestClient) -> None:
    path = f"/reporting/{subject.key}"
    for client, invented in ((demo, True), (real, False)):
        answer = client.get(path, params={"lang": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        assert ('class="invented"' in answer.text) is invented


def test_a_project_of_other_items_has_its_own_pages_or_none(tmp_path: Path) -> None:
    assert subjects_in(tmp_path / "none").pages == ()
    told = 'follow_up = "h-1"\n[piers]\nparts = [{ query = "lamps", items = [3], sheet = "" }]\n'
    (tmp_path / "reporting.toml").write_text(told, encoding="utf-8")
    own = subjects_in(tmp_path)
    assert (own.follow_up, [page.key for page in own.pages]) == ("h-1", ["piers"])
    assert own.of("lamps") == ("piers", own.pages[0].parts[0])
    assert own.of("money") is None


@pytest.mark.parametrize(
    "told", ["[piers]", "[piers]\nparts = [{ items = [3] }]", "[piers]\nparts = [{ lamp = 1 }]", "["]
)
def test_a_file_of_pages_that_says_something_else_is_refused_by_its_name(tmp_path: Path, told: str) -> None:
    (tmp_path / "reporting.toml").write_text(told, encoding="utf-8")
    with pytest.raises(BrokenInput, match=r"reporting\.toml"):
        subjects_in(tmp_path)


def test_there_is_no_page_that_the_project_does_not_name(real: TestClient) -> None:
    answer = real.get("/reporting/piers")
    assert answer.status_code == 404
    assert "programmes" in answer.text


def test_nothing_invented_is_shown_unless_asked_for(real: TestClient) -> None:
    for subject in SUBJECTS:
        assert "invented)" not in real.get(f"/reporting/{subject.key}").text


def test_none_not_reported_and_not_due_yet_are_kept_apart(real: TestClient, demo: TestClient) -> None:
    early = rows_of(real.get("/reporting/money").text, "waiting")
    assert early.startswith("Not due on 11 October 2006<")
    assert early.count("Mid-term report of November 2008") == 1
    assert "Sheet “Money”" in early.partition('id="region-share"')[2].partition("</li>")[0]
    late = rows_of(real.get("/reporting/money", params={"asOf": "2009-01-31"}).text, "waiting")
    assert late.startswith("Not reported<")
    assert 'id="region-share"' in late
    none = rows_of(demo.get("/reporting/money", params={"biennium": "1998-99"}).text, "region-share")
    assert "<b>None.</b>" in none
    blank = rows_of(demo.get("/reporting/programmes").text, "programme-results")
    assert '<span class="unsaid">not reported</span>' in blank


def test_the_list_of_ratifications_says_that_it_is_incomplete(real: TestClient) -> None:
    page = real.get("/reporting/ratifications", params={"asOf": "2006-11-30"}).text
    for part in ("ratified-by", "ratification-coverage"):
        assert "Not shown as a list." in rows_of(page, part)
        assert f"/ask/{part}" in rows_of(page, part)
    assert "wikipedia" not in page
    assert "<td" not in rows_of(page, "ratified-by")


def test_the_seventy_per_cent_are_not_said_to_be_missed_while_an_amount_is_missing(demo: TestClient) -> None:
    shown = rows_of(demo.get("/reporting/money").text, "country-programme-share")
    row = re.search(r"<tr>(?:(?!</tr>).)*?4,800,000.*?</tr>", shown, re.DOTALL)
    assert row
    assert "66.7" in row[0]
    assert "not known" in row[0]


def test_a_biennium_without_a_target_and_a_round_to_come_say_so(demo: TestClient, real: TestClient) -> None:
    shown = rows_of(demo.get("/reporting/money").text, "country-programme-share")
    row = re.search(r"<tr>(?:(?!</tr>).)*?4,250,000.*?</tr>", shown, re.DOTALL)
    assert row
    assert "no target" in row[0]
    rounds = rows_of(real.get("/reporting/governance").text, "reporting-cycles")
    assert rounds.count("not due on 11 October 2006") == 3
    assert "not reported" not in rounds


def test_a_day_changes_what_was_known(demo: TestClient) -> None:
    now, then = (
        rows_of(demo.get("/reporting/programmes", params=given).text, "country-programmes")
        for given in ({}, {"asOf": "2007-12-31"})
    )
    assert "XDC" in now
    assert "XDC" not in then


def test_the_workbook_can_be_had_from_the_page(real: TestClient) -> None:
    answer = real.get("/reporting/workbook/2008-11")
    assert answer.headers["content-disposition"] == 'attachment; filename="tcgraph-2008-11.xlsx"'
    book = load_workbook(io.BytesIO(answer.content))
    assert "Country programmes" in book.sheetnames
    assert real.get("/reporting/workbook/1999-01").status_code == 404


def test_every_question_alone_and_as_csv(demo: TestClient) -> None:
    page = demo.get("/reporting/knowledge", params={"asOf": "2008-12-31"}).text
    links = set(re.findall(r'href="(/ask/[a-z-]+\.csv[^"]*)"', page))
    assert len(links) == 4
    for link in links:
        answer = demo.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert len(answer.text.splitlines()) > 1


@pytest.mark.parametrize(
    ("asked", "name"),
    [("SEN", "SEN-en.docx"), ("Côte d’Ivoire", "Cote-dIvoire-en.docx"), ("Senegal\n", "Senegal-en.docx")],
)
def test_a_brief_can_be_had_by_any_name_and_is_a_file_of_plain_letters(real: TestClient, asked: str, name: str) -> None:
    answer = real.get(f"/reporting/brief/country/{quote(asked)}.docx")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'


def _tables(page: str) -> list[list[list[str]]]:
    """The rows of each table, each cell as text."""
    return [
        [
            [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)]
            for row in re.findall(r"<tr>(<td>.*?)</tr>", table, re.DOTALL)
        ]
        for table in re.findall(r"<table>(.*?)</table>", page, re.DOTALL)
    ]


@pytest.mark.parametrize("code", ["gender-equality", "fundamental-rights", "governance"])
def test_a_brief_counts_under_a_recommendation_the_items_on_its_subject_alone(real: TestClient, code: str) -> None:
    asked, reported = _tables(real.get(f"/reporting/brief/theme/{code}.html").text)[:2]
    for number, _, stands in asked:
        states = [state.split()[0].rstrip(",").lower() for its, state, *_ in reported if its.lstrip("≈ ") == number]
        told = {word: int(count) for count, word in re.findall(r"(\d+) ([a-z]+)", stands)}
        if told:
            assert told == {state: states.count(state) for state in states}
        else:
            assert len(states) < 2 or set(states) == {"planned"}, (number, stands)
            assert (stands == "nothing reported on this") == (not states)


def test_a_brief_opens_as_a_page_and_is_a_file_where_one_is_asked_for(real: TestClient) -> None:
    page = real.get("/reporting/brief/theme/hiv-aids.html")
    assert page.headers["content-disposition"].startswith("inline")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert '<meta name="viewport"' in page.text
    assert "<h1>HIV/AIDS: brief</h1>" in page.text
    assert "No recommendation asks for anything on this" in page.text
    assert "by no means exhaustive" in page.text
    head = page.text.partition("<header>")[2].partition("</header>")[0]
    assert "Made with tcgraph from" in head, "it looks like no document of the body"
    assert "/page/:vocab/theme/hiv-aids" in head, "it leads back to the page on the site"
    kept = real.get("/reporting/brief/theme/hiv-aids.html", params={"download": "1"})
    assert kept.headers["content-disposition"].startswith("attachment")
    assert f">{BASE}vocab/theme/hiv-aids<" in kept.text, "a file leads to the address that lasts"


def test_of_a_row_that_we_paired_the_row_is_marked_and_not_the_status(real: TestClient) -> None:
    page = real.get("/reporting/brief/country/SWE.html").text
    assert "<td>≈ 17</td>" in page
    assert "≈ Taken" not in page


def test_a_brief_on_a_region_tells_what_names_only_a_place_in_it_apart(real: TestClient) -> None:
    page = real.get("/reporting/brief/region/africa.html").text
    [found] = re.findall(r"On this: (\d+) reported items", page)
    [itself] = re.findall(r"Of these, (\d+) name it itself", page)
    reported = _tables(page)[1]
    left = sum(map(int, re.findall(r"and (\d+) more: see the address at the head", page)))
    twice = sum(map(int, re.findall(r"beside which it stands: (\d+) more", page)))
    assert len(reported) + left + twice == int(found)
    assert 0 <= int(itself) - sum(not part.startswith("a place in it") for _, part, *_ in reported) <= left


def test_a_brief_counts_what_is_hedged_of_its_subject(real: TestClient) -> None:
    page = real.get("/reporting/brief/country/GBR.html").text
    assert "Told in words that hedge: 3." in page
    assert "a place in it" not in page


def test_a_brief_on_a_body_tells_all_that_was_replied_to_what_names_it(real: TestClient) -> None:
    page = real.get("/reporting/brief/organisation/governing-body.html").text
    asked = {row[0]: row[2] for row in _tables(page)[0]}
    assert "nothing" not in asked["28"]
    assert "All that was replied" in page


def test_what_is_built_says_that_the_document_gives_examples(real: TestClient) -> None:
    assert "by no means exhaustive" in real.get("/build", params={"status": "planned"}).text


def test_a_brief_says_once_what_stands_beside_two_recommendations(real: TestClient) -> None:
    page = real.get("/reporting/brief/donor/government-of-nld.html").text
    assert "<td>9, 10</td>" in page
    assert "beside which it stands: 1 more than told below" in page


@pytest.mark.skipif(not libreoffice(), reason="needs LibreOffice")
@pytest.mark.parametrize("code", ["donor/government-of-nld", "theme/management"])
def test_a_brief_is_one_page_and_leads_to_it_as_pdf(real: TestClient, code: str) -> None:
    page = real.get(f"/reporting/brief/{code}.html").text
    [link] = re.findall(r'<a href="([^"]+)">PDF</a>', page)
    made = real.get(link)
    assert made.headers["content-type"] == "application/pdf"
    assert len(re.findall(rb"/Type\s*/Page\b", made.content)) == 1


def test_a_page_tells_in_order_of_dates_what_is_due_next_and_what_is_owed(pages_of: TestClient) -> None:
    page = pages_of.get("/reporting/report/2006-10.html?one-page").text
    due = re.findall(r"<li>(.*?)\.</li>", page.partition("What is due next")[2])
    years = [int(year[1]) for one in due if (year := re.search(r": [^:(]*(\d{4})(?: \(last year of [^)]*\))?$", one))]
    assert len(years) > 5
    assert years == sorted(years)
    assert any(one.startswith("Mid-term implementation report") and one.endswith("November 2008") for one in due)


def test_the_counts_of_a_report_add_up_and_say_how_firm_they_are(pages_of: TestClient) -> None:
    page = pages_of.get("/reporting/report/2006-10.html?one-page").text
    taken = int(re.search(r"at least one action taken: (\d+)", page)[1])  # type: ignore[index]
    begun = int(re.search(r"(\d+) more have something under way or in place", page)[1])  # type: ignore[index]
    nothing = page.partition("Nothing taken, begun or set up")[2].partition("<h2")[0].count("<li>")
    assert taken + begun + nothing == 37
    hedged = dict(
        re.findall(r"(\d+) (planned|under way)", page.partition("Told in words that hedge: ")[2].partition(".")[0])
    )
    due = pages_of.get("/deadlines", headers={"accept": "text/html"}).text
    assert f"{sum(map(int, hedged))} of them in words that hedge" in due


def test_a_report_marks_each_state_that_is_told_with_a_hedge(pages_of: TestClient) -> None:
    files = (ROOT / "data" / "ttl" / "gb297-tc-3").glob("*.ttl")
    blocks = [block for file in files for block in file.read_text("utf-8").split("\n\n")]
    hedged = sum(" a tc:Observation" in block and "v-certainty:hedged" in block for block in blocks)
    assert hedged > 5
    page = pages_of.get("/reporting/report/2006-10.html").text
    assert len(re.findall(r"<strong>[^<]*, hedged[^<]*</strong>", page)) == hedged


def test_a_report_is_folded_where_it_is_read_and_whole_where_it_is_taken_along(pages_of: TestClient) -> None:
    read = pages_of.get("/reporting/report/2006-10.html").text
    read = re.sub(r'<nav class="forms">.*?</nav>\n', "", read)
    taken = pages_of.get("/reporting/report/2006-10.html?download").text
    assert read.count("<details>") == read.count("</details>") > 3
    assert "<details>" not in taken
    assert re.sub(r"</?(?:details|summary)>|\s", "", read) == re.sub(r"\s", "", taken)


def test_what_an_address_says_in_vain_is_told(pages_of: TestClient) -> None:
    note = "makes no use of “asOf”"
    assert note in pages_of.get("/donors?asOf=2009-06-01").text
    assert "makes no use of" not in pages_of.get("/deadlines?asOf=2009-06-01").text
    assert "makes no use of" not in pages_of.get("/deadlines?on=2009-06-01").text
    assert note not in pages_of.get("/follow-up?asOf=2006-11-01").text
    assert "ne tient pas compte de « nobody »" in pages_of.get("/build?nobody=1&status=planned&lang=fr").text.replace(
        "\xa0", " "
    )


def test_a_paper_that_is_read_leads_back_and_to_its_own_forms(pages_of: TestClient) -> None:
    for address, back in (
        ("/reporting/report/2006-10.html?one-page=1&lang=fr", "/reporting?lang=fr"),
        ("/reporting/brief/country/BEN.html", "/page/country/BEN"),
    ):
        nav = pages_of.get(address).text.partition('<nav class="forms">')[2].partition("</nav>")[0]
        links = [unescape(link) for link in re.findall(r'href="([^"]*)"', nav)]
        assert links[0] == back
        assert all(("one-page" in link) == ("one-page" in address) for link in links[1:])
        assert "download=1" in links[-1]
