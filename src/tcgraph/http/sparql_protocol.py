"""What an HTTP request asks of a SPARQL endpoint (SPARQL 1.1 Protocol §2), and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from urllib.parse import parse_qsl, unquote_to_bytes

from tcgraph.http.problems import Problem

Kind = Literal["query", "update", "description"]

_FORM = "application/x-www-form-urlencoded"
UPDATE = "application/sparql-update"
ALLOWED = "GET, HEAD, QUERY, POST, OPTIONS"
ACCEPT_QUERY = f"{_FORM}, application/sparql-query"
"""What a QUERY may bring, as the header field of that name tells it (RFC 10008)."""
WARNINGS = (
    "With true, what is off in the query is told in the header Tcgraph-Warnings, a list of sentences in JSON; of an "
    "answer that says nothing it is told unasked."
)
"""What the parameter of that name does."""
_DIRECT: dict[str, Kind] = {"application/sparql-query": "query", UPDATE: "update"}
_GRAPHS: dict[Kind, tuple[str, str]] = {
    "query": ("default-graph-uri", "named-graph-uri"),
    "update": ("using-graph-uri", "using-named-graph-uri"),
}


@dataclass(frozen=True, slots=True)
class ProtocolOperation:
    """One protocol operation.

    Attributes:
        kind: ``query``, ``update``, or ``description`` when nothing is asked (Service Description §2).
        text: the query or update.
        default: graphs for the default graph of the dataset (``default-graph-uri``, ``using-graph-uri``).
        named: graphs for ``GRAPH`` (``named-graph-uri``, ``using-named-graph-uri``).
        format: the ``format`` parameter.
        warnings: whether it asks to be told what is off in its query.
    """

    kind: Kind
    text: str = ""
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    format: str = ""
    warnings: bool = False


def read_operation(method: str, query_string: bytes, content_type: str, body: bytes) -> ProtocolOperation:
    """Read an operation.

    Args:
        method: ``GET`` (or ``HEAD``), ``POST``, or ``QUERY`` (RFC 10008), which asks like POST and changes nothing.
        query_string: the part of the URL after ``?``.
        content_type: of the body.
        body: of the request.

    Raises:
        Problem: 400, 405 or 415 with what to send instead.
    """
    if method == "GET" and query_string.startswith(b"query=") and b"&" not in query_string:
        # What nearly every request looks like.
        return ProtocolOperation("query", decoded(unquote_to_bytes(query_string[6:].replace(b"+", b" "))))
    in_url = _pairs(query_string)
    if method in ("GET", "HEAD"):
        if any(name == "update" for name, _ in in_url):
            raise Problem(405, "update-needs-post", "An update must be sent with POST.", headers={"allow": "POST"})
        return _operation(in_url) if in_url else ProtocolOperation("description")
    if method not in ("POST", "QUERY"):
        raise Problem(405, "method", "Send a query with GET, QUERY or POST.", headers={"allow": ALLOWED})
    operation = _in_body(method, in_url, content_type, body)
    if method == "QUERY" and operation.kind == "update":
        raise Problem(405, "update-needs-post", "An update must be sent with POST.", headers={"allow": "POST"})
    return operation


def _in_body(method: str, in_url: list[tuple[str, str]], content_type: str, body: bytes) -> ProtocolOperation:
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type == _FORM:
        return _operation([*in_url, *_pairs(body)])
    if media_type in _DIRECT:
        kind = _DIRECT[media_type]
        if any(name in ("query", "update") for name, _ in in_url):
            raise Problem(400, "two-texts", "Send the text in the body or in the URL, not in both.")
        return _operation([*in_url, (kind, decoded(body))])
    name, taken = ("accept-query", ACCEPT_QUERY) if method == "QUERY" else ("accept-post", f"{ACCEPT_QUERY}, {UPDATE}")
    raise Problem(415, "media-type", f"Send the body as one of {taken}.", headers={name: taken})


def _operation(pairs: list[tuple[str, str]]) -> ProtocolOperation:
    texts: list[tuple[Kind, str]] = []
    for name, value in pairs:
        if name == "query":
            texts.append(("query", value))
        elif name == "update":
            texts.append(("update", value))
    if len(texts) != 1:
        many = "exactly one query or update; there are several" if texts else "a query, as parameter 'query'"
        raise Problem(400, "one-text", f"Send {many}.")
    kind, text = texts[0]
    default, named = _GRAPHS[kind]
    return ProtocolOperation(
        kind,
        text,
        tuple(value for name, value in pairs if name == default and value),
        tuple(value for name, value in pairs if name == named and value),
        next((value for name, value in pairs if name in ("format", "output")), ""),
        _is_true(next((value for name, value in pairs if name == "warnings"), "false")),
    )


def _is_true(value: str) -> bool:
    if value.lower() not in ("true", "false"):
        raise Problem(400, "bad-parameter", f"warnings is true or false, not {value[:40]!r}.")
    return value.lower() == "true"


def _pairs(encoded: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(encoded.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise _not_utf8() from None
    except ValueError:
        raise Problem(400, "too-many-fields", "There are too many parameters.") from None


def decoded(body: bytes) -> str:
    """A query or update as text.

    Raises:
        Problem: it is not UTF-8.
    """
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        raise _not_utf8() from None


def _not_utf8() -> Problem:
    return Problem(400, "not-utf-8", "The text is not UTF-8; encode it so, and percent-encode it in a form.")
