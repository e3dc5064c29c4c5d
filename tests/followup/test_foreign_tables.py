"""Tables in the manner of other bodies, invented for these tests: how each is read is written out beside it.

In the expectations a line is one proposal: number, status (``-`` where nothing was done), the day it is expected by,
and the words.
"""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from tcgraph.engine import Engine
from tcgraph.errors import BrokenInput
from tcgraph.followup.dates import names_no_day, read_date
from tcgraph.followup.drafts.draft import Draft, make_draft
from tcgraph.followup.fact_writer import thing
from tcgraph.followup.language import language_of
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.followup.wording.status_wording import CONFIDENT, propose

FOREIGN = Path(__file__).parent / "foreign"


def lines(draft: Draft) -> list[str]:
    found = []
    for action in draft.actions:
        day = read_date(action.reply.due_text) if action.reply.due_text else None
        reference = action.reply.ask.reference if action.reply.ask else "?"
        found.append(" | ".join((reference, action.status or "-", str(day or ""), action.wording)))
    return found


def said(draft: Draft, *rules: str) -> list[str]:
    return [finding.message for finding in draft.findings if finding.rule in rules]


@pytest.mark.parametrize("name", ["council-fr.csv", "tracker-es.html", "board.txt"])
def test_a_table_is_read_as_written_out(name: str, graph: Engine) -> None:
    expected = (FOREIGN / name).with_suffix(".expected").read_text(encoding="utf-8").splitlines()
    draft = make_draft(FOREIGN / name, graph)
    assert [*lines(draft), *(f"{f.level}: {f.message}" for f in draft.findings)] == expected


def test_a_windows_file_with_semicolons_keeps_accents_and_names(graph: Engine) -> None:
    draft = make_draft(FOREIGN / "council-fr.csv", graph)
    assert [ask.text for ask in draft.reading.asks][1] == "Former les inspecteurs du travail de la Côte d’Ivoire"
    assert draft.actions[1].reply.agent_text == "DRH"


def test_a_cell_over_several_rows_is_one_thing_asked(graph: Engine) -> None:
    draft = make_draft(FOREIGN / "tracker-es.html", graph)
    assert [action.reply.ask for action in draft.actions[:2]] == [draft.reading.asks[0]] * 2
    assert draft.reading.asks[0].text == "Ratificar el Convenio núm. 189 en el Perú"


def conference(path: Path) -> None:
    """Two tables and the rest of the second, a heading over two columns, a title row, a row cut by a page."""
    import docx

    document = docx.Document()
    document.add_paragraph("The Conference took 8 decisions.")
    grid = document.add_table(rows=2, cols=4)
    grid.cell(0, 0).merge(grid.cell(0, 3)).text = "A. Programme questions"
    grid.cell(1, 0).merge(grid.cell(1, 1)).text = "Decision"
    grid.cell(1, 2).text, grid.cell(1, 3).text = "Implementation to date", "Implementation status"

    def add(*texts: str) -> None:
        for cell, text in zip(grid.add_row().cells, texts, strict=True):
            cell.text = text

    add("Rec. 4(a)", "Convene an expert group in Kenya.", "The group met in Nairobi and adopted its", "Closed")
    add("", "", "report, which UNDP has printed.", "")
    add("Rec. 4(b)", "Publish the report.", "", "Not started")
    add("Rec. 5", "Work with the World Bank.", "A memorandum was signed.", "Implemented in part")
    add("", "", "A second one will be signed.", "Ongoing")
    title = grid.add_row().cells
    title[0].merge(title[3]).text = "B. Administrative questions"
    add("Rec. 6", "Abolish the fund.", "Overtaken by decision 77/12.", "Superseded")
    document.add_paragraph("Decisions of the Bureau")
    grid = document.add_table(rows=0, cols=2)
    add("Decisions", "Follow-up")
    add("(i) Send a mission to Haiti.", "• A mission visited Port-au-Prince.\n• Another is planned.")
    document.add_paragraph("(continued)")
    grid = document.add_table(rows=0, cols=2)
    add("(ii) Review the fees.", "Under review.")
    document.save(str(path))


def test_word_tables_with_merged_cells_cut_rows_and_a_second_part(tmp_path: Path, graph: Engine) -> None:
    conference(tmp_path / "conference.docx")
    draft = make_draft(tmp_path / "conference.docx", graph)
    assert lines(draft) == [
        "4(a) | taken |  | The group met in Nairobi and adopted its report, which UNDP has printed.",
        "4(b) | not-taken |  | Not started",
        "5 | partly-taken |  | A memorandum was signed.",
        "5 | under-way |  | A second one will be signed.",
        "6 | overtaken |  | Overtaken by decision 77/12.",
        "i | taken |  | A mission visited Port-au-Prince.",
        "i | planned |  | Another is planned.",
        "ii | under-way |  | Under review.",
    ]
    assert [ask.text for ask in draft.reading.asks][:2] == ["Convene an expert group in Kenya.", "Publish the report."]
    assert [mention.surface for mention in draft.actions[0].mentions] == ["UNDP"]
    assert said(draft, "count") == ["table 1: the text before it says '8 decisions', the table has 5 rows on 4"]
    assert said(draft, "title") == ["'B. Administrative questions' stands across the table; taken for a title"]
    assert said(draft, "headings") == ["table 3 has no headings of its own; read on with those of the table before it"]
    assert said(draft, "split-cell") == ["'report, which UNDP has printed.' goes on with the row above; joined to it"]


def tracker(path: Path) -> None:
    """An auditor's workbook: numbers that begin anew with each report, two dates, columns that we do not know."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["Tracker as at 31 March 2024: 5 recommendations"],
        ["Report", "Rec #", "Recommendation", "Priority", "Owner", "Target date", "", "Status", "Latest update"],
        ["", "", "", "", "", "Original", "Revised", "", ""],
        ["2022/14", 1, "Separate duties.", "High", "Finance", datetime.date(2023, 6, 30), "", "Closed", "Done in May."],
        ["2022/14", 2, "Reconcile.", "Low", "UNDP", "30/06/2023", "31 Dec. 2024", "In progress", "Two are ready."],
        ["2023/2", 1, "Screen vendors.", "High", "Supply", "Q3 2024", "", "Implemented in part", "One list is used."],
        ["2023/2", 2, "Issue a policy.", "High", "Legal", "TBD", "", "Open", ""],
    ):
        sheet.append(row)
    sheet.merge_cells("F2:G2")
    book.create_sheet("Lists").append(["High"])
    book.save(path)


def test_a_tracker_keeps_what_it_does_not_read_beside_the_row(tmp_path: Path, graph: Engine) -> None:
    tracker(tmp_path / "tracker.xlsx")
    draft = make_draft(tmp_path / "tracker.xlsx", graph)
    assert lines(draft) == [
        "2022/14 1 | taken | 2023-06-30 | Done in May.",
        "2022/14 2 | under-way | 2024-12-31 | Two are ready.",
        "2023/2 1 | partly-taken | 2024-09-30 | One list is used.",
        "2023/2 2 | under-way |  | Open",
    ]
    assert draft.actions[1].reply.beside == "Report: 2022/14; Priority: Low; Target date Original: 30/06/2023"
    assert draft.actions[1].agents == [thing("organisation/undp")]
    assert draft.actions[3].confidence < 0.6
    assert said(draft, "columns") == [
        "nothing is read from 'Report', 'Priority'; the review file shows it beside each row"
    ]
    assert said(draft, "count") == ["Sheet: the text before it says '5 recommendations', the table has 4 rows on 4"]
    assert said(draft, "headings") == ["Lists: no headings such as 'Recommendation' and 'Action taken'; not read"]
    assert said(draft, "date") == ["'TBD' names no date"]
    # It is told of the cell that says it, not of the reply beside it.
    assert [str(one.location)[-4:] for one in draft.findings if one.rule == "date"] == ["!F7]"]
    assert said(draft, "duplicate-number", "number-order", "number") == []


def test_a_title_above_the_headings_decides_nothing(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "titled.csv"
    path.write_text(
        "Decisions of the Board, 2023\n\nRec;Decision;Status;Narrative\n"
        "1;Train staff, all of them;Done;Forty were trained, in Kenya\n2;Write a plan;Open;\n",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert lines(draft) == ["1 | taken |  | Forty were trained, in Kenya", "2 | under-way |  | Open"]
    assert [one.message for one in draft.findings] == ["'Open' may mean several statuses; say which with --statuses"]


def test_numbers_with_dots_begin_recommendations(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "review.html"
    path.write_text(
        "<table><tr><th>Recommendation<th>Position<th>Level of implementation<th>Assessment"
        "<tr><td>118.1 Ratify it (Norway);<td>Accepted<td>Partially implemented<td>The bill is before Parliament."
        "<tr><td>118.2 Abolish fees (Peru);<td>Noted<td>Not implemented<td>Fees remain.</table>",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    assert [ask.reference for ask in draft.reading.asks] == ["118.1", "118.2"]
    assert lines(draft)[1] == "118.2 | not-taken |  | Fees remain."
    assert draft.actions[0].reply.beside == "Position: Accepted"


def test_a_row_without_description_is_asked_by_its_title(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "titles.csv"
    path.write_text(
        "title,description,status\nPaint the pier,Paint it white before the winter.,Broken\nDredge the basin,,Kept\n",
        encoding="utf-8",
    )
    draft = make_draft(path, graph)
    asked = ["Paint it white before the winter.", "Dredge the basin"]
    assert [ask.text for ask in draft.reading.asks] == asked
    assert [(action.reply.ask.text, action.status) for action in draft.actions if action.reply.ask] == [
        (asked[0], "not-taken"),
        (asked[1], "taken"),
    ]


def test_the_one_account_beside_a_status_is_what_was_done(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "cuerpo.csv"
    account = (
        "El muelle fue pintado en mayo por el servicio de obras, con un mes de retraso. Falta todavía el faro norte."
    )
    path.write_text(f"titulo;estado;cuerpo\nPintar el muelle;en proceso;{account}\n", encoding="utf-8")
    draft = make_draft(path, graph)
    assert [reply.text for reply in draft.reading.replies] == [account]
    assert said(draft, "columns") == [
        "'cuerpo' says nothing of what it holds; read as what was done, as the only account beside a status; "
        "if it holds something else, say with --columns what the columns hold"
    ]


@pytest.mark.parametrize(
    ("heading", "words", "status"),
    [
        ("Statut", "À faire", "planned"),
        ("Statut", "Non lancé", "not-taken"),
        ("Statut", "Promesse tenue", "taken"),
        ("Statut", "Non tenue", "not-taken"),
        ("Statut", "Recommandation mise en œuvre", "taken"),
        ("Estado", "Compromiso cumplido", "taken"),
        ("Estado", "Por iniciar", "planned"),
        ("Status", "To do", "planned"),
    ],
)
def test_a_status_column_is_known_in_three_languages(
    tmp_path: Path, graph: Engine, heading: str, words: str, status: str
) -> None:
    path = tmp_path / "status.csv"
    path.write_text(f"N°;Engagement;{heading}\n1;Repeindre la jetée avant l'hiver;{words}\n", encoding="utf-8")
    (action,) = make_draft(path, graph).actions
    assert (action.status, action.confidence >= CONFIDENT) == (status, True)


@pytest.mark.parametrize("rates", [("100%", "75%", "0 %"), ("100", "75", "0"), ("1", "0.75", "0")])
def test_a_rate_is_a_status(tmp_path: Path, graph: Engine, rates: tuple[str, str, str]) -> None:
    path = tmp_path / "rates.csv"
    rows = [f"WHA74.{n},Do thing {n} at once.,It was seen to by many.,{rate}" for n, rate in enumerate(rates, start=5)]
    path.write_text("\n".join(["Resolution,Operative paragraph,What the office did,Implementation rate", *rows]))
    draft = make_draft(path, graph)
    assert [action.status for action in draft.actions] == ["taken", "under-way", "not-taken"]
    assert [ask.reference for ask in draft.reading.asks] == ["WHA74.5", "WHA74.6", "WHA74.7"]


@pytest.mark.parametrize(
    "text",
    [
        "| Ref | Decision | Progress | Status |\n|--|--|--|--|\n| 1 | Train. | Ten were trained. | Completed |\n",
        "Ref\tDecision\tProgress\tStatus\n1\tTrain.\tTen were trained.\tCompleted\n",
        "Ref  Decision  Progress           Status\n---  --------  -----------------  ---------\n"
        "1    Train.    Ten were           Completed\n               trained.\n",
    ],
    ids=["bars", "tabs", "spaces"],
)
def test_columns_of_plain_text(tmp_path: Path, graph: Engine, text: str) -> None:
    path = tmp_path / "plain.txt"
    path.write_text(text, encoding="utf-8")
    draft = make_draft(path, graph)
    assert lines(draft) == ["1 | taken |  | Ten were trained."]
    assert draft.findings == []


def test_prose_is_no_table(tmp_path: Path, graph: Engine) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("A letter.\n\nNothing in it is a table.\n", encoding="utf-8")
    with pytest.raises(BrokenInput, match="no row of a status table"):
        make_draft(path, graph)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        *(
            (words, "taken")
            for words in ("Closed", "Fully implemented", "Mise en œuvre", "Achevée", "Cumplida", "100 %")
        ),
        *((words, "under-way") for words in ("Ongoing", "En cours", "En curso", "in_progress", "75 %")),
        *(
            (words, "partly-taken")
            for words in (
                "Implemented in part",
                "Partiellement mise en œuvre",
                "Cumplida parcialmente",
                "Partially met",
            )
        ),
        ("Not yet fully implemented", "partly-taken"),
        *((words, "planned") for words in ("Not due", "Planifiée", "Por iniciar", "Deferred")),
        *(
            (words, "not-taken")
            for words in ("Closed – not implemented", "No iniciada", "Non mise en œuvre", "not-delivered", "0 %")
        ),
        *((words, "rejected") for words in ("Rejected", "Not accepted", "Rejetée", "No aceptada")),
        *((words, "cancelled") for words in ("Cancelled", "Abandonnée", "Retirada")),
        *(
            (words, "overtaken")
            for words in ("Superseded", "Overtaken by events", "Caduque", "Devenue sans objet", "Sin objeto")
        ),
        *((words, "standing") for words in ("Continuous", "Permanente")),
    ],
)
def test_labels_in_three_languages(words: str, status: str) -> None:
    proposal = propose("See the annex.", words)
    assert (proposal.status, proposal.confidence >= CONFIDENT) == (status, True)


@pytest.mark.parametrize("words", ["Open", "Overdue", "Accepted", "Vencido"])
def test_a_label_that_says_little_is_left_to_a_person(words: str) -> None:
    assert 0 < propose("See the annex.", words).confidence < CONFIDENT


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Le comité a été créé par décret.", "taken"),
        ("La formation est en cours dans deux régions.", "under-way"),
        ("Le projet de loi sera soumis au Parlement.", "planned"),
        ("La unidad fue creada en 2020.", "taken"),
        ("El plan se está elaborando.", "under-way"),
        ("Se publicará una guía para los inspectores.", "planned"),
    ],
)
def test_sentences_in_french_and_spanish(sentence: str, status: str) -> None:
    if not can_parse(language_of(sentence)):
        pytest.skip("no pipeline of the language is installed")
    assert propose(sentence).status == status


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("1er mars 2024", "2024-03-01"),
        ("31 de diciembre de 2018", "2018-12-31"),
        ("June 30, 2024", "2024-06-30"),
        ("15 Jan 24", "2024-01-15"),
        ("12/2023", "2023-12-31"),
        ("Q3 2023", "2023-09-30"),
        ("T2 2024", "2024-06-30"),
        ("3rd quarter 2020", "2020-09-30"),
        ("premier trimestre de 2023", "2023-03-31"),
        ("H1 2024", "2024-06-30"),
        ("end-2023", "2023-12-31"),
        ("by the end of 2023", "2023-12-31"),
        ("finales de 2025", "2025-12-31"),
        ("03/04/2009", None),
        ("Jan-24", None),
        ("2024/25", None),
        ("mid-2024", None),
        ("30 February 2024", None),
        ("Q5 2009", None),
    ],
)
def test_dates_in_many_manners(words: str, day: str | None) -> None:
    assert read_date(words) == (None if day is None else datetime.date.fromisoformat(day))
    assert not names_no_day(words)
