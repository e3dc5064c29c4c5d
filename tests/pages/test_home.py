"""The first page tells what is new and due, with the figures of its queries, and leads on."""

from __future__ import annotations

import csv
import io
import re

from starlette.testclient import TestClient


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    """The answer behind a question, as its CSV has it."""
    return list(csv.DictReader(io.StringIO(client.get(address).text)))


def test_its_figures_are_those_of_the_matrix(pages_of: TestClient) -> None:
    page = pages_of.get("/").text
    matrix = rows(pages_of, "/ask/follow-up-matrix.csv")
    taken = sum(row["taken"] != "0" for row in matrix)
    headline = re.findall(r"<b>(\d+)</b> / (\d+)</a>", page)
    assert headline == [(str(taken), str(len(matrix))), (str(len(matrix) - taken), str(len(matrix)))]
    actions = sum(int(row[status]) for row in matrix for status in ("taken", "under_way", "planned", "standing"))
    assert f"{actions} reported items</a>" in page


def test_what_is_due_comes_by_date_and_not_before_the_latest_report(pages_of: TestClient) -> None:
    page = pages_of.get("/").text
    due = re.findall(
        r'<time datetime="([^"]*)">', page.partition("Due next after 11 October 2006")[2].partition("</ul>")[0]
    )
    assert due == sorted(due)
    assert due[0] >= "2006-10"
    owed = {row["label"] for row in rows(pages_of, "/ask/obligations.csv") if row["due"]}
    told = re.findall(r"</time> <span><a[^>]*>([^<]*)</a>", page.partition("Due next after 11 October 2006")[2])
    assert owed & set(told)


def test_it_has_its_own_data_beside_the_matrix(pages_of: TestClient) -> None:
    assert pages_of.get("/start.csv").text.splitlines()[0].startswith("section,")
    assert pages_of.get("/follow-up.csv").text.splitlines()[0].startswith("number,")
    assert pages_of.get("/").text.count("<h1>") == 1


def test_the_matrix_counts_what_its_filters_leave(pages_of: TestClient) -> None:
    page = pages_of.get("/follow-up?section=4&status=planned").text
    section = next(row for row in rows(pages_of, "/ask/sections.csv") if row["section"] == "4")
    told = re.search(r"<b>(\d+)</b> of them: Planned", page)
    assert told is not None
    assert told[1] == section["planned"]


def test_a_chosen_name_stays_chosen_where_nothing_fits(pages_of: TestClient) -> None:
    page = pages_of.get("/follow-up?section=1&mentions=country/MDG").text
    chosen = re.search(r'<option value="country/MDG" selected>Madagascar \((\d+)\)</option>', page)
    assert chosen is not None
    assert chosen[1] == "0"
