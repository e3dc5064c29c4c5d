"""``tcgraph explain`` as a process, on the shipped graph and on a small project with a fault."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tcgraph.engine import open_engine
from tcgraph.owl.reason import reason
from tcgraph.project import Project, Role, open_project
from tcgraph.publish.project_graph import load_project
from tests import command_line
from tests.engine.servers import oxigraph_server

OWN = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
HEAD = """@prefix ex: <http://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix tc: <https://w3id.org/tcgraph/ns#> .
"""
FILES = {
    "ontology/core.ttl": "ex:Clerk rdfs:subClassOf ex:Person .\n",
    "data/ttl/people.ttl": 'ex:ann a ex:Clerk ;\n    ex:age "forty" ;\n    tc:passage ex:row .\n'
    'ex:row tc:locator "row 3, left column" .\nex:n a ex:Number ; ex:value 5 .\n',
    "shapes/people.ttl": "@prefix sh: <http://www.w3.org/ns/shacl#> .\n"
    "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    "ex:Shape a sh:NodeShape ; sh:targetClass ex:Person ; sh:property ex:Age , ex:Name .\n"
    'ex:Age sh:path ex:age ; sh:datatype xsd:integer ; sh:message "Write the age as a number."@en .\n'
    "ex:Name sh:path ex:name ; sh:minCount 1 .\n"
    "ex:Small sh:targetClass ex:Number ; sh:path ex:value ; sh:datatype xsd:int .\n",
    "queries/none.txt": "",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEAD + text, encoding="utf-8")
    return root


def explain(root: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return command_line.run(["explain", *arguments], root, OWN)


def test_an_asserted_triple_has_its_line_and_its_row(project: Project) -> None:
    done = explain(project.root, "recommendation/12", "tc:number", "12")
    first, second, third = done.stdout.splitlines()
    assert (done.returncode, done.stderr, first) == (0, "", 'recommendation/12 tc:number "12"^^xsd:integer')
    assert third.startswith("  source: row 12, left column")
    path, line = second.removeprefix("  asserted: ").rsplit(":", 1)
    written = (project.root / path).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert written.split() == ["tc:number", "12", ";"]


def test_an_inferred_triple_has_its_proof(project: Project) -> None:
    done = explain(project.root, "section/5", "dcterms:isPartOf", "document/gb297-tc-3", "--format", "json")
    found = json.loads(done.stdout)
    assert (found["holds"], found["asserted"], found["rule"]) == (True, False, "prp-spo1")
    data, axiom = found["premises"]
    assert data["predicate"].endswith("partOf>")
    assert data["places"][0]["file"] == "data/ttl/gb297-tc-3/cover.ttl"
    assert axiom["places"][0]["file"].startswith("ontology/")
    for premise in (data, axiom):
        place = premise["places"][0]
        line = (project.root / place["file"]).read_text(encoding="utf-8").splitlines()[place["line"] - 1]
        assert len(line) >= place["column"]


def test_the_tree_of_a_proof(small: Path) -> None:
    done = explain(small, "http://example.org/ann", "a", "http://example.org/Person")
    assert done.returncode == 0
    assert done.stdout == (
        "<http://example.org/ann> a <http://example.org/Person>\n"
        "  inferred by cax-sco: what is in a class is in the wider class above it\n"
        "  ├─ <http://example.org/ann> a <http://example.org/Clerk>\n"
        "  │    asserted: data/ttl/people.ttl:4\n"
        "  │    source: row 3, left column\n"
        "  └─ <http://example.org/Clerk> rdfs:subClassOf <http://example.org/Person>\n"
        "       asserted: ontology/core.ttl:4\n"
    )


@pytest.mark.parametrize("word", ["forty", '"forty"', "'forty'"])
def test_literals_in_any_spelling(small: Path, word: str) -> None:
    done = explain(small, "<http://example.org/ann>", "http://example.org/age", word)
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, "  asserted: data/ttl/people.ttl:5")


def test_triples_of_shapes_are_explained_too(small: Path) -> None:
    done = explain(small, "http://example.org/Shape", "sh:targetClass", "http://example.org/Person")
    assert (done.returncode, done.stdout.splitlines()[1]) == (0, "  asserted: shapes/people.ttl:6")


def test_what_does_not_hold_is_said_in_one_sentence(project: Project) -> None:
    done = explain(project.root, "recommendation/12", "tc:number", "13")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == (
        'recommendation/12 tc:number "13": this does not hold; '
        'the nearest that does is recommendation/12 tc:number "12"^^xsd:integer.\n'
    )
    done = explain(project.root, "recommendation/12", "tc:number", "13", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["holds"]) == (1, False)


def test_violations_are_explained(small: Path) -> None:
    done = explain(small, "http://example.org/ann")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.startswith("<http://example.org/ann> breaks 2 rules.\n")
    assert "Violation: Write the age as a number.\n  shape <http://example.org/Age>" in done.stdout
    assert "asserted: data/ttl/people.ttl:5\n      source: row 3, left column" in done.stdout
    assert "judged by: nothing is said where the shape looks" in done.stdout
    data = json.loads(explain(small, "http://example.org/ann", "--shape", "--format", "json").stdout)
    assert data["conforms"] is False
    (age,) = (found for found in data["findings"] if found["shape"].endswith("Age>"))
    assert age["facts"][0]["places"] == [{"file": "data/ttl/people.ttl", "line": 5, "column": 12}]


def test_literals_are_judged_as_the_file_writes_them(small: Path) -> None:
    done = explain(small, "http://example.org/n")
    assert (done.returncode, done.stdout.splitlines()[0]) == (1, "<http://example.org/n> breaks 1 rule.")
    (small / "data/ttl/more.ttl").write_text(
        HEAD + 'ex:m a ex:Number ; ex:value "6"^^<http://www.w3.org/2001/XMLSchema#int> .\n', encoding="utf-8"
    )
    assert explain(small, "http://example.org/m").stdout == "<http://example.org/m> violates no shape.\n"


def test_a_sound_node(project: Project) -> None:
    done = explain(project.root, "recommendation/12", "--shape")
    assert (done.returncode, done.stdout) == (0, "recommendation/12 violates no shape.\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["recommendation/999"], "Did you mean recommendation/"),
        (["nope:x", "a", "tc:Action"], "names nothing"),
        (["recommendation/12", "tc:numbr", "12"], "predicate tc:numbr"),
        (["recommendation/12", "tc:number", '"12'], "not a literal in Turtle"),
        (["recommendation/12", "tc:inSection", "section/77"], "knows no"),
        (["recommendation/12", "tc:number"], "an object"),
        (["recommendation/12", "tc:number", "12", "--format", "xml"], "'text', 'json'"),
    ],
)
def test_names_that_mean_nothing(project: Project, arguments: list[str], words: str) -> None:
    done = explain(project.root, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.servers
def test_what_a_server_holds_is_explained_alike(small: Path) -> None:
    """The same words for triples and for nodes, asked of a server that a build was put into; none before that."""
    asked = [
        ("http://example.org/ann", "a", "http://example.org/Person"),
        ("http://example.org/ann", "http://example.org/age", "41"),
        ("http://example.org/ann",),
    ]
    project = open_project(small)
    with oxigraph_server() as server:
        before = explain(small, *asked[0], "--engine", server.location)
        assert (before.returncode, before.stdout) == (2, "")
        assert "Run: tcgraph build --to" in before.stderr
        engine = open_engine(server.location, server.environment)
        load_project(engine, project)
        reason(engine, premises=[file.graph for file in project.files(Role.ONTOLOGY, Role.DATA)])
        engine.close()
        for arguments in asked:
            here, there = explain(small, *arguments), explain(small, *arguments, "--engine", server.location)
            assert (there.returncode, there.stdout) == (here.returncode, here.stdout)
            assert here.stdout
