"""Who pays, how much, how sure and on what condition: read from a reply, shown in the review, kept in the graph."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tcgraph.followup.drafts.accept_terms import AcceptedAction, _label
from tcgraph.followup.drafts.drafting import draft_into
from tcgraph.followup.drafts.take_over import take_over
from tcgraph.followup.drafts.terms_told import Terms, due_in, expected, terms_of
from tcgraph.followup.fact_writer import thing
from tcgraph.followup.layout.column_words import is_limit
from tcgraph.followup.new_project import Body, create_project
from tcgraph.followup.project_engine import open_graph
from tcgraph.followup.report.query_rows import NamedQueryRows
from tcgraph.followup.wording.parsing import can_parse
from tcgraph.project import Project
from tcgraph.queries import read_queries

TABLE = (
    "No.,Decision,Follow-up,Status\n"
    '1,Find money.,"The European Union has pledged EUR 4 million to Kenya.",\n'
    '2,Train pilots.,"The World Bank may contribute. Forty were trained in Rwanda with funding from Japan.",\n'
    '3,Open an office.,"Subject to the approval of the budget, the office will open in June 2026.",\n'
)


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("fr", "Le plan sera adopté d'ici à décembre 2026.", "décembre 2026"),
        ("fr", "La station sera livrée au plus tard le 30 juin 2026.", "30 juin 2026"),
        ("fr", "Le plan sera adopté à la fin du premier semestre 2027.", "fin du premier semestre 2027"),
        ("fr", "Il est prévu que le Conseil adopte le plan en mai 2027.", "mai 2027"),
        ("fr", "Adopté le 5 mai 2026, le plan entrera en vigueur le 1er janvier 2027.", "1er janvier 2027"),
        ("fr", "Le projet a été reporté au 30 juin 2027.", "30 juin 2027"),
        ("fr", "Le texte, examiné le 3 mars 2026, sera publié.", ""),
        ("fr", "Le décret n° 2025-112 du 3 mars 2025 sera modifié.", ""),
        ("fr", "Le comité en décidera d'ici là.", ""),
        ("en", "It will be done by the end of 2027, at the latest.", "end of 2027"),
        ("en", "It will be paid by the Bank by June 2027.", "June 2027"),
        ("en", "Training will start in Q1 2027.", "Q1 2027"),
        ("en", "The review has been postponed to June 2027.", "June 2027"),
        ("en", "The meeting will be held on 4–6 October 2027.", "6 October 2027"),
        ("en", "Planned for 2027.", "2027"),
        ("en", "One by 2027 and the other by 2028.", ""),
        ("en", "The plan for 2026 will be put to the Board by its Chair.", ""),
        ("en", "The plan adopted in June 2025 will be revised.", ""),
        ("en", "The report of March 2026 will be published.", ""),
        ("en", "The 2027 budget will provide for it.", ""),
        ("en", "The review was planned for 2025.", ""),
        ("en", "The course will not be held in 2027.", ""),
        ("es", "Se hará a más tardar el 31 de diciembre de 2026.", "31 de diciembre de 2026"),
        ("es", "La formación comenzará en el primer trimestre de 2027.", "primer trimestre de 2027"),
        ("es", "La recibirán antes de finalizar marzo de 2027.", "marzo de 2027"),
        ("es", "La conferencia tendrá lugar en Lima, del 4 al 6 de octubre de 2027.", "6 de octubre de 2027"),
        ("es", "El examen, previsto para 2025, se ha aplazado hasta la reunión de junio de 2027.", "junio de 2027"),
        ("es", "La política fue aprobada mediante la Decisión 3, de 28 de mayo de 2025.", ""),
        ("es", "Costa Rica aprobó en 2025 una nueva ley.", ""),
        ("fr", "Le projet est devant le Comité, qui compte l'adopter d'ici à la fin de 2027.", "fin de 2027"),
        ("fr", "Le raccordement n'interviendra qu'au quatrième trimestre de 2027.", "quatrième trimestre de 2027"),
        ("fr", "Le Conseil a renvoyé l'examen à sa session suivante, prévue en décembre 2027.", "décembre 2027"),
        ("fr", "Le registre est en ligne depuis le 2 mars 2026.", ""),
        ("en", "The Office is preparing the report, to be issued in June 2027.", "June 2027"),
        ("en", "It will be sent by the end of the third quarter of 2027.", "end of the third quarter of 2027"),
        (
            "es",
            "La Oficina contrató en mayo; la obra, prevista para 2025, se ha pospuesto a julio de 2026.",
            "julio de 2026",
        ),
        ("es", "Se prevé alcanzar la meta en el bienio 2028-2029.", "bienio 2028-2029"),
        ("es", "Presentará las directrices antes de que finalice 2027.", "2027"),
    ],
)
def test_by_when_what_is_announced_is_to_be_done(language: str, words: str, told: str) -> None:
    if not can_parse(language):
        pytest.skip("needs the pipeline of the language")
    assert due_in(words, language) == told


@pytest.mark.parametrize(
    ("language", "words", "told"),
    [
        ("en", "It will be published on 15 December.", "≈ 2026-12-15"),
        ("en", "It will be published on 15 May.", "≈ 2027-05-15"),
        ("en", "It was published on 15 May.", ""),
        ("fr", "Les deux pays espèrent aboutir avant la fin de l'année.", "≈ 2026-12-31"),
        ("fr", "Le texte sera adopté avant la fin de l'année prochaine.", "≈ 2027-12-31"),
        ("en", "It will be adopted by the end of next year.", "≈ 2027-12-31"),
        ("es", "El texto se adoptará antes de fin del próximo año.", "≈ 2027-12-31"),
        ("es", "El informe se publicará el 15 de diciembre.", "≈ 2026-12-15"),
        ("es", "El informe se publicará el 15 de mayo de 2026.", ""),
    ],
)
def test_a_day_without_a_year_is_the_next_one_by_our_reading(language: str, words: str, told: str) -> None:
    if not can_parse(language):
        pytest.skip("needs the pipeline of the language")
    assert due_in(words, language, datetime.date(2026, 8, 1)) == told
    assert due_in(words, language) in ("", "15 de mayo de 2026")


@pytest.mark.parametrize(
    ("words", "status", "due"),
    [
        ("The first of two calls was launched, and the Office intends to launch the other in May 2027.", "taken", True),
        ("The Committee adopted the plan, which the Office will review in 2029.", "taken", False),
        ("The bulletin appears in 2027.", "standing", False),
    ],
)
def test_beside_what_is_done_only_what_is_still_to_come_has_a_day(words: str, status: str, *, due: bool) -> None:
    if not can_parse("en"):
        pytest.skip("needs the pipeline of the language")
    assert (expected("June 2026", status, words, "en") != "") == due


@pytest.mark.parametrize(
    ("words", "payers", "amount"),
    [
        ("The cost was shared equally between Norway and Togo.", "Norway; Togo", ""),
        ("It was built with a grant of US$ 250,000 from Norway.", "Norway", "USD 250000"),
        ("Norway covered the full cost, US$ 75,000.", "Norway", "USD 75000"),
        ("Norway trained 88 pilots and paid for them (EUR 410,000).", "Norway", "EUR 410000"),
        ("L'étude, financée à hauteur de 95 000 francs suisses par la Norvège, est remise.", "Norvège", "CHF 95000"),
        ("La Norvège a pris à sa charge tous les frais, soit 312 000 euros.", "Norvège", "EUR 312000"),
        ("Gracias a una donación de 75.000 euros de Noruega, se compró.", "Noruega", "EUR 75000"),
        ("Los gastos se repartieron a partes iguales entre Noruega y Togo.", "Noruega; Togo", ""),
        ("La Norvège a débloqué 380 000 dollars sur les 450 000 promis.", "Norvège", "USD 380000"),
        ("Con 120 000 dólares de Noruega se puso en marcha.", "Noruega", "USD 120000"),
        ("Noruega se comprometió a construirla, si el Banco presta 6 millones de dólares.", "", ""),
        ("La Norvège ne versera pas les 450 000 dollars.", "", ""),
        ("Norway paid its assessed contribution of $412,000.", "", ""),
        ("Norway settled the outstanding balance of $412,000.", "", ""),
        ("La Norvège a versé 412 000 dollars au titre de ses arriérés.", "", ""),
        ("Noruega abonó su cuota de 412.000 dólares.", "", ""),
    ],
)
def test_who_pays_and_who_only_pays_what_it_owes(words: str, payers: str, amount: str) -> None:
    names = [name for name in ("Norway", "Norvège", "Noruega", "Togo") if name in words]
    told = terms_of(words, [(words.index(name), name, name) for name in names])
    assert (told.payer, told.amount) == (payers, amount)


@pytest.mark.parametrize(
    ("words", "name", "told"),
    [
        ("Norway will finance it with NOK 12,500,000.", "Norway", Terms("Norway", "NOK 12500000")),
        ("A course was funded by Norway.", "Norway", Terms("Norway")),
        ("Norway was told of the fund.", "Norway", Terms()),
        ("Norway might pay for it.", "Norway", Terms("Norway", sure="hedged")),
        ("Held on 3 May in Oslo, Norway.", "Norway", Terms()),
        ("It opens, provided that Norway agrees.", "Norway", Terms(sure="hedged", condition="Norway agrees")),
        ("Financé par la Norvège pour 2,5 millions d’euros.", "Norvège", Terms("Norvège", "EUR 2500000")),
        ("Abrirá siempre que Noruega lo apruebe.", "Noruega", Terms(sure="hedged", condition="Noruega lo apruebe")),
        ("Noruega aportará 300 000 euros y luego 20 000 euros.", "Noruega", Terms("Noruega")),
        ("El taller, sufragado por Noruega, costó 2,4 millones de euros.", "Noruega", Terms("Noruega", "EUR 2400000")),
        ("Con el apoyo de Noruega (NOR), que aporta 350 000 euros.", "Noruega", Terms("Noruega", "EUR 350000")),
        ("Es posible que Noruega la examine.", "Noruega", Terms(sure="hedged")),
        ("En Noruega se movilizarían más recursos.", "Noruega", Terms(sure="hedged")),
        ("En Noruega se requería una oficina, y la Tesorería la abrió.", "Noruega", Terms()),
        ("De aprobarse, irá a Noruega.", "Noruega", Terms(sure="hedged", condition="aprobarse")),
        ("Le plan de la Norvège aurait été adopté.", "Norvège", Terms(sure="hedged")),
        ("Si la Norvège paie, il ouvrira en mai.", "Norvège", Terms(sure="hedged", condition="la Norvège paie")),
        (
            "It opens, if Norway lends USD 6.5 million.",
            "Norway",
            Terms("", "", "hedged", "Norway lends USD 6.5 million"),
        ),
        ("If possible, Norway will join.", "Norway", Terms()),
        ("Si la Norvège avait payé, il ouvrait.", "Norvège", Terms()),
        ("Il est prévu pour mai, mais la Norvège doute que ce soit tenu.", "Norvège", Terms(sure="hedged")),
        ("La Norvège préparait un plan.", "Norvège", Terms()),
        ("The plan of Norway was reportedly completed.", "Norway", Terms(sure="hedged")),
    ],
)
def test_what_a_reply_tells_of_money_doubt_and_conditions(words: str, name: str, told: Terms) -> None:
    assert terms_of(words, [(words.index(name), name, name)]) == told


@pytest.fixture
def review(tmp_path: Path) -> tuple[Project, Path]:
    body = Body("Harbour Council", "hc", symbol="HC/1")
    project = create_project(tmp_path / "p", body, datetime.date(2026, 1, 31), example=False)
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    return project, draft_into(project, tmp_path / "t.csv", tmp_path / "draft").review


def decided(path: Path, **cells: str) -> Any:
    """The review with everything taken over, and cells of its first row filled in."""
    book = load_workbook(path)
    front: Any = book["Document"]
    for row in front.iter_rows():
        row[1].value = {"Date": "2026-01-31", "Body": "Harbour Council"}.get(row[0].value, row[1].value)
    sheet: Any = book["Actions"]
    at = {cell.value: cell.column for cell in sheet[1]}
    for line in range(2, sheet.max_row + 1):
        sheet.cell(line, at["Take over"]).value = "yes"
        sheet.cell(line, at["Status"]).value = sheet.cell(line, at["Status"]).value or "planned"
    for heading, words in cells.items():
        sheet.cell(2, at[heading.replace("_", " ")]).value = words
    names: Any = book["New bodies"]
    at = {cell.value: cell.column for cell in names[1]}
    for line in range(2, names.max_row + 1):
        names.cell(line, at["Create as"]).value = "organisation"
        names.cell(line, at["Kind"]).value = "intergovernmental"
    book.save(path)


def test_a_state_that_pays_what_it_owes_funds_nothing(review: tuple[Project, Path]) -> None:
    project, path = review
    decided(path, Original_wording="Kenya settled its arrears of USD 4,000.", Who_pays="KEN", Amount="USD 4000")
    outcome = take_over(path, project, write=True)
    assert any("pays what it owes" in one.message for one in outcome.findings)
    assert outcome.target is not None, outcome.findings
    told = outcome.target.read_text(encoding="utf-8")
    assert "government-of-ken" not in told
    assert "4000" not in told.replace("4,000", "")


def test_a_time_that_is_no_date_is_told_and_a_day_by_our_reading_is_marked(review: tuple[Project, Path]) -> None:
    project, path = review
    decided(path, Expected_by="about mid-2026")
    outcome = take_over(path, project, write=False)
    assert any("'about mid-2026' is no day" in one.message for one in outcome.findings)
    decided(path, Expected_by="≈ 2026-12-15")
    outcome = take_over(path, project, write=True)
    assert not any("is no day" in one.message for one in outcome.findings)
    assert outcome.target is not None
    told = outcome.target.read_text(encoding="utf-8")
    assert 'tc:expectedBy "2026-12-15"^^xsd:date' in told
    assert 'tc:dueLabel "≈ 2026-12-15"' in told
    asked = NamedQueryRows(open_graph(project), read_queries(project.queries))
    by = {row.get("due"): row["due_by"] for row in asked.rows("promises-kept")}
    assert by["2026-12-15"] == "inferred"
    assert set(by.values()) <= {"inferred", "stated", "period", "next report", "unknown"}


def test_what_is_told_of_a_deed_is_in_the_graph(review: tuple[Project, Path]) -> None:
    project, path = review
    decided(path, **{"Countries'_part": "venue"})
    outcome = take_over(path, project, write=True)
    assert outcome.target is not None, outcome.findings
    told = outcome.target.read_text(encoding="utf-8")
    assert 'tc:amount "4000000"^^xsd:decimal' in told
    assert 'tc:currency "EUR"' in told
    assert "tc:donor <https://w3id.org/tcgraph/id/organisation/government-of-jpn>" in told
    assert "tc:governs <https://w3id.org/tcgraph/id/country/JPN>" in told
    assert told.count("vocab/certainty/hedged") == 3  # the World Bank's money and its deed, and what needs a budget
    assert 'tc:summary "the approval of the budget"@en' in told
    assert "condition-kind/decision" in told
    assert "vocab/role/venue" in told  # Kenya's, as the reviewer said
    assert "vocab/role/named" in told  # Rwanda's, of which nobody said it


def test_a_long_name_is_kept_whole_beside_its_acronym(tmp_path: Path) -> None:
    name = "Regional Organization for the Waters and Forests of the Isthmus and the Sea (ROWFIS)"
    project = create_project(
        tmp_path / "p", Body(name, "rowfis", symbol="R/1"), datetime.date(2026, 1, 31), example=False
    )
    rows = '1,Find money.,"The money was found.",\n'
    (tmp_path / "t.csv").write_text(f"No.,Decision,Follow-up,Status\n{rows}", encoding="utf-8")
    path = draft_into(project, tmp_path / "t.csv", tmp_path / "draft").review
    decided(path)
    book = load_workbook(path)
    for row in book["Document"].iter_rows():
        row[1].value = name if row[0].value == "Body" else row[1].value
    book.save(path)
    outcome = take_over(path, project, write=True)
    assert outcome.target is not None, outcome.findings
    told = outcome.target.read_text(encoding="utf-8")
    assert f'dcterms:title "{name}"@en' in told
    assert 'rdfs:label "ROWFIS"@en' in told
    assert 'tc:abbreviation "ROWFIS"' in told


def test_of_a_funding_s_long_name_the_deed_stays_whole() -> None:
    deed = AcceptedAction(thing("action/a"), "rowfis-2024-17-1-a", thing("passage/a"), "en", thing("document/d"))
    label = _label(thing(f"organisation/{'agency-of-' * 9}rivers"), deed)
    assert len(label) == 60
    assert label.endswith("… (rowfis-2024-17-1-a)")
    assert _label(thing("organisation/undp"), deed) == "Funding by undp (rowfis-2024-17-1-a)"


@pytest.mark.parametrize(
    ("cell", "words", "message"),
    [
        ("Amount", "four million", "write the currency's three letters"),
        ("Who_pays", "", "say which one body pays this much"),
        ("Who_pays", "Nobody's Bank", "there is no"),
        ("Countries'_part", "owner", "choose a part"),
    ],
)
def test_what_cannot_be_is_said_by_cell(review: tuple[Project, Path], cell: str, words: str, message: str) -> None:
    project, path = review
    decided(path, **{cell: words})
    outcome = take_over(path, project, write=True)
    assert outcome.target is None
    assert [one for one in outcome.findings if message in one.message]


@pytest.mark.parametrize(
    ("due", "status", "words", "by"),
    [
        ("31 December 2026", "planned", "The plan will be made.", "31 December 2026"),
        ("31 December 2026", "planned", "It will be open from 1 January 2027.", "1 January 2027"),
        ("31 December 2026", "planned", "It will be put to the Board on 15 December.", ""),
        ("31 December 2026", "taken", "The plan was made.", ""),
        ("31 December 2026", "rejected", "The Council refused.", ""),
        ("Permanent", "planned", "The plan will be made.", ""),
        ("June 2026", "planned", "It will be held by March 2027.", "March 2027"),
    ],
)
def test_a_column_of_deadlines_is_no_promise_against_the_words_of_the_answer(
    due: str, status: str, words: str, by: str
) -> None:
    assert expected(due, status, words, "en") == by


@pytest.mark.parametrize(
    ("heading", "limit"),
    [
        ("Plazo", True),
        ("Deadline", True),
        ("Délai", True),
        ("Planned date", False),
        ("Délai prévu", False),
        ("When", False),
    ],
)
def test_a_limit_that_was_set_is_told_apart_from_what_was_planned(heading: str, limit: bool) -> None:
    assert is_limit(heading) is limit
