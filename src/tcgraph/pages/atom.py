"""What changed, for readers of feeds: an entry a change, from the same log as the event stream (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid5

from starlette.requests import Request

from tcgraph.feed.activities import labels_of
from tcgraph.feed.log import Event, FeedLog
from tcgraph.pages.connections import kind_of
from tcgraph.pages.i18n import translator
from tcgraph.pages.page import page_path
from tcgraph.pages.render import written
from tcgraph.pages.search import ABOUT_THE_TEXT
from tcgraph.pages.serving import Server, state_of
from tcgraph.rdf import Literal
from tcgraph.terms import BASE, ID

PATH = "/feed/atom"
_CHANGES = 20
_THINGS = 30
_READ = 500
"""Events of a change that are looked through for things to name; of more it is told that the graph was made anew."""


def atom(server: Server, request: Request, log: FeedLog) -> str:
    """The feed in the language that the request's address names.

    Args:
        server: of the pages that it leads to.
        request: for it.
        log: the events.
    """
    state = state_of(request, PATH, server.site.public_url)
    t = translator(state.language)
    entries = []
    for change, moment, first, count in log.changes(_CHANGES):
        things = list(_things(log, first, count, state.language))
        if not things:
            continue  # a rule of the graph changed, or a word of its vocabulary, and nothing that is followed up
        anew = count > _READ
        told = count if anew else len(things)
        title = t("feed.anew" if anew else "feed.entry", n=told)
        entry = {"id": uuid5(UUID(log.identity), change), "moment": moment, "title": title}
        entries.append(entry | {"things": things[:_THINGS], "count": told})
    return server.template("atom.xml").render(
        state=state, t=t, identity=UUID(log.identity), entries=entries, page_path=page_path, written=written
    )


def _things(log: FeedLog, first: int, count: int, language: str) -> Iterator[tuple[Event, Literal]]:
    """The things of the follow-up that a change is about and that have a name, each with it."""
    events = (
        one
        for one in log.between(first, first + min(count, _READ) - 1)
        if one.entity.startswith(ID) or not one.entity.startswith(BASE)
        if kind_of(one.entity) not in ABOUT_THE_TEXT
    )
    named = ((event, labels_of(event)) for event in events)
    told = ((event, names.get(language) or names.get("en")) for event, names in named)
    yield from ((event, name) for event, name in told if name)
