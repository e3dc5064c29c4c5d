"""What is off in a query, told in a header of its answer: the same list that the page and the command tell."""

from __future__ import annotations

import asyncio
import json

from tcgraph.export.result_files import rows_in
from tcgraph.http.asgi import Headers
from tcgraph.questions.warnings.query_warnings import QueryWarnings
from tcgraph.rdf import ResultFormat
from tcgraph.server.site import ServedGraph

NAME = b"tcgraph-warnings"
_LONGEST = 20_000
"""Characters of a query that is looked at."""
_COUNTED = 1 << 18
"""Bytes of an answer whose rows are counted, to tell whether its LIMIT was reached."""
_EMPTY = 1 << 12
"""Bytes of an answer whose rows are counted, to tell whether it has any."""
_SECONDS = 2.0
"""How long an answer waits for its warnings; only the first question to a large graph's new version comes near it."""
_UNSEEN = "There was no time to look for what may be off in this query; the same query asked again is looked at."


class Warner:
    """Looks at the queries that a server is asked.

    Args:
        site: what is asked.
    """

    def __init__(self, site: ServedGraph) -> None:
        self._site = site
        self._version = ""
        self._of = QueryWarnings(site.rows)

    async def headers(self, text: str, format: ResultFormat | None, body: bytes) -> tuple[Headers, bool]:  # noqa: A002
        """The header for an answer, none where nothing is off, and whether there was time to look; if not, it says so.

        Args:
            text: the query.
            format: of its answer, where that is a table.
            body: the answer.
        """
        if not self._site.settings.query_warnings or len(text) > _LONGEST:
            return [], True
        if self._version != self._site.version:
            self._version, self._of = self._site.version, QueryWarnings(self._site.rows)
        looking = asyncio.ensure_future(asyncio.to_thread(self._told, self._of, text, format, body))
        done, _ = await asyncio.wait((looking,), timeout=_SECONDS)
        found = looking.result() if done else [_UNSEEN]
        exposed = (b"access-control-expose-headers", b"Tcgraph-Warnings")
        return ([(NAME, json.dumps(found).encode()), exposed] if found else []), bool(done)

    @staticmethod
    def _told(warnings: QueryWarnings, text: str, format: ResultFormat | None, body: bytes) -> list[str]:  # noqa: A002
        counted = _COUNTED if "LIMIT" in text.upper() else _EMPTY
        rows = rows_in(body, format) if format is not None and len(body) <= counted else None
        return [warning.message for warning in warnings.of(text, rows)]
