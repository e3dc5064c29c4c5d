"""Cells take names in three languages; a fault is told once, with what was meant, and goes back in its cell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tcgraph.followup.workbook.sheets import language_of
from tests.own_project import Tcgraph, copy_project, tcgraph_in


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Tcgraph:
    run = tcgraph_in(copy_project(tmp_path_factory.mktemp("book")).root)
    opened = run("cycle", "open", "2008-11", "--as-of", "2008-11-30", "--symbol", "GB.303/TC/1")
    assert opened.returncode == 0, opened.stderr
    return run


def book(run: Tcgraph, path: Path, fill: Callable[[Workbook], None]) -> Path:
    assert run("cycle", "template", "2008-11", "-o", str(path)).returncode == 0
    made = load_workbook(path)
    fill(made)
    made.save(path)
    return path


def row(made: Workbook, sheet: str, **values: object) -> None:
    """Fill the first empty row of a sheet, by headings with underscores for spaces."""
    page = made[sheet]
    headings = {str(cell.value).rstrip(" *"): place for place, cell in enumerate(page[2], start=1)}
    number = max((cell.row for line in page.iter_rows(min_row=3) for cell in line if cell.value is not None), default=2)
    for heading, value in values.items():
        page.cell(number + 1, headings[heading.replace("_", " ")]).value = value  # type: ignore[assignment]


def action(made: Workbook, **values: object) -> None:
    row(
        made,
        "New actions",
        **{
            "Recommendation": 12, "In_a_few_words": "A committee met", "What_was_done": "A committee met.",
            "Who": "ACTRAV", "Status": "taken", "Borne_out_by": "Its minutes.", **values,
        },
    )  # fmt: skip


def test_names_are_taken_in_three_languages(run: Tcgraph, tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        action(made, Status="réalisée", Countries="Sénégal; Viet Nam")
        action(made, Status="En curso", Who="Bureau des activités pour les travailleurs")
        row(made, "Agreements", Code="nl-1", In_a_few_words="Dutch", Donor="Government of the Netherlands",
            From_year=2008, To_year=2009, Amount=5, Currency="usd", Gender_provisions="oui")  # fmt: skip

    path = book(run, tmp_path / "dakar.xlsx", fill)
    checked = run("import", str(path), "--cycle", "2008-11", "--check")
    assert "Sénégal" not in checked.stderr + checked.stdout
    assert "usd" not in checked.stderr + checked.stdout
    assert "réalisée" not in checked.stderr + checked.stdout


def test_what_is_misspelt_is_told_with_what_is_near(run: Tcgraph, tmp_path: Path) -> None:
    path = book(run, tmp_path / "lima.xlsx", lambda made: action(made, Countries="Senegall", Status="takken"))
    said = run("import", str(path), "--cycle", "2008-11", "--check")
    told = said.stdout + said.stderr
    assert "did you mean SEN (senegal)?" in told
    assert "did you mean taken?" in told


def test_one_fault_is_one_finding_and_goes_back_in_its_cell(run: Tcgraph, tmp_path: Path) -> None:
    def fill(made: Workbook) -> None:
        row(made, "Projects", Code="p-1", In_a_few_words="A project", Stage="nonsense")
        for place in range(40):
            row(made, "Money", Project="p-1", Biennium="2008-09", Source="xbtc", Amount=place + 1, Currency="USD")

    path, back = book(run, tmp_path / "hanoi.xlsx", fill), tmp_path / "back.xlsx"
    said = run("import", str(path), "--cycle", "2008-11", "--check", "--annotate", str(back))
    told = said.stdout + said.stderr
    assert told.count("there is no project") == 0
    assert "40 others refer to this row" in told
    page = load_workbook(back)["Projects"]
    comments = [cell.comment.text for line in page.iter_rows(min_row=3) for cell in line if cell.comment]
    assert any("nonsense" in comment for comment in comments)
    assert all(cell.comment is None for line in load_workbook(path)["Projects"].iter_rows(min_row=3) for cell in line)


def test_an_office_gets_its_own_actions(run: Tcgraph, tmp_path: Path) -> None:
    for name, arguments in (("all", ()), ("own", ("--office", "actrav"))):
        assert run("cycle", "template", "2008-11", "-o", str(tmp_path / f"{name}.xlsx"), *arguments).returncode == 0
    whole, own = (load_workbook(tmp_path / f"{name}.xlsx")["Actions so far"].max_row for name in ("all", "own"))
    assert 3 < own < whole


@pytest.mark.at_size
@pytest.mark.slow
def test_a_workbook_in_french_is_filled_in_and_read_in_french(run: Tcgraph, tmp_path: Path) -> None:
    path = tmp_path / "abidjan.xlsx"
    assert run("cycle", "template", "2008-11", "-o", str(path), "--language", "fr").returncode == 0
    made = load_workbook(path)
    assert "Nouvelles actions" in made.sheetnames
    row(made, "Nouvelles actions", **{
        "Recommandation": 12, "En quelques mots": "Un comité s’est réuni", "Qui": "ACTRAV",
        "Ce qui a été fait": "Un comité s’est réuni.", "État": "réalisée", "Justifié par": "Un comité s’est réuni.",
    })  # fmt: skip
    made.save(path)
    accepted = run("import", str(path), "--cycle", "2008-11", "--office", "abidjan")
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    asked = "SELECT ?w WHERE { ?a rdfs:label ?l ; tc:summary ?w FILTER(STRSTARTS(?l, 'Un comité')) }"
    said = run("query", asked)
    assert "Un comité s’est réuni." in said.stdout, said.stdout + said.stderr
    in_english = "SELECT ?w WHERE { ?a rdfs:label ?l, ?w FILTER(STRSTARTS(?l, 'Un comité') && LANG(?w) = 'en') }"
    labels = run("query", in_english, "-o", "csv").stdout.splitlines()[1:]
    assert labels
    assert all(label.endswith("(French)") for label in labels), "no French words are told to be English"
    assert "Un comité s’est réuni [fr]" in run("query", in_english).stdout, "shown as they are, with a mark"
    assert run("validate").returncode == 0


def test_the_english_workbook_stays_english_whatever_names_it_shares(run: Tcgraph, tmp_path: Path) -> None:
    assert language_of(["Read me", "Projects", "Ratifications", "Codes"]) == "en"
    assert language_of(["Leer primero", "Ratificaciones"]) == "es"
    assert run("cycle", "template", "2008-11", "-o", str(tmp_path / "a.xlsx"), "--language", "de").returncode == 2
