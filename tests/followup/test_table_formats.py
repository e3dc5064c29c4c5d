"""Tables as offices keep them, format by format: what is printed is read, and what is in no row is listed."""

from __future__ import annotations

import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BadParameter, BrokenInput
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.layout.kept_columns import parse_columns, parse_statuses
from tcgraph.followup.naming.review_names import status_codes, status_named
from tcgraph.followup.tables import TableFile, read_tables
from tcgraph.project import Project
from tests.conftest import PATIENCE
from tests.own_project import tcgraph_in

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(path: Path, *rows: tuple[str, ...], after: str = "") -> TableFile:
    """A document with one table whose cells are raw WordprocessingML paragraphs."""
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    grid = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(grid.rows, rows, strict=True):
        for cell, xml in zip(row.cells, texts, strict=True):
            if not xml.startswith("<"):
                cell.text = xml
                continue
            for paragraph in list(cell._tc.p_lst):
                cell._tc.remove(paragraph)
            for part in re.findall(r"<w:p>.*?</w:p>(?!</w:sdtContent>)|<w:sdt>.*?</w:sdt>", xml):
                cell._tc.append(parse_xml(part.replace(">", f" {W}>", 1)))
    if after:
        document.add_paragraph(after)
    document.save(str(path))
    return read_tables(path)


def run(words: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>'


def texts(file: TableFile) -> list[tuple[str, ...]]:
    return [row.texts for row in file.sheets[0].rows]


def test_tracked_changes_are_read_as_accepted_and_said(tmp_path: Path) -> None:
    changed = (
        f"<w:p>{run('The report was ')}<w:ins w:id='1' w:author='a'>{run('published in May 2024')}</w:ins>"
        f"<w:del w:id='2' w:author='a'><w:r><w:delText>lost</w:delText></w:r></w:del>"
        f"<w:moveTo w:id='3' w:author='a'>{run(' and sent')}</w:moveTo>"
        f"<w:moveFrom w:id='4' w:author='a'>{run(' nowhere')}</w:moveFrom></w:p>"
    )
    file = word(tmp_path / "a.docx", ("Decision", "Action taken"), ("Publish.", changed))
    assert texts(file)[1] == ("Publish.", "The report was published in May 2024 and sent")
    assert [(f.rule, f.message.rpartition(": ")[2]) for f in file.findings] == [
        ("tracked-changes", "1 deletion, 1 insertion, 1 move")
    ]


def test_a_deleted_row_is_gone(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    word(tmp_path / "a.docx", ("Decision", "Action taken"), ("Keep.", "Kept."), ("Drop.", "Dropped."))
    document = docx.Document(str(tmp_path / "a.docx"))
    row: Any = document.tables[0].rows[2]._tr
    row.insert(0, parse_xml(f"<w:trPr {W}><w:del w:id='1' w:author='a'/></w:trPr>"))
    document.save(str(tmp_path / "a.docx"))
    file = read_tables(tmp_path / "a.docx")
    assert texts(file) == [("Decision", "Action taken"), ("Keep.", "Kept.")]
    assert "1 deleted row" in file.findings[0].message


def test_content_controls_and_fields_are_read(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtContent><w:p>{run('Chosen from a list')}</w:p></w:sdtContent></w:sdt>"
    field = f"<w:p>{run('See ')}<w:fldSimple w:instr='REF x'>{run('annex 2')}</w:fldSimple></w:p>"
    file = word(tmp_path / "a.docx", ("Decision", "Action taken"), (control, field))
    assert texts(file)[1] == ("Chosen from a list", "See annex 2")


def test_automatic_numbers_are_printed(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    grid = document.add_table(rows=3, cols=2)
    for cell, words in zip(grid.rows[0].cells, ("Decision", "Action taken"), strict=True):
        cell.text = words
    for row, words in zip(grid.rows[1:], ("Train.", "Write."), strict=True):
        row.cells[0].text = words
        row.cells[0].paragraphs[0].style = "List Number"
        row.cells[1].text = "Done."
        row.cells[1].paragraphs[0].style = "List Bullet"
    document.save(str(tmp_path / "a.docx"))
    assert texts(read_tables(tmp_path / "a.docx"))[1:] == [("1. Train.", "• Done."), ("2. Write.", "• Done.")]


def test_what_stands_outside_the_table_is_listed(tmp_path: Path, graph: Engine) -> None:
    word(
        tmp_path / "a.docx", ("Decision", "Action taken"), ("Train.", "Ten were trained."), after="The Board met twice."
    )
    draft = make_draft(tmp_path / "a.docx", graph)
    assert [(one.text, one.why) for one in draft.unread] == [
        ("The Board met twice.", "a paragraph outside the tables"),
        ("Decision | Action taken", "headings"),
    ]


def all_words(draft: Draft) -> set[str]:
    """Every word that a draft or its list of what is not read holds."""
    reading = draft.reading
    held = [draft.words, *(one.text for one in draft.unread)]
    for ask in reading.asks:
        held += [ask.reference, ask.beside, ask.group, ask.text]
    for reply in reading.replies:
        held += [reply.text, reply.status_text, reply.agent_text, reply.due_text, reply.beside]
    return set(re.findall(r"\w+", " ".join(held)))


AUDIT = (
    "Annex II,,,,,\n"
    "Rec.,Recommendation,Implemented,Under implementation,Not implemented,Overtaken by events\n"
    ",CASH AND TREASURY,,,,\n"
    "1,Reconcile the accounts monthly.,X,,,\n"
    "2,Separate the duties.,,X,,\n"
    "3,Replace the vault.,,,,X\n"
    "4,Count the cash.,,,X,\n"
    "Total,4,1,1,1,1\n"
    "Percentage,100%,25%,25%,25%,25%\n"
)


def test_ticked_columns_headings_and_totals(tmp_path: Path, graph: Engine) -> None:
    (tmp_path / "a.csv").write_text(AUDIT, encoding="utf-8")
    draft = make_draft(tmp_path / "a.csv", graph)
    said = [(reply.ask.reference if reply.ask else "", reply.text) for reply in draft.reading.replies]
    assert said == [
        ("1", "Implemented"),
        ("2", "Under implementation"),
        ("3", "Overtaken by events"),
        ("4", "Not implemented"),
    ]
    assert draft.reading.asks[0].beside.startswith("under: CASH AND TREASURY")
    assert {finding.rule for finding in draft.findings} >= {"title", "total"}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.csv", AUDIT),
        (
            "b.html",
            "<h1>Report</h1><p>An introduction.</p><table><tr><th>Recommendation<th>Position<th>Comments"
            "<tr><td>1. Ratify (Peru).<td>Supported<td>Ratified in 2019.<tr><td>2. Adopt (Mali).<td>Noted<td>"
            "</table><p>A closing note.</p>",
        ),
    ],
)
def test_no_word_of_the_source_is_lost(tmp_path: Path, graph: Engine, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    source = set(re.findall(r"\w+", re.sub(r"<[^>]+>", " ", text))) - {"X"}
    assert source - all_words(make_draft(path, graph)) == set()


def test_a_list_without_answers_is_read_as_asked(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "list.csv"
    rows = [f"140.{n} Adopt the law numbered {n} (Peru);,{'AB'[n % 2]},Theme {n}" for n in range(7, 12)]
    path.write_text("\n".join(["Recommendation and recommending State,Group,Themes", *rows]), encoding="utf-8")
    draft = make_draft(path, graph)
    assert [ask.reference for ask in draft.reading.asks] == [f"140.{n}" for n in range(7, 12)]
    assert draft.reading.asks[0].beside == "Group: B; Themes: Theme 7"
    assert draft.reading.replies == []
    assert [finding.message for finding in draft.findings if finding.rule == "list"] == [
        "no column tells what was done; read as a list of 5 things asked"
    ]


@pytest.mark.parametrize("headings", ["DÉCISION;APPLICATION", "Decisión;Aplicación", "Decision;Implementation"])
def test_headings_in_three_languages(tmp_path: Path, graph: Engine, headings: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{headings}\n1. Former les inspecteurs;Dix ont été formés, en mai\n", encoding="utf-8")
    draft = make_draft(path, graph)
    assert [(ask.reference, ask.text) for ask in draft.reading.asks] == [("1", "Former les inspecteurs")]
    assert draft.reading.replies[0].text == "Dix ont été formés, en mai"


def test_a_delimiter_inside_quotation_marks_does_not_count(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f'{n};"Decide, revise, adopt, publish, print";"Done, or nearly, or not"' for n in range(1, 9)]
    path.write_text("\n".join(["No.;Decision;Action", *rows]), encoding="utf-8")
    assert len(read_tables(path).sheets[0].rows[1].cells) == 3


@pytest.mark.parametrize(
    "encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman", "cp850"]
)
def test_any_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.csv"
    words = "Décision à l’égard des États : élaborer un réseau de coopération"
    plain = words.replace("’", "'")
    path.write_bytes(f"No.;Décision;Suivi\n1;{plain};Réalisé où prévu\n".encode(encoding))
    assert read_tables(path).sheets[0].rows[1].texts == ("1", plain, "Réalisé où prévu")


_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
ODS = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="{_NAMES}:office:1.0" xmlns:table="{_NAMES}:table:1.0"
 xmlns:text="{_NAMES}:text:1.0"><office:body><office:spreadsheet><table:table table:name="Suivi">
<table:table-row><table:table-cell><text:p>Décision</text:p></table:table-cell>
 <table:table-cell><text:p>Suivi</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Former.</text:p></table:table-cell>
 <table:table-cell><office:annotation><text:p>à vérifier</text:p></office:annotation>
  <text:p>Dix formés.</text:p><text:p>Vingt<text:s/>inscrits.</text:p></table:table-cell></table:table-row>
<table:table-row><table:covered-table-cell/>
 <table:table-cell><text:p>Trente prévus.</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048573">
 <table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_opendocument_spreadsheet(tmp_path: Path) -> None:
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", ODS)
    file = read_tables(path)
    assert texts(file) == [
        ("Décision", "Suivi"),
        ("Former.", "Dix formés.\nVingt inscrits."),
        ("Former.", "Trente prévus."),
    ]
    assert [(one.text, one.place.words) for one in file.unread] == [("à vérifier", "Suivi!B2")]


@pytest.mark.at_size
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("ending", ["doc", "pdf"])
def test_a_word_document_by_way_of_other_formats(tmp_path: Path, ending: str) -> None:
    import subprocess

    if ending == "pdf":
        pytest.importorskip("pdfplumber")
    import docx

    document = docx.Document()
    grid = document.add_table(rows=0, cols=2, style="Table Grid")
    for row in (
        ("Decision", "Action taken"),
        ("Train the inspectors.", "Ten were trained."),
        ("Write it.", "Not yet."),
    ):
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    document.add_paragraph("The Board met twice.")
    document.save(str(tmp_path / "a.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=PATIENCE)
    file = read_tables(tmp_path / f"a.{ending}")
    assert texts(file) == [
        ("Decision", "Action taken"),
        ("Train the inspectors.", "Ten were trained."),
        ("Write it.", "Not yet."),
    ]
    assert [one.text for one in file.unread] == ["The Board met twice."]
    assert file.sheets[0].rows[0].cells[0].place.location.path == tmp_path / f"a.{ending}"


def test_a_scan_is_refused_with_the_way_out(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    page = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    (tmp_path / "scan.pdf").write_bytes(page)
    with pytest.raises(BrokenInput, match="ocrmypdf"):
        read_tables(tmp_path / "scan.pdf")
    (tmp_path / "photo.png").write_bytes(b"\x89PNG")
    with pytest.raises(BrokenInput, match="ocrmypdf"):
        read_tables(tmp_path / "photo.png")


def test_unknown_headings_are_asked_for_and_what_is_said_is_kept(own: Project) -> None:
    run_in = tcgraph_in(own.root)
    table = "Kennung;Was verlangt wird;Was geschah;Amt\nA1;Die Inspektoren ausbilden;Zehn sind ausgebildet;DRH\n"
    (own.root / "bericht.csv").write_text(table, encoding="utf-8")
    asked = run_in("import", "bericht.csv", "--draft", "draft")
    assert asked.returncode == 2
    assert "--columns" in asked.stderr
    assert "B 'Was verlangt wird'" in asked.stderr
    given = "number=A,ask=Was verlangt wird,reply=C,agent=D"
    told = run_in("import", "bericht.csv", "--draft", "draft", "--columns", given)
    assert told.returncode == 0, told.stderr
    (own.root / "bericht-2.csv").write_text(table.replace("A1", "A2"), encoding="utf-8")
    again = run_in("import", "bericht-2.csv", "--draft", "draft")
    assert again.returncode == 0, again.stderr
    assert "1 rows, 1 proposed actions" in again.stderr


def test_a_mapping_that_is_none_is_refused() -> None:
    with pytest.raises(BadParameter, match="number=…"):
        parse_columns("asked=B")


def test_a_heading_on_two_lines_is_no_row(tmp_path: Path, graph: Engine) -> None:
    import docx

    document = docx.Document()
    grid = document.add_table(rows=0, cols=2)
    rows = (
        ("DECISION", "IMPLEMENTATION"),
        ("SIXTH SESSION OF THE BOARD\n(Rome, 20-25 November 2000)", ""),
        ("The Board asked that the inspectors be trained in all of the regions.", "Ten were trained."),
        ("The Board asked that a plan be written and sent to all Members.", "It was sent."),
    )
    for row in rows:
        for cell, words in zip(grid.add_row().cells, row, strict=True):
            cell.text = words
    document.save(str(tmp_path / "a.docx"))
    draft = make_draft(tmp_path / "a.docx", graph)
    assert len(draft.reading.asks) == 2
    assert draft.reading.asks[0].beside == "under: SIXTH SESSION OF THE BOARD (Rome, 20-25 November 2000)"


def test_a_bodys_own_status_words_mean_what_it_says(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "No.,Decision,Follow-up,Status\n1,Train.,See annex.,Amber\n2,Write.,See annex.,Vert\n", encoding="utf-8"
    )
    meant = parse_statuses("Amber=under-way,vert=taken", ("taken", "under-way"))
    draft = make_draft(path, graph, statuses=meant)
    assert [(action.status, action.confidence) for action in draft.actions] == [("under-way", 1.0), ("taken", 1.0)]
    called = status_named(graph)
    assert parse_statuses("A=en curso, B = Réalisée ,C=taken", status_codes(graph), called) == {
        "a": "under-way", "b": "taken", "c": "taken",
    }  # fmt: skip
    with pytest.raises(BadParameter, match="WORD=STATUS"):
        parse_statuses("Amber=finished", ("taken", "under-way"))


def set_page(path: Path, words: list[tuple[int, int, str]], rules: list[int], more: str = "") -> None:
    """A PDF of one page: words at their places, rules across it, and whatever else is drawn."""
    drawn = "".join(f"BT /F 9 Tf {x} {y} Td ({text}) Tj ET\n" for x, y, text in words)
    drawn += "".join(f"50 {y} m 550 {y} l S\n" for y in rules) + more
    path.write_bytes(
        "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        "/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        f"4 0 obj<</Length {len(drawn)}>>stream\n{drawn}endstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode(
            "latin-1"
        )
    )


@pytest.mark.parametrize("rules", [[700, 670, 560], [700, 670, 630, 600, 560]])
def test_columns_without_rules_between_them_are_told_by_the_words(tmp_path: Path, rules: list[int]) -> None:
    pytest.importorskip("pdfplumber")
    heads = [(60, 690, "Recommendation"), (260, 690, "Response"), (260, 680, "of the port"), (450, 690, "Status")]
    first = [
        (60, 655, "1. Paint the crane"),
        (60, 643, "of the harbour."),
        (260, 655, "It was painted."),
        (450, 655, "Done"),
    ]
    second = [
        (60, 618, "2. Count the boats."),
        (260, 618, "Not begun: no clerk"),
        (260, 606, "is free."),
        (450, 618, "Open"),
    ]
    title = [(60, 580, "Part two of the recommendations, on whatever is left of the old quay and its many lamps")]
    set_page(tmp_path / "set.pdf", [(60, 750, "Annex"), *heads, *first, *second, *title], rules)
    file = read_tables(tmp_path / "set.pdf")
    assert [row.texts for row in file.sheets[0].rows] == [
        ("Recommendation", "Response\nof the port", "Status"),
        ("1. Paint the crane\nof the harbour.", "It was painted.", "Done"),
        ("2. Count the boats.", "Not begun: no clerk\nis free.", "Open"),
        (title[0][2],) * 3,
    ]
    assert [one.text for one in file.unread] == ["Annex"]


def test_a_table_in_html_within_markdown_is_read_and_what_stands_around_it_is_told(tmp_path: Path) -> None:
    file = tmp_path / "plan.md"
    file.write_text(
        "# The plan\n\nWords before.\n\n<table>\n<tr><th>Action</th><th>Status</th></tr>\n"
        "<tr>\n<td>Publish the code</td>\n<td>Done</td>\n</tr>\n</table>\n\nWords after.\n"
    )
    read = read_tables(file)
    (sheet,) = read.sheets
    assert [row.texts for row in sheet.rows] == [("Action", "Status"), ("Publish the code", "Done")]
    assert sheet.rows[1].cells[0].place.location.line == 8
    assert [left.text for left in read.unread if left.text] == ["The plan", "Words before.", "Words after."]


def test_the_empty_half_of_a_split_cell_is_no_row(tmp_path: Path) -> None:
    pytest.importorskip("pdfplumber")
    rows = [("Action", "Deadline", "Progress"), ("Paint the crane.", "May", "On track"), ("Count.", "June", "Done")]
    words = [(x, 690 - 40 * i, text) for i, row in enumerate(rows) for x, text in zip((60, 260, 460), row, strict=True)]
    lines = "".join(f"{x} 700 m {x} 580 l S\n" for x in (50, 250, 450, 550))
    split = "".join(f"450 {y} m 550 {y} l S\n" for y in (640, 600))
    set_page(tmp_path / "log.pdf", words, [700, 660, 620, 580], lines + split)
    assert [row.texts for row in read_tables(tmp_path / "log.pdf").sheets[0].rows] == rows
