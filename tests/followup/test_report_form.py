"""The report has the form of the document that it follows: head, paragraphs, table, notes; quoted only from a copy."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.report.report_words import LANGUAGES, ReportWords, Wording, _catalogue, section_heading
from tcgraph.rdf import Literal, NamedNode
from tcgraph.terms import ID
from tests.conftest import ROOT
from tests.own_project import Tcgraph, copy_project, tcgraph_in

SOURCE = ROOT.parent / "shared" / "source" / "gb297-tc-3.txt"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Tcgraph:
    """The command line in a copy of the project, which no test here changes: the same is asked once."""
    return cache(tcgraph_in(copy_project(tmp_path_factory.mktemp("report")).root))


def test_the_head_is_that_of_the_document(run: Tcgraph) -> None:
    page = run("report", "--cycle", "2006-10", "-f", "html").stdout
    head = re.sub(r"<[^>]+>", "|", page.partition("<header>")[2].partition("</header>")[0])
    said = [part for part in head.split("|") if part]
    assert said == [
        "Governing Body",
        "GB.297/TC/3",
        "297th Session, Geneva, November 2006",
        "Committee on Technical Cooperation",
        "For decision",
        "Third item on the agenda",
    ]
    assert "Point for decision: Paragraph 5." in page
    assert "Geneva, 11 October 2006." in page


def test_only_a_report_of_the_body_itself_goes_without_the_notice(run: Tcgraph) -> None:
    notice = ReportWords()("rendition_note", symbol="GB.297/TC/3")
    told = run("report", "--cycle", "2006-10", "--one-page").stdout
    issued = run("report", "--cycle", "2006-10", "--one-page", "--issued").stdout
    assert notice in told
    assert issued == told.replace(f"**{notice}**\n\n", "")


def test_without_a_copy_what_is_a_summary_is_called_one(run: Tcgraph) -> None:
    markdown = run("report", "--cycle", "2006-10").stdout
    assert "summarize those of GB.297/TC/3; they do not quote them" in markdown
    assert "they do not quote it" in markdown
    assert "by our reading" in markdown


@pytest.mark.parametrize(("language", "said"), [("fr", "Troisième question à l’ordre du jour"), ("es", "Tercer punto")])
def test_it_is_written_in_other_languages(run: Tcgraph, language: str, said: str) -> None:
    page = run("report", "--cycle", "2006-10", "-l", language, "-f", "html").stdout
    assert f'<html lang="{language}">' in page
    assert said in page
    assert "Committee on Technical Cooperation</p>" not in page


def test_each_language_says_the_same_things() -> None:
    keys = {language: {*_catalogue()[language], *_catalogue()[language]["status"]} for language in LANGUAGES}
    # Headings that are given in English are their own keys, so that English has no list of them.
    assert keys["en"] | {"fixed"} == keys["fr"] == keys["es"]
    assert _catalogue()["fr"]["fixed"].keys() == _catalogue()["es"]["fixed"].keys()


def test_annexes_of_which_nothing_is_known_are_left_out(run: Tcgraph) -> None:
    markdown = run("report", "--cycle", "2006-10").stdout
    assert "Women and men in tripartite bodies" not in markdown
    assert "Annex A. Agreements with donors" in markdown


def test_word_gets_styles_fields_and_endnotes(run: Tcgraph, tmp_path: Path) -> None:
    from docx import Document

    path = tmp_path / "report.docx"
    assert run("report", "--cycle", "2006-10", "-o", str(path)).returncode == 0
    document = Document(str(path))
    styles = {paragraph.style.name for paragraph in document.paragraphs if paragraph.style}
    assert {"Masthead", "Purpose", "Agenda Item", "Title", "Heading 1", "Heading 2"} <= styles
    assert document.core_properties.author == "International Labour Office"
    assert {table.style.name for table in document.tables if table.style} == {"Report Table"}
    with zipfile.ZipFile(path) as package:
        notes = package.read("word/endnotes.xml").decode()
        body = package.read("word/document.xml").decode()
    referred = re.findall(r'<w:endnoteReference w:id="(\d+)"', body)
    assert referred == [str(number) for number in range(1, len(referred) + 1)]
    assert len(referred) == notes.count("w:id=") - 2 >= 37
    assert "row 12, left column, right column, bullets 1, 2" in notes


def test_a_template_s_styles_are_used_and_its_text_is_not(run: Tcgraph, tmp_path: Path) -> None:
    from docx import Document
    from docx.shared import Pt

    own = Document()
    own.add_paragraph("Text of the template")
    own.styles["Title"].font.size = Pt(33)
    own.save(str(tmp_path / "template.docx"))
    path = tmp_path / "report.docx"
    done = run("report", "--country", "SEN", "-o", str(path), "--template", str(tmp_path / "template.docx"))
    assert done.returncode == 0, done.stderr
    made = Document(str(path))
    assert made.styles["Title"].font.size == Pt(33)
    assert all("Text of the template" not in paragraph.text for paragraph in made.paragraphs)


def test_a_brief_leaves_out_lines_that_say_nothing(run: Tcgraph) -> None:
    brief = run("report", "--country", "SEN").stdout
    assert "not known" not in brief
    assert "Nothing is reported on:" in brief
    for option, value in (("--theme", "gender-equality"), ("--organisation", "actrav")):
        assert "| Recommendation |" in run("report", option, value).stdout


def test_a_brief_takes_a_name_and_is_called_in_its_own_language(run: Tcgraph) -> None:
    by_code = run("report", "--organisation", "actrav").stdout
    assert run("report", "--organisation", "ACTRAV").stdout == by_code
    assert run("report", "--organisation", "Bureau for Workers’ Activities").stdout == by_code
    assert "\n# Sénégal" in run("report", "--country", "Sénégal", "--language", "fr").stdout
    assert run("report", "--country", "Atlantis").returncode == 2


def test_a_brief_tells_what_the_question_tells_with_status_and_place(run: Tcgraph) -> None:
    brief = run("report", "--donor", "Netherlands", "--language", "fr").stdout
    asked = run("query", "donors-by-recommendation", "-p", "donor=Netherlands", "-o", "csv").stdout
    rows = {(row["number"], row["certainty"] == "inferred") for row in csv.DictReader(io.StringIO(asked))}
    told = re.findall(
        r"^\| (?:≈ )?(\d+(?:, \d+)*) \| (≈ )?donateur, .* \| (?:Réalisée|En cours|Prévue)[^|]* \| .*\[\^\d+\] \|$",
        brief,
        re.MULTILINE,
    )
    assert {(number, bool(ours)) for numbers, ours in told for number in numbers.split(", ")} == rows
    assert "GB.297/TC/3, ligne 2, colonne de droite, point 6" in brief
    headings = re.findall(r"^## (.*)$", brief, re.MULTILINE)
    assert headings == [
        "Recommandations qui le nomment, ou lui demandent d’agir",
        "Ce qui est rapporté",
        "Accords",
        "Notes",
    ]


def test_a_brief_on_a_theme_says_what_is_asked_and_not_answered(run: Tcgraph) -> None:
    brief = run("report", "--theme", "gender-equality").stdout
    assert re.search(
        r"^\| 12 \|.*\*\*Of the whole recommendation, not answered:\*\* Represent men and women", brief, re.MULTILINE
    )


def test_a_section_is_numbered_once() -> None:
    assert section_heading("4", "Partnerships") == "IV. Partnerships"
    for own in ("IV. Partnerships", "Sección II. Gestión", "3) Recursos", "Chapitre B – Moyens"):
        assert section_heading("2", own) == own
    assert section_heading("2", "A world of work") == "II. A world of work"


def test_days_and_places_are_told_in_words() -> None:
    french = ReportWords("fr")
    assert french.day("2006-11-01") == "1er novembre 2006"
    assert french.day("2008-09") == "2008-09"
    places = [("GB.1", "row 3, left column"), ("GB.1", "row 3, right column, bullet 2, part a"), ("GB.2", "")]
    assert french.places(places) == "GB.1, ligne 3, colonne de gauche, colonne de droite, point 2\u00a0; GB.2"


@pytest.mark.skipif(not SOURCE.is_file(), reason="needs a copy of the document in ../shared")
def test_with_a_copy_it_is_quoted(tmp_path: Path) -> None:
    run = tcgraph_in(copy_project(tmp_path).root)
    assert run("source", "attach", str(SOURCE)).returncode == 0
    text = " ".join(SOURCE.read_text(encoding="utf-8").split())
    markdown = run("report", "--cycle", "2006-10").stdout
    assert "as approved by the Governing Body." in markdown
    # Every quoted cell stands in the copy, word for word.
    rows = re.findall(r"^\| \*\*\d+\.\*\* (.*?)\[\^\d+\] \|", markdown, re.MULTILINE)
    assert len(rows) == 37
    whole = [row for row in rows if row.replace("\\", "") in text]
    assert len(whole) >= 30  # the others are printed in pieces
    assert "(b) provide a mid-term implementation report" in markdown


SENTENCES = "3. Peru deposited its instrument. Belize has not, for want of time; Cuba will. The Office notes this."
SPANS = {"a": "Peru deposited its instrument.", "b": "Belize has not, for want of time;", "c": "Cuba will."}


def quoted(parts: dict[str, str], asked: Sequence[str], of: str = SENTENCES) -> list[tuple[str, tuple[str, ...]]]:
    """What a report tells of a bullet and its parts, where each stands at these words of the text."""
    told = {"entry/3": of} | {f"action/{name}": words for name, words in parts.items()}
    rows = [
        (
            NamedNode(f"{ID}{name}"),
            Literal(start := SENTENCES.index(words)),
            Literal(start + len(words)),
            Literal(hashlib.sha256(words.encode()).hexdigest()),
        )
        for name, words in told.items()
    ]
    engine = SimpleNamespace(select=lambda _: rows)
    return Wording(cast("Engine", engine), SENTENCES).in_parts("entry/3", [f"action/{name}" for name in asked])


def test_each_status_stands_before_the_sentences_that_it_is_read_in() -> None:
    assert quoted(SPANS, "abc") == [
        ("Peru deposited its instrument.", ("action/a",)),
        ("Belize has not, for want of time;", ("action/b",)),
        ("Cuba will.", ("action/c",)),
        ("The Office notes this.", ()),
    ]
    within = SPANS | {"c": "for want of time; Cuba will."}
    assert quoted(within, "ac") == [], "half a sentence is no sentence"
    assert quoted(SPANS, "abd") == [], "nobody knows where d stands"
    assert quoted(SPANS, "ac", of=SENTENCES[:30]) == [], "c stands elsewhere"


@pytest.mark.at_size
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_pdf_is_tagged_and_titled(run: Tcgraph, tmp_path: Path) -> None:
    path = tmp_path / "report.pdf"
    done = run("report", "--country", "SEN", "-o", str(path))
    if "Writer" in done.stderr:
        pytest.skip("LibreOffice is installed without its Writer")
    data = path.read_bytes()
    assert b"/StructTreeRoot" in data
    assert b"/MarkInfo" in data
    assert b"pdfuaid" in data
