"""The part of the application that is made while SPARQL is answered already: the pages first, then everything."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tcgraph.http.asgi import App, Receive, Scope, Send
from tcgraph.http.mounted_pages import Pages


class Later:
    """An ASGI application that is made in a thread, and shows pages before the rest of it is there.

    Args:
        pages: makes the pages; None where there are none.
        whole: makes the whole application, the pages in it.
    """

    def __init__(self, pages: Callable[[], Pages | None], whole: Callable[[Pages | None], App]) -> None:
        self._make_pages = pages
        self._make_whole = whole
        self._pages: asyncio.Task[Pages | None] | None = None
        self._whole: asyncio.Task[App] | None = None

    def begin(self) -> asyncio.Task[App]:
        """Have it made, if nobody has; the task gives the whole of it."""
        if self._whole is None:
            self._pages = pages = asyncio.create_task(asyncio.to_thread(self._make_pages))
            self._whole = asyncio.create_task(self._after(pages))
        return self._whole

    @property
    def pages(self) -> Pages | None:
        """The pages, if there are any and they are made."""
        done = self._pages is not None and self._pages.done() and self._pages.exception() is None
        return self._pages.result() if self._pages is not None and done else None

    async def prepare(self) -> None:
        """Have the pages read what a first question would wait for, after everything else is there."""
        await asyncio.shield(self.begin())
        if self.pages is not None:
            await asyncio.to_thread(self.pages.prepare)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3; waits until what answers the request is there."""
        whole = self.begin()
        # Shielded: a client who leaves must not take the application with it.
        app: App | None = None
        if self._pages is not None and not whole.done():
            pages = await asyncio.shield(self._pages)
            app = pages.app_for(scope) if pages is not None else None
        if app is None:
            app = await asyncio.shield(whole)
        await app(scope, receive, send)

    async def _after(self, pages: asyncio.Task[Pages | None]) -> App:
        # One after the other: two threads that import get in each other's way.
        return await asyncio.to_thread(self._make_whole, await pages)
