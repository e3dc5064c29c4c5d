"""A table that does not tell what its columns hold: asked once on the page, and kept for the next such table."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from openpyxl import load_workbook

from tests.reviewing.conftest import Drafted

TABLE = (
    "A1,Thème,Texte adopté,Ce que le service répond,Feu\n"
    "1,Formation,Former les inspecteurs du travail au Kenya et en Ouganda.,Quarante inspecteurs ont été formés.,vert\n"
    "2,Plan,Rédiger un plan pour la Côte d’Ivoire avant la fin de l’année.,Le plan sera rédigé par le service.,orange\n"
    "3,Ratification,Ratifier la convention sur les travailleurs domestiques.,La convention n’est pas ratifiée.,rouge\n"
)


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory, draft_of_table: Path) -> Iterator[Drafted]:
    root = tmp_path_factory.mktemp("asked") / "own"
    shutil.copytree(draft_of_table, root)
    shutil.rmtree(root / "draft")
    (root / "feux.csv").write_text(TABLE, encoding="utf-8")
    made = Drafted(root)
    yield made
    made.stop()


def test_what_is_said_once_is_kept(drafted: Drafted) -> None:
    running = drafted.start("-l", "fr", what="feux.csv")
    origin = {"Origin": running.root.rstrip("/")}
    with httpx.Client(base_url=running.root, headers=origin, follow_redirects=True) as client:
        asked = client.get(running.address).text
        assert "Que contiennent les colonnes\u00a0?" in asked
        assert not (drafted.project.root / "draft").exists()
        wrong = client.post("/columns", data={"B": "number"})
        assert wrong.status_code == 422
        assert "Dites au moins" in wrong.text
        read = client.post("/columns", data={"A": "number", "B": "", "C": "ask", "D": "reply", "E": "status"})
        assert read.url.path == "/read"
        assert "Lignes\u00a0: 3, dont avec réponse\u00a0: 3" in read.text
        assert not (drafted.project.root / "draft").exists()
        words = client.post("/read")
        assert words.url.path == "/words"
        assert re.findall(r'<select name="([^"]+)"', words.text) == ["vert", "orange", "rouge"]
        client.post("/words", data={"vert": "taken", "orange": "–", "rouge": "not-taken"})
        rows = client.get("/state").json()["sheets"]["Actions"]
    # A word of the table's own that nobody explained may say otherwise than the sentence beside it.
    assert [row["status"] for row in rows] == ["taken", "", "not-taken"]
    assert [row["ask"] for row in rows] == ["1", "2", "3"]
    assert all("Thème" in row["beside"] for row in rows)
    drafted.stop()
    [workbook] = (drafted.project.root / "draft").glob("*.review.xlsx")
    headings, *lines = load_workbook(workbook)["Actions"].iter_rows(values_only=True)
    assert [line[headings.index("État")] for line in lines] == ["réalisée", None, "non réalisée"]  # chosen by name

    (drafted.project.root / "suite.csv").write_text(TABLE, encoding="utf-8")
    again = drafted.start(what="suite.csv")  # nothing is asked but the word that was left open
    with httpx.Client(base_url=again.root, headers={"Origin": again.root.rstrip("/")}) as client:
        page = client.get(again.address, follow_redirects=True)
        assert page.url.path == "/words"
        assert re.findall(r'<select name="([^"]+)"', page.text) == ["orange"]


def test_one_row_that_is_shown_tells_how_a_letter_is_read(drafted: Drafted) -> None:
    asked = ("Former les inspecteurs.", "Rédiger un plan.", "Ratifier la convention.")
    letter = "".join(f"> {one}\n\nNous avons répondu à {n} écoles.\n\n" for n, one in enumerate(asked, start=3))
    (drafted.project.root / "lettre.md").write_text(f"# Lettre\n\n{letter}## Fin\n", encoding="utf-8")
    running = drafted.start("-l", "fr", what="lettre.md")
    origin = {"Origin": running.root.rstrip("/")}
    with httpx.Client(base_url=running.root, headers=origin, follow_redirects=True) as client:
        page = client.get(running.address)
        assert "Montrez une ligne" in page.text
        assert "<select" not in page.text  # it has no columns
        at = {
            text: n for n, text in re.findall(r'name="like-at" value="(\d+)" aria-label="demande: ([^"]+)"', page.text)
        }
        assert list(at)[1:3] == [asked[0], "Nous avons répondu à 3 écoles."]
        for wrong, told in (
            ({}, "Cochez un passage"),
            ({"like": "Repeindre la jetée"}, "Repeindre la jetée"),
            ({"like-at": at[asked[0]], "answer-at": at[asked[0]]}, "Un même passage"),
            ({"like-at": "99"}, "Cochez un passage"),
        ):
            refused = client.post("/columns", data=wrong)
            assert (refused.status_code, told in refused.text) == (422, True)
        assert re.findall(r'value="(\d+)" checked', client.post("/columns", data={"answer-at": "2"}).text) == ["2"]
        read = client.post(
            "/columns", data={"like-at": at[asked[1]], "answer-at": at["Nous avons répondu à 4 écoles."]}
        )
        assert read.url.path == "/read"
        assert "Lignes\u00a0: 3, dont avec réponse\u00a0: 3" in read.text
        assert "<li>Fin</li>" in read.text
        begun = client.post("/read", data={"again": "1"})
        assert begun.url.path == "/columns"
        assert "Déjà montré" not in begun.text
        assert not (drafted.project.root / "draft" / "lettre.review.xlsx").exists()
        client.post("/columns", data={"like": "rédiger un plan", "answer": "nous avons répondu à 4"})
        assert "Déjà montré" in client.get("/columns").text
        client.post("/read")
        rows = client.get("/state").json()["sheets"]["Actions"]
    drafted.stop()
    assert [row["wording"] for row in rows] == [f"Nous avons répondu à {n} écoles." for n in (3, 4, 5)]
