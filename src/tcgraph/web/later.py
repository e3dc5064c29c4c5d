"""An application that is made while another one already answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tcgraph.web.asgi import App, Receive, Scope, Send


class Later:
    """An ASGI application that is made in a thread, when it is first needed or when told to.

    Args:
        make: makes it.
    """

    def __init__(self, make: Callable[[], App]) -> None:
        self._make = make
        self._made: asyncio.Task[App] | None = None

    def begin(self) -> asyncio.Task[App]:
        """Have it made, if nobody has; the task gives it."""
        if self._made is None:
            self._made = asyncio.create_task(asyncio.to_thread(self._make))
        return self._made

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3; waits until the application is there."""
        # Shielded: a client who leaves must not take the application with it.
        app = await asyncio.shield(self.begin())
        await app(scope, receive, send)
