"""Errors as the web says them: one problem document (RFC 9457) for each of ours, with its HTTP status."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from tcgraph.errors import BadParameter, BrokenInput, BrokenQuery, EngineError, TcgraphError, UnknownQuery, UnknownTerm
from tcgraph.server.limits import LimitReached
from tcgraph.terms import BASE

if TYPE_CHECKING:
    from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


@dataclass(slots=True)
class Problem(Exception):
    """An answer that is an error.

    Attributes:
        status: HTTP status.
        kind: last part of the problem's type IRI.
        detail: one sentence that says what to do next.
        extra: further members of the document.
        headers: further header fields.
    """

    status: int
    kind: str
    detail: str
    extra: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def document(self, request_id: str = "") -> dict[str, Any]:
        """The problem document."""
        known = {
            "type": f"{BASE}problem/{self.kind}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if request_id:
            known["request"] = request_id
        return known | {name: value for name, value in self.extra.items() if value is not None}

    def response(self) -> Response:
        """The answer, for programs."""
        # The endpoint answers without Starlette, which takes a while to load.
        from starlette.responses import Response

        return Response(self.body(), self.status, self.headers, MEDIA_TYPE)

    def body(self, request_id: str = "") -> bytes:
        """The problem document as JSON."""
        return json.dumps(self.document(request_id), ensure_ascii=False).encode() + b"\n"


def problem_of(error: Exception) -> Problem:
    """The problem that an error of ours is to a client; anything else is a fault of the server's."""
    match error:
        case Problem():
            return error
        case LimitReached(limit="closing"):
            return Problem(503, "closing", str(error), headers={"retry-after": "10", "connection": "close"})
        case LimitReached(limit="busy"):
            return Problem(503, "busy", str(error), headers={"retry-after": "2"})
        case LimitReached():
            # RFC 9110 §15.5.21: understood and well formed, but these instructions cannot be carried out. The same
            # request would fail again, so it is not 503.
            return Problem(422, f"{error.limit}-limit", str(error))
        case BrokenQuery():
            return Problem(400, "syntax", error.reason, {"line": error.line, "column": error.column})
        case BrokenInput():
            return Problem(400, "broken-input", str(error), {"line": error.line, "column": error.column})
        case BadParameter():
            return Problem(400, "bad-parameter", str(error))
        case UnknownQuery() | UnknownTerm():
            return Problem(404, "unknown", str(error))
        case EngineError():
            return Problem(503, "engine", str(error), headers={"retry-after": "5"})
        case TcgraphError():
            return Problem(500, "failed", str(error))
    return Problem(500, "fault", "The server made a mistake; the request's number leads to it in the log.")


def reply_problem(reply: dict[str, Any]) -> Problem | None:
    """The problem that a worker's answer reports, or None when it is a result."""
    match reply["status"]:
        case "ok":
            return None
        case "syntax":
            return Problem(400, "syntax", reply["reason"], {"line": reply["line"], "column": reply["column"]})
        case "broken":
            return Problem(400, "broken-input", reply["reason"], {"line": reply["line"], "column": reply["column"]})
        case "literal":
            return Problem(422, "literal", reply["reason"], {"line": reply["line"], "column": reply["column"]})
        case "refused":
            return Problem(403, "refused", reply["reason"])
        case "service":
            return Problem(502, "service", reply["reason"])
        case "format":
            return Problem(406, "not-acceptable", reply["reason"])
        case "large":
            return Problem(422, "size-limit", reply["reason"])
        case "memory":
            return Problem(422, "memory-limit", reply["reason"])
    # The engine gave up on something the text asks for, such as an expression it cannot evaluate.
    return Problem(422, "failed", reply["reason"])
