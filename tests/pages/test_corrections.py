"""A reader reports an error in a fact by a message that is ready to send."""

from __future__ import annotations

import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from tcgraph.about import about
from tcgraph.followup.new_project import Body, create_project
from tcgraph.pages.citation_card import correction_of
from tcgraph.pages.i18n import translator
from tcgraph.rdf import NamedNode
from tcgraph.terms import ID

THING = NamedNode("https://w3id.org/tcgraph/id/action/17-1-a")


def _told(to: str) -> tuple[str, dict[str, list[str]]]:
    told = correction_of(
        THING, "A & B?", ("GB.297/TC/3, row 17",), "v1", "http://x.example/page/action/17-1-a", translator("en"), to
    )
    parts = urlsplit(told.address)
    return f"{parts.scheme}:{parts.netloc}{parts.path}", parse_qs(parts.query)


@pytest.mark.parametrize(
    ("to", "address", "title", "body"),
    [
        ("errata@body.example", "mailto:errata@body.example", "subject", "body"),
        ("https://forge.example/o/r/issues/new", "https:forge.example/o/r/issues/new", "title", "body"),
        (
            "https://lab.example/o/r/-/issues/new",
            "https:lab.example/o/r/-/issues/new",
            "issue[title]",
            "issue[description]",
        ),
    ],
)
def test_the_message_opens_where_corrections_go(to: str, address: str, title: str, body: str) -> None:
    found, parts = _told(to)
    assert found == address
    assert parts[title] == ["Correction: A & B?"]
    assert all(one in parts[body][0] for one in (THING.value, "row 17", "version v1", "http://x.example/"))


@pytest.mark.parametrize(
    ("address", "thing", "heading", "words", "read"),
    [
        ("/page/action/17-1-a", THING.value, "Report an error", "This site names no address", "GB.297/TC/3, row 17"),
        ("/recommendations/28?lang=fr", f"{ID}recommendation/28", "Signaler une erreur", "Ce qui est faux", "ligne 28"),
        ("/recommendations/28?lang=es", f"{ID}recommendation/28", "Señalar un error", "Qué está mal", "fila 28"),
    ],
)
def test_every_fact_has_one_to_copy_where_nobody_said_where_they_go(
    pages_of: TestClient, address: str, thing: str, heading: str, words: str, read: str
) -> None:
    page = pages_of.get(address).text
    told = page.partition(heading)[2].partition("</details>")[0]
    assert thing in told
    assert words in told
    assert read in told
    assert "mailto:?" in told, "and nobody is named whom it goes to"
    assert f'data-copy="{thing}"' in page, "the address that one hands on is the thing's own, not that of a server"
    assert f"@misc{{tcgraph-{thing.removeprefix(ID).replace('/', '-')}" in page, "it can be cited where it is told"


def test_a_project_says_where_they_go(tmp_path: Path) -> None:
    (tmp_path / "project.toml").write_text('code = "x"\ncorrections = "errata@body.example"\n', encoding="utf-8")
    assert about(tmp_path).corrections == "errata@body.example"
    project = create_project(tmp_path / "p", Body("B", "b"), datetime.date(2026, 5, 5))
    written = project.root / "project.toml"
    assert 'corrections = ""' in written.read_text("utf-8")
    assert project.about.corrections == ""
