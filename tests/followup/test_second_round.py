"""A body reports a second time, by a table: what it says of earlier actions is told, in its own words."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.followup.test_accepting import accepted, edit, on_document, put
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

    edit(path, decide)
    accepted_quietly(run, path)
    opened = run("cycle", "open", "2026-06", "--as-of", "2026-06-30", "--symbol", "CB/2")
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


def test_what_is_told_again_is_told_in_the_words_of_the_later_report(rounds: Path) -> None:
    run = tcgraph_in(rounds)
    path = drafted(rounds, run, SECOND, "second", "--cycle", "2026-06")

    def decide(book: Workbook) -> None:
        taken(book)
        for row, action in enumerate(("1-1-a", "2-1-a", "3-2-a"), start=2):
            put(book, "Actions", "Reports again on", f"bassins-{action}", row)

    edit(path, decide)
    graph = accepted(rounds, run, path)
    assert 'tc:basis "Le comité siège depuis mars."@fr' in graph
    assert "skos:editorialNote" in graph
    told = run("report", "--cycle", "2026-06", "-l", "fr").stdout.replace("\xa0", " ")
    assert "**Réalisée (état en juin 2025 : prévue).** Le comité siège depuis mars. Signalé auparavant" in told
    assert "**Réalisée (état en juin 2025 : rejetée).** “Oui”. Signalé auparavant : Deux États" in told
    assert "Sept stations sur douze ont été installées au Sénégal." in told
    assert "read at" not in told
    assert "Le comité siège depuis mars" in run("report", "--cycle", "2026-06", "--one-page", "-l", "fr").stdout
