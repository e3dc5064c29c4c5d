"""Errors become problem documents in one place, or a page where a person asks."""

from __future__ import annotations

import logging

from tcgraph.errors import TcgraphError
from tcgraph.http.asgi import NUMBER, STATUS, App, ClientLeft, Headers, Receive, Scope, Send, header, respond, rooted
from tcgraph.http.mounted_pages import Pages
from tcgraph.http.negotiation import prefers_html
from tcgraph.http.problems import MEDIA_TYPE, Problem, problem_of

_LOG = logging.getLogger("tcgraph.http")


class Problems:
    """Answers what the applications inside it raise.

    Args:
        app: may raise.
        pages: for people, where there are any.
    """

    def __init__(self, app: App, pages: Pages | None) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3."""
        try:
            await self._app(scope, receive, send)
            return
        except ClientLeft:
            raise
        except (Problem, TcgraphError) as error:
            problem = problem_of(error)
        except Exception:
            _LOG.exception("fault", extra={"request": scope[NUMBER], "path": scope["path"]})
            problem = problem_of(RuntimeError())
        if STATUS not in scope:
            # Of a response that has begun the rest stays away, which breaks the connection off.
            await self._refuse(scope, send, problem)

    async def _refuse(self, scope: Scope, send: Send, problem: Problem) -> None:
        number = scope[NUMBER]
        page = self._apology(scope, problem, number) if prefers_html(header(scope, b"accept")) else None
        status, headers, body = page or (problem.status, _headers(problem), problem.body(number))
        await respond(send, status, headers, body, head_only=scope["method"] == "HEAD")

    def _apology(self, scope: Scope, problem: Problem, number: str) -> tuple[int, Headers, bytes] | None:
        if self._pages is None:
            return None
        try:
            page = self._pages.apology(rooted(scope), problem, number)
        except Exception:
            # Whatever broke the page that was asked for may break this one too; a document has nothing to break.
            _LOG.exception("fault in a page of error", extra={"request": number, "path": scope["path"]})
            return None
        kept = [(name, value) for name, value in page.raw_headers if name != b"content-length"]
        return page.status_code, [*kept, (b"cache-control", b"no-store")], bytes(page.body)


def _headers(problem: Problem) -> Headers:
    return [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"access-control-allow-origin", b"*"),
        (b"cache-control", b"no-store"),
        *((name.encode(), value.encode()) for name, value in problem.headers.items()),
    ]
