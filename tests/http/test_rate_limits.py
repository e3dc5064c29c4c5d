"""How often a client may ask, who it is, and how many tokens it may guess."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from tcgraph.config import Settings
from tcgraph.errors import BadParameter, EngineError
from tcgraph.http import auth
from tcgraph.http.auth import Tokens
from tcgraph.http.middleware import admission as limits
from tcgraph.http.middleware.admission import RateLimit, client_of, scheme_of
from tcgraph.http.problems import Problem
from tests.conftest import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    for module in (limits, auth):
        monkeypatch.setattr(module, "time", made)
    return made


def test_a_bucket_empties_and_fills(clock: Clock) -> None:
    limit = RateLimit(60)
    assert [limit.allows("a") for _ in range(61)] == [True] * 60 + [False]
    assert limit.allows("b")
    with pytest.raises(Problem) as refused:
        limit.check("a")
    assert (refused.value.status, refused.value.headers["retry-after"]) == (429, "1")
    clock.now += 1.01
    assert [limit.allows("a") for _ in range(2)] == [True, False]


def test_who_does_not_slow_down_still_gets_its_share(clock: Clock) -> None:
    limit = RateLimit(60)
    allowed = 0
    for _ in range(100 * 60):
        allowed += limit.allows("a")
        clock.now += 0.01
    assert 118 <= allowed <= 121


def test_no_limit_and_many_clients(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(RateLimit(0).allows("a") for _ in range(1000))
    monkeypatch.setattr(limits, "_CLIENTS", 3)
    limit = RateLimit(1)
    assert [limit.allows(name) for name in "abcd"] == [True] * 4
    assert not limit.allows("d")
    assert limit.allows("a"), "the oldest is forgotten"


def scope(peer: str, *forwarded: str) -> dict[str, Any]:
    return {"client": (peer, 1), "headers": [(b"x-forwarded-for", value.encode()) for value in forwarded]}


@pytest.mark.parametrize(
    ("trusted", "peer", "forwarded", "client"),
    [
        ("", "10.0.0.1", ["1.2.3.4"], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("10.0.0.1", "9.9.9.9", ["1.2.3.4"], "9.9.9.9"),
        ("10.0.0.1", "10.0.0.1", ["6.6.6.6, 1.2.3.4"], "1.2.3.4"),
        ("10.0.0.1, 10.0.0.2", "10.0.0.1", ["6.6.6.6, 1.2.3.4, 10.0.0.2"], "1.2.3.4"),
        ("10.0.0.1", "10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", "10.0.0.1", ["6.6.6.6", "1.2.3.4"], "1.2.3.4"),
        ("10.88.0.0/16", "10.88.4.1", ["6.6.6.6, 1.2.3.4, 10.88.0.1"], "1.2.3.4"),
        ("10.88.0.0/16", "10.89.0.1", ["1.2.3.4"], "10.89.0.1"),
        ("10.88.0.9/16,fd00::/8", "fd00::1", ["2001:db8::1"], "2001:db8::1"),
        ("10.88.0.0/16", "::ffff:10.88.0.1", ["1.2.3.4"], "1.2.3.4"),
        ("10.88.0.0/16", "10.88.0.1", ["unknown"], "unknown"),
    ],
)
def test_whose_word_is_believed(trusted: str, peer: str, forwarded: list[str], client: str) -> None:
    assert client_of(scope(peer, *forwarded), Settings.model_validate({"trusted_proxies": trusted})) == client


@pytest.mark.parametrize(
    ("trusted", "told", "scheme"),
    [
        ("", "https", "http"),
        ("10.0.0.1", "https", "https"),
        ("10.0.0.1", "HTTPS", "https"),
        ("10.0.0.1", "gopher", "http"),
        ("10.0.0.1", "http, https", "https"),
        ("10.0.0.2", "https", "http"),
    ],
)
def test_whose_scheme_is_believed(trusted: str, told: str, scheme: str) -> None:
    request = {**scope("10.0.0.1"), "scheme": "http", "headers": [(b"x-forwarded-proto", told.encode())]}
    assert scheme_of(request, Settings.model_validate({"trusted_proxies": trusted})) == scheme


def test_a_proxy_that_is_no_address_is_refused_by_name() -> None:
    with pytest.raises(ValidationError, match="'nginx' does not appear to be"):
        Settings.model_validate({"trusted_proxies": "10.0.0.1, nginx"})


def test_tokens_are_never_written_through_a_link(tmp_path: Path) -> None:
    """Root may issue one in a directory where the server's account can put what it likes."""
    other = tmp_path / "other"
    other.write_text("not mine")
    (tmp_path / "tokens.draft").symlink_to(other)
    Tokens(tmp_path / "tokens.json").issue("me", ("read",))
    assert other.read_text() == "not mine"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_tokens_belong_to_whom_the_directory_belongs(tmp_path: Path) -> None:
    os.chown(tmp_path, 8297, 8298)
    Tokens(tmp_path / "tokens.json").issue("me", ("read",))
    made = (tmp_path / "tokens.json").stat()
    assert (made.st_uid, made.st_gid, made.st_mode & 0o777) == (8297, 8298, 0o600)


def test_guessing_closes_the_door_for_a_minute(tmp_path: Path, clock: Clock) -> None:
    tokens = Tokens(tmp_path / "tokens.json")
    right = tokens.issue("me", ("write:urn:g",))
    assert right not in (tmp_path / "tokens.json").read_text()
    assert (tmp_path / "tokens.json").stat().st_mode & 0o077 == 0

    def status(value: str, client: str = "a") -> int:
        try:
            tokens.check(value, client)
        except Problem as problem:
            return problem.status
        return 200

    assert [status("Bearer wrong") for _ in range(11)] == [401] * 10 + [429]
    assert status(f"Bearer {right}") == 429
    assert status(f"bearer  {right} ", "b") == 200
    assert status("Basic xyz", "b") == 401
    clock.now += 61
    assert status(f"Bearer {right}") == 200
    tokens.revoke("me")
    assert status(f"Bearer {right}") == 401


def test_what_a_token_allows(tmp_path: Path) -> None:
    tokens = Tokens(tmp_path / "t" / "tokens.json")
    found = tokens.check(f"Bearer {tokens.issue('me', ('write:urn:g',))}", "")
    assert [found.may_write(graph) for graph in ("urn:g", "urn:gg", "")] == [True, False, False]
    assert tokens.check(f"Bearer {tokens.issue('boss', ('admin',))}", "").may_write("")
    rules = "https://w3id.org/tcgraph/graph/shapes/core"
    found = tokens.check(f"Bearer {tokens.issue('writer', ('write', 'read'))}", "")
    assert [found.may_write(graph) for graph in ("urn:g", "", rules)] == [True, True, False]
    for name, scope, allowed in (("reader", "read", False), ("ruler", f"write:{rules}", True), ("root", "admin", True)):
        assert tokens.check(f"Bearer {tokens.issue(name, (scope,))}", "").may_write(rules) is allowed
    for name, scopes in (("me", ("write",)), ("a b", ("write",)), ("x", ("read-all",)), ("x", ())):
        with pytest.raises(BadParameter):
            tokens.issue(name, scopes)
    with pytest.raises(BadParameter):
        tokens.revoke("nobody")
    (tmp_path / "t" / "tokens.json").write_text("{")
    with pytest.raises(EngineError):
        tokens.check("Bearer x", "")
