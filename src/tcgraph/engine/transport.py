"""Requests to a SPARQL server: through SPARQLWrapper where it serves, through httpx where it does not.

SPARQLWrapper speaks the protocol for queries and updates, without credentials or with basic or bearer ones. It has no
graph store protocol, and its digest authentication changes the whole process's HTTP opener, so those go by httpx.
"""

from __future__ import annotations

import time
from ast import literal_eval
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from typing import Final, NoReturn
from urllib.error import HTTPError, URLError

import httpx
import SPARQLWrapper
from SPARQLWrapper import SPARQLExceptions

from tcgraph.engine.endpoints import AuthScheme, Credentials, Endpoints, Members
from tcgraph.errors import BrokenQuery, EngineError

Parameters = Iterable[tuple[str, str]]

_TRIES: Final = 3
_PAUSE: Final = 0.2
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
        self._credentials = credentials
        self._timeout = timeout
        self._client = httpx.Client(auth=httpx_auth(credentials), timeout=timeout, trust_env=False)

    def query(self, kind: str, text: str, accept: str, parameters: Parameters) -> bytes:
        """Ask something (SPARQL 1.1 Protocol §2.1); tried again when the server is briefly away, for asking is safe.

        Of a cluster the next member is asked at once.

        Args:
            kind: ``SELECT``, ``ASK`` or ``CONSTRUCT``.
            text: the query, whole.
            accept: the media type wanted.
            parameters: ``default-graph-uri`` and ``named-graph-uri``.
        """
        form = [("query", text), *parameters]
        if self._credentials.scheme is AuthScheme.DIGEST:
            return self._safely(self._members, lambda member: self._by_httpx("POST", member, accept, form=form))
        return self._safely(self._members, lambda member: self._by_wrapper(kind, text, accept, parameters, member))

    def update(self, text: str) -> None:
        """Change something (§2.2); never tried again, for it may have been done although no answer came."""
        if self._credentials.scheme is AuthScheme.DIGEST:
            headers = {"Content-Type": "application/sparql-update"}
            self._once(
                lambda: self._by_httpx("POST", self._endpoints.update, "*/*", content=text.encode(), headers=headers)
            )
        else:
            self._once(lambda: self._by_wrapper("INSERT", text, "*/*", (), self._endpoints.query))

    def store(self, method: str, graph: str, content: bytes = b"", media_type: str = "") -> None:
        """One request of the Graph Store HTTP Protocol (§5), on a named graph.

        Deleting is idempotent and is tried again; adding is not, since a repeat would add blank nodes anew.
        """
        assert self._endpoints.store
        address = str(httpx.URL(self._endpoints.store).copy_merge_params({"graph": graph}))
        headers = {"Content-Type": media_type} if media_type else {}

        def attempt(where: str = address) -> bytes:
            return self._by_httpx(method, where, "*/*", content=content, headers=headers)

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

    def _by_wrapper(self, kind: str, text: str, accept: str, parameters: Parameters, address: str) -> bytes:
        wrapper = SPARQLWrapper.SPARQLWrapper(address, self._endpoints.update)
        wrapper.setMethod(SPARQLWrapper.POST)
        wrapper.setOnlyConneg(True)
        # It takes whole seconds; the fraction is rounded up so that a short limit does not become none.
        wrapper.setTimeout(max(1, round(self._timeout + 0.499)))
        wrapper.setQuery(text)
        # It guesses the kind with a regular expression and falls back to SELECT; we know it.
        wrapper.queryType = kind
        wrapper.addCustomHttpHeader("Accept", accept)
        for name, value in parameters:
            wrapper.addParameter(name, value)
        if self._credentials.scheme is AuthScheme.BASIC:
            wrapper.setCredentials(self._credentials.user, self._credentials.secret)
        elif self._credentials.scheme is AuthScheme.BEARER:
            wrapper.addCustomHttpHeader("Authorization", f"Bearer {self._credentials.secret}")
        try:
            response = wrapper.query().response
            self.product = response.headers.get("Server", "")
            return bytes(response.read())
        except SPARQLExceptions.SPARQLWrapperException as error:
            # Raised while it handles the answer's own error, of which it tells no more than the body.
            raise _Refused(getattr(error.__context__, "code", 500), _body(error)) from error
        except HTTPError as error:
            raise _Refused(error.code, error.read().decode(errors="replace")) from error
        except TimeoutError as error:
            raise self._late() from error
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late() from error
            raise _Unreachable(str(error.reason)) from error
        except OSError as error:
            raise _Unreachable(str(error)) from error

    def _by_httpx(
        self,
        method: str,
        address: str,
        accept: str,
        *,
        form: Iterable[tuple[str, str]] = (),
        content: bytes = b"",
        headers: dict[str, str] | None = None,
    ) -> bytes:
        all_headers = {"Accept": accept, **(headers or {})}
        if form:
            content = str(httpx.QueryParams(list(form))).encode()
            all_headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            response = self._client.request(method, address, content=content, headers=all_headers)
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


def _body(error: Exception) -> str:
    """What the server said: SPARQLWrapper writes it as a bytes literal behind words of its own."""
    said = str(error).partition("Response:\n")[2]
    with suppress(ValueError, SyntaxError):
        return bytes(literal_eval(said)).decode(errors="replace")
    return said or str(error)
