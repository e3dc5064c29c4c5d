"""A project that was begun when queries were copied into it, under a program whose pages read more of them."""

from __future__ import annotations

import datetime
import hashlib
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from tcgraph.errors import TcgraphError
from tcgraph.followup.new_project import Body, create_project
from tcgraph.pages import Site, make_pages
from tcgraph.project import Project, shipped_project
from tcgraph.publish.expected_answers import reasoned
from tcgraph.publish.settings_checks import check_beside
from tcgraph.queries import read_queries
from tcgraph.query_files import RECORD, columns_of, query_files

_SELECTED = re.compile(r"^SELECT (?:DISTINCT )?((?:\?\w+ ?)+)$", re.MULTILINE)
_NEWER = ("parts-played", "told-as-examples", "element-summaries")
"""Queries that pages ask by now and that the copies are without."""
_PAGES = (
    "/", "/follow-up", "/ask", "/deadlines", "/quality", "/pictures", "/reporting", "/build", "/recommendations/1",
    "/search?q=who+pays", "/data", "/changes", "/graph", "/countries", "/donors", "/organisations", "/compare",
    "/page/country/NLD", "/page/organisation/council-12", "/page/action/1-1-a", "/page/document/council-12",
    "/page/passage/r1-b1", "/ontology", "/help",
)  # fmt: skip


def older(text: str) -> str:
    """A query as it was before its last column came."""
    columns, selected = columns_of(text), _SELECTED.search(text)
    if len(columns) < 2 or not selected or f"?{columns[-1]}" not in selected[1].split():
        return text
    kept = " ".join(name for name in selected[1].split() if name != f"?{columns[-1]}")
    text = text[: selected.start(1)] + kept + text[selected.end(1) :]
    return re.sub(rf"^#\+   {columns[-1]}:.*\n", "", text, count=1, flags=re.MULTILINE)


def begun(folder: Path) -> Project:
    """A project with the copies of an earlier program, where pages read one column less of each query."""
    project = create_project(folder, Body("Harbour Council", "council-12"), datetime.date(2098, 5, 5))
    digests = []
    for path in sorted((shipped_project().queries / "page").glob("*.rq")):
        if path.stem not in _NEWER:
            copy = project.queries / "page" / path.name
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(older(path.read_text("utf-8")), encoding="utf-8")
            digests.append(f"{hashlib.sha256(copy.read_bytes()).hexdigest()}  queries/page/{path.name}\n")
    with (project.root / RECORD).open("a", encoding="utf-8") as record:
        record.writelines(digests)
    return project


@pytest.fixture(scope="module", params=["recorded", "changed", "before there was a record"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    project = begun(tmp_path_factory.mktemp("older") / "p")
    if request.param == "changed":
        for path in (project.queries / "page").glob("*.rq"):
            path.write_text(path.read_text("utf-8") + "# Ours.\n", encoding="utf-8")
    elif request.param == "before there was a record":
        (project.root / RECORD).unlink()
        for query in read_queries(shipped_project().queries).of_kind("answer"):
            copy = project.queries / "answer" / f"{query.name}.rq"
            copy.parent.mkdir(exist_ok=True)
            copy.write_text(query.text, encoding="utf-8")
    engine, queries = reasoned(project), read_queries(project.queries)
    pages = make_pages(Site(engine=lambda: engine, project=project, queries=queries))
    return TestClient(Starlette(routes=[*pages.routes, pages.editor]))


@pytest.mark.parametrize("path", _PAGES)
def test_every_kind_of_page_opens(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_pages_read_whole_queries(tmp_path: Path) -> None:
    """Else the pages above would open on copies that lack nothing."""
    project = begun(tmp_path / "p")
    shipped = {path.stem: columns_of(path.read_text("utf-8")) for path in shipped_project().queries.rglob("*.rq")}
    copies = [
        path for path in project.queries.rglob("*.rq") if columns_of(path.read_text("utf-8")) != shipped[path.stem]
    ]
    assert len(copies) > 40
    read = {file.path.stem: columns_of(file.text) for file in query_files(project.queries)}
    assert read == {name: shipped[name] for name in read}
    assert set(_NEWER) <= set(read)


def test_a_query_of_its_own_that_pages_do_not_ask_is_told(tmp_path: Path) -> None:
    project = begun(tmp_path / "p")
    own = project.queries / "page" / "actions-naming.rq"
    own.write_text(own.read_text("utf-8") + "# Ours.\n", encoding="utf-8")
    last = columns_of((shipped_project().queries / "page" / own.name).read_text("utf-8"))[-1]
    told = [found for found in check_beside(project, reasoned(project)) if found.rule == "query-older"]
    assert [(found.subject, f"no column {last}," in found.message) for found in told if found.subject == own.stem] == [
        (own.stem, True)
    ]


def test_a_column_that_an_own_question_lacks_is_one_sentence(tmp_path: Path) -> None:
    from tcgraph.pages.site import ask

    project = begun(tmp_path / "p")
    own = project.queries / "answer" / "follow-up-matrix.rq"
    own.parent.mkdir()
    own.write_text(older((shipped_project().queries / "answer" / own.name).read_text("utf-8")), encoding="utf-8")
    engine = reasoned(project)
    site = Site(engine=lambda: engine, project=project, queries=read_queries(project.queries))
    row = next(ask(site, "follow-up-matrix").texts())
    with pytest.raises(TcgraphError, match=r"has no column standing.* take follow-up-matrix\.rq out"):
        row["standing"]
