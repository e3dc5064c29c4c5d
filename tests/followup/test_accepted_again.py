"""A table that was accepted is accepted again: corrected with a reason, replaced on purpose, and never unseen."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.followup.test_accepting import as_board, edit, on_document, put
from tests.own_project import tcgraph_in

if TYPE_CHECKING:
    from openpyxl import Workbook

pytestmark = pytest.mark.slow

TABLE = (
    "No.,Decision,Follow-up,Status\n"
    "1,Light the channel.,180 of 420 km were lit with money of Switzerland.,done\n"
    "2,Train pilots.,Forty were trained.,done\n"
)


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that a table was accepted into."""
    root = tmp_path_factory.mktemp("accepted")
    made = tcgraph_in(root)("init", "p", "--body", "Harbour Council", "--code", "council", "--symbol", "HC/12/3")
    assert made.returncode == 0, made.stderr
    run = tcgraph_in(root / "p")
    (root / "p" / "board.csv").write_text(TABLE, encoding="utf-8")
    assert run("import", "board.csv", "--draft", "draft").returncode == 0
    path = root / "p" / "draft" / "board.review.xlsx"
    edit(path, as_board)
    edit(path, lambda book: put(book, "Actions", "Who pays", "CHE", 2))
    done = run("import", "--accept", str(path))
    assert done.returncode == 0, done.stderr
    return root / "p"


@pytest.fixture
def root(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "p"))


def test_nothing_changed_is_no_change(root: Path) -> None:
    graph = root / "data" / "ttl" / "board" / "board.ttl"
    before = graph.read_text(encoding="utf-8")
    assert "government-of-che" in before  # which the review made, and makes again
    done = tcgraph_in(root)("import", "--accept", "draft/board.review.xlsx")
    assert done.returncode == 0, done.stderr
    assert graph.read_text(encoding="utf-8") == before


def test_what_is_corrected_is_written_down_with_its_reason(root: Path) -> None:
    run, review = tcgraph_in(root), root / "draft" / "board.review.xlsx"
    graph = root / "data" / "ttl" / "board" / "board.ttl"
    edit(review, lambda book: put(book, "Actions", "Status", "partly-taken", 2))
    refused = run("import", "--accept", str(review))
    assert refused.returncode == 1
    assert "Actions!L2" in refused.stderr
    assert "--replace" in refused.stderr.splitlines()[0]
    assert "--replace" in refused.stderr
    assert "--reason 'WHY'" in refused.stderr
    assert "organisation/" not in refused.stderr  # nothing that the review makes itself is missed

    why = "A part of the channel was taken for the whole."
    done = run("import", "--accept", str(review), "--reason", why)
    assert done.returncode == 0, done.stderr
    amended = next(block for block in graph.read_text(encoding="utf-8").split("\n\n") if "a tc:Amendment" in block)
    assert why in amended
    assert re.search(r"tc:formerThing \S+status/taken", amended)
    assert 'tc:decidedBy "Harbour Council"' in amended
    # It stays when the review is accepted again, and the next correction has one of its own.
    edit(review, lambda book: put(book, "Actions", "Status", "under-way", 3))
    assert run("import", "--accept", str(review), "--reason", "The training still goes on.").returncode == 0
    assert graph.read_text(encoding="utf-8").count("a tc:Amendment") == 2
    assert run("validate").returncode == 0


def test_what_nobody_was_given_is_replaced(root: Path) -> None:
    run, review = tcgraph_in(root), root / "draft" / "board.review.xlsx"
    edit(review, lambda book: put(book, "Actions", "Take over", "no", 3))
    assert run("import", "--accept", str(review)).returncode == 1
    done = run("import", "--accept", str(review), "--replace")
    assert done.returncode == 0, done.stderr
    written = (root / "data" / "ttl" / "board" / "board.ttl").read_text(encoding="utf-8")
    assert "Forty were trained" not in written
    assert "tc:Amendment" not in written
    assert run("validate").returncode == 0


def test_what_was_changed_by_hand_is_not_overwritten(root: Path) -> None:
    run, review = tcgraph_in(root), root / "draft" / "board.review.xlsx"
    graph = root / "data" / "ttl" / "board" / "board.ttl"
    by_hand = graph.read_text(encoding="utf-8").replace("Forty were trained.", "Forty pilots were trained.")
    graph.write_text(by_hand, encoding="utf-8")
    refused = run("import", "--accept", str(review))
    assert refused.returncode == 1
    assert "board.ttl: error: this was changed since it was taken over" in refused.stderr
    assert graph.read_text(encoding="utf-8") == by_hand
    # Another layout, or a comment, changes nothing that is said.
    graph.write_text(
        by_hand.replace("Forty pilots", "Forty").replace(" ;\n", "\n  ;\n") + "# Seen.\n", encoding="utf-8"
    )
    done = run("import", "--accept", str(review))
    assert done.returncode == 0, done.stderr


def test_a_government_is_one_body_whatever_it_is_called_by(root: Path) -> None:
    run = tcgraph_in(root)
    table = TABLE.replace("Switzerland", "the Government of Switzerland").replace("Forty", "The Gobierno de Honduras")
    (root / "other.csv").write_text(table, encoding="utf-8")
    assert run("import", "other.csv", "--draft", "draft").returncode == 0
    path = root / "draft" / "other.review.xlsx"
    edit(path, as_board)

    def decide(book: Workbook) -> None:
        on_document(book, Name="other", Symbol="O/1")
        put(book, "Actions", "Who pays", "Government of Switzerland", 2)
        put(book, "Actions", "Who", "Gobierno de Honduras", 3)
        rows = book["New bodies"]
        for row, name in enumerate(("Government of Switzerland", "Gobierno de Honduras"), start=rows.max_row + 1):
            rows.cell(row, 1).value = rows.cell(row, 3).value = name
            rows.cell(row, 2).value = name.lower().replace(" ", "-")
            rows.cell(row, 5).value = "donor-government"

    edit(path, decide)
    done = run("import", "--accept", str(path))
    assert done.returncode == 0, done.stderr
    graph = (root / "data" / "ttl" / "other" / "other.ttl").read_text(encoding="utf-8")
    assert "organisation/government-of-hnd" in graph
    assert "organisation/gobierno-de-honduras" not in graph
    assert "organisation/government-of-switzerland" not in graph
