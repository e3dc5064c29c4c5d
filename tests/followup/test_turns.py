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


def test_printed_lines_of_a_page_are_lines_with_their_labels(tmp_path: Path, graph: Engine) -> None:
    issues = "".join(
        f"<pre>\nIssue {i}.\nSummary: {asked}\nFrom: Ana\nResponse: {told}\nClosed: Rejected</pre>"
        for i, (asked, told) in enumerate(EXPECTED, start=1)
    )
    draft = drafted(tmp_path, graph, "page.html", f"<h1>Comments</h1>{issues}")
    assert [one.text for one in draft.reading.asks] == [*ASKED]
    assert {one.status_text for one in draft.reading.replies} == {"Rejected"}
