"""A draft in a project of one's own, and the review of it as a process that a person started."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tcgraph.followup.drafts.review_words import in_english
from tcgraph.project import Project
from tests.command_line import Started, start
from tests.conftest import PATIENCE
from tests.own_project import copy_project, tcgraph_in

TABLE = (
    "N°,Décision,Suite donnée,État,Responsable\n"
    "1,Former les inspecteurs du travail au Kenya.,"
    "Quarante inspecteurs ont été formés au Kenya et un guide a été publié.,réalisée,BIT\n"
    "2,Rédiger un plan pour la Côte d’Ivoire.,Le plan sera rédigé par le ministère.,prévue,Inspection du travail\n"
    "3,Ratifier la convention n° 189.,La convention n° 189 n’a pas encore été ratifiée.,,BIT\n"
    "4,Réunir la commission.,Voir l’annexe.,,BIT\n"
    "5,Publier le rapport.,Le rapport est paru en mai.,terminée,BIT\n"
)


@dataclass
class Running:
    """A review that somebody works on.

    Attributes:
        process: ``tcgraph review``.
        address: what it printed: the page, with its key.
    """

    process: Started
    address: str

    @property
    def root(self) -> str:
        """The page without its key."""
        return self.address.partition("?")[0]

    def interrupt(self) -> str:
        """Leave as Ctrl-C does; what it says at last."""
        self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=PATIENCE)
        return said


class Drafted:
    """A project with a draft in it."""

    def __init__(self, root: Path) -> None:
        self.project = Project(root)
        self.run = tcgraph_in(root)
        self.started: list[Started] = []

    @property
    def review(self) -> Path:
        """The review's workbook."""
        return self.project.root / "draft" / "suivi.review.xlsx"

    @property
    def journal(self) -> Path:
        """What was done and is not in the workbook yet."""
        return self.project.root / "draft" / "suivi.review.journal"

    def start(self, *options: str, what: str = "draft") -> Running:
        """Begin, or go on with, the review."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("TCGRAPH_")}
        process = start(["review", what, *options], self.project.root, kept)
        self.started.append(process)
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://127.0.0.1:"), process.communicate(timeout=PATIENCE)[1]
        return Running(process, address)

    def stop(self) -> None:
        """End what still runs."""
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait(timeout=PATIENCE)

    def actions(self) -> list[dict[str, Any]]:
        """The rows of the sheet Actions, by what their heading is in English."""
        from openpyxl import load_workbook

        rows = list(load_workbook(self.review)["Actions"].iter_rows(values_only=True))
        headings = [in_english(str(heading)) for heading in rows[0]]
        return [dict(zip(headings, row, strict=True)) for row in rows[1:]]


@pytest.fixture(scope="session")
def draft_of_table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which the table was drafted, to copy."""
    root = tmp_path_factory.mktemp("drafted") / "own"
    copy_project(root)
    (root / "suivi.csv").write_text(TABLE, encoding="utf-8")
    made = tcgraph_in(root)("import", "suivi.csv", "--draft", "draft")
    assert made.returncode == 0, made.stderr
    return root


@pytest.fixture
def drafted(tmp_path: Path, draft_of_table: Path) -> Iterator[Drafted]:
    """A draft of a French table."""
    shutil.copytree(draft_of_table, tmp_path / "own")
    made = Drafted(tmp_path / "own")
    yield made
    made.stop()
