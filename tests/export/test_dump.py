"""Dumps: the same bytes each time, checksums that hold, and nothing lost on the way back."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
import rdflib.compare

from tcgraph import terms
from tcgraph.engine.embedded import EmbeddedEngine
from tcgraph.errors import BrokenInput
from tcgraph.export.canonical import canonical_lines
from tcgraph.export.dump import Compression, serialize, write_dump
from tcgraph.export.rebase import rebase_to
from tcgraph.file_kinds import opened
from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Quad


def everything(directory: Path) -> dict[str, bytes]:
    return {str(p.relative_to(directory)): p.read_bytes() for p in sorted(directory.rglob("*")) if p.is_file()}


@pytest.mark.parametrize("compression", [Compression.GZIP, Compression.ZSTD, Compression.NONE])
def test_same_graph_same_bytes(sample: EmbeddedEngine, tmp_path: Path, compression: Compression) -> None:
    if compression is Compression.ZSTD:
        pytest.importorskip("zstandard")
    reordered = EmbeddedEngine()
    reordered.insert(sorted(sample.quads(), key=str, reverse=True))
    write_dump(sample, tmp_path / "a", compression=compression)
    write_dump(reordered, tmp_path / "b", compression=compression)
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


def test_manifest_counts_and_checksums_hold(sample: EmbeddedEngine, tmp_path: Path) -> None:
    files = write_dump(sample, tmp_path)
    listed = json.loads((tmp_path / "manifest.json").read_text())["files"]
    assert [file["path"] for file in listed] == sorted(file.path for file in files)
    for file in listed:
        content = (tmp_path / file["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert len(content) == file["bytes"]
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path, check=True)
    whole = next(file for file in listed if file["path"] == "tcgraph.nq.gz")
    assert whole["statements"] == sample.size() - sample.size(terms.INFERRED)


@pytest.mark.parametrize("format_", [f for f in GraphFormat if f.holds_graph_names])
def test_whole_dump_comes_back_equal(sample: EmbeddedEngine, tmp_path: Path, format_: GraphFormat) -> None:
    write_dump(sample, tmp_path, formats=[format_], compression=Compression.GZIP, each_graph=False)
    back = EmbeddedEngine()
    for stem in ("tcgraph", "tcgraph-inferred"):
        with opened(tmp_path / f"{stem}{format_.suffix}.gz") as packed:
            back.load(packed.read(), format_)
    assert list(canonical_lines(back.quads())) == list(canonical_lines(sample.quads()))


@pytest.mark.parametrize("format_", list(GraphFormat))
def test_rdflib_reads_the_same_graph(sample: EmbeddedEngine, tmp_path: Path, format_: GraphFormat) -> None:
    """A validator that is not ours: rdflib's own parsers, and its graph isomorphism."""
    write_dump(sample, tmp_path, formats=[format_], compression=Compression.NONE)
    names = {GraphFormat.JSON_LD: "json-ld", GraphFormat.RDF_XML: "xml", GraphFormat.N_TRIPLES: "nt"}
    for graph in sample.graphs():
        path = tmp_path / f"graph/{graph.value.removeprefix(terms.GRAPH)}{format_.suffix}"
        theirs = rdflib.Dataset(default_union=True)
        theirs.parse(path, format=names.get(format_, format_.name.lower().replace("_", "")))
        expected = rdflib.Graph()
        expected.parse(data="".join(canonical_lines(sample.quads(graph), named=False)), format="nt")
        merged = rdflib.Graph()
        for triple in theirs.triples((None, None, None)):
            merged.add(triple)
        assert rdflib.compare.isomorphic(merged, expected)


def test_asserted_and_inferred_are_apart(sample: EmbeddedEngine, tmp_path: Path) -> None:
    write_dump(sample, tmp_path, formats=[GraphFormat.N_QUADS], compression=Compression.NONE)
    inferred = (tmp_path / "tcgraph-inferred.nq").read_text()
    assert inferred.count("\n") == 1
    assert inferred not in (tmp_path / "tcgraph.nq").read_text()


def test_runs_on_disk_merge_to_one_order(sample: EmbeddedEngine) -> None:
    assert list(canonical_lines(sample.quads(), run=7)) == list(canonical_lines(sample.quads()))
    assert list(canonical_lines(sample.quads(), run=7)) == sorted(canonical_lines(sample.quads()))


def test_lines_are_rdfc_1_0() -> None:
    """Equal to canonicalizing the whole dataset at once, labels and all."""
    p, q = NamedNode("http://e/p"), NamedNode("http://e/q")
    quads = [Quad(BlankNode(f"n{i}"), p, BlankNode(f"n{(i + 1) % 5}")) for i in range(5)]
    quads += [Quad(BlankNode("n3"), q, Literal('tab\tquote" back\\ bell\x07 del\x7f\nend')), Quad(p, q, p)]
    dataset = pyoxigraph.Dataset(quads)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    lines = list(canonical_lines(quads))
    assert lines == sorted(f"{quad} .\n" for quad in dataset)
    # RDFC-1.0 §5: these escapes and no others.
    assert any(r'"tab\tquote\" back\\ bell\u0007 del\u007F\nend"' in line for line in lines)


def test_a_failed_dump_leaves_the_directory_as_it_was(sample: EmbeddedEngine, tmp_path: Path) -> None:
    (tmp_path / "tcgraph.nq").write_text("kept")

    class Fails(EmbeddedEngine):
        def quads(self, graph: NamedNode | None = None):  # type: ignore[no-untyped-def]
            raise BrokenInput("lost the connection")

    engine = Fails()
    engine.insert(sample.quads())
    with pytest.raises(BrokenInput):
        write_dump(engine, tmp_path, formats=[GraphFormat.N_QUADS], compression=Compression.NONE)
    assert everything(tmp_path) == {"tcgraph.nq": b"kept"}


def test_rebased_and_back(sample: EmbeddedEngine) -> None:
    rebase = rebase_to("https://data.example.org/tc")
    text = serialize(sample.quads(), GraphFormat.N_QUADS, rebase).decode()
    assert "https://w3id.org/tcgraph/" not in text
    quads = rebase.back.quads(pyoxigraph.parse(text, pyoxigraph.RdfFormat.N_QUADS))
    assert list(canonical_lines(quads)) == list(canonical_lines(sample.quads()))


def test_what_shapes_say_of_our_iris_is_renamed_too() -> None:
    """A namespace, a pattern and a query in a literal would find nothing in a copy's data otherwise."""
    written = (
        '<urn:s> <urn:p> "https://w3id.org/tcgraph/ns#"^^<http://www.w3.org/2001/XMLSchema#anyURI> .\n'
        '<urn:s> <urn:p> "^https://w3id.org/tcgraph/ns#[A-Z]" .\n'
        '<urn:s> <urn:p> "FILTER(STRSTARTS(STR(?x), \\"https://w3id.org/tcgraph/id/\\"))"@en .\n'
        '<urn:s> <urn:p> "1"^^<https://w3id.org/tcgraph/ns#odd> .\n'
        "<urn:s> <urn:p> <https://a.example/?of=https%3A%2F%2Fw3id.org%2Ftcgraph%2Fid> .\n"
    )
    quads = list(pyoxigraph.parse(written, pyoxigraph.RdfFormat.N_TRIPLES))
    rebase = rebase_to("https://data.example.org/tc/")
    named = serialize(quads, GraphFormat.N_TRIPLES, rebase).decode()
    assert "w3id.org" not in named
    assert named.count("data.example.org/tc/") == 4
    assert "<https://a.example/?of=https%3A%2F%2Fdata.example.org%2Ftc%2Fid>" in named
    assert set(rebase.back.quads(rebase.quads(quads))) == set(quads)


def test_bytes_do_not_depend_on_the_process(sample: EmbeddedEngine, tmp_path: Path) -> None:
    """Hash tables are seeded anew in each process; a dump must not show it."""
    script = (
        "from pathlib import Path; import sys; from tests.export.conftest import sample_engine\n"
        "from tcgraph.export.dump import write_dump; write_dump(sample_engine(), Path(sys.argv[1]))"
    )
    root = Path(__file__).parents[2]
    environment = {"PYTHONPATH": f"{root / 'src'}:{root}", "PATH": "/usr/bin:/bin"}
    for name in ("a", "b"):
        subprocess.run([sys.executable, "-c", script, str(tmp_path / name)], check=True, env=environment, cwd=root)
    assert everything(tmp_path / "a") == everything(tmp_path / "b")


def test_small_documents_declare_only_what_they_use_in_order(sample: EmbeddedEngine) -> None:
    text = serialize(sample.quads(NamedNode(terms.GRAPH + "ontology/vocab/status")), GraphFormat.TURTLE).decode()
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == ["skos:"]
