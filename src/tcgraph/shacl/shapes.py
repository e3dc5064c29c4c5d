"""A shapes graph: read from files, an engine's graphs or triples, with what is needed to name its shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from tcgraph.engine import Engine
from tcgraph.rdf import Literal, NamedNode, Term, Triple
from tcgraph.shacl.model import Shape
from tcgraph.shacl.names import sh
from tcgraph.shacl.read import ShapeReader
from tcgraph.shacl.small_graph import Statement, TripleIndex, triples_of_file
from tcgraph.shacl.validation_report import BrokenShape

_ASKS = re.compile(r"[$?]shapesGraph\b")


class Shapes:
    """A shapes graph (SHACL §1.5).

    Blank nodes are renamed by their order in the text, so that what is said of them is the same in every run.

    Args:
        triples: the graph.
        name: the graph's IRI, bound to ``$shapesGraph`` in SPARQL constraints; None when it has none.
        reasoned: whether the data that they are for holds what follows from it by RDFS, as ``sh:entailment`` may ask.
        lenient: whether what cannot be checked is left out and reported, where else it would be an error.

    Attributes:
        graph: its triples.
        ruled: whether the data holds what their own rules infer, as ``sh:entailment`` may ask.
        reader: reads its shapes, each once.
        refused: what is wrong with those that were read.
        broken: what :func:`tcgraph.shacl.lint.broken_shapes` found; None before it looked.
        resting: what cannot be judged without the broken, as that function found.
    """

    def __init__(
        self,
        triples: Iterable[Triple | Statement],
        *,
        name: NamedNode | None = None,
        reasoned: bool = False,
        lenient: bool = False,
    ) -> None:
        self.graph = TripleIndex(triples)
        self.name = name
        self.reasoned = reasoned
        self.lenient = lenient
        self.ruled = False
        self.refused: list[BrokenShape] = []
        self.reader = ShapeReader(self.graph, self.refused)
        self._targeted: list[Shape] | None = None
        self.broken: tuple[BrokenShape, ...] | None = None
        self.resting: tuple[BrokenShape, ...] = ()

    @classmethod
    def of_files(
        cls, paths: Iterable[Path], *, name: NamedNode | None = None, reasoned: bool = False, lenient: bool = False
    ) -> Shapes:
        """Read shapes from RDF files of any syntax, merged.

        Args:
            paths: the files.
            name: the graph that holds the same shapes in the engine, for ``$shapesGraph``.
            reasoned: as for the class.
            lenient: as for the class.

        Raises:
            BrokenInput: a file cannot be read or does not parse; path, line and column are in the message.
        """
        triples = (triple for number, path in enumerate(paths) for triple in triples_of_file(path, f"s{number}n"))
        return cls(triples, name=name, reasoned=reasoned, lenient=lenient)

    @classmethod
    def of_engine(cls, engine: Engine, graphs: Iterable[NamedNode]) -> Shapes:
        """Read shapes from named graphs of an engine, merged."""
        return cls((quad.subject, quad.predicate, quad.object) for graph in graphs for quad in engine.quads(graph))

    def classes(self, shape: Term) -> tuple[Term, ...]:
        """The classes whose instances a shape is for, itself among them where it is one (SHACL §2.1.3)."""
        return shape, *self.graph.objects(shape, sh("targetClass"))

    def targeted(self) -> list[Shape]:
        """Every shape with a target, with all that it refers to; read once.

        Raises:
            BrokenShape: a shape is ill-formed or recursive, and these shapes are not lenient.
        """
        found = self.readable()
        if self.refused and not self.lenient:
            raise self.refused[0]
        return found

    def readable(self) -> list[Shape]:
        """The same; what is ill-formed or recursive is put among the refused, and counts as switched off."""
        if self._targeted is None:
            self._targeted = self.reader.targeted()
        return self._targeted

    def asks_for_itself(self) -> bool:
        """Whether a query of the shapes names ``$shapesGraph``, the graph that holds them (SHACL §5.3.1)."""
        texts = (text for name in ("select", "ask") for _, text in self.graph.pairs(sh(name)))
        return any(isinstance(text, Literal) and _ASKS.search(text.value) for text in texts)

    def __len__(self) -> int:
        return sum(1 for _ in self.graph)

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.graph)
