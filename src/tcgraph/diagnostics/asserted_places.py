"""Where asserted facts stand: file and line, and the row of the source document that they come from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from tcgraph.diagnostics.diagnostic import Location
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.diagnostics.places import FilePlaces
from tcgraph.diagnostics.term_equality import same
from tcgraph.engine import Engine
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term

Fact = tuple[Term, Term, Term]


class AssertedPlaces:
    """Finds the places of given facts; reads each file once, and only those that are needed.

    Args:
        engine: holds the files' triples.
        files: the files, each in a graph of its own.
        facts: what will be asked for, with the graphs that assert it.
    """

    def __init__(
        self, engine: Engine, files: Iterable[CheckedFile], facts: Iterable[tuple[Fact, Iterable[NamedNode]]]
    ) -> None:
        self._engine = engine
        known = {file.graph: file for file in files}
        nodes: defaultdict[NamedNode, set[Term]] = defaultdict(set)
        for (subject, _, object_), graphs in facts:
            for graph in graphs:
                # A blank node among them makes the files' blank nodes bear the engine's names.
                nodes[graph] |= {subject, object_} if isinstance(object_, BlankNode) else {subject}
        self._places = {
            graph: FilePlaces(known[graph], nodes[graph], engine) for graph in sorted(nodes, key=str) if graph in known
        }

    def locations(self, fact: Fact, graphs: Iterable[NamedNode]) -> list[Location]:
        """Where a fact stands, in the order of the graphs and of the text; the place is that of its object."""
        subject, predicate, object_ = fact
        value = same(object_)
        found: list[Location] = []
        for graph in graphs:
            if places := self._places.get(graph):
                said = (triple for triple in places.about(subject) if triple.predicate == predicate)
                found += [places.location(triple.value) for triple in said if same(triple.object) == value]
        return found

    def source_rows(self, fact: Fact) -> list[str]:
        """The places in the source document that the fact's subject, or the action it is about, comes from; sorted."""
        for path in application().locator if isinstance(fact[0], NamedNode) else ():
            query = f"SELECT DISTINCT ?subject ?row {{ ?subject {path} ?row }} ORDER BY ?row"
            rows = self._engine.select(query, bindings={"subject": fact[0]})
            if found := [row[1].value for row in rows if isinstance(row[1], Literal)]:
                return found
        return []
