"""Tables are sorted, filtered, paged through and cut to columns by their address alone."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import openpyxl
import pytest
from starlette.testclient import TestClient

from tcgraph.pages.render import folded
from tcgraph.pages.result_columns import ROWS

ACTIONS = "/ask/recommendation-actions"


def column(page: str, heading: str) -> list[str]:
    """The texts of one column, as cards label it."""
    cells = re.findall(rf'<td data-label="{heading}"[^>]*>(.*?)</td>', without_pictures(page), re.DOTALL)
    return [unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in cells]


def without_pictures(page: str) -> str:
    """The page without its pictures, each of which has a table of its own."""
    return re.sub(r"<figure.*?</figure>", "", page, flags=re.DOTALL)


def heads(page: str) -> dict[str, str]:
    """The address behind each head of the page's table of rows."""
    table = without_pictures(page).partition('<table class="plain rows">')[2].partition("</thead>")[0]
    return {name: unescape(href) for href, name in re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)<', table)}


def test_a_head_sorts_and_sorts_the_other_way(pages_of: TestClient) -> None:
    first = pages_of.get(ACTIONS).text
    up = pages_of.get(heads(first)["Status"]).text
    assert 'aria-sort="ascending"' in up
    assert set(column(up, "Status")) == {"Taken"}
    down = pages_of.get(heads(up)["Status"]).text
    assert 'aria-sort="descending"' in down
    assert column(down, "Status")[0] == "Standing"


def test_numbers_are_sorted_as_numbers_and_names_without_their_accents(pages_of: TestClient) -> None:
    numbers = [int(n) for n in column(pages_of.get(f"{ACTIONS}?sort=-number").text, "No.")]
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] == 37
    names = column(pages_of.get("/ask/countries-by-recommendation?sort=country&lang=fr&page=all").text, "Pays")
    assert names.index(next(n for n in names if n.startswith("Éthiopie"))) < names.index(
        next(n for n in names if n.startswith("France"))
    )


def test_what_has_no_value_stays_last_in_either_direction(pages_of: TestClient) -> None:
    for sort in ("start", "-start"):
        told = column(pages_of.get(f"/ask/events?sort={sort}").text, "From")
        assert "" not in told[: len([one for one in told if one])]


def test_pages_hold_every_row_once(pages_of: TestClient) -> None:
    everything = column(pages_of.get(f"{ACTIONS}?page=all").text, "Summary")
    pages = [
        column(pages_of.get(f"{ACTIONS}?page={n}").text, "Summary") for n in range(1, -(-len(everything) // ROWS) + 1)
    ]
    assert [len(page) for page in pages[:-1]] == [ROWS] * (len(pages) - 1)
    assert [row for page in pages for row in page] == everything
    # A page that is not there is the last one, and what is no number is the first.
    assert column(pages_of.get(f"{ACTIONS}?page=999").text, "Summary") == pages[-1]
    assert column(pages_of.get(f"{ACTIONS}?page=x").text, "Summary") == pages[0]


def test_rows_are_found_by_what_a_reader_sees(pages_of: TestClient) -> None:
    page = pages_of.get(f"{ACTIONS}?find=GENDER+planned").text
    found = list(zip(column(page, "Summary"), column(page, "Action"), column(page, "Reported point"), strict=True))
    assert 0 < len(found) < ROWS
    assert all("gender" in " ".join(row).casefold() for row in found)
    assert set(column(page, "Status")) == {"Planned"}
    assert f"Rows that have these words: {len(found)} of 175." in page


def test_columns_are_chosen(pages_of: TestClient) -> None:
    page = pages_of.get(f"{ACTIONS}?columns=status&columns=summary").text
    assert list(heads(page)) == ["Status", "Summary"]
    # The form that chooses them keeps what the address says besides.
    assert '<input type="hidden" name="sort" value="-number">' in pages_of.get(f"{ACTIONS}?sort=-number&page=2").text
    assert list(heads(pages_of.get(f"{ACTIONS}?columns=nothing").text))[:2] == ["No.", "Reported point"]


def test_tables_of_one_page_are_told_apart(pages_of: TestClient) -> None:
    page = pages_of.get("/quality").text
    keys = set(re.findall(r'href="/quality\?([\w-]*\.?)sort=', page))
    assert "" not in keys or len(keys) > 1


@pytest.mark.parametrize("text", ["short", "two words", "a" * 28])
def test_short_texts_stay_as_they_are(text: str) -> None:
    assert folded(text) == text


def test_long_addresses_are_folded_and_stay_escaped() -> None:
    address = "https://example.org/" + "a-long-part/" * 9 + "?x=<b>&y=1"
    made = str(folded(f"See {address} now"))
    assert "<b>" not in made
    assert "…" in made
    assert "<wbr>" in made
    assert unescape(re.search(r'title="([^"]*)"', made)[1]) == address  # type: ignore[index]


def test_names_with_accents_stand_in_their_place(pages_of: TestClient) -> None:
    page = pages_of.get("/countries?lang=fr", headers={"accept": "text/html"}).text
    africa = page.partition(">Afrique <")[2]
    assert 0 < africa.index(">Éthiopie<") < africa.index(">Zimbabwe<")


@pytest.mark.parametrize(
    ("address", "heads", "status"),
    [
        (
            "/recommendations/11.xlsx",
            "No.|Reported point|Action|Status|Summary|Where|Pairing",
            "Taken",
        ),
        (
            f"{ACTIONS}.xlsx?section=5&lang=fr",
            "N°|Point|Action|État|Résumé|Où|Rapprochement",
            "Permanente",
        ),
        ("/build.xlsx?lang=es", "Núm.|Acción|Estado|Resumen|Dónde", "Realizada"),
    ],
)
def test_a_workbook_says_what_the_page_says(pages_of: TestClient, address: str, heads: str, status: str) -> None:
    seen = heads.split("|")
    book = openpyxl.load_workbook(io.BytesIO(pages_of.get(address).content))
    assert book.active is not None
    said, *rows = ([cell for cell in row if cell] for row in book.active.iter_rows(values_only=True))
    assert said[: len(seen)] == seen
    assert len(set(said)) == len(said), "no two columns are called the same"
    assert all(str(row[-1]).startswith("http") for row in rows), "addresses stand last"
    assert not any(str(cell).startswith("http") for row in rows for cell in row[: len(seen)])
    assert status in rows[0]


def _sheets(pages_of: TestClient, address: str) -> dict[str, list[dict[str, object]]]:
    """The rows of each sheet of a workbook, each by its headings."""
    book = openpyxl.load_workbook(io.BytesIO(pages_of.get(address).content))
    found: dict[str, list[dict[str, object]]] = {}
    for sheet in book:
        heads, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(map(str, heads), row, strict=True)) for row in rows]
    return found


@pytest.mark.parametrize(
    ("address", "sheet"),
    [
        ("/follow-up.xlsx?status=planned", "recommendation-actions"),
        ("/build.xlsx?status=planned", "build"),
        ("/ask/recommendation-actions.xlsx?status=planned", "recommendation-actions"),
        ("/deadlines.xlsx", "promises"),
    ],
)
def test_a_workbook_of_what_is_planned_has_its_hedges_its_time_and_its_place(
    pages_of: TestClient, address: str, sheet: str
) -> None:
    sheets = _sheets(pages_of, address)
    rows = [row for row in sheets[sheet] if row["Status"] == "Planned"]
    planned = {row["action"]: row for row in csv.DictReader(io.StringIO(pages_of.get("/ask/promises-kept.csv").text))}
    assert len(rows) == len(planned)
    for row in rows:
        due = planned[str(row["Action: address"]).rpartition("/")[2]]["due"]
        assert str(row["Due"] or "").startswith(due or "None" * bool(row["Due"])), row["Action"]
        assert bool(row["Basis of the date"]) == bool(due)
        assert row["Where"]
    hedged = {words for row in rows if (words := row["Words that hedge"])}
    assert any("might" in str(words) or "envisaged" in str(words) for words in hedged)
    assert sheets["notes"], "what must be known of the figures goes with them"


def test_a_workbook_of_counts_has_the_items_that_they_count(pages_of: TestClient) -> None:
    sheets = _sheets(pages_of, "/follow-up.xlsx?section=2")
    counts, items = sheets["follow-up-matrix"], sheets["recommendation-actions"]
    told = sum(int(str(row[status])) for row in counts for status in ("Taken", "Under way", "Planned", "Standing"))
    assert len(items) == told > 0
    assert {row["No."] for row in items} == {row["No."] for row in counts}


def test_a_workbook_of_items_says_who_acts_and_who_pays_and_how_sure_that_is(pages_of: TestClient) -> None:
    items = _sheets(pages_of, "/follow-up.xlsx")["recommendation-actions"]
    paid = {str(row["Action: address"]).rpartition("/")[2]: str(row["Donor"]).split("; ") for row in items}
    told = list(csv.DictReader(io.StringIO(pages_of.get("/donors.csv").text)))
    for row in told:
        (own,) = [one for one in paid[row["action"].rpartition("/")[2]] if one.endswith(row["label"])]
        assert {"stated": own == row["label"], "hedged": own.startswith("hedged"), "inferred": "≈" in own}[
            row["certainty"]
        ]
    assert sum(bool(row["Donor"]) for row in items) == len({row["action"] for row in told})
    assert sum(bool(row["Who acts"]) for row in items) > len(items) / 2


def test_no_table_of_a_page_has_two_columns_of_one_name(pages_of: TestClient) -> None:
    names = pages_of.get("/recommendations/11.csv").text.partition("\r")[0].split(",")
    assert len(set(names)) == len(names)
    assert "action_label" in names
