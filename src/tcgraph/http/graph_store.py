"""SPARQL 1.1 Graph Store HTTP Protocol: graphs named by ``?graph=``, ``?default`` or the request's own address."""

from __future__ import annotations

import asyncio
import uuid
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from tcgraph.errors import BrokenInput, EngineError
from tcgraph.http.asgi import Headers, Receive, Scope, header, read_body
from tcgraph.http.base_iri import own_base
from tcgraph.http.cache import CachedResponse
from tcgraph.http.negotiation import content_type_of, formats
from tcgraph.http.problems import Problem, problem_of, reply_problem
from tcgraph.http.sparql_endpoint import COMMON, address_of
from tcgraph.http.sparql_protocol import UPDATE, decoded
from tcgraph.http.writes import ChangeWriter
from tcgraph.rdf import GraphFormat, NamedNode
from tcgraph.server.frames import Header
from tcgraph.server.served_graph import ServedGraph
from tcgraph.server.version_cache import VersionCache

PATH = "/rdf-graph-store"

_GRAPHS = 1000
"""Graphs whose entity tags are remembered, until there is another version."""


class GraphStore:
    """The graph store.

    Args:
        site: where graphs are read.
        writer: makes changes; None when the server is read-only.
    """

    def __init__(self, site: ServedGraph, writer: ChangeWriter | None) -> None:
        self._site = site
        self._writer = writer
        self._own = own_base(site.settings.base_iri)
        self._known: VersionCache[str | None, frozenset[str]] = VersionCache(_GRAPHS)

    async def answer(self, scope: Scope, receive: Receive, client: str) -> CachedResponse:
        """Answer a request.

        Raises:
            Problem: whatever is wrong.
        """
        method: str = scope["method"]
        if method not in ("GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"):
            raise Problem(405, "method", "Use GET, HEAD, PUT, POST, PATCH or DELETE.", headers={"allow": _ALLOWED})
        graph, fresh = self._graph(scope)
        if fresh and method != "POST":
            raise Problem(400, "graph-needed", "Name a graph: ?graph=IRI or ?default.")
        if method in ("GET", "HEAD"):
            return await self._read(graph, scope, client)
        if self._writer is None:
            raise Problem(403, "read-only", "This graph store is read-only.")
        token = self._writer.tokens.check(header(scope, b"authorization"), client)
        existed = False

        async def allow() -> None:
            nonlocal existed
            # Asked when it is this change's turn: until then another may make the graph, or delete it.
            existed = not fresh and await self._exists(graph, client)
            if not existed and method in ("DELETE", "PATCH"):
                raise Problem(404, "no-graph", "There is no such graph; make it with PUT or POST.")
            await self._check_conditions(graph, scope, client)

        if method == "DELETE":
            await self._writer.graph("delete", graph, (), address_of(scope, self._site), token, allow)
            return CachedResponse([*COMMON], b"", 204)
        settings = self._site.settings
        if method == "PATCH":
            _check_patch(header(scope, b"content-type"))
        body = await read_body(scope, receive, limit=settings.write_mb << 20, seconds=settings.body_seconds)
        if method == "PATCH":
            await self._writer.patch(graph, decoded(body), graph or self._address(scope), token, allow)
            return CachedResponse([*COMMON], b"", 204)
        # A form of many megabytes takes long to cut up, and others are to be answered.
        documents = await asyncio.to_thread(_documents, header(scope, b"content-type"), body)
        await self._writer.graph(method.lower(), graph, documents, graph or self._address(scope), token, allow)
        if fresh or not existed:
            headers: Headers = [*COMMON, (b"location", str(graph).encode())] if graph else [*COMMON]
            return CachedResponse(headers, b"", 201)
        return CachedResponse([*COMMON], b"", 204)

    def _graph(self, scope: Scope) -> tuple[str | None, bool]:
        """The graph that a request means (§4), None for the default graph, and whether it is to be made up."""
        pairs = _pairs(scope)
        named = [value for name, value in pairs if name == "graph"]
        default = any(name == "default" for name, _ in pairs)
        if len(named) + default > 1:
            raise Problem(400, "one-graph", "Name one graph: ?graph=IRI or ?default, once.")
        if default:
            return None, False
        direct = scope["path"].removeprefix(PATH).strip("/")
        if not named and not direct:
            # §5.5: a POST to the store itself makes a graph, and tells its name.
            return f"{self._address(scope).rstrip('/')}/{uuid.uuid4()}", True
        name = named[0] if named else self._address(scope)
        try:
            return NamedNode(name).value, False
        except ValueError:
            raise Problem(400, "graph-name", f"{name!r} is not an absolute IRI.") from None

    def _address(self, scope: Scope) -> str:
        raw: bytes = scope.get("raw_path") or scope["path"].encode()
        return address_of(scope, self._site) + raw.decode("latin-1").partition("?")[0]

    async def _exists(self, graph: str | None, client: str) -> bool:
        if graph is None:
            return True
        reply, body = await self._ask({"results": "CSV"}, f"ASK {{ GRAPH <{graph}> {{}} }}", client)
        return reply["status"] == "ok" and body.startswith(b"true")

    async def _read(self, graph: str | None, scope: Scope, client: str) -> CachedResponse:
        named = next((value for name, value in _pairs(scope) if name == "format"), "")
        wanted = formats(header(scope, b"accept"), named).graph
        if wanted is None:
            raise Problem(406, "not-acceptable", "Ask for an RDF format such as text/turtle.")
        if not await self._exists(graph, client):
            raise Problem(404, "no-graph", f"There is no graph {graph}.")
        version = self._site.version
        stored = await self._represented(graph, wanted, client)
        known = self._known.get(version, graph) or frozenset()
        self._known.put(version, graph, known | await self._tags(stored), 1)
        return stored

    async def _represented(self, graph: str | None, wanted: GraphFormat, client: str) -> CachedResponse:
        where = f"GRAPH <{graph}> {{ ?s ?p ?o }}" if graph else "?s ?p ?o"
        question: Header = {"graph": wanted.name, "limit": self._site.settings.result_mb << 20}
        reply, body = await self._ask(question, f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {where} }}", client)
        if problem := reply_problem(reply):
            raise problem
        return CachedResponse([*COMMON, (b"content-type", content_type_of(wanted))], body)

    async def _check_conditions(self, graph: str | None, scope: Scope, client: str) -> None:
        """Hold a change to its If-Match and If-None-Match (RFC 9110 §13.1), so that nobody undoes another's unseen.

        Raises:
            Problem: 412, where the graph is not as the client knows it.
        """
        demanded, barred = header(scope, b"if-match"), header(scope, b"if-none-match")
        if demanded and not await self._is_as(demanded, graph, client):
            raise Problem(412, "changed", "The graph is not what If-Match says; get it again.")
        if barred and await self._is_as(barred, graph, client):
            raise Problem(412, "exists", "The graph is what If-None-Match rules out.")

    async def _is_as(self, condition: str, graph: str | None, client: str) -> bool:
        """Whether one of some entity tags is that of the graph, in whichever format and coding a client got it."""
        if not await self._exists(graph, client):
            return False
        tags = {tag.strip() for tag in condition.split(",")}
        if "*" in tags or not tags.isdisjoint(self._known.get(self._site.version, graph) or ()):
            return True
        # The tag may be from before this server's start, or of a version that came back.
        for syntax in GraphFormat:
            if not tags.isdisjoint(await self._tags(await self._represented(graph, syntax, client))):
                return True
        return False

    async def _tags(self, stored: CachedResponse) -> frozenset[str]:
        """The entity tags that a representation has, as clients get it."""
        sent = stored if self._own is None else self._own.stored(stored)
        await sent.tagged("")
        return frozenset(sent.tag(coding) for coding in ("", "br", "gzip"))

    async def _ask(self, question: Header, text: str, client: str) -> tuple[Header, bytes]:
        try:
            return await self._site.pool.ask({**question, "union": False}, text.encode(), client=client)
        except EngineError as error:
            raise problem_of(error) from error


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


_ALLOWED = "GET, HEAD, PUT, POST, PATCH, DELETE, OPTIONS"


def _check_patch(content_type: str) -> None:
    """Refuse any form of change but the one that §5.7 names."""
    if content_type.partition(";")[0].strip().lower() != UPDATE:
        # RFC 5789 §2.2.
        raise Problem(415, "media-type", f"Send the change as {UPDATE}.", headers={"accept-patch": UPDATE})


def _documents(content_type: str, body: bytes) -> list[tuple[bytes, GraphFormat]]:
    """The RDF documents of a request's body: itself, or the parts of multipart/form-data (§5.5)."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != "multipart/form-data":
        return [(body, _syntax(media_type))]
    whole = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    parts = [part for part in whole.walk() if not part.is_multipart()]
    if not parts or whole.defects:
        raise Problem(400, "broken-form", "The form has no parts that can be told apart; see its boundary.")
    return [(bytes(part.get_payload(decode=True) or b""), _syntax(part.get_content_type())) for part in parts]


def _syntax(media_type: str) -> GraphFormat:
    try:
        return GraphFormat.named(media_type or "none")
    except BrokenInput:
        known = ", ".join(syntax.media_type for syntax in GraphFormat)
        raise Problem(
            415, "media-type", f"Send the document as one of {known}.", headers={"accept-post": known}
        ) from None
