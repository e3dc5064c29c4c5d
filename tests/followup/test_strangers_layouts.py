"""Layouts of audit offices, councils and trackers: tick columns under one heading, capitals, numbers, several statuses.

How each is read is written out beside it; the wording is made up, the layouts are not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.fact_writer import thing
from tcgraph.followup.wording.parsing import can_parse


def of_html(tmp_path: Path, graph: Engine, *rows: str) -> Draft:
    path = tmp_path / "table.html"
    path.write_text(f"<table>{''.join(f'<tr>{row}' for row in rows)}</table>", encoding="utf-8")
    return make_draft(path, graph)


def of_csv(tmp_path: Path, graph: Engine, *lines: str) -> Draft:
    path = tmp_path / "table.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    return make_draft(path, graph)


def said(draft: Draft, rule: str) -> list[str]:
    return [finding.message for finding in draft.findings if finding.rule == rule]


def test_ticks_under_one_heading_say_the_status_of_their_column(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th rowspan=2>No.<th rowspan=2>Recommendation of the Board<th rowspan=2>Response of the Administration"
        "<th colspan=4>Status after verification",
        "<th>Implemented<th>Under implementation<th>Not implemented<th>Overtaken by events",
        "<td>1<td>Close the old accounts.<td>A new dashboard was rolled out.<td><td><td><td>X",
        "<td>2<td>Count the stock each year.<td>The stock was counted in May.<td>X<td><td><td>",
        "<td>3<td>Train the clerks.<td>Training was planned and begun.<td><td>X<td><td>",
        "<td colspan=3>Total<td>1<td>1<td>–<td>1",
    )
    assert [action.status for action in draft.actions] == ["overtaken", "taken", "under-way"]
    assert [ask.reference for ask in draft.reading.asks] == ["1", "2", "3"]


def test_a_long_title_in_capitals_with_a_date_in_brackets_asks_nothing(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>DECISIÓN<th>APLICACIÓN",
        "<td><b>123º PERÍODO DE SESIONES DEL CONSEJO (Villa Mar, 28 de octubre - 1º de junio de 2002)</b><td>&nbsp;",
        "<td>Reparar el faro norte y abrirlo al público antes del verano (párr. 6)"
        "<td>El servicio de obras reparó el faro en mayo.",
        "<td><b>INFORME DEL 25º PERÍODO DE SESIONES DEL COMITÉ DE PESCA (VILLA MAR, 24-28 DE FEBRERO DE 2003)</b>"
        "<td>&nbsp;",
        "<td>Contar las barcas de cada puerto y publicar la lista (párr. 7)<td>Las barcas se contaron en junio.",
    )
    assert len(draft.reading.asks) == 2
    assert said(draft, "nothing-reported") == []
    assert all("taken for a title" in message for message in said(draft, "title"))


def test_what_is_asked_is_described_in_spanish_and_counted_in_hundredths(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "nombre;descripción;cumplimiento;hitos",
        "Faro;Repararemos el faro norte antes del verano.;100;El faro fue reparado en mayo.",
        "Muelle;Pintaremos el muelle de blanco.;75;La pintura fue comprada.",
        "Barcas;Contaremos las barcas de cada puerto.;0;Nadie ha empezado.",
    )
    assert draft.reading.asks[0].text == "Repararemos el faro norte antes del verano."
    assert [action.status for action in draft.actions] == ["taken", "under-way", "not-taken"]


def test_of_a_letter_and_what_it_stands_for_the_words_are_the_status(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "paragraph,grade,grade_label,text,rationale",
        "60.1,B,Partially implemented / steps taken,Ratify the first treaty on lighthouses,The treaty was signed.",
        "60.2,C,Not implemented / no relevant action taken,Ratify the second treaty on piers,Nobody signed it.",
    )
    assert [(action.reply.ask.text[:17], action.status) for action in draft.actions if action.reply.ask] == [
        ("Ratify the first ", "partly-taken"),
        ("Ratify the second", "not-taken"),
    ]


def test_the_agency_of_a_row_acts(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(tmp_path, graph, "agency,recommendation,status", "UNDP,Count the stock of all offices.,Implemented")
    assert draft.actions[0].agents == [thing("organisation/undp")]


def test_numbers_in_no_order_are_told_once(tmp_path: Path, graph: Engine) -> None:
    numbers = [1, 3, 1, 2, 1, 3, 2, 1, 3, 2, 1, 2, 1]
    rows = [f"Recommendation {n}: Do thing number {i} at once;Implemented" for i, n in enumerate(numbers)]
    draft = of_csv(tmp_path, graph, "recommendation;status", *rows)
    assert said(draft, "number-order") == ["number 1 comes after 3; there are 7 numbers that come after a higher one"]
    assert said(draft, "duplicate-number") == [
        "number 1 also stands at row 2, column A; there are 10 numbers that stand at an earlier row"
    ]


def test_a_status_word_that_nobody_knows_is_told_once(tmp_path: Path, graph: Engine) -> None:
    rows = [f"Do thing number {n} at once;It was seen to by many;Zweck" for n in range(9)]
    draft = of_csv(tmp_path, graph, "recommendation;response;status", *rows)
    assert said(draft, "status") == ["'Zweck' is no status that is known; say what it means with --statuses"]


def test_a_row_without_number_is_not_called_like_the_row_of_that_number(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "recommendation;status",
        "2. Repair the lamp of the northern lighthouse;Implemented",
        "Count the boats of each harbour once a year;Implemented",
    )
    keys = [action.key for action in draft.actions]
    assert len(set(keys)) == len(keys) == 2


def test_one_column_of_marks_alone_is_no_scale(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path, graph, "recommendation;response;Implemented", "Count the boats;They will be counted in May.;X"
    )
    assert [(action.status, action.reply.beside) for action in draft.actions] == [("planned", "Implemented: X")]


def test_a_body_that_the_table_introduces_is_known_by_its_acronym_everywhere(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "recommendation;response",
        "Review the rates of the mission;HSML has reviewed its rates.",
        "Submit the cost plan of the mission;The Harbour Support Mission in Libya (HSML) submitted its cost plan.",
    )
    assert [[one.name for one in action.strangers] for action in draft.actions] == [["HSML"], ["HSML"]]
    assert [mention.surface for action in draft.actions for mention in action.mentions] == []


def test_any_committee_of_experts_is_not_the_one_that_the_graph_knows(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "recommendation;response",
        "Convene experts on boats;A committee of experts was convened in May.",
        "Report on treaties;The Committee of Experts published its report in May.",
    )
    assert [bool(action.mentions) for action in draft.actions] == [False, True]


def test_a_row_without_the_reference_that_all_others_end_in_is_a_heading(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>DECISION<th>IMPLEMENTATION",
        "<td>Nomination of the keeper of the northern lighthouse and of the keepers of all other lighthouses<td>",
        "<td>Put the names before the assembly (para. 5)<td>Action completed.",
        "<td>Count the boats of each harbour [para. 6(a)]<td>The boats were counted.",
    )
    assert len(draft.reading.asks) == 2


def test_the_day_of_a_commitment_is_the_day_it_is_due(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Compromiso;Fecha compromiso;Estado",
        "Contar las barcas de cada puerto;2026-06-23;Pendiente",
    )
    assert [action.reply.due_text for action in draft.actions] == ["2026-06-23"]


def test_a_column_of_names_and_one_of_themes_give_names_and_sections(tmp_path: Path, graph: Engine) -> None:
    names = ["1. Dragado de la dársena vieja", "2. Muelle norte para barcos grandes", "3a. Faro viejo de la isla Mayor",
             "4. Lonja nueva en la plaza vieja", "5. Luces en los dos espigones"]  # fmt: skip
    themes = ["Puerto", "Puerto", "Faros", "Puerto", "Faros"]
    asked = "Para que los barcos entren sin peligro en cualquier estación del año haremos cuanto antes lo necesario en"
    lines = [
        f"{theme},{name},{asked} {name.partition('.')[2].lower()}.,Se hizo en mayo.,Cumplida"
        for theme, name in zip(themes, names, strict=True)
    ]
    draft = of_csv(tmp_path, graph, "Tema,Nombre,Compromiso,Respuesta,Estado", *lines)
    assert [ask.section for ask in draft.reading.asks] == themes
    assert [ask.title for ask in draft.reading.asks] == names
    assert not said(draft, "columns")


def test_a_line_across_the_table_is_the_section_of_what_follows(tmp_path: Path, graph: Engine) -> None:
    draft = of_html(
        tmp_path,
        graph,
        "<th>Recommendation<th>Response",
        "<td colspan=2><b>Harbours</b>",
        "<td>Dredge the basin before the autumn.<td>The basin was dredged.",
        "<td>Paint the crane before the autumn.<td>The crane was painted.",
        "<td colspan=2><b>Lighthouses</b>",
        "<td>Repair the old lighthouse.<td>It was repaired.",
    )
    assert [ask.section for ask in draft.reading.asks] == ["Harbours", "Harbours", "Lighthouses"]


def test_the_position_of_a_state_is_its_answer_and_no_progress(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Recomendación;Posición del Estado",
        "1.1 Ratificar el convenio (Chile);Aceptada",
        "1.2 Derogar la ley (Perú);Anotada",
        "1.3 Revisar el plan (Cuba);Aceptada parcialmente",
    )
    assert [(action.status, action.confidence) for action in draft.actions] == [
        ("planned", 0.5),
        ("rejected", 0.8),
        ("planned", 0.5),
    ]
    rows = [f"1.{n} Ratificar el convenio {n} (Chile);Aceptada" for n in range(3)]
    alike = of_csv(tmp_path, graph, "Recomendación;Posición del Estado", *rows, "1.4 Derogar la ley (Perú);Anotada")
    assert said(alike, "status") == ["'Aceptada' may mean several statuses; say which with --statuses"]
    told = make_draft(alike.path, graph, statuses={"aceptada": "planned"})
    assert [action.confidence for action in told.actions] == [1.0, 1.0, 1.0, 0.8]


def test_an_answer_that_states_its_own_status_has_that_one(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "table.html"
    rows = (
        "<tr><th>Auditor's recommendation<th>Action taken, status and time-frame<th>Auditor's comments",
        "<tr><td>Reduce the adjustments in the books.<td>Efforts have been intensified. Status: In course of "
        "implementation<td>This is under verification.",
        "<tr><td>Add a note on rounding to the accounts.<td>The policy is now stated in a note to the accounts.<br>"
        "Status: Implemented<td>Despite the steps taken, nothing has improved.",
    )
    path.write_text(f"<table>{''.join(rows)}</table>", encoding="utf-8")
    found = {(action.wording[:20], action.status if action.confidence >= 0.75 else "")
             for action in make_draft(path, graph).actions}  # fmt: skip
    assert found == {
        ("Efforts have been in", "under-way"),
        ("This is under verifi", ""),
        ("The policy is now st", "taken"),
        ("Despite the steps ta", "not-taken"),
    }


def test_a_column_of_bodies_says_who_acts_and_a_post_is_no_body(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "No;Recommendation;to;Status",
        "1;Patch the servers of the harbour.;Lamps and Quays (LQO);Closed",
        "2;Count the boats of the harbour.;Lamps and Quays (LQO);Closed",
        "3;Paint the crane of the harbour.;Harbour Police (HP);Closed",
    )
    assert draft.unknown_bodies[:2] == ["Lamps and Quays (LQO)", "Harbour Police (HP)"]
    posts = of_csv(tmp_path, graph, "Recommendation;Action;Responsible", "Paint it.;It was painted.;Director, Cranes")
    assert (posts.unknown_bodies, posts.actions[0].reply.agent_text) == ([], "Director, Cranes")


def test_a_body_is_called_as_the_table_calls_it(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Recommandation;Suite donnée",
        "Avertir l'OACI;Fait en mai.",
        "Voir l’OMT;L'OACI a écrit à l'OMT.",
    )
    assert draft.unknown_bodies == ["OACI", "OMT"]


def test_accents_that_are_characters_of_their_own_are_read_as_letters(tmp_path: Path, graph: Engine) -> None:
    asked = "Fundar el Ministerio de Pesqueri\u0301as y A\u0301reas Portuarias"
    draft = of_csv(tmp_path, graph, "Recomendación;Respuesta", f"{asked};Se fundó en mayo.", "Otra cosa;Se hizo.")
    assert draft.unknown_bodies == ["Ministerio de Pesquerías y Áreas Portuarias"]


@pytest.mark.parametrize("heading", ["to", "Addressed to", "Destinataire", "Dirigida a"])
def test_a_column_of_those_who_are_asked_is_known_by_its_whole_heading(
    tmp_path: Path, graph: Engine, heading: str
) -> None:
    draft = of_csv(tmp_path, graph, f"No.;Recommendation;{heading};Status", "1;Paint it.;Crane Office, Quays;Open")
    assert draft.actions[0].reply.agent_text == "Crane Office, Quays"


def test_rows_of_one_number_for_two_bodies_are_two_rows_and_the_last_status_counts(
    tmp_path: Path, graph: Engine
) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Inquiry,Number,Recipient,Status at 30-Jun-22,Status at 30-Jun-23",
        "HB-7,012/21,Quays Office,Accepted,Accepted and implemented",
        "HB-7,012/21,Crane Office,Accepted,Under consideration",
        "HB-8,013/21,Crane Office,Implemented,Closed superseded",
    )
    assert [ask.reference for ask in draft.reading.asks] == ["012/21", "012/21", "013/21"]
    assert [(action.status, action.reply.agent_text) for action in draft.actions][::2] == [
        ("taken", "Quays Office"),
        ("overtaken", "Crane Office"),
    ]


def test_what_stands_alone_in_a_column_that_is_not_read_asks_nothing(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Mechanism;Code;Recommendation;Status;Rate (%)",
        "Board of Piers;;;;",
        "Board of Piers;R1;Repair the old pier before the autumn;Implemented;100",
        "None;;;;",
        "Board of Piers;R2;Paint the old crane before the autumn;Under way;30",
        "TOTAL;2;;Implemented 1 / Under way 1;",
    )
    assert [ask.reference for ask in draft.reading.asks] == ["R1", "R2"]
    assert draft.reading.asks[0].section == "Board of Piers"


def test_a_table_of_what_words_mean_and_one_with_other_headings_are_not_read(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "table.html"
    tables = (
        "<tr><th>Recommendation<th>Response<th>Owner<tr><td>Count the boats.<td>They were counted.<td>Quays Office",
        "<tr><th>Status of recommendations<th>Definition<th>Reported?<tr><td>Implemented<td>It was implemented<td>No",
        "<tr><th>Deliverable<th>Target date<th>Responsible<tr><td>A meeting<td>May 2031<td>Quays Office",
    )
    path.write_text("".join(f"<table>{table}</table>" for table in tables), encoding="utf-8")
    assert [ask.text for ask in make_draft(path, graph).reading.asks] == ["Count the boats."]


def test_who_stands_alone_in_a_column_is_one_of_those_who_are_listed(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Actividad;Responsable;Avance",
        "Contar las barcas de cada puerto;Lonja Viva;Se hizo en mayo.",
        "Pintar el muelle norte de la isla;Lonja Viva y Mareas;Se hizo en mayo.",
        "Abrir el faro viejo al público;Mareas, Boyas y entidades del puerto;Se hizo en mayo.",
        "Reparar la grúa grande del muelle;Ministerio de Pesca y Puertos;Se hizo en mayo.",
    )
    assert draft.unknown_bodies == ["Lonja Viva", "Mareas", "Boyas", "Ministerio de Pesca y Puertos"]


def test_beside_what_is_to_be_done_how_things_are_is_left_to_a_person(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Recommendation;Response",
        "Review the dues of the port;The Office will review the dues. Each tariff is approved by the Board.",
    )
    assert [(action.status, action.confidence >= 0.75) for action in draft.actions] == [
        ("planned", True),
        ("standing", False),
    ]


def test_what_is_called_by_its_number_and_stands_below_a_heading_of_its_table(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "table.html"
    tables = (
        ("Harbours", "Recommendation 1 Dredge the basin before the autumn", "Recommendation 2 Paint the crane"),
        ("Lighthouses", "Recommendation 3 Repair the lamp", "Recommendation 4 Count the keepers"),
    )
    path.write_text(
        "<p>HC 1242</p><p>The Harbour Plan Answered</p>"
        + "".join(
            f"<h3>{name}</h3><table><tr><th>Recommendation<th>Response"
            f"<tr><td>{one}<td>It was done in May.<tr><td>{two}<td>It was done in June.</table>"
            for name, one, two in tables
        ),
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert [(ask.reference, ask.section) for ask in draft.reading.asks] == [
        ("1", "Harbours"),
        ("2", "Harbours"),
        ("3", "Lighthouses"),
        ("4", "Lighthouses"),
    ]
    assert draft.reading.asks[1].text == "Paint the crane"
    assert (draft.front.symbol, draft.front.title) == ("HC 1242", "The Harbour Plan Answered")


@pytest.mark.skipif(not can_parse("en"), reason="needs the English pipeline")
def test_a_column_of_people_names_no_bodies(tmp_path: Path, graph: Engine) -> None:
    draft = of_csv(
        tmp_path,
        graph,
        "Action;Responsible;Progress",
        "Count the boats of every harbour;Susan;It was done in May.",
        "Paint the north pier of the island;Henry → Susan;It was done in May.",
        "Open the old lighthouse to the public;Peter;It was done in May.",
        "Close the old harbour to cars;Charles;It was done in May.",
        "Clean the lamps of the harbour;Henry;It was done in May.",
        "Repair the great crane of the pier;Ministry of Fishery and Ports;It was done in May.",
        "Change the buoys of the bay;MF, HK;It was done in May.",
    )
    assert draft.unknown_bodies == ["Ministry of Fishery and Ports"]


def test_a_unit_is_told_with_those_above_it(tmp_path: Path, graph: Engine) -> None:
    rows = [
        f"Refaire la carte du quai {quay}.;DGM/SPH/{unit};Elle a été refaite."
        for quay, unit in (("nord", "AQX"), ("sud", "BQX"))
    ]
    draft = of_csv(tmp_path, graph, "Recommandation;Responsable;Suite donnée", *rows)
    assert draft.unknown_bodies == ["DGM/SPH/AQX", "DGM/SPH/BQX"]


def test_what_every_reply_says_is_asked_about_once(tmp_path: Path, graph: Engine) -> None:
    rows = [f"Corriger la page {n} du guide des phares.;{word}" for n, word in enumerate(["Versé", "versé"] * 2)]
    asked = of_csv(tmp_path, graph, "Demande;Suite donnée", *rows)
    unknown = "'Versé' is no status that is known; say what it means with --statuses"
    assert [finding.message for finding in asked.findings if finding.message == unknown] == [unknown]
    told = make_draft(asked.path, graph, statuses={"verse": "taken"})
    assert {(action.status, action.confidence) for action in told.actions} == {("taken", 1.0)}
