"""RDF files as triples, for what is read in Python: shapes, and literals as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tcgraph.engine.embedded import parsing
from tcgraph.file_kinds import syntax_of
from tcgraph.rdf import BlankNode, parse
from tcgraph.shacl.small_graph import Statement


def triples_of_file(path: Path, prefix: str = "n") -> Iterator[Statement]:
    """Parse an RDF file as it is written: no literal is normalised.

    Args:
        path: a file of any RDF syntax.
        prefix: of the names that blank nodes get, in the order of the text, so that they are the same in every run.

    Raises:
        BrokenInput: it cannot be read or does not parse; path, line and column are in the message.
    """
    names: dict[str, BlankNode] = {}

    def renamed(node: BlankNode) -> BlankNode:
        name = node.value
        if name not in names:
            names[name] = BlankNode(f"{prefix}{len(names)}")
        return names[name]

    with parsing(path):
        for quad in parse(path, syntax_of(path), base=path.resolve().as_uri()):
            subject, value = quad.subject, quad.object
            if isinstance(subject, BlankNode):
                subject = renamed(subject)
            yield subject, quad.predicate, renamed(value) if isinstance(value, BlankNode) else value
