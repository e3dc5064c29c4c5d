"""Where the nodes that a report is about stand in one file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from tcgraph.diagnostics.blank_nodes import align
from tcgraph.diagnostics.files import CheckedFile, locate_span
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.positions import read_places
from tcgraph.diagnostics.sameness import Key, same
from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, Term
from tcgraph.turtle.text import Span, read_text
from tcgraph.turtle.triples import PlacedTriple


class FilePlaces:
    """The triples of one file that have to do with given nodes, with their places.

    Args:
        file: the file; it has been parsed without error.
        wanted: the nodes.
        engine: holds the file's triples, with the names that the engine gave to blank nodes.
    """

    def __init__(self, file: CheckedFile, wanted: Collection[Term], engine: Engine) -> None:
        self.file = file
        self._source = read_text(file.path)
        self._about: dict[Key, list[PlacedTriple]] = defaultdict(list)
        self._naming: dict[Key, list[PlacedTriple]] = defaultdict(list)
        document = read_places(self._source, file.format, base=file.base)
        keys = {same(term) for term in wanted}
        found: Iterable[PlacedTriple] = document.triples
        if any(isinstance(term, BlankNode) for term in wanted):
            found = _renamed(list(found), engine, file)
        for triple in found:
            if triple.subject in keys:
                self._about[triple.subject].append(triple)
            value = same(triple.object)
            if value in keys:
                self._naming[value].append(triple)
        self.prefixes = dict(document.prefixes)

    def about(self, node: Term) -> list[PlacedTriple]:
        """What the file says of a node, in the order of the text."""
        return self._about.get(same(node), [])

    def naming(self, node: Term) -> list[PlacedTriple]:
        """The triples that have the node for their object, in the order of the text."""
        return self._naming.get(same(node), [])

    def location(self, span: Span) -> Location:
        """A stretch of the file as a location."""
        return locate_span(self.file.path, self._source, span)


def _renamed(found: list[PlacedTriple], engine: Engine, file: CheckedFile) -> list[PlacedTriple]:
    theirs = [(quad.subject, quad.predicate, quad.object) for quad in engine.quads(file.graph)]
    names = align([(t.subject, t.predicate, t.object) for t in found], theirs, same)

    def renamed(term: Term) -> Term:
        return names.get(term, term) if isinstance(term, BlankNode) else term

    return [t._replace(subject=renamed(t.subject), object=renamed(t.object)) for t in found]  # type: ignore[arg-type]
