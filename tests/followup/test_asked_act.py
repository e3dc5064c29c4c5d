"""Only the act that was asked is sure to be done: sentences that deny nothing may still tell that it was not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.drafts.review import write_review
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_labels import read_label
from tcgraph.followup.wording.status_wording import CONFIDENT, propose

NOT_DONE = (
    ("Publish the list of boats.", "Staff were told of the list. Its publication was put off indefinitely."),
    ("Hire an auditor.", "The post was advertised twice; nobody applied."),
    ("Adopt a policy.", "A draft was circulated and shelved."),
    ("Open an office in Nairobi.", "Funds for the office were returned to the donor."),
    ("Ratify the treaty.", "The bill was voted down."),
    ("Review the fees.", "Management examined the proposal and decided to keep the current fees."),
    ("Publish an annual report.", "The last report was published in 2015."),
    ("Consult the unions.", "Employers were consulted."),
    ("Set up a hotline.", "A feasibility study concluded that a hotline is too costly."),
    ("Withdraw the circular.", "The circular was reissued in June."),
    ("Complete the survey.", "The survey was interrupted by the pandemic."),
    ("Build the school.", "The site was flooded."),
    ("Mend the lamp at the pier.", "The lamp was mended. However, it went dark in May."),
)
PAS_FAIT = (
    ("Publier la liste des bateaux.", "La publication a été remise à plus tard."),
    ("Recruter un auditeur.", "Le poste a été publié deux fois et personne ne s'est présenté."),
    ("Adopter une politique.", "Un projet a circulé puis a été enterré."),
    ("Ouvrir un bureau.", "Les fonds ont été rendus au donateur."),
    ("Publier un rapport annuel.", "Le dernier rapport a été publié en 2015."),
)
DONE = (
    ("Publish the list of boats.", "The list was published in May 2024."),
    ("Train forty inspectors.", "Forty inspectors have been trained."),
    ("Publish the rules.", "The Council has published the rules."),
    ("Open an office.", "This recommendation has been implemented."),
)
FAIT = (
    ("Publier la liste des bateaux.", "La liste a été publiée en mai."),
    ("Former les inspecteurs.", "Quarante inspecteurs ont été formés."),
)


def sure(tmp_path: Path, graph: Engine, rows: tuple[tuple[str, str], ...]) -> list[str]:
    """The replies of which it is filled in that something was done, or is always so."""
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("No", "Recommendation", "Response"), *((i, *row) for i, row in enumerate(rows))])
    draft: Draft = make_draft(path, graph)
    return [
        one.reply.text for one in draft.actions if one.confidence >= CONFIDENT and one.status in ("taken", "standing")
    ]


@pytest.mark.parametrize("rows", [NOT_DONE, PAS_FAIT], ids=["en", "fr"])
def test_what_did_not_come_about_is_not_filled_in_as_done(
    tmp_path: Path, graph: Engine, rows: tuple[tuple[str, str], ...]
) -> None:
    assert sure(tmp_path, graph, rows) == []


@pytest.mark.parametrize(("rows", "language"), [(DONE, "en"), (FAIT, "fr")], ids=["en", "fr"])
def test_the_act_that_was_asked_is(
    tmp_path: Path, graph: Engine, rows: tuple[tuple[str, str], ...], language: str
) -> None:
    if not can_parse(language):
        pytest.skip("its sentences are not parsed here")
    assert sure(tmp_path, graph, rows) == [told for _, told in rows]


def statuses(tmp_path: Path, graph: Engine, *lines: tuple[str, ...]) -> list[str]:
    """What is filled in of each part of the replies, "" where it is left to a person."""
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(lines)
    return [one.status if one.confidence >= CONFIDENT else "" for one in make_draft(path, graph).actions]


@pytest.mark.skipif(not can_parse("en"), reason="no English pipeline is installed")
def test_a_sentence_is_left_to_a_person_where_another_tells_otherwise_or_the_row_has_a_status_of_its_own(
    tmp_path: Path, graph: Engine
) -> None:
    heads = ("No", "Recommendation", "Response")
    asked = "Publish the list of boats."
    promise, going_on = "The list will be published in May.", "We are drafting the list."
    assert statuses(tmp_path, graph, heads, ("1", asked, promise), ("2", "Count the ferries.", "We will do it.")) == [
        "planned",
        "planned",
    ]
    assert not any(statuses(tmp_path, graph, heads, ("1", asked, f"{promise} {going_on}")))
    # A refusal that is told first is of what was asked.
    refused = statuses(tmp_path, graph, heads, ("1", asked, f"The request is rejected. {promise}"))
    assert refused == ["rejected", ""]
    assert statuses(tmp_path, graph, heads, ("1", asked, "The Office publishes all lists each year.")) == [""]
    with_scale = (*heads, "Status"), ("1", asked, promise, "Zeta"), ("2", "Count the ferries.", promise, "Implemented")
    assert statuses(tmp_path, graph, *with_scale) == ["", "taken"]


@pytest.mark.skipif(not can_parse("en"), reason="no English pipeline is installed")
@pytest.mark.parametrize("words", ["The talks are suspended.", "We will consider how to publish it."])
def test_what_is_suspended_or_only_considered_is_not_surely_planned(words: str) -> None:
    assert propose(words, language="en").confidence < CONFIDENT


@pytest.mark.parametrize(
    ("words", "sure"),
    [("Addressed in May; replaced with item 4", False), ("Done, superseded by item 4", False), ("Done in May", True)],
)
def test_what_was_replaced_is_not_surely_done(words: str, sure: bool) -> None:
    found = read_label(words)
    assert found is not None
    assert (found[0], found[1] >= CONFIDENT) == ("taken", sure)


def test_the_mark_of_what_stands_apart_in_a_line_does_not_stop_the_review(tmp_path: Path, graph: Engine) -> None:
    path, review = tmp_path / "notes.md", tmp_path / "notes.review.xlsx"
    table = "| No | Recommendation | Response |\n|---|---|---|\n| 1 | Mend the lamp. | It was mended. |\n"
    path.write_text(f"- **Look at the lamps of the whole pier** (still open): absent\n\n{table}", encoding="utf-8")
    write_review(review, make_draft(path, graph), graph, cycle=None)
    texts = [str(cell.value) for sheet in load_workbook(review) for row in sheet.iter_rows() for cell in row]
    assert any("(still open)" in text for text in texts)


def test_how_something_is_is_not_what_was_left_undone(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "table.csv"
    reply = "One reader does not make a difference between a lamp and a light."
    rows = (("No", "Recommendation", "Response"), (1, "Explain the terms.", reply), (2, "Paint the pier.", "No paint."))
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    [about, _] = make_draft(path, graph).actions
    assert about.status == "not-taken"
    assert about.confidence < CONFIDENT


def test_a_theme_is_proposed_by_its_whole_name_in_the_tables_language(tmp_path: Path, graph: Engine) -> None:
    path, review = tmp_path / "table.csv", tmp_path / "table.review.xlsx"
    asked = ("Publish better information.", "Count unemployment by month.", "Promote Training and employment.")
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("No", "Recommendation", "Response"), *((n, ask, "Done.") for n, ask in enumerate(asked, start=1))]
        )
    write_review(review, make_draft(path, graph), graph, cycle=None)
    sheet = load_workbook(review)["Asked"]
    column = next(cell.column for cell in sheet[1] if cell.value == "Theme")
    assert [sheet.cell(row, column).value for row in (2, 3, 4)] == [None, None, "employment; training"]


OF_COMMENTS = (
    ("The figure has no scale.", "Corrected.", True),
    ("Explain the choice of the lamps.", "We thank the keeper. We have added a sentence to the discussion.", True),
    ("The wording of rule 4 is odd.", "Changed as proposed.", True),
    ("Why are there two lamps?", "This has now been expanded on. Only a few lamps were not lit.", True),
    ("Explain the choice of the lamps.", "We have added a sentence. We did not change the figure.", False),
    ("The figure has no scale.", "Added but later removed.", False),
    ("Take the figure out.", "We prefer to keep it. We have added a note to the text.", False),
)


@pytest.mark.parametrize(("comment", "answer", "done"), OF_COMMENTS, ids=[one[1][:24] for one in OF_COMMENTS])
def test_what_was_changed_in_a_text_answers_a_comment_on_it(
    tmp_path: Path, graph: Engine, comment: str, answer: str, *, done: bool
) -> None:
    assert bool(sure(tmp_path, graph, ((comment, answer),))) is done


def test_a_column_of_what_was_reached_tells_what_was_done(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "memoria.csv"
    rows = [(f"Pintar el muelle {n} de la isla.", "Se capacitó a los guardianes.") for n in range(3)]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Objetivos previstos", "Objetivos conseguidos"), *rows])
    draft = make_draft(path, graph)
    assert [(one.text, one.ask and one.ask.text) for one in draft.reading.replies] == [
        (told, ask) for ask, told in rows
    ]
    if can_parse("es"):
        assert {(one.status, one.confidence >= CONFIDENT) for one in draft.actions} == {("taken", True)}


def test_what_is_told_beside_a_denial_is_not_filled_in_as_done(tmp_path: Path, graph: Engine) -> None:
    told = "The Board has published the list of lamps. No tangible progress has been made."
    assert sure(tmp_path, graph, (("Publish the list of boats.", told),)) == []


def test_what_is_beyond_the_scope_is_refused(tmp_path: Path, graph: Engine) -> None:
    heads, row = ("No", "Comment", "Response"), ("1", "Count the gulls, too.", "This is well beyond the scope of it.")
    assert statuses(tmp_path, graph, heads, row) == ["rejected"]


GOING_ON = [
    ("en", "In progress", "Belize has not ratified the Convention.", False),
    ("en", "In progress", "The policy has not yet been adopted; a draft is being discussed.", True),
    ("en", "Ongoing", "The guidelines have not been finalised. A working group meets every month.", True),
    ("es", "En ejecución", "Honduras depositó el instrumento. Belice todavía no ha ratificado el convenio.", False),
    ("es", "Permanente", "La traducción al inglés no ha podido realizarse.", False),
    ("fr", "En cours", "La politique n'a pas encore été adoptée.", False),
    ("fr", "En cours", "La politique est en cours d'élaboration.", True),
]


@pytest.mark.parametrize(("language", "status", "words", "holds"), GOING_ON)
def test_what_goes_on_beside_a_sure_denial_is_left_to_a_person(
    tmp_path: Path, graph: Engine, language: str, status: str, words: str, *, holds: bool
) -> None:
    if not can_parse(language):
        pytest.skip(f"no parser for {language}")
    heads, asks = HEADS[language], ASKS[language]
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heads, *((n, ask, words, status) for n, ask in enumerate(asks, start=1))])
    draft = make_draft(path, graph)
    told = [one.message for one in draft.findings if "words that tell otherwise" in one.message]
    assert {one.confidence >= CONFIDENT for one in draft.actions} == {holds}
    assert [f"“{status}”" in one for one in told] == ([] if holds else [True] * len(asks))


HEADS = {
    "en": ("No.", "Recommendation", "Follow-up", "Status"),
    "es": ("N.º", "Recomendación", "Medidas adoptadas", "Estado"),
    "fr": ("N°", "Recommandation", "Suite donnée", "Statut"),
}
ASKS = {
    "en": ("The states should do what the convention of the harbour asks of them.", "Adopt the policy on the lamps."),
    "es": ("Que los Estados cumplan lo que el convenio del puerto les pide.", "Adoptar la política de los faros."),
    "fr": ("Que les États fassent ce que la convention leur demande.", "Adopter la politique relative aux phares."),
}


def test_a_deed_beside_a_denial_is_no_status_that_disagrees(tmp_path: Path, graph: Engine) -> None:
    """What one sentence tells and another denies has no status column to disagree with."""
    told = "The Board has published the list of lamps. No tangible progress has been made."
    path = tmp_path / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([HEADS["en"][:3], ("1", "Publish the list of lamps.", told)])
    assert [one.message for one in make_draft(path, graph).findings if "tell otherwise" in one.message] == []


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Trop de feux au môle nord.", "Le feu du môle nord est supprimé."),
        ("Le mot « grue » est de trop.", "Retiré du titre et du texte."),
        ("Le style parle trop de bateaux.", "Aucun nom de bateau dans le texte."),
        ("Contrôler les entrées du registre.", "Une entrée incomplète est rejetée, jamais complétée."),
        ("Distinguish managed berths in the report.", "The council managed berths in figs, table"),
    ],
)
def test_what_ends_or_lacks_something_else_is_not_filled_in_as_the_contrary(
    tmp_path: Path, graph: Engine, asked: str, told: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f'Recommendation,Action taken\n"{asked}","{told}"\n', encoding="utf-8")
    assert all(action.confidence < CONFIDENT for action in make_draft(path, graph).actions)
