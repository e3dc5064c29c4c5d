"""Where the nodes that a report is about stand in one file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from tcgraph.diagnostics.blank_nodes import Surroundings
from tcgraph.diagnostics.extracts import open_source
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.diagnostics.location import Location
from tcgraph.diagnostics.term_equality import Key, same
from tcgraph.engine import Engine
from tcgraph.rdf import BlankNode, NamedNode, Term
from tcgraph.turtle.text import Span
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
        self._wanted = set(wanted)
        self._engine = engine
        self._source = open_source(file)
        self._held: dict[Term, list[PlacedTriple]] = {}
        """Of blank nodes and of what leads to them: they have to be read together to be known."""
        self._source.seek({term.value for term in wanted if isinstance(term, NamedNode)})
        for triple in self._renamed(set()):
            self._held.setdefault(triple.subject, []).append(triple)

    @property
    def prefixes(self) -> dict[str, str]:
        """The prefixes that the file declares."""
        return self._source.prefixes

    def about(self, node: Term) -> list[PlacedTriple]:
        """What the file says of a node, in the order of the text."""
        if node in self._held or not isinstance(node, NamedNode):
            return self._held.get(node, [])
        return self._source.of_node(node)

    def said(self, node: Term, predicate: NamedNode) -> list[PlacedTriple]:
        """What the file says of a node by one property, in the order of the text."""
        if node in self._held or not isinstance(node, NamedNode):
            return [triple for triple in self._held.get(node, ()) if triple.predicate == predicate]
        return self._source.of_pair(node, predicate)

    def tells_of(self, node: Term) -> bool:
        """Whether the file says something about a node that is wanted."""
        return node in self._held or (isinstance(node, NamedNode) and self._source.tells_of(node))

    def naming(self, node: Term) -> list[PlacedTriple]:
        """The triples that have the node for their object, in the order of the text."""
        return self._naming.get(same(node), [])

    def location(self, span: Span) -> Location:
        """A stretch of the file as a location."""
        return self._source.location(span)

    @cached_property
    def _naming(self) -> dict[Key, list[PlacedTriple]]:
        """For the wanted nodes of which the file says nothing: where it uses them."""
        missing = [node for node in self._wanted if not self.tells_of(node)]
        subjects: set[str] = set()
        query = f"SELECT DISTINCT ?s ?node {{ GRAPH {self.file.graph} {{ ?s ?p ?node }} }}"
        for node in missing:
            for row in self._engine.select(query, bindings={"node": node}):
                if isinstance(row[0], NamedNode):
                    subjects.add(row[0].value)
                elif row[0] is not None:
                    self._wanted.add(row[0])
        keys = {same(node) for node in missing}
        found: dict[Key, list[PlacedTriple]] = defaultdict(list)
        for triple in self._read(subjects) if missing else ():
            if (value := same(triple.object)) in keys:
                found[value].append(triple)
        return found

    @cached_property
    def _blank(self) -> set[Term]:
        """The blank nodes of the file: others that are wanted are of other files."""
        nodes = "{ ?node ?p ?o } UNION { ?s ?p ?node }"
        query = f"SELECT DISTINCT ?node {{ GRAPH {self.file.graph} {{ {nodes} FILTER(isBlank(?node)) }} }}"
        return {node for (node,) in self._engine.select(query) if node is not None}

    def _read(self, names: Collection[str]) -> Iterable[PlacedTriple]:
        """The triples about some nodes and about the wanted blank nodes, under the engine's names."""
        return self._renamed(names) or self._source.about(names)

    def _renamed(self, names: Collection[str]) -> list[PlacedTriple]:
        """The same, where blank nodes are wanted; nothing where none are."""
        blanks = [term for term in self._wanted if isinstance(term, BlankNode)]
        blanks = [term for term in blanks if term in self._blank]
        if not blanks:
            return []
        around = Surroundings(self._engine, self.file.graph, blanks)
        found = self._source.about({*names, *around.roots}, blank=around.loose)
        if not around.loose and any(_is_labelled(t.subject) or _is_labelled(t.object) for t in found):
            # What a label stands for may be said anywhere in the file.
            found = self._source.about({*names, *around.roots}, blank=True)
            around.loose = True
        new = around.names([(t.subject, t.predicate, t.object) for t in found], same)

        def renamed(term: Term) -> Term:
            return new.get(term, term) if isinstance(term, BlankNode) else term

        return [t._replace(subject=renamed(t.subject), object=renamed(t.object)) for t in found]  # type: ignore[arg-type]


def _is_labelled(term: Term) -> bool:
    return isinstance(term, BlankNode) and term.value.startswith("l")
