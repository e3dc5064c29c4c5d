"""What the editor tells beside a query, and programs that load a result with its types."""

from __future__ import annotations

import datetime
import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
from starlette.testclient import TestClient

TYPED = """SELECT ?number ?day ?code ?note {
  VALUES (?number ?day ?code ?note) {
    (7 "2006-10-11"^^xsd:date "007" "Côte d\u2019Ivoire")
    (8 "2008-01-31"^^xsd:date "012" UNDEF) }
}"""


def test_a_name_under_the_pointer_is_told(pages_of: TestClient) -> None:
    query = "SELECT * { ?o tc:status ?s }"
    sent = {"query": query, "offset": query.index("tc:st") + 2, "lang": "fr"}
    told = pages_of.post("/editor/meaning", json=sent).json()
    assert told["name"] == "tc:status"
    assert told["counted"].startswith("175 ")
    assert told["href"] == "/terms/status?lang=fr"
    assert query[told["from"] : told["to"]] == "tc:status"
    for offset in (0, len(query), "x"):
        assert pages_of.post("/editor/meaning", json={**sent, "offset": offset}).json() == {}


def test_the_schema_has_each_class_with_what_it_has(pages_of: TestClient) -> None:
    kinds = {kind["name"]: kind for kind in pages_of.get("/editor/schema").json()}
    assert kinds["tc:Action"]["things"] == 159
    held = {one["name"]: one["things"] for one in kinds["tc:Action"]["held"]}
    assert held["tc:hasObservation"] == 159


def test_pandas_loads_a_result_with_its_types(pages_of: TestClient) -> None:
    import pandas  # takes a second to import, in every worker that collects this
    from markupsafe import Markup

    page = pages_of.get("/sparql", params={"query": TYPED}, headers={"accept": "text/html"}).text
    program = Markup(page.partition('aria-label="Python">')[2].partition("</pre>")[0]).unescape()
    csv = pages_of.get("/sparql.csv", params={"query": TYPED}).content
    given = program.partition("rows = ")[2]
    start = given.index("'")
    call = given[:start] + "source" + given[given.index("'", start + 1) + 1 :]
    rows = eval(call, {"pd": pandas, "source": io.BytesIO(csv)})
    assert list(rows["number"]) == [7, 8]
    assert list(rows["code"]) == ["007", "012"]
    assert str(rows["day"].dtype).startswith("datetime64")
    assert rows["note"].isna().tolist() == [False, True]


def test_r_loads_a_result_with_its_types(pages_of: TestClient, tmp_path: Path) -> None:
    from markupsafe import Markup

    page = pages_of.get("/sparql", params={"query": TYPED}, headers={"accept": "text/html"}).text
    program = Markup(page.partition('aria-label="R">')[2].partition("</pre>")[0]).unescape()
    assert 'colClasses = c(`code` = "character"' in program.replace("\n", " ").replace("  ", " ")
    assert '`day` = "Date"' in program
    assert '`number` = "integer"' in program
    if r := shutil.which("Rscript"):
        (tmp_path / "rows.csv").write_bytes(pages_of.get("/sparql.csv", params={"query": TYPED}).content)
        start, end = program.index('"'), program.index('"', program.index('"') + 1)
        (tmp_path / "load.R").write_text(program[:start] + '"rows.csv"' + program[end + 1 :] + "\nstr(rows)\n")
        done = subprocess.run([r, "load.R"], cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60)
        assert "Date" in done.stdout


def test_excel_gets_a_mark_in_csv_and_days_as_days_in_a_workbook(pages_of: TestClient) -> None:
    assert pages_of.get("/sparql.csv", params={"query": TYPED, "excel": "1"}).content.startswith(b"\xef\xbb\xbfnumber,")
    assert pages_of.get("/sparql.csv", params={"query": TYPED}).content.startswith(b"number,")
    book = openpyxl.load_workbook(io.BytesIO(pages_of.get("/sparql.xlsx", params={"query": TYPED}).content))
    assert book.active is not None
    number, day, code, _ = next(book.active.iter_rows(min_row=2))
    assert (number.value, isinstance(day.value, datetime.datetime), code.value) == (7, True, "007")
