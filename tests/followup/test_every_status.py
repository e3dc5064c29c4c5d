"""Whatever a body was replied, it is told as that: in reports, on pages, in pictures and by questions."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.report.report_words import LANGUAGES, ReportWords
from tcgraph.followup.statuses import ENDED, EVERY, column_counts
from tcgraph.pages import Site, make_pages
from tcgraph.pages.i18n import translator
from tcgraph.project import Project
from tcgraph.queries import read_queries
from tcgraph.questions.in_words.answering import QuestionInterpreter
from tests.every_status import CODE, DECISIONS, DUE, every_status
from tests.own_project import Tcgraph, tcgraph_in

pytestmark = pytest.mark.slow

REPLIES = len(EVERY)
WITHOUT_END = ("taken", "under-way", "standing", "partly-taken")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return every_status(tmp_path_factory.mktemp("every"))


@pytest.fixture(scope="module")
def run(folder: Path) -> Tcgraph:
    return tcgraph_in(folder)


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    project = Project(folder)
    graph = open_graph(project)
    site = Site(engine=lambda: graph, project=project, queries=read_queries(project.queries))
    pages = make_pages(site)
    with TestClient(Starlette(routes=[*pages.routes, pages.editor])) as made:
        yield made


def report(run: Tcgraph, language: str = "en") -> str:
    done = run("report", "--cycle", "2098-05", "--of", CODE, "-l", language)
    assert done.returncode == 0, done.stderr
    return done.stdout


def answer(run: Tcgraph, name: str, *given: str) -> list[dict[str, str]]:
    asked = run("query", name, "-o", "csv", "-p", f"of={CODE}", *given)
    assert asked.returncode == 0, asked.stderr
    return list(csv.DictReader(io.StringIO(asked.stdout)))


@pytest.fixture(scope="module")
def asking(folder: Path) -> QuestionInterpreter:
    project = Project(folder)
    return QuestionInterpreter(read_queries(project.queries), project.queries, open_graph(project).select, CODE)


@pytest.mark.parametrize(
    ("text", "language", "status"),
    [
        ("Which actions were rejected?", "en", "rejected"),
        ("what was called off?", "en", "cancelled"),
        ("actions partly taken", "en", "partly-taken"),
        ("Quelles mesures sont réalisées en partie ?", "fr", "partly-taken"),
        ("Quelles recommandations ont été rejetées ?", "fr", "rejected"),
        ("Quelles mesures sont annulées ?", "fr", "cancelled"),
        ("Quelles mesures sont non réalisées ?", "fr", "not-taken"),
        ("¿Qué se ha cancelado?", "es", "cancelled"),
        ("¿Qué medidas fueron rechazadas?", "es", "rejected"),
        ("actions overtaken by events", "en", "overtaken"),
        ("mesures devenues sans objet", "fr", "overtaken"),
    ],
)
def test_questions_know_how_a_reply_may_end(asking: QuestionInterpreter, text: str, language: str, status: str) -> None:
    first = asking.ask(text, language)[0]
    assert first.reading.sure
    chips = first.reading.question.chips
    assert [(chip.key, chip.values, chip.without) for chip in chips] == [("status", (status,), False)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_open_says_how_each_reply_ended(run: Tcgraph, language: str) -> None:
    words = ReportWords(language)
    open_part = report(run, language).partition(f"### {words('open_nothing')}")[2].partition("###")[0]
    told = dict(re.findall(r"\*\*(\d+)\.\*\* .*?: ([^:]*)\.$", open_part, re.MULTILINE))
    expected = {
        str(number): words.stands({status: 1} if status else {})
        for number, (_, status, _) in enumerate(DECISIONS, start=1)
        if status not in WITHOUT_END
    }
    assert told == expected


def test_figures_of_the_report_come_to_what_was_replied(run: Tcgraph) -> None:
    text = report(run)
    words = ReportWords()
    counted = ", ".join(words.counted(1, status) for status in EVERY)
    assert f"{REPLIES} reported items under {len(DECISIONS)} recommendations: {counted}." in text
    assert f"| All sections | {len(DECISIONS)} | 1 | {REPLIES} | {counted} |" in text


def test_the_report_bears_the_body_and_says_whose_the_words_are(run: Tcgraph) -> None:
    text = report(run)
    assert "Quays Board" in text.partition("# ")[0]
    assert "summarize the source" not in text
    assert ReportWords()("own_words_note") in text


def test_every_question_and_page_can_be_read(client: TestClient) -> None:
    listed = client.get("/ask", headers={"Accept": "text/html"}).text
    questions = sorted(set(re.findall(r'href="(/ask/[\w-]+)', listed)))
    assert len(questions) > 20
    pages = ("/follow-up", "/deadlines", "/organisations", "/countries", "/quality", "/build?status=cancelled")
    for address in (*questions, *pages, "/follow-up.xlsx?status=cancelled"):
        answered = client.get(address, headers={"Accept": "text/html"})
        assert answered.status_code == 200, address


@pytest.mark.parametrize("path", ["/", "/pictures", "/ask/sections", "/ask/follow-up-matrix"])
def test_every_picture_of_statuses_shows_all_that_was_replied(client: TestClient, path: str) -> None:
    page = client.get(path, params={"of": CODE}, headers={"Accept": "text/html"}).text
    drawings = re.findall(r'<div class="drawing(?: wide)?">(.*?)</div>', page, re.DOTALL)
    series = [
        Counter({name: sum(int(n) for n in re.findall(rf'data-value="(\d+)"[^>]*data-series="{name}"', drawing))
                 or sum(int(n) for n in re.findall(rf'data-series="{name}"[^>]*data-value="(\d+)"', drawing))
                 for name in column_counts({})})
        for drawing in drawings
    ]  # fmt: skip
    of_statuses = [dict(counts) for counts in series if counts["under-way"]]
    assert of_statuses
    assert all(counts == column_counts(dict.fromkeys(EVERY, 1)) for counts in of_statuses)


def test_questions_count_them_or_say_what_they_leave_out(run: Tcgraph) -> None:
    [section] = answer(run, "sections")
    assert (section["recommendations"], section["actions"]) == (str(len(DECISIONS)), str(REPLIES))
    counted = [int(section[column.replace("-", "_")]) for column in column_counts({})]
    assert sum(counted) == REPLIES
    matrix = run("query", "follow-up-matrix", "-p", f"of={CODE}")
    told = matrix.stdout + matrix.stderr
    assert "In no column: cancelled 1, not taken 1, overtaken by events 1, partly taken 1, rejected 1." in told


def test_a_reply_that_nothing_comes_of_answers_nothing(run: Tcgraph) -> None:
    shares = {row["number"]: (row["answered"], row["partly"]) for row in answer(run, "answered-share")}
    nothing = {"not-taken", "rejected", "cancelled", "overtaken", ""}
    for number, (_, status, _) in enumerate(DECISIONS, start=1):
        whole = ("0", "0") if status in nothing else ("0", "1") if status == "partly-taken" else ("1", "0")
        assert shares[str(number)] == whole, status


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_the_matrix_names_each_in_the_reader_s_language(client: TestClient, language: str) -> None:
    t = translator(language)
    page = client.get("/follow-up", params={"lang": language, "of": CODE}, headers={"Accept": "text/html"}).text
    heads = re.findall(r'<th scope="col" class="n">([^<]*)</th>', page)
    assert heads == [t(f"column.{column.replace('-', '_')}") for column in column_counts({})]
    for status in ENDED:
        assert t(f"status.{status}") in page.partition("<table")[2]


def test_the_front_page_counts_them_all_and_tells_what_is_due(client: TestClient) -> None:
    page = client.get("/", params={"of": CODE}, headers={"Accept": "text/html"}).text
    assert f"{REPLIES} reported item" in page
    due = page.partition("Due next after")[2].partition("</ul>")[0]
    assert re.findall(r'<time datetime="([^"]*)">', due) == [DUE]


def test_the_page_for_the_director_names_the_unanswered_first_and_what_is_due(run: Tcgraph) -> None:
    made = run("report", "--cycle", "2098-05", "--of", CODE, "--one-page")
    assert made.returncode == 0, made.stderr
    worst = made.stdout.partition(f"## {ReportWords()('open_nothing')}")[2].partition("##")[0]
    assert re.findall(r"\*\*(\d+)\.\*\*", worst)[0] == str(len(DECISIONS))
    assert "1 March 2099" in made.stdout.partition(f"## {ReportWords()('due_next')}")[2]


@pytest.fixture(scope="module")
def second(folder: Path, run: Tcgraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbook of a second round; one that answers for the first time and changes an answer is taken over."""
    from openpyxl import load_workbook

    work = tmp_path_factory.mktemp("second")
    opened = run("cycle", "open", "2099-05", "--of", CODE, "--as-of", "2099-05-05", "--symbol", "QB/3")
    assert opened.returncode == 0, opened.stderr
    template = work / "office.xlsx"
    made = run("cycle", "template", "2099-05", "--of", CODE, "-o", str(template))
    assert made.returncode == 0, made.stderr
    book = load_workbook(template)
    known, new = book["Actions so far"], book["New actions"]
    heads = {str(cell.value).rstrip(" *"): int(cell.column or 0) for cell in known[2]}
    pier = (
        next(row for row in known.iter_rows(min_row=3) if str(row[heads["Recommendation"] - 1].value) == "2")[0].row
        or 0
    )
    for head, value in (("Status now", "taken"), ("What happened", "The pier was opened in April 2099.")):
        known.cell(pier, heads[head]).value = value
    heads = {str(cell.value).rstrip(" *"): int(cell.column or 0) for cell in new[2]}
    first = {"In a few words": "Accounts published", "What was done": "The accounts were published.", "Who": "board",
             "Status": "taken", "Borne out by": "QB/INF/7"}  # fmt: skip
    for head, value in first.items():
        new.cell(3, heads[head]).value = value
    answered = work / "answered.xlsx"
    book.save(answered)
    taken = run("import", str(answered), "--cycle", f"{CODE}-2099-05")
    assert taken.returncode == 0, taken.stdout + taken.stderr
    return template


def test_a_round_asks_for_what_is_unanswered_and_shows_what_was_asked(second: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(second)
    assert {"Ratifications", "Tripartite bodies"}.isdisjoint(book.sheetnames)
    [row] = [row for row in book["New actions"].iter_rows(min_row=3, values_only=True) if row[0]]
    assert (row[0], row[-1]) == (len(DECISIONS), DECISIONS[-1][0])
    known = book["Actions so far"]
    heads = [str(cell.value).rstrip(" *") for cell in known[2]]
    told = [dict(zip(heads, row, strict=True)) for row in known.iter_rows(min_row=3, values_only=True) if row[0]]
    asked = [(row["What was asked"], row["What was reported"]) for row in told]
    assert asked == [(decision, reply) for decision, status, reply in DECISIONS if status]


def test_a_first_answer_in_a_later_round_is_taken_and_what_it_replaces_is_told_as_before(
    second: Path, run: Tcgraph
) -> None:
    assert second.is_file()
    checked = run("validate")
    assert checked.returncode == 0, checked.stdout
    report = run("report", "--cycle", "2099-05", "--of", CODE)
    assert report.returncode == 0, report.stderr
    assert "The accounts were published." in report.stdout
    changed = "The pier was opened in April 2099. Reported before: The pier is being rebuilt."
    assert changed in report.stdout


def test_reports_and_briefs_are_had_from_their_pages(client: TestClient) -> None:
    page = client.get("/reporting", params={"of": CODE}, headers={"Accept": "text/html"}).text
    links = [unescape(link) for link in re.findall(r'href="(/reporting/report/[^"]*\.html[^"]*)"', page)]
    assert len(links) == len([link for link in links if "2098-05" in link]) == 2
    whole, short = (client.get(link) for link in sorted(links))
    assert "Lower the port dues." in whole.text
    assert "Lower the port dues: rejected." in short.text
    assert len(short.content) < len(whole.content)
    body = client.get("/page/organisation/board", headers={"Accept": "text/html"}).text
    [word] = re.findall(r'href="(/reporting/brief/organisation/board\.docx[^"]*)"', body)
    assert client.get(unescape(word)).content.startswith(b"PK")
    assert client.get("/reporting/brief/country/XXX.html").status_code == 404
    assert client.get("/reporting/report/1999-01.html").status_code == 404
