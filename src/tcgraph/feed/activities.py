"""The log as an ordered collection of ActivityStreams 2.0: the same events under the same IRIs, newest first.

The object of an activity is the thing; its ``content`` is the description as N-Quads, which ``mediaType`` says (AS
Vocabulary, *content*). What was deleted is a ``Tombstone``.
"""

from __future__ import annotations

from typing import Any

from tcgraph.feed.ldes import AS, LDES, lasting
from tcgraph.feed.log import ActivityKind, Event, FeedLog, names, page
from tcgraph.rdf import GraphFormat, Literal, parse
from tcgraph.terms import PREFIXES, RDFS_LABEL

MEDIA_TYPE = "application/activity+json"
POSITION = "schema:position"
_CONTEXT = [AS.removesuffix("#"), {"ldes": LDES, "dcterms": PREFIXES["dcterms"], "schema": PREFIXES["schema"]}]

Document = dict[str, Any]


class Activities:
    """The collection as JSON documents.

    Args:
        log: the events.
        address: the feed's; the collection is ``<address>/activities``.
        days: how long superseded versions and deletions are kept.
    """

    def __init__(self, log: FeedLog, address: str, days: float) -> None:
        self._log = log
        self._address = address
        self._days = days

    def collection(self) -> Document:
        """The collection itself, with its ends linked."""
        there = names(self._log)
        duration = lasting(self._days)
        return {
            "@context": _CONTEXT,
            "id": f"{self._address}/activities",
            "type": "OrderedCollection",
            "totalItems": self._log.surviving + self._log.last - self._log.cut,
            "first": self._page(there[-1]),
            "last": self._page(there[0]),
            "dcterms:identifier": self._log.identity,
            "ldes:retentionPolicy": {
                "ldes:versionAmount": 1,
                "ldes:fullLogDuration": duration,
                "ldes:versionDeleteDuration": duration,
            },
        }

    def page(self, name: str) -> Document | None:
        """One page, or None when there is none of that name."""
        found = page(self._log, name)
        if found is None:
            return None
        there = names(self._log)
        at = there.index(name)
        document: Document = {
            "@context": _CONTEXT,
            "id": self._page(name),
            "type": "OrderedCollectionPage",
            "partOf": f"{self._address}/activities",
            "orderedItems": [self.activity(event) for event in reversed(found.events)],
        }
        if at > 0:
            document["next"] = self._page(there[at - 1])
        if at + 1 < len(there):
            document["prev"] = self._page(there[at + 1])
        return document

    def activity(self, event: Event) -> Document:
        """What happened to one thing."""
        return {
            "type": event.kind,
            "id": f"{self._address}/members/{event.number}",
            "published": event.moment,
            POSITION: event.number,
            "object": _object(event),
        }

    def _page(self, name: str) -> str:
        return f"{self._address}/activities/{name}"


def _object(event: Event) -> Document:
    if event.kind is ActivityKind.DELETE:
        return {"id": event.entity, "type": "Tombstone", "deleted": event.moment}
    made: Document = {"id": event.entity}
    labels = {language: label.value for language, label in labels_of(event).items()}
    if labels:
        made["nameMap"] = dict(sorted(labels.items()))
    return made | {"mediaType": GraphFormat.N_QUADS.media_type, "content": event.content + "\n"}


def labels_of(event: Event) -> dict[str, Literal]:
    """What a thing is called from a change on, by language."""
    return {
        quad.object.language or "und": quad.object
        for quad in parse(event.content.encode(), GraphFormat.N_QUADS)
        if quad.predicate == RDFS_LABEL and isinstance(quad.object, Literal)
        if getattr(quad.subject, "value", "") == event.entity
    }
