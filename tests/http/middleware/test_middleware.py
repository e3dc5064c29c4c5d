"""What every request passes through, each alone around an application of the test's."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest

from tcgraph.http.asgi import NUMBER, App, Receive, Scope, Send, header, respond, with_headers
from tcgraph.http.cache import CachedResponse, send_stored
from tcgraph.http.middleware.admission import HostCheck, Preflight
from tcgraph.http.middleware.encoding import Encoding
from tcgraph.http.middleware.error_answers import Problems
from tcgraph.http.middleware.request_log import ResponseHeaders
from tcgraph.http.problems import Problem
from tests.loops import run

HOST = (b"host", b"x")


def answered(app: App, *headers: tuple[bytes, bytes], method: str = "GET") -> list[MutableMapping[str, Any]]:
    """The messages with which an application answers a request."""
    scope = {
        "type": "http", "method": method, "path": "/", "query_string": b"", "headers": list(headers),
        "http_version": "1.1", "scheme": "http", NUMBER: "7",
    }  # fmt: skip
    sent: list[MutableMapping[str, Any]] = []

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": b""}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def ask() -> None:
        await app(scope, receive, send)

    run(ask())
    return sent


async def plain(_: Scope, __: Receive, send: Send) -> None:
    await respond(send, 200, [(b"cache-control", b"public, no-cache")], b"text")


def storing(body: bytes) -> App:
    async def app(_: Scope, __: Receive, send: Send) -> None:
        await send_stored(send, CachedResponse([(b"content-type", b"text/plain")], body))

    return app


@pytest.mark.parametrize("hosts", [[], [b"a", b"b"], [b"a b"], [b'x"><script>']])
def test_a_request_names_one_host(hosts: list[bytes]) -> None:
    with pytest.raises(Problem) as refused:
        answered(HostCheck(plain), *((b"host", host) for host in hosts))
    assert refused.value.status == 400


@pytest.mark.parametrize("host", [b"x", b"x:80", b"[::1]:8080", b""])
def test_a_host_is_let_in(host: bytes) -> None:
    assert answered(HostCheck(plain), (b"host", host))[0]["status"] == 200


def test_a_preflight_is_answered_and_nothing_else() -> None:
    assert answered(Preflight(plain, writes=False), HOST, method="OPTIONS")[0]["status"] == 204
    assert answered(Preflight(plain, writes=False), HOST)[0]["status"] == 200


def test_a_preflight_offers_changes_where_they_can_be_made() -> None:
    for writes in (True, False):
        told = dict(answered(Preflight(plain, writes=writes), HOST, method="OPTIONS")[0]["headers"])
        assert (b"PATCH" in told[b"access-control-allow-methods"], b"accept-patch" in told) == (writes, writes)


def test_a_stored_response_is_compressed_as_the_client_likes_and_tagged_so() -> None:
    app = Encoding(storing(b"x" * 5000))
    whole, packed = answered(app), answered(app, (b"accept-encoding", b"gzip"))
    tags = [dict(each[0]["headers"])[b"etag"] for each in (whole, packed)]
    assert tags[1] == tags[0][:-1] + b'-gzip"'
    assert (len(whole[1]["body"]), dict(packed[0]["headers"])[b"content-encoding"]) == (5000, b"gzip")


def test_a_page_of_another_origin_may_read_which_part_it_got() -> None:
    start, body = answered(Encoding(storing(b"12345")), (b"range", b"bytes=1-2"))
    assert (start["status"], body["body"]) == (206, b"23")
    assert b"Content-Range" in dict(start["headers"])[b"access-control-expose-headers"]


def test_the_length_of_what_head_leaves_out_is_told() -> None:
    start, body = answered(Encoding(storing(b"12345")), method="HEAD")
    assert (dict(start["headers"])[b"content-length"], body["body"]) == (b"5", b"")


def test_a_response_that_is_not_stored_passes_as_it_is() -> None:
    assert answered(Encoding(plain)) == answered(plain)


def test_what_an_application_raises_becomes_a_problem_document() -> None:
    async def failing(_: Scope, __: Receive, ___: Send) -> None:
        raise Problem(404, "unknown", "There is nothing.")

    start, body = answered(Problems(failing, None))
    assert (start["status"], b"There is nothing." in body["body"]) == (404, True)


def test_a_response_that_has_begun_gets_no_second_beginning() -> None:
    async def breaking(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError

    sent = answered(ResponseHeaders(Problems(breaking, None), private=False))
    assert [message["type"] for message in sent] == ["http.response.start"]


@pytest.mark.parametrize(("private", "control"), [(False, b"public, no-cache"), (True, b"private, no-cache")])
def test_every_response_says_its_number_and_for_whom_it_is(private: bool, control: bytes) -> None:
    headers = answered(ResponseHeaders(plain, private=private))[0]["headers"]
    assert headers.count((b"x-content-type-options", b"nosniff")) == 1
    assert (dict(headers)[b"x-request-id"], dict(headers)[b"cache-control"]) == (b"7", control)


def test_lines_of_one_name_are_one_value_and_others_can_be_put_in_their_place() -> None:
    scope: Scope = {"headers": [(b"accept", b"a"), HOST, (b"accept", b"b")]}
    assert (header(scope, b"accept"), header(scope, b"range")) == ("a, b", "")
    changed = with_headers(scope, [(b"accept", b"c")])
    assert (header(changed, b"accept"), header(changed, b"host"), header(scope, b"host")) == ("c", "", "x")
