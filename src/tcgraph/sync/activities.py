"""Read an ordered collection of ActivityStreams 2.0: pages of activities, the newest first."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tcgraph.errors import EngineError
from tcgraph.feed.activities import POSITION
from tcgraph.rdf import GraphFormat, Quad, canonical_quads, parse
from tcgraph.sync.fetch import RDF, Fetched, Fetcher, Gone, format_of
from tcgraph.sync.ldes import in_order
from tcgraph.sync.store import StreamChange

_COLLECTIONS = ("OrderedCollection", "Collection")
_SAID = ("Create", "Update", "Add")
_GONE = ("Delete", "Remove")


@dataclass(frozen=True, slots=True)
class ActivitiesPage:
    """A page.

    Attributes:
        items: the activities, as they came.
        older: the address of the next page; empty on the last.
        oldest: the earliest moment on it.
    """

    items: tuple[dict[str, Any], ...]
    older: str
    oldest: str


def read_collection(fetched: Fetched) -> dict[str, Any] | None:
    """The document, when it is a collection of activities; None when it is something else."""
    if fetched.body is None or "json" not in fetched.media_type:
        return None
    try:
        document = json.loads(fetched.body)
    except ValueError:
        return None
    return document if isinstance(document, dict) and document.get("type") in _COLLECTIONS else None


def first_page(collection: dict[str, Any], url: str) -> str:
    """The address of the newest page.

    Raises:
        EngineError: the collection has none.
    """
    found = _id(collection.get("first"))
    if not found:
        raise EngineError(f"{url} is a collection without a first page; there is nothing to read.")
    return found


def read_page(fetched: Fetched) -> ActivitiesPage:
    """A page of activities.

    Raises:
        EngineError: it is none.
    """
    try:
        document = json.loads(fetched.body or b"")
        items = document.get("orderedItems", document.get("items", []))
    except (ValueError, AttributeError) as error:
        raise EngineError(f"{fetched.url} is no page of activities: it is not a JSON object.") from error
    kept = tuple(item for item in items if isinstance(item, dict))
    moments = [moment for item in kept if (moment := moment_of(item))]
    return ActivitiesPage(kept, _id(document.get("next")), min(moments, default=""))


def moment_of(item: dict[str, Any]) -> str:
    """When an activity happened, so written that moments sort; empty when it does not say."""
    said = item.get("published") or item.get("endTime") or item.get("updated") or item.get("startTime")
    return in_order(said) if isinstance(said, str) else ""


def changes(page: ActivitiesPage, newer: int, fetcher: Fetcher, settled: set[str]) -> list[StreamChange]:
    """What the activities on a page say.

    Args:
        page: the page.
        newer: how many activities came before this page; it orders those of the same moment that have no number.
        fetcher: fetches things whose description is not in the activity itself.
        settled: things of which a newer activity has been met; those met here are added. How such a thing is now is how
            it was after that activity, so nothing older is looked up.

    Returns:
        The changes, oldest first; activities of other kinds say nothing of a thing and are passed over.
    """
    found: list[StreamChange] = []
    for place, item in enumerate(page.items):
        kind, thing, moment = item.get("type"), item.get("object"), moment_of(item)
        entity = _id(thing)
        if not entity or kind not in (*_SAID, *_GONE):
            continue
        given = item.get(POSITION)
        number = given if isinstance(given, int) else -(newer + place)
        content = "" if kind in _GONE else _content(thing) if isinstance(thing, dict) else None
        if content is None and entity not in settled and fetcher.may_ask(entity):
            content = _fetched(entity, fetcher)
        settled.add(entity)
        if content is not None:
            found.append(StreamChange(entity, moment, number, content))
    return found[::-1]


def _content(thing: dict[str, Any]) -> str | None:
    text, kind = thing.get("content"), thing.get("mediaType")
    if not isinstance(text, str) or kind != GraphFormat.N_QUADS.media_type:
        return None
    return _canonical(parse(text.encode(), GraphFormat.N_QUADS), "an activity")


def _fetched(entity: str, fetcher: Fetcher) -> str:
    try:
        fetched = fetcher.get(entity, accept=RDF)
    except Gone:
        # It was there when the activity was written; what became of it since stands in a newer one.
        return ""
    return _canonical(parse(fetched.body or b"", format_of(fetched), base=fetched.url), entity)


def _canonical(quads: Iterable[Quad], where: str) -> str:
    try:
        return "\n".join(canonical_quads(quads))
    except SyntaxError as error:
        raise EngineError(f"The description of {where} does not parse: {error.msg}.") from error


def _id(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("id") or value.get("href")
    return value if isinstance(value, str) else ""
