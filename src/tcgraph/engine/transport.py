"""Requests to a SPARQL server (SPARQL 1.1 Protocol, Graph Store HTTP Protocol): sent by httpx, and tried again."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable
from typing import Final, NoReturn

import httpx

from tcgraph.engine.endpoints import AuthScheme, Credentials, Endpoints, Members
from tcgraph.errors import BrokenQuery, EngineError

Parameters = Iterable[tuple[str, str]]

_TRIES: Final = 3
_PAUSE: Final = 0.2
_FORM: Final = "application/x-www-form-urlencoded"
_TRANSIENT: Final = frozenset({429, 502, 503, 504})


class _Refused(Exception):
    """The server answered with an error status."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(f"{status} {text}")
        self.status = status
        self.text = text


class _Unreachable(Exception):
    """No answer came: the connection was refused, or broke before an answer."""


class Transport:
    """One server, with its addresses, credentials and patience.

    Args:
        endpoints: where requests go.
        credentials: who asks.
        timeout: seconds to wait for each answer.

    Attributes:
        product: what the server says that it is (RFC 9110 §10.2.4), such as ``Oxigraph/0.5``; empty until it answers,
            and where it does not say.
    """

    def __init__(self, endpoints: Endpoints, credentials: Credentials, timeout: float) -> None:
        self.product = ""
        self._endpoints = endpoints
        self._members = Members((endpoints.query, *endpoints.others))
        self._timeout = timeout
        self._client = httpx.Client(auth=httpx_auth(credentials), timeout=timeout)

    def query(self, text: str, accept: str, parameters: Parameters) -> bytes:
        """Ask something (SPARQL 1.1 Protocol §2.1); tried again when the server is briefly away, for asking is safe.

        Of a cluster the next member is asked at once.

        Args:
            text: the query, whole.
            accept: the media type wanted.
            parameters: ``default-graph-uri`` and ``named-graph-uri``.
        """
        form = str(httpx.QueryParams([("query", text), *parameters])).encode()
        return self._safely(self._members, lambda member: self._answer("POST", member, form, _FORM, accept))

    def update(self, text: str) -> None:
        """Change something (§2.2); never tried again, for it may have been done although no answer came."""
        self._once(lambda: self._answer("POST", self._endpoints.update, text.encode(), "application/sparql-update"))

    def store(self, method: str, graph: str, content: bytes = b"", media_type: str = "") -> None:
        """One request of the Graph Store HTTP Protocol (§5), on a named graph.

        Deleting is idempotent and is tried again; adding is not, since a repeat would add blank nodes anew.
        """
        assert self._endpoints.store
        address = str(httpx.URL(self._endpoints.store).copy_merge_params({"graph": graph}))

        def attempt(where: str = address) -> bytes:
            return self._answer(method, where, content, media_type)

        if method == "DELETE":
            self._safely(Members((address,)), attempt)
        else:
            self._once(attempt)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _safely(self, members: Members, attempt: Callable[[str], bytes]) -> bytes:
        tries = max(_TRIES, len(members))
        for number in range(tries):
            member = members.at(number)
            try:
                answer = attempt(member)
            except _Refused as error:
                if error.status not in _TRANSIENT or number == tries - 1:
                    self._explain(error, member)
            except _Unreachable as error:
                if number == tries - 1:
                    self._unreachable(error, members.addresses)
            else:
                members.answered(member)
                return answer
            if (number + 1) % len(members) == 0:
                time.sleep(_PAUSE * 2 ** (number // len(members)))
        raise AssertionError

    def _once(self, attempt: Callable[[], bytes]) -> bytes:
        try:
            return attempt()
        except _Refused as error:
            self._explain(error, self._endpoints.query)
        except _Unreachable as error:
            self._unreachable(error, (self._endpoints.query,))

    def _answer(self, method: str, address: str, content: bytes, media_type: str, accept: str = "*/*") -> bytes:
        headers = {"Accept": accept, **({"Content-Type": media_type} if media_type else {})}
        try:
            response = self._client.request(method, address, content=content, headers=headers)
        except httpx.ConnectTimeout as error:
            raise _Unreachable(str(error)) from error
        except httpx.TimeoutException as error:
            raise self._late() from error
        except httpx.TransportError as error:
            raise _Unreachable(str(error)) from error
        if response.is_error:
            raise _Refused(response.status_code, response.text)
        self.product = response.headers.get("Server", "")
        return response.content

    def _late(self) -> EngineError:
        return EngineError(
            f"{self._endpoints.query} gave no answer within {self._timeout:g} s; "
            "ask for less, or set TCGRAPH_ENGINE_TIMEOUT to more seconds."
        )

    def _unreachable(self, error: _Unreachable, tried: tuple[str, ...]) -> NoReturn:
        if len(tried) > 1:
            raise EngineError(f"No member of the cluster can be reached, of {', '.join(tried)}: {error}.") from error
        raise EngineError(f"{tried[0]} cannot be reached: {error}. Is the server running?") from error

    def _explain(self, error: _Refused, where: str) -> NoReturn:
        said = " ".join(error.text.split())[:300] or f"status {error.status}"
        if error.status == 400:
            raise BrokenQuery(f"{where} does not accept it: {said}") from error
        if error.status in (401, 403):
            raise EngineError(
                f"{where} refuses access; set TCGRAPH_ENGINE_USER and TCGRAPH_ENGINE_PASSWORD "
                "(and TCGRAPH_ENGINE_AUTH=digest where it asks for that), or TCGRAPH_ENGINE_TOKEN."
            ) from error
        if error.status in (404, 405, 415, 501):
            raise EngineError(f"{where} lacks what this needs (status {error.status}): {said}") from error
        raise EngineError(f"{where} failed (status {error.status}): {said}") from error


def httpx_auth(credentials: Credentials) -> httpx.Auth | None:
    """What httpx is told about who asks."""
    if credentials.scheme is AuthScheme.DIGEST:
        return httpx.DigestAuth(credentials.user, credentials.secret)
    if credentials.scheme is AuthScheme.BASIC:
        return httpx.BasicAuth(credentials.user, credentials.secret)
    return _Bearer(credentials.secret) if credentials.scheme is AuthScheme.BEARER else None


class _Bearer(httpx.Auth):
    """RFC 6750 §2.1."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request
