"""Another body's table, 200 rows in three formats with thirty faults: every fault is found, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.accept import accept
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.drafts.review import write_review
from tcgraph.followup.project_engine import open_graph
from tcgraph.project import Project
from tests.own_project import tcgraph_in

Rows = list[list[str]]
HEADINGS = ["Decision no.", "Decision", "Implementation", "Status", "Due"]
SAID = ("action is being taken", "implemented", "planned", "not implemented", "on-going")


def table() -> Rows:
    """200 rows without a fault."""
    return [
        [
            str(number),
            f"Decide on matter {number} concerning the labour inspection of district {number}.",
            f"The secretariat has trained {number} inspectors in district {number}.",
            SAID[number % len(SAID)],
            "2009-06-30",
        ]
        for number in range(1, 201)
    ]


def seed(rows: Rows) -> list[tuple[str, str]]:
    """Put thirty faults in.

    Returns:
        For each, the rule that has to find it and words of its finding.
    """
    faults: list[tuple[str, str]] = []

    def fault(rule: str, words: str) -> None:
        faults.append((rule, words))

    for number, code, words in (
        (3, "Convention, 1937 (No. 138)", "C138 was adopted in 1973"),
        (5, "Minimum Age Convention (No. 138 (173)", "two numbers stand together"),
        (7, "Convention (No. 999)", "no Convention with that number"),
        (9, "Convention, 1994 (No. 87)", "C087 was adopted in 1948"),
        (11, "Recommendation, 1967 (No. 152)", "R152 was adopted in 1976"),
    ):
        rows[number - 1][1] = f"Apply the {code} in district {number}."
        fault("code", words)
    for number, date in ((13, "31 June 2009"), (15, "03/04/2009"), (17, "soon"), (19, "2009-13-01"), (21, "Q5 2009")):
        rows[number - 1][4] = date
        fault("date", repr(date))
    for number, status in ((23, "perhaps"), (25, "???"), (27, "see above"), (29, "amber"), (39, "tbc")):
        rows[number - 1][3] = status
        rows[number - 1][2] = "See the annex."
        fault("status", repr(status))
    for number in (31, 33, 35, 37):
        rows[number - 1][2] = rows[number - 1][3] = ""
        fault("nothing-reported", f"nothing is reported on {number}")
    for number in (41, 43):
        rows[number - 1][1] = ""
        fault("empty", f"{str(number)!r} does not say what was asked")
    for number in (51, 53):
        rows[number - 1][0] = str(number - 1)
        fault("duplicate-number", f"number {number - 1} also stands at")
        fault("number-gap", f"no row for {number} before {number + 1}")
    for number in (61, 63):
        rows[number - 1][0] = ""
        fault("number", "the row has no number")
    rows[100], rows[101] = rows[101], rows[100]
    fault("number-order", "number 101 comes after 102")
    rows.append(list(rows[149]))
    fault("duplicate", "the same row stands at")
    fault("count", "says '184 decisions'")
    return faults


def as_docx(path: Path, rows: Rows) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("The board took 184 decisions in the period.")
    grid = document.add_table(rows=0, cols=5)
    for row in [HEADINGS, *rows]:
        cells = grid.add_row().cells
        for index, words in enumerate(row):
            cells[index].text = words
    document.save(str(path))


def as_xlsx(path: Path, rows: Rows) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["The board took 184 decisions in the period."])
    for row in [HEADINGS, *rows]:
        sheet.append(row)
    book.save(path)


def as_html(path: Path, rows: Rows) -> None:
    body = "\n".join("<tr>" + "".join(f"<td>{words}</td>" for words in row) + "</tr>" for row in [HEADINGS, *rows])
    path.write_text(f"<p>The board took 184 decisions in the period.</p><table>{body}</table>", encoding="utf-8")


@pytest.fixture(scope="module", params=[("board.docx", as_docx), ("board.xlsx", as_xlsx), ("board.html", as_html)])
def seeded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, graph: Engine
) -> tuple[Draft, list[tuple[str, str]]]:
    name, write = request.param
    rows = table()
    faults = seed(rows)
    path = tmp_path_factory.mktemp("board") / name
    write(path, rows)
    return make_draft(path, graph), faults


def test_every_fault_is_found(seeded: tuple[Draft, list[tuple[str, str]]]) -> None:
    draft, faults = seeded
    assert len(faults) == 30
    found = [(finding.rule, finding.message) for finding in draft.findings]
    missed = [fault for fault in faults if not any(rule == fault[0] and fault[1] in said for rule, said in found)]
    assert missed == []


def test_every_finding_has_its_place(seeded: tuple[Draft, list[tuple[str, str]]]) -> None:
    draft, _ = seeded
    places = [finding.location for finding in draft.findings]
    assert all(place is not None and (place.cell is not None or place.line is not None) for place in places)


def test_nothing_is_dropped(seeded: tuple[Draft, list[tuple[str, str]]]) -> None:
    draft, _ = seeded
    assert len(draft.reading.asks) == 201
    kept = " ".join(action.wording for action in draft.actions)
    for number in (1, 2, 99, 150, 200):
        assert f"has trained {number} inspectors" in kept
    repeated = [action for action in draft.actions if "trained 150 inspectors" in action.wording]
    assert len(repeated) == 2


def test_a_sound_table_raises_no_warning(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "sound.html"
    body = "\n".join("<tr>" + "".join(f"<td>{words}</td>" for words in row) + "</tr>" for row in [HEADINGS, *table()])
    path.write_text(f"<p>The board took 200 decisions.</p><table>{body}</table>", encoding="utf-8")
    draft = make_draft(path, graph)
    assert [finding.message for finding in draft.findings if finding.level != "info"] == []


@pytest.mark.parametrize(
    ("status", "proposed"),
    [
        ("action is being taken", "under-way"),
        ("Implemented", "taken"),
        ("to be discussed", "planned"),
        ("not implemented", "not-taken"),
        ("partly implemented", "partly-taken"),
    ],
)
def test_status_of_other_bodies(tmp_path: Path, graph: Engine, status: str, proposed: str) -> None:
    path = tmp_path / "one.csv"
    path.write_text(f"No.,Decision,Follow-up,Status\n1,Do it.,See annex.,{status}\n", encoding="utf-8")
    action = make_draft(path, graph).actions[0]
    assert action.status == proposed
    assert action.confidence >= 0.9


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ("No.;Décision;Suivi\r1;Former;Formé déjà\r2;Écrire;Écrit\r".encode(), "line-ends"),
        ("No.,Decision,Action\n1,Train,Formé\n".encode("cp1252"), "encoding"),
        ("No.,Decision,Action\n1,Train,Done.\n".encode("utf-16"), "encoding"),
        (b"No.,Decision,Action\n1,Train\x07,Done.\n", "control-characters"),
        (b"No.,Decision,Action\n1,Train,Done.,more\n", "row-width"),
    ],
)
def test_odd_bytes_are_read_and_reported(tmp_path: Path, graph: Engine, data: bytes, rule: str) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(data)
    draft = make_draft(path, graph)
    assert rule in {finding.rule for finding in draft.findings}
    assert draft.actions


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.csv", b""), ("a.pdf", b"%PDF"), ("a.docx", b"no zip"), ("a.xlsx", b"no zip"), ("a.csv", b"a,b\n1,2\n")],
)
def test_what_is_no_status_table_is_refused(tmp_path: Path, graph: Engine, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BrokenInput):
        make_draft(path, graph)


def review(path: Path, decide: Callable[[dict[str, int], object], None]) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path)
    for row in book["Document"].iter_rows():
        values = {"Symbol": "BOARD/5", "Title": "Status of decisions", "Date": "2008-12-01", "Body": "ilo"}
        if row[0].value in values:
            row[1].value = values[str(row[0].value)]
    asked = book["Asked"]
    headings = {str(cell.value): int(cell.column or 0) for cell in asked[1]}
    for number in range(2, asked.max_row + 1):
        asked.cell(number, headings["Theme"]).value = "tripartism"
    decide({str(cell.value): int(cell.column or 0) for cell in book["Actions"][1]}, book["Actions"])
    book.save(path)


def test_only_what_was_decided_is_taken_over(tmp_path: Path, own: Project, graph: Engine) -> None:
    source = tmp_path / "board.csv"
    source.write_text(
        "No.,Decision,Follow-up,Status\n1,Train inspectors.,The ministry has trained 40.,done\n"
        "2,Write a plan.,A plan will be written.,planned\n3,Meet.,Nothing.,not implemented\n",
        encoding="utf-8",
    )
    draft = make_draft(source, graph)
    path = tmp_path / "board.review.xlsx"
    write_review(path, draft, graph, cycle=None)
    (tmp_path / "board.txt").write_text(draft.words, encoding="utf-8")
    with pytest.raises(BrokenInput, match="Date"):
        accept(path, graph)

    review(path, lambda headings, sheet: None)
    undecided = accept(path, graph)
    assert not undecided.sound
    assert {str(finding.location).rpartition("!")[2].rstrip("]") for finding in undecided.findings} == {
        "B2",
        "B3",
        "B4",
    }

    def decide(headings: dict[str, int], sheet: object) -> None:
        for number, take in ((2, "yes"), (3, "yes"), (4, "no")):
            sheet.cell(number, headings["Take over"]).value = take  # type: ignore[attr-defined]

    review(path, decide)
    accepted = accept(path, graph)
    assert [finding.message for finding in accepted.findings] == [
        "the one report on 3 was left out; it will count as not reported on"
    ]
    assert (accepted.taken, accepted.left) == (2, 1)
    target = own.data / accepted.folder / f"{accepted.name}.ttl"
    target.parent.mkdir(parents=True)
    target.write_text(accepted.facts.turtle(), encoding="utf-8")
    target.with_name("follow-up.ttl").write_text(accepted.follow_up.turtle(), encoding="utf-8")
    run = tcgraph_in(own.root)
    checked = run("validate")
    assert checked.returncode == 0, checked.stdout
    assert "tc:nothingReported" in target.read_text(encoding="utf-8")

    # The board's decisions have numbers of their own, and each row says whose it is.
    matrix = [line.split(",") for line in run("query", "follow-up-matrix", "--format", "csv").stdout.splitlines()]
    ours, theirs = [row for row in matrix if row[-1] == "tc-2006"], [row for row in matrix if row[-1] == "board"]
    assert [row[0] for row in ours] == [str(number) for number in range(1, 38)]
    assert [row[0] for row in theirs] == ["1", "2", "3"]
    rows = run("query", "recommendation-actions", "-p", "number=1", "-p", "of=board", "--format", "csv").stdout
    assert "The ministry has trained 40." in rows
    assert "GB.297" not in rows
    unanswered = run("query", "unanswered", "-p", "of=board", "--format", "csv").stdout.splitlines()
    assert unanswered[1:] == ["3,https://w3id.org/tcgraph/id/element/board-3-1"]
    report = run("report", "--cycle", "2006-10").stdout
    assert "under 37 recommendations" in report
    assert "trained 40" not in report
    assert accept(path, open_graph(own)).facts.turtle() == accepted.facts.turtle()
