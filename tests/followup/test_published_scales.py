"""Scales and headings as audit offices, councils and evaluators publish them, in three languages, and names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.followup.drafts.draft import make_draft
from tcgraph.followup.drafts.reply_status import said_by
from tcgraph.followup.layout.columns import Columns
from tcgraph.followup.layout.layout_table import read_rows
from tcgraph.followup.naming.entities import Recogniser
from tcgraph.followup.tables import read_tables
from tcgraph.followup.wording.status_wording import CONFIDENT

SCALES = {
    "taken": """
        Closed – Implemented; Recommendation implemented; Fully addressed; Action closed - complete; Totalement
        mise en œuvre; Soldée; Suivie d'effet; Intégralement mise en œuvre; Réalisation complète; Atendida;
        Subsanada; Cumplimiento total; ✅; ✔️ Done; Published in 2015; Signed; Rolled out; OK corrigé; Pris en
        compte; Atteint; Hecho; Logrado; Resuelto
    """,
    "partly-taken": """
        Implemented in some respects; In most respects; Part-implemented; Limited implementation; Mise en œuvre
        incomplète; Exécution partielle; Cumplimiento parcial; Cumplida parcialmente
    """,
    "under-way": """
        Implementation under way; Work ongoing; Partly in progress; 🔄 In Progress; Currently being implemented;
        Mise en œuvre en cours; Travaux en cours; Initié; En proceso de implementación; Réalisé à 50 %; Some
        progress; Draft; Procurement; Con avances
    """,
    "planned": """
        Not yet due; Planning stage; Will be implemented; À mettre en œuvre; Por implementar; Carried forward;
        Reprogramado; Backlog
    """,
    "not-taken": """
        Not actioned; Nothing done; ❌ Not done; Verified as not implemented; Closed - Not Implemented; Pas mise
        en œuvre; Non suivie d'effet; No atendida; Sin avances; Sin implementar; ☐; Yet to start; Non atteint;
        No resuelto; Inexécutée
    """,
    "rejected": """
        Recommendation rejected; Do not concur; Mise en œuvre refusée; Non retenue; Desestimada; No se acepta;
        Won’t fix; Vetoed
    """,
    "overtaken": """
        Not relevant; Non applicable; Devenue sans objet; Inaplicable; Ya no aplica
    """,
    "": """
        Resolved in principle; To be verified; Superada; High; Action closed; Ratified by no state; Complete
        overhaul refused; Full report to follow; A number of issues remain; Addressed to the Minister; Traité de
        paix; Closed – unacceptable action; Resolved - open; Pending verification; No action required; Published
        without the annex; Fait l’objet d’un examen; Under review; Estancado; Validé
    """,
}


@pytest.mark.parametrize(
    ("label", "status"),
    [(" ".join(label.split()), status) for status, labels in SCALES.items() for label in labels.split(";")],
)
def test_a_word_of_a_published_scale_says_its_status_or_nothing(label: str, status: str) -> None:
    said = said_by(label, {})
    assert (said.status if said is not None and said.confidence >= CONFIDENT else "") == status


def columns_of(tmp_path: Path, headings: str, *rows: str) -> Columns:
    path = tmp_path / "table.html"
    lines = [f"<th>{headings.replace('|', '<th>')}", *(f"<td>{row.replace('|', '<td>')}" for row in rows)]
    path.write_text(f"<table>{''.join(f'<tr>{line}' for line in lines)}</table>", encoding="utf-8")
    return read_rows(read_tables(path)).columns[0]


def test_what_visitors_said_and_what_was_done_are_asked_and_answered(tmp_path: Path) -> None:
    rows = "The pier is dark at night.|A lamp was put up in May.", "There is no bench.|Benches are on their way."
    assert (lambda one: (one.ask, one.replies))(columns_of(tmp_path, "You said|We did", *rows)) == (0, (1,))


def test_a_comment_is_what_its_response_answers(tmp_path: Path) -> None:
    found = columns_of(
        tmp_path,
        "Reviewer comment|Author response|Action in manuscript",
        "The chart is hard to read in print.|We have drawn it anew.|Chart 2 replaced.",
        "Nothing is said of the tides.|A paragraph was added.|Page 4.",
    )
    assert (found.ask, found.replies) == (0, (1, 2))


def test_how_much_a_risk_weighs_is_no_status(tmp_path: Path) -> None:
    found = columns_of(
        tmp_path,
        "Recommendation|Risk rating|Current position",
        "Leavers should be taken off the list in time.|High|A monthly check was introduced.",
        "Rates should be approved beforehand.|Low|Not yet started.",
    )
    assert (found.status, found.replies) == (None, (2,))


def test_degrees_of_one_scale_are_ticked_though_two_begin_alike(tmp_path: Path) -> None:
    path = tmp_path / "table.html"
    path.write_text(
        "<table><tr><th>Recommendation<th>Implementation: Fully<th>In most respects<th>In some respects"
        "<th>Not implemented<tr><td>Mend the lamp of the north pier.<td><td>X<td><td>"
        "<tr><td>Count the boats of every harbour.<td><td><td><td>X</table>",
        encoding="utf-8",
    )
    reading = read_rows(read_tables(path))
    assert [reply.status_text for reply in reading.replies] == ["In most respects", "Not implemented"]


def test_yes_or_no_under_a_question_is_the_status(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        "Acuerdo,Responsable,Fecha compromiso,Cumplido (Sí/No)\n"
        "Enviar el informe del faro a la Junta.,Gerente,15/05/2024,Sí\n"
        "Contratar la revisión de las boyas.,Jurídico,30/06/2024,No\n",
        encoding="utf-8",
    )
    assert [one.status for one in make_draft(path, graph).actions] == ["taken", "not-taken"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("It is for the Norland Government to decide.", {"Norland Government"}),
        ("Se pidió al Gobierno de Chile que aplicara la ley N° 20.084.", {"Gobierno de Chile", "ley N° 20.084"}),
        ("Le Conseil a écrit au gouvernement du Québec.", {"gouvernement du Québec"}),
        ("As ST/AI/2013/4 and general comment No. 35 say.", {"ST/AI/2013/4", "general comment No. 35"}),
        ("An open Government and the local Government agree.", set()),
    ],
)
def test_governments_and_texts_by_their_symbol_are_named(text: str, names: set[str], graph: Engine) -> None:
    recogniser = Recogniser(graph, own=False)
    recogniser.learn([text])
    assert {one.surface for one in recogniser.strangers(text)} >= names
    assert not names or "Chile" not in text or any(one.kind == "Country" for one in recogniser.mentions(text))
    assert names or not recogniser.strangers(text)


def test_a_shorter_call_is_the_one_name_that_ends_so(graph: Engine) -> None:
    recogniser = Recogniser(graph, own=False)
    recogniser.learn(["The Harbour Rates Advisory Board met.", "In May the Advisory Board wrote.", "The Board met."])
    [name] = [one for one in recogniser.table_names if one.name == "Harbour Rates Advisory Board"]
    assert "Advisory Board" in name.surfaces
    assert "Board" not in name.surfaces


def test_letters_that_fill_a_cell_and_stand_in_a_text_name_something(graph: Engine) -> None:
    told = "The tide was low in NHRB waters."
    alone, beside = Recogniser(graph, own=False), Recogniser(graph, own=False)
    alone.learn([told])
    beside.learn(["NHRB", told])
    assert (alone.table_names, alone.left_open) == ([], ["NHRB"])
    assert [(one.name, one.kind) for one in beside.table_names] == [("NHRB", "")]


def test_of_whom_something_is_said_is_no_place(graph: Engine) -> None:
    recogniser = Recogniser(graph, own=False)
    recogniser.learn(
        [
            "Improve the access of Roma to housing and to health care.",
            "It should end discrimination in Roma communities.",
            "Promote the inclusion of Roma children in Ljubljana.",
        ]
    )
    assert [one.name for one in recogniser.table_names] == ["Ljubljana"]


@pytest.mark.parametrize(
    ("heading", "cell", "sure"),
    [
        ("Government position", "Rejected", False),
        ("Position", "Noted", False),
        ("Accepted? (Yes/No)", "No", False),
        ("Management decision", "Partially accepted", False),
        ("Accepted? (Yes/No)", "Yes", True),
        ("Overdue", "No", True),
    ],
)
def test_what_was_refused_in_a_column_beside_is_not_told_as_done(
    heading: str, cell: str, sure: bool, tmp_path: Path, graph: Engine
) -> None:
    path = tmp_path / "table.csv"
    path.write_text(
        f"No,Recommendation,{heading},Comments\n"
        f"1,The harbour should publish a list of boats.,{cell},The harbour published a list of boats in May.\n"
        "2,The harbour should train the clerks.,,The clerks were trained in June.\n",
        encoding="utf-8",
    )
    first, second = make_draft(path, graph).actions
    assert (first.status == "taken" and first.confidence >= CONFIDENT) == sure
    assert second.confidence >= CONFIDENT


def test_a_row_that_has_a_number_and_asks_nothing_keeps_a_passage_of_its_own(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "table.csv"
    path.write_text("No,Recommendation,Action taken\n1,Mend the lamp.,It was mended.\n2,,Boats were counted.\n")
    draft = make_draft(path, graph)
    spans = [draft.ask_spans[id(ask)] for ask in draft.reading.asks]
    assert len({(span.start, span.end) for span in spans}) == 2
    assert all(span.end > span.start for span in spans)
