"""What came of a guess is looked at: tables without headings, with two-sided ones or with none that ask are refused.

The tables are invented; their layouts are those of comments on drafts of standards, of action lists in minutes and of
audits' legends.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from docx import Document
from docx.shared import Cm

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.layout.kept_columns import parse_columns

COMMENTS = [
    ["QX-001", "te", "The bound of the well is not defined.", "Define the bound in clause 3.", "Clause 3 defines it."],
    ["QX-002", "te", "The depth may be empty.", "", "The check was taken out in March."],
    ["QX-003", "ed", "The figure cannot be read.", "Draw the figure anew.", "Not accepted. The figure stands."],
    ["QX-004", "te", "", "Allow a line to be struck through.", "The style was added to the table of styles."],
]


def of_rows(folder: Path, graph: Engine, rows: list[list[str]], columns: str = "") -> Draft:
    path = folder / "table.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return make_draft(path, graph, columns=parse_columns(columns) if columns else None)


def of_text(folder: Path, graph: Engine, text: str, columns: str = "") -> Draft:
    path = folder / "minutes.md"
    path.write_text(text, encoding="utf-8")
    return make_draft(path, graph, columns=parse_columns(columns) if columns else None)


def asked(draft: Draft) -> list[tuple[str, str]]:
    return [(ask.reference, ask.text) for ask in draft.reading.asks]


def told(draft: Draft) -> list[str]:
    return [reply.text for reply in draft.reading.replies]


def test_no_row_of_a_table_without_headings_is_taken_for_them_and_the_guess_is_told(
    tmp_path: Path, graph: Engine
) -> None:
    draft = of_rows(tmp_path, graph, COMMENTS)
    assert len(draft.reading.asks) == len(COMMENTS)
    assert any("say it with --columns" in one.message for one in draft.findings)


def test_columns_given_by_letter_keep_the_first_row_of_a_table_without_headings(tmp_path: Path, graph: Engine) -> None:
    draft = of_rows(tmp_path, graph, COMMENTS, "number=A,ask=C;D,reply=E")
    assert [reference for reference, _ in asked(draft)] == ["QX-001", "QX-002", "QX-003", "QX-004"]
    assert asked(draft)[0][1] == "The bound of the well is not defined. Define the bound in clause 3."
    assert asked(draft)[3][1] == "Allow a line to be struck through."
    assert told(draft)[0] == "Clause 3 defines it."


def test_headings_are_none_of_the_rows_where_a_column_repeats_one(tmp_path: Path, graph: Engine) -> None:
    rows = [["Code", "Kind", "Recommendation", "Response"], *(row[:3] + row[4:] for row in COMMENTS[:3])]
    assert [reference for reference, _ in asked(of_rows(tmp_path, graph, rows))] == ["QX-001", "QX-002", "QX-003"]


@pytest.mark.parametrize(
    ("comment", "change", "answer"),
    [
        ("Comment", "Proposed change", "Observations of the secretariat"),
        ("Commentaire", "Modification proposée", "Décision du groupe"),
        ("Comentario", "Cambio propuesto", "Respuesta"),
    ],
)
def test_what_stands_right_of_a_proposed_change_answers_the_comment(
    tmp_path: Path, graph: Engine, comment: str, change: str, answer: str
) -> None:
    draft = of_rows(tmp_path, graph, [["No.", "Type of comment", comment, change, answer], *COMMENTS])
    assert asked(draft)[0] == ("QX-001", "The bound of the well is not defined. Define the bound in clause 3.")
    assert asked(draft)[3][1] == "Allow a line to be struck through."
    assert told(draft) == [row[4] for row in COMMENTS]


def test_letters_are_no_answers(tmp_path: Path, graph: Engine) -> None:
    rows = [["No.", "Recommendation", "Comments"], *([str(n), f"Dig well {n} north.", "TUE"[n % 3]] for n in range(6))]
    with pytest.raises(BrokenInput, match=r"letters or codes; say what they hold, such as --columns.*--like"):
        of_rows(tmp_path, graph, rows)


def test_a_decision_beside_comments_answers_them_and_that_is_told_as_a_guess(tmp_path: Path, graph: Engine) -> None:
    rows = [["Comments", "Decision"]]
    rows += [[f"The well of village {n} is too shallow in summer.", f"Dig it deeper ({n})."] for n in range(1, 6)]
    draft = of_rows(tmp_path, graph, rows)
    assert (asked(draft)[0][1], told(draft)[0]) == (
        "The well of village 1 is too shallow in summer.",
        "Dig it deeper (1).",
    )
    assert any("say with --columns" in one.message for one in draft.findings)


def test_a_decision_is_asked_where_nothing_was_commented_on(tmp_path: Path, graph: Engine) -> None:
    rows = [["Decision", "Comments"]]
    rows += [[f"Dig the well of village {n} deeper.", f"It was dug in May 200{n}."] for n in range(1, 6)]
    draft = of_rows(tmp_path, graph, rows)
    assert (asked(draft)[0][1], told(draft)[0]) == ("Dig the well of village 1 deeper.", "It was dug in May 2001.")


def test_words_that_no_list_has_are_weighed_with_what_stands_below_them(tmp_path: Path, graph: Engine) -> None:
    rows = [["Point", "Lo hablado", "Lo solicitado", "Lo realizado"]]
    rows += [
        [str(n), f"Se habló del pozo {n}.", f"Cavar el pozo {n} más hondo.", f"El pozo {n} fue cavado en mayo."]
        for n in range(1, 6)
    ]
    draft = of_rows(tmp_path, graph, rows)
    assert (asked(draft)[0][1], told(draft)[0]) == ("Cavar el pozo 1 más hondo.", "El pozo 1 fue cavado en mayo.")


def test_a_legend_of_statuses_is_no_follow_up(tmp_path: Path, graph: Engine) -> None:
    rows = [["Status", "Description"], ["Fixed", "The well was mended."], ["Noted", "The owner knows of the fault."]]
    with pytest.raises(BrokenInput, match="no table could be understood"):
        of_rows(tmp_path, graph, rows)


MINUTES = """# Minutes

| Name (village) | Present |
|---|---|
| Ana (Norte) | x |
| Luc (Sud) | |

### Action items

| Area / Topic | Action Item | Owner(s) | Due Date |
|---|---|---|---|
| Wells | Gather prices of pumps from two makers | Ana | June |
| Wells | Ask the river board for the map | Luc | — |
| Roads | Count the carts at the bridge | Ana | May |

# Wells of the north
* The meeting discussed the wells and raised concerns about the pumps.
* It was noted that the river board has a map.

# Roads of the south and its bridges
* The meeting discussed the roads.
* Ana shared a count.

# A fund for the two villages
* The meeting discussed the fund.
* Luc wrote to the bank.
"""


@pytest.mark.parametrize("columns", ["", "ask=Action Item,agent=Owner(s)"])
def test_a_table_of_actions_is_read_and_not_the_prose_beside_it(tmp_path: Path, graph: Engine, columns: str) -> None:
    draft = of_text(tmp_path, graph, MINUTES, columns)
    assert [text for _, text in asked(draft)] == [
        "Gather prices of pumps from two makers",
        "Ask the river board for the map",
        "Count the carts at the bridge",
    ]
    assert not draft.actions
    assert any("discussed the fund" in one.text for one in draft.unread)


def test_a_list_without_columns_is_told_what_would_be_read(tmp_path: Path, graph: Engine) -> None:
    text = "* **North:** Dig a well\n* **South:** Mend the road\n"
    with pytest.raises(BrokenInput, match="--columns does not help"):
        of_text(tmp_path, graph, text)


def test_tasks_without_answers_are_addressed_to_whoever_leads_them(tmp_path: Path, graph: Engine) -> None:
    rows = [["Chapter", "Task", "Lead"]]
    rows += [["2", f"[Task 2.{n}] Publish the map of district {n}.", "Ministry of Rivers"] for n in range(1, 5)]
    draft = of_rows(tmp_path, graph, rows, "ask=B,agent=C")
    assert asked(draft)[0] == ("2.1", "Publish the map of district 1.")
    assert [draft.addressed[id(ask)] for ask in draft.reading.asks] == [["Ministry of Rivers"]] * 4
    assert "Ministry of Rivers" in draft.unknown_bodies


def test_a_column_of_days_and_statuses_tells_both(tmp_path: Path, graph: Engine) -> None:
    rows = [["#", "Action to take", "Deadline / Status"]]
    rows += [[str(n), f"Ask village {n} for its map.", "Done"] for n in range(1, 5)]
    draft = of_rows(tmp_path, graph, rows)
    assert asked(draft)[0] == ("1", "Ask village 1 for its map.")
    assert {action.status for action in draft.actions} == {"taken"}


def test_headings_that_say_nothing_known_leave_the_columns_to_what_they_hold(tmp_path: Path, graph: Engine) -> None:
    rows = [["gx", "promess", "hm", "more"]]
    rows += [[f"P{n}", f"Dig a well in village {n} of the valley", "0%" if n > 2 else "100%", "x"] for n in range(1, 5)]
    draft = of_rows(tmp_path, graph, rows)
    assert asked(draft)[0] == ("P1", "Dig a well in village 1 of the valley")
    assert [one.status for one in draft.actions] == ["taken", "taken", "not-taken", "not-taken"]
    assert any("its headings say nothing that is known" in one.message for one in draft.findings)


def test_headings_stand_on_the_page_header(tmp_path: Path, graph: Engine) -> None:
    document = Document()
    heads = ["Body", "Clause", "Type", "Comment", "Proposed change", "Observations of the secretariat"]
    header = document.sections[0].header.add_table(1, len(heads), Cm(16))
    body = document.add_table(rows=0, cols=len(heads))
    for cell, text in zip(header.rows[0].cells, heads, strict=True):
        cell.text = text
    for row in COMMENTS:
        for cell, text in zip(body.add_row().cells, ["QX", *row], strict=True):
            cell.text = text
    document.save(str(tmp_path / "comments.docx"))
    draft = make_draft(tmp_path / "comments.docx", graph)
    assert asked(draft)[0] == ("QX-001", "The bound of the well is not defined. Define the bound in clause 3.")
    assert told(draft)[0] == "Clause 3 defines it."


def test_actions_agreed_beside_what_was_recommended_are_its_answer(tmp_path: Path, graph: Engine) -> None:
    rows = [
        [
            "Recommendations and sub-recommendations",
            "Management response",
            "Actions to be taken",
            "Implementation date",
        ],
        ["1.1 Dig a well.", "Agreed", "The crew will dig it.", "May 2031"],
        ["1.2 Mend the road.", "Agreed", "The road was mended.", "Implemented"],
        ["1.3 Paint the crane of the port.", "Not agreed", "No action is planned.", ""],
    ]
    draft = of_rows(tmp_path, graph, rows)
    assert asked(draft)[1] == ("1.2", "Mend the road.")
    assert [one.status for one in draft.actions] == ["planned", "taken", "rejected"]


def test_a_scale_to_be_ticked_in_a_form_heads_nothing_that_was_asked(tmp_path: Path, graph: Engine) -> None:
    rows = [["Completion level", "", "Not started", "", "Limited", "", "Completed"]]
    rows += [
        ["Description of results", "", "", "", "", f"Well {n} was dug deeper by the crew in the spring.", f"a, b{n}"]
        for n in range(5)
    ]
    with pytest.raises(BrokenInput, match="--columns"):
        of_rows(tmp_path, graph, rows)


def test_the_last_day_on_which_a_status_was_told_tells_it(tmp_path: Path, graph: Engine) -> None:
    rows = [["No.", "Recommendation", "Response required", "2017 response", "2018 response", "2018 text"]]
    done, later, never = (
        "The recommendation has been implemented",
        "The recommendation has not been, but will be, implemented in the future",
        "The recommendation will not be implemented because it is not warranted",
    )
    told = [(done, "**"), (later, "**"), (never, "**"), (later, "Implemented")] * 3
    rows += [
        [
            str(n),
            f"Dig the well of village {n} deeper.",
            "Water Board" if n % 2 else "Mayor",
            first,
            then,
            f"See page {n} of it.",
        ]
        for n, (first, then) in enumerate(told, start=1)
    ]
    draft = of_rows(tmp_path, graph, rows)
    assert [one.status for one in draft.actions] == ["taken", "planned", "rejected", "taken"] * 3
    assert {reply.agent_text for reply in draft.reading.replies} == {"Water Board", "Mayor"}


def test_a_tick_at_the_end_of_a_cell_tells_that_it_was_done(tmp_path: Path, graph: Engine) -> None:
    rows = [["No.", "Remark", "Kind of response", "File"]]
    rows += [[f"R{n}", f"The map of village {n} is too small.", "A new map", f"map{n}.py ✔"] for n in range(1, 5)]
    draft = of_rows(tmp_path, graph, rows)
    assert {one.status for one in draft.actions} == {"taken"}


def test_a_table_without_headings_says_how_each_request_ended(tmp_path: Path, graph: Engine) -> None:
    asked = ("Copie de tous les contrats du quai nord", "Tous les documents sur le choix du pilote", "Accès aux plans")
    ended = ("Divulgation totale", "Aucun document trouvé", "Divulgation totale")
    rows = [
        f"Port Inc.,2013,9,13-13{i},{one},{end},{i}0" for i, (one, end) in enumerate(zip(asked, ended, strict=True))
    ]
    (tmp_path / "demandes.csv").write_text("\n".join(row for row in rows for _ in range(2)), encoding="utf-8")
    draft = make_draft(tmp_path / "demandes.csv", graph)
    assert [(one.reference, one.text) for one in draft.reading.asks] == [
        (f"13-13{i}", one) for i, one in enumerate(asked) for _ in range(2)
    ]
    assert [one.text for one in draft.reading.replies] == [end for end in ended for _ in range(2)]
    assert any("by what the columns hold" in one.message for one in draft.findings)


def test_a_remark_that_stands_in_nearly_every_row_says_nothing_of_any(tmp_path: Path, graph: Engine) -> None:
    ended = ("Divulgation totale", "Divulgation partielle", "Aucun document")
    rows = [f"2013,13-13{i},Copie du contrat {i} du quai nord,{ended[i % 3]},no match found" for i in range(12)]
    (tmp_path / "demandes.csv").write_text("\n".join(rows), encoding="utf-8")
    draft = make_draft(tmp_path / "demandes.csv", graph)
    assert [one.text for one in draft.reading.replies] == [ended[i % 3] for i in range(12)]


@pytest.mark.parametrize(
    "headings",
    [
        ("id", "necesidad", "estado", "descripcion_compromiso"),
        ("No.", "Need of the village", "Status", "Commitment"),
        ("N°", "Besoin", "État", "Engagement pris"),
    ],
)
def test_a_commitment_answers_the_need_that_stands_left_of_it(
    tmp_path: Path, graph: Engine, headings: tuple[str, ...]
) -> None:
    needs = ("Luz en el muelle norte del barrio", "Un pozo para la escuela", "Bancos en la plaza vieja")
    given = [f"Se creará una mesa de trabajo para la obra {i}" for i in range(3)]
    rows = [[str(i), need, "Sin iniciar", told] for i, (need, told) in enumerate(zip(needs, given, strict=True))]
    draft = of_rows(tmp_path, graph, [[*headings], *rows])
    assert [one.text for one in draft.reading.asks] == [*needs]
    assert [one.text for one in draft.reading.replies] == given


def test_a_table_with_statuses_is_read_before_the_forms_below_it(tmp_path: Path, graph: Engine) -> None:
    names = ("Diseño del faro", "Obra", "Prueba de luz")
    table = "".join(f"<tr><td>H{i}</td><td>{one}</td><td>Completado</td></tr>" for i, one in enumerate(names))
    forms = "".join(f"<h2>H{i} — {one} del puerto norte</h2><p>Hecho: se hizo el plano.</p><p>Falta: nada.</p>"
                    for i, one in enumerate(names))  # fmt: skip
    page = f"<table><tr><th>Hito</th><th>Descripción</th><th>Estado</th></tr>{table}</table>{forms}"
    (tmp_path / "informe.html").write_text(page, encoding="utf-8")
    draft = make_draft(tmp_path / "informe.html", graph)
    assert [(one.reference, one.text) for one in draft.reading.asks] == [(f"H{i}", one) for i, one in enumerate(names)]
    assert {one.status for one in draft.actions} == {"taken"}
