"""The box that understands questions in words, and the page that builds them of parts."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from tests.pages.test_figures import rows


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("which donors fund Africa", "Government of the Netherlands"),
        ("recommendation 17", "Additional funds designated for Africa"),
        ("DfID money", "Some donors began to finance DWCPs"),
        ("gendr", "“gendr” was read as “gender”"),
        ("training of inspectors", "Nothing in the graph has these words: <b>inspectors</b>"),
        ("how much did it cost in dollars", "The graph has no amounts of money."),
        ("How many dollars did Norway give?", "The graph has no amounts of money."),
        ("What is the total budget of technical cooperation?", "The graph has no amounts of money."),
        ("who took part in the Turin donor meeting", "Officers of the Committee"),
        ("tools for employers' organizations", "Reaching out to SMEs"),
        ("recommendations with only planned actions", "All actions"),
        ("how many actions per donor", "Count by"),
    ],
)
def test_a_search_tells_what_was_understood(pages_of: TestClient, words: str, told: str) -> None:
    page = pages_of.get("/search", params={"q": words})
    assert page.status_code == 200
    assert told in re.sub("[\u2068\u2069]", "", page.text)  # a reader's own words are isolated


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("youth employment", "en"),
        ("who leads the livelihoods sub-cluster in humanitarian reform?", "en"),
        ("Turrin center developement plan", "en"),
        ("what is IRIS used for", "en"),
        ("DfID money", "en"),
        ("Combien de pays ont ratifié la convention 87 ?", "fr"),
        ("institutions de Bretton Woods", "fr"),
        ("economía informal", "es"),
        ("igualdad de género", "es"),
    ],
)
def test_every_link_of_a_reading_opens_on_the_rows_it_promises(pages_of: TestClient, words: str, language: str) -> None:
    page = pages_of.get("/search", params={"q": words, "lang": language}).text
    counted = re.findall(r'<a href="([^"]+)">(?:<b>)(\d+)</b>', page)
    listed = re.findall(r'<li><a href="([^"]+)">(?:(?!</li>).)*?<small>(\d+) ', page, re.DOTALL)
    assert counted or listed
    for address, promised in (*counted, *listed):
        opened = pages_of.get(unescape(address))
        assert opened.status_code == 200, address
        assert f'<p role="status"><b>{promised}</b>' in opened.text, address


@pytest.mark.parametrize("words", ["zzzz qqqq", "<script>alert(1)</script>", "שלום", "a" * 5000])
def test_nonsense_is_answered_with_one_sentence(pages_of: TestClient, words: str) -> None:
    page = pages_of.get("/search", params={"q": words})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "Understood as" not in page.text


def test_a_built_question_offers_what_has_answers_and_counts_them(pages_of: TestClient) -> None:
    page = pages_of.get("/build", params={"section": "4", "status": "planned"}).text
    listed = page.partition('name="organisation"')[2].partition("</select>")[0]
    value, count = re.findall(r'<option value="([\w-]+)">[^<]*\((\d+)\)</option>', listed)[2]
    chosen = pages_of.get("/build", params={"section": "4", "status": "planned", "organisation": value}).text
    assert re.search(rf"<b>{count}</b> reported items? fits?", chosen)


def test_what_runs_is_what_is_shown_and_can_be_had_as_a_table(pages_of: TestClient) -> None:
    rows = pages_of.get("/build.csv", params={"show": "donor", "region": "africa"}).text.splitlines()
    assert rows[0].startswith("number,donor,")
    assert len(rows) == 6
    assert "SELECT DISTINCT" in pages_of.get("/build.rq", params={"show": "donor", "region": "africa"}).text


def test_a_value_that_cannot_be_is_refused_with_a_reason(pages_of: TestClient) -> None:
    page = pages_of.get("/build", params={"section": "four"})
    assert page.status_code == 400
    assert "is not a number" in page.text
    for address in ("/build?status=bogus", "/build?not.status=Taken", "/build?only=bogus", "/build.csv?status=bogus"):
        refused = pages_of.get(address)
        assert refused.status_code == 400
        assert "is not known; it is one of taken, under-way" in refused.text


@pytest.mark.parametrize("language", ["fr", "es"])
def test_a_question_is_told_in_the_language_of_the_page(pages_of: TestClient, language: str) -> None:
    page = pages_of.get("/build", params={"status": "planned", "show": "donor", "lang": language}).text
    assert {"fr": "Donateurs", "es": "Donantes"}[language] in page


def test_what_was_found_is_narrowed_by_kind_status_and_section(pages_of: TestClient) -> None:
    page = pages_of.get("/search", params={"q": "gender"}).text
    link, count = re.findall(r'<a class="pill" href="([^"]*status=planned[^"]*)">[^<]*<b>\((\d+)\)</b>', page)[0]
    narrowed = pages_of.get(link.replace("&amp;", "&")).text
    assert f"<b>{count}</b> thing" in narrowed
    assert 'aria-current="true">Planned' in narrowed
    assert re.search(r'href="/search\?q=gender" aria-current="true"', narrowed)
    assert int(count) == narrowed.partition("Things that have these words")[2].count('class="badge')


@pytest.mark.parametrize(
    ("words", "told", "tentative"),
    [("SME employers kit", "In its own texts", False), ("child labour conventions", "Named together with", True)],
)
def test_the_one_reading_that_leaves_nothing_out_is_answered_with_a_remark(
    pages_of: TestClient, words: str, told: str, tentative: bool
) -> None:
    page = pages_of.get("/search", params={"q": words}).text
    understood = page.partition('id="understood"')[2].partition("</section>")[0]
    assert ("may not be what is meant" in understood) == tentative
    assert told in understood
    assert "<table" in understood


@pytest.mark.parametrize("words", ["which recommendations were rejected?", "Who obeyed the Office?"])
def test_what_leaves_a_word_out_is_asked_back(pages_of: TestClient, words: str) -> None:
    page = pages_of.get("/search", params={"q": words}).text
    assert 'id="understood"' not in page
    assert "Did you mean" in page


def test_a_search_by_a_sentence_finds_what_has_its_words(pages_of: TestClient) -> None:
    page = pages_of.get("/search", params={"q": "who leads the livelihoods sub-cluster in humanitarian reform?"}).text
    found = page.partition("Things that have these words")[2]
    assert "sub-cluster" in found


def test_a_status_that_is_not_used_is_told_in_the_language_of_the_page(pages_of: TestClient) -> None:
    words = "Quels pays francophones seront formés sur le VIH/sida et le droit du travail ?"
    page = pages_of.get("/search", params={"q": words, "lang": "fr"}).text
    assert "<b>Prévue" in page
    assert "<b>planned" not in page


def test_what_somebody_plays_and_where_it_is_done_can_be_asked_by(pages_of: TestClient) -> None:
    form = pages_of.get("/build").text
    assert {"role", "place", "doer", "receiver"} <= set(re.findall(r'<select name="([a-z]+)"', form))
    assert '<option value="pilot">' in form.partition('name="role"')[2].partition("</select>")[0]
    places = pages_of.get("/build.csv?group=place").text
    assert "SEN" in places
    assert "NOR" not in places, "a country that only pays is no place where something is done"


def test_bars_of_what_names_several_are_not_summed(pages_of: TestClient) -> None:
    page = pages_of.get("/build?group=country").text
    said = re.search(r'<dl class="says"><div><dt>In all:</dt> <dd>([^<]*)</dd>', page)
    assert said is not None
    once = pages_of.get("/build.csv?country=*").text.count("\r\n") - 1
    items = re.search(r"<b>(\d+)</b> reported items fit", page)
    assert items is not None
    bars = sum(int(bar) for bar in re.findall(r'<td data-label="[^"]*">(\d+)</td></tr>', page.partition("as-table")[2]))
    assert said[1].startswith(f"{once} of {items[1]}, each counted once; the bars come to {bars},")
    assert "A country that only pays counts, too" in page


def test_what_limits_is_told_from_what_doubts(pages_of: TestClient) -> None:
    text = pages_of.get("/build?status=planned&hedge=*").text
    limited, doubted = map(int, re.findall(r"such as”, too: (\d+); of these, (\d+)", text)[0])
    assert limited > doubted > 0


def test_a_time_that_is_named_says_of_how_many_it_is_that_of_doing(pages_of: TestClient) -> None:
    text = pages_of.get("/build?when=2006-08-01/9999&status=taken").text
    assert re.search(r"of \d+, it is told of 2 that they were done then", text)


def test_things_that_have_elsewhere_what_is_left_out_are_counted(pages_of: TestClient) -> None:
    text = pages_of.get("/build?show=donor&not.framework=dwcp").text
    assert "in another row what is excluded here" in text
    assert "none.framework=dwcp" in text
    assert "in another row" not in pages_of.get("/build?show=donor&none.framework=dwcp").text


@pytest.mark.parametrize(("sign", "between", "rows"), [("or.", ",", 13), ("and.", ";", 3)])
def test_two_of_one_kind_are_chosen_with_and_or_or(pages_of: TestClient, sign: str, between: str, rows: int) -> None:
    one = pages_of.get("/build", params={"organisation": "actrav"})
    offered = re.search(rf'<select name="{re.escape(sign)}organisation">.*?</select>', one.text, re.DOTALL)
    assert offered
    assert '<option value="act-emp">' in offered[0]
    assert '<option value="actrav">' not in offered[0]
    both = pages_of.get("/build", params={"organisation": "actrav", f"{sign}organisation": "act-emp"})
    assert both.url.params.get("organisation") == f"actrav{between}act-emp"
    assert f'<p role="status"><b>{rows}</b>' in both.text


def test_what_all_others_lie_in_is_neither_offered_nor_counted(pages_of: TestClient) -> None:
    told = rows(pages_of, "/build?group=region")
    assert told
    assert (
        "World" not in pages_of.get("/build?group=region").text.partition('name="region"')[2].partition("</select>")[0]
    )
    assert not [row for row in told if row["region"].endswith("/world")]
    # What is asked for all the same is understood.
    assert rows(pages_of, "/build?region=world")
