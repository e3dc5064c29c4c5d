"""``tcgraph query``: by name, as text, from a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line import run
from tests.http.running import ROOT
from tests.own_project import take_published

ASK = "ASK { ?a a tc:Action }"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    take_published(tmp_path / "state")
    return {"TCGRAPH_STATE": str(tmp_path / "state"), "NO_COLOR": "1"}


def test_sparql_is_read_where_a_name_stands(environment: dict[str, str]) -> None:
    told = run(["query", "--format", "json", ASK], ROOT, environment)
    assert (told.returncode, told.stdout) == (0, '{"head":{},"boolean":true}\n')


def test_a_mistake_in_it_is_told_with_its_place(environment: dict[str, str]) -> None:
    told = run(["query", "ASK { ?a a }"], ROOT, environment)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("tcgraph: 1:12: ")


def test_parameters_are_for_named_queries(environment: dict[str, str]) -> None:
    told = run(["query", ASK, "--param", "theme=gender"], ROOT, environment)
    assert (told.returncode, told.stdout) == (2, "")
    assert "--param and --as-of are for named queries" in told.stderr


def test_a_file_in_place_of_a_name_is_told_how_to_be_given(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "own.rq").write_text(ASK, encoding="utf-8")
    told = run(["-C", str(ROOT), "query", "own.rq"], tmp_path, environment)
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr == "tcgraph: own.rq is a file, not the name of a query. Try: tcgraph query --file own.rq\n"
