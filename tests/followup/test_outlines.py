"""Texts without tables: what heads a paragraph asks, what stands under it answers; what tells nothing is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.wording.status_wording import CONFIDENT

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


def test_headings_above_a_status_ask_and_not_those_of_the_parts_of_an_answer(tmp_path: Path, graph: Engine) -> None:
    body = "".join(
        f"<h2>2.{i}. {asked}</h2><p><b>Overall status</b>: completed</p>"
        + "".join(f"<h3>2.{i}.{k}. How it was done</h3><p>{told}</p>" for k in (1, 2))
        for i, (asked, told) in enumerate(EXPECTED, start=1)
    )
    draft = drafted(tmp_path, graph, "page.html", f"<h1>Follow-up</h1>{body}")
    assert [(one.reference, one.text) for one in draft.reading.asks] == [
        (f"2.{i}", asked) for i, asked in enumerate(ASKED, start=1)
    ]
    assert {one.status_text for one in draft.reading.replies} == {"completed"}


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


def test_numbered_paragraphs_broken_over_lines_are_read_whole_without_the_conclusions(
    tmp_path: Path, graph: Engine
) -> None:
    text = """
        1.  The boats on the eastern lake are counted by nobody, and the list that the
        harbour keeps of them has not been published since the last storm of the
        year. (Conclusion, Paragraph 6)

        2.  We recommend that the list of boats be published once a year, with those
        of the eastern lake, and that the Council be told of every boat that is
        missing. (Recommendation, Paragraph 7)

        3.  The Council should inspect every harbour yearly. It should tell whoever
        keeps it what was found, and come back within a month where something was
        amiss. (Recommendation, Paragraph 9)
        """
    draft = drafted(tmp_path, graph, "report.txt", text)
    assert [(ask.reference, ask.text.split()[-4]) for ask in draft.reading.asks] == [
        ("2", "missing."),
        ("3", "amiss."),
    ]


def test_what_is_quoted_asks_what_follows_answers(tmp_path: Path, graph: Engine) -> None:
    body = "\n\n".join(f'> "{asked}\n> Do it soon."\n\n{told}' for asked, told in EXPECTED)
    draft = drafted(tmp_path, graph, "answer.md", f"# Answers\n\nTo what was asked.\n\n{body}\n")
    assert pairs(draft) == [(f'"{asked} Do it soon."', told) for asked, told in EXPECTED]


def test_a_list_headed_as_actions_asks_beside_a_table_of_who_was_there(tmp_path: Path, graph: Engine) -> None:
    from docx import Document

    document = Document()
    table = document.add_table(rows=3, cols=2)
    for row, texts in zip(table.rows, (("Name", "Office"), ("A. Roe", "Harbour"), ("B. Doe", "Lakes")), strict=True):
        for cell, words in zip(row.cells, texts, strict=True):
            cell.text = words
    for words in ("Agenda", "The lamps of the pier", "The meeting talked for a long time about the lamps of the pier."):
        document.add_paragraph(words)
    document.add_paragraph("Next steps:")
    for asked in ASKED:
        document.add_paragraph(asked, style="List Bullet")
    document.add_paragraph("Any other business")
    document.add_paragraph("None.", style="List Bullet")
    document.save(str(tmp_path / "minutes.docx"))
    draft = make_draft(tmp_path / "minutes.docx", graph)
    assert [(ask.section, ask.text) for ask in draft.reading.asks] == [("Next steps:", asked) for asked in ASKED]
    assert "A. Roe" in " ".join(one.text for one in draft.unread)


def test_what_minutes_note_as_decisions_is_not_answered_by_the_talk_that_follows(tmp_path: Path, graph: Engine) -> None:
    talk = "Liz said that the lamps of the pier had been painted in May, and others agreed with her at length."
    body = "\n\n".join(f"{kind}: {asked}\n\n{talk}" for kind, asked in zip(("Decision", "Action"), ASKED, strict=False))
    draft = drafted(tmp_path, graph, "minutes.txt", f"Minutes\n\n{talk}\n\n{body}\n")
    assert [ask.text for ask in draft.reading.asks] == list(ASKED[:2])
    assert not draft.reading.replies


def test_what_is_quoted_or_set_apart_is_answered_by_what_stands_below_it(tmp_path: Path, graph: Engine) -> None:
    remarks = [f"The well of village {n} is described in one line only." for n in range(1, 5)]
    answers = [f"We have added a page on the well of village {n}." for n in range(1, 5)]
    for mark in ("> {}", "*{}*"):
        lines = [
            line for pair in zip(map(mark.format, remarks), answers, strict=True) for one in pair for line in (one, "")
        ]
        path = tmp_path / "answers.txt"
        path.write_text("\n".join(["Reviewer 1", "==========", "", *lines]), encoding="utf-8")
        reading = make_draft(path, graph).reading
        assert [ask.text for ask in reading.asks] == remarks
        assert [reply.text for reply in reading.replies] == answers


def test_what_is_struck_out_of_a_list_is_done(tmp_path: Path, graph: Engine) -> None:
    entries = [
        "* ~~Dig the well~~ [LK]",
        "* Mend the road",
        "* ~~Paint the crane~~",
        "* ~~Count the boats~~",
        "* Sell ~~carts~~",
    ]
    path = tmp_path / "tasks.md"
    path.write_text("\n".join(["# Port", "", *entries]), encoding="utf-8")
    draft = make_draft(path, graph)
    assert [ask.text for ask in draft.reading.asks][:2] == ["Dig the well [LK]", "Mend the road"]
    sure = [one.status if one.confidence >= CONFIDENT else "" for one in draft.actions]
    assert sure == ["taken", "planned", "taken", "taken", ""]


def test_what_stands_below_a_task_of_an_earlier_meeting_answers_it(tmp_path: Path, graph: Engine) -> None:
    lines = ["Council", "=======", "", "Review of pending tasks", "-----------------------", ""]
    lines += ["- Ask the bank.", "", "  - The bank was asked.", "", "- Mend the road.", "", "  - It was mended in May."]
    path = tmp_path / "minutes.rst"
    path.write_text("\n".join(lines), encoding="utf-8")
    reading = make_draft(path, graph).reading
    assert [ask.text for ask in reading.asks] == ["Ask the bank.", "Mend the road."]
    assert [reply.text for reply in reading.replies] == ["The bank was asked.", "It was mended in May."]


def test_a_word_in_strong_letters_labels_what_follows_and_nothing_of_a_page_is_lost(
    tmp_path: Path, graph: Engine
) -> None:
    path = tmp_path / "minutes.html"
    path.write_text(
        "<p>Those present spoke of the harbour.</p><p><strong>Action Item</strong> Luc will ask the bank.</p>"
        "<p>It rained.</p><p><b>Action Item</b> Ann will mend the road.</p>",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert [ask.text for ask in draft.reading.asks] == ["Luc will ask the bank.", "Ann will mend the road."]
    assert {"Those present spoke of the harbour.", "It rained."} <= {one.text for one in draft.unread}


def test_sentences_that_decide_are_read_where_nothing_else_tells_what_was_asked(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "acta.md"
    path.write_text(
        "# Acta\n\nSe habló del puerto. Se aprueba el plano del muelle.\n\nLlovió toda la tarde.\n\n"
        "Se decide pintar la grúa antes del verano.\n",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert [ask.text for ask in draft.reading.asks] == [
        "Se aprueba el plano del muelle.",
        "Se decide pintar la grúa antes del verano.",
    ]
    assert any("each sentence that decides" in one.message for one in draft.findings)
    assert {"Se habló del puerto.", "Llovió toda la tarde."} <= {one.text for one in draft.unread}


def test_what_is_numbered_below_a_position_has_it_for_its_answer(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "review.txt"
    path.write_text(
        "Conclusions\n\n114. Lakeland will examine the following recommendations and answer them in September:\n\n"
        "114.1 Ratify the convention on boats (Pierland);\n\n114.2 Paint every pier of the islands (Harbourland);\n\n"
        "114.4 Light the lamps of the harbour by night (Pierland);\n\n"
        "115. Lakeland considers that the following recommendations are not acceptable, and takes note of them:\n\n"
        "115.1 Give the boats back to those who built them (Isleland);\n\n115.3 Sell the old pier (Pierland).\n",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert [ask.reference for ask in draft.reading.asks] == ["114.1", "114.2", "114.4", "115.1", "115.3"]
    told = {one.reply.ask.reference: one.status for one in draft.actions if one.reply.ask and one.confidence >= 0.75}
    assert told == dict.fromkeys(("114.1", "114.2", "114.4"), "planned") | dict.fromkeys(("115.1", "115.3"), "rejected")
