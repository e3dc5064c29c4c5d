"""Two bodies in one project: each has its own numbers and rounds, and nothing of one is told of the other."""

from __future__ import annotations

import datetime
import io
import re
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

import tcgraph
from tcgraph.assistants.tools import Tools
from tcgraph.errors import BadParameter
from tcgraph.follow_ups import chosen
from tcgraph.followup.cycles import cycle_named, open_cycle
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.workbook.workbook import workbook
from tcgraph.pages import Site
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tests.http.running import running
from tests.own_project import Tcgraph, tcgraph_in

pytestmark = pytest.mark.slow

HARBOUR = re.compile(r"harbour|HC/|council-12", re.IGNORECASE)
LIGHTHOUSE = re.compile(r"lighthouse|LB/|board-3", re.IGNORECASE)
TABLE = """No.,Decision,Follow-up,Status
1,Paint every lighthouse white.,Lighthouse LB/A was painted.,done
2,Buy lighthouse lamps.,The lighthouse lamps will be bought.,planned
3,Close the lighthouse school.,This was dropped.,cancelled
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of a Harbour Council, with a second follow-up of a Lighthouse Board, and a second round of it."""
    root = tmp_path_factory.mktemp("two")
    begun = tcgraph_in(root)("init", "p", "--body", "Harbour Council", "--code", "council-12", "--symbol", "HC/12/3")
    assert begun.returncode == 0, begun.stderr
    run = tcgraph_in(root / "p")
    for arguments in (
        ("add", "follow-up", "board-3", "--body", "Lighthouse Board", "--symbol", "LB/3"),
        ("cycle", "open", "2099-01", "--of", "board-3", "--as-of", "2099-01-15", "--symbol", "LB/4"),
        ("cycle", "open", "2099-01", "--of", "council-12", "--as-of", "2099-01-31", "--symbol", "HC/13/1"),
        ("validate", "--infer"),
    ):
        done = run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
    return root / "p"


@pytest.fixture(scope="module")
def run(folder: Path) -> Tcgraph:
    return tcgraph_in(folder)


def test_every_question_asked_of_one_tells_nothing_of_the_other(folder: Path) -> None:
    project, graph = Project(folder), tcgraph.open(folder)
    asked = 0
    for query in read_queries(project.queries).of_kind("answer"):
        required = {parameter.name for parameter in query.parameters if parameter.required}
        if query.follow_ups and required <= {"words"}:
            for words in ("lighthouse", "harbour") if required else (None,):
                given = {} if words is None else {"words": words}
                # An organisation is nobody's own: it may act in any follow-up.
                theirs, ours = (graph.query(query.name, of=of, **given).csv() for of in ("board-3", "council-12"))
                if words:
                    theirs, ours = (re.sub(r".*/organisation/.*", "", table) for table in (theirs, ours))
                assert not HARBOUR.search(theirs), query.name
                assert not LIGHTHOUSE.search(ours), query.name
            asked += 1
    assert asked > 10


def test_asked_of_all_each_row_says_whose_it_is(run: Tcgraph) -> None:
    rows = [line.split(",") for line in run("query", "follow-up-matrix", "-o", "csv").stdout.splitlines()]
    assert rows[0][-1] == "of"
    assert [(row[0], row[-1]) for row in rows[1:]] == [
        ("1", "council-12"), ("2", "council-12"), ("1", "board-3"), ("2", "board-3"),
    ]  # fmt: skip
    promised = run("query", "promises-kept", "-o", "csv").stdout.splitlines()
    assert [line.rpartition(",")[2] for line in promised] == ["of", "council-12", "board-3"]


def test_a_symbol_is_the_report_of_one_round_and_a_workbook_is_for_a_body_that_there_is(folder: Path) -> None:
    project = Project(folder)
    engine = open_graph(project)
    before = sorted(folder.rglob("*.ttl"))
    with pytest.raises(BadParameter, match=r"LB/4 is the report of cycle board-3-2099-01"):
        open_cycle(project, engine, "2099-05", as_of=datetime.date(2099, 5, 1), symbol="LB/4", title="")
    assert sorted(folder.rglob("*.ttl")) == before
    cycle = cycle_named(engine, "board-3-2099-01")
    with pytest.raises(BadParameter, match=r"no body .* did you mean board-3.$"):
        workbook(engine, cycle, office="Lighthouse Bord")
    # As their cells are: a workbook's file has the second in which it was made.
    by_name, by_code = (
        [list(sheet.values) for sheet in load_workbook(io.BytesIO(workbook(engine, cycle, office=office)))]
        for office in ("Lighthouse Board", "board-3")
    )
    assert by_name == by_code
    assert "--cycle board-3-2099-01" in str(by_code[0])


def test_it_is_told_which_follow_up_is_meant_where_none_is_named(run: Tcgraph) -> None:
    asked = run("ask", "which recommendations have actions taken")
    assert "About council-12; for another follow-up: --of board-3" in asked.stderr
    assert not LIGHTHOUSE.search(asked.stdout)


def test_an_assistant_is_told_which_follow_up_a_sentence_was_asked_of(folder: Path) -> None:
    project = Project(folder)
    engine = open_graph(project)
    tools = Tools(Site(engine=lambda: engine, project=project, queries=read_queries(project.queries)))
    own, other = tools.ask_in_words("which recommendations"), tools.ask_in_words("which recommendations", of="board-3")
    assert (own["about"], other["about"]) == ("council-12", "board-3")
    assert not LIGHTHOUSE.search(str(own))
    assert not HARBOUR.search(str(other))
    assert "'total_rows': 2" in str(other), "its two, and not the four of both"


def test_a_code_that_there_is_not_is_told_with_those_there_are(run: Tcgraph) -> None:
    refused = run("query", "follow-up-matrix", "-p", "of=boards")
    assert refused.returncode != 0
    assert "board-3" in refused.stderr


def test_a_report_of_one_tells_nothing_of_the_other(run: Tcgraph) -> None:
    for code, other in (("board-3", HARBOUR), ("council-12", LIGHTHOUSE)):
        report = run("report", "--cycle", "2099-01", "--of", code, "--format", "html")
        assert report.returncode == 0, report.stderr
        assert not other.search(report.stdout)
    refused = run("report", "--cycle", "2099-01")
    assert refused.returncode == 2
    assert "board-3-2099-01 or council-12-2099-01" in refused.stderr


def test_pages_speak_of_one_and_name_it(folder: Path, tmp_path: Path) -> None:
    with running(folder, tmp_path / "state") as server, httpx.Client(base_url=server.url) as client:
        for path in (
            "/follow-up?",
            "/recommendations/1?",
            "/pictures?",
            "/build?",
            "/search?q=training&",
            "/search?q=lessons&",
            "/search?q=taken&",
            "/?",
            "/deadlines?",
            "/organisations?",
            "/countries?",
            "/quality?",
            "/reporting?",
            "/ask/sections?",
            "/ask/how-sure?",
        ):
            page = client.get(f"{path}of=board-3", headers={"Accept": "text/html"})
            assert page.status_code == 200, path
            # What changes to the other is the one link, or the choice in a form, that says so.
            main = page.text.partition("<main")[2].partition('<details class="asked">')[0]
            assert not HARBOUR.search(re.sub(r'[?&](amp;)?of=council-12|<option value="council-12".*', "", main)), path
            assert "Decisions of Lighthouse Board" in page.text
            assert "of=board-3" in main
            if path in ("/build?", "/search?q=taken&"):
                assert '<input type="hidden" name="of" value="board-3">' in main, path
                assert 'href="/recommendations/1?of=board-3"' in main, "a row of the one follow-up is there"
        answer = client.get("/api/queries/follow-up-matrix?of=board-3", headers={"Accept": "text/csv"}).text
        assert len(answer.splitlines()) == 3
        assert client.get("/follow-up?of=nobody", headers={"Accept": "text/html"}).status_code == 400
        for code, others in (("board-3", HARBOUR), ("council-12", LIGHTHOUSE)):
            dump = client.get("/dump/tcgraph.nq", params={"of": code}).text
            assert code in dump
            assert not others.search(dump)
            assert not others.search(client.get("/dump/Recommendation.parquet", params={"of": code}).text)
        assert client.get("/dump/tcgraph-inferred.nt?of=board-3").status_code == 422
        assert client.get("/dump/tcgraph.nq?of=nobody").status_code == 404


def test_a_table_that_is_accepted_is_a_follow_up_of_its_own(folder: Path, run: Tcgraph, tmp_path: Path) -> None:
    (tmp_path / "lamps.csv").write_text(TABLE, encoding="utf-8")
    assert run("import", str(tmp_path / "lamps.csv"), "--draft", str(tmp_path)).returncode == 0
    review = tmp_path / "lamps.review.xlsx"
    book = load_workbook(review)
    given = {"Symbol": "LB/9", "Title": "Decisions on lamps", "Date": "2098-05-05", "Body": "board-3"}
    for row in book["Document"].iter_rows(max_col=2):
        if str(row[0].value) in given:
            row[1].value = given[str(row[0].value)]
    sheet = book["Actions"]
    headings = {str(cell.value).rstrip(" *"): place for place, cell in enumerate(sheet[1], start=1)}
    for number, status in ((2, "taken"), (3, "planned"), (4, "cancelled")):
        sheet.cell(number, headings["Take over"]).value = "yes"
        sheet.cell(number, headings["Status"]).value = status
    book.save(review)
    accepted = run("import", str(review), "--accept")
    assert accepted.returncode == 0, accepted.stderr
    checked = run("validate", "--infer")
    assert checked.returncode == 0, checked.stdout
    rows = run("query", "follow-up-matrix", "-p", "of=lamps", "-o", "csv").stdout.splitlines()
    assert [row.split(",")[0] for row in rows[1:]] == ["1", "2", "3"]
    report = run("report", "--cycle", "2098-05", "--of", "lamps")
    assert report.returncode == 0, report.stderr
    assert "LB/9" in report.stdout
    assert not HARBOUR.search(report.stdout)
    assert chosen(Project(folder).follow_ups, "lamps") is not None


@pytest.mark.at_size
@pytest.mark.parametrize(("code", "other"), [("board-3", HARBOUR), ("council-12", LIGHTHOUSE)])
def test_what_is_exported_of_one_holds_nothing_of_the_other(
    run: Tcgraph, tmp_path: Path, code: str, other: re.Pattern[str]
) -> None:
    for form, *options in (("rdf", "--formats", "nq", "--compress", "none"), ("csvw",), ("jsonld",)):
        done = run("export", "--of", code, form, str(tmp_path / form), *options)
        assert done.returncode == 0, done.stderr
        written = [path for path in (tmp_path / form).rglob("*") if path.is_file()]
        told = {path: path.read_text(encoding="utf-8", errors="replace") for path in written}
        assert any(code in text for text in told.values())
        # Who publishes is the project's to say, whichever follow-up is meant.
        for path in told:
            if path.stem == "catalogue":
                told[path] = told[path].replace('"Harbour Council"', "")
        assert [path.name for path, text in told.items() if other.search(text.replace(str(tmp_path), ""))] == []


def test_a_follow_up_that_is_not_there_is_not_exported(run: Tcgraph, tmp_path: Path) -> None:
    done = run("export", "--of", "nobody", "csvw", str(tmp_path / "x"))
    assert done.returncode != 0
    assert "board-3" in done.stderr
    assert not (tmp_path / "x").exists()
