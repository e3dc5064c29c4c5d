"""Minutes: what is noted among the talk as decided or to be done, whose it is, and what was ticked or said of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.layout.minutes import noted
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_wording import CONFIDENT

MINUTES = """# Lakes Board, 3 May

### Decisions

**DECISION 7.1:** Count the boats in June and not before.

### Actions required

**ACTION 6.2:** Harbour Office to mend the lamp. Status: Complete

**ACTION 7.1:** Ann to write to the ferries about the lamp.

### Talk

**ANN**: The lamp went dark twice, and nobody knows why it did so in the spring.

**DECISION 7.1:** Count the boats in June and not before.

**ACTION 7.1:** Ann Roe to write to the ferries about the lamp.

**BEN**: Action is what we need, and more of it than we had in the last year of the Board.

**ACTION 7.2** Ben to ask the harbour for the list of boats.

**Action BR/AW:** Put the list on the wall of the harbour. Deadline: 10 June

**Action:** None.
"""


def drafted(tmp_path: Path, graph: Engine, name: str, text: str) -> Draft:
    """The draft of a text."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return make_draft(tmp_path / name, graph)


def sure(draft: Draft) -> dict[str, str]:
    """What is filled in, by the number of what was asked."""
    return {
        one.reply.ask.reference: one.status
        for one in draft.actions
        if one.reply.ask is not None and one.confidence >= CONFIDENT
    }


def test_decisions_and_actions_are_read_once_each_with_owner_day_and_status(tmp_path: Path, graph: Engine) -> None:
    draft = drafted(tmp_path, graph, "minutes.md", MINUTES)
    assert [(ask.reference, ask.section, ask.text) for ask in draft.reading.asks] == [
        ("7.1", "Decisions", "Count the boats in June and not before."),
        ("6.2", "Actions required", "Harbour Office to mend the lamp."),
        ("7.1", "Actions required", "Ann to write to the ferries about the lamp."),
        ("7.2", "Talk", "Ben to ask the harbour for the list of boats."),
        ("5", "Talk", "Put the list on the wall of the harbour."),
    ]
    assert draft.reading.asks[-1].agent_text == "BR/AW"
    assert "10 June" in draft.reading.asks[-1].beside
    assert sure(draft) == {"6.2": "taken"}
    unread = " ".join(one.text for one in draft.unread)
    assert "nobody knows why" in unread
    assert "Ann Roe to write" in unread


def test_a_ticked_task_of_a_list_is_done_and_another_is_to_come(tmp_path: Path, graph: Engine) -> None:
    body = "## Décisions :\n\n1. Compter les bateaux.\n\n## Actions :\n\n- [x] Réparer la lampe - Échéance : mai\n"
    draft = drafted(
        tmp_path, graph, "notes.md", f"# Réunion\n\nTout le monde est là.\n\n{body}- [ ] Écrire aux ports\n"
    )
    assert [ask.text for ask in draft.reading.asks] == [
        "Compter les bateaux.",
        "Réparer la lampe",
        "Écrire aux ports",
    ]
    assert sure(draft) == {"2": "taken", "3": "planned"}
    assert [one.due_text for one in draft.reading.replies] == ["mai", ""]


def test_what_stands_below_a_word_for_a_status_is_so(tmp_path: Path, graph: Engine) -> None:
    body = "* Completed\n  * Ann to mend the lamp\n  * Ben to paint the pier\n* In progress:\n  * Count the boats\n"
    draft = drafted(tmp_path, graph, "minutes.md", f"# Minutes\n\n## Pending actions\n\n{body}")
    asked = ["Ann to mend the lamp", "Ben to paint the pier", "Count the boats"]
    assert [ask.text for ask in draft.reading.asks] == asked
    assert sure(draft) == {"1": "taken", "2": "taken", "3": "under-way"}


@pytest.mark.parametrize("heading", ["Tareas pendientes", "Actions à mener", "Acciones por realizar"])
def test_lists_are_headed_in_many_ways(tmp_path: Path, graph: Engine, heading: str) -> None:
    told = ["Ana: escribir a los socios.", "Luis: revisar las cuentas."]
    draft = drafted(tmp_path, graph, "acta.txt", f"Acta\n====\n\n{heading}\n-------\n\n- {told[0]}\n- {told[1]}\n")
    assert [ask.text for ask in draft.reading.asks] == told


@pytest.mark.parametrize(
    "text",
    [
        "Action: none.",
        "Action Plan: see annex 2",
        "Action 3 of the plan was spoken of",
        "Décision : aucune",
        "Actions:",
    ],
)
def test_what_notes_nothing_to_do_is_no_row(text: str) -> None:
    found = noted(text)
    assert found is None or not found[1]


def test_what_stands_in_the_next_chapter_answers_nothing(tmp_path: Path, graph: Engine) -> None:
    text = """
4.1. Follow-up of recommendations

Recommendation 1: Publish the list of boats.

This was implemented in the spring plan.

Recommendation 2: Mend the lamp at the pier.

See Recommendation 1 above.

4.2. Risks

The lamp is overtaken by events, and will be replaced by another.
"""
    draft = drafted(tmp_path, graph, "report.txt", text)
    assert [reply.text for reply in draft.reading.replies] == [
        "This was implemented in the spring plan.",
        "See Recommendation 1 above.",
    ]
    assert "overtaken by events" in " ".join(one.text for one in draft.unread)
    if can_parse("en"):
        assert sure(draft) == {"1": "taken"}


@pytest.mark.skipif(not can_parse("fr"), reason="no French pipeline is installed")
def test_how_something_is_to_be_done_is_not_what_was_left_undone(tmp_path: Path, graph: Engine) -> None:
    rows = "No,Recommandation,Commentaires\n1,Écrire un modèle.,en ne partant pas de zéro\n2,Peindre le quai.,Rien.\n"
    draft = drafted(tmp_path, graph, "table.csv", rows)
    assert "1" not in sure(draft)


MOTIONS = """## Motions

### Motion #2016-05-09/1

Presenter: Ann Roe.

Text: Mend the lamp at the pier before the winter.

Resolution: Passed.

### Motion #2016-05-09/2

Presenter: Ben Moe.

Text: Sell the boats of the harbour.

Resolution: Rejected.
"""
VOTES = """# Conseil municipal

## 1/ Motion sur le phare

La commune souhaite que le phare reste allumé.

Vote de la motion : 12 votes pour / 2 abstentions

## 2/ Vente des bateaux

La commune vendrait les bateaux du port.

3 voix pour, 9 contre

## 3/ Peinture du quai

La commune fera peindre le quai.

ADOPTÉ à l'unanimité.
"""
UNANIMOUS = """# Lakes Board

### Proposal: mend the lamp before winter

- It went dark twice

Approved unanimously.

### Proposal: sell the boats of the harbour

- Nobody needs them

Rejected unanimously (they are of use).

### Proposal: paint the pier in the spring

- It is grey

Rejected - the paint is dear.
"""


def test_what_was_moved_ends_with_how_it_was_resolved(tmp_path: Path, graph: Engine) -> None:
    draft = drafted(tmp_path, graph, "motions.md", MOTIONS)
    assert sure(draft) == {"2016-05-09/1": "taken", "2016-05-09/2": "rejected"}
    assert "Text: Sell the boats of the harbour." in draft.reading.asks[1].text
    draft = drafted(tmp_path, graph, "votes.md", VOTES)
    told = {one.reply.ask.text: one.status for one in draft.actions if one.reply.ask and one.confidence >= CONFIDENT}
    assert told == {
        "1/ Motion sur le phare": "taken", "2/ Vente des bateaux": "rejected", "3/ Peinture du quai": "taken",
    }  # fmt: skip


def test_headings_under_which_votes_stand_were_moved(tmp_path: Path, graph: Engine) -> None:
    draft = drafted(tmp_path, graph, "board.md", UNANIMOUS)
    assert [ask.text.partition(":")[0] for ask in draft.reading.asks] == ["Proposal"] * 3
    assert list(sure(draft).values()) == ["taken", "rejected", "rejected"]


def test_entries_below_decisions_are_asked_though_all_are_slanted_and_come_after_a_debate(
    tmp_path: Path, graph: Engine
) -> None:
    asked = (
        "finir la liste des bateaux du port (tous)",
        "écrire aux phares du nord (Ana)",
        "peindre le quai vieux (Luis)",
    )
    document = Document()
    for i, (topic, one) in enumerate(zip(("Bateaux", "Phares", "Quais"), asked, strict=True), start=1):
        document.add_heading(f"{i}. {topic}", 1)
        document.add_paragraph("Débat :").runs[0].italic = True
        document.add_paragraph("Ana demande des précisions sur la couleur et la date des travaux.")
        for text in ("Décision / Actions", f"- {one}"):
            document.add_paragraph(text).runs[0].italic = True
    document.add_paragraph("Actions à poursuivre / à prévoir :").runs[0].italic = True
    document.add_paragraph("- compter les pilotes au printemps").runs[0].italic = True
    document.save(str(tmp_path / "cr.docx"))
    draft = make_draft(tmp_path / "cr.docx", graph)
    assert [ask.text for ask in draft.reading.asks] == [*asked, "compter les pilotes au printemps"]
