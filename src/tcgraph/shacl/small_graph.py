"""A small graph in memory with the look-ups that reading shapes and reports needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from tcgraph.engine.embedded import parsing
from tcgraph.errors import BrokenInput
from tcgraph.file_kinds import syntax_of
from tcgraph.namespaces import shorten
from tcgraph.rdf import BlankNode, NamedNode, Term, Triple, parse
from tcgraph.shacl.names import FIRST, NIL, REST

Node = NamedNode | BlankNode
Statement = tuple[Node | Triple, NamedNode, Term]
"""A triple taken apart: to take one apart takes as long as to read it from a file."""
_NO_PROPERTIES: Mapping[NamedNode, Mapping[Term, None]] = {}


class TripleIndex:
    """Triples by subject and predicate, and by predicate and object; every answer in the order of insertion.

    Args:
        triples: what it holds; repeated triples count once.
    """

    def __init__(self, triples: Iterable[Triple | Statement] = ()) -> None:
        self._out: dict[Node, dict[NamedNode, dict[Term, None]]] = {}
        self._in: dict[tuple[NamedNode, Term], dict[Node, None]] = {}
        self._having: dict[NamedNode, list[Node]] = {}
        for triple in triples:
            self.add(triple)

    def add(self, triple: Triple | Statement) -> None:
        """Add one triple."""
        subject, predicate, value = triple
        if isinstance(subject, Triple):
            return  # RDF 1.2: nothing in SHACL 1.0 says something about a triple term
        properties = self._out.setdefault(subject, {})
        if (values := properties.get(predicate)) is None:
            values = properties[predicate] = {}
            self._having.setdefault(predicate, []).append(subject)
        values[value] = None
        self._in.setdefault((predicate, value), {})[subject] = None

    def __iter__(self) -> Iterator[Triple]:
        for subject, properties in self._out.items():
            for predicate, values in properties.items():
                for value in values:
                    yield Triple(subject, predicate, value)

    def __contains__(self, triple: Triple) -> bool:
        return triple.object in self.objects(triple.subject, triple.predicate)

    def properties(self) -> list[NamedNode]:
        """Every property that something has."""
        return list(self._having)

    def names(self) -> set[str]:
        """The IRIs of every property and of what properties lead to."""
        values = {value for _, value in self._in}
        return {term.value for term in (*self._having, *values) if isinstance(term, NamedNode)}

    def subjects(self) -> list[Node]:
        """Every subject."""
        return list(self._out)

    def predicates(self, subject: Term) -> list[NamedNode]:
        """The predicates that ``subject`` has."""
        return list(self._properties(subject))

    def objects(self, subject: Term, predicate: NamedNode) -> list[Term]:
        """The values of one property."""
        return list(self._properties(subject).get(predicate, ()))

    def only(self, subject: Term, predicate: NamedNode) -> Term | None:
        """The value of a property that may have one, or None.

        Raises:
            BrokenInput: it has several, of which none is meant more than another.
        """
        found = self.objects(subject, predicate)
        if len(found) > 1:
            raise BrokenInput(f"it has {len(found)} values of {shorten(predicate.value)}, where there may be one")
        return found[0] if found else None

    def value(self, subject: Term, predicate: NamedNode) -> Term | None:
        """The first value of one property, or None."""
        return next(iter(self._properties(subject).get(predicate, ())), None)

    def _properties(self, subject: Term) -> Mapping[NamedNode, Mapping[Term, None]]:
        return self._out.get(subject, _NO_PROPERTIES)  # type: ignore[arg-type]

    def having(self, predicate: NamedNode, value: Term) -> list[Node]:
        """The subjects with that value of that property."""
        return list(self._in.get((predicate, value), ()))

    def pairs(self, predicate: NamedNode) -> Iterator[tuple[Node, Term]]:
        """Each subject and value of one property."""
        for subject in self._having.get(predicate, ()):
            for value in self._out[subject][predicate]:
                yield subject, value

    def is_list(self, node: Term) -> bool:
        """Whether ``node`` looks like an RDF list."""
        return node == NIL or self.value(node, FIRST) is not None

    def items(self, head: Term) -> list[Term]:
        """The members of an RDF list.

        Raises:
            BrokenInput: the list is not well formed (SHACL §1.1).
        """
        members: list[Term] = []
        seen: set[Term] = set()
        node = head
        while node != NIL:
            first, rest = self.objects(node, FIRST), self.objects(node, REST)
            if len(first) != 1 or len(rest) != 1 or node in seen:
                raise BrokenInput(f"{head} is not a well-formed RDF list")
            seen.add(node)
            members.append(first[0])
            node = rest[0]
        return members


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
