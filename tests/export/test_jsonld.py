"""JSON-LD: nothing lost, what jsonld.js makes of the frame, records that fit their schema, types that compile."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.export.canonical import canonical_lines
from tcgraph.export.facts import facts
from tcgraph.export.jsonld import Vocabulary, read_vocabulary
from tcgraph.export.jsonld.records import CONTEXT, Records
from tcgraph.export.jsonld.write import as_json, document, frame_document, write_jsonld
from tcgraph.export.rebase import Rebase, staged_under
from tcgraph.project import Project
from tcgraph.publish.project_graph import load_project
from tcgraph.rdf import Literal, NamedNode, Quad
from tests.conftest import PATIENCE

HERE = Path(__file__).parent
JS = HERE / "js"


@pytest.fixture(scope="module")
def shipped() -> EmbeddedEngine:
    engine = EmbeddedEngine()
    load_project(engine, Project(Path(__file__).parents[2]))
    return engine


@pytest.fixture(scope="module")
def vocabulary(shipped: EmbeddedEngine) -> Vocabulary:
    return read_vocabulary(shipped)


@pytest.fixture
def node() -> list[str]:
    """Node with jsonld.js, from tests/export/js (npm ci) or NODE_PATH."""
    command = shutil.which("node")
    if command is None or subprocess.run([command, "-e", "require('jsonld')"], cwd=JS, capture_output=True).returncode:
        pytest.skip("node or the npm package jsonld is not installed: npm ci in tests/export/js")
    return [command]


def around(engine: EmbeddedEngine, start: str) -> list[Quad]:
    """What is said of a recommendation and of everything that leads to it."""
    every = list(facts(engine))
    found = {NamedNode(terms.ID + start)}
    for _ in range(4):
        found |= {q.subject for q in every if q.object in found and "/passage/" not in str(q.subject)}  # type: ignore[misc]
    found |= {q.object for q in every if q.subject in found and "/observation/" in str(q.object)}  # type: ignore[misc]
    return [quad for quad in every if quad.subject in found]


def unordered(value: Any) -> Any:
    """JSON without the order of its arrays, which RDF does not have."""
    if isinstance(value, dict):
        return {key: unordered(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return sorted((unordered(inner) for inner in value), key=lambda inner: json.dumps(inner, sort_keys=True))
    return value


def test_records_say_every_fact_and_nothing_else(
    shipped: EmbeddedEngine, vocabulary: Vocabulary, rebase: Rebase
) -> None:
    """Read back by pyoxigraph's JSON-LD parser, the records of all kinds are the facts about things with a kind."""
    every = list(facts(shipped))
    records = Records(every, vocabulary)
    context = vocabulary.context()["@context"]
    back: set[str] = set()
    for kind in records.kinds():
        text = as_json({"@context": context, "@graph": [records.record(iri) for iri in records.things(kind)]})
        quads = pyoxigraph.parse(rebase.text(text), pyoxigraph.RdfFormat.JSON_LD)
        back |= set(canonical_lines(rebase.back.quads(quads), named=False))
    kinds = {NamedNode(iri) for iri in vocabulary.classes}
    typed = {quad.subject for quad in every if quad.predicate == terms.RDF_TYPE and quad.object in kinds}
    expected = set(canonical_lines((quad for quad in every if quad.subject in typed), named=False))
    assert expected
    assert back == expected


def test_values_that_a_definition_cannot_carry_survive(vocabulary: Vocabulary) -> None:
    thing = NamedNode(terms.ID + "x/1")
    tc, xsd = terms.TC, terms.PREFIXES["xsd"]
    quads = [
        Quad(thing, terms.RDF_TYPE, NamedNode(tc + "Recommendation")),
        Quad(thing, NamedNode(tc + "number"), Literal("012", datatype=NamedNode(xsd + "integer"))),
        Quad(thing, NamedNode(tc + "asOf"), Literal("2006", datatype=NamedNode(xsd + "gYear"))),
        Quad(thing, NamedNode(tc + "theme"), Literal("not a link")),
        Quad(thing, terms.RDFS_LABEL, Literal("no language")),
        Quad(thing, terms.RDFS_LABEL, Literal("one", language="en")),
        Quad(thing, NamedNode(tc + "unheard"), Literal("1.50", datatype=NamedNode(xsd + "decimal"))),
        Quad(thing, NamedNode(terms.PREFIXES["skos"] + "notation"), NamedNode(tc + "odd")),
    ]
    record = Records(quads, vocabulary).record(thing.value)
    text = as_json({**vocabulary.context(), **record})
    assert set(pyoxigraph.parse(text, pyoxigraph.RdfFormat.JSON_LD)) == set(quads)


def differences(theirs: Any, ours: Any, path: str = "$") -> Iterator[str]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in sorted(theirs.keys() | ours.keys()):
            yield from differences(theirs.get(key), ours.get(key), f"{path}.{key}")
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for index, (their, our) in enumerate(zip(theirs, ours, strict=True)):
            yield from differences(their, our, f"{path}[{index}]")
    elif theirs != ours:
        yield f"{path}: {theirs} is not {ours}"


def test_no_two_members_share_a_name(vocabulary: Vocabulary) -> None:
    names = [member.name for member in vocabulary.members.values()]
    names += [*vocabulary.classes.values(), *vocabulary.reverse.values(), "id", "type"]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("number", [4, 12])
def test_jsonld_js_frames_to_the_same_objects(
    shipped: EmbeddedEngine, vocabulary: Vocabulary, node: list[str], rebase: Rebase, tmp_path: Path, number: int
) -> None:
    quads = around(shipped, f"recommendation/{number}")
    assert len(quads) > 50
    records = Records(quads, vocabulary)
    for name, content in (
        ("context", vocabulary.context()),
        ("frame", frame_document("Recommendation", vocabulary)),
        ("ours", document("Recommendation", records)),
    ):
        (tmp_path / name).write_text(rebase.text(as_json(content)), encoding="utf-8")
    (tmp_path / "data").write_text("".join(canonical_lines(rebase.quads(quads), named=False)), encoding="utf-8")
    files = [str(tmp_path / name) for name in ("context", "data", "frame", "ours")]
    command = [*node, "frame.cjs", rebase.iri(CONTEXT), *files]
    done = subprocess.run(command, cwd=JS, capture_output=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, done.stderr.decode()
    theirs = json.loads(done.stdout)
    ours = json.loads((tmp_path / "ours").read_text(encoding="utf-8"))
    # A deed reported in two rows brings another recommendation in, of which only a part is at hand.
    framed, written = (
        [each for each in graph if each["id"] == rebase.iri(f"{terms.ID}recommendation/{number}")]
        for graph in (theirs["framed"]["@graph"], ours["@graph"])
    )
    assert len(written) == 1
    assert list(differences(unordered(framed), unordered(written))) == []
    assert set(theirs["rdf"].splitlines()) <= set((tmp_path / "data").read_text().splitlines())


def test_every_record_fits_its_schema(
    shipped: EmbeddedEngine, vocabulary: Vocabulary, rebase: Rebase, tmp_path: Path
) -> None:
    """With the jsonschema package, an independent implementation of draft 2020-12."""
    jsonschema = pytest.importorskip("jsonschema")
    referencing = pytest.importorskip("referencing")
    with staged_under(tmp_path, rebase) as scratch:
        write_jsonld(facts(shipped), vocabulary, scratch)
    schemas = {path.name: json.loads(path.read_text()) for path in sorted((tmp_path / "schema").iterdir())}
    resources = [(schema["$id"], referencing.Resource.from_contents(schema)) for schema in schemas.values()]
    assert all(iri.startswith(rebase.base) for iri, _ in resources)
    registry = referencing.Registry().with_resources(resources)
    for name, schema in schemas.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema, registry=registry)
        things = json.loads((tmp_path / "records" / name.replace(".schema.json", ".jsonld")).read_text())["@graph"]
        assert things
        problems = [(thing["id"], error.message) for thing in things for error in validator.iter_errors(thing)]
        assert problems == []
    broken = {"id": terms.ID + "recommendation/1", "type": ["Recommendation"], "number": "one"}
    schema = schemas["Recommendation.schema.json"]
    assert not jsonschema.Draft202012Validator(schema, registry=registry).is_valid(broken)


def test_types_compile(
    shipped: EmbeddedEngine, vocabulary: Vocabulary, node: list[str], rebase: Rebase, tmp_path: Path
) -> None:
    with staged_under(tmp_path, rebase) as scratch:
        write_jsonld(around(shipped, "recommendation/12"), vocabulary, scratch)
    script = "process.stdout.write(require.resolve('typescript/bin/tsc'))"
    found = subprocess.run([*node, "-e", script], cwd=JS, capture_output=True, text=True, env=os.environ, check=False)
    if found.returncode:
        pytest.skip("the npm package typescript is not installed")
    document_ = json.loads((tmp_path / "records/Recommendation.jsonld").read_text())
    (tmp_path / "use.ts").write_text(
        'import type { Recommendation } from "./types";\n'
        f"const it: Recommendation = {json.dumps(document_['@graph'][0])};\n"
        "export const n: number = it.number;\nexport const t: string = it.entries![0].actions![0].summary.en[0];\n"
    )
    done = subprocess.run(
        [*node, found.stdout, "--noEmit", "--strict", "use.ts"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0, done.stdout


def test_the_context_does_not_depend_on_the_facts(shipped: EmbeddedEngine, vocabulary: Vocabulary) -> None:
    bare = EmbeddedEngine()
    bare.insert(q for q in shipped.quads() if any(part in str(q.graph_name) for part in ("/ontology/", "/shapes/")))
    assert read_vocabulary(bare).context() == vocabulary.context()
