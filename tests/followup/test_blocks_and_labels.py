"""Answers that stand in blocks: under labels, under numbers, or with a table of actions below; wording made up."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.wording.parsing import can_parse

pytestmark = pytest.mark.skipif(not can_parse("en"), reason="spaCy's English pipeline is not installed")

HEADS = (
    "<tr><td rowspan=2>Key action(s)<td rowspan=2>Time frame<td rowspan=2>Responsible unit(s)<td colspan=2>Tracking"
    "<tr><td>Comments<td>Status"
)


def of_text(tmp_path: Path, graph: Engine, *lines: str) -> Draft:
    path = tmp_path / "answers.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    return make_draft(path, graph)


def told(draft: Draft) -> list[tuple[str, str]]:
    return [
        (action.reply.ask.reference if action.reply.ask else "", action.status if action.confidence >= 0.75 else "")
        for action in draft.actions
    ]


def test_each_recommendation_has_a_table_of_actions_below_its_answer(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "response.html"
    path.write_text(
        "<table><tr><td colspan=5>Evaluation recommendation 1. The Office should mend its ties with the port."
        "<tr><td colspan=5>Management response: Agreed."
        f"{HEADS}<tr><td>1.1 Sign a paper<td>May 2031<td>Quays Unit<td>It was signed.<td>Completed"
        "<tr><td>1.2 Hold a round table<td>June 2031<td>Quays Unit<td>Not yet held.<td>Not initiated</table>"
        "<table><tr><td colspan=5>Evaluation recommendation 2. The Office should train its clerks."
        f"<tr><td colspan=5>Management response: Partially agreed.{HEADS}"
        "<tr><td>2.1 Hold two courses<td>May 2031<td>Crane Unit<td>One of two was held.<td>Ongoing</table>",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert told(draft) == [("1", ""), ("1", "taken"), ("1", "not-taken"), ("2", ""), ("2", "under-way")]
    assert draft.actions[1].reply.agent_text == "Quays Unit"
    assert draft.actions[1].reply.due_text == "May 2031"


def test_a_label_in_each_row_of_two_columns(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "response.html"
    rows = (
        ("Recommendation 1", "Count the boats of the harbour."),
        ("Management response", "Accepted. The boats will be counted."),
        ("Status", "Completed"),
        ("Recommendation 2", "Paint the crane of the harbour."),
        ("Management response", "Rejected."),
        ("Responsible unit", "Crane Unit"),
    )
    path.write_text(
        f"<table>{''.join(f'<tr><td>{a}<td>{b}' for a, b in rows)}</table>",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert told(draft) == [("1", "taken"), ("2", "rejected")]
    assert draft.actions[1].reply.agent_text == "Crane Unit"


def test_an_answer_names_what_it_answers_and_who_answers_how(tmp_path: Path, graph: Engine) -> None:
    draft = of_text(
        tmp_path,
        graph,
        "Recommendation 6.1 A register of boats",
        "The Board should keep a register of boats.",
        "",
        "Response to Recommendation 6.1",
        "Responsibility: Board and ports",
        "Joint response: Accept in principle",
        "The register was opened in May 2031.",
        "",
        "Recommendation 6.2 Lamps",
        "The Board should put up lamps at the pier.",
        "",
        "Response to Recommendation 6.2",
        "Responsibility: Board",
        "Response: Accept",
        "Lamps were put up in March 2031.",
    )
    assert [ask.title for ask in draft.reading.asks] == ["A register of boats", "Lamps"]
    # Accepted in principle only: what was done may be a part of it.
    assert told(draft) == [("6.1", ""), ("6.2", "taken")]
    assert draft.actions[0].reply.agent_text == "Board and ports"


def test_numbered_paragraphs_that_recommend_are_answered_by_what_follows(tmp_path: Path, graph: Engine) -> None:
    draft = of_text(
        tmp_path,
        graph,
        "1. We recommend that the Port publish its review by Easter. (Paragraph 12)",
        "",
        "The Port accepts this recommendation. The review was published on 3 April 2031.",
        "",
        "2. The Port should set out a timetable. (Paragraph 20)",
        "",
        "The Port does not accept this recommendation.",
    )
    assert told(draft) == [("1", "taken"), ("2", "rejected")]


def test_labels_stand_before_tables_of_actions(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "response.html"
    heads = "<tr><td>Key Action<td>Responsible<td>DueDate<td>Status<td>Comments"
    path.write_text(
        "<h1>Evaluation of the port</h1><p>Commissioning Unit: Quays</p>"
        "<p><b>1.</b> Recommendation:</p><p>The Office should mend its ties with the port.</p>"
        "<p>Management Response:</p><p>Agreed.</p><p>Key Actions:</p>"
        f"<table>{heads}<tr><td>Sign a paper<td>Quays Unit<td>2031/05<td>Completed<td></table>"
        "<p><b>2.</b> Recommendation:</p><p>The Office should train its clerks. Management Response: Rejected.</p>"
        f"<table>{heads}<tr><td>None<td><td><td>Cancelled<td></table><p>This page is old.</p>",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert [ask.text for ask in draft.reading.asks] == [
        "The Office should mend its ties with the port.",
        "The Office should train its clerks.",
    ]
    assert told(draft) == [("1", ""), ("1", "taken"), ("2", "rejected"), ("2", "cancelled")]
    left = [one.text for one in draft.unread]
    assert "Key Actions:" in left
    assert "This page is old." in left
    assert "Agreed." not in left


def test_boxes_around_paragraphs_are_no_tables(tmp_path: Path, graph: Engine) -> None:
    document = Document()
    for number, answer in ((1, "The Council agrees. The quay was cleaned."), (2, "The Council does not agree.")):
        document.add_table(rows=1, cols=1).cell(0, 0).text = f"Recommendation {number}\nClean quay {number} at once."
        document.add_paragraph(answer)
    document.save(str(tmp_path / "response.docx"))
    reading = make_draft(tmp_path / "response.docx", graph).reading
    assert [(reply.ask.text, reply.text) for reply in reading.replies if reply.ask is not None] == [
        ("Clean quay 1 at once.", "The Council agrees. The quay was cleaned."),
        ("Clean quay 2 at once.", "The Council does not agree."),
    ]


def test_labels_within_a_paragraph_cut_it(tmp_path: Path, graph: Engine) -> None:
    draft = of_text(
        tmp_path,
        graph,
        "Recommandation n° 1 (ministère des Ports) : peindre la grue. Réponse de la direction : refusée.",
        "Recommendation 2: Count the boats. Management response: Agreed. Status: Completed",
    )
    assert [ask.text for ask in draft.reading.asks] == ["peindre la grue.", "Count the boats."]
    assert [(one.text, one.status_text, one.agent_text) for one in draft.reading.replies] == [
        ("refusée.", "refusée.", "ministère des Ports"),
        ("Agreed.", "Completed", ""),
    ]


def test_minutes_answer_numbered_actions_below_them_or_behind_strong_words(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "minutes.md"
    path.write_text(
        "**ACTION 6.1:** Ask the pilots about the depth of the well.\n- **Status:** No pilot was asked.\n\n"
        "1. **Action 6.2: Write to the guild about its charts.** The guild answered in May. _Done_\n",
        encoding="utf-8",
    )
    reading = make_draft(path, graph).reading
    assert [(ask.reference, ask.text) for ask in reading.asks] == [
        ("6.1", "Ask the pilots about the depth of the well."),
        ("6.2", "Write to the guild about its charts."),
    ]
    assert [(one.text, one.status_text) for one in reading.replies] == [
        ("No pilot was asked.", ""),
        ("The guild answered in May.", "Done"),
    ]


def test_numbered_things_that_nobody_answers_are_a_list(tmp_path: Path, graph: Engine) -> None:
    wells = [f"{n}. We call upon the harbour to dig well {n}." for n in range(1, 6)]
    draft = of_text(
        tmp_path, graph, "Calls", "", wells[0], "   a. at the north pier", "", "Other wells", "", *wells[1:]
    )
    assert draft.reading.asks[0].text == "We call upon the harbour to dig well 1. a. at the north pier"
    assert [ask.reference for ask in draft.reading.asks] == ["1", "2", "3", "4", "5"]
    assert not draft.reading.replies


def test_labels_that_come_again_make_a_table_whatever_they_are_called(tmp_path: Path, graph: Engine) -> None:
    forms = (
        ("4.1 Lamps", "The lamp at the pier is dark.", "Paint the lamp at the pier.", "It was painted in May 2021."),
        (
            "4.2 Boats",
            "Nobody counts the boats.",
            "Count the boats in every harbour.",
            "They were counted in June 2021.",
        ),
        ("4.3 Quays", "The quay is full of nets.", "Clear the long quay of nets.", "Nets still lie on the long quay."),
    )
    lines = ["Report on the harbour", ""]
    for title, found, wanted, answer in forms:
        lines += [title, f"Defect: {found}", f"Remedy recommended: {wanted}", f"Harbour's reply: {answer}", ""]
    draft = of_text(tmp_path, graph, *lines)
    asked = {ask.reference: ask.text for ask in draft.reading.asks}
    told = {reply.ask.reference: reply.text for reply in draft.reading.replies if reply.ask is not None}
    for title, _, wanted, answer in forms:
        number = title.partition(" ")[0]
        assert wanted in asked[number]
        assert told[number] == answer
