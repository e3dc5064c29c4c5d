"""Shapes and data that others publish, through the command and through pySHACL: the same results, or a clause says why.

As published, DCAT-AP 3.0.1 names property shapes that no file describes, and two of its examples are no Turtle.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pyshacl
import pytest
import rdflib
from rdflib import RDF, RDFS, SH, BNode, Graph, Namespace, URIRef
from rdflib.term import Node

from tests import command_line
from tests.conftest import SHARED, mostly_at_size

SHAPES = SHARED / "real" / "shapes"
DCAT, BRICK_FILES = SHAPES / "dcat-ap", SHAPES / "brick"
BRICK = Namespace("https://brickschema.org/schema/Brick#")
SCHEMA = URIRef("https://brickschema.org/schema/1.4/Brick")
KINDS = {
    "Point": ("Sensor", "Setpoint", "Command", "Status", "Alarm", "Parameter", "Point"),
    "Location": ("Room", "Floor", "Building", "Zone", "Space", "Site"),
}
"""The kinds of Brick by how the names of their classes end, in place of the schema, which is not among the files."""
NAMESPACES = {
    "brick": str(BRICK),
    "ref": str(BRICK).replace("#", "/ref#"),
    "rec": "https://w3id.org/rec#",
    "qudt": "http://qudt.org/schema/qudt/",
    "s223": "http://data.ashrae.org/standard223#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "sh": str(SH),
}
"""What the schema declares for the queries of its rules (SHACL §5.2.1)."""
Rows = Counter[tuple[str, ...]]

DIFFERENCES = {
    "3.0.1/dcat-ap-SHACL.ttl": "sh:property names what is no property shape (SHACL §2.3.2, §3.4.2)",
    "3.0.1/ranges.ttl": "the same",
    "3.0.1": "the same, where all files are taken together",
}
"""Where pySHACL refuses shapes as published. It gets them without the statements that the command tells of."""


@pytest.fixture(autouse=True)
def _others() -> Iterator[None]:
    if not SHAPES.is_dir():
        pytest.skip("shapes of others are not beside this checkout")
    logging.disable(logging.CRITICAL)
    rdflib.NORMALIZE_LITERALS = False
    yield
    rdflib.NORMALIZE_LITERALS = True
    logging.disable(logging.NOTSET)


def releases() -> list[str]:
    """Each file of shapes of each release of DCAT-AP, and each release as a whole."""
    files = (path for path in sorted(DCAT.glob("*/*.ttl")) if not re.match("example|.*imports", path.name))
    return [*(path.relative_to(DCAT).as_posix() for path in files), *(path.name for path in sorted(DCAT.glob("*")))]


def examples(release: str, folder: Path) -> list[Path]:
    """The examples of a release; what is no Turtle is mended as the command advises. Release 2.1.1 came with none."""
    found: list[Path] = []
    for path in sorted((DCAT / (release if release != "2.1.1" else "3.0.0")).glob("example-*.ttl")):
        mended = re.sub(r"^(example-dist:\w+)/", r"\1\\/", path.read_text("utf-8"), flags=re.MULTILINE)
        found.append(folder / path.name)
        found[-1].write_text(mended, "utf-8")
    return found


def read(paths: Sequence[Path]) -> Graph:
    graph = Graph()
    for path in paths:
        graph.parse(path)
    return graph


def rows(report: Graph) -> Rows:
    """The results of a report, a row each."""

    def text(node: Node, name: str) -> str:
        value = report.value(node, SH[name])
        return "_:" if isinstance(value, BNode) else "" if value is None else value.n3()

    columns = ("focusNode", "resultPath", "value", "sourceConstraintComponent", "sourceShape", "resultSeverity")
    (top,) = report.subjects(RDF.type, SH.ValidationReport)
    return Counter(tuple(text(result, name) for name in columns) for result in report.objects(top, SH.result))


def by_command(data: Sequence[Path], shapes: Sequence[Path], folder: Path, *options: str) -> tuple[Rows, str]:
    """The results that the command reports, and what it says beside them."""
    named = [word for path in shapes for word in ("--shapes", str(path))]
    told = command_line.run(
        ["validate", *map(str, data), *named, "-f", "turtle", "-o", "report.ttl", *options], folder, dict(os.environ)
    )
    assert told.returncode in (0, 1), told
    return rows(read([folder / "report.ttl"])), told.stdout + told.stderr


def by_pyshacl(data: Graph, shapes: Graph) -> Rows:
    # Rules are applied until nothing is new (SHACL-AF §8.4 leaves it open), and to the data at hand.
    _, report, text = pyshacl.validate(data, shacl_graph=shapes, advanced=True, iterate_rules=True, inplace=True)
    assert isinstance(report, Graph), text
    return rows(report)


def undescribed(shapes: Graph) -> set[tuple[Node, Node, Node]]:
    return {triple for triple in shapes.triples((None, SH.property, None)) if (triple[2], SH.path, None) not in shapes}


@pytest.mark.parametrize("name", mostly_at_size(releases(), "2.1.1", "3.0.1"))
def test_dcat_ap(name: str, tmp_path: Path) -> None:
    chosen = [DCAT / name]
    if chosen[0].is_dir():
        chosen = [DCAT / other for other in releases() if other.startswith(f"{name}/")]
    data, shapes = examples(name[:5], tmp_path), read(chosen)
    ours, told = by_command(data, chosen, tmp_path)
    left_out = undescribed(shapes)
    assert bool(left_out) == (name in DIFFERENCES)
    # One line for each shape, which says how many names it stands for.
    parts = re.findall(
        r"Not checked, and left out: sh:property names what .*: (.*?)(?: and (\d+) more)?\.$", told, re.MULTILINE
    )
    assert sum(names.count("<") + int(more or 0) for names, more in parts) == len(left_out)
    for triple in left_out:
        shapes.remove(triple)
    assert ours == by_pyshacl(read(data), shapes)


def kinds_of(model: Graph, *, turned: bool) -> Graph:
    """A class of each kind for every class of a model; turned, of the wrong kind, so that much breaks the shapes."""
    graph = Graph()
    for name in set(model.objects(None, RDF.type)):
        kind = next((kind for kind, ends in KINDS.items() if str(name).endswith(ends)), "Equipment")
        if str(name).startswith(str(BRICK)):
            shown = {"Point": "Equipment", "Equipment": "Location", "Location": "Point"}[kind] if turned else kind
            graph.add((name, RDFS.subClassOf, BRICK[shown]))
    graph.add((BRICK.Zone_Air_Temperature_Sensor, RDFS.subClassOf, BRICK.Sensor))
    return graph


@pytest.mark.parametrize("turned", mostly_at_size([False, True]), ids=["right", "turned"])
@pytest.mark.parametrize("model", ["chiller-plant", "g36-combined-ahu-vav", "rice_brick"])
def test_brick_with_its_rules(model: str, turned: bool, tmp_path: Path) -> None:
    kinds, declared = tmp_path / "kinds.ttl", tmp_path / "declared.ttl"
    kinds_of(read([BRICK_FILES / f"{model}.ttl"]), turned=turned).serialize(kinds, "turtle")
    schema = Graph()
    for prefix, namespace in NAMESPACES.items():
        node = BNode()
        schema.add((SCHEMA, SH.declare, node))
        schema.add((node, SH.prefix, rdflib.Literal(prefix)))
        schema.add((node, SH.namespace, rdflib.Literal(namespace, datatype=rdflib.XSD.anyURI)))
    schema.serialize(declared, "turtle")
    data = [BRICK_FILES / f"{model}.ttl", kinds]
    shapes = [BRICK_FILES / "rules.ttl", BRICK_FILES / "root_class_shapes.ttl", declared]
    ours, told = by_command(data, shapes, tmp_path, "--rules")
    assert "Not checked" not in told
    assert bool(ours) or not turned
    assert ours == by_pyshacl(read(data), read(shapes))


def test_what_is_no_turtle_is_told_with_its_place_and_how_to_mend_it(tmp_path: Path) -> None:
    broken = sorted(DCAT.glob("3.*/example-*-series-[ac][po][im]*.ttl"))
    named = [str(path) for path in (*broken, DCAT / "3.0.1" / "example-bee-population.ttl")]
    told = command_line.run(
        ["validate", *named, "--shapes", str(DCAT / "3.0.1" / "shapes.ttl"), "-f", "json"], tmp_path, dict(os.environ)
    )
    found = json.loads(told.stdout)["diagnostics"]
    assert told.returncode == 2
    assert sorted(each["location"]["path"] for each in found) == sorted(map(str, broken))
    assert len(broken) == 4
    for each in found:
        place = each["location"]
        line = Path(place["path"]).read_text("utf-8").splitlines()[place["line"] - 1]
        assert line[place["column"] - 1] == "/"
        assert "backslash" in each["help"]
