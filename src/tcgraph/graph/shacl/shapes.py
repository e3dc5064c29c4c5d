"""A shapes graph: read from files, an engine's graphs or triples, with what is needed to name its shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph

from tcgraph.engine import Engine
from tcgraph.engine.embedded import broken_input
from tcgraph.errors import BrokenInput
from tcgraph.graph.shacl.triples import TripleIndex
from tcgraph.rdf import BlankNode, GraphFormat, NamedNode, Triple


class Shapes:
    """A shapes graph (SHACL §1.5).

    Blank nodes are renamed by their order in the text, so that what is said of them is the same in every run.

    Args:
        triples: the graph.
        name: the graph's IRI, bound to ``$shapesGraph`` in SPARQL constraints; None when it has none.
    """

    def __init__(self, triples: Iterable[Triple], *, name: NamedNode | None = None) -> None:
        self.graph = TripleIndex(triples)
        self.name = name

    @classmethod
    def of_files(cls, paths: Iterable[Path]) -> Shapes:
        """Read shapes from RDF files of any syntax, merged.

        Raises:
            BrokenInput: a file cannot be read or does not parse; path, line and column are in the message.
        """
        return cls(triple for number, path in enumerate(paths) for triple in _parse(path, f"s{number}n"))

    @classmethod
    def of_engine(cls, engine: Engine, graphs: Iterable[NamedNode]) -> Shapes:
        """Read shapes from named graphs of an engine, merged."""
        return cls(
            Triple(quad.subject, quad.predicate, quad.object) for graph in graphs for quad in engine.quads(graph)
        )

    def __len__(self) -> int:
        return sum(1 for _ in self.graph)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.graph)


def _parse(path: Path, prefix: str) -> Iterator[Triple]:
    names: dict[str, BlankNode] = {}

    def renamed(node: BlankNode) -> BlankNode:
        return names.setdefault(node.value, BlankNode(f"{prefix}{len(names)}"))

    try:
        for quad in pyoxigraph.parse(
            path=str(path), format=GraphFormat.of_path(path).codec, base_iri=path.resolve().as_uri()
        ):
            subject, value = quad.subject, quad.object
            yield Triple(
                renamed(subject) if isinstance(subject, BlankNode) else subject,
                quad.predicate,
                renamed(value) if isinstance(value, BlankNode) else value,
            )
    except SyntaxError as error:
        raise broken_input(error, path) from error
    except UnicodeDecodeError as error:
        raise BrokenInput(f"not UTF-8 text: {error.reason}", path=path) from error
    except OSError as error:
        raise BrokenInput(f"cannot be read: {error.strerror or error}", path=path) from error
