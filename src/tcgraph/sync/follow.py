"""Follow a stream to its end: take in what is new, page by page, from wherever the last run came to.

An ordered collection of ActivityStreams 2.0 is read from its newest page back.
"""

from __future__ import annotations

import datetime
import json
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from tcgraph.errors import BadParameter, EngineError
from tcgraph.feed.activities import POSITION
from tcgraph.rdf import GraphFormat, NamedNode, Quad, canonical_quads, parse
from tcgraph.sync.fetch import RDF, Fetched, Fetcher, ResourceGone, format_of
from tcgraph.sync.ldes import Document, StreamDescription, duration, in_order
from tcgraph.sync.store import CopyStore, PageState, StreamChange

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
    except ResourceGone:
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


@dataclass(slots=True)
class SyncOutcome:
    """What a run came to.

    Attributes:
        pages: how many were asked for.
        changed: how many things came to be otherwise, the deleted ones included.
        deleted: how many were deleted.
        anew: whether the copy was read from the beginning again because the stream no longer has all in between.
    """

    pages: int = 0
    changed: int = 0
    deleted: int = 0
    anew: bool = False


class Follower:
    """Brings a copy up to its stream.

    Args:
        url: the stream: an LDES, its first page, or an ActivityStreams collection.
        store: the copy.
        fetcher: asks for pages.
        max_pages: how many may be asked for in one run.
        progress: told how many pages have come.

    Raises:
        BadParameter: the copy is of another stream.
    """

    def __init__(
        self,
        url: str,
        store: CopyStore,
        fetcher: Fetcher,
        *,
        max_pages: int = 10_000,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        known = store.get("url")
        if known and known != url:
            raise BadParameter(f"This is a copy of {known}; name another --into for {url}.")
        store.note(url=url)
        self._url = url
        self._store = store
        self._fetcher = fetcher
        self._max_pages = max_pages
        self._progress = progress
        self._outcome = SyncOutcome()

    def run(self) -> SyncOutcome:
        """Read to the stream's end.

        Raises:
            EngineError: the stream cannot be read; what came before that is kept, and the next run goes on there.
        """
        self._outcome = SyncOutcome()
        try:
            self._once()
        except ResourceGone:
            if self._outcome.anew or not self._store.get("root"):
                raise
            # A page that the stream led to is past its time by now: what it would have said is lost.
            self._begin_anew("")
            self._once()
        return self._outcome

    def _once(self) -> None:
        root = self._store.get("root") or self._url
        known = self._store.page(root)
        fetched = self._get(root, known)
        if fetched.body is None:
            # Nothing new on the first page; an event stream's open pages may have grown all the same.
            self._check_gap(fetched.date, self._store.get("log"), keeps_latest=self._store.get("latest") == "yes")
            leads = known.leads if known else ()
            if self._store.get("kind") == "ldes":
                self._walk(leads, None, {root})
                self._complete(fetched.date)
            else:
                self._back(leads[0], fetched.date)
            return
        collection = read_collection(fetched)
        if collection is not None:
            self._activities(collection, fetched)
        else:
            self._ldes(fetched)

    def _ldes(self, fetched: Fetched) -> None:
        document = self._document(fetched)
        stream, root = self._entry(document)
        if root != fetched.url:
            fetched = self._get(root, None)
            root, document = fetched.url, self._document(fetched)
        context = document.context(stream)
        log = "" if context.log is None else str(context.log.total_seconds())
        self._check_gap(fetched.date, log, identity=context.identity, keeps_latest=context.keeps_latest)
        latest = "yes" if context.keeps_latest else "no"
        self._store.note(kind="ldes", root=root, log=log, latest=latest, identity=context.identity)
        self._take(fetched, document, context)
        self._walk(document.leads(), context, {root})
        self._complete(fetched.date)

    def _entry(self, document: Document) -> tuple[NamedNode, str]:
        """The stream that a document is about, and the address of its first page (TREE, *Initialization*)."""
        views = document.views()
        leading = {stream: found for stream, found in views.items() if found} or views
        if not leading:
            raise EngineError(f"{document.url} names no event stream. Give the address of an LDES or its first page.")
        (stream, found), *others = leading.items()
        if others or len(found) > 1:
            choices = sorted({view for found in leading.values() for view in found} or {s.value for s in leading})
            raise EngineError(f"{document.url} offers several streams; choose one of {', '.join(choices[:8])}")
        return stream, found[0] if found else document.url

    def _walk(self, leads: tuple[str, ...], context: StreamDescription | None, visited: set[str]) -> None:
        waiting = deque(leads)
        while waiting:
            url = waiting.popleft()
            if url in visited:
                continue
            visited.add(url)
            known = self._store.page(url)
            if known is None or not known.immutable:
                fetched = self._get(url, known)
                if fetched.body is not None:
                    context = context or self._context()
                    known = self._take(fetched, self._document(fetched), context, url)
            waiting.extend(known.leads if known else ())

    def _context(self) -> StreamDescription:
        """What the stream says of itself, asked for again: its first page had nothing new."""
        document = self._document(self._get(self._store.get("root"), None))
        return document.context(self._entry(document)[0])

    def _take(self, fetched: Fetched, document: Document, context: StreamDescription, url: str = "") -> PageState:
        found = document.changes(context)
        # What only the page says of itself counts too, for servers that send no caching headers.
        immutable = fetched.immutable or document.immutable
        state = PageState(url or fetched.url, fetched.etag, immutable, "", document.leads())
        self._count(*self._store.take(state, found))
        return state

    def _activities(self, collection: dict[str, Any], fetched: Fetched) -> None:
        policy = collection.get("ldes:retentionPolicy")
        said = policy if isinstance(policy, dict) else {}
        log = str(duration(str(said["ldes:fullLogDuration"])).total_seconds()) if "ldes:fullLogDuration" in said else ""
        latest = not said or "ldes:versionAmount" in said
        identity = str(collection.get("dcterms:identifier", ""))
        self._check_gap(fetched.date, log, identity=identity, keeps_latest=latest)
        kept = {"log": log, "latest": "yes" if latest else "no", "identity": identity, "root": fetched.url}
        self._store.note(kind="activities", **kept)
        first = first_page(collection, fetched.url)
        self._back(first, fetched.date)
        # Only now: until the way back has been gone once, the collection must not look known.
        self._store.take(PageState(fetched.url, fetched.etag, False, "", (first,)), ())

    def _back(self, url: str, now: datetime.datetime) -> None:
        """Go from the newest activity back to those that were known when the last run ended."""
        head, newest, count = self._store.get("head"), "", 0
        settled, visited = set[str](), set[str]()
        while url and url not in visited:
            visited.add(url)
            known = self._store.page(url)
            answer = self._get(url, known)
            if answer.body is not None or known is None:
                page = read_page(answer)
                newest = newest or max((moment_of(item) for item in page.items), default="")
                found = changes(page, count, self._fetcher, settled)
                count += len(page.items)
                known = PageState(url, answer.etag, False, page.oldest, (page.older,) if page.older else ())
                self._count(*self._store.take(known, found))
            if head and known.oldest and known.oldest < head:
                break
            url = known.leads[0] if known.leads else ""
        self._complete(now, head=max(newest, head))

    def _check_gap(self, now: datetime.datetime, log: str, *, identity: str | None = None, keeps_latest: bool) -> None:
        """Begin anew when the stream is another one by now, or no longer has all that came since the last run."""
        since, before = self._store.get("completed") or self._store.get("begun"), self._store.get("identity")
        if not since:
            self._store.note(begun=now.isoformat())
            return
        # The servers' clocks tell whole seconds.
        away = now - datetime.datetime.fromisoformat(since) + datetime.timedelta(seconds=1)
        other = bool(identity and before and identity != before)
        if not other and (not log or away.total_seconds() <= float(log)):
            return
        if not keeps_latest:
            raise EngineError(
                f"{self._url} no longer has all that changed since {since}, so the copy cannot be brought up. "
                "Begin another with a new --into."
            )
        self._begin_anew(now.isoformat())

    def _begin_anew(self, begun: str) -> None:
        self._store.begin_anew(begun=begun)
        self._outcome.anew = True

    def _complete(self, now: datetime.datetime, **notes: str) -> None:
        lost = self._store.complete(completed=now.isoformat(), **notes)
        self._count(lost, lost)

    def _count(self, changed: int, deleted: int) -> None:
        self._outcome.changed += changed
        self._outcome.deleted += deleted

    def _get(self, url: str, known: PageState | None) -> Fetched:
        if self._outcome.pages >= self._max_pages:
            raise EngineError(
                f"The stream has more than {self._max_pages:,} new pages; what came is kept. Run this again to go on, "
                "or allow more with --max-pages."
            )
        self._outcome.pages += 1
        self._progress(self._outcome.pages)
        return self._fetcher.get(url, etag=known.etag if known else "")

    def _document(self, fetched: Fetched) -> Document:
        syntax = format_of(fetched)
        try:
            return Document(fetched.url, parse(fetched.body or b"", syntax, base=fetched.url))
        except (SyntaxError, UnicodeDecodeError) as error:
            raise EngineError(f"{fetched.url} does not parse: {error}. Tell its publisher.") from error
