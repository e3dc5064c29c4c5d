"""Bad input gets one sentence with its place, the proper exit code, and leaves what is published as it was."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PATIENCE, ROOT
from tests.http.running import empty_project
from tests.own_project import Tcgraph, copy_project, tcgraph_in

HEADER = "@prefix tc: <https://w3id.org/tcgraph/ns#> .\n@prefix rec: <https://w3id.org/tcgraph/id/recommendation/> .\n"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the shipped project, to break."""
    return copy_project(tmp_path).root


@pytest.fixture
def tcgraph(copy: Path) -> Tcgraph:
    """The command line in the copy."""
    return tcgraph_in(copy)


@pytest.mark.parametrize(
    ("content", "line", "says"),
    [
        (HEADER.encode() + b"rec:1 tc:number 1\nrec:2 tc:number 2 .\n", 4, ""),
        (HEADER.encode() + b"rec:1 tc:summary 'caf\xe9'@en .\n", 3, "UTF-8"),
        (HEADER.encode() + b"rec:1 tc:citez instrument:C087 .\n", 3, "prefix"),
        (HEADER.encode() + b'rec:1 tc:summary "never closed .\n', 3, ""),
        (HEADER.encode() + b"rec:1 tc:number <not an iri> .\n", 3, "IRI"),
        (HEADER.encode().decode().encode("utf-16"), 1, "UTF-8"),
    ],
    ids=["missing-full-stop", "latin-1", "missing-prefix", "open-string", "bad-iri", "utf-16"],
)
def test_a_broken_turtle_file_is_named_with_its_line(
    copy: Path, tcgraph: Tcgraph, content: bytes, line: int, says: str
) -> None:
    broken = copy / "data" / "ttl" / "broken.ttl"
    broken.write_bytes(content)
    before = set((copy / ".tcgraph" / "versions").iterdir())
    result = tcgraph("build")
    assert result.returncode == 2
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    assert f"broken.ttl:{line}" in result.stderr
    assert says in result.stderr
    assert set((copy / ".tcgraph" / "versions").iterdir()) == before
    assert not (copy / ".tcgraph" / "current").exists(), "a version was put in force"


def test_an_unknown_query_is_refused_with_the_nearest_name(tcgraph: Tcgraph) -> None:
    result = tcgraph("query", "follow-up-matrx")
    assert result.returncode == 2
    assert result.stderr.strip() == "tcgraph: No query 'follow-up-matrx'. Did you mean follow-up-matrix?"


@pytest.mark.parametrize(
    ("parameter", "says"),
    [
        ("number=twelve", "'twelve' is not known. It is one of 1 "),
        ("nummer=12", "has no parameter 'nummer'"),
        ("number", "NAME=VALUE"),
    ],
)
def test_a_bad_parameter_is_refused_with_what_would_do(tcgraph: Tcgraph, parameter: str, says: str) -> None:
    result = tcgraph("query", "recommendation-actions", "--param", parameter)
    assert result.returncode == 2
    assert says.lower() in result.stderr.lower()
    assert "Traceback" not in result.stderr


def test_a_value_cannot_break_out_of_its_place(tcgraph: Tcgraph) -> None:
    hostile = 'x" } } SELECT * { ?s ?p ?o } #'
    result = tcgraph("query", "actions-about", "--param", f"words={hostile}", "--format", "csv")
    assert (result.returncode, len(result.stdout.splitlines())) == (0, 1)


def test_a_value_that_is_none_gives_no_row_but_a_sentence(tcgraph: Tcgraph) -> None:
    result = tcgraph("query", "countries-by-recommendation", "--param", "country=Atlantis", "--format", "csv")
    assert (result.returncode, result.stdout) == (2, "")
    assert "Country 'Atlantis' is not known." in result.stderr


@pytest.mark.parametrize("kind", ["rdf", "cube"])
def test_a_list_of_no_formats_writes_nothing_and_is_said(tcgraph: Tcgraph, tmp_path: Path, kind: str) -> None:
    done = tcgraph("export", kind, str(tmp_path / "out"), "--formats", " , ")
    assert (done.returncode, "names no format" in done.stderr, (tmp_path / "out").exists()) == (2, True, False)


def test_no_project_is_one_sentence(tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("empty")
    result = subprocess.run(
        [sys.executable, "-m", "tcgraph", "--project", str(elsewhere), "build"],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert result.returncode == 2
    assert "is not a tcgraph project" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_failed_build_leaves_the_published_version(copy: Path, tcgraph: Tcgraph) -> None:
    assert tcgraph("build").returncode == 0
    before = {path: path.stat().st_mtime_ns for path in (copy / ".tcgraph").rglob("*") if path.is_file()}
    current = tcgraph("query", "targets", "--format", "csv").stdout
    (copy / "data" / "ttl" / "broken.ttl").write_text("rec:1 tc:number .\n")
    assert tcgraph("build").returncode == 2
    (copy / "data" / "ttl" / "broken.ttl").unlink()
    after = {path: path.stat().st_mtime_ns for path in (copy / ".tcgraph").rglob("*") if path.is_file()}
    assert {path: time for path, time in after.items() if path in before} == before
    assert tcgraph("query", "targets", "--format", "csv").stdout == current


def test_a_busy_port_is_one_sentence(tcgraph: Tcgraph) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = tcgraph("serve", "--port", str(port))
    assert result.returncode == 2
    assert str(port) in result.stderr
    assert "Traceback" not in result.stderr


def test_a_text_of_no_end_is_told_in_a_few_lines(tcgraph: Tcgraph, tmp_path: Path) -> None:
    long, huge = tmp_path / "long.ttl", tmp_path / "huge.ttl"
    long.write_text("a" * 100_000, encoding="ascii")
    huge.write_text(f'<http://e/s> <http://e/p> "{"a" * 20_000_000}" .', encoding="ascii")
    shown = tcgraph("validate", str(long))
    assert shown.returncode == 2
    assert max(map(len, shown.stdout.splitlines())) < 200
    refused = tcgraph("validate", str(huge))
    assert refused.returncode == 2
    assert "longer than 16 MB" in refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_may_have_any_name(tmp_path: Path) -> None:
    copy = empty_project(tmp_path / "p")
    (copy / "shapes/shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n\n"
        "<urn:shape> a sh:NodeShape ;\n    sh:targetSubjectsOf <urn:note> ;\n    sh:nodeKind sh:IRI .\n",
        encoding="utf-8",
    )
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "start"]):
        subprocess.run([*git, *command], cwd=copy, check=True, capture_output=True)
    name = "odd [1] #% ?é\"'<>\\^`{|}\n *:copy"
    facts = copy / f"data/ttl/{name}.ttl"
    facts.write_text('<urn:SEN> <urn:note> "seen"@en .\n', encoding="utf-8")
    (copy / f"shapes/{name}.ttl").write_text("# none yet\n", encoding="utf-8")
    for each in (name, "all"):
        (copy / f"queries/{each}.rq").write_text("#+ summary: All.\nSELECT ?s { ?s ?p ?o }\n", encoding="utf-8")
    tcgraph = tcgraph_in(copy)
    for command in (
        ["validate"], ["validate", "--since", "HEAD"], ["validate", str(facts)], ["fmt", "--check", "data", "shapes"],
        ["diff", "HEAD"], ["build"], ["query", "all"],
    ):  # fmt: skip
        done = tcgraph(*command)
        assert done.returncode == (command[0] == "diff"), (command, done.stdout, done.stderr)
    assert "note" in tcgraph("diff", "HEAD").stdout
    undecodable = copy / os.fsdecode(b"data/ttl/\xff.ttl")
    undecodable.write_text("", encoding="utf-8")
    done = tcgraph("validate")
    assert done.returncode
    assert "rename it" in done.stderr
