"""What tells no deed is not read as one: open files, acceptance, attitudes; and what asks for nothing is no row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.drafts.remarks import in_language
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_labels import read_label
from tcgraph.followup.wording.status_wording import CONFIDENT, propose

english = pytest.mark.skipif(not can_parse("en"), reason="needs the English pipeline")

Drafted = Callable[..., Draft]


@pytest.fixture
def draft(tmp_path: Path, graph: Engine) -> Drafted:
    """Make a draft of rows, the first of them the headings."""

    def made(*rows: tuple[str, ...]) -> Draft:
        path = tmp_path / "harbour.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return make_draft(path, graph)

    return made


def sure(draft: Draft) -> list[str]:
    """What is filled in for each proposal; "" where a person has to choose."""
    return [action.status if action.confidence >= CONFIDENT else "" for action in draft.actions]


@pytest.mark.parametrize(
    "words",
    ["Active", "Open", "Live", "Pending", "Outstanding", "Ouverte", "En suspens", "En attente", "Abierta", "Activa",
     "Vigente"],
)  # fmt: skip
def test_that_a_recommendation_is_open_tells_no_deed(words: str, draft: Drafted) -> None:
    made = draft(
        ("No.", "Recommendation", "Status"),
        ("1", "Publish the list of the lamps of the harbour.", words),
        ("2", "Paint the lamps of the harbour in two colours.", words),
    )
    assert sure(made) == ["", ""]


@english
def test_beside_an_open_file_the_reply_tells_but_not_that_it_is_done(draft: Drafted) -> None:
    made = draft(
        ("No.", "Recommendation", "Reply", "Status"),
        ("1", "Publish the list of the lamps of the harbour.", "The list was published in May.", "Active"),
        ("2", "Paint the lamps of the harbour in two colours.", "The lamps will be painted in May.", "Active"),
    )
    assert sure(made) == ["", "planned"]
    assert [action.status for action in made.actions] == ["taken", "planned"]
    assert not [finding for finding in made.findings if "no status that is known" in finding.message]


def test_of_two_columns_the_one_that_tells_of_the_deed_is_the_status(draft: Drafted) -> None:
    said = {
        "Fully satisfactory": "taken",
        "Satisfactory intent": "planned",
        "Satisfactory in part": "partly-taken",
        "Unsatisfactory": "",
        "Unable to assess": "",
        "Not yet assessed": "",
    }
    rows = [
        (f"M{i}", f"Matter {i} of the harbour should be looked into.", words, "Active" if i else "Closed")
        for i, words in enumerate(said)
    ]
    made = draft(("Number", "Recommendation", "Current assessment", "Status"), *rows)
    assert [action.reply.text for action in made.actions] == [*said]
    assert sure(made) == [*said.values()]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Intention satisfaisante", "planned"),
        ("En partie satisfaisante", "partly-taken"),
        ("Plenamente satisfactoria", "taken"),
        ("Open – satisfactory in part", "partly-taken"),
    ],
)
def test_assessments_in_other_words(words: str, status: str) -> None:
    found = read_label(words)
    assert found is not None
    assert (found[0], found[1] >= CONFIDENT) == (status, True)


def test_headings_repeated_with_another_name_are_no_row(draft: Drafted) -> None:
    made = draft(
        ("Number", "Recommendation", "Status", "Report"),
        ("M1", "Publish the list of the lamps of the harbour.", "Completed", "R1"),
        ("Number", "The Board has recommended that", "Status", "Report"),
        ("M2", "the harbour paint its lamps in two colours.", "Completed", "R2"),
    )
    assert [ask.reference for ask in made.reading.asks] == ["M1", "M2"]


def test_a_mark_grades_what_was_asked_above_it(draft: Drafted) -> None:
    made = draft(
        ("Evaluation", "Committee’s evaluation of the follow-up"),
        ("Paragraph 5: The State party should publish the list of the lamps.", ""),
        ("[C]", "The Committee regrets that the list was not published."),
        ("Paragraph 8: The State party should (a) paint the lamps and (b) count them.", ""),
        ("[B]: (a)", "The Committee welcomes the paint."),
        ("[C]: (b)", "The Committee regrets that nobody counts them."),
    )
    assert [ask.reference for ask in made.reading.asks] == ["5", "8"]
    told = [(reply.ask.reference if reply.ask else "", reply.status_text) for reply in made.reading.replies]
    assert told == [("5", "[C]"), ("8", "[B]"), ("8", "[C]")]
    assert made.reading.replies[1].beside == "Evaluation: [B]: (a)"
    assert not [finding for finding in made.findings if finding.rule == "nothing-reported"]


def test_marks_with_nothing_asked_above_are_not_read_and_said_so(draft: Drafted) -> None:
    with pytest.raises(BrokenInput, match=r"holds marks, and what was asked stands outside .*--columns"):
        draft(
            ("Recommendation", "Action taken"),
            ("[C]", "The Committee regrets that the list was not published."),
            ("[B]", "The Committee welcomes the paint."),
        )


def test_a_mark_under_a_new_title_answers_nothing_above_it(draft: Drafted) -> None:
    made = draft(
        ("Recommendation", "Action taken", "By"),
        ("Publish the list of the lamps of the harbour.", "The list was published.", "Board"),
        ("The canal", "The canal", "The canal"),
        ("(a)", "Nothing is known of it.", "Nobody"),
    )
    assert [reply.text for reply in made.reading.replies] == ["The list was published."]
    assert "(a) | Nothing is known of it. | Nobody" in [left.text for left in made.unread]
    message = next(finding.message for finding in made.findings if finding.rule == "mark")
    assert in_language(message, "fr") != message


def test_a_number_alone_says_what_a_row_is_called_and_not_what_was_asked(draft: Drafted) -> None:
    made = draft(
        ("Recommendation", "Management response", "By"),
        ("1. Publish the list of the lamps of the harbour.", "Agreed, the list was published.", "Board"),
        ("The canal", "The canal", "The canal"),
        ("1.", "Rejected, as the canal is closed.", "Board"),
    )
    assert [(ask.reference, ask.text) for ask in made.reading.asks][1] == ("1", "")
    assert made.reading.replies[1].ask is made.reading.asks[1]
    assert [finding.message for finding in made.findings if finding.rule == "empty"]


def test_a_title_beside_a_text_is_asked_with_it(draft: Drafted) -> None:
    made = draft(
        ("Intervention", "Texte déposé", "Mesures prises"),
        ("2010 P 10.30\nLa liste des lampes du port", "", "Le rapport a été adopté."),
        ("2012 M 12.39\nLa peinture des lampes du port", "Le Conseil est chargé de peindre les lampes.", ""),
        ("2016 P 16.32\nLe nombre des lampes du canal", "Le Conseil est chargé de les compter.", "Compté."),
    )
    assert [ask.reference for ask in made.reading.asks] == ["2010 P 10.30", "2012 M 12.39", "2016 P 16.32"]
    assert [ask.text for ask in made.reading.asks][:2] == [
        "La liste des lampes du port",
        "La peinture des lampes du port Le Conseil est chargé de peindre les lampes.",
    ]
    assert [reply.ask for reply in made.reading.replies] == [made.reading.asks[0], made.reading.asks[2]]


@pytest.mark.parametrize(
    "words",
    [
        "The Government accepts this recommendation.",
        "Se acepta la recomendación",
        "Recommandation acceptée.",
        "Recomendación aceptada",
        "Recommendation accepted.",
    ],
)
def test_acceptance_alone_is_no_plan(words: str) -> None:
    found = propose(words)
    assert (found.status, found.confidence < CONFIDENT) == ("planned", True)


@english
def test_what_was_done_after_a_reserve_may_be_what_was_accepted(draft: Drafted) -> None:
    told = "The Government accepts in principle this recommendation. The agency has developed a vision of lamps."
    made = draft(
        ("No.", "Recommendation", "Government response"),
        ("1", "Publish the list of the lamps of the harbour.", told),
        ("2", "Develop a vision of the lamps of the harbour.", told.replace(" in principle", "")),
    )
    assert "taken" in sure(made)
    assert {action.status for action in made.actions if action.confidence >= CONFIDENT} == {"taken"}
    assert sure(made).count("taken") == 1


@english
@pytest.mark.parametrize(
    "words",
    [
        "The Government supports undertaking a review of the lamps.",
        "The Government recognises the importance of the lamps.",
        "The Government is committed to publishing the list.",
        "The agency uses established forums to hear about lamps.",
    ],
)
def test_how_somebody_stands_to_it_is_no_deed(words: str) -> None:
    assert propose(words, language="en").confidence < CONFIDENT


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Publish the list of the lamps of the harbour.", "No answer provided at this time."),
        ("Publier la liste des lampes du port.", "Aucune réponse à ce jour."),
        ("Publicar la lista de las lámparas del puerto.", "Sin respuesta."),
        ("Have any of the lamps of the harbour been painted with a shared tool?", "No"),
    ],
)
def test_no_reply_and_a_no_to_a_question_tell_no_deed(asked: str, told: str, draft: Drafted) -> None:
    made = draft(("No.", "Recommendation", "Reply"), ("1", asked, told), ("2", f"{asked} Again?", told))
    assert sure(made) == ["", ""]


@english
def test_a_plan_of_response_that_was_not_made_is_still_a_denial(draft: Drafted) -> None:
    told = "No response plan was made."
    asked = "Make a response plan for the harbour."
    made = draft(
        ("No.", "Recommendation", "Reply"), ("1", asked, told), ("2", "Paint the lamps.", "They were painted.")
    )
    assert sure(made)[0] == "not-taken"
