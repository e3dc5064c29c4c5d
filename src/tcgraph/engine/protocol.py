"""What an engine can do: SPARQL 1.1 query and update, and loading; nothing that only one product has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tcgraph.rdf import GraphFormat, NamedNode, Quad, Term, Triple

Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """The dataset a query runs on (SPARQL 1.1 §13).

    Attributes:
        default: graphs merged into the default graph; None means the union of every named graph.
        named: graphs that ``GRAPH`` may reach; None means every named graph.
    """

    default: tuple[NamedNode, ...] | None = None
    named: tuple[NamedNode, ...] | None = None


UNION = Scope()
"""Every graph at once: what an analyst's query sees unless it says otherwise."""


class Solutions:
    """The result of a SELECT: its variables, in the query's order, and the rows, once.

    Args:
        variables: names without question mark.
        rows: one tuple a solution, as long as ``variables``; None where unbound.
    """

    __slots__ = ("_rows", "variables")

    def __init__(self, variables: Iterable[str], rows: Iterable[Row]) -> None:
        self.variables = tuple(variables)
        self._rows = iter(rows)

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def dicts(self) -> Iterator[dict[str, Term]]:
        """Each row as a dictionary of its bound variables."""
        for row in self._rows:
            yield {name: term for name, term in zip(self.variables, row, strict=True) if term is not None}


class Engine(Protocol):
    """A SPARQL 1.1 engine that holds named graphs.

    Every method raises :class:`tcgraph.errors.BrokenQuery` for text that does not parse, with line and column
    where the engine tells them, and :class:`tcgraph.errors.EngineError` when the engine fails.
    """

    @property
    def name(self) -> str:
        """What to call this engine in messages (``embedded``, or the address of a server)."""

    def select(
        self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION, as_found: bool = False
    ) -> Solutions:
        """Run a SELECT query.

        Args:
            query: SPARQL 1.1 text.
            bindings: values for variables, joined as a VALUES clause in the outermost group would be.
            scope: the dataset; ``FROM`` in the query text wins.
            as_found: who asks takes the rows as a set, so that each may come once for each graph that has its triples.
                What the query itself counts, other than by DISTINCT, is then not to be trusted.
        """

    def ask(self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION) -> bool:
        """Run an ASK query."""

    def construct(
        self, query: str, *, bindings: Mapping[str, Term] | None = None, scope: Scope = UNION
    ) -> Iterator[Triple]:
        """Run a CONSTRUCT or DESCRIBE query; triples may repeat."""

    def update(self, update: str) -> None:
        """Run a SPARQL 1.1 Update request, all of it or nothing.

        Args:
            update: one or more operations; graphs are named in the text (``USING``, ``GRAPH``).
        """

    def load(
        self, source: bytes | Path, format: GraphFormat, *, graph: NamedNode | None = None, base: str | None = None
    ) -> None:
        """Add RDF to the engine.

        Args:
            source: the document's bytes, or a file.
            format: its syntax.
            graph: the named graph to fill; None keeps a dataset syntax's own graph names.
            base: base IRI of relative references.

        Raises:
            BrokenInput: the document does not parse; nothing of it was added.
        """

    def insert(self, quads: Iterable[Quad]) -> None:
        """Add quads."""

    def remove(self, quads: Iterable[Quad]) -> None:
        """Remove quads; those that are not there change nothing.

        Raises:
            EngineError: one of them has a blank node, and this engine cannot be told which (SPARQL 1.1 Update §3.1.2).
        """

    def quads(self, graph: NamedNode | None = None) -> Iterator[Quad]:
        """Every quad of one named graph, or of all of them, in no particular order."""

    def graphs(self) -> list[NamedNode]:
        """The named graphs that hold something, sorted by IRI."""

    def size(self, graph: NamedNode | None = None) -> int:
        """How many triples one named graph holds, or all of them together."""

    def drop(self, graph: NamedNode) -> None:
        """Remove a named graph; no error when it is not there."""

    def close(self) -> None:
        """Write out what is pending and let go of files and connections."""
