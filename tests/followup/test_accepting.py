"""A reviewed table is taken over through the command line, whatever was done to its rows; nothing is half-written."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tcgraph.followup.drafts.review_words import in_english
from tcgraph.project import Project
from tests.own_project import Tcgraph, copy_project, tcgraph_in

if TYPE_CHECKING:
    from openpyxl import Workbook

pytestmark = pytest.mark.slow

Change = Callable[["Workbook"], None]

TABLE = (
    "No.,Decision,Follow-up,Status\n"
    "1,Train inspectors.,The ministry has trained 40.,done\n"
    "12,Write a plan.,A plan will be written. Its outline has been drawn up.,\n"
    "99,Meet.,The board met in May.,done\n"
)


_DRAFTS: dict[tuple[str, tuple[tuple[str, int], ...]], Path] = {}


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project as it is begun, with little in it: what is added to it is judged sooner."""
    root = tmp_path_factory.mktemp("begun")
    made = tcgraph_in(root)("init", "p", "--body", "Harbour Council", "--code", "council", "--symbol", "HC/12/3")
    assert made.returncode == 0, made.stderr
    return root / "p"


@pytest.fixture
def own(begun: Path, tmp_path: Path) -> Project:
    shutil.copytree(begun, tmp_path / "own")
    return Project(tmp_path / "own")


@pytest.fixture
def run(own: Project) -> Tcgraph:
    return tcgraph_in(own.root)


@pytest.fixture
def shipped(tmp_path: Path) -> Project:
    """A copy of the shipped project, for what its document, bodies and countries are asked for."""
    return copy_project(tmp_path / "shipped")


def drafted(own: Project, run: Tcgraph, table: str) -> Path:
    """The review of a table; the same table is drafted once in a project of the same files, and copied from then on."""
    (own.root / "board.csv").write_text(table, encoding="utf-8")
    files = tuple(sorted((str(path.relative_to(own.root)), path.stat().st_size) for path in own.data.rglob("*")))
    if (table, files) not in _DRAFTS:
        result = run("import", "board.csv", "--draft", "draft")
        assert result.returncode == 0, result.stderr
        _DRAFTS[table, files] = shutil.copytree(own.root / "draft", own.root.with_name("drafted"))
    else:
        shutil.copytree(_DRAFTS[table, files], own.root / "draft")
    return own.root / "draft" / "board.review.xlsx"


def edit(path: Path, change: Change) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    change(book)
    book.save(path)


def column(sheet: Any, heading: str) -> int:
    return next(int(cell.column) for cell in sheet[1] if in_english(str(cell.value or "")) == heading)


def sheet_of(book: Workbook, name: str) -> Any:
    """A sheet by its English name; the workbook is in the language of its table."""
    return next(book[one] for one in book.sheetnames if in_english(one) == name)


def put(book: Workbook, sheet: str, heading: str, value: str | None, row: int | None = None) -> None:
    found = sheet_of(book, sheet)
    where = column(found, heading)
    for number in [row] if row else range(2, found.max_row + 1):
        found.cell(number, where).value = value


def sheets(path: Path) -> list[str]:
    from openpyxl import load_workbook

    return load_workbook(path).sheetnames


def on_document(book: Workbook, **values: str) -> None:
    for row in sheet_of(book, "Document").iter_rows():
        if (name := in_english(str(row[0].value or ""))) in values:
            row[1].value = values[name]


def as_board(book: Workbook, body: str = "council") -> None:
    on_document(book, Symbol="BOARD/5", Title="Status of decisions", Date="2008-12-01", Body=body)
    put(book, "Actions", "Take over", "yes")
    put(book, "Actions", "Status", "taken")


def accepted(own: Project, run: Tcgraph, path: Path) -> str:
    """Accept a review; the graph that is written for it."""
    result = run("import", "--accept", str(path))
    assert result.returncode == 0, result.stderr
    return Path(result.stdout.strip()).read_text(encoding="utf-8")


def conforms(run: Tcgraph) -> bool:
    """Whether the project does; a question is answered only where it does."""
    return run("validate").returncode == 0


def untouched(own: Project) -> set[Path]:
    return set(own.data.rglob("*"))


def test_a_file_that_is_no_workbook_is_named_as_what_it_is(own: Project, run: Tcgraph) -> None:
    with zipfile.ZipFile(own.root / "report.docx", "w") as packed:
        packed.writestr("word/document.xml", "<document/>")
    refused = run("import", "report.docx", "--accept")
    assert refused.returncode == 2
    assert refused.stderr.strip() == "tcgraph: report.docx: not an Excel workbook, but a file in .docx"


def test_a_table_reports_to_a_cycle(shipped: Project) -> None:
    run = tcgraph_in(shipped.root)
    opened = run("cycle", "open", "2008-11", "--as-of", "2008-11-30", "--symbol", "GB.303/TC/1")
    assert opened.returncode == 0, opened.stderr
    path = drafted(shipped, run, TABLE)

    def decide(book: Workbook) -> None:
        on_document(book, Cycle="2008-11", Body="ILO")
        put(book, "Actions", "Take over", "yes")
        put(book, "Actions", "Status", "taken")

    edit(path, decide)
    before = untouched(shipped)
    refused = run("import", "--accept", str(path))
    assert refused.returncode == 1
    assert "document has no recommendation '99'" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert untouched(shipped) == before

    edit(path, lambda book: put(book, "Actions", "Take over", "no", book["Actions"].max_row))
    assert "addresses> <https://w3id.org/tcgraph/id/recommendation/12>" in accepted(shipped, run, path).replace(
        "tc:addresses", "addresses>"
    )
    rows = run("query", "recommendation-actions", "-p", "number=1", "--format", "csv").stdout
    assert "The ministry has trained 40." in rows


def test_a_cycle_that_is_not_open_is_named(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, TABLE)
    edit(path, lambda book: on_document(book, Cycle="2009-11"))
    refused = run("import", "--accept", str(path))
    assert refused.returncode != 0
    assert "cycle open 2009-11" in refused.stderr


def test_rows_may_be_deleted(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, TABLE)

    def decide(book: Workbook) -> None:
        as_board(book)
        book["Asked"].delete_rows(3)
        put(book, "Actions", "Take over", None, 3)
        put(book, "Actions", "Take over", None, 4)

    edit(path, decide)
    graph = accepted(own, run, path)
    assert "Write a plan" not in graph
    numbers = run("query", "follow-up-matrix", "--format", "csv").stdout.splitlines()[-2:]
    assert [line.split(",")[0] for line in numbers] == ["1", "2"]


def test_what_answers_a_deleted_row_is_not_taken_over_by_itself(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, TABLE)

    def decide(book: Workbook) -> None:
        as_board(book)
        book["Asked"].delete_rows(3)

    edit(path, decide)
    before = untouched(own)
    refused = run("import", "--accept", str(path))
    assert refused.returncode == 1
    assert "there is no '12' on the sheet Asked" in refused.stderr
    assert untouched(own) == before


def test_rows_may_be_split_merged_and_moved(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, TABLE)

    def decide(book: Workbook) -> None:
        as_board(book)
        sheet = book["Actions"]
        # The first action is split: its row is copied, and each copy keeps a part of the wording.
        sheet.insert_rows(3)
        for cell in sheet[2]:
            sheet.cell(3, int(cell.column or 0)).value = cell.value
        put(book, "Actions", "Original wording", "The ministry", 2)
        put(book, "Actions", "Original wording", "has trained 40.", 3)
        # The two sentences beside 12 are merged.
        put(book, "Actions", "Original wording", "A plan will be written. Its outline has been drawn up.", 4)
        sheet.delete_rows(5)
        # What stands beside 99 answers 12.
        put(book, "Actions", "Responds to", "12", 5)

    edit(path, decide)
    graph = accepted(own, run, path)
    words = (own.data / "board" / "board.txt").read_text(encoding="utf-8")
    passages = [block for block in graph.split("\n\n") if "a tc:Passage" in block]
    told = {words[_number(block, "tc:start") : _number(block, "tc:end")] for block in passages}
    merged = "A plan will be written.\nIts outline has been drawn up."
    assert {"The ministry", "has trained 40.", merged} <= told
    assert "Moved by the reviewer; the table has it beside 99." in graph
    assert graph.count("tc:nothingReported true") + graph.count("nothingReported") >= 1
    assert conforms(run)


def _number(block: str, name: str) -> int:
    return int(block.partition(f"{name} ")[2].split()[0].strip(";.").split('"')[1])


def test_leaving_out_the_only_report_is_said(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, TABLE)

    def decide(book: Workbook) -> None:
        as_board(book)
        put(book, "Actions", "Take over", "no", 2)

    edit(path, decide)
    result = run("import", "--accept", str(path))
    assert result.returncode == 0
    assert "the one report on 1 was left out; it will count as not reported on" in result.stderr


@pytest.mark.at_size
def test_names_count_in_three_languages_and_new_bodies_are_made(shipped: Project) -> None:
    run = tcgraph_in(shipped.root)
    table = "No.,Decision,Follow-up,Status,Responsible\n1,Train.,Forty were trained.,done,Inspección del Trabajo\n"
    path = drafted(shipped, run, table)

    def decide(book: Workbook) -> None:
        as_board(book, "ilo")
        on_document(book, Body="Organisation internationale du Travail")
        assert book["New bodies"].cell(2, 1).value == "Inspección del Trabajo"
        put(book, "New bodies", "Code", "inspeccion", 2)
        put(book, "New bodies", "Kind", "public-authority", 2)
        put(book, "Actions", "Who", "inspección del trabajo", 2)

    edit(path, decide)
    graph = accepted(shipped, run, path)
    assert 'rdfs:label "Inspección del Trabajo"@en' in graph
    # Who is in charge is asked, by our reading.
    assert "tc:inferredAddressee <https://w3id.org/tcgraph/id/organisation/inspeccion>" in graph
    assert "tc:agent <https://w3id.org/tcgraph/id/organisation/inspeccion>" in graph
    assert conforms(run)


def test_an_unknown_body_is_refused_with_the_nearest(shipped: Project) -> None:
    run = tcgraph_in(shipped.root)
    path = drafted(shipped, run, TABLE)

    def decide(book: Workbook) -> None:
        as_board(book, "ilo")
        put(book, "Actions", "Who", "ACTRAW", 2)

    edit(path, decide)
    refused = run("import", "--accept", str(path))
    assert "there is no body 'ACTRAW'; did you mean actrav?" in refused.stderr


@pytest.mark.at_size
def test_a_french_table_is_taken_over_without_a_word_of_english(own: Project, run: Tcgraph) -> None:
    table = (
        "N°,Décision,Suite donnée,État\n"
        "1,Former les inspecteurs du travail dans les régions.,Les inspecteurs ont été formés en mai.,réalisée\n"
        "2,Rédiger un plan pour la Côte d’Ivoire.,Le plan sera rédigé par le ministère.,prévue\n"
    )
    path = drafted(own, run, table)
    assert {"Document", "Actions", "Demandes", "Nouveaux organismes"} < set(sheets(path))
    edit(path, as_board)
    edit(path, lambda book: put(book, "Actions", "Take over", "oui"))
    graph = accepted(own, run, path)
    assert 'Former les inspecteurs du travail dans les régions."@fr' in graph
    assert '"BOARD/5, 1: worded in French, and not put into English."@en' in graph
    in_french = run("query", "follow-up-matrix", "-p", "lang=fr", "--format", "csv").stdout
    assert "Former les inspecteurs du travail" in in_french


def test_a_body_needs_only_its_kind_and_then_acts_where_the_table_names_it(own: Project, run: Tcgraph) -> None:
    table = (
        "N°,Décision,Suite donnée,Statut,Service responsable\n"
        "1,Former les inspecteurs.,Les inspecteurs ont été formés.,Réalisée,Inspection générale\n"
        "2,Tenir les registres.,Les registres sont tenus.,Réalisée,Bureau des cartes\n"
    )
    path = drafted(own, run, table)

    def decide(book: Workbook) -> None:
        as_board(book)
        put(book, "New bodies", "Kind", "public-authority", 2)

    edit(path, decide)
    graph = accepted(own, run, path)
    # A column tells who is in charge: that he acts, where the words name nobody, is our reading.
    assert re.findall(r"tc:(agent|inferredAgent)\s+\S*/([\w-]+)>", graph) == [
        ("inferredAgent", "inspection-generale"),
        ("inferredAgent", "council"),
    ]
    assert "bureau-des-cartes" not in graph
    assert conforms(run)


def test_a_country_acts_by_its_government_and_the_body_by_our_reading_alone(own: Project, run: Tcgraph) -> None:
    table = (
        "N°,Décision,Suite donnée\n"
        "1,Ratifier la Charte.,Le Sénégal et le Mali ont ratifié la Charte.\n"
        "2,Former les inspecteurs.,Au Mali les inspecteurs ont été formés.\n"
        "3,Payer la redevance.,Le Togo a versé la redevance.\n"
    )
    path = drafted(own, run, table)
    who: list[str] = []

    def decide(book: Workbook) -> None:
        found = sheet_of(book, "Actions")
        who.extend(str(found.cell(row, column(found, "Who")).value or "") for row in range(2, 5))
        as_board(book)

    edit(path, decide)
    assert who == ["SEN; MLI", "", "TGO"]
    graph = accepted(own, run, path)
    acting = re.findall(r"tc:(agent|inferredAgent)\s+(.*?) ;", graph)
    assert [(how, sorted(re.findall(r"/([\w-]+)>", bodies))) for how, bodies in acting] == [
        ("agent", ["government-of-mli", "government-of-sen"]),
        ("inferredAgent", ["council"]),
        ("agent", ["government-of-tgo"]),
    ]
    parts = re.findall(r"participation/\S+-([A-Z]{3})> a .*?vocab/role/(\w+)>", graph, re.DOTALL)
    assert sorted(parts) == [("MLI", "actor"), ("MLI", "named"), ("SEN", "actor"), ("TGO", "actor")]
    assert conforms(run)


def test_a_country_in_charge_has_its_part_by_our_reading(own: Project, run: Tcgraph) -> None:
    table = "N°,Décision,Suite donnée,Responsable\n1,Informer.,Une campagne a été menée.,Mali\n"
    path = drafted(own, run, table)
    edit(path, as_board)
    graph = accepted(own, run, path)
    (part,) = [block for block in graph.split("\n\n") if "a tc:Participation" in block]
    assert "country/MLI" in part
    assert "vocab/role/actor>" in part
    assert "vocab/certainty/inferred>" in part
    assert re.search(r"tc:inferredAgent\s+\S*/government-of-mli>", graph)
    # Who is in charge is whom it was asked of, by our reading; the column's own words stand in the report.
    assert re.search(r"tc:inferredAddressee\s+\S*/government-of-mli>", graph)
    assert "Responsable: Mali" in run("query", "report-recommendations", "--format", "csv").stdout
    assert conforms(run)


def test_a_later_table_answers_what_was_unanswered_and_says_by_when(own: Project, run: Tcgraph) -> None:
    path = drafted(
        own, run, "No.,Decision,Follow-up\n1,Train inspectors.,All were trained.\n2,Publish the accounts.,\n"
    )
    edit(path, as_board)
    accepted(own, run, path)
    unanswered = run("query", "unanswered", "-o", "csv").stdout
    assert "board-2" in unanswered
    assert (
        run("cycle", "open", "2009-12", "--of", "board", "--as-of", "2009-12-01", "--symbol", "BOARD/6").returncode == 0
    )
    (own.root / "next.csv").write_text(
        "No.,Decision,Follow-up\n2,Publish the accounts.,The accounts will be published by June 2010.\n", "utf-8"
    )
    made = run("import", "next.csv", "--draft", "later", "--cycle", "2009-12", "--of", "board")
    assert made.returncode == 0, made.stderr
    due: list[object] = []

    def decide(book: Workbook) -> None:
        found = sheet_of(book, "Actions")
        due.append(found.cell(2, column(found, "Expected by")).value)
        put(book, "Actions", "Take over", "yes")
        put(book, "Actions", "Status", "planned")

    edit(own.root / "later" / "next.review.xlsx", decide)
    assert due == ["June 2010"]
    graph = accepted(own, run, own.root / "later" / "next.review.xlsx")
    assert '"2010-06-30"^^xsd:date' in graph
    assert "board-2" not in run("query", "unanswered", "-o", "csv").stdout


NAMING = (
    "Recommendation,Action taken\n"
    "Ask the Ministry of Harbours about Senegal.,"
    "The Lighthouse Board and the Ministry of Harbours published the plan.\n"
)


@pytest.mark.at_size
def test_a_body_that_is_only_named_is_told_beside_the_row(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, NAMING)
    edit(path, as_board)
    told = accepted(own, run, path)
    assert "also names: Lighthouse Board, Ministry of Harbours" in told
    assert "tc:cites <https://w3id.org/tcgraph/id/country/SEN>" in told


def test_a_body_that_is_only_named_is_linked_once_it_is_described(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, NAMING)

    def describe(book: Workbook) -> None:
        as_board(book)
        put(book, "New bodies", "Kind", "public-authority")

    edit(path, describe)
    linked = accepted(own, run, path)
    assert "also names" not in linked
    for link in ("tc:cites", "tc:mentions", "tc:agent"):
        assert re.search(rf"{link} .*organisation/ministry-of-harbours>", linked)
    assert conforms(run)


def test_what_the_shapes_refuse_is_said_by_cell_and_not_written(own: Project, run: Tcgraph) -> None:
    path = drafted(own, run, TABLE)

    def decide(book: Workbook) -> None:
        as_board(book)
        # An inferred pairing needs a second candidate, which only the shapes know.
        put(book, "Actions", "Pairing", "inferred", 2)

    edit(path, decide)
    before = untouched(own)
    refused = run("import", "--accept", str(path))
    assert refused.returncode == 1
    assert "An inferred pairing needs its reason" in refused.stderr
    assert "Actions!A2" in refused.stderr
    assert untouched(own) == before
