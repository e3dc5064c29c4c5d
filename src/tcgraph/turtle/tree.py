"""The shape of a Turtle or TriG document as it was written: statements, brackets, collections, comments."""

from __future__ import annotations

from dataclasses import dataclass, field

from tcgraph.rdf import BlankNode, Literal, NamedNode

Atom = NamedNode | BlankNode | Literal


@dataclass(slots=True)
class Leaf:
    """A term written in one piece.

    Attributes:
        term: what it means.
        start: offset of its first character.
        end: offset after its last one, datatype or language tag included.
    """

    term: Atom
    start: int
    end: int


@dataclass(slots=True)
class PredicateObjects:
    """A predicate and its objects: what stands between two semicolons."""

    verb: Leaf
    objects: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Brackets:
    """``[ … ]``: a blank node with what is said of it. Its term is named after its offset."""

    term: BlankNode
    start: int
    end: int = -1
    entries: list[PredicateObjects] = field(default_factory=list)


@dataclass(slots=True)
class Collection:
    """``( … )``: an RDF list."""

    start: int
    end: int = -1
    items: list[Node] = field(default_factory=list)


Node = Leaf | Brackets | Collection


@dataclass(slots=True)
class Comment:
    """``# …`` to the end of its line.

    Attributes:
        text: with its hash sign.
        start: offset of the hash sign.
        own_line: whether nothing stands before it on its line.
        blank_before: whether an empty line stands before it.
    """

    text: str
    start: int
    own_line: bool
    blank_before: bool


@dataclass(slots=True)
class Directive:
    """``@prefix``, ``@base`` or their SPARQL spellings.

    Attributes:
        prefix: the prefix without its colon; None for a base.
        iri: what it stands for, resolved.
        written: the IRI as it was written, without angle brackets.
    """

    prefix: str | None
    iri: str
    written: str
    start: int
    end: int
    comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class Statement:
    """A subject with all that is said of it, up to the full stop.

    Attributes:
        subject: what it is about.
        entries: empty when the subject is brackets that say it all.
        start: offset of the subject.
        end: offset after the full stop (in TriG, after the last object where the stop is left out).
        graph: the graph block it stands in; None outside of one.
        comments: every comment inside it, in order.
        blank_before: whether an empty line parts it from what stands before.
    """

    subject: Node
    start: int
    end: int = -1
    entries: list[PredicateObjects] = field(default_factory=list)
    graph: NamedNode | BlankNode | None = None
    comments: list[Comment] = field(default_factory=list)
    blank_before: bool = False


@dataclass(slots=True)
class GraphOpen:
    """``graph {`` of TriG; ``name`` is None for the default graph's braces."""

    name: Leaf | None
    start: int
    end: int
    comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class GraphClose:
    """``}`` of TriG."""

    start: int
    end: int
    comments: list[Comment] = field(default_factory=list)


@dataclass(slots=True)
class CommentLine:
    """A comment that stands between statements, on a line of its own."""

    comment: Comment


Item = Directive | Statement | GraphOpen | GraphClose | CommentLine
