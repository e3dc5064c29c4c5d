"""The W3C's tests of SPARQL 1.1 and 1.2 as their manifests list them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph

from tcgraph.rdf import BlankNode, GraphFormat, Literal, NamedNode, Term
from tests.conftest import SHARED

SUITE = SHARED / "conformance" / "rdf-tests"
_MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
_UT = "http://www.w3.org/2009/sparql/tests/test-update#"
_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")


@dataclass(frozen=True)
class Case:
    """One test.

    Attributes:
        path: the query or update.
        kind: the class of the test, such as ``NegativeSyntaxTest11``.
        data: files of the default graph.
        graphs: files of the named graphs, by name.
    """

    path: Path
    kind: str
    data: tuple[Path, ...]
    graphs: tuple[tuple[str, Path], ...]

    @property
    def text(self) -> str:
        return self.path.read_bytes().decode()

    @property
    def base(self) -> str:
        return self.path.as_uri()

    def store(self) -> pyoxigraph.Store:
        """A store with the data of the test."""
        store = pyoxigraph.Store()
        for path in self.data:
            codec = GraphFormat.of_path(path).codec
            store.load(path=str(path), format=codec, base_iri=path.as_uri())
        for name, path in self.graphs:
            codec = GraphFormat.of_path(path).codec
            store.load(path=str(path), format=codec, base_iri=path.as_uri(), to_graph=NamedNode(name))
        return store


def cases() -> list[Case]:
    """Every test of a query or an update, in order."""
    found = {case: None for manifest in sorted(SUITE.rglob("manifest*.ttl")) for case in _listed(manifest)}
    return sorted(found, key=lambda case: (case.path, case.kind))


def _listed(manifest: Path) -> Iterator[Case]:
    codec = GraphFormat.TURTLE.codec
    graph = pyoxigraph.Dataset(pyoxigraph.parse(path=str(manifest), format=codec, base_iri=manifest.as_uri()))
    for quad in graph.quads_for_predicate(NamedNode(_MF + "action")):
        types = _values(graph, quad.subject, _TYPE)
        kinds = [term.value.rpartition("#")[2] for term in types if isinstance(term, NamedNode)]
        action = quad.object
        texts = [action, *_values(graph, action, _QT + "query"), *_values(graph, action, _UT + "request")]
        for text in texts:
            if isinstance(text, NamedNode) and text.value.endswith((".rq", ".ru")) and kinds:
                data = [*_values(graph, action, _QT + "data"), *_values(graph, action, _UT + "data")]
                named = [*_values(graph, action, _QT + "graphData"), *_values(graph, action, _UT + "graphData")]
                yield Case(_path(text), kinds[0], tuple(map(_path, data)), tuple(_named(graph, each) for each in named))


def _values(graph: pyoxigraph.Dataset, subject: Term, predicate: NamedNode | str) -> list[Term]:
    if isinstance(subject, Literal):
        return []
    name = NamedNode(predicate) if isinstance(predicate, str) else predicate
    return [quad.object for quad in graph.quads_for_subject(subject) if quad.predicate == name]


def _named(graph: pyoxigraph.Dataset, node: Term) -> tuple[str, Path]:
    if isinstance(node, BlankNode):
        (file,), (label,) = _values(graph, node, _UT + "graph"), _values(graph, node, _LABEL)
        assert isinstance(label, Literal)
        return label.value, _path(file)
    assert isinstance(node, NamedNode)
    return node.value, _path(node)


def _path(node: Term) -> Path:
    assert isinstance(node, NamedNode)
    return Path(node.value.removeprefix("file://"))
