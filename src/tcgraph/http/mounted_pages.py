"""What the server hangs into its application for people to read, and needs to know of it; made above this storey."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import Scope

from tcgraph.feed.log import FeedLog
from tcgraph.http.problems import Problem
from tcgraph.server.served_graph import ServedGraph


@dataclass(frozen=True, slots=True)
class Pages:
    """A site's pages.

    Attributes:
        routes: every page, its twins, and the static files.
        apology: a page that says what went wrong with a request: the request, the problem, the request's number.
        editor: the page that a browser gets at ``/sparql``; the protocol at the same address is the server's.
        api: the API's description as a page: the request, and the description in OpenAPI.
        changes: the changes of a log for readers of feeds, as Atom.
        page_of: the path of the page that shows a thing, by the thing's IRI.
        page_instead: the page that a browser is led to from the address of a document for programs.
        prepare: reads what a first question would wait for; called in a thread once the server has started.
    """

    routes: tuple[BaseRoute, ...]
    apology: Callable[[Scope, Problem, str], Response]
    editor: BaseRoute
    api: Callable[[Request, Mapping[str, Any]], Response]
    changes: Callable[[Request, FeedLog], str]
    page_of: Callable[[str], str]
    page_instead: Mapping[str, str]
    prepare: Callable[[], None] = lambda: None


MakePages = Callable[[ServedGraph], Pages]
"""Makes the pages of a site that need not have started yet."""
