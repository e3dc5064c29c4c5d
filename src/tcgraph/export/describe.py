"""Everything the graph says of one thing, with the graph that says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.engine.protocol import Row
from tcgraph.errors import UnknownTerm
from tcgraph.export.facts import LABELS, best_label
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad, Term

_OUT = "SELECT ?graph ?predicate ?object WHERE { VALUES ?thing { %s } GRAPH ?graph { ?thing ?predicate ?object } }"
_IN = "SELECT ?graph ?subject ?predicate WHERE { VALUES ?thing { %s } GRAPH ?graph { ?subject ?predicate ?thing } }"
_CONTENT = (
    "SELECT ?subject ?predicate ?object WHERE { VALUES ?graph { %s } GRAPH ?graph { ?subject ?predicate ?object } }"
)
_BELOW = """SELECT ?graph ?subject ?predicate ?object WHERE {
  VALUES ?graph { %s } GRAPH ?graph { ?subject ?predicate ?object } FILTER (isBlank(?subject))
}"""
_KNOWN = """SELECT DISTINCT ?thing WHERE {
  VALUES ?start { %s } ?thing ?predicate ?object FILTER (STRSTARTS(STR(?thing), ?start))
}"""
_CLOSURE_DEPTH = 24
Rows = Iterable[Row]


@dataclass(frozen=True, slots=True)
class DescribedStatement:
    """One statement about a thing, or that mentions it.

    Attributes:
        predicate: what relates the two.
        term: the other end.
        graph: the named graph that says so; :data:`tcgraph.terms.INFERRED` for what reasoning added.
    """

    predicate: NamedNode
    term: Term
    graph: NamedNode

    @property
    def inferred(self) -> bool:
        """Whether nobody stated it: reasoning did."""
        return self.graph == terms.INFERRED


@dataclass(frozen=True, slots=True)
class Description:
    """What is known of a thing.

    Attributes:
        thing: the IRI described.
        outgoing: statements with the thing as subject, sorted by predicate and object.
        incoming: statements with the thing as object, sorted by predicate and subject.
        quads: the statements as RDF: outgoing ones and, below them, the blank nodes they lead to.
    """

    thing: NamedNode
    outgoing: tuple[DescribedStatement, ...]
    incoming: tuple[DescribedStatement, ...]
    quads: tuple[Quad, ...]

    @property
    def types(self) -> list[NamedNode]:
        """The classes of the thing, asserted ones first."""
        found = [s for s in self.outgoing if s.predicate == terms.RDF_TYPE and isinstance(s.term, NamedNode)]
        ordered = sorted(found, key=lambda s: (s.inferred, str(s.term)))
        return list(dict.fromkeys(s.term for s in ordered if isinstance(s.term, NamedNode)))

    def label(self, language: str = "en") -> str:
        """What to call the thing in ``language``: a label in it, else in English, else in any, else its IRI."""
        named = (label for name in LABELS for label in self.literals(name))
        return best_label(named, language) or terms.shorten(self.thing.value)

    def literals(self, name: str) -> list[Literal]:
        """The literal values of one property, asserted or inferred, each once."""
        predicate = terms.expand(name)
        values = (s.term for s in self.outgoing if s.predicate == predicate and isinstance(s.term, Literal))
        return list(dict.fromkeys(values))


def resolve(name: str, base: str = terms.BASE) -> NamedNode:
    """The IRI that a person means.

    Args:
        name: a full IRI, ``prefix:name``, or the path of a thing such as ``recommendation/12``.
        base: the deployment's base IRI; what starts with it means the thing of the same path here.

    Raises:
        UnknownTerm: it is none of these.
    """
    text = name.strip().removeprefix("<").removesuffix(">")
    if base != terms.BASE and text.startswith(base):
        text = terms.BASE + text[len(base) :]
    try:
        if "/" in text and ":" not in text:
            return NamedNode(terms.ID + text.strip("/"))
        return terms.QUERY_PREFIXES.expand(text)
    except ValueError:
        raise UnknownTerm(
            f"{name!r} names nothing. Give an IRI, prefix:name, or a path such as recommendation/12."
        ) from None


def questions(thing: NamedNode) -> tuple[str, str]:
    """The two queries that ask for the statements about a thing and for those that point at it."""
    return _OUT % thing, _IN % thing


def content_question(graph: NamedNode) -> str:
    """The query for the statements of one graph."""
    return _CONTENT % graph


def below_question(graphs: Iterable[NamedNode]) -> str:
    """The query for what graphs say of their blank nodes."""
    return _BELOW % " ".join(sorted(str(graph) for graph in graphs))


def known_question(thing: NamedNode) -> str | None:
    """The query for the IRIs in the same part of the name space; None for names that are not ours."""
    stem = thing.value.rstrip("/").rpartition("/")[0] + "/"
    return _KNOWN % Literal(stem) if stem.startswith(terms.BASE) else None


def describe(engine: Engine, thing: NamedNode) -> Description:
    """Collect what the graph says of a thing.

    A named graph's IRI is described by its own statements too: they are what the graph is.

    Args:
        engine: where to look.
        thing: the IRI.

    Raises:
        UnknownTerm: no statement has it as subject or object and no graph bears its name; the message names the
            nearest IRI that does.
    """
    said, pointing = questions(thing)
    found = DescriptionBuilder(thing, engine.select(said), engine.select(pointing))
    if found.is_graph:
        found.add_content(engine.select(content_question(thing)))
    if found.graphs_with_blank_nodes:
        found.add_below(engine.select(below_question(found.graphs_with_blank_nodes)))
    if found.is_empty:
        question = known_question(thing)
        known = engine.select(question) if question else ()
        raise UnknownTerm(f"The graph knows no {terms.shorten(thing.value)}. {nearest(thing, known)}")
    return found.description()


class DescriptionBuilder:
    """Puts a description together from the answers to its questions, whoever asked them.

    Args:
        thing: what is described.
        said: answer to the first of :func:`questions`.
        pointing: answer to the second.
    """

    def __init__(self, thing: NamedNode, said: Rows, pointing: Rows) -> None:
        self.thing = thing
        self._out = {
            DescribedStatement(predicate, term, graph)
            for graph, predicate, term in said
            if isinstance(predicate, NamedNode) and isinstance(graph, NamedNode) and term is not None
        }
        self._in = {
            DescribedStatement(predicate, subject, graph)
            for graph, subject, predicate in pointing
            if isinstance(predicate, NamedNode) and isinstance(graph, NamedNode) and subject is not None
        }
        self._quads = {Quad(thing, s.predicate, s.term, s.graph) for s in self._out}

    @property
    def is_graph(self) -> bool:
        """Whether the thing is a named graph, whose content belongs to its description."""
        return self.thing.value.startswith(terms.GRAPH)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found at all."""
        return not (self._out or self._in or self._quads)

    @property
    def graphs_with_blank_nodes(self) -> set[NamedNode]:
        """Graphs that say something of the thing with the help of a blank node."""
        return {statement.graph for statement in self._out if isinstance(statement.term, BlankNode)}

    def add_content(self, rows: Rows) -> None:
        """Add the statements of the graph that the thing is."""
        for subject, predicate, term in rows:
            if isinstance(subject, NamedNode | BlankNode) and isinstance(predicate, NamedNode) and term is not None:
                self._quads.add(Quad(subject, predicate, term, self.thing))

    def add_below(self, rows: Rows) -> None:
        """Add, of what graphs say of blank nodes, the part that hangs on the thing."""
        by_subject: dict[Term, list[Quad]] = {}
        for graph, subject, predicate, term in rows:
            if isinstance(graph, NamedNode) and isinstance(subject, BlankNode) and isinstance(predicate, NamedNode):
                assert term is not None
                by_subject.setdefault(subject, []).append(Quad(subject, predicate, term, graph))
        waiting = [(s.term, 0) for s in self._out if isinstance(s.term, BlankNode)]
        seen: set[Term] = set()
        while waiting:
            current, depth = waiting.pop()
            if current in seen or depth > _CLOSURE_DEPTH:
                continue
            seen.add(current)
            for quad in by_subject.get(current, ()):
                self._quads.add(quad)
                if isinstance(quad.object, BlankNode):
                    waiting.append((quad.object, depth + 1))

    def description(self) -> Description:
        """What was gathered, in a fixed order."""
        outgoing, incoming = (tuple(sorted(found, key=_order)) for found in (self._out, self._in))
        return Description(self.thing, outgoing, incoming, tuple(sorted(self._quads, key=str)))


def nearest(thing: NamedNode, known: Rows) -> str:
    """What to try instead of a name that means nothing: the most similar of the known ones."""
    names = [term.value for (term,) in known if isinstance(term, NamedNode)]
    near = get_close_matches(thing.value, names, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0].removeprefix(terms.ID)}?"
    return "Try: tcgraph describe recommendation/1"


def _order(statement: DescribedStatement) -> tuple[bool, str, str, str]:
    # rdf:type first: what a thing is comes before what is said of it.
    return (
        statement.predicate != terms.RDF_TYPE,
        statement.predicate.value,
        str(statement.term),
        statement.graph.value,
    )
