"""A body reports a second time, by a table: what it says of earlier actions is told, in its own words."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcgraph.project import Project
from tests.followup.conftest import fill
from tests.followup.test_accepting import accepted, column, edit, on_document, put
from tests.own_project import Tcgraph, tcgraph_in

if TYPE_CHECKING:
    from openpyxl import Workbook

pytestmark = pytest.mark.slow

FIRST = (
    "N°,Recommandation,Suite donnée,État\n"
    "1,Créer un comité d'audit.,La création du comité est prévue pour 2026.,prévue\n"
    "2,Soumettre les prélèvements à redevance.,Deux États s'y sont opposés.,rejetée\n"
    "3,Équiper les stations.,Des stations ont été installées au Mali.,réalisée\n"
    "3,Équiper les stations.,Douze stations seront installées au Sénégal.,prévue\n"
    "4,Étudier la gestion privée.,La recommandation est acceptée.,\n"
    "5,Ratifier l'accord du bassin.,Le Sénégal a ratifié l'accord du bassin en mai.,réalisée\n"
)
SECOND = (
    "N°,Recommandation,Suite donnée,État\n"
    "1,Créer un comité d'audit.,Le comité siège depuis mars.,réalisée\n"
    "2,Soumettre les prélèvements à redevance.,Oui,réalisée\n"
    "3,Équiper les stations.,Sept stations sur douze ont été installées au Sénégal.,en cours\n"
)


def taken(book: Workbook) -> None:
    put(book, "Actions", "Take over", "oui")


@pytest.fixture(scope="module")
def first_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project whose first table is accepted, and whose second round is open."""
    root = tmp_path_factory.mktemp("rounds")
    arguments = ("--empty", "-l", "fr", "--body", "Commission des bassins", "--code", "bassins", "--symbol", "CB/1")
    made = tcgraph_in(root)("init", "p", *arguments)
    assert made.returncode == 0, made.stderr
    run = tcgraph_in(root / "p")
    path = drafted(root / "p", run, FIRST, "premier")

    def decide(book: Workbook) -> None:
        on_document(book, Title="Suite donnée aux recommandations", Date="2025-06-30", Body="bassins")
        put(book, "New bodies", "Kind", "intergovernmental", 2)
        taken(book)
        put(book, "Actions", "Status", "réponse sans état", 6)
        put(book, "Actions", "Who", "Sénégal", 7)

    edit(path, decide)
    accepted_quietly(run, path)
    opened = run("cycle", "open", "2026-06", "--as-of", "30 juin 2026", "--symbol", "CB/2")
    assert opened.returncode == 0, opened.stderr
    return root / "p"


def drafted(root: Path, run: Tcgraph, table: str, name: str, *more: str) -> Path:
    (root / f"{name}.csv").write_text(table, encoding="utf-8")
    result = run("import", f"{name}.csv", "--draft", f"draft-{name}", *more)
    assert result.returncode == 0, result.stderr
    return root / f"draft-{name}" / f"{name}.review.xlsx"


def accepted_quietly(run: Tcgraph, path: Path) -> str:
    result = run("import", "--accept", str(path))
    assert result.returncode == 0, result.stderr
    return result.stderr


@pytest.fixture
def rounds(first_round: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(first_round, tmp_path / "p"))


def cells(path: Path, heading: str) -> list[str]:
    from openpyxl import load_workbook

    sheet = load_workbook(path)["Actions"]
    where = column(sheet, heading)
    return [str(sheet.cell(row, where).value or "") for row in range(2, sheet.max_row + 1)]


def test_what_was_asked_in_the_first_round_is_shown_in_the_review_of_the_second(rounds: Path) -> None:
    from tcgraph.project import find_project
    from tcgraph.reviewing.session import Session

    table = "N°,Suite donnée,État\n1,Le comité siège.,réalisée\n"
    path = drafted(rounds, tcgraph_in(rounds), table, "second", "--cycle", "2026-06")
    session = Session(path, find_project(rounds, {}), "")
    assert not [*session.rows.asked]
    references = [row["ask"] for _, row in session.rows.actions]
    assert session.reference.asked([*references, "99"]) == {"1": "Créer un comité d'audit."}


def test_who_pays_and_is_nobody_is_told_as_no_body(rounds: Path) -> None:
    from tcgraph.followup.naming.review_names import ReviewNames, Unknown
    from tcgraph.followup.project_engine import open_graph
    from tcgraph.project import find_project

    names = ReviewNames(open_graph(find_project(rounds, {})))
    assert names.payer("Sénégal").value.endswith("-sen")
    with pytest.raises(Unknown, match="no body 'budget ordinaire'"):
        names.payer("budget ordinaire")


def test_one_reply_on_several_earlier_actions_is_to_be_split(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")

    def decide(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "Reports again on", "bassins-3-1-a; bassins-3-2-a", 4)

    edit(path, decide)
    refused = run("import", "--accept", str(path))
    assert refused.returncode == 1
    assert "rend compte à nouveau d’une seule action" in refused.stderr


def test_the_earlier_action_is_proposed_and_shown(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    vague = SECOND + "3,Équiper les stations.,C'est chose faite.,réalisée\n3,Équiper les stations.,Idem.,réalisée\n"
    path = drafted(rounds, run, vague, "second", "--cycle", "2026-06")
    # One action alone, whatever the words; of two, the one that speaks of the same; and none where nothing tells which.
    assert cells(path, "Reports again on") == ["bassins-1-1-a", "bassins-2-1-a", "bassins-3-2-a", "", ""]
    shown = cells(path, "Reported before")
    assert shown[0] == "bassins-1-1-a: prévue (2025-06-30). La création du comité est prévue pour 2026."
    assert shown[3].count("bassins-3-") == 2


def test_a_country_s_government_gets_its_own_actions(rounds: Path) -> None:
    from openpyxl import load_workbook

    run = tcgraph_in(rounds)
    for name in ("Sénégal", "SEN"):
        made = run("cycle", "template", "2026-06", "--office", name, "-o", "own.xlsx")
        assert made.returncode == 0, made.stderr
        sheet = load_workbook(rounds / "own.xlsx")["Actions signalées"]
        assert [sheet.cell(row, 2).value for row in range(3, sheet.max_row + 1) if sheet.cell(row, 1).value] == [5]
    refused = run("cycle", "template", "2026-06", "--office", "Sénégale", "-o", "own.xlsx")
    assert "did you mean SEN?" in refused.stderr
    refused = run("cycle", "template", "2026-06", "--office", "nadie", "-o", "own.xlsx")
    assert "no body 'nadie'; name a body or a country" in refused.stderr


def test_a_reply_that_contradicts_an_earlier_one_without_a_link_is_warned_of(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")

    def unlink(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "Reports again on", None, 3)

    edit(path, unlink)
    told = accepted_quietly(run, path)
    assert told.count("est reprise comme nouvelle") == 1
    assert "2-1-a est reprise comme nouvelle, et bassins-2-1-a à côté d’elle reste" in told
    # What the table itself brought is no earlier report when it is accepted again.
    assert accepted_quietly(run, path).count("est reprise comme nouvelle") == 1


def test_a_government_that_acts_is_the_one_that_has_paid(rounds: Path) -> None:
    """Whatever its country is written as: no second government of it is made."""
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")
    edit(path, taken)
    edit(path, lambda book: put(book, "Actions", "Who pays", "Sénégal", 4))
    accepted(Project(rounds), run, path)
    made = run("cycle", "open", "2027-06", "--as-of", "2027-06-30", "--symbol", "CB/3")
    assert made.returncode == 0, made.stderr
    table = "N°,Recommandation,Suite donnée,État\n1,Créer un comité d'audit.,Le Sénégal a créé un comité.,réalisée\n"
    path = drafted(rounds, run, table, "third", "--cycle", "2027-06")
    edit(path, taken)
    for who in ("SEN", "Sénégal", "government-of-sen"):
        edit(path, lambda book, who=who: put(book, "Actions", "Who", who, 2))  # type: ignore[misc]
        graph = accepted(Project(rounds), run, path)
        assert "organisation/government-of-sen" in graph
        assert "organisationKind" not in graph
        assert run("validate").returncode == 0


def test_what_tells_of_a_deed_is_not_lost_beside_a_reply_without_status(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND + "4,Étudier.,Cela reste à voir.,\n", "second", "--cycle", "2026-06")

    def decide(book: Workbook) -> None:
        taken(book)
        for heading, words in {
            "Status": "réponse sans état",
            "Reports again on": None,
            "Who pays": "Chine",
            "Amount": "EUR 4000000",
            "On condition": "sous réserve",
        }.items():
            put(book, "Actions", heading, words, 5)

    edit(path, decide)
    refused = run("import", str(path), "--accept")
    assert refused.returncode == 1
    told = [line for line in (refused.stdout + refused.stderr).splitlines() if "une réponse sans état" in line]
    assert sorted(re.findall(r"!([A-Z]+5)\]: (\w+)", line)[0][1] for line in told) == [
        "avertissement",
        "erreur",
        "erreur",
    ]


def test_a_later_status_stands_beside_the_words_of_its_report_and_a_hedge_and_a_new_day_are_told(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")

    def doubted(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "How sure", "sous réserve", 2)
        put(book, "Actions", "Status", "prévue", 4)
        put(book, "Actions", "Expected by", "2027-03-31", 4)

    edit(path, doubted)
    accepted(Project(rounds), run, path)
    told = {row["action"].rpartition("/")[2]: row for row in rows(run, "recommendation-actions")}
    assert told["bassins-1-1-a"]["summary"] == "Le comité siège depuis mars."
    known = {row["action"].rpartition("/")[2]: row for row in rows(run, "recommendation-actions", "asOf=2025-12-31")}
    assert "not put into English" in known["bassins-1-1-a"]["summary"]  # the stand-in of what was told first
    made = run("cycle", "open", "2027-02", "--as-of", "2027-02-28", "--symbol", "CB/3")
    assert made.returncode == 0, made.stderr
    table = (
        "N°,Recommandation,Suite donnée,État\n"
        "1,Créer un comité d'audit.,Le comité n'a jamais siégé.,non réalisée\n"
        "3,Équiper les stations.,L'installation au Sénégal est de nouveau reportée.,prévue\n"
    )
    path = drafted(rounds, run, table, "third", "--cycle", "2027-02")

    def later(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "Reports again on", "bassins-1-1-a", 2)
        put(book, "Actions", "Reports again on", "bassins-3-2-a", 3)
        put(book, "Actions", "Expected by", "2028-06-30", 3)

    edit(path, later)
    accepted(Project(rounds), run, path)
    report = run("report", "--cycle", "2027-02", "-l", "fr").stdout.replace("\xa0", " ")
    assert "Non réalisée (état en juin 2026 : réalisée, sous réserve)" in report
    assert "Prévue (nouvelle échéance : 30 juin 2028 (avant : 31 mars 2027))" in report
    page = run("report", "--cycle", "2027-02", "--one-page", "-l", "fr").stdout.replace("\xa0", " ")
    assert "(réalisée, sous réserve → non réalisée)" in page
    assert "L'installation au Sénégal est de nouveau reportée : 30 juin 2028" in page
    moved = run("changes", "2026-06", "2027-02").stdout.replace("\xa0", " ")
    assert "« réalisée, sous réserve » à « non réalisée »" in moved
    assert "nouvelle échéance : 30 juin 2028 (avant : 31 mars 2027)" in moved
    asked = run("ask", "Quelles actions sont prévues au Sénégal ?").stdout
    assert "Douze stations seront" not in asked


def test_the_brief_of_a_country_has_what_its_government_does_and_denies_no_name_in_another_column(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    table = (
        "N°,Recommandation,Suite donnée,État,Responsable\n"
        "1,Créer un comité d'audit.,Le reste sera fait par les deux pays.,prévue,Guinée équatoriale\n"
    )
    path = drafted(rounds, run, table, "second", "--cycle", "2026-06")

    def decide(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "Reports again on", None, 2)
        put(book, "Actions", "Who", "BFA; NER", 2)
        put(book, "Actions", "Names", None, 2)
        put(book, "Actions", "Also in the row", "Responsable : Guinée équatoriale", 2)

    edit(path, decide)
    accepted(Project(rounds), run, path)
    for country in ("BFA", "NER"):
        brief = run("report", "--country", country, "-l", "fr").stdout
        assert "Le reste sera fait par les deux pays" in brief
        assert "agit" in brief
    beside = "une autre colonne du tableau le nomme en regard des recommandations suivantes"
    edit(path, lambda book: put(book, "Actions", "Who", "BFA; NER; GNQ; GIN", 2))
    accepted(Project(rounds), run, path)
    named, other = (run("report", "--country", one, "-l", "fr").stdout for one in ("GNQ", "GIN"))
    assert beside in named
    assert beside not in other
    assert "ne le nomme lui-même" in other


def rows(run: Tcgraph, query: str, *given: str) -> list[dict[str, str]]:
    told = run("query", query, *(part for one in given for part in ("-p", one)), "--format", "csv")
    assert told.returncode == 0, told.stderr
    return list(csv.DictReader(told.stdout.splitlines()))


def test_what_is_told_again_is_told_in_the_words_of_the_later_report(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")

    edit(path, taken)
    edit(path, lambda book: put(book, "Actions", "Reports again on", None, 4))  # which tells of another one
    graph = accepted(Project(rounds), run, path)
    assert 'tc:basis "Le comité siège depuis mars."@fr' in graph
    assert "skos:editorialNote" in graph
    told = run("report", "--cycle", "2026-06", "-l", "fr").stdout.replace("\xa0", " ")
    assert "**Réalisée (état en juin 2025 : prévue).** Le comité siège depuis mars. Signalé auparavant" in told
    assert "**Réalisée (état en juin 2025 : rejetée).** “Oui”. Signalé auparavant : Deux États" in told
    assert "Sept stations sur douze ont été installées au Sénégal." in told
    assert "read at" not in told
    assert "CB/1, ligne 2, colonne B ; ligne 2, colonne C" in told
    assert "CB/2, ligne 2, colonne C" in told
    brief = run("report", "--country", "SEN", "-l", "fr").stdout.replace("\xa0", " ")
    assert "Sept stations sur douze" in brief
    assert "Le comité siège depuis mars" in run("report", "--cycle", "2026-06", "--one-page", "-l", "fr").stdout


def test_a_later_reply_tells_who_acts_pays_and_what_it_names_of_the_earlier_action(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")

    def decide(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "Who", "Sénégal", 4)
        put(book, "Actions", "Names", "Mali", 4)
        put(book, "Actions", "Who pays", "Chine", 4)
        put(book, "Actions", "Amount", "EUR 4000000", 4)
        put(book, "Actions", "Expected by", "2027-12-31", 4)
        assert book["Actions"].cell(4, column(book["Actions"], "Pairing")).value == "donné par la source"
        put(book, "Actions", "How sure", "sous réserve", 4)
        put(book, "Actions", "On condition", "sous réserve de l'accord du Conseil", 4)

    edit(path, decide)
    accepted(Project(rounds), run, path)
    asked = """SELECT ?payer ?amount ?country ?who ?on WHERE {
      ?action tc:agent ?who . FILTER(STRENDS(STR(?action), "/bassins-3-2-a"))
      ?money tc:inAction ?action ; tc:donor ?payer ; tc:amount ?amount .
      ?part tc:inAction ?action ; tc:participant ?country . ?on tc:conditionOf ?action }"""
    told = run("query", asked, "--format", "csv")
    assert told.returncode == 0, told.stderr
    assert "government-of-chn" in told.stdout
    assert "4000000" in told.stdout
    assert "country/MLI" in told.stdout
    assert "government-of-sen" in told.stdout
    assert run("validate").returncode == 0
    assert "sous réserve" in run("report", "--cycle", "2026-06", "-l", "fr").stdout
    # The day that the later report gives is when it is due; before that report nobody knew of it.
    due = run("query", "promises-kept", "--format", "csv").stdout
    row = next(row for row in csv.DictReader(due.splitlines()) if row["action"] == "bassins-3-2-a")
    assert (row["due"], row["due_by"]) == ("2027-12-31", "stated")
    assert "2027-12-31" not in run("query", "promises-kept", "-p", "asOf=2026-01-01", "--format", "csv").stdout
    assert "bassins-3-2-a" not in run("query", "overdue-promises", "-p", "asOf=2027-08-01", "--format", "csv").stdout


def test_what_is_under_way_is_due_on_its_day_and_words_that_are_no_day_are_told_and_shown(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")

    def decide(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "Status", "en cours", 2)
        put(book, "Actions", "Expected by", "après la crue", 2)
        put(book, "Actions", "Status", "en cours", 3)  # which was refused before, and never announced
        put(book, "Actions", "Expected by", "2026-12-31", 3)

    edit(path, decide)
    told = run("import", "--accept", str(path)).stderr
    assert "après la crue" in told
    made = run("cycle", "open", "2027-06", "--as-of", "2027-06-30", "--symbol", "CB/3")
    assert made.returncode == 0, made.stderr
    table = "N°,Recommandation,Suite donnée,État\n4,Étudier la gestion privée.,L'étude est faite.,réalisée\n"
    path = drafted(rounds, run, table, "third", "--cycle", "2027-06")
    edit(path, taken)
    accepted(Project(rounds), run, path)
    late = {row["action"]: row for row in rows(run, "overdue-promises", "asOf=2027-06-30")}
    assert (late["bassins-2-1-a"]["due"], late["bassins-2-1-a"]["state"]) == ("2026-12-31", "not heard of")
    assert "bassins-2-1-a" not in {row["action"] for row in rows(run, "overdue-promises", "asOf=2026-12-30")}
    report = run("report", "--cycle", "2027-06", "-l", "fr").stdout.replace("\xa0", " ")
    assert "31 décembre 2026" in report
    undated = {row["action"].rpartition("/")[2]: row["as_written"] for row in rows(run, "promises")}
    assert undated["bassins-1-1-a"] == "après la crue"


def test_who_acts_by_the_first_report_alone_is_not_told_of_the_words_of_the_second(rounds: Path) -> None:
    """The second report tells that the Niger ratified: that Senegal had is told, and by which report."""
    run = tcgraph_in(rounds)
    table = "N°,Recommandation,Suite donnée,État\n5,Ratifier l'accord du bassin.,Le Niger l'a ratifié.,réalisée\n"
    path = drafted(rounds, run, table, "second", "--cycle", "2026-06")

    def decide(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "Reports again on", "bassins-5-1-a", 2)
        put(book, "Actions", "Who", "Niger", 2)

    def earlier() -> dict[str, str]:
        base = "https://w3id.org/tcgraph/id/country"
        asked = {code: rows(run, "actions-naming", f"thing={base}/{code}") for code in ("SEN", "NER")}
        return {code: row["earlier"] for code, told in asked.items() for row in told if row["number"] == "5"}

    edit(path, decide)
    accepted(Project(rounds), run, path)
    assert earlier() == {"SEN": "2025-06-30", "NER": ""}
    briefs = [run("report", "--country", one, "-l", "fr").stdout.replace("\xa0", " ") for one in ("SEN", "NER")]
    assert ["(selon le rapport de juin 2025)" in brief for brief in briefs] == [True, False]
    doer = "https://w3id.org/tcgraph/id/organisation/government-of-{}"
    told = [rows(run, "actions-of-an-organisation", f"organisation={doer.format(one)}") for one in ("sen", "ner")]
    assert [row["earlier"] for own in told for row in own] == ["2025-06-30", ""]
    # Named by the second report as well, it acts by that one too.
    edit(path, lambda book: put(book, "Actions", "Who", "Niger; Sénégal", 2))
    accepted(Project(rounds), run, path)
    assert earlier() == {"SEN": "", "NER": ""}


def test_a_reply_is_linked_to_no_action_of_other_countries_and_to_none_of_several(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    other = (
        "N°,Recommandation,Suite donnée,État\n"
        "3,Équiper les stations.,Douze stations seront installées au Niger.,en cours\n"
        "1,Créer un comité d'audit.,Le comité siège au Niger.,réalisée\n"
    )
    path = drafted(rounds, run, other, "second", "--cycle", "2026-06")
    assert cells(path, "Reports again on") == ["", "bassins-1-1-a"]
    both = (
        "N°,Recommandation,Suite donnée,État\n"
        "3,Équiper les stations.,Le Mali a ses stations; au Sénégal douze stations ne sont pas installées.,en cours\n"
    )
    (rounds / "both.csv").write_text(both, encoding="utf-8")
    told = run("import", "both.csv", "--draft", "draft-both", "--cycle", "2026-06")
    assert "parle des pays de plusieurs actions antérieures" in told.stderr
    assert cells(rounds / "draft-both/both.review.xlsx", "Reports again on") == [""]


def test_an_answer_that_tells_of_no_deed_is_told_and_not_passed_over(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    told = run("report", "--cycle", "2025-06", "-l", "fr").stdout.replace("\xa0", " ")
    row = next(line for line in told.splitlines() if line.startswith("| **4.**"))
    assert row.endswith("| Réponse, sans dire où l’on en est : « La recommandation est acceptée. » (CB/1) |")
    # It has a place of its own: what a person notes of the recommendation is nobody's answer.
    graph = (rounds / "data/ttl/bassins/bassins.ttl").read_text("utf-8")
    assert 'tc:replyWithoutAction "La recommandation est acceptée."@fr' in graph
    assert "tc:nothingReported" not in graph
    assert run("query", "follow-up-matrix", "--format", "csv").stdout.splitlines()[-2].endswith("0,0,0,0")
    # Of an action that was reported before it says nothing: how far that has come has to be chosen.
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")

    def linked(book: Workbook) -> None:
        taken(book)
        put(book, "Actions", "Status", "réponse sans état", 2)

    edit(path, linked)
    assert "Actions!L2]: erreur: choisissez un état" in run("import", "--accept", str(path)).stderr


def test_what_was_changed_by_hand_in_an_offices_graph_is_not_overwritten_unseen(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    assert run("cycle", "template", "2026-06", "-l", "en", "-o", "bamako.xlsx").returncode == 0
    said = {"bassins-1-1-a": {"Status now": "taken", "What happened": "Le comité siège."}}
    fill(rounds / "bamako.xlsx", rounds / "bamako.xlsx", {}, said)
    again = ("import", "bamako.xlsx", "--cycle", "2026-06")
    assert run(*again).returncode == 0
    written = rounds / "data/ttl/cycles/2026-06/bamako.ttl"
    as_imported = written.read_text("utf-8")
    assert run(*again).returncode == 0
    written.write_text(as_imported.replace("Le comité siège.", "Le comité siège depuis mars."), encoding="utf-8")
    refused = run(*again)
    assert refused.returncode == 1
    assert "bamako.ttl: error: this was changed since it was taken over" in refused.stderr
    assert "depuis mars" in written.read_text("utf-8")
    assert run(*again, "--replace").returncode == 0
    assert written.read_text("utf-8") == as_imported
