"""Findings about blank nodes of one file among many, and values in JSON-LD, each at its line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from typer.testing import CliRunner

import tcgraph.cli.validate  # noqa: F401 -- adds the command
from tcgraph.cli.app import app
from tcgraph.diagnostics import places
from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, NamedNode

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://example.org/> .
ex:S sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; sh:not [ sh:pattern "wrong" ] ] .
"""


def _lines(folder: Path, *files: Path) -> set[tuple[str, int]]:
    (folder / "shapes.ttl").write_text(SHAPES)
    names = [str(file) for file in files]
    told = CliRunner().invoke(app, ["validate", *names, "-s", str(folder / "shapes.ttl"), "-f", "json"])
    places = [item["location"] for item in json.loads(told.stdout)["diagnostics"]]
    return {(Path(place["path"]).name, place["line"]) for place in places}


def test_a_blank_node_is_found_in_its_own_file(tmp_path: Path) -> None:
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text('@prefix ex: <http://example.org/> .\nex:a ex:q [\n  ex:p "well" ] ,\n  [ ex:p "wrong" ] .\n')
    two.write_text('@prefix ex: <http://example.org/> .\nex:a ex:q [\n  ex:p "well" ] .\n\n[] ex:p "wrong, too" .\n')
    assert _lines(tmp_path, one, two) == {("one.ttl", 4), ("two.ttl", 5)}


def test_a_file_without_blank_nodes_is_not_searched_for_those_of_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    original = places.Surroundings.__init__

    def counted(self: places.Surroundings, engine: Engine, graph: NamedNode, nodes: Iterable[BlankNode]) -> None:
        seen.append(graph.value.rsplit("/", 1)[-1])
        original(self, engine, graph, nodes)

    monkeypatch.setattr(places.Surroundings, "__init__", counted)
    one, two = tmp_path / "one.ttl", tmp_path / "two.ttl"
    one.write_text('@prefix ex: <http://example.org/> .\n[] ex:p "wrong" .\n')
    two.write_text('@prefix ex: <http://example.org/> .\nex:b ex:p "wrong" .\n')
    assert _lines(tmp_path, one, two) == {("one.ttl", 2), ("two.ttl", 2)}
    assert seen == ["one.ttl"]


def test_a_value_in_json_ld_stands_where_it_is_given(tmp_path: Path) -> None:
    document = [
        {
            "@id": "http://example.org/a",
            "http://example.org/p": [
                {"@language": "en", "@value": "well"},
                {"@language": "en", "@value": "wrong"},
                {"@id": "http://example.org/wrong"},
            ],
        }
    ]
    file = tmp_path / "data.jsonld"
    file.write_text(text := json.dumps(document, indent=1))
    wanted = {number for number, line in enumerate(text.splitlines(), 1) if "wrong" in line}
    assert _lines(tmp_path, file) == {("data.jsonld", line) for line in wanted}
