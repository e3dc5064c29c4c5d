"""Answers that stand in blocks: under labels, under numbers, or with a table of actions below; wording made up."""

from __future__ import annotations

from pathlib import Path

import pytest

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
