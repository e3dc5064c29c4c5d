"""Layouts of trackers that people keep by hand or by program; the wording is made up, the layouts are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.wording.parsing import can_parse


def of_html(tmp_path: Path, graph: Engine, *rows: str) -> Draft:
    path = tmp_path / "table.html"
    path.write_text(f"<table>{''.join(f'<tr>{row}' for row in rows)}</table>", encoding="utf-8")
    return make_draft(path, graph)


def pairs(draft: Draft) -> list[tuple[str, str, str]]:
    return [(one.ask.text, one.text, one.status_text) for one in draft.reading.replies if one.ask is not None]


def test_columns_that_programs_name_are_told_by_what_they_hold(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Rec File Title<th>Rec ID<th>Rec Extracted<th>Res File Title<th>Res ID<th>Res Extracted<th>Status",
        *(
            f"<td>Inquiry into the wreck of the Gannet, volume 1, final report<td>{i}<td>{asked}"
            f"<td>Reply to the inquiry into the wreck of the Gannet<td>r{i}<td>{told}<td>Accept"
            for i, (asked, told) in enumerate(
                (
                    ("Mend the lamp.", "The lamp was mended in May."),
                    ("Paint the pier.", "The pier will be painted next year."),
                    ("Count the boats.", "The boats have been counted."),
                ),
                start=1,
            )
        ),
    )
    assert [ask.text for ask in draft.reading.asks] == ["Mend the lamp.", "Paint the pier.", "Count the boats."]
    assert [text for _, text, _ in pairs(draft)] == [
        "The lamp was mended in May.", "The pier will be painted next year.", "The boats have been counted.",
    ]  # fmt: skip


def test_notes_beside_a_tick_are_the_account_and_the_tick_says_what_its_heading_says(
    tmp_path: Path, graph: Engine
) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>No.<th>Recommendation<th>Implemented<th>Notes",
        "<td>1<td>Mend the lamp at the north pier.<td>✓<td>Lamp mended by the crew",
        "<td>2<td>Paint the pier before the summer.<td>partial<td>Some painting, but no rails yet",
        "<td>3<td>Count the boats in every harbour.<td>✗<td>Crew too small to count",
    )
    assert [action.status for action in draft.actions] == ["taken", "partly-taken", "not-taken"]
    assert [text for _, text, _ in pairs(draft)] == [
        "Lamp mended by the crew", "Some painting, but no rails yet", "Crew too small to count",
    ]  # fmt: skip


def test_what_was_asked_is_done_when_all_of_its_parts_are(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th rowspan=2>número<th rowspan=2>compromiso<th rowspan=2>desc<th rowspan=2>cumplimiento"
        "<th colspan=2>cumplimiento 1<th colspan=2>cumplimiento 2",
        "<th>label<th>porcentaje_completado<th>label<th>porcentaje_completado",
        "<td colspan=8>Puerto abierto",
        "<td>1<td>Reparar los faros<td>Nos comprometemos a reparar todos los faros de la costa norte y los de la costa "
        "sur antes de que termine el mandato.<td>2019<td>Faros del norte<td>100<td>Faros de toda la costa<td>60",
        "<td>2<td>Pintar el muelle<td>Nos comprometemos a pintar el muelle largo y las barandas que dan al mar, con "
        "los vecinos y las escuelas del barrio.<td>2018<td>Metros de muelle pintados<td>100<td><td>",
        "<td>3<td>Contar las barcas<td>Nos comprometemos a contar las barcas de cada puerto una vez al año y a "
        "publicar la lista.<td>2017<td>Puertos con lista<td>112<td><td>",
    )
    assert [(ask.reference, ask.text) for ask in draft.reading.asks] == [
        ("1", "Reparar los faros"), ("2", "Pintar el muelle"), ("3", "Contar las barcas"),
    ]  # fmt: skip
    assert [action.status for action in draft.actions] == ["under-way", "taken", "taken"]
    assert all(text.startswith("Nos comprometemos") for _, text, _ in pairs(draft))


def test_a_line_above_each_row_is_what_was_asked(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Date<th>Suivi<th>Titre de l'article",
        "<td colspan=3>Réparer le phare du quai nord avant la saison",
        "<td>mai 2019<td>Le phare a été réparé.<td>La lumière revient",
        "<td colspan=3>Le port",
        "<td colspan=3>Repeindre toute la jetée et ses deux escaliers",
        "<td>juin 2019<td>La jetée sera repeinte en 2031.<td>Une jetée qui attend",
        "<td colspan=3>Compter les barques de tous les ports chaque année",
        "<td>mai 2020<td>Les barques ont été comptées.<td>Combien de barques",
    )
    assert [(asked, told) for asked, told, _ in pairs(draft)] == [
        ("Réparer le phare du quai nord avant la saison", "Le phare a été réparé."),
        ("Repeindre toute la jetée et ses deux escaliers", "La jetée sera repeinte en 2031."),
        ("Compter les barques de tous les ports chaque année", "Les barques ont été comptées."),
    ]
    left = " ".join(one.text for one in draft.unread) + " ".join(one.message for one in draft.findings)
    assert "Le port" in left


@pytest.mark.skipif(not can_parse("en"), reason="no English pipeline is installed")
def test_a_cell_that_answers_two_rows_tells_each_of_what_is_like_it(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>No.<th>Recommendation<th>Response",
        "<td>1<td>The Harbour Board should publish a register of the lamps.<td rowspan=2>The Harbour Board has "
        "published the register of lamps. The Pilots' Office will review its training of pilots next year.",
        "<td>2<td>The Pilots' Office should review the training of its pilots.",
    )
    sure = [(one.reply.ask.reference, one.status) for one in draft.actions if one.reply.ask and one.confidence >= 0.75]
    assert sure == [("1", "taken"), ("2", "planned")]


@pytest.mark.skipif(not can_parse("en"), reason="no English pipeline is installed")
def test_after_a_refusal_nothing_else_is_the_deed_that_was_asked_for(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>No.<th>Recommendation<th>Response",
        "<td>1<td>Set a limit for each pier.<td>The Board does not believe that it is appropriate to set a limit for "
        "each pier. It has introduced a fee for all boats.",
        "<td>2<td>Publish the tariff.<td>The Board has published the tariff.",
    )
    assert [(one.status, one.confidence >= 0.75) for one in draft.actions] == [
        ("rejected", True), ("taken", False), ("taken", True),
    ]  # fmt: skip


def test_what_every_row_says_alike_is_said_once(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Report<th>No.<th>Recommendation<th>Status",
        "<td colspan=4>Northern Lamps Agency",
        "<td>Inquiry of the Gannet Wreck Commission<td>1<td>Mend the lamp at the pier.<td>Done",
        "<td>Inquiry of the Gannet Wreck Commission<td>2<td>Paint the pier in white.<td>Done",
        "<td>Inquiry of the Gannet Wreck Commission<td>3<td>Count the boats each year.<td>Done",
    )
    assert [one.text for one in draft.unread if "same in every row" in one.why] == [
        "Report: Inquiry of the Gannet Wreck Commission"
    ]
    # Neither it nor what heads a section is named by the rows.
    assert [draft.beside[id(ask)].strangers for ask in draft.reading.asks] == [[], [], []]
    assert {ask.section for ask in draft.reading.asks} == {"Northern Lamps Agency"}


def test_a_column_of_places_names_places(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>N°<th>Engagement<th>Quartier<th>Statut",
        "<td>1<td>Réparer le phare<td>La Balise<td>À faire",
        "<td>2<td>Repeindre la jetée<td>Tous les quartiers<td>Réalisé",
        "<td>3<td>Compter les barques<td>Vieux-Quai<td>À faire",
    )
    named = [[(one.name, one.kind) for one in draft.beside[id(ask)].strangers] for ask in draft.reading.asks]
    assert named == [[("La Balise", "place")], [], [("Vieux-Quai", "place")]]


def test_a_rate_below_nothing_is_not_begun(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>N°<th>Mesure<th>Taux d'avancement",
        "<td>1<td>Réparer tous les phares de la côte nord<td>-5",
        "<td>2<td>Repeindre toutes les jetées de la côte sud<td>112,5",
        "<td>3<td>Compter les barques de tous les ports<td>40",
    )
    assert [one.status for one in draft.actions] == ["not-taken", "taken", "under-way"]


@pytest.mark.skipif(not can_parse("en"), reason="no English pipeline is installed")
def test_what_will_also_be_done_is_not_what_was_asked(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>No.<th>Recommendation<th>Response",
        "<td>1<td>Publish the tariff.<td>The Board has published the tariff. The Board will also visit the piers.",
        "<td>2<td>Paint the pier.<td>The purpose of the paint is to protect the pier.",
    )
    assert [one.status for one in draft.actions if one.confidence >= 0.75] == ["taken"]


def test_lettered_paragraphs_of_a_cell_are_apart_and_so_is_a_spanish_number(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>N.º<th>Recomendación<th>Seguimiento",
        "<td>1<td>Reparar el faro.<td>(a) El faro fue reparado. (b) El muelle será pintado; "
        "(c) la lista fue publicada.",
        "<td>2<td>Contar las barcas.<td>Se contaron las barcas.",
    )
    assert [ask.reference for ask in draft.reading.asks] == ["1", "2"]
    assert [one.text[:3] for one in draft.reading.replies] == ["(a)", "(b)", "(c)", "Se "]


@pytest.mark.skipif(not can_parse("en"), reason="no English pipeline is installed")
def test_a_status_of_the_row_is_not_that_of_a_part_which_tells_otherwise(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>No.<th>Recommendation<th>Response<th>Status",
        "<td>1<td>Train the pilots.<td><ul><li>The first course was completed in May.<li>A second course will be "
        "held in June 2031.<li>The course on the island was cancelled.</ul><td>Implemented",
        "<td>2<td>Publish the tariffs.<td>The tariffs were published in May. Earlier tariffs will be scanned "
        "by June 2031.<td>Implemented",
        "<td>3<td>Count the boats.<td>The boats were counted.<td>Implemented",
    )
    told = [(one.reply.ask.reference, one.status, one.confidence >= 0.75) for one in draft.actions if one.reply.ask]
    assert told == [
        ("1", "taken", True), ("1", "planned", False), ("1", "cancelled", False),
        ("2", "taken", True), ("2", "planned", False), ("3", "taken", True),
    ]  # fmt: skip


def test_a_resolution_answers_what_was_remarked_in_a_log_of_comments(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Item #<th>Commenter<th>Description<th>Resolution<th>Disposition",
        "<td>1<td>A. Reader<td>The lamp at the north pier is not drawn.<td>The lamp was drawn.<td>Completed",
        "<td>2<td>B. Reader<td>The scale of the chart cannot be read.<td>The scale will be printed anew.<td>Open",
        "<td>3<td>C. Reader<td>The names of two islands are exchanged.<td>The names were exchanged.<td>Completed",
    )
    assert [ask.text[:8] for ask in draft.reading.asks] == ["The lamp", "The scal", "The name"]
    assert pairs(draft)[0] == ("The lamp at the north pier is not drawn.", "The lamp was drawn.", "Completed")


def test_a_resolution_of_an_organ_is_what_was_asked(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Resolution<th>Comments",
        "<td>The Board asks for a lamp at the north pier.<td>The lamp was lit in May.",
        "<td>The Board asks for a count of the boats.<td>The boats were counted.",
    )
    assert pairs(draft)[0][:2] == ("The Board asks for a lamp at the north pier.", "The lamp was lit in May.")


def test_each_government_replies_in_a_column_of_its_own(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Recommendation<th>Approach taken<th>Northern Government<th>Southern Executive",
        "<td>Light the lamps on both piers.<td>Accepted by both.<td>The northern lamp was lit in May."
        "<td>The southern lamp will be lit next year.",
        "<td>Count the boats in both harbours.<td>Accepted by both.<td>The boats were counted in June."
        "<td>A count of the boats is under way.",
    )
    told = [(one.heading, one.text) for one in draft.reading.replies if one.ask and one.ask.text.startswith("Light")]
    assert ("Northern Government", "The northern lamp was lit in May.") in told
    assert ("Southern Executive", "The southern lamp will be lit next year.") in told


def test_obligations_are_asked_of_whoever_the_row_is_named_after(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Case<th>Year entered<th>Key obligations<th>Recent status",
        "<td>Gannet v. Harbour Office<td>2011<td>Light the lamps on both piers.<td>The lamps were lit in May.",
        "<td>Tern v. Harbour Office<td>2014<td>Count the boats every year.<td>No boat has been counted.",
    )
    assert [ask.text for ask in draft.reading.asks] == ["Light the lamps on both piers.", "Count the boats every year."]


def test_a_row_of_figures_is_none_of_headings(tmp_path: Path, graph: Engine) -> None:
    rows = "".join(
        f"mesure du phare {i},part des phares en service,{i}.0,2022-10-31,{i}.5,2019-10-31\n" for i in range(1, 6)
    )
    path = tmp_path / "phares.csv"
    path.write_text("objet suivi,libelle,valeur,date_valeur,valeur_cible,date_cible\n" + rows, encoding="utf-8")
    with pytest.raises(BrokenInput, match="say what its columns hold"):
        make_draft(path, graph)


def of_text(tmp_path: Path, graph: Engine, name: str, *lines: str) -> Draft:
    path = tmp_path / name
    path.write_text("\n".join(lines), encoding="utf-8")
    return make_draft(path, graph)


def test_a_task_list_says_by_its_boxes_what_was_done(tmp_path: Path, graph: Engine) -> None:
    prose = [f"The harbour board met for the {n}th time and spoke of the weather at length." for n in range(4, 12)]
    tasks = ["- [x] Mend the lamp <!-- 7 -->", "- [ ] Paint the pier", "", "## Boats", "", "- [ ] Count the boats"]
    draft = of_text(tmp_path, graph, "minutes.md", "# Tasks", *prose, *tasks)
    assert [(ask.text, action.status) for ask, action in zip(draft.reading.asks, draft.actions, strict=True)] == [
        ("Mend the lamp", "taken"),
        ("Paint the pier", "planned"),
        ("Count the boats", "planned"),
    ]
    assert [finding for finding in draft.unread if "weather" in finding.text]


def test_a_later_table_does_not_go_on_with_one_of_statuses_and_dates(tmp_path: Path, graph: Engine) -> None:
    draft = of_text(
        tmp_path, graph, "plan.md", "# Plan", *(f"Much is said of pier {n} here." for n in range(20)), "",
        "| Action | Due | Status |", "|---|---|---|",
        *(f"| Paint pier {n} | 2027-0{n}-01 | Done |" for n in range(1, 5)), "",
        "| Kind | Amount | Colour |", "|---|---|---|", "| Piers | 5 | Grey |", "| Lamps | 7 | Green |",
    )  # fmt: skip
    assert [ask.text for ask in draft.reading.asks] == [f"Paint pier {n}" for n in range(1, 5)]


def test_codes_under_action_number_what_is_described_beside_them(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Action<th>Description<th>Responsible<th>Complete<th>Comments",
        *(
            f"<td>A20{n}.0{n}<td>Paint pier {n} before the next autumn<td>crew<td>{mark}<td>The crew {met} on pier {n}"
            for n, mark, met in ((11, "on", "met"), (12, "on", "was not"), (13, "", "met"))
        ),
    )
    first = draft.reading.asks[0]
    assert (first.reference, first.text) == ("A2011.011", "Paint pier 11 before the next autumn")
    # The one mark of a column called "Complete" ticks it; what is told beside it may deny it.
    assert [one.status for one in draft.actions if one.confidence > 0.7] == ["taken"]


def test_parts_of_one_are_rates_and_what_may_mean_two_things_is_asked_once(tmp_path: Path, graph: Engine) -> None:
    lines = [f"Pintar el muelle {n} antes del otoño;{part}" for n, part in enumerate(("0,4", "1", "0", "0,7"))]
    draft = of_text(tmp_path, graph, "avance.csv", "Compromiso;Avance", *lines)
    assert [action.status for action in draft.actions] == ["under-way", "taken", "not-taken", "under-way"]
    lines = [f"Pintar el muelle {n} antes del otoño;Abierto" for n in range(4)]
    draft = of_text(tmp_path, graph, "estado.csv", "Compromiso;Estado", *lines)
    assert [one.message for one in draft.findings if one.rule == "status"] == [
        "'Abierto' may mean several statuses; say which with --statuses"
    ]


def test_what_was_heard_and_answered_under_numbered_labels_is_a_form(tmp_path: Path, graph: Engine) -> None:
    lines = [
        line
        for n in range(1, 5)
        for line in (
            f"B{n}.1 - What We Heard", f"People want pier {n} to be painted.",
            f"B{n}.2 - Our Response", f"Pier {n} was painted in May.",
        )
    ]  # fmt: skip
    draft = of_text(tmp_path, graph, "heard.txt", *lines)
    assert pairs(draft)[1][:2] == ("People want pier 2 to be painted.", "Pier 2 was painted in May.")


_WISHES = (
    ("Mend the lamp at the north pier.", "The keeper was told of it."),
    ("Paint the pier before the summer.", "The harbour office has the paint."),
    ("Count the boats in every harbour.", "The crew has a list."),
)


def _with_columns(*columns: tuple[str, str, str, str]) -> list[str]:
    """A table of wishes and answers with further columns: of each its heading and its cells."""
    rows = [f"<th>Recommendation<th>Action taken{''.join(f'<th>{one[0]}' for one in columns)}"]
    for i, (asked, told) in enumerate(_WISHES, start=1):
        rows.append(f"<td>{asked}<td>{told}{''.join(f'<td>{one[i]}' for one in columns)}")
    return rows


def test_a_column_that_is_called_a_status_is_the_status_and_not_one_of_yes_and_no(
    tmp_path: Path, graph: Engine
) -> None:
    rows = _with_columns(("Status", "Closed", "Closed", "Open"), ("Remarks", "No", "Yes", "No"))
    assert [said for _, _, said in pairs(of_html(tmp_path, graph, *rows))] == ["Closed", "Closed", "Open"]


def test_of_several_statuses_the_present_one_is_read_and_the_others_are_told(tmp_path: Path, graph: Engine) -> None:
    rows = _with_columns(
        ("status_2029", "not_started", "delayed", "not_started"), ("status", "completed", "in_progress", "completed")
    )
    draft = of_html(tmp_path, graph, *rows)
    assert [action.status for action in draft.actions] == ["taken", "under-way", "taken"]
    (told,) = [one.message for one in draft.findings if "several columns of a status" in one.message]
    assert "'status' is read" in told
    assert "--columns status='status_2029'" in told


@pytest.mark.parametrize(
    ("status", "words", "filled"),
    [
        ("not started", "This commitment is COMPLETED. A list was made in May.", False),
        ("completed", "This commitment is NOT STARTED. Somebody is to be hired.", False),
        ("completed", "This commitment is COMPLETED. A list was made in May.", True),
    ],
)
def test_a_status_that_the_row_denies_in_its_own_words_is_left_to_a_person(
    tmp_path: Path, graph: Engine, status: str, words: str, filled: bool
) -> None:
    rows = f"<td>Count the boats in every harbour.<td>{words}<td>{status}"
    draft = of_html(tmp_path, graph, "<th>Recommendation<th>Action taken<th>Status", rows)
    assert all((action.confidence >= 0.75) is filled for action in draft.actions)
    assert any(" stands beside words that tell otherwise" in one.message for one in draft.findings) is not filled
