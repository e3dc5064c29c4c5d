"""Where the nodes that a report is about stand in one file.

Where asserted facts stand: file and line, and the row of the source document that they come from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property

from tcgraph.diagnostics.diagnostic import Location
from tcgraph.diagnostics.extracts import open_source
from tcgraph.diagnostics.files import CheckedFile
from tcgraph.diagnostics.term_names import Key, same
from tcgraph.engine import Engine
from tcgraph.namespaces import application
from tcgraph.rdf import BlankNode, Literal, NamedNode, Term
from tcgraph.reach import reached
from tcgraph.turtle.source_text import Span
from tcgraph.turtle.tree import PlacedTriple

Statement = tuple[Term, Term, Term]
_Tree = dict[Term, dict[Term, list[BlankNode]]]
_ROUNDS = 64


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


class Surroundings:
    """Where some blank nodes of a graph hang, so that they are known again in the graph's file.

    Attributes:
        roots: the IRIs that lead to them.
        loose: whether one of them hangs on no IRI, so that it may stand anywhere in the file.
    """

    def __init__(self, engine: Engine, graph: NamedNode, nodes: Iterable[BlankNode]) -> None:
        self._engine, self._graph = engine, graph
        links = self._select("FILTER(isBlank(?o))")
        self._below = _children(links)
        above: defaultdict[Term, list[Term]] = defaultdict(list)
        for subject, _, value in links:
            above[value].append(subject)
        climbed: dict[Term, None] = reached(nodes, lambda node: above[node] if isinstance(node, BlankNode) else [])
        self._starts = [node for node in climbed if isinstance(node, NamedNode)]
        self.roots = {node.value for node in self._starts}
        held: dict[Term, None] = reached(self._starts, self._blank_values)
        self.loose = any(node not in held for node in climbed)

    def names(self, ours: Sequence[Statement], key: Callable[[Term], object]) -> dict[BlankNode, BlankNode]:
        """The engine's name for each blank node of a reading of the file.

        Args:
            ours: what the file says of the roots and, where the nodes are loose, of all blank nodes.
            key: what makes two ground terms equal.
        """
        names: dict[BlankNode, BlankNode] = {}
        # A node that is the only value of its property is known by that.
        if not self.loose and self._follow(_children(ours), names):
            return names
        theirs = self._select("FILTER(isBlank(?s) || isBlank(?o))")
        if not self.loose:
            held: dict[Term, None] = reached(self._starts, self._blank_values)
            theirs = [statement for statement in theirs if statement[0] in held]
        return align(ours, theirs, key)

    def _follow(self, ours: _Tree, names: dict[BlankNode, BlankNode]) -> bool:
        """Walk down both readings side by side; False where one property has several blank nodes."""
        pairs: list[tuple[Term, Term]] = [(node, node) for node in self._starts]
        while pairs:
            here, there = pairs.pop()
            for predicate, values in ours.get(here, {}).items():
                others = self._below.get(there, {}).get(predicate, [])
                if len(values) != 1 or len(others) != 1:
                    return False
                names[values[0]] = others[0]
                pairs.append((values[0], others[0]))
        return True

    def _select(self, condition: str) -> list[Statement]:
        rows = self._engine.select(f"SELECT ?s ?p ?o {{ GRAPH {self._graph} {{ ?s ?p ?o {condition} }} }}")
        return [(s, p, o) for s, p, o in rows if s is not None and p is not None and o is not None]

    def _blank_values(self, node: Term) -> list[BlankNode]:
        return [value for values in self._below.get(node, {}).values() for value in values]


def _children(statements: Iterable[Statement]) -> _Tree:
    found: _Tree = {}
    for subject, predicate, value in statements:
        if isinstance(value, BlankNode):
            found.setdefault(subject, {}).setdefault(predicate, []).append(value)
    return found


def align(
    ours: Sequence[Statement], theirs: Sequence[Statement], key: Callable[[Term], object]
) -> dict[BlankNode, BlankNode]:
    """Match the blank nodes of two readings of the same document.

    Each node's colour is refined by those of its neighbours until nothing changes. Nodes that end with the same
    colour say the same things, so that any of them may stand for another.

    Returns:
        The other's name for each of our blank nodes; nodes without a partner are left out.
    """
    first, second = _colours(ours, key), _colours(theirs, key)
    partners: dict[int, list[BlankNode]] = defaultdict(list)
    for node in sorted(second, key=lambda node: node.value):
        partners[second[node]].append(node)
    names: dict[BlankNode, BlankNode] = {}
    for node, colour in first.items():
        if partners[colour]:
            names[node] = partners[colour].pop(0) if len(partners[colour]) > 1 else partners[colour][0]
    return names


def _colours(statements: Iterable[Statement], key: Callable[[Term], object]) -> dict[BlankNode, int]:
    around: dict[BlankNode, list[tuple[bool, object, object]]] = {}
    for subject, predicate, value in statements:
        if isinstance(subject, BlankNode):
            other: object = value if isinstance(value, BlankNode) else key(value)
            around.setdefault(subject, []).append((True, predicate, other))
        if isinstance(value, BlankNode):
            other = subject if isinstance(subject, BlankNode) else key(subject)
            around.setdefault(value, []).append((False, predicate, other))
    colours = dict.fromkeys(around, 0)
    classes = 1
    for _ in range(_ROUNDS):
        refined = {
            node: hash(
                tuple(
                    sorted(
                        hash((out, edge, colours.get(other, -1) if isinstance(other, BlankNode) else other))
                        for out, edge, other in edges
                    )
                )
            )
            for node, edges in around.items()
        }
        now = len(set(refined.values()))
        colours = refined
        if now == classes:
            break
        classes = now
    return colours


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
