"""Figures tell the figures of their queries, lead to the facts, and stand on their own as files."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tcgraph.pages.charts.svg import PAINT, TEXTURES, lines, width_of
from tcgraph.pages.charts.world import CountryMark, shades, world, world_map
from tcgraph.pages.i18n import note_of
from tcgraph.pages.labels import in_order
from tcgraph.pages.picture_words import BARS, uncut
from tcgraph.pages.site import HERE, Site
from tcgraph.queries import read_queries

STATUSES = ("taken", "under_way", "planned", "standing")


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    """The answer behind a page, as its CSV twin has it."""
    path, _, query = address.partition("?")
    return list(csv.DictReader(io.StringIO(client.get(f"{path}.csv?{query}").text)))


def wide(page: str) -> str:
    """The first wide drawing of a page, or its only one."""
    found = re.search(r'<div class="drawing(?: wide)?">(.*?)</div>', page, re.DOTALL)
    assert found is not None
    return found[1]


def marks(svg: str) -> list[tuple[str, int]]:
    """What each mark says and the number that it tells."""
    named = re.findall(
        r'aria-label="([^"]*)"[^>]*><title>[^<]*</title><(?:rect|path|circle)[^>]* data-value="(\d+)"', svg
    )
    plain = re.findall(r'<(?:rect|path|circle)[^>]* data-value="(\d+)"[^>]*><title>([^<]*)</title>', svg)
    return [(unescape(label), int(value)) for label, value in (*named, *((label, value) for value, label in plain))]


@pytest.mark.parametrize("question", ["follow-up-matrix", "sections", "themes"])
def test_bars_of_statuses_are_as_long_as_the_query_says(pages_of: TestClient, question: str) -> None:
    told = marks(wide(pages_of.get(f"/ask/{question}").text))
    answer = rows(pages_of, f"/ask/{question}")
    expected = [int(row[status]) for row in answer for status in STATUSES if row[status] != "0"]
    assert sorted(value for _, value in told) == sorted(expected)
    assert sum(value for _, value in told) == sum(int(row[status]) for row in answer for status in STATUSES)


@pytest.mark.usefixtures("own_words")
@pytest.mark.parametrize("address", ["/pictures", "/countries", "/donors"])
@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_figure_of_a_question_tells_once_what_it_counts(pages_of: TestClient, address: str, language: str) -> None:
    """A bar for each theme misleads whoever adds them up, unless it says that some actions stand in two."""
    page = pages_of.get(f"{address}?lang={language}").text
    shown = set(re.findall(r'id="figure-([^"]*)"', page))
    queries = read_queries(Path(__file__).parents[2] / "queries")
    told = {"countries": "countries-by-recommendation", "donors": "donors-by-recommendation"}
    counted = [queries[told.get(name, name)] for name in shown if told.get(name, name) in queries]
    notes = [note_of(query, language).value for query in counted if query.note]
    assert notes
    assert all(unescape(page).count(note) == 1 for note in notes)


def test_the_sections_add_up_to_their_actions(pages_of: TestClient) -> None:
    for row in rows(pages_of, "/ask/sections"):
        assert sum(int(row[status]) for status in STATUSES) == int(row["actions"])


def test_a_part_of_a_bar_leads_to_the_rows_that_it_counts(pages_of: TestClient) -> None:
    svg = wide(pages_of.get("/ask/sections").text)
    link = re.search(
        r'<a href="([^"]*section=4[^"]*status=planned[^"]*)"[^>]*><title>[^<]*</title><rect[^>]*data-value="(\d+)"', svg
    )
    assert link is not None
    assert len(rows(pages_of, unescape(link[1]))) == int(link[2])


def test_the_map_shows_the_query_s_own_figures(pages_of: TestClient) -> None:
    query = "SELECT ?country (COUNT(*) AS ?n) { ?p tc:participant ?country . ?country a tc:Country } GROUP BY ?country"
    address = f"/sparql?view=map&query={quote(query)}"
    answer = {row["country"].rpartition("/")[2]: int(row["n"]) for row in rows(pages_of, address)}
    assert answer["SEN"] > 1
    svg = wide(pages_of.get(address).text)
    told = {key: int(value) for value, key in re.findall(r'data-value="(\d+)"[^>]* data-key="(\w+)"', svg)}
    assert told == answer


def test_the_map_of_countries_counts_their_recommendations(pages_of: TestClient) -> None:
    named: dict[str, set[str]] = {}
    for row in rows(pages_of, "/countries"):
        named.setdefault(row["country"], set()).add(row["number"])
    svg = wide(pages_of.get("/countries").text)
    told = {key: int(value) for value, key in re.findall(r'data-value="(\d+)"[^>]* data-key="(\w+)"', svg)}
    assert {code: n for code, n in told.items() if code in named} == {code: len(own) for code, own in named.items()}
    # Of the United Kingdom the document names a department alone, as a donor.
    payers = {row["number"] for row in rows(pages_of, "/ask/donors-by-recommendation") if "(UK)" in row["label"]}
    assert {code: n for code, n in told.items() if code not in named} == {"GBR": len(payers)}


@pytest.mark.parametrize(
    ("path", "thing"), [("/donors", "donor"), ("/standards", "instrument"), ("/frameworks", "framework")]
)
def test_a_bar_of_what_is_named_counts_each_recommendation_once_in_every_manner(
    pages_of: TestClient, path: str, thing: str
) -> None:
    named: dict[str, set[str]] = {}
    for row in rows(pages_of, path):
        named.setdefault(row[thing], set()).add(row["number"])
    told: Counter[str] = Counter()
    for label, value in marks(wide(pages_of.get(path).text)):
        told[re.split(r" · \d+\. ", label)[0]] += value
    assert sorted(told.values()) == sorted(len(numbers) for numbers in named.values())


def test_a_map_of_countries_tells_how_far_what_names_them_is(pages_of: TestClient) -> None:
    status = {row["action"]: row["status"] for row in rows(pages_of, "/ask/recommendation-actions")}
    found: dict[str, set[str]] = {}
    for row in rows(pages_of, "/countries"):
        part = "donor" if row["role"] == "donor" else status[row["action"]]
        found.setdefault(row["label"], set()).add(part)
    order = {"taken": "Taken", "under-way": "Under way", "planned": "Planned", "donor": "named as donors alone"}
    told: dict[str, set[str]] = {}
    for label, parts in found.items():
        told.setdefault(next(word for part, word in order.items() if part in parts), set()).add(label)
    page = pages_of.get("/countries").text
    legend = re.findall(r"</svg>([^<]*·[^<]*)</li>", page)
    key = dict(unescape(text).strip().split("\u00a0·\u00a0") for text in legend)
    read = set(key.pop("named as donors alone, in part by our reading (≈)").split(", "))
    listed = {word: set(text.partition(" (")[0].split(", ")) for word, text in key.items()}
    read = {name.partition(" (")[0] for name in read}
    assert read == {"Netherlands", "Sweden"}
    assert listed.pop("a department of it named as donor, for certain or possibly") == {"United Kingdom"}
    assert {**listed, "named as donors alone": listed["named as donors alone"] | read} == told
    # How few deeds that may be: twelve countries, and what was done in them is told under two recommendations.
    done = [row for row in rows(pages_of, "/countries") if row["role"] != "donor" and status[row["action"]] == "taken"]
    actions, numbers = ({row[name] for row in done} for name in ("action", "number"))
    assert f"(together, reported items: {len(actions)}; recommendations: {len(numbers)})" in key["Taken"]


def test_the_key_of_a_map_names_the_countries_of_the_rare_shades(pages_of: TestClient) -> None:
    query = "SELECT ?country (COUNT(*) AS ?n) { ?p tc:participant ?country . ?country a tc:Country } GROUP BY ?country"
    address = f"/sparql?view=map&query={quote(query)}"
    counted = {row["country"]: int(row["n"]) for row in rows(pages_of, address)}
    most = max(counted.values())
    first = sum(number == most for number in counted.values())
    key = re.search(r'<ul class="legend">.*?</svg>([^<]*)</li>', pages_of.get(address).text, re.DOTALL)
    assert key is not None
    assert key[1].strip().startswith(f"{most}\u00a0·\u00a0")
    assert key[1].count(",") == (first - 1 if first <= 4 else 0)


def test_what_has_no_order_of_its_own_stands_by_size(pages_of: TestClient) -> None:
    table = re.search(r'<details class="as-table">.*?<tbody>(.*?)</tbody>', pages_of.get("/ask/themes").text, re.DOTALL)
    assert table is not None
    totals = [int(row) for row in re.findall(r"<td[^>]*>(\d+)</td></tr>", table[1])]
    assert len(totals) > 5
    assert totals == sorted(totals, reverse=True)


def test_the_time_line_says_the_day_beside_each_mark(pages_of: TestClient) -> None:
    svg = wide(pages_of.get("/ask/events").text)
    assert "28–29 September 2006</text>" in svg


def test_a_map_of_a_region_tells_of_that_region_alone(pages_of: TestClient) -> None:
    page = pages_of.get("/countries?zoom=africa").text
    whole, part = wide(pages_of.get("/countries").text), wide(page)
    assert 10 < len(marks(part)) < len(marks(whole))
    assert set(marks(part)) < set(marks(whole))
    assert said(page, "countries")["In all"] == f"{len(marks(part))} countries"
    assert "Netherlands" not in page.partition('<figure class="figure"')[2].partition("</figure>")[0]
    # Each has its name beside it where that has room, larger on a telephone and so fewer.
    names = [re.findall(r"<text[^>]*>([^<]*)</text>", part.partition(f'<g class="{screen}">')[2].partition("</g>")[0])
             for screen in ("wide", "narrow")]  # fmt: skip
    assert {"Benin", "Togo", "Senegal"} <= set(names[0]) >= set(names[1]) >= {"Senegal"}
    assert re.search(r'viewBox="([^"]*)"', whole) != re.search(r'viewBox="([^"]*)"', part)
    assert 'viewBox="0 0 2000' in whole


def test_all_of_a_page_is_of_the_part_of_the_world_that_is_chosen(pages_of: TestClient) -> None:
    whole = rows(pages_of, "/countries")
    parts = {
        region: rows(pages_of, f"/countries?zoom={region}")
        for region in ("africa", "americas", "asia", "europe", "oceania")
    }
    assert all(0 < len(part) < len(whole) for part in parts.values())
    named = [tuple(row[name] for name in ("number", "country", "role", "action")) for row in whole]
    own = [tuple(row[name] for name in ("number", "country", "role", "action")) for p in parts.values() for row in p]
    assert Counter(named) == Counter(own)
    for region, part in parts.items():
        page = pages_of.get(f"/countries?zoom={region}").text
        assert f"<b>{len({row['country'] for row in part})}</b>" in page
        assert len(re.findall(r"<h2>[^<]* <small>", page)) == 1
        assert said(page, "countries")["In all"].startswith(f"{len({row['country'] for row in part})} countr")


def test_a_telephone_shows_the_continent_of_most_of_a_map(pages_of: TestClient) -> None:
    page = pages_of.get("/countries").text
    narrow = page.partition('<div class="drawing narrow">')[2].partition("</div>")[0]
    assert marks(narrow) == marks(wide(pages_of.get("/countries?zoom=africa").text))
    assert "On a narrow screen: Africa" in page
    assert '<div class="drawing narrow">' not in pages_of.get("/countries?zoom=africa").text


def test_a_promise_has_one_mark_under_its_date(pages_of: TestClient) -> None:
    answer = rows(pages_of, "/ask/promises-kept")
    page = pages_of.get("/ask/promises-kept").text
    svg = wide(page)
    assert svg.count("data-value=") == len(answer)
    headings = re.findall(r">(?:[^<]* )?(\d{4})\u00a0·\u00a0(\d+)<", svg)
    by_year: Counter[str] = Counter()
    for year, count in headings:
        by_year[year] += int(count)
    assert by_year == Counter((row["due"] or row["next_report"])[:4] for row in answer)


def test_a_promise_without_a_date_stands_apart_from_those_that_name_one(pages_of: TestClient) -> None:
    """Sixty-five actions "due in November 2008" would be surer than the document, which gives one of them that date."""
    answer = rows(pages_of, "/ask/promises-kept")
    heard = Counter((row["due"] or row["next_report"], row["due_by"]) for row in answer)
    assert not any(row["due"] for row in answer if row["due_by"] == "next report")
    assert heard["2008-11", "next report"] > heard["2008-11", "stated"] > 0
    svg = unescape(wide(pages_of.get("/ask/promises-kept").text))
    drawn = re.findall(r">([^<]*)</t", svg)
    assert f"November 2008\u00a0·\u00a0{heard['2008-11', 'stated']}" in drawn
    assert any(text.endswith(f"2008\u00a0·\u00a0{heard['2008-11', 'next report']}") for text in drawn)


def test_a_picture_of_what_others_tell_names_them_as_its_source(pages_of: TestClient) -> None:
    told = rows(pages_of, "/ask/ratified-by?instrument=C144")
    hosts = {row["source"].split("/")[2] for row in told}
    figure = pages_of.get("/ask/ratified-by?instrument=C144").text.partition('<figure class="figure"')[2]
    source = figure.partition('foot-note">')[2].partition("<")[0]
    assert all(host in source for host in hosts)
    assert "GB.297" not in source


def test_a_picture_says_what_it_was_asked_for(pages_of: TestClient) -> None:
    svg = pages_of.get("/ask/actions-about.svg?theme=gender-equality").text
    assert "<title>Reported items, by recommendation – Theme: gender equality<" in svg
    assert "Theme:" not in pages_of.get("/ask/actions-about.svg").text


@pytest.mark.parametrize("address", ["/countries", "/pictures"])
def test_a_map_says_how_much_of_it_is_our_reading(pages_of: TestClient, address: str) -> None:
    sure: dict[str, set[str]] = {}
    for row in rows(pages_of, "/ask/donors-by-recommendation"):
        if row["label"] == "Government of the Netherlands":
            sure.setdefault(row["number"], set()).add(row["certainty"])
    ours = [number for number, manners in sure.items() if manners == {"inferred"}]
    assert 0 < len(ours) < len(sure)
    assert f"Netherlands (≈ {len(ours)} of {len(sure)} by our reading)" in unescape(pages_of.get(address).text)
    tiles = unescape(pages_of.get("/ask/countries-by-recommendation").text)
    assert len(set(re.findall(r'aria-label="Netherlands · (\d+)\. [^"]* · ≈ donor"', tiles))) == len(ours)


def test_how_sure_counts_each_kind(pages_of: TestClient) -> None:
    kinds = Counter(kind for kind, _ in {(row["kind"], row["thing"]) for row in rows(pages_of, "/ask/how-sure")})
    assert sorted(value for _, value in marks(wide(pages_of.get("/ask/how-sure").text))) == sorted(kinds.values())


def test_every_time_line_counts_each_thing_once(pages_of: TestClient) -> None:
    repeated: set[str] = set()
    for query in read_queries(Path(__file__).parents[2] / "queries").of_kind("answer"):
        if query.chart not in ("timeline", "dots") or any(p.required for p in query.parameters):
            continue
        page = pages_of.get(f"/ask/{query.name}").text
        if 'class="drawing' not in page:
            continue
        answer = rows(pages_of, f"/ask/{query.name}")
        # The recommendation that a row is told under, and where it stands, make no other thing of it.
        told = [name for name in answer[0] if name in ("label", "owed_to", "start", "end", "due", "action", "as_of")]
        once = {tuple(row[name] for name in told) for row in answer}
        days = [name in ("start", "due", "as_of") for name in told]
        dated = [one for one in once if any(value for value, is_day in zip(one, days, strict=True) if is_day)]
        repeated |= {query.name} if len(once) < len(answer) else set()
        total = re.search(r"In all:</dt>\s*<dd>(\d+)", page)
        assert total is not None, query.name
        assert int(total[1]) == len(once), query.name
        assert wide(page).count("data-value=") == (len(dated) if query.chart == "timeline" else len(once)), query.name
        if rest := re.search(r"<summary>(\d+) more without a date</summary>(.*?)</details>", page, re.DOTALL):
            assert int(rest[1]) == len(once) - len(dated) == rest[2].count("<a "), query.name
    assert "events" in repeated


@pytest.mark.parametrize("path", ["/follow-up", "/countries", "/donors", "/deadlines", "/ask/events", "/ask/sections"])
def test_a_file_stands_on_its_own(pages_of: TestClient, path: str) -> None:
    page = pages_of.get(path)
    title = re.search(r"<figcaption><h2>([^<]*)</h2>", page.text)
    svg = pages_of.get(f"{path}.svg").text
    assert "class=" not in svg
    assert "GB.297/TC/3" in svg
    assert "creativecommons.org/licenses/by/4.0" in svg
    assert 'href="/' not in svg
    if title is not None:
        assert f"<title>{title[1]}</title>" in svg


def test_a_page_gives_each_of_its_figures(pages_of: TestClient) -> None:
    page = pages_of.get("/deadlines").text
    keys = re.findall(r'<figure class="figure" id="figure-(\w+)"', page)
    files = {pages_of.get(f"/deadlines.svg?figure={key}").text for key in keys}
    assert len(files) == len(keys) == 2
    # A file names the page that it is from.
    for path in ("/", "/deadlines"):
        file = re.findall(r'<a href="([^"]+\.svg[^"]*)"', pages_of.get(path).text)[0]
        link = re.findall(rf">https?://[^/<]*({path}[^<]*)<", pages_of.get(unescape(file)).text)
        assert [pages_of.get(address).status_code for address in link] == [200]


def test_every_colour_is_given_for_the_screen_too() -> None:
    style = (HERE / "static" / "site.css").read_text(encoding="utf-8")
    assert set(re.findall(r"\.(p-[\w-]+)", style)) == set(PAINT)


def test_every_country_of_the_reference_data_is_on_the_map_or_known_to_be_missing() -> None:
    reference = (Path(__file__).parents[2] / "data/ttl/reference/countries.ttl").read_text(encoding="utf-8")
    codes = set(re.findall(r'tc:iso3 "(\w+)"', reference))
    missing = codes - set(world().countries)
    # Dependencies and Antarctica; every member state of the United Nations is there.
    assert missing <= {"ATA", "BVT", "BES", "CCK", "CXR", "GLP", "GUF", "MTQ", "MYT", "REU", "SJM", "TKL", "UMI", "GIB"}
    assert set(world().countries) <= codes


def test_small_countries_are_circles() -> None:
    drawing = world_map(
        {"TUV": CountryMark("Tuvalu", 1), "MUS": CountryMark("Mauritius", 2), "BRA": CountryMark("Brazil", 3)}
    )
    markup = "".join(drawing.parts)
    assert re.findall(r'<circle[^>]*data-key="(\w+)"', markup) == ["MUS", "TUV"]
    assert re.findall(r'<path[^>]*data-key="(\w+)"', markup) == ["BRA"]


@pytest.mark.parametrize("values", [[1], [1, 2], [1, 1, 2, 3], list(range(1, 40)), [5, 5, 5, 900]])
def test_shades_hold_every_value_once(values: list[int]) -> None:
    found = shades(values)
    assert len(found) <= 4
    for value in values:
        assert sum(low <= value <= high for low, high in found) == 1


def test_labels_are_broken_and_not_cut() -> None:
    label = "Decent work country programmes https://codelists.codeforiati.org/CRSChannelCode/with/a/long/address"
    broken = lines(label, 180)
    assert "".join(broken).replace(" ", "") == label.replace(" ", "")
    assert max(map(width_of, broken)) <= 180


def test_bands_lead_from_donors_as_often_as_the_facts_say(pages_of: TestClient) -> None:
    page = pages_of.get("/pictures").text
    flows = page.partition('id="figure-flows"')[2].partition("</figure>")[0]
    told = marks(wide(flows))
    facts = {(row["donor"], row["number"], row["action"]) for row in rows(pages_of, "/ask/donors-by-recommendation")}
    assert sum(value for label, value in told if not label.startswith("Recommendation")) == len(facts)
    assert any(label.startswith("Government of the Netherlands → Recommendation 4 · 1 (") for label, _ in told)
    # Beside a recommendation stands how many parts lead to it, which is how tall it is drawn.
    parts = sum(number == "4" for _, number, _ in facts)
    assert parts > len({action for _, number, action in facts if number == "4"})
    assert f"decent work\u00a0·\u00a0{parts}<" in unescape(wide(flows))


def test_what_leads_to_a_place_is_as_sure_as_the_donors_that_pay_there(pages_of: TestClient) -> None:
    flows = pages_of.get("/pictures").text.partition('id="figure-flows"')[2].partition("</figure>")[0]
    found = re.findall(r'aria-label="[^"]* → Africa · (\d+) \([≈ ]*([^)]*)\)"', wide(flows))
    told = {word: int(n) for n, word in found}
    facts = {(row["donor"], row["number"], row["certainty"]) for row in rows(pages_of, "/ask/earmarks?region=africa")}
    assert told == Counter(sure for *_, sure in facts if sure in ("stated", "hedged", "inferred"))
    assert len(told) > 1


@pytest.mark.parametrize("language", ["en", "fr", "es"])
@pytest.mark.parametrize("path", ["/countries", "/donors", "/ask/countries-by-recommendation", "/pictures"])
def test_what_is_said_of_one_name_stands_behind_it(pages_of: TestClient, path: str, language: str) -> None:
    page = pages_of.get(f"{path}?lang={language}").text
    noted = 0
    for figure in re.findall(r"<figure.*?</figure>", page, re.DOTALL):
        totals: dict[str, set[str]] = {}
        for row in re.findall(r"<tr>(.*?)</tr>", figure.partition("<tbody>")[2]):
            cells = [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)]
            totals.setdefault(cells[0], set()).update(filter(str.isdecimal, cells[1:]))
        above = unescape(re.sub(r"<[^>]*>", "\n", figure.partition('<div class="drawing')[0]))
        for before, of in re.findall(r"([^\n≈]*) \(≈ \d+ \w+ (\d+) ", above):
            # The flow has a row for each fact, and no figures.
            name = max((name for name in totals if before.endswith(name)), key=len)
            assert of in totals[name] or "figure-flows" in figure
            noted += 1
    assert noted


def test_who_works_with_whom_is_drawn_as_counted(pages_of: TestClient) -> None:
    together = pages_of.get("/graph").text.partition('id="figure-together"')[2].partition("</figure>")[0]
    told: Counter[str] = Counter()
    for label, value in marks(wide(together)):
        told[label.split(" · ")[0]] += value
    assert list(told.values()) == sorted(told.values(), reverse=True)
    answer = {f"{row['one_label']} – {row['other_label']}": int(row["actions"]) for row in rows(pages_of, "/graph")}
    assert {pair: answer[pair] for pair in told} == told
    assert len(re.findall("<tr>", together)) == len(answer) + 1


@pytest.mark.parametrize(("code", "area"), [("RUS", 17098), ("BRA", 8516), ("COD", 2345), ("KAZ", 2725), ("MNG", 1564)])
def test_countries_are_as_large_as_they_are(code: str, area: int) -> None:
    # Thousands of square kilometres, as the United Nations' Demographic Yearbook has them; the map's areas compare.
    radius = 6371 / (world().width / (2 * 2.70663))
    assert world().countries[code].area * radius**2 / 1000 == pytest.approx(area, rel=0.04)


def test_no_outline_runs_across_the_map() -> None:
    for code, shape in world().countries.items():
        for ring in re.findall(r"l([^zM]*)z", shape.d):
            steps = [int(step) for step in re.findall(r"-?\d+", ring)]
            assert max(map(abs, steps[::2])) < world().width / 8, code


def test_shares_are_parts_of_their_whole(pages_of: TestClient) -> None:
    answer = rows(pages_of, "/ask/answered-share")
    told = marks(wide(pages_of.get("/ask/answered-share").text))
    assert sum(value for _, value in told) == sum(int(row["asked"]) for row in answer)
    assert sum(value for label, value in told if " · Answered, be it by a plan · " in label) == sum(
        int(r["answered"]) for r in answer
    )


def test_the_number_of_a_row_is_no_figure(pages_of: TestClient) -> None:
    answer = rows(pages_of, "/ask/conditions")
    told = marks(wide(pages_of.get("/ask/conditions").text))
    assert sum(value for _, value in told) == len(answer)


def test_bars_that_are_all_of_one_row_are_not_drawn(pages_of: TestClient) -> None:
    query = "SELECT ?label { ?s a tc:Section ; rdfs:label ?label FILTER(LANG(?label) = 'en') }"
    page = pages_of.get("/sparql", params={"view": "chart", "query": query}).text
    assert "<figure" not in page
    assert page.count("<tr>") > 5


def test_overseas_parts_with_codes_of_their_own_are_not_shaded_with_their_country() -> None:
    shapes = json.loads((HERE / "charts" / "world.json").read_text(encoding="utf-8"))["countries"]
    starts = [int(x) for x in re.findall(r"M(\d+) ", shapes["FRA"]["d"])]
    assert starts
    # South America ends well to the west of 850 on this map, Europe begins well to the east of it.
    assert min(starts) > 850
    assert shapes["GUF"]["x"] < 850
    assert shapes["SJM"]["y"] < shapes["NOR"]["y"]


def test_one_bar_of_all_is_not_drawn(pages_of: TestClient) -> None:
    address = "/ask/status-changes?from=2006-01-01&to=2006-12-31"
    assert {row["change"] for row in rows(pages_of, address)} == {"new"}
    assert 'class="drawing' not in pages_of.get(address).text


def test_two_days_with_no_report_between_are_not_compared(pages_of: TestClient) -> None:
    address = "/ask/status-changes?from=2006-10-11&to=2008-11-30"
    assert rows(pages_of, address) == []
    assert "No report is known between the two dates: nothing can be compared yet." in pages_of.get(address).text
    assert "There is only one report, of 11 October 2006" in pages_of.get("/ask/status-changes").text


def test_what_is_incomplete_is_no_figure_of_the_world(pages_of: TestClient) -> None:
    assert "<figure" not in pages_of.get("/reporting/ratifications").text
    page = pages_of.get("/ask/ratified-by?instrument=C144").text
    assert said(page, "ratified-by") == {
        "Known here, incomplete": str(len(rows(pages_of, "/ask/ratified-by?instrument=C144")))
    }
    assert "Countries whose date is known here" in pages_of.get("/ask/ratification-coverage").text


@pytest.mark.parametrize("address", ["/countries", "/countries?zoom=africa"])
def test_every_country_of_a_map_has_its_name_on_a_wide_screen(pages_of: TestClient, address: str) -> None:
    svg = wide(pages_of.get(address).text)
    names = re.findall(r"<text[^>]*>([^<]*)</text>", svg.partition('<g class="wide">')[2].partition("</g></g>")[0])
    told = {label.rpartition(" · ")[0] for label, _ in marks(svg)}
    assert "Benin" in names
    assert set(names) == told


def test_every_picture_that_counts_a_column_counts_each_thing_in_it_once(pages_of: TestClient) -> None:
    drawn: set[str] = set()
    for query in read_queries(Path(__file__).parents[2] / "queries").of_kind("answer"):
        told = re.fullmatch(r"bar(?: of (?!number)(\w+))?(?: by (\w+))?", query.chart or "")
        sure = "certainty" in query.columns
        if (
            not told
            or not (any(told.groups()) or query.name == "conditions")
            or any(p.required for p in query.parameters)
        ):
            continue
        page = pages_of.get(f"/ask/{query.name}").text
        if 'class="drawing' not in page:
            continue
        answer = rows(pages_of, f"/ask/{query.name}")
        by = told[2] or next(name for name in ("label", "number") if name in answer[0])
        pairs = [(row[by], row[told[1]] if told[1] else place) for place, row in enumerate(answer)]
        manners: dict[tuple[str, str | int], set[str]] = {}
        for pair, row in zip(pairs, answer, strict=True):
            # By how sure it is, or, of an action, by how far.
            manner = "certainty" if sure else "status" if told[1] == "action" and "status" in row else ""
            manners.setdefault(pair, set()).add(row[manner] if manner and not told[2] else "")
        sizes = Counter(name for name, _ in set(pairs))
        ranked = sorted(sizes, key=lambda name: (-sizes[name], in_order(name)))
        shown = set(ranked[: uncut([sizes[name] for name in ranked], BARS)])
        # A bar is split by how sure what it counts is; what is told in two ways counts once, in a part of its own.
        parts = Counter((name, tuple(sorted(own))) for (name, _), own in manners.items() if name in shown)
        drawn.add(query.name)
        assert sorted(n for _, n in marks(wide(page))) == sorted(parts.values()), query.name
    assert drawn >= {"partly-answered", "who-benefits", "hedges", "conditions", "partners"}


def test_a_picture_of_what_is_only_inferred_says_so(pages_of: TestClient) -> None:
    svg = pages_of.get("/ask/donors-by-recommendation.svg?certainty=inferred").text
    assert "≈ inferred\u00a0·\u00a06</text>" in svg


def test_a_recommendation_tells_how_much_of_it_is_hedged_or_inferred(pages_of: TestClient) -> None:
    page = pages_of.get("/recommendations/9").text
    told = re.search(r"hedges: (\d+); that we inferred: (\d+)", page)
    assert told is not None
    listed = [row["kind"] for row in rows(pages_of, "/ask/how-sure?number=9")]
    hedged = sum(kind.startswith("hedged") for kind in listed)
    assert told.groups() == (str(hedged), str(len(listed) - hedged))
    assert hedged


def said(page: str, key: str) -> dict[str, str]:
    """What the figure says in words: what stands after each heading."""
    figure = page.partition(f'id="figure-{key}"')[2].partition("</figure>")[0]
    return {unescape(h): unescape(d) for h, d in re.findall(r"<dt>([^<]*?)\s?:</dt> <dd>([^<]*)</dd>", figure)}


@pytest.mark.parametrize("question", ["sections", "themes"])
@pytest.mark.parametrize(("language", "most"), [("en", "Highest number"), ("fr", "Le plus grand nombre")])
def test_a_picture_says_where_is_most(pages_of: TestClient, question: str, language: str, most: str) -> None:
    answer = rows(pages_of, f"/ask/{question}")
    totals = [sum(int(row[status]) for status in STATUSES) for row in answer]
    told = said(pages_of.get(f"/ask/{question}?lang={language}").text, question)
    assert told[most].endswith(f" ({max(totals)})")
    assert told[most].count("; ") + 1 == totals.count(max(totals))
    english = said(pages_of.get(f"/ask/{question}").text, question)
    named = {row["label"] for row, total in zip(answer, totals, strict=True) if total == max(totals)}
    listed = re.sub(r"(^|; )\d+\. ", r"\1", english["Highest number"]).rpartition(" (")[0].split("; ")
    assert set(listed) == named
    assert english["Highest number “Taken”"].endswith(f"({max(int(row['taken']) for row in answer)})")


def folded(page: str) -> tuple[str, list[str]]:
    """What is folded below a picture: how much there is, and each name with its page."""
    found = re.search(r'<details class="rest"><summary>(.*?)</summary><p class="hint">(.*?)</p>', page, re.DOTALL)
    assert found is not None
    return unescape(found[1]), re.findall(r'<a href="[^"]+">([^<]+)</a>', found[2])


def test_what_a_picture_has_no_room_for_is_told_in_its_title_and_named(pages_of: TestClient) -> None:
    page = unescape(pages_of.get("/organisations").text)
    sizes = Counter(
        row["label"]
        for row in {(row["label"], row["number"]): row for row in rows(pages_of, "/organisations")}.values()
    )
    title = re.search(r"<figcaption><h2>[^<]* – the (\d+) with most, of (\d+)<", page)
    assert title is not None
    told, names = folded(page)
    assert told == f"{len(names)} more, not drawn, with 1 each"
    drawn = {label.partition(" · ")[0] for label, _ in marks(wide(page))}
    assert len(drawn) == int(title[1])
    assert int(title[2]) == len(sizes)
    assert set(names) == {name for name, n in sizes.items() if n == 1} == sizes.keys() - drawn


def test_the_themes_for_which_pictures_have_no_room_are_named_with_their_figures(pages_of: TestClient) -> None:
    figure = pages_of.get("/pictures").text.partition('id="figure-themes"')[2]
    totals = {row["label"]: sum(int(row[status]) for status in STATUSES) for row in rows(pages_of, "/ask/themes")}
    told = dict(name.rsplit("\u00a0·\u00a0", 1) for name in folded(figure)[1])
    assert told["gender equality"] == str(totals["gender equality"])
    assert {name: int(n) for name, n in told.items()}.items() <= totals.items()


def test_what_is_owed_without_a_date_is_named_and_to_whom(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/obligations").text
    answer = {(row["label"], row["due"], row["owed_to"]) for row in rows(pages_of, "/ask/obligations")}
    told = folded(page)[0]
    undated = {f"{label} (to: {to})" for label, due, to in answer if not due}
    assert told == f"{len(undated)} more without a date"
    assert (
        re.findall(r"<p class=\"hint\">(.*?)</p>", page.partition('class="rest"')[2], re.DOTALL)[0].count(";")
        == len(undated) - 1
    )
    assert said(page, "obligations")["In all"] == f"{len(answer)}, of which {len(answer) - len(undated)} name a date"
    assert 'class="p-proposed"' in wide(page)


def test_the_kinds_of_dates_are_told_by_their_colours(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/dated-commitments").text
    answer = rows(pages_of, "/ask/dated-commitments")
    kinds = Counter("met" if row["kind"] == "owed" and row["status"] == "taken" else row["kind"] for row in answer)
    legend = [int(n) for n in re.findall(r"</svg>[^<]*·\u00a0(\d+)</li>", page)]
    assert legend == [kinds[kind] for kind in ("deadline", "period", "owed", "proposed", "met")]
    assert "First" not in said(page, "dated-commitments")


def test_numbers_in_names_are_sorted_by_their_value() -> None:
    assert sorted(["12. Éthiopie", "5. B", "12. Benin", "29"], key=in_order) == [
        "5. B",
        "12. Benin",
        "12. Éthiopie",
        "29",
    ]


def test_a_texture_has_one_meaning_on_the_whole_site() -> None:
    """Each colour with a texture is of one meaning in the table; the style sheet gives it the same one."""
    meaning = {paint: texture for texture, paints in TEXTURES.items() for paint in paints}
    drawn: dict[str, set[str]] = {}
    for name, values in PAINT.items():
        texture = "".join(re.findall(r"url\(#(.*)\)", values.get("fill", ""))) or "broken" * (
            "stroke-dasharray" in values
        )
        if texture:
            drawn.setdefault({"pays": "inferred"}.get(texture, texture), set()).add(meaning[name.removeprefix("p-")])
    assert all(len(meanings) == 1 for meanings in drawn.values())
    assert set().union(*drawn.values()) == TEXTURES.keys()
    css = (HERE / "static/site.css").read_text("utf-8")
    told = {paint for rule in re.findall(r"((?:\.p-[\w-]+,? ?)+)\{[^}]*(?:url\(#|stroke-dasharray)", css)
            for paint in re.findall(r"p-([\w-]+)", rule)}  # fmt: skip
    assert told == meaning.keys()


@pytest.mark.parametrize(
    "path", ["/countries", "/donors", "/standards", "/frameworks", "/ask/how-sure", "/ask/partners"]
)
def test_the_keys_of_pictures_name_what_their_textures_mean(pages_of: TestClient, path: str) -> None:
    words = {"hedged": "hedged", "ours": "≈", "planned": "Planned", "under-way": "Under way", "standing": "Standing"}
    for paint, name in re.findall(
        r'<rect class="p-([\w-]+)"[^>]*/></svg> ([^<]*)</li>', unescape(pages_of.get(path).text)
    ):
        texture = next((texture for texture, paints in TEXTURES.items() if paint in paints), "")
        assert not texture or words[texture] in name, (paint, name)
        assert texture == "ours" or "≈" not in name or " + " in name, (paint, name)


@pytest.mark.parametrize(
    ("measures", "most", "kept"),
    [
        ([9, 8, 7, 6], 2, 2),
        ([9, 8, 7, 7, 7], 3, 2),
        ([7, 7, 7, 7, 7, 6], 2, 5),
        ([7, 7, 7, 7], 2, 4),
        ([9, 8], 5, 2),
        ([9, 9, 8, 7], 0, 4),
    ],
)
def test_what_measures_alike_is_drawn_wholly_or_not_at_all(measures: list[float], most: int, kept: int) -> None:
    assert uncut(measures, most) == kept


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_language_draws_the_same_themes(pages_of: TestClient, language: str) -> None:
    figure = pages_of.get(f"/pictures?lang={language}").text.partition('id="figure-themes"')[2]
    linked = set(re.findall(r'href="[^"]*/theme/([\w-]+)', wide(figure)))
    totals = {row["theme"]: sum(int(row[status]) for status in STATUSES) for row in rows(pages_of, "/ask/themes")}
    least = min(totals[theme] for theme in linked)
    assert linked == {theme for theme, total in totals.items() if total >= least}


def test_who_is_asked_is_counted_in_recommendations_and_what_we_infer_stands_apart(pages_of: TestClient) -> None:
    answer = rows(pages_of, "/ask/asked-of")
    page = pages_of.get("/ask/asked-of").text
    told = [re.fullmatch(r"(.*?) · (\d+)\. .* · (.*)", label) for label, _ in marks(wide(page))]
    words = {"stated": "stated", "inferred": "≈ inferred"}
    expected = {(row["label"], row["number"], words[row["certainty"]]) for row in answer}
    assert {one.groups() for one in told if one} == expected
    numbers, names = ({row[name] for row in answer} for name in ("number", "label"))
    count = re.sub(r" \(.* not counted\)", "", said(page, "asked-of")["In all"])
    assert count == f"{len(names)}, under {len(numbers)} recommendations"


def test_a_picture_whose_figures_overlap_says_how_many_things_it_counts(pages_of: TestClient, site: Site) -> None:
    page = pages_of.get("/pictures").text
    items = """PREFIX tc: <https://w3id.org/tcgraph/ns#> SELECT DISTINCT ?item WHERE {
        ?recommendation a tc:Recommendation . ?item tc:addresses ?recommendation %s }"""
    within = """; tc:where/tc:within ?region . ?region a tc:Region ; tc:within ?wider .
        FILTER(?wider != ?region)"""
    items_of = {part: len(list(site.engine().select(items % part))) for part in ("", "; tc:theme ?any", within)}
    n, themed, placed = items_of.values()
    assert placed < n == themed
    bars = sum(int(row[status]) for row in rows(pages_of, "/ask/themes") for status in STATUSES)
    together = f"each counted once; the bars come to {bars}, as one may stand in several"
    assert said(page, "themes")["In all"] == f"{themed}, {together}"
    assert said(page, "regions")["In all"] == f"{placed} of {n}"
    doubtful = {row["thing"] for row in rows(pages_of, "/ask/how-sure")}
    told = re.fullmatch(
        r"(\d+) of (\d+), each counted once; the bars come to (\d+), as one may stand in several",
        said(page, "how-sure")["In all"],
    )
    assert told is not None
    assert int(told[3]) == len({(row["kind"], row["thing"]) for row in rows(pages_of, "/ask/how-sure")})
    assert len(doubtful) == int(told[1]) < int(told[2])
    assert " of " not in said(pages_of.get("/ask/how-sure?number=2").text, "how-sure")["In all"]
    shares = rows(pages_of, "/ask/answered-share")
    assert said(page, "answered-share")["In all"] == str(sum(int(row["asked"]) for row in shares))


def test_a_question_of_countries_says_which_recommendation_names_most(pages_of: TestClient) -> None:
    named: dict[str, set[str]] = {}
    for row in rows(pages_of, "/ask/countries-by-recommendation"):
        named.setdefault(row["number"], set()).add(row["country"])
    told = said(pages_of.get("/ask/countries-by-recommendation").text, "countries-by-recommendation")
    assert told["In all"].startswith(f"{len(set().union(*named.values()))}, ")
    most = max(named, key=lambda number: len(named[number]))
    assert re.fullmatch(rf"{most}\. \D.* \({len(named[most])}\)", told["Highest number (Recommendation)"])


@pytest.mark.parametrize("address", ["/pictures", "/ask/promises-kept", "/deadlines"])
def test_plans_are_seen_from_the_day_of_the_report_everywhere(pages_of: TestClient, address: str) -> None:
    page = pages_of.get(address).text
    assert page.count(">as seen on 11 October 2006</text>") >= 2


def test_no_title_of_a_picture_is_broken_inside_a_word(pages_of: TestClient) -> None:
    page = pages_of.get("/ask/answered-share?lang=fr").text
    title = re.search(r"<figcaption><h2>([^<]*)<", page)
    assert title is not None
    assert "répond\u2011il" in title[1]


@pytest.mark.parametrize("screen", ["wide", "narrow"])
def test_every_part_of_a_bar_has_its_figure(pages_of: TestClient, screen: str) -> None:
    figure = pages_of.get("/pictures").text.partition('id="figure-themes"')[2].partition("</figure>")[0]
    drawing = re.search(rf'<div class="drawing {screen}">(.*?)</div>', figure, re.DOTALL)
    assert drawing is not None
    told = [(label.partition(" · ")[0], value) for label, value in marks(drawing[1])]
    bars = Counter(name for name, _ in told)
    # What is a whole bar may have its figure behind it alone.
    parts = Counter(str(value) for name, value in told if bars[name] > 1)
    shown = Counter(re.findall(r'<text[^>]* font-size="12"[^>]*>(\d+)\)?</text>', drawing[1]))
    assert shown >= parts
    assert shown <= Counter(str(value) for _, value in told)
    ends = re.findall(r'<text x="([\d.]+)"[^>]*>(\d+)</text>', drawing[1])
    room = int(re.search(r'viewBox="0 0 (\d+)', drawing[1])[1])  # type: ignore[index]
    assert all(float(x) + width_of(n, 12) / 2 <= room for x, n in ends)


def test_no_date_cuts_the_line_of_the_report_s_day(pages_of: TestClient) -> None:
    svg = wide(pages_of.get("/ask/ratified-by?instrument=C144").text)
    line = re.search(r'<path class="p-late" d="M([\d.]+) 24V', svg)
    assert line is not None
    grounds = re.findall(r'<rect class="p-ground" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', svg)
    assert len(grounds) > 20
    assert [x for x, wide_ in grounds if float(x) <= float(line[1]) <= float(x) + float(wide_)] == []


def test_what_is_hedged_of_a_common_part_is_drawn_apart(pages_of: TestClient) -> None:
    answer = {f"{row['one_label']} – {row['other_label']}": row for row in rows(pages_of, "/graph")}
    told = [(label.split(" · "), n) for label, n in marks(wide(pages_of.get("/graph").text))]
    hedged = {words[0]: n for words, n in told if words[1].startswith("hedged")}
    apart = {p: int(row["actions"]) - int(row["stated"]) - int(row["inferred"]) for p, row in answer.items()}
    assert hedged == {words[0]: apart[words[0]] for words, _ in told if apart[words[0]]}
    assert hedged


def test_every_picture_of_a_question_says_what_it_counts(pages_of: TestClient) -> None:
    queries = read_queries(Path(__file__).parents[2] / "queries")
    asked = [query for query in queries.of_kind("answer") if query.chart]
    values = {"instrument": "C144", "organisation": "organisation/actrav", "theme": "training"}
    drawn = 0
    for query in asked:
        own = {p.name: values[p.name] for p in query.parameters if p.required and p.name in values}
        page = pages_of.get(f"/ask/{query.name}", params=own).text
        for figure in re.findall(r"<figcaption>(.*?)</figcaption>", page, re.DOTALL):
            drawn += 1
            unit = re.search(r'<p class="hint">([^<]*)</p>', figure)
            title = re.search(r"<h2>([^<]*)<", figure)
            # What is told under a title that says it itself, it says once.
            assert unit is not None or (title and unescape(title[1]).startswith(query.unit) and query.unit), query.name
            assert unit is None or unit[1] not in ("", "Rows of the answer", "Rows"), query.name
    assert drawn > 20


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_a_picture_of_a_list_that_ends_early_says_so_itself(pages_of: TestClient, language: str) -> None:
    page = pages_of.get(f"/ask/ratified-by?instrument=C144&lang={language}").text
    figure = re.search(r"<figcaption>.*?</figure>", page, re.DOTALL)
    assert figure is not None
    assert "Dominica" in figure[0].partition("caveat")[2].partition("</p>")[0]
    shown = len(set(re.findall(r'data-value="(\d{4}-\d\d-\d\d)"', wide(page))))
    assert 0 < shown <= len(rows(pages_of, "/ask/ratified-by?instrument=C144"))


def test_a_link_is_read_from_the_thing_that_says_so(pages_of: TestClient) -> None:
    page = unescape(pages_of.get("/graph?about=framework/undaf").text)
    svg = wide(page)
    cited = re.search(r">Decent work in the UN programming framework[^<]*</text><text[^>]*>([^<]*)</text>", svg)
    assert cited is not None
    assert cited[1].startswith("cites: UN Development")
    assert "kind of framework:</text>" in svg
    assert "→" not in svg
    assert "←" not in svg


def test_a_flow_on_a_narrow_screen_names_all_that_a_wide_one_does(pages_of: TestClient) -> None:
    page = pages_of.get("/pictures").text
    figure = page.partition('id="figure-flows"')[2].partition("</figure>")[0]
    drawings = re.findall(r'<div class="drawing (?:wide|narrow)">(.*?)</div>', figure, re.DOTALL)
    assert len(drawings) == 2
    paid = [sorted(value for label, value in marks(one) if "→ Recommendation" in label) for one in drawings]
    assert paid[0] == paid[1]
    names = {row["label"] for row in rows(pages_of, "/ask/donors-by-recommendation")}
    words = " ".join(unescape(text) for text in re.findall(r"<text[^>]*>([^<]*)</text>", drawings[1]))
    assert [name for name in names if name not in words] == []


def test_the_key_of_every_picture_counts_what_its_head_counts(pages_of: TestClient) -> None:
    asked = re.findall(r'href="(/ask/[^"?#]+)"', pages_of.get("/ask").text)
    assert len(asked) > 50
    counting: set[str] = set()
    for address in ("/", "/pictures", "/graph", "/deadlines", "/donors", "/countries", *dict.fromkeys(asked)):
        for figure in re.findall(r"<figure.*?</figure>", pages_of.get(address).text, re.DOTALL):
            head = re.search(r"<dt>In all:</dt> <dd>([^<]*)</dd>", figure)
            key = [int(n) for n in re.findall(r"\u00a0·\u00a0(\d+)</li>", figure)]
            if not key or "the key counts tiles" in figure:
                continue
            counting.add(address)
            assert head is not None, address
            assert sum(key) in map(int, re.findall(r"\d+", head[1])), address
    assert {"/graph", "/ask/actions-about", "/ask/dated-commitments", "/deadlines"} <= counting


def test_a_pair_is_as_sure_as_the_less_sure_of_its_two(pages_of: TestClient) -> None:
    """A partner may be stated of an action in which our reading has its organiser act."""
    told = rows(pages_of, "/graph")
    assert told
    for row in told:
        assert int(row["actions"]) == sum(int(row[how]) for how in ("stated", "hedged", "inferred"))
    assert "is as sure as the less sure of the two" in pages_of.get("/graph").text


def test_what_is_done_stands_where_it_was_due_and_says_so(pages_of: TestClient) -> None:
    svg = wide(pages_of.get("/deadlines").text.partition('id="figure-events"')[2])
    assert svg.count(">due November 2006, done<") == 2


def test_a_day_after_all_that_is_dated_has_its_line(pages_of: TestClient) -> None:
    svg = wide(pages_of.get("/deadlines?on=2031-06-01").text.partition('id="figure-events"')[2])
    assert ">as seen on 1 June 2031<" in svg


def test_a_tile_of_an_organisation_says_in_what_part_it_stands_there(pages_of: TestClient) -> None:
    page = unescape(pages_of.get("/organisations").text)
    sure = {row["number"]: row["certainty"] for row in rows(pages_of, "/ask/donors-by-recommendation")
            if row["label"] == "Department for International Development (UK)"}  # fmt: skip
    told = dict(
        re.findall(r'aria-label="Department for International Development \(UK\) · (\d+)\. [^"]* · ([^"·]*)"', page)
    )
    assert {number: "hedged" in words for number, words in told.items()} == {n: s == "hedged" for n, s in sure.items()}
    assert {words for words in told.values() if "hedged" not in words} == {"pays"}


def test_bars_stand_as_the_query_orders_them(pages_of: TestClient) -> None:
    query = """PREFIX tc: <https://w3id.org/tcgraph/ns#>
        SELECT ?section (COUNT(?asked) AS ?n) { ?asked a tc:Recommendation ; tc:inSection ?section }
        GROUP BY ?section ORDER BY ?section"""
    page = pages_of.get("/sparql", params={"view": "chart", "query": query}).text
    asked = [int(row["n"]) for row in rows(pages_of, f"/sparql?query={quote(query)}")]
    assert asked != sorted(asked, reverse=True)
    assert [n for _, n in marks(wide(page))] == asked


def test_maps_have_the_borders_of_the_united_nations_maps(pages_of: TestClient) -> None:
    atlas = json.loads((HERE / "charts" / "world.json").read_text(encoding="utf-8"))
    # Crimea is the southernmost of Ukraine; neither Cyprus nor Somalia has a line within.
    assert "M1159 158" not in atlas["countries"]["RUS"]["d"]
    assert atlas["countries"]["UKR"]["area"] > 2000
    assert {code: atlas["countries"][code]["d"].count("M") for code in ("CYP", "SOM")} == {"CYP": 1, "SOM": 1}
    kosovo = atlas["land"]
    assert kosovo
    for region in ("", "?zoom=europe", "?zoom=africa"):
        page = pages_of.get(f"/countries{region}").text
        drawn = page[page.index("<svg", page.index("<figure")) :]
        assert kosovo in drawn, "a hole in the land"
        assert f'd="{atlas["open"]}"' in drawn
        assert "do not imply official endorsement" in page
    file = pages_of.get("/countries.svg")
    assert "endorsement" in " ".join(re.findall(r"<text[^>]*>([^<]*)", file.text)), file.status_code
