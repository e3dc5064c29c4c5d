"""A project of another body, from an empty folder, as docs/own-follow-up.md shows; nothing of it names the ILO."""

from __future__ import annotations

import datetime
import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tcgraph.followup import new_project
from tcgraph.followup.new_project import Body, create_project
from tcgraph.project import Project
from tests.conftest import ROOT, mostly_at_size
from tests.http.running import running
from tests.own_project import tcgraph_in
from tests.test_readme import typing_into

TUTORIAL = (ROOT / "docs" / "own-follow-up.md").read_text(encoding="utf-8")
CONSOLES = re.findall(r"```console\n\$ (.*?)\n```", TUTORIAL, re.DOTALL)
SHIPPED = re.compile(r"\bILO\b|GB\.297|International Labour|\b37 recommendations")
"""What only the shipped project is about."""
OTHERS = re.compile(rf"{SHIPPED.pattern}|\bOIT\b|\bACTRAV\b|\bDfID\b|\bTurin\b|Governing Body")
"""What only the shipped project and its body speak of, in what the common vocabulary says too."""
PERSON = {"accept": "text/html"}
LINK = re.compile(r'href="(/[^"#]*)')
OUTSIDE = re.compile(r"/help/|/static/|/sparql|/ns|/ontology|/terms/|/catalogue|/graph/|/api/|/context|/id/|/feed")
"""What the program brings with it: its manual, its vocabulary, the editor; the whole graph, and its feed."""


@pytest.mark.at_size
def test_the_tutorial_shows_what_happens(tmp_path: Path) -> None:
    typed = typing_into(tmp_path)
    for console in CONSOLES:
        line, _, shown = console.partition("\n")
        done = typed(line)
        assert done.stdout.strip() == shown.strip(), done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new project in French."""
    folder = tmp_path_factory.mktemp("own")
    arguments = ("init", "port", "--body", "Conseil du port", "--code", "port-3", "--language", "fr")
    done = tcgraph_in(folder)(*arguments)
    assert done.returncode == 0, done.stderr
    return folder / "port"


def test_a_new_project_conforms_with_what_follows_too(project: Path) -> None:
    done = tcgraph_in(project)("validate", "--infer")
    assert (done.returncode, done.stdout[:9]) == (0, "Conforms:"), done.stdout


def test_a_new_project_is_in_the_formatter_s_layout(project: Path) -> None:
    assert tcgraph_in(project)("fmt", "--check", "ontology", "data", "shapes").returncode == 0


@pytest.mark.at_size
def test_nothing_that_a_new_project_writes_names_another_body(project: Path, tmp_path: Path) -> None:
    run = tcgraph_in(project)
    built = run("build")
    assert built.returncode == 0, built.stderr
    for kind in ("rdf", "csvw", "jsonld", "cube", "ontology", "akn"):
        done = run("export", kind, str(tmp_path / kind))
        assert done.returncode == 0, (kind, done.stderr)
    known = (project / "data" / "ttl" / "cycles" / "known.ttl").read_text(encoding="utf-8")
    cycle = re.findall(r"cycle:([0-9-]+) a ", known)[-1]
    for form in ("md", "html"):
        done = run("report", "--cycle", cycle, "-o", str(tmp_path / f"report.{form}"))
        assert done.returncode == 0, done.stderr
    written = [path for path in [*tmp_path.rglob("*"), *project.rglob("*")] if path.is_file()]
    found = {}
    for path in written:
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        if ".tcgraph" not in path.parts and (names := OTHERS.findall(text.decode("utf-8", "replace"))):
            found[str(path)] = names
    assert len(written) > 100
    assert found == {}


@pytest.fixture(scope="module", params=mostly_at_size(["fr", "en", "es"]))
def client(
    request: pytest.FixtureRequest, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[httpx.Client]:
    """A person at the pages of a new project, in French or another language."""
    root = tmp_path_factory.mktemp("served")
    if request.param != "fr":
        begun = ("init", "port", "--body", "Conseil du port", "--code", "port-3", "--language", request.param)
        assert tcgraph_in(root)(*begun).returncode == 0
        project = root / "port"
    with (
        running(project, root / "state") as server,
        httpx.Client(base_url=server.url, follow_redirects=True, headers={**PERSON, "Accept-Language": "en"}) as client,
    ):
        yield client


@pytest.mark.at_size
def test_no_link_of_a_new_project_leads_nowhere_and_no_page_names_another_body(client: httpx.Client) -> None:
    answers: dict[str, int] = {}
    waiting = ["/"]
    for _ in range(2):
        pages = [(path, client.get(path)) for path in waiting]
        answers |= {path: page.status_code for path, page in pages}
        assert not [path for path, page in pages if SHIPPED.search(page.text)]
        links = {link for _, page in pages for link in LINK.findall(page.text) if "lang=" not in link}
        waiting = sorted({link.split("?")[0] for link in links if not OUTSIDE.match(link)} - set(answers))
    answers |= {path: client.get(path).status_code for path in waiting}
    assert {path for path, status in answers.items() if status != 200} == set()
    assert {"/deadlines", "/reporting", "/data", "/countries.csv", "/components"} <= set(answers)


def test_no_text_for_programs_names_another_body(client: httpx.Client) -> None:
    assert "Conseil du port" in client.get("/catalogue.ttl").text
    for path in (
        "/catalogue.ttl",
        "/llms.txt",
        "/schema.txt",
        "/terms/Agreement",
        "/terms/Organisation",
        "/dump/tcgraph.ttl",
        "/ns",
    ):
        answer = client.get(path, headers={"accept": "*/*"})
        assert (path, answer.status_code, OTHERS.findall(answer.text)) == (path, 200, [])


def test_state_stays_out_of_the_installation(project: Path) -> None:
    tcgraph_in(project)("build")
    assert (project / ".tcgraph").is_dir()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--body", "B", "--code", "Two Words"), "lower-case letters"),
        (("--body", "B", "--code", "b", "--language", "de"), "none of en, fr, es"),
        (("--code", "b"), "--body NAME"),
    ],
)
def test_what_makes_no_project_is_one_sentence(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    done = tcgraph_in(tmp_path)("init", "new", *arguments)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (tmp_path / "new").exists()


def test_a_folder_that_holds_a_project_is_left_alone(project: Path, tmp_path: Path) -> None:
    shutil.copytree(project, tmp_path / "p")
    done = tcgraph_in(tmp_path)("init", "p", "--body", "B", "--code", "b")
    assert (done.returncode, "already" in done.stderr) == (2, True)


def test_what_a_folder_had_before_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    folder.mkdir()
    (folder / "README.md").write_text("My own words.\n", encoding="utf-8")
    (folder / ".gitignore").write_text("node_modules", encoding="utf-8")
    (folder / ".gitattributes").write_text("# not *.ttl diff=turtle merge=turtle\n", encoding="utf-8")
    done = tcgraph_in(tmp_path)("init", "p", "--body", "B", "--code", "b")
    assert (done.returncode, "README.md stood there before" in done.stderr) == (0, True)
    assert (folder / "README.md").read_text("utf-8") == "My own words.\n"
    assert (folder / ".gitignore").read_text("utf-8") == "node_modules\n.tcgraph/\n"
    assert (folder / ".gitattributes").read_text("utf-8").splitlines()[1:] == ["*.ttl diff=turtle merge=turtle"]


@pytest.mark.parametrize("written", ['"30/06/2025"^^xsd:date', '"2025-02-30"^^xsd:date', '"25"^^xsd:gYear'])
def test_a_date_that_is_none_is_an_error_wherever_it_stands(project: Path, tmp_path: Path, written: str) -> None:
    folder = shutil.copytree(project, tmp_path / "p")
    [file] = folder.glob("data/ttl/*/decisions.ttl")
    text, changed = re.subn(r'(dcterms:date )"[^"]*"\^\^xsd:date', rf"\1{written}", file.read_text("utf-8"), count=1)
    assert changed
    file.write_text(text, encoding="utf-8")
    done = tcgraph_in(folder)("validate", "--format", "json")
    found = json.loads(done.stdout)
    line = text[: text.index(written)].count("\n") + 1
    assert (done.returncode, found["conforms"]) == (1, False)
    assert line in {one["location"]["line"] for one in found["diagnostics"]}


def test_the_example_of_a_new_project_is_told_in_its_language(project: Path) -> None:
    facts = (project / "data" / "ttl" / "port-3" / "decisions.ttl").read_text(encoding="utf-8")
    assert '"Un cours a eu lieu en mars."@fr' in facts
    translated = re.findall(r'"([^"]*)"@en, "([^"]*)"@fr', facts)
    assert [pair for pair in translated if pair[0] == pair[1] != "Conseil du port"] == []


HARBOUR_TABLE = """No.,Area,Decision,Follow-up,Status,Department
7,Water,Dredge the basin.,The basin was dredged.,done,Works; Finance
12,Land,Paint the crane.,The crane will be painted.,planned,Works
13,Water,Count the boats.,The boats were counted.,done,Works
14,Land,Mend the quay.,The quay was mended.,done,Works
"""


def test_the_first_table_becomes_the_follow_up_of_a_project_without_an_example(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    run = tcgraph_in(tmp_path)
    begun = run("init", "p", "--empty", "--body", "Harbour Council", "--code", "council-12", "--symbol", "HC/12")
    assert begun.returncode == 0, begun.stderr
    run = tcgraph_in(tmp_path / "p")
    assert run("validate").returncode == 0
    (tmp_path / "asks.csv").write_text(HARBOUR_TABLE, encoding="utf-8")
    assert run("import", "../asks.csv", "--draft", "../draft").returncode == 0
    # A workbook that has come back by mail under another name.
    review = (tmp_path / "draft" / "asks.review.xlsx").rename(tmp_path / "draft" / "asks (1).xlsx")
    book = load_workbook(review)
    given = {"Symbol": "HC/13", "Title": "Decisions on the basin", "Date": "2098-05-05"}
    for row in book["Document"].iter_rows(max_col=2):
        if str(row[0].value) in given:
            row[1].value = given[str(row[0].value)]
    for name, heading, value in (("Actions", "Take over", "yes"), ("New bodies", "Kind", "public-authority")):
        sheet = book[name]
        column = next(cell.column for cell in sheet[1] if cell.value == heading)
        for number in range(2, sheet.max_row + 1):
            sheet.cell(number, column).value = value
    assert [row[0].value for row in book["New bodies"].iter_rows(min_row=2)] == ["Harbour Council", "Works", "Finance"]
    book.save(review)
    accepted = run("import", str(review), "--accept")
    assert accepted.returncode == 0, accepted.stderr
    checked = run("validate", "--infer")
    assert checked.returncode == 0, checked.stdout
    (own,) = Project(tmp_path / "p").follow_ups
    assert (own.code, own.name()) == ("council-12", "Decisions on the basin")
    report = run("report", "--cycle", "2098-05").stdout
    assert "**1 (7).** Dredge the basin." in report
    assert "Summary of the section" not in report
    assert "| I. Water | 2 | 2 |" in report
    assert "### II. Land" in report
    page = run("query", "organisations-by-recommendation", "-o", "csv").stdout
    assert {"Works", "Finance"} <= set(re.findall(r"Works|Finance", page))


@pytest.mark.parametrize(("language", "words"), [("fr", "chaque décision"), ("es", "cada decisión")])
def test_what_a_project_is_begun_with_is_explained_in_its_language(language: str, words: str, tmp_path: Path) -> None:
    project = create_project(tmp_path / "p", Body("Conseil", "conseil", language), datetime.date(2026, 6, 30))
    text = (project.root / "README.md").read_text(encoding="utf-8")
    assert words in text
    english = (Path(new_project.__file__).parent / "starter" / "README.md").read_text(encoding="utf-8")
    # The commands are the same, and no line of the English text has stayed beside them.
    sentences = {line for line in english.splitlines() if len(line) > 40 and not line.startswith(("|", "    "))}
    assert not sentences & set(text.splitlines())
    commands = re.compile(r"^    tcgraph [a-z-]+", re.MULTILINE)
    assert commands.findall(text) == commands.findall(english)
