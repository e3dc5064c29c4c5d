"""Changes over HTTP: by whom, recorded, and there again after the server has been killed."""

from __future__ import annotations

from pathlib import Path

from tests.web.running import empty_project, running

INSERT = "INSERT DATA { GRAPH <https://example.org/g> { <https://example.org/a> <https://example.org/p> 1 } }"
ASK = "ASK { <https://example.org/a> <https://example.org/p> 1 }"


def test_a_change_is_refused_without_token(tmp_path: Path) -> None:
    with (
        running(empty_project(tmp_path / "p"), tmp_path / "s", "--write", scopes=("write:urn:other",)) as up,
        up.client() as client,
    ):
        assert client.post("/sparql", data={"update": INSERT}).status_code == 401
        wrong = {"authorization": "Bearer wrong"}
        assert client.post("/sparql", data={"update": INSERT}, headers=wrong).status_code == 401
        assert client.post("/sparql", data={"update": INSERT}, headers=up.bearer).status_code == 403
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is False


def test_an_acknowledged_change_survives_a_kill(tmp_path: Path) -> None:
    project = empty_project(tmp_path / "p")
    with running(project, tmp_path / "s", "--write", scopes=("write",)) as up, up.client() as client:
        assert client.post("/sparql", data={"update": INSERT}, headers=up.bearer).json()["added"] == 1
        record = client.get("/api/changes").text
        assert "prov:Activity" in record
        assert "tester" in record
        up.process.kill()
    with running(project, tmp_path / "s") as up, up.client() as client:
        assert client.get("/sparql", params={"query": ASK}).json()["boolean"] is True
