"""What came of actions, forms of one record each, details beneath paragraphs, and nonsense; the wording is made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_wording import CONFIDENT, propose

ENGLISH = pytest.mark.skipif(not can_parse("en"), reason="sentences are not parsed here")
DONE = {"taken", "standing"}


def of(tmp_path: Path, graph: Engine, name: str, text: str, **said: list[str]) -> Draft:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return make_draft(path, graph, columns=said or None)


def pairs(draft: Draft) -> list[tuple[str, str, str]]:
    return [(one.ask.text, one.text, one.status_text) for one in draft.reading.replies if one.ask is not None]


def warned(draft: Draft) -> list[str]:
    return [one.message for one in draft.findings if one.rule == "columns" and one.level == "warning"]


@pytest.mark.parametrize(
    "headings",
    [
        ("Action", "Outcome"),
        ("Action", "Result"),
        ("Actions", "Discussion"),
        ("Measure", "Update"),
        ("Mesure", "Résultat"),
        ("Acción", "Resultados"),
        ("Medida", "Seguimiento"),
    ],
)
def test_an_action_was_asked_where_another_column_tells_what_became_of_it(
    tmp_path: Path, graph: Engine, headings: tuple[str, str]
) -> None:
    asked, told = headings
    draft = of(
        tmp_path,
        graph,
        "log.csv",
        f"No.;{asked};{told}\n"
        "1;Paint the lamp at the north pier;The lamp was painted in May\n"
        "2;Count the boats in every harbour;Nobody has counted them\n",
    )
    assert [(ask, reply) for ask, reply, _ in pairs(draft)] == [
        ("Paint the lamp at the north pier", "The lamp was painted in May"),
        ("Count the boats in every harbour", "Nobody has counted them"),
    ]
    # It could be read the other way, and a person is told how to say so.
    assert [asked in one and "--columns" in one for one in warned(draft)] == [True]


@pytest.mark.parametrize("number", ["Rec. no.", "Recommendation no.", "Decision"])
def test_beside_the_number_of_a_recommendation_an_action_is_what_was_done(
    tmp_path: Path, graph: Engine, number: str
) -> None:
    draft = of(
        tmp_path, graph, "log.csv", f"{number};Action;Status\n4;Lamp painted by the crew;Done\n5;Boats counted;Done\n"
    )
    assert [text for _, text, _ in pairs(draft)] == ["Lamp painted by the crew", "Boats counted"]


def test_actions_that_tell_deeds_are_what_was_done(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "log.csv",
        "No.;Action;Comments\n1;The lamp was painted in May.;By the crew of the Gannet\n"
        "2;The boats have been counted.;All of them, in each harbour\n",
    )
    assert [text for _, text, _ in pairs(draft)][::2] == [
        "The lamp was painted in May.",
        "The boats have been counted.",
    ]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Recommendation", "Outcome"),
        ("Directive", "Effect"),
        ("Recommandation", "Effets"),
        ("Recommandation", "Suites données"),
        ("Recomendación", "Resultado"),
        ("Issue", "Compliance"),
    ],
)
def test_what_came_of_it_is_the_answer_however_it_is_called(
    tmp_path: Path, graph: Engine, asked: str, told: str
) -> None:
    draft = of(
        tmp_path,
        graph,
        "log.csv",
        f"{asked};{told}\nPaint the lamp at the north pier;The lamp has been painted, and shines again\n"
        "Count the boats in every harbour;Twelve harbours sent their figures in June\n",
    )
    assert [text for _, text, _ in pairs(draft)] == [
        "The lamp has been painted, and shines again",
        "Twelve harbours sent their figures in June",
    ]


@pytest.mark.parametrize(
    "heading",
    ["Expected outcome", "Expected results", "Résultat attendu", "Compliance officer", "Outcome for the harbour"],
)
def test_what_is_aimed_at_or_whom_it_is_for_is_no_answer(tmp_path: Path, graph: Engine, heading: str) -> None:
    draft = of(
        tmp_path,
        graph,
        "log.csv",
        f"Recommendation;{heading};Response\nPaint the lamp at the north pier;Won by the harbour;It was painted\n"
        "Count the boats in every harbour;Lost by the harbour;Nobody counts them\n",
    )
    assert [text for _, text, _ in pairs(draft)] == ["It was painted", "Nobody counts them"]


def test_who_won_is_no_status(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "log.csv",
        "Directive;Result for the port;Compliance\nPaint the lamp at the pier;won;none\n"
        "Count the boats;lost;partial\nClear the quay;settled;none\n",
    )
    assert [(one.status, one.wording) for one in draft.actions] == [
        ("not-taken", "none"), ("partly-taken", "partial"), ("not-taken", "none"),
    ]  # fmt: skip


def test_words_beside_a_status_alone_are_warned_of(tmp_path: Path, graph: Engine) -> None:
    told = "The crew went out twice with paint and ladders in spring"
    draft = of(
        tmp_path,
        graph,
        "log.csv",
        f"Recommendation;Remembrance;Status\nPaint the lamp at the pier, white, before summer;{told};Done\n"
        f"Count the boats in every harbour, with the help of the guard;{told} again;Done\n",
    )
    assert [one.startswith("most words stand in 'Remembrance'") for one in warned(draft)] == [True]


def test_a_discussion_before_the_decision_answers_nothing(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "minutes.csv",
        "Agenda item;Discussion;Decision;Follow-up\n"
        "Lamps;It was said that they are dark;Paint the lamp at the north pier;It was painted in May\n"
        "Boats;It was said that they are many;Count the boats in every harbour;Nobody counted them\n",
    )
    assert [(ask, told) for ask, told, _ in pairs(draft)] == [
        ("Paint the lamp at the north pier", "It was painted in May"),
        ("Count the boats in every harbour", "Nobody counted them"),
    ]


def test_decisions_that_were_taken_are_what_was_asked(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "minutes.csv",
        "Agenda item;Decisions taken;Status\nLamps of the harbour;Paint the lamp at the north pier;Done\n"
        "Boats of the harbour;Count the boats in every harbour;Not started\n",
    )
    assert [ask.text for ask in draft.reading.asks] == [
        "Paint the lamp at the north pier", "Count the boats in every harbour",
    ]  # fmt: skip


def test_actions_without_numbers_are_asked_where_a_status_tells_of_them(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "lista.csv",
        "Resultado esperado;Acción;Responsable;Estado\nPuerto seguro;Pintar el faro del muelle norte;Guardia;Cumplida\n"
        "Puerto seguro;Contar las barcas de cada puerto;Guardia;Cerrada\n",
    )
    assert [(ask, told) for ask, told, _ in pairs(draft)] == [
        ("Pintar el faro del muelle norte", "Cumplida"), ("Contar las barcas de cada puerto", "Cerrada"),
    ]  # fmt: skip


def test_a_topic_is_not_what_was_asked_where_an_action_is(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "minutes.csv",
        "Topic;Action;Owner;Status\nLamps;Paint the lamp at the north pier;Crew;Done\n"
        "Boats;Count the boats in every harbour;Guard;Not started\n",
    )
    assert [(ask, status) for ask, status, _ in pairs(draft)] == [
        ("Paint the lamp at the north pier", "Done"), ("Count the boats in every harbour", "Not started"),
    ]  # fmt: skip
    assert [one.startswith("'Action' is read as what was asked") for one in warned(draft)] == [True]


@ENGLISH
def test_what_was_said_when_it_was_discussed_is_not_sure(tmp_path: Path, graph: Engine) -> None:
    draft = of(
        tmp_path,
        graph,
        "log.csv",
        "No.;Action;Discussion\n1;Paint the lamp at the pier;We will have a look at it next month.\n"
        "2;Count the boats in every harbour;Closed. We were not able to.\n",
    )
    assert [one.status for one in draft.actions if one.confidence >= CONFIDENT] == []


@ENGLISH
@pytest.mark.parametrize(
    "words",
    [
        "closed",
        "Action closed.",
        "The item was closed.",
        "The recommendation has been closed.",
        "The Board closed the recommendation in May.",
        "This is a hot issue that we expect to resolve. Closed.",
    ],
)
def test_that_it_is_closed_is_no_deed(tmp_path: Path, graph: Engine, words: str) -> None:
    draft = of(tmp_path, graph, "log.csv", f"Recommendation;Response\nPaint the lamp at the pier;{words}\n")
    assert [one.wording for one in draft.actions if one.status in DONE and one.confidence >= CONFIDENT] == []


@ENGLISH
def test_to_close_something_else_is_a_deed() -> None:
    assert propose("The harbour office was closed in May.", asked="Close the harbour office.").confidence >= CONFIDENT


FORM = (
    "<table><tr><th>{number}<td>{asked}<tr><th>Agency<td>Harbour Board<tr><th>Status<td>{status}"
    "<tr><th>Progress in May<td>{told}</table>"
)
RECORDS = [
    {"number": "H-1", "asked": "Paint the lamp.", "status": "Complete", "told": "The lamp was painted."},
    {"number": "H-2", "asked": "Count the boats.", "status": "Not started", "told": "The crew is too small."},
    {"number": "H-3", "asked": "Clear the quay.", "status": "In progress", "told": "Two ships still lie there."},
]


def test_forms_of_one_record_each_are_read_by_their_labels(tmp_path: Path, graph: Engine) -> None:
    draft = of(tmp_path, graph, "forms.html", "".join(FORM.format(**one) for one in RECORDS))
    assert [ask.reference for ask in draft.reading.asks] == ["H-1", "H-2", "H-3"]
    assert pairs(draft) == [(one["asked"], one["told"], one["status"]) for one in RECORDS]
    assert {reply.agent_text for reply in draft.reading.replies} == {"Harbour Board"}
    # Each cell is shown where it stands, in the form.
    assert draft.reading.replies[1].pieces[0].place.words == "table 2, row 4, column 2"


def test_what_stands_above_or_across_a_form_is_what_was_asked(tmp_path: Path, graph: Engine) -> None:
    rest = "<tr><th>Lead<td>Harbour Board<tr><th>État<td>{status}<tr><th>Suivi<td>{told}</table>"
    above = "".join(f"<h3>{one['asked'][:-1]}</h3><table>{rest.format(**one)}" for one in RECORDS)
    across = "".join(f"<table><tr><th colspan=2>{one['asked']}{rest.format(**one)}" for one in RECORDS)
    assert pairs(of(tmp_path, graph, "above.html", above)) == [
        (one["asked"][:-1], one["told"], one["status"]) for one in RECORDS
    ]
    assert pairs(of(tmp_path, graph, "across.html", across)) == [
        (one["asked"], one["told"], one["status"]) for one in RECORDS
    ]


def test_a_row_that_one_form_alone_has_is_not_what_was_asked(tmp_path: Path, graph: Engine) -> None:
    more = FORM.replace("</table>", "<tr><th>Progress 2019<td>Paint was bought.</table>").format(**RECORDS[2])
    draft = of(tmp_path, graph, "forms.html", "".join(FORM.format(**one) for one in RECORDS[:2]) + more)
    assert [ask.text for ask in draft.reading.asks] == [one["asked"] for one in RECORDS]
    assert [text for _, text, _ in pairs(draft)][-1] == "Paint was bought."


def test_forms_one_below_the_other_in_one_table_are_read_too(tmp_path: Path, graph: Engine) -> None:
    rows = "".join(
        f"<tr><td>Recommandation<td>{one['asked']}<tr><td>État<td>{one['status']}<tr><td>Suivi<td>{one['told']}"
        for one in RECORDS
    )
    assert pairs(of(tmp_path, graph, "forms.html", f"<table>{rows}</table>")) == [
        (one["asked"], one["told"], one["status"]) for one in RECORDS
    ]


def test_forms_in_a_document_are_read_too(tmp_path: Path, graph: Engine) -> None:
    from docx import Document

    document = Document()
    for one in RECORDS:
        table = document.add_table(rows=0, cols=2)
        for label, words in (("Compromiso", one["asked"]), ("Estado", one["status"]), ("Avances", one["told"])):
            cells = table.add_row().cells
            cells[0].text, cells[1].text = label, words
        document.add_paragraph("")
    document.save(str(tmp_path / "forms.docx"))
    assert pairs(make_draft(tmp_path / "forms.docx", graph)) == [
        (one["asked"], one["told"], one["status"]) for one in RECORDS
    ]


def test_tables_of_two_columns_with_headings_are_no_forms(tmp_path: Path, graph: Engine) -> None:
    table = "<table><tr><th>Recommendation<th>Response<tr><td>{asked}<td>{told}</table>"
    draft = of(tmp_path, graph, "tables.html", "".join(table.format(**one) for one in RECORDS))
    assert pairs(draft) == [(one["asked"], one["told"], "") for one in RECORDS]


WIDE = (
    "<table><tr><td>Lead agency<td><td>Harbour Board, north<tr><td>Brief description<td><td>Lamps, with more of it"
    "<tr><td>Next steps<td><td>More of them, and more paint<tr><td>End date<td><td>May, or in June</table>"
)


def test_forms_that_cannot_be_put_together_are_refused_with_what_helps(tmp_path: Path, graph: Engine) -> None:
    text = "".join(WIDE for _ in range(6))
    for said in ({}, {"ask": ["A"], "reply": ["C"]}, {"ask": ["C"], "reply": ["C"]}):
        with pytest.raises(BrokenInput, match=r"copy them into one table with a row for each thing asked"):
            of(tmp_path, graph, "forms.html", text, **said)


def test_the_same_short_thing_asked_of_many_is_no_nonsense(tmp_path: Path, graph: Engine) -> None:
    rows = "".join(
        f"{country};{asked};It is before parliament\n"
        for country in ("Chad", "Fiji", "Peru", "Togo")
        for asked in ("Implement Convention 190", "Report on Convention 87", "Ratify Convention 189")
    )
    draft = of(tmp_path, graph, "asked.csv", f"Country;Recommendation;Response\n{rows}")
    assert len(draft.reading.asks) == 12


def test_one_column_cannot_both_ask_and_answer(tmp_path: Path, graph: Engine) -> None:
    with pytest.raises(BrokenInput, match="cannot be both what was asked and what was done"):
        of(tmp_path, graph, "log.csv", "A;B\nx;Paint the lamp\ny;Count the boats\n", ask=["B"], reply=["B"])


def test_columns_of_a_text_that_has_none_are_refused_with_what_helps(tmp_path: Path, graph: Engine) -> None:
    with pytest.raises(BrokenInput, match="draw its columns with tabs or bars"):
        of(tmp_path, graph, "notes.txt", "The lamp.\n\nThe boats.\n", ask=["A"], reply=["B"])


DETAILED = """Report of the Harbour Office

12. In paragraph 4 of its report, the Board recommended that the lamp at the
north pier be painted.

Department responsible: Office of Lamps
Status: Implemented
Priority: High
Original target date: May 2024
Revised target date: June 2024

13. The lamp was painted in June.

14. In paragraph 5 of its report, the Board recommended that the boats be counted.

Department responsible: Coast Guard
Status: Closure requested
Target date: Not applicable

15. The Coast Guard counts them each spring. It has done so

since 1990.

16. In paragraph 6 of its report, the Board recommended that the quay be cleared.

Status: In progress
"""


def test_what_stands_beneath_numbered_paragraphs_is_read_and_the_next_one_answers(
    tmp_path: Path, graph: Engine
) -> None:
    draft = of(tmp_path, graph, "report.txt", DETAILED)
    assert [ask.reference for ask in draft.reading.asks] == ["12", "14", "16"]
    assert [(text, status) for _, text, status in pairs(draft)] == [
        ("The lamp was painted in June.", "Implemented"),
        ("The Coast Guard counts them each spring. It has done so since 1990.", "Closure requested"),
        ("In progress", "In progress"),
    ]
    first = draft.reading.replies[0]
    assert (first.agent_text, first.due_text) == ("Office of Lamps", "May 2024")
    assert first.beside == "Priority: High; Revised target date: June 2024"


def test_what_stands_beneath_paragraphs_of_a_page_in_another_language_is_read_too(
    tmp_path: Path, graph: Engine
) -> None:
    lines = (
        "7. Le Comité a recommandé de repeindre le phare.", "Service responsable : Bureau des phares",
        "Statut : En cours", "8. Le phare sera repeint en mai.", "9. Le Comité a recommandé de compter les barques.",
        "Statut : Appliquée", "Échéance : mai 2024", "10. Les barques ont été comptées.",
    )  # fmt: skip
    draft = of(tmp_path, graph, "rapport.html", "".join(f"<p>{line}</p>" for line in lines))
    assert pairs(draft) == [
        ("Le Comité a recommandé de repeindre le phare.", "Le phare sera repeint en mai.", "En cours"),
        ("Le Comité a recommandé de compter les barques.", "Les barques ont été comptées.", "Appliquée"),
    ]
    assert draft.reading.replies[0].agent_text == "Bureau des phares"


def test_a_paragraph_that_asks_without_anything_beneath_is_no_part_of_the_answer_above(
    tmp_path: Path, graph: Engine
) -> None:
    asked = "17. In paragraph 7 of its report, the Board recommended that the crane be moved.\n"
    draft = of(tmp_path, graph, "report.txt", DETAILED.replace("16. In", f"{asked}\n18. It stands.\n\n16. In"))
    assert [ask.reference for ask in draft.reading.asks] == ["12", "14", "17", "16"]


@ENGLISH
def test_who_is_to_reject_it_plans_nothing() -> None:
    found = propose("The proposal is to reject this change.", asked="Change the pier's colour.")
    assert (found.status, found.confidence >= CONFIDENT) == ("rejected", True)
