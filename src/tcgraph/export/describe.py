"""Everything the graph says of one thing, with the graph that says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from tcgraph import terms
from tcgraph.engine import Engine
from tcgraph.errors import UnknownTerm
from tcgraph.rdf import BlankNode, Literal, NamedNode, Quad, Term

# A bound variable has to be projected, or the embedded engine refuses it.
_OUT = "SELECT ?thing ?graph ?predicate ?object WHERE { GRAPH ?graph { ?thing ?predicate ?object } }"
_IN = "SELECT ?thing ?graph ?subject ?predicate WHERE { GRAPH ?graph { ?subject ?predicate ?thing } }"
_KNOWN = "SELECT DISTINCT ?start ?thing WHERE { ?thing ?predicate ?object FILTER (STRSTARTS(STR(?thing), ?start)) }"
_CLOSURE_DEPTH = 24


@dataclass(frozen=True, slots=True)
class Statement:
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
    outgoing: tuple[Statement, ...]
    incoming: tuple[Statement, ...]
    quads: tuple[Quad, ...]

    @property
    def types(self) -> list[NamedNode]:
        """The classes of the thing, asserted ones first."""
        found = [s for s in self.outgoing if s.predicate == terms.RDF_TYPE and isinstance(s.term, NamedNode)]
        ordered = sorted(found, key=lambda s: (s.inferred, str(s.term)))
        return list(dict.fromkeys(s.term for s in ordered if isinstance(s.term, NamedNode)))

    def label(self, language: str = "en") -> str:
        """What to call the thing in ``language``: a label in it, else in English, else in any, else its IRI."""
        labels = {
            literal.language or "": literal.value
            for name in ("rdfs:label", "skos:prefLabel", "dcterms:title")
            for literal in reversed(self.literals(name))
        }
        for wanted in (language, "en", ""):
            if wanted in labels:
                return labels[wanted]
        return min(labels.values(), default=terms.shorten(self.thing.value))

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
        return terms.expand(text)
    except ValueError:
        raise UnknownTerm(
            f"{name!r} names nothing. Give an IRI, prefix:name, or a path such as recommendation/12."
        ) from None


def describe(engine: Engine, thing: NamedNode, *, incoming: bool = True) -> Description:
    """Collect what the graph says of a thing.

    A named graph's IRI is described by its own statements too: they are what the graph is.

    Args:
        engine: where to look.
        thing: the IRI.
        incoming: also look for statements that point at the thing.

    Raises:
        UnknownTerm: no statement has it as subject or object and no graph bears its name; the message names the
            nearest IRI that does.
    """
    outgoing = [
        Statement(predicate, term, graph)
        for _, graph, predicate, term in engine.select(_OUT, bindings={"thing": thing})
        if isinstance(predicate, NamedNode) and isinstance(graph, NamedNode) and term is not None
    ]
    pointing = (
        [
            Statement(predicate, subject, graph)
            for _, graph, subject, predicate in engine.select(_IN, bindings={"thing": thing})
            if isinstance(predicate, NamedNode) and isinstance(graph, NamedNode) and subject is not None
        ]
        if incoming or not outgoing
        else []
    )
    quads = {Quad(thing, s.predicate, s.term, s.graph) for s in outgoing}
    for statement in outgoing:
        if isinstance(statement.term, BlankNode):
            quads.update(_closure(engine, statement.term, statement.graph))
    if thing.value.startswith(terms.GRAPH):
        quads.update(engine.quads(thing))
    if not outgoing and not pointing and not quads:
        raise UnknownTerm(f"The graph knows no {terms.shorten(thing.value)}. {_hint(engine, thing)}")
    return Description(
        thing,
        tuple(sorted(set(outgoing), key=_order)),
        tuple(sorted(set(pointing), key=_order)) if incoming else (),
        tuple(sorted(quads, key=str)),
    )


def _closure(engine: Engine, node: BlankNode, graph: NamedNode) -> Iterator[Quad]:
    """The statements below a blank node, which has no name by which to ask for it."""
    by_subject: dict[Term, list[Quad]] = {}
    for quad in engine.quads(graph):
        if isinstance(quad.subject, BlankNode):
            by_subject.setdefault(quad.subject, []).append(quad)
    seen: set[Term] = set()
    waiting: list[tuple[Term, int]] = [(node, 0)]
    while waiting:
        current, depth = waiting.pop()
        if current in seen or depth > _CLOSURE_DEPTH:
            continue
        seen.add(current)
        for quad in by_subject.get(current, ()):
            yield quad
            if isinstance(quad.object, BlankNode):
                waiting.append((quad.object, depth + 1))


def _order(statement: Statement) -> tuple[bool, str, str, str]:
    # rdf:type first: what a thing is comes before what is said of it.
    return (
        statement.predicate != terms.RDF_TYPE,
        statement.predicate.value,
        str(statement.term),
        statement.graph.value,
    )


def _hint(engine: Engine, thing: NamedNode) -> str:
    """The nearest IRI in the same part of the name space."""
    stem = thing.value.rstrip("/").rpartition("/")[0] + "/"
    if not stem.startswith(terms.BASE):
        return "Try: tcgraph describe recommendation/1"
    rows = engine.select(_KNOWN, bindings={"start": Literal(stem)})
    known = [term.value for _, term in rows if isinstance(term, NamedNode)]
    near = get_close_matches(thing.value, known, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0].removeprefix(terms.ID)}?"
    return "Try: tcgraph describe recommendation/1"
