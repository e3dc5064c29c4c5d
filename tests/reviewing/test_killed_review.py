"""A review whose page was closed or killed is accepted from the command line with all that was decided in it."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tcgraph.followup.drafts.drafting import draft_into
from tcgraph.followup.new_project import Body, create_project
from tcgraph.project import Project
from tcgraph.reviewing.session import Session, journal_beside
from tests.followup.test_accepting import edit, on_document, put
from tests.own_project import tcgraph_in

if TYPE_CHECKING:
    from openpyxl import Workbook

pytestmark = pytest.mark.slow

TABLE = (
    "No.,Decision,Follow-up,Status\n"
    "1,Train pilots.,Forty were trained.,done\n"
    "2,Hang lamps.,Lamps were hung in May.,done\n"
    "3,Open a post.,The post was given up.,cancelled\n"
)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("harbour") / "p"
    project = create_project(root, Body("Harbour Council", "hc", symbol="HC/12"), datetime.date(2098, 5, 5))
    (root / "table.csv").write_text(TABLE, encoding="utf-8")
    draft_into(project, root / "table.csv", root / "draft")
    return root


@pytest.fixture
def killed(drafted: Path, tmp_path: Path) -> Path:
    """The workbook of a review that was decided on and killed: all of that stands in its journal alone."""
    root = Path(shutil.copytree(drafted, tmp_path / "p"))
    path = root / "draft" / "table.review.xlsx"
    session = Session(path, Project(root), "en")
    (document, _), *_ = session.rows.document
    values = {"Symbol": "HC/13", "Title": "What was done", "Date": "2099-01-15", "Body": "hc"}
    session.do("change", {"sheet": "Document", "row": document, "values": values})
    for name, row in session.rows.actions:
        session.do("accept", {"ids": [name], "status": row["status"]})
    first = next(name for name, _ in session.rows.actions)
    session.do("change", {"sheet": "Actions", "row": first, "values": {"note": "Seen."}})
    session.journal.close()
    assert journal_beside(path).exists()
    return path


def test_what_was_decided_is_taken_up(killed: Path) -> None:
    run = tcgraph_in(killed.parents[1])
    result = run("import", "--accept", str(killed))
    assert result.returncode == 0, result.stderr
    assert "work of the review (5 deeds) was not in table.review.xlsx yet" in result.stderr
    assert "3 actions accepted" in result.stderr
    assert '"Seen."@en' in Path(result.stdout.strip()).read_text(encoding="utf-8")
    assert not journal_beside(killed).exists()


def test_a_workbook_that_was_changed_meanwhile_is_joined_with_what_was_decided(killed: Path) -> None:
    def by_hand(book: Workbook) -> None:
        on_document(book, Date="2099-02-20")
        put(book, "Actions", "Take over", "no", 3)
        put(book, "Actions", "Summary", "Forty pilots were trained.", 2)

    edit(killed, by_hand)
    run = tcgraph_in(killed.parents[1])
    result = run("import", "--accept", str(killed))
    assert result.returncode == 0, result.stderr
    # What was said of a cell in both places stays as the workbook has it, and is told.
    assert "keeps what it says of Document: Date, 2-1-a: take" in result.stderr
    assert "2 actions accepted, 1 left out" in result.stderr
    graph = Path(result.stdout.strip()).read_text(encoding="utf-8")
    assert "2099-02-20" in graph
    assert '"Seen."@en' in graph
    assert '"Forty pilots were trained."@en' in graph
    assert not journal_beside(killed).exists()


def test_a_row_that_is_gone_is_told(killed: Path) -> None:
    edit(killed, lambda book: book["Actions"].delete_rows(3))
    result = tcgraph_in(killed.parents[1])("import", "--accept", str(killed))
    assert "keeps what it says of 2-1-a" in result.stderr
    assert "2 actions accepted" in result.stderr
