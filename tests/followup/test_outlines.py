"""Texts without tables: what heads a paragraph asks, what stands under it answers; what tells nothing is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.draft import Draft, make_draft

ASKED = ("Publish the list of boats.", "Inspect every harbour yearly.", "Train forty pilots well.")
TOLD = ("The list was published in May 2024.", "The Council does not accept this.", "Forty have been trained.")


def drafted(tmp_path: Path, graph: Engine, name: str, text: str) -> Draft:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return make_draft(tmp_path / name, graph)


def pairs(draft: Draft) -> list[tuple[str, str]]:
    return [(one.ask.text if one.ask else "", one.text) for one in draft.reading.replies]


EXPECTED = list(zip(ASKED, TOLD, strict=True))


def test_headings_of_a_page_ask_what_stands_under_them_answers(tmp_path: Path, graph: Engine) -> None:
    body = "".join(f"<h2>{i}. {asked}</h2><p>{told}</p>" for i, (asked, told) in enumerate(EXPECTED, start=1))
    draft = drafted(tmp_path, graph, "page.html", f"<h1>Follow-up</h1>{body}")
    assert pairs(draft) == EXPECTED
    assert any("each heading is read as that" in one.message for one in draft.findings)


def test_entries_of_a_list_ask_what_is_listed_under_them_answers(tmp_path: Path, graph: Engine) -> None:
    body = "".join(f"<li>{asked}<ul><li>{told}</li></ul></li>" for asked, told in EXPECTED)
    assert pairs(drafted(tmp_path, graph, "page.html", f"<h1>Follow-up</h1><ul>{body}</ul>")) == EXPECTED


def test_headings_of_markdown_ask_and_its_marks_are_no_words(tmp_path: Path, graph: Engine) -> None:
    body = "\n\n".join(f"## {asked}\n\n**{told}**" for asked, told in EXPECTED)
    assert pairs(drafted(tmp_path, graph, "answer.md", f"# Answer\n\n{body}\n")) == EXPECTED


def test_a_table_of_markdown_is_read_without_its_marks(tmp_path: Path, graph: Engine) -> None:
    rows = "\n".join(f"| {i} | {asked} | *{told}* | Done |" for i, (asked, told) in enumerate(EXPECTED, start=1))
    head = "| # | Recommendation | Response | Status |\n|---|---|---|---|\n"
    draft = drafted(
        tmp_path, graph, "answer.md", f"{head}{rows}\n| 4 | Paint the [pier](https://x.org/p). | It was. | Done |"
    )
    assert pairs(draft) == [*EXPECTED, ("Paint the pier.", "It was.")]
    assert "https://x.org/p" in [one.text for one in draft.unread]


def test_headings_of_a_document_ask(tmp_path: Path, graph: Engine) -> None:
    from docx import Document

    document = Document()
    document.add_heading("Answer of the Council", 1)
    for asked, told in EXPECTED:
        document.add_heading(asked, 2)
        document.add_paragraph(told)
    document.save(str(tmp_path / "answer.docx"))
    assert pairs(make_draft(tmp_path / "answer.docx", graph)) == EXPECTED


def test_a_label_without_number_begins_something_asked(tmp_path: Path, graph: Engine) -> None:
    text = "\n\n".join(
        f"Recommendation: {asked}\nResponsible: Harbour Office\nResponse: {told}\nStatus: Ongoing"
        for asked, told in EXPECTED
    )
    draft = drafted(tmp_path, graph, "notes.txt", f"Lakes Board\n\n{text}\n")
    assert pairs(draft) == EXPECTED
    assert {one.status_text for one in draft.reading.replies} == {"Ongoing"}
    assert {one.agent_text for one in draft.reading.replies} == {"Harbour Office"}


def test_terms_and_what_they_stand_for_are_lines_with_labels(tmp_path: Path, graph: Engine) -> None:
    body = "".join(
        f"<h3>Recommendation {i}: {asked}</h3><dl><dt>Response</dt><dd>{told}</dd><dt>Status</dt><dd>Ongoing</dd></dl>"
        for i, (asked, told) in enumerate(EXPECTED, start=1)
    )
    draft = drafted(tmp_path, graph, "page.html", body)
    assert pairs(draft) == EXPECTED
    assert {one.status_text for one in draft.reading.replies} == {"Ongoing"}


@pytest.mark.parametrize(
    "text",
    [
        "<h2>Background</h2><p>Long ago.</p><h2>Aim</h2><p>To mend.</p><h2>Results</h2><p>Many.</p>",
        "<p>Only prose.</p>",
    ],
)
def test_chapters_ask_for_nothing(tmp_path: Path, graph: Engine, text: str) -> None:
    with pytest.raises(BrokenInput, match="no row of a status table"):
        drafted(tmp_path, graph, "page.html", text)
