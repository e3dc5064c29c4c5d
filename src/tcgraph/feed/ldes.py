"""The log as a Linked Data Event Stream 1.0 in pages of the TREE hypermedia specification.

A member is the activity that happened to a thing: ``as:Create``, ``as:Update`` or ``as:Delete``, with the thing
(``dcterms:isVersionOf``), the moment and a number. What the thing is from then on stands in the graph that bears the
member's name. Where the thing is described in more than one of our named graphs, each has a part of its own too, for
those who keep graphs apart. Syntaxes without graphs have the description on the member itself, in the thing's place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from tcgraph.feed.log import ActivityKind, Event, FeedLog, FeedPage, names, page
from tcgraph.feed.members import renamed
from tcgraph.rdf import BlankNode, DefaultGraph, GraphFormat, Literal, NamedNode, Quad, Triple, parse
from tcgraph.terms import PREFIXES, RDF_TYPE

LDES: Final = "https://w3id.org/ldes#"
TREE: Final = "https://w3id.org/tree#"
AS: Final = "https://www.w3.org/ns/activitystreams#"
STREAM_PREFIXES: Final = {
    **{name: PREFIXES[name] for name in ("dcterms", "graph", "prov", "rdfs", "schema", "sh", "skos", "tc", "xsd")},
    "as": AS,
    "ldes": LDES,
    "tree": TREE,
}

PUBLISHED: Final = NamedNode(AS + "published")
VERSION_OF: Final = NamedNode(PREFIXES["dcterms"] + "isVersionOf")
PART: Final = NamedNode(PREFIXES["dcterms"] + "hasPart")
PART_OF: Final = NamedNode(PREFIXES["dcterms"] + "isPartOf")
NUMBER: Final = NamedNode(PREFIXES["schema"] + "position")
IDENTIFIER: Final = NamedNode(PREFIXES["dcterms"] + "identifier")
POLL_SECONDS: Final = 60


class EventStream:
    """The stream as RDF.

    Args:
        log: the events.
        address: where the stream is served; pages are ``<address>/pages/…``, members ``<address>/members/…``.
        days: how long superseded versions and deletions are kept.
        source: the dataset that it tells of.
    """

    def __init__(self, log: FeedLog, address: str, days: float, source: str) -> None:
        self._log = log
        self._address = address
        self._days = days
        self._source = source
        self.stream = NamedNode(f"{address}#stream")

    def root(self) -> Iterator[Quad]:
        """The page to begin with: what the stream is, and where its pages are."""
        here = NamedNode(self._address)
        yield from self._context(here)
        policy = NamedNode(f"{self._address}#retention")
        yield Quad(here, RDF_TYPE, NamedNode(LDES + "EventSource"))
        yield Quad(here, NamedNode(LDES + "retentionPolicy"), policy)
        yield Quad(policy, RDF_TYPE, NamedNode(LDES + "RetentionPolicy"))
        yield Quad(policy, NamedNode(LDES + "versionAmount"), Literal(1))
        duration = Literal(lasting(self._days), datatype=NamedNode(PREFIXES["xsd"] + "duration"))
        yield Quad(policy, NamedNode(LDES + "fullLogDuration"), duration)
        yield Quad(policy, NamedNode(LDES + "versionDeleteDuration"), duration)
        for name in names(self._log):
            found = page(self._log, name)
            if found is not None:
                yield from self._relations(here, found)

    def page(self, found: FeedPage) -> Iterator[Quad]:
        """One page with its members."""
        here = NamedNode(f"{self._address}/pages/{found.name}")
        yield Quad(here, RDF_TYPE, NamedNode(TREE + "Node"))
        # No tree:view here: a second one would make the stream's entry point ambiguous.
        yield Quad(self.stream, RDF_TYPE, NamedNode(LDES + "EventStream"))
        if found.full:
            yield Quad(here, NamedNode(LDES + "immutable"), Literal(True))
        for event in found.events:
            yield from self.member(event)

    def member(self, event: Event) -> Iterator[Quad]:
        """One member: what happened, and the thing as it then was."""
        member = self.name(event)
        yield Quad(self.stream, NamedNode(TREE + "member"), member)
        yield Quad(member, RDF_TYPE, NamedNode(AS + event.kind))
        yield Quad(member, VERSION_OF, NamedNode(event.entity))
        yield Quad(member, NamedNode(AS + "object"), NamedNode(event.entity))
        yield Quad(member, PUBLISHED, _moment(event.moment))
        yield Quad(member, NUMBER, Literal(event.number))
        change = NamedNode(f"{self._address}#{event.change}")
        yield Quad(member, NamedNode(PREFIXES["prov"] + "wasGeneratedBy"), change)
        quads = described(event)
        graphs = sorted({quad.graph_name for quad in quads}, key=str)
        if len(graphs) == 1:
            yield from _of_graph(member, graphs[0])
        yield from (Quad(quad.subject, quad.predicate, quad.object, member) for quad in quads)
        for number, graph in enumerate(graphs if len(graphs) > 1 else (), 1):
            part = NamedNode(f"{member.value}#{number}")
            yield Quad(member, PART, part)
            yield from _of_graph(part, graph)
            own = (quad for quad in quads if quad.graph_name == graph)
            yield from (Quad(quad.subject, quad.predicate, quad.object, part) for quad in own)

    def name(self, event: Event) -> NamedNode:
        """The member's IRI, the same on every page and in the activities."""
        return NamedNode(f"{self._address}/members/{event.number}")

    def shape(self) -> Iterator[Triple]:
        """What holds of every member, in SHACL."""
        shape = NamedNode(f"{self._address}/shape")
        yield Triple(shape, RDF_TYPE, _sh("NodeShape"))
        for number, (path, datatype) in enumerate(((VERSION_OF, None), (PUBLISHED, "dateTime"), (NUMBER, "integer"))):
            rule = BlankNode(f"rule{number}")
            yield Triple(shape, _sh("property"), rule)
            yield Triple(rule, _sh("path"), path)
            yield Triple(rule, _sh("minCount"), Literal(1))
            yield Triple(rule, _sh("maxCount"), Literal(1))
            if datatype:
                yield Triple(rule, _sh("datatype"), NamedNode(PREFIXES["xsd"] + datatype))
            else:
                yield Triple(rule, _sh("nodeKind"), _sh("IRI"))

    def _context(self, here: NamedNode) -> Iterator[Quad]:
        stream = self.stream
        yield Quad(stream, RDF_TYPE, NamedNode(LDES + "EventStream"))
        yield Quad(stream, NamedNode(TREE + "view"), here)
        yield Quad(stream, NamedNode(TREE + "shape"), NamedNode(f"{self._address}/shape"))
        yield Quad(stream, NamedNode(LDES + "timestampPath"), PUBLISHED)
        yield Quad(stream, NamedNode(LDES + "sequencePath"), NUMBER)
        yield Quad(stream, NamedNode(LDES + "versionOfPath"), VERSION_OF)
        for kind in ActivityKind:
            yield Quad(stream, NamedNode(f"{LDES}version{kind}Object"), NamedNode(AS + kind))
        yield Quad(stream, NamedNode(LDES + "pollingInterval"), Literal(POLL_SECONDS))
        yield Quad(stream, IDENTIFIER, Literal(self._log.identity))
        yield Quad(stream, NamedNode(PREFIXES["dcterms"] + "source"), NamedNode(self._source))

    def _relations(self, here: NamedNode, found: FeedPage) -> Iterator[Quad]:
        target = NamedNode(f"{self._address}/pages/{found.name}")
        bounds = [("GreaterThanOrEqualToRelation", found.first)]
        if found.full:
            bounds.append(("LessThanOrEqualToRelation", found.last))
        for kind, bound in bounds:
            relation = BlankNode(f"to{found.name.replace('-', 'x')}{kind[:4]}")
            yield Quad(here, NamedNode(TREE + "relation"), relation)
            yield Quad(relation, RDF_TYPE, NamedNode(TREE + (kind if bound else "Relation")))
            yield Quad(relation, NamedNode(TREE + "node"), target)
            if bound:
                yield Quad(relation, NamedNode(TREE + "path"), PUBLISHED)
                yield Quad(relation, NamedNode(TREE + "value"), _moment(bound))


def described(event: Event) -> list[Quad]:
    """A thing's description in its named graphs; blank nodes are named for the event, so that no two share one."""
    quads = parse(event.content.encode(), GraphFormat.N_QUADS)
    return [renamed(quad, lambda node: BlankNode(f"m{event.number}{node.value}")) for quad in quads]


def without_graphs(quads: Iterable[Quad]) -> Iterator[Quad]:
    """Members as syntaxes without graphs can hold them: the member stands for the thing in what is said of it."""
    quads = list(quads)
    things = {quad.subject: quad.object for quad in quads if quad.predicate == VERSION_OF}
    for quad in quads:
        if isinstance(quad.graph_name, DefaultGraph):
            # Parts are graphs, which nobody would find here.
            if quad.predicate != PART and (quad.predicate != PART_OF or quad.subject in things):
                yield quad
        elif (thing := things.get(quad.graph_name)) is not None:
            subject = quad.graph_name if quad.subject == thing else quad.subject
            yield Quad(subject, quad.predicate, quad.object)


def _of_graph(part: NamedNode, graph: NamedNode | BlankNode | DefaultGraph) -> Iterator[Quad]:
    if isinstance(graph, NamedNode):
        yield Quad(part, PART_OF, graph)


def lasting(days: float) -> str:
    """A time span as xsd:duration; rounded down, for it is a promise."""
    return f"P{int(days)}D" if days == int(days) else f"PT{int(days * 86400)}S"


def _moment(text: str) -> Literal:
    return Literal(text, datatype=NamedNode(PREFIXES["xsd"] + "dateTime"))


def _sh(name: str) -> NamedNode:
    return NamedNode(PREFIXES["sh"] + name)
