"""Read a page of a Linked Data Event Stream: what the stream says of itself, its members, and where it goes on.

A member is taken as its publisher meant it: the graph that bears its name is its content; where there is none, its
own statements are, with the thing in the member's place (*version materialisation*). Members are extracted as their
concise description; what only a shape could tell to belong to them is not fetched.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from tcgraph.errors import EngineError
from tcgraph.feed.ldes import IDENTIFIER, LDES, PART, PART_OF, TREE
from tcgraph.rdf import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Term, canonical_quads
from tcgraph.reach import reached
from tcgraph.sync.store import StreamChange
from tcgraph.terms import PREFIXES, RDF_TYPE

_FIRST: Final = NamedNode(PREFIXES["rdf"] + "first")
_REST: Final = NamedNode(PREFIXES["rdf"] + "rest")
_NIL: Final = NamedNode(PREFIXES["rdf"] + "nil")
_DEEPEST: Final = 50

Path = tuple[NamedNode, ...]


@dataclass(frozen=True, slots=True)
class StreamDescription:
    """What a stream says of itself on its first page.

    Attributes:
        stream: its IRI.
        version_of: where a member names its thing; empty when members are things themselves.
        moment: where a member says when; empty when it does not.
        number: where a member says its place among those of the same moment.
        deleted: where a member says that it is a deletion, and the value that says so.
        markers: types that say what happened and not what the thing is.
        identity: names the very log behind it; empty when it has no such name.
        keeps_latest: whether the last version of everything that is in force can be found.
        log: for how long deletions can be found; None when for good.
    """

    stream: NamedNode
    version_of: Path
    moment: Path
    number: Path
    deleted: tuple[Path, Term] | None
    markers: frozenset[Term]
    identity: str
    keeps_latest: bool
    log: datetime.timedelta | None


class Document:
    """The statements of one page."""

    def __init__(self, url: str, quads: Iterable[Quad]) -> None:
        self.url = url
        self._said: dict[Term, list[Quad]] = defaultdict(list)
        self._graphs: dict[Term, list[Quad]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.graph_name, DefaultGraph):
                self._said[quad.subject].append(quad)
            else:
                self._graphs[quad.graph_name].append(quad)

    def views(self) -> dict[NamedNode, list[str]]:
        """The streams and collections named here, with the addresses of their first pages."""
        found: dict[NamedNode, list[str]] = {}
        kinds = {NamedNode(LDES + "EventStream"), NamedNode(TREE + "Collection")}
        for subject, quads in self._said.items():
            if isinstance(subject, NamedNode):
                views = [value.value for value in self._iris(subject, NamedNode(TREE + "view"))]
                if views or any(quad.predicate == RDF_TYPE and quad.object in kinds for quad in quads):
                    found[subject] = sorted(views)
        return found

    def context(self, stream: NamedNode) -> StreamDescription:
        """What the stream says of itself.

        Raises:
            EngineError: it describes its members by paths that are not followed here.
        """
        deletion = self._one(stream, "versionDeleteObject")
        path = self._path(stream, "versionDeletePath") or (RDF_TYPE,)
        markers = {self._one(stream, f"version{kind}Object") for kind in ("Create", "Update", "Delete")}
        identity = next((value.value for value in self._values(stream, IDENTIFIER) if isinstance(value, Literal)), "")
        latest, log = self._retention()
        return StreamDescription(
            stream=stream,
            version_of=self._path(stream, "versionOfPath"),
            moment=self._path(stream, "versionTimestampPath") or self._path(stream, "timestampPath"),
            number=self._path(stream, "versionSequencePath") or self._path(stream, "sequencePath"),
            deleted=(path, deletion) if deletion is not None else None,
            markers=frozenset(value for value in markers if value is not None),
            identity=identity,
            keeps_latest=latest,
            log=log,
        )

    def changes(self, context: StreamDescription) -> list[StreamChange]:
        """What the members on this page say, in their order."""
        members = dict.fromkeys(self._iris(context.stream, NamedNode(TREE + "member")))
        found = [self._change(context, member) for member in members]
        return sorted(found, key=lambda change: (change.moment, change.number))

    def leads(self) -> tuple[str, ...]:
        """The addresses of the pages that relations lead to."""
        found: list[str] = []
        for subject in list(self._said):
            for relation in self._values(subject, NamedNode(TREE + "relation")):
                found += [node.value for node in self._iris(relation, NamedNode(TREE + "node"))]
        return tuple(dict.fromkeys(found))

    @property
    def immutable(self) -> bool:
        """Whether the page says that it stays as it is."""
        values = self._values(NamedNode(self.url), NamedNode(LDES + "immutable"))
        return any(isinstance(value, Literal) and value.value in ("true", "1") for value in values)

    def _change(self, context: StreamDescription, member: NamedNode) -> StreamChange:
        thing = next((t for t in self._follow(member, context.version_of) if isinstance(t, NamedNode)), member)
        if not context.version_of:
            thing = member
        moment = next((_moment(value) for value in self._follow(member, context.moment) if _moment(value)), "")
        number = next((_integer(value) for value in self._follow(member, context.number)), 0)
        gone = context.deleted is not None and context.deleted[1] in self._follow(member, context.deleted[0])
        quads = [] if gone else list(self._content(context, member, thing))
        return StreamChange(thing.value, moment, number, "\n".join(canonical_quads(quads)))

    def _content(self, context: StreamDescription, member: NamedNode, thing: NamedNode) -> Iterator[Quad]:
        parts = [part for part in self._iris(member, PART) if part in self._graphs]
        for graph in parts or ([member] if member in self._graphs else []):
            home = next(self._iris(graph, PART_OF), DefaultGraph())
            for quad in self._graphs[graph]:
                yield Quad(quad.subject, quad.predicate, quad.object, home)
        if parts or member in self._graphs:
            return
        said_of_version = {path[0] for path in (context.version_of, context.moment, context.number) if path}
        for quad in self._description(member):
            if quad.subject != member or thing == member:
                yield quad
            elif quad.predicate not in said_of_version and quad.object not in context.markers:
                yield Quad(thing, quad.predicate, quad.object)

    def _description(self, subject: Term) -> Iterator[Quad]:
        """What is said of a node, and of the blank nodes below it."""

        def below(node: Term) -> Iterator[Term]:
            return (quad.object for quad in self._said.get(node, ()) if isinstance(quad.object, BlankNode))

        return (quad for node in reached([subject], below) for quad in self._said.get(node, ()))

    def _retention(self) -> tuple[bool, datetime.timedelta | None]:
        """Whether the last versions stay, and how long deletions do (LDES 1.0, *Retention policies*)."""
        policies = [
            value
            for subject in list(self._said)
            for value in self._values(subject, NamedNode(LDES + "retentionPolicy"))
        ]
        if not policies:
            return True, None
        policy = policies[0]
        latest = any(True for name in ("versionAmount", "amount") for _ in self._values(policy, NamedNode(LDES + name)))
        windows = [
            duration(value.value)
            for name in (LDES + "versionDeleteDuration", LDES + "fullLogDuration", TREE + "value")
            for value in self._values(policy, NamedNode(name))
            if isinstance(value, Literal)
        ]
        return latest, min(windows, default=None)

    def _values(self, subject: Term, predicate: NamedNode) -> Iterator[Term]:
        return (quad.object for quad in self._said.get(subject, ()) if quad.predicate == predicate)

    def _iris(self, subject: Term, predicate: NamedNode) -> Iterator[NamedNode]:
        return (value for value in self._values(subject, predicate) if isinstance(value, NamedNode))

    def _one(self, stream: NamedNode, name: str) -> Term | None:
        return next(self._values(stream, NamedNode(LDES + name)), None)

    def _path(self, stream: NamedNode, name: str) -> Path:
        value = self._one(stream, name)
        steps: list[NamedNode] = []
        while value is not None and value != _NIL:
            if isinstance(value, NamedNode):
                return (*steps, value)
            step = next(self._iris(value, _FIRST), None)
            if step is None or len(steps) > _DEEPEST:
                raise EngineError(
                    f"{self.url} says ldes:{name} by a path that is not followed here; ask its publisher."
                )
            steps.append(step)
            value = next(self._values(value, _REST), None)
        return tuple(steps)

    def _follow(self, start: Term, path: Path) -> list[Term]:
        found: list[Term] = [start] if path else []
        for step in path:
            found = [value for node in found for value in self._values(node, step)]
        return found


def in_order(moment: str) -> str:
    """A moment so written that moments sort as texts: UTC, to the microsecond; empty when it is none."""
    try:
        parsed = datetime.datetime.fromisoformat(moment)
    except ValueError:
        return ""
    # Without a zone nothing better can be assumed (LDES asks for one).
    zoned = parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.UTC)
    return zoned.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def _moment(value: Term) -> str:
    return in_order(value.value) if isinstance(value, Literal) else ""


def _integer(value: Term) -> int:
    return int(value.value) if isinstance(value, Literal) and value.value.lstrip("+-").isdecimal() else 0


def duration(text: str) -> datetime.timedelta:
    """An xsd:duration, never too long: a month has 28 days, a year 365."""
    days = {"Y": 365, "M": 28, "W": 7, "D": 1}
    seconds = {"H": 3600, "M": 60, "S": 1}
    total, number = 0.0, ""
    units: dict[str, int] = {name: count * 86400 for name, count in days.items()}
    for letter in text.upper().removeprefix("P"):
        if letter == "T":
            units = seconds
        elif letter in units and number:
            total, number = total + float(number) * units[letter], ""
        elif letter.isdecimal() or letter == ".":
            number += letter
    return datetime.timedelta(seconds=total)
