"""Texts in which two sides take turns: whatever sets them apart, it is told which one asks and which one answers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.shared import RGBColor

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft

ASKED = (
    "Why is the harbour closed in winter?",
    "It would help to name the boats that were counted.",
    "Page 4, line 12: the word 'quay' seems to be missing.",
    "Could the table give the years, too?",
)
TOLD = (
    "We now explain this in the second section.",
    "Corrected.",
    "We have added the word.",
    "Our table has them since the last edition.",
)
EXPECTED = list(zip(ASKED, TOLD, strict=True))


def drafted(tmp_path: Path, graph: Engine, name: str, text: str) -> Draft:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return make_draft(tmp_path / name, graph)


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(one.ask.text if one.ask else "", one.text) for one in draft.reading.replies]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda asked, told: f"> {asked}\n\n{told}\n\n", id="what is quoted asks"),
        pytest.param(lambda asked, told: f"**{asked}**\n\n{told}\n\n", id="what is strong asks"),
        pytest.param(lambda asked, told: f"{asked}\n\n- {told}\n\n", id="entries answer"),
        pytest.param(lambda asked, told: f"- {asked}\n\n{told}\n\n", id="entries ask"),
        pytest.param(lambda asked, told: f"{asked}\n\n> {told}\n\n", id="what is quoted answers"),
        pytest.param(lambda asked, told: f"- {asked}\n    - {told}\n", id="entries within entries answer"),
    ],
)
def test_how_a_line_is_set_tells_the_sides_apart(
    tmp_path: Path, graph: Engine, written: Callable[[str, str], str]
) -> None:
    draft = drafted(tmp_path, graph, "letter.md", "# Reply\n\n" + "".join(written(*pair) for pair in EXPECTED))
    assert pairs(draft) == EXPECTED
    assert any("what is set apart is read as that" in one.message for one in draft.findings)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(lambda asked, told: f"<blockquote><p>{asked}</p></blockquote><p>{told}</p>", id="quoted"),
        pytest.param(lambda asked, told: f"<p><em>{asked}</em></p><p>{told}</p>", id="slanted"),
        pytest.param(lambda asked, told: f"<p><b>{asked}</b></p><p>{told}</p>", id="strong"),
    ],
)
def test_a_page_sets_what_is_asked_apart(tmp_path: Path, graph: Engine, written: Callable[[str, str], str]) -> None:
    draft = drafted(tmp_path, graph, "page.html", "<h1>Reply</h1>" + "".join(written(*pair) for pair in EXPECTED))
    assert pairs(draft) == EXPECTED


@pytest.mark.parametrize("colour", ["C00000", "3030FF"])
def test_a_document_sets_what_is_asked_apart_by_its_colour(tmp_path: Path, graph: Engine, colour: str) -> None:
    document = Document()
    for asked, told in EXPECTED:
        document.add_paragraph().add_run(asked).font.color.rgb = RGBColor.from_string(colour)
        document.add_paragraph(told)
    document.save(str(tmp_path / "letter.docx"))
    assert pairs(make_draft(tmp_path / "letter.docx", graph)) == EXPECTED


def test_titles_and_a_preface_on_the_asking_side_are_not_asked(tmp_path: Path, graph: Engine) -> None:
    said = [f"**{asked}**\n\n{told}\n\n" for asked, told in EXPECTED]
    text = f"**Reviewer 1**\n\n**The harbour is described at length here.**\n\n**Questions:**\n\n{''.join(said[:2])}"
    draft = drafted(tmp_path, graph, "letter.md", f"{text}**Suggestions:**\n\n{''.join(said[2:])}")
    assert pairs(draft) == EXPECTED
    assert [one.section for one in draft.reading.asks] == ["Questions"] * 2 + ["Suggestions"] * 2
    left = " ".join(one.text for one in draft.unread)
    assert "The harbour is described at length here." in left


def test_numbered_topics_have_what_was_said_of_them_in_their_paragraph(tmp_path: Path, graph: Engine) -> None:
    text = (
        "Asamblea\n\n[4] Muelle norte. Se decidió pintarlo en marzo.\n\nAprobado con 2-0-0\n\n"
        "[5] Carnets de socios. Pendiente de resolución.\n\n[7] Faro. Se decidió cambiar la luz.\n"
    )
    draft = drafted(tmp_path, graph, "acta.txt", text)
    assert [(one.reference, one.text) for one in draft.reading.asks] == [
        ("4", "Muelle norte"), ("5", "Carnets de socios"), ("7", "Faro"),
    ]  # fmt: skip
    assert pairs(draft)[0] == ("Muelle norte", "Se decidió pintarlo en marzo. Aprobado con 2-0-0")


def test_entries_are_kept_with_a_warning_where_nothing_else_tells_what_was_asked(tmp_path: Path, graph: Engine) -> None:
    entries = ("Ana habla con el puerto norte", "Todos buscan más pintura azul", "Luis sigue con los planos viejos")
    draft = drafted(tmp_path, graph, "notas.md", "## Notas\n\n" + "".join(f"* {one}\n\n" for one in entries))
    assert [one.text for one in draft.reading.asks] == [*entries]
    assert not draft.actions
    assert any("each entry of a list is read as that" in one.message for one in draft.findings)


def test_printed_lines_of_a_page_are_lines_with_their_labels(tmp_path: Path, graph: Engine) -> None:
    issues = "".join(
        f"<pre>\nIssue {i}.\nSummary: {asked}\nFrom: Ana\nResponse: {told}\nClosed: Rejected</pre>"
        for i, (asked, told) in enumerate(EXPECTED, start=1)
    )
    draft = drafted(tmp_path, graph, "page.html", f"<h1>Comments</h1>{issues}")
    assert [one.text for one in draft.reading.asks] == [*ASKED]
    assert {one.status_text for one in draft.reading.replies} == {"Rejected"}


def test_what_stands_below_the_numbers_of_listed_recommendations_answers_them(tmp_path: Path, graph: Engine) -> None:
    text = (
        "# Views of the State\n\n## Accepted\n\n"
        "The Government accepts recommendations 140.11, 140.12, 140.18, 140.20.\n\n"
        "140.11-12\n\nThe Convention was ratified in 2025.\n\nThe Act was amended, too. 140.18, 20\n\n"
        "The budget was raised.\n\n## Noted\n\nThe Government notes recommendation 140.30.\n\n"
        "140.30\n\nThe law of 140.5 metres of quay is under review.\n"
    )
    draft = drafted(tmp_path, graph, "views.md", text)
    assert pairs(draft) == [
        ("140.11-12", "The Convention was ratified in 2025. The Act was amended, too."),
        ("140.18, 20", "The budget was raised."),
        ("140.30", "The law of 140.5 metres of quay is under review."),
    ]
    assert [one.section for one in draft.reading.asks] == ["Accepted", "Accepted", "Noted"]
